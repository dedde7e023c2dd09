"""Figure: the share of three groups in each exchange, or what the reports allow for it."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.figures.canvas import BLUE, GREEN, INK, PALE, VERMILION, Drawing, new_canvas, styled
from analysis.figures.time_axes import year_axis
from analysis.groups.composition import group_by_exchange
from analysis.record.loading import Record

GROUPS = {
    "national_guard": ("National Guard", "o", BLUE),
    "border_guard": ("Border Guard", "s", GREEN),
    "civilians": ("civilians", "^", VERMILION),
}
"""Name, marker and colour of each group drawn."""


@styled
def composition(record: Record) -> Drawing:
    """Draw the share of guardsmen, border guards and civilians in each numbered exchange.

    Parameters
    ----------
    record : Record

    Returns
    -------
    Drawing
        One panel a group; artists by gid: ``published-<group>`` (points), ``possible-<group>``
        (bars where no split was published).
    """
    tables = {
        group: group_by_exchange(record, measure="returned_to_ukraine", group=group)
        for group in GROUPS
    }
    tables = {group: rows[rows["channel"] == "numbered"] for group, rows in tables.items()}
    published = {group: rows[rows["split"] == "published"] for group, rows in tables.items()}
    guard = published["national_guard"]
    certain = guard[(guard["low"] == guard["high"]) & (guard["all_low"] == guard["all_high"])]
    title = "No split of an exchange tells of the National Guard"
    if len(certain):
        pooled = certain["low"].sum() / certain["all_low"].sum()
        title = (
            f"Where it was told, the National Guard was {pooled:.0%} of those returned, and "
            f"{guard['share_low'].min():.0%} to {guard['share_high'].max():.0%} of single days"
        )
    canvas = new_canvas(
        record,
        title,
        "Share of everybody returned to Ukraine on each day of a numbered exchange, percent",
        height=5.4,
        panels=[1.0] * len(GROUPS),
        panel_titles=[f"{name[0].upper()}{name[1:]}" for name, _, _ in GROUPS.values()],
        legend_rows=1,
        left=0.55,
        gap=0.48,
    )
    for axes, (group, rows) in zip(canvas.axes, tables.items(), strict=True):
        year_axis(axes, record.counted_from, record.complete_through)
        _draw_group(axes, group, rows)
    canvas.legend(
        [
            Line2D([], [], linestyle="none", marker="o", ms=4, color=INK, label="published"),
            Line2D([], [], color=PALE, lw=2.5, label="no split published: what the reports allow"),
        ],
        columns=2,
    )
    told = "; ".join(
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
    return Drawing(canvas.figure, title, caption, f"Three rows of points over time. {told}.")


def _draw_group(axes: Axes, group: str, rows: pd.DataFrame) -> None:
    _, marker, colour = GROUPS[group]
    known = rows["split"] == "published"
    middle = rows["start"] + (rows["end"] - rows["start"]) / 2
    axes.vlines(
        middle[~known],
        100 * rows.loc[~known, "share_low"],
        100 * rows.loc[~known, "share_high"],
        color=PALE,
        lw=2.5,
        zorder=1,
    ).set_gid(f"possible-{group}")
    axes.vlines(
        middle[known],
        100 * rows.loc[known, "share_low"],
        100 * rows.loc[known, "share_high"],
        color=colour,
        lw=1.2,
    )
    if known.any():  # an empty line that may leave its axes counts as a mark in the corner
        axes.plot(
            middle[known],
            100 * (rows.loc[known, "share_low"] + rows.loc[known, "share_high"]) / 2,
            linestyle="none",
            marker=marker,
            markersize=4,
            color=colour,
            clip_on=False,
            gid=f"published-{group}",
        )
    axes.set_ylim(0, 105)  # a mark at the top stays clear of the title
    axes.set_yticks([0, 50, 100])
