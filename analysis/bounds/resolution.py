"""Claims that contradict each other made consistent in the open, by the least number of persons.

The order of the design: corrections and judgements (``judging``), then figures of different
speakers for one window joined into [lowest, highest] (``claims.widen_disputes``), then what is left
relaxed: every claim may be widened, at the price of the persons it moves by times the independent
speakers behind it, and the total price is minimal. The program is the dual of a flow in a network,
so a whole-number optimum exists and the simplex method finds one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.bounds.claims import Claim, widen_disputes
from analysis.bounds.graph import boundary_days, consistent


@dataclass(frozen=True)
class Relaxation:
    """One claim that was widened, and by how many persons."""

    claim: Claim
    low: int
    high: float

    @property
    def persons(self) -> int:
        """Persons by which the limits moved, both together."""
        moved = 0.0 if np.isinf(self.high) else self.high - self.claim.high
        return int(self.claim.low - self.low + moved)


@dataclass(frozen=True)
class Resolved:
    """A consistent list of claims and what it took to get there."""

    claims: tuple[Claim, ...]
    relaxations: tuple[Relaxation, ...]

    @property
    def price(self) -> int:
        """Persons moved, each claim weighted by its independent speakers."""
        return sum(item.persons * item.claim.weight for item in self.relaxations)


def resolve(claims: Sequence[Claim]) -> Resolved:
    """Widen disputes, then relax what still contradicts itself at the least price.

    Parameters
    ----------
    claims : sequence of Claim

    Returns
    -------
    Resolved
        The same result whatever the order of ``claims``.
    """
    joined = widen_disputes(sorted(claims, key=lambda claim: claim.order))
    if consistent(joined):
        return Resolved(tuple(joined), ())
    moved = _least_moves(joined)
    relaxations = []
    resolved = []
    for claim, (down, up) in zip(joined, moved, strict=True):
        if down or up:
            relaxation = Relaxation(claim, claim.low - down, claim.high + up)
            relaxations.append(relaxation)
            claim = replace(claim, low=relaxation.low, high=relaxation.high, disputed=True)
        resolved.append(claim)
    return Resolved(tuple(resolved), tuple(relaxations))


def _least_moves(claims: Sequence[Claim]) -> list[tuple[int, int]]:
    """Persons by which each claim's low moves down and its high up, at the least total price."""
    from scipy.optimize import OptimizeResult, linprog
    from scipy.sparse import coo_array

    nodes = boundary_days(claims)
    size, count = len(nodes), len(claims)
    opening = np.searchsorted(nodes, [claim.start - 1 for claim in claims])
    earliest = np.searchsorted(nodes, [claim.earliest for claim in claims])
    closing = np.searchsorted(nodes, [claim.end for claim in claims])
    low = np.array([claim.low for claim in claims], dtype=float)
    high = np.array([claim.high for claim in claims], dtype=float)
    lows, highs = np.flatnonzero(low > 0), np.flatnonzero(np.isfinite(high))
    # Columns: the count at each node, then how far each low moves down and each high up.
    downs, ups = size + np.arange(len(lows)), size + len(lows) + np.arange(len(highs))
    rows, columns, entries, limits = [], [], [], []

    def add(row_of: np.ndarray, parts: list[tuple[np.ndarray, float]], limit: np.ndarray) -> None:
        for column, entry in parts:
            rows.append(row_of)
            columns.append(column)
            entries.append(np.full(len(row_of), entry))
        limits.append(limit)

    steps = np.arange(size - 1)
    add(steps, [(steps, 1.0), (steps + 1, -1.0)], np.zeros(size - 1))
    begin = size - 1
    add(
        begin + np.arange(len(lows)),
        [(opening[lows], 1.0), (closing[lows], -1.0), (downs, -1.0)],
        -low[lows],
    )
    begin += len(lows)
    add(
        begin + np.arange(len(highs)),
        [(earliest[highs], 1.0), (opening[highs], -1.0), (ups, -1.0)],
        high[highs],
    )
    matrix = coo_array(
        (np.concatenate(entries), (np.concatenate(rows), np.concatenate(columns))),
        shape=(begin + len(highs), size + len(lows) + len(highs)),
    ).tocsr()
    weight = np.array([claim.weight for claim in claims], dtype=float)

    def least(weight: np.ndarray) -> OptimizeResult:
        price = np.r_[np.zeros(size), weight[lows], weight[highs]]
        found = linprog(price, A_ub=matrix, b_ub=np.concatenate(limits), method="highs-ds")
        if not found.success:
            raise RuntimeError(f"the relaxation has no solution: {found.message}")
        return found

    total = float(np.rint(least(weight).fun))
    solution = least(long_windows_first(claims, weight, total))
    moves = np.zeros((count, 2), dtype=int)
    moves[lows, 0] = np.rint(solution.x[downs])
    moves[highs, 1] = np.rint(solution.x[ups])
    return [(int(down), int(up)) for down, up in moves]


def long_windows_first(claims: Sequence[Claim], weight: np.ndarray, total: float) -> np.ndarray:
    """Prices that among relaxations of the least price prefer to move figures of long windows.

    A total over months is further from what its speaker saw than the count of a day. The discount
    is so small that it cannot add up to one person, so the price stays the least.

    Parameters
    ----------
    claims : sequence of Claim
    weight : ndarray of float
        Price of a person for each claim, 1 or more.
    total : float
        The least total price.

    Returns
    -------
    ndarray of float

    Examples
    --------
    >>> day, month = (
    ...     Claim(0, end, end, 5, 5, True, (name,), frozenset())
    ...     for end, name in [(0, "a"), (30, "b")]
    ... )
    >>> long_windows_first([day, month], np.ones(2), 10.0).round(3)
    array([1.   , 0.956])
    """
    days = np.array([claim.end - claim.start for claim in claims], dtype=float)
    return weight - days / (days.max(initial=0.0) + 1) / (2 * total + 2)
