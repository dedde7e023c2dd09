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
from scipy.sparse.csgraph import NegativeCycleError, bellman_ford, dijkstra

from analysis.claims import Claim

ORIGIN = -1
"""The day before the first counted day: the count is zero at its end."""
_SLACK = 1e-9  # persons; distances are sums of whole numbers, exact in floating point


class ContradictionError(ValueError):
    """The claims cannot all be true."""


@dataclass(frozen=True)
class Edges:
    """Parallel arrays: ``tail -> head`` of length ``weight``, from claim ``claim`` (-1: none)."""

    tail: np.ndarray
    head: np.ndarray
    weight: np.ndarray
    claim: np.ndarray


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
    start = np.array([claim.start - 1 for claim in claims], dtype=int)
    earliest = np.array([claim.earliest for claim in claims], dtype=int)
    end = np.array([claim.end for claim in claims], dtype=int)
    low = np.array([claim.low for claim in claims], dtype=float)
    high = np.array([claim.high for claim in claims], dtype=float)
    number = np.arange(len(claims))
    has_low, has_high = low > 0, np.isfinite(high)
    steps = np.arange(len(nodes) - 1)
    place = np.searchsorted
    tail = np.r_[place(nodes, end[has_low]), place(nodes, start[has_high]), steps + 1]
    head = np.r_[place(nodes, start[has_low]), place(nodes, earliest[has_high]), steps]
    weight = np.r_[-low[has_low], high[has_high], np.zeros(len(steps))]
    claim = np.r_[number[has_low], number[has_high], np.full(len(steps), -1)]
    # A loop speaks of an empty window: an upper bound there says nothing, a lower one is a fault
    # that no edge can express, so it is kept as a loop and found as a cycle of negative length.
    keep = (tail != head) | (weight < 0)
    tail, head, weight, claim = tail[keep], head[keep], weight[keep], claim[keep]
    order = np.lexsort((claim, weight, head, tail))
    tail, head, weight, claim = tail[order], head[order], weight[order], claim[order]
    first = np.ones(len(tail), dtype=bool)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    return Edges(tail[first], head[first], weight[first], claim[first])


class CountGraph:
    """All claims of one series, ready to answer how large the count of any window can be.

    Parameters
    ----------
    claims : sequence of Claim

    Raises
    ------
    ContradictionError
        If the claims cannot all be true.
    """

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.claims = claims
        self.nodes = boundary_days(claims)
        self.edges = edges_of(claims, self.nodes)
        size = len(self.nodes)
        edges = self.edges
        # A source that reaches every node at no cost: its distances are a feasible history.
        source = csr_array(
            (
                np.r_[edges.weight, np.zeros(size)],
                (np.r_[edges.tail, np.full(size, size)], np.r_[edges.head, np.arange(size)]),
            ),
            shape=(size + 1, size + 1),
        )
        try:
            self._history = bellman_ford(source, indices=size)[:size]
        except NegativeCycleError:
            raise ContradictionError("the claims cannot all be true") from None
        # Reduced lengths are not negative, so that Dijkstra's algorithm applies (Johnson 1977).
        reduced = edges.weight + self._history[edges.tail] - self._history[edges.head]
        self._reduced = csr_array((reduced, (edges.tail, edges.head)), shape=(size, size))

    def distances(self, sources: np.ndarray) -> np.ndarray:
        """Shortest path lengths from each of ``sources`` (node numbers) to every node."""
        lengths = dijkstra(self._reduced, indices=sources)
        return lengths + self._history[None, :] - self._history[np.asarray(sources)][:, None]

    def path_claims(self, tail: int, head: int) -> list[int]:
        """Numbers of the claims on a shortest path between two nodes, in order along the path."""
        _, before = dijkstra(self._reduced, indices=tail, return_predecessors=True)
        edges = self.edges
        size = len(self.nodes)
        key = edges.tail * size + edges.head
        order = np.argsort(key)
        found: list[int] = []
        node = head
        while node != tail:
            previous = int(before[node])
            place = order[np.searchsorted(key, previous * size + node, sorter=order)]
            if edges.claim[place] >= 0:
                found.append(int(edges.claim[place]))
            node = previous
        return found[::-1]

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
        """Path lengths for pairs of nodes, the sources taken in blocks to bound the memory."""
        result = np.empty(len(tails))
        sources, which = np.unique(tails, return_inverse=True)
        block = max(1, 20_000_000 // len(self.nodes))
        for begin in range(0, len(sources), block):
            chosen = (which >= begin) & (which < begin + block)
            lengths = self.distances(sources[begin : begin + block])
            result[chosen] = lengths[which[chosen] - begin, heads[chosen]]
        return np.round(result)


def consistent(claims: Sequence[Claim]) -> bool:
    """Whether some whole-number history makes all claims true."""
    try:
        CountGraph(claims)
    except ContradictionError:
        return False
    return True
