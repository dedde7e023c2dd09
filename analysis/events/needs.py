"""What a figure or the headline needs of a record, and the line in its place without it."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.events.events import Counting, dated_exchanges, definitions, gaps_of, reference
from analysis.record.loading import Record
from analysis.text import counted


class NothingToShow(ValueError):
    """A record has nothing that could be shown: it is left out, and that is no fault."""


def need(there: object, said: str) -> None:
    """Leave it out with a line unless something is there."""
    if not there:
        raise NothingToShow(said)


def need_words(record: Record, *words: str) -> None:
    """Leave out what is of measures, groups or channels that the record does not declare."""
    known = record.vocabulary
    missing = sorted({*words} - {*known.measures, *known.groups, *known.channels})
    need(not missing, f"it is of {', '.join(missing)}, which this record does not declare")


MOST = 400
"""Exchanges among which changes of the rate are looked for in a figure: 860 take minutes."""


def need_few(record: Record) -> None:
    """Leave it out where the search for changes of the rate would take too long."""
    dated = len(dated_exchanges(record, reference(record)["definition"]))
    need(dated <= MOST, f"to find changes of the rate among {dated:,} exchanges takes too long")


def need_gaps(
    record: Record, gaps: int, *, lengths: int = 1, merge_windows: Iterable[int] | None = None
) -> None:
    """Leave it out without so many complete gaps, so many of them of different length.

    By the reference way of counting, or by every definition over some merge windows.
    """
    ways = [reference(record)]
    if merge_windows is not None:
        windows = [*merge_windows]
        ways = [Counting(definition=name, merge_days=days)
                for name in definitions(record) for days in windows]  # fmt: skip
    for way in ways:
        name, merged = way["definition"], counted(way["merge_days"], "days")
        need(len(dated_exchanges(record, name)), f"no exchange has a day (definition {name})")
        days = gaps_of(record, **way)["days"].iloc[:-1]
        need(
            len(days) >= gaps and days.nunique() >= min(lengths, gaps),
            f"{counted(len(days), 'complete gaps')} between exchanges, of "
            f"{counted(days.nunique(), 'lengths')}; expected at least {gaps}, of at least "
            f"{counted(lengths, 'lengths')} (definition {name}, within {merged} taken as one)",
        )
