"""How long a gap must be to be unusual: the lengths at which each question's verdict turns."""

from __future__ import annotations

import pandas as pd

from analysis.events.cadence_by_counting import rate_changes
from analysis.events.events import exchange_events, reference, stretch_of
from analysis.events.verdicts import window_gaps
from analysis.events.verdicts_by_counting import LEVEL
from analysis.gaps.longest_gap import longest_gap_limit
from analysis.gaps.predictive import predictive_law
from analysis.record.loading import Record


def verdict_limits(record: Record) -> pd.Series:
    """From how many days on is a gap unusual, question by question?

    By the reference way of counting and at `LEVEL`: ``single`` (one gap named beforehand, over all
    laws and all complete gaps), ``longest`` (the longest of all gaps, one rate for the whole
    record), ``regime`` (the longest of the gaps of the last stretch of constant rate; missing
    without a change).
    """
    gaps = window_gaps(record, exchange_events(record, **reference(record)))
    complete = gaps.loc[gaps["part"] == "between", "days"]
    edges = rate_changes(record, reference(record)).changes["change"]
    limits = {
        "single": predictive_law(complete, "average").isf(LEVEL),
        "longest": longest_gap_limit(int(gaps["days"].sum()), len(gaps) - 1, LEVEL),
    }
    if len(edges):
        last = gaps[stretch_of(gaps, edges) == len(edges)]
        limits["regime"] = longest_gap_limit(int(last["days"].sum()), len(last) - 1, LEVEL)
    return pd.Series(limits, index=["single", "longest", "regime"], dtype=float)
