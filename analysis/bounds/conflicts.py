"""Which claims cannot all be true: minimal contradicting sets, in one series and across several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.bounds.claims import Claim
from analysis.bounds.graph import ORIGIN, claims_graph, consistent, few_claims_below
from analysis.bounds.limits import Statement, limits_of
from analysis.bounds.linked import LinkedCounts
from analysis.bounds.program import EPSILON, InfeasibleError
from analysis.bounds.repairs import Repairs


@dataclass(frozen=True)
class Conflict:
    """A minimal contradicting set: drop any one of its claims and the rest can be true.

    Attributes
    ----------
    claims : tuple of Claim
        In the order of their windows.
    misses_by : int
        Persons by which the set misses: the least by which one of the figures would have to move.
    """

    claims: tuple[Claim, ...]
    misses_by: int


def find_conflicts(claims: Sequence[Claim]) -> list[Conflict]:
    """Every quarrel once: disjoint minimal sets first, then what remains against what stands.

    First, minimal sets that share no claim are taken out until the rest is consistent. Then the
    claims taken out are put back one at a time, those of most speakers first. A claim that cannot
    stand beside what is there already is named in one more set, unless its first set says so
    already, all other claims of that set standing.

    Parameters
    ----------
    claims : sequence of Claim

    Returns
    -------
    list of Conflict
        Sorted by the last day of the set. Empty if and only if the claims are consistent.
    """
    remaining = sorted(claims, key=lambda claim: claim.order)
    found: list[Conflict] = []
    taken: list[Claim] = []
    while not consistent(remaining):
        prefix = _first_inconsistent_prefix(remaining)
        conflict = conflict_with(remaining[prefix - 1], remaining[: prefix - 1])
        assert conflict is not None  # inconsistent with its last claim, consistent without
        found.append(conflict)
        taken += conflict.claims
        remaining = [claim for claim in remaining if claim not in conflict.claims]
    standing = remaining
    fallen: dict[Claim, Conflict] = {}
    for claim in sorted(taken, key=lambda claim: (-claim.weight, -len(claim.reports), claim.order)):
        conflict = conflict_with(claim, standing)
        if conflict is None:
            standing = [*standing, claim]
        else:
            fallen[claim] = conflict
    for disjoint in list(found):
        losers = [claim for claim in disjoint.claims if claim in fallen]
        if len(losers) > 1:
            found += [fallen[claim] for claim in losers if fallen[claim] not in found]
    return sorted(
        found,
        key=lambda conflict: (
            max(claim.end for claim in conflict.claims),
            [claim.order for claim in conflict.claims],
        ),
    )


def conflict_with(
    claim: Claim,
    standing: Sequence[Claim],
    widened: Callable[[Sequence[Claim]], Sequence[Claim] | None] | None = None,
) -> Conflict | None:
    """Smallest quarrel of one claim with consistent others; None if it can stand beside them.

    The claim's limits are compared with the bounds that the others imply for its window; the
    fewest claims that prove such a bound contradict it.

    Parameters
    ----------
    claim : Claim
    standing : sequence of Claim
        Consistent claims.
    widened : callable, optional
        Returns what stands with the claims of a proof wider, or None if they are wide enough.

    Returns
    -------
    Conflict or None
    """
    others = sorted(standing, key=lambda claim: claim.order)
    opening = claim.start - 1
    proofs = [
        few_claims_below([*others, _silent(claim)], opening, claim.end, claim.low),
        few_claims_below([*others, _silent(claim)], claim.earliest, opening, -claim.high),
    ]
    if proofs == [None, None]:
        # Both limits at once: an ordinal (n by this day, n - 1 the day before) against others.
        proofs = [few_claims_below([*others, replace(claim, low=0)], opening, claim.end, claim.low)]
    found = []
    for proof in proofs:
        if proof is not None:
            culprits = [others[number] for number in dict.fromkeys(proof) if number < len(others)]
            wider = widened(culprits) if widened else None
            if wider is not None:
                return conflict_with(claim, wider, widened)
            members = _shrink([claim, *culprits])
            found.append(Conflict(tuple(members), _misses_by(members)))
    return min(found, key=lambda conflict: len(conflict.claims), default=None)


def _silent(claim: Claim) -> Claim:
    """Return the same window without any limit: it adds the boundary days to a graph."""
    return replace(claim, low=0, high=np.inf)


def _first_inconsistent_prefix(claims: Sequence[Claim]) -> int:
    """Length of the shortest inconsistent beginning of an inconsistent list, by bisection."""
    low, high = 0, len(claims)
    while high - low > 1:
        middle = (low + high) // 2
        if consistent(claims[:middle]):
            low = middle
        else:
            high = middle
    return high


def _shrink(claims: list[Claim]) -> list[Claim]:
    """Leave out claims while the rest still contradicts itself: what is left is minimal."""
    members = claims
    for claim in claims:
        rest = [member for member in members if member is not claim]
        if not consistent(rest):
            members = rest
    return sorted(members, key=lambda claim: claim.order)


def _misses_by(members: list[Claim]) -> int:
    """Persons that the best-placed limit of a minimal set would have to move by."""
    misses = []
    for claim in members:
        others = [member for member in members if member is not claim]
        for free in (replace(claim, low=0), replace(claim, high=np.inf)):
            if not consistent([*others, free]):
                continue
            graph = claims_graph([*others, free])
            if free.low < claim.low:
                _, most = graph.bounds(np.array([claim.start]), np.array([claim.end]))
                misses.append(claim.low - most[0])
            if free.high > claim.high:
                least, _ = graph.bounds(np.array([claim.start]), np.array([claim.earliest]))
                misses.append(least[0] - claim.high)
    return int(min(misses))


@dataclass(frozen=True)
class LinkedConflict:
    """A minimal set of statements that cannot all be true.

    Attributes
    ----------
    statements : tuple of (str, str, Claim)
        Claims with the group and channel they speak of; without any one the rest can be true.
    misses_by : int
        Persons by which they miss: the fewest that the limits would have to move by, together.
    """

    statements: tuple[Statement, ...]
    misses_by: int


def find_linked_conflicts(
    statements: Sequence[Statement], parts: Sequence[str]
) -> list[LinkedConflict]:
    """One minimal set for each claim that cannot stand beside the others.

    The statements that hold in all cheapest repairs stand. The others are put back one at a time,
    those of most speakers first; one that cannot stand beside what is there already is named with
    statements that contradict it, and stays out.

    Parameters
    ----------
    statements : sequence of (str, str, Claim)
        In a fixed order.
    parts : sequence of str
        The groups that make up ``all``; empty if nothing does.

    Returns
    -------
    list of LinkedConflict
        Sorted by the last day of the set. Empty if and only if the statements can all be true.
    """
    repairs = Repairs(statements, parts)
    said = repairs.statements
    waiting = sorted(repairs.wrong, key=lambda number: (-said[number][2].weight, number))
    out = set(waiting)
    standing = [item for number, item in enumerate(said) if number not in out]
    found = []
    for number in waiting:
        repairs.linked.program.lay(repairs.linked.held_but(out - {number}))
        try:
            repairs.linked.program.least(np.zeros_like(repairs.hull.solutions[0]))
        except InfeasibleError:
            found.append(nearest_conflict(said[number], standing, parts))
        else:
            out.remove(number)
            standing.append(said[number])
    return sorted(found, key=lambda conflict: max(claim.end for _, _, claim in conflict.statements))


def nearest_conflict(
    said: Statement,
    standing: Sequence[Statement],
    parts: Sequence[str],
    widened: Callable[[Sequence[int], set[int]], list[Statement]] | None = None,
) -> LinkedConflict:
    """Minimal set of a statement and others that it contradicts, found as near in time as can be.

    Looks first at statements about the same days, then at ever more days around. Of the first that
    contradict it those are kept that prove it, and of these what cannot be left out. ``standing``
    are statements beside which it cannot stand, else a ValueError is raised; they are consistent,
    or made so by ``widened``, which returns those with some numbers, a few of them as wide as they
    have to be: those that turn up in a proof.
    """
    away = [_days_apart(said[2], claim) for _, _, claim in standing]
    reach, members = 0, None
    wide: set[int] = set()
    while members is None:
        numbers = [number for number, days in enumerate(away) if days <= reach]
        near = widened(numbers, wide) if widened else [standing[number] for number in numbers]
        members = _proof_against(said, near, parts)
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
        if _price([said, *rest], parts) > 0:
            members = rest
    alike = [
        (group, channel, replace(claim, voices=frozenset({str(number)}), firm=False))
        for number, (group, channel, claim) in enumerate((said, *members))
    ]
    return LinkedConflict((said, *members), round(_price(alike, parts)))


def _price(statements: Sequence[Statement], parts: Sequence[str]) -> float:
    """Least price at which statements agree; infinite if what never moves does not."""
    counts = LinkedCounts(limits_of(statements), parts)
    try:
        counts.cheapest()
    except InfeasibleError:
        return np.inf
    return counts.price()[1]


def _proof_against(
    said: Statement, others: Sequence[Statement], parts: Sequence[str]
) -> list[Statement] | None:
    """Those of consistent statements that prove a limit of another wrong; None if it fits."""
    group, channel, claim = said
    counts = LinkedCounts(limits_of(others), parts, [group])
    wrong = _limit_against(counts, said, set())
    if wrong is None and claim.low > claim.high:
        # Both limits at once: an ordinal (n by this day, n - 1 the day before) against others.
        others = [*others, (group, channel, replace(claim, low=0))]
        counts = LinkedCounts(limits_of(others), parts, [group])
        wrong = _limit_against(counts, said, set())
    if wrong is None:
        return None
    members = [others[counts.limits[place].claims[0]] for place in counts.proof(wrong)]
    return [item for item in dict.fromkeys(members) if item[2].reports != claim.reports]


def _limit_against(counts: LinkedCounts, said: Statement, out: set[int]) -> np.ndarray | None:
    """Price whose least value contradicts a statement, if all claims but those ``out`` hold."""
    group, channel, claim = said
    counts.program.lay(counts.held_but(out))
    for end, limit, most in ((claim.end, claim.low, True), (claim.earliest, claim.high, False)):
        sign = -1.0 if most else 1.0
        if end == claim.start - 1 or limit == (0 if most else np.inf):
            continue
        window = np.array([claim.start]), np.array([end])
        terms, known = counts.windows(group, channel, *window, most=most)
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
