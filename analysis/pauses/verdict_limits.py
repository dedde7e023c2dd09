"""How long a gap must be to be unusual: the lengths at which each question's verdict turns."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from analysis.cadence.counting import REFERENCE
from analysis.cadence.gaps import exchange_events, stretch_of
from analysis.cadence.tables import rate_changes
from analysis.pauses.choices import LEVEL
from analysis.pauses.longest_gap import largest_spacing_sf
from analysis.pauses.predictive import predictive_law
from analysis.pauses.verdicts import window_gaps
from analysis.record.loading import Record


def longest_gap_limit(window: int, events: int, level: float) -> int:
    """Which length does the longest of all gaps reach with so small a probability?

    Parameters
    ----------
    window : int
        Days watched.
    events : int
        Events in them, at one rate.
    level : float
        Probability, above 0 and below 1.

    Returns
    -------
    int
        The fewest days d with P(longest gap ≥ d) ≤ `level`, by the exact continuous law
        (`longest_gap.largest_spacing_sf`).

    Examples
    --------
    The 5% point for ten parts lies between 0.44495 and 0.44496 of the whole.

    >>> longest_gap_limit(100_000, 9, 0.05)
    44496
    """
    low, high = 0, window
    while high - low > 1:
        middle = (low + high) // 2
        if largest_spacing_sf(Fraction(middle, window), events + 1) <= level:
            high = middle
        else:
            low = middle
    return high


def verdict_limits(record: Record) -> pd.Series:
    """From how many days on is a gap unusual, question by question?

    By the reference way of counting and at the level of `choices`.

    Returns
    -------
    pandas.Series
        Days: ``single`` (one gap named beforehand, over all six laws and all complete gaps),
        ``longest`` (the longest of all gaps, one rate for the whole record), ``regime`` (the
        longest of the gaps of the last stretch of constant rate; missing without a change).

    Examples
    --------
    >>> from analysis.record.loading import load_record
    >>> limits = verdict_limits(load_record("data"))
    >>> bool(limits["single"] < limits["longest"] < limits["regime"])
    True
    """
    gaps = window_gaps(record, exchange_events(record, **REFERENCE))
    complete = gaps.loc[gaps["part"] == "between", "days"]
    edges = rate_changes(record, REFERENCE).changes["change"]
    limits = {
        "single": predictive_law(complete, "average").isf(LEVEL),
        "longest": longest_gap_limit(int(gaps["days"].sum()), len(gaps) - 1, LEVEL),
    }
    if len(edges):
        last = gaps[stretch_of(gaps, edges) == len(edges)]
        limits["regime"] = longest_gap_limit(int(last["days"].sum()), len(last) - 1, LEVEL)
    return pd.Series(limits, index=["single", "longest", "regime"], dtype=float)
