"""A day as somebody gives it, read or refused; nothing is guessed."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date as Day
from typing import TypeAlias

import numpy as np
import pandas as pd

from analysis.record.cells import is_date

Date: TypeAlias = str | Day | np.datetime64
"""A day as somebody may give it; `datetime.date` includes `pandas.Timestamp`."""

_YEARS = f"a date of the years {MINYEAR} to {MAXYEAR}"
DATED_WITHIN = 7
"""Days: an exchange that lies in a longer window is known to have been held, but not dated."""

_LONGEST = 60  # characters of a value in a message


def as_date(date: Date, name: str) -> pd.Timestamp:
    """Return a day: text written YYYY-MM-DD, a date, or a moment at midnight without a time zone.

    Anything else is a ValueError that calls it ``name``, not read as a day that may be meant.
    """
    if isinstance(date, str):
        if not is_date(date):
            raise no_date(date, name, "one written YYYY-MM-DD")
        return pd.Timestamp(str(date))  # pandas 3.0.0 takes no text of a subclass
    if not isinstance(date, Day | np.datetime64) or pd.isna(date):
        raise no_date(date, name, "text written YYYY-MM-DD, or a date")
    if isinstance(date, np.datetime64) and np.datetime_data(date.dtype)[0] in "YMW":
        raise no_date(date, name, "a day, not a longer time")
    try:
        moment = pd.Timestamp(date)
    except ValueError:  # farther away than pandas counts
        raise no_date(date, name, _YEARS) from None
    if not MINYEAR <= moment.year <= MAXYEAR:
        raise no_date(date, name, _YEARS)
    if moment.tz is not None or moment != moment.normalize():
        raise no_date(date, name, "a day without time of day and time zone")
    return moment


def no_date(found: object, name: str, expected: str) -> ValueError:
    """Say of something that it is no date, and what was expected."""
    return ValueError(f"{name} {shown(found)} is not a date; expected {expected}")


def shown(found: object) -> str:
    """Show a value on one line, cut if it is long."""
    text = " ".join(repr(found).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
