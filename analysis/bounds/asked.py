"""What is asked of the record, checked: the three words of a series, and days."""

from __future__ import annotations

import pandas as pd

from analysis.record.loading import Record
from analysis.record.relations import GROUPS_OF_MEASURE, STOCK_MEASURES
from analysis.record.schema import CHANNELS, GROUPS, MEASURES


def check_series(measure: str, group: str, channel: str) -> None:
    """Check that three words name a series that adds up over days.

    Raises
    ------
    ValueError
        One line that names the word and what was expected.
    """
    for name, word, words in (
        ("measure", measure, MEASURES),
        ("group", group, GROUPS),
        ("channel", channel, CHANNELS),
    ):
        if word not in words:
            raise ValueError(f"{name} {word!r} is unknown; expected one of {', '.join(words)}")
    if group not in GROUPS_OF_MEASURE[measure]:
        groups = ", ".join(name for name in GROUPS if name in GROUPS_OF_MEASURE[measure])
        raise ValueError(f"group {group!r} is none of {measure}; expected one of {groups}")
    if measure in STOCK_MEASURES:
        raise ValueError(
            f"measure {measure!r} is a number at a day and has no count over a window; "
            "expected a measure that adds up over days"
        )


def as_date(date: str | pd.Timestamp, name: str) -> pd.Timestamp:
    """Return a date given as text.

    Raises
    ------
    ValueError
        If the date does not exist; the message calls it ``name``.

    Examples
    --------
    >>> as_date("2023-08-07", "start")
    Timestamp('2023-08-07 00:00:00')
    """
    fault = f"{name} {date!r} is not a date; expected one written YYYY-MM-DD"
    try:
        moment = pd.Timestamp(date)
    except ValueError:
        raise ValueError(fault) from None
    if pd.isna(moment):
        raise ValueError(fault)
    return moment.normalize()


def day_number(date: str | pd.Timestamp, record: Record, name: str = "date") -> int:
    """Whole days from the record's ``counted_from`` to a date.

    Raises
    ------
    ValueError
        If the date does not exist or lies before ``counted_from``.
    """
    moment = as_date(date, name)
    days = (moment - record.counted_from).days
    if days < 0:
        raise ValueError(
            f"{name} {moment:%Y-%m-%d} is before the record begins; "
            f"expected {record.counted_from:%Y-%m-%d} or later"
        )
    return days


def window_days(
    record: Record, start: str | pd.Timestamp, end: str | pd.Timestamp
) -> tuple[int, int]:
    """Both ends of a window as day numbers.

    Raises
    ------
    ValueError
        If a date does not exist or lies before the record, or the window ends before it starts.
    """
    first, last = day_number(start, record, "start"), day_number(end, record, "end")
    if last < first:
        raise ValueError(
            f"end {pd.Timestamp(end):%Y-%m-%d} is before start {pd.Timestamp(start):%Y-%m-%d}; "
            "expected the same day or a later one"
        )
    return first, last
