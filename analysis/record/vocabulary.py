"""The record's own vocabulary: what its words mean, and what holds between them by definition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from analysis.record.words import (
    ANY,
    EVERYBODY,
    EXCHANGES,
    FLOW,
    MEDIATOR,
    PARTY,
    PERSONS,
    STOCK,
    Channel,
    Definition,
    Group,
    Kind,
    Measure,
    Side,
    Sum,
    TableOf,
)


class Series(NamedTuple):
    """What is counted, of whom, and through which channel (several are joined by ``+``)."""

    measure: str
    group: str
    channel: str


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Words of a record by name, in their written order.

    ``all`` is the first group, ``any`` the last channel.
    """

    sides: Mapping[str, Side]
    measures: Mapping[str, Measure]
    groups: Mapping[str, Group]
    channels: Mapping[str, Channel]
    kinds: Mapping[str, Kind]
    definitions: Mapping[str, Definition]
    sums: Sequence[Sum] = ()
    declared_tables: Sequence[TableOf] = ()

    @cached_property
    def parties(self) -> dict[str, str]:
        """The two sides that exchange, and their names in print."""
        return {side.name: side.title for side in self.sides.values() if side.role == PARTY}

    @cached_property
    def mediators(self) -> tuple[str, ...]:
        """Sides that mediate."""
        return tuple(side.name for side in self.sides.values() if side.role == MEDIATOR)

    @cached_property
    def stocks(self) -> tuple[str, ...]:
        """Measures that are a number at a day; all others add up over days."""
        return tuple(name for name, measure in self.measures.items() if measure.kind == STOCK)

    @cached_property
    def returns(self) -> dict[str, str]:
        """Flows of persons who return, and the side that receives them.

        Its own official count is preferred where figures for one exchange differ.
        """
        return {
            name: measure.side
            for name, measure in self.measures.items()
            if measure.side and measure.kind == FLOW and measure.unit == PERSONS
        }

    @cached_property
    def directions(self) -> dict[str, str]:
        """The same flows by the names of their columns: ``to_`` and the side."""
        return {f"to_{side}": measure for measure, side in self.returns.items()}

    @cached_property
    def both_sides(self) -> str:
        """The measure that is the sum of all returns; "" if none is declared."""
        sums = {frozenset(self.singles_of_measure(name)): name for name in self.measures
                if self.measures[name].sum_of}  # fmt: skip
        return sums.get(frozenset(self.returns), "")

    @cached_property
    def exchanges(self) -> str:
        """The measure that counts exchanges; "" if none does."""
        units = {measure.unit: name for name, measure in self.measures.items()}
        return units.get(EXCHANGES, "")

    @cached_property
    def of_exchanges(self) -> tuple[str, ...]:
        """Flows that exchanges bring: persons, and the exchanges themselves."""
        return tuple(name for name, measure in self.measures.items()
                     if measure.kind == FLOW and measure.unit in (PERSONS, EXCHANGES))  # fmt: skip

    @cached_property
    def chain(self) -> str:
        """The channel whose exchanges officials number; "" if none does."""
        chains = (name for name, channel in self.channels.items() if channel.numbered_chain)
        return next(chains, "")

    @cached_property
    def main(self) -> Series:
        """The series that is meant if nothing else is said."""
        flows = (name for name in self.measures if name not in self.stocks)
        return Series(next(iter(self.returns or flows)), EVERYBODY, self.chain or ANY)

    @cached_property
    def reference(self) -> str:
        """The definition of an exchange that stands for all where one has to: marked, or last."""
        marked = (name for name, meaning in self.definitions.items() if meaning.reference)
        return next(marked, [*self.definitions][-1])

    @cached_property
    def tables(self) -> dict[str, Series]:
        """Series written as derived tables, by the name of the table."""
        if self.declared_tables:
            return {
                each.name: Series(each.measure, each.group, each.channel)
                for each in self.declared_tables
            }
        names = {**self.directions}
        names |= {self.exchanges: self.exchanges} if self.exchanges else {}
        return {
            f"{name}_{channel}": Series(measure, EVERYBODY, channel)
            for name, measure in names.items()
            for channel in dict.fromkeys((self.main.channel, ANY))
        }

    def words(self, name: str) -> tuple[str, ...]:
        """Names of one of the lists."""
        return tuple(getattr(self, name))

    def unit_of(self, measure: str) -> str:
        """The unit in which a measure counts."""
        return self.measures[measure].unit

    def groups_of(self, measure: str) -> tuple[str, ...]:
        """Groups by which a measure can be split."""
        return self._groups_of[measure]

    @cached_property
    def _groups_of(self) -> dict[str, tuple[str, ...]]:
        return {
            name: tuple(
                group
                for group, word in self.groups.items()
                if group == EVERYBODY or measure.unit in word.units
            )
            for name, measure in self.measures.items()
        }

    def parts(self, measure: str) -> tuple[str, ...]:
        """Groups that together make up ``all``, without overlap and without remainder."""
        return self._parts.get(measure, ())

    @cached_property
    def _parts(self) -> dict[str, tuple[str, ...]]:
        return {
            name: each.parts
            for each in self.sums
            for name, measure in self.measures.items()
            if name in each.measures or measure.unit in each.units
        }

    def groups_that(self, property_: str) -> tuple[str, ...]:
        """Groups of which a property is said."""
        return tuple(name for name, group in self.groups.items() if getattr(group, property_))

    @cached_property
    def recipients(self) -> dict[str, str]:
        """Who receives packages, and the stock they belong to."""
        return {
            name: group.recipient_of for name, group in self.groups.items() if group.recipient_of
        }

    @cached_property
    def packages(self) -> str:
        """The measure of what recipients receive; "" if there is none."""
        units = {unit for name in self.recipients for unit in self.groups[name].units}
        return next((name for name in self.measures if self.unit_of(name) in units), "")

    def group_within(self, part: str, whole: str) -> bool:
        """Whether everybody counted in ``part`` is by definition counted in ``whole``."""
        return part == whole or whole in self._group_wholes[part]

    @cached_property
    def _group_wholes(self) -> dict[str, frozenset[str]]:
        return _closure({name: group.part_of for name, group in self.groups.items()})

    def family(self, measure: str, group: str) -> tuple[str, ...]:
        """Name the groups that may bear on one: what contains it, and the parts of ``all``."""
        wholes = [name for name in self.groups if name in self._group_wholes[group]]
        return tuple(dict.fromkeys([EVERYBODY, *self.parts(measure), *wholes, group]))

    def smallest_wholes(self, group: str, groups: Sequence[str]) -> list[str]:
        """Those of some groups that contain one, and no other of them that contains it."""
        wholes = [name for name in groups if name in self._group_wholes[group]]
        return [
            name
            for name in wholes
            if not any(name in self._group_wholes[other] for other in wholes)
        ]

    @cached_property
    def single_channels(self) -> tuple[str, ...]:
        """The channels that together make up ``any``, without overlap and without remainder."""
        declared = self.channels[ANY].sum_of
        return declared or tuple(
            name for name, channel in self.channels.items() if name != ANY and not channel.part_of
        ) or (ANY,)  # fmt: skip

    @cached_property
    def split_channels(self) -> tuple[str, ...]:
        """The channels that make up ``any`` and ``any``, each once."""
        return tuple(dict.fromkeys((*self.single_channels, ANY)))

    def unsplit(self, measure: str) -> bool:
        """Whether no channel splits a measure: a blank channel counts them all."""
        return not self.measures[measure].channels or len(self.channels) == 1

    def channel_within(self, part: str, whole: str) -> bool:
        """Whether a count over channel ``part`` is at most the same count over ``whole``.

        A blank channel (the page does not say) holds at least the numbered chain and at most
        everything.
        """
        if part == whole or whole == ANY:
            return True
        return (part == self.chain != "") if whole == "" else whole in self._channel_wholes[part]

    @cached_property
    def _channel_wholes(self) -> dict[str, frozenset[str]]:
        wholes = _closure({name: channel.part_of for name, channel in self.channels.items()})
        return wholes | {"": frozenset({ANY})}

    def singles_of(self, channel: str) -> tuple[str, ...]:
        """Channels that one, several joined by ``+``, or ``any`` counts, none of them twice."""
        return self.single_channels if channel == ANY else tuple(channel.split("+"))

    def singles_of_measure(self, measure: str) -> tuple[str, ...]:
        """Measures of which one is the sum, or itself."""
        parts = self.measures[measure].sum_of
        if not parts:
            return (measure,)
        return tuple(name for part in parts for name in self.singles_of_measure(part))

    def measure_within(self, part: str, whole: str) -> bool:
        """Whether one measure is another, or one of those whose sum it is."""
        return part == whole or {*self.singles_of_measure(part)} <= {
            *self.singles_of_measure(whole)
        }

    def related(self, measure: str, other: str) -> bool:
        """Whether one of two measures is the other, or its sum."""
        return self.measure_within(measure, other) or self.measure_within(other, measure)

    def within(self, part: Series, whole: Series) -> bool:
        """Whether one series counts part of another, or the same."""
        singles = whole.channel.split("+")
        return (
            self.group_within(part.group, whole.group)
            and self.measure_within(part.measure, whole.measure)
            and all(
                any(self.channel_within(name, other) for other in singles)
                for name in part.channel.split("+")
            )
        )

    def kind_channels(self, kind: str) -> tuple[str, str]:
        """Channel of an exchange of some kind without an ordinal, and with one."""
        word = self.kinds[kind]
        channel = word.channel or self.single_channels[0]
        return channel, word.channel_if_numbered or channel


def _closure(wholes: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """All that contains each word, itself left out; the relation has no circle."""
    found: dict[str, frozenset[str]] = {}

    def above(name: str) -> frozenset[str]:
        if name not in found:
            direct = frozenset(wholes.get(name, ()))
            found[name] = direct.union(*map(above, direct))
        return found[name]

    for name in wholes:
        above(name)
    return found
