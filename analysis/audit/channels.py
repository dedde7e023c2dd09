"""What the channels hold, one by one and together, and what one side's own statements prove."""

from __future__ import annotations

import pandas as pd

from analysis.audit.contradictions import figure
from analysis.audit.implied import without_reports
from analysis.bounds.graph import ORIGIN
from analysis.bounds.linked_windows import linked_bounds, linked_model
from analysis.bounds.statements import claims_by_series, voices_of_sources
from analysis.record.judging import effective_reports
from analysis.record.loading import Record
from analysis.record.schema import CHANNELS
from analysis.series.history import own_voices


def bounds_by_channel(record: Record, *, measure: str) -> pd.DataFrame:
    """How many persons returned through each channel, and through all of them together?

    Parameters
    ----------
    record : Record
    measure : {"returned_to_ukraine", "returned_to_russia"}

    Returns
    -------
    DataFrame
        Index ``channel``, up to ``complete_through``: ``low, high`` by all linked series (infinite
        where nothing limits the count), and ``own_low``, the low that remains if only those reports
        count which are credited to a voice of the receiving side, alone or with others.

    Examples
    --------
    >>> from analysis import load_record
    >>> table = bounds_by_channel(load_record("data"), measure="returned_to_ukraine")
    >>> int(table.loc["numbered", "low"]), bool((table["own_low"] <= table["low"]).all())
    (6922, True)
    """
    own = own_voices(record, measure)
    others = {source for source, voices in voices_of_sources(record).items() if not voices & own}
    reports = record.reports
    alone = without_reports(record, reports.loc[reports["source_id"].isin(others), "report_id"])
    rows = {}
    for channel in CHANNELS:
        whole, side = (
            linked_bounds(
                told,
                measure=measure,
                group="all",
                channel=channel,
                start=record.counted_from,
                end=record.complete_through,
            )
            for told in (record, alone)
        )
        rows[channel] = {"low": whole.low, "high": whole.high, "own_low": side.low}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("channel")


READINGS = ("numbered", "numbered+unnumbered", "numbered+outside", "any")
"""What a total may count whose page does not say it."""


def possible_readings(record: Record, *, measure: str) -> pd.DataFrame:
    """Which channels can a published total count, if its page does not say which?

    Parameters
    ----------
    record : Record
    measure : {"returned_to_ukraine", "returned_to_russia"}

    Returns
    -------
    DataFrame
        One row a total of everybody since the first day in force, same totals joined: ``as_of``
        (the last day that it may count), ``total``, ``speakers``, and for each of ``READINGS`` the
        persons by which the total misses what all linked series allow for these channels: 0 if it
        can count them, below 0 if it is too low.

    Examples
    --------
    >>> from analysis import load_record
    >>> rows = possible_readings(load_record("data"), measure="returned_to_ukraine")
    >>> print(*rows.iloc[-1][["total", "numbered+outside", "any"]])
    8,050 0 -867
    """
    reports = effective_reports(record)
    reports = reports[
        (reports["status"] == "used")
        & (reports["measure"] == measure)
        & (reports["group"] == "all")
        & (reports["channel"] == "")
        & (reports["scope"] == "cumulative")
        & (reports["end"] <= record.complete_through)
    ]
    claims = claims_by_series(record, reports, measure).get(("all", ""), [])
    claims = [claim for claim in claims if claim.start == 0]
    days = {day for claim in claims for day in (ORIGIN, claim.earliest, claim.end)}
    model = linked_model(record, measure, "all", tuple(sorted(days)))
    rows = []
    for claim in sorted(claims, key=lambda claim: (claim.end, claim.low)):
        row: dict[str, object] = {
            "as_of": record.counted_from + pd.Timedelta(days=claim.end),
            "total": figure(claim.low, claim.high),
            "speakers": "; ".join(sorted(claim.voices)),
        }
        for channels in READINGS:
            over = claim.low - model.most("all", channels, 0, claim.end)
            under = model.least("all", channels, 0, claim.earliest) - claim.high
            row[channels] = int(over if over > 0 else -max(under, 0))
        rows.append(row)
    return pd.DataFrame(rows, columns=["as_of", "total", "speakers", *READINGS])
