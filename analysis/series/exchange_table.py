"""One row an exchange: when, which number, how many each way, how well known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.bounds.statements import day_numbers
from analysis.record.judging import effective_reports
from analysis.record.loading import Record
from analysis.series.exchange_counts import counts_with_provisional

DIRECTIONS = {"to_ukraine": "returned_to_ukraine", "to_russia": "returned_to_russia"}


def exchange_table(record: Record) -> pd.DataFrame:
    """What is known of each exchange?

    Parameters
    ----------
    record : Record

    Returns
    -------
    DataFrame
        One row a row of ``record.exchanges``: ``exchange_id, start, end, number, kind, channel``;
        for both directions (``to_ukraine_``, ``to_russia_``) ``low``, ``best``, ``high`` (persons;
        ``best`` <NA> where nothing tells it, ``high`` infinite where nothing limits it) and
        ``status`` (``counted``, ``disputed``, ``in part``, ``withheld``; blank after
        ``complete_through``); ``reports`` and ``sources``, the number of reports in force that
        speak of the exchange and of the pages that carry them; ``provisional``, whether it lies
        after ``complete_through``. A combined exchange, of which only the whole is published, is
        shown with that whole.

    Examples
    --------
    >>> from analysis import load_record
    >>> table = exchange_table(load_record("data")).set_index("exchange_id")
    >>> table.loc["2024-01-03", ["number", "to_ukraine_best", "to_russia_best"]].tolist()
    [49, 230, 248]
    """
    parts = {
        name: counts_with_provisional(record, measure=measure, group="all")
        for name, measure in DIRECTIONS.items()
    }
    shared = ["exchange_id", "start", "end", "number", "kind", "channel"]
    table = record.exchanges[["exchange_id"]].merge(parts["to_ukraine"][shared], on="exchange_id")
    for name, counts in parts.items():
        columns = {column: f"{name}_{column}" for column in ("low", "best", "high", "status")}
        table = table.merge(
            counts[["exchange_id", *columns]].rename(columns=columns), on="exchange_id"
        )
    first, last = day_numbers(table["start"], record), day_numbers(table["end"], record)
    return table.assign(
        **_coverage(record, table, first, last),
        provisional=table["start"] > record.complete_through,
    )


def _coverage(
    record: Record, table: pd.DataFrame, first: np.ndarray, last: np.ndarray
) -> dict[str, list[int]]:
    """Reports in force about each exchange, and the pages that carry them."""
    reports = effective_reports(record)
    reports = reports[
        (reports["status"] == "used")
        & reports["scope"].isin(["event", "period"])
        & reports["measure"].isin([*DIRECTIONS.values(), "exchanges"])
    ]
    begin, finish = day_numbers(reports["start"], record), day_numbers(reports["end"], record)
    channel = reports["channel"].to_numpy()
    counts: dict[str, list[int]] = {"reports": [], "sources": []}
    for its_channel, opened, closed in zip(table["channel"], first, last, strict=True):
        about = reports[
            (begin >= opened) & (finish <= closed) & ((channel == its_channel) | (channel == "any"))
        ]
        counts["reports"].append(len(about))
        counts["sources"].append(about["source_id"].nunique())
    return counts
