"""All figures: drawn into a folder, or compared with what the folder holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path

from analysis.figures.alarm import alarm_calibration
from analysis.figures.batches import batch_gaps
from analysis.figures.cadence_choices import cadence_choices
from analysis.figures.canvas import Drawing
from analysis.figures.composition import composition
from analysis.figures.cumulative import cumulative
from analysis.figures.gap_survival import gap_survival
from analysis.figures.gaps import gaps
from analysis.figures.group_so_far import group_so_far
from analysis.figures.held import held
from analysis.figures.looseness import looseness
from analysis.figures.monthly import monthly
from analysis.figures.packages import packages
from analysis.figures.pause_choices import pause_choices
from analysis.figures.pauses_ranked import pauses_ranked
from analysis.figures.picture_match import same_picture
from analysis.figures.rate import rate
from analysis.figures.sources import sources
from analysis.figures.symmetry import symmetry
from analysis.figures.timeline import timeline
from analysis.figures.totals import totals
from analysis.figures.watch import silence_watch
from analysis.figures.withheld import withheld
from analysis.files import write_whole
from analysis.record.loading import Record
from analysis.story.words import GROUP_FIGURE

FIGURES: Mapping[str, Callable[[Record], Drawing]] = {
    "timeline": timeline,
    "cumulative": cumulative,
    "monthly": monthly,
    "sources": sources,
    "totals": totals,
    "withheld": withheld,
    "looseness": looseness,
    GROUP_FIGURE: group_so_far,
    "composition": composition,
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
}
"""Every committed figure by its file name, in the order of ``figures/README.md``.

To add one: write its function (see `canvas`) and name it here.
"""
_INTRODUCTION = """# Figures

Drawn from the record by `python -m analysis figures`; `python -m analysis figures --check` tells
whether they are still what the code draws. This page is drawn with them: do not edit it.
"""


def draw_all(record: Record) -> dict[str, Drawing]:
    """Draw every figure, by name and in the order of `FIGURES`."""
    return {name: draw(record) for name, draw in FIGURES.items()}


def gallery_files(drawings: Mapping[str, Drawing]) -> dict[str, bytes]:
    """Turn drawings into files by name, the same bytes on every run.

    A PNG and an SVG each, and a ``README.md`` with title, caption and description.
    """
    files = {
        f"{name}.{kind}": drawing.image(kind)
        for name, drawing in drawings.items()
        for kind in ("png", "svg")
    }
    pages = [_INTRODUCTION, *(_page(name, drawing) for name, drawing in drawings.items())]
    return files | {"README.md": "\n".join(pages).encode("utf-8")}


def _page(name: str, drawing: Drawing) -> str:
    return (
        f"## {drawing.title}\n\n![{drawing.title}]({name}.png)\n\n{drawing.caption}\n\n"
        f"In words: {drawing.alt}\n\nFiles: [{name}.png]({name}.png), [{name}.svg]({name}.svg)\n"
    )


def write_gallery(files: Mapping[str, bytes], folder: str | PathLike[str]) -> None:
    """Write the files of a gallery into a folder, which is made if it does not exist."""
    for name, content in files.items():
        write_whole(Path(folder) / name, content)


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
