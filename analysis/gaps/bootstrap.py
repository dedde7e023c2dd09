"""How far a renewal fit can be trusted: intervals and goodness of fit by simulation.

Both draw gaps from the fitted law as the watch would see them: when the data hold censored gaps,
one watch of the same total length whose last gap is cut off; otherwise the same number of complete
gaps. Watches with fewer than two complete gaps are drawn again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar

import numpy as np
import pandas as pd
from scipy import special

from analysis.gaps.model_average import RenewalAverage
from analysis.gaps.renewal import RenewalFit
from analysis.gaps.results import HypothesisTest

Scale = Literal["identity", "log", "logit"]

_SCALES: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "identity": (np.positive, np.positive),
    "log": (np.log, np.exp),
    "logit": (special.logit, special.expit),
}

Fitted = TypeVar("Fitted", RenewalFit, RenewalAverage)


def bootstrap_refits(fit: Fitted, n: int, rng: np.random.Generator) -> list[Fitted]:
    """Refit the model to `n` watches drawn from the fit itself.

    Draw once, then ask `bootstrap_interval` and `goodness_of_fit` any number of questions.

    Parameters
    ----------
    fit : RenewalFit or RenewalAverage
        The fit; an average also draws the law, with its weights.
    n : int
        Number of simulated watches.

    Examples
    --------
    >>> from analysis.gaps.renewal import fit_renewal
    >>> fit = fit_renewal([12, 30, 25, 41, 18, 22, 35], model="gamma")
    >>> len(bootstrap_refits(fit, 10, np.random.default_rng(1)))
    10
    """
    return [fit.refit(*fit.simulate(rng)) for _ in range(n)]


def bootstrap_interval(
    fit: Fitted,
    refits: Sequence[Fitted],
    quantity: Callable[[Fitted], float],
    scale: Scale,
    level: float,
) -> pd.Series[Any]:
    """Interval for any quantity of a fit, by parametric bootstrap.

    Parameters
    ----------
    fit : RenewalFit or RenewalAverage
        The fit.
    refits : sequence
        From `bootstrap_refits`.
    quantity : callable
        Takes a fit, gives a number.
    scale : {"identity", "log", "logit"}
        Where the error of the quantity is most nearly symmetric: log for days and parameters, logit
        for probabilities.
    level : float
        Coverage, between 0 and 1.

    Returns
    -------
    pandas.Series
        ``low, estimate, high``. The basic bootstrap interval on `scale` (Davison & Hinkley 1997,
        Bootstrap Methods and their Application, eq. 5.6): the error of the estimate is taken to
        be spread as that of the refits about it, which also corrects for bias once.

    Raises
    ------
    ValueError
        `level` outside (0, 1), unknown scale, or too few refits for an end point at that level.

    Examples
    --------
    >>> from analysis.gaps.renewal import fit_renewal
    >>> fit = fit_renewal([12, 30, 25, 41, 18, 22, 35], model="gamma")
    >>> refits = bootstrap_refits(fit, 399, np.random.default_rng(1))
    >>> bootstrap_interval(fit, refits, lambda f: f.mean, "log", 0.95).round(1).to_dict()
    {'low': 19.9, 'estimate': 26.1, 'high': 35.8}
    """
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, got {level}")
    if scale not in _SCALES:
        raise ValueError(f"scale {scale!r} is not one of {tuple(_SCALES)}")
    fewest = int(np.ceil(2 / (1 - level) - 1e-9)) - 1
    if len(refits) < fewest:
        raise ValueError(f"refits must be at least {fewest} at this level, got {len(refits)}")
    forward, back = _SCALES[scale]
    estimate = quantity(fit)
    drawn = forward(np.array([quantity(refit) for refit in refits]))
    # plotting positions k / (n + 1), by which the tails hold their share for any n
    with np.errstate(invalid="ignore"):  # between two infinite values, as means may be
        tails = np.quantile(drawn, [(1 + level) / 2, (1 - level) / 2], method="weibull")
    tails[np.isnan(tails)] = np.inf
    low, high = back(2 * forward(np.float64(estimate)) - tails)
    return pd.Series({"low": low, "estimate": estimate, "high": high})


def goodness_of_fit(fit: RenewalFit, refits: Sequence[RenewalFit]) -> HypothesisTest:
    """Test whether the fitted law can have produced these gaps.

    By time rescaling (Brown et al. 2002, Neural Computation 14, 325-346) the integrated hazard of
    each complete gap is a unit exponential draw if the model holds. The statistic is the
    Anderson-Darling distance of these residuals from that law; its null distribution comes from
    the refits, since fitted parameters make the textbook table invalid.

    Parameters
    ----------
    fit : RenewalFit
        The model under test.
    refits : sequence of RenewalFit
        From `bootstrap_refits`.

    Returns
    -------
    HypothesisTest
        P-value (1 + exceedances) / (refits + 1), hence never 0.

    Examples
    --------
    >>> from analysis.gaps.renewal import fit_renewal
    >>> fit = fit_renewal([30, 31, 29, 30, 32, 28, 30, 31], model="exponential")
    >>> refits = bootstrap_refits(fit, 199, np.random.default_rng(1))
    >>> goodness_of_fit(fit, refits).pvalue
    0.005
    """
    observed = _anderson_darling(fit)
    exceed = sum(_anderson_darling(refit) >= observed for refit in refits)
    return HypothesisTest(
        statistic=observed,
        pvalue=(1 + exceed) / (len(refits) + 1),
        method=f"Anderson-Darling distance of time-rescaled residuals, {len(refits)} refits",
        alternative=f"gaps do not follow the {fit.model} law",
        nobs=len(fit.days),
    )


def _anderson_darling(fit: RenewalFit) -> float:
    # of a gap in whole days its middle, half a day before it is exceeded
    until = fit.days if fit.merge_days is None else fit.days - 0.5
    log_survival = np.sort(fit.logsf(until))[::-1]  # ascending gaps
    size = len(log_survival)
    odd = 2 * np.arange(1, size + 1) - 1
    log_cdf = np.log(np.maximum(-np.expm1(log_survival), np.finfo(float).tiny))
    return float(-size - np.mean(odd * (log_cdf + log_survival[::-1])))
