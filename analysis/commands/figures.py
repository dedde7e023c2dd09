"""What the command ``figures`` does and prints."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.commands.progress import bar, silence
from analysis.events.needs import NothingToShow
from analysis.files import write_changed
from analysis.record.loading import Record, load_record
from analysis.series.derived import derived_tables, write_derived
from analysis.story.headline import Headline, headline, in_markdown

if TYPE_CHECKING:
    from analysis.figures.gallery import Gallery

BEGIN, END = "<!-- headline -->", "<!-- /headline -->"
"""Marks in README.md around the lines that the command writes."""


def run_figures(options: argparse.Namespace) -> int:
    """Draw every figure and print the headline, or compare with what was written before.

    Headline and tables come first, so that no figure stops them; what could not be made is named,
    as is what was left out because the record has nothing to show.
    """
    record = load_record(options.data)
    faults: list[str] = []
    found = _headline(record)
    work = _check if options.check else _write
    faults += work(record, found, options)
    for line in faults:
        print(line, file=sys.stderr)
    return 1 if faults else 0


def _headline(record: Record) -> Headline | None:
    """The headline, or a line that says why the record has none."""
    try:
        return headline(record)
    except NothingToShow as reason:
        print(f"headline: left out: {reason}")
        return None


def _write(record: Record, found: Headline | None, options: argparse.Namespace) -> list[str]:
    """Write tables, headline and figures; return what could not be drawn, a line each."""
    from analysis.figures.gallery import draw_all, refuse_foreign_page, write_gallery

    # Refused before anything is written.
    refuse_foreign_page(options.out)
    page = Path(options.readme) if options.readme and found else None
    text = with_block(page, in_markdown(found)) if page and found else ""
    if options.derived:
        write_derived(record, Path(options.derived))
    if page:
        write_changed(page, text)
    if found:
        print(found, flush=True)
    if options.derived:
        print(f"tables                 in {options.derived}", flush=True)
    gallery = draw_all(record, partial(bar, "figures", "tried"))
    write_gallery(gallery.files, options.out)
    print(
        f"figures                {len(gallery.files)} files in {options.out}, see README.md there"
    )
    return _undrawn(gallery)


def _undrawn(gallery: Gallery) -> list[str]:
    """Print what was left out; return what could not be drawn, a line each."""
    for name, reason in gallery.left_out.items():
        print(f"{name}: left out: {reason}")
    return [f"{name}: not drawn: {reason}" for name, reason in gallery.failed.items()]


def _check(record: Record, found: Headline | None, options: argparse.Namespace) -> list[str]:
    """Compare figures, tables and headline with what is there; return the differences."""
    from analysis.figures.gallery import draw_all, gallery_differences

    shown = partial(bar, "figures", "tried") if sys.stderr.isatty() else silence
    gallery = draw_all(record, shown)
    faults = _undrawn(gallery)
    faults += gallery_differences(gallery.files, options.out)
    current = [f"{options.out}: every figure is what the code draws"]
    if options.derived:
        faults += _stale_tables(record, Path(options.derived))
        current.append(f"{options.derived}: every table is what the code writes")
    if options.readme and found:
        page = Path(options.readme)
        if with_block(page, in_markdown(found)) != page.read_text(encoding="utf-8"):
            faults.append(f"{page}: the headline differs from what the record says")
        current.append(f"{options.readme}: the headline is what the record says")
    if not faults:
        print("\n".join(current))
    return faults


def _stale_tables(record: Record, folder: Path) -> list[str]:
    stale = []
    for name, text in derived_tables(record).items():
        path = folder / name
        if not path.is_file():
            stale.append(f"{path}: missing")
        elif path.read_text(encoding="utf-8", errors="replace") != text:
            stale.append(f"{path}: differs from what the code writes")
    return stale


def with_block(page: Path, text: str) -> str:
    """Return a page with other lines between its headline marks, the rest as it is.

    A ValueError if the page has no such marks.
    """
    old = page.read_text(encoding="utf-8")
    before, begun, rest = old.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (begun and ended):
        raise ValueError(f"{page}: no headline marks; expected {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{text}\n{END}{after}"
