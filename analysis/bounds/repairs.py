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

**Two tiers.** Agreed limits (see `limits`) move as little as can be; only then the others count.
One program does both: a person of an agreed limit costs more than a person of all others together.
For one series that is the same. A repair differs from one that is best in both tiers by shifts of
days (the elementary vectors of count differences have entries 0 and 1), each of which moves any
limit by a person at most; a shift that lowers the first tier lowers it by a unit, and what it adds
to the second is less than that. Firm claims never move.

**Disputed figures stay attainable.** Where direct claims for one window exclude each other and the
face leaves one of them out, the program is solved once more with that claim held; bounds are those
of the hull of all faces. If several windows have such a figure, one more face lets each of these
windows range over all its figures, so that more than one of them can be true at once.

How bounds are found on the faces, and how they are rounded, is in `hull`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from analysis.bounds.hull import Hull
from analysis.bounds.limits import Statement, limits_of, quarrels
from analysis.bounds.linked import LinkedCounts
from analysis.bounds.program import EPSILON, InfeasibleError
from analysis.record.vocabulary import Series, Vocabulary


class Repairs:
    """All cheapest repairs of some statements, ready to be asked about windows of any days.

    Parameters
    ----------
    statements : sequence of (Series, Claim)
        In any order.
    words : Vocabulary
        What the words of the series mean.
    asked : sequence of Series
        Those besides everybody whose windows may begin and end on any day.
    days : sequence of int
        Days on which a course of events may be chosen.

    Attributes
    ----------
    price : tuple of float
        Persons moved times voices in every cheapest repair: of agreed limits, and of all.
    """

    def __init__(
        self,
        statements: Sequence[Statement],
        words: Vocabulary,
        asked: Sequence[Series] = (),
        days: Sequence[int] = (),
    ) -> None:
        self.statements = sorted(statements, key=lambda said: (said[0], said[1].order))
        self.linked = LinkedCounts(limits_of(self.statements), words, asked, days)
        self.hull = Hull(self.linked)
        self.hull.add(self.linked.cheapest())
        self._start = self.linked.program.basis()
        self.price = self.linked.price()
        self._moved: dict[int, float] = {}
        self._limits_of: list[list[int]] = [[] for _ in self.statements]
        for place, limit in enumerate(self.linked.limits):
            for number in limit.claims:
                self._limits_of[number].append(place)
        self._hold_disputed()

    def bounds(
        self, series: Series, first: np.ndarray, last: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Least and most persons of the windows [first, last] over all cheapest repairs.

        The channel is one, several joined by ``+``, or ``any``; an unlimited count is infinite.
        """
        first, last = np.asarray(first), np.asarray(last)
        wider = self.linked.unspoken(series)
        if wider:  # nothing is said of it: it may hold nothing, or all of what contains it
            highs = [self.bounds(whole, first, last)[1] for whole in wider]
            return np.zeros(len(first)), np.minimum.reduce(highs)
        low = self.hull.extremes(series, first, last, most=False)
        high = self.hull.extremes(series, first, last, most=True)
        return np.maximum(low, 0.0), high

    @cached_property
    def unattained(self) -> dict[int, int]:
        """Limits that no cheapest repair leaves true, and the persons by which they are missed."""
        broken = np.all([self.linked.broken(values) for values in self.hull.solutions], axis=0)
        places = np.flatnonzero(broken)
        short = self._beyond(places, -1.0)
        missed = zip(places.tolist(), short.tolist(), strict=True)
        return {place: int(persons) for place, persons in missed if persons > 0}

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
        _, claim = self.statements[number]
        low, high = claim.low, claim.high
        for place in self._limits_of[number]:
            persons = self.unattained.get(place, 0)
            upper = self.linked.limits[place].upper
            low, high = (low, high + persons) if upper else (low - persons, high)
        return low, high

    @cached_property
    def wrong(self) -> frozenset[int]:
        """Statements that some cheapest repair makes wrong."""
        return self._wrong_among(range(len(self.statements)))

    def _wrong_among(self, numbers: Iterable[int]) -> frozenset[int]:
        places = sorted({place for number in numbers for place in self._limits_of[number]})
        broken = self._broken_among(np.array(places, dtype=int)).tolist()
        return frozenset(name for place in broken for name in self.linked.limits[place].claims)

    def _broken_among(self, places: np.ndarray) -> np.ndarray:
        """Limits that some cheapest repair breaks."""
        broken = np.any([self.linked.broken(values) for values in self.hull.solutions], axis=0)
        moving = np.any([self.linked.moving(face) for face in self.hull.faces], axis=0)
        doubtful = places[moving[places] & ~broken[places]]
        broken[doubtful] = self._furthest(doubtful) > 0
        return places[broken[places]]

    def _furthest(self, places: np.ndarray) -> np.ndarray:
        """Persons by which the repairs go beyond limits at the furthest; remembered."""
        new = np.array([place for place in places.tolist() if place not in self._moved], dtype=int)
        self._moved.update(zip(new.tolist(), self._beyond(new, 1.0).tolist(), strict=True))
        return np.array([self._moved[place] for place in places.tolist()])

    @cached_property
    def agreeing(self) -> list[Statement]:
        """All statements, each as wide as the cheapest repairs take it: they agree."""
        return self.agreeing_among(range(len(self.statements)))

    def agreeing_among(
        self, numbers: Iterable[int], certainly: Iterable[int] | None = None
    ) -> list[Statement]:
        """Some statements, each as wide as the cheapest repairs take it.

        If only some are ``certainly`` so, the others (but for those about the same days) are only
        as wide as the repairs at hand take them: they agree too, and imply at least as much.
        """
        said = {number: self.statements[number] for number in numbers}
        places = {place for number in said for place in self._limits_of[number]}
        over: dict[int, float] = {}
        if certainly is not None:
            days_of = [limit[2:4] for limit in self.linked.limits]
            days = {days_of[place] for number in certainly for place in self._limits_of[number]}
            at_hand = {place: round(persons, 5) for place, persons in self._at_hand.items()}
            over = {place: persons for place, persons in at_hand.items() if persons % 1 == 0}
            places = {place for place in places
                      if days_of[place] in days or at_hand.get(place, 0.0) % 1}  # fmt: skip
        broken = self._broken_among(np.array(sorted(places), dtype=int))
        over |= dict(zip(broken.tolist(), self._furthest(broken).tolist(), strict=True))
        for place, persons in over.items():
            limit = self.linked.limits[place]
            for number in said.keys() & set(limit.claims):
                series, claim = said[number]
                wider = (
                    replace(claim, high=claim.high + persons)
                    if limit.upper
                    else replace(claim, low=int(claim.low - persons))
                )
                said[number] = series, wider
        return list(said.values())

    @cached_property
    def _at_hand(self) -> dict[int, float]:
        """Limits that a solution at hand breaks, and by how many persons at the furthest."""
        over = np.max([self.linked.over(values) for values in self.hull.solutions], axis=0)
        broken = np.flatnonzero(over > EPSILON)
        return dict(zip(broken.tolist(), over[broken].tolist(), strict=True))

    def contested_among(self, numbers: Iterable[int]) -> frozenset[int]:
        """Those of some statements that some repair makes wrong, or that stand against such."""
        numbers = frozenset(numbers)
        return self._wrong_among(numbers) & numbers | self._against_all & numbers

    @cached_property
    def _against_all(self) -> frozenset[int]:
        return frozenset[int]().union(*(self.against(place) for place in self.unattained))

    def against(self, place: int) -> list[int]:
        """Statements that exclude a limit that had to give way: those that prove its bound."""
        limit = self.linked.limits[place]
        window = limit.opened + 1, limit.closed
        proof = self.proof(limit.series, *window, most=not limit.upper)
        gave_way = {name for other in self.unattained for name in self.linked.limits[other].claims}
        return [number for number in proof if number not in gave_way]

    def proof(self, series: Series, first: int, last: int, *, most: bool) -> list[int]:
        """Statements that together prove the least or most of a window on the first face."""
        window = np.array([first]), np.array([last])
        terms, _ = self.linked.windows(series, *window, most=most)
        self.linked.program.lay(self.hull.faces[0])
        self.linked.program.start(self._start)  # the same proof whatever was asked before
        price = self.linked.price_of(terms, np.array([0])) * (-1.0 if most else 1.0)
        limits = (self.linked.limits[place] for place in self.linked.proof(price))
        return sorted({name for limit in limits for name in limit.claims})

    def _beyond(self, places: np.ndarray, way: float) -> np.ndarray:
        """Persons by which the repairs go beyond limits at the furthest, or (``way`` -1) at least.

        Negative where they all lie within, or where one of them does.
        """
        limits = self.linked.limits
        result = np.zeros(len(places))
        blocks: dict[tuple[Series, bool], list[int]] = {}
        for row, place in enumerate(places.tolist()):
            limit = limits[place]
            blocks.setdefault((limit.series, limit.upper), []).append(row)
        for (series, upper), rows in blocks.items():
            chosen = places[rows]
            opened, closed, persons = np.array(
                [(limits[n].opened, limits[n].closed, limits[n].persons) for n in chosen]
            ).T
            most = upper == (way > 0)
            over = self.hull.extremes(series, opened + 1, closed, most=most) - persons
            result[rows] = over if upper else -over
        return result

    def _hold_disputed(self) -> None:
        """Add a face for each disputed figure that the first face leaves out."""
        weights: dict[int, float] = {}
        left_out: list[int] = []
        windows = 0
        of_series: dict[Series, list[list[int]]] = {}
        for series, _, numbers in quarrels(self.statements):
            of_series.setdefault(series, []).append(numbers)
        for series, of_windows in of_series.items():
            claims = [self.statements[n][1] for numbers in of_windows for n in numbers]
            first, earliest, last = np.array([(c.start, c.earliest, c.end) for c in claims]).T
            most = iter(self.hull.extremes(series, first, last, most=True))
            least = iter(self.hull.extremes(series, first, earliest, most=False))
            for numbers in of_windows:
                of_window = [self.statements[number][1] for number in numbers]
                out = [
                    number
                    for number, claim in zip(numbers, of_window, strict=True)
                    if (claim.low > next(most)) | (claim.high < next(least))
                ]
                if out:
                    windows += 1
                    left_out += out
                    voices = len(frozenset[str]().union(*(claim.voices for claim in of_window)))
                    weights |= self._widened(
                        {place for number in numbers for place in self._limits_of[number]}, voices
                    )
        for number in left_out:
            self._add_face(held=self._limits_of[number])
        if windows > 1:
            self._add_face(weights=weights)

    def _widened(self, places: set[int], voices: int) -> dict[int, float]:
        """Weights that let a window range over all its figures: outside them all voices object."""
        weights = dict.fromkeys(places, 0.0)
        for upper, widest in ((False, min), (True, max)):
            of_side = [place for place in places if self.linked.limits[place].upper == upper]
            if of_side:
                outermost = widest(of_side, key=lambda n: (self.linked.limits[n].persons, n))
                weights[outermost] = float(max(voices, 1))
        return weights

    def _add_face(
        self, held: Sequence[int] = (), weights: Mapping[int, float] | None = None
    ) -> None:
        # From the first face a few steps lead to another, and the two have most in common.
        self.linked.program.start(self._start)
        try:
            self.hull.add(self.linked.cheapest(held, weights))
        except InfeasibleError:  # against what never moves: it cannot be attained
            return
