"""How long gaps last, without assuming any law: the Kaplan-Meier estimate with its bands."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import special, stats
from statsmodels.duration.survfunc import SurvfuncRight

from analysis.gaps.days import positive_days
from analysis.gaps.results import COVERAGE


def kaplan_meier(days: ArrayLike, censored_days: ArrayLike = ()) -> pd.DataFrame:
    """Estimate the share of gaps that are longer than t days.

    Parameters
    ----------
    days : array_like
        Complete gaps in days.
    censored_days : array_like
        Gaps of which only a least length is known, in days, e.g. the open one.

    Returns
    -------
    pandas.DataFrame
        Index ``days``: the distinct lengths of complete gaps. ``sf``, the share longer than that;
        ``low, high``, its 95% interval on the log(-log) scale, for one length looked at alone
        (Kalbfleisch & Prentice 2002, The Statistical Analysis of Failure Time Data, eq. 1.15);
        ``band_low, band_high``, a 95% band that holds for all lengths between the first and the
        last together (Hall & Wellner 1980, Biometrika 67, 133-143, on the log(-log) scale);
        ``at_risk``, gaps at least that long. Missing where the estimate is 0.

    Raises
    ------
    ValueError
        No complete gap, or a gap that is not positive.

    Examples
    --------
    >>> table = kaplan_meier([6, 6, 6, 7, 10], censored_days=[6, 9])
    >>> table["sf"].round(3).tolist(), table["at_risk"].tolist()
    ([0.571, 0.381, 0.0], [7, 3, 1])
    """
    complete = positive_days(days, "days", minimum=1)
    open_ones = positive_days(censored_days, "censored_days", minimum=0)
    times = np.concatenate([complete, open_ones])
    status = np.arange(len(times)) < len(complete)
    found = SurvfuncRight(times, status)
    table = pd.DataFrame(
        {"sf": found.surv_prob}, index=pd.Index(found.surv_times, name="days", dtype=float)
    )
    with np.errstate(divide="ignore", invalid="ignore"):  # an estimate of 0 has no interval
        relative = found.surv_prob_se / found.surv_prob
        single = special.ndtri((1 + COVERAGE) / 2) * relative
        # statsmodels' own band puts the number at risk where Hall & Wellner have the number of
        # gaps; the critical value is Kolmogorov's, which holds for the whole range
        size = len(times)
        joint = stats.kstwobign.isf(1 - COVERAGE) * (1 + size * relative**2) / np.sqrt(size)
        for names, width in ((("low", "high"), single), (("band_low", "band_high"), joint)):
            power = np.exp(width / np.log(found.surv_prob))
            table[names[0]] = found.surv_prob ** (1 / power)
            table[names[1]] = found.surv_prob**power
    table.loc[table["sf"] == 0, ["low", "high", "band_low", "band_high"]] = np.nan
    table["at_risk"] = found.n_risk.astype(int)
    return table
