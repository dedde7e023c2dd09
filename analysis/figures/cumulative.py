"""Figure: all persons returned so far, and on which days their number is not known."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from analysis.audit.loose_spans import loose_spans
from analysis.audit.published_totals import published_totals
from analysis.events.needs import need
from analysis.figures.axes import thousands, year_axis
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.label_placing import place_labels
from analysis.figures.looks import BLUE, GREY, INK, SKY, Look, entry, mark
from analysis.record.loading import Record
from analysis.series.dated import dated_series
from analysis.story.words import CHAIN, HOME, RETURNED
from analysis.text import day_words

LABELLED = 6
"""Spans of uncertain days whose width is written, the widest."""


@styled
def cumulative(record: Record) -> Drawing:
    """Draw the cumulative count of the official chain with its totals, and how loose it is.

    By gid, above: ``best`` (line), ``bounds`` (band), ``all-channels`` (line), ``totals``
    (points); below: ``width`` (band).
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
    width = (known["cumulative_high"] - known["cumulative_low"]).replace(np.inf, np.nan)
    need(width.notna().any(), "on no day does a report limit the official chain from above")
    certain = int((width == 0).sum())
    title = (
        f"{reached:,} persons returned in the official chain by {day_words(last)}; on "
        f"{certain:,} of {len(known):,} days the count is known to the person"
    )
    canvas = new_canvas(
        record,
        title,
        f"Persons returned to {HOME} since the beginning, by day",
        height=5.6,
        panels=[2.3, 1],
        panel_titles=["", "How many of them are not certain: upper minus lower bound"],
        legend_rows=1,
        left=0.6,
        gap=0.28,
    )
    axes, lower = canvas.axes
    for panel in canvas.axes:
        year_axis(panel, record.counted_from, record.complete_through)
        thousands(panel)
    axes.fill_between(
        known["end"],
        known["cumulative_low"],
        known["cumulative_high"].replace(np.inf, np.nan),
        step="post",
        color=SKY,
        alpha=0.6,
        lw=0,
    ).set_gid("bounds")
    axes.step(days["end"], days["cumulative_best"], where="post", color=BLUE, lw=1.1, gid="best")
    least = everything["cumulative_low"]
    axes.step(everything["end"], least, where="post", gid="all-channels", **_EVERYTHING)
    axes.plot(firm["end"], firm["value"], gid="totals", zorder=4, **_TOTAL)
    most = max(least.iloc[-1], days["cumulative_best"].max(), 1)
    axes.set_ylim(0, 1.16 * most)
    _label_end(axes, days["end"], days["cumulative_best"], "official chain:\n{:,}", -32, BLUE)
    _label_end(axes, everything["end"], least, "all channels: at least {:,}", 10, GREY)
    spans = loose_spans(record, **CHAIN)
    spans = spans[np.isfinite(spans["width"]) & (spans["end"] <= last)]
    _draw_width(lower, known["end"], width, spans)
    canvas.legend(
        [
            entry("published total", **_TOTAL),
            Patch(color=SKY, alpha=0.6, lw=0, label="what all reports together allow"),
        ],
        columns=2,
    )
    caption = (
        "Above: the best history of the official chain (each exchange by the official count of the "
        "side that received, where there is one), what all reports together allow for it, and "
        f"the {len(firm)} of {len(totals)} published totals that can stand together, each on its "
        "as-of day; one given as “at least” is drawn at its value. Dashed: what is proven for all "
        "channels together. Below: zero where all reports together prove the count of the day. "
        f"After the last total, {day_words(last)}, nothing limits the chain from above, and no "
        "band is drawn."
    )
    alt = (
        f"Rising step curve from 0 on {day_words(record.counted_from)} to {reached:,} persons "
        f"on {day_words(last)}, flat during the pauses. A second, dashed curve of all "
        f"channels together ends at {least.iloc[-1]:,} persons at least. "
        f"Below, an area at zero on {certain:,} days and at most {width.max():,.0f} persons high."
    )
    return Drawing(canvas.figure, title, caption, alt)


_EVERYTHING: Look = {"color": GREY, "lw": 1, "linestyle": (0, (2, 1))}
_TOTAL = mark("o", INK, 3.4, markeredgewidth=0)


def _label_end(
    axes: Axes, days: pd.Series, heights: pd.Series, words: str, up: float, colour: str
) -> None:
    """Write at the end of a line what it is and where it ends; `up` is in points."""
    axes.annotate(
        words.format(int(heights.iloc[-1])),
        (days.iloc[-1], heights.iloc[-1]),
        xytext=(0, up),
        textcoords="offset points",
        ha="right",
        va="center",
        size=7.5,
        color=colour,
    )


def _draw_width(axes: Axes, days: pd.Series, width: pd.Series, spans: pd.DataFrame) -> None:
    axes.fill_between(days, width, step="post", fc=SKY, ec=BLUE, lw=1).set_gid("width")
    axes.set_ylim(0, 1.4 * max(width.max(), 10))
    axes.locator_params(axis="y", nbins=4)
    shown = spans.nlargest(LABELLED, "width").sort_values("start")
    middles = shown["start"] + (shown["end"] - shown["start"]) // 2
    points = list(zip(middles, shown["width"], strict=True))
    place_labels(axes, points, [f"{most:,.0f}" for most in shown["width"]], size=7.5)
