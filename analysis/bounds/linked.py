"""Counts of several series at once, as a linear program whose limits may move at a price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from analysis.bounds.columns import Columns, negative
from analysis.bounds.limits import Limit
from analysis.bounds.program import EPSILON, Face, Program, Rows, Terms
from analysis.record.vocabulary import Series, Vocabulary


class Link(NamedTuple):
    """Rows that say, step by step, that some counts together grow no more than others.

    ``row`` is the first of them; the steps lead from each of ``days`` to the next.
    """

    row: int
    less: tuple[Series, ...]
    more: tuple[Series, ...]
    days: np.ndarray


class LinkedCounts(Columns):
    """Limits of a family of series as rows of one program, each of which may move at a price."""

    def __init__(
        self,
        limits: Sequence[Limit],
        words: Vocabulary,
        asked: Iterable[Series] = (),
        days: Iterable[int] = (),
    ) -> None:
        self.limits = list(limits)
        super().__init__(limits, words, asked, days)
        rows = Rows()
        self.links: list[Link] = []
        for less, more, known in self.linked():
            steps = known[:-1], known[1:]
            smaller = [term for series in less for term in self.growth(series, *steps)]
            larger = [term for series in more for term in self.growth(series, *steps)]
            self.links.append(Link(rows.size, less, more, known))
            rows.add(smaller + negative(larger), np.zeros(len(known) - 1))
        self._links = rows.size
        self._say(rows)
        self.program = Program(rows, self.size, np.array(list(self.first.values()), dtype=int))
        self._weight = np.array([limit.weight for limit in self.limits])
        self._agreed = np.array([limit.agreed for limit in self.limits], dtype=bool)
        others = self._weight[~self._agreed & np.isfinite(self._weight)]
        self._agreed_price = 1.0 + others.sum()
        self._upper = np.array([limit.upper for limit in self.limits], dtype=bool)
        self._said = rows.matrix(self.size)[self._links :]
        self._persons = rows.limit[self._links :]

    def cheapest(
        self, held: Iterable[int] = (), weights: Mapping[int, float] | None = None
    ) -> Face:
        """Face of all cheapest repairs: agreed limits move least, and then the others.

        Limits ``held`` do not move; ``weights`` are other weights of some. An InfeasibleError if
        the limits held cannot be true.
        """
        weight = self._weight.copy()
        weight[list(held)] = np.inf
        for place, other in (weights or {}).items():
            weight[place] = other
        return self.program.narrowed(
            self._face(weight * np.where(self._agreed, self._agreed_price, 1))
        )

    def held_but(self, out: set[int]) -> Face:
        """Face on which every claim holds as it was made, but for those with numbers in ``out``."""
        free = [out.issuperset(limit.claims) for limit in self.limits]
        return self._face(np.where(free, 0.0, np.inf))

    def _face(self, weight: np.ndarray) -> Face:
        """Face on which limits may be exceeded at a price a person."""
        high = np.r_[np.full(self._links, np.inf), weight]
        return Face(np.zeros(len(high)), high)

    def standing(self, face: Face) -> tuple[np.ndarray, np.ndarray]:
        """Whether each limit bounds from below, and from above, everywhere on a face.

        A limit that does not move bounds as said, and from the other side too if it holds with
        equality; a limit that is exceeded bounds from the other side only.
        """
        said, other = face.below[self._links :], face.above[self._links :]
        return np.where(self._upper, other, said), np.where(self._upper, said, other)

    def moving(self, face: Face) -> np.ndarray:
        """Whether each limit may move on a face."""
        return ~face.below[self._links :]

    def broken(self, values: np.ndarray) -> np.ndarray:
        """Whether a solution breaks each limit as it was said."""
        return self.over(values) > EPSILON

    def over(self, values: np.ndarray) -> np.ndarray:
        """Persons by which a solution goes beyond each limit as it was said."""
        over: np.ndarray = self._said @ values - self._persons
        return over

    def idle(self, face: Face, series: Series) -> tuple[np.ndarray, np.ndarray]:
        """First and last days of steps in which nobody of a single series comes on a face."""
        opened, closed = [np.empty(0, dtype=int)], [np.empty(0, dtype=int)]
        for link in self.links:
            if not link.less and self.words.within(series, link.more[0]):
                equal = face.above[link.row : link.row + len(link.days) - 1]
                opened.append(link.days[:-1][equal])
                closed.append(link.days[1:][equal])
        return np.concatenate(opened), np.concatenate(closed)

    def price(self) -> tuple[float, float]:
        """Prices of the last answer: of agreed limits, and of all."""
        moves = np.maximum(self.over(self.program.values), 0.0)
        price = np.where(moves > EPSILON, self._weight, 0.0) * moves
        return float(price[self._agreed].sum()), float(price.sum())

    def price_of(self, terms: Terms, which: int | np.ndarray) -> np.ndarray:
        """Sum of some windows as a price of the program."""
        price = np.zeros(self.size)
        for factor, columns in terms:
            np.add.at(price, columns[which], factor)
        return price

    def proof(self, price: np.ndarray) -> list[int]:
        """Limits that prove the least value of a price: those with a multiplier, the fewest."""
        multipliers = self.program.fewest(price, self._links)
        return np.flatnonzero(np.abs(multipliers[self._links :]) > EPSILON).tolist()

    def _say(self, rows: Rows) -> None:
        """Add a row for each limit."""
        blocks: dict[tuple[Series, bool], list[Limit]] = {}
        for limit in self.limits:
            blocks.setdefault((limit.series, limit.upper), []).append(limit)
        self.limits = [limit for said in blocks.values() for limit in said]
        for (series, upper), said in blocks.items():
            opened = np.array([limit.opened for limit in said])
            closed = np.array([limit.closed for limit in said])
            persons = np.array([float(limit.persons) for limit in said])
            terms = self.growth(series, opened, closed)
            rows.add(terms if upper else negative(terms), persons if upper else -persons)
