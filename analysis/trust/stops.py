"""How often a longest gap is called unusual, in each world, with and without a true stop in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import pandas as pd

from analysis.events.three_worlds import WORLDS, longest_in_worlds
from analysis.events.verdicts_by_counting import LEVEL
from analysis.gaps.days import Floats
from analysis.gaps.segmentation import calibrate_penalty, event_cells, poisson_partition

STOPS = (0, 60, 90, 120, 150, 180)
"""Days of a true stop; 0: nothing stops, and the share is the level."""

MERGE = 1
"""Merge window with which every history is read."""

_DAYS, _EVENTS = 1478, 70
_FALL_AT, _FALL_TO = 0.32, 0.36  # share of the days, and of the rate, at which it falls

_ORIGIN = pd.Timestamp("2030-01-01")


def _rates(before: float, after: float) -> Floats:
    at = np.arange(_DAYS) < _FALL_AT * _DAYS
    return np.where(at, before, after)


def _by_rate(rates: Floats, rng: np.random.Generator) -> np.ndarray:
    return np.flatnonzero(rng.random(_DAYS) < rates)


def _renewal(rng: np.random.Generator) -> np.ndarray:
    gaps = rng.lognormal(np.log(12.5), 1.0, 6 * _EVENTS)
    return np.floor(np.cumsum(gaps)).astype(int)


_MEAN = _EVENTS / _DAYS
_BEFORE = _MEAN / (_FALL_AT + (1 - _FALL_AT) * _FALL_TO)
HISTORIES: Mapping[str, Callable[[np.random.Generator], np.ndarray]] = MappingProxyType(
    {
        "one rate": lambda rng: _by_rate(_rates(_MEAN, _MEAN), rng),
        "uneven gaps": _renewal,
        "changed rate": lambda rng: _by_rate(_rates(_BEFORE, _BEFORE * _FALL_TO), rng),
    }
)
"""Worlds in which nothing stops, about as long and busy as the record; lognormal gaps, a fall."""


def stop_shares(
    worlds: Sequence[str], tests: Sequence[str], stops: Sequence[int], histories: int,
    rng: np.random.Generator,
) -> pd.DataFrame:  # fmt: skip
    """Share of histories whose longest gap each test calls unusual, after the search for changes.

    A stop takes out the events of so many days somewhere in the middle half. The changes of the
    rate are searched in each history anew, stop and all, as they are in a record. One row a world,
    test and stop: ``world, test, stop_days, histories, share, se``.
    """
    rows = []
    for world in worlds:
        rings: dict[tuple[str, int], list[bool]] = {}
        for _ in range(histories):
            drawn, first = HISTORIES[world](rng), int(rng.integers(_DAYS // 4, _DAYS // 2))
            drawn = np.unique(drawn[drawn < _DAYS])
            for stop in stops:
                days = drawn[(drawn <= first) | (drawn > first + stop)]
                for test, pvalue in _verdicts(days, tests).items():
                    rings.setdefault((test, stop), []).append(pvalue <= LEVEL)
        for (test, stop), rang in rings.items():
            share = float(np.mean(rang))
            se = float(np.sqrt(share * (1 - share) / len(rang)))
            rows.append((world, test, stop, len(rang), share, se))
    columns = ["world", "test", "stop_days", "histories", "share", "se"]
    return pd.DataFrame(rows, columns=columns)


def _verdicts(days: np.ndarray, tests: Sequence[str]) -> dict[str, float]:
    first = np.append(True, np.diff(days) > MERGE)
    starts, ends = days[first], days[np.append(first[1:], True)]
    length = np.append(starts, _DAYS - 1) - np.append(-1, ends)
    parts = ["opening", *["between"] * (len(starts) - 1), "open"]
    begin = _ORIGIN + pd.to_timedelta(np.append(-1, ends), unit="D")
    gaps = pd.DataFrame({"start": begin, "days": length, "part": parts})
    edges: list[pd.Timestamp] = []
    if "changed rate" in tests:
        counts, cells = event_cells(starts)
        penalty = _penalty(10 * round(len(starts) / 10))
        inner = cells[poisson_partition(counts, cells, penalty)][1:-1]
        edges = [_ORIGIN + pd.Timedelta(days=float(day)) for day in inner]
    return longest_in_worlds(gaps, edges, MERGE, tests)


@lru_cache(maxsize=32)
def _penalty(events: int) -> float:
    """Penalty by the number of events to the nearest ten: it moves slowly with it."""
    return calibrate_penalty(max(events, 10), 0.05, int(0.95 * _DAYS), merge_days=MERGE, n=1000)


QUICK = tuple(world for world in WORLDS if world != "uneven gaps")
"""Tests that take little time; that of uneven gaps integrates over parameters."""
