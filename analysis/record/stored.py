"""Stored tables: all written alike, read only if whole, kept beside what they depend on."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from analysis.files import write_whole
from analysis.record.problems import Problem, RecordError

_NUMBER = r"[-+]?\d+(\.\d+)?(e[-+]\d+)?"
_DAY = r"\d{4}-\d\d-\d\d"
KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "word": (".+", "a word"),
        "word?": (".*", "a word or blank"),
        "number": (_NUMBER, "a number"),
        "number?": (f"({_NUMBER})?", "a number or blank"),
        "date": (_DAY, "a date, written YYYY-MM-DD"),
        "date?": (f"({_DAY})?", "a date, written YYYY-MM-DD, or blank"),
        "truth": ("True|False", "True or False"),
    }
)
"""What may stand in a column: as a pattern, and in words."""


def read_stored(path: Path, columns: Mapping[str, str]) -> pd.DataFrame:
    """Read a stored table with just these columns, each of one of `KINDS`; blank is missing.

    The first cell that is not what the code writes is a RecordError with its file and line, and so
    is a file that is not there.
    """
    if not path.is_file():
        expected = "a stored table; python -m analysis simulate writes it"
        raise fault(path, None, "", "no file", expected)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise fault(path, None, "", f"byte {error.start:,} of no letter", "UTF-8") from None
    lines = csv.reader(StringIO(text))
    header = next(lines, [])
    if header != list(columns):
        raise fault(path, 1, "", ",".join(header), ",".join(columns))
    patterns = [(name, re.compile(KINDS[kind][0])) for name, kind in columns.items()]
    for cells in lines:
        if len(cells) != len(patterns):
            raise fault(path, lines.line_num, "", f"{len(cells)} cells", f"{len(patterns)}")
        for (name, pattern), cell in zip(patterns, cells, strict=True):
            if not pattern.fullmatch(cell):
                raise fault(path, lines.line_num, name, cell, KINDS[columns[name]][1])
    return pd.read_csv(
        StringIO(text),
        keep_default_na=False,
        na_values={name: "" for name, kind in columns.items() if kind in ("number?", "date?")},
        parse_dates=[name for name, kind in columns.items() if kind.startswith("date")],
    )


def write_table(table: pd.DataFrame, path: Path) -> Path:
    """Write a table as all stored ones are: six digits, no index."""
    return write_whole(path, table.to_csv(index=False, float_format="%.6g"))


@dataclass(frozen=True)
class KeptTable:
    """A table that takes long to compute, in a file of its own.

    Its last two columns are ``rows``, how many it has, and the short word of `key` under the name
    ``key_column``: it changes with whatever the table depends on. ``columns`` gives the kind of
    every other column, one of `KINDS`; ``command`` writes the file.
    """

    path: Path
    columns: Mapping[str, str]
    key_column: str
    key: str
    command: str

    def read(self) -> pd.DataFrame | None:
        """Give what was kept, or nothing if it is not there or belongs to another key.

        A table that is damaged or cut is a RecordError.
        """
        if not self.path.is_file():
            return None
        kinds = {**self.columns, self.key_column: "word", "rows": "number"}
        table = read_stored(self.path, kinds)
        if table.empty or (table.pop("rows") != len(table)).any():
            expected = f"as many as column rows says; {self.command} writes it"
            raise fault(self.path, None, "", f"{len(table):,} rows", expected)
        return table if (table.pop(self.key_column) == self.key).all() else None

    def is_current(self) -> bool:
        """Tell whether it is there, whole, and of this key."""
        try:
            return self.read() is not None
        except RecordError:
            return False

    def write(self, table: pd.DataFrame) -> Path:
        """Keep a table with just these columns."""
        return write_table(table.assign(**{self.key_column: self.key}, rows=len(table)), self.path)


def fault(path: Path, line: int | None, column: str, found: str, expected: str) -> RecordError:
    """Say what is wrong with a stored table, and where."""
    return RecordError([Problem(str(path), line, column, found, expected)])
