"""Figure: the longest silence as a watcher saw it grow, day by day."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.ticker import FixedFormatter, FixedLocator

from analysis.events.events import reference
from analysis.events.needs import need, need_gaps
from analysis.events.notable_pauses import Pause
from analysis.events.silence_watch import alarm_days, gaps_before, watched_silence
from analysis.events.verdicts import FEWEST
from analysis.figures.axes import fixed_ticks
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, DASH, INK, ORANGE, VERMILION, Look, entry, mark
from analysis.gaps.laws import LAWS
from analysis.record.loading import Record
from analysis.story.pause import asked_pause
from analysis.text import MONTHS, counted, day_words, number_words, short_day

_SHARES = (1, 0.1, 0.01, 1e-3, 1e-4, 1e-5)
_YEAR = 365.0  # days
_NAMED = 10  # days of a month that its name needs


@styled
def silence_watch(record: Record) -> Drawing:
    """Draw the surprise at the longest silence on each of its days, and when the alarm rang.

    Upper panel by gid: ``constant`` and ``average`` (lines), ``level`` (lines), ``rang`` (points).
    Lower panel: ``soon`` (line).
    """
    need_gaps(record, FEWEST, lengths=FEWEST)
    pause = asked_pause(record)
    before = gaps_before(record, pause, reference(record)).nunique()
    need(
        before >= FEWEST,
        f"the longest silence began after {counted(before, 'gaps')} of "
        f"different length; expected at least {FEWEST}",
    )
    watched = watched_silence(record, pause, reference(record))
    way = reference(record)
    alarms = alarm_days(record, pause, [way["definition"]], [way["merge_days"]])
    rang = alarms[alarms["rang"]]
    title = _title(rang, pause)
    canvas = new_canvas(
        record,
        title,
        f"The silence after {day_words(pause.start)}, judged each day by the gaps before it alone",
        height=6.0,
        panels=[2.2, 1.0],
        panel_titles=["P(a gap lasts longer than this)", "P(an exchange within 30 days)"],
        legend_rows=2,
        left=0.82,
        gap=0.28,
    )
    upper, lower = canvas.axes
    _months(upper, pd.DatetimeIndex(watched.index))
    for name, look in _LOOKS.items():
        upper.plot(watched.index, watched[name], gid=name, **look)
    mean = gaps_before(record, pause, reference(record)).mean()
    for alpha, date, day, rung in zip(
        alarms["alpha"], alarms["date"], alarms["day"], alarms["rang"], strict=True
    ):
        level = alpha * mean / _YEAR
        end = date if rung else watched.index[-1]
        upper.hlines(level, watched.index[0], end, color=INK, lw=0.7, ls=_DOTS).set_gid("level")
        upper.annotate(
            f"{alpha:.0%}: {short_day(date)}, day {day}" if rung else f"{alpha:.0%}: silent",
            (watched.index[0], level),
            xytext=(3, 0.5),
            textcoords="offset points",
            va="bottom",
            size=7.2,
        )
    heights = watched.loc[rang["date"], "constant"]
    upper.plot(rang["date"], heights, gid="rang", zorder=4, **_RANG)
    upper.set_yscale("log")
    upper.set_ylim(0.5 * watched["constant"].min(), 1.3)
    fixed_ticks(upper.yaxis, _SHARES, lambda share: f"1 in {1 / share:,.0f}" if share < 1 else "1")
    upper.tick_params(axis="x", which="both", labelbottom=False)
    lower.plot(watched.index, watched["soon"], color=ORANGE, lw=1.4, gid="soon")
    lower.set_ylim(0, 1)
    lower.set_yticks([0, 0.25, 0.5, 0.75, 1])
    lower.yaxis.set_major_formatter("{x:.0%}")
    canvas.legend(
        [
            entry("at a constant rate", **_LOOKS["constant"]),
            entry(f"{number_words(len(LAWS))} laws averaged", **_LOOKS["average"]),
            entry("alarm rings (false alarms a year)", **_RANG),
            entry("its level", color=INK, lw=0.7, ls=_DOTS),
        ],
        columns=2,
    )
    soon = watched["soon"]
    caption = (
        "What someone could have computed on each evening, knowing only the exchanges until "
        f"{day_words(pause.start)}. The alarm is made for looking every day: it rings when a "
        "constant rate makes so long a gap rarer than the level that keeps the false alarms at so "
        "many a year. Below: the chance that the silence ends within 30 more days, "
        f"{number_words(len(LAWS))} laws averaged."
    )
    listed = "; ".join(
        f"at {alpha:.0%} on {day_words(date)}, day {day}"
        for date, day, alpha in zip(rang["date"], rang["day"], rang["alpha"], strict=True)
    )
    alt = (
        f"Two falling lines over {len(watched)} days. By the last day a gap so long has "
        f"probability {watched['constant'].iloc[-1]:.1g} at a constant rate and "
        f"{watched['average'].iloc[-1]:.1g} over {number_words(len(LAWS))} laws. "
        f"The alarm rings {listed or 'never'}. The chance of an exchange within 30 days "
        f"{'falls' if soon.iloc[-1] < soon.iloc[0] else 'goes'} from "
        f"{soon.iloc[0]:.0%} to {soon.iloc[-1]:.0%}."
    )
    return Drawing(canvas.figure, title, caption, alt)


_LOOKS: dict[str, Look] = {
    "constant": {"color": VERMILION, "lw": 1.3, "ls": DASH},
    "average": {"color": BLUE, "lw": 1.7},
}
_DOTS = (0, (1, 1.5))
_RANG = mark("D", INK, 5)


def _title(rang: pd.DataFrame, pause: Pause) -> str:
    if rang.empty:
        return f"No alarm would have rung in the {pause.days} days of silence"
    first, last = rang.iloc[0], rang.iloc[-1]
    ended = "silence" if pause.end is not None else "search"
    words = (
        f"An alarm with {first['alpha']:.0%} false alarms a year would have rung on "
        f"{day_words(first['date'])}, {pause.days - int(first['day'])} days before the {ended} "
        "ended"
    )
    more = f"; one with {last['alpha']:.0%} on {day_words(last['date'])}"
    return words + more * (len(rang) > 1)


def _months(axes: Axes, days: pd.DatetimeIndex) -> None:
    """Tick at the first day of each month, its name amid it."""
    axes.set_xlim(date2num(days[0]) - 1, date2num(days[-1]) + 1)
    starts = pd.date_range(days[0], days[-1], freq="MS")
    edges = [days[0], *starts, days[-1]]
    months = [(a, b) for a, b in pairwise(edges) if (b - a).days > _NAMED]
    middles = [(date2num(a) + date2num(b)) / 2 for a, b in months]
    names = [f"{MONTHS[a.month - 1][:3]} {a.year}" for a, _ in months]
    axes.xaxis.set_major_locator(FixedLocator([date2num(day) for day in starts]))
    axes.xaxis.set_major_formatter(FixedFormatter([""] * len(starts)))
    axes.xaxis.set_minor_locator(FixedLocator(middles))
    axes.xaxis.set_minor_formatter(FixedFormatter(names))
    axes.tick_params(axis="x", which="minor", length=0, labelsize=8)
