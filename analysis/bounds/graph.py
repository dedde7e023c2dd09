"""Difference constraints on a count that never falls, solved as shortest paths.

Nodes are boundary days, an edge a -> b of weight w says C(b) - C(a) <= w. The tightest upper bound
of C(b) - C(a) that follows from all edges together is the length of the shortest path from a to b,
and the system contradicts itself if and only if there is a cycle of negative length (Cormen,
Leiserson, Rivest & Stein, Introduction to Algorithms, section "Difference constraints and shortest
paths", theorem 24.9 of the third edition). Whole-number weights give whole-number bounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import (
    NegativeCycleError,
    bellman_ford,
    connected_components,
    dijkstra,
)

from analysis.bounds.claims import Claim

ORIGIN = -1
"""The day before the first counted day: the count is zero at its end."""
_ROUNDS = 40
"""Rounds of Bellman and Ford's algorithm over all edges at once, before they are gone through."""
_CELLS = 20_000_000
"""Path lengths held in memory at a time (160 MB); more sources are searched in blocks."""


class ContradictionError(ValueError):
    """The claims cannot all be true."""


@dataclass(frozen=True)
class Edges:
    """Sorted arrays: ``tail -> head`` of length ``weight``, from claim ``claim`` (-1: none)."""

    tail: np.ndarray
    head: np.ndarray
    weight: np.ndarray
    claim: np.ndarray

    def matrix(self, size: int) -> csr_array:
        """Return the lengths as a sparse matrix; an edge of length zero is stored, not missing."""
        return csr_array(
            (self.weight, self.head, np.searchsorted(self.tail, np.arange(size + 1))),
            shape=(size, size),
        )


def boundary_days(claims: Sequence[Claim]) -> np.ndarray:
    """Sorted days at whose end the count is spoken of, the origin first."""
    days = {ORIGIN}
    for claim in claims:
        days.update((claim.start - 1, claim.earliest, claim.end))
    return np.array(sorted(days))


def edges_of(claims: Sequence[Claim], nodes: np.ndarray) -> Edges:
    """Edges of the claims between ``nodes``, and those that say that the count never falls.

    Of parallel edges only the shortest is kept, the first claim's if several are equal.
    """
    said = np.array(
        [(claim.start - 1, claim.earliest, claim.end, claim.low, claim.high) for claim in claims],
        dtype=float,
    ).reshape(-1, 5)
    start, earliest, end = np.searchsorted(nodes, said[:, :3]).T
    low, high = said[:, 3:].T
    below, above, steps = np.flatnonzero(low > 0), np.flatnonzero(high < np.inf), len(nodes) - 1
    return _shortest_parallel(
        np.concatenate([end[below], start[above], np.arange(1, steps + 1)]),
        np.concatenate([start[below], earliest[above], np.arange(steps)]),
        np.concatenate([-low[below], high[above], np.zeros(steps)]),
        np.concatenate([below, above, np.full(steps, -1)]),
    )


def _shortest_parallel(
    tail: np.ndarray, head: np.ndarray, weight: np.ndarray, claim: np.ndarray
) -> Edges:
    """Edges without loops, of parallel ones the shortest, then the first claim's."""
    order = np.lexsort((claim, weight, head, tail))
    order = order[tail[order] != head[order]]  # an upper limit of an empty window says nothing
    first = np.ones(len(order), dtype=bool)
    tails, heads = tail[order], head[order]
    first[1:] = (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])
    return Edges(tails[first], heads[first], weight[order][first], claim[order][first])


def feasible_history(edges: Edges, size: int) -> np.ndarray:
    """Relative counts at each of ``size`` nodes that satisfy all edges and never fall.

    A ContradictionError if there are none.
    """
    # Mostly a few rounds settle it, the steps of all days taken at once in each.
    history = np.zeros(size)
    for _ in range(_ROUNDS):
        arriving = history.copy()
        np.minimum.at(arriving, edges.head, history[edges.tail] + edges.weight)
        arriving = np.minimum.accumulate(arriving[::-1])[::-1]
        if np.array_equal(arriving, history):
            return history
        history = arriving
    # A source that reaches every node at no cost: its distances are a feasible history.
    source = Edges(
        np.concatenate([edges.tail, np.full(size, size)]),
        np.concatenate([edges.head, np.arange(size)]),
        np.concatenate([edges.weight, np.zeros(size)]),
        edges.claim,
    )
    try:
        return bellman_ford(source.matrix(size + 1), indices=size)[:size]
    except NegativeCycleError:
        raise ContradictionError("the claims cannot all be true") from None


class CountGraph:
    """Constraints on one count, ready to answer how large it can be in any window of days.

    Parameters
    ----------
    tail, head : ndarray of int
        Days; ``weight`` persons at most come from the end of ``tail`` to the end of ``head``, at
        least ``-weight`` if ``head`` is the earlier day.
    weight : ndarray of float

    Raises
    ------
    ContradictionError
        If the constraints cannot all be true.
    """

    def __init__(self, tail: np.ndarray, head: np.ndarray, weight: np.ndarray) -> None:
        self.nodes = np.unique(np.r_[ORIGIN, tail, head].astype(int))
        steps = np.arange(len(self.nodes))
        self.edges = edges = _shortest_parallel(
            np.r_[np.searchsorted(self.nodes, tail), steps[1:]],
            np.r_[np.searchsorted(self.nodes, head), steps[:-1]],
            np.r_[np.asarray(weight, dtype=float), np.zeros(len(steps) - 1)],
            np.full(len(tail) + len(steps) - 1, -1),
        )
        self._history = feasible_history(edges, len(self.nodes))
        size = len(self.nodes)
        # Reduced lengths are not negative, so that Dijkstra's algorithm applies (Johnson 1977).
        reduced = edges.weight + self._history[edges.tail] - self._history[edges.head]
        # A cycle of length zero leaves no room: the count between its days is certain. Such days
        # are one node for the search, which shortens it most where the record is tightest.
        tight = reduced == 0
        certain = Edges(edges.tail[tight], edges.head[tight], np.ones(tight.sum()), edges.claim)
        number, self._place = connected_components(certain.matrix(size), connection="strong")
        self._reduced = _shortest_parallel(
            self._place[edges.tail], self._place[edges.head], reduced, edges.claim
        ).matrix(number)

    def bounds(self, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Tightest low and high of the counts of the windows [first, last].

        Parameters
        ----------
        first, last : ndarray of int
            First and last day of each window, days since ``counted_from``.

        Returns
        -------
        low, high : ndarray of float
            Persons; whole numbers, ``high`` infinite where nothing limits it.
        """
        nodes = self.nodes
        # A day between nodes adds nothing but monotonicity: the count there lies between those of
        # its neighbours, so an upper bound looks outwards and a lower bound inwards.
        opening = np.maximum(np.asarray(first) - 1, ORIGIN)
        closing = np.asarray(last)
        opening_before = np.searchsorted(nodes, opening, side="right") - 1
        opening_after = np.searchsorted(nodes, opening)
        closing_before = np.searchsorted(nodes, closing, side="right") - 1
        closing_after = np.searchsorted(nodes, closing)
        high = np.full(len(opening), np.inf)
        low = np.zeros(len(opening))
        known = closing_after < len(nodes)
        if known.any():
            high[known] = self._between(opening_before[known], closing_after[known])
        inside = (opening_after < len(nodes)) & (closing_before > opening_after)
        if inside.any():
            low[inside] = -self._between(closing_before[inside], opening_after[inside])
        return np.maximum(low, 0.0) + 0.0, high

    def _between(self, tails: np.ndarray, heads: np.ndarray) -> np.ndarray:
        """Shortest path lengths for pairs of nodes, searched in blocks to bound the memory."""
        matrix, sources, targets = self._reduced, self._place[tails], self._place[heads]
        if len(np.unique(targets)) < len(np.unique(sources)):  # search backwards from the fewer
            matrix, sources, targets = matrix.T.tocsr(), targets, sources
        result = np.empty(len(tails))
        begins, which = np.unique(sources, return_inverse=True)
        block = max(1, _CELLS // len(self.nodes))
        for start in range(0, len(begins), block):
            chosen = (which >= start) & (which < start + block)
            lengths = dijkstra(matrix, indices=begins[start : start + block])
            result[chosen] = lengths[which[chosen] - start, targets[chosen]]
        return np.round(result + self._history[heads] - self._history[tails])


def claims_graph(claims: Sequence[Claim]) -> CountGraph:
    """Graph of claims of one series that can all be true."""
    said = np.array(
        [(claim.start - 1, claim.earliest, claim.end, claim.low, claim.high) for claim in claims],
        dtype=float,
    ).reshape(-1, 5)
    opened, earliest, end = said[:, :3].T.astype(int)
    high = said[:, 4]
    above = high < np.inf
    return CountGraph(
        np.r_[end, opened[above]], np.r_[opened, earliest[above]], np.r_[-said[:, 3], high[above]]
    )


def few_claims_below(
    claims: Sequence[Claim], opening: int, closing: int, below: float
) -> list[int] | None:
    """Fewest claims that prove C(closing) - C(opening) < ``below``.

    Bellman and Ford's algorithm by rounds: after round k it knows the shortest path of at most k
    claims to every node, so the first round that is short enough needs the fewest (an ordinal
    counts twice if both its limits are needed). That the count never falls costs no round.

    Parameters
    ----------
    claims : sequence of Claim
        Consistent claims.
    opening, closing : int
        Days since ``counted_from``; both boundary days of a claim, in any order.
    below : float
        Persons; for ``closing`` before ``opening`` the negative of a count.

    Returns
    -------
    list of int or None
        Numbers of the claims in order along the path; None if nothing proves it.

    Examples
    --------
    >>> from analysis.bounds.claims import Claim
    >>> said = [
    ...     Claim(start, end, end, low, high, True, (name,), frozenset({"speaker"}))
    ...     for start, end, low, high, name in
    ...         [(0, 3, 5, 5, "a"), (4, 9, 2, 4, "b"), (0, 9, 1, 9, "c")]
    ... ]
    >>> few_claims_below(said, -1, 9, 10), few_claims_below(said, -1, 9, 9)
    ([2], None)
    >>> few_claims_below(said, 9, -1, -6)  # at least 7: more than 6
    [1, 0]
    """
    nodes = boundary_days(claims)
    edges = edges_of(claims, nodes)
    spoken = edges.claim >= 0
    tail, head, weight = edges.tail[spoken], edges.head[spoken], edges.weight[spoken]
    start, goal = np.searchsorted(nodes, (opening, closing))
    # Backwards in time every length is 0 at most, since the count never falls.
    lengths = np.where(np.arange(len(nodes)) <= start, 0.0, np.inf)
    rounds = []
    while lengths[goal] >= below:
        arriving = np.full(len(nodes), np.inf)
        np.minimum.at(arriving, head, lengths[tail] + weight)
        shorter = np.minimum(lengths, np.minimum.accumulate(arriving[::-1])[::-1])
        if np.array_equal(shorter, lengths):
            return None
        rounds.append(lengths)
        lengths = shorter
    found = []
    node, length = goal, lengths[goal]
    for before in reversed(rounds):
        if before[node] == length:  # this round did not shorten the path
            continue
        edge = np.flatnonzero((head >= node) & (before[tail] + weight == length))[0]
        found.append(int(edges.claim[spoken][edge]))
        node, length = tail[edge], before[tail[edge]]
    return found[::-1]


def consistent(claims: Sequence[Claim]) -> bool:
    """Whether some whole-number history makes all claims true."""
    nodes = boundary_days(claims)
    try:
        feasible_history(edges_of(claims, nodes), len(nodes))
    except ContradictionError:
        return False
    return True
