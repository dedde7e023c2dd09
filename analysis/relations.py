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
