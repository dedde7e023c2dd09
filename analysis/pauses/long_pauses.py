"""Pauses between exchanges that have a day; nothing is concluded from a guessed day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.cadence.gaps import (
    Definition,
    event_gaps,
    exchange_events,
    exchange_windows,
)
from analysis.record.loading import Record
from analysis.record.relations import DATED_WITHIN


def dated_pauses(record: Record, *, definition: Definition, over: int) -> pd.DataFrame:
    """Which stretches between dated exchanges are longer than so many days?

    An exchange that no page dates does not interrupt a pause, because nobody can say on which day
    it would: it is counted beside the pause instead.

    Parameters
    ----------
    record : Record
    definition : {"numbered", "announced", "all"}
        Which exchanges count (`gaps.exchange_events`).
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

    Examples
    --------
    >>> from analysis import load_record
    >>> pauses = dated_pauses(load_record("data"), definition="announced", over=120)
    >>> print(pauses.to_string(index=False))
         start        end  days  undated
    2023-08-07 2024-01-03   149        0
    2025-10-02 2026-02-05   126        1
    """
    gaps = event_gaps(exchange_events(record, definition, merge_days=0), record.complete_through)
    earliest, latest = exchange_windows(record, definition)
    undated = latest - earliest > np.timedelta64(DATED_WITHIN, "D")
    pauses = gaps.loc[gaps["days"] > over, ["start", "end", "days"]].reset_index(drop=True)
    closed = pauses["end"].fillna(record.complete_through)
    inside = [
        int((undated & (earliest > start) & (latest < end)).sum())
        for start, end in zip(pauses["start"], closed, strict=True)
    ]
    return pauses.assign(undated=pd.Series(inside, index=pauses.index, dtype=int))
