"""A bar on standard error for what takes long."""

from __future__ import annotations

import sys

_WIDTH = 40  # characters of the bar


def bar(name: str, unit: str, done: int, total: int) -> None:
    """Draw the bar over itself; end the line when all is done."""
    filled = _WIDTH * done // total
    line = f"\r{name:8} [{'#' * filled:{_WIDTH}}] {done:,} of {total:,} {unit}"
    print(line, end="\n" if done == total else "", file=sys.stderr, flush=True)


def silence(done: int, total: int) -> None:
    """Draw no bar."""
