"""Do gaps depend on each other, or on how many persons an exchange returned."""

from __future__ import annotations

from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats
from statsmodels.duration.hazard_regression import PHReg

from analysis.gaps.days import Floats, positive_days
from analysis.gaps.results import COVERAGE, HypothesisTest

Side = Literal["before", "after"]


def serial_dependence(
    days: ArrayLike, lag: int, n: int, rng: np.random.Generator
) -> HypothesisTest:
    """Test whether long gaps follow long ones, or short ones.

    Parameters
    ----------
    days : array_like
        Complete gaps in days, in order of time.
    lag : int
        1 compares each gap with the next one, 2 with the next but one.
    n : int
        Number of random orders of the gaps.

    Returns
    -------
    HypothesisTest
        Spearman's rank correlation of gaps `lag` apart; two-sided p-value from random orders of
        all gaps (Good 2005, Permutation, Parametric and Bootstrap Tests of Hypotheses, chapter 3).
        A rate that changes makes neighbours alike too.

    Raises
    ------
    ValueError
        Fewer than `lag` + 3 gaps, or `lag` below 1.

    Examples
    --------
    >>> gaps = [1, 2, 3, 4, 5, 6, 7, 8]
    >>> serial_dependence(gaps, lag=1, n=999, rng=np.random.default_rng(1))
    Spearman correlation of gaps 1 apart, 999 orders: statistic 1, p = 0.001 (alternative: gaps \
depend on earlier gaps; n = 8)
    """
    if lag < 1:
        raise ValueError(f"lag must be at least 1, got {lag}")
    ranks = stats.rankdata(positive_days(days, "days", minimum=lag + 3))
    if np.ptp(ranks) == 0:
        raise ValueError(f"days are all {np.asarray(days)[0]:g}: no correlation exists")

    def correlation(order: Floats, axis: int = -1) -> Floats:
        return _pearson(_ranks(order[..., :-lag]), _ranks(order[..., lag:]))

    orders = rng.permuted(np.broadcast_to(ranks, (n, len(ranks))), axis=1)
    return _two_sided(
        observed=float(correlation(ranks)),
        drawn=correlation(orders),
        method=f"Spearman correlation of gaps {lag} apart, {n} orders",
        alternative="gaps depend on earlier gaps",
        nobs=len(ranks),
    )


def batch_and_gap(
    persons: ArrayLike,
    days: ArrayLike,
    side: Side,
    n: int,
    rng: np.random.Generator,
    within: ArrayLike | None = None,
) -> HypothesisTest:
    """Test whether large batches come after, or before, long gaps.

    Parameters
    ----------
    persons : array_like
        Persons returned in each event, in order of time.
    days : array_like
        Gaps between these events in days: one fewer than events.
    side : {"before", "after"}
        Compare each batch with the gap before it, or after it.
    n : int
        Number of random pairings.
    within : array_like, optional
        A label for each gap, such as its stretch of constant rate: then ranks are taken, and pairs
        shuffled, within each label, so that a rate and batches that change together are no
        dependence.

    Returns
    -------
    HypothesisTest
        Spearman's rank correlation; two-sided p-value from random pairings of batches and gaps.

    Raises
    ------
    ValueError
        Lengths that do not fit, unknown side, fewer than four events, all batches or gaps equal.

    Examples
    --------
    >>> batch_and_gap([50, 60, 100, 230], [10, 40, 149], "before", 999, np.random.default_rng(1))
    Spearman correlation of batch and gap before, 999 pairings: statistic 1, p = 0.358 \
(alternative: batch size depends on the gap before; n = 3)
    """
    if side not in get_args(Side):
        raise ValueError(f"side {side!r} is not one of {get_args(Side)}")
    sizes, gaps = _batches_and_gaps(persons, days)
    label = np.zeros(len(gaps)) if within is None else np.asarray(within)
    strata = [np.flatnonzero(label == one) for one in np.unique(label)]
    pair, orders = np.zeros((2, len(gaps))), np.zeros((n, len(gaps)))
    batch = sizes[1:] if side == "before" else sizes[:-1]
    for values, ranked in zip((batch, gaps), pair, strict=True):
        for rows in strata:
            ranked[rows] = _ranks(values[rows]) - (len(rows) + 1) / 2
    for rows in strata:
        orders[:, rows] = rng.permuted(np.broadcast_to(pair[0][rows], (n, len(rows))), axis=1)
    if min(np.ptp(pair[0]), np.ptp(pair[1])) == 0:
        raise ValueError("all batches, or all gaps, are equal: no correlation exists")
    return _two_sided(
        observed=float(_pearson(*pair)),
        drawn=_pearson(orders, pair[1]),
        method=f"Spearman correlation of batch and gap {side}, {n} pairings",
        alternative=f"batch size depends on the gap {side}",
        nobs=len(gaps),
    )


def gap_after_batch(persons: ArrayLike, days: ArrayLike, open_days: float) -> pd.Series[Any]:
    """Estimate by what doubling a batch multiplies the rate of the next exchange.

    Parameters
    ----------
    persons : array_like
        Persons returned in each event, in order of time, all positive.
    days : array_like
        Complete gaps between these events in days: one fewer than events.
    open_days : float
        Days of silence after the last event, a censored gap.

    Returns
    -------
    pandas.Series
        ``low, estimate, high`` of the hazard ratio for twice as many persons (95% interval), and
        ``pvalue``. Below 1: after large batches the wait is longer.

    Raises
    ------
    ValueError
        Lengths that do not fit, batches not positive or all equal, fewer than three gaps.

    Notes
    -----
    Cox's proportional hazards model (Cox 1972, J. R. Stat. Soc. B 34, 187-220) with Efron's
    treatment of ties, statsmodels `PHReg`.

    Examples
    --------
    >>> found = gap_after_batch([50, 200, 60, 180, 40, 90], [9, 40, 12, 8, 25], open_days=30)
    >>> found[["estimate", "pvalue"]].round(2).tolist()
    [0.69, 0.54]
    """
    sizes, gaps = _batches_and_gaps(positive_days(persons, "persons", minimum=4), days)
    if np.ptp(sizes) == 0:
        raise ValueError(f"persons are all {sizes[0]:g}: no effect of the batch can be seen")
    times = np.append(gaps, open_days)
    model = PHReg(times, np.log2(sizes)[:, None], status=np.arange(len(times)) < len(gaps),
                  ties="efron")  # fmt: skip
    result = model.fit(disp=0)
    low, high = np.exp(result.conf_int(1 - COVERAGE)[0])
    estimate = float(np.exp(result.params[0]))
    return pd.Series(
        {"low": low, "estimate": estimate, "high": high, "pvalue": result.pvalues[0]}, dtype=float
    )


def _batches_and_gaps(persons: ArrayLike, days: ArrayLike) -> tuple[Floats, Floats]:
    gaps = positive_days(days, "days", minimum=3)
    sizes = np.asarray(persons, dtype=float)
    if len(sizes) != len(gaps) + 1:
        raise ValueError(f"{len(sizes)} batches have {len(sizes) - 1} gaps, got {len(gaps)}")
    return sizes, gaps


def _ranks(values: Floats) -> Floats:
    return np.asarray(stats.rankdata(values, axis=-1))


def _pearson(first: Floats, second: Floats) -> Floats:
    """Correlation along the last axis; 0 where one side does not vary."""
    a = first - first.mean(axis=-1, keepdims=True)
    b = second - second.mean(axis=-1, keepdims=True)
    size = np.sqrt((a**2).sum(axis=-1) * (b**2).sum(axis=-1))
    return (a * b).sum(axis=-1) / np.where(size > 0, size, 1)


def _two_sided(
    observed: float, drawn: Floats, method: str, alternative: str, nobs: int
) -> HypothesisTest:
    """P-value (1 + draws at least as extreme) / (draws + 1), with room for rounding of ties."""
    extreme = int(np.sum(np.abs(drawn) >= abs(observed) - 1e-12))
    return HypothesisTest(observed, (1 + extreme) / (len(drawn) + 1), method, alternative, nobs)
