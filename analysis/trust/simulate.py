"""Histories of events with known truth: regular, Poisson, clustered, two rates, one pause.

Events fall on whole days; several may fall on one day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Truth = Mapping[str, float | pd.Timestamp]


@dataclass(frozen=True)
class History:
    """A simulated watch.

    Attributes
    ----------
    days : pandas.DatetimeIndex
        Days of the events, in order.
    start, end : pandas.Timestamp
        First and last day of the watch.
    truth : mapping of str to float or pandas.Timestamp
        What the events were drawn from, under the names of the arguments.
    """

    days: pd.DatetimeIndex
    start: pd.Timestamp
    end: pd.Timestamp
    truth: Truth

    @property
    def gaps(self) -> NDArray[np.int64]:
        """Complete gaps in days; 0 between events of one day."""
        return np.diff(self.days.to_numpy("datetime64[D]")).astype(np.int64)

    @property
    def open_days(self) -> int:
        """Days from the last event to the end of the watch."""
        return (self.end - self.days[-1]).days


def regular_history(
    start: pd.Timestamp | str,
    end: pd.Timestamp | str,
    mean_gap: float,
    cv: float,
    rng: np.random.Generator,
) -> History:
    """Draw events whose gaps follow a gamma law: regular for `cv` below 1.

    Parameters
    ----------
    start, end : date
        First and last day of the watch.
    mean_gap : float
        Mean gap in days.
    cv : float
        Coefficient of variation of the gaps: near 0 clockwork, 1 Poisson, above 1 bursty.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        `mean_gap` or `cv` not positive, or `end` before `start`.

    Examples
    --------
    >>> history = regular_history("2022-01-01", "2022-12-31", 30, 0.1, np.random.default_rng(1))
    >>> history.gaps.tolist()
    [28, 28, 30, 28, 33, 27, 29, 27, 29, 29, 31, 27]
    """
    first, last = _watch(start, end)
    _positive(mean_gap=mean_gap, cv=cv)
    length = (last - first).days + 1
    # The watch starts long after the process did, so that its phase is random.
    ahead = 20 * mean_gap
    draws = int(2 * (length + ahead) / mean_gap) + 50
    gaps = rng.gamma(cv**-2, mean_gap * cv**2, draws)
    while gaps.sum() < length + ahead:
        gaps = np.append(gaps, rng.gamma(cv**-2, mean_gap * cv**2, draws))
    times = np.cumsum(gaps) - ahead - mean_gap * rng.uniform()
    return _history(times, first, last, {"mean_gap": mean_gap, "cv": cv})


def poisson_history(
    start: pd.Timestamp | str, end: pd.Timestamp | str, rate: float, rng: np.random.Generator
) -> History:
    """Draw events at a constant rate, independent of each other.

    Parameters
    ----------
    start, end : date
        First and last day of the watch.
    rate : float
        Events a day.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        `rate` not positive, or `end` before `start`.

    Examples
    --------
    >>> len(poisson_history("2022-01-01", "2024-12-31", 0.05, np.random.default_rng(1)).days)
    55
    """
    first, last = _watch(start, end)
    _positive(rate=rate)
    return _history(_uniform(0, (last - first).days + 1, rate, rng), first, last, {"rate": rate})


def clustered_history(
    start: pd.Timestamp | str,
    end: pd.Timestamp | str,
    cluster_rate: float,
    cluster_size: float,
    cluster_days: float,
    rng: np.random.Generator,
) -> History:
    """Draw events in clusters (Neyman & Scott 1958, J. R. Stat. Soc. B 20, 1-43).

    Parameters
    ----------
    start, end : date
        First and last day of the watch.
    cluster_rate : float
        Clusters a day.
    cluster_size : float
        Mean number of events a cluster (1 + Poisson).
    cluster_days : float
        Mean delay of an event after the start of its cluster, in days (exponential).
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        A rate or duration not positive, `cluster_size` below 1, or `end` before `start`.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> history = clustered_history("2022-01-01", "2024-12-31", 0.02, 3, 5, rng)
    >>> bool(history.gaps.std() > history.gaps.mean())
    True
    """
    first, last = _watch(start, end)
    _positive(cluster_rate=cluster_rate, cluster_days=cluster_days)
    if cluster_size < 1:
        raise ValueError(f"cluster_size must be at least 1, got {cluster_size}")
    length = (last - first).days + 1
    # clusters that start before the watch may reach into it
    parents = _uniform(-20 * cluster_days, length, cluster_rate, rng)
    times = np.repeat(parents, 1 + rng.poisson(cluster_size - 1, len(parents)))
    times = times + rng.exponential(cluster_days, len(times))
    names = ("cluster_rate", "cluster_size", "cluster_days")
    truth = dict(zip(names, (cluster_rate, cluster_size, cluster_days), strict=True))
    return _history(times, first, last, truth)


def two_rate_history(
    start: pd.Timestamp | str,
    end: pd.Timestamp | str,
    change: pd.Timestamp | str,
    rate_before: float,
    rate_after: float,
    rng: np.random.Generator,
) -> History:
    """Draw Poisson events whose rate changes once.

    Parameters
    ----------
    start, end : date
        First and last day of the watch.
    change : date
        First day of the new rate, inside the watch.
    rate_before, rate_after : float
        Events a day.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        A rate not positive, or the dates not in order.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> history = two_rate_history("2022-01-01", "2025-12-31", "2023-07-01", 0.1, 0.03, rng)
    >>> int((history.days < history.truth["change"]).sum()), len(history.days)
    (55, 82)
    """
    first, last = _watch(start, end)
    turn = _watch(first, change)[1]
    _watch(turn, last)
    _positive(rate_before=rate_before, rate_after=rate_after)
    at, length = (turn - first).days, (last - first).days + 1
    early, late = _uniform(0, at, rate_before, rng), _uniform(at, length, rate_after, rng)
    truth: Truth = {"change": turn, "rate_before": rate_before, "rate_after": rate_after}
    return _history(np.concatenate([early, late]), first, last, truth)


def paused_history(
    start: pd.Timestamp | str,
    end: pd.Timestamp | str,
    rate: float,
    pause_start: pd.Timestamp | str,
    pause_end: pd.Timestamp | str,
    rng: np.random.Generator,
) -> History:
    """Draw Poisson events with one stretch in which nothing can happen.

    Parameters
    ----------
    start, end : date
        First and last day of the watch.
    rate : float
        Events a day outside the pause.
    pause_start, pause_end : date
        First and last day of the pause, inside the watch.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        `rate` not positive, or the dates not in order.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> history = paused_history("2022-01-01", "2024-12-31", 0.1, "2023-08-08", "2024-01-02", rng)
    >>> bool(history.gaps.max() >= 148)
    True
    """
    first, last = _watch(start, end)
    low, high = _watch(pause_start, pause_end)
    _watch(first, low)
    _watch(high, last)
    history = poisson_history(first, last, rate, rng)
    outside = (history.days < low) | (history.days > high)
    truth: Truth = {"rate": rate, "pause_start": low, "pause_end": high}
    return History(history.days[outside], first, last, truth)


def _watch(start: pd.Timestamp | str, end: pd.Timestamp | str) -> tuple[pd.Timestamp, pd.Timestamp]:
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    if last < first:
        raise ValueError(f"dates must be in order, got {first.date()} then {last.date()}")
    return first, last


def _positive(**values: float) -> None:
    for name, value in values.items():
        if not value > 0:
            raise ValueError(f"{name} must be positive, got {value}")


def _uniform(low: float, high: float, rate: float, rng: np.random.Generator) -> Floats:
    return rng.uniform(low, high, rng.poisson(rate * (high - low)))


def _history(times: Floats, start: pd.Timestamp, end: pd.Timestamp, truth: Truth) -> History:
    """Whole days of the times (days since `start`) that fall inside the watch."""
    numbers = np.floor(np.sort(times)).astype(int)
    numbers = numbers[(numbers >= 0) & (numbers <= (end - start).days)]
    return History(start + pd.to_timedelta(numbers, unit="D"), start, end, truth)
