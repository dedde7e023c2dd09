"""What the marks of an answer mean: one line each, printed where the mark is."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

MEANINGS = {
    "disputed": "reports that end in these days cannot all be true; the range holds whichever of "
    "the cheapest ways of making them agree is right",
    "counted": "reports give the number of the exchange, and none differs",
    "in part": "reports give the number of a part of the exchange only",
    "withheld": "an exchange was held, and no report gives its number: best counts what is proven "
    "of these days without it, and is blank where nothing is",
    "none": "no dated exchange",
    "no limit": "no report limits the number from above",
    "undated": "proven by the end of these days, but neither within them nor by a count of a "
    "dated exchange",
    "gave way": "the report cannot be true beside the others, whichever of the cheapest ways of "
    "making them agree is right; persons is by how many it misses",
    "judged": "an editor ruled on the report, for the reason given",
    "widened": "true in some of the cheapest ways of making all reports agree, not in others; the "
    "range is what they give it",
    "relaxed": "it had to give way: none of the cheapest ways of making all reports agree leaves "
    "it true",
    "stands": "taken as it was said",
    "taken_as": "what of the figure counts here: of a part only that the whole is no less, of a "
    "whole only that the part is no more, of a disputed report the range that it may "
    "have (the command contradictions lists what stands against it)",
}


def meanings(marks: Iterable[str]) -> list[str]:
    """A line for each of some marks, in the order of `MEANINGS`."""
    found = set(marks)
    return [f"{mark}: {words}" for mark, words in MEANINGS.items() if mark in found]


def measure_where_needed(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out the measure of reports that all have the same."""
    return table if table["measure"].nunique() > 1 else table.drop(columns="measure")
