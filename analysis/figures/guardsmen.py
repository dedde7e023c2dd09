"""Figure: National Guardsmen returned so far, between the four published totals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis.figures.canvas import BLUE, INK, SKY, Drawing, new_canvas, styled
from analysis.figures.time_axes import thousands, year_axis
from analysis.groups.subtraction import spans_between_totals
from analysis.groups.withdrawn import compare_readings, withdrawn_figures
from analysis.record.loading import Record
from analysis.series.dated import dated_series
from analysis.story.returned import GUARD, guard_totals
from analysis.text import day_words, short_day


@styled
def guardsmen(record: Record) -> Drawing:
    """Draw the cumulative count of National Guardsmen, its bounds, and their published totals.

    Parameters
    ----------
    record : Record

    Returns
    -------
    Drawing
        Artists by gid: ``best`` (line), ``bounds`` (band), ``totals``
        (points).
    """
    days = dated_series(record, **GUARD, freq="D")
    totals = guard_totals(record)
    spans = spans_between_totals(record, **GUARD)
    spans = spans[spans["report_id"] != ""]
    title = "No total of National Guardsmen was published"
    if len(totals):
        title = (
            f"{totals['guardsmen'].iloc[-1]:,} National Guardsmen returned by "
            f"{day_words(totals['as_of'].iloc[-1])}; for {spans['left_low'].sum():,} of them only "
            "the totals tell when"
        )
    canvas = new_canvas(
        record,
        title,
        "National Guardsmen returned to Ukraine in numbered exchanges since the beginning, by day",
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
    bracket = _bracket(record)
    axes.plot(
        totals["as_of"],
        totals["guardsmen"],
        linestyle="none",
        marker="D",
        markersize=4.5,
        color=INK,
        gid="totals",
        zorder=4,
    )
    for day, count, share in zip(
        totals["as_of"], totals["guardsmen"], totals["share_low"], strict=True
    ):
        words = f"{count:,} by {short_day(day)},\n{share:.0f}% of all"
        if day in bracket:
            words += "\n(other reports alone: {:,.0f} to {:,.0f})".format(*bracket[day])
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
            Line2D([], [], color=BLUE, lw=1.2, label="best history"),
            Patch(color=SKY, alpha=0.5, lw=0, label="lower and upper bound"),
            Line2D(
                [], [], linestyle="none", marker="D", ms=4.5, color=INK, label="published total"
            ),
        ],
        columns=3,
    )
    told = "; ".join(
        f"{low} from {day_words(start)} to {day_words(end)}, {counted} of them in published splits"
        for start, end, low, counted in zip(
            spans["start"], spans["end"], spans["low"], spans["counted"], strict=True
        )
    )
    caption = (
        "The line adds up the exchanges whose split was published; it jumps where a total proves "
        "more than they count. The band is what all reports allow; after the last total nothing "
        "but the exchanges themselves limits it. "
        + "A total with “other reports alone” was first published as still held and then "
        "corrected: that is what the rest allow for its day." * bool(bracket)
    )
    brackets = "".join(
        f" The other reports alone allow {low:,.0f} to {high:,.0f} by {day_words(day)}."
        for day, (low, high) in bracket.items()
    )
    alt = (
        f"Rising step curve of National Guardsmen. Published totals: {len(totals)}. Between them: "
        f"{told or 'nothing'}.{brackets}"
    )
    return Drawing(canvas.figure, title, caption, alt)


def _bracket(record: Record) -> dict[pd.Timestamp, tuple[float, float]]:
    """Range of each corrected total of the Guard, as the other reports leave it, by its day."""
    found = withdrawn_figures(record)
    found = found[(found["measure"] == GUARD["measure"]) & (found["group"] == GUARD["group"])]
    ranges = {}
    for withdrawn, day in zip(found["withdrawn"], found["end"], strict=True):
        readings = compare_readings(record, withdrawn, channel=GUARD["channel"])
        row = readings[readings["reading"] == "as first published"].iloc[0]
        if np.isfinite(row["high"]):
            ranges[day] = (float(row["low"]), float(row["high"]))
    return ranges
