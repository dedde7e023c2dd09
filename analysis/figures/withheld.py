"""Figure: each official total withheld and predicted, and each foreseen before it was published."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.audit.kept_totals import kept_foreseen, kept_withheld, totals_are_kept
from analysis.audit.prediction_score import prediction_score
from analysis.audit.withheld import official_totals
from analysis.events.needs import need
from analysis.figures.axes import fixed_ticks, year_axis
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.label_placing import place_labels
from analysis.figures.looks import BLUE, GREEN, GREY, SKY, VERMILION, Look, entry, mark
from analysis.record.loading import Record
from analysis.story.words import CHAIN

LINEAR = 10
"""Persons up to which the scale of deviations is linear."""
LABELLED = 35
"""Persons from which on a prediction is labelled with the total that it was of."""
AT_ONCE = 200
"""Official totals up to which the predictions are computed for the figure."""
_GRID = (-10_000, -1000, -100, -10, 0, 10, 100, 1000, 10_000)
_ALONG = (-600, -300, -60, -30, -6, -3, 3, 6, 30, 60, 300, 600)  # heights that labels leave free
_PERSON = mark("o", BLUE, 4, markeredgewidth=0)
_RANGE: Look = {"color": BLUE, "lw": 2.0, "clip_on": False}
_UNDATED: Look = {"color": SKY, "lw": 2.0, "alpha": 0.55}
_BEFORE = mark("_", GREY, 4.5, markeredgewidth=0.9)
_PROVEN = mark("D", GREEN, 3.6, markeredgewidth=0)
_COUNTS: Look = {"color": GREY, "lw": 0.8}
_MISS = mark("X", VERMILION, 6, markeredgewidth=0)


@styled
def withheld(record: Record) -> Drawing:
    """Draw what is implied for each official total of the chain, less the total itself.

    By gid: ``ranges`` and ``ranges-undated`` (bars), ``to-the-person``, ``misses`` above;
    ``before`` (ticks), ``counts`` (stems), ``foreseen``, ``misses`` below.
    """
    totals = official_totals(record, **CHAIN)["value"].nunique()
    need(totals, "no total of the official chain was published")
    need(
        totals <= AT_ONCE or totals_are_kept(record, **CHAIN),
        f"each of {totals:,} official totals would be withheld once; "
        "`update withheld` computes that and keeps it",
    )
    alone, ahead = kept_withheld(record, **CHAIN), kept_foreseen(record, **CHAIN)
    score = prediction_score(alone, ahead)
    title = (
        f"Withheld one by one, {score.inside} of {score.withheld} official totals lie inside what "
        f"all other reports imply, {score.certain} of them to the person"
    )
    canvas = new_canvas(
        record,
        title,
        "Predicted minus published total of the official chain, persons, on the total's day",
        height=5.9,
        panels=[1.25, 1],
        panel_titles=[
            "Withheld: at least and at most, by all other reports",
            "Foreseen: at least, by pages published before it and that day's own counts",
        ],
        legend_rows=3,
        left=0.62,
        gap=0.24,
    )
    upper, lower = canvas.axes
    for axes in (upper, lower):
        year_axis(axes, record.counted_from, record.complete_through)
        axes.axhline(0, color=GREY, lw=0.8)
    _draw_withheld(upper, alone)
    _draw_foreseen(lower, ahead)
    canvas.legend(
        [
            entry("range that the others leave for its day", **_RANGE),
            entry("the same, where no page states the day", **_UNDATED),
            entry("no other number left than the total", **_PERSON),
            entry("least proven by pages of the days before", **_BEFORE),
            entry("least with the counts of the day itself", **_PROVEN),
            entry("total outside what was implied", **_MISS),
        ],
        columns=2,
    )
    unjudged = kept_withheld(record, **CHAIN, judged=False)
    alt = (
        f"Two panels over time. Above, {score.withheld} predictions around a zero line: "
        f"{score.certain} dots on it, the others bars, {score.inside - score.certain} of them "
        f"across or touching it. Below, {score.foreseen} lower bounds; {score.exact} lie on it."
    )
    return Drawing(canvas.figure, title, _caption(unjudged), alt)


def _draw_withheld(axes: Axes, table: pd.DataFrame) -> None:
    """Bars from the least to the most of each prediction, a dot where both are the total."""
    low, high = (table[name] - table["value"] for name in ("low", "high"))
    high = high.clip(upper=_deviation_axis(axes, low, high))  # no limit reaches the edge
    stated = table["earliest"] == table["end"]
    right, wide = table["misses_by"] == 0, low < high
    for gid, rows, look in (
        ("ranges-undated", ~stated & wide, _UNDATED),
        ("ranges", stated & wide, _RANGE),
    ):
        axes.vlines(table["end"][rows], low[rows], high[rows], **look).set_gid(gid)
    dots = right & ~wide
    axes.plot(table["end"][dots], low[dots], gid="to-the-person", zorder=3, **_PERSON)
    axes.plot(table["end"][~right], low[~right], gid="misses", zorder=4, **_MISS)
    labelled = (stated & (high - low >= LABELLED)) | ~right
    _label(
        axes,
        table[labelled],
        high.where(high >= -low, low)[labelled],
        _along(table["end"], low, high),
    )


def _draw_foreseen(axes: Axes, table: pd.DataFrame) -> None:
    """The least that was proven on the day of each total, and how the day's counts led there."""
    before, low = (table[name] - table["value"] for name in ("before_low", "low"))
    _deviation_axis(axes, before, low)
    axes.plot(table["end"], before, gid="before", **_BEFORE)
    added = before < low
    axes.vlines(table["end"][added], before[added], low[added], **_COUNTS).set_gid("counts")
    right = table["misses_by"] == 0
    axes.plot(table["end"][right], low[right], gid="foreseen", zorder=3, **_PROVEN)
    axes.plot(table["end"][~right], low[~right], gid="misses", zorder=4, **_MISS)
    labelled = (low.abs() >= LABELLED) | ~right
    _label(axes, table[labelled], low[labelled], _along(table["end"], before, low))


def _along(days: pd.Series, low: pd.Series, high: pd.Series) -> list[tuple[object, float]]:
    """Points of upright lines, which no label may cover."""
    return [
        (day, height)
        for day, least, most in zip(days, low, high, strict=True)
        for height in (least, most, *_GRID, *_ALONG)
        if least <= height <= most
    ]


def _label(
    axes: Axes, rows: pd.DataFrame, heights: pd.Series, avoid: list[tuple[object, float]]
) -> None:
    points = list(zip(rows["end"], heights, strict=True))
    place_labels(axes, points, [f"{value:,}" for value in rows["value"]], size=7.5, avoid=avoid)


def _deviation_axis(axes: Axes, low: pd.Series, high: pd.Series) -> float:
    """Scale the vertical axis for deviations of one person and of hundreds; give its upper end."""
    finite = high[np.isfinite(high.astype(float))]
    ends = np.nan_to_num([-low.min(), finite.max()])
    least, most = (float(max(2.5 * LINEAR, 2.5 * end)) for end in ends)
    axes.set_yscale("symlog", linthresh=LINEAR)
    axes.set_ylim(-least, most)
    fixed_ticks(
        axes.yaxis,
        [tick for tick in _GRID if -least <= tick <= most],
        lambda value: f"{value:+,.0f}".replace("-", "−") if value else "0",
    )
    return most


def _caption(unjudged: pd.DataFrame) -> str:
    inside = int((unjudged["misses_by"] == 0).sum())
    return (
        "Zero is the published total. Above, each official total is taken out of the record with "
        "every report that repeats it; the bar is what all others leave for its day, or for all "
        "days that it may mean where no page states the day. Below, each total that a dated page "
        "gives: the tick is the least that the pages published before that day prove, the diamond "
        "the least once the counts of exchanges on pages of the day itself are added. A diamond "
        "below zero lacks persons whom no page had told by then; a cross is a total outside what "
        "was implied. "
        f"Labelled from {LABELLED} persons on. Linear up to {LINEAR} persons, then logarithmic. "
        "How pages are read, and which figures are overruled, rests on what is known today: were "
        f"none overruled, {inside} of {len(unjudged)} totals would lie inside."
    )
