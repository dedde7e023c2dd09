"""Whether a record holds enough exchanges for sentences about its gaps."""

from __future__ import annotations

from analysis.events.events import MERGE_WINDOWS, definitions, gaps_of
from analysis.events.verdicts import FEWEST
from analysis.record.loading import Record


def too_few(record: Record) -> str:
    """Why nothing can be said of the gaps, in a sentence of Markdown; blank if something can.

    Under every way of counting the laws of gaps need three complete ones, not all equal. A
    ValueError if no exchange of some definition has a day.
    """
    ways = [gaps_of(record, definition, MERGE_WINDOWS[-1]) for definition in definitions(record)]
    complete = [gaps.loc[~gaps["censored"], "days"] for gaps in ways]
    if min(map(len, complete)) >= FEWEST and min(days.nunique() for days in complete) > 1:
        return ""
    return (
        "**Too few.** The dated exchanges leave fewer than "
        f"{FEWEST} different gaps between them by some way of counting: nothing is said of them."
    )
