"""Counts of one exchange that are easily misread: a part for the whole, one side's silence."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.audit.printed_figures import figure, limits
from analysis.bounds.ordinals import exchange_channels
from analysis.bounds.statements import side_of_voices, voices_of_reports
from analysis.record.dates import DATED_WITHIN
from analysis.record.loading import Record
from analysis.record.words import ANY


def published_parts(record: Record) -> pd.DataFrame:
    """What was published of each exchange as a whole, and what of its parts?

    A part printed without its name reads as another count of the whole: soldiers without the
    civilians of that day, wounded without the others, one of two exchanges of a day. One row an
    exchange with such a part, or that shares its day with another one: all figures published of
    those returned to the first side by group, and of those meant by prisoners to the second.
    Judgements are not applied.
    """
    words = record.vocabulary
    meant, parts = words.groups_that("meant_by_prisoners"), words.groups_that("parts_read_as_whole")
    (_, first), (second, other) = words.directions.items()
    rows = []
    days = record.exchanges["start"]
    for name, start, channel, counts in _exchanges(record):
        returned = counts[counts["measure"] == first]
        others = counts[counts["measure"] == other]
        row = {
            "exchange_id": name,
            "channel": channel,
            **{group: _figures(returned[returned["group"] == group]) for group in (*meant, *parts)},
            second: _figures(others[others["group"].isin(meant)]),
        }
        if any(row[group] for group in parts) or (days == start).sum() > 1:
            rows.append(row)
    return pd.DataFrame(rows, columns=["exchange_id", "channel", *meant, *parts, second])


def one_sided_exchanges(record: Record) -> pd.DataFrame:
    """Of which exchanges did only one side, or neither, publish a count?

    One row an exchange, with the independent voices of each side that count those returned in
    either direction, and ``mediators`` as the pages name them.
    """
    side = side_of_voices(record)
    known = record.exchanges.set_index("exchange_id")
    parties = record.vocabulary.parties
    counting = (*parties, *record.vocabulary.mediators)
    rows = []
    for name, _, channel, counts in _exchanges(record):
        heard = frozenset().union(*voices_of_reports(record, counts))
        sides = [side.get(voice) for voice in heard]
        row = {which: sides.count(which) for which in counting}
        if not all(row[party] for party in parties):
            rows.append(
                {
                    "exchange_id": name,
                    "number": known["number"][name],
                    "channel": channel,
                    **row,
                    "mediators": known["mediators"][name],
                }
            )
    columns = ["exchange_id", "number", "channel", *counting, "mediators"]
    return pd.DataFrame(rows, columns=columns).astype({"number": "Int64"})


def _exchanges(record: Record) -> Iterator[tuple[str, pd.Timestamp, str, pd.DataFrame]]:
    """Each dated exchange: its id, first day, channel, and the reports that count it."""
    reports = record.reports
    reports = reports[
        (reports["scope"] == "event")
        & (reports["bound"] != "planned")
        & reports["measure"].isin(record.vocabulary.returns)
    ]
    rows = record.exchanges
    channels = exchange_channels(record)
    for name, start, end, channel in zip(
        rows["exchange_id"], rows["start"], rows["end"], channels, strict=True
    ):
        if (end - start).days <= DATED_WITHIN and start <= record.complete_through:
            inside = (reports["start"] >= start) & (reports["end"] <= end)
            counts = reports[inside & reports["channel"].isin([channel, ANY, ""])]
            yield name, start, channel, counts


def _figures(reports: pd.DataFrame) -> str:
    """All figures of some reports, each once, the smallest first."""
    return "; ".join(figure(low, high) for low, high in sorted(set(limits(reports))))
