"""Counts of several series at once: the columns of a linear program, and what links them.

The limits of one series are difference constraints (see `graph`). What links series is not:
``military + civilians = all`` and ``numbered + unnumbered + outside = any`` add three or four
counts in one equation. Here cumulative counts are columns of a sparse program.

``any`` is no column, but the sum of its channels, nor is the last of the parts of ``all``: it is
what the others leave. A count is a column only on the days between which it has to be known: days
on which the group or one that it contains is spoken of, in its channel or in ``any``. Between two
such days any course will do that keeps within what contains the group, and there is one, because
the whole grows by as much at least: the persons of the group are persons of the whole, and nothing
is said of when in between they came. A group inside two wholes that do not contain each other needs
the days of both, since it has to follow them at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

import numpy as np

from analysis.bounds.graph import ORIGIN
from analysis.bounds.limits import Limit
from analysis.bounds.program import EPSILON, Face, Program, Rows, Terms
from analysis.record.relations import CHANNEL_PARTS, group_within, smallest_wholes
from analysis.record.schema import GROUPS

SINGLE_CHANNELS = CHANNEL_PARTS["any"]


class LinkedCounts:
    """Limits of a family of series as rows of one program, each of which may move at a price.

    ``asked`` are groups whose windows may begin and end on any day (on ``days`` their counts are
    columns, whether spoken of or not); of other groups only windows
    between days on which they, or groups that they contain, are spoken of.
    """

    def __init__(
        self,
        limits: Sequence[Limit],
        parts: Sequence[str],
        asked: Iterable[str] = (),
        days: Iterable[int] = (),
    ) -> None:
        self.parts = tuple(parts)
        self.limits = list(limits)
        needed = {"all", *parts, *asked, *(limit.group for limit in limits)}
        self.groups = [name for name in GROUPS if name in needed]
        self._wholes = {
            name: [] if name in ("all", *parts) else smallest_wholes(name, self.groups)
            for name in self.groups
        }
        self._days = self._days_to_know({*asked, "all"}, {ORIGIN, *days})
        self._first: dict[tuple[str, str], int] = {}
        self._size = 0
        for group, channel in product(self.groups, SINGLE_CHANNELS):
            if not self.parts or group != self.parts[-1]:
                self._first[group, channel] = self._size
                self._size += len(self._days[group, channel])
        rows = Rows()
        self._link(rows)
        self._links = rows.size
        self._say(rows)
        self.program = Program(rows, self._size, np.array(list(self._first.values()), dtype=int))
        self._weight = np.array([limit.weight for limit in self.limits])
        self._agreed = np.array([limit.agreed for limit in self.limits], dtype=bool)
        others = self._weight[~self._agreed & np.isfinite(self._weight)]
        self._agreed_price = 1.0 + others.sum()
        self._upper = np.array([limit.upper for limit in self.limits], dtype=bool)
        self._said = rows.matrix(self._size)[self._links :]
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

    def idle(self, face: Face, group: str, channel: str) -> tuple[np.ndarray, np.ndarray]:
        """First and last days of steps in which nobody of a single channel comes on a face."""
        opened, closed = [np.empty(0, dtype=int)], [np.empty(0, dtype=int)]
        for row, name, whole, its_channel in self.link_rows:
            if not whole and its_channel == channel and group_within(group, name):
                days = self._days[name, channel]
                equal = face.above[row : row + len(days) - 1]
                opened.append(days[:-1][equal])
                closed.append(days[1:][equal])
        return np.concatenate(opened), np.concatenate(closed)

    def price(self) -> tuple[float, float]:
        """Prices of the last answer: of agreed limits, and of all."""
        moves = np.maximum(self.over(self.program.values), 0.0)
        price = np.where(moves > EPSILON, self._weight, 0.0) * moves
        return float(price[self._agreed].sum()), float(price.sum())

    def days(self, group: str, channel: str) -> np.ndarray:
        """Sorted days at whose end a count is a column in some channel of it, the origin first."""
        return np.unique(np.concatenate([self._days[group, name] for name in singles_of(channel)]))

    def windows(
        self, group: str, channel: str, first: np.ndarray, last: np.ndarray, *, most: bool
    ) -> tuple[Terms, np.ndarray]:
        """Columns that add up to extremes of windows, and whether a column closes each window.

        On a day between two columns nothing is said, so the persons of the time between can have
        come before it or after: for the most of a window both ends look outwards, for the least
        inwards, channel by channel.
        """
        singles = singles_of(channel)
        opening, closing = np.maximum(np.asarray(first) - 1, ORIGIN), np.asarray(last)
        terms: Terms = []
        known = np.ones(len(opening), dtype=bool)
        for single in singles:
            days = self._days[group, single]
            if most:
                start = np.searchsorted(days, opening, side="right") - 1
                end = np.searchsorted(days, closing)
                known &= end < len(days)
                end = np.minimum(end, len(days) - 1)
            else:
                start = np.searchsorted(days, opening)
                end = np.searchsorted(days, closing, side="right") - 1
                start = np.minimum(start, end)
            terms += self.growth(group, single, days[start], days[end])
        return terms, known

    def growth(self, group: str, channel: str, start: np.ndarray, end: np.ndarray) -> Terms:
        """Columns that add up to the counts of a series from the end of one day to another's."""
        return self._terms(group, channel, end) + _negative(self._terms(group, channel, start))

    def price_of(self, terms: Terms, which: int | np.ndarray) -> np.ndarray:
        """Sum of some windows as a price of the program."""
        price = np.zeros(self._size)
        for factor, columns in terms:
            np.add.at(price, columns[which], factor)
        return price

    def proof(self, price: np.ndarray) -> list[int]:
        """Limits that prove the least value of a price: those with a multiplier, the fewest."""
        multipliers = self.program.fewest(price, self._links)
        return np.flatnonzero(np.abs(multipliers[self._links :]) > EPSILON).tolist()

    def _days_to_know(self, asked: set[str], always: set[int]) -> dict[tuple[str, str], np.ndarray]:
        """Days on which counts are columns, sorted, by group and single channel."""
        spoken: dict[tuple[str, str], set[int]] = {}
        for limit in self.limits:
            for single in singles_of(limit.channel):
                spoken.setdefault((limit.group, single), set()).update((limit.opened, limit.closed))
        known: dict[tuple[str, str], set[int]] = {}
        for channel in SINGLE_CHANNELS:
            every = always.union(*(days for (_, name), days in spoken.items() if name == channel))
            own = {
                group: set(every)
                if group in asked
                else {ORIGIN} | spoken.get((group, channel), set())
                for group in self.groups
            }
            before = -1
            while sum(map(len, own.values())) > before:
                before = sum(map(len, own.values()))
                for group, days in own.items():
                    days |= set().union(*(own[name] for name in own if group_within(name, group)))
                    apart = [name for name in self._wholes[group] if name not in self.parts]
                    if len(self._wholes[group]) > 1:
                        days |= set().union(*(own[name] for name in apart))
                    if group in self.parts:
                        days |= set().union(*(own[name] for name in self.parts))
            known |= {(group, channel): days for group, days in own.items()}
        return {series: np.array(sorted(days)) for series, days in known.items()}

    def _terms(self, group: str, channel: str, days: np.ndarray) -> Terms:
        """Columns that add up to the cumulative counts of a series at the end of some days."""
        singles = singles_of(channel)
        if len(singles) > 1:
            return [term for name in singles for term in self._terms(group, name, days)]
        if self.parts and group == self.parts[-1]:
            others = [self._terms(name, channel, days) for name in self.parts[:-1]]
            return sum(map(_negative, others), self._terms("all", channel, days))
        known = self._days[group, channel]
        places = np.searchsorted(known, days)
        if not np.array_equal(known[np.minimum(places, len(known) - 1)], days):
            raise ValueError(f"days {days.tolist()}: {group}, {channel} is not known on them")
        return [(1.0, self._first[group, channel] + places)]

    def _link(self, rows: Rows) -> None:
        """Add that no count falls, and that no group grows by more than what contains it."""
        self.link_rows: list[tuple[int, str, str, str]] = []
        for group, channel in product(self.groups, SINGLE_CHANNELS):
            days = self._days[group, channel]
            steps = days[:-1], days[1:]
            zero = np.zeros(len(days) - 1)
            own = self.growth(group, channel, *steps)
            self.link_rows.append((rows.size, group, "", channel))
            rows.add(_negative(own), zero)
            for whole in self._wholes[group]:
                self.link_rows.append((rows.size, group, whole, channel))
                rows.add(own + _negative(self.growth(whole, channel, *steps)), zero)

    def _say(self, rows: Rows) -> None:
        """Add a row for each limit."""
        blocks: dict[tuple[str, str, bool], list[Limit]] = {}
        for limit in self.limits:
            blocks.setdefault((limit.group, limit.channel, limit.upper), []).append(limit)
        self.limits = [limit for said in blocks.values() for limit in said]
        for (group, channel, upper), said in blocks.items():
            opened = np.array([limit.opened for limit in said])
            closed = np.array([limit.closed for limit in said])
            persons = np.array([float(limit.persons) for limit in said])
            terms = self.growth(group, channel, opened, closed)
            rows.add(terms if upper else _negative(terms), persons if upper else -persons)


def singles_of(channel: str) -> Sequence[str]:
    """Name the single channels that one, several joined by ``+``, or ``any`` counts."""
    return SINGLE_CHANNELS if channel == "any" else channel.split("+")


def _negative(terms: Terms) -> Terms:
    return [(-factor, columns) for factor, columns in terms]
