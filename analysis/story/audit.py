"""What the audit comes to, in words."""

from __future__ import annotations

from analysis.audit.contradictions import conflict_summary, contradictions
from analysis.audit.implied import undated_exchanges, undated_persons
from analysis.audit.published_totals import published_totals
from analysis.record.loading import Record
from analysis.story.words import CHAIN


def audit_in_words(record: Record) -> str:
    """Say in a few sentences of Markdown what the audit of the numbered chain found."""
    totals = published_totals(record, **CHAIN)
    totals = totals[totals["stated"]]
    inside = totals["misses_by"] == 0
    quarrels = conflict_summary(contradictions(record, **CHAIN))
    outcome = quarrels["outcome"].value_counts()
    persons = undated_persons(record, **CHAIN)
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
