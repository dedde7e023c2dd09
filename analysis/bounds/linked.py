"""Counts of several series at once: the columns of a linear program, and what links them.

The limits of one series are difference constraints (see `graph`). What links series is not: parts
that make up everybody, channels that make up ``any`` and measures that make up both sides together
add up several counts in one equation. Here cumulative counts are columns of a sparse program.

``any`` is no column, but the sum of its channels, nor is a measure that is a sum, nor the last of
the parts of ``all``: it is what the others leave. A count is a column only on the days between
which it has to be known: days on which the group or one that it contains is spoken of, in its
channel or in ``any``. Between two such days any course will do that keeps within what contains the
group, and there is one, because the whole grows by as much at least: the persons of the group are
persons of the whole, and nothing is said of when in between they came. A group inside two wholes
that do not contain each other needs the days of both, since it has to follow them at once.

A channel that cuts across the others (a mediator's) has columns of its own if it is spoken of. It
holds no more than what contains it, nor do those beside it: the guardsmen whom this mediator did
not bring are soldiers whom he did not bring. Then all its groups need the same days, in all
channels, since they have to follow those that contain them group by group and channel by channel.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from analysis.bounds.graph import ORIGIN
from analysis.bounds.limits import Limit
from analysis.bounds.program import EPSILON, Face, Program, Rows, Terms
from analysis.record.vocabulary import Series, Vocabulary
from analysis.record.words import EVERYBODY


class Link(NamedTuple):
    """Rows that say, step by step, that some counts together grow no more than others.

    ``row`` is the first of them; the steps lead from each of ``days`` to the next.
    """

    row: int
    less: tuple[Series, ...]
    more: tuple[Series, ...]
    days: np.ndarray


class LinkedCounts:
    """Limits of a family of series as rows of one program, each of which may move at a price.

    ``asked`` are series whose groups may have windows that begin and end on any day (on ``days``
    their counts are columns, whether spoken of or not); of other groups only windows
    between days on which they, or groups that they contain, are spoken of.
    """

    def __init__(
        self,
        limits: Sequence[Limit],
        words: Vocabulary,
        asked: Iterable[Series] = (),
        days: Iterable[int] = (),
    ) -> None:
        self.words = words
        self.limits = list(limits)
        asked = [*asked]
        spoken = [*asked, *dict.fromkeys(limit.series for limit in limits)]
        named = {name for series in spoken for name in words.singles_of_measure(series.measure)}
        self.measures = [name for name in words.measures if name in named]
        needed = {EVERYBODY, *(series.group for series in spoken)}
        self.groups = [
            name
            for name in words.groups
            if name in needed or any(name in words.parts(measure) for measure in self.measures)
        ]
        of_limits = {name for series in spoken for name in words.singles_of(series.channel)}
        self.crossing = [
            name
            for name in words.channels
            if name not in words.split_channels
            and any(words.channel_within(part, name) for part in of_limits)
        ]
        """Channels that cut across those that make up ``any``, if they are spoken of."""
        crossed = {series.group for series in spoken if {*self.crossing} & {
            *words.singles_of(series.channel)}} | {series.group for series in asked}  # fmt: skip
        self._crossed = [*self.groups] if crossed - {EVERYBODY} else [EVERYBODY]
        self._wholes = {
            (measure, name): []
            if name in (EVERYBODY, *words.parts(measure))
            else words.smallest_wholes(name, self.groups)
            for measure, name in product(self.measures, self.groups)
        }
        self._days = self._days_to_know({series.group for series in asked}, {ORIGIN, *days})
        self._first: dict[Series, int] = {}
        self._size = 0
        for series, known in self._days.items():
            if series.group != self._last_part(series.measure):
                self._first[series] = self._size
                self._size += len(known)
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
        return self._said @ values > self._persons + EPSILON

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
        moves = np.maximum(self._said @ self.program.values - self._persons, 0.0)
        price = np.where(moves > EPSILON, self._weight, 0.0) * moves
        return float(price[self._agreed].sum()), float(price.sum())

    def singles(self, series: Series) -> list[Series]:
        """The series of one measure and one channel that a series is the sum of."""
        words = self.words
        return [
            Series(measure, series.group, channel)
            for measure in words.singles_of_measure(series.measure)
            for channel in words.singles_of(series.channel)
        ]

    def unspoken(self, series: Series) -> tuple[str, ...]:
        """Channels that contain a cutting one of which nothing is said; none if it has columns."""
        channel = self.words.channels.get(series.channel)
        if series.channel in self.crossing or not channel:
            return ()
        return channel.part_of if series.channel not in self.words.split_channels else ()

    def days(self, series: Series) -> np.ndarray:
        """Sorted days at whose end a count is a column in some part of it, the origin first."""
        return np.unique(np.concatenate([self._days[single] for single in self.singles(series)]))

    def windows(
        self, series: Series, first: np.ndarray, last: np.ndarray, *, most: bool
    ) -> tuple[Terms, np.ndarray]:
        """Columns that add up to extremes of windows, and whether a column closes each window.

        On a day between two columns nothing is said, so the persons of the time between can have
        come before it or after: for the most of a window both ends look outwards, for the least
        inwards, channel by channel.
        """
        opening, closing = np.maximum(np.asarray(first) - 1, ORIGIN), np.asarray(last)
        terms: Terms = []
        known = np.ones(len(opening), dtype=bool)
        for single in self.singles(series):
            days = self._days[single]
            if most:
                start = np.searchsorted(days, opening, side="right") - 1
                end = np.searchsorted(days, closing)
                known &= end < len(days)
                end = np.minimum(end, len(days) - 1)
            else:
                start = np.searchsorted(days, opening)
                end = np.searchsorted(days, closing, side="right") - 1
                start = np.minimum(start, end)
            terms += self.growth(single, days[start], days[end])
        return terms, known

    def growth(self, series: Series, start: np.ndarray, end: np.ndarray) -> Terms:
        """Columns that add up to the counts of a series from the end of one day to another's."""
        return self._terms(series, end) + _negative(self._terms(series, start))

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

    def _last_part(self, measure: str) -> str:
        """The part of everybody that is what the others leave; "" if there are no parts."""
        return self.words.parts(measure)[-1] if self.words.parts(measure) else ""

    def _days_to_know(self, asked: set[str], always: set[int]) -> dict[Series, np.ndarray]:
        """Days on which counts are columns, sorted, by series of one measure and one channel."""
        spoken: dict[Series, set[int]] = {}
        for limit in self.limits:
            for single in self.singles(limit.series):
                spoken.setdefault(single, set()).update((limit.opened, limit.closed))
        asked = asked | {EVERYBODY}
        channels = [*self.words.single_channels, *self.crossing]
        known: dict[Series, set[int]] = {}
        for measure in self.measures:
            of_channel: dict[str, set[int]] = {name: {*always} for name in channels}
            for series, days in spoken.items():
                if series.measure == measure:
                    of_channel[series.channel] |= days
            if self.crossing:  # what cuts across all needs the days of all
                of_channel = dict.fromkeys(channels, set().union(*of_channel.values()))
            for channel, every in of_channel.items():
                of_one = [*self._crossed] if channel in self.crossing else self.groups
                common = asked if not self.crossing or len(self._crossed) == 1 else {*self.groups}
                known |= self._own_days(measure, channel, of_one, common, every, spoken)
        # In the order of the groups, the channels of each together.
        order = product(self.measures, self.groups, channels)
        return {
            series: np.array(sorted(known[series]))
            for series in map(Series._make, order)
            if series in known
        }

    def _own_days(
        self,
        measure: str,
        channel: str,
        groups: Sequence[str],
        common: set[str],
        every: set[int],
        spoken: Mapping[Series, set[int]],
    ) -> dict[Series, set[int]]:
        """Days of the groups of one channel: those of ``common`` need every day of it."""
        words, parts = self.words, self.words.parts(measure)
        own = {
            group: set(every)
            if group in common
            else {ORIGIN} | spoken.get(Series(measure, group, channel), set())
            for group in groups
        }
        before = -1
        while sum(map(len, own.values())) > before:
            before = sum(map(len, own.values()))
            for group, days in own.items():
                days |= set().union(*(own[name] for name in own if words.group_within(name, group)))
                wholes = self._wholes[measure, group]
                if len(wholes) > 1:
                    days |= set().union(*(own[name] for name in wholes if name not in parts))
                if group in parts:
                    days |= set().union(*(own[name] for name in parts if name in own))
        return {Series(measure, group, channel): days for group, days in own.items()}

    def _terms(self, series: Series, days: np.ndarray) -> Terms:
        """Columns that add up to the cumulative counts of a series at the end of some days."""
        singles = self.singles(series)
        if len(singles) > 1:
            return [term for single in singles for term in self._terms(single, days)]
        (series,) = singles
        if series.group == self._last_part(series.measure):
            others = self.words.parts(series.measure)[:-1]
            return sum(
                (_negative(self._terms(series._replace(group=name), days)) for name in others),
                self._terms(series._replace(group=EVERYBODY), days),
            )
        known = self._days[series]
        places = np.searchsorted(known, days)
        if not np.array_equal(known[np.minimum(places, len(known) - 1)], days):
            raise ValueError(f"days {days.tolist()}: {series} is not known on them")
        return [(1.0, self._first[series] + places)]

    def _link(self, rows: Rows) -> None:
        """Add that no count falls, and that none grows by more than what contains it."""
        self.links: list[Link] = []
        for series, days in self._days.items():
            wholes = [
                series._replace(group=name)
                for name in self._wholes[series.measure, series.group]
                if name in self._crossed or series.channel not in self.crossing
            ]
            self._no_more(rows, (), (series,), days)
            for whole in wholes:
                self._no_more(rows, (series,), (whole,), days)
            if series.channel in self.crossing:
                for name in self._wider_channels(series.channel):
                    wide = series._replace(channel=name)
                    self._no_more(rows, (series,), (wide,), days)
                    for whole in wholes:  # nor do those beside the channel
                        widest = whole._replace(channel=name)
                        self._no_more(rows, (wide, whole), (widest, series), days)

    def _wider_channels(self, channel: str) -> list[str]:
        """Smallest channels that contain one that cuts across the others."""
        return [*self.words.channels[channel].part_of]

    def _no_more(
        self, rows: Rows, less: tuple[Series, ...], more: tuple[Series, ...], days: np.ndarray
    ) -> None:
        """Add that some counts together grow no more than others in each step between days."""
        steps = days[:-1], days[1:]
        terms = [term for series in less for term in self.growth(series, *steps)]
        for series in more:
            terms += _negative(self.growth(series, *steps))
        self.links.append(Link(rows.size, less, more, days))
        rows.add(terms, np.zeros(len(days) - 1))

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
            rows.add(terms if upper else _negative(terms), persons if upper else -persons)


def _negative(terms: Terms) -> Terms:
    return [(-factor, columns) for factor, columns in terms]
