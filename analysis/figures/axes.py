"""Axes that figures share: days of years or of one year, ticks where they are meant, named rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.dates import date2num
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from analysis.text import MONTHS


def year_axis(axes: Axes, first: pd.Timestamp, last: pd.Timestamp) -> None:
    """Let the horizontal axis run over days: a tick at each New Year, each year's name amid it."""
    years = range(first.year, last.year + 1)
    starts = [max(pd.Timestamp(year, 1, 1), first) for year in years]
    ends = [min(pd.Timestamp(year, 12, 31), last) for year in years]
    axes.set_xlim(date2num(first), date2num(last + pd.Timedelta(days=1)))
    axes.xaxis.set_major_locator(FixedLocator([date2num(start) for start in starts[1:]]))
    axes.xaxis.set_major_formatter(FixedFormatter([""] * (len(starts) - 1)))
    middles = [(date2num(a) + date2num(b)) / 2 for a, b in zip(starts, ends, strict=True)]
    axes.xaxis.set_minor_locator(FixedLocator(middles))
    axes.xaxis.set_minor_formatter(FixedFormatter([str(year) for year in years]))
    axes.tick_params(axis="x", which="minor", length=0, labelsize=8)
    axes.tick_params(axis="x", which="major", length=4)


def month_axis(axes: Axes, year: int, *, labels: bool) -> None:
    """Let the horizontal axis run over the days of one year, 0 the first of January."""
    starts = [pd.Timestamp(year, month, 1).day_of_year - 1 for month in range(1, 13)]
    days = pd.Timestamp(year, 12, 31).day_of_year
    axes.set_xlim(0, days)
    axes.xaxis.set_major_locator(FixedLocator([*starts, days]))
    axes.xaxis.set_minor_locator(FixedLocator([start + 15 for start in starts]))
    axes.xaxis.set_minor_formatter(FixedFormatter([name[:3] for name in MONTHS]))
    axes.tick_params(axis="x", which="major", length=3, labelbottom=False)
    axes.tick_params(axis="x", which="minor", length=0, labelbottom=labels)


def thousands(axes: Axes) -> None:
    """Write the counts on the vertical axis with a comma between thousands."""
    axes.yaxis.set_major_formatter("{x:,.0f}")


def fixed_ticks(axis: Axis, ticks: Sequence[float], words: str | Callable[[float], str]) -> None:
    """Put ticks at these places alone, named by a format of ``x`` or a function of the place."""
    axis.set_major_locator(FixedLocator(list(ticks)))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(words if isinstance(words, str) else lambda tick, _: words(tick))


def name_rows(axes: Axes, names: Sequence[str], **letters: Any) -> None:
    """Name the rows of the vertical axis, the first on top, and draw no grid."""
    axes.set_yticks(range(len(names)), names, **letters)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False)
