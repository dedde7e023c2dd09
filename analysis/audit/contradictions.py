"""The contradictions of the record, one by one, and what became of each report in them."""

from __future__ import annotations

import pandas as pd

from analysis.audit.printed_figures import figure
from analysis.bounds.asked import check_series
from analysis.bounds.claims import Claim
from analysis.bounds.conflicts import find_conflicts, find_linked_conflicts
from analysis.bounds.linked import LinkedModel
from analysis.bounds.linked_windows import linked_statements
from analysis.bounds.windows import Resolved, resolved_series, series_claims
from analysis.record.loading import Record
from analysis.record.vocabulary import GROUP_PARTS, GROUPS, GROUPS_OF_MEASURE, NUMBERED_CHAIN

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
        - ``resolution``: ``judged`` (with the editor's ``reason``), ``widened`` (speakers disagree
          about one window), ``relaxed`` (by the persons given in ``reason``) or ``stands``.

        Empty if nothing contradicts.

    Raises
    ------
    ValueError
        For an unknown word or a measure that is a number at a day.

    Examples
    --------
    >>> from analysis import load_record
    >>> found = contradictions(
    ...     load_record("tests/data/small_record"), measure="returned_to_ukraine", group="all",
    ...     channel="numbered",
    ... )
    >>> found[["low", "misses_by", "reason"]].values.tolist()
    [[50, 5, ''], [55, 5, 'Misprint: every other page gives 50.']]
    """
    published = series_claims(record, measure, group, channel, judged=False)
    resolved = resolved_series(record, measure, group, channel)
    reason_of = judgement_reasons(record)
    reports = record.reports[record.reports["measure"] == measure]
    series = zip(reports["group"], reports["channel"], strict=True)
    series_of = dict(zip(reports["report_id"], series, strict=True))
    rows = []
    for number, conflict in enumerate(find_conflicts(published), start=1):
        for claim in conflict.claims:
            resolution, reason = resolution_of(claim, resolved, reason_of)
            own = series_of.get(claim.reports[0], ("", ""))
            if resolution == "stands" and own[1]:  # what it counts may be settled in its own series
                settled = resolved_series(record, measure, *own)
                resolution, reason = resolution_of(claim, settled, reason_of)
            rows.append(
                {"set": number, "misses_by": conflict.misses_by}
                | claim_cells(record, claim)
                | {"resolution": resolution, "reason": reason}
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


def resolution_of(claim: Claim, resolved: Resolved, reason_of: dict[str, str]) -> tuple[str, str]:
    """What became of one published claim of a series, and the reason in words ("" if it stands)?

    The claim is as published (`windows.series_claims` with ``judged=False``), ``resolved`` the same
    series after judgements, widened disputes and relaxations. ``judged``, ``relaxed``, ``widened``
    or ``stands``.
    """
    # A claim that joins several reports is judged if any of them is; a sum names its two parts.
    members = [part for name in claim.reports for part in name.split(" + ")]
    judged = [reason_of[name] for name in members if name in reason_of]
    if judged:
        return "judged", judged[0]
    for relaxation in resolved.relaxations:
        if set(claim.reports) & set(relaxation.claim.reports) and claim.direct:
            return "relaxed", f"by {relaxation.persons}"
    for other in resolved.claims:
        if other.disputed and set(claim.reports) <= set(other.reports):
            return "widened", f"to {figure(other.low, other.high)}"
    return "stands", ""


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
            channel = "" if claim["channel"] == NUMBERED_CHAIN else f"{claim['channel']} "
            words = f"{channel}{claim['group']} {words}".replace("_", " ")
        said[words] = said.get(words, 0) + 1
    return "; ".join(words if n == 1 else f"{words} ({n} times)" for words, n in said.items())


def linked_contradictions(record: Record, *, measure: str) -> pd.DataFrame:
    """Which reports, as published, cannot all be true only because of what links their series?

    The parts of everybody add up, a group lies within its wholes, the channels make up ``any``.
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
    >>> record = load_record("tests/data/small_record")
    >>> linked_contradictions(record, measure="returned_to_ukraine").empty
    True
    """
    parts = GROUP_PARTS.get(measure, ())
    check_series(measure, "all", "any")
    groups = [name for name in GROUPS if name in GROUPS_OF_MEASURE[measure]]
    published = linked_statements(record, measure, groups, judged=False)
    judged = linked_statements(record, measure, groups, judged=True)
    model = LinkedModel(judged, parts)
    reason_of = judgement_reasons(record)
    conflicts = [
        conflict
        for conflict in find_linked_conflicts(published, parts)
        if len({(group, channel) for group, channel, _ in conflict.statements}) > 1
    ]
    rows = []
    for number, conflict in enumerate(conflicts, start=1):
        for group, channel, claim in conflict.statements:
            of_series = Resolved(
                tuple(said for *its, said in model.statements if its == [group, channel]),
                tuple(model.relaxations.values()),
            )
            resolution, reason = resolution_of(claim, of_series, reason_of)
            rows.append(
                {"set": number, "misses_by": conflict.misses_by, "group": group, "channel": channel}
                | claim_cells(record, claim)
                | {"resolution": resolution, "reason": reason}
            )
    return pd.DataFrame(rows, columns=[*COLUMNS[:2], "group", "channel", *COLUMNS[2:]])
