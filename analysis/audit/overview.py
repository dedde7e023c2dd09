"""Small tables of what the record holds: how much of what, who says it, what each document says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.audit.contradictions import printed
from analysis.record.judging import effective_reports
from analysis.record.loading import Record

FOUNDING = "founding-"
"""How the ids of the five founding documents begin."""


def record_size(record: Record) -> pd.DataFrame:
    """Rows of each file, and how the reports stand after corrections and judgements.

    Returns
    -------
    DataFrame
        One column ``rows``; the index names what is counted.
    """
    status = effective_reports(record)["status"].value_counts()
    rows = {
        "sources (pages)": len(record.sources),
        "speakers": len(record.speakers),
        "reports (figures)": len(record.reports),
        **{f"  of them {word}": int(status.get(word, 0)) for word in _STATUSES},
        "exchanges (rows)": len(record.exchanges),
        "judgements": len(record.judgements),
    }
    return pd.DataFrame({"rows": rows})


_STATUSES = ("used", "planned", "excluded", "superseded")


def reports_by_measure(record: Record) -> pd.DataFrame:
    """How many figures of which kind: measures by scope."""
    counts = record.reports.groupby(["measure", "scope"]).size().unstack(fill_value=0)
    return counts[["event", "period", "cumulative", "stock"]].rename_axis(index=None, columns=None)


def reported_figures(record: Record, source_prefix: str) -> pd.DataFrame:
    """Every figure of some documents, as a report reads it.

    Parameters
    ----------
    record : Record
    source_prefix : str
        Beginning of the source ids, for example `FOUNDING`.

    Returns
    -------
    DataFrame
        One row a report: ``document, measure, group, channel, figure, from, to, status, reading``.
    """
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
