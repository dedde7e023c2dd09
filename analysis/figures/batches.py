"""Figure: how many persons an exchange returned, against the wait before and after it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.events.batches import batch_table, batches
from analysis.events.events import reference
from analysis.events.needs import NothingToShow, need_gaps
from analysis.events.verdicts import FEWEST
from analysis.events.verdicts_by_counting import LEVEL
from analysis.figures.axes import fixed_ticks
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.label_placing import place_labels
from analysis.figures.looks import BLUE, entry, mark
from analysis.record.loading import Record
from analysis.text import short_day

ORDERS = 1999
"""Random pairings behind each p-value."""
SEED = 1
_DAYS, _PERSONS = (2, 5, 10, 20, 50, 100, 200), (5, 10, 20, 50, 100, 200, 500, 1000)


@styled
def batch_gaps(record: Record) -> Drawing:
    """Draw the persons of each exchange against the gap before it, and after it.

    By gid in each panel: ``counted`` and ``shared`` (points).
    """
    way, words = reference(record), record.vocabulary
    need_gaps(record, FEWEST, lengths=2, merge_windows=[way["merge_days"]])
    table = batches(record, **way)
    try:
        found = batch_table(record, way["merge_days"], ORDERS, np.random.default_rng(SEED))
    except ValueError as error:  # too few exchanges have a count, or all are alike
        raise NothingToShow(f"batches cannot be compared with gaps: {error}") from error
    own = found[found["definition"] == way["definition"]].set_index("gap")
    before, after = own["rank_correlation"]
    sure = own["pvalue"] <= LEVEL
    title = (
        f"Batches after long waits are {_compared(before, sure['before'], 'larger', 'smaller')} "
        f"(rank correlation {before:+.2f}); waits after large batches are "
        f"{_compared(after, sure['after'], 'longer', 'shorter')} ({after:+.2f})"
    )
    names = {
        "gap_before": "Days since the exchange before",
        "gap_after": "Days to the exchange after",
    }
    canvas = new_canvas(
        record,
        title,
        f"Persons {words.measures[words.main.measure].title} in each announced exchange, "
        "by days of waiting",
        height=6.2,
        panels=[1.0, 1.0],
        panel_titles=list(names.values()),
        legend_rows=1,
        left=0.5,
        gap=0.24,
    )
    known = table["shared"] < 0.5 * table["persons"]
    for axes, column in zip(canvas.axes, names, strict=True):
        for name, rows, look in (("counted", known, _COUNTED), ("shared", ~known, _SHARED)):
            axes.plot(table.loc[rows, column], table.loc[rows, "persons"], gid=name, **look)
        _scales(axes, table, column)
        _label_longest(axes, table, column)
    canvas.axes[0].tick_params(axis="x", labelbottom=False)
    canvas.legend(
        [
            entry("one exchange", **_COUNTED),
            entry("count withheld: an equal share of what totals leave", **_SHARED),
        ],
        columns=2,
    )
    pvalues = own["pvalue"]
    caption = (
        f"Both scales multiply. Spearman's rank correlation with {ORDERS:,} random pairings: "
        f"p = {pvalues['before']:.3f} for the gap before, p = {pvalues['after']:.3f} for the gap "
        "after. A rate that falls while batches grow gives both by itself; it says nothing of "
        "one exchange waiting for the other."
    )
    largest = table.iloc[int(np.argmax(table["persons"]))]
    alt = (
        f"Two panels of {len(table)} points. Persons range from {table['persons'].min():.0f} to "
        f"{table['persons'].max():,.0f} (from {short_day(largest['start'])}). Upper panel: rank "
        f"correlation with the gap before {before:+.2f}; lower panel: with the gap after "
        f"{after:+.2f}."
    )
    return Drawing(canvas.figure, title, caption, alt)


_COUNTED = mark("o", BLUE, 3.6, alpha=0.8)
_SHARED = mark("s", BLUE, 3.8, markerfacecolor="white", markeredgewidth=0.8)


def _compared(correlation: float, sure: bool, more: str, less: str) -> str:
    if not sure:
        return f"not clearly {more if correlation > 0 else less}"
    return more if correlation > 0 else less


def _scales(axes: Axes, table: pd.DataFrame, column: str) -> None:
    axes.set(xscale="log", yscale="log")
    axes.set_xlim(0.8 * max(1, table[column].min()), 1.5 * table[column].max())
    axes.set_ylim(0.7 * table["persons"].min(), 1.6 * table["persons"].max())
    fixed_ticks(axes.xaxis, _DAYS, "{x:.0f} d")
    fixed_ticks(axes.yaxis, _PERSONS, "{x:,.0f}")


def _label_longest(axes: Axes, table: pd.DataFrame, column: str) -> None:
    """Name the exchanges beside the longest waits."""
    rows = table.dropna(subset="persons").nlargest(3, column)
    place_labels(
        axes,
        list(zip(rows[column], rows["persons"], strict=True)),
        [short_day(day) for day in rows["start"]],
        size=7.2,
        avoid=list(zip(*table[[column, "persons"]].dropna().to_numpy().T, strict=True)),
    )
