"""The histories that the record allows: exchanges without a day put on days of their windows.

A statistic of the gaps is then given with the range over such histories, not for one draw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.events.events import (
    Definition,
    HasExchanges,
    exchange_events,
    exchange_windows,
    merged_events,
    whole_number,
)

_DAY = np.timedelta64(1, "D")


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
    merge, draws = whole_number(merge_days, "merge_days", 0), whole_number(n, "n", 1)
    width = ((latest - earliest) / _DAY).astype(int)
    for _ in range(draws):
        day = earliest + rng.integers(0, width + 1) * _DAY
        yield merged_events(day, earliest, latest, merge)


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
    >>> from analysis.events.events import event_gaps
    >>> def longest(events):
    ...     return event_gaps(events, "2025-08-01")["days"].max()
    >>> range_over_histories(longest, record, "numbered", 0, 100, np.random.default_rng(1)).tolist()
    [44.0, 87.0, 82.0]
    """
    found = ranges_over_histories(
        lambda events: {"": statistic(events)}, record, definition, merge_days, n, rng
    )
    return found.iloc[0]


def ranges_over_histories(
    statistics: Callable[[pd.DataFrame], Mapping[Any, float]],
    record: HasExchanges,
    definition: Definition,
    merge_days: int,
    n: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """As `range_over_histories`, for several statistics of the same histories.

    Parameters
    ----------
    statistics : callable
        Takes the events of one history, gives numbers by name; the same names each time.
    record, definition, merge_days, n, rng
        As for `histories`.

    Returns
    -------
    pandas.DataFrame
        One row a name: ``low, dated, high``.

    Raises
    ------
    ValueError
        As for `histories`.
    """
    dated = pd.Series(statistics(exchange_events(record, definition, merge_days)), dtype=float)
    drawn = pd.DataFrame(
        [statistics(events) for events in histories(record, definition, merge_days, n, rng)],
        columns=dated.index,
    )
    return pd.DataFrame({"low": drawn.min(), "dated": dated, "high": drawn.max()}, dtype=float)
