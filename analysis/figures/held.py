"""Figure: how many soldiers were said to be held, and by whom it was said."""

from __future__ import annotations

import pandas as pd
from matplotlib.dates import date2num
from matplotlib.patches import Patch

from analysis.events.needs import NothingToShow
from analysis.figures.axes import thousands, year_axis
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, GREY, ORANGE, PALE, VERMILION, Look, entry, mark
from analysis.groups.held import STOCK, held_figures
from analysis.record.loading import Record
from analysis.story.words import HELD, HELD_GROUPS, SIDES as SPEAKING_SIDES
from analysis.text import day_words, number_words

MEASURE, WHERE = next(iter(HELD.items()))
_SPEAKERS = {side: f"said by {name}" for side, name in SPEAKING_SIDES.items()} | {
    "several": "several sides credited",
    "other": "media, observers, mediators",
}
SIDES = {
    side: (name, marker, colour)
    for (side, name), marker, colour in zip(
        _SPEAKERS.items(), "osD^", (BLUE, VERMILION, GREY, ORANGE), strict=True
    )
}
"""Name, marker and colour of each side that speaks."""
_RECENT: Look = {"fc": PALE, "alpha": 0.6, "lw": 0}
YEARS = 2
"""The title gives the range of these last years of the record."""


@styled
def held(record: Record) -> Drawing:
    """Draw every stock of soldiers held, on its as-of day, by the side that speaks.

    Points by gid: the sides of `SIDES`.
    """
    every = held_figures(record, measure=MEASURE)
    every = every[every["group"].isin(HELD_GROUPS)]
    stocks = every[every["kind"] == STOCK]
    if stocks.empty:
        raise NothingToShow(f"no number of soldiers {WHERE} was published")
    least, most = stocks["figure"].min(), stocks["figure"].max()
    since = record.complete_through - pd.DateOffset(years=YEARS)
    recent = stocks[stocks["as_of"] > since]
    title = f"Estimates of soldiers {WHERE} ranged from {least:,} to {most:,}"
    if len(recent):
        title = (
            f"Estimates of soldiers {WHERE} ranged from {recent['figure'].min():,} to "
            f"{recent['figure'].max():,} in {number_words(YEARS)} years"
        )
    canvas = new_canvas(
        record,
        title,
        f"Soldiers, or all prisoners, said to be {WHERE}, on the day that the figure counts",
        height=4.2,
        legend_rows=2,
        left=0.6,
    )
    (axes,) = canvas.axes
    year_axis(axes, record.counted_from, record.complete_through)
    thousands(axes)
    axes.set_ylim(0, 1.1 * most)
    shaded = (max(since, record.counted_from), record.complete_through)
    axes.axvspan(*map(float, date2num(shaded)), zorder=0, **_RECENT)
    for side, (_, marker, colour) in SIDES.items():
        rows = stocks[stocks["side"] == side]
        look = mark(marker, colour, 5, markeredgewidth=0.4, markeredgecolor="white")
        look["clip_on"] = rows.empty  # marks at the edge whole; an empty line inside
        axes.plot(rows["as_of"], rows["figure"], gid=side, **look)
    canvas.legend(
        [
            *(entry(name, **mark(marker, colour, 5)) for name, marker, colour in SIDES.values()),
            Patch(label=f"last {number_words(YEARS)} years of the record", **_RECENT),
        ],
        columns=3,
    )
    other = len(every) - len(stocks)
    caption = (
        "Each point is a number of people held on that day, as a page puts it; “more than” is "
        f"drawn at its figure. The title gives the range of the last {number_words(YEARS)} years. "
        f"Left out: {other} of {len(every)} figures that count something else, such "
        "as everybody captured so far or a list, and civilians. Nothing joins the points: a stock "
        "says nothing of other days, and the sides do not count alike."
    )
    said = ", ".join(
        f"{(stocks['side'] == side).sum()} {name}" for side, (name, *_) in SIDES.items()
    )
    alt = (
        f"{len(stocks)} points from {day_words(stocks['as_of'].min())} to "
        f"{day_words(stocks['as_of'].max())}, between {least:,} and {most:,}: {said}."
    )
    return Drawing(canvas.figure, title, caption, alt)
