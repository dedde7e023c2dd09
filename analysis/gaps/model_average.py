"""Several renewal models at once, weighted by how well each one describes the gaps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.gaps.days import Floats
from analysis.gaps.laws import Model
from analysis.gaps.renewal import RenewalFit, fit_renewal


@dataclass(frozen=True)
class RenewalAverage:
    """Renewal models averaged with AIC weights (Burnham & Anderson 2002, section 2.9).

    `weights` are exp(-AIC difference / 2), scaled to sum 1.

    Examples
    --------
    >>> average = average_renewal([12, 30, 25, 41, 18], models=["exponential", "gamma"])
    >>> average.weights.round(2).to_dict()
    {'exponential': 0.16, 'gamma': 0.84}
    """

    fits: Mapping[str, RenewalFit]
    weights: pd.Series[Any] = field(init=False)

    def __post_init__(self) -> None:
        aic = pd.Series({model: fit.aic for model, fit in self.fits.items()})
        relative = np.exp(-(aic - aic.min()) / 2)
        object.__setattr__(self, "weights", relative / relative.sum())

    def sf(self, t: ArrayLike) -> Floats:
        """P(gap > t) for a new gap, t in days: the weighted mean over the models."""
        return self._mean(lambda fit: fit.sf(t))

    def hazard(self, t: ArrayLike) -> Floats:
        """Weighted mean of the models' rates of exchanges a day at t > 0 days."""
        return self._mean(lambda fit: fit.hazard(t))

    def conditional(self, elapsed: ArrayLike, horizon: ArrayLike) -> Floats:
        """P(exchange within `horizon` days | none in `elapsed` days).

        The weighted mean of the models' probabilities. The weights must have seen the silence:
        fit with the elapsed days of the open gap among `censored_days`.
        """
        return self._mean(lambda fit: fit.conditional(elapsed, horizon))

    def simulate(self, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Draw gaps from one model, itself drawn with the weights."""
        return self.fits[rng.choice(self.weights.index, p=self.weights)].simulate(rng)

    def refit(self, days: ArrayLike, censored_days: ArrayLike) -> RenewalAverage:
        """Fit and average the same models on other gaps."""
        return RenewalAverage({m: f.refit(days, censored_days) for m, f in self.fits.items()})

    def table(self) -> pd.DataFrame:
        """Give one row a model: log-likelihood, AIC, weight and mean gap in days."""
        rows = {m: (f.loglik, f.aic, f.mean) for m, f in self.fits.items()}
        table = pd.DataFrame.from_dict(rows, orient="index", columns=["loglik", "aic", "mean"])
        table.insert(2, "weight", self.weights)
        return table

    def _mean(self, value: Callable[[RenewalFit], Floats]) -> Floats:
        return np.sum([self.weights[m] * value(fit) for m, fit in self.fits.items()], axis=0)


def average_renewal(
    days: ArrayLike,
    censored_days: ArrayLike = (),
    *,
    models: Sequence[Model],
    merge_days: int | None = None,
) -> RenewalAverage:
    """Fit several laws to the same gaps and average them with AIC weights.

    With fewer than about 15 gaps the data do not determine the law's shape: report the average
    and, from its `fits`, the spread.

    Parameters
    ----------
    days, censored_days, merge_days
        As for `fit_renewal`.
    models : sequence of str
        Laws to average, `laws.EVERY_LAW` for all.

    Raises
    ------
    ValueError
        As for `fit_renewal`, or `models` is empty.

    Examples
    --------
    >>> laws = ("exponential", "weibull", "lognormal")
    >>> average = average_renewal([12, 30, 25, 41, 18], [60], models=laws)
    >>> round(float(average.conditional(elapsed=60, horizon=30)), 2)
    0.72
    """
    if not models:
        raise ValueError("models is empty: name at least one")
    return RenewalAverage(
        {m: fit_renewal(days, censored_days, model=m, merge_days=merge_days) for m in models}
    )
