"""How probable gaps are under a law, as they were recorded: in whole days, and merged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from analysis.gaps.days import Floats, positive_days

_NARROW = 1e-9  # share of what is left below which a day is too thin for a difference of two tails


@dataclass(frozen=True)
class Lengths:
    """Gaps in days, `cut` those still open, and the window within which events were merged.

    Without a window (None) lengths are exact, and none is too short to be seen. With one, a gap of
    g days is seen only if it is longer than `merge_days`, and is known to the day: it lies within
    half a day of g, and its law is cut off half a day above the window.
    """

    days: Floats
    cut: Floats
    merge_days: int | None = None

    @classmethod
    def of(cls, days: ArrayLike, cut: ArrayLike, merge_days: int | None, minimum: int) -> Lengths:
        """Check gaps as a caller gives them; an open gap of no days is one, and says nothing.

        A ValueError if a gap is not positive, no longer than the window, or with it no whole days.
        """
        gaps = positive_days(days, "days", minimum)
        opened = np.atleast_1d(np.asarray(cut, dtype=float))
        positive_days(opened[opened != 0], "censored_days", 0)
        if merge_days is not None:
            wrong = gaps[(gaps <= merge_days) | (gaps != np.round(gaps))]
            if wrong.size:
                raise ValueError(
                    f"days holds {wrong[0]:g}: expected whole days, more than {merge_days=}"
                )
        return cls(gaps, opened, merge_days)

    @property
    def least(self) -> float:
        """Days that the true length of every gap exceeds."""
        return 0.0 if self.merge_days is None else self.merge_days + 0.5

    def until(self, days: ArrayLike) -> Floats:
        """Length that is exceeded by a gap recorded as longer than so many days."""
        values = np.asarray(days, dtype=float)
        return values if self.merge_days is None else np.maximum(values + 0.5, self.least)

    def loglik(
        self,
        logpdf: Callable[[Floats], Floats],
        logsf: Callable[[Floats], Floats],
        unit: float,
        axes: int,
    ) -> Any:
        """Log-likelihood under a law whose functions take lengths in units of so many days.

        Its parameters may be arrays of so many `axes`.
        """
        days, opened = (
            values.reshape(-1, *[1] * axes) / unit
            for values in (self.days, self.until(self.cut[self.cut > 0]))
        )
        if self.merge_days is None:
            total = logpdf(days).sum(axis=0)
            return total + logsf(opened).sum(axis=0) if len(opened) else total
        start = logsf(np.asarray(self.least / unit))
        with np.errstate(invalid="ignore", divide="ignore"):  # a law with nothing beyond the window
            # many gaps share a length or an end: each tail is found once
            ends, at = np.unique([self.days - 0.5, self.days + 0.5], return_inverse=True)
            low, high = logsf(ends.reshape(-1, *[1] * axes) / unit)[at.reshape(2, -1)]
            inside = -np.expm1(high - low)
            thin = ~(inside > _NARROW)
            dense = logpdf(days) - np.log(unit)
            each = np.where(thin, dense, low + np.log(np.where(thin, 1, inside)))
            total = (each - start).sum(axis=0) + (logsf(opened) - start).sum(axis=0)
        return np.where(np.isfinite(start) & ~np.isnan(total), total, -np.inf)
