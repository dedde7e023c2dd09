"""What is answered to a question about one window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.bounds.repairs import Repairs
from analysis.record.loading import Record

RELAXED_COLUMNS = (
    *("measure", "group", "channel", "start", "end", "low", "high", "relaxed_low", "relaxed_high"),
    *("persons", "speakers", "reports"),
)


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


def relaxed_table(record: Record, repairs: Repairs) -> pd.DataFrame:
    """List what had to give way: what was said, the nearest that any repair allows, the persons.

    Columns are ``RELAXED_COLUMNS``; the table is empty if every report can be true.
    """
    rows = []
    for number, persons in repairs.given_way.items():
        series, claim = repairs.statements[number]
        low, high = repairs.nearest(number)
        rows.append(
            {
                "measure": series.measure,
                "group": series.group,
                "channel": series.channel,
                "start": record.counted_from + pd.Timedelta(days=claim.start),
                "end": record.counted_from + pd.Timedelta(days=claim.end),
                "low": claim.low,
                "high": claim.high,
                "relaxed_low": low,
                "relaxed_high": high,
                "persons": persons,
                "speakers": "; ".join(sorted(claim.voices)),
                "reports": "; ".join(claim.reports),
            }
        )
    return pd.DataFrame(rows, columns=RELAXED_COLUMNS)
