"""Windows that nothing limits, found without a program: one person more can always come."""

from __future__ import annotations

import numpy as np

from analysis.bounds.graph import ORIGIN
from analysis.bounds.linked import LinkedCounts, singles_of
from analysis.bounds.program import Face
from analysis.record.relations import group_within


def unlimited(
    counts: LinkedCounts, face: Face, group: str, channel: str, first: np.ndarray, last: np.ndarray
) -> np.ndarray:
    """Windows in which one person more of a group can always come, so that nothing limits it.

    Tried is a person of no group that the asked one does not imply, on each day and in each
    channel: it must be in no window whose count has an upper limit. True is certain.
    """
    _, above = counts.standing(face)
    parts = [] if any(group_within(group, part) for part in counts.parts) else counts.parts
    result = np.zeros(len(first), dtype=bool)
    for single in singles_of(channel):
        days = counts.days("all", single)
        opening = np.searchsorted(days, np.maximum(np.asarray(first) - 1, ORIGIN), "right") - 1
        closing = np.searchsorted(days, last)
        result |= closing == len(days)
        for part in parts or [group]:
            free = np.ones(len(days) - 1, dtype=bool)
            of = {name for name in counts.groups if group_within(group, name)
                  or group_within(part, name)}  # fmt: skip
            for limit in np.flatnonzero(above):
                said = counts.limits[limit]
                if said.group in of and said.channel in (single, "any"):
                    start, end = np.searchsorted(days, (said.opened, said.closed))
                    free[start:end] = False
            for row, name, whole, its_channel in counts.link_rows:
                if its_channel == single and (whole in of and name not in of
                                              if whole else name in of):  # fmt: skip
                    own = counts.days(name, single)
                    for step in np.flatnonzero(face.above[row : row + len(own) - 1]):
                        start, end = np.searchsorted(days, own[step : step + 2])
                        free[start:end] = False
            count = np.r_[0, np.cumsum(free)]
            result |= count[np.minimum(closing, len(days) - 1)] > count[opening]
    return result
