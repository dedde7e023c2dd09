"""One cell against its column, with the day that a spreadsheet's mangled date may stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from analysis.record.schema import Column

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")  # nine digits: LARGEST_COUNT
_SERIAL = re.compile(r"[34][0-9]{4}(\.[0-9]+)?")
_DATE_WITH_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+Z?")

# How spreadsheets write a day when they take a date for their own.
_SPREADSHEET_FORMATS = (
    "%d.%m.%Y",
    "%d.%m.%y",
    "%m/%d/%Y",
    "%m/%d/%y",
    "%d/%m/%Y",
    "%d/%m/%y",
    "%Y/%m/%d",
    "%d-%m-%Y",
    "%d-%b-%Y",
    "%d-%b-%y",
)
_SERIAL_ORIGIN = date(1899, 12, 30)  # day 0 of spreadsheet serial dates after February 1900


def cell_faults(column: Column, texts: Iterable[str]) -> dict[str, str]:
    """Find the texts (each given once) that are no valid cells of a column, and what should be."""
    valid = _validator(column)
    faults = {}
    for text in texts:
        if column.required if text == "" else not valid(text):
            hint = _spreadsheet_hint(text) if column.type == "date" else ""
            faults[text] = column.expected + hint
    return faults


def _validator(column: Column) -> Callable[[str], object]:
    if column.type == "date":
        return is_date
    if column.type == "integer":
        return lambda text: _WHOLE.fullmatch(text) and int(text) >= column.minimum
    if column.words:
        return frozenset(column.words).__contains__
    if column.pattern:
        return re.compile(column.pattern).fullmatch
    # Spaces around a text are invisible, and make two equal names differ.
    return lambda text: text == text.strip()


def is_date(text: str) -> bool:
    """Tell whether ``text`` is a day that exists, written YYYY-MM-DD."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _spreadsheet_hint(text: str) -> str:
    """Name the day or days that a spreadsheet's spelling may stand for."""
    days = set()
    if _SERIAL.fullmatch(text):
        days.add(_SERIAL_ORIGIN + timedelta(days=int(float(text))))
    elif _DATE_WITH_TIME.fullmatch(text) and is_date(text[:10]):
        days.add(date.fromisoformat(text[:10]))
    elif text.isascii():
        for spelling in _SPREADSHEET_FORMATS:
            try:
                days.add(datetime.strptime(text, spelling).date())
            except ValueError:
                continue
    if not days:
        return ""
    return f" (changed by a spreadsheet: {' or '.join(map(str, sorted(days)))}?)"
