"""Figure: published totals against the range that the record allows."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from analysis.audit.published_totals import published_totals
from analysis.events.needs import NothingToShow
from analysis.figures.axes import fixed_ticks, year_axis
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.label_placing import place_labels
from analysis.figures.looks import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    SKY,
    VERMILION,
    Look,
    entry,
    mark,
)
from analysis.record.loading import Record
from analysis.story.words import CHAIN
from analysis.text import day_words

VERDICTS = {
    "fits": ("fits", "o", BLUE),
    "judged": ("misses: overruled by a judgement", "X", VERMILION),
    "widened": ("misses: speakers differ", "s", PURPLE),
    "relaxed": ("misses: relaxed", "v", ORANGE),
    "open": ("misses: open", "P", INK),
}
"""Name, marker and colour of each verdict."""
LINEAR = 10
"""Persons up to which the scale of deviations is linear."""


@styled
def totals(record: Record) -> Drawing:
    """Draw each published total of the official chain as a deviation from the record's own range.

    By gid: ``ranges`` (a bar each), ``totals-<verdict>`` and ``totals-<verdict>-unstated`` (a dot
    each).
    """
    table = published_totals(record, **CHAIN)
    if table.empty:
        raise NothingToShow("no total of the official chain was published")
    off = table[table["misses_by"] != 0]
    title = f"All published totals can stand together: {len(table)} of {len(table)}"
    if len(off):
        title = (
            f"{len(table) - len(off)} of {len(table)} published totals can stand together; "
            f"{len(off)} cannot"
        )
        least, most = off["misses_by"].abs().min(), off["misses_by"].abs().max()
        title += f" and miss by {least:,} to {most:,} persons"
    canvas = new_canvas(
        record,
        title,
        "Published total minus the record's best figure for its as-of day, persons",
        height=4.9,
        legend_rows=3,
        left=0.6,
    )
    (axes,) = canvas.axes
    year_axis(axes, record.counted_from, record.complete_through)
    deviation = table["value"] - table["best"]
    _deviation_axis(axes, deviation.abs().max())
    axes.axhline(0, color=GREY, lw=0.8)
    high = table["range_high"].replace(np.inf, 1e6)
    axes.vlines(
        table["end"], table["range_low"] - table["best"], high - table["best"], color=SKY, lw=1.6
    ).set_gid("ranges")
    for (verdict, stated), rows in table.groupby(["verdict", "stated"], sort=False):
        _, marker, colour = VERDICTS[str(verdict)]
        axes.plot(
            rows["end"],
            deviation[rows.index],
            gid=f"totals-{verdict}" + "-unstated" * (not stated),
            zorder=3,
            clip_on=False,
            **_dot(marker, colour, bool(stated)),
        )
    place_labels(
        axes,
        list(zip(off["end"], deviation[off.index], strict=True)),
        [f"{value:,}" for value in off["value"]],
        size=7.5,
        avoid=list(zip(table["end"], deviation, strict=True)),
    )
    shown = [VERDICTS[verdict] for verdict in VERDICTS if (table["verdict"] == verdict).any()]
    canvas.legend(_key(shown, bool((~table["stated"]).any())), columns=2)
    caption = (
        "One dot a total, on its as-of day, labelled with the published figure where it misses; "
        "the bar behind it is what the reconciled record allows for that day (long where the page "
        "does not state the day). A total that nothing contradicts is part of the record itself: "
        "that it fits means that it can stand beside all the others. Dots on the line agree with "
        f"the best history to the person. The scale is linear up to {LINEAR} persons and "
        "logarithmic beyond. A hollow dot is a total whose page does not say what it counts: it "
        "may lie above, but not below."
    )
    listed = "; ".join(
        f"{value:,} for {day_words(day)} misses by {abs(miss):,} ({verdict})"
        for value, day, miss, verdict in zip(
            off["value"], off["end"], off["misses_by"], off["verdict"], strict=True
        )
    )
    alt = (
        f"Dots in time along a zero line from {table['end'].min():%Y} to {table['end'].max():%Y}; "
        f"{int((table['value'] == table['best']).sum())} of {len(table)} lie on it. "
        f"Off the range: {listed or 'none'}."
    )
    return Drawing(canvas.figure, title, caption, alt)


def _dot(marker: str, colour: str, stated: bool) -> Look:
    size, edge = (3.8, 0.9) if marker == "o" else (5.2, 0.6)
    fill = colour if stated else "white"
    return mark(marker, colour, size, markerfacecolor=fill, markeredgewidth=edge)


def _key(shown: list[tuple[str, str, str]], unstated: bool) -> list[Artist]:
    entries: list[Artist] = [
        entry(label, **_dot(marker, colour, True)) for label, marker, colour in shown
    ]
    if unstated:
        entries.append(entry("page does not say what it counts", **_dot("o", GREY, False)))
    return [*entries, entry("what the record allows", color=SKY, lw=1.6)]


def _deviation_axis(axes: Axes, most: float) -> None:
    """Scale the vertical axis for deviations of one person and of hundreds."""
    limit = 1.7 * max(most, LINEAR)
    ticks = [10.0**power for power in range(1, 1 + int(np.log10(limit)))]
    axes.set_yscale("symlog", linthresh=LINEAR)
    axes.set_ylim(-limit, limit)
    fixed_ticks(
        axes.yaxis,
        [*(-tick for tick in ticks[::-1]), 0, *ticks],
        lambda value: f"{value:+,.0f}".replace("-", "−") if value else "0",
    )
