"""The day on which a watcher who looks every day may call a silence unusual.

A silence is watched while it grows, through one gap after another. Two things then go wrong with a
rule such as "ring beyond the 95% quantile": quantiles of a short record are too short, and with
dozens of gaps a year a rule that is wrong in 5% of gaps is wrong every few months. The promise here
is therefore about time: so many false alarms a year, on average, while nothing has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from analysis.gaps.days import positive_days
from analysis.gaps.laws import Model
from analysis.gaps.predictive import predictive_law

ALPHAS = (0.10, 0.05, 0.01)
"""False alarms promised a year, wherever an alarm is shown."""

_YEAR = 365.0  # days

AlarmRule = Callable[[ArrayLike, float, int], int]
"""Takes the gaps known, what is asked of it, and the merge window; gives a day of silence."""


def open_gap_alarm(
    days: ArrayLike,
    alpha: float,
    model: Model | Literal["average"] = "exponential",
    *,
    merge_days: int | None = None,
) -> int:
    """Find the day of silence on which an honest daily watcher first rings.

    The promise: while gaps go on as before, at most `alpha` false alarms in 365 days of watching,
    as a mean over many such watches (0.05: one in twenty years), though the watcher looks every
    day and knows only the gaps that were complete when the silence began.

    Parameters
    ----------
    days
        Lengths in days of the gaps complete when the silence began.
    alpha
        False alarms promised per 365 days, above 0 and below 1.
    model
        Law of the gaps under the null hypothesis; for any but the default see the notes.
    merge_days
        The merge window by which the events were made (:func:`predictive.predictive_law`).

    Returns
    -------
    int
        The first day of silence, counted from the last exchange, on whose evening the alarm rings
        if there was no exchange on it either.

    Raises
    ------
    ValueError
        For `alpha` outside (0, 1), or gaps with which :func:`predictive.predictive_law`
        cannot do.

    Notes
    -----
    Daily looking within one gap costs nothing: P(gap > t) only falls while the silence grows, so
    that "rings on some day" is "lasts beyond one day t" fixed when the gap begins. What has to be
    paid for is that gap follows gap. With mean gap m there are 365/m gaps a year, so each may ring
    falsely with probability alpha m / 365: the alarm rings when the predictive probability, in
    which the parameters are uncertain, reaches that level at the mean of `days`.

    For a constant rate (exponential gaps) the false alarms a year are at most `alpha`, however few
    the gaps, while `alpha` times their true mean is no more than 0.3 · 365 days, which the tests
    prove by integration; where exchanges are rarer they may exceed `alpha` by up to a fifteenth.
    Gaps more regular than that ring still less. Gaps more clustered ring more often than promised:
    :func:`alarm_watch.alarm_level` shows by how much, and ``model="weibull"`` allows for
    it at the price of later alarms.

    Examples
    --------
    >>> open_gap_alarm([12, 31, 9, 17, 44, 20], alpha=0.10)
    179
    """
    if not 0 < alpha < 1:
        raise ValueError(f"alpha={alpha!r}: expected false alarms a year, above 0 and below 1")
    gaps = positive_days(days, "days", 1)
    level = min(1.0, alpha * gaps.mean() / _YEAR)
    return _first_day(predictive_law(gaps, model, merge_days=merge_days).isf(level))


def single_gap_alarm(
    days: ArrayLike,
    alpha: float,
    model: Model | Literal["average"] = "exponential",
    *,
    merge_days: int | None = None,
) -> int:
    """Find the day on which a rule made for one gap rings: predictive P(gap > day) ≤ `alpha`.

    For comparison: its false alarms are a share `alpha` of all gaps, so many more a year.
    """
    return _first_day(predictive_law(days, model, merge_days=merge_days).isf(alpha))


def quantile_alarm(days: ArrayLike, alpha: float) -> int:
    """Find the day on which a fixed-quantile rule rings: the 1 - `alpha` quantile of the gaps.

    For comparison: the rule of thumb, which takes the few gaps so far for the whole law.
    """
    return _first_day(float(np.quantile(positive_days(days, "days", 1), 1 - alpha)))


def _first_day(bound: float) -> int:
    """Return the first whole day at or beyond `bound`; the gap then is longer than the bound."""
    return max(1, int(np.ceil(bound - 1e-9)))
