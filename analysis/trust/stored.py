"""Tables that long runs leave behind: all written alike, and read only if they are whole."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from analysis.files import write_whole
from analysis.record.problems import Problem, RecordError

FOLDER = Path(__file__).with_name("tables")
"""Where the package keeps the tables of its methods."""

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

_VERDICTS = {
    **dict.fromkeys(["design", "test"], "word"),
    "model": "word?",
    "gap": "word",
    **dict.fromkeys(["pause_days", "level", "histories", "share", "se"], "number"),
}
_ALARMS = {"design": "word", "rule": "word", "alpha": "number"}
TABLES: Mapping[str, tuple[Mapping[str, str], int]] = MappingProxyType(
    {
        "cadence_levels": (
            {
                "outcome": "word",
                **dict.fromkeys(["nominal", "share", "low", "high", "runs"], "number"),
            },
            46,
        ),
        "pause_levels": (_VERDICTS, 48),
        "pause_power": (_VERDICTS, 336),
        "alarm_levels": (
            {
                **_ALARMS,
                **dict.fromkeys(["per_year", "se"], "number"),
                "kept": "truth",
                **dict.fromkeys(["delay_10", "delay_50", "delay_90"], "number"),
            },
            48,
        ),
        "alarm_power": ({**_ALARMS, **dict.fromkeys(["silence", "share", "se"], "number")}, 1440),
    }
)
"""The tables of `FOLDER`: the kind of each column, and how many rows."""


def read_simulated(folder: Path, name: str) -> pd.DataFrame:
    """Read one of `TABLES` from where `runs.write_simulated` wrote it; see `read_stored`.

    >>> table = read_simulated(FOLDER, "pause_levels")
    >>> int(table["histories"].max())
    2000
    """
    columns, rows = TABLES[name]
    table = read_stored(folder / f"{name}.csv", columns)
    if len(table) != rows:
        raise _fault(folder / f"{name}.csv", None, "", f"{len(table):,} rows", f"{rows:,}")
    return table


def read_stored(path: Path, columns: Mapping[str, str]) -> pd.DataFrame:
    """Read a stored table with just these columns, each of one of `KINDS`; blank is missing.

    The first cell that is not what the code writes is a RecordError with its file and line, and so
    is a file that is not there.
    """
    if not path.is_file():
        expected = "a stored table; python -m analysis simulate writes it"
        raise _fault(path, None, "", "no file", expected)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise _fault(path, None, "", f"byte {error.start:,} of no letter", "UTF-8") from None
    lines = csv.reader(StringIO(text))
    header = next(lines, [])
    if header != list(columns):
        raise _fault(path, 1, "", ",".join(header), ",".join(columns))
    patterns = [(name, re.compile(KINDS[kind][0])) for name, kind in columns.items()]
    for cells in lines:
        if len(cells) != len(patterns):
            raise _fault(path, lines.line_num, "", f"{len(cells)} cells", f"{len(patterns)}")
        for (name, pattern), cell in zip(patterns, cells, strict=True):
            if not pattern.fullmatch(cell):
                raise _fault(path, lines.line_num, name, cell, KINDS[columns[name]][1])
    return pd.read_csv(
        StringIO(text),
        keep_default_na=False,
        na_values={name: "" for name, kind in columns.items() if kind in ("number?", "date?")},
        parse_dates=[name for name, kind in columns.items() if kind.startswith("date")],
    )


def write_table(table: pd.DataFrame, path: Path) -> Path:
    """Write a table as all stored ones are: six digits, no index."""
    return write_whole(path, table.to_csv(index=False, float_format="%.6g"))


def _fault(path: Path, line: int | None, column: str, found: str, expected: str) -> RecordError:
    return RecordError([Problem(str(path), line, column, found, expected)])
