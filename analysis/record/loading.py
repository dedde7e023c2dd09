"""The record: what was said, by whom, when. Loaded once, and only if it is valid."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.record.declared import DEFAULT_VOCABULARY
from analysis.record.frozen import FrozenTable
from analysis.record.problems import RecordError
from analysis.record.readings import channel_readings
from analysis.record.schema import ACTION_COLUMN, TABLES, Column
from analysis.record.validation import validate_folder
from analysis.record.vocabulary import Vocabulary


@dataclass(frozen=True, eq=False, repr=False)
class Record:
    """A valid record: five tables and the days between which it claims to be complete.

    Dates are ``datetime64`` (NaT where blank), whole numbers ``Int64`` (<NA> where blank), all
    other columns strings ("" where blank). Rows stand in the order of the files. The columns are
    described in ``data/README.md``.

    Attributes
    ----------
    sources, speakers, reports, exchanges, judgements : DataFrame
        The files, unchanged: corrections and judgements are not applied (see
        `effective_reports`). They cannot be changed in place (a TypeError): answers are kept by
        record. Change copies, and make a record of them with `dataclasses.replace`.
    counted_from, complete_through : Timestamp
        First day of the record's counts; last day to which the public record was searched.
    folder : Path
        Where it was loaded from.
    vocabulary : Vocabulary
        Its words, as ``datapackage.json`` declares them.
    """

    sources: pd.DataFrame
    speakers: pd.DataFrame
    reports: pd.DataFrame
    exchanges: pd.DataFrame
    judgements: pd.DataFrame
    counted_from: pd.Timestamp
    complete_through: pd.Timestamp
    folder: Path
    vocabulary: Vocabulary = DEFAULT_VOCABULARY

    def __post_init__(self) -> None:
        for name in TABLES:
            object.__setattr__(self, name, FrozenTable(getattr(self, name)))

    def __repr__(self) -> str:
        return (
            f"Record({len(self.reports)} reports from {len(self.sources)} sources, "
            f"{len(self.exchanges)} exchanges, {len(self.judgements)} judgements, "
            f"{self.counted_from:%Y-%m-%d} to {self.complete_through:%Y-%m-%d})"
        )

    def day(self, number: int | np.integer) -> pd.Timestamp:
        """Return the day of a day number: whole days since ``counted_from``."""
        return self.counted_from + pd.Timedelta(days=int(number))

    def number(self, day: pd.Timestamp) -> int:
        """Return the day number of a day."""
        return (day - self.counted_from).days

    def numbers(self, days: pd.Series) -> np.ndarray:
        """Return the day numbers of a column; of a blank, a number below every day's."""
        return ((days - self.counted_from) // pd.Timedelta(days=1)).fillna(-(2**31)).to_numpy(int)


def load_record(folder: str | PathLike[str]) -> Record:
    """Load a record folder, after checking all of it.

    Parameters
    ----------
    folder : path
        Holds ``sources.csv``, ``speakers.csv``, ``reports.csv``, ``exchanges.csv``,
        ``judgements.csv`` and ``datapackage.json``.

    Returns
    -------
    Record

    Raises
    ------
    RecordError
        A ValueError with every fault in ``problems``: file, line, column, value, expectation.

    Examples
    --------
    >>> record = load_record("tests/data/small_record")
    >>> record
    Record(12 reports from 6 sources, 5 exchanges, 4 judgements, 2031-01-01 to 2031-06-30)
    >>> record.exchanges.loc[0, ["start", "kind"]].to_list()
    [Timestamp('2031-01-10 00:00:00'), 'numbered']
    """
    path = Path(folder)
    found = validate_folder(path)
    if found.problems:
        raise RecordError(found.problems)
    frames = {
        name: pd.DataFrame(
            {
                column.name: _typed(column, found.tables[name].cells[column.name])
                for column in table.columns
            }
        )
        for name, table in TABLES.items()
    }
    return Record(
        sources=frames["sources"],
        speakers=frames["speakers"],
        reports=frames["reports"],
        exchanges=frames["exchanges"],
        judgements=frames["judgements"],
        counted_from=pd.Timestamp(found.dates["counted_from"]),
        complete_through=pd.Timestamp(found.dates["complete_through"]),
        folder=path,
        vocabulary=found.vocabulary,
    )


def _typed(column: Column, cells: list[str]) -> pd.Series:
    if column.type == "date":
        # NumPy reads a blank as NaT.
        return pd.Series(np.array(cells, dtype="datetime64[us]"))
    if column.type == "integer":
        blank = np.array([cell == "" for cell in cells], dtype=bool)
        numbers = np.array([int(cell or "0") for cell in cells], dtype=np.int64)
        return pd.Series(pd.arrays.IntegerArray(numbers, blank))
    return pd.Series(cells, dtype="str")


def page_dates(record: Record, reports: pd.DataFrame) -> pd.Series[Any]:
    """On which day the page of each report was published; NaT if it shows none."""
    dates = record.sources.set_index("source_id")["published"]
    # not `map`, which makes numbers of the days of no source
    return dates.reindex(reports["source_id"]).set_axis(reports.index)


def effective_reports(record: Record) -> pd.DataFrame:
    """Apply corrections and judgements; say of each report whether it still counts.

    Corrections come first: a report that another one replaces is superseded, whatever an editor
    thinks of the replacement. Then judgements exclude reports or overrule single cells, and then a
    rule reads totals that name no channel (`all_judgements`).

    Parameters
    ----------
    record : Record
        A loaded record; it is not changed.

    Returns
    -------
    DataFrame
        All reports in their order, with the columns of ``record.reports`` as overruled, and

        - ``status``: ``superseded`` (a correction replaces it), ``excluded`` (by a judgement),
          ``planned`` (a promise, never part of a series of what happened) or ``used``; the first
          that applies;
        - ``judged``: whether an editor's judgement touches the report.

    Examples
    --------
    >>> from analysis.record.loading import load_record
    >>> reports = effective_reports(load_record("tests/data/small_record"))
    >>> reports["status"].value_counts().sort_index().to_dict()
    {'excluded': 1, 'planned': 1, 'superseded': 1, 'used': 9}
    >>> reports.loc[reports["judged"], "report_id"].tolist()
    ['agency-2031-01-10/2', 'daily-2031-01-11/1', 'undated-page/1']
    """
    reports = _judged_reports(record)
    _overrule(reports, channel_readings(reports, record.judgements, record.vocabulary))
    return reports


def all_judgements(record: Record) -> pd.DataFrame:
    """The editor's judgements, and in the same form what the rule of reading decides.

    See `analysis.record.readings`.
    """
    read = channel_readings(_judged_reports(record), record.judgements, record.vocabulary)
    return pd.concat([record.judgements, read], ignore_index=True)


def _judged_reports(record: Record) -> pd.DataFrame:
    reports = record.reports.copy()
    judgements = record.judgements
    reports["status"] = pd.Series("used", index=reports.index, dtype="str")
    reports.loc[reports["bound"] == "planned", "status"] = "planned"
    excluded = judgements.loc[judgements["action"] == "exclude", "report_id"]
    reports.loc[reports["report_id"].isin(excluded), "status"] = "excluded"
    reports.loc[reports["report_id"].isin(reports["corrects"]), "status"] = "superseded"
    reports["judged"] = reports["report_id"].isin(judgements["report_id"])
    _overrule(reports, judgements)
    return reports


def _overrule(reports: pd.DataFrame, judgements: pd.DataFrame) -> None:
    row_of = pd.Series(reports.index, index=reports["report_id"])
    for report, action, value in zip(
        judgements["report_id"], judgements["action"], judgements["value"], strict=True
    ):
        name = ACTION_COLUMN[action]
        if name is not None:
            reports.loc[row_of[report], name] = _typed_value(name, value)


def reports_in_force(record: Record) -> pd.DataFrame:
    """Keep of `effective_reports` those of what happened that nothing replaces or excludes."""
    reports = effective_reports(record)
    return reports[reports["status"] == "used"]


def _typed_value(name: str, value: str) -> pd.Timestamp | int | str:
    kind = TABLES["reports"].column(name).type
    if kind == "date":
        return pd.Timestamp(value)
    return int(value) if kind == "integer" else value
