"""Small tables of what the record holds: how much of what, who says it, what each document says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.audit.printed_figures import printed
from analysis.bounds.statements import UNATTRIBUTED, side_of_voices, voices_of_sources
from analysis.record.loading import Record, effective_reports
from analysis.record.schema import SCOPES

FOUNDING = "founding-"
"""How the ids of the five founding documents begin."""


def record_size(record: Record) -> pd.DataFrame:
    """Rows of each file, and how the reports stand after corrections and judgements."""
    status = effective_reports(record)["status"].value_counts()
    words = ("used", "planned", "excluded", "superseded")
    rows = {
        "sources (pages)": len(record.sources),
        "speakers": len(record.speakers),
        "reports (figures)": len(record.reports),
        **{f"  of them {word}": int(status.get(word, 0)) for word in words},
        "exchanges (rows)": len(record.exchanges),
        "judgements": len(record.judgements),
    }
    return pd.DataFrame({"rows": rows})


def reports_by_measure(record: Record) -> pd.DataFrame:
    """How many figures of which kind: measures by scope."""
    counts = record.reports.groupby(["measure", "scope"]).size().unstack(fill_value=0)
    return counts.reindex(columns=list(SCOPES), fill_value=0).rename_axis(index=None, columns=None)


def reported_figures(record: Record, source_prefix: str) -> pd.DataFrame:
    """Every figure of the documents whose ids begin so (`FOUNDING`, say), as a report reads it."""
    reports = effective_reports(record)
    rows = reports[reports["source_id"].str.startswith(source_prefix)]
    return pd.DataFrame(
        {
            "document": rows["source_id"],
            "measure": rows["measure"],
            "group": rows["group"],
            "channel": rows["channel"],
            "figure": [
                printed(value, bound)
                for value, bound in zip(rows["value"], rows["bound"], strict=True)
            ],
            "from": rows["start"].dt.strftime("%Y-%m-%d"),
            "to": _as_of(rows),
            "status": rows["status"],
            "reading": rows["note"],
        }
    ).sort_values("document", kind="stable", ignore_index=True)


def _as_of(rows: pd.DataFrame) -> np.ndarray:
    """Last day that a figure counts, as a span where the page leaves it open."""
    end = rows["end"].dt.strftime("%Y-%m-%d")
    earliest = rows["end_earliest"].dt.strftime("%Y-%m-%d")
    return np.where(rows["end_earliest"].isna(), end, earliest + " … " + end)


def only_sources(record: Record, source_ids: Iterable[str]) -> Record:
    """Return the record as it would be if only these documents were known.

    Judgements about other documents go with them. So do all dated exchanges: the table of
    exchanges rests on the whole record.

    Parameters
    ----------
    record : Record
    source_ids : iterable of str

    Returns
    -------
    Record

    Examples
    --------
    >>> from analysis import load_record
    >>> only_sources(load_record("tests/data/small_record"), ["agency-2031-01-10"])
    Record(2 reports from 1 sources, 0 exchanges, 1 judgements, 2031-01-01 to 2031-06-30)
    """
    ids = set(source_ids)
    reports = record.reports[record.reports["source_id"].isin(ids)].reset_index(drop=True)
    judged = record.judgements["report_id"].isin(reports["report_id"])
    return replace(
        record,
        sources=record.sources[record.sources["source_id"].isin(ids)].reset_index(drop=True),
        reports=reports,
        exchanges=record.exchanges.iloc[:0],
        judgements=record.judgements[judged].reset_index(drop=True),
    )


def speaking(record: Record) -> tuple[str, ...]:
    """Whose statements a document carries; mediators and media if neither side is credited."""
    first, second = record.vocabulary.parties.values()
    return (first, "both sides", second, "mediators, media", "nobody named")


def documents(record: Record) -> pd.DataFrame:
    """Whose statement does each document carry (one of `speaking`), and when was it published?

    ``published`` is NaT where the document shows no date.
    """
    side = side_of_voices(record)
    rows = record.sources[["source_id", "published"]]
    sides = [
        {side[voice] for voice in voices if voice != UNATTRIBUTED}
        for voices in voices_of_sources(record).values()
    ]
    return rows.assign(speaking=[_speaking(record, found) for found in sides])


def _speaking(record: Record, sides: set[str]) -> str:
    _, both, _, others, nobody = speaking(record)
    if not sides:
        return nobody
    parties = [name for side, name in record.vocabulary.parties.items() if side in sides]
    if len(parties) > 1:
        return both
    return parties[0] if parties else others


def documents_by_month(record: Record) -> pd.DataFrame:
    """How many documents were published in each month, by whose statements they carry?

    Indexed by the first day of each month from ``counted_from`` to ``complete_through``, none left
    out. Documents without a date, or dated outside, are in no row.
    """
    rows = documents(record)
    months = pd.date_range(
        record.counted_from.to_period("M").start_time, record.complete_through, freq="MS"
    )
    inside = rows["published"].between(record.counted_from, record.complete_through)
    month = rows.loc[inside, "published"].dt.to_period("M").dt.start_time
    table = pd.crosstab(month, rows.loc[inside, "speaking"])
    return table.reindex(index=months, columns=list(speaking(record)), fill_value=0)


def documents_by_voice(record: Record) -> pd.DataFrame:
    """How many documents credit each voice? Most documents first, equal ones by name.

    A voice is an institution (speakers of one voice are one witness); a document that credits
    several counts for each.
    """
    side = side_of_voices(record)
    credited = pd.Series(
        [voice for voices in voices_of_sources(record).values() for voice in voices], dtype="str"
    )
    credited = credited[credited.isin(list(side)) & (credited != UNATTRIBUTED)]
    table = credited.value_counts().rename_axis("voice").reset_index(name="documents")
    table = table.sort_values(["documents", "voice"], ascending=[False, True]).set_index("voice")
    return table.assign(side=table.index.map(side))
