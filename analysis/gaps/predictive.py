"""How surprising one single next gap is, given the gaps before it.

The question here is about *one gap named beforehand*. Whether the *longest of n* gaps is too long
is another question, and has another answer: see :mod:`longest_gap`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import expm1, lgamma, log
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats
from scipy.optimize import brentq
from scipy.special import logsumexp

from analysis.gaps.days import Floats
from analysis.gaps.laws import EVERY_LAW, LAWS, Model
from analysis.gaps.lengths import Lengths
from analysis.gaps.model_average import average_renewal
from analysis.gaps.posterior import Posterior, posterior
from analysis.gaps.results import HypothesisTest

_NODES = 400  # of a one-parameter law, when it is averaged node by node


@dataclass(frozen=True)
class _Exponential:
    """Predictive law of exponential gaps: Pareto's, (1 + t / total)^-n."""

    n: int
    total: float

    def logsf(self, days: float) -> float:
        return float(-self.n * np.log1p(days / self.total))

    def tails(self, days: float) -> tuple[Floats, Floats]:
        """Logs of equal weights, and of P(gap > `days`), over the possible rates."""
        rate = stats.gamma.ppf((np.arange(_NODES) + 0.5) / _NODES, self.n) / self.total
        return np.full(_NODES, -log(_NODES)), -days * rate

    def isf(self, probability: float) -> float:
        return float(self.total * np.expm1(-np.log(probability) / self.n))


@dataclass(frozen=True)
class _Geometric:
    """Predictive law of `n` merged gaps at a constant rate, in whole days.

    Beyond the window they are geometric; with prior dq / (1 - q) on the probability q of a silent
    day the next one lasts k days more with the product over i < n of (silent + i) / (silent + i +
    k), a beta mixture. That is also exact in repeated use: given the sum of n + 1 such gaps all
    ways to divide it are equally likely, and this is the share of them in which the last is longer.
    """

    n: int
    silent: float
    merge_days: int

    def logsf(self, days: float) -> float:
        more = max(0.0, days - self.merge_days)
        low, high = self.silent, self.silent + more
        return lgamma(low + self.n) - lgamma(low) + lgamma(high) - lgamma(high + self.n)

    def tails(self, days: float) -> tuple[Floats, Floats]:
        """Logs of equal weights, and of P(gap > `days`), over the possible q."""
        chance = stats.beta.ppf((np.arange(_NODES) + 0.5) / _NODES, self.silent, self.n)
        more = max(0.0, days - self.merge_days)
        return np.full(_NODES, -log(_NODES)), more * np.log(chance)

    def isf(self, probability: float) -> float:
        """By secants from the Pareto law with the same middle factor: an alarm asks it often."""
        target, middle = log(probability), self.silent + (self.n - 1) / 2
        if target >= 0:
            return float(self.merge_days)
        more = middle * expm1(-target / self.n)
        miss, step = self.logsf(self.merge_days + more) - target, 0.001 * more
        while abs(miss) > 1e-12 * (1 - target) and abs(step) > 1e-11 * more:
            other = self.logsf(self.merge_days + more + step) - target
            if other == miss:
                break
            more, miss, step = more + step, other, -step * other / (other - miss)
        return self.merge_days + more


@dataclass(frozen=True)
class PredictiveLaw:
    """Law of the next gap, averaged over the parameters that the gaps so far leave possible.

    `laws` by renewal model, and their `weights`, which sum to 1; :func:`predictive_law` makes one.

    Examples
    --------
    >>> law = predictive_law([10, 20, 30], "exponential")
    >>> round(law.sf(60), 6)  # (1 + 60/60)^-3
    0.125
    >>> round(law.isf(0.125), 6)
    60.0
    >>> round(law.within(horizon=30, elapsed=60), 6)  # 1 - (150/120)^-3
    0.488
    """

    laws: Mapping[str, _Exponential | _Geometric | Posterior]
    weights: Mapping[str, float]

    def logsf(self, days: float) -> float:
        """Return log P(gap > `days`)."""
        if not (np.isfinite(days) and days >= 0):
            raise ValueError(f"days={days!r}: expected a finite number of days ≥ 0")
        terms = [law.logsf(days) for law in self.laws.values()]
        return float(logsumexp(terms, b=[self.weights[model] for model in self.laws]))

    def sf(self, days: float) -> float:
        """Return P(gap > `days`); below about 1e-14 it is not resolved."""
        return float(np.exp(self.logsf(days)))

    def longest_sf(self, days: float, gaps: int) -> float:
        """Return P(the longest of so many `gaps` of one law > `days`), the parameters unknown.

        Gaps share their parameters: not the survival, but its power is averaged over them.
        """
        return float(
            sum(
                self.weights[name] * np.exp(weight) @ -np.expm1(gaps * np.log1p(-np.exp(tail)))
                for name, law in self.laws.items()
                for weight, tail in [law.tails(days)]
            )
        )

    def within(self, horizon: float, elapsed: float) -> float:
        """Return P(the gap ends within `horizon` more days | it has lasted `elapsed` days)."""
        return float(-np.expm1(self.logsf(elapsed + horizon) - self.logsf(elapsed)))

    def isf(self, probability: float) -> float:
        """Return the length in days that the gap outlasts with `probability`."""
        if not 0 < probability <= 1:
            raise ValueError(f"probability={probability!r}: expected more than 0 and at most 1")
        (law, *others) = self.laws.values()
        if not others and isinstance(law, _Exponential | _Geometric):
            return law.isf(probability)  # an alarm asks this for every gap
        target = np.log(probability)
        low, high = 0.0, 1.0
        if self.logsf(low) <= target:  # weights that sum to 1 but for rounding
            return low
        while self.logsf(high) > target:
            low, high = high, 2 * high
        return float(brentq(lambda days: self.logsf(days) - target, low, high, xtol=1e-9))


def predictive_law(
    days: ArrayLike,
    model: Model | Literal["average"],
    censored_days: ArrayLike = (),
    *,
    merge_days: int | None = None,
) -> PredictiveLaw:
    """Average the law of the next gap over the parameters that the gaps so far leave possible.

    Plugging estimates into a law makes a long gap look rarer than a short record can know. Here
    the parameters are integrated out, by quadrature and without random numbers.

    Parameters
    ----------
    days
        Lengths of the gaps so far, in days.
    model
        A renewal model, or ``"average"``: all of them, with AIC weights.
    censored_days
        Lengths of gaps of which only the beginning was seen.
    merge_days
        The merge window by which the events were made, for gaps in whole days: then no gap can be
        as short, and P(gap > t) is that of the whole days of a gap. None takes lengths as exact.

    Raises
    ------
    ValueError
        For an unknown model, days that are not positive, or too few: one gap for the exponential,
        otherwise three, not all equal.

    Notes
    -----
    The prior is flat in the logarithms of scale and shape; for the inverse Gaussian it is Jeffreys'
    rule, since the flat one gives no proper posterior there. For exponential gaps the result is the
    Pareto law (1 + t/Σd)^-n, with n gaps of sum Σd, which is exact in repeated use too: G/Σd for a
    next gap G follows an F law with 2 and 2n degrees of freedom, over n. For exponential, Weibull,
    log-normal and log-logistic gaps without censoring the flat prior is the right-invariant one,
    with which predictive probabilities are exact in repeated use: of all next gaps a share p
    falls where P ≤ p (Hora & Buehler 1966, Ann. Math. Stat. 37:643-656).

    Examples
    --------
    >>> law = predictive_law([12, 31, 9, 17, 44, 20], "weibull")
    >>> round(law.sf(90), 4)
    0.0151
    """
    if model == "average":
        return averaged_law(days, censored_days, models=EVERY_LAW, merge_days=merge_days)
    if model not in LAWS:
        raise ValueError(f"model {model!r}: expected one of {(*LAWS, 'average')}")
    gaps = Lengths.of(days, censored_days, merge_days, 1)
    return PredictiveLaw({model: _law(gaps, model)}, {model: 1.0})


def averaged_law(
    days: ArrayLike,
    censored_days: ArrayLike,
    *,
    models: Sequence[Model],
    merge_days: int | None,
) -> PredictiveLaw:
    """As `predictive_law`, over some models by their AIC weights."""
    gaps = Lengths.of(days, censored_days, merge_days, 1)
    average = average_renewal(days, censored_days, models=models, merge_days=merge_days)
    weights = {str(name): float(weight) for name, weight in average.weights.items()}
    return PredictiveLaw({name: _law(gaps, name) for name in weights}, weights)


def predictive_gap_test(
    days: ArrayLike,
    gap: float,
    model: Model | Literal["average"],
    censored_days: ArrayLike = (),
) -> HypothesisTest:
    """Test whether a single next gap is longer than the gaps before it lead one to expect.

    Parameters
    ----------
    days
        Lengths in days of the gaps to compare with; the gap in question is not among them.
    gap
        Its length in days. A gap that is still open is tested at its length so far.
    model, censored_days
        As in :func:`predictive_law`.

    Returns
    -------
    HypothesisTest
        `statistic` is the gap in days, `pvalue` P(the next gap ≥ `gap`).

    Raises
    ------
    ValueError
        As :func:`predictive_law`; and for a negative or non-finite gap.

    Notes
    -----
    A gap that is looked at because it is the longest of many was selected: the p-value does not
    allow for that, however small it is.

    Examples
    --------
    >>> predictive_gap_test([10, 20, 30], gap=60, model="exponential")
    single next gap, exponential predictive law: statistic 60, p = 0.125 \
(alternative: longer than a next gap; n = 3)
    """
    law = predictive_law(days, model, censored_days)
    return HypothesisTest(
        statistic=float(gap),
        pvalue=law.sf(gap),
        method=f"single next gap, {model.replace('_', ' ')} predictive law",
        alternative="longer than a next gap",
        nobs=np.asarray(days).size,
    )


def _law(gaps: Lengths, model: str) -> _Exponential | _Geometric | Posterior:
    form, n = LAWS[model].posterior, len(gaps.days)
    if form is not None:
        return posterior(gaps, model, form)
    if gaps.merge_days is None:
        return _Exponential(n, float(gaps.days.sum() + gaps.cut.sum()))
    silent = (gaps.days - gaps.merge_days - 1).sum() + 1
    silent += np.maximum(gaps.cut - gaps.merge_days, 0).sum()
    return _Geometric(n, float(silent), gaps.merge_days)
