"""Silent days in a row as one row of a daily series, so that silence can be read."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.bounds.windows import series_bounds
from analysis.record.loading import Record


def silences_joined(
    record: Record, table: pd.DataFrame, *, measure: str, group: str, channel: str
) -> pd.DataFrame:
    """`dated_series` with neighbouring silent periods joined, each stretch with its own bounds.

    Silent is a period that may have been empty: nothing is proven in it, no dated exchange lies in
    it, nothing undated is placed there, and no report of a quarrel ends in it. The most of a
    stretch can be less than the sum over its days: one undated person may have come on any of them.
    """
    silent = (
        (table["status"] == "none")
        & (table["low"] == 0)
        & (table["best"] == 0)
        & (table["undated"] == 0)
        & ~table["disputed"]
    ).to_numpy(bool)
    begins = ~silent
    begins[0] = True
    begins[1:] |= ~silent[:-1]
    stretch = np.cumsum(begins)
    joined = table.groupby(stretch).last().reset_index(drop=True)
    joined["start"] = table.groupby(stretch)["start"].first().to_numpy()
    series = series_bounds(record, measure, group, channel)
    days = record.numbers(joined["start"]), record.numbers(joined["end"])
    joined["low"], joined["high"] = series.bounds(*days)
    return joined.astype({"low": int})
