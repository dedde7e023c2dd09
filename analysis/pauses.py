"""Verdicts on pauses: each long gap beside the others, and the gap that is still open.

Two questions are asked of a gap and never mixed: is it too long for the *longest* of all gaps
(columns ``longest_…``), and is it too long for a *single* gap named beforehand (``single``)? Which
gaps it is compared with, the null, is a third choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, Protocol, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.alarm import open_gap_alarm
from analysis.gaps import Definition, HasExchanges, event_gaps, exchange_events
from analysis.lifetimes import Model
from analysis.longest_gap import empty_run_sf, largest_spacing_sf
from analysis.predictive import predictive_law

Null = Literal["whole", "before", "regime"]
Test = Literal["longest_continuous", "longest_discrete", "single"]

CAVEAT = (
    "A pause that is looked at because it was noticed is a selected one: its single-gap "
    "probability overstates the surprise. Announced exchanges only; silence after the day to "
    "which the record was searched is absence of search."
)

_FEWEST = 3  # gaps below which no null law is tried


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


def as_of(record: HasWindow, day: pd.Timestamp | str) -> KnownExchanges:
    """Cut a record back to what had happened by a day.

    Raises
    ------
    ValueError
        For a day outside the window that was searched.

    Examples
    --------
    >>> record = KnownExchanges(pd.DataFrame(), pd.Timestamp("2022-02-24"),
    ...                         pd.Timestamp("2026-03-12"))
    >>> as_of(record, "2026-06-30")
    Traceback (most recent call last):
    ValueError: 2026-06-30: the record was searched from 2022-02-24 to 2026-03-12; silence \
outside that window is absence of search, not of exchanges
    """
    last = pd.Timestamp(day)
    if not record.counted_from <= last <= record.complete_through:
        raise ValueError(
            f"{last:%Y-%m-%d}: the record was searched from {record.counted_from:%Y-%m-%d} to "
            f"{record.complete_through:%Y-%m-%d}; silence outside that window is absence of "
            "search, not of exchanges"
        )
    return KnownExchanges(record.exchanges, record.counted_from, last)


def window_gaps(record: HasWindow, events: pd.DataFrame) -> pd.DataFrame:
    """List all spacings of the record's window: opening stretch, gaps between events, open gap.

    As :func:`analysis.gaps.event_gaps`, with the evening before the record's first day as origin,
    so that the days sum to the days searched, less the days that merged events last.

    Parameters
    ----------
    record
        Needs `counted_from` and `complete_through`.
    events
        As from :func:`analysis.gaps.exchange_events`, or one of the histories that the record
        allows.
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
        least this long), by :mod:`analysis.longest_gap`; ``"single"``: P(one next gap is at least
        this long), by :mod:`analysis.predictive`.
    null
        What the gap is compared with. ``"whole"``: the whole record; ``"before"``: what came
        before it; ``"regime"``: the stretch between two neighbouring `edges`, in which its middle
        lies. The longest-gap tests count the gap itself among the null's, the single-gap test does
        not.
    model
        Law of the gaps in the single-gap test; the longest-gap tests hold for a constant rate.
    edges
        Dates at which the rate changed, for the null ``"regime"``.

    Returns
    -------
    float
        NaN where the null holds fewer than three other complete gaps, or (single-gap test) no
        three different ones.

    Raises
    ------
    ValueError
        For an unknown test or null.
    """
    if test not in get_args(Test):
        raise ValueError(f"test {test!r}: expected one of {get_args(Test)}")
    days, part = gaps["days"].to_numpy(int), gaps["part"].to_numpy(str)
    compared = _compared(gaps, position, null, edges)
    others = compared & (np.arange(len(gaps)) != position)
    complete = days[others & (part == "between")]
    if len(complete) < _FEWEST:
        return float("nan")
    gap = int(days[position])
    if test == "single":
        if model != "exponential" and np.ptp(complete) == 0:
            return float("nan")
        return predictive_law(complete, model, days[others & (part == "open")]).sf(gap)
    window, events = int(days[compared].sum()), int(compared.sum()) - 1
    if test == "longest_continuous":
        return largest_spacing_sf(Fraction(gap, window), events + 1)
    return empty_run_sf(_silent(gap, part[position]), window, events)


def pause_table(
    record: HasWindow,
    *,
    definition: Definition,
    merge_days: int,
    min_days: int,
    null: Null,
    model: Model | Literal["average"],
    edges: Sequence[pd.Timestamp] = (),
) -> pd.DataFrame:
    """Judge every gap of at least `min_days`, the open one included.

    Parameters
    ----------
    record
        Needs `exchanges`, `counted_from` and `complete_through`.
    definition, merge_days
        Which exchanges count, and which are one event; see :func:`analysis.gaps.exchange_events`.
    min_days
        Shortest gap to list, in days.
    null, model, edges
        As in :func:`gap_pvalue`.

    Returns
    -------
    pandas.DataFrame
        One row a gap in order of time: ``start, end`` (dates of the exchanges; NaT while open),
        ``days, open, rank`` (1 is the longest), ``longest_continuous, longest_discrete, single``
        (probabilities), and ``alarm_10, alarm_5, alarm_1``: the day of silence on which
        :func:`analysis.alarm.open_gap_alarm`, knowing only the gaps before, rang at 10%, 5% and
        1% a year; missing if it did not. ``attrs["caveat"]`` is to be printed beside it.

    Raises
    ------
    ValueError
        As :func:`analysis.gaps.exchange_events` and :func:`gap_pvalue`.
    """
    gaps = window_gaps(record, exchange_events(record, definition, merge_days))
    judged = gaps[gaps["part"] != "opening"].copy()
    judged["rank"] = judged["days"].rank(ascending=False, method="min").astype(int)
    judged = judged[judged["days"] >= min_days]
    for test in get_args(Test):
        judged[test] = [gap_pvalue(gaps, row, test, null, model, edges) for row in judged.index]
    for percent in (10, 5, 1):
        rang = [_rang(gaps, row, percent / 100) for row in judged.index]
        judged[f"alarm_{percent}"] = pd.array(rang, dtype="Int64")
    judged = judged.rename(columns={"censored": "open"}).drop(columns="part")
    order = ["start", "end", "days", "open", "rank"]
    table = judged[[*order, *(name for name in judged if name not in order)]]
    table = table.reset_index(drop=True)
    table.attrs["caveat"] = CAVEAT
    return table


def open_gap(
    record: HasWindow,
    *,
    definition: Definition,
    merge_days: int,
    model: Model | Literal["average"],
    since: pd.Timestamp | str | None = None,
) -> pd.Series[Any]:
    """Say how unusual the present silence is, and how soon it may end.

    Parameters
    ----------
    record, definition, merge_days
        As in :func:`pause_table`; cut the record with :func:`as_of` to ask for another day.
    model
        Law of the gaps; ``"average"`` weighs all six.
    since
        Compare only with gaps that began on or after this day, e.g. with the current regime's;
        None compares with the whole record.

    Returns
    -------
    pandas.Series
        ``since`` (last exchange), ``as_of``, ``days``; ``gaps`` (complete ones compared with);
        ``at_least_this_long`` (of a single gap); ``within_7, within_14, within_30`` (an exchange
        in that many more days, given the silence so far); ``alarm_10, alarm_5, alarm_1`` (day of
        silence on which :func:`analysis.alarm.open_gap_alarm` rings); ``caveat``.

    Raises
    ------
    ValueError
        As :func:`pause_table`; if fewer than three gaps are left to compare with.
    """
    gaps = event_gaps(exchange_events(record, definition, merge_days), record.complete_through)
    silence = gaps.iloc[-1]
    complete = gaps.iloc[:-1]
    if since is not None:
        complete = complete[complete["start"] >= pd.Timestamp(since)]
    if len(complete) < _FEWEST:
        raise ValueError(
            f"since={since!r} leaves {len(complete)} complete gaps: expected at least {_FEWEST}"
        )
    days, elapsed = complete["days"].to_numpy(float), float(silence["days"])
    law = predictive_law(days, model)
    answer: dict[str, Any] = {
        "since": silence["start"],
        "as_of": record.complete_through,
        "days": int(elapsed),
        "gaps": len(days),
        "at_least_this_long": law.sf(elapsed),
    }
    answer |= {f"within_{more}": law.within(more, elapsed) for more in (7, 14, 30)}
    answer |= {f"alarm_{p}": open_gap_alarm(days, p / 100) for p in (10, 5, 1)}
    return pd.Series(answer | {"caveat": CAVEAT}, dtype=object)


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
        middle = gaps["start"] + pd.to_timedelta(gaps["days"] / 2, unit="D")
        regime = np.searchsorted(np.sort(np.array(edges, "M8[ns]")), middle.to_numpy("M8[ns]"))
        return regime == regime[position]
    raise ValueError(f"null {null!r}: expected one of {get_args(Null)}")


def _silent(days: int, part: str) -> int:
    """Days of a gap without an exchange: the day of the next one is not silent."""
    return days if part == "open" else days - 1


def _rang(gaps: pd.DataFrame, position: int, alpha: float) -> int | None:
    """Day of silence on which the alarm rang in a gap, from the gaps before it alone."""
    days, part = gaps["days"].to_numpy(int), gaps["part"].to_numpy(str)
    known = days[:position][part[:position] == "between"]
    if len(known) < _FEWEST:
        return None
    day = open_gap_alarm(known, alpha)
    return day if day <= _silent(int(days[position]), part[position]) else None
