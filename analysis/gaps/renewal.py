"""Renewal models: the gaps between exchanges as independent draws from one law.

Fits allow for censored gaps, and for gaps in whole days between events that were merged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.gaps.days import Floats
from analysis.gaps.laws import LAWS, Law, Model
from analysis.gaps.lengths import Lengths

_WIDTH = 1e-4  # of the difference stencil, on the log scale

_STENCIL = np.array([(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)], dtype=float)

_DAMPING = np.array([1.0, 0.5, 0.25, 0.1, 0.03, 0.01, 0.001])

_MOST_STEPS = 200


@dataclass(frozen=True, repr=False)
class RenewalFit:
    """One fitted renewal model: maximum likelihood estimates by name, and the gaps in days.

    With a merge window its survival, mean and draws are those of the gaps that merging leaves.

    Examples
    --------
    >>> fit = fit_renewal([10, 20, 30], censored_days=[40], model="exponential")
    >>> fit
    exponential: scale 33.33; log-likelihood -13.52, AIC 29.04 (3 gaps, 1 censored)
    >>> round(float(fit.conditional(elapsed=40, horizon=30)), 3)
    0.593
    """

    model: str
    params: pd.Series[Any]
    loglik: float
    days: Floats
    censored_days: Floats
    merge_days: int | None = None

    @property
    def aic(self) -> float:
        """Akaike's information criterion, 2 k - 2 log L."""
        return 2 * len(self.params) - 2 * self.loglik

    @property
    def mean(self) -> float:
        """Mean gap under the fitted law, in days; infinite where the law has no mean."""
        whole, least = float(LAWS[self.model].mean(*self.params)), self._gaps.least
        if not least or not np.isfinite(whole):
            return whole
        nodes, weights = np.polynomial.legendre.leggauss(64)
        below = least / 2 * float(weights @ np.exp(self._logsf(least / 2 * (nodes + 1))))
        # P(gap > t) beyond the window is what the mean leaves of its integral
        return float(least + (whole - below) / np.exp(self._logsf(least)))

    @property
    def _gaps(self) -> Lengths:
        return Lengths(self.days, self.censored_days, self.merge_days)

    def _logsf(self, t: ArrayLike) -> Floats:
        return LAWS[self.model].logsf(np.asarray(t, dtype=float), *self.params)

    def logsf(self, t: ArrayLike) -> Floats:
        """Log of P(gap > t), t in days."""
        gaps = self._gaps
        found = self._logsf(gaps.until(t))
        return found - self._logsf(gaps.least) if gaps.least else found

    def sf(self, t: ArrayLike) -> Floats:
        """P(gap > t), t in days."""
        return np.exp(self.logsf(t))

    def hazard(self, t: ArrayLike) -> Floats:
        """Rate of exchanges a day when t > 0 days have passed since the last one."""
        density = LAWS[self.model].logpdf(np.asarray(t, dtype=float), *self.params)
        return np.exp(density - self._logsf(t))

    def conditional(self, elapsed: ArrayLike, horizon: ArrayLike) -> Floats:
        """P(exchange within `horizon` days | none in the `elapsed` days so far)."""
        wait = np.asarray(elapsed, dtype=float)
        return -np.expm1(self.logsf(wait + np.asarray(horizon, dtype=float)) - self.logsf(wait))

    def simulate(self, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Draw gaps and censored gaps as this watch would see them; see `bootstrap`."""
        law, size = LAWS[self.model], len(self.days) + len(self.censored_days)
        while True:
            if not len(self.censored_days):
                days, cut = self._draw(law, size, rng), self.censored_days
            else:
                window = self.days.sum() + self.censored_days.sum()
                days = self._draw(law, 2 * size, rng)
                while days.sum() <= window:
                    days = np.append(days, self._draw(law, size, rng))
                complete = int(np.searchsorted(np.cumsum(days), window, side="right"))
                days, cut = days[:complete], np.array([window - days[:complete].sum()])
            if len(days) >= 2:
                return days, cut

    def _draw(self, law: Law, size: int, rng: np.random.Generator) -> Floats:
        """At least `size` gaps; with a window those beyond it, in whole days."""
        if self.merge_days is None:
            return law.draw(rng, size, *self.params)
        kept = np.empty(0)
        while len(kept) < size:
            drawn = law.draw(rng, 2 * size, *self.params)
            kept = np.append(kept, drawn[drawn > self._gaps.least])
        return np.floor(kept[:size] + 0.5)

    def refit(self, days: ArrayLike, censored_days: ArrayLike) -> RenewalFit:
        """Fit the same model to other gaps."""
        gaps = Lengths(np.asarray(days, float), np.asarray(censored_days, float), self.merge_days)
        return _fit(gaps, self.model)

    def __repr__(self) -> str:
        values = ", ".join(f"{name} {value:.4g}" for name, value in self.params.items())
        return (
            f"{self.model}: {values}; log-likelihood {self.loglik:.2f}, AIC {self.aic:.2f} "
            f"({len(self.days)} gaps, {len(self.censored_days)} censored)"
        )


def fit_renewal(
    days: ArrayLike,
    censored_days: ArrayLike = (),
    *,
    model: Model,
    merge_days: int | None = None,
) -> RenewalFit:
    """Fit one law to the gaps by maximum likelihood, open gaps included.

    A complete gap contributes its log density, a censored one its log survival; with a merge
    window, the probability of its day among the gaps that are longer than the window.

    Parameters
    ----------
    days : array_like
        Complete gaps in days, all positive.
    censored_days : array_like
        Gaps of which only a least length is known, in days, e.g. the open one.
    model : str
        The law, a key of `laws.LAWS`: ``"exponential"``, ``"weibull"`` ... The inverse Gaussian is
        the Brownian passage time law.
    merge_days : int, optional
        The merge window by which the events were made, for gaps in whole days. None takes lengths
        as exact.

    Returns
    -------
    RenewalFit
        `params` are those of the law, ``laws.LAWS[model].parameters``: ``scale`` of the
        exponential, ``shape, scale`` of the Weibull law ...

    Raises
    ------
    ValueError
        Unknown model; days not positive, or no longer than `merge_days`; fewer than two complete
        gaps (one for the exponential);
        no maximum, as when all gaps are equal.

    Notes
    -----
    The inverse Gaussian likelihood may keep rising, ever more slowly, as the mean grows: its limit
    is the Levy law, of infinite mean. The fit then stops at a mean so large that a further rise
    changes nothing.

    Examples
    --------
    Ten failures and ten units still running at 500 hours: the NIST/SEMATECH handbook (section
    8.4.1.3) gives shape 1.7208 and scale 606.5280.

    >>> hours = [54, 187, 216, 240, 244, 335, 361, 373, 375, 386]
    >>> fit_renewal(hours, censored_days=[500] * 10, model="weibull").params.round(3).to_dict()
    {'shape': 1.721, 'scale': 606.528}
    """
    if model not in LAWS:
        raise ValueError(f"model {model!r} is not one of {tuple(LAWS)}")
    return _fit(Lengths.of(days, censored_days, merge_days, len(LAWS[model].parameters)), model)


def _fit(gaps: Lengths, model: str) -> RenewalFit:
    law, days, cut = LAWS[model], gaps.days, gaps.cut
    merge = gaps.merge_days or 0
    unit = (days.sum() + cut.sum()) / len(days)
    if len(law.parameters) == 1:
        # closed form: total time over number of events; in whole days the silent ones among those
        # beyond the window have probability q, and q = exp(-1 / scale)
        beyond = (days - merge).sum() + np.maximum(cut - merge, 0).sum()
        scale = beyond / len(days)
        if gaps.merge_days is not None:
            scale = -1 / np.log(max(1 - 1 / scale, np.finfo(float).tiny))
        found = np.array([scale / unit])
    else:
        if np.ptp(days) < 1e-9 * days.max() and (not cut.size or cut.max() <= days[0]):
            raise ValueError(f"days are all {days[0]:g}: the {model} law has no maximum likelihood")
        found = _maximise(law, gaps, unit)
    loglik = gaps.loglik(
        lambda t: law.logpdf(t, *found), lambda t: law.logsf(t, *found), unit, axes=0
    )
    in_days = [
        value * unit if name in law.in_days else value
        for name, value in zip(law.parameters, found, strict=True)
    ]
    return RenewalFit(
        model=model,
        params=pd.Series(in_days, index=list(law.parameters), name=model, dtype=float),
        loglik=float(loglik - (len(days) * np.log(unit) if gaps.merge_days is None else 0)),
        days=days,
        censored_days=cut,
        merge_days=gaps.merge_days,
    )


def _maximise(law: Law, gaps: Lengths, unit: float) -> Floats:
    """Maximise over the logarithms of the two parameters by damped Newton steps, from moments.

    All nine points of a central-difference stencil, and all trial steps, go through the law in
    one call each: a fourth of the time of scipy's BFGS, and a bootstrap makes thousands of fits.
    """

    def loss(logs: Floats) -> Floats:
        values = np.exp(logs).T
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            total = gaps.loglik(
                lambda t: law.logpdf(t, *values), lambda t: law.logsf(t, *values), unit, axes=1
            )
        return np.where(np.isfinite(total), -total, np.inf)

    mean = float(gaps.days.mean())
    at = np.log(law.start(mean / unit, max(float(gaps.days.std()) / mean, 0.05)))
    for _ in range(_MOST_STEPS):
        around = loss(at + _WIDTH * _STENCIL).reshape(3, 3)
        slope = np.array([around[2, 1] - around[0, 1], around[1, 2] - around[1, 0]])
        slope /= 2 * _WIDTH
        curve = np.array([around[2, 1] + around[0, 1], around[1, 2] + around[1, 0]])
        curve = (curve - 2 * around[1, 1]) / _WIDTH**2
        cross = around[2, 2] - around[2, 0] - around[0, 2] + around[0, 0]
        cross /= 4 * _WIDTH**2
        if curve.min() > 0 and curve.prod() > cross**2:
            step = np.linalg.solve([[curve[0], cross], [cross, curve[1]]], slope)
        else:  # not convex here: follow the slope
            step = slope / np.abs(slope).max()
        step /= max(1.0, float(np.abs(step).max()))
        trials = loss(at - _DAMPING[:, None] * step)
        best = int(np.argmin(trials))
        gain = around[1, 1] - trials[best]
        if gain > 0:
            at = at - _DAMPING[best] * step
        if gain <= 1e-13 * abs(around[1, 1]) or np.abs(step).max() < 1e-10:
            return np.exp(at)
    raise ValueError(f"no maximum of the likelihood found in {_MOST_STEPS} steps: days {gaps.days}")
