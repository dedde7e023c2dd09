"""What is asked of the record, checked: the three words of a series, days, and counts.

Nothing is guessed: what can be read in two ways, or not as a whole, is refused in one line that
names the argument.
"""

from __future__ import annotations

import re
from calendar import monthrange

import numpy as np
import pandas as pd

from analysis.record.cells import is_date
from analysis.record.dates import Date, as_date, no_date, shown
from analysis.record.loading import Record
from analysis.record.schema import LARGEST_COUNT

_MONTH_OR_YEAR = re.compile(r"[0-9]{4}(-[0-9]{2})?")
_PLAIN = re.compile(r"0|[1-9][0-9]*")
# Thousands as they are printed: a comma or a space that does not break (no-break, thin, narrow).
_GROUPED = re.compile("[1-9][0-9]{0,2}(?:([,\u00a0\u2009\u202f])[0-9]{3})(?:\\1[0-9]{3})*")
_RANGE = re.compile("([^-\u2013]+)[-\u2013]([^-\u2013]+)")  # a hyphen or a dash


def check_series(record: Record, measure: str, group: str, channel: str) -> None:
    """Check that three words name a series that adds up over days.

    Raises
    ------
    ValueError
        One line that names the word and what was expected.
    """
    words = record.vocabulary
    for name, word in (("measure", measure), ("group", group), ("channel", channel)):
        known = words.words(f"{name}s")
        if word not in known:
            raise ValueError(f"{name} {word!r} is unknown; expected one of {', '.join(known)}")
    groups = words.groups_of(measure)
    if group not in groups:
        expected = ", ".join(groups)
        raise ValueError(f"group {group!r} is none of {measure}; expected one of {expected}")
    if measure in words.stocks:
        raise ValueError(
            f"measure {measure!r} is a number at a day and has no count over a window; "
            "expected a measure that adds up over days"
        )


def check_stock(record: Record, measure: str) -> None:
    """Check that a measure is a number at a day; a ValueError that names those if not."""
    stocks = record.vocabulary.stocks
    if measure not in stocks:
        expected = " or ".join(sorted(stocks)) or "none: the record counts nothing held"
        raise ValueError(f"measure {measure!r} is not a stock; expected {expected}")


def as_window(start: Date, end: Date) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Both ends of a window; of a month or a year (YYYY-MM, YYYY) its first and its last day.

    A ValueError if one of them is not a date.
    """
    return _end_of_window(start, "start"), _end_of_window(end, "end")


def _end_of_window(date: Date, name: str) -> pd.Timestamp:
    if not isinstance(date, str) or is_date(date):
        return as_date(date, name)
    year, _, month = date.partition("-")
    month = month or ("01" if name == "start" else "12")
    if not _MONTH_OR_YEAR.fullmatch(date) or not is_date(f"{year}-{month}-01"):
        raise no_date(date, name, "one written YYYY-MM-DD, or a month (YYYY-MM) or year (YYYY)")
    day = 1 if name == "start" else monthrange(int(year), int(month))[1]
    return pd.Timestamp(f"{year}-{month}-{day:02}")


def window_days(record: Record, start: Date, end: Date) -> tuple[int, int]:
    """Both ends of a window as whole days from the record's ``counted_from``.

    A ValueError as of `as_window`, for a day before the record begins, and for an end before the
    start.
    """
    first, last = as_window(start, end)
    for name, moment in (("start", first), ("end", last)):
        if moment < record.counted_from:
            raise ValueError(
                f"{name} {moment:%Y-%m-%d} is before the record begins; "
                f"expected {record.counted_from:%Y-%m-%d} or later"
            )
    if last < first:
        raise ValueError(
            f"end {last:%Y-%m-%d} is before start {first:%Y-%m-%d}; "
            "expected the same day or a later one"
        )
    return record.number(first), record.number(last)


def as_count(value: object, name: str) -> int:
    """Return a count: a whole number, or its digits as text, thousands separated or not.

    Thousands may be separated as in print (2,598; no-break and thin spaces too). A number with a
    fractional part or of a type that can have one is refused, as is one above `LARGEST_COUNT`.
    """
    number = None
    if isinstance(value, str):
        if _PLAIN.fullmatch(value) or _GROUPED.fullmatch(value):
            digits = re.sub("[^0-9]", "", value)
            # Longer texts are refused by their length: int() would refuse them in its own words.
            number = int(digits) if len(digits) <= len(str(LARGEST_COUNT)) else LARGEST_COUNT + 1
    elif isinstance(value, int | np.integer) and not isinstance(value, bool):
        number = int(value)
    if number is None or not 0 <= number <= LARGEST_COUNT:
        raise ValueError(
            f"{name} {shown(value)} is not a count; expected a whole number of at least 0 and at "
            f"most {LARGEST_COUNT:,}, such as 2598 or 2,598"
        )
    return number


def as_count_range(value: object, name: str) -> tuple[int, int]:
    """Return the lowest and the highest of what may be one count (then both are it) or a range.

    A range is text (``42-44``, with a hyphen or a dash) or a pair of counts. A ValueError as of
    `as_count`, and for a range that ends below its beginning.
    """
    found = _RANGE.fullmatch(value) if isinstance(value, str) else None
    if found:
        low, high = (as_count(text, name) for text in found.groups())
    elif isinstance(value, tuple) and len(value) == 2:
        low, high = (as_count(number, name) for number in value)
    else:
        low = high = as_count(value, name)
    if high < low:
        raise ValueError(f"{name} {shown(value)} is no range; expected the lower count first")
    return low, high
