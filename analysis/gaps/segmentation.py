"""Blocks of constant rate, exact, and the price of a change that keeps false alarms rare."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.gaps.days import Floats

Ints = NDArray[np.intp]

_ROWS = 64  # block of rows done in one call: large enough to hide numpy's overhead, small for cache


def event_cells(times: ArrayLike) -> tuple[Ints, Floats]:
    """Divide the time from the first to the last event into one cell a distinct event time.

    Parameters
    ----------
    times : array_like
        Event times in any unit and order; equal times share a cell.

    Returns
    -------
    counts : numpy.ndarray
        Events in each cell.
    edges : numpy.ndarray
        Cell borders, one more than cells: the first time, the midpoints, the last time (Scargle et
        al. 2013, Astrophys. J. 764, 167, section 2.5).

    Raises
    ------
    ValueError
        Fewer than two distinct times, or a time that is not finite.

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
    (Scargle et al. 2013, eq. 19), over all divisions.

    Parameters
    ----------
    counts : array_like
        Events in each cell, all positive.
    edges : array_like
        Borders of the cells, increasing, one more than cells.
    penalty : float
        Price of a block in units of log-likelihood; ``ncp_prior`` in Scargle's words.

    Returns
    -------
    numpy.ndarray
        Positions in `edges` of the block borders, the first and last included.

    Raises
    ------
    ValueError
        Lengths that do not fit, counts not positive, edges that do not increase.

    Notes
    -----
    The recursion of Jackson et al. (2005), IEEE Signal Process. Lett. 12, 105-108: the best
    division that ends with cell R is the best one before some cell k, plus the block k to R.
    Rows are done in batches, so that all earlier k are compared in one call. A start k is dropped
    for good once starting at R instead is at least as good (Killick, Fearnhead & Eckley 2012, J.
    Am. Stat. Assoc. 107, 1590-1598, theorem 3.1); dividing a block never lowers the likelihood,
    so nothing is lost. Time grows with the square of the number of cells, or with the number of
    cells times the length of a block where there are many changes.

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
    size = len(cells)
    best = np.zeros(size + 1)  # value of the best division of the first R cells
    source = np.zeros(size + 1, dtype=np.intp)  # where its last block starts
    starts = np.zeros(1, dtype=np.intp)  # starts that may still be part of an optimum
    for low in range(1, size + 1, _ROWS):
        high = min(low + _ROWS, size + 1)
        value = _fitness(total, borders, slice(low, high), starts)
        value += best[starts]
        choice = value.argmax(axis=1)
        best[low:high] = value[np.arange(high - low), choice] - penalty
        source[low:high] = starts[choice]
        _within_rows(total, borders, penalty, low, high, best, source)
        starts = np.append(starts[value[-1] > best[high - 1]], np.arange(low, high))
    path = [size]
    while path[-1]:
        path.append(int(source[path[-1]]))
    return np.array(path[::-1])


def _fitness(total: Floats, borders: Floats, ends: slice, starts: Ints | slice) -> Floats:
    """N log(N / T) of every block from one of `starts` to one of `ends`."""
    events = total[ends, None] - total[starts]
    value = borders[ends, None] - borders[starts]
    np.divide(events, value, out=value)
    np.log(value, out=value)
    value *= events
    return value


def _within_rows(
    total: Floats,
    borders: Floats,
    penalty: float,
    low: int,
    high: int,
    best: Floats,
    source: Ints,
) -> None:
    """Let blocks start inside the batch of rows too; updates `best` and `source` in place."""
    with np.errstate(invalid="ignore", divide="ignore"):  # starts after the end: never read
        inside = _fitness(total, borders, slice(low, high), slice(low, high)) - penalty
    for row in range(1, high - low):
        value = inside[row, :row] + best[low : low + row]
        choice = int(value.argmax())
        if value[choice] > best[low + row]:
            best[low + row] = value[choice]
            source[low + row] = low + choice


_SEED = 2013  # of the calibration when the caller passes no generator: same penalty on every run


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


def _best_single_gain(borders: Floats, shared: NDArray[np.bool_]) -> Floats:
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


def _gain(borders: Floats, shared: NDArray[np.bool_], penalty: Floats) -> tuple[Floats, Floats]:
    """Gain in log-likelihood, and number of changes, of the best division of each row."""
    rows, size = np.arange(len(borders)), borders.shape[1] - 1
    best, blocks = np.zeros_like(borders), np.zeros_like(borders)
    for end in range(1, size + 1):
        events = np.arange(end, 0, -1)
        length = borders[:, end : end + 1] - borders[:, :end]
        value = np.log(np.where(length > 0, length, 1), out=length)
        value = events * (np.log(events) - value) + best[:, :end]
        choice = value.argmax(axis=1)
        best[:, end] = value[rows, choice] - penalty
        blocks[:, end] = blocks[rows, choice] + 1
        best[shared[:, end], end] = -np.inf
    changes = blocks[:, -1] - 1
    one_block = size * np.log(size / (borders[:, -1] - borders[:, 0]))
    return best[:, -1] + penalty * (changes + 1) - one_block, changes
