"""What all reports of one series together imply for the count of any window of days.

Claims that contradict each other are made consistent in the open, by the least number of persons:
corrections and judgements, then figures of different speakers for one window joined
(`claims.widen_disputes`), then what is left relaxed at the price of the persons moved times the
independent speakers behind each claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.bounds.asked import Date, check_series, window_days
from analysis.bounds.claims import Claim, Relaxation, widen_disputes
from analysis.bounds.graph import CountGraph, consistent
from analysis.bounds.linked import LinkedModel
from analysis.bounds.ordinals import exchange_claims
from analysis.bounds.statements import Series, bearing_claims, claims_by_series
from analysis.record.loading import Record, effective_reports

RELAXED_COLUMNS = (
    *("start", "end", "low", "high", "relaxed_low", "relaxed_high"),
    *("persons", "speakers", "reports"),
)


@dataclass(frozen=True)
class WindowBounds:
    """Tightest bounds of one count in one window.

    Attributes
    ----------
    measure, group, channel : str
        The series.
    start, end : Timestamp
        First and last day of the window.
    low : int
        Persons (or exchanges) at least.
    high : float
        At most; a whole number, or infinity where no report limits the count.
    disputed : bool
        Whether a report that ends in the window had to be widened or relaxed.
    relaxed : DataFrame
        Every relaxation made anywhere in the series, one row a claim (see `relaxed_table`).
    """

    measure: str
    group: str
    channel: str
    start: pd.Timestamp
    end: pd.Timestamp
    low: int
    high: float
    disputed: bool
    relaxed: pd.DataFrame

    def __repr__(self) -> str:
        high = "no upper limit" if np.isinf(self.high) else f"{self.high:,.0f}"
        return (
            f"WindowBounds({self.measure}, {self.group}, {self.channel}, "
            f"{self.start:%Y-%m-%d} to {self.end:%Y-%m-%d}: {self.low:,} to {high}"
            f"{', disputed' if self.disputed else ''})"
        )


@lru_cache(maxsize=8)
def _in_force(record: Record, judged: bool) -> pd.DataFrame:
    """Return the reports that count; cached, not to be changed."""
    if judged:
        reports = effective_reports(record)
        return reports[reports["status"] == "used"]
    reports = record.reports
    replaced = reports["report_id"].isin(set(reports["corrects"]) - {""})
    return reports[~replaced & (reports["bound"] != "planned")]


@lru_cache(maxsize=16)
def _said(record: Record, measure: str, judged: bool) -> dict[Series, list[Claim]]:
    """Return what the reports say about a measure, by series; cached, not to be changed."""
    return claims_by_series(record, _in_force(record, judged), measure)


@lru_cache(maxsize=64)
def series_claims(
    record: Record, measure: str, group: str, channel: str, *, judged: bool
) -> tuple[Claim, ...]:
    """Everything the record says about one series, in a fixed order; cached.

    Parameters
    ----------
    record : Record
    measure, group, channel : str
        The series.
    judged : bool
        True applies the judgements, and widens disputes about the parts and wholes of the series;
        False takes the reports as published. Superseded reports and promises never count.

    Returns
    -------
    tuple of Claim

    Raises
    ------
    ValueError
        For an unknown word, or a measure that is a number at a day.
    """
    check_series(measure, group, channel)
    claims = bearing_claims(_said(record, measure, judged), group, channel, widened=judged)
    if measure == "exchanges" and group == "all":
        claims += exchange_claims(record, _in_force(record, judged), channel)
    return tuple(sorted(claims, key=lambda claim: claim.order))


@lru_cache(maxsize=64)
def resolved_series(record: Record, measure: str, group: str, channel: str) -> Resolved:
    """Claims of one series after judgements, widened disputes and relaxations; cached."""
    return resolve(series_claims(record, measure, group, channel, judged=True))


@lru_cache(maxsize=64)
def series_graph(record: Record, measure: str, group: str, channel: str) -> CountGraph:
    """Graph of the resolved claims of one series; cached."""
    return CountGraph(resolved_series(record, measure, group, channel).claims)


def window_bounds(
    record: Record,
    *,
    measure: str,
    group: str,
    channel: str,
    start: Date,
    end: Date,
) -> WindowBounds:
    """How many persons were returned in a window of days, at least and at most?

    Every report of the series, of its parts and of the wholes that contain it, is a difference
    constraint; the bounds are shortest-path distances and therefore the tightest that follow from
    the reports of the series (see `graph`). Bounds that need several series at once
    (military + civilians = all) come from `linked_windows.linked_bounds`.

    Parameters
    ----------
    record : Record
    measure, group, channel : str
        The series; ``channel`` is ``numbered``, ``unnumbered``, ``outside`` or ``any``.
    start, end : date
        First and last day of the window, both included: ``YYYY-MM-DD``, a date, or a moment at
        midnight; of a month or year (``YYYY-MM``, ``YYYY``) its first and its last day.

    Returns
    -------
    WindowBounds

    Raises
    ------
    ValueError
        For an unknown word, a date that does not exist or lies before the record, an end before
        the start, or a measure that is a number at a day.

    Examples
    --------
    >>> from analysis import load_record
    >>> window_bounds(
    ...     load_record("data"), measure="returned_to_ukraine", group="all", channel="numbered",
    ...     start="2023-08-07", end="2024-01-03",
    ... )
    WindowBounds(returned_to_ukraine, all, numbered, 2023-08-07 to 2024-01-03: 252 to 252)
    """
    check_series(measure, group, channel)
    first, last = window_days(record, start, end)
    graph = series_graph(record, measure, group, channel)
    low, high = graph.bounds(np.array([first]), np.array([last]))
    resolved = resolved_series(record, measure, group, channel)
    return WindowBounds(
        measure,
        group,
        channel,
        record.day(first),
        record.day(last),
        int(low[0]),
        float(high[0]),
        bool(disputed_windows(graph.claims, np.array([first]), np.array([last]))[0]),
        relaxed_table(record, resolved.relaxations),
    )


def disputed_windows(claims: Sequence[Claim], first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Whether a widened or relaxed claim ends in each window [first, last]."""
    days = np.unique([claim.end for claim in claims if claim.disputed]).astype(int)
    return np.searchsorted(days, last, side="right") > np.searchsorted(days, first)


def relaxed_table(record: Record, relaxations: tuple[Relaxation, ...]) -> pd.DataFrame:
    """List relaxations: what was said, what was made of it, by how many persons.

    Returns
    -------
    DataFrame
        Columns ``RELAXED_COLUMNS``; empty if nothing had to be relaxed.
    """
    return pd.DataFrame(
        [
            {
                "start": record.counted_from + pd.Timedelta(days=item.claim.start),
                "end": record.counted_from + pd.Timedelta(days=item.claim.end),
                "low": item.claim.low,
                "high": item.claim.high,
                "relaxed_low": item.low,
                "relaxed_high": item.high,
                "persons": item.persons,
                "speakers": "; ".join(sorted(item.claim.voices)),
                "reports": "; ".join(item.claim.reports),
            }
            for item in relaxations
        ],
        columns=RELAXED_COLUMNS,
    )


@dataclass(frozen=True)
class Resolved:
    """A consistent list of claims and what it took to get there."""

    claims: tuple[Claim, ...]
    relaxations: tuple[Relaxation, ...]

    @property
    def price(self) -> int:
        """Persons moved, each claim weighted by its independent speakers."""
        return sum(item.persons * item.claim.weight for item in self.relaxations)


def resolve(claims: Sequence[Claim]) -> Resolved:
    """Widen disputes, then relax what still contradicts itself at the least price.

    Parameters
    ----------
    claims : sequence of Claim

    Returns
    -------
    Resolved
        The same result whatever the order of ``claims``.
    """
    joined = widen_disputes(sorted(claims, key=lambda claim: claim.order))
    if consistent(joined):
        return Resolved(tuple(joined), ())
    # Of one series alone the linked model is that of any other, whatever it is called.
    model = LinkedModel([("all", "numbered", claim) for claim in joined], parts=())
    return Resolved(
        tuple(claim for _, _, claim in model.statements), tuple(model.relaxations.values())
    )
