"""The histories that the record allows: exchanges without a day put on days of their windows.

A statistic of the gaps is then given with the range over such histories, not for one draw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.events.events import (
    HasExchanges,
    counted_exchanges,
    exchange_events,
    exchange_windows,
    merged_events,
    whole_number,
)

_DAY = np.timedelta64(1, "D")


def histories(
    record: HasExchanges,
    definition: str,
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
    >>> from analysis import load_record
    >>> record = load_record("tests/data/small_record")
    >>> drawn = histories(record, "all", 0, n=3, rng=np.random.default_rng(1))
    >>> [str(events["start"].iloc[1].date()) for events in drawn]  # some day of two weeks
    ['2031-02-07', '2031-02-08', '2031-02-11']
    """
    earliest, latest = exchange_windows(counted_exchanges(record, definition))
    merge, draws = whole_number(merge_days, "merge_days", 0), whole_number(n, "n", 1)
    width = ((latest - earliest) / _DAY).astype(int)
    for _ in range(draws):
        day = earliest + rng.integers(0, width + 1) * _DAY
        yield merged_events(day, earliest, latest, merge)


def range_over_histories(
    statistic: Callable[[pd.DataFrame], float],
    record: HasExchanges,
    definition: str,
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
    >>> from analysis import event_gaps, load_record
    >>> record = load_record("tests/data/small_record")
    >>> def first(events):
    ...     return event_gaps(events, record.complete_through)["days"].iloc[0]
    >>> range_over_histories(first, record, "all", 0, 100, np.random.default_rng(1)).tolist()
    [22.0, 50.0, 35.0]
    """
    found = ranges_over_histories(
        lambda events: {"": statistic(events)}, record, definition, merge_days, n, rng
    )
    return found.iloc[0]


def ranges_over_histories(
    statistics: Callable[[pd.DataFrame], Mapping[Any, float]],
    record: HasExchanges,
    definition: str,
    merge_days: int,
    n: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """As `range_over_histories`, for several statistics of the same histories, by name.

    One row a name: ``low, dated, high``.
    """
    dated = pd.Series(statistics(exchange_events(record, definition, merge_days)), dtype=float)
    drawn = pd.DataFrame(
        [statistics(events) for events in histories(record, definition, merge_days, n, rng)],
        columns=dated.index,
    )
    return pd.DataFrame({"low": drawn.min(), "dated": dated, "high": drawn.max()}, dtype=float)
