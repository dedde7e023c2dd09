"""Figure: how many were said to be held, by whom it was said, and what is no stock."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from analysis.events.needs import need
from analysis.figures.axes import fixed_ticks, year_axis
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, INK, VERMILION, entry, mark
from analysis.groups.held import STOCK, held_figures
from analysis.record.loading import Record
from analysis.story.words import HELD, HELD_GROUPS, SIDES as SPEAKING_SIDES
from analysis.text import number_words, with_capital

PANELS = {measure: with_capital(name) for measure, name in HELD.items()}
_SPEAKERS = SPEAKING_SIDES | {
    "several": "several sides credited",
    "other": "media, observers, mediators",
}
SIDES = {
    side: (name, marker) for (side, name), marker in zip(_SPEAKERS.items(), "osD^", strict=True)
}
"""Name and marker of each side that speaks."""
GROUPS = dict(zip(HELD_GROUPS.values(), (BLUE, VERMILION), strict=True))
"""Groups drawn, and their colours."""
YEARS = 2
"""The title gives the range of these last years of the record."""


@styled
def held(record: Record) -> Drawing:
    """Draw every statement about those held, on its as-of day, by side and by kind.

    Points by gid ``<measure>-<side>-stock`` and ``<measure>-<side>-other``.
    """
    tables = {measure: held_figures(record, measure=measure) for measure in PANELS}
    drawn = [group for groups in GROUPS for group in groups]
    tables = {name: rows[rows["group"].isin(drawn)] for name, rows in tables.items()}
    first = next(iter(PANELS))
    rows = tables[first]
    need(sum(map(len, tables.values())), "nobody is said to be held")
    recent = rows["as_of"] > record.complete_through - pd.DateOffset(years=YEARS)
    soldiers = rows["group"].isin(next(iter(GROUPS)))
    stocks = rows[(rows["kind"] == STOCK) & soldiers & recent]
    other = sum(int((rows["kind"] != STOCK).sum()) for rows in tables.values())
    title = f"{other} of {sum(map(len, tables.values()))} figures are no stock of their day"
    if len(stocks):
        title = (
            f"In the last {number_words(YEARS)} years, soldiers {HELD[first]} were put at "
            f"{stocks['figure'].min():,} to {stocks['figure'].max():,}; {title}"
        )
    canvas = new_canvas(
        record,
        title,
        "Persons said to be held, on the day that the figure counts; logarithmic scale",
        height=6.0,
        panels=[1.25, 1.0],
        panel_titles=list(PANELS.values()),
        legend_rows=3,
        left=0.7,
        gap=0.3,
    )
    for axes, (measure, rows) in zip(canvas.axes, tables.items(), strict=True):
        year_axis(axes, record.counted_from, record.complete_through)
        _draw_side(axes, measure, rows)
    colours = zip(HELD_GROUPS, GROUPS.values(), strict=True)
    canvas.legend(
        [
            *(entry(name, **mark(marker, INK, 5)) for name, marker in SIDES.values()),
            *(entry(name, **mark("o", colour, 5)) for name, colour in colours),
            entry("no stock of its day", **mark("o", INK, 5, mfc="white")),
        ],
        columns=3,
    )
    listed = "; ".join(
        f"{PANELS[measure]}: {len(rows)} statements"
        + (f" from {rows['figure'].min():,} to {rows['figure'].max():,}" if len(rows) else "")
        + f", {int((rows['kind'] != STOCK).sum())} of them no stock"
        for measure, rows in tables.items()
    )
    caption = (
        "Filled: a stock, people held on that day, as the page puts it. Hollow: a figure that the "
        "page calls captured so far, captured in some days, a list, an outlet’s own sum, or of "
        "another day. “More than” is drawn at its figure. Who speaks is known by page, not by "
        "figure. Nothing joins the points: a stock says nothing of other days, and the sides do "
        "not count alike."
    )
    return Drawing(canvas.figure, title, caption, f"Two panels of points over time. {listed}.")


def _draw_side(axes: Axes, measure: str, rows: pd.DataFrame) -> None:
    axes.set_yscale("log")
    least, most = (rows["figure"].min(), rows["figure"].max()) if len(rows) else (10, 10_000)
    axes.set_ylim(least / 1.6, most * 1.6)
    ticks = [10**power * step for power in range(6) for step in (1, 2, 5)]
    ticks = [tick for tick in ticks if least / 1.6 <= tick <= most * 1.6]
    fixed_ticks(axes.yaxis, ticks, "{x:,.0f}")
    for groups, colour in GROUPS.items():
        for side, (_, marker) in SIDES.items():
            for filled in (True, False):
                chosen = rows[
                    rows["group"].isin(groups)
                    & (rows["side"] == side)
                    & ((rows["kind"] == STOCK) == filled)
                ]
                look = mark(marker, colour, 4.6, markeredgewidth=0.9, alpha=0.85)
                look["markerfacecolor"] = colour if filled else "white"
                look["clip_on"] = chosen.empty  # marks at the edge whole; an empty line inside
                gid = f"{measure}-{side}-{'stock' if filled else 'other'}"
                axes.plot(chosen["as_of"], chosen["figure"], gid=gid, **look)
