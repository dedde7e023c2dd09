"""What is answered to a question about one window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class WindowBounds:
    """Tightest bounds of one count in one window.

    Attributes
    ----------
    measure, group, channel : str
        The series.
    start, end : Timestamp
        First and last day of the window.
    low : int
        Persons (or exchanges) at least.
    high : float
        At most; a whole number, or infinity where no report limits the count.
    disputed : bool
        Whether a report of a quarrel ends in the window.
    relaxed : DataFrame
        Every report that had to give way (see `relaxed_table`).
    """

    measure: str
    group: str
    channel: str
    start: pd.Timestamp
    end: pd.Timestamp
    low: int
    high: float
    disputed: bool
    relaxed: pd.DataFrame

    def __repr__(self) -> str:
        high = "no upper limit" if np.isinf(self.high) else f"{self.high:,.0f}"
        return (
            f"WindowBounds({self.measure}, {self.group}, {self.channel}, "
            f"{self.start:%Y-%m-%d} to {self.end:%Y-%m-%d}: {self.low:,} to {high}"
            f"{', disputed' if self.disputed else ''})"
        )
