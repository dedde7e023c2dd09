"""Figure: the gaps between exchanges in order, with the stretches of constant rate."""

from __future__ import annotations

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from analysis.events.cadence_by_counting import rate_changes
from analysis.events.events import gaps_of, reference
from analysis.events.needs import need_few, need_gaps
from analysis.figures.axes import fixed_ticks, year_axis
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.label_placing import place_labels
from analysis.figures.looks import BLUE, DASH, PALE, VERMILION, entry, mark
from analysis.gaps.regimes import ChangePoints
from analysis.record.loading import Record
from analysis.text import day_words

LABELLED = 60
"""Gaps of so many days and more bear their length."""
TICKS = (2, 5, 10, 20, 50, 100, 200)
"""Days on the axis."""


@styled
def gaps(record: Record) -> Drawing:
    """Draw each gap from exchange to exchange, as high as it is long, and the change of rate.

    By gid: ``gaps`` (lines), ``gap-ends`` (points), ``open`` (point), ``regimes`` (lines at the
    mean gap), ``change-interval`` (band).
    """
    need_gaps(record, 2)
    need_few(record)
    table = gaps_of(record, **reference(record))
    found = rate_changes(record, reference(record))
    closed, still_open = table[~table["censored"]], table[table["censored"]]
    title = _title(found, closed["days"])
    canvas = new_canvas(
        record,
        title,
        "Days between announced exchanges, each gap from its first day to its last",
        height=4.3,
        legend_rows=2,
        left=0.42,
    )
    (axes,) = canvas.axes
    year_axis(axes, record.counted_from, record.complete_through)
    _day_axis(axes, table["days"])
    for low, high in zip(found.changes["low"], found.changes["high"], strict=True):
        axes.axvspan(low, high, color=PALE, lw=0, zorder=0).set_gid("change-interval")
    axes.hlines(closed["days"], closed["start"], closed["end"], color=BLUE, lw=1).set_gid("gaps")
    axes.plot(closed["end"], closed["days"], gid="gap-ends", zorder=3, **_DOT)
    axes.plot(
        still_open["start"] + pd.to_timedelta(still_open["days"], unit="D"),
        still_open["days"].clip(lower=1),
        gid="open",
        zorder=3,
        clip_on=False,
        **_OPEN,
    )
    blocks = found.blocks
    axes.hlines(
        1 / blocks["rate"], blocks["start"], blocks["end"], color=VERMILION, lw=1.6, ls=DASH
    ).set_gid("regimes")
    long = closed[closed["days"] >= LABELLED]
    middle = long["start"] + (long["end"] - long["start"]) / 2
    place_labels(
        axes,
        list(zip(middle, long["days"], strict=True)),
        [f"{days} days" for days in long["days"]],
        size=7.5,
    )
    canvas.legend(_key(found), columns=2)
    caption = (
        "Exchanges on the same or on neighbouring days are one; exchanges that no page dates are "
        "left out. Scale of the days: each step up multiplies. The dashed line is the mean gap of "
        "each stretch of constant rate"
        + ", and the grey band the days on which the rate may have changed (95%)"
        * bool(len(found.changes))
        + ". The hollow point is the gap still open when the record ends."
    )
    alt = (
        f"{len(closed)} gaps drawn as level lines over the days that they last, from "
        f"{closed['days'].min()} to {closed['days'].max()} days. Longest: "
        + ", ".join(
            f"{days} days from {day_words(start)}"
            for start, days in closed.nlargest(3, "days")[["start", "days"]].itertuples(index=False)
        )
        + ". Mean gap by stretch: "
        + "; ".join(
            f"{1 / rate:.0f} days from {day_words(start)}"
            for start, rate in zip(blocks["start"], blocks["rate"], strict=True)
        )
        + "."
    )
    return Drawing(canvas.figure, title, caption, alt)


_DOT = mark("o", BLUE, 3.2)
_OPEN = _DOT | {"markerfacecolor": "white", "markeredgewidth": 0.9}


def _title(found: ChangePoints, days: pd.Series) -> str:
    if found.changes.empty:
        return f"{len(days)} gaps of {days.min()} to {days.max()} days, and no change of their rate"
    means = 1 / found.blocks["rate"]
    when = found.changes["change"].iloc[0]
    if len(found.changes) == 1:
        return (
            f"Since about {day_words(when)} exchanges are {means.iloc[1]:.0f} days apart, "
            f"before it {means.iloc[0]:.0f} days"
        )
    return (
        f"The rate of exchanges changed {len(found.changes)} times, first on about "
        f"{day_words(when)}: from {means.iloc[0]:.0f} to {means.iloc[1]:.0f} days between exchanges"
    )


def _day_axis(axes: Axes, days: pd.Series) -> None:
    axes.set_yscale("log")
    axes.set_ylim(min(1.7, 0.85 * max(1, days.min())), 1.6 * days.max())
    fixed_ticks(axes.yaxis, TICKS, "{x:.0f}")


def _key(found: ChangePoints) -> list[Artist]:
    entries: list[Artist] = [
        entry("gap", lw=1, **(_DOT | {"linestyle": "-"})),
        entry("open gap", **_OPEN),
        entry("mean gap at a constant rate", color=VERMILION, lw=1.6, ls=DASH),
    ]
    if len(found.changes):
        entries.append(Patch(color=PALE, label="when the rate may have changed, 95%"))
    return entries
