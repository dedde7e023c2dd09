"""The contradictions of the record, one by one, and what became of each report in them."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from analysis.audit.addresses import address_cells, addresses
from analysis.audit.printed_figures import figure
from analysis.bounds.asked import check_series
from analysis.bounds.claims import Claim
from analysis.bounds.conflicts import find_conflicts
from analysis.bounds.linked_conflicts import find_linked_conflicts
from analysis.bounds.windows import measure_statements, record_repairs, series_claims
from analysis.record.loading import Record
from analysis.record.vocabulary import Series
from analysis.record.words import ANY, EVERYBODY

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
    "report_ids",
    "urls",
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
          by the persons in ``reason``) or ``stands``;
        - ``report_ids``, ``urls``: all reports that say it and their pages, joined by "; ".

        Empty if nothing contradicts.

    Raises
    ------
    ValueError
        For an unknown word or a measure that is a number at a day.

    Examples
    --------
    >>> from analysis import load_record
    >>> record = load_record("tests/data/small_record")
    >>> found = contradictions(record, **record.vocabulary.main._asdict())
    >>> found[["low", "misses_by", "reason"]].values.tolist()
    [[50, 5, ''], [55, 5, 'Misprint: every other page gives 50.']]
    """
    published = series_claims(record, measure, group, channel, judged=False)
    became, reason_of = what_became(record, measure), judgement_reasons(record)
    address_of = addresses(record)
    rows = []
    for number, conflict in enumerate(find_conflicts(published), start=1):
        for claim in conflict.claims:
            resolution, reason = resolution_of(claim, became, reason_of)
            rows.append(
                {"set": number, "misses_by": conflict.misses_by}
                | claim_cells(record, claim)
                | {"resolution": resolution, "reason": reason}
                | address_cells(address_of, claim.reports)
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def claim_cells(record: Record, claim: Claim) -> dict[str, object]:
    """What a claim says, and who said it where."""
    return {
        "start": record.day(claim.start),
        "end": record.day(claim.end),
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
        _, claim = repairs.agreeing[number]
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

    ``until`` is the last day of the set; ``claims`` its figures in their order, with group and
    channel where several series take part; ``outcome`` is ``open`` if nothing was decided.
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
                "claims": _in_words(group, found.attrs.get("chain", "")),
                "misses_by": group["misses_by"].iloc[0],
                "outcome": outcome,
                "reason": "; ".join(reasons),
            }
        )
    return pd.DataFrame(rows, columns=["until", "claims", "misses_by", "outcome", "reason"])


def _in_words(claims: pd.DataFrame, chain: str) -> str:
    """Figures of a set in their order, with group and channel if given; the same ones once."""
    said: dict[str, int] = {}
    for _, claim in claims.iterrows():
        words = figure(claim["low"], claim["high"])
        if "group" in claim.index:
            channel = "" if claim["channel"] == chain else f"{claim['channel']} "
            words = f"{channel}{claim['group']} {words}".replace("_", " ")
        said[words] = said.get(words, 0) + 1
    return "; ".join(words if n == 1 else f"{words} ({n} times)" for words, n in said.items())


def linked_contradictions(record: Record, *, measure: str) -> pd.DataFrame:
    """Which reports, as published, cannot all be true only because of what links their series?

    The parts of everybody add up, a group lies within its wholes, the channels make up ``any``.
    One set a claim that has to give way, with the nearest others that it cannot stand beside (see
    `linked_conflicts.find_linked_conflicts`); sets within one series are in
    `contradictions.contradictions`.

    Parameters
    ----------
    record : Record
    measure : str

    Returns
    -------
    DataFrame
        As `contradictions.contradictions`, and the series of each claim: ``measure``, ``group``,
        ``channel``.

    Raises
    ------
    ValueError
        For an unknown word or a measure that is a number at a day.

    Examples
    --------
    >>> from analysis import load_record
    >>> record = load_record("tests/data/small_record")
    >>> linked_contradictions(record, measure=record.vocabulary.main.measure).empty
    True
    """
    check_series(record, measure, EVERYBODY, ANY)
    words = record.vocabulary
    published = measure_statements(record, measure, judged=False)
    became, reason_of = what_became(record, measure), judgement_reasons(record)
    conflicts = [
        conflict
        for conflict in find_linked_conflicts(published, words)
        if len({series for series, _ in conflict.statements}) > 1
        and any(words.related(series.measure, measure) for series, _ in conflict.statements)
    ]
    address_of = addresses(record)
    rows = []
    for number, conflict in enumerate(conflicts, start=1):
        for series, claim in conflict.statements:
            resolution, reason = resolution_of(claim, became, reason_of)
            rows.append(
                {"set": number, "misses_by": conflict.misses_by, **series._asdict()}
                | claim_cells(record, claim)
                | {"resolution": resolution, "reason": reason}
                | address_cells(address_of, claim.reports)
            )
    table = pd.DataFrame(rows, columns=[*COLUMNS[:2], *Series._fields, *COLUMNS[2:]])
    table.attrs["chain"] = words.chain  # what need not be said of each claim
    return table
