"""Figure: how many were said to be held, by whom it was said, and what is no stock."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from analysis.figures.canvas import BLUE, INK, VERMILION, Drawing, Look, new_canvas, styled
from analysis.figures.time_axes import year_axis
from analysis.groups.held import STOCK, held_figures
from analysis.record.loading import Record
from analysis.text import number_words

PANELS = {"held_by_russia": "Held by Russia", "held_by_ukraine": "Held by Ukraine"}
SIDES = {
    "ukraine": ("Ukraine", "o"),
    "russia": ("Russia", "s"),
    "several": ("several sides credited", "D"),
    "other": ("media, observers, mediators", "^"),
}
"""Name and marker of each side that speaks."""
GROUPS = {
    "everybody, or soldiers": (("all", "military"), BLUE),
    "civilians": (("civilians",), VERMILION),
}
"""Groups drawn, and their colours. Others are parts of these and stay in the notebook."""
YEARS = 2
"""The title gives the range of these last years of the record."""


@styled
def held(record: Record) -> Drawing:
    """Draw every statement about those held, on its as-of day, by side and by kind.

    Parameters
    ----------
    record : Record

    Returns
    -------
    Drawing
        Points by gid ``<measure>-<side>-stock`` and ``<measure>-<side>-other``.
    """
    tables = {measure: held_figures(record, measure=measure) for measure in PANELS}
    drawn = [group for groups, _ in GROUPS.values() for group in groups]
    tables = {name: rows[rows["group"].isin(drawn)] for name, rows in tables.items()}
    russia = tables["held_by_russia"]
    recent = russia["as_of"] > record.complete_through - pd.DateOffset(years=YEARS)
    stocks = russia[(russia["kind"] == STOCK) & russia["group"].isin(["all", "military"]) & recent]
    other = sum(int((rows["kind"] != STOCK).sum()) for rows in tables.values())
    title = f"{other} of {sum(map(len, tables.values()))} figures are no stock of their day"
    if len(stocks):
        title = (
            f"In the last {number_words(YEARS)} years, soldiers held by Russia were put at "
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
    grey: Look = {"linestyle": "none", "ms": 5, "color": INK}
    canvas.legend(
        [
            *(Line2D([], [], marker=marker, label=name, **grey) for name, marker in SIDES.values()),
            *(
                Line2D([], [], linestyle="none", marker="o", ms=5, color=colour, label=name)
                for name, (_, colour) in GROUPS.items()
            ),
            Line2D([], [], marker="o", mfc="white", label="no stock of its day", **grey),
        ],
        columns=3,
    )
    told = "; ".join(
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
    return Drawing(canvas.figure, title, caption, f"Two panels of points over time. {told}.")


def _draw_side(axes: Axes, measure: str, rows: pd.DataFrame) -> None:
    axes.set_yscale("log")
    least, most = (rows["figure"].min(), rows["figure"].max()) if len(rows) else (10, 10_000)
    axes.set_ylim(least / 1.6, most * 1.6)
    ticks = [10**power * step for power in range(6) for step in (1, 2, 5)]
    ticks = [tick for tick in ticks if least / 1.6 <= tick <= most * 1.6]
    axes.yaxis.set_major_locator(FixedLocator(ticks))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    for groups, colour in GROUPS.values():
        for side, (_, marker) in SIDES.items():
            for filled in (True, False):
                chosen = rows[
                    rows["group"].isin(groups)
                    & (rows["side"] == side)
                    & ((rows["kind"] == STOCK) == filled)
                ]
                axes.plot(
                    chosen["as_of"],
                    chosen["figure"],
                    linestyle="none",
                    marker=marker,
                    markersize=4.6,
                    color=colour,
                    markerfacecolor=colour if filled else "white",
                    markeredgewidth=0.9,
                    alpha=0.85,
                    clip_on=chosen.empty,  # marks at the edge whole; an empty line stays inside
                    gid=f"{measure}-{side}-{'stock' if filled else 'other'}",
                )
