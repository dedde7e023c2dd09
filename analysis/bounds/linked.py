"""Bounds from several series at once: one sparse linear program for what links them.

The reports of one series are difference constraints, and `graph` solves them exactly.
What links series is not: ``military + civilians = all`` and ``numbered + unnumbered + outside =
any`` add three or four counts in one equation. Here every count is a variable, at every boundary
day, for the groups around the one asked for and for the three single channels; HiGHS finds the
least and the most of the asked window. Counts are whole, so the bounds are rounded inwards.

``all`` is no variable of its own where parts make it up, nor is ``any``: both are sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array, diags_array, kron, vstack

from analysis.bounds.claims import Claim, widen_disputes
from analysis.bounds.graph import ORIGIN, boundary_days
from analysis.bounds.resolution import Relaxation, long_windows_first
from analysis.bounds.windows import (
    WindowBounds,
    check_series,
    relaxed_table,
    series_claims,
    window_days,
)
from analysis.record.loading import Record
from analysis.record.relations import CHANNEL_PARTS, GROUP_PARTS, family, smallest_wholes

if TYPE_CHECKING:
    from scipy.optimize import OptimizeResult

SINGLE_CHANNELS = CHANNEL_PARTS["any"]
_UNBOUNDED = 3  # status of scipy.optimize.linprog
_EPSILON = 1e-6  # persons; far below one, far above the solver's feasibility tolerance

Statement = tuple[str, str, Claim]
"""A claim with the group and the channel that it speaks of."""


class LinkedModel:
    """All claims about a family of series, with what links the series.

    Claims that contradict each other are relaxed by the least number of persons, weighted by
    independent speakers; the result is ``price`` and ``relaxations``.

    Parameters
    ----------
    statements : sequence of (str, str, Claim)
        Claims with the group and channel they speak of, in a fixed order.
    groups : sequence of str
        The groups of the family, beside ``all``.
    parts : sequence of str
        Those of them that make up ``all``; empty if nothing does.
    days : sequence of int
        Further boundary days, for windows to be asked about.
    """

    def __init__(
        self,
        statements: Sequence[Statement],
        groups: Sequence[str],
        parts: Sequence[str],
        days: Sequence[int] = (),
    ) -> None:
        nodes = boundary_days([claim for _, _, claim in statements])
        self.nodes = np.union1d(nodes, np.array([ORIGIN, *days], dtype=int))
        self.groups, self.parts = tuple(groups), tuple(parts)
        variable = [name for name in groups if name != "all"]
        self._groups = variable if parts else ["all", *variable]
        self._matrix, self._limit, self._sides, prices = self._program(statements)
        price = np.r_[np.zeros(self._size), prices]
        upper = np.r_[self._most_counts(), np.full(len(prices), np.inf)]
        solution = self._solve(price, upper).x
        total = float(np.ceil(price @ solution - _EPSILON))
        if total > 0:
            windows = [statements[int(number)][2] for number in self._sides[:, 0]]
            price[self._size :] = long_windows_first(windows, prices, total)
            solution = self._solve(price, upper).x
        moved = np.ceil(solution[self._size :] - _EPSILON)
        self.price = float(prices @ moved)
        self._upper = np.r_[self._most_counts(), moved]
        self.statements = list(statements)
        self.relaxations: list[Relaxation] = []
        shift = np.zeros((len(statements), 2))
        shift[self._sides[:, 0], self._sides[:, 1]] = moved
        for number in np.flatnonzero(shift.any(axis=1)).tolist():
            group, channel, claim = statements[number]
            low, high = int(claim.low - shift[number, 0]), claim.high + shift[number, 1]
            self.relaxations.append(Relaxation(claim, low, high))
            widened = replace(claim, low=low, high=high, disputed=True)
            self.statements[number] = (group, channel, widened)

    @property
    def _size(self) -> int:
        """Number of counts: groups by channels by boundary days."""
        return len(self._groups) * len(SINGLE_CHANNELS) * len(self.nodes)

    def bounds(self, group: str, channel: str, first: int, last: int) -> tuple[int, float]:
        """Least and most persons of a window; both days must be boundary days of the model."""
        price = self._count_of(group, channel, first, last)
        low = self._solve(price, self._upper).fun
        most = self._solve(-price, self._upper)
        high = np.inf if most.status == _UNBOUNDED else float(np.floor(-most.fun + _EPSILON))
        return int(np.ceil(low - _EPSILON)), high

    def proof(
        self, group: str, channel: str, first: int, last: int, *, high: bool
    ) -> list[Statement]:
        """Statements that prove a bound of `bounds`: those with a price in the dual program."""
        price = self._count_of(group, channel, first, last) * (-1.0 if high else 1.0)
        prices = self._solve(price, self._upper).ineqlin.marginals[-len(self._sides) :]
        used = self._sides[np.abs(prices) > _EPSILON, 0]
        return [self.statements[number] for number in np.unique(used)]

    def _count_of(self, group: str, channel: str, first: int, last: int) -> np.ndarray:
        weights = np.zeros(self._matrix.shape[1])
        weights[self._columns(group, channel, last)] = 1.0
        weights[self._columns(group, channel, first - 1)] = -1.0
        return weights

    def _columns(self, group: str, channel: str, day: int) -> list[int]:
        """Variables that add up to the cumulative count of a series at the end of a day."""
        names = self.parts if group == "all" and self.parts else (group,)
        channels = SINGLE_CHANNELS if channel == "any" else (channel,)
        place = int(np.searchsorted(self.nodes, day))
        return [
            (self._groups.index(name) * len(SINGLE_CHANNELS) + SINGLE_CHANNELS.index(single))
            * len(self.nodes)
            + place
            for name in names
            for single in channels
        ]

    def _links(self) -> csr_array:
        """Rows that no count falls, and that no part grows by more than what contains it."""
        names = self._groups
        rows = [-np.eye(len(names))]
        for place, name in enumerate(names):
            for wider in smallest_wholes(name, self.groups) if name not in self.parts else ():
                whole = self.parts if wider == "all" and self.parts else (wider,)
                row = np.zeros((1, len(names)))
                row[0, [names.index(member) for member in whole]] = -1.0
                row[0, place] = 1.0
                rows.append(row)
        size = len(self.nodes)
        ones = np.ones(size - 1)
        steps = diags_array([-ones, ones], offsets=[0, 1], shape=(size - 1, size))
        return csr_array(kron(np.vstack(rows), kron(np.eye(len(SINGLE_CHANNELS)), steps)))

    def _program(
        self, statements: Sequence[Statement]
    ) -> tuple[csr_array, np.ndarray, np.ndarray, np.ndarray]:
        """Rows ``matrix @ (counts, moves) <= limit``; for each move its claim, side and price."""
        sides: list[tuple[int, int]] = []
        prices: list[float] = []
        limit: list[float] = []
        rows: list[int] = []
        columns: list[int] = []
        entries: list[float] = []
        for number, (group, channel, claim) in enumerate(statements):
            for side, day, value, sign in (
                (0, claim.end, -claim.low, -1.0),
                (1, claim.earliest, claim.high, 1.0),
            ):
                if (side == 0 and value == 0) or np.isinf(value):
                    continue
                plus = self._columns(group, channel, day)
                minus = self._columns(group, channel, claim.start - 1)
                columns += [*plus, *minus, self._size + len(limit)]
                entries += [sign] * len(plus) + [-sign] * len(minus) + [-1.0]
                rows += [len(limit)] * (len(plus) + len(minus) + 1)
                limit.append(value)
                sides.append((number, side))
                prices.append(claim.weight)
        links = self._links()
        links.resize(links.shape[0], self._size + len(limit))
        said = coo_array((entries, (rows, columns)), shape=(len(limit), links.shape[1]))
        return (
            csr_array(vstack([links, said])),
            np.r_[np.zeros(links.shape[0]), limit],
            np.array(sides, dtype=int).reshape(-1, 2),
            np.array(prices),
        )

    def _most_counts(self) -> np.ndarray:
        """Upper limits of the counts: nobody at the origin."""
        upper = np.full(self._size, np.inf)
        upper[:: len(self.nodes)] = 0.0
        return upper

    def _solve(self, price: np.ndarray, upper: np.ndarray) -> OptimizeResult:
        from scipy.optimize import linprog

        found = linprog(
            price,
            A_ub=self._matrix,
            b_ub=self._limit,
            bounds=np.column_stack([np.zeros(len(upper)), upper]),
            method="highs-ds",
        )
        if not found.success and found.status != _UNBOUNDED:
            raise RuntimeError(f"the linked model has no solution: {found.message}")
        return found


def linked_statements(record: Record, measure: str, groups: Sequence[str]) -> list[Statement]:
    """Claims of all series of a family, each once: the links carry them to the other series."""
    found = [
        (name, channel, claim)
        for name in groups
        for channel in (*SINGLE_CHANNELS, "any")
        for claim in widen_disputes(series_claims(record, measure, name, channel, judged=True))
    ]
    direct = {report for _, _, claim in found if claim.direct for report in claim.reports}
    return [item for item in found if item[2].direct or not direct.issuperset(item[2].reports)]


@lru_cache(maxsize=16)
def linked_model(record: Record, measure: str, group: str, days: tuple[int, ...]) -> LinkedModel:
    """Model of a family of series, solved once; cached."""
    parts = GROUP_PARTS.get(measure, ())
    statements = linked_statements(record, measure, family(measure, group))
    # a group of which nothing is said bounds nothing: what it contains is in its wholes anyway
    said = {"all", *parts, group, *(name for name, _, _ in statements)}
    groups = [name for name in family(measure, group) if name in said]
    return LinkedModel(statements, groups, parts, days)


def linked_bounds(
    record: Record,
    *,
    measure: str,
    group: str,
    channel: str,
    start: str | pd.Timestamp,
    end: str | pd.Timestamp,
) -> WindowBounds:
    """How many persons, at least and at most, if what links the groups and channels counts too?

    Like `windows.window_bounds`, with ``military + civilians = all``, the subset relations
    of the groups, and ``numbered + unnumbered + outside = any``. Slower: two linear programs a
    window. Reports that contradict each other only across series are relaxed here.

    Parameters
    ----------
    record : Record
    measure, group, channel : str
    start, end : date

    Returns
    -------
    WindowBounds
        ``relaxed`` lists the relaxations of all linked series.

    Raises
    ------
    ValueError
        As `windows.window_bounds`.
    """
    check_series(measure, group, channel)
    first, last = window_days(record, start, end)
    model = linked_model(record, measure, group, (first - 1, last))
    low, high = model.bounds(group, channel, first, last)
    disputed = any(
        claim.disputed and first <= claim.end <= last
        for name, its_channel, claim in model.statements
        if (name, its_channel) == (group, channel)
    )
    return WindowBounds(
        measure,
        group,
        channel,
        pd.Timestamp(start).normalize(),
        pd.Timestamp(end).normalize(),
        low,
        high,
        disputed,
        relaxed_table(record, tuple(model.relaxations)),
    )
