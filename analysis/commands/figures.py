"""What the command ``figures`` does and prints."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from analysis.files import write_changed
from analysis.record.loading import load_record
from analysis.series.derived import write_derived
from analysis.story.headline import headline, in_markdown

BEGIN, END = "<!-- headline -->", "<!-- /headline -->"
"""Marks in README.md around the lines that the command writes."""


def run_figures(options: argparse.Namespace) -> int:
    """Draw every figure and print the headline, or compare the figures with the folder's."""
    from analysis.figures.gallery import draw_all, gallery_differences, gallery_files, write_gallery

    record = load_record(options.data)
    files = gallery_files(draw_all(record))
    if options.check:
        differences = gallery_differences(files, options.out)
        for line in differences:
            print(line, file=sys.stderr)
        if not differences:
            print(f"{options.out}: every figure is what the code draws")
        return 1 if differences else 0
    write_gallery(files, options.out)
    found = headline(record)
    if options.derived:
        write_derived(record, Path(options.derived))
    if options.readme:
        write_block(Path(options.readme), in_markdown(found))
    print(found)
    print(f"figures                {len(files)} files in {options.out}, see README.md there")
    if options.derived:
        print(f"tables                 in {options.derived}")
    return 0


def write_block(page: Path, text: str) -> None:
    """Replace what stands between the headline marks of a page; the rest stays as it is.

    A ValueError if the page has no such marks.
    """
    old = page.read_text(encoding="utf-8")
    before, begun, rest = old.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (begun and ended):
        raise ValueError(f"{page}: no headline marks; expected {BEGIN} and {END}")
    write_changed(page, f"{before}{BEGIN}\n{text}\n{END}{after}")
