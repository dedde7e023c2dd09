"""Figure: the rate of exchanges through time."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.patches import Patch

from analysis.events.cadence_by_counting import rate_changes
from analysis.events.events import exchange_events, reference
from analysis.events.needs import need_few, need_gaps
from analysis.figures.axes import year_axis
from analysis.figures.canvas import Drawing, new_canvas, styled
from analysis.figures.looks import BLUE, DASH, GREY, INK, SKY, VERMILION, entry, mark
from analysis.gaps.rates import smoothed_rate
from analysis.record.loading import Record
from analysis.text import day_words

BANDWIDTHS = (45, 20)
"""Days: standard deviation of the kernel of the thick line, and of the thin one."""
_PER = 30  # days of a rate


@styled
def rate(record: Record) -> Drawing:
    """Draw the smoothed rate with its band, the blocks of constant rate, and the exchanges.

    By gid: ``band``, ``rate`` and ``rate-narrow`` (lines), ``blocks`` (lines), ``exchanges``
    (marks).
    """
    need_gaps(record, 2)
    need_few(record)
    events = exchange_events(record, **reference(record))["start"]
    window = record.counted_from, record.complete_through
    smooth, narrow = (_PER * smoothed_rate(events, *window, width) for width in BANDWIDTHS)
    blocks = rate_changes(record, reference(record)).blocks
    days = pd.DatetimeIndex(smooth.index)
    most, least = (days[int(find(smooth["rate"]))] for find in (np.argmax, np.argmin))
    title = (
        f"From {smooth['rate'].max():.1f} exchanges in {_PER} days around {day_words(most)} "
        f"to {smooth['rate'].min():.1f} around {day_words(least)}"
    )
    canvas = new_canvas(
        record,
        title,
        f"Announced exchanges in {_PER} days, smoothed, with 95% band",
        height=4.0,
        legend_rows=2,
        left=0.42,
    )
    (axes,) = canvas.axes
    year_axis(axes, *window)
    top = max(smooth["high"].max(), narrow["rate"].max())
    axes.set_ylim(-0.07 * top, 1.05 * top)
    axes.fill_between(
        smooth.index, smooth["low"], smooth["high"], color=SKY, alpha=0.45, lw=0
    ).set_gid("band")
    axes.plot(narrow.index, narrow["rate"], color=GREY, lw=0.8, gid="rate-narrow")
    axes.plot(smooth.index, smooth["rate"], color=BLUE, lw=1.7, gid="rate")
    axes.hlines(
        _PER * blocks["rate"], blocks["start"], blocks["end"], color=VERMILION, lw=1.5, ls=DASH
    ).set_gid("blocks")
    axes.plot(events, [-0.035 * top] * len(events), gid="exchanges", **_MARK)
    canvas.legend(
        [
            entry(f"smoothed over ±{BANDWIDTHS[0]} days", color=BLUE, lw=1.7),
            Patch(color=SKY, alpha=0.45, lw=0, label="its 95% band"),
            entry("constant between changes", color=VERMILION, lw=1.5, ls=DASH),
            entry(f"smoothed over ±{BANDWIDTHS[1]} days", color=GREY, lw=0.8),
            entry("exchange", **_MARK),
        ],
        columns=3,
    )
    caption = (
        "A Gaussian kernel, corrected at both ends of the record for what lies outside it. The "
        "band says how uncertain the smoothed rate is on one day, if exchanges come independently "
        "of each other; it does not hold what smoothing hides. The dashed line jumps where a "
        "change of rate is found. Marks below: exchanges, those of neighbouring days as one."
    )
    listed = "; ".join(
        f"{_PER * level:.1f} from {day_words(start)} to {day_words(end)}"
        for start, end, level in zip(blocks["start"], blocks["end"], blocks["rate"], strict=True)
    )
    alt = (
        f"Line of the smoothed rate over {len(events)} exchanges, highest around "
        f"{day_words(most)} with {smooth['rate'].max():.1f} in {_PER} days and lowest around "
        f"{day_words(least)} with {smooth['rate'].min():.1f}. Constant between changes: {listed}."
    )
    return Drawing(canvas.figure, title, caption, alt)


_MARK = mark("|", INK, 5, markeredgewidth=0.8)
