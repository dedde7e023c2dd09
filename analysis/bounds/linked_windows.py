"""What all linked series of the record together imply for the count of any window of days."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from analysis.bounds.asked import Date, check_series, window_days
from analysis.bounds.claims import Claim, widen_disputes
from analysis.bounds.linked import SINGLE_CHANNELS, LinkedModel, Statement
from analysis.bounds.statements import Series, bearing_claims
from analysis.bounds.windows import (
    WindowBounds,
    relaxed_table,
    series_claims,
)
from analysis.record.loading import Record
from analysis.record.relations import GROUP_PARTS, family


def linked_statements(
    record: Record, measure: str, groups: Sequence[str], *, judged: bool
) -> list[Statement]:
    """Claims of all series of a family, each once: the links carry them to the other series.

    Judgements applied and disputes widened if ``judged``, as published if not.
    """
    found = []
    for name, channel in product(groups, (*SINGLE_CHANNELS, "any")):
        claims: Sequence[Claim] = series_claims(record, measure, name, channel, judged=judged)
        if judged:
            claims = widen_disputes(claims)
        found += [(name, channel, claim) for claim in claims]
    direct = {report for _, _, claim in found if claim.direct for report in claim.reports}
    return [item for item in found if item[2].direct or not direct.issuperset(item[2].reports)]


@lru_cache(maxsize=16)
def linked_model(record: Record, measure: str, group: str, days: tuple[int, ...]) -> LinkedModel:
    """Model of a family of series, solved once; cached."""
    parts = GROUP_PARTS.get(measure, ())
    statements = linked_statements(record, measure, family(measure, group), judged=True)
    return LinkedModel(statements, parts, days, [group])


def linked_claims(model: LinkedModel, group: str, channel: str) -> list[Claim]:
    """Everything in a model that bears on one series by itself, after the model's relaxations."""
    said: dict[Series, list[Claim]] = {}
    for name, its_channel, claim in model.statements:
        said.setdefault((name, its_channel), []).append(claim)
    return bearing_claims(said, group, channel, widened=False)


def linked_bounds(
    record: Record,
    *,
    measure: str,
    group: str,
    channel: str,
    start: Date,
    end: Date,
) -> WindowBounds:
    """How many persons, at least and at most, if what links the groups and channels counts too?

    Like `windows.window_bounds`, with ``military + civilians = all``, the subset relations
    of the groups, and ``numbered + unnumbered + outside = any``: two linear programs a window
    (see `linked.LinkedModel`). Reports that contradict each other only across series are relaxed.

    Parameters
    ----------
    record : Record
    measure, group, channel : str
    start, end : date

    Returns
    -------
    WindowBounds
        ``relaxed`` lists the relaxations of all linked series, with ``group`` and ``channel``.

    Raises
    ------
    ValueError
        As `windows.window_bounds`.
    """
    check_series(measure, group, channel)
    first, last = window_days(record, start, end)
    model = linked_model(record, measure, group, (first - 1, last))
    low, high = model.bounds(group, channel, first, last)
    disputed = any(
        claim.disputed and first <= claim.end <= last
        for name, its_channel, claim in model.statements
        if (name, its_channel) == (group, channel)
    )
    relaxed = relaxed_table(record, tuple(model.relaxations.values()))
    series = [model.statements[number][:2] for number in model.relaxations]
    relaxed.insert(0, "group", [name for name, _ in series])
    relaxed.insert(1, "channel", [name for _, name in series])
    return WindowBounds(
        measure,
        group,
        channel,
        record.day(first),
        record.day(last),
        low,
        high,
        disputed,
        relaxed,
    )
