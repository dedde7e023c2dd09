"""Symmetry: returned to one side against returned to the other, exchange by exchange."""

from __future__ import annotations

import pandas as pd

from analysis.bounds.statements import side_of_voices, voices_of_reports
from analysis.record.loading import Record, reports_in_force
from analysis.record.words import EVERYBODY
from analysis.series.exchange_counts import counts_by_exchange


def exchange_balance(record: Record) -> pd.DataFrame:
    """Did as many return to one side as to the other, exchange by exchange?

    ``low`` and ``high`` of each direction in persons; ``told``: whether the counts of both were
    published, ``disputed``: whether reports differ; ``more_low, more_high``: persons returned to
    the first side beyond those to the second; ``verdict``: ``equal`` or ``more to`` a side if
    certain, ``open`` if the bounds allow either.
    """
    counts = {
        name: counts_by_exchange(record, measure=measure, group=EVERYBODY)
        for name, measure in record.vocabulary.directions.items()
    }
    first, second = counts
    table = counts[first][["exchange_id", "start", "end", "channel"]]
    for name, rows in counts.items():
        limits = rows[["exchange_id", "low", "high"]].rename(
            columns={"low": f"{name}_low", "high": f"{name}_high"}
        )
        table = table.merge(limits, on="exchange_id", validate="one_to_one")
    status = pd.concat(
        [rows.set_index("exchange_id")["status"] for rows in counts.values()], axis=1
    )
    status = status.loc[table["exchange_id"]]
    table["told"] = status.isin(["counted", "disputed"]).all(axis=1).to_numpy()
    table["disputed"] = (status == "disputed").any(axis=1).to_numpy()
    table["more_low"] = table[f"{first}_low"] - table[f"{second}_high"]
    table["more_high"] = table[f"{first}_high"] - table[f"{second}_low"]
    words = record.vocabulary
    sides = [words.parties[side] for side in words.returns.values()]
    more = zip(table["more_low"], table["more_high"], strict=True)
    return table.assign(verdict=[_verdict(low, high, *sides) for low, high in more])


def _verdict(low: float, high: float, first: str, second: str) -> str:
    if low == high == 0:
        return "equal"
    if low <= 0 <= high:
        return "open"
    return f"more to {first if low > 0 else second}"


def balance_summary(balance: pd.DataFrame) -> pd.DataFrame:
    """How often, and by how many persons, was one direction larger? Channels are kept apart."""
    counts = balance.groupby(["channel", "verdict"])
    limits = [str(name) for name in balance if str(name).startswith("to_")]
    return counts[limits].sum().assign(exchanges=counts.size())[["exchanges", *limits]]


def side_figures(record: Record) -> pd.DataFrame:
    """Where do the two sides give different figures for everybody in one exchange?

    A figure counts for a side if every voice behind it belongs to that side; others take no part.
    One row an exchange and direction of which no figure is common to both sides, with the figures
    of each.
    """
    parties = [*record.vocabulary.parties]
    side_of = side_of_voices(record)
    reports = reports_in_force(record)
    sides = [
        {side_of.get(voice, "") for voice in voices}
        for voices in voices_of_reports(record, reports)
    ]
    reports = reports.assign(side=[min(found) if len(found) == 1 else "" for found in sides])
    reports = reports[
        (reports["group"] == EVERYBODY)
        & (reports["scope"] == "event")
        & (reports["bound"] == "exact")
        & reports["measure"].isin(record.vocabulary.returns)
        & reports["side"].isin(parties)
    ]
    exchanges = record.exchanges[["exchange_id", "start", "end"]]
    counts = reports.drop(columns="exchange_id", errors="ignore").merge(
        exchanges, on=["start", "end"]
    )
    rows = []
    for (exchange, measure), group in counts.groupby(["exchange_id", "measure"]):
        said = {name: set(group.loc[group["side"] == name, "value"]) for name in parties}
        if all(said.values()) and not set.intersection(*said.values()):
            figures = {name: " or ".join(map(str, sorted(said[name]))) for name in parties}
            rows.append({"exchange_id": exchange, "measure": measure, **figures})
    return pd.DataFrame(rows, columns=["exchange_id", "measure", *parties])
