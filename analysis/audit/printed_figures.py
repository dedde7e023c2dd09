"""What a report's figure allows, and how it is printed."""

from __future__ import annotations

import pandas as pd

from analysis.bounds.claims import interval


def limits(reports: pd.DataFrame) -> list[tuple[int, float]]:
    """Persons that each report allows, at least and at most (infinite for no limit)."""
    return [
        interval(int(value), bound)
        for value, bound in zip(reports["value"], reports["bound"], strict=True)
    ]


def figure(low: float, high: float) -> str:
    """Limits of a claim in print.

    Examples
    --------
    >>> figure(22, 22), figure(2500, float("inf")), figure(0, 39), figure(40, 44), figure(9, 8)
    ('22', '≥ 2,500', '≤ 39', '40–44', 'no. 9')
    """
    if low == high:
        return f"{low:,.0f}"
    if low > high:  # an ordinal: n by the day, n - 1 the day before
        return f"no. {low:,.0f}"
    if high == float("inf"):
        return f"≥ {low:,.0f}"
    return f"≤ {high:,.0f}" if low == 0 else f"{low:,.0f}–{high:,.0f}"


def printed(value: int, bound: str) -> str:
    """A report's figure in print: its limits, or that it is ``planned``."""
    return f"{value:,} planned" if bound == "planned" else figure(*interval(value, bound))
