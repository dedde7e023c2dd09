"""Figure: mean gap and regularity under every way of counting exchanges."""

from __future__ import annotations

from itertools import cycle

from matplotlib.patches import Patch

from analysis.events.cadence_by_counting import cadence_by_counting
from analysis.events.events import MERGE_WINDOWS, reference
from analysis.events.needs import need_few, need_gaps
from analysis.events.verdicts import FEWEST
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, GREEN, ORANGE, PALE, PURPLE, Look, entry
from analysis.record.loading import Record
from analysis.text import count_of

_LINE: Look = {"markersize": 3.6, "lw": 0.9}
_LOOKS: tuple[Look, ...] = (
    {"marker": "o", "color": BLUE},
    {"marker": "s", "color": ORANGE},
    {"marker": "^", "color": GREEN},
    {"marker": "D", "color": PURPLE},
)
_PANELS = {
    "mean_gap": "Mean gap, days",
    "cv": "Spread of the gaps: coefficient of variation",
    "local_variation": "Contrast between neighbouring gaps: local variation",
}


@styled
def cadence_choices(record: Record) -> Drawing:
    """Draw mean gap, spread and local variation over definitions and merge windows.

    By gid in each panel: ``<definition>`` (line with markers), ``chance`` (band).
    """
    need_few(record)
    need_gaps(record, FEWEST, merge_windows=MERGE_WINDOWS)
    table = cadence_by_counting(record)
    words = record.vocabulary.definitions
    looks: dict[str, Look] = {
        name: _LINE | look | {"label": words[name].title}
        for name, look in zip(words, cycle(_LOOKS), strict=False)
    }
    near = int((table["local_variation_verdict"] == "below").sum())
    uneven = int((table["cv_verdict"] == "above").sum())
    mean = table["mean_gap"]
    title = (
        f"Counting decides the mean gap, {mean.min():.0f} to {mean.max():.0f} days; gaps are more "
        f"uneven than chance makes them in {uneven} of {len(table)} ways"
    )
    canvas = new_canvas(
        record,
        title,
        "By merge window: exchanges at most so many days apart are taken as one event",
        height=6.3,
        panels=[1.0, 1.0, 1.0],
        panel_titles=list(_PANELS.values()),
        legend_rows=2,
        left=0.42,
        gap=0.32,
    )
    for axes, measure in zip(canvas.axes, _PANELS, strict=True):
        if measure != "mean_gap":
            band = table[table["definition"] == reference(record)["definition"]]
            low, high = band[f"{measure}_low"], band[f"{measure}_high"]
            axes.fill_between(band["merge_days"], low, high, color=PALE, lw=0).set_gid("chance")
        for definition, look in looks.items():
            rows = table[table["definition"] == definition]
            axes.plot(rows["merge_days"], rows[measure], gid=definition, **look)
        axes.set_xlim(-0.4, MERGE_WINDOWS[-1] + 0.4)
        axes.set_xticks(MERGE_WINDOWS[::2])
        axes.locator_params(axis="y", nbins=5)
    for axes in canvas.axes[:-1]:
        axes.tick_params(axis="x", labelbottom=False)
    canvas.axes[0].set_ylim(bottom=0)
    canvas.axes[-1].set_xticklabels([f"{days} d" for days in MERGE_WINDOWS[::2]])
    lines = [entry(**look) for look in looks.values()]
    canvas.legend([*lines, Patch(color=PALE, label="events at random, 95%")], columns=2)
    verdicts = table["cv_verdict"].value_counts()
    caption = (
        "Grey: where the measure lies in 95% of as many gaps between events that fall at random "
        "and are merged in the same way (band of the announced exchanges). A coefficient of "
        "variation above it means bursts and pauses, below it clockwork; a local variation below "
        "it means that neighbouring gaps are more alike than chance makes them, as when the rate "
        "changes slowly. No way of counting is the right one."
    )
    alt = (
        f"Three panels over merge windows of {MERGE_WINDOWS[0]} to {MERGE_WINDOWS[-1]} days, "
        f"{count_of(len(words), 'definition')} each. The mean gap rises from "
        f"{table['mean_gap'].min():.0f} to "
        f"{table['mean_gap'].max():.0f} days. The coefficient of variation lies above chance in "
        f"{verdicts.get('above', 0)}, within it in {verdicts.get('within', 0)} and below it in "
        f"{verdicts.get('below', 0)} of {len(table)} ways; the local variation below it in {near}."
    )
    return Drawing(canvas.figure, title, caption, alt)
