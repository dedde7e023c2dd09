"""Figure: all persons returned so far, with the published totals on the curve."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from analysis.audit.printed_figures import figure
from analysis.audit.published_totals import published_totals
from analysis.events.needs import need
from analysis.figures.axes import thousands, year_axis
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, GREY, INK, ORANGE, SKY, VERMILION, Look, entry, mark
from analysis.record.loading import Record
from analysis.series.dated import dated_series
from analysis.story.words import CHAIN, HOME, RETURNED
from analysis.text import day_words, short_day


@styled
def cumulative(record: Record) -> Drawing:
    """Draw the cumulative count of the official chain, its bounds, and the published totals.

    By gid: ``best`` (line), ``bounds`` (band), ``all-channels`` (line), ``totals-fits``,
    ``totals-misses`` and ``totals-founding`` (points).
    """
    days = dated_series(record, **CHAIN, freq="D")
    need(days["cumulative_low"].iloc[-1], "nobody is counted in the official chain")
    everything = dated_series(record, **RETURNED, channel="any", freq="D")
    totals = published_totals(record, **CHAIN)
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
        f"Persons returned to {HOME} since the beginning, by day",
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
    least = everything["cumulative_low"]
    axes.step(everything["end"], least, where="post", gid="all-channels", **_EVERYTHING)
    points = {
        "fits": (firm[~firm["founding"]], _FITS),
        "misses": (totals[(totals["verdict"] != "fits") & ~totals["founding"]], _MISSES),
        "founding": (totals[totals["founding"]], _FOUNDING),
    }
    for name, (rows, look) in points.items():
        axes.plot(rows["end"], rows["value"], gid=f"totals-{name}", zorder=4, **look)
    axes.set_ylim(0, max(1.08 * least.iloc[-1], 1))
    _label_founding(axes, totals[totals["founding"]])
    canvas.legend(_key(), columns=2)
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
        f"channels together ends at {least.iloc[-1]:,} persons at least. "
        + _founding_words(totals[totals["founding"]])
    )
    return Drawing(canvas.figure, title, caption, alt)


_EVERYTHING: Look = {"color": GREY, "lw": 1, "linestyle": (0, (2, 1))}
_FITS = mark("o", INK, 3.4, markeredgewidth=0)
_MISSES = mark("x", VERMILION, 4.5, markeredgewidth=1.2)
_FOUNDING = mark("D", ORANGE, 5, markeredgecolor=INK, markeredgewidth=0.7)


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


def _key() -> list[Artist]:
    return [
        entry("official chain, best history", color=BLUE, lw=1.1),
        Patch(color=SKY, alpha=0.6, lw=0, label="its lower and upper bound"),
        entry("all channels, at least", **_EVERYTHING),
        entry("published total", **_FITS),
        entry("total that contradicts others", **_MISSES),
        entry("total of a founding document", **_FOUNDING),
    ]
