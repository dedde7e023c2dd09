"""The contradictions of the record, one by one, and what became of each report in them."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from analysis.bounds.asked import check_series
from analysis.bounds.claims import Claim, interval
from analysis.bounds.conflicts import find_conflicts, find_linked_conflicts
from analysis.bounds.windows import measure_statements, record_repairs, series_claims
from analysis.record.loading import Record
from analysis.record.relations import GROUP_PARTS

COLUMNS = (
    "set",
    "misses_by",
    "start",
    "end",
    "low",
    "high",
    "reports",
    "report_id",
    "speakers",
    "resolution",
    "reason",
)


def contradictions(record: Record, *, measure: str, group: str, channel: str) -> pd.DataFrame:
    """Which reports, as published, cannot all be true, and how was each quarrel settled?

    Parameters
    ----------
    record : Record
    measure, group, channel : str
        The series. Reports of its parts and of the wholes that contain it take part.

    Returns
    -------
    DataFrame
        One row a report in a minimal contradicting set (reports that say the same in the same
        words share a row; ``report_id`` is the first, ``reports`` their number):

        - ``set``: number of the set, in order of time; drop any one row and the rest can be true;
        - ``misses_by``: persons by which the set misses;
        - ``start, end, low, high``: what the report says, persons in a window;
        - ``speakers``: the voices behind it;
        - ``resolution``: ``judged`` (with the editor's ``reason``), ``widened`` (true in some of
          the cheapest repairs only; ``reason`` has their range), ``relaxed`` (it had to give way,
          by the persons in ``reason``) or ``stands``.

        Empty if nothing contradicts.

    Raises
    ------
    ValueError
        For an unknown word or a measure that is a number at a day.

    Examples
    --------
    >>> from analysis import load_record
    >>> found = contradictions(
    ...     load_record("data"), measure="returned_to_ukraine", group="all", channel="numbered"
    ... )
    >>> found[found["end"] == "2023-05-25"]["reason"].unique().tolist()[0]
    'digits transposed: 2,430 in every other report of the same statement'
    """
    published = series_claims(record, measure, group, channel, judged=False)
    became, reason_of = what_became(record, measure), judgement_reasons(record)
    rows = []
    for number, conflict in enumerate(find_conflicts(published), start=1):
        for claim in conflict.claims:
            resolution, reason = resolution_of(claim, became, reason_of)
            rows.append(
                {"set": number, "misses_by": conflict.misses_by}
                | told(record, claim)
                | {"resolution": resolution, "reason": reason}
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def told(record: Record, claim: Claim) -> dict[str, object]:
    """What a claim says, and who said it where."""
    return {
        "start": record.counted_from + pd.Timedelta(days=claim.start),
        "end": record.counted_from + pd.Timedelta(days=claim.end),
        "low": claim.low,
        "high": claim.high,
        "reports": len(claim.reports),
        "report_id": claim.reports[0],
        "speakers": "; ".join(sorted(claim.voices)),
    }


def judgement_reasons(record: Record) -> dict[str, str]:
    """Reason of the judgement on each judged report, by its id."""
    judgements = record.judgements
    return dict(zip(judgements["report_id"], judgements["reason"], strict=True))


@lru_cache(maxsize=8)
def what_became(record: Record, measure: str) -> dict[str, tuple[str, str]]:
    """What became of the reports in force that are not true in every cheapest repair.

    By report: ``relaxed`` and the persons by which it had to give way, or ``widened`` and the range
    that the repairs leave; cached.
    """
    repairs = record_repairs(record, measure)
    found: dict[str, tuple[str, str]] = {}
    for number in sorted(repairs.wrong):
        *_, claim = repairs.agreeing[number]
        outcome = "widened", f"to {figure(claim.low, claim.high)}"
        if number in repairs.given_way:
            outcome = "relaxed", f"by {repairs.given_way[number]}"
        found |= dict.fromkeys(claim.reports, outcome)
    return found


def resolution_of(
    claim: Claim, became: dict[str, tuple[str, str]], reason_of: dict[str, str]
) -> tuple[str, str]:
    """What became of one published claim, and the reason in words ("" if it stands).

    ``judged``, ``relaxed``, ``widened`` or ``stands``, from `what_became` and `judgement_reasons`.
    """
    # A claim that joins several reports is judged if any of them is; a sum names its two parts.
    members = [part for name in claim.reports for part in name.split(" + ")]
    judged = [reason_of[name] for name in members if name in reason_of]
    if judged:
        return "judged", judged[0]
    outcomes = sorted({became[name] for name in members if name in became})
    return outcomes[0] if outcomes else ("stands", "")


def conflict_summary(found: pd.DataFrame) -> pd.DataFrame:
    """One row a contradiction: when, what was said, by how many persons it misses, how it ended.

    Parameters
    ----------
    found : DataFrame
        From `contradictions` or `contradictions.linked_contradictions`.

    Returns
    -------
    DataFrame
        ``until`` (last day of the set), ``claims`` (figures in their order, with their group and
        channel where several series take part), ``misses_by``,
        ``outcome`` (``judged``, ``widened``, ``relaxed`` or ``open``), ``reason``.
    """
    rows = []
    for _, group in found.groupby("set"):
        outcome = next(
            (
                word
                for word in ("judged", "widened", "relaxed")
                if (group["resolution"] == word).any()
            ),
            "open",
        )
        reasons = group.loc[group["resolution"] == outcome, "reason"].unique()
        rows.append(
            {
                "until": group["end"].max(),
                "claims": _in_words(group),
                "misses_by": group["misses_by"].iloc[0],
                "outcome": outcome,
                "reason": "; ".join(reasons),
            }
        )
    return pd.DataFrame(rows, columns=["until", "claims", "misses_by", "outcome", "reason"])


def _in_words(claims: pd.DataFrame) -> str:
    """Figures of a set in their order, with group and channel if given; the same ones once."""
    said: dict[str, int] = {}
    for _, claim in claims.iterrows():
        words = figure(claim["low"], claim["high"])
        if "group" in claim.index:
            channel = "" if claim["channel"] == "numbered" else f"{claim['channel']} "
            words = f"{channel}{claim['group']} {words}".replace("_", " ")
        said[words] = said.get(words, 0) + 1
    return "; ".join(words if n == 1 else f"{words} ({n} times)" for words, n in said.items())


def printed(value: int, bound: str) -> str:
    """A report's figure in print.

    Examples
    --------
    >>> printed(2500, "at_least"), printed(2000, "planned")
    ('≥ 2,500', '2,000 planned')
    """
    return f"{value:,} planned" if bound == "planned" else figure(*interval(value, bound))


def figure(low: float, high: float) -> str:
    """Limits of a claim in print.

    Examples
    --------
    >>> figure(22, 22), figure(2500, float("inf")), figure(0, 39), figure(40, 44), figure(9, 8)
    ('22', '≥ 2,500', '≤ 39', '40–44', 'no. 9')
    """
    if low == high:
        return f"{low:,.0f}"
    if low > high:  # an ordinal: n by the day, n - 1 the day before
        return f"no. {low:,.0f}"
    if high == float("inf"):
        return f"≥ {low:,.0f}"
    return f"≤ {high:,.0f}" if low == 0 else f"{low:,.0f}–{high:,.0f}"


def linked_contradictions(record: Record, *, measure: str) -> pd.DataFrame:
    """Which reports, as published, cannot all be true only because of what links their series?

    Military and civilians make up everybody, guardsmen are soldiers, the channels make up ``any``.
    One set a claim that has to give way, with the nearest others that it cannot stand beside (see
    `conflicts.find_linked_conflicts`); sets within one series are in
    `contradictions.contradictions`.

    Parameters
    ----------
    record : Record
    measure : str

    Returns
    -------
    DataFrame
        As `contradictions.contradictions`, and the series of each claim: ``group``, ``channel``.

    Raises
    ------
    ValueError
        For an unknown word or a measure that is a number at a day.

    Examples
    --------
    >>> from analysis import load_record
    >>> found = linked_contradictions(load_record("data"), measure="returned_to_russia")
    >>> found.loc[found["end"] == "2022-10-17", ["group", "low"]].to_numpy().tolist()
    [['civilians', 72], ['all', 110], ['military', 30]]
    """
    parts = GROUP_PARTS.get(measure, ())
    check_series(measure, "all", "any")
    published = measure_statements(record, measure, judged=False)
    became, reason_of = what_became(record, measure), judgement_reasons(record)
    conflicts = [
        conflict
        for conflict in find_linked_conflicts(published, parts)
        if len({(group, channel) for group, channel, _ in conflict.statements}) > 1
    ]
    rows = []
    for number, conflict in enumerate(conflicts, start=1):
        for group, channel, claim in conflict.statements:
            resolution, reason = resolution_of(claim, became, reason_of)
            rows.append(
                {"set": number, "misses_by": conflict.misses_by, "group": group, "channel": channel}
                | told(record, claim)
                | {"resolution": resolution, "reason": reason}
            )
    return pd.DataFrame(rows, columns=[*COLUMNS[:2], "group", "channel", *COLUMNS[2:]])
