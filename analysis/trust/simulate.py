"""Histories of events with known truth: regular, Poisson, clustered, two rates.

Events fall on whole days; several may fall on one day. `start` and `end` are the first and last
day of the watch; rates are events a day, durations are days. What is not positive, or not in
order, is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.gaps.days import Day, Floats, as_day


@dataclass(frozen=True)
class SimulatedHistory:
    """A simulated watch: the days of its events in order, its first and its last day."""

    days: pd.DatetimeIndex
    start: pd.Timestamp
    end: pd.Timestamp


def regular_history(
    start: Day, end: Day, mean_gap: float, cv: float, rng: np.random.Generator
) -> SimulatedHistory:
    """Draw events whose gaps follow a gamma law.

    `cv` is the gaps' coefficient of variation: near 0 clockwork, 1 Poisson, above 1 bursty.
    """
    first, last = in_order(start, end)
    _positive(mean_gap=mean_gap, cv=cv)
    length = (last - first).days + 1
    # The watch starts long after the process did, so that its phase is random.
    ahead = 20 * mean_gap
    draws = int(2 * (length + ahead) / mean_gap) + 50
    gaps = rng.gamma(cv**-2, mean_gap * cv**2, draws)
    while gaps.sum() < length + ahead:
        gaps = np.append(gaps, rng.gamma(cv**-2, mean_gap * cv**2, draws))
    times = np.cumsum(gaps) - ahead - mean_gap * rng.uniform()
    return _history(times, first, last)


def poisson_history(
    start: Day, end: Day, rate: float, rng: np.random.Generator
) -> SimulatedHistory:
    """Draw events at a constant rate, independent of each other."""
    first, last = in_order(start, end)
    _positive(rate=rate)
    return _history(_uniform(0, (last - first).days + 1, rate, rng), first, last)


def clustered_history(
    start: Day,
    end: Day,
    cluster_rate: float,
    cluster_size: float,
    cluster_days: float,
    rng: np.random.Generator,
) -> SimulatedHistory:
    """Draw events in clusters (Neyman & Scott 1958, J. R. Stat. Soc. B 20, 1-43).

    Clusters begin at a constant rate and hold 1 + Poisson events, `cluster_size` on average, each
    an exponential delay of mean `cluster_days` after the start of its cluster.
    """
    first, last = in_order(start, end)
    _positive(cluster_rate=cluster_rate, cluster_days=cluster_days)
    if cluster_size < 1:
        raise ValueError(f"cluster_size must be at least 1, got {cluster_size}")
    length = (last - first).days + 1
    # clusters that start before the watch may reach into it
    parents = _uniform(-20 * cluster_days, length, cluster_rate, rng)
    times = np.repeat(parents, 1 + rng.poisson(cluster_size - 1, len(parents)))
    times = times + rng.exponential(cluster_days, len(times))
    return _history(times, first, last)


def two_rate_history(
    start: Day,
    end: Day,
    change: Day,
    rate_before: float,
    rate_after: float,
    rng: np.random.Generator,
) -> SimulatedHistory:
    """Draw Poisson events whose rate changes once; `change` is the first day of the new rate."""
    first, last = in_order(start, end)
    turn = in_order(first, change)[1]
    in_order(turn, last)
    _positive(rate_before=rate_before, rate_after=rate_after)
    at, length = (turn - first).days, (last - first).days + 1
    early, late = _uniform(0, at, rate_before, rng), _uniform(at, length, rate_after, rng)
    return _history(np.concatenate([early, late]), first, last)


def in_order(start: Day, end: Day) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Give two days as such, the first not after the second."""
    first, last = as_day(start, "start"), as_day(end, "end")
    if last < first:
        raise ValueError(f"dates must be in order, got {first.date()} then {last.date()}")
    return first, last


def _positive(**values: float) -> None:
    for name, value in values.items():
        if not value > 0:
            raise ValueError(f"{name} must be positive, got {value}")


def _uniform(low: float, high: float, rate: float, rng: np.random.Generator) -> Floats:
    return rng.uniform(low, high, rng.poisson(rate * (high - low)))


def _history(times: Floats, start: pd.Timestamp, end: pd.Timestamp) -> SimulatedHistory:
    """Whole days of the times (days since `start`) that fall inside the watch."""
    numbers = np.floor(np.sort(times)).astype(int)
    numbers = numbers[(numbers >= 0) & (numbers <= (end - start).days)]
    return SimulatedHistory(start + pd.to_timedelta(numbers, unit="D"), start, end)
