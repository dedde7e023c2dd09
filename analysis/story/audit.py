"""What the audit comes to, in words."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from analysis.audit.contradictions import conflict_summary, contradictions
from analysis.audit.implied import undated_exchanges, undated_persons
from analysis.audit.loose_spans import loose_spans
from analysis.audit.printed_figures import figure
from analysis.audit.published_totals import published_totals
from analysis.record.loading import Record
from analysis.story.words import CHAIN
from analysis.text import count, count_of


def audit_in_words(record: Record) -> str:
    """Say in a few sentences of Markdown what the audit of the numbered chain found."""
    said = " ".join(filter(None, (_totals(record), _quarrels(record), _undated(record))))
    return f"**In short.** {said}"


def _totals(record: Record) -> str:
    totals = published_totals(record, **CHAIN)
    totals = totals[totals["stated"]]
    if totals.empty:
        return "No total of the numbered chain was published."
    inside = int((totals["misses_by"] == 0).sum())
    return (
        f"Of {count_of(len(totals), 'published total')} of the numbered chain, {inside} "
        f"{_are(inside)} inside what all reports together allow."
    )


def _quarrels(record: Record) -> str:
    quarrels = conflict_summary(contradictions(record, **CHAIN))
    if quarrels.empty:
        return "The reports as published do not contradict each other."
    outcome = Counter(quarrels["outcome"])
    settled = ", ".join(
        f"{outcome[word]} {how}"
        for word, how in (
            ("judged", "by a judgement with a reason"),
            ("widened", "by joining the speakers' figures into a range"),
            ("relaxed", "by moving a figure"),
            ("open", "not at all"),
        )
        if outcome[word]
    )
    return (
        f"The reports as published hold {count_of(len(quarrels), 'contradiction')}, settled as "
        f"follows: {settled}."
    )


def _undated(record: Record) -> str:
    """What the totals prove beyond the dated counts."""
    persons = undated_persons(record, **CHAIN)
    persons = persons[persons["undated"] > 0]
    exchanges = undated_exchanges(record)
    missing = int(exchanges.loc[exchanges["missing"] > 0, "missing"].sum())
    proven = []
    if len(persons):
        proven.append(
            f"{int(persons['undated'].sum()):,} persons whom no dated count accounts for, in "
            f"{count_of(len(persons), 'span')}"
        )
    if missing:
        proven.append(f"at least {count_of(missing, 'exchange')} that no page dates")
    return f"The totals prove {', and '.join(proven)}." if proven else ""


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def missed_totals(record: Record) -> pd.DataFrame:
    """Which published totals of the numbered chain cannot be true beside the others, in print?

    ``settled`` says what became of each; ``counts``, whether its page says that it counts the
    chain: if not, it can only be too low.
    """
    totals = published_totals(record, **CHAIN)
    totals = totals[totals["misses_by"] != 0]
    rows = [
        {
            "by": f"{total['end']:%Y-%m-%d}",
            "total": f"{total['value']:,}",
            "counts": "the chain" if total["stated"] else "not said",
            "all reports allow": figure(total["range_low"], total["range_high"]),
            "off by": f"{total['misses_by']:+,}".replace("-", "−"),
            "settled": total["verdict"],
            "said by": total["speakers"],
        }
        for total in totals.to_dict("records")
    ]
    return pd.DataFrame(rows)


def widest_spans(record: Record, most: int) -> pd.DataFrame:
    """When is the count of the numbered chain least certain, and why, in print?

    At most so many rows, the widest spans in order of time; ``width``, by how many persons the
    bounds of the cumulative count are apart.
    """
    spans = loose_spans(record, **CHAIN).nlargest(most, "width").sort_values("start")
    spans["width"] = [count(width) for width in spans["width"]]
    return spans[["start", "end", "width", "cause"]].reset_index(drop=True)
