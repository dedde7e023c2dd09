"""Every fault of a record folder in one pass: files, cells, keys, and the rules between them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from analysis.record.cells import cell_faults, is_date
from analysis.record.csv_tables import RawTable, read_table, read_text
from analysis.record.declared import read_vocabulary
from analysis.record.problems import Problem
from analysis.record.rules import (
    attribution_faults,
    before_the_record,
    correction_circles,
    exchange_faults,
    judgement_faults,
    named_exchange_faults,
    report_faults,
)
from analysis.record.schema import PACKAGE_DATES, PACKAGE_FILE, TABLES, Table
from analysis.record.vocabulary import Vocabulary


class RawRecord(NamedTuple):
    """A folder as read: cells as text, faulty ones blanked, days where valid, faults, words."""

    tables: dict[str, RawTable]
    dates: dict[str, str]
    problems: list[Problem]
    vocabulary: Vocabulary


def validate_folder(folder: Path) -> RawRecord:
    """Read a record folder and list everything that is wrong with it, by file and line."""
    problems: list[Problem] = []
    if not folder.is_dir():
        problems.append(Problem(str(folder), None, "", "no folder", "the folder of a record"))
        return RawRecord({}, {}, problems, read_vocabulary({})[0])
    raw = {name: read_table(folder, table, problems) for name, table in TABLES.items()}
    package = _package(folder, problems)
    dates = _package_dates(package, problems) if package is not None else {}
    vocabulary, faults = read_vocabulary(package or {})
    problems.extend(faults)
    # What the words of cells should be, a package with a fault cannot tell.
    words = vocabulary if package is not None and not faults else None
    for table in TABLES.values():
        problems.extend(_cell_faults(table, raw[table.name], words))
    for table in TABLES.values():
        problems.extend(_key_faults(table, raw))
    problems.extend(attribution_faults(raw["sources"], raw["reports"], raw["speakers"]))
    problems.extend(report_faults(raw["reports"], raw["sources"], words))
    problems.extend(named_exchange_faults(raw["reports"], raw["exchanges"]))
    problems.extend(correction_circles(raw["reports"]))
    problems.extend(exchange_faults(raw["exchanges"], words))
    if "counted_from" in dates:
        problems.extend(before_the_record(raw["reports"], raw["exchanges"], dates["counted_from"]))
    problems.extend(judgement_faults(raw["judgements"], raw["reports"], words))
    files = [table.file for table in TABLES.values()]
    order = {file: place for place, file in enumerate([*files, PACKAGE_FILE])}
    problems.sort(key=lambda problem: (order[problem.file], problem.line or 0))
    return RawRecord(raw, dates, problems, vocabulary)


def _package(folder: Path, problems: list[Problem]) -> dict[str, Any] | None:
    text = read_text(folder / PACKAGE_FILE, problems)
    if text is None:
        return None
    try:
        package = json.loads(text)
    except json.JSONDecodeError as error:
        problems.append(Problem(PACKAGE_FILE, error.lineno, "", error.msg, "valid JSON"))
        return None
    except RecursionError:
        problems.append(Problem(PACKAGE_FILE, None, "", "endless nesting", "valid JSON"))
        return None
    if not isinstance(package, dict):
        problems.append(Problem(PACKAGE_FILE, None, "", type(package).__name__, "a JSON object"))
        return None
    return package


def _package_dates(package: dict[str, Any], problems: list[Problem]) -> dict[str, str]:
    dates = {}
    for name in PACKAGE_DATES:
        found = package.get(name, "")
        if isinstance(found, str) and is_date(found):
            dates[name] = found
        else:
            expected = "a date that exists, written YYYY-MM-DD in quotes"
            problems.append(Problem(PACKAGE_FILE, None, name, str(found), expected))
    if len(dates) == 2 and dates["complete_through"] < dates["counted_from"]:
        expected = f"a day not before counted_from ({dates['counted_from']})"
        found = dates["complete_through"]
        problems.append(Problem(PACKAGE_FILE, None, "complete_through", found, expected))
    return dates


def _cell_faults(table: Table, raw: RawTable, vocabulary: Vocabulary | None) -> Iterator[Problem]:
    """Yield cells of the wrong type, form or word; blank them, so that no later check trips."""
    for name, cells in raw.cells.items():
        column = table.column(name)
        faults = cell_faults(column.of(vocabulary) if vocabulary else column, set(cells))
        if not faults:
            continue
        for row, text in enumerate(cells):
            if text in faults:
                yield Problem(table.file, raw.lines[row], name, text, faults[text])
                cells[row] = ""


def _key_faults(table: Table, raw: dict[str, RawTable]) -> Iterator[Problem]:
    """Yield repeated primary keys and references to rows that are not there."""
    first: dict[tuple[str, ...], int] = {}
    for line, *cells in raw[table.name].rows(*table.primary_key):
        key = tuple(cells)
        if key in first:
            expected = f"a new {' and '.join(table.primary_key)} (line {first[key]} has it)"
            yield Problem(table.file, line, table.primary_key[-1], " ".join(key), expected)
        elif "" not in key:
            first[key] = line
    for foreign in table.foreign_keys:
        target = raw[foreign.table]
        if not target.whole:
            continue
        known = {"", *target.cells[foreign.reference]}
        expected = f"a {foreign.reference} of {TABLES[foreign.table].file}"
        for line, text in raw[table.name].rows(foreign.column):
            if text not in known:
                yield Problem(table.file, line, foreign.column, text, expected)
