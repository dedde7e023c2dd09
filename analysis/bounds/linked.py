"""Claims about several series at once: one sparse linear program for what links them.

The reports of one series are difference constraints, and `graph` solves them exactly.
What links series is not: ``military + civilians = all`` and ``numbered + unnumbered + outside =
any`` add three or four counts in one equation. Here counts are variables, and HiGHS finds the least
and the most of a window. Counts are whole, so the bounds are rounded inwards.

``any`` is no variable, but the sum of its channels, nor is the last of the parts of ``all``: it is
what the others leave. A count is a variable only on the days between which it has to be known: days
spoken of in its channel (or in ``any``), and of its group or groups below it in the order ``all``,
parts, other groups. Between two such days any course of the count that keeps within its whole will
do, and there is one, because the whole grows by as much at least.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from analysis.bounds.claims import Claim, Relaxation
from analysis.bounds.graph import ORIGIN
from analysis.bounds.program import EPSILON, Program, Rows, Terms
from analysis.record.relations import CHANNEL_PARTS, smallest_wholes
from analysis.record.schema import GROUPS

SINGLE_CHANNELS = CHANNEL_PARTS["any"]

Statement = tuple[str, str, Claim]
"""A claim with the group and the channel that it speaks of."""


class LinkedModel:
    """All claims about a family of series, with what links the series.

    Claims that contradict each other are relaxed by the least number of persons, weighted by
    independent speakers; firm claims are not. Of several ways at that price the one is taken that
    moves figures of the longest windows: a total over months is further from what its speaker saw
    than the count of a day.

    Parameters
    ----------
    statements : sequence of (str, str, Claim)
        Claims with the group and channel they speak of, in a fixed order.
    parts : sequence of str
        Groups that make up ``all``; empty if nothing does.
    days : iterable of int
        Ends of the windows to be asked about, each as the last day that it counts.
    groups : iterable of str
        Groups to be asked about of which no statement speaks.

    Attributes
    ----------
    price : float
        Persons moved, each claim weighted by its independent speakers; 0 if all claims can be true.
    relaxations : dict of Relaxation
        What was moved, by the number of the statement.
    statements : list of (str, str, Claim)
        The statements after that.
    """

    def __init__(
        self,
        statements: Sequence[Statement],
        parts: Sequence[str],
        days: Iterable[int] = (),
        groups: Iterable[str] = (),
    ) -> None:
        self.parts = tuple(parts)
        # A group of which nothing is said bounds nothing: what it contains is in its wholes anyway.
        needed = {"all", *parts, *groups, *(group for group, _, _ in statements)}
        self._groups = [name for name in GROUPS if name in needed]
        self._days = self._days_to_know(statements, {ORIGIN, *days})
        self._first: dict[tuple[str, str], int] = {}
        self._size = 0
        for group in ("all", *parts[:-1], *self._nested):
            for channel in SINGLE_CHANNELS:
                self._first[group, channel] = self._size
                self._size += len(self._days[self._depth(group), channel])
        rows = Rows()
        self._link(rows)
        self._links = rows.size
        self._sides = self._say(rows, statements)
        self._upper = upper = np.full(self._size + len(self._sides), np.inf)
        upper[list(self._first.values())] = 0.0  # nobody at the origin
        firm = np.array([claim.firm for _, _, claim in statements], dtype=bool)
        upper[self._size :][firm[self._sides[:, 0]]] = 0.0
        self._program = Program(rows, upper)
        moved = self._least_moves([claim for _, _, claim in statements])
        self._program.set_upper(np.r_[upper[: self._size], moved])
        shift = np.zeros((len(statements), 2))
        shift[self._sides[:, 0], self._sides[:, 1]] = moved
        self.price = 0.0
        self.relaxations: dict[int, Relaxation] = {}
        self.statements = list(statements)
        for number in np.flatnonzero(shift.any(axis=1)).tolist():
            group, channel, claim = statements[number]
            low, high = int(claim.low - shift[number, 0]), claim.high + shift[number, 1]
            self.price += claim.weight * shift[number].sum()
            self.relaxations[number] = Relaxation(claim, low, high)
            widened = replace(claim, low=low, high=high, disputed=True)
            self.statements[number] = (group, channel, widened)

    def bounds(self, group: str, channel: str, first: int, last: int) -> tuple[int, float]:
        """Least and most persons of a window; ``first - 1`` and ``last`` must be in ``days``.

        ``channel`` is one, several joined by ``+``, or ``any``.
        """
        window = group, channel, first, last
        return self.least(*window), self.most(*window)

    def least(self, group: str, channel: str, first: int, last: int) -> int:
        """Lower one of `bounds`."""
        low = self._program.least(self._price_of(group, channel, first, last))
        return int(np.ceil(low - EPSILON))

    def most(self, group: str, channel: str, first: int, last: int) -> float:
        """Upper one of `bounds`; infinite if nothing limits the count."""
        high = -self._program.least(-self._price_of(group, channel, first, last))
        return float(np.floor(high + EPSILON))

    def proof(self, group: str, channel: str, first: int, last: int, *, high: bool) -> list[int]:
        """Numbers of the statements that prove a bound: those with a price in the dual program."""
        price = self._price_of(group, channel, first, last) * (-1.0 if high else 1.0)
        prices = self._program.row_prices(price)[self._links :]
        return np.unique(self._sides[np.abs(prices) > EPSILON, 0]).tolist()

    def hold(self, without: Iterable[tuple[int, int]]) -> None:
        """Let every statement hold as it was made, except some limits, which hold no more.

        Parameters
        ----------
        without : iterable of (int, int)
            Number of a statement and a side, 0 for its low and 1 for its high. What is left has to
            be consistent.
        """
        loose = set(without)
        upper = self._upper.copy()
        upper[self._size :] = [np.inf if tuple(side) in loose else 0.0
                               for side in self._sides.tolist()]  # fmt: skip
        self._program.set_upper(upper)

    def _days_to_know(
        self, statements: Sequence[Statement], always: set[int]
    ) -> dict[tuple[int, str], np.ndarray]:
        """Days on which counts are variables, sorted, by depth of the group and single channel."""
        spoken: dict[tuple[int, str], set[int]] = {}
        for group, channel, claim in statements:
            of_series = spoken.setdefault((self._depth(group), channel), set())
            of_series.update((claim.start - 1, claim.earliest, claim.end))
        days = {}
        for depth, single in product(range(3), SINGLE_CHANNELS):
            known = set(always)
            for (its_depth, channel), of_series in spoken.items():
                if its_depth >= depth and channel in (single, "any"):
                    known |= of_series
            days[depth, single] = np.array(sorted(known))
        return days

    def _depth(self, group: str) -> int:
        """0 for ``all``, 1 for its parts, 2 for the other groups."""
        return 0 if group == "all" else 1 if group in self.parts else 2

    @property
    def _nested(self) -> list[str]:
        return [name for name in self._groups if self._depth(name) == 2]

    def _terms(self, group: str, channel: str, days: np.ndarray) -> Terms:
        """Columns that add up to the cumulative counts of a series at the end of some days."""
        singles = SINGLE_CHANNELS if channel == "any" else tuple(channel.split("+"))
        if len(singles) > 1:
            return [term for name in singles for term in self._terms(group, name, days)]
        if self.parts and group == self.parts[-1]:
            others = [self._terms(name, channel, days) for name in self.parts[:-1]]
            return sum(map(_negative, others), self._terms("all", channel, days))
        known = self._days[self._depth(group), channel]
        places = np.searchsorted(known, days)
        if not np.array_equal(known[np.minimum(places, len(known) - 1)], days):
            raise ValueError(f"days {days.tolist()}: the model was not made to be asked about them")
        return [(1.0, self._first[group, channel] + places)]

    def _growth(self, group: str, channel: str, start: np.ndarray, end: np.ndarray) -> Terms:
        """Columns that add up to the counts of a series from the end of one day to another's."""
        return self._terms(group, channel, end) + _negative(self._terms(group, channel, start))

    def _price_of(self, group: str, channel: str, first: int, last: int) -> np.ndarray:
        price = np.zeros(self._size + len(self._sides))
        for factor, columns in self._growth(
            group, channel, np.array([first - 1]), np.array([last])
        ):
            price[columns] += factor
        return price

    def _link(self, rows: Rows) -> None:
        """Add that no count falls, and that no group grows by more than what contains it."""
        for group in ("all", *self.parts, *self._nested):
            wholes = smallest_wholes(group, self._groups) if group in self._nested else []
            for channel in SINGLE_CHANNELS:
                days = self._days[self._depth(group), channel]
                steps = days[:-1], days[1:]
                zero = np.zeros(len(days) - 1)
                own = self._growth(group, channel, *steps)
                rows.add(_negative(own), zero)
                for whole in wholes:
                    rows.add(own + _negative(self._growth(whole, channel, *steps)), zero)

    def _say(self, rows: Rows, statements: Sequence[Statement]) -> np.ndarray:
        """Add a row and a move for each limit of each claim; give claim and side of each move."""
        series: dict[tuple[str, str], list[int]] = {}
        for number, (group, channel, _) in enumerate(statements):
            series.setdefault((group, channel), []).append(number)
        sides: list[np.ndarray] = [np.empty((0, 2), dtype=int)]
        moves = self._size
        for (group, channel), members in series.items():
            said = [statements[number][2] for number in members]
            start = np.array([claim.start - 1 for claim in said])
            low = np.array([claim.low for claim in said], dtype=float)
            high = np.array([claim.high for claim in said], dtype=float)
            for side, end, limit, binding in (
                (0, [claim.end for claim in said], -low, low > 0),
                (1, [claim.earliest for claim in said], high, high < np.inf),
            ):
                terms = self._growth(group, channel, start[binding], np.array(end)[binding])
                numbers = np.array(members)[binding]
                move = (-1.0, moves + np.arange(len(numbers)))
                rows.add([*(terms if side else _negative(terms)), move], limit[binding])
                sides.append(np.column_stack([numbers, np.full(len(numbers), side)]))
                moves += len(numbers)
        return np.concatenate(sides)

    def _least_moves(self, claims: Sequence[Claim]) -> np.ndarray:
        """Persons by which each limit moves so that all can be true, at the least total price."""
        number = self._sides[:, 0]
        weight = np.array([claim.weight for claim in claims], dtype=float)[number]
        if self._program.least(np.r_[np.zeros(self._size), weight]) < EPSILON:
            return np.zeros(len(weight))
        window = np.array([claim.end - claim.start for claim in claims], dtype=float)[number]
        # Where even that leaves a choice, no two sums of these are equal (Lindemann 1882,
        # Weierstrass 1885): the order of the claims decides.
        place = np.exp(-(2 * number + self._sides[:, 1]) / (2 * len(claims)))
        values = self._program.least_in_turn(
            [np.r_[np.zeros(self._size), price] for price in (weight, -window, place)]
        )
        return np.ceil(values[self._size :] - EPSILON)


def _negative(terms: Terms) -> Terms:
    return [(-factor, columns) for factor, columns in terms]
