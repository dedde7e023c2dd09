"""Cut a sequence of events into blocks of constant rate: exact, in plain numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
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
