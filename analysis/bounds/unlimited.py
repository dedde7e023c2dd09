"""Windows that nothing limits, found without a program: one person more can always come."""

from __future__ import annotations

from itertools import product

import numpy as np

from analysis.bounds.graph import ORIGIN
from analysis.bounds.linked import LinkedCounts
from analysis.bounds.program import Face
from analysis.record.vocabulary import Series
from analysis.record.words import ANY, EVERYBODY


def unlimited(
    counts: LinkedCounts, face: Face, series: Series, first: np.ndarray, last: np.ndarray
) -> np.ndarray:
    """Windows in which one person more of a series can always come, so that nothing limits it.

    Tried is a person of no group that the asked one does not imply, on each day, through each
    channel and in no other that need not contain it: it must be in no window whose count has an
    upper limit. True is certain.
    """
    _, above = counts.standing(face)
    words = counts.words
    result = np.zeros(len(first), dtype=bool)
    for single in counts.singles(series):
        days = counts.days(single._replace(group=EVERYBODY))
        opening = np.searchsorted(days, np.maximum(np.asarray(first) - 1, ORIGIN), "right") - 1
        closing = np.searchsorted(days, last)
        result |= closing == len(days)
        parts = words.parts(single.measure)
        if not words.group_within(single.group, EVERYBODY) or any(
            words.group_within(single.group, part) for part in parts
        ):
            parts = ()
        for part, through in product(parts or [single.group], _ways(counts, single.channel)):
            of = {name for name in counts.groups if words.group_within(single.group, name)
                  or words.group_within(part, name)}  # fmt: skip

            def counts_it(
                other: Series,
                single: Series = single,
                of: set[str] = of,
                through: set[str] = through,
            ) -> bool:
                return (
                    other.group in of
                    and single.measure in words.singles_of_measure(other.measure)
                    and not through.isdisjoint(words.singles_of(other.channel))
                )

            free = np.ones(len(days) - 1, dtype=bool)
            for limit in np.flatnonzero(above):
                said = counts.limits[limit]
                if counts_it(said.series):
                    start, end = np.searchsorted(days, (said.opened, said.closed))
                    free[start:end] = False
            for link in counts.links:
                if sum(map(counts_it, link.more)) != sum(map(counts_it, link.less)):
                    for step in np.flatnonzero(
                        face.above[link.row : link.row + len(link.days) - 1]
                    ):
                        start, end = np.searchsorted(days, link.days[step : step + 2])
                        free[start:end] = False
            count = np.r_[0, np.cumsum(free)]
            result |= count[np.minimum(closing, len(days) - 1)] > count[opening]
    return result


def _ways(counts: LinkedCounts, channel: str) -> list[set[str]]:
    """Channels through which a person of one comes: what contains it, and one that is counted."""
    words = counts.words
    if channel not in counts.crossing:
        return [{channel}]
    wide = {name for name in counts.crossing if words.channel_within(channel, name)}
    inside = [name for name in words.single_channels
              if name == ANY or words.channel_within(channel, name)]  # fmt: skip
    return [wide | {name} for name in inside[:1] or words.single_channels]
