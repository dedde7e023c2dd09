"""Which parameters of a renewal model the gaps so far leave possible: posterior by quadrature.

Every model has a scale and a second parameter. Lengths enter as y, the logarithm of days over the
geometric mean of the gaps, which makes the result the same in any unit of time. The laws are those
of :mod:`laws`, in coordinates in which even the wide posterior of three gaps does not
overflow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

Floats = NDArray[np.float64]

_DROP = 40.0  # the quadrature stops where the density is e^-40 = 4e-18 of its peak

_COARSE, _FINE = 25, 81  # nodes an axis; the integrand is smooth and vanishes at the edges


@dataclass(frozen=True)
class _Family:
    """A renewal model in coordinates (u, s) in which its posterior is compact.

    `logpdf` and `logsf` are of y, u and s; `logprior` is of u and s, and holds the Jacobian.
    """

    logpdf: Callable[[Floats, Floats, Floats], Floats]
    logsf: Callable[[Floats, Floats, Floats], Floats]
    logprior: Callable[[Floats, Floats], Floats]


def _log_location_scale(
    logpdf: Callable[[Floats], Floats], logsf: Callable[[Floats], Floats]
) -> _Family:
    """Log days = location + error / shape; s = log shape, u = location · shape (a straight funnel).

    `logpdf` and `logsf` are those of the error, written out: a posterior calls them 400,000 times.
    Prior: d location · d log shape, right-invariant.
    """
    return _Family(
        lambda y, u, s: logpdf(np.exp(s) * y - u) + s - y,
        lambda y, u, s: logsf(np.exp(s) * y - u),
        lambda u, s: -s,
    )


def _gamma_width(s: Floats) -> Floats:
    return np.exp(-s) + np.exp(-s / 2)  # how far the mean is left open by gaps of shape e^s


def _gamma_logpdf(y: Floats, u: Floats, s: Floats) -> Floats:
    shape, ratio = np.exp(s), y - u * _gamma_width(s)  # of the day to the mean
    return shape * (s + ratio - np.exp(ratio)) - y - special.gammaln(shape)


def _gamma_logsf(y: Floats, u: Floats, s: Floats) -> Floats:
    return stats.gamma.logsf(np.exp(s + y - u * _gamma_width(s)), np.exp(s))


def _inverse_gaussian_logpdf(y: Floats, u: Floats, s: Floats) -> Floats:
    return 0.5 * (s - np.log(2 * np.pi) - 3 * y - np.exp(s - y) * np.expm1(y - np.sinh(u)) ** 2)


def _inverse_gaussian_logsf(y: Floats, u: Floats, s: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        found = stats.invgauss.logsf(np.exp(y), np.exp(np.sinh(u) - s), scale=np.exp(s))
    # scipy loses the difference of two tails, and gives NaN, only where both are below e^-(1e8)
    return np.where(np.isnan(found), -np.inf, found)


FAMILIES = {
    "weibull": _log_location_scale(lambda z: z - np.exp(z), lambda z: -np.exp(z)),
    "lognormal": _log_location_scale(
        lambda z: -0.5 * (z**2 + np.log(2 * np.pi)), lambda z: special.log_ndtr(-z)
    ),
    "loglogistic": _log_location_scale(
        # log_expit(z) + log_expit(-z), in a third of the time
        lambda z: -np.abs(z) - 2 * np.log1p(np.exp(-np.abs(z))),
        lambda z: special.log_expit(-z),
    ),
    # u · width = log mean, s = log shape; flat in both
    "gamma": _Family(_gamma_logpdf, _gamma_logsf, lambda u, s: np.log(_gamma_width(s))),
    # sinh u = log mean, s = log lambda; Jeffreys' rule, since a flat prior has no proper posterior,
    # and sinh, since the posterior of the mean has a long tail even so
    "inverse_gaussian": _Family(
        _inverse_gaussian_logpdf,
        _inverse_gaussian_logsf,
        lambda u, s: (s - np.sinh(u)) / 2 + np.log(np.cosh(u)),
    ),
}


@dataclass(frozen=True)
class Posterior:
    """Weighted parameter values of one renewal model; use :func:`posterior` to make one.

    Attributes
    ----------
    model
        Name of the renewal model.
    centre
        Logarithm of the geometric mean of the gaps, in days.
    u, s
        Parameter values at the nodes, in the coordinates of the family.
    logweight
        Logarithm of the nodes' weights, which sum to 1.
    """

    model: str
    centre: float
    u: Floats
    s: Floats
    logweight: Floats

    def logsf(self, days: float) -> float:
        """Return log P(gap > `days`), the parameters averaged out."""
        if days == 0:
            return 0.0
        y = np.asarray(np.log(days) - self.centre)
        with np.errstate(over="ignore", divide="ignore"):  # where P vanishes, its log is -inf
            terms = self.logweight + FAMILIES[self.model].logsf(y, self.u, self.s)
        return min(0.0, float(special.logsumexp(terms)))


def posterior(days: Floats, cut: Floats, model: str) -> Posterior:
    """Find the posterior of a two-parameter renewal model.

    Parameters
    ----------
    days
        Lengths of the gaps, in days.
    cut
        Lengths of gaps of which only the beginning was seen.
    model
        A key of `FAMILIES`.

    Raises
    ------
    ValueError
        If there are fewer than three gaps, or all are equal.

    Examples
    --------
    >>> gaps = np.array([12.0, 31, 9, 17, 44, 20])
    >>> round(float(np.exp(posterior(gaps, np.array([]), "weibull").logsf(90))), 4)
    0.0151
    """
    logs = np.log(days)
    if len(days) < 3 or np.ptp(logs) < 1e-9:
        raise ValueError(
            f"days holds {len(days)} gaps from {days.min():g} to {days.max():g} days: the "
            f"{model.replace('_', ' ')} model needs at least three, not all equal"
        )
    family, centre = FAMILIES[model], float(logs.mean())
    y, y_cut = (np.log(v)[:, None, None] - centre for v in (days, cut))

    def evaluate(nodes: int) -> tuple[list[Floats], Floats, Floats, Floats]:
        axes = [np.linspace(low, high, nodes) for low, high in box]
        u, s = np.meshgrid(*axes, indexing="ij")
        with np.errstate(over="ignore", divide="ignore"):  # a density of zero has log -inf
            density = family.logprior(u, s) + family.logpdf(y, u, s).sum(axis=0)
            if len(cut):
                density = density + family.logsf(y_cut, u, s).sum(axis=0)
        return axes, u, s, density

    box = np.array([[-1.0, 1.0], [-1.0, 1.0]])
    box[1] -= np.log(logs.std())
    while True:  # widen every side on which the density still counts
        axes, u, s, density = evaluate(_COARSE)
        counts = density > density.max() - _DROP
        wide = [[counts[0].any(), counts[-1].any()], [counts[:, 0].any(), counts[:, -1].any()]]
        if not np.any(wide):
            break
        box += np.where(wide, np.ptp(box, axis=1)[:, None] / 2 * np.array([-1, 1]), 0)
    for axis in (0, 1):  # then close in, one coarse step outside what counts
        inside = axes[axis][counts.any(axis=1 - axis)]
        step = axes[axis][1] - axes[axis][0]
        box[axis] = inside[0] - step, inside[-1] + step
    axes, u, s, density = evaluate(_FINE)
    counts = density > density.max() - _DROP
    logweight = density[counts] - special.logsumexp(density[counts])
    return Posterior(model, centre, u[counts], s[counts], logweight)
