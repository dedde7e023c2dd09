"""Figure: what the largest published total can count, where its page does not say it."""

from __future__ import annotations

from itertools import cycle

from matplotlib.patches import Patch

from analysis.audit.implied import possible_readings
from analysis.audit.published_totals import published_totals
from analysis.bounds.windows import series_bounds
from analysis.events.needs import NothingToShow
from analysis.figures.axes import name_rows
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, INK, ORANGE, PURPLE, Look, entry
from analysis.record.loading import Record
from analysis.story.words import CHAIN, CHANNELS, HOME, RETURNED
from analysis.text import day_words

_EVERYTHING = "any"
_LOOKS: tuple[Look, ...] = (
    {"fc": BLUE},
    {"fc": ORANGE, "hatch": "////"},
    {"fc": PURPLE, "hatch": "...."},
)
_EDGE: Look = {"ec": INK, "lw": 0.4}
_SHARED: Look = {"fc": "white"} | _EDGE
_TOTAL: Look = {"color": INK, "lw": 1.2}


@styled
def which_total(record: Record) -> Drawing:
    """Draw what the reports add up to under each reading of the largest total, and the total.

    By gid: ``part`` (bars, one a channel that the row's reading counts), ``shared`` (what is proven
    of them together alone), ``total`` (line).
    """
    totals = published_totals(record, **CHAIN)
    totals = totals[~totals["stated"]]
    if totals.empty:
        raise NothingToShow("every published total says what it counts")
    total = totals.iloc[int(totals["value"].argmax())]
    value, day = int(total["value"]), total["end"]
    readings = [*possible_readings(record, measure=CHAIN["measure"]).columns[3:]]
    single = list(dict.fromkeys(name for reading in readings for name in reading.split("+")))
    single.remove(_EVERYTHING)
    first, last = record.number(total["earliest"]), record.number(day)
    least, most = {}, {}
    for name in [*readings, *single]:
        series = series_bounds(record, *RETURNED.values(), name)
        least[name], most[name] = int(series.window(0, first)[0]), series.window(0, last)[1]
    everything = least[_EVERYTHING]
    verdicts = [_verdict(value, least[name], most[name]) for name in readings]
    together = f"all reports together add up to at least {everything:,}"
    if most[_EVERYTHING] < value:
        together = f"all reports together leave at most {most[_EVERYTHING]:,.0f}"
    can = "can" if everything <= value <= most[_EVERYTHING] else "cannot"
    title = f"{value:,}, the largest total, {can} count everything: {together}"
    canvas = new_canvas(
        record,
        title,
        f"Persons returned to {HOME} by {day_words(day)}: at least, by what the total may count",
        height=3.5,
        legend_rows=2,
        left=1.2,
    )
    (axes,) = canvas.axes
    looks = {name: look | _EDGE for name, look in zip(single, cycle(_LOOKS), strict=False)}
    shared = False
    for row, reading in enumerate(readings):
        parts = single if reading == _EVERYTHING else reading.split("+")
        left = 0
        for name in parts:
            (bar,) = axes.barh(row, least[name], 0.55, left=left, **looks[name])
            bar.set_gid("part")
            left += least[name]
        if left < least[reading]:  # proven of them together, not of any one
            (bar,) = axes.barh(row, least[reading] - left, 0.55, left=left, **_SHARED)
            bar.set_gid("shared")
            shared = True
    name_rows(axes, [_name(reading) for reading in readings])
    right = max(value, everything)
    axes.set_xlim(0, 1.6 * right)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_xticks([tick for tick in axes.get_xticks() if 0 <= tick <= right])
    axes.axvline(value, gid="total", **_TOTAL)
    for row, words in enumerate(verdicts):
        axes.annotate(
            words,
            (max(value, least[readings[row]]), row),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            size=7.5,
        )
    key = [Patch(label=CHANNELS.get(name, name), **look) for name, look in looks.items()]
    key += [Patch(label="one or another of them", **_SHARED)] if shared else []
    canvas.legend([*key, entry(f"the total, {value:,}", **_TOTAL)], columns=3)
    known = ", ".join(f"{CHANNELS.get(name, name)} {least[name]:,}" for name in single)
    caption = (
        "Known: the persons that the reports of each channel add up to at least by "
        f"{day_words(day)}: {known}. The total, credited to {total['speakers']}, does not say "
        "what it counts. A reading is possible if the reports of what it would count allow the "
        "total; where they set no upper limit, any total above the least is. Not known: which of "
        "the possible readings is meant. If a figure counted apart is too high, more of them are."
    )
    listed = "; ".join(
        f"{_name(reading)}: {words}" for reading, words in zip(readings, verdicts, strict=True)
    ).replace("\n", " ")
    alt = f"{len(readings)} bars beside a line at the total of {value:,}. {listed}."
    return Drawing(canvas.figure, title, caption, alt)


def _verdict(value: int, least: int, most: float) -> str:
    if least > value:
        return f"at least {least:,}: {least - value:,} too many"
    if most < value:
        return f"at most {most:,.0f}: {value - most:,.0f} too few"
    return f"at least {least:,}: possible"


def _name(reading: str) -> str:
    if reading == _EVERYTHING:
        return "everything"
    names = [CHANNELS.get(name, name) for name in reading.split("+")]
    return " and\n".join(names) if len(names) > 1 else f"{names[0]} alone"
