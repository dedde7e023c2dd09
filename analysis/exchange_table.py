"""One row an exchange: when, which number, how many each way, how well known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.bounds import series_claims, series_graph
from analysis.history import best_history, official_count, own_voices
from analysis.judging import effective_reports
from analysis.ordinals import exchange_channel
from analysis.record import Record
from analysis.relations import CHANNEL_PARTS
from analysis.statements import day_numbers

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
    rows = record.exchanges
    table = rows[["exchange_id", "start", "end", "number", "kind"]].assign(
        channel=exchange_channel(rows["kind"], rows["number"])
    )
    first, last = day_numbers(rows["start"], record), day_numbers(rows["end"], record)
    for name, measure in DIRECTIONS.items():
        low, high = np.zeros(len(table)), np.zeros(len(table))
        best = pd.Series(pd.NA, index=table.index, dtype="Int64")
        status = pd.Series("", index=table.index, dtype="str")
        for channel in CHANNEL_PARTS["any"]:
            mine = np.flatnonzero(table["channel"] == channel)
            graph = series_graph(record, measure, "all", channel)
            low[mine], high[mine] = graph.bounds(first[mine], last[mine])
            history = best_history(record, measure, "all", channel).exchanges
            known = history.set_index("exchange_id")
            ids = table["exchange_id"].iloc[mine]
            inside = ids[ids.isin(known.index)]
            best[inside.index] = known.loc[inside, "best"].to_numpy()
            status[inside.index] = known.loc[inside, "status"].to_numpy()
        whole_graph = series_graph(record, measure, "all", "any")
        said = series_claims(record, measure, "all", "any", judged=True)
        own = own_voices(record, measure)
        for row in np.flatnonzero(status.isin(["withheld", "in part"])).tolist():
            # Of a combined exchange only the whole is published, not what each channel had of it.
            count = official_count(said, own, int(first[row]), int(last[row]))
            if count is not None and (first == first[row]).sum() == 1:
                whole_low, whole_high = whole_graph.bounds(first[[row]], last[[row]])
                low[row], high[row] = whole_low[0], whole_high[0]
                best.iloc[row] = int(np.clip(count, low[row], high[row]))
                status.iloc[row] = "counted" if low[row] == high[row] else "disputed"
        later = status == ""
        certain = later & (low == high) & (low > 0)
        best[certain] = low[certain].astype(int)
        table[f"{name}_low"] = low.astype(int)
        table[f"{name}_best"] = best
        table[f"{name}_high"] = high
        table[f"{name}_status"] = status
    return table.assign(
        **_coverage(record, table, first, last),
        provisional=rows["start"] > record.complete_through,
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
