"""Every fault of a record folder in one pass: files, cells, keys, and the rules between them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from analysis.record.cells import cell_faults, is_date
from analysis.record.csv_tables import RawTable, read_table, read_text
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


def validate_folder(folder: Path) -> tuple[dict[str, RawTable], dict[str, str], list[Problem]]:
    """Read a record folder and list everything that is wrong with it, by file and line.

    Returns the cells by table name as text, faulty ones blanked; the package's days, where valid;
    and the problems, none of which means that the record is valid.
    """
    if not folder.is_dir():
        return {}, {}, [Problem(str(folder), None, "", "no folder", "the folder of a record")]
    problems: list[Problem] = []
    raw = {name: read_table(folder, table, problems) for name, table in TABLES.items()}
    dates = _package_dates(folder, problems)
    for table in TABLES.values():
        problems.extend(_cell_faults(table, raw[table.name]))
    for table in TABLES.values():
        problems.extend(_key_faults(table, raw))
    problems.extend(attribution_faults(raw["sources"], raw["reports"], raw["speakers"]))
    problems.extend(report_faults(raw["reports"], raw["sources"]))
    problems.extend(named_exchange_faults(raw["reports"], raw["exchanges"]))
    problems.extend(correction_circles(raw["reports"]))
    problems.extend(exchange_faults(raw["exchanges"]))
    if "counted_from" in dates:
        problems.extend(before_the_record(raw["reports"], raw["exchanges"], dates["counted_from"]))
    problems.extend(judgement_faults(raw["judgements"], raw["reports"]))
    files = [table.file for table in TABLES.values()]
    order = {file: place for place, file in enumerate([*files, PACKAGE_FILE])}
    problems.sort(key=lambda problem: (order[problem.file], problem.line or 0))
    return raw, dates, problems


def _package_dates(folder: Path, problems: list[Problem]) -> dict[str, str]:
    text = read_text(folder / PACKAGE_FILE, problems)
    if text is None:
        return {}
    try:
        package = json.loads(text)
    except json.JSONDecodeError as error:
        problems.append(Problem(PACKAGE_FILE, error.lineno, "", error.msg, "valid JSON"))
        return {}
    except RecursionError:
        problems.append(Problem(PACKAGE_FILE, None, "", "endless nesting", "valid JSON"))
        return {}
    if not isinstance(package, dict):
        problems.append(Problem(PACKAGE_FILE, None, "", type(package).__name__, "a JSON object"))
        return {}
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


def _cell_faults(table: Table, raw: RawTable) -> Iterator[Problem]:
    """Yield cells of the wrong type, form or word; blank them, so that no later check trips."""
    for name, cells in raw.cells.items():
        faults = cell_faults(table.column(name), set(cells))
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
