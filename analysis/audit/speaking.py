"""Who speaks in the record: documents by month, by side and by voice."""

from __future__ import annotations

import pandas as pd

from analysis.bounds.statements import side_of_voices, voices_of_sources
from analysis.record.loading import Record

SPEAKING = ("Ukraine", "both sides", "Russia", "mediators, media", "nobody named")
"""Whose statements a document carries; mediators and media only where neither side is credited."""


def documents(record: Record) -> pd.DataFrame:
    """Whose statement does each document carry, and when was it published?

    Parameters
    ----------
    record : Record

    Returns
    -------
    DataFrame
        One row a document: ``source_id``, ``published`` (NaT where it shows no date), ``speaking``
        (one of `SPEAKING`).

    Examples
    --------
    >>> from analysis import load_record
    >>> rows = documents(load_record("tests/data/small_record"))
    >>> rows["speaking"].tolist()
    ['Ukraine', 'Ukraine', 'Ukraine', 'Ukraine', 'Russia', 'nobody named']
    """
    side = dict(zip(record.speakers["speaker"], record.speakers["side"], strict=True))
    sides = [
        {side[name] for name in names.split("; ") if name}
        for names in record.sources["attributed_to"]
    ]
    return record.sources[["source_id", "published"]].assign(
        speaking=[_speaking(credited) for credited in sides]
    )


def _speaking(sides: set[str]) -> str:
    ukraine, both, russia, others, nobody = SPEAKING
    if not sides:
        return nobody
    if {"ukraine", "russia"} <= sides:
        return both
    return ukraine if "ukraine" in sides else russia if "russia" in sides else others


def documents_by_month(record: Record) -> pd.DataFrame:
    """How many documents were published in each month, by whose statements they carry?

    Parameters
    ----------
    record : Record

    Returns
    -------
    DataFrame
        Index: first day of each month from ``counted_from`` to ``complete_through``, none left
        out. Columns: `SPEAKING`. Documents without a date, or dated outside, are in no row.

    Examples
    --------
    >>> from analysis import load_record
    >>> int(documents_by_month(load_record("data")).loc["2023-08-01"].sum())
    11
    """
    rows = documents(record)
    months = pd.date_range(
        record.counted_from.to_period("M").start_time, record.complete_through, freq="MS"
    )
    inside = rows["published"].between(record.counted_from, record.complete_through)
    month = rows.loc[inside, "published"].dt.to_period("M").dt.start_time
    table = pd.crosstab(month, rows.loc[inside, "speaking"])
    return table.reindex(index=months, columns=list(SPEAKING), fill_value=0)


def documents_by_voice(record: Record) -> pd.DataFrame:
    """How many documents credit each voice?

    Parameters
    ----------
    record : Record

    Returns
    -------
    DataFrame
        Index: voice (an institution; speakers of one voice are one witness), most documents
        first, equal ones by name. Columns: ``documents``, ``side``. A document that credits
        several voices counts for each.

    Examples
    --------
    >>> from analysis import load_record
    >>> documents_by_voice(load_record("data")).index[0]
    'Office of the President of Ukraine'
    """
    side = side_of_voices(record)
    credited = pd.Series(
        [voice for voices in voices_of_sources(record).values() for voice in voices], dtype="str"
    )
    credited = credited[credited.isin(list(side))]
    table = credited.value_counts().rename_axis("voice").reset_index(name="documents")
    table = table.sort_values(["documents", "voice"], ascending=[False, True]).set_index("voice")
    return table.assign(side=table.index.map(side))
