"""The contradictions that only several linked series together show, and what became of them."""

from __future__ import annotations

import pandas as pd

from analysis.audit.contradictions import COLUMNS, judgement_reasons, resolution_of, told
from analysis.bounds.asked import check_series
from analysis.bounds.linked import LinkedModel
from analysis.bounds.linked_conflicts import find_linked_conflicts
from analysis.bounds.linked_windows import linked_statements
from analysis.bounds.resolution import Resolved
from analysis.record.loading import Record
from analysis.record.relations import GROUP_PARTS, GROUPS_OF_MEASURE
from analysis.record.schema import GROUPS


def linked_contradictions(record: Record, *, measure: str) -> pd.DataFrame:
    """Which reports, as published, cannot all be true only because of what links their series?

    Military and civilians make up everybody, guardsmen are soldiers, the channels make up ``any``.
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
                | told(record, claim)
                | {"resolution": resolution, "reason": reason}
            )
    return pd.DataFrame(rows, columns=[*COLUMNS[:2], "group", "channel", *COLUMNS[2:]])
