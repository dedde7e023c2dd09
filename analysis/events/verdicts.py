"""The verdict on one gap of a record: which test, compared with which gaps.

Two questions are asked of a gap and never mixed: is it too long for the *longest* of all gaps, and
is it too long for a *single* gap named beforehand? Which gaps it is compared with, the null, is a
third choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.events.events import (
    HasExchanges,
    event_gaps,
    exchanges_without_day,
    gaps_of,
    stretch_of,
)
from analysis.gaps.laws import Model
from analysis.gaps.longest_gap import longest_spacing_sf
from analysis.gaps.predictive import predictive_law
from analysis.record.declared import DEFAULT_VOCABULARY
from analysis.record.loading import Record
from analysis.record.vocabulary import Vocabulary

Null = Literal["whole", "before", "regime"]

Test = Literal["longest_continuous", "longest_discrete", "single"]

FEWEST = 3  # gaps below which no null law is tried


class HasWindow(HasExchanges, Protocol):
    """The part of a record that pauses need: exchanges, and the window that was searched."""

    @property
    def counted_from(self) -> pd.Timestamp:
        """First day of the record's counts."""


@dataclass(frozen=True)
class KnownExchanges:
    """The exchanges of a record and the window that was searched for them."""

    exchanges: pd.DataFrame
    counted_from: pd.Timestamp
    complete_through: pd.Timestamp
    vocabulary: Vocabulary = DEFAULT_VOCABULARY


def window_gaps(record: HasWindow, events: pd.DataFrame) -> pd.DataFrame:
    """List all spacings of the record's window: opening stretch, gaps between events, open gap.

    As `event_gaps`, with the evening before the record's first day as origin, so that the days sum
    to the days searched, less the days that merged events last.

    Parameters
    ----------
    record
        Needs `counted_from` and `complete_through`.
    events
        As from `exchange_events`, or one of the histories that the record allows.

    Examples
    --------
    >>> from analysis import exchange_events, load_record
    >>> record = load_record("tests/data/small_record")
    >>> window_gaps(record, exchange_events(record, "announced", 1))["days"].tolist()
    [10, 50, 120]
    """
    origin = record.counted_from - pd.Timedelta(days=1)
    return event_gaps(events, record.complete_through, counted_from=origin)


def gap_pvalue(
    gaps: pd.DataFrame,
    position: int,
    test: Test,
    null: Null,
    model: Model | Literal["average"],
    edges: Sequence[pd.Timestamp] = (),
    *,
    merge_days: int = 0,
) -> float:
    """Return the probability of a gap at least this long, under one test and one null.

    Parameters
    ----------
    gaps
        All spacings, as from :func:`window_gaps`.
    position
        Row of the gap in question.
    test
        ``"longest_continuous"``, ``"longest_discrete"``: P(the longest of the null's gaps is at
        least this long), by :mod:`longest_gap`; ``"single"``: P(one next gap is at least
        this long), by :mod:`predictive`.
    null
        What the gap is compared with. ``"whole"``: the whole record; ``"before"``: what came
        before it; ``"regime"``: the stretch between two neighbouring `edges`, in which its middle
        lies. The longest-gap tests count the gap itself among the null's, the single-gap test does
        not.
    model
        Law of the gaps in the single-gap test; the longest-gap tests hold for a constant rate.
    edges
        Dates at which the rate changed, for the null ``"regime"``.
    merge_days
        The merge window by which the events were made: chance, too, keeps them further apart.

    Returns
    -------
    float
        NaN where the null holds fewer than three other complete gaps, or (single-gap test) no
        three different ones.

    Raises
    ------
    ValueError
        For an unknown test or null.

    Examples
    --------
    >>> gaps = pd.DataFrame({"days": [10, 21, 20, 13, 107],
    ...                      "part": ["opening", "between", "between", "between", "open"]})
    >>> round(gap_pvalue(gaps, 4, "longest_discrete", "whole", "exponential", merge_days=0), 3)
    0.092
    >>> round(gap_pvalue(gaps, 4, "single", "before", "exponential", merge_days=0), 3)
    0.036
    """
    if test not in get_args(Test):
        raise ValueError(f"test {test!r}: expected one of {get_args(Test)}")
    days, part = gaps["days"].to_numpy(int), gaps["part"].to_numpy(str)
    compared = _compared(gaps, position, null, edges)
    others = compared & (np.arange(len(gaps)) != position)
    complete = days[others & (part == "between")]
    if len(complete) < FEWEST:
        return float("nan")
    gap = int(days[position])
    if test == "single":
        if model != "exponential" and len(np.unique(complete)) < FEWEST:
            return float("nan")
        open_days = days[others & (part == "open")]
        law = predictive_law(complete, model, open_days, merge_days=merge_days)
        return law.sf(silent_days(gap, part[position]))
    total, between, ends = spacings(days[compared], part[compared])
    if test == "longest_continuous":
        total += int((part[compared] == "opening").sum())
        return longest_spacing_sf(
            gap, total, between=between, ends=ends, merge_days=merge_days, method="continuous"
        )
    return longest_spacing_sf(
        silent_days(gap, part[position]) + 1, total, between=between, ends=ends,
        merge_days=merge_days, method="discrete",
    )  # fmt: skip


def _compared(
    gaps: pd.DataFrame, position: int, null: str, edges: Sequence[pd.Timestamp]
) -> NDArray[np.bool_]:
    """Tell which gaps the null holds, the gap itself among them."""
    rows = np.arange(len(gaps))
    if null == "whole":
        return rows >= 0
    if null == "before":
        return rows <= position
    if null == "regime":
        regime = stretch_of(gaps, edges)
        return regime == regime[position]
    raise ValueError(f"null {null!r}: expected one of {get_args(Null)}")


def spacings(days: NDArray[np.int64], part: NDArray[np.str_]) -> tuple[int, int, int]:
    """Total, number between events and number at the ends, as `longest_spacing_sf` takes them.

    The opening stretch holds one day without an event fewer than its days.
    """
    between = int((part == "between").sum())
    return int(days.sum() - (part == "opening").sum()), between, len(days) - between


def silent_days(days: int, part: str) -> int:
    """Return the days of a gap without an exchange: the day of the next one is not silent."""
    return days if part == "open" else days - 1


def dated_pauses(record: Record, *, definition: str, over: int) -> pd.DataFrame:
    """Which stretches between dated exchanges are longer than so many days?

    An exchange that no page dates does not interrupt a pause, because nobody can say on which day
    it would: it is counted beside the pause instead.

    Parameters
    ----------
    record : Record
    definition : str
        Which exchanges count (`exchange_events`).
    over : int
        Only pauses of more than so many days.

    Returns
    -------
    DataFrame
        In order of time: ``start`` (the day of the exchange before), ``end`` (of the one after,
        NaT while the pause lasts), ``days`` between them (to ``complete_through`` while it
        lasts), ``undated`` (exchanges held inside the pause on a day that no page gives).

    Raises
    ------
    ValueError
        For an unknown definition, or a record without a dated exchange.

    Notes
    -----
    Merging takes away the gaps of at most `merge_days` and leaves the others as they are: these are
    the pauses under every merge window of at most `over` days.

    Examples
    --------
    >>> from analysis import load_record
    >>> pauses = dated_pauses(load_record("tests/data/small_record"), definition="all", over=30)
    >>> print(pauses.to_string(index=False))
         start        end  days  undated
    2031-01-10 2031-03-01    50        1
    2031-03-02 2031-05-20    79        0
    2031-05-20        NaT    41        0
    """
    gaps = gaps_of(record, definition, merge_days=0)
    undated = exchanges_without_day(record, definition)
    pauses = gaps.loc[gaps["days"] > over, ["start", "end", "days"]].reset_index(drop=True)
    closed = pauses["end"].fillna(record.complete_through)
    inside = [
        int(((undated["start"] > start) & (undated["end"] < end)).sum())
        for start, end in zip(pauses["start"], closed, strict=True)
    ]
    return pauses.assign(undated=pd.Series(inside, index=pauses.index, dtype=int))
