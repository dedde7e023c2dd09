"""Figure: the longest pauses in order, beside the lengths from which on they are unusual."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from analysis.events.events import gaps_of, reference
from analysis.events.needs import need_few, need_gaps
from analysis.events.notable_pauses import pause_name, undated_in_pauses
from analysis.events.verdict_limits import verdict_limits
from analysis.events.verdicts import FEWEST
from analysis.events.verdicts_by_counting import LEVEL
from analysis.figures.axes import name_rows
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, DASH, SKY, VERMILION, Look, entry
from analysis.gaps.laws import LAWS
from analysis.record.loading import Record
from analysis.text import number_words

SHOWN = 15
"""Gaps drawn, the open one always among them."""
DRAWS = 100
SEED = 1
_RARE, _RARER = "#F3E3B3", "#E8B98F"


@styled
def pauses_ranked(record: Record) -> Drawing:
    """Draw the longest gaps by length, over bands of the verdicts.

    By gid: ``pause`` and ``open`` (bars), ``shortened`` (lines: what an undated exchange may
    leave), ``rare`` and ``longest`` (bands), ``regime`` (line).
    """
    need_gaps(record, FEWEST, lengths=FEWEST)
    need_few(record)
    gaps = gaps_of(record, **reference(record))
    shown = gaps[~gaps["censored"]].nlargest(SHOWN - 1, "days")
    table = pd.concat([shown, gaps[gaps["censored"]]]).sort_values("days", ascending=False)
    limits = verdict_limits(record)
    closed = gaps.loc[~gaps["censored"], "days"]
    beyond = int((closed >= limits["longest"]).sum())
    single = int((closed >= limits["single"]).sum())
    stretch = int((closed >= limits["regime"]).sum())
    title = _title(beyond, stretch, single, len(closed), limits)
    canvas = new_canvas(
        record,
        title,
        "Days without an announced exchange, longest first",
        height=1.75 + 0.21 * len(table),
        legend_rows=3,
        left=1.62,
    )
    (axes,) = canvas.axes
    top = 1.08 * max(table["days"].max(), limits.max())
    axes.set_xlim(0, top)
    axes.axvspan(limits["single"], limits["longest"], color=_RARE, lw=0, zorder=0).set_gid("rare")
    axes.axvspan(limits["longest"], top, color=_RARER, lw=0, zorder=0).set_gid("longest")
    if pd.notna(limits["regime"]):
        axes.axvline(limits["regime"], color=VERMILION, lw=1.3, ls=DASH, gid="regime")
    _bars(axes, table)
    _shortened(axes, table, record)
    canvas.legend(_key(limits), columns=2)
    caption = (
        f"Light band: of single gaps named beforehand {LEVEL:.0%} would reach it "
        f"({number_words(len(LAWS))} laws averaged). Dark band: with one rate for the whole record "
        f"the longest of all its gaps would reach it in {LEVEL:.0%} of records (exact law). "
        "Dashed: the same for the last stretch of constant rate alone. A pause that is looked "
        "at because it was long is judged by the dark band, not by the light one. Thin ends: how "
        "much of a pause an exchange that no page dates may have taken away."
    )
    listed = ", ".join(
        f"{name} {days} days" for name, days in zip(_names(table), table["days"], strict=True)
    )
    alt = (
        f"Bars of the {len(table)} longest gaps: {listed}. Limits: {limits['single']:.0f} days for "
        f"a single gap, {limits['longest']:.0f} for the longest of all"
        + (f", {limits['regime']:.0f} within the last stretch" * pd.notna(limits["regime"]))
        + "."
    )
    return Drawing(canvas.figure, title, caption, alt)


def _title(beyond: int, stretch: int, single: int, gaps: int, limits: pd.Series) -> str:
    if not beyond:
        return (
            f"No pause is longer than the longest of {gaps} gaps may be, {limits['longest']:.0f} "
            f"days; {number_words(single) if single else 'none'} would be rare as single gaps"
        )
    within = ""
    if pd.notna(limits["regime"]):
        word = _are(stretch) if stretch else "none is"
        within = f"; at the rate of the last stretch, {word} ({limits['regime']:.0f} days)"
    noun = "pause" if beyond == 1 else "pauses"
    word = _are(beyond).replace(" ", f" {noun} ", 1)
    return (
        f"At one rate throughout, {word} longer than chance allows "
        f"({limits['longest']:.0f} days){within}"
    )


def _are(count: int) -> str:
    return f"{number_words(count)} {'is' if count == 1 else 'are'}"


def _names(table: pd.DataFrame) -> list[str]:
    return [pause_name(*days) for days in zip(table["start"], table["end"], strict=True)]


def _bars(axes: Axes, table: pd.DataFrame) -> None:
    places = np.arange(len(table))
    for place, days, still_open in zip(places, table["days"], table["censored"], strict=True):
        look: Look = {"fc": "white", "ec": BLUE, "hatch": "/////"} if still_open else {"fc": BLUE}
        for bar in axes.barh([place], [days], 0.62, **look):
            bar.set_gid("open" if still_open else "pause")
        axes.annotate(str(days), (days, place), xytext=(3, 0), textcoords="offset points",
                      va="center", size=7.5, zorder=5)  # fmt: skip
    name_rows(axes, _names(table), size=7.5)
    axes.set_ylim(len(table) - 0.4, -0.6)
    axes.xaxis.set_major_formatter("{x:.0f} d")


def _shortened(axes: Axes, table: pd.DataFrame, record: Record) -> None:
    """Mark in each bar what is certain of a pause that an undated exchange may have broken."""
    left = undated_in_pauses(record, DRAWS, np.random.default_rng(SEED)).set_index("pause")
    shortest = left["shortest"].reindex(_names(table)).fillna(np.inf)
    for place, (least, days) in enumerate(zip(shortest, table["days"], strict=True)):
        if least < days:
            line = axes.hlines(place, least, days, color=SKY, lw=3)
            line.set_gid("shortened")
            line.set_zorder(4)


def _key(limits: pd.Series) -> list[Artist]:
    entries: list[Artist] = [
        Patch(fc=BLUE, label="pause"),
        entry("perhaps broken by an undated one", color=SKY, lw=3),
        Patch(fc="white", ec=BLUE, hatch="/////", label="open when the record ends"),
        Patch(fc=_RARE, label="rare for one gap named beforehand"),
        Patch(fc=_RARER, label="rare for the longest of all"),
    ]
    if pd.notna(limits["regime"]):
        entries.append(entry("the same, last stretch alone", color=VERMILION, lw=1.3, ls=DASH))
    return entries
