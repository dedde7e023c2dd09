"""Which claims of one series cannot all be true: minimal contradicting sets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.bounds.claims import Claim
from analysis.bounds.graph import claims_graph, consistent, few_claims_below


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
