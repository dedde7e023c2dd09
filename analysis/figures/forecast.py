"""Figure: when the next exchange may come, and how such forecasts fared."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.events.events import exchange_events, reference
from analysis.events.needs import need_gaps
from analysis.events.next_exchange import forecast
from analysis.figures.axes import fixed_ticks, year_axis
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, INK, ORANGE, Look, entry, mark
from analysis.gaps.forecast_scores import HORIZONS
from analysis.gaps.watch import FIRST
from analysis.record.loading import Record
from analysis.text import day_words, number_words, with_capital

_AHEAD = 90  # days
_WITHIN = HORIZONS[1]


@styled
def next_exchange(record: Record) -> Drawing:
    """Draw the forecast from the record's end, and that of every evening before.

    Upper panel by gid: ``combined``, ``candidate`` (lines). Lower: ``past`` (line), ``exchanges``
    (marks), ``share`` (line).
    """
    need_gaps(record, FIRST, lengths=2)
    events = exchange_events(record, **reference(record))
    found = forecast(
        events,
        counted_from=record.counted_from,
        complete_through=record.complete_through,
        merge_days=reference(record)["merge_days"],
        rng=np.random.default_rng(7),
    )
    told = found.within.loc["combined"]
    others = found.within.drop(index="combined")
    title = (
        f"From {day_words(found.as_of)}: {told[_WITHIN]:.0%} for an exchange within {_WITHIN} days "
        f"({others[_WITHIN].min():.0%} to {others[_WITHIN].max():.0%} by candidate)"
    )
    canvas = new_canvas(
        record,
        title,
        "The next announced exchange, from the days of the ones before alone",
        height=5.6,
        panels=[1.3, 1.0],
        panel_titles=["P(an exchange within so many days)", f"P(within {_WITHIN} days), as told"],
        legend_rows=2,
        left=0.5,
        gap=0.42,
        sharex=False,
    )
    upper, lower = canvas.axes
    ahead = np.arange(_AHEAD + 1)
    for name, survival in found.rolling.survival.items():
        if name != "combined":
            upper.plot(ahead, 1 - survival[-1, ahead], gid="candidate", **_ONE)
    upper.plot(ahead, 1 - found.rolling.survival["combined"][-1, ahead], gid="combined", **_ALL)
    upper.set(xlim=(0, _AHEAD), ylim=(0, 1))
    fixed_ticks(upper.xaxis, (14, 30, 60), "{x:.0f} days")
    days = record.counted_from + pd.to_timedelta(found.rolling.origins, unit="D")
    past = 1 - found.rolling.survival["combined"][:, _WITHIN]
    lower.plot(days, past, gid="past", **_PAST)
    score = found.scores.to_dict("index")["combined"]
    came = score["came"]
    lower.axhline(came, color=ORANGE, lw=1, gid="share")
    lower.plot(events["start"], [-0.06] * len(events), gid="exchanges", **_MARK)
    lower.set_ylim(-0.13, 1)
    year_axis(lower, days[0], days[-1])
    for axes in canvas.axes:
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
        axes.yaxis.set_major_formatter("{x:.0%}")
    canvas.legend(
        [
            entry("all candidates combined", **_ALL),
            entry("one candidate", **_ONE),
            entry("told on each evening", **_PAST),
            entry("share of evenings on which it came true", color=ORANGE, lw=1),
            entry("exchange", **_MARK),
        ],
        columns=3,
    )
    caption = (
        f"{with_capital(number_words(len(others)))} candidates are combined by how well each has "
        "told the next day so far, and corrected for how often exchanges came. Each evening knows "
        "that day and none later. Over "
        f"{len(days):,} evenings the Brier skill over the long-run share was "
        + ", ".join(f"{score[f'skill_{h}']:.0%} at {h} days" for h in HORIZONS)
        + ". What is being negotiated is not known to any candidate."
    )
    alt = (
        f"Upper curves rise from 0 to {1 - found.rolling.survival['combined'][-1, _AHEAD]:.0%} "
        f"within {_AHEAD} days. Lower curve: forecasts of past evenings between {past.min():.0%} "
        f"and {past.max():.0%}; it came true on {came:.0%}."
    )
    return Drawing(canvas.figure, title, caption, alt)


_ALL: Look = {"color": BLUE, "lw": 2}
_ONE: Look = {"color": INK, "lw": 0.4}
_PAST: Look = {"color": BLUE, "lw": 0.9}
_MARK = mark("|", INK, 5, markeredgewidth=0.8)
