"""What rows put into a record change: verdicts, counts of exchanges, totals, contradictions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.audit.check import CheckResult, check_claim
from analysis.audit.contradictions import conflict_summary, contradictions
from analysis.audit.implied import without_reports
from analysis.bounds.claims import interval
from analysis.bounds.windows import linked_bounds
from analysis.record.loading import Record, effective_reports
from analysis.record.vocabulary import Series
from analysis.record.words import ANY, EVERYBODY
from analysis.series.exchange_counts import counts_with_provisional

_VERDICTS = ("fits", "new-information", "contradicts")  # from harmless to worst


@dataclass(frozen=True)
class ReportVerdict:
    """How a new report stands to the record before it.

    ``verdict`` is that of `check.check_claim`, or ``not compared`` for a promise and for a number
    held; ``answers`` are one check, or two where the report bounds one window from below and
    another (or another channel) from above.
    """

    report_id: str
    verdict: str
    answers: list[CheckResult]


def report_verdicts(
    before: Record, after: Record, report_ids: Iterable[str]
) -> list[ReportVerdict]:
    """Check new reports, each alone, against the record before; what one corrects is left out."""
    rows = after.reports.set_index("report_id", drop=False).loc[list(report_ids)]
    known = {*before.reports["report_id"]}
    found = []
    for _, row in rows.iterrows():
        answers: list[CheckResult] = []
        verdict = "not compared"
        if row["bound"] != "planned" and row["measure"] not in after.vocabulary.stocks:
            told = without_reports(before, {row["corrects"]} & known)
            answers = [
                check_claim(told, measure=row["measure"], group=row["group"], **claim)
                for claim in _claims(row, before)
            ]
            verdicts = [answer.verdict for answer in answers]
            verdict = max(verdicts, key=_VERDICTS.index, default=verdict)
        found.append(ReportVerdict(row["report_id"], verdict, answers))
    return found


def _claims(row: pd.Series, record: Record) -> list[dict]:
    """What a report claims: from below by its last day, from above by the earliest that it counts.

    A blank channel bounds everything from below and the numbered chain, if any, from above.
    """
    words, counted_from = record.vocabulary, record.counted_from
    start = max(row["start"], counted_from)
    unstated = row["channel"] == ""
    wide, narrow = (ANY, words.chain) if unstated else (row["channel"], row["channel"])
    if unstated and words.unsplit(row["measure"]):
        narrow = ANY
    earliest = row["end"] if pd.isna(row["end_earliest"]) else row["end_earliest"]
    whole = row["start"] >= counted_from
    if whole and wide == narrow and earliest == row["end"]:
        said = {"value": int(row["value"]), "bound": row["bound"]}
        return [said | {"channel": wide, "start": start, "end": row["end"]}]
    low, high = interval(int(row["value"]), row["bound"])
    below = {"value": low, "bound": "at_least", "channel": wide, "start": start, "end": row["end"]}
    claims = [below] if whole and low > 0 else []
    if high < np.inf and narrow:
        above = {"value": int(high), "bound": "at_most", "channel": narrow}
        claims.append(above | {"start": start, "end": earliest})
    return claims


def changed_counts(before: Record, after: Record) -> pd.DataFrame:
    """Exchanges whose count of persons changes, comes in or goes out.

    Columns ``exchange_id, measure, old_low, old_best, old_high, new_low, new_best, new_high``;
    blank where the exchange is not on record.
    """
    parts = []
    limits = ["low", "best", "high"]
    for measure in after.vocabulary.returns:
        old, new = (
            counts_with_provisional(record, measure=measure, group=EVERYBODY)
            .set_index("exchange_id")[limits]
            .astype("Float64")
            for record in (before, after)
        )
        both = old.add_prefix("old_").join(new.add_prefix("new_"), how="outer")
        same = [
            (both[f"old_{name}"].fillna(-1) == both[f"new_{name}"].fillna(-1)) for name in limits
        ]
        changed = both[~np.logical_and.reduce(same)].reset_index()
        parts.append(changed.assign(measure=measure))
    table = pd.concat(parts, ignore_index=True)
    return table[["exchange_id", "measure", *(c for c in table if c.startswith(("old", "new")))]]


def changed_totals(before: Record, after: Record) -> pd.DataFrame:
    """Counts of everything by the last searched day of the record after, where they change.

    Columns ``measure, channel, as_of, old_low, old_high, new_low, new_high``.
    """
    last = max(after.complete_through, after.exchanges["end"].max())
    rows = []
    words = after.vocabulary
    for measure in words.of_exchanges:
        for channel in dict.fromkeys((words.main.channel, ANY)):
            series = Series(measure, EVERYBODY, channel)._asdict()
            window = {"start": after.counted_from, "end": last}
            old, new = (linked_bounds(record, **series, **window) for record in (before, after))
            if (old.low, old.high) != (new.low, new.high):
                rows.append(
                    {"measure": measure, "channel": channel, "as_of": last}
                    | {"old_low": old.low, "old_high": old.high}
                    | {"new_low": new.low, "new_high": new.high}
                )
    names = ["measure", "channel", "as_of", "old_low", "old_high", "new_low", "new_high"]
    return pd.DataFrame(rows, columns=names)


def changed_contradictions(before: Record, after: Record) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Contradictions that are born, and those that are settled, in the series that changed.

    Both as `contradictions.conflict_summary`, with ``series``. One that stays but ends otherwise
    (by a judgement, say) is in both.
    """
    series = _changed_series(before, after)
    old, new = (_conflicts(record, series) for record in (before, after))
    names = ["series", "until", "claims", "outcome"]
    seen_old, seen_new = ({*table[names].itertuples(index=False)} for table in (old, new))
    born = new[[row not in seen_old for row in new[names].itertuples(index=False)]]
    settled = old[[row not in seen_new for row in old[names].itertuples(index=False)]]
    return born.reset_index(drop=True), settled.reset_index(drop=True)


def _conflicts(record: Record, series: list[Series]) -> pd.DataFrame:
    parts = []
    for one in series:
        summary = conflict_summary(contradictions(record, **one._asdict()))
        summary.insert(0, "series", ", ".join(one))
        parts.append(summary)
    names = ["series", "until", "claims", "misses_by", "outcome", "reason"]
    table = pd.concat([pd.DataFrame(columns=names), *parts], ignore_index=True)
    return table.astype({"until": "datetime64[us]"})


def _changed_series(before: Record, after: Record) -> list[Series]:
    """Series in which a report differs in force, with the wider groups and channels it bears on."""
    words = after.vocabulary
    rows = pd.concat([effective_reports(before), effective_reports(after)]).drop(columns="note")
    changed = rows[~rows.duplicated(keep=False) & ~rows["measure"].isin(words.stocks)]
    named = {*changed[["measure", "group", "channel"]].itertuples(index=False, name=None)}
    exchanges = pd.concat([before.exchanges, after.exchanges]).drop(columns="note")
    if not exchanges.duplicated(keep=False).all() or changed["exchange_no"].notna().any():
        named |= {(name, EVERYBODY, words.main.channel) for name in (words.exchanges,) if name}
    wider = {
        Series(measure, whole, its_channel)
        for measure, group, channel in named
        for whole in words.groups
        if words.group_within(group, whole)
        for its_channel in (channel or words.main.channel, ANY)
    }
    return sorted(wider)
