"""Figure: every exchange on its day, and the pauses between them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from analysis.events.needs import need_gaps
from analysis.events.verdicts import dated_pauses
from analysis.figures.axes import month_axis
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, Look, entry, mark
from analysis.record.loading import Record
from analysis.series.exchange_counts import counts_by_exchange
from analysis.story.words import HOME, RETURNED
from analysis.text import day_words, number_words

PAUSE_DAYS = 60
"""Pauses longer than this are shaded."""
KINDS = {
    "numbered": ("official chain", "o", BLUE),
    "stage": ("stages, counted apart", "s", ORANGE),
    "local": ("local swaps", "^", GREEN),
    "outside": ("outside exchanges", "D", PURPLE),
}
"""Name, marker and colour of each kind of exchange."""
_POINT_DAYS = 3  # a window this short is drawn as a point, on its first day
_WINDOW = (0, (3, 1.5))  # dashes of a level line over days
_SHADE: Look = {"fc": "#E6E6E6"}
_OUTSIDE: Look = {"fc": "none", "ec": "#C8C8C8", "hatch": "////", "lw": 0}
FILLS = {"counted": "full", "disputed": "full", "in part": "bottom", "withheld": "none"}
"""How much of a marker is filled, by what is known of the count."""


@styled
def timeline(record: Record) -> Drawing:
    """Draw every exchange on its day, as high as the persons returned; long pauses are shaded.

    One row a year. Heads of exchanges have the gid ``exchanges-<kind>-<status>``, shaded pauses
    ``pause``.
    """
    need_gaps(record, 0)
    table = counts_by_exchange(record, **RETURNED)
    # The days of one numbered deal belong to the chain, whatever they are called.
    table["kind"] = table["kind"].mask(table["channel"] == "numbered", "numbered")
    pauses = dated_pauses(record, definition=record.vocabulary.reference, over=PAUSE_DAYS)
    title, listed = _findings(pauses)
    first, last = record.counted_from, record.complete_through
    years = range(first.year, last.year + 1)
    canvas = new_canvas(
        record,
        title,
        f"Persons returned to {HOME} in each exchange, one row a year",
        height=1.75 + 0.72 * len(years),
        panels=[1.0] * len(years),
        legend_rows=3,
        left=0.78,
        gap=0.14,
        sharex=False,
    )
    rows = dict(zip(years, canvas.axes, strict=True))
    top = max(50, 1.25 * table["best"].max())
    for year, axes in rows.items():
        axes.set_ylim(0, top)
        axes.set_ylabel(str(year), rotation=0, ha="right", va="center", weight="bold", labelpad=6)
        axes.locator_params(axis="y", nbins=3)
        axes.tick_params(axis="y", labelsize=7)
        month_axis(axes, year, labels=year == years[-1])
    for axes, begin, close in (
        (rows[first.year], 0, _day(first)),
        (rows[last.year], _day(last) + 1, rows[last.year].get_xlim()[1]),
    ):
        axes.axvspan(begin, close, zorder=0, **_OUTSIDE)
    for start, end, days, undated in zip(
        pauses["start"], pauses["end"].fillna(last), pauses["days"], pauses["undated"], strict=True
    ):
        words = f"{days} days"
        if undated:
            words += f", with\n{undated} undated exchange{'s' * (undated > 1)}"
        _shade(rows, start, end, words)
    for (kind, status), group in table.groupby(["kind", "status"]):
        _draw_kind(rows, str(kind), str(status), group)
    canvas.legend(_key(table), columns=3)
    caption = (
        f"Each stem is one exchange and stands on its day; its height is the number of persons "
        f"returned to {HOME}. Shaded: more than {PAUSE_DAYS} days between announced exchanges "
        "that have a day (local swaps and returns outside exchanges do not end a pause). Half "
        "filled: only a part of the exchange is counted. Hollow: the count was withheld; dotted "
        "stems give an equal share of what the totals leave. A level line is an exchange of which "
        "only a window of days is known. Hatched: before and after the record."
    )
    return Drawing(canvas.figure, title, caption, _alt(record, table, listed))


def _findings(pauses: pd.DataFrame) -> tuple[str, str]:
    """Title, and all pauses in words."""
    if pauses.empty:
        title = f"No pause between dated exchanges lasted more than {PAUSE_DAYS} days"
        return title, title
    spans = [
        f"{days} days, {day_words(start)} "
        + (f"to {day_words(end)}" if pd.notna(end) else "to the end of the record")
        for start, end, days in zip(pauses["start"], pauses["end"], pauses["days"], strict=True)
    ]
    within = [f" (with {n} exchange of unknown day)" if n else "" for n in pauses["undated"]]
    longest = spans[int(pauses["days"].argmax())]
    if len(pauses) == 1:
        return f"The one pause of more than {PAUSE_DAYS} days: {longest}", longest
    title = (
        f"{number_words(len(pauses)).capitalize()} pauses between dated exchanges were longer than "
        f"{PAUSE_DAYS} days; the longest lasted {longest}"
    )
    return title, "; ".join(map("".join, zip(spans, within, strict=True)))


def _day(day: pd.Timestamp) -> int:
    return day.day_of_year - 1


def _pieces(
    rows: dict[int, Axes], start: pd.Timestamp, end: pd.Timestamp
) -> Iterator[tuple[Axes, int, int]]:
    """Split a span of days into the rows of its years."""
    for year in range(start.year, end.year + 1):
        begin = 0 if start.year < year else _day(start)
        close = int(rows[year].get_xlim()[1]) if end.year > year else _day(end)
        yield rows[year], begin, close


def _shade(rows: dict[int, Axes], start: pd.Timestamp, end: pd.Timestamp, words: str) -> None:
    pieces = list(_pieces(rows, start, end))
    for axes, begin, close in pieces:
        axes.axvspan(begin, close, lw=0, zorder=0, **_SHADE).set_gid("pause")
    axes, begin, close = max(pieces, key=lambda piece: piece[2] - piece[1])
    axes.annotate(
        words,
        ((begin + close) / 2, 0.94),
        xycoords=("data", "axes fraction"),
        ha="center",
        va="top",
        size=7.5,
        color=INK,
        linespacing=1.2,
    )


def _draw_kind(rows: dict[int, Axes], kind: str, status: str, group: pd.DataFrame) -> None:
    _, marker, colour = KINDS[kind]
    heads: dict[Axes, tuple[list[float], list[float]]] = {}
    style = "dotted" if status == "withheld" else "solid"
    for start, end, best in zip(group["start"], group["end"], group["best"], strict=True):
        height = 0 if pd.isna(best) else int(best)
        if (end - start).days > _POINT_DAYS:
            for axes, begin, close in _pieces(rows, start, end):
                axes.hlines(height, begin, close, color=colour, lw=1.4, linestyle=_WINDOW)
            continue
        axes, day = rows[start.year], _day(start)
        axes.vlines(day, 0, height, color=colour, lw=1, linestyle=style)
        x, y = heads.setdefault(axes, ([], []))
        x.append(day)
        y.append(height)
    for axes, (x, y) in heads.items():
        head = _head(marker, colour, FILLS[status]) | {"clip_on": False, "zorder": 3}
        axes.plot(x, y, gid=f"exchanges-{kind}-{status.replace(' ', '-')}", **head)


def _head(marker: str, colour: str, fill: str) -> Look:
    return mark(
        marker,
        colour,
        3.6 if marker in "Ds" else 4.2,
        fillstyle=fill if fill != "none" else "full",
        markerfacecolor="white" if fill == "none" else colour,
        markerfacecoloralt="white",
        markeredgewidth=0.9,
    )


def _key(table: pd.DataFrame) -> list[Artist]:
    shown = set(table["kind"])
    entries: list[Artist] = [
        entry(label, **_head(marker, colour, "full"))
        for kind, (label, marker, colour) in KINDS.items()
        if kind in shown
    ]
    share = _head("o", GREY, "none") | {"linestyle": "dotted", "lw": 1}
    return [
        *entries,
        entry("counted in part", **_head("o", GREY, "bottom")),
        entry("count withheld: an equal share", **share),
        entry("day unknown: its window", linestyle=_WINDOW, lw=1.4, color=GREY),
        Patch(label=f"pause of more than {PAUSE_DAYS} days", **_SHADE),
        Patch(label="outside the record", **_OUTSIDE),
    ]


def _alt(record: Record, table: pd.DataFrame, pauses: str) -> str:
    largest = table.iloc[int(table["best"].astype(float).argmax())]
    counts = "; ".join(
        f"{label} {(table['kind'] == kind).sum()}"
        for kind, (label, _, _) in KINDS.items()
        if (table["kind"] == kind).any()
    )
    withheld = int((table["status"] == "withheld").sum())
    return (
        f"Timeline with one row a year from {record.counted_from.year} to "
        f"{record.complete_through.year}. It shows {len(table)} days of exchanges: {counts}. The "
        f"tallest stem is {largest['best']} persons on {day_words(largest['start'])}. For "
        f"{withheld} of them no count was published. "
        f"Pauses of more than {PAUSE_DAYS} days: {pauses}."
    )
