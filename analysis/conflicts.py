"""Which claims cannot all be true: minimal contradicting sets, and how many persons they miss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.claims import Claim
from analysis.graph import CountGraph, consistent


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
    remaining = list(claims)
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


def conflict_with(claim: Claim, standing: Sequence[Claim]) -> Conflict | None:
    """Smallest quarrel of one claim with consistent others; None if it can stand beside them.

    The claim's limits are compared with the tightest bounds that the others imply for its window;
    the claims along the shortest path that proves such a bound contradict it.
    """
    padded = [*standing, _silent(claim)]
    graph = CountGraph(padded)
    opening, earliest, closing = np.searchsorted(
        graph.nodes, (claim.start - 1, claim.earliest, claim.end)
    )
    culprits: list[int] = []
    if claim.low > 0:
        most = float(graph.distances(np.array([opening]))[0, closing])
        if most < claim.low:
            culprits = graph.path_claims(int(opening), int(closing))
    if not culprits and np.isfinite(claim.high):
        least = -float(graph.distances(np.array([earliest]))[0, opening])
        if least > claim.high:
            culprits = graph.path_claims(int(earliest), int(opening))
    if not culprits:
        return None
    members = _shrink([claim, *(padded[number] for number in dict.fromkeys(culprits))])
    return Conflict(tuple(members), _misses_by(members))


def _silent(claim: Claim) -> Claim:
    """Return the same window without any limit: it adds the boundary days to a graph."""
    return Claim(claim.start, claim.earliest, claim.end, 0, np.inf, False, (), frozenset())


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
        for limit, free in (("low", replace(claim, low=0)), ("high", replace(claim, high=np.inf))):
            if not consistent([*others, free]):
                continue
            graph = CountGraph([*others, free])
            opening, earliest, closing = np.searchsorted(
                graph.nodes, (claim.start - 1, claim.earliest, claim.end)
            )
            if limit == "low":
                most = float(graph.distances(np.array([opening]))[0, closing])
                misses.append(claim.low - most)
            else:
                least = -float(graph.distances(np.array([earliest]))[0, opening])
                misses.append(least - claim.high)
    return int(min(misses))
