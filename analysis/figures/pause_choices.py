"""Figure: every verdict on the pauses, and which choices turn it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis

from analysis.events.events import definitions
from analysis.events.needs import need, need_few
from analysis.events.notable_pauses import notable_pauses
from analysis.events.verdicts import Null
from analysis.events.verdicts_by_counting import LEVEL, verdict_table
from analysis.figures.axes import fixed_ticks, name_rows
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, DASH, INK, ORANGE, VERMILION, Look, entry, mark
from analysis.gaps.laws import LAWS
from analysis.record.loading import Record
from analysis.story.pause import asked_pause
from analysis.text import number_words
from analysis.trust.runs import all_pause_choices, kept_choices

_ASKED = {
    "longest of all": ("longest of all gaps", "o", BLUE),
    "single gap": ("one gap named beforehand", "s", ORANGE),
}
_SHOWN = ["lowest", "median", "highest"]
_TICKS = (1.0, 0.1, 0.01, 1e-3, 1e-4, 1e-5)
_FLOOR = 5e-6


@styled
def pause_choices(record: Record) -> Drawing:
    """Draw the p-values of the notable pauses over all choices, and the choices behind them.

    Panels: ranges by pause (lines ``range``, points ``median``); the verdicts on the pause asked
    about in order (points ``longest-of-all`` and ``single-gap``); the choice behind each of them
    (marks ``choice``, one row a value).
    """
    if not kept_choices(record).is_current():
        need_few(record)
    curve = all_pause_choices(record).dropna(subset="pvalue")
    pauses = [pause for pause in notable_pauses(record) if pause.end is not None]
    asked = asked_pause(record)
    own = curve[curve["pause"] == asked.name].sort_values("pvalue", kind="stable")
    need(len(own), "no way of counting leaves gaps enough for a verdict")
    longest = own[own["test"] != "single"]
    small = int((longest["pvalue"] <= LEVEL).sum())
    title = (
        f"Is the pause of {asked.days} days unusual? Yes in {small} of {len(longest)} ways as "
        f"the longest of all gaps, in {int((own['pvalue'] <= LEVEL).sum()) - small} of "
        f"{len(own) - len(longest)} as a single gap"
    )
    canvas = new_canvas(
        record,
        title,
        "P(a gap at least this long) over definitions, merge windows, tests and comparisons",
        height=7.9,
        panels=[1.05, 1.0, 1.5],
        panel_titles=[
            "All pauses: lowest, median, highest",
            f"{asked.name}: {len(own)} verdicts in order",
            "The choices behind each of them",
        ],
        legend_rows=1,
        left=1.5,
        gap=0.33,
        sharex=False,
    )
    ranges, ordered, choices = canvas.axes
    _ranges(ranges, verdict_table(curve), [pause.name for pause in pauses])
    place = np.arange(len(own))
    questions = np.where(own["test"] == "single", "single gap", "longest of all")
    for name, (_, marker, colour) in _ASKED.items():
        mine = questions == name
        look = mark(marker, colour, 1.8, gid=name.replace(" ", "-"))
        ordered.plot(place[mine], own["pvalue"][mine], **look)
    ordered.set_yscale("log")
    _probability(ordered.yaxis)
    ordered.set_ylim(_FLOOR, 1.4)
    ordered.axhline(LEVEL, color=VERMILION, lw=1, ls=DASH)
    ordered.set_xlim(-3, len(own) + 2)
    ordered.set_xticks([])
    _matrix(choices, own, definitions(record))
    choices.set_xlim(-3, len(own) + 2)
    canvas.legend(
        [
            *(entry(name, **mark(marker, colour, 4)) for name, marker, colour in _ASKED.values()),
            entry(f"{LEVEL:.0%}", color=VERMILION, lw=1, ls=DASH),
        ],
        columns=3,
    )
    caption = (
        "No way is the right one, and they are not independent. The longest of all gaps is the "
        "question for a pause that was noticed because it was long; the single-gap test does not "
        "allow for that. Compared with: the whole record, what came before the pause, or the "
        "stretch of constant rate around it. Windows: exchanges so many days apart are one. The "
        f"single gap is judged at a constant rate and with {number_words(len(LAWS))} laws averaged."
    )
    table = verdict_table(curve)
    listed = "; ".join(
        f"{pause}, {name}: {low:.1g} to {high:.2g}"
        for (pause, name), low, high in zip(
            table.index, table["lowest"], table["highest"], strict=True
        )
    )
    alt = (
        f"Three panels. P-values by pause and question: {listed}. "
        f"Below, the {len(own)} verdicts on the pause of {asked.days} days in order of size, and "
        "under each the choices that give it."
    )
    return Drawing(canvas.figure, title, caption, alt)


def _probability(axis: Axis) -> None:
    fixed_ticks(axis, _TICKS, lambda p: f"{p:f}".rstrip("0").rstrip("."))


def _ranges(axes: Axes, table: pd.DataFrame, pauses: list[str]) -> None:
    axes.set_xscale("log")
    _probability(axes.xaxis)
    axes.set_xlim(_FLOOR, 1.4)
    for row, pause in enumerate(pauses):
        for shift, (name, (_, marker, colour)) in zip((-0.17, 0.17), _ASKED.items(), strict=True):
            if (pause, name) not in table.index:
                continue
            found = table.index.get_loc((pause, name))
            lowest, median, highest = table[_SHOWN].to_numpy(float)[found]
            axes.hlines(row + shift, lowest, highest, color=colour, lw=1.6).set_gid("range")
            look: Look = {"marker": marker, "color": colour, "markersize": 4}
            axes.plot([median], [row + shift], gid="median", **look)
    axes.axvline(LEVEL, color=VERMILION, lw=1, ls=DASH)
    name_rows(axes, pauses, size=7.2)


def _matrix(axes: Axes, own: pd.DataFrame, known: Sequence[str]) -> None:
    """Mark under each verdict the choices that give it, one row a value."""
    window = own["merge_days"]
    rows = {
        "longest of all gaps": own["test"] != "single",
        "single gap, constant rate": own["model"] == "exponential",
        f"single gap, {number_words(len(LAWS))} laws": own["model"] == "average",
        **{f"compared: {_NULLS[null]}": own["null"] == null for null in get_args(Null)},
        **{f"exchanges: {name}": own["definition"] == name for name in known},
        "window 0–1 days": window <= 1,
        "window 2–6 days": (window >= 2) & (window <= 6),
        "window 7–14 days": window >= 7,
    }
    for height, chosen in enumerate(rows.values()):
        at = np.flatnonzero(chosen.to_numpy(bool))
        axes.vlines(at, height - 0.36, height + 0.36, color=INK, lw=0.45).set_gid("choice")
    name_rows(axes, list(rows), size=7.2)
    axes.set_xticks([0, len(own) - 1], ["smallest", "largest"])
    smallest, largest = axes.get_xticklabels()
    smallest.set_horizontalalignment("left")
    largest.set_horizontalalignment("right")


_NULLS = {"whole": "whole record", "before": "before it", "regime": "its stretch"}
