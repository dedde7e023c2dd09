"""Figure: how many documents speak in each month, and whose statements they carry."""

from __future__ import annotations

import pandas as pd
from matplotlib.patches import Patch

from analysis.audit.overview import documents, documents_by_month, documents_by_voice, speaking
from analysis.events.needs import need
from analysis.figures.axes import year_axis
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, GREEN, INK, ORANGE, SKY, Look
from analysis.record.loading import Record
from analysis.text import month_words

VOICES = 8
"""Voices named in the lower panel."""
_FILLS: tuple[Look, ...] = (
    {"fc": BLUE},
    {"fc": SKY, "hatch": "xxxx"},
    {"fc": ORANGE, "hatch": "////"},
    {"fc": GREEN, "hatch": "...."},
    {"fc": "white"},
)


@styled
def sources(record: Record) -> Drawing:
    """Draw the documents of each month by the side that speaks, and the most credited voices.

    Upper panel: stacked bars with gid ``month-<place in speaking>``; lower panel: bars with gid
    ``voice``, the most credited on top.
    """
    months = documents_by_month(record)
    every = documents(record)
    need(len(every), "no document is on record")
    voices = documents_by_voice(record)
    told = speaking(record)
    looks_of = dict(zip(told, _FILLS, strict=True))
    shares = every["speaking"].value_counts().reindex(list(told), fill_value=0)
    home, both, other, *_ = told
    parties = record.vocabulary.parties
    first, second = parties.values()
    title = (
        f"{(shares[home] + shares[both]) / len(every):.0%} of {len(every):,} documents carry what "
        f"{first} said, {(shares[other] + shares[both]) / len(every):.0%} what {second} said"
    )
    named = voices.head(VOICES).iloc[::-1]
    canvas = new_canvas(
        record,
        title,
        "Documents on record by month of publication and by whose statement they carry",
        height=5.2,
        panels=[1.25, 1.0],
        panel_titles=["", "Voices credited most"],
        legend_rows=2,
        left=0.42,
        gap=0.36,
        sharex=False,
    )
    upper, lower = canvas.axes
    middle = pd.DatetimeIndex(months.index) + pd.Timedelta(days=14)
    floor = months[home] * 0
    for place, name in enumerate(told):
        for bar in upper.bar(
            middle, months[name], 24, bottom=floor, ec=INK, lw=0.4, **looks_of[name]
        ):
            bar.set_gid(f"month-{place}")
        floor = floor + months[name]
    upper.set_ylim(0, 1.06 * max(floor.max(), 1))
    last = record.complete_through.to_period("M").end_time.normalize()
    year_axis(upper, months.index[0], last)
    looks = [looks_of[parties.get(side, told[3])] for side in named["side"]]
    bars = lower.barh(range(len(named)), named["documents"], 0.72, ec=INK, lw=0.4)
    for bar, look, count, voice in zip(bars, looks, named["documents"], named.index, strict=True):
        bar.set(gid="voice", **look)
        lower.annotate(
            f"{voice}, {count}",
            (count, bar.get_y() + bar.get_height() / 2),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            size=7.5,
        )
    lower.set_xlim(0, 1.75 * max(named["documents"], default=1))
    lower.grid(visible=False)
    lower.set(yticks=[], xticks=[])
    lower.spines["bottom"].set_visible(False)
    canvas.legend(
        [Patch(ec=INK, lw=0.4, label=name, **look) for name, look in looks_of.items()], columns=3
    )
    undated = int(every["published"].isna().sum())
    caption = (
        "A document counts once, in the month in which it was published, by the sides of the "
        f"speakers it credits; {undated} documents without a date are only in the title and the "
        "lower panel. Support is not independence: most documents of one side repeat one "
        "statement. Speakers of one institution are one voice; a document may credit several. "
        "Attribution follows the page's main speaker."
    )
    a_month = months.sum(axis=1)
    busiest = pd.DatetimeIndex(months.index)[int(a_month.argmax())]
    listed = ", ".join(f"{name} {count}" for name, count in shares.items())
    alt = (
        f"Stacked bars of documents by month; most, {int(a_month.max())}, in "
        f"{month_words(busiest)}; {int((a_month == 0).sum())} months without any. "
        f"In all: {listed}. Below, bars of the voices credited most: "
        + ", ".join(f"{voice} {n}" for voice, n in voices["documents"].head(VOICES).items())
        + "."
    )
    return Drawing(canvas.figure, title, caption, alt)
