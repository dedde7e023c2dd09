"""Ordinals and dated exchanges as claims about the number of exchanges held.

"The 49th exchange, on 3 January 2031" says that 49 were held by the end of that day and at most 48
by the end of the day before. A dated exchange says that at least one was held in its window. With
both, the engine for persons shows between which days the chain counts more exchanges than any page
dates.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.bounds.claims import Claim
from analysis.bounds.statements import day_numbers, voices_of_reports
from analysis.record.loading import Record

THE_RECORD = "exchanges.csv"
"""Voice of the table of dated exchanges, where it says that one exchange lies in a window."""


def exchange_channels(record: Record) -> pd.Series:
    """Channel to which each row of ``exchanges.csv`` belongs, by its kind and its ordinal.

    Examples
    --------
    >>> from analysis import load_record
    >>> exchange_channels(load_record("tests/data/small_record")).tolist()
    ['numbered', 'unnumbered', 'numbered', 'numbered', 'outside']
    """
    rows = record.exchanges
    channels = {kind: record.vocabulary.kind_channels(kind) for kind in rows["kind"].unique()}
    return pd.Series(
        [
            channels[kind][not blank]
            for kind, blank in zip(rows["kind"], rows["number"].isna(), strict=True)
        ],
        index=rows.index,
        dtype="str",
    )


def deals(record: Record) -> pd.DataFrame:
    """Dated exchanges with the stages of one numbered deal joined into one row.

    Returns
    -------
    DataFrame
        ``exchange_id`` (of the first stage), ``start``, ``end``, ``number``, ``channel``.
    """
    rows = record.exchanges.assign(channel=exchange_channels(record))
    deal = rows["number"].astype("string").fillna(rows["exchange_id"])
    return (
        rows.groupby(deal, sort=False)
        .agg(
            exchange_id=("exchange_id", "first"),
            start=("start", "min"),
            end=("end", "max"),
            number=("number", "first"),
            channel=("channel", "first"),
        )
        .reset_index(drop=True)
    )


def exchange_claims(record: Record, reports: pd.DataFrame, channel: str) -> list[Claim]:
    """Claims about ``exchanges`` that follow from ordinals and from the dated exchanges.

    Parameters
    ----------
    record : Record
    reports : DataFrame
        The reports in force, of every measure.
    channel : str
        Channel of the series asked for. Ordinals speak of the numbered chain.

    Returns
    -------
    list of Claim
    """
    held = deals(record)
    held["first"] = day_numbers(held["start"], record)
    held["last"] = day_numbers(held["end"], record)
    words = record.vocabulary
    within_it = [words.channel_within(its_channel, channel) for its_channel in held["channel"]]
    inside = held[np.array(within_it, dtype=bool)]  # a list of none would select no column
    claims = []
    for its_channel, first, last in zip(
        inside["channel"], inside["first"].tolist(), inside["last"].tolist(), strict=True
    ):
        # One exchange a window, and one more for every other that lies in it for certain.
        within = inside[(inside["first"] >= first) & (inside["last"] <= last)]
        claims.append(
            Claim(
                first,
                last,
                last,
                len(within),
                np.inf,
                its_channel == channel,
                tuple(f"{THE_RECORD}/{name}" for name in sorted(within["exchange_id"])),
                frozenset({THE_RECORD}),
                firm=True,
            )
        )
    claims = list(dict.fromkeys(claims))  # exchanges of one window say the same together
    if not words.chain or not words.channel_within(words.chain, channel):
        return claims
    return claims + _ordinal_claims(record, reports, held, direct=channel == words.chain)


def _ordinal_claims(
    record: Record, reports: pd.DataFrame, held: pd.DataFrame, *, direct: bool
) -> list[Claim]:
    numbered = reports[
        reports["exchange_no"].notna()
        & reports["scope"].isin(["event", "period"])
        & (reports["channel"] == record.vocabulary.chain)
    ]
    # A stage tells the ordinal of its deal, which began with the first stage.
    known = held[held["number"].notna()].set_index("number")["start"]
    began = known.reindex(numbered["exchange_no"]).set_axis(numbered.index)
    began = began.where(began < numbered["start"], numbered["start"])
    found: dict[tuple[int, int, int], tuple[set[str], set[str]]] = {}
    for report, voices, number, first, last in zip(
        numbered["report_id"],
        voices_of_reports(record, numbered),
        numbered["exchange_no"],
        day_numbers(began, record),
        day_numbers(numbered["end"], record),
        strict=True,
    ):
        ids, spoken = found.setdefault((int(number), int(first), int(last)), (set(), set()))
        ids.add(report)
        spoken |= voices
    return [
        Claim(
            0,
            first - 1,
            last,
            number,
            number - 1 if direct else np.inf,
            direct,
            tuple(sorted(ids)),
            frozenset(spoken),
        )
        for (number, first, last), (ids, spoken) in found.items()
    ]
