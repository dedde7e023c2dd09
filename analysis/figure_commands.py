"""What the command ``figures`` does and prints."""

from __future__ import annotations

import argparse
import sys

from analysis.headlines import headline
from analysis.record import load_record


def run_figures(options: argparse.Namespace) -> int:
    """Draw every figure and print the headline, or compare the figures with the folder's."""
    from analysis.gallery import draw_all, gallery_differences, gallery_files, write_gallery

    record = load_record(options.data)
    files = gallery_files(draw_all(record))
    if options.check:
        found = gallery_differences(files, options.out)
        for line in found:
            print(line, file=sys.stderr)
        if not found:
            print(f"{options.out}: every figure is what the code draws")
        return 1 if found else 0
    write_gallery(files, options.out)
    print(headline(record))
    print(f"figures                {len(files)} files in {options.out}, see README.md there")
    return 0
