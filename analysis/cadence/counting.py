"""The choices of which the notebooks and figures show all: what counts, and what is one event."""

from __future__ import annotations

from typing import Final, TypedDict, get_args

import pandas as pd

from analysis.cadence.definitions import Definition


class Counting(TypedDict):
    """One way of counting exchanges as events."""

    definition: Definition
    merge_days: int


DEFINITIONS: Final[tuple[Definition, ...]] = get_args(Definition)
MERGE_WINDOWS: Final = tuple(range(15))
REFERENCE: Final = Counting(definition="announced", merge_days=1)
"""Where one way has to stand for all: whatever was announced, the days of one deal one event.

It is no better than its neighbours; no result is given for it without the range over all.
"""
FALSE_ALARM: Final = 0.05
"""Probability of reporting a change of rate where there is none."""


def of_reference(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of a table over all ways of counting that hold for the reference way."""
    same = table["definition"] == REFERENCE["definition"]
    return table[same & (table["merge_days"] == REFERENCE["merge_days"])]
