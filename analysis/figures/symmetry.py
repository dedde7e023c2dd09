"""Figure: how many more returned to Ukraine than to Russia, exchange by exchange."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.figures.canvas import BLUE, GREY, INK, ORANGE, PURPLE, Drawing, new_canvas, styled
from analysis.figures.label_placing import place_labels
from analysis.figures.time_axes import year_axis
from analysis.groups.symmetry import exchange_balance
from analysis.record.loading import Record
from analysis.text import day_words, number_words, short_day

VERDICTS = {
    "equal": ("one for one", "o", BLUE),
    "more to Ukraine": ("more to Ukraine", "^", ORANGE),
    "more to Russia": ("more to Russia", "v", PURPLE),
    "open": ("open: disputed counts allow either", "s", GREY),
}
"""Name, marker and colour of each verdict."""
LABELLED = 15
"""Differences of so many persons or more are labelled."""


@styled
def symmetry(record: Record) -> Drawing:
    """Draw the difference between both directions on each day of a numbered exchange.

    Parameters
    ----------
    record : Record

    Returns
    -------
    Drawing
        Points by gid: ``equal``, ``more-to-Ukraine``, ``more-to-Russia``, ``open``; ``untold`` are
        ticks on the days on which no count of one side was published.
    """
    rows = exchange_balance(record)
    rows = rows[rows["channel"] == "numbered"]
    told, untold = rows[rows["told"]], rows[~rows["told"]]
    count = {verdict: int((told["verdict"] == verdict).sum()) for verdict in VERDICTS}
    title = (
        f"{count['equal']} of {len(told)} days of exchanges with both counts were one for one; "
        f"{count['more to Ukraine']} brought more people to Ukraine, "
        f"{number_words(count['more to Russia'])} more to Russia"
    )
    canvas = new_canvas(
        record,
        title,
        "Persons returned to Ukraine beyond those returned to Russia, numbered exchanges, by day",
        height=4.6,
        legend_rows=3,
        left=0.55,
    )
    (axes,) = canvas.axes
    year_axis(axes, record.counted_from, record.complete_through)
    limits = [0.0, *told["more_low"], *told["more_high"]]
    room = max(10.0, max(limits) - min(limits))
    floor = min(limits) - 0.2 * room
    axes.set_ylim(floor, max(limits) + 0.1 * room)
    axes.axhline(0, color=GREY, lw=0.8, zorder=1)
    for verdict in VERDICTS:
        _draw_verdict(axes, verdict, told[told["verdict"] == verdict])
    axes.plot(
        untold["start"] + (untold["end"] - untold["start"]) / 2,
        [floor + 0.05 * room] * len(untold),
        linestyle="none",
        marker="|",
        markersize=7,
        color=GREY,
        gid="untold",
    )
    large = told[told[["more_low", "more_high"]].abs().min(axis=1) >= LABELLED]
    large = large[large["verdict"] != "open"]
    middles = (large["more_low"] + large["more_high"]) / 2
    words = [
        f"{short_day(day)}: {_signed(least, most)}"
        for day, least, most in zip(
            large["start"], large["more_low"], large["more_high"], strict=True
        )
    ]
    points = list(zip(large["start"], middles, strict=True))
    place_labels(axes, points, words, size=7)
    handles = [
        Line2D([], [], linestyle="none", marker=marker, ms=5, color=colour, label=label)
        for label, marker, colour in VERDICTS.values()
    ]
    no_count = Line2D([], [], linestyle="none", marker="|", ms=7, color=GREY)
    no_count.set_label("no count published for one side")
    canvas.legend([*handles, no_count], columns=2)
    caption = (
        "Each mark is one day of a numbered exchange with a published count for both sides; bars "
        "are what disputed counts allow. Ticks at the bottom: days without one of the counts, "
        f"{len(untold)} of {len(rows)}. A swap of unequal numbers is an agreement, not an error."
    )
    named = "; ".join(
        f"{day_words(day)} {_signed(least, most)}"
        for day, least, most in zip(
            large["start"], large["more_low"], large["more_high"], strict=True
        )
    )
    alt = (
        f"Points around a zero line: {count['equal']} of {len(told)} on it, "
        f"{count['more to Ukraine']} above, {count['more to Russia']} below, {count['open']} open. "
        f"Largest differences, positive if more returned to Ukraine: "
        f"{named or 'none'}."
    )
    return Drawing(canvas.figure, title, caption, alt)


def _draw_verdict(axes: Axes, verdict: str, rows: pd.DataFrame) -> None:
    _, marker, colour = VERDICTS[verdict]
    axes.vlines(rows["start"], rows["more_low"], rows["more_high"], color=colour, lw=1.2)
    axes.plot(
        rows["start"],
        (rows["more_low"] + rows["more_high"]) / 2,
        linestyle="none",
        marker=marker,
        markersize=4.5,
        color=colour,
        markeredgecolor=INK,
        markeredgewidth=0.4,
        clip_on=rows.empty,  # marks at the edge whole; an empty line stays inside
        gid=verdict.replace(" ", "-"),
        zorder=3,
    )


def _signed(least: float, most: float) -> str:
    """Range of a difference in print."""
    if least == most:
        return f"{least:+,.0f}".replace("-", "−")
    return f"{least:+,.0f} to {most:+,.0f}".replace("-", "−")
