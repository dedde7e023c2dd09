"""One row an exchange: what the record allows for the persons returned in it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.bounds.ordinals import exchange_channels
from analysis.bounds.statements import day_numbers
from analysis.bounds.windows import series_bounds, series_claims
from analysis.record.loading import Record, reports_in_force
from analysis.record.words import ANY, EVERYBODY
from analysis.series.history import best_history, official_count, own_voices

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
    measure, group : str

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
    >>> record = load_record("tests/data/small_record")
    >>> table = counts_by_exchange(record, measure=record.vocabulary.main.measure, group="all")
    >>> columns = ["start", "low", "best", "high", "status"]
    >>> print(table.loc[table["number"] == 1, columns].to_string(index=False))
         start  low  best  high  status
    2031-01-10   50    50  50.0 counted
    """
    table = counts_with_provisional(record, measure=measure, group=group)
    return table[table["status"] != ""].reset_index(drop=True)


def counts_with_provisional(record: Record, *, measure: str, group: str) -> pd.DataFrame:
    """As `counts_by_exchange`, with the exchanges after ``complete_through``: status blank.

    Of a combined exchange, of which only the whole is published and not what each channel had of
    it, the whole is given.
    """
    return _counts(record, measure, group).copy()


@lru_cache(maxsize=32)
def _counts(record: Record, measure: str, group: str) -> pd.DataFrame:
    """`counts_with_provisional`; cached, not to be changed."""
    parts = []
    said = series_claims(record, measure, group, ANY, judged=True)
    whole = series_bounds(record, measure, group, ANY)
    own = own_voices(record, measure)
    rows = record.exchanges.assign(
        channel=exchange_channels(record),
        first=day_numbers(record.exchanges["start"], record),
        last=day_numbers(record.exchanges["end"], record),
    )
    for channel in record.vocabulary.single_channels:
        mine = rows[rows["channel"] == channel]
        low, high = series_bounds(record, measure, group, channel).bounds(
            mine["first"].to_numpy(), mine["last"].to_numpy()
        )
        history = best_history(record, measure, group, channel).exchanges
        known = history[["exchange_id", "best", "status"]]
        parts.append(mine.assign(low=low, high=high).merge(known, on="exchange_id", how="left"))
    table = pd.concat(parts).sort_values(["start", "end", "exchange_id"], ignore_index=True)
    table["status"] = table["status"].fillna("")
    later = (table["status"] == "") & (table["low"] == table["high"]) & (table["low"] > 0)
    table.loc[later, "best"] = table.loc[later, "low"].astype(int)
    alone = ~table.duplicated("first", keep=False)
    unknown = table["status"].isin(["withheld", "in part"]) & alone
    first, last = table["first"].to_numpy(), table["last"].to_numpy()
    told = [
        (row, count)
        for row in np.flatnonzero(unknown).tolist()
        if (count := official_count(said, own, int(first[row]), int(last[row]))) is not None
    ]
    places = [row for row, _ in told]
    for (row, count), least, most in zip(
        told, *whole.bounds(first[places], last[places]), strict=True
    ):
        table.loc[row, "low"], table.loc[row, "high"] = least, most
        table.loc[row, "best"] = int(np.clip(count, least, most))
        table.loc[row, "status"] = "counted" if least == most else "disputed"
    return table.astype({"low": int, "best": "Int64"})[COLUMNS]


def exchange_table(record: Record) -> pd.DataFrame:
    """What is known of each exchange?

    Parameters
    ----------
    record : Record

    Returns
    -------
    DataFrame
        One row a row of ``record.exchanges``: ``exchange_id, start, end, number, kind, channel``;
        for each direction (``to_`` and the side, ``_``) ``low``, ``best``, ``high`` (persons;
        ``best`` <NA> where nothing tells it, ``high`` infinite where nothing limits it) and
        ``status`` (``counted``, ``disputed``, ``in part``, ``withheld``; blank after
        ``complete_through``); ``reports`` and ``sources``, the number of reports in force that
        speak of the exchange and of the pages that carry them; ``provisional``, whether it lies
        after ``complete_through``. A combined exchange, of which only the whole is published, is
        shown with that whole.

    Examples
    --------
    >>> from analysis import load_record
    >>> record = load_record("tests/data/small_record")
    >>> table = exchange_table(record).set_index("exchange_id")
    >>> best = [f"{direction}_best" for direction in record.vocabulary.directions]
    >>> table.loc["2031-01-10", ["number", *best]].tolist()
    [1, 50, 50]
    """
    parts = {
        name: counts_with_provisional(record, measure=measure, group=EVERYBODY)
        for name, measure in record.vocabulary.directions.items()
    }
    shared = ["exchange_id", "start", "end", "number", "kind", "channel"]
    first = next(iter(parts.values()))
    table = record.exchanges[["exchange_id"]].merge(first[shared], on="exchange_id")
    for name, counts in parts.items():
        columns = {column: f"{name}_{column}" for column in ("low", "best", "high", "status")}
        table = table.merge(
            counts[["exchange_id", *columns]].rename(columns=columns), on="exchange_id"
        )
    opened, closed = day_numbers(table["start"], record), day_numbers(table["end"], record)
    return table.assign(
        **_coverage(record, table, opened, closed),
        provisional=table["start"] > record.complete_through,
    )


def _coverage(
    record: Record, table: pd.DataFrame, first: np.ndarray, last: np.ndarray
) -> dict[str, list[int]]:
    """Reports in force about each exchange, and the pages that carry them."""
    reports = reports_in_force(record)
    reports = reports[
        reports["scope"].isin(["event", "period"])
        & reports["measure"].isin(record.vocabulary.of_exchanges)
    ]
    begin, finish = day_numbers(reports["start"], record), day_numbers(reports["end"], record)
    channel = reports["channel"].to_numpy()
    counts: dict[str, list[int]] = {"reports": [], "sources": []}
    for its_channel, opened, closed in zip(table["channel"], first, last, strict=True):
        about = reports[
            (begin >= opened) & (finish <= closed) & ((channel == its_channel) | (channel == ANY))
        ]
        counts["reports"].append(len(about))
        counts["sources"].append(about["source_id"].nunique())
    return counts
