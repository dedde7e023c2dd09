"""The record as it could be known on a day that has passed."""

from __future__ import annotations

from dataclasses import replace

from analysis.record.dates import Date, as_date
from analysis.record.loading import Record, all_judgements


def vintage(record: Record, day: Date) -> Record:
    """What could the record have held at the end of a day?

    Parameters
    ----------
    record : Record
    day : date
        ``YYYY-MM-DD``, a date, or a moment at midnight.

    Returns
    -------
    Record
        The documents published by then (one that shows no date is not among them), their reports,
        and the judgements on these; the exchanges that had ended; ``complete_through`` is the day
        at the latest. A report that a later one corrects counts again.

    Raises
    ------
    ValueError
        For no date, or a day before the record begins.

    Notes
    -----
    What the editor did is not undone: how a page was read, the reasons of judgements, the days and
    ordinals of exchanges rest on all that is known today.

    Examples
    --------
    >>> from analysis import load_record
    >>> record = load_record("tests/data/small_record")
    >>> vintage(record, "2031-01-10")
    Record(4 reports from 2 sources, 1 exchanges, 1 judgements, 2031-01-01 to 2031-01-10)
    """
    last = as_date(day, "day")
    if last < record.counted_from:
        raise ValueError(
            f"day {last:%Y-%m-%d} is before the record begins; "
            f"expected {record.counted_from:%Y-%m-%d} or later"
        )
    sources = record.sources[record.sources["published"] <= last]
    reports = record.reports[record.reports["source_id"].isin(sources["source_id"])]
    known = reports["report_id"]
    # A correction of a page that was not out yet replaces nothing.
    corrects = reports["corrects"].where(reports["corrects"].isin(known), "")
    judged = all_judgements(record)
    return replace(
        record,
        sources=sources.reset_index(drop=True),
        reports=reports.assign(corrects=corrects).reset_index(drop=True),
        exchanges=record.exchanges[record.exchanges["end"] <= last].reset_index(drop=True),
        judgements=judged[judged["report_id"].isin(known)].reset_index(drop=True),
        complete_through=min(last, record.complete_through),
    )
