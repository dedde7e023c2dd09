"""The columns of a linear program of several series at once, and what links them.

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
holds no more than what contains it, nor do those beside it: the members of a group whom this
mediator did not bring are members of its whole whom he did not bring. Where such a channel is
spoken of another group than everybody, all its groups need the same days, in all channels, since
they have to follow those that contain them group by group and channel by channel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

import numpy as np

from analysis.bounds.graph import ORIGIN
from analysis.bounds.limits import Limit
from analysis.bounds.program import Terms
from analysis.record.vocabulary import Series, Vocabulary
from analysis.record.words import EVERYBODY

Linked = tuple[tuple[Series, ...], tuple[Series, ...], np.ndarray]
"""Counts that together grow no more than others, in each step between some days."""


class Columns:
    """Cumulative counts of a family of series.

    ``asked`` are series whose groups may have windows that begin and end on any day (on ``days``
    their counts are columns, whether spoken of or not); of other groups only windows
    between days on which they, or groups that they contain, are spoken of.
    """

    def __init__(
        self,
        limits: Sequence[Limit],
        words: Vocabulary,
        asked: Iterable[Series],
        days: Iterable[int],
    ) -> None:
        self.words = words
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
            *words.singles_of(series.channel)}}  # fmt: skip
        self._crossed = [*self.groups] if crossed - {EVERYBODY} else [EVERYBODY]
        self._wholes = {
            (measure, name): []
            if name in (EVERYBODY, *words.parts(measure))
            else words.smallest_wholes(name, self.groups)
            for measure, name in product(self.measures, self.groups)
        }
        self._days = self._days_to_know(limits, {series.group for series in asked}, {ORIGIN, *days})
        self.first: dict[Series, int] = {}
        self.size = 0
        for series, known in self._days.items():
            if series.group != self._last_part(series.measure):
                self.first[series] = self.size
                self.size += len(known)

    def linked(self) -> Iterator[Linked]:
        """Yield that no count falls, and that none grows by more than what contains it."""
        for series, days in self._days.items():
            wholes = [
                series._replace(group=name)
                for name in self._wholes[series.measure, series.group]
                if name in self._crossed or series.channel not in self.crossing
            ]
            yield (), (series,), days
            for whole in wholes:
                yield (series,), (whole,), days
            if series.channel in self.crossing:
                for name in self.words.channels[series.channel].part_of:
                    wide = series._replace(channel=name)
                    yield (series,), (wide,), days
                    for whole in wholes:  # nor do those beside the channel
                        yield (wide, whole), (whole._replace(channel=name), series), days

    def singles(self, series: Series) -> list[Series]:
        """The series of one measure and one channel that a series is the sum of."""
        words = self.words
        return [
            Series(measure, series.group, channel)
            for measure in words.singles_of_measure(series.measure)
            for channel in words.singles_of(series.channel)
        ]

    def unspoken(self, series: Series) -> list[Series]:
        """What contains a series of a cutting channel in which nothing is said of the group."""
        name = series.channel
        channel, spoken = self.words.channels.get(name), name in self.crossing
        if not channel or name in self.words.split_channels:
            return []
        if spoken and series.group in self._crossed:
            return []
        wide = [series._replace(channel=wider) for wider in channel.part_of]
        return [*wide, series._replace(group=EVERYBODY)] if spoken else wide

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
        return self._terms(series, end) + negative(self._terms(series, start))

    def _last_part(self, measure: str) -> str:
        """The part of everybody that is what the others leave; "" if there are no parts."""
        return self.words.parts(measure)[-1] if self.words.parts(measure) else ""

    def _days_to_know(
        self, limits: Sequence[Limit], asked: set[str], always: set[int]
    ) -> dict[Series, np.ndarray]:
        """Days on which counts are columns, sorted, by series of one measure and one channel."""
        spoken: dict[Series, set[int]] = {}
        for limit in limits:
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
                (negative(self._terms(series._replace(group=name), days)) for name in others),
                self._terms(series._replace(group=EVERYBODY), days),
            )
        known = self._days[series]
        places = np.searchsorted(known, days)
        if not np.array_equal(known[np.minimum(places, len(known) - 1)], days):
            raise ValueError(f"days {days.tolist()}: {series} is not known on them")
        return [(1.0, self.first[series] + places)]


def negative(terms: Terms) -> Terms:
    """What is taken away."""
    return [(-factor, columns) for factor, columns in terms]
