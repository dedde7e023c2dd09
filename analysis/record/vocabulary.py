"""The words of the conflict that the record is about, and what holds between them by definition.

This is the only place in the code that types them: sides, measures, groups, channels and kinds of
exchanges. ``all`` (everybody) and ``any`` (every channel) are words of the engine. The definitions
are those of ``data/README.md``.
"""

from __future__ import annotations

PARTIES = {"ukraine": "Ukraine", "russia": "Russia"}
"""The two sides that exchange, and their names in print."""
MEDIATOR = "mediator"
SIDES = (*PARTIES, MEDIATOR, "other")
"""Sides to which a voice may belong."""

UNIT_OF = {
    "returned_to_ukraine": "persons",
    "returned_to_russia": "persons",
    "exchanges": "exchanges",
    "held_by_russia": "persons",
    "held_by_ukraine": "persons",
    "packages": "packages",
}
"""Every measure, and the unit in which it counts."""
MEASURES = tuple(UNIT_OF)
RECEIVING_SIDE = {"returned_to_ukraine": "ukraine", "returned_to_russia": "russia"}
"""Side whose own official count is preferred where figures for one exchange differ."""
RETURN_OF_HELD = {"held_by_russia": "returned_to_ukraine", "held_by_ukraine": "returned_to_russia"}
"""By number held, the direction in which those held return."""
STOCK_MEASURES = frozenset(RETURN_OF_HELD)
"""Measures that are a number at a day; all others add up over days."""

GROUP_WHOLES = {
    "military": ("all",),
    "civilians": ("all",),
    "children": ("all",),
    "women": ("all",),
    "men": ("all",),
    "wounded": ("all",),
    "previously_missing": ("all",),
    "armed_forces": ("military",),
    "interior_ministry": ("all",),
    "national_guard": ("military", "interior_ministry"),
    "border_guard": ("military", "interior_ministry"),
    "navy": ("military",),
    "territorial_defence": ("military",),
    "azov": ("military",),
    "azovstal_mariupol": ("all",),
    "azovstal": ("azovstal_mariupol",),
    "chornobyl_guard": ("national_guard",),
    "officers": ("all",),
    "police": ("interior_ministry",),
    "special_transport_service": ("military",),
    "emergency_service": ("interior_ministry",),
    "for_ukrainian_prisoners": ("all",),
    "for_russian_prisoners": ("all",),
}
"""Smallest groups that surely contain the group: count of the part <= count of each whole.

Two groups that overlap in an unknown way (officers and border guards, say) have no relation but
the one to their common whole.
"""
GROUPS = ("all", *GROUP_WHOLES)
RECIPIENTS = {
    "for_ukrainian_prisoners": "held_by_russia",
    "for_russian_prisoners": "held_by_ukraine",
}
"""Who receives packages, and the stock they belong to."""
_PERSONS = ("military", "civilians")
GROUP_PARTS = {
    **dict.fromkeys((*RECEIVING_SIDE, *RETURN_OF_HELD), _PERSONS),
    "packages": tuple(RECIPIENTS),
}
"""By measure, the groups that together make up ``all``, without overlap and without remainder."""
_GROUPS_OF_UNIT = {
    "persons": frozenset(GROUPS) - frozenset(RECIPIENTS),
    "exchanges": frozenset({"all"}),
    "packages": frozenset({"all", *RECIPIENTS}),
}
GROUPS_OF_MEASURE = {measure: _GROUPS_OF_UNIT[unit] for measure, unit in UNIT_OF.items()}
"""The groups by which each measure can be split."""
MEANT_BY_PRISONERS = ("all", "military")
"""Groups that a page may mean where it says "prisoners" and no more."""
READ_AS_WHOLE = ("civilians", "wounded")
"""Groups whose exchanges have parts that, printed without a name, read as counts of the whole."""
WHOLE_SERVICE = "armed_forces"
SERVICES_WITHIN = ("navy", "territorial_defence")
"""Services that some lists count within `WHOLE_SERVICE` and others beside it."""
SERVICES = (
    WHOLE_SERVICE,
    "national_guard",
    "border_guard",
    *SERVICES_WITHIN,
    "special_transport_service",
    "police",
    "emergency_service",
)
"""Services that officials list side by side for one exchange."""
BESIDE_SERVICES = "civilians"
"""The group that such a list names beside the services."""

NUMBERED_CHAIN = "numbered"
"""The channel whose exchanges officials number; a blank channel holds at least this one."""
CHANNEL_PARTS = {"any": (NUMBERED_CHAIN, "unnumbered", "outside")}
"""The channels that together make up ``any``, without overlap and without remainder."""
CHANNELS = (*CHANNEL_PARTS["any"], "any")
CHANNEL_IN_PRINT = {
    NUMBERED_CHAIN: "the numbered chain",
    "unnumbered": "exchanges counted apart",
    "outside": "returns without an exchange",
    "any": "everything",
}
CHANNEL_FREE = frozenset({"packages"})
"""Measures that no channel splits: a blank channel counts them all."""

STAGE = "stage"
"""Kind of a row that is one day of a longer deal; the stages of a deal may share its ordinal."""
UNNUMBERED_KINDS = ("local", "outside")
"""Kinds of exchanges that stand outside the official count and bear no ordinal."""
KINDS = ("numbered", STAGE, *UNNUMBERED_KINDS)
