"""Changes of the rate of exchanges: when, how sure is the date, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln
from statsmodels.stats import rates as poisson_rates

from analysis.gaps.days import DAY, Floats
from analysis.gaps.results import COVERAGE
from analysis.gaps.segmentation import calibrate_penalty, event_cells, poisson_partition


@dataclass(frozen=True, repr=False)
class ChangePoints:
    """Blocks of constant rate and the changes between them.

    `edges` are the block borders: first event, changes, last event, in the unit of the events.
    `blocks`: one row a block, ``start, end, n_events, rate`` (events a day). `changes`: one row a
    change, ``change`` with its 95% interval ``low, high``; ``rate_before, rate_after``, their
    ``ratio`` (after / before) with 95% interval ``ratio_low, ratio_high``, and ``pvalue`` of equal
    rates. The date was chosen because the rates differ most there, so that this p-value is too
    small; `false_alarm`, the probability of reporting any change when there is none, is the honest
    guarantee. `penalty` is the price of a block that gives it.
    """

    edges: NDArray[Any]
    blocks: pd.DataFrame
    changes: pd.DataFrame
    penalty: float
    false_alarm: float

    def __repr__(self) -> str:
        return f"{self._head}\n{self.changes.to_string()}" if len(self.changes) else self._head

    def _repr_html_(self) -> str:
        return f"<p>{self._head}</p>{self.changes.to_html()}"

    @property
    def _head(self) -> str:
        return f"{len(self.changes)} changes at a false-alarm rate of {self.false_alarm:g}"


def change_points(
    days: ArrayLike,
    false_alarm: float,
    *,
    merge_days: int | None = None,
    rng: np.random.Generator | None = None,
) -> ChangePoints:
    """Find the dates at which the rate of events changed.

    Parameters
    ----------
    days : array_like
        Days of the events (not gaps): dates, or numbers in days. At least three distinct ones.
    false_alarm : float
        Accepted probability of reporting any change when the rate is constant.
    merge_days : int, optional
        The merge window by which the events were made, so that chance is given the same distance
        between events; without it the false alarms of merged events are rarer than stated, and
        changes are missed. None when several events may fall on one day.
    rng : numpy.random.Generator, optional
        Source of randomness for the calibration of the penalty. Without one a generator of fixed
        seed is used, so that the same events always give the same answer.

    Raises
    ------
    ValueError
        Fewer than three distinct days, a day that is missing, `false_alarm` outside (0, 1), or
        events nearer than `merge_days` allows.

    Notes
    -----
    Exact optimal segmentation with the Poisson likelihood (`poisson_partition`), at the penalty of
    `calibrate_penalty`. Events on whole days are calibrated against events on whole days. The
    watch runs from the first to the last event: silence after the last one is not seen.

    The interval of a change is the central 95% of its posterior between its two neighbouring
    borders, with a flat prior on the date and prior rate^(-1/2) on both rates (Raftery & Akman
    1986, Biometrika 73, 85-89, eq. 2.5).

    Examples
    --------
    >>> slow, fast = np.arange(0, 1000, 50), np.arange(1000, 1200, 5)
    >>> found = change_points(np.concatenate([slow, fast]), false_alarm=0.05)
    >>> found.changes[["change", "low", "high"]].round(1).values.tolist()
    [[1002.5, 978.3, 1008.2]]
    """
    if not 0 < false_alarm < 1:
        raise ValueError(f"false_alarm must lie between 0 and 1, got {false_alarm}")
    numbers, origin = _as_numbers(days)
    counts, cells = event_cells(numbers)
    if len(counts) < 3:
        raise ValueError(f"days needs at least three distinct values, got {len(counts)}")
    whole = bool((numbers == np.round(numbers)).all())
    span = int(cells[-1] - cells[0]) if whole else None
    nearest = np.diff(np.sort(numbers)).min()
    if merge_days is not None and nearest <= merge_days:
        raise ValueError(f"events {nearest:g} days apart should be merged at {merge_days=}")
    penalty = calibrate_penalty(len(numbers), false_alarm, span, merge_days=merge_days, rng=rng)
    positions = poisson_partition(counts, cells, penalty)
    edges = cells[positions]
    # A border halfway between two events is a convention; where the interval lies to one side of
    # it, as before many events of one day, the border is the end of the interval next to it.
    spans = [_date_interval(numbers, *ends) for ends in zip(edges[:-2], edges[2:], strict=True)]
    edges[1:-1] = [np.clip(edge, *span) for edge, span in zip(edges[1:-1], spans, strict=True)]
    events, _ = np.histogram(numbers, edges)
    blocks = pd.DataFrame({"start": edges[:-1], "end": edges[1:], "n_events": events})
    blocks["rate"] = events / np.diff(edges)
    changes = pd.DataFrame(
        [_change(span, blocks, k) for k, span in enumerate(spans, start=1)],
        columns=[
            *("change", "low", "high", "rate_before", "rate_after"),
            *("ratio", "ratio_low", "ratio_high", "pvalue"),
        ],
    )
    if origin is not None:
        for table, names in ((blocks, ("start", "end")), (changes, ("change", "low", "high"))):
            for name in names:
                table[name] = _as_dates(table[name].to_numpy(dtype=float), origin)
    return ChangePoints(
        edges=edges if origin is None else _as_dates(edges, origin),
        blocks=blocks,
        changes=changes,
        penalty=penalty,
        false_alarm=false_alarm,
    )


def _change(span: tuple[float, float], blocks: pd.DataFrame, k: int) -> tuple[float, ...]:
    """One row of the table of changes: the border before block `k`."""
    before, after = blocks.iloc[k - 1], blocks.iloc[k]
    counts = [
        value for row in (after, before) for value in (row["n_events"], row["end"] - row["start"])
    ]
    ratio_low, ratio_high = poisson_rates.confint_poisson_2indep(
        *counts, compare="ratio", method="score", alpha=1 - COVERAGE
    )
    pvalue = poisson_rates.test_poisson_2indep(*counts, method="score").pvalue
    return (
        float(after["start"]),
        *span,
        float(before["rate"]),
        float(after["rate"]),
        float(after["rate"] / before["rate"]),
        float(ratio_low),
        float(ratio_high),
        float(pvalue),
    )


def _date_interval(numbers: Floats, start: float, end: float) -> tuple[float, float]:
    """Central 95% of the posterior of one change of rate between `start` and `end`."""
    inside = np.sort(numbers[(numbers > start) & (numbers < end)])
    share = (np.concatenate([[start], inside, [end]]) - start) / (end - start)
    # the substitution share = sin^2 takes out the integrable poles at both ends
    angle = np.arcsin(np.sqrt(share))
    steps = 64
    grid = angle[:-1, None] + np.diff(angle)[:, None] * np.arange(steps + 1) / steps
    middle = (grid[:, 1:] + grid[:, :-1]) / 2
    before = np.arange(len(inside) + 1)[:, None]
    after = len(inside) - before
    logs = gammaln(before + 0.5) + gammaln(after + 0.5)
    logs = logs - 2 * before * np.log(np.sin(middle)) - 2 * after * np.log(np.cos(middle))
    mass = np.exp(logs - logs.max()) * np.diff(grid)
    cumulative = np.concatenate([[0.0], np.cumsum(mass)])
    where = np.interp(
        cumulative[-1] * np.array([(1 - COVERAGE) / 2, (1 + COVERAGE) / 2]),
        cumulative,
        np.append(grid[:, :-1], angle[-1]),
    )
    low, high = start + (end - start) * np.sin(where) ** 2
    return float(low), float(high)


def _as_numbers(days: ArrayLike) -> tuple[Floats, np.datetime64 | None]:
    """Event days as numbers, and the date that is day 0 when they were dates."""
    values = np.asarray(days)
    if not np.issubdtype(values.dtype, np.datetime64):
        return values.astype(float), None
    if np.isnat(values).any():
        raise ValueError("days must not be missing, got NaT")
    dates = values.astype("datetime64[D]")
    return (dates - dates.min()) / DAY, dates.min()


def _as_dates(numbers: Floats, origin: np.datetime64) -> NDArray[np.datetime64]:
    """Numbers of days as the dates on which they fall."""
    return (origin + np.floor(numbers).astype(int) * DAY).astype("datetime64[s]")
