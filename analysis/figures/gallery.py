"""All figures: drawn into a folder, or compared with what the folder holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from analysis.events.needs import NothingToShow, need_words
from analysis.figures.alarm import alarm_calibration
from analysis.figures.batches import batch_gaps
from analysis.figures.by_year import by_year
from analysis.figures.cadence_choices import cadence_choices
from analysis.figures.canvas import Drawing
from analysis.figures.cumulative import cumulative
from analysis.figures.forecast import next_exchange
from analysis.figures.gap_survival import gap_survival
from analysis.figures.gaps import gaps
from analysis.figures.group_so_far import group_so_far
from analysis.figures.held import held
from analysis.figures.monthly import monthly
from analysis.figures.packages import packages
from analysis.figures.pause_choices import pause_choices
from analysis.figures.pauses_ranked import pauses_ranked
from analysis.figures.picture_match import same_picture
from analysis.figures.rate import rate
from analysis.figures.sources import sources
from analysis.figures.symmetry import symmetry
from analysis.figures.timeline import timeline
from analysis.figures.two_totals import two_totals
from analysis.figures.watch import silence_watch
from analysis.figures.which_total import which_total
from analysis.figures.withheld import withheld
from analysis.files import write_whole
from analysis.record.loading import Record
from analysis.story.words import CHAIN, GROUP_FIGURE, GROUP_SERIES, HELD

FIGURES: Mapping[str, Callable[[Record], Drawing]] = {
    "timeline": timeline,
    "cumulative": cumulative,
    "by_year": by_year,
    "monthly": monthly,
    "sources": sources,
    "two_totals": two_totals,
    "which_total": which_total,
    "withheld": withheld,
    GROUP_FIGURE: group_so_far,
    "symmetry": symmetry,
    "held": held,
    "packages": packages,
    "gaps": gaps,
    "rate": rate,
    "gap_survival": gap_survival,
    "cadence_choices": cadence_choices,
    "batch_gaps": batch_gaps,
    "pauses_ranked": pauses_ranked,
    "pause_choices": pause_choices,
    "silence_watch": silence_watch,
    "alarm_calibration": alarm_calibration,
    "next_exchange": next_exchange,
}
"""Every committed figure by its file name, in the order of ``figures/README.md``.

To add one: write its function (see `canvas`) and name it here.
"""
OF_ANY_RECORD = frozenset(
    {
        "sources",
        "gaps",
        "rate",
        "gap_survival",
        "cadence_choices",
        "batch_gaps",
        "pauses_ranked",
        "pause_choices",
        "silence_watch",
        "next_exchange",
        "alarm_calibration",
    }
)
"""Figures in the words of whatever record; the others are of series that `story.words` names."""
_WORDS_OF = {GROUP_FIGURE: GROUP_SERIES.values(), "held": HELD}
_MARK = "# Figures\n\nDrawn from the record by `python -m analysis figures`"
"""How a page begins that was written here."""
_INTRODUCTION = f"""{_MARK}; `python -m analysis figures --check` tells
whether they are still what the code draws. This page is drawn with them: do not edit it.
"""


@dataclass(frozen=True)
class Gallery:
    """The figures of a record that can be drawn, their files, and why the others cannot be.

    `drawings`, `left_out` (nothing to show) and `failed` are by name of the figure and in the order
    of `FIGURES`; `files` by name of the file, the same bytes on every run: a PNG and an SVG each,
    and a ``README.md`` with title, caption and description.
    """

    drawings: dict[str, Drawing]
    files: dict[str, bytes]
    left_out: dict[str, str]
    failed: dict[str, str]


def draw_all(record: Record, progress: Callable[[int, int], None]) -> Gallery:
    """Draw every figure; one that has nothing to show or cannot be drawn stops no other.

    `progress` is called with the number of figures tried and of all.
    """
    gallery = Gallery({}, {}, {}, {})
    for done, (name, draw) in enumerate(FIGURES.items(), start=1):
        try:
            if name not in OF_ANY_RECORD:
                need_words(record, *_WORDS_OF.get(name, CHAIN.values()))
            drawing = draw(record)
            images = {f"{name}.{kind}": drawing.image(kind) for kind in ("png", "svg")}
        except NothingToShow as reason:
            gallery.left_out[name] = str(reason)
        except Exception as error:  # whatever it is, the other figures do not depend on it
            gallery.failed[name] = _in_a_line(error)
        else:
            gallery.drawings[name] = drawing
            gallery.files.update(images)
        progress(done, len(FIGURES))
    gallery.files["README.md"] = _pages(gallery).encode()
    return gallery


def _in_a_line(error: Exception) -> str:
    words = " ".join(str(error).split())
    return words if isinstance(error, ValueError) else f"{type(error).__name__}: {words}"


def _pages(gallery: Gallery) -> str:
    pages = [_INTRODUCTION, *(_page(name, drawn) for name, drawn in gallery.drawings.items())]
    for title, reasons in (("Left out", gallery.left_out), ("Not drawn", gallery.failed)):
        lines = (f"- {name}: {reason}\n" for name, reason in reasons.items())
        pages += [f"## {title}\n\n" + "".join(lines)] * bool(reasons)
    return "\n".join(pages)


def _page(name: str, drawing: Drawing) -> str:
    return (
        f"## {drawing.title}\n\n![{drawing.title}]({name}.png)\n\n{drawing.caption}\n\n"
        f"In words: {drawing.alt}\n\nFiles: [{name}.png]({name}.png), [{name}.svg]({name}.svg)\n"
    )


def write_gallery(files: Mapping[str, bytes], folder: str | PathLike[str]) -> None:
    """Write the files of a gallery into a folder, which is made if it does not exist."""
    refuse_foreign_page(folder)
    for name, content in files.items():
        write_whole(Path(folder) / name, content)


def refuse_foreign_page(folder: str | PathLike[str]) -> None:
    """Raise a ValueError if the folder has a ``README.md`` that is not a gallery's."""
    page = Path(folder) / "README.md"
    # As text, whatever line ends a checkout gave it.
    if page.is_file() and not page.read_text(encoding="utf-8", errors="replace").startswith(_MARK):
        raise ValueError(
            f"{page}: not written by this command, which would replace it; expected a folder of "
            "its own for the figures (--out DIR)"
        )


def gallery_differences(files: Mapping[str, bytes], folder: str | PathLike[str]) -> list[str]:
    """Which files of a folder are not what the code draws?

    One line a file that differs beyond the tolerance (`picture_match`), is missing, or is a picture
    that no figure draws; none if the folder is current.
    """
    place = Path(folder)
    found = []
    for name, content in files.items():
        path = place / name
        if not path.is_file():
            found.append(f"{path}: missing")
        elif not same_picture(name, path.read_bytes(), content):
            found.append(f"{path}: differs from what the code draws")
    strays = [path for kind in ("png", "svg") for path in sorted(place.glob(f"*.{kind}"))]
    return found + [f"{path}: no figure draws it" for path in strays if path.name not in files]
