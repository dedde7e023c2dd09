"""Bounds from several series at once: one sparse linear program for what links them.

The reports of one series are difference constraints, and `analysis.graph` solves them exactly.
What links series is not: ``military + civilians = all`` and ``numbered + unnumbered + outside =
any`` add three or four counts in one equation. Here every count is a variable, at every boundary
day, for the groups around the one asked for and for the three single channels; HiGHS finds the
least and the most of the asked window. Counts are whole, so the bounds are rounded inwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array

from analysis.bounds import WindowBounds, check_series, relaxed_table, series_claims, window_days
from analysis.claims import Claim, widen_disputes
from analysis.graph import ORIGIN, boundary_days
from analysis.record import Record
from analysis.relations import CHANNEL_PARTS, GROUP_PARENT, GROUP_PARTS
from analysis.resolution import Relaxation

SINGLE_CHANNELS = CHANNEL_PARTS["any"]
_EPSILON = 1e-6  # persons; far below one, far above the solver's feasibility tolerance


@dataclass(frozen=True)
class _Rows:
    """Sparse inequality rows ``matrix @ x <= limit`` under construction."""

    rows: list[int]
    columns: list[int]
    entries: list[float]
    limit: list[float]

    def add(self, parts: list[tuple[int, float]], limit: float) -> None:
        for column, entry in parts:
            self.rows.append(len(self.limit))
            self.columns.append(column)
            self.entries.append(entry)
        self.limit.append(limit)


class LinkedModel:
    """All claims about a family of series, with what links the series.

    Parameters
    ----------
    record : Record
    measure, group : str
        The model holds ``group``, the groups that contain it, and the parts that add up to ``all``.
    extra : sequence of (str, str, Claim)
        Further claims with their group and channel, in force beside those of the record.
    days : sequence of int
        Further boundary days, for windows to be asked about.
    """

    def __init__(
        self,
        record: Record,
        measure: str,
        group: str,
        extra: tuple[tuple[str, str, Claim], ...] = (),
        days: tuple[int, ...] = (),
    ) -> None:
        self.record = record
        self.groups = _family(measure, group)
        self.parts = GROUP_PARTS.get(measure, ())
        # The record's claims stand in a fixed order, so the result does not depend on its rows.
        self.statements = [*_statements(record, measure, self.groups), *extra]
        nodes = boundary_days([claim for _, _, claim in self.statements])
        self.nodes = np.union1d(nodes, np.array([ORIGIN, *days], dtype=int))
        self.relaxations: list[Relaxation] = []
        self.price = 0.0
        self._relax()

    def column(self, group: str, channel: str, day: int) -> list[tuple[int, float]]:
        """Terms that add up to the cumulative count of a series at the end of a day."""
        place = int(np.searchsorted(self.nodes, day))
        members = SINGLE_CHANNELS if channel == "any" else (channel,)
        size = len(self.nodes)
        return [
            (
                (self.groups.index(group) * len(SINGLE_CHANNELS) + SINGLE_CHANNELS.index(member))
                * size
                + place,
                1.0,
            )
            for member in members
        ]

    def window(self, group: str, channel: str, first: int, last: int) -> list[tuple[int, float]]:
        """Terms that add up to the count of a window."""
        opened = [(column, -1.0) for column, _ in self.column(group, channel, first - 1)]
        return self.column(group, channel, last) + opened

    @property
    def size(self) -> int:
        """Number of count variables."""
        return len(self.groups) * len(SINGLE_CHANNELS) * len(self.nodes)

    def _links(self) -> _Rows:
        rows = _Rows([], [], [], [])
        for channel in SINGLE_CHANNELS:
            for before, after in pairwise(self.nodes):
                steps = {
                    name: self.window(name, channel, before + 1, after) for name in self.groups
                }
                for name, step in steps.items():
                    parent = _parent_in(name, self.groups)
                    minus = [(column, -entry) for column, entry in step]
                    if parent is None or (name in self.parts and len(self.parts) > 1):
                        rows.add(minus, 0.0)
                    if parent is not None and name not in self.parts:
                        rows.add(minus, 0.0)
                        rows.add(step + [(column, -entry) for column, entry in steps[parent]], 0.0)
                if self.parts:
                    whole = [(column, -entry) for column, entry in steps["all"]]
                    total = [term for part in self.parts for term in steps[part]] + whole
                    rows.add(total, 0.0)
                    rows.add([(column, -entry) for column, entry in total], 0.0)
        return rows

    def _relax(self) -> None:
        """Relax the claims by the least number of persons, weighted by independent speakers."""
        rows = self._links()
        prices: list[float] = []
        limits: list[tuple[int, str]] = []
        for number, (group, channel, claim) in enumerate(self.statements):
            if claim.low > 0:
                window = self.window(group, channel, claim.start, claim.end)
                slack = self.size + len(prices)
                rows.add(
                    [(column, -entry) for column, entry in window] + [(slack, -1.0)], -claim.low
                )
                prices.append(claim.weight)
                limits.append((number, "low"))
            if np.isfinite(claim.high):
                window = self.window(group, channel, claim.start, claim.earliest)
                slack = self.size + len(prices)
                rows.add([*window, (slack, -1.0)], claim.high)
                prices.append(claim.weight)
                limits.append((number, "high"))
        price = np.r_[np.zeros(self.size), prices]
        self._matrix = csr_array(
            coo_array(
                (rows.entries, (rows.rows, rows.columns)), shape=(len(rows.limit), len(price))
            )
        )
        self._limit = np.array(rows.limit)
        self._free = np.r_[self._origin_bounds(), np.full(len(prices), np.inf)]
        solution = self._solve(price, self._free)
        slacks = np.ceil(solution[self.size :] - _EPSILON)
        self.price = float(np.dot(prices, slacks))
        moved: dict[int, list[float]] = {}
        for (number, side), persons in zip(limits, slacks, strict=True):
            if persons > 0:
                moved.setdefault(number, [0.0, 0.0])[side == "high"] = persons
        for number, (down, up) in moved.items():
            claim = self.statements[number][2]
            self.relaxations.append(Relaxation(claim, int(claim.low - down), claim.high + up))
            self.statements[number] = (
                *self.statements[number][:2],
                replace(claim, low=int(claim.low - down), high=claim.high + up, disputed=True),
            )
        self._fixed = np.r_[self._origin_bounds(), slacks]

    def _origin_bounds(self) -> np.ndarray:
        upper = np.full(self.size, np.inf)
        upper[:: len(self.nodes)] = 0.0
        return upper

    def _solve(self, price: np.ndarray, upper: np.ndarray) -> np.ndarray:
        from scipy.optimize import linprog

        found = linprog(
            price,
            A_ub=self._matrix,
            b_ub=self._limit,
            bounds=np.column_stack([np.zeros(len(upper)), upper]),
            method="highs-ds",
        )
        if found.status == 3:  # nothing limits the count from above
            return np.full(len(price), np.inf)
        if not found.success:
            raise RuntimeError(f"the linked model has no solution: {found.message}")
        return found.x

    def bounds(self, group: str, channel: str, first: int, last: int) -> tuple[int, float]:
        """Least and most persons of a window; both days must be boundary days of the model."""
        price = np.zeros(len(self._fixed))
        for column, entry in self.window(group, channel, first, last):
            price[column] += entry
        low = float(price @ self._solve(price, self._fixed))
        most = self._solve(-price, self._fixed)
        high = np.inf if np.isinf(most).all() else float(np.floor(price @ most + _EPSILON))
        return int(np.ceil(low - _EPSILON)), high


def _statements(
    record: Record, measure: str, groups: tuple[str, ...]
) -> list[tuple[str, str, Claim]]:
    """Claims of all series of the model, each once: the links carry them to the other series."""
    found = [
        (name, channel, claim)
        for name in groups
        for channel in (*SINGLE_CHANNELS, "any")
        for claim in widen_disputes(series_claims(record, measure, name, channel, judged=True))
    ]
    direct = {report for _, _, claim in found if claim.direct for report in claim.reports}
    return [item for item in found if item[2].direct or not direct.issuperset(item[2].reports)]


def _family(measure: str, group: str) -> tuple[str, ...]:
    """Groups that bear on one group: those that contain it, and the parts of ``all``."""
    lineage = [group]
    while GROUP_PARENT.get(lineage[-1]):
        lineage.append(GROUP_PARENT[lineage[-1]])
    return tuple(dict.fromkeys(["all", *GROUP_PARTS.get(measure, ()), *reversed(lineage)]))


def _parent_in(group: str, groups: tuple[str, ...]) -> str | None:
    parent = GROUP_PARENT.get(group)
    return parent if parent in groups else None


@lru_cache(maxsize=16)
def linked_model(record: Record, measure: str, group: str, days: tuple[int, ...]) -> LinkedModel:
    """Model of a family of series, solved once; cached."""
    return LinkedModel(record, measure, group, days=days)


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

    Like `analysis.bounds.window_bounds`, with ``military + civilians = all``, the subset relations
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
        As `analysis.bounds.window_bounds`.
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
