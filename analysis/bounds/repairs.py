"""Bounds over all cheapest ways of making claims agree, for one series or several linked ones.

**The cheapest repairs.** Let x be the cumulative counts, ``A x <= b`` the limits that may move and
``L x <= 0`` what holds by definition. A repair moves limits by m >= 0 so that ``A x - m <= b``; it
is cheapest if ``w m`` is least, a linear program. Its dual is ``max -b y`` over ``A' y + L' z = 0,
0 <= y <= w, z >= 0``: for one series, whose rows are differences of two counts, a circulation of
least cost, each claim an arc of capacity ``w`` (Ahuja, Magnanti & Orlin, Network Flows, 1993,
sections 9.4 and 11.2). Take *any one* optimal dual. A feasible (x, m) is optimal if and only if it
is complementary to it: a limit with y = 0 does not move; with 0 < y < w it does not move and holds
with equality; with y = w it holds with equality after its move, so it is reached or exceeded; a
link with z > 0 is an equation. The optimal face is therefore again a list of limits, the same
whichever dual was found. For one series it is a system of difference constraints with whole
numbers, and shortest paths give the exact range of every window over all cheapest repairs (Cormen,
Leiserson, Rivest & Stein, Introduction to Algorithms, "Difference constraints and shortest
paths"). For linked series the face is a linear program.

**Two tiers.** Agreed limits (see `limits`) have prices of their own: first the face on which they
move least, and inside it the face on which the others do. Firm claims never move.

**Disputed figures stay attainable.** Where direct claims for one window exclude each other and the
face leaves one of them out, the program is solved once more with that claim held; bounds are those
of the hull of all faces. If several windows have such a figure, one more face lets each of these
windows range over all its figures, so that more than one of them can be true at once.

**Most windows need no linear program.** On each face the limits that bear on one series alone give
a bound that cannot be exceeded (a shortest path in a relaxation), and every solution found of any
face gives a value that is attained. Where the two meet, both are the answer; only windows where
they do not are asked of the solver, all at once as long as that closes the distance for some.

**Whole numbers.** Faces of one series have whole vertices. Linked ones can have others. A bound
that comes out fractional is rounded inwards where every face is known to have a solution in whole
numbers: then each cheapest whole-number repair lies on a face, and no whole number is left out.
Otherwise it is rounded outwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from analysis.bounds.graph import CountGraph
from analysis.bounds.limits import Limit, Statement, limits_of, quarrels
from analysis.bounds.linked import SINGLE_CHANNELS, LinkedCounts
from analysis.bounds.program import EPSILON, InfeasibleError, Terms
from analysis.record.relations import channel_within, group_within

_KEPT = 60
"""Solutions remembered: each is a value attained for every window."""


class Repairs:
    """All cheapest repairs of some statements, ready to be asked about windows of any days.

    Parameters
    ----------
    statements : sequence of (str, str, Claim)
        In any order.
    parts : sequence of str
        Groups that make up ``all``; empty if nothing does.
    asked : sequence of str
        Groups besides ``all`` whose windows may begin and end on any day.
    """

    def __init__(
        self, statements: Sequence[Statement], parts: Sequence[str] = (), asked: Sequence[str] = ()
    ) -> None:
        self.statements = sorted(statements, key=lambda said: (said[0], said[1], said[2].order))
        self.linked = LinkedCounts(limits_of(self.statements), parts, asked)
        limits = self.linked.limits
        self._opened = np.array([limit.opened for limit in limits], dtype=int)
        self._closed = np.array([limit.closed for limit in limits], dtype=int)
        self._persons = np.array([limit.persons for limit in limits], dtype=float)
        self._series = sorted({(limit.group, limit.channel) for limit in limits})
        self._place = np.array(
            [self._series.index((limit.group, limit.channel)) for limit in limits], dtype=int
        )
        self._graphs: dict[tuple[str, str, bytes], CountGraph] = {}
        self._bearing: dict[tuple[str, str], tuple[np.ndarray, np.ndarray]] = {}
        self._standing: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        self._kept_of_faces: list[np.ndarray] = []
        self._lately: list[np.ndarray] = []
        self._whole: set[int] = set()
        self.faces = [self.linked.cheapest()]
        self._keep(0)
        self.price = self.linked.price()
        """Persons moved times voices, on every cheapest repair: of agreed limits, and of all."""
        self._hold_disputed()

    def bounds(
        self, group: str, channel: str, first: np.ndarray, last: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Least and most persons of the windows [first, last] over all cheapest repairs.

        ``channel`` is one, several joined by ``+``, or ``any``; an unlimited count is infinite.
        """
        first, last = np.asarray(first), np.asarray(last)
        low = self._extremes(group, channel, first, last, most=False)
        return np.maximum(low, 0.0) + 0.0, self._extremes(group, channel, first, last, most=True)

    @cached_property
    def unattained(self) -> dict[int, int]:
        """Limits that no cheapest repair leaves true, and the persons by which they are missed."""
        broken = np.all([self.linked.broken(values) for values in self._kept], axis=0)
        places = np.flatnonzero(broken)
        short = self._beyond(places, -1.0)
        return {place: int(persons) for place, persons in zip(places.tolist(), short, strict=True)
                if persons > 0}  # fmt: skip

    @cached_property
    def given_way(self) -> dict[int, int]:
        """Statements that no cheapest repair leaves true, and by how many persons they miss."""
        missing: dict[int, int] = {}
        for place, persons in self.unattained.items():
            for number in self.linked.limits[place].claims:
                missing[number] = missing.get(number, 0) + persons
        return dict(sorted(missing.items()))

    def nearest(self, number: int) -> tuple[int, float]:
        """Limits of a statement after it gave way."""
        claim = self.statements[number][2]
        low, high = claim.low, claim.high
        for place, persons in self.unattained.items():
            limit = self.linked.limits[place]
            if number in limit.claims:
                low, high = (low, high + persons) if limit.upper else (low - persons, high)
        return low, high

    @cached_property
    def _broken(self) -> np.ndarray:
        """Limits that some cheapest repair breaks."""
        broken = np.any([self.linked.broken(values) for values in self._kept], axis=0)
        moving = np.any([self.linked.moving(face) for face in self.faces], axis=0)
        places = np.flatnonzero(moving & ~broken)
        broken[places] = self._beyond(places, 1.0) > 0
        return np.flatnonzero(broken)

    @cached_property
    def wrong(self) -> frozenset[int]:
        """Statements that some cheapest repair makes wrong."""
        limits = (self.linked.limits[place] for place in self._broken)
        return frozenset(number for limit in limits for number in limit.claims)

    @cached_property
    def agreeing(self) -> list[Statement]:
        """All statements, each as wide as the cheapest repairs take it: they agree."""
        said = list(self.statements)
        moved = self._beyond(self._broken, 1.0)
        for place, persons in zip(self._broken.tolist(), moved.tolist(), strict=True):
            limit = self.linked.limits[place]
            for number in limit.claims:
                group, channel, claim = said[number]
                wider = (
                    replace(claim, high=claim.high + persons)
                    if limit.upper
                    else replace(claim, low=int(claim.low - persons))
                )
                said[number] = group, channel, wider
        return said

    @cached_property
    def contested(self) -> frozenset[int]:
        """Statements of a quarrel: wrong in some cheapest repair, or standing against such a one."""
        return self.wrong.union(*(self.against(place) for place in self.unattained))

    def against(self, place: int) -> list[int]:
        """Statements that exclude a limit that had to give way: those that prove its bound."""
        limit = self.linked.limits[place]
        window = limit.opened + 1, limit.closed
        proof = self.proof(limit.group, limit.channel, *window, most=not limit.upper)
        gave_way = {name for other in self.unattained for name in self.linked.limits[other].claims}
        return [number for number in proof if number not in gave_way]

    def proof(self, group: str, channel: str, first: int, last: int, *, most: bool) -> list[int]:
        """Statements that together prove the least or most of a window on the first face."""
        window = np.array([first]), np.array([last])
        terms, _ = self.linked.windows(group, channel, *window, most=most)
        self.linked.program.lay(self.faces[0])
        price = self.linked.price_of(terms, np.array([0])) * (-1.0 if most else 1.0)
        limits = (self.linked.limits[place] for place in self.linked.proof(price))
        return sorted({name for limit in limits for name in limit.claims})

    def _beyond(self, places: np.ndarray, way: float) -> np.ndarray:
        """Persons by which the repairs go beyond limits at the furthest, or (``way`` -1) at least.

        Negative where they all lie within, or where one of them does.
        """
        limits = self.linked.limits
        result = np.zeros(len(places))
        blocks: dict[tuple[str, str, bool], list[int]] = {}
        for row, place in enumerate(places.tolist()):
            limit = limits[place]
            blocks.setdefault((limit.group, limit.channel, limit.upper), []).append(row)
        for (group, channel, upper), rows in blocks.items():
            chosen = places[rows]
            count = self._extremes(group, channel, self._opened[chosen] + 1, self._closed[chosen],
                                   most=upper == (way > 0))  # fmt: skip
            over = count - self._persons[chosen]
            result[rows] = over if upper else -over
        return result

    def _hold_disputed(self) -> None:
        """Add a face for each disputed figure that the first face leaves out."""
        limits_of_claim: dict[int, list[int]] = {}
        for place, limit in enumerate(self.linked.limits):
            for number in limit.claims:
                limits_of_claim.setdefault(number, []).append(place)
        free: dict[int, float] = {}
        left_out: list[int] = []
        windows = 0
        for (group, channel), claims, numbers in quarrels(self.statements):
            first = np.array([claim.start for claim in claims])
            most = self._extremes(
                group, channel, first, np.array([claim.end for claim in claims]), most=True
            )
            least = self._extremes(
                group, channel, first, np.array([claim.earliest for claim in claims]), most=False
            )
            left = [
                number
                for number, claim, low, high in zip(numbers, claims, least, most, strict=True)
                if claim.low > high or claim.high < low
            ]
            if left:
                windows += 1
                left_out += left
                members = {place for number in numbers for place in limits_of_claim[number]}
                free |= _widened([(place, self.linked.limits[place]) for place in members],
                                 len(frozenset[str]().union(*(c.voices for c in claims))))  # fmt: skip
        for number in left_out:
            self._add_face(held=limits_of_claim[number])
        if windows > 1:
            self._add_face(weights=free)

    def _add_face(self, held: Sequence[int] = (), weights: dict[int, float] | None = None) -> None:
        try:
            face = self.linked.cheapest(held, weights)
        except InfeasibleError:  # against what never moves: it cannot be attained
            return
        self.faces.append(face)
        self._keep(len(self.faces) - 1)

    def _keep(self, number: int) -> None:
        """Remember the last solution, and whether the face has one in whole numbers."""
        values = self.linked.program.values
        if np.abs(values - np.round(values)).max(initial=0.0) < EPSILON:
            self._whole.add(number)
        if number == len(self._kept_of_faces):
            self._kept_of_faces.append(values)
        else:
            self._lately = [*self._lately[1 - _KEPT :], values]

    @property
    def solution(self) -> np.ndarray:
        """One of the cheapest repairs."""
        return self._kept_of_faces[0]

    @property
    def _kept(self) -> list[np.ndarray]:
        return [*self._kept_of_faces, *self._lately]

    def _extremes(
        self, group: str, channel: str, first: np.ndarray, last: np.ndarray, *, most: bool
    ) -> np.ndarray:
        terms, known = self.linked.windows(group, channel, first, last, most=most)
        result = np.full(len(first), np.inf if most else 0.0)
        if not known.any():
            return result
        sign = -1.0 if most else 1.0  # the least of ``sign`` times the count is asked for
        distinct, alike = np.unique(
            np.array([columns for _, columns in terms])[:, known], axis=1, return_inverse=True
        )
        factors = sign * np.array([factor for factor, _ in terms])
        terms = list(zip(factors.tolist(), distinct, strict=True))
        asked = np.flatnonzero(known)[np.unique(alike, return_index=True)[1]]
        attained = np.full(distinct.shape[1], np.inf)
        for values in self._kept:
            attained = np.minimum(attained, factors @ values[distinct])
        proofs: list[tuple[int, float, np.ndarray, np.ndarray]] = []
        contained = (-first[asked], -last[asked]) if most else (first[asked], last[asked])
        known_graphs: dict[tuple[int, ...], np.ndarray] = {}
        for number, face in enumerate(self.faces):
            graphs = self._graphs_of(number, group, channel)
            key = tuple(map(id, graphs))
            if key not in known_graphs:
                known_graphs[key] = _relaxed(graphs, first[asked], last[asked], most=most)
            proven = known_graphs[key]
            if self._alone(group, channel):  # nothing else is spoken of: this is no relaxation
                attained = np.minimum(attained, proven)
                self._whole.add(number)
            else:
                open_ended = np.isinf(proven) & np.isfinite(attained)
                if most and open_ended.any():
                    windows = first[asked], last[asked]
                    attained[self.linked.unlimited(face, group, channel, *windows)] = -np.inf
                attained = self._close(number, terms, proven, attained, contained, proofs)
        whole = np.round(attained)
        with np.errstate(invalid="ignore"):
            near = np.abs(attained - whole) < EPSILON * 10
        inwards = len(self._whole) == len(self.faces)
        rounded = np.ceil(attained) if inwards else np.floor(attained)
        result[known] = (sign * np.where(near | np.isinf(attained), whole, rounded))[alike]
        return result

    def _alone(self, group: str, channel: str) -> bool:
        return self._series in ([], [(group, channel)])

    def _close(
        self,
        number: int,
        terms: Terms,
        proven: np.ndarray,
        attained: np.ndarray,
        contained: tuple[np.ndarray, np.ndarray],
        proofs: list[tuple[int, float, np.ndarray, np.ndarray]],
    ) -> np.ndarray:
        """Ask the solver until what is attained meets what is proven on one face.

        What is proven for a window is proven for those that contain it (the least), or that it
        contains (the most); ``contained`` are first and last days, ordered so that this holds for
        both. Dual solutions that proved a value on an earlier face prove it where they are allowed.
        """
        factors = np.array([factor for factor, _ in terms])
        columns = np.array([places for _, places in terms])
        program, face = self.linked.program, self.faces[number]
        program.lay(face)
        together = True
        proven, attained = proven.copy(), attained.copy()
        first, last = contained

        def prove(window: int, value: float) -> None:
            implied = (first <= first[window]) & (last >= last[window])
            proven[implied] = np.maximum(proven[implied], value)

        for window, value, rows, zero in proofs:
            if face.equal[rows].all() and not face.upper[zero].any():
                prove(window, value)
        while (unknown := np.flatnonzero(proven < attained - EPSILON)).size:
            length = last[unknown] - first[unknown]
            chosen = unknown if together else unknown[[np.argmin(length)]]
            value = program.least(self.linked.price_of(terms, chosen))
            found = factors @ program.values[columns]
            if value == -np.inf:
                attained[found < -EPSILON] = -np.inf
                if not together:
                    attained[chosen] = -np.inf
            else:
                self._keep(number)
                attained = np.minimum(attained, found)
                if len(chosen) == 1:
                    proofs.append((int(chosen[0]), value, *program.certificate()))
                    prove(int(chosen[0]), value)
            together = together and int((proven < attained - EPSILON).sum()) < len(unknown)
        return attained

    def _graphs_of(self, number: int, group: str, channel: str) -> list[CountGraph]:
        """Graph of a series on a face, and of its channels one by one if it has several."""
        singles = SINGLE_CHANNELS if channel == "any" else channel.split("+")
        names = [channel, *(singles if len(singles) > 1 else ())]
        return [self._graph(number, group, name) for name in names]

    def _graph(self, number: int, group: str, channel: str) -> CountGraph:
        """Difference constraints of one series on a face: of itself, its parts and its wholes."""
        if (group, channel) not in self._bearing:
            parts = np.array([_within(*series, group, channel) for series in self._series], bool)
            wholes = np.array([_within(group, channel, *series) for series in self._series], bool)
            self._bearing[group, channel] = parts[self._place], wholes[self._place]
        part, whole = self._bearing[group, channel]
        if number not in self._standing:
            self._standing[number] = self.linked.standing(self.faces[number])
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


def _relaxed(
    graphs: list[CountGraph], first: np.ndarray, last: np.ndarray, *, most: bool
) -> np.ndarray:
    """Bound that the first of some graphs proves, or the others added up; minus the most."""
    own, *parts = [-graph.bounds(first, last)[1] if most else graph.bounds(first, last)[0]
                   for graph in graphs]  # fmt: skip
    return np.maximum(own, np.sum(parts, axis=0)) if parts else own


def _within(group: str, channel: str, whole: str, whole_channel: str) -> bool:
    """Whether one series counts part of another; channels may be joined by ``+``."""
    singles = whole_channel.split("+")
    inside = all(
        any(channel_within(name, other) for other in singles) for name in channel.split("+")
    )
    return inside and group_within(group, whole)


def _widened(members: list[tuple[int, Limit]], voices: int) -> dict[int, float]:
    """Weights that let a window range over all its figures: outside them every voice objects."""
    weights = {place: 0.0 for place, _ in members}
    for upper in (False, True):
        of_side = [(place, limit) for place, limit in members if limit.upper == upper]
        if of_side:
            widest = max if upper else min
            place, _ = widest(of_side, key=lambda item: (item[1].persons, item[0]))
            weights[place] = float(max(voices, 1))
    return weights
