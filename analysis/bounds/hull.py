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

import numpy as np

from analysis.bounds.graph import CountGraph
from analysis.bounds.linked import LinkedCounts
from analysis.bounds.program import EPSILON, Face
from analysis.bounds.questions import Proof, Question
from analysis.bounds.unlimited import unlimited
from analysis.record.vocabulary import Series

_KEPT = 60
"""Solutions remembered besides one of each face."""
_FEW = 6
"""Windows of which so few are asked of the solver before others are proven by shortest paths."""


class Hull:
    """Counts on the faces that were added, ready to be asked about windows of any days."""

    def __init__(self, linked: LinkedCounts) -> None:
        self.linked = linked
        self.faces: list[Face] = []
        limits = linked.limits
        self._opened = np.array([limit.opened for limit in limits], dtype=int)
        self._closed = np.array([limit.closed for limit in limits], dtype=int)
        self._persons = np.array([limit.persons for limit in limits], dtype=float)
        self._series = sorted({limit.series for limit in limits})
        self._place = np.array([self._series.index(limit.series) for limit in limits], dtype=int)
        self._bearing: dict[Series, tuple[np.ndarray, np.ndarray]] = {}
        self._graphs: dict[tuple[Series, bytes], CountGraph] = {}
        self._of_faces: list[np.ndarray] = []
        self._lately: list[np.ndarray] = []
        self._whole: set[int] = set()

    def add(self, face: Face) -> None:
        """Add a face, of which the program has just found a solution."""
        self.faces.append(face)
        self._of_faces.append(self.linked.program.values)
        self._note_whole(face)
        # Faces next to each other shall have as much in common as can be.
        self._sorted = sorted(self.faces, key=self.faces[0].distance)
        self._common: dict[tuple[int, int], Face] = {}
        self._graph_of: dict[tuple[int, Series], CountGraph] = {}

    @property
    def solutions(self) -> list[np.ndarray]:
        """Solutions found so far, one of each face first."""
        return [*self._of_faces, *self._lately]

    def extremes(
        self, series: Series, first: np.ndarray, last: np.ndarray, *, most: bool
    ) -> np.ndarray:
        """Least or most persons of the windows [first, last]; infinite where nothing limits it."""
        terms, known = self.linked.windows(series, first, last, most=most)
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
        question = Question(series, most, first[asked], last[asked], terms, unknown)
        answer = self._least(question)
        whole = np.round(answer)
        with np.errstate(invalid="ignore"):
            near = np.isinf(answer) | (np.abs(answer - whole) < 10 * EPSILON)
        inwards = len(self._whole) == len(self.faces)
        rounded = np.where(near, whole, np.ceil(answer) if inwards else np.floor(answer))
        result[known] = sign * rounded[alike] + 0.0  # never minus zero
        return result

    def certain(self, series: Series, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Whether the least and the most of each window [first, last] are the same count.

        Mostly two solutions tell that they are not, without either of them.
        """
        inside, _ = self.linked.windows(series, first, last, most=False)
        around, result = self.linked.windows(series, first, last, most=True)
        least, most = np.full(len(first), np.inf), np.full(len(first), -np.inf)
        found, differing = self.solutions, True
        while differing:
            for values in found:
                np.minimum(least, sum(sign * values[at] for sign, at in inside), out=least)
                np.maximum(most, sum(sign * values[at] for sign, at in around), out=most)
            apart = result & (np.ceil(least - 10 * EPSILON) < np.floor(most + 10 * EPSILON))
            result &= ~apart
            differing, found = bool(apart.any() and result.any()), []
            for sign, terms in ((1.0, inside), (-1.0, around)) if differing else ():
                self.linked.program.lay(self.faces[0])
                price = sign * self.linked.price_of(terms, np.flatnonzero(result))
                if np.isfinite(self.linked.program.least(price)):
                    self._note_found(self.faces[0])
                    found.append(self.linked.program.values)
        left = np.flatnonzero(result)
        windows = np.asarray(first)[left], np.asarray(last)[left]
        low, high = (self.extremes(series, *windows, most=most) for most in (False, True))
        result[left] = low == high
        return result

    def _least(self, question: Question) -> np.ndarray:
        """Least values over all faces."""
        for values in self.solutions:
            question.note(values)
        if self._series in ([], [question.series]):
            self._whole.update(map(id, self.faces))
            paths = [_shortest(self._graphs_of(face, question), question) for face in self.faces]
            return np.min([question.attained, *paths], axis=0)
        self._prove(question, np.arange(len(question.first)), 0, len(self.faces), [])
        return question.attained

    def _prove(
        self, question: Question, chosen: np.ndarray, begin: int, end: int, proofs: list[Proof]
    ) -> None:
        """Close the distance for some windows on a range of faces: on all at once, or by halves."""
        face = self._together(begin, end)
        proven = np.full(len(chosen), -np.inf)
        for proof in proofs:
            if proof.holds(face):
                implied = question.beyond(proof.window)[chosen]
                proven[implied] = np.maximum(proven[implied], proof.value)
        left = proven < question.attained[chosen] - EPSILON
        if not left.any():
            return
        chosen, proven = chosen[left], proven[left]
        some = question.at(chosen)
        proven = np.maximum(proven, _shortest(self._graphs_of(face, some), some))
        left = proven < some.attained - EPSILON
        if not left.any():
            return
        chosen, proven = chosen[left], proven[left]
        if end - begin > 1:
            if end - begin == len(self.faces) and len(chosen) <= _FEW:
                # Multipliers found on one face are mostly allowed on the others.
                self._ask(self.faces[0], question, chosen, np.full(len(chosen), -np.inf), proofs)
            middle = (begin + end) // 2
            self._prove(question, chosen, begin, middle, proofs)
            left = proven < question.attained[chosen] - EPSILON
            self._prove(question, chosen[left], middle, end, proofs)
            return
        self._ask(face, question, chosen, proven, proofs)

    def _together(self, begin: int, end: int) -> Face:
        """What holds on each of some neighbouring faces."""
        if end - begin == 1:
            return self._sorted[begin]
        if (begin, end) not in self._common:
            middle = (begin + end) // 2
            halves = self._together(begin, middle), self._together(middle, end)
            self._common[begin, end] = halves[0].around(halves[1])
        return self._common[begin, end]

    def _ask(
        self,
        face: Face,
        whole: Question,
        chosen: np.ndarray,
        proven: np.ndarray,
        proofs: list[Proof],
    ) -> None:
        """Ask the solver until what is attained of some windows meets what is proven on a face."""
        question = whole.at(chosen)
        if question.most and np.isinf(proven).any():
            sides = question.first, question.last
            free = unlimited(self.linked, face, question.series, *sides)
            question.attained[free] = -np.inf
        program, together = self.linked.program, len(chosen) > 1
        while (unknown := np.flatnonzero(proven < question.attained - EPSILON)).size:
            program.lay(face)
            # One that lies in many others or has many parts implies most about them.
            one = int(unknown[np.argmin((question.last - question.first)[unknown])])
            asked = unknown if together else np.array([one])
            value = program.least(self.linked.price_of(question.terms, asked))
            if np.isfinite(value):
                question.note(program.values)
                self._note_found(face)
                if len(asked) == 1:
                    proofs.append(Proof(int(chosen[one]), value, program.multipliers))
                    implied = question.beyond(one)
                    proven[implied] = np.maximum(proven[implied], value)
            elif len(asked) == 1:
                question.attained[one] = -np.inf
            left = np.flatnonzero(proven < question.attained - EPSILON)
            together = together and len(left) < len(unknown)
        whole.attained[chosen] = question.attained

    def _note_found(self, face: Face) -> None:
        self._lately = [*self._lately[1 - _KEPT :], self.linked.program.values]
        self._note_whole(face)

    def _note_whole(self, face: Face) -> None:
        values = self.linked.program.values
        if np.abs(values - np.round(values)).max(initial=0.0) < EPSILON:
            self._whole.add(id(face))

    def _graphs_of(self, face: Face, question: Question) -> list[CountGraph]:
        """Graph of a series on a face, and of what it is the sum of if that is several."""
        singles = self.linked.singles(question.series)
        series = [question.series, *(singles if len(singles) > 1 else ())]
        return [self._graph(face, one) for one in series]

    def _graph(self, face: Face, series: Series) -> CountGraph:
        """Difference constraints of one series on a face: of itself, its parts and its wholes."""
        if (id(face), series) in self._graph_of:
            return self._graph_of[id(face), series]
        if series not in self._bearing:
            within = self.linked.words.within
            parts = np.array([within(other, series) for other in self._series], bool)
            wholes = np.array([within(series, other) for other in self._series], bool)
            self._bearing[series] = parts[self._place], wholes[self._place]
        part, whole = self._bearing[series]
        below, above = self.linked.standing(face)
        below, above = below & part, above & whole
        start, end = self.linked.idle(face, series)
        key = series, np.packbits([below, above]).tobytes() + start.tobytes()
        if key not in self._graphs:
            opened, closed, persons = self._opened, self._closed, self._persons
            self._graphs[key] = CountGraph(
                np.r_[closed[below], opened[above], start],
                np.r_[opened[below], closed[above], end],
                np.r_[-persons[below], persons[above], np.zeros(len(start))],
            )
        self._graph_of[id(face), series] = self._graphs[key]
        return self._graphs[key]


def _shortest(graphs: list[CountGraph], question: Question) -> np.ndarray:
    """What the first of some graphs proves, or the others added up."""
    both = [graph.bounds(question.first, question.last) for graph in graphs]
    own, *parts = [-high if question.most else low for low, high in both]
    return np.maximum(own, np.sum(parts, axis=0)) if parts else own
