"""Least and most of windows over several faces of one linear program, mostly without solving it.

On each face the limits that bear on one series alone give a bound that cannot be exceeded: a
shortest path (see `graph`), in a relaxation. Every solution found of any face gives a count that is
attained. Where the two meet, both are the answer. What holds on all faces at once is tried first:
away from the quarrels it proves for all of them what is attained on one. Only windows where they do
not meet are asked of the solver, face by face: all at once as long as that closes the distance for
some, then one by one; and what was proven of a window on one face is proven on another if the
multipliers are allowed there.

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
    """A value that no window beyond ``window`` can pass, wherever its multipliers are allowed."""

    window: int
    value: float
    multipliers: np.ndarray

    def holds(self, face: Face) -> bool:
        """Whether the multipliers are allowed on a face."""
        above, below = self.multipliers < -EPSILON, self.multipliers > EPSILON
        return bool(face.above[above].all() and face.below[below].all())


@dataclass
class _Question:
    """Windows [first, last] of one series, their columns, and the least found so far of each.

    With ``most`` the values are counts with their sign turned.
    """

    group: str
    channel: str
    most: bool
    first: np.ndarray
    last: np.ndarray
    terms: Terms
    attained: np.ndarray

    def at(self, chosen: np.ndarray) -> _Question:
        """Return the question about some of the windows."""
        terms = [(factor, columns[chosen]) for factor, columns in self.terms]
        return _Question(self.group, self.channel, self.most, self.first[chosen],
                         self.last[chosen], terms, self.attained[chosen])  # fmt: skip

    def note(self, solution: np.ndarray) -> None:
        """Take the values of a solution where they are less than all before."""
        values = np.sum([factor * solution[columns] for factor, columns in self.terms], axis=0)
        np.minimum(self.attained, values, out=self.attained)

    def beyond(self, window: int) -> np.ndarray:
        """Windows that cannot have less than one of them: what contains it, or is part of it."""
        first, last = (-self.first, -self.last) if self.most else (self.first, self.last)
        return (first <= first[window]) & (last >= last[window])


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
        self._of_faces: list[np.ndarray] = []
        self._lately: list[np.ndarray] = []
        self._whole: set[int] = set()

    def add(self, face: Face) -> None:
        """Add a face, of which the program has just found a solution."""
        self._common = face if not self.faces else self._common.around(face)
        self.faces.append(face)
        self._of_faces.append(self.linked.program.values)
        self._note_whole(face)

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
        unknown = np.full(len(asked), np.inf)
        question = _Question(group, channel, most, first[asked], last[asked], terms, unknown)
        answer = self._least(question)
        whole = np.round(answer)
        with np.errstate(invalid="ignore"):
            near = np.isinf(answer) | (np.abs(answer - whole) < 10 * EPSILON)
        inwards = len(self._whole) == len(self.faces)
        rounded = np.where(near, whole, np.ceil(answer) if inwards else np.floor(answer))
        result[known] = sign * rounded[alike]
        return result

    def _least(self, question: _Question) -> np.ndarray:
        """Least values over all faces."""
        for values in self.solutions:
            question.note(values)
        if self._series in ([], [(question.group, question.channel)]):
            self._whole.update(map(id, self.faces))
            paths = [self._shortest(face, question) for face in self.faces]
            return np.min([question.attained, *paths], axis=0)
        proofs: list[_Proof] = []
        common = self._shortest(self._common, question)
        for face in self.faces:
            chosen = np.flatnonzero(common < question.attained - EPSILON)
            if chosen.size:
                self._close(face, question, chosen, proofs)
        return question.attained

    def _close(
        self, face: Face, whole: _Question, chosen: np.ndarray, proofs: list[_Proof]
    ) -> None:
        """Ask the solver until what is attained of some windows meets what a face proves."""
        question = whole.at(chosen)
        proven = self._shortest(face, question)
        unproven = np.isinf(proven) & np.isfinite(question.attained)
        if question.most and unproven.any():
            sides = question.first, question.last
            free = unlimited(self.linked, face, question.group, question.channel, *sides)
            question.attained[free] = -np.inf
        for proof in proofs:
            if proof.holds(face):
                implied = whole.beyond(proof.window)[chosen]
                proven[implied] = np.maximum(proven[implied], proof.value)
        program, together = self.linked.program, True
        while (unknown := np.flatnonzero(proven < question.attained - EPSILON)).size:
            program.lay(face)
            # One that lies in many others or has many parts implies most about them.
            one = unknown[np.argmin((question.last - question.first)[unknown])]
            asked = unknown if together else np.array([one])
            value = program.least(self.linked.price_of(question.terms, asked))
            if np.isfinite(value):
                question.note(program.values)
                self._lately = [*self._lately[1 - _KEPT :], program.values]
                self._note_whole(face)
                if len(asked) == 1:
                    proofs.append(_Proof(int(chosen[one]), value, program.multipliers))
                    implied = question.beyond(one)
                    proven[implied] = np.maximum(proven[implied], value)
            elif len(asked) == 1:
                question.attained[asked] = -np.inf
            left = np.flatnonzero(proven < question.attained - EPSILON)
            together = together and len(left) < len(unknown)
        whole.attained[chosen] = question.attained

    def _note_whole(self, face: Face) -> None:
        values = self.linked.program.values
        if np.abs(values - np.round(values)).max(initial=0.0) < EPSILON:
            self._whole.add(id(face))

    def _shortest(self, face: Face, question: _Question) -> np.ndarray:
        """What shortest paths prove on a face: of the series, or of its channels added up."""
        singles = singles_of(question.channel)
        found = []
        for name in [question.channel, *(singles if len(singles) > 1 else ())]:
            low, high = self._graph(face, question.group, name).bounds(
                question.first, question.last
            )
            found.append(-high if question.most else low)
        own, *parts = found
        return np.maximum(own, np.sum(parts, axis=0)) if parts else own

    def _graph(self, face: Face, group: str, channel: str) -> CountGraph:
        """Difference constraints of one series on a face: of itself, its parts and its wholes."""
        if (group, channel) not in self._bearing:
            parts = np.array([_within(*series, group, channel) for series in self._series], bool)
            wholes = np.array([_within(group, channel, *series) for series in self._series], bool)
            self._bearing[group, channel] = parts[self._place], wholes[self._place]
        part, whole = self._bearing[group, channel]
        below, above = self.linked.standing(face)
        below, above = below & part, above & whole
        start, end = self.linked.idle(face, group, channel)
        key = group, channel, np.packbits([below, above]).tobytes() + start.tobytes()
        if key not in self._graphs:
            opened, closed, persons = self._opened, self._closed, self._persons
            self._graphs[key] = CountGraph(
                np.r_[closed[below], opened[above], start],
                np.r_[opened[below], closed[above], end],
                np.r_[-persons[below], persons[above], np.zeros(len(start))],
            )
        return self._graphs[key]


def _within(group: str, channel: str, whole: str, whole_channel: str) -> bool:
    """Whether one series counts part of another; channels may be joined by ``+``."""
    singles = whole_channel.split("+")
    inside = all(
        any(channel_within(name, other) for other in singles) for name in channel.split("+")
    )
    return inside and group_within(group, whole)
