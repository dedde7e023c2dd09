"""What somebody wants to add: a page, its speakers, a report, an exchange, a judgement, in cells.

One `Addition` is what one call says in options, or one row of a file says in columns; both use the
column names of the record's files, so nothing has a second name. What belongs to which file is told
by the cells that are filled in.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.record.cells import is_date
from analysis.record.csv_tables import read_text
from analysis.record.loading import Record
from analysis.record.problems import Problem, RecordError
from analysis.record.schema import TABLES

PAGE = ("source_id", "outlet", "url", "published", "language", "attributed_to")
SPEAKER = ("voice", "side")
REPORT = ("measure", "group", "channel", "value", "bound", "scope", "start", "end",
          "end_earliest", "exchange_no", "corrects", "counts", "speaker", "note")  # fmt: skip
EXCHANGE = ("exchange_id", "kind", "number", "mediators", "exchange_note")
JUDGEMENT = ("report_id", "action", "reason")
CELLS = (*PAGE, *SPEAKER, *REPORT, *EXCHANGE, *JUDGEMENT)
"""Every cell that an addition may fill in. A judgement says what it sets in ``value``; an exchange
that has no report in the same addition, its days in ``start`` and ``end``."""

_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")


@dataclass(frozen=True)
class Addition:
    """Cells by name, those not said left out, and where they were said (no line: in a call)."""

    cells: Mapping[str, str]
    file: str = "add"
    line: int | None = None

    def fault(self, column: str, value: str, expected: str) -> RecordError:
        """One line about a cell, in the place where it was said."""
        return RecordError([Problem(self.file, self.line, column, value, expected)])

    def some(self, *names: str) -> dict[str, str]:
        """Those of some cells that are said."""
        return {name: self.cells[name] for name in names if name in self.cells}

    @property
    def is_judgement(self) -> bool:
        """Whether it overrules a report on record."""
        return "action" in self.cells or "report_id" in self.cells

    @property
    def is_report(self) -> bool:
        """Whether it holds a figure."""
        return "measure" in self.cells

    @property
    def is_exchange(self) -> bool:
        """Whether it holds an exchange, with its report or alone."""
        return bool(self.some("exchange_id", "kind"))


def read_additions(path: Path) -> list[Addition]:
    """Read a CSV file of additions, its columns any of `CELLS` in any order; blank is not said.

    Raises RecordError with every fault of the file's form.
    """
    problems: list[Problem] = []
    text = read_text(path, problems)
    if text is None or problems:
        raise RecordError(problems)
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    found: list[Addition] = []
    try:
        header = next(reader)
        problems += _header_faults(path.name, header)
        for row in reader:
            if len(row) != len(header):
                expected = f"{len(header)} cells, as in the header"
                problems.append(
                    Problem(path.name, reader.line_num, "", f"{len(row)} cells", expected)
                )
            cells = {name: cell for name, cell in zip(header, row, strict=False) if cell}
            found.append(Addition(cells, path.name, reader.line_num))
    except csv.Error as error:
        expected = 'quotes in pairs around a cell, " inside it doubled'
        problems.append(Problem(path.name, reader.line_num, "", str(error), expected))
    if problems:
        raise RecordError(problems)
    return found


def _header_faults(file: str, header: list[str]) -> Iterator[Problem]:
    if len(header) == 1:
        expected = "columns separated by commas, " + ", ".join(CELLS)
        yield Problem(file, 1, "", header[0], expected)
        return
    for place, name in enumerate(header):
        if name not in CELLS:
            yield Problem(file, 1, name, "an unknown column", "one of " + ", ".join(CELLS))
        elif name in header[:place]:
            yield Problem(file, 1, name, "the column twice", "each column once")


def unused_cells(said: Addition) -> Iterator[Problem]:
    """Yield cells that belong to nothing that the addition holds: they would be lost."""
    parts = (
        (PAGE, not said.is_judgement, "a page or its report; a judgement is an addition alone"),
        (SPEAKER, "attributed_to" in said.cells, "a speaker (attributed_to)"),
        (JUDGEMENT, said.is_judgement, "a judgement (report_id, action)"),
        (EXCHANGE, said.is_exchange, "an exchange, new (kind) or on record (exchange_id)"),
        (REPORT, said.is_report, "a report (measure)"),
    )
    kept = {name for names, held, _ in parts if held for name in names}
    kept |= {"value"} if said.is_judgement else set()
    kept |= {"start", "end"} if said.is_exchange else set()
    for name, cell in said.cells.items():
        if name not in kept:
            owner = next(words for names, _, words in parts if name in names)
            yield Problem(said.file, said.line, name, cell, f"it beside {owner}")


def source_stem(said: Addition) -> str:
    """Id of a new page: its outlet in plain letters, and its day.

    Raises RecordError for an outlet without a Latin letter or a digit: it needs a ``source_id``.
    """
    outlet = said.cells.get("outlet", "")
    plain = unicodedata.normalize("NFKD", outlet).encode("ascii", "ignore").decode().lower()
    letters = re.sub("[^a-z0-9]", "", plain)
    if not letters:
        raise said.fault("source_id", "", "the id of a page on record, or a new one and its outlet")
    published = said.cells.get("published", "")
    return f"{letters}-{published if is_date(published) else 'undated'}"


def report_cells(said: Addition, source_id: str, record: Record) -> dict[str, str]:
    """Row of ``reports.csv`` for an addition, without its id, blanks filled where nothing is open.

    The group is ``all`` and the bound ``exact`` if not said; a number held is a ``stock``. A total
    (``cumulative``) starts with the record; an event or a stock of one day starts when it ends.
    """
    row = dict.fromkeys((column.name for column in TABLES["reports"].columns), "")
    row |= {"group": "all", "bound": "exact"} | said.some(*REPORT) | {"source_id": source_id}
    if _GROUPED.fullmatch(row["value"]):
        row["value"] = row["value"].replace(",", "")
    if not row["scope"] and row["measure"] in record.vocabulary.stocks:
        row["scope"] = "stock"
    if not row["start"]:
        of_a_day = row["scope"] in ("event", "stock")
        row["start"] = row["end"] if of_a_day else f"{record.counted_from:%Y-%m-%d}"
    if row["scope"] in ("event", "stock"):
        row["end"] = row["end"] or row["start"]
    return row


def exchange_cells(said: Addition) -> dict[str, str]:
    """Cells of ``exchanges.csv`` that an addition says of an exchange."""
    row = said.some("exchange_id", "kind", "number", "mediators")
    if "exchange_note" in said.cells:
        row["note"] = said.cells["exchange_note"]
    return row if said.is_report else row | said.some("start", "end")


def new_exchange(said: Addition, report: Mapping[str, str] | None) -> dict[str, str]:
    """Row of ``exchanges.csv`` for an exchange that is new: its report's days and ordinal, if any.

    Its id is its first day unless said.
    """
    row = dict.fromkeys((column.name for column in TABLES["exchanges"].columns), "")
    if report is not None:
        if report["scope"] != "event":
            expected = "event, or the exchange as an addition of its own"
            raise said.fault("scope", report["scope"], expected)
        row |= {name: report[name] for name in ("start", "end")} | {"number": report["exchange_no"]}
    row |= exchange_cells(said)
    row["start"], row["end"] = row["start"] or row["end"], row["end"] or row["start"]
    row["exchange_id"] = row["exchange_id"] or row["start"]
    return row


def judgement_cells(said: Addition) -> dict[str, str]:
    """Row of ``judgements.csv`` for an addition."""
    row = {"report_id": "", "action": "", "value": "", "reason": ""}
    row |= said.some("report_id", "action", "value", "reason")
    if _GROUPED.fullmatch(row["value"]):
        row["value"] = row["value"].replace(",", "")
    return row
