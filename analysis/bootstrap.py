"""How far a renewal fit can be trusted: intervals and goodness of fit by simulation.

Both draw gaps from the fitted law as the watch would see them: when the data hold censored gaps,
one watch of the same total length whose last gap is cut off; otherwise the same number of complete
gaps. Watches with fewer than two complete gaps are drawn again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from scipy import special

from analysis.model_average import RenewalAverage
from analysis.renewal import RenewalFit
from analysis.results import HypothesisTest

Fitted = TypeVar("Fitted", RenewalFit, RenewalAverage)


def bootstrap_interval(
    fit: Fitted,
    quantity: Callable[[Fitted], float],
    level: float,
    n: int,
    rng: np.random.Generator,
) -> pd.Series[Any]:
    """Interval for any quantity of a fit, by parametric bootstrap.

    Parameters
    ----------
    fit : RenewalFit or RenewalAverage
        The fit; an average also draws the law, with its weights.
    quantity : callable
        Takes a fit, gives a number.
    level : float
        Coverage, between 0 and 1.
    n : int
        Number of bootstrap samples.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    pandas.Series
        ``low, estimate, high``. Bias-corrected percentiles (Efron & Tibshirani 1993, An
        Introduction to the Bootstrap, section 14.3 with acceleration 0), hence the same
        interval on any monotone scale.

    Raises
    ------
    ValueError
        `level` outside (0, 1).

    Examples
    --------
    >>> from analysis.renewal import fit_renewal
    >>> fit = fit_renewal([12, 30, 25, 41, 18, 22, 35], model="gamma")
    >>> rng = np.random.default_rng(1)
    >>> bootstrap_interval(fit, lambda f: f.mean, level=0.95, n=400, rng=rng).round(1).to_dict()
    {'low': 20.5, 'estimate': 26.1, 'high': 35.0}
    """
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, got {level}")
    estimate = quantity(fit)
    drawn = np.sort([quantity(fit.refit(*fit.simulate(rng))) for _ in range(n)])
    # share below the estimate, kept off 0 and 1 so that its normal score is finite
    below = (np.sum(drawn < estimate) + np.sum(drawn <= estimate) + 1) / (2 * n + 2)
    scores = 2 * special.ndtri(below) + special.ndtri([(1 - level) / 2, (1 + level) / 2])
    low, high = np.quantile(drawn, special.ndtr(scores))
    return pd.Series({"low": low, "estimate": estimate, "high": high})


def goodness_of_fit(fit: RenewalFit, n: int, rng: np.random.Generator) -> HypothesisTest:
    """Test whether the fitted law can have produced these gaps.

    By time rescaling (Brown et al. 2002, Neural Computation 14, 325-346) the integrated hazard of
    each complete gap is a unit exponential draw if the model holds. The statistic is the
    Anderson-Darling distance of these residuals from that law; its null distribution comes from
    refitting `n` simulated watches, since fitted parameters make the textbook table invalid.

    Parameters
    ----------
    fit : RenewalFit
        The model under test.
    n : int
        Number of simulated watches.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    HypothesisTest
        P-value (1 + exceedances) / (n + 1), hence never 0.

    Examples
    --------
    >>> from analysis.renewal import fit_renewal
    >>> fit = fit_renewal([30, 31, 29, 30, 32, 28, 30, 31], model="exponential")
    >>> goodness_of_fit(fit, n=199, rng=np.random.default_rng(1)).pvalue
    0.005
    """
    observed = _anderson_darling(fit)
    drawn = [_anderson_darling(fit.refit(*fit.simulate(rng))) for _ in range(n)]
    return HypothesisTest(
        statistic=observed,
        pvalue=(1 + int(np.sum(np.array(drawn) >= observed))) / (n + 1),
        method=f"Anderson-Darling distance of time-rescaled residuals, {n} simulated watches",
        alternative=f"gaps do not follow the {fit.model} law",
        nobs=len(fit.days),
    )


def _anderson_darling(fit: RenewalFit) -> float:
    log_survival = np.sort(fit.logsf(fit.days))[::-1]  # ascending gaps
    size = len(log_survival)
    odd = 2 * np.arange(1, size + 1) - 1
    log_cdf = np.log(np.maximum(-np.expm1(log_survival), np.finfo(float).tiny))
    return float(-size - np.mean(odd * (log_cdf + log_survival[::-1])))
