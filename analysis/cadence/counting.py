"""The choices of which the notebooks and figures show all: what counts, and what is one event."""

from __future__ import annotations

from typing import Final, TypedDict

from analysis.cadence.gaps import Definition


class Counting(TypedDict):
    """One way of counting exchanges as events."""

    definition: Definition
    merge_days: int


DEFINITIONS: Final[tuple[Definition, ...]] = ("numbered", "announced", "all")
MERGE_WINDOWS: Final = tuple(range(15))
REFERENCE: Final = Counting(definition="announced", merge_days=1)
"""Where one way has to stand for all: whatever was announced, the days of one deal one event.

It is no better than its neighbours; no result is given for it without the range over all.
"""
FALSE_ALARM: Final = 0.05
"""Probability of reporting a change of rate where there is none."""
