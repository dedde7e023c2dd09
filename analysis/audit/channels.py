"""What the channels hold, one by one and together, and what one side's own statements prove."""

from __future__ import annotations

import pandas as pd

from analysis.audit.implied import without_reports
from analysis.bounds.linked_windows import linked_bounds
from analysis.bounds.statements import voices_of_sources
from analysis.record.loading import Record
from analysis.series.history import own_voices

CHANNELS = ("numbered", "unnumbered", "outside", "any")


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
