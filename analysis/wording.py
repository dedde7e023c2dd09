"""Days and small numbers in words: the same way of writing in every title, caption and label."""

from __future__ import annotations

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
    """Write a day in words.

    Examples
    --------
    >>> day_words(pd.Timestamp("2023-08-07"))
    '7 August 2023'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: pd.Timestamp) -> str:
    """Write a day in short.

    Examples
    --------
    >>> short_day(pd.Timestamp("2023-08-07"))
    '7 Aug 2023'
    """
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def month_words(day: pd.Timestamp) -> str:
    """Write the month of a day.

    Examples
    --------
    >>> month_words(pd.Timestamp("2023-08-07"))
    'August 2023'
    """
    return f"{MONTHS[day.month - 1]} {day.year}"


def span_words(numbers: pd.Series) -> str:
    """Write the range of whole numbers, or the one that they all are.

    Examples
    --------
    >>> span_words(pd.Series([149, 149])), span_words(pd.Series([20, 17]))
    ('149', '17 to 20')
    """
    low, high = int(numbers.min()), int(numbers.max())
    return f"{low}" if low == high else f"{low} to {high}"


def number_words(number: int) -> str:
    """Write a small number as a word, as prose does.

    Examples
    --------
    >>> number_words(5), number_words(11)
    ('five', '11')
    """
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
