"""Verdicts on pauses: each long gap beside the others, and the gap that is still open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from analysis.bounds.asked import Date, as_date
from analysis.events.events import exchange_events, gaps_of
from analysis.events.verdicts import (
    FEWEST,
    HasWindow,
    KnownExchanges,
    Null,
    Test,
    gap_pvalue,
    silent_days,
    window_gaps,
)
from analysis.gaps.alarm import ALPHAS, open_gap_alarm
from analysis.gaps.laws import Model
from analysis.gaps.predictive import predictive_law

CAVEAT = (
    "A pause that is looked at because it was noticed is a selected one: its single-gap "
    "probability overstates the surprise. The longest-gap tests suppose exchanges one by one at "
    "one rate: where exchanges cluster or the rate changed they ring too often. Announced "
    "exchanges only; silence after the day to which the record was searched is absence of search."
)


def as_of(record: HasWindow, day: Date) -> KnownExchanges:
    """Cut a record back to what had happened by a day.

    Raises
    ------
    ValueError
        For a day outside the window that was searched.

    Examples
    --------
    >>> from analysis import load_record
    >>> as_of(load_record("tests/data/small_record"), "2031-12-31")
    Traceback (most recent call last):
    ValueError: 2031-12-31: the record was searched from 2031-01-01 to 2031-06-30; silence \
outside that window is absence of search, not of exchanges
    """
    last = as_date(day, "as-of")
    if not record.counted_from <= last <= record.complete_through:
        raise ValueError(
            f"{last:%Y-%m-%d}: the record was searched from {record.counted_from:%Y-%m-%d} to "
            f"{record.complete_through:%Y-%m-%d}; silence outside that window is absence of "
            "search, not of exchanges"
        )
    return KnownExchanges(record.exchanges, record.counted_from, last, record.vocabulary)


def pause_table(
    record: HasWindow,
    *,
    definition: str,
    merge_days: int,
    min_days: int,
    null: Null,
    model: Model | Literal["average"],
    edges: Sequence[pd.Timestamp] = (),
    at_most: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Judge every gap of at least `min_days`, the open one included.

    Parameters
    ----------
    record
        Needs `exchanges`, `counted_from` and `complete_through`.
    definition, merge_days
        Which exchanges count, and which are one event; see :func:`events.exchange_events`.
    min_days
        Shortest gap to list, in days.
    null, model, edges
        As in :func:`gap_pvalue`.
    at_most
        List only so many of these gaps, the longest; the open one too if it is long enough.
    progress
        Called with the number of gaps judged and of all: many gaps take long.

    Returns
    -------
    pandas.DataFrame
        One row a gap in order of time: ``start, end`` (dates of the exchanges; NaT while open),
        ``days, open, rank`` (1 is the longest), ``longest_continuous, longest_discrete, single``
        (probabilities), and ``alarm_10, alarm_5, alarm_1``: the day of silence on which
        :func:`alarm.open_gap_alarm`, knowing only the gaps before, rang at 10%, 5% and
        1% a year; missing if it did not. ``attrs["caveat"]`` is to be printed beside it.

    Raises
    ------
    ValueError
        As :func:`events.exchange_events` and :func:`gap_pvalue`.

    Examples
    --------
    >>> from analysis import load_record
    >>> record = load_record("tests/data/simulated_conflict")
    >>> table = pause_table(record, definition="official", merge_days=1, min_days=100,
    ...                     null="whole", model="exponential")
    >>> table[["days", "rank", "alarm_10", "alarm_5", "alarm_1"]].to_numpy().tolist()
    [[187, 1, 128, 148, <NA>]]
    """
    gaps = window_gaps(record, exchange_events(record, definition, merge_days))
    judged = gaps[gaps["part"] != "opening"].copy()
    judged["rank"] = judged["days"].rank(ascending=False, method="min").astype(int)
    judged = judged[judged["days"] >= min_days]
    if at_most is not None:
        longest = judged.nlargest(at_most, "days").index
        judged = judged[judged.index.isin(longest) | (judged["part"] == "open")]
    tests = get_args(Test)
    pvalues, rang = [], []
    known: dict[object, list[float]] = {}  # among all gaps of the record, one is like its equals
    for done, row in enumerate(judged.index, start=1):
        same = row if null != "whole" else (judged["days"][row], judged["part"][row])
        if same not in known:
            known[same] = [
                gap_pvalue(gaps, row, test, null, model, edges, merge_days=merge_days)
                for test in tests
            ]
        pvalues.append(known[same])
        rang.append([_rang(gaps, row, alpha, merge_days) for alpha in ALPHAS])
        if progress is not None:
            progress(done, len(judged))
    for place, test in enumerate(tests):
        judged[test] = np.array([row[place] for row in pvalues], dtype=float)
    for place, alpha in enumerate(ALPHAS):
        judged[_alarm(alpha)] = pd.array([row[place] for row in rang], dtype="Int64")
    judged = judged.rename(columns={"censored": "open"}).drop(columns="part")
    order = ["start", "end", "days", "open", "rank"]
    table = judged[[*order, *(name for name in judged if name not in order)]]
    table = table.reset_index(drop=True)
    table.attrs["caveat"] = CAVEAT
    return table


def open_gap(
    record: HasWindow,
    *,
    definition: str,
    merge_days: int,
    model: Model | Literal["average"],
    since: Date | None = None,
) -> pd.Series[Any]:
    """Say how unusual the present silence is, and how soon it may end.

    Parameters
    ----------
    record, definition, merge_days
        As in :func:`pause_table`; cut the record with :func:`as_of` to ask for another day.
    model
        Law of the gaps; ``"average"`` weighs all of them.
    since
        Compare only with gaps that began on or after this day, e.g. with the current regime's;
        None compares with the whole record.

    Returns
    -------
    pandas.Series
        ``since`` (last exchange), ``as_of``, ``days``; ``gaps`` (complete ones compared with);
        ``at_least_this_long`` (of a single gap); ``within_7, within_14, within_30`` (an exchange
        in that many more days, given the silence so far); ``alarm_10, alarm_5, alarm_1`` (day of
        silence on which :func:`alarm.open_gap_alarm` rings); ``caveat``.

    Raises
    ------
    ValueError
        As :func:`pause_table`; if fewer than three gaps are left to compare with.

    Examples
    --------
    >>> from analysis import load_record
    >>> record = load_record("tests/data/simulated_conflict")
    >>> answer = open_gap(record, definition="official", merge_days=1, model="exponential")
    >>> answer["days"], round(answer["at_least_this_long"], 3), round(answer["within_14"], 3)
    (5, 0.867, 0.391)
    """
    gaps = gaps_of(record, definition, merge_days)
    silence = gaps.iloc[-1]
    complete = gaps.iloc[:-1]
    if since is not None:
        complete = complete[complete["start"] >= as_date(since, "since")]
    if len(complete) < FEWEST:
        raise ValueError(
            f"since={since!r} leaves {len(complete)} complete gaps: expected at least {FEWEST}"
        )
    days, elapsed = complete["days"].to_numpy(float), float(silence["days"])
    law = predictive_law(days, model, merge_days=merge_days)
    answer: dict[str, Any] = {
        "since": silence["start"],
        "as_of": record.complete_through,
        "days": int(elapsed),
        "gaps": len(days),
        "at_least_this_long": law.sf(elapsed),
    }
    answer |= {f"within_{more}": law.within(more, elapsed) for more in (7, 14, 30)}
    answer |= {
        _alarm(alpha): open_gap_alarm(days, alpha, merge_days=merge_days) for alpha in ALPHAS
    }
    return pd.Series(answer | {"caveat": CAVEAT}, dtype=object)


def _alarm(alpha: float) -> str:
    return f"alarm_{100 * alpha:.0f}"


def _rang(gaps: pd.DataFrame, position: int, alpha: float, merge_days: int) -> int | None:
    """Day of silence on which the alarm rang in a gap, from the gaps before it alone."""
    days, part = gaps["days"].to_numpy(int), gaps["part"].to_numpy(str)
    known = days[:position][part[:position] == "between"]
    if len(known) < FEWEST:
        return None
    day = open_gap_alarm(known, alpha, merge_days=merge_days)
    return day if day <= silent_days(int(days[position]), part[position]) else None
