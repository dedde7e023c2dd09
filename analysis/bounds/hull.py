"""Least and most of windows over several faces of one linear program, mostly without solving it.

On each face the limits that bear on one series alone give a bound that cannot be exceeded: a
shortest path (see `graph`), in a relaxation. Every solution found of any face gives a count that is
attained. Where the two meet, both are the answer. Only windows where they do not meet are asked of
the solver, all at once as long as that closes the distance for some, then one by one; and what was
proven of a window on one face is proven on another if the dual solution is allowed there.

Where all reports are of one series nothing is relaxed, and the shortest paths are exact.

Whole numbers: the faces of one series have whole vertices, those of linked ones can have others. A
bound that comes out fractional is rounded inwards where every face is known to have a solution in
whole numbers, since then each cheapest whole-number repair lies on a face. Otherwise outwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.bounds.graph import CountGraph
from analysis.bounds.linked import LinkedCounts, singles_of
from analysis.bounds.program import EPSILON, Face, Terms
from analysis.bounds.unlimited import unlimited
from analysis.record.relations import channel_within, group_within

_KEPT = 60
"""Solutions remembered besides one of each face."""


@dataclass(frozen=True)
class _Proof:
    """A value that no window beyond ``window`` can pass, wherever the dual solution is allowed."""

    window: int
    value: float
    rows: np.ndarray
    columns: np.ndarray


class Hull:
    """Counts on the faces that were added, ready to be asked about windows of any days."""

    def __init__(self, linked: LinkedCounts) -> None:
        self.linked = linked
        self.faces: list[Face] = []
        limits = linked.limits
        self._opened = np.array([limit.opened for limit in limits], dtype=int)
        self._closed = np.array([limit.closed for limit in limits], dtype=int)
        self._persons = np.array([limit.persons for limit in limits], dtype=float)
        self._series = sorted({(limit.group, limit.channel) for limit in limits})
        self._place = np.array(
            [self._series.index((limit.group, limit.channel)) for limit in limits], dtype=int
        )
        self._bearing: dict[tuple[str, str], tuple[np.ndarray, np.ndarray]] = {}
        self._graphs: dict[tuple[str, str, bytes], CountGraph] = {}
        self._standing: list[tuple[np.ndarray, np.ndarray]] = []
        self._of_faces: list[np.ndarray] = []
        self._lately: list[np.ndarray] = []
        self._whole: set[int] = set()

    def add(self, face: Face) -> None:
        """Add a face, of which the program has just found a solution."""
        self.faces.append(face)
        self._standing.append(self.linked.standing(face))
        self._of_faces.append(self.linked.program.values)
        self._note_whole(len(self.faces) - 1)

    @property
    def solutions(self) -> list[np.ndarray]:
        """Solutions found so far, one of each face first."""
        return [*self._of_faces, *self._lately]

    def extremes(
        self, group: str, channel: str, first: np.ndarray, last: np.ndarray, *, most: bool
    ) -> np.ndarray:
        """Least or most persons of the windows [first, last]; infinite where nothing limits it."""
        terms, known = self.linked.windows(group, channel, first, last, most=most)
        result = np.full(len(first), np.inf if most else 0.0)
        if not known.any():
            return result
        sign = -1.0 if most else 1.0  # asked is the least of ``sign`` times the count
        columns, place, alike = np.unique(
            np.array([columns for _, columns in terms])[:, known],
            axis=1,
            return_index=True,
            return_inverse=True,
        )
        terms = [(sign * factor, own) for (factor, _), own in zip(terms, columns, strict=True)]
        asked = np.flatnonzero(known)[place]
        answer = self._least(terms, group, channel, first[asked], last[asked], most=most)
        whole = np.round(answer)
        with np.errstate(invalid="ignore"):
            near = np.isinf(answer) | (np.abs(answer - whole) < 10 * EPSILON)
        inwards = len(self._whole) == len(self.faces)
        rounded = np.where(near, whole, np.ceil(answer) if inwards else np.floor(answer))
        result[known] = sign * rounded[alike]
        return result

    def _least(
        self, terms: Terms, group: str, channel: str, first: np.ndarray, last: np.ndarray,
        *, most: bool,
    ) -> np.ndarray:  # fmt: skip
        """Least values over all faces, of counts or (``most``) of counts with their sign turned."""
        attained = np.full(len(first), np.inf)
        for values in self.solutions:
            attained = np.minimum(attained, _values(terms, values))
        relaxed: dict[tuple[int, ...], np.ndarray] = {}
        proofs: list[_Proof] = []
        alone = self._series in ([], [(group, channel)])
        for number, face in enumerate(self.faces):
            graphs = self._graphs_of(number, group, channel)
            key = tuple(map(id, graphs))
            if key not in relaxed:
                relaxed[key] = _shortest(graphs, first, last, most=most)
            proven = relaxed[key]
            if alone:
                attained = np.minimum(attained, proven)
                self._whole.add(number)
                continue
            if most and (np.isinf(proven) & np.isfinite(attained)).any():
                free = unlimited(self.linked, face, group, channel, first, last)
                attained = np.where(free, -np.inf, attained)
            # A bound from below holds for what contains a window, one from above for its parts.
            sides = (-first, -last) if most else (first, last)
            attained = self._close(number, terms, proven, attained, sides, proofs)
        return attained

    def _close(
        self,
        number: int,
        terms: Terms,
        proven: np.ndarray,
        attained: np.ndarray,
        sides: tuple[np.ndarray, np.ndarray],
        proofs: list[_Proof],
    ) -> np.ndarray:
        """Ask the solver until what is attained meets what is proven on one face."""
        first, last = sides
        program, face = self.linked.program, self.faces[number]
        program.lay(face)
        proven = proven.copy()

        def prove(window: int, value: float) -> None:
            implied = (first <= first[window]) & (last >= last[window])
            proven[implied] = np.maximum(proven[implied], value)

        for proof in proofs:
            if face.equal[proof.rows].all() and not face.upper[proof.columns].any():
                prove(proof.window, proof.value)
        together = True
        while (unknown := np.flatnonzero(proven < attained - EPSILON)).size:
            one = unknown[np.argmin((last - first)[unknown])]  # it implies most about others
            chosen = unknown if together else np.array([one])
            value = program.least(self.linked.price_of(terms, chosen))
            if np.isfinite(value):
                attained = np.minimum(attained, _values(terms, program.values))
                self._lately = [*self._lately[1 - _KEPT :], program.values]
                self._note_whole(number)
            elif len(chosen) == 1:
                attained[chosen] = -np.inf
            if len(chosen) == 1 and np.isfinite(value):
                proofs.append(_Proof(int(chosen[0]), value, *program.certificate()))
                prove(int(chosen[0]), value)
            together = together and int((proven < attained - EPSILON).sum()) < len(unknown)
        return attained

    def _note_whole(self, number: int) -> None:
        values = self.linked.program.values
        if np.abs(values - np.round(values)).max(initial=0.0) < EPSILON:
            self._whole.add(number)

    def _graphs_of(self, number: int, group: str, channel: str) -> list[CountGraph]:
        """Graph of a series on a face, and of its channels one by one if it has several."""
        singles = singles_of(channel)
        names = [channel, *(singles if len(singles) > 1 else ())]
        return [self._graph(number, group, name) for name in names]

    def _graph(self, number: int, group: str, channel: str) -> CountGraph:
        """Difference constraints of one series on a face: of itself, its parts and its wholes."""
        if (group, channel) not in self._bearing:
            parts = np.array([_within(*series, group, channel) for series in self._series], bool)
            wholes = np.array([_within(group, channel, *series) for series in self._series], bool)
            self._bearing[group, channel] = parts[self._place], wholes[self._place]
        part, whole = self._bearing[group, channel]
        below, above = self._standing[number]
        below, above = below & part, above & whole
        start, end = self.linked.idle(self.faces[number], group, channel)
        key = group, channel, np.packbits([below, above]).tobytes() + start.tobytes()
        if key not in self._graphs:
            opened, closed, persons = self._opened, self._closed, self._persons
            self._graphs[key] = CountGraph(
                np.r_[closed[below], opened[above], start],
                np.r_[opened[below], closed[above], end],
                np.r_[-persons[below], persons[above], np.zeros(len(start))],
            )
        return self._graphs[key]


def _values(terms: Terms, solution: np.ndarray) -> np.ndarray:
    return np.sum([factor * solution[columns] for factor, columns in terms], axis=0)


def _shortest(
    graphs: list[CountGraph], first: np.ndarray, last: np.ndarray, *, most: bool
) -> np.ndarray:
    """Bound that the first of some graphs proves, or the others added up; minus the most."""
    own, *parts = (
        -graph.bounds(first, last)[1] if most else graph.bounds(first, last)[0] for graph in graphs
    )
    return np.maximum(own, np.sum(parts, axis=0)) if parts else own


def _within(group: str, channel: str, whole: str, whole_channel: str) -> bool:
    """Whether one series counts part of another; channels may be joined by ``+``."""
    singles = whole_channel.split("+")
    inside = all(
        any(channel_within(name, other) for other in singles) for name in channel.split("+")
    )
    return inside and group_within(group, whole)
