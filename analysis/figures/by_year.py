"""Figure: persons returned in each year, with what the record leaves open."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.events.needs import NothingToShow
from analysis.figures.axes import thousands
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, INK
from analysis.record.loading import Record
from analysis.series.dated import dated_series
from analysis.story.words import CHAIN, HOME
from analysis.text import count, count_range, day_words, short_day, with_capital


@styled
def by_year(record: Record) -> Drawing:
    """Draw the persons returned in the official chain in each year, with their bounds.

    By gid: ``best`` (bars), ``bounds`` (lines).
    """
    years = dated_series(record, **CHAIN, freq="Y")
    best = years["best"].astype(float).fillna(years["low"])
    if not best.any():
        raise NothingToShow("no year of the official chain has persons")
    held = dated_series(record, **(CHAIN | {"measure": "exchanges"}), freq="Y")
    said = [_between(*ends, "people") for ends in zip(years["low"], years["high"], strict=True)]
    swaps = [_between(*ends, "exchanges") for ends in zip(held["low"], held["high"], strict=True)]
    title = _title(years, said)
    canvas = new_canvas(
        record,
        title,
        f"Persons returned to {HOME} in officially numbered exchanges, by year",
        height=3.9,
        left=0.6,
        bottom=0.72,
    )
    (axes,) = canvas.axes
    places = np.arange(len(years))
    above = (years["high"] - best).replace(np.inf, 0)
    axes.set_ylim(0, 1.15 * (best + above).max())
    thousands(axes)
    look = {"ecolor": INK, "elinewidth": 1.5}
    bars = axes.bar(
        places, best, 0.62, color=BLUE, yerr=[best - years["low"], above], error_kw=look
    )
    assert bars.errorbar is not None  # it was asked for above
    bars.errorbar.lines[2][0].set_gid("bounds")
    for bar in bars:
        bar.set_gid("best")
    labels = [words.removesuffix(" people") for words in said]
    axes.bar_label(bars, labels, padding=2, size=8.5, weight="bold")
    axes.set_xticks(places, ["\n".join(lines) for lines in _names(years, swaps)])
    axes.tick_params(axis="x", length=0, labelsize=7)
    undated = int(years["undated"].sum())
    caption = (
        "Bars: persons of dated exchanges in the best history; lines: the least and the most that "
        "all reports together allow for the year, unless no report sets an upper limit. "
        + f"Totals prove {undated:,} more persons whom no page dates to a year. "
        * bool(undated)
        + "Below each year, the exchanges that its numbers allow. Exchanges counted apart and "
        "returns outside exchanges are not in it."
    )
    listed = "; ".join(
        f"{' '.join([name, *dates])}: {people}, {n}"
        for (name, n, *dates), people in zip(_names(years, swaps), said, strict=True)
    )
    return Drawing(canvas.figure, title, caption, f"Bars by year. {listed}.")


def _between(low: float, high: float, unit: str) -> str:
    """Range in print, short enough to stand over a bar."""
    if np.isinf(high):
        return f"at least {count(low)} {unit}"
    return count_range(low, high, unit).removeprefix("exactly ")


def _names(years: pd.DataFrame, exchanges: list[str]) -> list[list[str]]:
    """Lines under each bar: year, exchanges, and the dates if the record holds a part of it."""
    names = []
    for start, end, held in zip(years["start"], years["end"], exchanges, strict=True):
        whole = start.day_of_year == 1 and _is_last(end)
        dates = [short_day(day).removesuffix(f" {day.year}") for day in (start, end)]
        names.append([f"{start.year}", held, *([] if whole else [f"({' – '.join(dates)})"])])
    return names


def _is_last(day: pd.Timestamp) -> bool:
    """Whether a day is the last of its year."""
    return day.month == 12 and day.day == 31


def _title(years: pd.DataFrame, said: list[str]) -> str:
    """The year of which most is proven; that it is more than before, where the bounds say so."""
    place = int(years["low"].argmax())
    end = years["end"].iloc[place]
    title = f"{said[place]} returned in {end.year}"
    title += "" if _is_last(end) else f", up to {day_words(end)}"
    if place and years["low"].iloc[place] > years["high"].iloc[:place].max():
        title += ", more than in any year before"
    return with_capital(title)
