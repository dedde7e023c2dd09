"""Reports of one series as claims: an interval for the count of persons in a window of days.

A report says ``low <= C(end) - C(start - 1) <= high``, where C is the cumulative count at the end
of a day. If its as-of day is not known exactly (``end_earliest``), C never falling turns it into
``C(end) - C(start - 1) >= low`` and ``C(end_earliest) - C(start - 1) <= high``.

Days are whole numbers here: 0 is the record's ``counted_from``, and -1 stands for the origin, at
which the count is zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class Claim:
    """What one or more reports say, in the same words, about one window of one series.

    Attributes
    ----------
    start, earliest, end : int
        Days since ``counted_from``; ``earliest <= end`` are the limits of the as-of day.
    low : int
        Persons (or exchanges) at least, in the window to ``end``.
    high : float
        Persons at most, in the window to ``earliest``; infinity for no limit.
    direct : bool
        True if the reports count exactly this series; False if they count a part of it (then only
        ``low`` binds) or a whole that contains it (then only ``high`` binds).
    reports : tuple of str
        Ids of the reports that say it, sorted.
    voices : frozenset of str
        The independent speakers behind them.
    disputed : bool
        True if the interval was widened because speakers disagree about this window.
    firm : bool
        True for what the record's own tables say: it is never relaxed, reports give way to it.
    """

    start: int
    earliest: int
    end: int
    low: int
    high: float
    direct: bool
    reports: tuple[str, ...]
    voices: frozenset[str]
    disputed: bool = False
    firm: bool = False

    @property
    def weight(self) -> int:
        """Number of independent speakers; at least one."""
        return max(1, len(self.voices))

    @property
    def order(self) -> tuple[object, ...]:
        """Sort key that does not depend on the order of rows in any file."""
        return (self.start, self.end, self.earliest, self.low, self.high, self.direct, self.reports)


@dataclass(frozen=True)
class Relaxation:
    """One claim that was widened, and by how many persons."""

    claim: Claim
    low: int
    high: float

    @property
    def persons(self) -> int:
        """Persons by which the limits moved, both together."""
        moved = 0.0 if np.isinf(self.high) else self.high - self.claim.high
        return int(self.claim.low - self.low + moved)


def about_range(value: int) -> tuple[int, int]:
    """Whole numbers that "about ``value``" may mean: plus or minus half its last significant unit.

    Parameters
    ----------
    value : int
        Persons, 0 or more.

    Returns
    -------
    tuple of int
        Lowest and highest.

    Examples
    --------
    >>> about_range(2600), about_range(3310), about_range(423)
    ((2550, 2650), (3305, 3315), (423, 423))
    """
    if value == 0:
        return 0, 0
    unit = 1
    while value % (unit * 10) == 0:
        unit *= 10
    return value - unit // 2, value + unit // 2


def interval(value: int, bound: str) -> tuple[int, float]:
    """Lowest and highest count that a published figure and its ``bound`` word allow.

    Examples
    --------
    >>> interval(22, "exact"), interval(2500, "at_least"), interval(100, "at_most")
    ((22, 22), (2500, inf), (0, 100))
    """
    if bound == "exact":
        return value, value
    if bound == "at_least":
        return value, np.inf
    if bound == "at_most":
        return 0, value
    if bound == "about":
        return about_range(value)
    raise ValueError(
        f"bound {bound!r} is not a statement of what happened; "
        "expected exact, at_least, at_most or about"
    )


def widen_disputes(claims: Iterable[Claim]) -> list[Claim]:
    """Join direct claims about one window that exclude each other into [lowest, highest].

    Only if more than one speaker stands behind them: two figures for one window from one and the
    same speaker are a contradiction that a judgement or a relaxation has to resolve.
    """
    windows: dict[tuple[int, int], list[Claim]] = {}
    widened: list[Claim] = []
    for claim in claims:
        if claim.direct:
            windows.setdefault((claim.start, claim.end), []).append(claim)
        else:
            widened.append(claim)
    for group in windows.values():
        # An upper limit of an earlier day than the window's last excludes no lower limit of it.
        firm = [claim for claim in group if claim.earliest == claim.end]
        lowest_high = min((claim.high for claim in firm), default=np.inf)
        highest_low = max(claim.low for claim in group)
        quarrel = [
            claim
            for claim in group
            if claim.low > lowest_high or (claim in firm and claim.high < highest_low)
        ]
        voices = frozenset[str]().union(*(claim.voices for claim in quarrel))
        if len(voices) < 2:
            widened += group
            continue
        widened += [claim for claim in group if claim not in quarrel]
        widened.append(
            replace(
                quarrel[0],
                earliest=min(claim.earliest for claim in quarrel),
                low=min(claim.low for claim in quarrel),
                high=max(claim.high for claim in quarrel),
                reports=tuple(sorted({name for claim in quarrel for name in claim.reports})),
                voices=voices,
                disputed=True,
            )
        )
    return sorted(widened, key=lambda claim: claim.order)
