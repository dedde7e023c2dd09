"""Figure: what the alarm promises, what it keeps, and what it costs."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.figures.axes import fixed_ticks, name_rows
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, GREY, ORANGE, VERMILION, entry, mark
from analysis.record.loading import Record
from analysis.trust.false_alarms import DESIGNS
from analysis.trust.stored import FOLDER, read_simulated

RULES = {
    "yearly": ("daily alarm, constant rate", "o", BLUE, "-"),
    "single_gap": ("rule for one gap", "s", ORANGE, (0, (2, 1))),
    "quantile": ("quantile of the gaps so far", "^", VERMILION, (0, (1, 1))),
}
"""Name, marker, colour and line of each rule."""
ALPHA = 0.05
"""The promise that is drawn."""
POWER_DESIGN = "poisson"
_TICKS = (0.003, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
_FLOOR = 0.003


@styled
def alarm_calibration(record: Record) -> Drawing:
    """Draw the false alarms a year of each rule, and how soon it notices a silence.

    The record is not looked at, as the histories are simulated; every figure of the gallery takes
    one. Upper panel by gid: ``<rule>`` (points with error bars), ``promise`` (line). Lower panel:
    ``<rule>`` (lines).
    """
    levels = read_simulated(FOLDER, "alarm_levels")
    levels = levels[levels["alpha"] == ALPHA]
    power = read_simulated(FOLDER, "alarm_power")
    power = power[(power["alpha"] == ALPHA) & (power["design"] == POWER_DESIGN)]
    rates = levels.set_index(["rule", "design"])["per_year"]
    delay = levels.set_index(["rule", "design"])["delay_50"]
    title = (
        f"Promised {ALPHA:.0%} false alarms a year, the daily alarm gives "
        f"{rates['yearly', POWER_DESIGN]:.1%} if exchanges come at random, "
        f"{rates['yearly', 'clustered']:.0%} if in clusters"
    )
    canvas = new_canvas(
        None,
        title,
        "Simulated histories in which nothing changes, about as long and busy as the record",
        height=5.8,
        panels=[1.15, 1.0],
        panel_titles=[
            "False alarms a year, by how exchanges come",
            "Share of silences noticed, exchanges at random before",
        ],
        legend_rows=2,
        left=1.5,
        gap=0.42,
        sharex=False,
    )
    upper, lower = canvas.axes
    _levels(upper, levels)
    for rule, (_, _, colour, style) in RULES.items():
        rows = power[power["rule"] == rule]
        lower.plot(rows["silence"], rows["share"], color=colour, ls=style, lw=1.4, gid=rule)
    lower.set(xlim=(0, 260), ylim=(0, 1.02))
    lower.yaxis.set_major_formatter("{x:.0%}")
    lower.xaxis.set_major_formatter("{x:.0f} d")
    canvas.legend(
        [
            entry(name, marker=marker, color=colour, ls=style, lw=1.2, markersize=4)
            for name, marker, colour, style in RULES.values()
        ],
        columns=2,
    )
    caption = (
        f"Each rule is asked for {ALPHA:.0%}: the daily alarms take it as false alarms a year of "
        "watching, the two others as a share of gaps, which is what makes them ring more often. "
        "Bars: twice the Monte Carlo error. The alarm for a constant rate keeps its promise where "
        "the rate is constant and where gaps are more even; the Weibull one is meant for exchanges "
        "in clusters. Below, the price: how long a silence must last to be noticed."
    )
    alt = f"False alarms a year, promised {ALPHA:.0%}: " + "; ".join(
        f"{name}: "
        + ", ".join(f"{way.words} {rates[rule, design]:.1%}" for design, way in DESIGNS.items())
        for rule, (name, *_) in RULES.items()
    )
    alt += ". Median day on which a silence is noticed, exchanges at random: " + ", ".join(
        f"{name} {delay[rule, POWER_DESIGN]:.0f}" for rule, (name, *_) in RULES.items()
    )
    return Drawing(canvas.figure, title, caption, alt + ".")


def _levels(axes: Axes, levels: pd.DataFrame) -> None:
    axes.set_xscale("log")
    for shift, (rule, (_, marker, colour, _)) in zip(
        np.linspace(-0.27, 0.27, len(RULES)), RULES.items(), strict=True
    ):
        rows = levels[levels["rule"] == rule].set_index("design").loc[list(DESIGNS)]
        height = np.arange(len(rows)) + shift
        low = (rows["per_year"] - 2 * rows["se"]).clip(lower=_FLOOR)
        axes.hlines(height, low, rows["per_year"] + 2 * rows["se"], color=colour, lw=1)
        look = mark(marker, colour, 4, clip_on=False, zorder=3)
        axes.plot(rows["per_year"].clip(lower=_FLOOR), height, gid=rule, **look)
    axes.axvline(ALPHA, color=GREY, lw=1, ls=(0, (4, 1.5)), gid="promise")
    axes.set_xlim(_FLOOR, 1.6)
    fixed_ticks(axes.xaxis, _TICKS, lambda rate: f"{rate:.0%}" if rate > _FLOOR else "none")
    name_rows(axes, [way.words for way in DESIGNS.values()])
