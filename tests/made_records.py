"""Small invented records, built by hand: day 0 is the first of January 2031."""

from pathlib import Path

import pandas as pd
from record_folders import SMALL_WORDS

from analysis.record.loading import Record
from analysis.record.schema import TABLES

FIRST = pd.Timestamp("2031-01-01")
SPEAKERS = {"Headquarters": "ukraine", "Ministry": "russia", "Ombudsman": "ukraine"}


def day(number):
    return FIRST + pd.Timedelta(days=number)


def table(name, rows):
    """Rows of dictionaries as one table of a record; what a row leaves out is blank."""
    frame = pd.DataFrame(rows, columns=[column.name for column in TABLES[name].columns])
    for column in TABLES[name].columns:
        if column.type == "date":
            frame[column.name] = pd.to_datetime(frame[column.name])
        elif column.type == "integer":
            frame[column.name] = frame[column.name].astype("Int64")
        else:
            cells = frame[column.name].astype(object)
            frame[column.name] = cells.where(cells.notna(), "").astype("str")
    return frame


def report(value, start, end, **more):
    """One report of persons returned to Ukraine in numbered exchanges, unless ``more`` differs."""
    row = {
        "measure": "returned_to_ukraine",
        "group": "all",
        "channel": "numbered",
        "value": value,
        "bound": "exact",
        "scope": "event" if start == end else "cumulative" if start == 0 else "period",
        "start": day(start),
        "end": day(end),
        "said_by": "Headquarters",
        **more,
    }
    if "end_earliest" in more:
        row["end_earliest"] = day(more["end_earliest"])
    return row


def exchange(start, end=None, *, kind="numbered", number=None):
    """One dated exchange, named after its window."""
    return {"start": day(start), "end": day(start if end is None else end), "kind": kind} | (
        {} if number is None else {"number": number}
    )


def made_record(reports, exchanges=(), judgements=(), *, days=90, words=SMALL_WORDS):
    """A record of these reports, each from a source of its own."""
    reports = [{"report_id": f"page-{n}/1", **row} for n, row in enumerate(reports)]
    for row in reports:
        row["source_id"] = row["report_id"].split("/")[0]
    sources = [
        {
            "source_id": row["source_id"],
            "url": f"https://example.org/{row['source_id']}",
            "attributed_to": row["said_by"],
        }
        for row in reports
    ]
    speakers = [{"speaker": name, "voice": name, "side": s} for name, s in SPEAKERS.items()]
    rows = [{"exchange_id": f"exchange-{n}", **row} for n, row in enumerate(exchanges)]
    return Record(
        sources=table("sources", sources),
        speakers=table("speakers", speakers),
        reports=table("reports", reports),
        exchanges=table("exchanges", rows),
        judgements=table("judgements", list(judgements)),
        counted_from=FIRST,
        complete_through=day(days - 1),
        folder=Path("invented"),
        vocabulary=words,
    )
