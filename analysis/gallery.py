"""All figures: drawn into a folder, or compared with what the folder holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path

from analysis.canvas import Drawing
from analysis.figure_composition import composition
from analysis.figure_cumulative import cumulative
from analysis.figure_guardsmen import guardsmen
from analysis.figure_held import held
from analysis.figure_looseness import looseness
from analysis.figure_monthly import monthly
from analysis.figure_packages import packages
from analysis.figure_sources import sources
from analysis.figure_symmetry import symmetry
from analysis.figure_timeline import timeline
from analysis.figure_totals import totals
from analysis.picture_match import same_picture
from analysis.record import Record

FIGURES: Mapping[str, Callable[[Record], Drawing]] = {
    "timeline": timeline,
    "cumulative": cumulative,
    "monthly": monthly,
    "sources": sources,
    "totals": totals,
    "looseness": looseness,
    "guardsmen": guardsmen,
    "composition": composition,
    "symmetry": symmetry,
    "held": held,
    "packages": packages,
}
"""Every committed figure by its file name, in the order of ``figures/README.md``.

To add one: write its function (see `analysis.canvas`) and name it here.
"""
_INTRODUCTION = """# Figures

Drawn from the record by `python -m analysis figures`; `python -m analysis figures --check` tells
whether they are still what the code draws. This page is drawn with them: do not edit it.
"""


def draw_all(record: Record) -> dict[str, Drawing]:
    """Draw every figure.

    Parameters
    ----------
    record : Record

    Returns
    -------
    dict
        Name to drawing, in the order of `FIGURES`.
    """
    return {name: draw(record) for name, draw in FIGURES.items()}


def gallery_files(drawings: Mapping[str, Drawing]) -> dict[str, bytes]:
    """Turn drawings into files.

    Parameters
    ----------
    drawings : mapping
        From `draw_all`.

    Returns
    -------
    dict
        File name to content: a PNG and an SVG each, and a ``README.md`` with title, caption and
        description. The same bytes on every run.
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
    """Write the files of a gallery into a folder, which is made if it does not exist.

    A file is complete or as it was before: it is written beside its place and then moved there.

    Parameters
    ----------
    files : mapping
        From `gallery_files`.
    folder : path
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        part = place / f".{name}.part"
        part.write_bytes(content)
        part.replace(place / name)


def gallery_differences(files: Mapping[str, bytes], folder: str | PathLike[str]) -> list[str]:
    """Which files of a folder are not what the code draws?

    Parameters
    ----------
    files : mapping
        From `gallery_files`.
    folder : path

    Returns
    -------
    list of str
        One line a file that differs beyond the tolerance (`analysis.picture_match`), is missing,
        or is a picture that no figure draws; empty if the folder is current.
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
