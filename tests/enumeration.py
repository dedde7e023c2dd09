"""The slow obvious twins: all whole-number histories of a few days, and random claims about them.

A history is a count for each day. With ``DAYS`` days and figures of at most ``LARGEST`` persons, a
bound that is finite is a sum of at most one figure for each day, and so is the least history. Hence
histories of up to twice that sum, and one more, contain the extremes of everything that is bounded,
and exceed every sum where nothing bounds it.
"""

from functools import cache
from itertools import combinations_with_replacement

import numpy as np

from analysis.bounds.claims import Claim

DAYS = 4
LARGEST = 3
MOST = 2 * DAYS * LARGEST + 1


@cache
def histories():
    """All non-decreasing cumulative counts: one row a history, columns from the origin on."""
    totals = np.array(list(combinations_with_replacement(range(MOST + 1), DAYS)), dtype=np.int16)
    return np.column_stack([np.zeros(len(totals), dtype=np.int16), totals])


def shortfalls(claim):
    """Persons by which each history misses the claim's low and its high."""
    counts = histories()
    opened = counts[:, claim.start]
    below = np.maximum(claim.low - (counts[:, claim.end + 1] - opened), 0)
    if np.isinf(claim.high):
        return below, np.zeros_like(below)
    return below, np.maximum(counts[:, claim.earliest + 1] - opened - int(claim.high), 0)


@cache
def _true(start, earliest, end, low, high):
    counts = histories()
    holds = counts[:, end + 1] - counts[:, start] >= low
    if high < np.inf:
        holds &= counts[:, earliest + 1] - counts[:, start] <= high
    return holds


def true_in(claims):
    """Whether all claims are true, by history."""
    holds = np.ones(len(histories()), dtype=bool)
    for claim in claims:
        holds &= _true(claim.start, claim.earliest, claim.end, claim.low, claim.high)
    return holds


def enumerated_bounds(claims, first, last):
    """Least and most of the windows [first, last] over all histories that make the claims true."""
    counts = histories()[true_in(claims)]
    windows = counts[:, last + 1] - counts[:, first]
    most = windows.max(axis=0).astype(float)
    return windows.min(axis=0).astype(float), np.where(most > DAYS * LARGEST, np.inf, most)


def all_windows():
    """First and last days of all windows."""
    pairs = [(first, last) for first in range(DAYS) for last in range(first, DAYS)]
    return np.array(pairs).T


def random_claims(rng, number, noise, *, ordinals=True):
    """Claims about one random history, most of them true; ``noise`` is the share that need not be.

    One in five speaks of an as-of day that is not known exactly, one in ten is an ordinal.
    """
    truth = np.r_[0, np.cumsum(rng.integers(0, 2, DAYS))]
    claims = []
    for place in range(number):
        first, last = np.sort(rng.integers(0, DAYS, 2))
        if rng.random() < 0.3:
            first = 0
        earliest = rng.integers(first, last + 1) if rng.random() < 0.2 else last
        if rng.random() < noise:
            low = high = int(rng.integers(0, LARGEST + 1))
        else:
            low, high = int(truth[last + 1] - truth[first]), int(truth[earliest + 1] - truth[first])
            low, high = min(low, LARGEST), min(high, LARGEST)
            low = min(low, high)
        kind = rng.random()
        if ordinals and kind < 0.1:
            low = high = int(rng.integers(1, LARGEST + 1))
            first, earliest, high = 0, last - 1, low - 1
        elif kind < 0.3:
            high = np.inf
        elif kind < 0.4:
            low = 0
        elif kind < 0.5:
            low, high = max(low - 1, 0), min(high + 1, LARGEST)
        voices = frozenset(f"voice {voice}" for voice in rng.integers(0, 4, rng.integers(1, 4)))
        direct = bool(rng.random() < 0.8)
        name = f"report {place}"
        claims.append(
            Claim(int(first), int(earliest), int(last), low, high, direct, (name,), voices)
        )
    return claims
