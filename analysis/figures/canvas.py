"""The canvas that every figure is drawn on: one width, one style, title, legend strip, source line.

A figure is one function of a record, decorated with `styled`, that returns a `Drawing`. It builds
its canvas with `new_canvas` and adds its artists; what it shows comes from library functions. Its
docstring tells the ids (gid) by which tests find the artists. To show up among the committed
figures it needs one line in `gallery.FIGURES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from io import BytesIO
from pathlib import Path
from typing import ParamSpec

import matplotlib.style
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis.figures.looks import GREY, INK
from analysis.record.loading import Record
from analysis.text import MONTHS, day_words

STYLE = ["default", str(Path(__file__).with_name("exchange.mplstyle"))]
WIDTH = 6.0
"""Inches; at the style's 200 dots per inch twice the width of a newspaper column on a screen."""
MARGIN = 0.12
_TITLE_SIZE, _SUBTITLE_SIZE, _SOURCE_SIZE = 11.0, 8.5, 6.8
_POINTS = 72  # in an inch
_DATE = re.compile(rf"(\d+) ({'|'.join(MONTHS)}) (\d+)")
P = ParamSpec("P")


@dataclass(frozen=True, repr=False)
class Drawing:
    """A finished figure and the words that go with it.

    `title` is the finding, as printed above the figure; `caption` says what is drawn and how to
    read it; `alt` is the same picture in words, for those who do not see it.
    """

    figure: Figure
    title: str
    caption: str
    alt: str

    def __repr__(self) -> str:
        return f"Drawing({self.title!r})"

    def _repr_png_(self) -> tuple[bytes, dict[str, int | str]]:
        """Show the figure in a notebook, at half its resolution and with its words beside it."""
        return self.image("png"), {"width": round(WIDTH * 100), "alt": self.alt}

    def image(self, format: str) -> bytes:
        """Return the PNG or SVG file, the same bytes on every run: no date, no version."""
        metadata: dict[str, str | None] = {"Title": self.title, "Description": self.alt}
        metadata |= {"Software": None} if format == "png" else {"Date": None, "Creator": None}
        file = BytesIO()
        with matplotlib.style.context(STYLE):
            self.figure.savefig(file, format=format, metadata=metadata)
        return file.getvalue()


def styled(draw: Callable[P, Drawing]) -> Callable[P, Drawing]:
    """Let a figure function draw in the project's style, whatever the user's own settings are."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Drawing:
        with matplotlib.style.context(STYLE):
            return draw(*args, **kwargs)

    return drawn


@dataclass(frozen=True)
class Canvas:
    """An empty figure with its title, subtitle and source line, its axes from top to bottom.

    `legend_top` is the upper edge of the strip kept free for the legend, as a share of the height.
    """

    figure: Figure
    axes: list[Axes]
    legend_top: float

    def legend(self, handles: Sequence[Artist], columns: int) -> None:
        """Print the key in the free strip under the subtitle, where it hides no data."""
        self.figure.legend(
            handles=list(handles),
            loc="upper left",
            bbox_to_anchor=(MARGIN / WIDTH, self.legend_top),
            ncols=columns,
        )


def new_canvas(
    record: Record | None,
    title: str,
    subtitle: str,
    *,
    height: float,
    panels: Sequence[float] = (1.0,),
    panel_titles: Sequence[str] = (),
    legend_rows: int = 0,
    left: float = 0.5,
    bottom: float = 0.48,
    gap: float = 0.25,
    sharex: bool = True,
) -> Canvas:
    """Make an empty figure with its words around it; `height`, `left`, `bottom` are inches.

    The source line gives the record's date; without a record the figure is of simulated histories.
    `panels` are relative heights, `panel_titles` one a panel ("" for none) or none at all.
    `legend_rows` lines are kept free under the subtitle, `left` and `bottom` for the labels
    of the axes; `gap` between panels is in units of their mean height.
    """
    figure = Figure(figsize=(WIDTH, height))
    FigureCanvasAgg(figure)
    top = MARGIN
    for words, size, weight, colour in (
        (title, _TITLE_SIZE, "bold", INK),
        (subtitle, _SUBTITLE_SIZE, "normal", GREY),
    ):
        lines = _wrapped(figure, words, size, weight)
        figure.text(
            MARGIN / WIDTH,
            1 - top / height,
            "\n".join(lines),
            size=size,
            weight=weight,
            color=colour,
            va="top",
            linespacing=1.25,
        )
        top += (len(lines) * size * 1.42 + 1.5) / _POINTS
    source = "simulated histories, not the record"
    if record is not None:
        searched = day_words(record.complete_through)
        source = f"record, counts of announced exchanges, searched through {searched}"
    figure.text(
        MARGIN / WIDTH,
        0.6 * MARGIN / height,
        f"Source: exchange-cadence {source}.",
        size=_SOURCE_SIZE,
        color=GREY,
        va="bottom",
    )
    legend_top = 1 - (top + 0.04) / height
    top += 0.1 + legend_rows * 0.15 + (0.06 if legend_rows else 0)
    top += 0.14 if panel_titles and panel_titles[0] else 0
    grid = figure.add_gridspec(
        len(panels),
        1,
        left=left / WIDTH,
        right=1 - 0.18 / WIDTH,
        top=1 - top / height,
        bottom=bottom / height,
        height_ratios=list(panels),
        hspace=gap,
    )
    axes: list[Axes] = []
    for place in range(len(panels)):
        axes.append(figure.add_subplot(grid[place], sharex=axes[0] if axes and sharex else None))
    for panel, name in zip(axes, panel_titles, strict=False):
        panel.set_title(name, loc="left", size=_SUBTITLE_SIZE, weight="bold", pad=4)
    return Canvas(figure, axes, legend_top)


def _wrapped(figure: Figure, text: str, size: float, weight: str) -> list[str]:
    """Break a text into as few lines as fit the canvas, of about the same width, no date apart."""
    probe = figure.text(0, 0, "", size=size, weight=weight)

    def measured(letters: str) -> float:
        probe.set_text(letters)
        return probe.get_window_extent().width

    words = [word.replace("_", " ") for word in _DATE.sub(r"\1_\2_\3", text).split()]
    widths = [measured(word) for word in words]
    space = measured("x x") - 2 * measured("x")
    probe.remove()
    limit = (WIDTH - 2 * MARGIN) * figure.dpi
    tries = [_broken(words, widths, space, limit * share / 20) for share in range(10, 21)]
    return next(lines for lines in tries if len(lines) == len(tries[-1]))


def _broken(words: list[str], widths: list[float], space: float, limit: float) -> list[str]:
    """Break words into lines of at most so many pixels."""
    lines = [words[0]]
    reached = widths[0]
    for word, width in zip(words[1:], widths[1:], strict=True):
        if reached + space + width <= limit:
            lines[-1] += f" {word}"
            reached += space + width
        else:
            lines.append(word)
            reached = width
    return lines
