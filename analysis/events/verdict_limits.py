"""How long a gap must be to be unusual: the lengths at which each question's verdict turns."""

from __future__ import annotations

import pandas as pd

from analysis.events.cadence_by_counting import rate_changes
from analysis.events.events import exchange_events, reference, stretch_of
from analysis.events.verdicts import spacings, window_gaps
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
    merge_days = reference(record)["merge_days"]
    limits = {
        "single": predictive_law(complete, "average", merge_days=merge_days).isf(LEVEL),
        "longest": _longest(gaps, merge_days),
    }
    if len(edges):
        limits["regime"] = _longest(gaps[stretch_of(gaps, edges) == len(edges)], merge_days)
    return pd.Series(limits, index=["single", "longest", "regime"], dtype=float)


def _longest(gaps: pd.DataFrame, merge_days: int) -> int:
    total = spacings(gaps["days"].to_numpy(int), gaps["part"].to_numpy(str))
    return longest_gap_limit(*total, LEVEL, merge_days)
