"""Days, and lengths in days as arrays."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

DAY = np.timedelta64(1, "D")

Day: TypeAlias = str | date | np.datetime64
"""A day as somebody may give it; `datetime.date` includes `pandas.Timestamp`."""

_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def as_day(day: Day, name: str) -> pd.Timestamp:
    """Give a day written YYYY-MM-DD, a date, or a moment at midnight without a time zone.

    Whatever else might be meant is a ValueError that calls it `name`: no day is guessed.
    """
    known = isinstance(day, date) or (isinstance(day, str) and _WRITTEN.fullmatch(day) is not None)
    if isinstance(day, np.datetime64):
        known = np.datetime_data(day.dtype)[0] not in "YMW"  # a month is no day
    try:
        moment = pd.Timestamp(str(day) if isinstance(day, str) else day) if known else pd.NaT
    except ValueError:  # no such day
        moment = pd.NaT
    if (
        not isinstance(moment, pd.Timestamp)
        or moment.tz is not None
        or moment != moment.normalize()
        or not MINYEAR <= moment.year <= MAXYEAR
    ):
        shown = " ".join(f"{day!r:.60}".split())
        raise ValueError(
            f"{name} {shown} is not a day; expected one written YYYY-MM-DD, or a date without "
            "time of day and time zone"
        )
    return moment


def positive_days(days: ArrayLike, name: str, minimum: int) -> Floats:
    """Give `days` as a one-dimensional array of at least `minimum` positive finite numbers.

    A ValueError calls them `name` and says which value is wrong, or how many there are.
    """
    values = np.atleast_1d(np.asarray(days, dtype=float))
    if values.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, got shape {values.shape}")
    wrong = values[~(np.isfinite(values) & (values > 0))]
    if wrong.size:
        raise ValueError(f"{name} must be positive finite numbers, got {wrong[0]:g}")
    if values.size < minimum:
        raise ValueError(f"{name} needs at least {minimum} values, got {values.size}")
    return values
