"""Whether the longest of all gaps is longer than chance would make it.

The question here is about the *longest of n* gaps of a whole window. How surprising a *single next*
gap is, is another question: see :mod:`predictive`.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb, isfinite, lcm
from operator import index
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from analysis.gaps.results import HypothesisTest

Method = Literal["continuous", "discrete"]


def longest_gap_test(
    days: ArrayLike,
    method: Method,
    n_events: int | None = None,
    *,
    merge_days: int | None = None,
) -> HypothesisTest:
    """Test whether the longest gap of a window is too long for events at a constant rate.

    The null hypothesis is that the events of the window fell independently and uniformly over it;
    their number is taken as given, so the rate need not be known. Both laws are exact: they are
    evaluated in whole numbers, because the alternating sums lose every digit in floating point
    from about a hundred events on.

    Parameters
    ----------
    days
        ALL spacings of the window in days, in order, so that they sum to its length: from the
        window's origin to the first event, between successive events, and from the last event to
        the window's end. The origin is the evening before the window's first day.
    method
        ``"continuous"``: an event is a point in time (ties have no probability).
        ``"discrete"``: an event falls on a whole day and several may share one; a spacing of g days
        between two events holds g - 1 days without an event, as does the opening one, and the last
        one holds g.
    n_events
        Number of events. Needed by the discrete law when events that share a day are listed once;
        otherwise it is ``len(days) - 1``, which the continuous law requires.
    merge_days
        The merge window by which the events were made: by chance, too, they then lie further apart
        than this (:func:`longest_spacing_sf`). None when several events may fall on one day.

    Returns
    -------
    HypothesisTest
        `statistic` is the longest spacing in days (continuous) or the longest run of days without
        an event (discrete), `pvalue` P(longest of all ≥ statistic), `nobs` the number of events.

    Raises
    ------
    ValueError
        For negative, non-finite or (discrete) fractional days, an empty window, an unknown method,
        a number of events that the spacings rule out, or events nearer than `merge_days` allows.

    Notes
    -----
    Continuous: the largest of m = n + 1 spacings; Fisher (1929), Proc. R. Soc. A 125:54-59,
    Stevens (1939), Ann. Eugen. 9:315-320. Discrete: Burgman, Grimson & Ferson (1995),
    Conservation Biology 9:923-928, eq. 4. A rate that changed within the window produces long
    gaps by itself, so test within a regime too.

    Examples
    --------
    >>> round(longest_gap_test([2, 3, 2, 13], "continuous").pvalue, 4)
    0.1715
    >>> longest_gap_test([1, 1, 1, 7], "discrete", n_events=5)
    longest of all gaps in 10 days, discrete law: statistic 7, p = 0.00876 \
(alternative: longest gap too long for one rate; n = 5)
    """
    spacings = [_exact(value) for value in np.asarray(days, dtype=float).ravel().tolist()]
    if len(spacings) < 2 or sum(spacings) == 0:
        raise ValueError(
            f"days must hold at least two spacings that sum to a positive window, got {days!r}"
        )
    n_spaced = len(spacings) - 1
    events = n_spaced if n_events is None else n_events
    window = sum(spacings, Fraction(0))
    if merge_days is not None and (
        events != n_spaced or any(value <= merge_days for value in spacings[1:-1])
    ):
        raise ValueError(
            f"merge_days={merge_days}: expected one event between two spacings, and events further "
            f"apart than that, got n_events={events} and {days!r}"
        )
    if method == "continuous":
        if events != n_spaced:
            raise ValueError(
                f"n_events={events}: the continuous law has one event between two spacings, "
                f"expected {n_spaced} for {len(spacings)} spacings"
            )
        longest = max(spacings)
        tail = (
            largest_spacing_sf(longest / window, len(spacings))
            if merge_days is None
            else longest_spacing_sf(
                longest, window, between=events - 1, ends=2, merge_days=merge_days, method=method
            )
        )
    elif method == "discrete":
        if any(value.denominator != 1 for value in spacings):
            raise ValueError(f"the discrete law needs whole days, got {days!r}")
        # events on one day are one occupied day: a spacing of zero adds no day
        occupied = 1 + sum(value > 0 for value in spacings[1:-1])
        if spacings[0] == 0:
            raise ValueError(
                "the first spacing is 0: an event on the window's first day has an opening spacing "
                "of 1 in the discrete law"
            )
        if events < occupied:
            raise ValueError(
                f"n_events={events}, but the spacings show events on {occupied} different days"
            )
        longest = max(max(spacings[:-1]) - 1, spacings[-1])
        tail = (
            empty_run_sf(int(longest), int(window), events)
            if merge_days is None
            else longest_spacing_sf(
                longest + 1,
                window - 1,
                between=events - 1,
                ends=2,
                merge_days=merge_days,
                method=method,
            )
        )
    else:
        raise ValueError(f"method {method!r}: expected 'continuous' or 'discrete'")
    return HypothesisTest(
        statistic=float(longest),
        pvalue=tail,
        method=f"longest of all gaps in {float(window):g} days, {method} law",
        alternative="longest gap too long for one rate",
        nobs=events,
    )


def largest_spacing_sf(fraction: Fraction | float, spacings: int) -> float:
    """Return P(the largest of `spacings` random parts of a unit interval ≥ `fraction`), exactly.

    Fisher (1929): sum over j ≥ 1 with j·g < 1 of (-1)^(j-1) C(m, j) (1 - j·g)^(m-1), for m parts.
    It is also the law of Fisher's g, the largest share of m periodogram ordinates. A float is
    taken at its exact binary value.

    Examples
    --------
    >>> round(largest_spacing_sf(0.44495, 10), 5)  # Fisher's 5% point for ten parts
    0.05
    """
    if spacings < 2:
        raise ValueError(f"spacings={spacings}: expected at least 2")
    return longest_spacing_sf(
        Fraction(fraction), Fraction(1), between=0, ends=spacings, merge_days=0, method="continuous"
    )


def longest_spacing_sf(
    longest: Fraction | int,
    total: Fraction | int,
    *,
    between: int,
    ends: int,
    merge_days: int,
    method: Method,
) -> float:
    """Return P(some spacing ≥ `longest`) when merged events fall at random, exactly.

    Merging takes from chance what it takes from the record: every spacing `between` two events is
    longer than `merge_days`. What it has beyond that, and the spacings at the `ends` of the
    window, are random parts of what is left of the `total`. A part reaches its length with k - 1
    others of k by taking that length out: P is the sum over i of the spacings between events and j
    of those at the ends, not both 0, of (-1)^(i+j-1) C(between, i) C(ends, j) W(left - i·(longest -
    least) - j·longest) / W(left). Without a merge window that is the law of Fisher (1929).

    Parameters
    ----------
    longest, total
        Days; at an end a spacing counts as `longest` when it holds as many days without an event
        as one between events: in whole days the `ends` are one day short, so that `total` is that
        of the spacings between events, and at each end of the days without an event.
    between, ends
        Number of spacings of either kind.
    merge_days
        Days that a spacing between events exceeds.
    method
        ``"continuous"``: W(x) = x^(m-1), m spacings in all. ``"discrete"``: W(x) = C(x + m - 1, m
        - 1), the ways to write x as m whole numbers; the least spacing is `merge_days` + 1, and an
        end holds `longest` - 1 days.

    Examples
    --------
    >>> # two events on days 1 to 4, on different days: 3 of 6 pairs leave two empty days in a row
    >>> longest_spacing_sf(3, 3, between=1, ends=2, merge_days=0, method="discrete")
    0.5
    """
    parts, whole = between + ends, method == "discrete"
    least = merge_days + 1 if whole else merge_days
    left = Fraction(total) - between * least
    steps = (Fraction(longest) - least, Fraction(longest) - (1 if whole else 0))
    if left < 0 or parts < 1:
        raise ValueError(f"{between} spacings of more than {merge_days} days exceed {total} days")
    if (steps[0] <= 0 and between) or steps[1] <= 0:
        return 1.0
    unit = lcm(left.denominator, steps[0].denominator, steps[1].denominator)
    room, inner, outer = (int(value * unit) for value in (left, *steps))
    if parts == 1:
        return float(room >= (inner if between else outer))

    def ways(rest: int) -> int:
        return comb(rest + parts - 1, parts - 1) if whole else rest ** (parts - 1)

    found = 0
    for i in range(min(between, room // inner if between else 0) + 1):
        for j in range(min(ends, (room - i * inner) // outer) + 1):
            sign = (-1) ** (i + j - 1) if i + j else 0
            found += (
                int(sign) * comb(between, i) * comb(ends, j) * ways(room - i * inner - j * outer)
            )
    return found / ways(room) if room else 1.0


def empty_run_sf(run: int, cells: int, events: int) -> float:
    """Return P(some `run` neighbouring cells are empty) for events thrown at random, exactly.

    `events` are thrown independently and uniformly into `cells` (days) in a row; several may share
    one. Burgman, Grimson & Ferson (1995), eq. 4, sums over the number of occupied cells with
    Stirling numbers. Here that sum is done in closed form first: with M = cells - k·run, and A(M,
    k) the number of throws into M cells that hit each of k named ones, the number of throws with a
    run is the sum over k ≥ 1 of (-1)^(k-1) [C(M, k) A(M, k) + C(M, k-1) A(M, k-1)].

    Examples
    --------
    >>> empty_run_sf(7, cells=10, events=5)
    0.00876
    """
    run, cells, events = index(run), index(cells), index(events)  # numpy's would overflow
    if run < 0 or cells < 1 or events < 1:
        raise ValueError(
            f"run={run}, cells={cells}, events={events}: expected run ≥ 0, cells ≥ 1, events ≥ 1"
        )
    if cells - events > (run - 1) * (events + 1):  # more empty cells than shorter runs can hold
        return 1.0
    powers = [m**events for m in range(cells + 1)]

    def hits_all(m: int, k: int) -> int:
        return sum((-1) ** i * comb(k, i) * powers[m - i] for i in range(k + 1))

    # k empty runs need the k - 1 or k occupied cells that end or begin them; an event fills one
    total = 0
    for k in range(1, min(cells // run, events + 1) + 1):
        m = cells - k * run
        ways = comb(m, k) * hits_all(m, k) if m >= k else 0
        if m >= k - 1:
            ways += comb(m, k - 1) * hits_all(m, k - 1)
        total += (-1) ** (k - 1) * ways
    return total / powers[cells]


def _exact(value: float) -> Fraction:
    if not isfinite(value) or value < 0:
        raise ValueError(f"days holds {value!r}: expected a finite number of days ≥ 0")
    return Fraction(value)


def longest_gap_limit(window: int, between: int, ends: int, level: float, merge_days: int) -> int:
    """Which length does the longest of all gaps reach with so small a probability?

    The fewest days d with P(longest gap ≥ d) ≤ `level`, by the law of whole days, for so many gaps
    `between` merged events and at the `ends` of a `window` of days (as `longest_spacing_sf`).
    """
    low, high = 0, window + 1
    while high - low > 1:
        middle = (low + high) // 2
        tail = longest_spacing_sf(
            middle, window, between=between, ends=ends, merge_days=merge_days, method="discrete"
        )
        low, high = (low, middle) if tail <= level else (middle, high)
    return high
