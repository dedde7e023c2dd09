"""Tables of ``data/derived``, for people who never run Python."""

from __future__ import annotations

from pathlib import Path

from analysis.files import write_whole
from analysis.record.loading import Record
from analysis.series.dated import dated_series
from analysis.series.exchange_counts import exchange_table
from analysis.text import as_csv


def derived_tables(record: Record) -> dict[str, str]:
    """All derived tables as CSV text, by file name.

    Parameters
    ----------
    record : Record

    Returns
    -------
    dict of str
        ``exchanges.csv`` (see `exchange_table`), and ``daily_*.csv`` and ``monthly_*.csv`` for each
        of the vocabulary's tables (see `dated_series`). Blank is unknown or no limit, never zero.
    """
    tables = {"exchanges.csv": as_csv(exchange_table(record))}
    for name, series in record.vocabulary.tables.items():
        for prefix, freq in (("daily", "D"), ("monthly", "MS")):
            table = dated_series(record, **series._asdict(), freq=freq)
            tables[f"{prefix}_{name}.csv"] = as_csv(table)
    return tables


def write_derived(record: Record, folder: Path) -> list[Path]:
    """Write the derived tables; each file is complete before it replaces the old one.

    Parameters
    ----------
    record : Record
    folder : Path
        Usually ``data/derived``; created if missing.

    Returns
    -------
    list of Path
        The files.
    """
    tables = derived_tables(record)
    return [write_whole(folder / name, text) for name, text in tables.items()]
