"""A watch over events in whole days: what was known on each evening, and what came after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.gaps.days import Floats

Ints = NDArray[np.int64]

HORIZON = 365
"""Days ahead to which every forecast reaches."""

FIRST = 15
"""Events that must have ended before the first forecast."""


@dataclass(frozen=True)
class Watch:
    """First and last days of merged events, counted from 0, the first of so many `days` watched."""

    starts: Ints
    ends: Ints
    days: int
    merge_days: int

    def __post_init__(self) -> None:
        gaps = self.starts[1:] - self.ends[:-1]
        if (
            len(self.starts) <= FIRST
            or not (np.all(gaps > self.merge_days) and np.all(self.ends >= self.starts))
            or self.starts[0] < 0
            or self.ends[-1] >= self.days
        ):
            raise ValueError(
                f"{len(self.starts)} events in {self.days} days: expected more than {FIRST}, in "
                f"order, further apart than {self.merge_days} days, inside the watch"
            )

    def before(self, day: int) -> tuple[Ints, Ints]:
        """First and last days of the events that had ended by the evening of a day."""
        known = int(np.searchsorted(self.ends, day, "right"))
        return self.starts[:known], self.ends[:known]

    def origins(self) -> Ints:
        """Days on whose evening a forecast is made: from `FIRST` events on, none under way."""
        every = np.arange(self.ends[FIRST - 1], self.days)
        under_way = np.zeros(self.days, dtype=bool)
        for start, end in zip(self.starts, self.ends, strict=True):
            under_way[start:end] = True
        return every[~under_way[every]]

    def waits(self, origins: Ints) -> Floats:
        """Days from each origin to the start of the next event; NaN if none was seen."""
        at = np.searchsorted(self.starts, origins, "right")
        return np.append(self.starts, np.nan)[at] - origins

    def can_begin(self) -> NDArray[np.bool_]:
        """Days on which an event may begin: none may inside another and its merge window."""
        free = np.ones(self.days, dtype=bool)
        for start, end in zip(self.starts, self.ends, strict=True):
            free[start + 1 : end + self.merge_days + 1] = False
        return free

    def free_ahead(self, day: int) -> Ints:
        """Of the 0, 1, ... `HORIZON` days after a day, on how many an event may begin."""
        silent = day - int(self.before(day)[1][-1]) - self.merge_days
        return np.maximum(silent + np.arange(HORIZON + 1), 0) - max(silent, 0)
