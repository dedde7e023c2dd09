"""Figure: the persons of one group returned so far, between its published totals."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Patch

from analysis.events.needs import need
from analysis.figures.axes import thousands, year_axis
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, INK, SKY, entry, mark
from analysis.record.loading import Record
from analysis.series.dated import dated_series
from analysis.story.returned import corrected_totals, group_totals
from analysis.story.words import GROUP_MEMBERS, GROUP_SERIES, HOME
from analysis.text import day_words, short_day


@styled
def group_so_far(record: Record) -> Drawing:
    """Draw the cumulative count of the group, its bounds, and its published totals.

    By gid: ``best`` (line), ``bounds`` (band), ``totals`` (points).
    """
    totals = group_totals(record)
    need(len(totals), f"no total of {GROUP_MEMBERS} was published")
    days = dated_series(record, **GROUP_SERIES, freq="D")
    title = f"No total of {GROUP_MEMBERS} was published"
    bracket = {
        day: f"{low:,.0f} to {high:,.0f}"
        for day, (_, low, high) in corrected_totals(record).items()
        if high < np.inf
    }
    corrected = totals[totals["as_of"].isin(bracket)]
    if len(corrected):
        day, returned = corrected.iloc[-1][["as_of", "returned"]]
        title = (
            f"{returned:,} {GROUP_MEMBERS} had returned by {day_words(day)}: other reports alone "
            f"give {bracket[day]}"
        )
    elif len(totals):
        title = (
            f"{totals['returned'].iloc[-1]:,} {GROUP_MEMBERS} returned by "
            f"{day_words(totals['as_of'].iloc[-1])}"
        )
    canvas = new_canvas(
        record,
        title,
        f"{GROUP_MEMBERS} returned to {HOME} in numbered exchanges since the beginning, by day",
        height=4.2,
        legend_rows=1,
        left=0.6,
    )
    (axes,) = canvas.axes
    year_axis(axes, record.counted_from, record.complete_through)
    thousands(axes)
    top = max(10.0, 1.08 * float(days["cumulative_low"].iloc[-1]))
    axes.set_ylim(0, top)
    axes.fill_between(
        days["end"],
        days["cumulative_low"],
        days["cumulative_high"].clip(upper=2 * top),
        step="post",
        color=SKY,
        alpha=0.5,
        lw=0,
    ).set_gid("bounds")
    axes.step(days["end"], days["cumulative_best"], where="post", color=BLUE, lw=1.2, gid="best")
    axes.plot(totals["as_of"], totals["returned"], gid="totals", zorder=4, **_TOTAL)
    said = []
    for day, count, share in zip(
        totals["as_of"], totals["returned"], totals["share_low"], strict=True
    ):
        words = f"{count:,} by {short_day(day)},\n{share:.0f}% of all"
        if day in bracket:
            words += f"\n(other reports alone: {bracket[day]})"
        said.append(words.replace("\n", " "))
        axes.annotate(
            words,
            (day, count),
            xytext=(8, -5),
            textcoords="offset points",
            va="top",
            size=7.5,
            color=INK,
            linespacing=1.3,
        )
    canvas.legend(
        [
            entry("best history", color=BLUE, lw=1.2),
            Patch(color=SKY, alpha=0.5, lw=0, label="lower and upper bound"),
            entry("published total", **_TOTAL),
        ],
        columns=3,
    )
    caption = (
        "The line adds up the exchanges whose split was published; it jumps where a total proves "
        "more than they count. The band is what all reports allow; after the last total nothing "
        "but the exchanges themselves limits it. "
        + "A total with “other reports alone” was first published as still held and then "
        "corrected: that is what the rest allow for its day." * bool(bracket)
    )
    alt = f"Rising step curve of {GROUP_MEMBERS}. Published totals: {'; '.join(said) or 'none'}."
    return Drawing(canvas.figure, title, caption, alt)


_TOTAL = mark("D", INK, 4.5)
