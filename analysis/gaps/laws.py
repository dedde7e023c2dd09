"""The laws for the length of a gap, each one entry of `LAWS`: a new law is written here alone.

Everything is in logarithms, so that the far tail stays exact. Every parameter is positive. Times
are in days; any other unit works, as every law keeps its form when time is rescaled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, get_args

import numpy as np
from scipy import special, stats

from analysis.gaps.days import Floats
from analysis.gaps.posterior import PosteriorForm, log_location_scale

Model = Literal["exponential", "weibull", "gamma", "lognormal", "inverse_gaussian", "loglogistic"]
"""The keys of `LAWS`, for type checkers; a test holds the two together."""

EVERY_LAW: tuple[Model, ...] = get_args(Model)


@dataclass(frozen=True)
class Law:
    """One law of gap lengths; its functions take t > 0, then `parameters` in their order.

    `in_days` names the parameters that have a unit, `mean` may be infinite, `draw` takes a
    generator and a size first. `start` makes parameters, from which a fit starts, of a mean and a
    coefficient of variation. `posterior` is None for the one law whose predictive law is in closed
    form. `simulated` are parameters, of a mean of about 20 days, at which `trust` measures the
    fits. `colour` and `dashes` tell its line from the others in a figure.
    """

    parameters: tuple[str, ...]
    in_days: tuple[str, ...]
    logpdf: Callable[..., Floats]
    logsf: Callable[..., Floats]
    mean: Callable[..., float]
    draw: Callable[..., Floats]
    start: Callable[[float, float], tuple[float, ...]]
    posterior: PosteriorForm | None
    simulated: tuple[float, ...]
    colour: str
    dashes: tuple[float, ...] = ()


def gamma_logsf(t: Any, shape: float, scale: float) -> Floats:
    """Log of the gamma survival function, finite where the survival itself underflows.

    Uses Q(a, x) where it is a normal number and, further out, Q(a, x) = exp(-x) U(1-a, 1-a, x) /
    Gamma(a) with Tricomi's U (DLMF 8.5.3, dlmf.nist.gov/8.5).
    """
    x = np.asarray(t, dtype=float) / scale
    tail = special.gammaincc(shape, x)
    far = tail < 1e-290
    near = np.log(np.where(far, 1.0, tail))
    if not far.any():
        return near
    beyond = np.where(far, x, 1.0)
    expansion = special.hyperu(1.0 - shape, 1.0 - shape, beyond)
    return np.where(far, np.log(expansion) - beyond - special.gammaln(shape), near)


def _gamma_logpdf(t: Floats, shape: float, scale: float) -> Floats:
    x = t / scale
    return (shape - 1) * np.log(x) - x - special.gammaln(shape) - np.log(scale)


def _weibull_logpdf(t: Floats, shape: float, scale: float) -> Floats:
    logx = np.log(t / scale)
    return np.log(shape / scale) + (shape - 1) * logx - np.exp(shape * logx)


def _lognormal_logpdf(t: Floats, median: float, sigma: float) -> Floats:
    z = np.log(t / median) / sigma
    return -0.5 * z**2 - np.log(t * sigma) - 0.5 * np.log(2 * np.pi)


def _lognormal_logsf(t: Floats, median: float, sigma: float) -> Floats:
    with np.errstate(divide="ignore"):  # log 0 = -inf, and survival at 0 is 1
        return special.log_ndtr(-np.log(np.asarray(t) / median) / sigma)


# Inverse Gaussian in the terms of Matthews, Ellsworth & Reasenberg (2002), Bull. Seismol. Soc.
# Am. 92, 2233-2250, eq. 12-14: mean and aperiodicity (coefficient of variation).
def _bpt_logpdf(t: Floats, mean: float, aperiodicity: float) -> Floats:
    square = aperiodicity**2
    return 0.5 * np.log(mean / (2 * np.pi * square * t**3)) - (t - mean) ** 2 / (
        2 * mean * square * t
    )


def _bpt_logsf(t: Floats, mean: float, aperiodicity: float) -> Floats:
    # S = Phi(-low) - exp(2 / aperiodicity^2) Phi(-high). As exp(2 / aperiodicity^2) phi(high) =
    # phi(low), beyond the mean both terms share the factor phi(low), and the scaled erfc gives
    # the difference without cancellation.
    with np.errstate(divide="ignore"):
        root = np.sqrt(np.asarray(t) / mean)
        inverse = 1 / root
    low, high = (root - inverse) / aperiodicity, (root + inverse) / aperiodicity
    late = np.maximum(low, 0)
    scaled = special.erfcx(late / np.sqrt(2)) - special.erfcx(high / np.sqrt(2))
    second = np.exp(2 / aperiodicity**2 + special.log_ndtr(-high))
    with np.errstate(divide="ignore", invalid="ignore"):  # of 0 or less in the branch not taken
        beyond = np.log(scaled / 2) - late**2 / 2
        before = np.log(special.ndtr(-low) - second)
    return np.where(low > 0, beyond, before)


def _loglogistic_logpdf(t: Floats, shape: float, scale: float) -> Floats:
    z = shape * np.log(t / scale)
    return np.log(shape / t) + z - 2 * np.logaddexp(0, z)


def _loglogistic_logsf(t: Floats, shape: float, scale: float) -> Floats:
    with np.errstate(divide="ignore"):
        return -np.logaddexp(0, shape * np.log(np.asarray(t) / scale))


def _loglogistic_mean(shape: float, scale: float) -> float:
    return float(scale * (np.pi / shape) / np.sin(np.pi / shape)) if shape > 1 else float("inf")


def _log_sd(cv: float) -> float:
    """Give the log standard deviation of a lognormal with this coefficient of variation."""
    return float(np.sqrt(np.log1p(cv**2)))


def _gamma_width(s: Floats) -> Floats:
    return np.exp(-s) + np.exp(-s / 2)  # how far the mean is left open by gaps of shape e^s


def _gamma_form_logpdf(y: Floats, u: Floats, s: Floats) -> Floats:
    shape, ratio = np.exp(s), y - u * _gamma_width(s)  # of the day to the mean
    return shape * (s + ratio - np.exp(ratio)) - y - special.gammaln(shape)


def _gamma_form_logsf(y: Floats, u: Floats, s: Floats) -> Floats:
    return np.log(special.gammaincc(np.exp(s), np.exp(s + y - u * _gamma_width(s))))


def _bpt_form_logpdf(y: Floats, u: Floats, s: Floats) -> Floats:
    return 0.5 * (s - np.log(2 * np.pi) - 3 * y - np.exp(s - y) * np.expm1(y - np.sinh(u)) ** 2)


def _bpt_form_logsf(y: Floats, u: Floats, s: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        found = stats.invgauss.logsf(np.exp(y), np.exp(np.sinh(u) - s), scale=np.exp(s))
    # scipy loses the difference of two tails, and gives NaN, only where both are below e^-(1e8)
    return np.where(np.isnan(found), -np.inf, found)


LAWS: Mapping[str, Law] = MappingProxyType(
    {
        "exponential": Law(
            parameters=("scale",),
            in_days=("scale",),
            logpdf=lambda t, scale: -t / scale - np.log(scale),
            logsf=lambda t, scale: -np.asarray(t) / scale,
            mean=lambda scale: scale,
            draw=lambda rng, size, scale: rng.exponential(scale, size),
            start=lambda mean, cv: (mean,),
            posterior=None,
            simulated=(20.0,),
            colour="vermilion",
            dashes=(4, 1.5),
        ),
        "weibull": Law(
            parameters=("shape", "scale"),
            in_days=("scale",),
            logpdf=_weibull_logpdf,
            logsf=lambda t, shape, scale: -((np.asarray(t) / scale) ** shape),
            mean=lambda shape, scale: float(scale * special.gamma(1 + 1 / shape)),
            draw=lambda rng, size, shape, scale: scale * rng.weibull(shape, size),
            # Justus et al. (1978), J. Appl. Meteorol. 17
            start=lambda mean, cv: (cv**-1.086, mean),
            posterior=log_location_scale(lambda z: z - np.exp(z), lambda z: -np.exp(z)),
            simulated=(1.4, 22.0),
            colour="green",
            dashes=(1, 1.2),
        ),
        "gamma": Law(
            parameters=("shape", "scale"),
            in_days=("scale",),
            logpdf=_gamma_logpdf,
            logsf=gamma_logsf,
            mean=lambda shape, scale: shape * scale,
            draw=lambda rng, size, shape, scale: rng.gamma(shape, scale, size),
            start=lambda mean, cv: (cv**-2, mean * cv**2),
            # u · width = log mean, s = log shape; flat in both
            posterior=PosteriorForm(
                _gamma_form_logpdf, _gamma_form_logsf, lambda u, s: np.log(_gamma_width(s))
            ),
            simulated=(1.7, 11.8),
            colour="grey",
            dashes=(5, 1.5, 1, 1.5),
        ),
        "lognormal": Law(
            parameters=("median", "sigma"),
            in_days=("median",),
            logpdf=_lognormal_logpdf,
            logsf=_lognormal_logsf,
            mean=lambda median, sigma: float(median * np.exp(sigma**2 / 2)),
            draw=lambda rng, size, median, sigma: rng.lognormal(np.log(median), sigma, size),
            start=lambda mean, cv: (mean / np.sqrt(1 + cv**2), _log_sd(cv)),
            posterior=log_location_scale(
                lambda z: -0.5 * (z**2 + np.log(2 * np.pi)), lambda z: special.log_ndtr(-z)
            ),
            simulated=(14.0, 0.85),
            colour="orange",
            dashes=(6, 1),
        ),
        "inverse_gaussian": Law(
            parameters=("mean", "aperiodicity"),
            in_days=("mean",),
            logpdf=_bpt_logpdf,
            logsf=_bpt_logsf,
            mean=lambda mean, aperiodicity: mean,
            draw=lambda rng, size, mean, aperiodicity: rng.wald(mean, mean / aperiodicity**2, size),
            start=lambda mean, cv: (mean, cv),
            # sinh u = log mean, s = log lambda; Jeffreys' rule, since a flat prior has no proper
            # posterior, and sinh, since the posterior of the mean has a long tail even so
            posterior=PosteriorForm(
                _bpt_form_logpdf,
                _bpt_form_logsf,
                lambda u, s: (s - np.sinh(u)) / 2 + np.log(np.cosh(u)),
            ),
            simulated=(20.0, 0.9),
            colour="blue",
            dashes=(2, 1),
        ),
        "loglogistic": Law(
            parameters=("shape", "scale"),
            in_days=("scale",),
            logpdf=_loglogistic_logpdf,
            logsf=_loglogistic_logsf,
            mean=_loglogistic_mean,
            draw=lambda rng, size, shape, scale: scale * np.exp(rng.logistic(size=size) / shape),
            start=lambda mean, cv: (np.pi / np.sqrt(3) / _log_sd(cv), mean / np.sqrt(1 + cv**2)),
            posterior=log_location_scale(
                # log_expit(z) + log_expit(-z), in a third of the time
                lambda z: -np.abs(z) - 2 * np.log1p(np.exp(-np.abs(z))),
                lambda z: special.log_expit(-z),
            ),
            simulated=(2.2, 14.0),
            colour="sky",
        ),
    }
)
