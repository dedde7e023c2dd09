"""Which group or channel contains which: used wherever series are linked."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.record.vocabulary import (
    CHANNEL_FREE as CHANNEL_FREE,
    CHANNEL_PARTS as CHANNEL_PARTS,
    GROUP_PARTS,
    GROUP_WHOLES,
    GROUPS_OF_MEASURE as GROUPS_OF_MEASURE,
    NUMBERED_CHAIN,
    RECEIVING_SIDE as RECEIVING_SIDE,
    STOCK_MEASURES as STOCK_MEASURES,
)

# Words named twice above are passed on to bounds/ and series/, which still take them from here.

DATED_WITHIN = 7
"""Days: an exchange that lies in a longer window is known to have been held, but not dated."""


def group_within(part: str, whole: str) -> bool:
    """Whether everybody counted in ``part`` is by definition counted in ``whole``."""
    wholes = GROUP_WHOLES.get(part, ())
    return part == whole or any(group_within(wider, whole) for wider in wholes)


def family(measure: str, group: str) -> tuple[str, ...]:
    """Name the groups that may bear on one group: what contains it, and the parts of ``all``."""
    wholes = [name for name in GROUP_WHOLES if name != group and group_within(group, name)]
    return tuple(dict.fromkeys(["all", *GROUP_PARTS.get(measure, ()), *wholes, group]))


def smallest_wholes(group: str, groups: Sequence[str]) -> list[str]:
    """Those of some groups that contain one group, and no other of them that contains it."""
    wholes = [name for name in groups if name != group and group_within(group, name)]
    return [
        name
        for name in wholes
        if not any(other != name and group_within(other, name) for other in wholes)
    ]


def channel_within(part: str, whole: str) -> bool:
    """Whether a count over channel ``part`` is at most the same count over channel ``whole``.

    A blank channel (the page does not say) holds at least the numbered chain and at most
    everything.
    """
    return part == whole or whole == "any" or (part == NUMBERED_CHAIN and whole == "")
