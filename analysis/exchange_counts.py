"""One row an exchange: what the record allows for the persons returned in it."""

from __future__ import annotations

import pandas as pd

from analysis.bounds import series_graph
from analysis.history import best_history
from analysis.record import Record
from analysis.relations import CHANNEL_PARTS

COLUMNS = [
    "exchange_id",
    "start",
    "end",
    "number",
    "kind",
    "channel",
    "low",
    "best",
    "high",
    "status",
]


def counts_by_exchange(record: Record, *, measure: str, group: str) -> pd.DataFrame:
    """How many persons were returned in each exchange, at least, at best and at most?

    Parameters
    ----------
    record : Record
    measure : {"returned_to_ukraine", "returned_to_russia"}
    group : str

    Returns
    -------
    DataFrame
        One row an exchange up to ``complete_through``, in order of time:

        - ``exchange_id, start, end, number, kind``: as in ``exchanges.csv``; ``start < end`` where
          only a window of days is known;
        - ``channel``: the chain in which officials count it;
        - ``low, high``: persons of that channel in the window, at least and at most (infinite
          where no report limits them);
        - ``best``: persons in the best history; <NA> where nothing tells;
        - ``status``: ``counted``, ``disputed``, ``in part`` (only some of its days or groups are
          counted) or ``withheld`` (no count: ``best`` is an equal share of what totals leave).

    Raises
    ------
    ValueError
        For an unknown word, or a measure that is a number at a day.

    Examples
    --------
    >>> from analysis import load_record
    >>> table = counts_by_exchange(
    ...     load_record("data"), measure="returned_to_ukraine", group="all"
    ... )
    >>> columns = ["start", "low", "best", "high", "status"]
    >>> print(table.loc[table["number"] == 49, columns].to_string(index=False))
         start  low  best  high  status
    2024-01-03  230   230 230.0 counted
    """
    parts = []
    for channel in CHANNEL_PARTS["any"]:
        rows = best_history(record, measure, group, channel).exchanges
        graph = series_graph(record, measure, group, channel)
        low, high = graph.bounds(rows["first"].to_numpy(), rows["last"].to_numpy())
        parts.append(rows.assign(channel=channel, low=low.astype(int), high=high))
    table = pd.concat(parts).merge(record.exchanges, on="exchange_id")
    return table.sort_values(["start", "end", "exchange_id"], ignore_index=True)[COLUMNS]
