"""Figure: persons returned in each month, with what the record leaves open."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from analysis.events.needs import NothingToShow
from analysis.figures.axes import thousands, year_axis
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, INK, Look, entry, mark
from analysis.record.loading import Record
from analysis.series.dated import dated_series
from analysis.story.words import CHAIN, HOME, RETURNED
from analysis.text import day_words, month_words


@styled
def monthly(record: Record) -> Drawing:
    """Draw the persons returned in each month with their bounds, for both chains of exchanges.

    By gid in each panel: ``best`` and ``withheld`` (bars), ``undated`` (bars), ``bounds`` (lines).
    """
    chains = {
        "Official chain": dated_series(record, **CHAIN, freq="MS"),
        "Counted apart from it": dated_series(record, **RETURNED, channel="unnumbered", freq="MS"),
    }
    chain, apart = chains.values()
    most = chain[chain["low"] > 0].nlargest(2, "low")
    if most.empty:
        raise NothingToShow("no month of the official chain has persons")
    months, least = [*map(month_words, most["start"])], [*most["low"]]
    title = f"{months[0]} brought back at least {least[0]:,} people in the official chain"
    if len(most) > 1:
        title += f"; the next largest month, {months[1]}, at least {least[1]:,}"
    tops = [1.12 * max(50.0, _highest(table)) for table in chains.values()]
    canvas = new_canvas(
        record,
        title,
        f"Persons returned to {HOME} by month, best figure with lower and upper bound",
        height=5.4,
        panels=tops,
        panel_titles=list(chains),
        legend_rows=2,
        left=0.6,
        gap=0.3,
    )
    # Whole months: a bar stands in the middle of its month, however much of it is on record.
    first = record.counted_from.to_period("M").start_time
    end = record.complete_through.to_period("M").end_time.normalize()
    for axes, top, table in zip(canvas.axes, tops, chains.values(), strict=True):
        year_axis(axes, first, end)
        axes.set_ylim(0, top)
        axes.locator_params(axis="y", nbins=5)
        thousands(axes)
        _months(axes, table)
    canvas.axes[0].tick_params(axis="x", which="both", labelbottom=False)
    canvas.legend(_key(), columns=3)
    proven = int((chain["low"] == chain["high"]).sum())
    unlimited = int(np.isinf(apart["high"]).sum())
    caption = (
        "Bars: persons of dated exchanges in the best history. Whiskers: the least and the most "
        "that all reports together allow for the month; none where both are equal, as in "
        f"{proven} of {len(chain)} months of the official chain, or no report sets an upper limit, "
        f"as in {unlimited} of {len(apart)} months of those counted apart. Hatched: an "
        "exchange of the month has no published count, and the bar is its equal share of what the "
        "totals leave. Dashed outline: persons whom a total proves by the end of the month without "
        "any page that dates them. Exchanges counted "
        "apart are local swaps and the stages that officials keep out of the numbered chain."
    )
    alt = (
        f"Bar chart by month from {day_words(chain['start'].iloc[0])} to "
        f"{day_words(record.complete_through)}, in two panels. Official chain: most persons in "
        f"{months[0]} (at least {least[0]:,}); "
        f"{int((chain['high'] == 0).sum())} months are proven to have none. Counted apart: "
        f"{int((apart['best'] > 0).sum())} months with persons, "
        f"{int((apart['status'] == 'withheld').sum())} of them with counts withheld."
    )
    return Drawing(canvas.figure, title, caption, alt)


def _highest(months: pd.DataFrame) -> float:
    """Tallest thing to be drawn, persons."""
    reached = _bar(months) + months["undated"]
    return float(max(reached.max(), months["high"].replace(np.inf, 0).max()))


def _bar(months: pd.DataFrame) -> pd.Series[float]:
    """Height of each bar: the best figure, or what is proven where there is none."""
    return months["best"].astype(float).fillna(months["low"])


def _months(axes: Axes, months: pd.DataFrame) -> None:
    middle = months["start"].dt.to_period("M").dt.start_time + pd.Timedelta(days=14)
    best = _bar(months)
    withheld = months["status"].eq("withheld")
    undated = months["undated"].astype(float)
    width = 22.0  # days
    for name, rows, look in (
        ("best", ~withheld, {"color": BLUE}),
        ("withheld", withheld, _WITHHELD),
    ):
        for bar in axes.bar(middle[rows], best[rows], width, **look):
            bar.set_gid(name)
    some = undated > 0
    for bar in axes.bar(middle[some], undated[some], width, bottom=best[some], **_UNDATED):
        bar.set_gid("undated")
    finite = np.isfinite(months["high"])
    open_range = finite & (months["low"] < months["high"])
    axes.vlines(
        middle[open_range], months["low"][open_range], months["high"][open_range], color=INK, lw=1
    ).set_gid("bounds")
    for edge in ("low", "high"):
        axes.plot(middle[open_range], months[edge][open_range], **_CAP)


_WITHHELD: Look = {"fc": "white", "ec": BLUE, "hatch": "/////", "lw": 0.8}
_UNDATED: Look = {"fc": "none", "ec": BLUE, "lw": 0.8, "linestyle": (0, (2, 1))}
_CAP = mark("_", INK, 4.5, markeredgewidth=1)


def _key() -> list[Artist]:
    return [
        Patch(color=BLUE, label="best figure"),
        Patch(**_WITHHELD, label="count withheld: a share"),
        Patch(**_UNDATED, label="proven by then, undated"),
        entry("lower and upper bound", **_CAP | {"marker": "|", "markersize": 8}),
    ]
