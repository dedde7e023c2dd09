"""How long was the longest silence, if events of unknown day lie between two known ones?"""

from __future__ import annotations

from collections.abc import Sequence

Window = tuple[int, int]
"""First and last day on which an event can have been."""


def longest_silence_range(start: int, end: int, windows: Sequence[Window]) -> tuple[int, int]:
    """Least and most days of the longest silence between two days, over all placements of events.

    A silence is the difference of two days, as a gap is. Each event lies on one day of its window,
    and may do so before ``start`` or after ``end`` where the window reaches that far. Exact; the
    days may be of any origin.

    The most is taken between two days that no window lies strictly between. The least is found by
    bisection: every silence can be at most d if steps of at most d lead from ``start`` to ``end``,
    and where several events can be the next, the one whose window closes first is taken, as late as
    it can be. (Taken instead of another it leads no less far, and the other stays available longer:
    the exchange argument for the earliest deadline.)

    >>> longest_silence_range(0, 100, [(10, 40)])
    (60, 90)
    >>> longest_silence_range(0, 100, [])
    (100, 100)
    """
    inside = [(max(a, start), min(b, end)) for a, b in windows if b > start and a < end]
    low, high = 0, end - start
    while low < high:
        middle = (low + high) // 2
        if _leads(start, end, inside, middle):
            high = middle
        else:
            low = middle + 1
    opened = [start, *(a for a, _ in inside)]
    closed = [end, *(b for _, b in inside)]
    longest = max(
        last - first
        for first in opened
        for last in closed
        if last >= first and all(a <= first or b >= last for a, b in inside)
    )
    return high, longest


def _leads(start: int, end: int, windows: Sequence[Window], step: int) -> bool:
    """Whether steps of at most so many days lead from start to end, on one day of each window."""
    day, left = start, sorted(windows, key=lambda window: window[1])
    while day + step < end:
        following = next((w for w in left if w[0] <= day + step and w[1] > day), None)
        if following is None:
            return False
        left.remove(following)
        day = min(following[1], day + step)
    return True
