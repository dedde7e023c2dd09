"""Figure: how two published totals prove how many returned between their days."""

from __future__ import annotations

import pandas as pd
from matplotlib.dates import date2num
from matplotlib.patches import Patch

from analysis.audit.published_totals import published_totals
from analysis.bounds.windows import window_bounds
from analysis.events.needs import NothingToShow
from analysis.figures.axes import fixed_ticks, thousands
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, INK, SKY, Look, entry, mark
from analysis.record.loading import Record
from analysis.series.dated import dated_series
from analysis.story.words import CHAIN, HOME, PAUSE_SINCE
from analysis.text import day_words

DAY = pd.Timedelta(days=1)
_BEST: Look = {"color": BLUE, "lw": 1.4}
_ALONE: Look = {"color": SKY, "alpha": 0.6, "lw": 0}
_TOTAL = mark("o", INK, 6)


@styled
def two_totals(record: Record) -> Drawing:
    """Draw the last two different totals before the pause, and what follows from them alone.

    By gid: ``totals`` (points), ``possible`` (band: what the two alone allow), ``best`` (line).
    """
    first, second = _chosen(record)
    start, end = first["end"] + DAY, second["end"]
    low, high = int(first["value"]), int(second["value"])
    proven = window_bounds(record, **CHAIN, start=start, end=end).low
    title = (
        f"Two totals prove that {proven:,} people returned from {day_words(start)} to "
        f"{day_words(end)}"
    )
    room = 0.35 * (end - first["end"])
    left, right = first["end"] - room, end + room
    canvas = new_canvas(
        record,
        title,
        f"Persons returned to {HOME} in the official chain since the beginning, by day",
        height=3.9,
        legend_rows=1,
        left=0.6,
    )
    (axes,) = canvas.axes
    axes.set_xlim(date2num(left), date2num(right))
    axes.set_ylim(low - 0.9 * proven, high + 0.9 * proven)
    thousands(axes)
    fixed_ticks(axes.yaxis, [low, high], "{x:,.0f}")
    axes.fill_between([start, end], low, high, **_ALONE).set_gid("possible")
    every = dated_series(record, **CHAIN, freq="D")
    every = every[every["end"].between(left, right)]
    axes.step(every["end"], every["cumulative_best"], where="post", gid="best", **_BEST)
    axes.plot([first["end"], end], [low, high], gid="totals", zorder=3, **_TOTAL)
    fixed_ticks(axes.xaxis, [date2num(first["end"]), date2num(end)], "")
    axes.set_xticklabels([day_words(first["end"]), day_words(end)])
    for place, words, shift, look in (
        ((first["end"], low), f"① by then {low:,}\nhad returned", (6, -10), ("left", "top")),
        ((end, high), f"② by then {high:,}\nhad returned", (-6, 10), ("right", "bottom")),
        (
            (first["end"] + (end - first["end"]) / 2, (low + high) / 2),
            f"③ {high:,} − {low:,} = {proven:,}\nin between",
            (0, 0),
            ("center", "center"),
        ),
    ):
        label = axes.annotate(words, place, shift, textcoords="offset points", linespacing=1.3)
        label.set(size=8.5, ha=look[0], va=look[1])
    canvas.legend(
        [
            entry("published total", **_TOTAL),
            Patch(**_ALONE, label="what the two totals alone allow"),
            entry("all reports together", **_BEST),
        ],
        columns=3,
    )
    caption = (
        f"The first total was given by {first['speakers']}, the second by {second['speakers']}. "
        "From the two alone follows how many returned between their days, though not when: the "
        "count may run anywhere through the band. If one exchange lies between them, they prove "
        "its size."
    )
    alt = (
        f"Two points joined by a band. Step 1: {low:,} by {day_words(first['end'])}. Step 2: "
        f"{high:,} by {day_words(end)}. Step 3: the difference, {proven:,}, returned from "
        f"{day_words(start)} to {day_words(end)}."
    )
    return Drawing(canvas.figure, title, caption, alt)


def _chosen(record: Record) -> tuple[pd.Series, pd.Series]:
    """The last certain total of a stated day before the pause, or at all, and the one before it.

    Of equal totals the first; ValueError if there are not two.
    """
    totals = published_totals(record, **CHAIN)
    totals = totals[
        totals["stated"]
        & (totals["verdict"] == "fits")
        & (totals["low"] == totals["high"])
        & (totals["range_low"] == totals["range_high"])
        & (totals["earliest"] == totals["end"])
    ].drop_duplicates("value")
    before = totals[totals["end"] <= PAUSE_SINCE]
    chosen = before if len(before) > 1 else totals
    if len(chosen) < 2:
        raise NothingToShow("fewer than two certain totals of the official chain give their day")
    return chosen.iloc[-2], chosen.iloc[-1]
