"""Exchanges as events in time, and the gaps between them.

Two choices decide every verdict about cadence and are therefore never defaults: which exchanges
count (`definition`) and how close in time they must be to count as one event (`merge_days`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol, TypedDict

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.bounds.asked import Date, as_date
from analysis.record.dates import DATED_WITHIN
from analysis.record.schema import LARGEST_COUNT
from analysis.record.vocabulary import Vocabulary

_DAY = np.timedelta64(1, "D")


def exchange_events(record: HasExchanges, definition: str, merge_days: int) -> pd.DataFrame:
    """List the events that count as exchanges under one definition and one merge window.

    Parameters
    ----------
    record : Record
        Needs `exchanges` (columns ``start, end, number, kind``), `complete_through` and
        `vocabulary`.
    definition : str
        Which kinds of exchanges count: one of the vocabulary's definitions.
    merge_days : int
        Exchanges whose distance, from the end of one to the start of the next, is at most this
        many days are one event. 0 merges exchanges of the same day only.

    Returns
    -------
    pandas.DataFrame
        One row an event in order of time: ``start, end`` (first and last day), ``earliest,
        latest`` (the days between which the record places it), ``n_merged`` (rows of the record).

    Raises
    ------
    ValueError
        Unknown definition, or `merge_days` is not a whole number of at least 0.

    Notes
    -----
    An exchange of which only a short window is known has ``start = end =`` the middle day of the
    window (the earlier of two), and the window as ``earliest, latest``; `histories` draws other
    days. One that is known only from its ordinal, to a window of more than `DATED_WITHIN` days, is
    no event here, because any day would be invented; `histories` draws one, and
    `range_over_histories` says what it changes. What may lie after `complete_through` is left out.

    Examples
    --------
    >>> from analysis import load_record
    >>> record = load_record("tests/data/small_record")
    >>> events = exchange_events(record, definition="numbered", merge_days=1)
    >>> print(events[["start", "end", "n_merged"]])
           start        end  n_merged
    0 2031-01-10 2031-01-10         1
    1 2031-03-01 2031-03-02         2
    """
    earliest, latest = exchange_windows(dated_exchanges(record, definition))
    middle = earliest + (latest - earliest) // 2
    return merged_events(middle, earliest, latest, whole_number(merge_days, "merge_days", 0))


def event_gaps(
    events: pd.DataFrame,
    complete_through: Date,
    counted_from: Date | None = None,
) -> pd.DataFrame:
    """Measure the gaps between events, the last one still open.

    Parameters
    ----------
    events : pandas.DataFrame
        As from `exchange_events`.
    complete_through : date
        Day on which the watch ends; the open gap is measured to it.
    counted_from : date, optional
        Origin of the watch. When given, the first row is the opening stretch from this day to the
        first event: no gap between two exchanges, but a spacing of the window.

    Returns
    -------
    pandas.DataFrame
        One row a gap: ``start`` (last day of the event before), ``end`` (first day of the next;
        NaT for the open gap), ``days`` (whole days between these two dates), ``censored`` (the
        true length is at least ``days``) and ``part`` (``opening``, ``between`` or ``open``).

    Raises
    ------
    ValueError
        No events, an event after `complete_through` or before `counted_from`.

    Notes
    -----
    Days are a difference of dates: 1 March to 28 July 2031 is 149 days. A merged event of several
    days ends on its last day, so its own length is in no gap.

    Examples
    --------
    >>> day = pd.to_datetime(["2031-01-28", "2031-03-01", "2031-07-28"])
    >>> events = pd.DataFrame({"start": day, "end": day})
    >>> gaps = event_gaps(events, complete_through="2031-08-25")
    >>> gaps["days"].tolist(), gaps["censored"].tolist()
    ([32, 149, 28], [False, False, True])
    """
    if events.empty:
        raise ValueError("events is empty: gaps need at least one event")
    close = np.datetime64(as_date(complete_through, "complete_through"), "D")
    # plain arrays: this is called for each of hundreds of histories
    starts, ends = (events[name].to_numpy("datetime64[D]") for name in ("start", "end"))
    if ends[-1] > close:
        raise ValueError(f"event of {ends[-1]} lies after complete_through {close}")
    before, after, part = ends, starts[1:], ["between"] * (len(ends) - 1) + ["open"]
    if counted_from is not None:
        origin = np.datetime64(as_date(counted_from, "counted_from"), "D")
        if origin > starts[0]:
            raise ValueError(f"event of {starts[0]} lies before counted_from {origin}")
        before, after, part = np.append(origin, before), starts, ["opening", *part]
    return pd.DataFrame(
        {
            "start": before.astype("datetime64[s]"),
            "end": np.append(after, np.datetime64("NaT")).astype("datetime64[s]"),
            "days": (np.append(after, close) - before).astype(int),
            "censored": [name != "between" for name in part],
            "part": part,
        }
    )


def gaps_of(record: HasExchanges, definition: str, merge_days: int) -> pd.DataFrame:
    """Gaps between the events of one way of counting, as from `event_gaps`, the open one last."""
    events = exchange_events(record, definition, merge_days)
    return event_gaps(events, record.complete_through)


def stretch_of(gaps: pd.DataFrame, edges: Sequence[pd.Timestamp] | pd.Series) -> NDArray[np.int64]:
    """In which stretch between neighbouring edges does the middle of each gap lie?

    0 before the first of the `edges`, which are changes of the rate, 1 after it, and so on.
    """
    hours = 12 * gaps["days"].to_numpy().astype("timedelta64[h]")
    middle = gaps["start"].to_numpy("datetime64[h]") + hours
    return np.searchsorted(np.sort(np.array(edges, "datetime64[h]")), middle)


def exchange_windows(
    rows: pd.DataFrame,
) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    """Earliest and latest day of each exchange."""
    return rows["start"].to_numpy("datetime64[D]"), rows["end"].to_numpy("datetime64[D]")


def merged_events(
    day: NDArray[np.datetime64],
    earliest: NDArray[np.datetime64],
    latest: NDArray[np.datetime64],
    merge_days: int,
) -> pd.DataFrame:
    """Join exchanges, each on one `day`, into events."""
    order = np.argsort(day, kind="stable")
    day, earliest, latest = day[order], earliest[order], latest[order]
    first = np.flatnonzero(np.append(True, np.diff(day) > merge_days * _DAY)[: len(day)])
    last = np.append(first[1:], len(day))[: len(first)] - 1
    columns = {
        "start": day[first],
        "end": day[last],
        "earliest": np.minimum.reduceat(earliest, first),
        "latest": np.maximum.reduceat(latest, first),
    }
    events = pd.DataFrame(columns).astype("datetime64[s]")
    return events.assign(n_merged=last - first + 1)


def whole_number(value: int, name: str, least: int) -> int:
    """Return a number that must be whole, at least so much, and no more than a slip would be."""
    if (
        not isinstance(value, int | np.integer)
        or isinstance(value, bool)
        or not least <= value <= LARGEST_COUNT
    ):
        raise ValueError(
            f"{name} must be a whole number of at least {least} and at most {LARGEST_COUNT:,}, "
            f"got {value!r}"
        )
    return int(value)


class HasExchanges(Protocol):
    """The part of a record that gaps need."""

    @property
    def exchanges(self) -> pd.DataFrame:
        """One row an exchange: ``start, end, number, kind``."""

    @property
    def complete_through(self) -> pd.Timestamp:
        """Last day to which the record was searched thoroughly."""

    @property
    def vocabulary(self) -> Vocabulary:
        """What counts as an exchange by which definition."""


def counted_exchanges(record: HasExchanges, definition: str) -> pd.DataFrame:
    """Which rows of the record's exchanges count under a definition of `exchange_events`?

    In the record's order, without those that may have happened after `complete_through`.
    """
    known = record.vocabulary.definitions
    if definition not in known:
        raise ValueError(f"definition {definition!r} is not one of {', '.join(known)}")
    rows, meaning = record.exchanges, known[definition]
    chosen = rows["kind"].isin(meaning.kinds)
    chosen &= rows["number"].notna() | ~rows["kind"].isin(meaning.only_numbered)
    return rows[chosen & (rows["end"] <= record.complete_through)]


def dated_exchanges(record: HasExchanges, definition: str) -> pd.DataFrame:
    """Those of `counted_exchanges` that have a day: their window is at most a week."""
    rows = counted_exchanges(record, definition)
    return rows[(rows["end"] - rows["start"]).dt.days <= DATED_WITHIN]


def exchanges_without_day(record: HasExchanges, definition: str) -> pd.DataFrame:
    """The others of `counted_exchanges`: held on a day that no page gives."""
    return counted_exchanges(record, definition).drop(dated_exchanges(record, definition).index)


class Counting(TypedDict):
    """One way of counting exchanges as events."""

    definition: str
    merge_days: int


MERGE_WINDOWS: Final = tuple(range(15))


def definitions(record: HasExchanges) -> list[str]:
    """Ways to say what counts as an exchange, in the order of the vocabulary."""
    return [*record.vocabulary.definitions]


def reference(record: HasExchanges) -> Counting:
    """Where one way has to stand for all: the reference definition, days of one deal one event.

    It is no better than its neighbours; no result is given for it without the range over all.
    """
    return Counting(definition=record.vocabulary.reference, merge_days=1)


FALSE_ALARM: Final = 0.05
"""Probability of reporting a change of rate where there is none."""


def widest(record: HasExchanges) -> str:
    """The definition by which most kinds count."""
    known = record.vocabulary.definitions
    return max(known, key=lambda name: len(known[name].kinds) - len(known[name].only_numbered))


def of_reference(table: pd.DataFrame, record: HasExchanges) -> pd.DataFrame:
    """Rows of a table over all ways of counting that hold for the reference way."""
    way = reference(record)
    same = table["definition"] == way["definition"]
    return table[same & (table["merge_days"] == way["merge_days"])]
