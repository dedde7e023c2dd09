"""Blocks of constant rate, exact, and the price of a change that keeps false alarms rare."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.gaps.days import Floats

Ints = NDArray[np.intp]

Bools = NDArray[np.bool_]

_SEED = 2013  # of the calibration when the caller passes no generator: same penalty on every run


def event_cells(times: ArrayLike) -> tuple[Ints, Floats]:
    """Divide the time from the first to the last event into one cell a distinct event time.

    Gives the events in each cell and the cell borders, one more than cells: the first time, the
    midpoints, the last time (Scargle et al. 2013, Astrophys. J. 764, 167, section 2.5). Times are
    in any unit and order; two must differ.

    Examples
    --------
    >>> event_cells([1, 3, 3, 9])
    (array([1, 2, 1]), array([1., 2., 6., 9.]))
    """
    values = np.asarray(times, dtype=float)
    if not np.isfinite(values).all():
        raise ValueError(f"times must be finite, got {values[~np.isfinite(values)][0]}")
    distinct, counts = np.unique(values, return_counts=True)
    if len(distinct) < 2:
        raise ValueError(f"times needs at least two distinct values, got {distinct}")
    middles = (distinct[1:] + distinct[:-1]) / 2
    return counts, np.concatenate([distinct[:1], middles, distinct[-1:]])


def poisson_partition(counts: ArrayLike, edges: ArrayLike, penalty: float) -> Ints:
    """Find the best division of cells into blocks of constant Poisson rate.

    Maximises the sum over blocks of N log(N / T) - penalty, N events in a block of length T
    (Scargle et al. 2013, eq. 19; `penalty` is their ``ncp_prior``), over all divisions. `counts`
    and `edges` as from `event_cells`; gives the positions in `edges` of the block borders, the
    first and last included. Time grows with the square of the number of cells.

    Examples
    --------
    >>> counts, edges = event_cells([0, 10, 20, 30, 40, 41, 42, 43, 44, 45, 46, 47, 48])
    >>> edges[poisson_partition(counts, edges, penalty=3.0)]
    array([ 0. , 40.5, 48. ])
    """
    cells, borders = np.asarray(counts, dtype=float), np.asarray(edges, dtype=float)
    if len(borders) != len(cells) + 1:
        raise ValueError(f"{len(cells)} counts need {len(cells) + 1} edges, got {len(borders)}")
    if not (cells > 0).all():
        raise ValueError(f"counts must be positive, got {cells.min():g}")
    if not (np.diff(borders) > 0).all():
        raise ValueError("edges must increase")
    total = np.concatenate([[0.0], np.cumsum(cells)])
    _, source = _best_division(
        total, borders[None], np.zeros((1, len(borders)), dtype=bool), np.array([penalty])
    )
    path = [len(cells)]
    while path[-1]:
        path.append(int(source[0, path[-1]]))
    return np.array(path[::-1])


def _best_division(
    total: Floats, borders: Floats, closed: Bools, penalty: Floats
) -> tuple[Floats, Ints]:
    """Value of the best division of each row, and where the last block before each border starts.

    The recursion of Jackson et al. (2005), IEEE Signal Process. Lett. 12, 105-108: the best
    division that ends at a border is the best one that ends at some border before, plus the block
    between them. `total` events lie before a border, the same in every row; no block ends at a
    `closed` one.
    """
    rows = np.arange(len(borders))
    best, source = np.zeros_like(borders), np.zeros(borders.shape, dtype=np.intp)
    for end in range(1, borders.shape[1]):
        events = total[end] - total[:end]
        length = borders[:, end : end + 1] - borders[:, :end]
        value = np.log(np.where(length > 0, length, 1), out=length)
        value = events * (np.log(events) - value) + best[:, :end]
        source[:, end] = value.argmax(axis=1)
        best[:, end] = value[rows, source[:, end]] - penalty
        best[closed[:, end], end] = -np.inf
    return best[:, -1], source


def calibrate_penalty(
    n_events: int,
    false_alarm: float,
    span: int | None,
    *,
    merge_days: int | None = None,
    n: int = 2000,
    rng: np.random.Generator | None = None,
) -> float:
    """Find the penalty at which a constant rate is called changing with a stated probability.

    Parameters
    ----------
    n_events : int
        Number of events, first and last included; at least three.
    false_alarm : float
        Probability of one or more changes when there is none.
    span : int or None
        Days from the first to the last event when events are recorded in whole days; None for
        events in continuous time, for which only their number matters.
    merge_days : int, optional
        Merge window by which the events were made: simulated events then keep further apart than
        this too. Without it several events may fall on one day.
    n : int
        Number of simulated histories. The true false-alarm rate then differs from the stated one
        by about sqrt(false_alarm (1 - false_alarm) / n).
    rng : numpy.random.Generator, optional
        Source of randomness. Without one a generator of fixed seed is used, and the simulated
        histories of each `n_events` and `span` are kept.

    Returns
    -------
    float
        Penalty in units of log-likelihood.

    Raises
    ------
    ValueError
        Fewer than three events; a merge window without a span in whole days, or so wide that the
        events do not fit into the span.

    Notes
    -----
    Given the first and the last event, those between are uniform when the rate is constant, or
    uniform among the choices of days that the merge window leaves. The penalty is the quantile of
    the smallest penalties at which the simulated histories show no change. Scargle's formula for
    it (2013, eq. 21) is not a false-alarm rate for event times.

    Examples
    --------
    >>> round(calibrate_penalty(60, 0.05, span=1200, n=400, rng=np.random.default_rng(1)), 1)
    4.6
    """
    if n_events < 3:
        raise ValueError(f"n_events must be at least 3, got {n_events}")
    if merge_days is not None and (span is None or span < (n_events - 1) * (merge_days + 1)):
        raise ValueError(
            f"{n_events} events more than {merge_days} days apart need a longer span in whole days "
            f"than {span}"
        )
    if rng is None:
        critical = _kept(n_events, span, merge_days, n)
    else:
        critical = _critical_penalties(_constant_rate(n_events, span, merge_days, n, rng))
    # on whole days many histories share one critical penalty: the smallest step above it makes
    # them show no change, whatever the rounding
    return float(np.quantile(critical, 1 - false_alarm, method="higher")) * (1 + 1e-9)


@lru_cache(maxsize=64)
def _kept(n_events: int, span: int | None, merge_days: int | None, n: int) -> Floats:
    rng = np.random.default_rng(_SEED)
    return _critical_penalties(_constant_rate(n_events, span, merge_days, n, rng))


def _constant_rate(
    n_events: int, span: int | None, merge_days: int | None, n: int, rng: np.random.Generator
) -> Floats:
    """Sorted event times of `n` histories of constant rate, one a row."""
    last = 1 if span is None else span
    if merge_days is None:
        inner = rng.uniform(0, last, (n, n_events - 2))
        if span is not None:
            inner = np.round(inner)
    else:
        # all choices of days are equally likely: take out the days that merging forbids, choose
        # distinct days among the rest, put the forbidden ones back
        last -= (n_events - 1) * merge_days
        days = [rng.choice(last - 1, n_events - 2, replace=False, shuffle=False) for _ in range(n)]
        inner = np.array(days, dtype=float) + 1
    times = np.pad(np.sort(inner, axis=1), ((0, 0), (1, 1)))
    times[:, -1] = last
    return times + (merge_days or 0) * np.arange(n_events)


def permutation_alarms(
    times: ArrayLike, penalty: float, n: int, rng: np.random.Generator
) -> tuple[float, float]:
    """How often the gaps of these events, in random order, show a change at a penalty.

    Gaps of any law in any order have no change of rate, but an uneven law looks as if it had: the
    share is the false-alarm rate for the record's own gaps, where `calibrate_penalty` promises one
    for a Poisson process. The second number is a p-value, (1 + orders that show as clear a change
    as the order that was seen) / (n + 1).

    Examples
    --------
    >>> slow, fast = np.arange(0, 1000, 50), np.arange(1000, 1200, 5)
    >>> permutation_alarms(np.append(slow, fast), 4.0, 99, np.random.default_rng(1))[1]
    0.01
    """
    seen = np.sort(np.asarray(times, dtype=float))
    orders = rng.permuted(np.broadcast_to(np.diff(seen), (n, len(seen) - 1)), axis=1)
    drawn = np.pad(np.cumsum(orders, axis=1), ((0, 0), (1, 0)))
    critical, own = _critical_penalties(drawn), _critical_penalties(seen[None] - seen[0])[0]
    clear = int((critical >= own * (1 - 1e-9)).sum())
    return float((critical >= penalty).mean()), (1 + clear) / (n + 1)


def _critical_penalties(times: Floats) -> Floats:
    """Smallest penalty without any change, for each row of sorted event times.

    It is the largest mean gain per change over all divisions. Dinkelbach's iteration: start from
    the best single change and raise the penalty while a division at that penalty gains more.
    """
    middles = (times[:, 1:] + times[:, :-1]) / 2
    borders = np.concatenate([times[:, :1], middles, times[:, -1:]], axis=1)
    shared = np.zeros_like(borders, dtype=bool)  # no border between events of the same time
    shared[:, 1:-1] = times[:, 1:] == times[:, :-1]
    penalty = _best_single_gain(borders, shared)
    active = np.arange(len(times))
    while active.size:
        gain, changes = _gain(borders[active], shared[active], penalty[active])
        raised = np.where(changes > 0, gain / np.maximum(changes, 1), 0)
        better = raised > penalty[active] * (1 + 1e-12)
        active, raised = active[better], raised[better]
        penalty[active] = raised
    return penalty


def _best_single_gain(borders: Floats, shared: Bools) -> Floats:
    """Gain in log-likelihood of the best single change of each row."""
    size = borders.shape[1] - 1
    before = np.arange(1, size)
    inner = borders[:, 1:-1]
    length = borders[:, -1:] - borders[:, :1]
    early, late = inner - borders[:, :1], borders[:, -1:] - inner
    possible = ~shared[:, 1:-1] & (early > 0) & (late > 0)
    gain = before * np.log(before / np.where(possible, early, 1))
    gain += (size - before) * np.log((size - before) / np.where(possible, late, 1))
    return np.where(possible, gain - size * np.log(size / length), 0).max(axis=1)


def _gain(borders: Floats, shared: Bools, penalty: Floats) -> tuple[Floats, Ints]:
    """Gain in log-likelihood, and number of changes, of the best division of each row."""
    rows, size = np.arange(len(borders)), borders.shape[1] - 1
    best, source = _best_division(np.arange(size + 1.0), borders, shared, penalty)
    at, changes = source[:, -1], np.zeros(len(borders), dtype=np.intp)
    while at.any():
        changes += at > 0
        at = source[rows, at]
    one_block = size * np.log(size / (borders[:, -1] - borders[:, 0]))
    return best + penalty * (changes + 1) - one_block, changes
