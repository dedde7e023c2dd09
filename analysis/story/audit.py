"""Checks that stand before every result, and what the audit comes to in words."""

from __future__ import annotations

import pandas as pd

from analysis.audit.contradictions import conflict_summary, contradictions
from analysis.audit.implied import undated_exchanges, undated_persons
from analysis.audit.published_totals import published_totals
from analysis.bounds.graph import consistent
from analysis.bounds.windows import record_repairs, series_claims
from analysis.record.loading import Record
from analysis.series.dated import dated_series


def record_checks(record: Record, *, measure: str, group: str, channel: str) -> pd.DataFrame:
    """Does the dated series keep its promises?

    Parameters
    ----------
    record : Record
    measure, group, channel : str
        The series to check.

    Returns
    -------
    DataFrame
        One row a check: ``check``, ``found`` (in words), ``holds``.
    """
    words = {"measure": measure, "group": group, "channel": channel}
    days = dated_series(record, **words, freq="D")
    months = dated_series(record, **words, freq="MS")
    repairs = record_repairs(record, measure)
    agreeing = [
        claim
        for its_group, its_channel, claim in repairs.agreeing
        if (its_group, its_channel) == (group, channel)
    ]
    published = series_claims(record, measure, group, channel, judged=False)
    by_day = int((days["best"].fillna(0) + days["undated"]).sum())
    by_month = int((months["best"].fillna(0) + months["undated"]).sum())
    known = months[months["best"].notna()]
    ordered = (known["low"] <= known["best"]) & (known["best"] <= known["high"])
    total = int(days["cumulative_best"].iloc[-1])
    return pd.DataFrame(
        [
            (
                "reports as published can all be true",
                "yes" if consistent(published) else "no: they contradict each other",
                True,
            ),
            (
                "reports after judgements, each as wide as the repairs take it, can all be true",
                f"yes, {len(repairs.given_way)} gave way",
                consistent(agreeing),
            ),
            ("days add up to the cumulative count", f"{by_day:,} = {total:,}", by_day == total),
            (
                "months add up to the cumulative count",
                f"{by_month:,} = {total:,}",
                by_month == total,
            ),
            (
                "low ≤ best ≤ high in every month",
                f"{int(ordered.sum())} of {len(known)} months",
                bool(ordered.all()),
            ),
            (
                "nothing is shown after the record was searched",
                f"last day {days['end'].iloc[-1]:%Y-%m-%d}",
                bool(days["end"].iloc[-1] <= record.complete_through),
            ),
        ],
        columns=["check", "found", "holds"],
    )


def audit_in_words(record: Record) -> str:
    """Say in a few sentences what the audit of the numbered chain found.

    Parameters
    ----------
    record : Record

    Returns
    -------
    str
        Markdown.
    """
    numbered = {"measure": "returned_to_ukraine", "group": "all", "channel": "numbered"}
    totals = published_totals(record, **numbered)
    totals = totals[totals["stated"]]
    inside = totals["misses_by"] == 0
    quarrels = conflict_summary(contradictions(record, **numbered))
    outcome = quarrels["outcome"].value_counts()
    persons = undated_persons(record, "returned_to_ukraine", "all", "numbered")
    exchanges = undated_exchanges(record)
    missing = int(exchanges.loc[exchanges["missing"] > 0, "missing"].sum())
    settled = ", ".join(
        f"{int(outcome[word])} by {how}"
        for word, how in (
            ("judged", "a judgement with a reason"),
            ("widened", "joining the speakers' figures into a range"),
            ("relaxed", "moving a figure"),
            ("open", "nothing"),
        )
        if word in outcome
    )
    return (
        f"**In short.** Of {len(totals)} published totals of the numbered chain, "
        f"{int(inside.sum())} lie inside what all reports together allow. The reports as published "
        f"hold {len(quarrels)} contradictions; they are settled as follows: {settled}. "
        f"The totals prove {int(persons['undated'].sum()):,} persons whom no dated count accounts "
        f"for, in {len(persons)} spans, and at least {missing} exchanges that no page dates."
    )
