"""Answers in print: days and numbers in words, tables for people, JSON and CSV for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""Written out here, because the names that ``strftime`` gives depend on the machine's language."""

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def day_words(day: pd.Timestamp) -> str:
    """Write a day in words: 1 August 2031."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: pd.Timestamp) -> str:
    """Write a day in short: 1 Aug 2031."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def month_words(day: pd.Timestamp) -> str:
    """Write the month of a day: August 2031."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def span_words(numbers: pd.Series) -> str:
    """Write the range of whole numbers (``17 to 20``), or the one that they all are."""
    low, high = int(numbers.min()), int(numbers.max())
    return f"{low}" if low == high else f"{low} to {high}"


def number_words(number: int) -> str:
    """Write a number up to ten as a word, as prose does."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def count_of(number: int, noun: str) -> str:
    """Write so many of a thing, in one or many: one day, 23 days."""
    return f"{number_words(number)} {noun}" + "s" * (number != 1)


def with_capital(words: str) -> str:
    """Begin words as a heading does, and leave the other letters."""
    return words[0].upper() + words[1:]


def count(value: float) -> str:
    """Return a count in print; the words "no limit" for infinity, blank where unknown."""
    if pd.isna(value):
        return ""
    return "no limit" if np.isinf(value) else f"{value:,.0f}"


def counted(number: float, unit: str) -> str:
    """Return a count with its unit, a plural in -s: 1 person, 2 persons."""
    return f"{count(number)} {unit.removesuffix('s') if number == 1 else unit}"


def count_range(low: float, high: float, unit: str) -> str:
    """Return a range of counts in print: ``exactly``, ``or more``, ``to`` or ``any number of``."""
    if low == high:
        return f"exactly {counted(low, unit)}"
    if np.isinf(high):
        return f"{counted(low, unit)} or more" if low > 0 else f"any number of {unit}"
    return f"{count(low)} to {count(high)} {unit}"


def plain(value: Any) -> Any:
    """Return a value as JSON has it: dates as text, no limit and unknown as null, 22.0 as 22."""
    if isinstance(value, pd.DataFrame):
        return [
            {name: plain(cell) for name, cell in row.items()} for row in value.to_dict("records")
        ]
    if isinstance(value, pd.Timestamp):
        return None if pd.isna(value) else f"{value:%Y-%m-%d}"
    if value is pd.NaT or value is pd.NA or value is None:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, float | np.floating):
        if not np.isfinite(value):
            return None
        return int(value) if float(value).is_integer() else float(value)
    return int(value) if isinstance(value, int | np.integer) else str(value)


def as_json(answer: Mapping[str, Any] | pd.DataFrame) -> str:
    """Return an answer as JSON text."""
    value = (
        plain(answer)
        if isinstance(answer, pd.DataFrame)
        else {name: plain(cell) for name, cell in answer.items()}
    )
    return json.dumps(value, indent=2, ensure_ascii=False)


def as_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV text: blank for unknown and for no limit, whole numbers whole."""
    cells = {
        name: ["" if plain(cell) is None else plain(cell) for cell in table[name]] for name in table
    }
    return pd.DataFrame(cells, dtype=object).to_csv(index=False, lineterminator="\n")


def as_table(table: pd.DataFrame) -> str:
    """Return a table aligned for reading: text to the left, counts to the right."""
    texts = {}
    for name in table:
        column = table[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            texts[name] = ["" if pd.isna(day) else f"{day:%Y-%m-%d}" for day in column]
        elif pd.api.types.is_bool_dtype(column):
            texts[name] = ["yes" if cell else "" for cell in column]
        elif pd.api.types.is_numeric_dtype(column):
            texts[name] = [count(cell) for cell in column]
        else:
            texts[name] = [str(cell) for cell in column]
    lines = []
    widths = {name: max(map(len, [str(name), *cells])) for name, cells in texts.items()}
    right = {
        name: pd.api.types.is_numeric_dtype(table[name])
        and not pd.api.types.is_bool_dtype(table[name])
        for name in texts
    }
    for row in [list(map(str, texts)), *map(list, zip(*texts.values(), strict=True))]:
        cells = [
            cell.rjust(widths[name]) if right[name] else cell.ljust(widths[name])
            for name, cell in zip(texts, row, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
