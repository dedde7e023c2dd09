"""Figure: packages promised, collected and handed over, on one line of time."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.patches import Patch

from analysis.events.needs import need
from analysis.figures.axes import year_axis
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, GREY, INK, ORANGE, PALE, Look, entry, mark
from analysis.groups.packages import STAGES, package_reports, parcel_mentions, promise_to_delivery
from analysis.record.loading import Record
from analysis.story.words import RECIPIENTS
from analysis.text import day_words

PLANNED, COLLECTED, HANDED = STAGES
_HEIGHT = {PLANNED: 0.22, COLLECTED: -0.02, HANDED: -0.26}


@styled
def packages(record: Record) -> Drawing:
    """Draw what was promised, collected and handed over, by recipient.

    Bars by gid ``planned``, ``collected``, ``handed-over``; ``no-number`` (points) where only the
    fact is reported.
    """
    rows = package_reports(record)
    mentions = parcel_mentions(record)
    need(len(rows) + len(mentions), "no package is on record")
    title, last = _finding(record, rows)
    canvas = new_canvas(
        record,
        title,
        "Packages for prisoners: number, and the days that its reports cover",
        height=4.8,
        legend_rows=1,
        left=1.0,
    )
    (axes,) = canvas.axes
    days = [record.complete_through, *rows["start"], *mentions["start"]]
    first = max(record.counted_from, min(days) - pd.Timedelta(days=60))
    year_axis(axes, first, record.complete_through)
    places = {group: len(RECIPIENTS) - 1 - place for place, group in enumerate(RECIPIENTS)}
    axes.set_ylim(-0.55, len(RECIPIENTS) - 0.45)
    axes.set_yticks(list(places.values()), list(RECIPIENTS.values()))
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False)
    for edge in range(1, len(RECIPIENTS)):
        axes.axhline(edge - 0.5, color=PALE, lw=0.8, zorder=0)
    for (_, stage, group), said in rows.groupby(["round", "stage", "group"]):
        _draw_bar(axes, str(stage), places[str(group)] + _HEIGHT[str(stage)], said)
    height = places["all"] + _HEIGHT[HANDED]
    axes.plot(mentions["start"], [height] * len(mentions), gid="no-number", **mark("x", INK, 5))
    stages = [Patch(**look, label=stage) for stage, look in _LOOKS.items()]
    no_number = entry("handed over, no number", **mark("x", INK, 4))
    canvas.legend([*stages, no_number], columns=4)
    listed = "; ".join(
        f"{stage} {RECIPIENTS[str(group)]}, {_figures(said)}, {day_words(said['start'].min())} to "
        f"{day_words(said['end'].max())}".replace("\n", " ")
        for (_, stage, group), said in rows.groupby(["round", "stage", "group"], sort=False)
    )
    speaking = last["voices"].str.split("; ").explode()
    caption = (
        "Each bar spans the days that its reports cover: for promises to the latest day named, for "
        "deliveries the days in which they were made. Where a page does not say for whom, its "
        "figure may mean both sides together or each. The cross is a first exchange of parcels of "
        "which no page gives a number. All that is known of the round of the title was said by: "
        f"{', '.join(sorted(set(speaking))) or 'nobody'}."
    )
    return Drawing(canvas.figure, title, caption, f"Bars on a line of time: {listed or 'none'}.")


def _finding(record: Record, rows: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """Title, and the reports of the round that it speaks of: the last one that was delivered."""
    terms = promise_to_delivery(record)
    if terms.empty:
        return "No dated promise of packages was reported handed over", rows.iloc[:0]
    term = terms.iloc[-1]
    last = rows[rows["round"] == term["round"]]
    promised = last.loc[last["stage"] == PLANNED, "value"].max()
    title = (
        f"The {promised:,} packages for each side, promised on {day_words(term['promised_on'])}, "
        f"were reported handed over {term['days']} days later"
    )
    return title, last


def _figures(rows: pd.DataFrame) -> str:
    return " or ".join(f"{value:,}" for value in sorted(set(rows["value"])))


_LOOKS: dict[str, Look] = {
    PLANNED: {"facecolor": "white", "edgecolor": GREY, "hatch": "////"},
    COLLECTED: {"facecolor": ORANGE, "edgecolor": ORANGE},
    HANDED: {"facecolor": BLUE, "edgecolor": BLUE},
}


def _draw_bar(axes: Axes, stage: str, level: float, rows: pd.DataFrame) -> None:
    first, last = rows["start"].min(), rows["end"].max()
    left, width = date2num(first), date2num(last) - date2num(first) + 1
    axes.broken_barh(
        [(left, max(width, 5.0))],
        (level - 0.05, 0.1),
        linewidth=0.7,
        gid=stage.replace(" ", "-"),
        **_LOOKS[stage],
    )
    axes.annotate(
        _figures(rows),
        (left, level + 0.05),  # above it: to its side other bars may lie
        xytext=(0, 1),
        textcoords="offset points",
        va="bottom",
        size=7.5,
        color=INK,
    )
