"""Figure: the share of three groups in each exchange, or what the reports allow for it."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from analysis.events.needs import need
from analysis.figures.axes import year_axis
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, GREEN, INK, PALE, VERMILION, entry, mark
from analysis.groups.composition import group_by_exchange
from analysis.record.loading import Record
from analysis.story import words
from analysis.text import with_capital

GROUPS = {
    group: (name, marker, colour)
    for (group, name), marker, colour in zip(
        words.GROUPS.items(), "os^", (BLUE, GREEN, VERMILION), strict=True
    )
}
"""Name, marker and colour of each group drawn, the one that the title speaks of first."""


@styled
def composition(record: Record) -> Drawing:
    """Draw the share of each of `GROUPS` in every numbered exchange.

    One panel a group; by gid: ``published-<group>`` (points), ``possible-<group>`` (bars where no
    split was published).
    """
    tables = {
        group: group_by_exchange(record, measure=words.CHAIN["measure"], group=group)
        for group in GROUPS
    }
    tables = {
        group: rows[rows["channel"] == words.CHAIN["channel"]] for group, rows in tables.items()
    }
    published = {group: rows[rows["split"] == "published"] for group, rows in tables.items()}
    group = next(iter(GROUPS))
    need(sum(map(len, published.values())), "no exchange has a published split")
    first, (name, *_) = published[group], GROUPS[group]
    certain = first[(first["low"] == first["high"]) & (first["all_low"] == first["all_high"])]
    title = f"No split of an exchange tells of the {name}"
    if len(certain):
        pooled = certain["low"].sum() / certain["all_low"].sum()
        title = (
            f"Where it was told, the {name} was {pooled:.0%} of those returned, and "
            f"{first['share_low'].min():.0%} to {first['share_high'].max():.0%} of single days"
        )
    canvas = new_canvas(
        record,
        title,
        f"Share of everybody returned to {words.HOME} on each day of a numbered exchange, percent",
        height=5.4,
        panels=[1.0] * len(GROUPS),
        panel_titles=[with_capital(name) for name, _, _ in GROUPS.values()],
        legend_rows=1,
        left=0.55,
        gap=0.48,
    )
    for axes, (group, rows) in zip(canvas.axes, tables.items(), strict=True):
        year_axis(axes, record.counted_from, record.complete_through)
        _draw_group(axes, group, rows)
    canvas.legend(
        [
            entry("published", **mark("o", INK, 4)),
            entry("no split published: what the reports allow", color=PALE, lw=2.5),
        ],
        columns=2,
    )
    listed = "; ".join(
        f"{GROUPS[group][0]}: published on {len(rows)} of {len(tables[group])} days"
        + (
            f", {rows['share_low'].min():.0%} to {rows['share_high'].max():.0%}"
            if len(rows)
            else ""
        )
        for group, rows in published.items()
    )
    caption = (
        "Each point is a day of an exchange whose split was published; its bar, if it has one, is "
        "the range that disputed counts leave. Grey bars: nothing was published, and all reports "
        "together allow any share in the bar. A group that a list does not name is not taken as "
        "nobody. The groups do not add up to all."
    )
    return Drawing(canvas.figure, title, caption, f"Three rows of points over time. {listed}.")


def _draw_group(axes: Axes, group: str, rows: pd.DataFrame) -> None:
    _, marker, colour = GROUPS[group]
    known = rows["split"] == "published"
    middle = rows["start"] + (rows["end"] - rows["start"]) / 2
    low, high = 100 * rows["share_low"], 100 * rows["share_high"]
    axes.vlines(middle[~known], low[~known], high[~known], color=PALE, lw=2.5, zorder=1).set_gid(
        f"possible-{group}"
    )
    axes.vlines(middle[known], low[known], high[known], color=colour, lw=1.2)
    if known.any():  # an empty line that may leave its axes counts as a mark in the corner
        look = mark(marker, colour, 4, clip_on=False, gid=f"published-{group}")
        axes.plot(middle[known], (low + high)[known] / 2, **look)
    axes.set_ylim(0, 105)  # a mark at the top stays clear of the title
    axes.set_yticks([0, 50, 100])
