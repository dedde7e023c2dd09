"""What a hypothesis test reports: one frozen shape for every test of the library."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, repr=False)
class HypothesisTest:
    """Outcome of one hypothesis test.

    Attributes
    ----------
    statistic : float
        Value of the test statistic; its meaning stands in `method`.
    pvalue : float
        P-value, between 0 and 1.
    method : str
        Name of the test, with its statistic and where the null law comes from.
    alternative : str
        What a small p-value speaks for.
    nobs : int
        Number of observations used.

    Examples
    --------
    >>> HypothesisTest(1.5, 0.2, "Anderson-Darling", "not Weibull", 40)
    Anderson-Darling: statistic 1.5, p = 0.2 (alternative: not Weibull; n = 40)
    """

    statistic: float
    pvalue: float
    method: str
    alternative: str
    nobs: int

    def __repr__(self) -> str:
        return (
            f"{self.method}: statistic {self.statistic:.4g}, p = {self.pvalue:.3g} "
            f"(alternative: {self.alternative}; n = {self.nobs})"
        )

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>"


def positive_days(days: ArrayLike, name: str, minimum: int) -> NDArray[np.float64]:
    """Give `days` as an array of positive finite numbers, or say which value is not one.

    Parameters
    ----------
    days : array_like
        Lengths in days.
    name : str
        What the message calls them.
    minimum : int
        Fewest values that the caller can work with.

    Returns
    -------
    numpy.ndarray
        One-dimensional, float.

    Raises
    ------
    ValueError
        A value is not a positive finite number, or there are fewer than `minimum`.

    Examples
    --------
    >>> positive_days([3, 14], "days", 1)
    array([ 3., 14.])
    """
    values = np.atleast_1d(np.asarray(days, dtype=float))
    if values.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, got shape {values.shape}")
    wrong = values[~(np.isfinite(values) & (values > 0))]
    if wrong.size:
        raise ValueError(f"{name} must be positive finite numbers, got {wrong[0]:g}")
    if values.size < minimum:
        raise ValueError(f"{name} needs at least {minimum} values, got {values.size}")
    return values
