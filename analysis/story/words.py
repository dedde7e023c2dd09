"""What this record names: its sides, groups and series, for figures, commands and sentences.

It imports nothing, so that whoever only needs a word waits for nothing.
"""

from __future__ import annotations

HOME, OTHER = "Ukraine", "Russia"
"""The side whose people are followed, and the other one."""
SIDES = {"ukraine": HOME, "russia": OTHER}
HOME_ADJECTIVE, OTHER_ADJECTIVE = "Ukrainian", "Russian"

RETURNED = {"measure": "returned_to_ukraine", "group": "all"}
"""Everybody returned; a channel makes it a series."""
CHAIN = RETURNED | {"channel": "numbered"}
"""Everybody returned in the officially numbered exchanges."""

BESIDE = "unnumbered"
"""The channel of exchanges that officials count apart from the chain."""

CHANNELS = {"numbered": "numbered", BESIDE: "counted apart", "outside": "outside exchanges"}
"""Names of the channels of returns, in a few letters."""

PAUSE_SINCE = "2023-08-07"
"""Day of the exchange after which the pause began that the project was founded on."""

GROUP_SERIES = CHAIN | {"group": "national_guard"}
"""The group of which certain totals were published, in the same exchanges."""
GROUP_MEMBERS = "National Guardsmen"
GROUP_FIGURE = "guardsmen"
"""Name of the group's figure among the files."""

GROUPS = {
    "national_guard": "National Guard",
    "border_guard": "Border Guard",
    "civilians": "civilians",
}
"""Groups whose share in the exchanges is shown, and their names."""

HELD = {"held_by_russia": f"held by {OTHER}", "held_by_ukraine": f"held by {HOME}"}
"""Measures of people held, those of the side that is followed first."""
HELD_GROUPS = ("all", "military")
"""Groups drawn of those held: everybody, or soldiers; the others stay in the notebook."""

RECIPIENTS = {
    "for_ukrainian_prisoners": f"for {HOME_ADJECTIVE}\nprisoners",
    "for_russian_prisoners": f"for {OTHER_ADJECTIVE}\nprisoners",
    "all": "recipient\nnot said",
}
"""For whom packages were, from top to bottom."""
