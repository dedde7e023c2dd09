"""Lengths in days as arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

DAY = np.timedelta64(1, "D")


def positive_days(days: ArrayLike, name: str, minimum: int) -> Floats:
    """Give `days` as a one-dimensional array of at least `minimum` positive finite numbers.

    A ValueError calls them `name` and says which value is wrong, or how many there are.
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
