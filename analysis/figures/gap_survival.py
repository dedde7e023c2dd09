"""Figure: how long gaps last, beside what fitted laws say."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Patch

from analysis.events.cadence_by_counting import renewal_average
from analysis.events.events import gaps_of, reference
from analysis.events.needs import need_gaps
from analysis.figures.axes import fixed_ticks
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PURPLE,
    SKY,
    VERMILION,
    Look,
    entry,
)
from analysis.gaps.laws import LAWS
from analysis.gaps.survival import kaplan_meier
from analysis.record.loading import Record
from analysis.text import number_words

ASKED = 100
"""Days of which the title speaks."""
SHARES = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01)
"""Ticks."""
_COLOURS = {"blue": BLUE, "green": GREEN, "grey": GREY, "orange": ORANGE, "purple": PURPLE,
            "sky": SKY, "vermilion": VERMILION}  # fmt: skip


@styled
def gap_survival(record: Record) -> Drawing:
    """Draw the share of gaps longer than so many days, estimated without and with laws.

    By gid: ``estimate`` (steps), ``interval`` (band), ``average`` (line), ``law-<name>`` (lines).
    """
    need_gaps(record, 2)
    gaps = gaps_of(record, **reference(record))
    still_open = gaps["censored"]
    days, cut = gaps.loc[~still_open, "days"], gaps.loc[still_open, "days"]
    table = kaplan_meier(days, cut[cut > 0])
    average = renewal_average(record, reference(record))
    at = np.linspace(1, 1.05 * gaps["days"].max(), 300)
    seen = int((days > ASKED).sum())
    single = float(average.fits["exponential"].sf(ASKED)) * len(days)
    title = (
        f"{seen} of {len(days)} gaps are longer than {ASKED} days; a constant rate would make it "
        f"{single:.1f}, {number_words(len(LAWS))} laws by their weight "
        f"{float(average.sf(ASKED)) * len(days):.1f}"
    )
    canvas = new_canvas(
        record,
        title,
        "Share of gaps between announced exchanges that last longer than so many days",
        height=4.5,
        legend_rows=3,
        left=0.5,
    )
    (axes,) = canvas.axes
    start = np.append(0.0, table.index.to_numpy(float))
    axes.fill_between(
        start[1:], table["low"], table["high"], step="post", color=SKY, alpha=0.35, lw=0
    ).set_gid("interval")
    axes.step(start, np.append(1.0, table["sf"]), where="post", color=INK, lw=1.2, gid="estimate")
    for name, fit in average.fits.items():
        axes.plot(at, fit.sf(at), gid=f"law-{name}", **_look(name))
    axes.plot(at, average.sf(at), color=BLUE, lw=2, gid="average")
    axes.set_yscale("log")
    axes.set(xlim=(0, at[-1]), ylim=(0.8 * min(SHARES), 1.05))
    axes.xaxis.set_major_formatter("{x:.0f} days")
    fixed_ticks(axes.yaxis, SHARES, "{x:.0%}")
    weight = average.weights
    canvas.legend(
        [
            entry("the gaps themselves", color=INK, lw=1.2),
            Patch(color=SKY, alpha=0.35, lw=0, label="95% interval"),
            entry("average", color=BLUE, lw=2),
            *(
                entry(f"{name.replace('_', ' ')}, {weight[name]:.0%}", **_look(name))
                for name in average.fits
            ),
        ],
        columns=3,
    )
    caption = (
        "Steps: the Kaplan–Meier estimate, which lets the open gap count for as long as it has "
        "lasted; its interval holds for one length looked at alone. Lines: laws fitted to the same "
        "gaps, with their AIC weights, and their average. On this scale a constant rate is a "
        "straight line; the scale of the shares multiplies. Laws of "
        "like weight cannot be told apart by these gaps."
    )
    best = str(weight.idxmax()).replace("_", " ")
    alt = (
        f"Falling steps from 100% at 0 days to nothing beyond {int(gaps['days'].max())} days, with "
        f"{number_words(len(LAWS))} curves. Half of the gaps are longer than "
        f"{float(days.median()):.0f} days and {seen} of {len(days)} longer than {ASKED}. The "
        f"heaviest weight, {weight.max():.0%}, has the {best} law; the exponential law of a "
        f"constant rate has {weight['exponential']:.1%}."
    )
    return Drawing(canvas.figure, title, caption, alt)


def _look(name: str) -> Look:
    law = LAWS[name]
    return {"color": _COLOURS[law.colour], "ls": (0, law.dashes) if law.dashes else "-", "lw": 1}
