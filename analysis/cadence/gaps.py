"""Exchanges as events in time, and the gaps between them.

Two choices decide every verdict about cadence and are therefore never defaults: which exchanges
count (`definition`) and how close in time they must be to count as one event (`merge_days`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.cadence.definitions import Definition, HasExchanges, counted_exchanges

_DAY = np.timedelta64(1, "D")
DATED_WITHIN = 7
"""Days: an exchange that lies in a longer window is known to have been held, but not dated."""


def exchange_events(record: HasExchanges, definition: Definition, merge_days: int) -> pd.DataFrame:
    """List the events that count as exchanges under one definition and one merge window.

    Parameters
    ----------
    record : Record
        Needs `exchanges` (columns ``start, end, number, kind``) and `complete_through`.
    definition : {"numbered", "announced", "all"}
        ``numbered``: rows of kind ``numbered``, and ``stage`` rows that carry a number (the days
        of one numbered deal); ``announced``: these and every other stage; ``all``: these and the
        local and outside ones.
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
    `range_over_histories` says what it changes. Exchanges that may have happened after
    `complete_through` are provisional and left out.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> days = pd.to_datetime(["2025-05-06", "2025-05-23", "2025-05-24", "2025-05-25"])
    >>> rows = pd.DataFrame({"start": days, "end": days, "kind": ["numbered"] + ["stage"] * 3,
    ...                      "number": pd.array([64, 65, 65, 65], dtype="Int64")})
    >>> record = SimpleNamespace(exchanges=rows, complete_through=pd.Timestamp("2025-06-01"))
    >>> events = exchange_events(record, definition="numbered", merge_days=1)
    >>> print(events[["start", "end", "n_merged"]])
           start        end  n_merged
    0 2025-05-06 2025-05-06         1
    1 2025-05-23 2025-05-25         3
    """
    earliest, latest = exchange_windows(record, definition)
    dated = latest - earliest <= DATED_WITHIN * _DAY
    earliest, latest = earliest[dated], latest[dated]
    middle = earliest + (latest - earliest) // 2
    return _merge(middle, earliest, latest, _whole(merge_days, "merge_days", 0))


def event_gaps(
    events: pd.DataFrame,
    complete_through: pd.Timestamp | str,
    counted_from: pd.Timestamp | str | None = None,
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
    Days are a difference of dates: 7 August 2023 to 3 January 2024 is 149 days. A merged event of
    several days ends on its last day, so its own length is in no gap.

    Examples
    --------
    >>> day = pd.to_datetime(["2023-07-06", "2023-08-07", "2024-01-03"])
    >>> events = pd.DataFrame({"start": day, "end": day})
    >>> gaps = event_gaps(events, complete_through="2024-01-31")
    >>> gaps["days"].tolist(), gaps["censored"].tolist()
    ([32, 149, 28], [False, False, True])
    """
    if events.empty:
        raise ValueError("events is empty: gaps need at least one event")
    close = pd.Timestamp(complete_through)
    starts, ends = list(events["start"]), list(events["end"])
    if ends[-1] > close:
        raise ValueError(f"event of {ends[-1].date()} lies after complete_through {close.date()}")
    before, after, part = ends, [*starts[1:], pd.NaT], ["between"] * (len(ends) - 1) + ["open"]
    if counted_from is not None:
        origin = pd.Timestamp(counted_from)
        if origin > starts[0]:
            raise ValueError(
                f"event of {starts[0].date()} lies before counted_from {origin.date()}"
            )
        before, after, part = [origin, *before], [starts[0], *after], ["opening", *part]
    gaps = pd.DataFrame({"start": pd.to_datetime(before), "end": pd.to_datetime(after)})
    gaps["days"] = (gaps["end"].fillna(close) - gaps["start"]).dt.days
    gaps["censored"] = np.array(part) != "between"
    gaps["part"] = part
    return gaps


def histories(
    record: HasExchanges,
    definition: Definition,
    merge_days: int,
    n: int,
    rng: np.random.Generator,
) -> Iterator[pd.DataFrame]:
    """Draw histories of events that the record allows.

    Each exchange takes one whole day of its window, every day equally likely and independently of
    the others; then events merge as in `exchange_events`.

    Parameters
    ----------
    record, definition, merge_days
        As for `exchange_events`.
    n : int
        Number of histories.
    rng : numpy.random.Generator
        Source of randomness.

    Yields
    ------
    pandas.DataFrame
        As from `exchange_events`.

    Raises
    ------
    ValueError
        As for `exchange_events`, or `n` is less than 1.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> rows = pd.DataFrame({"start": pd.to_datetime(["2025-05-06", "2025-05-26"]),
    ...                      "end": pd.to_datetime(["2025-05-06", "2025-07-28"]),
    ...                      "kind": "numbered", "number": pd.array([64, 66], dtype="Int64")})
    >>> record = SimpleNamespace(exchanges=rows, complete_through=pd.Timestamp("2025-08-01"))
    >>> drawn = histories(record, "numbered", 0, n=3, rng=np.random.default_rng(1))
    >>> [str(events["start"].iloc[-1].date()) for events in drawn]
    ['2025-06-25', '2025-06-27', '2025-07-13']
    """
    earliest, latest = exchange_windows(record, definition)
    merge, draws = _whole(merge_days, "merge_days", 0), _whole(n, "n", 1)
    width = ((latest - earliest) / _DAY).astype(int)
    for _ in range(draws):
        day = earliest + rng.integers(0, width + 1) * _DAY
        yield _merge(day, earliest, latest, merge)


def range_over_histories(
    statistic: Callable[[pd.DataFrame], float],
    record: HasExchanges,
    definition: Definition,
    merge_days: int,
    n: int,
    rng: np.random.Generator,
) -> pd.Series[Any]:
    """Tell how far a statistic of the events moves over the histories that the record allows.

    Parameters
    ----------
    statistic : callable
        Takes the events of one history, gives a number.
    record, definition, merge_days, n, rng
        As for `histories`.

    Returns
    -------
    pandas.Series
        ``low`` and ``high``, the smallest and largest value over the `n` histories, and
        ``dated``, the value of `exchange_events`, without the exchanges that no page dates.

    Raises
    ------
    ValueError
        As for `histories`.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> rows = pd.DataFrame({"start": pd.to_datetime(["2025-05-06", "2025-05-26"]),
    ...                      "end": pd.to_datetime(["2025-05-06", "2025-07-28"]),
    ...                      "kind": "numbered", "number": pd.array([64, 66], dtype="Int64")})
    >>> record = SimpleNamespace(exchanges=rows, complete_through=pd.Timestamp("2025-08-01"))
    >>> def longest(events):
    ...     return event_gaps(events, "2025-08-01")["days"].max()
    >>> range_over_histories(longest, record, "numbered", 0, 100, np.random.default_rng(1)).tolist()
    [44.0, 87.0, 82.0]
    """
    dated = statistic(exchange_events(record, definition, merge_days))
    values = [statistic(events) for events in histories(record, definition, merge_days, n, rng)]
    return pd.Series({"low": min(values), "dated": dated, "high": max(values)}, dtype=float)


def exchange_windows(
    record: HasExchanges, definition: Definition
) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    """Earliest and latest day of each exchange that counts."""
    rows = counted_exchanges(record, definition)
    return rows["start"].to_numpy("datetime64[D]"), rows["end"].to_numpy("datetime64[D]")


def _merge(
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
    events = pd.DataFrame(
        {name: values.astype("datetime64[s]") for name, values in columns.items()}
    )
    events["n_merged"] = last - first + 1
    return events


def _whole(value: int, name: str, least: int) -> int:
    if isinstance(value, bool) or value != int(value) or value < least:
        raise ValueError(f"{name} must be a whole number of at least {least}, got {value!r}")
    return int(value)
