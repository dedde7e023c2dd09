"""The files of a record while rows are put in and taken out: every other byte stays as it is."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.files import write_all
from analysis.record.additions import Addition
from analysis.record.loading import Record, load_record
from analysis.record.problems import Problem, RecordError
from analysis.record.schema import PACKAGE_FILE, TABLES

SORTED_BY = {
    "sources": ("source_id",),
    "speakers": ("speaker",),
    "reports": ("end", "measure", "group", "report_id"),
    "exchanges": ("start", "end", "exchange_id"),
    "judgements": ("report_id", "action"),
}
"""Order of the rows in each file."""

_WRITTEN = ("speakers", "sources", "reports", "exchanges", "judgements")
# In this order each file refers only to files already written, so that a kill between two of them
# leaves a valid record, and the same addition, made again, adds the rest.


@dataclass
class _Row:
    line: str  # without its "\n"
    cells: dict[str, str]
    said: Addition | None = None  # who added it; None for a row on record


@dataclass(frozen=True)
class Edit:
    """One line that comes in (``+``) or goes out (``-``)."""

    file: str
    sign: str
    line: str


class Draft:
    """A valid record's files, to be changed row by row and written together."""

    def __init__(self, folder: Path) -> None:
        """Read the files; RecordError with every fault if they are no valid record."""
        self.folder = folder
        self.record = load_record(folder)
        self.edits: list[Edit] = []
        self._package = (folder / PACKAGE_FILE).read_bytes().decode()
        self._heads: dict[str, str] = {}
        self._rows: dict[str, list[_Row]] = {}
        for name, table in TABLES.items():
            head, *lines = (folder / table.file).read_bytes().decode().split("\n")[:-1]
            self._heads[name] = head
            names = _cells(head)
            lacking = {c.name: "" for c in table.columns if c.name not in names}
            self._rows[name] = [
                _Row(line, lacking | dict(zip(names, _cells(line), strict=True))) for line in lines
            ]

    def find(self, table: str, **cells: str) -> dict[str, str] | None:
        """First row with these cells."""
        return next(self.rows(table, **cells), None)

    def rows(self, table: str, **cells: str) -> Iterator[dict[str, str]]:
        """Rows with these cells, in the order of the file."""
        for row in self._rows[table]:
            if all(row.cells[name] == cell for name, cell in cells.items()):
                yield row.cells

    def insert(self, table: str, cells: Mapping[str, str], said: Addition) -> None:
        """Put a row behind the last one that is not larger in the order of its file."""
        rows, names = self._rows[table], SORTED_BY[table]
        key = [cells[name] for name in names]
        smaller = [[row.cells[name] for name in names] <= key for row in rows]
        place = len(rows) - smaller[::-1].index(True) if any(smaller) else 0
        row = _Row(self._line(table, cells), dict(cells), said)
        rows.insert(place, row)
        self._note(table, "+", row)

    def remove(self, table: str, unwanted: Callable[[dict[str, str]], bool]) -> None:
        """Take out the rows that answer to ``unwanted``."""
        kept = []
        for row in self._rows[table]:
            if unwanted(row.cells):
                self._note(table, "-", row)
            else:
                kept.append(row)
        self._rows[table] = kept

    def has_column(self, table: str, column: str) -> bool:
        """Whether the file of a table has a column; it may lack an optional one."""
        return column in _cells(self._heads[table])

    def set_complete_through(self, day: str) -> None:
        """Move the last searched day; nothing else of the package description changes."""
        old = self._package
        wanted = json.loads(old) | {"complete_through": day}
        for place in re.finditer(r'"complete_through"\s*:\s*"([^"]*)"', old):
            begin, end = place.span(1)
            new = old[:begin] + json.dumps(day)[1:-1] + old[end:]
            if new != old and json.loads(new) == wanted:
                row = f'"complete_through": {json.dumps(place.group(1))}'
                self.edits.append(Edit(PACKAGE_FILE, "-", row))
                row = f'"complete_through": {json.dumps(day)}'
                self.edits.append(Edit(PACKAGE_FILE, "+", row))
                self._package = new
                return

    def texts(self) -> dict[str, str]:
        """Text of each file that changed, in the order in which they are to be written."""
        changed = {edit.file for edit in self.edits}
        found = {}
        for name in _WRITTEN:
            if TABLES[name].file in changed:
                lines = [self._heads[name], *(row.line for row in self._rows[name])]
                found[TABLES[name].file] = "\n".join([*lines, ""])
        if PACKAGE_FILE in changed:
            found[PACKAGE_FILE] = self._package
        return found

    def load(self) -> Record:
        """Load the record as it would be.

        Raises RecordError; a fault in a row that came in is named where it was said.
        """
        with TemporaryDirectory() as name:
            trial = Path(name)
            for file in (*(table.file for table in TABLES.values()), PACKAGE_FILE):
                shutil.copyfile(self.folder / file, trial / file)
            for file, text in self.texts().items():
                (trial / file).write_bytes(text.encode())
            try:
                return load_record(trial)
            except RecordError as error:
                found = [said for problem in error.problems for said in self._where_said(problem)]
                raise RecordError(dict.fromkeys(found)) from None

    def write(self) -> None:
        """Put the changed files into the record's folder, all or none."""
        write_all({self.folder / file: text for file, text in self.texts().items()})

    def _where_said(self, problem: Problem) -> Iterator[Problem]:
        """Name a fault where it was said; not again in a cell that was filled in from another."""
        rows = self._rows.get(problem.file.removesuffix(".csv"), [])
        said = rows[problem.line - 2].said if problem.line and rows else None
        if said is None:
            yield problem
        elif problem.column in said.cells or problem.value not in said.cells.values():
            yield Problem(said.file, said.line, problem.column, problem.value, problem.expected)

    def _note(self, table: str, sign: str, row: _Row) -> None:
        self.edits.append(Edit(TABLES[table].file, sign, row.line.rstrip("\r")))

    def _line(self, table: str, cells: Mapping[str, str]) -> str:
        head = self._heads[table]
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r" if head.endswith("\r") else "")
        writer.writerow(cells[name] for name in _cells(head))
        return text.getvalue()


def _cells(line: str) -> list[str]:
    return next(csv.reader([line.rstrip("\r")]))
