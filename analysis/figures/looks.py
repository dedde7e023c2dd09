"""How things look: the colours, and the marks that a figure shares with its key."""

from __future__ import annotations

from typing import Any, TypeAlias

from matplotlib.lines import Line2D

BLUE, ORANGE, GREEN, PURPLE, VERMILION, SKY = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#D55E00",
    "#56B4E9",
)
INK, GREY, PALE = "#222222", "#6B6B6B", "#E4E4E4"
DASH = (0, (4, 1.5))
"""Lines at which a verdict or a rate changes."""
Look: TypeAlias = dict[str, Any]
"""How an artist looks: arguments of matplotlib, shared by the artist and its entry in the key."""


def mark(marker: str, colour: str, size: float, **more: Any) -> Look:
    """Points with no line between them, `size` in points."""
    return {"linestyle": "none", "marker": marker, "markersize": size, "color": colour} | more


def entry(label: str, **look: Any) -> Line2D:
    """Entry of a key for points or a line that look so."""
    return Line2D([], [], label=label, **look)
