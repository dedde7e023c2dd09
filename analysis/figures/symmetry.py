"""Figure: how many more returned to one side than to the other, exchange by exchange."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.events.needs import NothingToShow
from analysis.figures.axes import year_axis
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.label_placing import place_labels
from analysis.figures.looks import BLUE, GREY, INK, ORANGE, PURPLE, entry, mark
from analysis.groups.symmetry import exchange_balance
from analysis.record.loading import Record
from analysis.story.words import CHAIN, HOME, OTHER
from analysis.text import day_words, number_words, short_day

MORE_HOME, MORE_OTHER = (f"more to {side}" for side in (HOME, OTHER))
VERDICTS = {
    "equal": ("one for one", "o", BLUE),
    MORE_HOME: (MORE_HOME, "^", ORANGE),
    MORE_OTHER: (MORE_OTHER, "v", PURPLE),
    "open": ("open: disputed counts allow either", "s", GREY),
}
"""Name, marker and colour of each verdict."""
LABELLED = 15
"""Differences of so many persons or more are labelled."""
_NO_COUNT = mark("|", GREY, 7)


@styled
def symmetry(record: Record) -> Drawing:
    """Draw the difference between both directions on each day of a numbered exchange.

    Points by gid: the verdicts, with hyphens; ``untold`` are ticks on the days on which no count of
    one side was published.
    """
    rows = exchange_balance(record)
    rows = rows[rows["channel"] == CHAIN["channel"]]
    told, untold = rows[rows["told"]], rows[~rows["told"]]
    count = {verdict: int((told["verdict"] == verdict).sum()) for verdict in VERDICTS}
    if told.empty:
        raise NothingToShow("no numbered exchange has a published count for both sides")
    title = f"{count['equal']} of {len(told)} days of exchanges were one for one"
    others = {
        MORE_HOME: f"favoured {HOME}",
        MORE_OTHER: f"favoured {OTHER}",
        "open": "is disputed" if count["open"] == 1 else "are disputed",
    }
    said = [f"{number_words(count[name])} {words}" for name, words in others.items() if count[name]]
    if said:
        title += f"; {', '.join(said)}"
    canvas = new_canvas(
        record,
        title,
        f"Persons returned to {HOME} beyond those returned to {OTHER}, numbered exchanges, by day",
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
    middle = untold["start"] + (untold["end"] - untold["start"]) / 2
    axes.plot(middle, [floor + 0.05 * room] * len(untold), gid="untold", **_NO_COUNT)
    large = told[told[["more_low", "more_high"]].abs().min(axis=1) >= LABELLED]
    large = large[large["verdict"] != "open"]
    middles = (large["more_low"] + large["more_high"]) / 2
    more = [_signed(*ends) for ends in zip(large["more_low"], large["more_high"], strict=True)]
    points = list(zip(large["start"], middles, strict=True))
    words = [f"{short_day(day)}: {sign}" for day, sign in zip(large["start"], more, strict=True)]
    bars = [
        (day, least + share * (most - least))
        for day, least, most in zip(told["start"], told["more_low"], told["more_high"], strict=True)
        for share in np.linspace(0, 1, 9)
    ]
    place_labels(axes, points, words, size=7, avoid=bars)
    key = [entry(name, **mark(marker, colour, 5)) for name, marker, colour in VERDICTS.values()]
    canvas.legend([*key, entry("no count published for one side", **_NO_COUNT)], columns=2)
    caption = (
        "Each mark is one day of a numbered exchange with a published count for both sides; bars "
        "are what disputed counts allow. Ticks at the bottom: days without one of the counts, "
        f"{len(untold)} of {len(rows)}. A swap of unequal numbers is an agreement, not an error."
    )
    named = "; ".join(
        f"{day_words(day)} {sign}" for day, sign in zip(large["start"], more, strict=True)
    )
    alt = (
        f"Points around a zero line: {count['equal']} of {len(told)} on it, "
        f"{count[MORE_HOME]} above, {count[MORE_OTHER]} below, {count['open']} open. "
        f"Largest differences, positive if more returned to {HOME}: {named or 'none'}."
    )
    return Drawing(canvas.figure, title, caption, alt)


def _draw_verdict(axes: Axes, verdict: str, rows: pd.DataFrame) -> None:
    _, marker, colour = VERDICTS[verdict]
    axes.vlines(rows["start"], rows["more_low"], rows["more_high"], color=colour, lw=1.2)
    look = mark(marker, colour, 4.5, markeredgecolor=INK, markeredgewidth=0.4, zorder=3)
    look["clip_on"] = rows.empty  # marks at the edge whole; an empty line stays inside
    middle = (rows["more_low"] + rows["more_high"]) / 2
    axes.plot(rows["start"], middle, gid=verdict.replace(" ", "-"), **look)


def _signed(least: float, most: float) -> str:
    """Range of a difference in print."""
    if least == most:
        return f"{least:+,.0f}".replace("-", "−")
    return f"{least:+,.0f} to {most:+,.0f}".replace("-", "−")
