"""How groups and channels contain each other: written once, used wherever series are linked.

Only what holds by definition stands here. Two groups that overlap in an unknown way (officers and
border guards, say) have no relation but the one to their common whole. The definitions are those
of ``data/README.md``.
"""

from __future__ import annotations

from collections.abc import Sequence

GROUP_WHOLES = {
    "military": ("all",),
    "civilians": ("all",),
    "children": ("all",),
    "women": ("all",),
    "men": ("all",),
    "wounded": ("all",),
    "previously_missing": ("all",),
    "officers": ("all",),
    "azovstal_mariupol": ("all",),
    "interior_ministry": ("all",),
    "police": ("interior_ministry",),
    "emergency_service": ("interior_ministry",),
    "armed_forces": ("military",),
    "national_guard": ("military", "interior_ministry"),
    "border_guard": ("military", "interior_ministry"),
    "navy": ("military",),
    "territorial_defence": ("military",),
    "azov": ("military",),
    "special_transport_service": ("military",),
    "chornobyl_guard": ("national_guard",),
    "for_ukrainian_prisoners": ("all",),
    "for_russian_prisoners": ("all",),
}
"""Smallest groups that surely contain the group: count of the part <= count of each whole."""

_PERSONS = ("military", "civilians")
GROUP_PARTS = {
    "returned_to_ukraine": _PERSONS,
    "returned_to_russia": _PERSONS,
    "held_by_russia": _PERSONS,
    "held_by_ukraine": _PERSONS,
    "packages": ("for_ukrainian_prisoners", "for_russian_prisoners"),
}
"""By measure, the groups that together make up ``all``, without overlap and without remainder."""

CHANNEL_PARTS = {"any": ("numbered", "unnumbered", "outside")}
"""The channels that together make up ``any``, without overlap and without remainder."""

_GROUPS_OF_PERSONS = frozenset({"all", *GROUP_WHOLES}) - frozenset(GROUP_PARTS["packages"])
GROUPS_OF_MEASURE = {
    "returned_to_ukraine": _GROUPS_OF_PERSONS,
    "returned_to_russia": _GROUPS_OF_PERSONS,
    "held_by_russia": _GROUPS_OF_PERSONS,
    "held_by_ukraine": _GROUPS_OF_PERSONS,
    "exchanges": frozenset({"all"}),
    "packages": frozenset({"all", *GROUP_PARTS["packages"]}),
}
"""The groups by which each measure can be split."""

STOCK_MEASURES = frozenset({"held_by_russia", "held_by_ukraine"})
"""Measures that are a number at a day; all others add up over days."""

CHANNEL_FREE = frozenset({"packages"})
"""Measures that no channel splits: a blank channel counts them all."""

RECEIVING_SIDE = {"returned_to_ukraine": "ukraine", "returned_to_russia": "russia"}
"""Side whose own official count is preferred where figures for one exchange differ."""


DATED_WITHIN = 7
"""Days: an exchange that lies in a longer window is known to have been held, but not dated."""


def group_within(part: str, whole: str) -> bool:
    """Whether everybody counted in ``part`` is by definition counted in ``whole``.

    Examples
    --------
    >>> group_within("chornobyl_guard", "military"), group_within("women", "military")
    (True, False)
    >>> group_within("chornobyl_guard", "interior_ministry")
    True
    """
    wholes = GROUP_WHOLES.get(part, ())
    return part == whole or any(group_within(wider, whole) for wider in wholes)


def family(measure: str, group: str) -> tuple[str, ...]:
    """Name the groups that may bear on one group: what contains it, and the parts of ``all``.

    Examples
    --------
    >>> family("returned_to_ukraine", "national_guard")
    ('all', 'military', 'civilians', 'interior_ministry', 'national_guard')
    >>> family("exchanges", "all")
    ('all',)
    """
    wholes = [name for name in GROUP_WHOLES if name != group and group_within(group, name)]
    return tuple(dict.fromkeys(["all", *GROUP_PARTS.get(measure, ()), *wholes, group]))


def smallest_wholes(group: str, groups: Sequence[str]) -> list[str]:
    """Those of some groups that contain one group, and no other of them that contains it.

    Examples
    --------
    >>> smallest_wholes("national_guard", ["all", "military", "national_guard"])
    ['military']
    >>> smallest_wholes("national_guard", ["all", "military", "interior_ministry"])
    ['military', 'interior_ministry']
    """
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

    Examples
    --------
    >>> channel_within("numbered", "any"), channel_within("numbered", ""), channel_within("", "any")
    (True, True, True)
    """
    return part == whole or whole == "any" or (part == "numbered" and whole == "")
