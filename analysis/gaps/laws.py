"""Six laws for the length of a gap, written in logarithms so that the far tail stays exact.

Every parameter is positive. Times are in days; any other unit works, as all six laws keep their
form when time is rescaled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]

Model = Literal["exponential", "weibull", "gamma", "lognormal", "inverse_gaussian", "loglogistic"]


@dataclass(frozen=True)
class Lifetime:
    """One law of gap lengths: density, survival, mean, draws, and where a fit starts.

    Attributes
    ----------
    parameters : tuple of str
        Names of the parameters, in the order in which the functions take them.
    logpdf, logsf : callable
        Logarithm of density and survival at t > 0, then the parameters.
    mean : callable
        Mean gap (may be infinite).
    draw : callable
        Generator, size, parameters to random gaps.
    start : callable
        Mean and coefficient of variation to parameters from which a fit starts.

    Examples
    --------
    >>> law = LIFETIMES["weibull"]
    >>> law.parameters, float(law.logsf(2000.0, 2.0, 10.0))
    (('shape', 'scale'), -40000.0)
    """

    parameters: tuple[str, ...]
    logpdf: Callable[..., Floats]
    logsf: Callable[..., Floats]
    mean: Callable[..., float]
    draw: Callable[..., Floats]
    start: Callable[[float, float], tuple[float, ...]]


def gamma_logsf(t: Any, shape: float, scale: float) -> Floats:
    """Logarithm of the gamma survival function, finite where the survival itself underflows.

    Uses Q(a, x) where it is a normal number and, further out, Q(a, x) = exp(-x) U(1-a, 1-a, x) /
    Gamma(a) with Tricomi's U (DLMF 8.5.3, dlmf.nist.gov/8.5).

    Parameters
    ----------
    t : array_like
        Days, not negative.
    shape, scale : float
        Parameters of the gamma law, scale in days.

    Returns
    -------
    numpy.ndarray
        Log survival.

    Examples
    --------
    >>> round(float(gamma_logsf(5000.0, 1.0, 2.0)), 9)
    -2500.0
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
    with np.errstate(divide="ignore"):  # the branch not taken may be log 0
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


LIFETIMES: Mapping[str, Lifetime] = MappingProxyType(
    {
        "exponential": Lifetime(
            parameters=("scale",),
            logpdf=lambda t, scale: -t / scale - np.log(scale),
            logsf=lambda t, scale: -np.asarray(t) / scale,
            mean=lambda scale: scale,
            draw=lambda rng, size, scale: rng.exponential(scale, size),
            start=lambda mean, cv: (mean,),
        ),
        "weibull": Lifetime(
            parameters=("shape", "scale"),
            logpdf=_weibull_logpdf,
            logsf=lambda t, shape, scale: -((np.asarray(t) / scale) ** shape),
            mean=lambda shape, scale: float(scale * special.gamma(1 + 1 / shape)),
            draw=lambda rng, size, shape, scale: scale * rng.weibull(shape, size),
            start=lambda mean, cv: (
                cv**-1.086,
                mean,
            ),  # Justus et al. (1978), J. Appl. Meteorol. 17
        ),
        "gamma": Lifetime(
            parameters=("shape", "scale"),
            logpdf=_gamma_logpdf,
            logsf=gamma_logsf,
            mean=lambda shape, scale: shape * scale,
            draw=lambda rng, size, shape, scale: rng.gamma(shape, scale, size),
            start=lambda mean, cv: (cv**-2, mean * cv**2),
        ),
        "lognormal": Lifetime(
            parameters=("median", "sigma"),
            logpdf=_lognormal_logpdf,
            logsf=_lognormal_logsf,
            mean=lambda median, sigma: float(median * np.exp(sigma**2 / 2)),
            draw=lambda rng, size, median, sigma: rng.lognormal(np.log(median), sigma, size),
            start=lambda mean, cv: (mean / np.sqrt(1 + cv**2), _log_sd(cv)),
        ),
        "inverse_gaussian": Lifetime(
            parameters=("mean", "aperiodicity"),
            logpdf=_bpt_logpdf,
            logsf=_bpt_logsf,
            mean=lambda mean, aperiodicity: mean,
            draw=lambda rng, size, mean, aperiodicity: rng.wald(mean, mean / aperiodicity**2, size),
            start=lambda mean, cv: (mean, cv),
        ),
        "loglogistic": Lifetime(
            parameters=("shape", "scale"),
            logpdf=_loglogistic_logpdf,
            logsf=_loglogistic_logsf,
            mean=_loglogistic_mean,
            draw=lambda rng, size, shape, scale: scale * np.exp(rng.logistic(size=size) / shape),
            start=lambda mean, cv: (np.pi / np.sqrt(3) / _log_sd(cv), mean / np.sqrt(1 + cv**2)),
        ),
    }
)
