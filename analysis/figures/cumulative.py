"""Figure: all persons returned so far, with the published totals on the curve."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from analysis.audit.printed_figures import figure
from analysis.audit.published_totals import published_totals
from analysis.figures.canvas import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    SKY,
    VERMILION,
    Drawing,
    Look,
    new_canvas,
    styled,
)
from analysis.figures.time_axes import thousands, year_axis
from analysis.record.loading import Record
from analysis.series.dated import dated_series
from analysis.text import day_words, short_day

SERIES = {"measure": "returned_to_ukraine", "group": "all"}


@styled
def cumulative(record: Record) -> Drawing:
    """Draw the cumulative count of the official chain, its bounds, and the published totals.

    Parameters
    ----------
    record : Record

    Returns
    -------
    Drawing
        Artists by gid: ``best`` (line), ``bounds`` (band), ``all-channels`` (line),
        ``totals-fits``, ``totals-misses`` and ``totals-founding`` (points).
    """
    days = dated_series(record, **SERIES, channel="numbered", freq="D")
    everything = dated_series(record, **SERIES, channel="any", freq="D")
    totals = published_totals(record, **SERIES, channel="numbered")
    totals = totals[totals["stated"]]
    firm = totals[totals["verdict"] == "fits"]
    # Where nothing was totalled, the record itself has the last word.
    last = record.complete_through if firm.empty else firm["end"].max()
    known = days[days["end"] <= last]
    reached = int(known["cumulative_best"].iloc[-1])
    title = (
        f"{reached:,} persons returned in the official chain by {day_words(last)}; "
        f"{len(firm)} of {len(totals)} published totals can stand together"
    )
    canvas = new_canvas(
        record,
        title,
        "Persons returned to Ukraine since the beginning, by day",
        height=4.4,
        legend_rows=3,
        left=0.6,
    )
    (axes,) = canvas.axes
    year_axis(axes, record.counted_from, record.complete_through)
    thousands(axes)
    axes.fill_between(
        days["end"],
        days["cumulative_low"],
        days["cumulative_high"].replace(np.inf, np.nan),
        step="post",
        color=SKY,
        alpha=0.6,
        lw=0,
    ).set_gid("bounds")
    axes.step(days["end"], days["cumulative_best"], where="post", color=BLUE, lw=1.1, gid="best")
    axes.step(
        everything["end"],
        everything["cumulative_low"],
        where="post",
        color=GREY,
        lw=1,
        linestyle=(0, (2, 1)),
        gid="all-channels",
    )
    points = {
        "fits": (firm[~firm["founding"]], _FITS),
        "misses": (totals[(totals["verdict"] != "fits") & ~totals["founding"]], _MISSES),
        "founding": (totals[totals["founding"]], _FOUNDING),
    }
    for name, (rows, look) in points.items():
        axes.plot(
            rows["end"], rows["value"], linestyle="none", gid=f"totals-{name}", zorder=4, **look
        )
    top = everything["cumulative_low"].iloc[-1] * 1.08
    axes.set_ylim(0, top)
    _label_founding(axes, totals[totals["founding"]])
    canvas.legend(_cumulative_key(), columns=2)
    loose = known["cumulative_high"] - known["cumulative_low"]
    caption = (
        "The line is the best history of the official chain (each exchange by the official count "
        "of the side that received, where there is one), the band what all reports together "
        f"allow. Up to the last total the bounds are {loose.max():,.0f} persons apart at most, and "
        f"equal on {int((loose == 0).sum()):,} of {len(known):,} days. Each point is a published "
        "total on its as-of day; one that a page gives as “at least” is drawn at its value. "
        "Crosses lie off the range: they contradict other reports. Dashed: what is proven for all "
        "channels together."
    )
    alt = (
        f"Rising step curve from 0 on {day_words(record.counted_from)} to {reached:,} persons "
        f"on {day_words(last)}, flat during the pauses. {len(totals)} published totals lie "
        f"along it, {len(totals) - len(firm)} of them off the range. A second, dashed curve of all "
        f"channels together ends at {everything['cumulative_low'].iloc[-1]:,} persons at least. "
        + _founding_words(totals[totals["founding"]])
    )
    return Drawing(canvas.figure, title, caption, alt)


_FITS: Look = {"marker": "o", "markersize": 3.4, "color": INK, "markeredgewidth": 0}
_MISSES: Look = {"marker": "x", "markersize": 4.5, "color": VERMILION, "markeredgewidth": 1.2}
_FOUNDING: Look = {
    "marker": "D",
    "markersize": 5,
    "color": ORANGE,
    "markeredgecolor": INK,
    "markeredgewidth": 0.7,
}


def _label_founding(axes: Axes, rows: pd.DataFrame) -> None:
    """Label the founding documents' points, alternately left above and right below."""
    for place, (day, low, high) in enumerate(
        zip(rows["end"], rows["low"], rows["high"], strict=True)
    ):
        above = place % 2 == 0
        axes.annotate(
            f"{figure(low, high)} by {short_day(day)}",
            (day, low),
            xytext=(-14, 20) if above else (10, -22),
            textcoords="offset points",
            ha="right" if above else "left",
            va="center",
            size=7.5,
            color=INK,
            arrowprops={"arrowstyle": "-", "color": GREY, "lw": 0.6, "shrinkB": 3},
        )


def _founding_words(rows: pd.DataFrame) -> str:
    if rows.empty:
        return ""
    said = "; ".join(
        f"{figure(low, high)} by {day_words(day)}"
        for day, low, high in zip(rows["end"], rows["low"], rows["high"], strict=True)
    )
    return f"The founding documents give: {said}."


def _cumulative_key() -> list[Artist]:
    return [
        Line2D([], [], color=BLUE, lw=1.1, label="official chain, best history"),
        Patch(color=SKY, alpha=0.6, lw=0, label="its lower and upper bound"),
        Line2D([], [], color=GREY, lw=1, linestyle=(0, (2, 1)), label="all channels, at least"),
        Line2D([], [], linestyle="none", label="published total", **_FITS),
        Line2D([], [], linestyle="none", label="total that contradicts others", **_MISSES),
        Line2D([], [], linestyle="none", label="total of a founding document", **_FOUNDING),
    ]
