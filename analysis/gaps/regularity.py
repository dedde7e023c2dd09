"""How regular or bursty the gaps are, each measure beside what pure chance would give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.gaps.days import Floats, positive_days
from analysis.gaps.results import COVERAGE

_SEED = 2016  # of the null band when the caller passes no generator: same band on every run


@dataclass(frozen=True)
class WithNullBand:
    """A measure and the central 95% of its values for as many gaps between chance events."""

    value: float
    null_low: float
    null_high: float

    @property
    def verdict(self) -> str:
        """``below``, ``within`` or ``above`` the null band."""
        if self.value < self.null_low:
            return "below"
        return "above" if self.value > self.null_high else "within"

    def __float__(self) -> float:
        return self.value


@dataclass(frozen=True, repr=False)
class Dispersion:
    """Three measures of how unequal gaps are; see `dispersion`.

    `cv`, standard deviation (divisor n) over mean: 0 regular, about 1 Poisson. `burstiness`, Kim &
    Jo's A: -1 regular, about 0 Poisson, 1 all events at once. `local_variation`, Shinomoto's Lv: 0
    regular, 1 Poisson on average; blind to slow changes of rate. `nobs`: number of gaps.
    """

    cv: WithNullBand
    burstiness: WithNullBand
    local_variation: WithNullBand
    nobs: int

    def table(self) -> pd.DataFrame:
        """Give one row a measure: value, null band, verdict."""
        rows = {
            name: (m.value, m.null_low, m.null_high, m.verdict)
            for name, m in (
                ("cv", self.cv),
                ("burstiness", self.burstiness),
                ("local_variation", self.local_variation),
            )
        }
        columns = ["value", "null_low", "null_high", "verdict"]
        return pd.DataFrame.from_dict(rows, orient="index", columns=columns)

    def __repr__(self) -> str:
        return f"{self.table().round(3)}\n{self._note}"

    def _repr_html_(self) -> str:
        return f"{self.table().round(3).to_html()}<p>{self._note}</p>"

    @property
    def _note(self) -> str:
        return f"{self.nobs} gaps; null band: events at random, 95%"


def dispersion(
    days: ArrayLike,
    *,
    merge_days: int = 0,
    n: int = 10_000,
    rng: np.random.Generator | None = None,
) -> Dispersion:
    """Measure how regular the gaps are, beside what events at random would give.

    Parameters
    ----------
    days : array_like
        At least three complete gaps in days, in order of time.
    merge_days : int
        The merge window by which the events were made: no gap can be this short or shorter, in the
        record or by chance.
    n : int
        Number of simulated sequences behind the null bands.
    rng : numpy.random.Generator, optional
        Source of randomness. Without one a generator of fixed seed is used, so that the band is
        the same on every run; at the default `n` its ends carry a Monte Carlo error of about
        0.16 percentage points of probability.

    Returns
    -------
    Dispersion
        `cv`, `burstiness` and `local_variation`, each with `value, null_low, null_high`.

    Raises
    ------
    ValueError
        Fewer than three gaps, gaps not positive, or a gap of at most `merge_days`.

    Notes
    -----
    With r the coefficient of variation of n gaps (divisor n), burstiness is
    A = (sqrt(n + 1) r - sqrt(n - 1)) / ((sqrt(n + 1) - 2) r + sqrt(n - 1)), Kim & Jo (2016), Phys.
    Rev. E 94, 032311, eq. 22; the (r - 1) / (r + 1) of Goh & Barabasi (2008) is biased for few
    events. Local variation is 3 / (n - 1) times the sum of squares of (difference / sum) of
    neighbouring gaps, Shinomoto, Shima & Tanji (2003), Neural Comput. 15, 2823-2842, eq. 2.1.

    The null bands are those of events that fall by chance at the observed rate, merged and recorded
    as these were. Gaps in whole days are compared with a coin tossed once a day (geometric gaps),
    since recording in days alone makes gaps more equal; other gaps with a Poisson process
    (exponential gaps). Both start beyond the merge window, as neither process has a memory.

    Examples
    --------
    >>> found = dispersion([28, 31, 30, 29, 32, 30, 31, 29])
    >>> found.cv.verdict, round(found.burstiness.value, 2)
    ('below', -0.94)
    """
    gaps = positive_days(days, "days", minimum=3)
    if gaps.min() <= merge_days:
        raise ValueError(
            f"a gap of {gaps.min():g} days should be merged at merge_days={merge_days}"
        )
    source, size = rng or np.random.default_rng(_SEED), (n, len(gaps))
    excess = float(gaps.mean()) - merge_days
    if (gaps == np.round(gaps)).all():
        draws = merge_days + source.geometric(1 / excess, size).astype(float)
    else:
        draws = merge_days + source.exponential(excess, size)
    return Dispersion(
        cv=_banded(_cv, gaps, draws),
        burstiness=_banded(_burstiness, gaps, draws),
        local_variation=_banded(_local_variation, gaps, draws),
        nobs=len(gaps),
    )


def _banded(measure: Callable[[Floats], Floats], gaps: Floats, draws: Floats) -> WithNullBand:
    low, high = np.quantile(measure(draws), [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])
    return WithNullBand(float(measure(gaps)), float(low), float(high))


def _cv(gaps: Floats) -> Floats:
    return gaps.std(axis=-1) / gaps.mean(axis=-1)


def _burstiness(gaps: Floats) -> Floats:
    size, r = gaps.shape[-1], _cv(gaps)
    up, down = np.sqrt(size + 1), np.sqrt(size - 1)
    return (up * r - down) / ((up - 2) * r + down)


def _local_variation(gaps: Floats) -> Floats:
    first, second = gaps[..., :-1], gaps[..., 1:]
    return 3 * np.mean(((first - second) / (first + second)) ** 2, axis=-1)
