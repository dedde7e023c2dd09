"""How groups and channels contain each other: written once, used wherever series are linked.

Only what holds by definition stands here. Two groups that overlap in an unknown way (officers and
border guards, say) have no relation but the one to their common whole. The definitions are those
of ``data/README.md``.
"""

from __future__ import annotations

GROUP_PARENT = {
    "military": "all",
    "civilians": "all",
    "children": "all",
    "women": "all",
    "men": "all",
    "wounded": "all",
    "previously_missing": "all",
    "officers": "all",
    "police": "all",
    "emergency_service": "all",
    "azovstal_mariupol": "all",
    "interior_ministry": "all",
    "armed_forces": "military",
    "national_guard": "military",
    "border_guard": "military",
    "navy": "military",
    "territorial_defence": "military",
    "azov": "military",
    "special_transport_service": "military",
    "chornobyl_guard": "national_guard",
    "for_ukrainian_prisoners": "all",
    "for_russian_prisoners": "all",
}
"""Smallest group that surely contains the group: count of the part <= count of the whole."""

ALSO_WITHIN = {
    "national_guard": "interior_ministry",
    "border_guard": "interior_ministry",
    "police": "interior_ministry",
    "emergency_service": "interior_ministry",
}
"""A second group that surely contains the group; the linked model leaves it out."""

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

GROUPS_OF_MEASURE = {
    "exchanges": frozenset({"all"}),
    "packages": frozenset({"all", *GROUP_PARTS["packages"]}),
}
"""Measures that do not count persons, and the only groups they can be split by."""

STOCK_MEASURES = frozenset({"held_by_russia", "held_by_ukraine"})
"""Measures that are a number at a day; all others add up over days."""

CHANNEL_FREE = frozenset({"packages"})
"""Measures that no channel splits: a blank channel counts them all."""

RECEIVING_SIDE = {"returned_to_ukraine": "ukraine", "returned_to_russia": "russia"}
"""Side whose own official count is preferred where figures for one exchange differ."""


def group_within(part: str, whole: str) -> bool:
    """Whether everybody counted in ``part`` is by definition counted in ``whole``.

    Examples
    --------
    >>> group_within("chornobyl_guard", "military"), group_within("women", "military")
    (True, False)
    """
    if part == whole:
        return True
    wholes = (GROUP_PARENT.get(part), ALSO_WITHIN.get(part))
    return any(wider is not None and group_within(wider, whole) for wider in wholes)


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
