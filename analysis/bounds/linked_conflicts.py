"""Which statements about several series cannot all be true: minimal contradicting sets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.bounds.claims import Claim
from analysis.bounds.graph import ORIGIN
from analysis.bounds.limits import Statement, limits_of
from analysis.bounds.linked import LinkedCounts
from analysis.bounds.program import EPSILON, InfeasibleError
from analysis.bounds.repairs import Repairs
from analysis.record.vocabulary import Vocabulary


@dataclass(frozen=True)
class LinkedConflict:
    """A minimal set of statements that cannot all be true.

    Attributes
    ----------
    statements : tuple of (Series, Claim)
        Claims with the series they speak of; without any one the rest can be true.
    misses_by : int
        Persons by which they miss: the fewest that the limits would have to move by, together.
    """

    statements: tuple[Statement, ...]
    misses_by: int


def find_linked_conflicts(
    statements: Sequence[Statement], words: Vocabulary
) -> list[LinkedConflict]:
    """One minimal set for each claim that cannot stand beside the others.

    The statements that hold in all cheapest repairs stand. The others are put back one at a time,
    those of most speakers first; one that cannot stand beside what is there already is named with
    statements that contradict it, and stays out.

    Parameters
    ----------
    statements : sequence of (Series, Claim)
        In a fixed order.
    words : Vocabulary
        What the words of the series mean.

    Returns
    -------
    list of LinkedConflict
        Sorted by the last day of the set. Empty if and only if the statements can all be true.
    """
    repairs = Repairs(statements, words)
    said = repairs.statements
    waiting = sorted(repairs.wrong, key=lambda number: (-said[number][1].weight, number))
    out = set(waiting)
    standing = [item for number, item in enumerate(said) if number not in out]
    found = []
    for number in waiting:
        repairs.linked.program.lay(repairs.linked.held_but(out - {number}))
        try:
            repairs.linked.program.least(np.zeros_like(repairs.hull.solutions[0]))
        except InfeasibleError:
            found.append(nearest_conflict(said[number], standing, words))
        else:
            out.remove(number)
            standing.append(said[number])
    return sorted(found, key=lambda conflict: max(claim.end for _, claim in conflict.statements))


def nearest_conflict(
    said: Statement,
    standing: Sequence[Statement],
    words: Vocabulary,
    widened: Callable[[Sequence[int], set[int]], list[Statement]] | None = None,
) -> LinkedConflict:
    """Minimal set of a statement and others that it contradicts, found as near in time as can be.

    Looks first at statements about the same days, then at ever more days around. Of the first that
    contradict it those are kept that prove it, and of these what cannot be left out. ``standing``
    are statements beside which it cannot stand, else a ValueError is raised; they are consistent,
    or made so by ``widened``, which returns those with some numbers, a few of them as wide as they
    have to be: those that turn up in a proof.
    """
    away = [_days_apart(said[1], claim) for _, claim in standing]
    reach, members = 0, None
    wide: set[int] = set()
    while members is None:
        numbers = [number for number, days in enumerate(away) if days <= reach]
        near = widened(numbers, wide) if widened else [standing[number] for number in numbers]
        members = _proof_against(said, near, words)
        proving = {numbers[near.index(member)] for member in members or ()}
        if widened and not proving <= wide:
            wide |= proving
            members = None
            continue
        if members is None and len(near) == len(standing):
            raise ValueError(f"{said} can stand beside the other statements")
        reach = 2 * reach + 1
    for item in members:
        rest = [member for member in members if member is not item]
        if _price([said, *rest], words) > 0:
            members = rest
    alike = [
        (series, replace(claim, voices=frozenset({str(number)}), firm=False))
        for number, (series, claim) in enumerate((said, *members))
    ]
    return LinkedConflict((said, *members), round(_price(alike, words)))


def _price(statements: Sequence[Statement], words: Vocabulary) -> float:
    """Least price at which statements agree; infinite if what never moves does not."""
    counts = LinkedCounts(limits_of(statements), words)
    try:
        counts.cheapest()
    except InfeasibleError:
        return np.inf
    return counts.price()[1]


def _proof_against(
    said: Statement, others: Sequence[Statement], words: Vocabulary
) -> list[Statement] | None:
    """Those of consistent statements that prove a limit of another wrong; None if it fits."""
    series, claim = said
    counts = LinkedCounts(limits_of(others), words, [series])
    wrong = _limit_against(counts, said, set())
    if wrong is None and claim.low > claim.high:
        # Both limits at once: an ordinal (n by this day, n - 1 the day before) against others.
        others = [*others, (series, replace(claim, low=0))]
        counts = LinkedCounts(limits_of(others), words, [series])
        wrong = _limit_against(counts, said, set())
    if wrong is None:
        return None
    members = [others[counts.limits[place].claims[0]] for place in counts.proof(wrong)]
    return [item for item in dict.fromkeys(members) if item[1].reports != claim.reports]


def _limit_against(counts: LinkedCounts, said: Statement, out: set[int]) -> np.ndarray | None:
    """Price whose least value contradicts a statement, if all claims but those ``out`` hold."""
    series, claim = said
    counts.program.lay(counts.held_but(out))
    for end, limit, most in ((claim.end, claim.low, True), (claim.earliest, claim.high, False)):
        sign = -1.0 if most else 1.0
        if end == claim.start - 1 or limit == (0 if most else np.inf):
            continue
        window = np.array([claim.start]), np.array([end])
        terms, known = counts.windows(series, *window, most=most)
        price = sign * counts.price_of(terms, np.array([0]))
        count = sign * counts.program.least(price) if known[0] else np.inf
        if (count < limit - EPSILON) if most else (count > limit + EPSILON):
            return price
    return None


def _days_apart(claim: Claim, other: Claim) -> int:
    """Days by which the days that one claim speaks of lie off those that another speaks of."""
    ends = {ORIGIN, claim.start - 1, claim.earliest, claim.end}
    return max(
        min(abs(day - end) for end in ends) for day in (other.start - 1, other.earliest, other.end)
    )
