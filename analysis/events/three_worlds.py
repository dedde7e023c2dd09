"""The longest gap of a record judged in three worlds in which nothing stopped.

Events at one rate; gaps as uneven as these, whatever their law; a rate that changed when this one
did. A gap that is too long for one of them may be ordinary for another.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.events.cadence_by_counting import rate_changes
from analysis.events.events import Counting, exchange_events, stretch_of
from analysis.events.verdicts import HasWindow, spacings, window_gaps
from analysis.gaps.laws import Model
from analysis.gaps.longest_gap import longest_spacing_sf
from analysis.gaps.predictive import averaged_law

WORLDS = ("one rate", "uneven gaps", "changed rate")

LAWS: tuple[Model, ...] = ("weibull", "lognormal", "loglogistic")
"""Of uneven gaps: a light tail, a middle one, a heavy one; all six take too long to simulate."""


def longest_in_worlds(
    gaps: pd.DataFrame, edges: Sequence[pd.Timestamp], merge_days: int, worlds: Sequence[str]
) -> dict[str, float]:
    """P(the longest gap is at least as long as the longest of these), world by world.

    `gaps` as from `window_gaps`; the gap itself counts among those that each world is told from.
    ``one rate``: all ways to place the events, exactly. ``uneven gaps``: the laws `LAWS` by their
    weights, parameters integrated out, as many gaps as these. ``changed rate``: all ways to place
    the events of each stretch between the `edges` within it.
    """
    days, part = gaps["days"].to_numpy(int), gaps["part"].to_numpy(str)
    silent = np.where(part == "open", days, days - 1)
    longest = int(silent.max()) + 1
    found = {}
    if "one rate" in worlds:
        found["one rate"] = _longest(days, part, longest, merge_days)
    if "changed rate" in worlds:
        stretch = stretch_of(gaps, edges)
        shorter = [
            1 - _longest(days[stretch == one], part[stretch == one], longest, merge_days)
            for one in np.unique(stretch)
        ]
        found["changed rate"] = 1 - float(np.prod(shorter))
    if "uneven gaps" in worlds:
        between, still_open = days[part == "between"], days[part == "open"]
        law = averaged_law(between, still_open, models=LAWS, merge_days=merge_days)
        found["uneven gaps"] = law.longest_sf(longest - 1, len(between) + 1)
    return found


def record_in_worlds(record: HasWindow, counting: Counting) -> dict[str, float]:
    """`longest_in_worlds` of a record, with the changes of the rate that it shows."""
    gaps = window_gaps(record, exchange_events(record, **counting))
    edges = list(rate_changes(record, counting).changes["change"])
    return longest_in_worlds(gaps, edges, counting["merge_days"], WORLDS)


def _longest(days: np.ndarray, part: np.ndarray, longest: int, merge_days: int) -> float:
    total, between, ends = spacings(days, part)
    return longest_spacing_sf(
        longest, total, between=between, ends=ends, merge_days=merge_days, method="discrete"
    )
