"""Figure: where the record is loose, and why."""

from __future__ import annotations

from string import ascii_uppercase

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.audit.loose_spans import loose_spans
from analysis.events.needs import NothingToShow
from analysis.figures.axes import year_axis
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.label_placing import place_labels
from analysis.figures.looks import BLUE, GREY, SKY, mark
from analysis.record.loading import Record
from analysis.series.dated import dated_series
from analysis.story.words import CHAIN
from analysis.text import day_words, short_day

LISTED = 12
"""Spans named at most."""


@styled
def looseness(record: Record) -> Drawing:
    """Draw how many persons apart the bounds of the cumulative count are, day by day, and why.

    By gid: ``width`` (band), ``no-limit`` (triangles); the letters of the spans are annotations.
    """
    days = dated_series(record, **CHAIN, freq="D")
    every = loose_spans(record, **CHAIN)
    spans = every.nlargest(LISTED, "width").sort_values("start", ignore_index=True)
    width = days["cumulative_high"] - days["cumulative_low"]
    bounded = np.isfinite(spans["width"])
    most = max(spans.loc[bounded, "width"].max(), 10) if bounded.any() else 10
    if not (width == 0).any():
        raise NothingToShow("on no day is the official chain known to the person")
    last = days.loc[width == 0, "end"].max()
    counted = int((days["end"] <= last).sum())
    title = f"The official chain is known to the person on all {counted:,} days to the last total"
    if bounded.any():
        title = (
            f"The official chain is known to the person on {int((width == 0).sum()):,} of "
            f"{counted:,} days; on the others up to {most:,.0f} persons are unresolved"
        )
    canvas = new_canvas(
        record,
        title,
        "Upper minus lower bound of all persons returned so far, official chain, by day",
        height=3.45 + 0.16 * len(spans),
        panels=[2.1, 0.16 * len(spans) + 0.05],
        left=0.5,
        gap=0.26,
        sharex=False,
    )
    axes, key = canvas.axes
    year_axis(axes, record.counted_from, record.complete_through)
    axes.set_ylim(0, 1.25 * most)
    shown = width.where(days["end"] <= last)
    axes.fill_between(days["end"], shown, step="post", fc=SKY, ec=BLUE, lw=1).set_gid("width")
    heights = spans["width"].where(bounded, 1.08 * most)
    middles = spans["start"] + (spans["end"] - spans["start"]) // 2
    axes.vlines(middles[~bounded], 0, heights[~bounded], color=GREY, lw=1)
    look = mark("^", GREY, 4, markerfacecolor="white", clip_on=False)
    axes.plot(middles[~bounded], heights[~bounded], gid="no-limit", **look)
    points = list(zip(middles, heights, strict=True))
    place_labels(axes, points, list(ascii_uppercase[: len(spans)]), size=8)
    _write_key(key, spans)
    listed = "; ".join(
        f"{_span_words(start, end)}, {_persons(persons)}, {cause}"
        for start, end, persons, cause in zip(
            spans["start"], spans["end"], spans["width"], spans["cause"], strict=True
        )
    )
    caption = (
        "The higher, the less is known of the number of persons returned by that day; zero means "
        f"that all reports together prove it. The {len(spans)} widest of {len(every)} spans are "
        "lettered and listed, each with its greatest width and its cause. An open triangle marks "
        "the days after "
        f"the last total, {day_words(last)}: no total of the chain limits them yet."
    )
    alt = f"Area chart by day, mostly at zero. Spans above zero: {listed or 'none'}."
    return Drawing(canvas.figure, title, caption, alt)


def _write_key(axes: Axes, spans: pd.DataFrame) -> None:
    """Print letter, days, persons and cause of each span as a table under the chart."""
    axes.set_axis_off()
    for place, (start, end, persons, cause) in enumerate(
        zip(spans["start"], spans["end"], spans["width"], spans["cause"], strict=True)
    ):
        height = 1 - (place + 0.5) / len(spans)
        words = (ascii_uppercase[place], _span_words(start, end), _persons(persons), cause)
        for left, text, weight in zip(
            (-0.06, -0.025, 0.25, 0.355), words, ("bold", "normal", "normal", "normal"), strict=True
        ):
            axes.text(left, height, text, size=7.2, weight=weight, va="center")


def _span_words(start: pd.Timestamp, end: pd.Timestamp) -> str:
    return short_day(start) if start == end else f"{short_day(start)} – {short_day(end)}"


def _persons(width: float) -> str:
    return f"up to {width:,.0f}" if np.isfinite(width) else "no limit"
