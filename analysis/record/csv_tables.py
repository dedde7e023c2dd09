"""From the bytes of one CSV file to columns of cells, with every fault of the file on the way."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.record.problems import Problem
from analysis.record.schema import Table

_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = {";": "semicolons between the columns", "\t": "tabs between the columns"}
"""What some spreadsheets write in place of commas."""


@dataclass
class RawTable:
    """The cells of one file as text, by column, and the physical line of each row.

    ``cells`` lacks the columns that the file lacks (or has twice), unless they are optional.
    ``whole`` is False when a fault kept something from being read: then nobody can say that an id
    is missing from the table.
    """

    lines: list[int] = field(default_factory=list)
    cells: dict[str, list[str]] = field(default_factory=dict)
    whole: bool = True

    def rows(self, *names: str) -> Iterable[tuple[Any, ...]]:
        """Yield line and the named cells of each row; nothing if the file lacks such a column."""
        if not all(name in self.cells for name in names):
            return ()
        return zip(self.lines, *(self.cells[name] for name in names), strict=True)


def read_text(path: Path, problems: list[Problem]) -> str | None:
    """Read a UTF-8 text file, line ends as they stand and undecodable bytes as U+FFFD.

    None if the file is missing, empty or UTF-16; that, and a byte order mark, is a problem.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        found = "no file" if isinstance(error, FileNotFoundError) else str(error.strerror)
        problems.append(Problem(path.name, None, "", found, "a readable file of this name"))
        return None
    if not data.strip():
        problems.append(Problem(path.name, None, "", "an empty file", "at least a first line"))
        return None
    # Without a mark, every other byte of plain letters is zero; in a file of text none is.
    if data.startswith(_UTF16_BOMS) or b"\0" in data[:2]:
        expected = "UTF-8 (save the file as UTF-8, without byte order mark)"
        problems.append(Problem(path.name, 1, "", "UTF-16", expected))
        return None
    if data.startswith(_UTF8_BOM):
        expected = "UTF-8 without byte order mark (spreadsheets call it plain UTF-8)"
        problems.append(Problem(path.name, 1, "", "a byte order mark (BOM)", expected))
        data = data[len(_UTF8_BOM) :]
    return data.decode("utf-8", errors="replace")


def read_table(folder: Path, table: Table, problems: list[Problem]) -> RawTable:
    """Read all cells of the known columns of one CSV file, whose columns may stand in any order.

    Faults of encoding, line ends, quotes, header and row length go to ``problems``.
    """
    text = read_text(folder / table.file, problems)
    if text is None:
        return RawTable(whole=False)
    faults: list[Problem] = []
    text = _unify_line_ends(table.file, text, faults)
    rows = _rows(table.file, text, faults)
    first, header = next(rows, (0, []))
    names = {column.name for column in table.columns}
    if first != 1 or not names & {*header}:  # without a header no cell has a meaning
        problems.append(_no_header(table, text.partition("\n")[0], faults))
        return RawTable(whole=False)
    _check_header(table, header, faults)
    lines, kept = [], []
    for line, row in rows:
        if len(row) == len(header):
            lines.append(line)
            kept.append(row)
        else:
            found, expected = f"{len(row)} cells", f"{len(header)} cells, as in the header"
            faults.append(Problem(table.file, line, "", found, expected))
    columns = [list(column) for column in zip(*kept, strict=True)] or [[] for _ in header]
    known = {column.name for column in table.columns if header.count(column.name) == 1}
    pairs = zip(header, columns, strict=True)
    raw = RawTable(lines, {name: cells for name, cells in pairs if name in known})
    for column in table.columns:
        if column.optional and column.name not in header:
            raw.cells[column.name] = [""] * len(lines)
    # Looked for in the whole text first: files without such characters are the rule.
    if not _readable(text.replace("\n", "")):
        _check_characters(table, raw, faults)
    raw.whole = not faults
    problems.extend(faults)
    return raw


def _unify_line_ends(file: str, text: str, faults: list[Problem]) -> str:
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        expected = "lines that end in LF (or CR LF)"
        faults.append(Problem(file, line, "", "a carriage return (CR) alone", expected))
        text = text.replace("\r", "\n")
    if not text.endswith("\n"):
        last = text.rpartition("\n")[2]
        expected = "a line end after the last row (was the file cut off?)"
        faults.append(Problem(file, text.count("\n") + 1, "", last, expected))
        text += "\n"
    return text


def _rows(file: str, text: str, faults: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Yield physical line and cells of each row.

    A row never spans lines: one added report is one added line. So a quote left open spoils its
    own line only, and lines without quotes (most) need no parser.
    """
    for line, content in enumerate(text.split("\n")[:-1], start=1):
        if not content:
            faults.append(Problem(file, line, "", "a blank line", "a row"))
        elif '"' not in content:
            yield line, content.split(",")
        else:
            try:
                yield line, next(csv.reader([content], strict=True))
            except csv.Error as error:
                expected = 'quotes in pairs around a cell on one line, " inside it doubled'
                faults.append(Problem(file, line, "", str(error), expected))


def _no_header(table: Table, line: str, faults: list[Problem]) -> Problem:
    """Say in one line why a first line is no header, whatever else is wrong with the file."""
    names = [column.name for column in table.columns]
    expected = "the columns " + ", ".join(names)
    for separator, called in _SEPARATORS.items():
        if _holds(line, separator, names):
            return Problem(table.file, 1, "", called, f"commas between {expected}")
    if _holds(line, ",", names):  # the columns are there, and a quote is open
        return next(fault for fault in reversed(faults) if fault.line == 1)
    return Problem(table.file, 1, "", line, expected)


def _holds(line: str, separator: str, names: list[str]) -> bool:
    return len({*names} & {name.strip(' "') for name in line.split(separator)}) > 1


def _check_header(table: Table, header: list[str], faults: list[Problem]) -> None:
    names = [column.name for column in table.columns]
    expected = "the columns " + ", ".join(names)
    for column in table.columns:
        if column.name not in header and not column.optional:
            faults.append(Problem(table.file, 1, column.name, "no such column", expected))
    for position, name in enumerate(header):
        if name not in names:
            faults.append(Problem(table.file, 1, name, "an unknown column", expected))
        elif name in header[:position]:
            faults.append(Problem(table.file, 1, name, "the column twice", expected))


def _check_characters(table: Table, raw: RawTable, faults: list[Problem]) -> None:
    expected = "readable UTF-8 text without control or invisible characters"
    for name, cells in raw.cells.items():
        for line, cell in zip(raw.lines, cells, strict=True):
            if not _readable(cell):
                faults.append(Problem(table.file, line, name, cell, expected))


def _readable(text: str) -> bool:
    """Tell whether the text holds only what one can see: undecodable bytes became U+FFFD."""
    return text.isprintable() and "\ufffd" not in text
