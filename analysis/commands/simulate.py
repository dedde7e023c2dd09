"""What the command ``simulate`` does and prints."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from analysis.record.loading import load_record
from analysis.trust.runs import RUNS, STORED, store_pause_choices, write_simulated

CHOICES = "choices"
"""The one run that depends on the record: every verdict on its notable pauses."""

_WIDTH = 40  # characters of the bar


def run_simulate(options: argparse.Namespace) -> int:
    """Run the long simulations, a bar on standard error, and say where the tables are."""
    for name in options.names or [*RUNS, CHOICES]:
        if name == CHOICES:
            path = Path(options.out) / STORED.name
            record = load_record(options.data)
            progress = partial(_bar, name, "merge windows")
            print(store_pause_choices(record, path, options.jobs, progress))
            continue
        paths = write_simulated(
            options.out,
            [name],
            scale=options.scale,
            n_jobs=options.jobs,
            progress=partial(_bar, name, "histories"),
        )
        for path in paths:
            print(path)
    return 0


def _bar(name: str, unit: str, done: int, total: int) -> None:
    """Draw the bar over itself; end the line when all is done."""
    filled = _WIDTH * done // total
    line = f"\r{name:8} [{'#' * filled:{_WIDTH}}] {done:,} of {total:,} {unit}"
    print(line, end="\n" if done == total else "", file=sys.stderr, flush=True)
