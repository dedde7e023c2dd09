"""Reports of one series as claims: an interval for the count of persons in a window of days.

A report says ``low <= C(end) - C(start - 1) <= high``, where C is the cumulative count at the end
of a day. If its as-of day is not known exactly (``end_earliest``), C never falling turns it into
``C(end) - C(start - 1) >= low`` and ``C(end_earliest) - C(start - 1) <= high``.

Days are whole numbers here: 0 is the record's ``counted_from``, and -1 stands for the origin, at
which the count is zero.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    firm: bool = False

    @property
    def weight(self) -> int:
        """Number of independent speakers; at least one."""
        return max(1, len(self.voices))

    @property
    def order(self) -> tuple[object, ...]:
        """Sort key that does not depend on the order of rows in any file."""
        return (self.start, self.end, self.earliest, self.low, self.high, self.direct, self.reports)


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
