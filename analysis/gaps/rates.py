"""The rate of exchanges through time: a smooth curve, and a trend in monthly counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from scipy import special, stats
from statsmodels.discrete.discrete_model import NegativeBinomial
from statsmodels.genmod import families
from statsmodels.genmod.generalized_linear_model import GLM

from analysis.gaps.days import DAY, Day, Floats, as_day
from analysis.gaps.results import COVERAGE, HypothesisTest

CountModel = Literal["poisson", "negative_binomial"]

_YEAR = 365.25  # days


def smoothed_rate(
    days: pd.DatetimeIndex | pd.Series[Any],
    start: Day,
    end: Day,
    bandwidth: float,
) -> pd.DataFrame:
    """Estimate the rate of events day by day with a Gaussian kernel.

    Parameters
    ----------
    days : dates
        Days of the events.
    start, end : date
        First and last day of the watch; it is silent where it has no events.
    bandwidth : float
        Standard deviation of the kernel in days: events nearer than this act together.

    Returns
    -------
    pandas.DataFrame
        One row a day from `start` to `end`: ``rate`` (events a day) with its 95% interval ``low,
        high``, each day by itself.

    Raises
    ------
    ValueError
        Bandwidth not positive, an event outside the watch.

    Notes
    -----
    Near the ends the kernel is divided by its mass inside the watch (Diggle 1985, Appl. Statist.
    34, 138-147), so that a constant rate is estimated without bias. The estimate is a weighted sum
    of Poisson counts; its interval is the gamma interval of Fay & Feuer (1997), Stat. Med. 16,
    791-801, eq. 4-5. It covers the smoothed rate, not what smoothing hides.

    Examples
    --------
    >>> days = pd.date_range("2030-01-05", "2030-12-31", freq="10D")
    >>> rate = smoothed_rate(days, "2030-01-01", "2030-12-31", bandwidth=30)
    >>> print(rate.loc["2030-07-01"].round(3).to_dict())
    {'rate': 0.1, 'low': 0.049, 'high': 0.188}
    """
    if not bandwidth > 0:
        raise ValueError(f"bandwidth must be positive, got {bandwidth}")
    grid, events = _watched(days, start, end)
    day = np.arange(len(grid))
    at = ((events - grid[0]) / DAY).to_numpy(dtype=float)
    # each day is the unit interval around its number: the watch is len(grid) days long
    mass = special.ndtr((len(grid) - 0.5 - day) / bandwidth) - special.ndtr(
        (-0.5 - day) / bandwidth
    )
    weights = stats.norm.pdf(day[:, None], at, bandwidth) / mass[:, None]
    largest = stats.norm.pdf(0, scale=bandwidth) / mass
    rate, square = weights.sum(axis=1), (weights**2).sum(axis=1)
    tail = (1 - COVERAGE) / 2
    with np.errstate(invalid="ignore", divide="ignore"):  # no event in reach: low is 0
        low = square / (2 * rate) * stats.chi2.ppf(tail, 2 * rate**2 / square)
    above, spread = rate + largest, square + largest**2
    high = spread / (2 * above) * stats.chi2.isf(tail, 2 * above**2 / spread)
    return pd.DataFrame({"rate": rate, "low": np.nan_to_num(low), "high": high}, index=grid)


def monthly_counts(days: pd.DatetimeIndex | pd.Series[Any], start: Day, end: Day) -> pd.DataFrame:
    """Count events by calendar month, with the days watched in each.

    Parameters
    ----------
    days : dates
        Days of the events.
    start, end : date
        First and last day of the watch.

    Returns
    -------
    pandas.DataFrame
        One row a month, its first day as index: ``count`` (0 where nothing happened) and
        ``exposure`` (days of the month inside the watch).

    Raises
    ------
    ValueError
        An event outside the watch.

    Examples
    --------
    >>> monthly_counts(pd.to_datetime(["2030-03-24", "2030-05-06"]), "2030-02-20", "2030-05-31")
                count  exposure
    2030-02-01      0         9
    2030-03-01      1        31
    2030-04-01      0        30
    2030-05-01      1        31
    """
    watched, events = _watched(days, start, end)
    daily = pd.DataFrame({"count": 0, "exposure": 1}, index=watched)
    daily["count"] += events.normalize().value_counts().reindex(watched, fill_value=0)
    return daily.groupby(watched.to_period("M").to_timestamp()).sum().rename_axis(None)


def _watched(
    days: pd.DatetimeIndex | pd.Series[Any], start: Day, end: Day
) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex]:
    """All days of the watch, and the days of its events."""
    watched = pd.date_range(as_day(start, "start"), as_day(end, "end"), freq="D")
    events = pd.DatetimeIndex(days)
    outside = events[(events < watched[0]) | (events > watched[-1])]
    if len(outside):
        raise ValueError(
            f"event of {outside[0].date()} lies outside {watched[0].date()} to {watched[-1].date()}"
        )
    return watched, events


@dataclass(frozen=True, repr=False)
class CountTrend:
    """A regression of counts on time.

    `ratio`: ``low, estimate, high`` of what the rate multiplies by in a year, with 95% interval.
    `alpha`: overdispersion, variance = mean + alpha mean^2; 0 for Poisson. `aic`: Akaike's
    criterion. `overdispersion` asks whether the counts are more variable than Poisson counts around
    the same trend. `fitted`: expected count of each row.
    """

    model: str
    ratio: pd.Series[Any]
    alpha: float
    loglik: float
    aic: float
    overdispersion: HypothesisTest
    fitted: pd.Series[Any]

    def __repr__(self) -> str:
        low, estimate, high = self.ratio
        return (
            f"{self.model}: rate times {estimate:.2f} a year ({low:.2f} to {high:.2f}), "
            f"alpha {self.alpha:.2f}, AIC {self.aic:.1f}\n{self.overdispersion!r}"
        )


def count_trend(counts: pd.DataFrame, model: CountModel) -> CountTrend:
    """Follow the rate through time by log-linear regression of monthly counts.

    Parameters
    ----------
    counts : pandas.DataFrame
        Dates as index; ``count`` (exchanges, or persons) and ``exposure`` (days watched), as from
        `monthly_counts`.
    model : {"poisson", "negative_binomial"}
        The negative binomial (variance = mean + alpha mean^2) estimates alpha with the trend.

    Raises
    ------
    ValueError
        Unknown model, fewer than three rows, no count above 0, counts negative or missing, or all
        of them in the first or the last row: the likelihood then rises with the slope for ever.

    Notes
    -----
    log E(count) = a + b years + log(exposure); both models from statsmodels. Where the counts are
    no more variable than Poisson counts, the likelihood of the negative binomial falls with alpha
    (its slope at 0 is half the sum of (count - mean)^2 - count), and the fit is the Poisson one
    with alpha 0. The test of overdispersion around the Poisson trend is P_B of Dean (1992), J. Am.
    Stat. Assoc. 87, 451-457. Months are taken as independent given the trend.

    Examples
    --------
    >>> months = pd.date_range("2030-01-01", periods=24, freq="MS")
    >>> counts = pd.DataFrame({"count": [4, 3, 5, 2] * 3 + [2, 1, 3, 2] * 3,
    ...                        "exposure": months.days_in_month}, index=months)
    >>> count_trend(counts, model="poisson").ratio.round(2).to_dict()
    {'low': 0.42, 'estimate': 0.65, 'high': 0.99}
    """
    values = counts["count"].to_numpy(dtype=float)
    if len(values) < 3:
        raise ValueError(f"counts needs at least three rows, got {len(values)}")
    if not (values >= 0).all():
        raise ValueError(f"count must be 0 or more in every row, got {values[~(values >= 0)][0]}")
    if not values.any():
        raise ValueError("count is 0 in every row: there is no rate to follow")
    exposure = counts["exposure"].to_numpy(dtype=float)
    years = ((counts.index - counts.index[0]) / DAY).to_numpy(dtype=float) / _YEAR
    counted = np.unique(years[values > 0])
    if len(counted) == 1 and counted[0] in (years.min(), years.max()):
        raise ValueError(
            "count is above 0 at one end alone: a trend through that has no finite estimate"
        )
    design = np.column_stack([np.ones_like(years), years - years.mean()])
    poisson, result, alpha = fit_counts(values, design, exposure, model)
    low, high = np.exp(result.conf_int(1 - COVERAGE)[1])
    return CountTrend(
        model=model,
        ratio=pd.Series({"low": low, "estimate": np.exp(result.params[1]), "high": high}),
        alpha=alpha,
        loglik=float(result.llf),
        aic=float(result.aic),
        overdispersion=_overdispersion(poisson),
        fitted=pd.Series(result.predict(), index=counts.index),
    )


def fit_counts(
    values: Floats, design: Floats, exposure: Floats, model: CountModel, cov_type: str = "nonrobust"
) -> tuple[Any, Any, float]:
    """Results of statsmodels for the Poisson regression and for `model`, and the latter's alpha.

    An unknown model is refused. Where the counts are no more variable than Poisson counts, the
    likelihood of the negative binomial falls with alpha (its slope at 0 is half the sum of
    (count - mean)^2 - count): its fit is then the Poisson one, with alpha 0.
    """
    if model not in get_args(CountModel):
        raise ValueError(f"model {model!r} is not one of {get_args(CountModel)}")
    poisson = GLM(values, design, family=families.Poisson(), exposure=exposure).fit(
        tol=1e-12, cov_type=cov_type
    )
    mean = poisson.fittedvalues
    excess = float(((values - mean) ** 2 - values).sum())
    if model == "poisson" or excess <= 0:
        return poisson, poisson, 0.0
    begin = np.append(poisson.params, excess / float((mean**2).sum()))
    search = NegativeBinomial(values, design, exposure=exposure)
    result = search.fit(begin, method="bfgs", maxiter=500, disp=0)
    result = search.fit(result.params, method="newton", disp=0, cov_type=cov_type)  # full precision
    return poisson, result, float(result.params[-1])


def _overdispersion(poisson: Any) -> HypothesisTest:
    """Score test with the correction for fitted parameters, which statsmodels' own leaves out."""
    count, mean = poisson.model.endog, poisson.fittedvalues
    excess = (count - mean) ** 2 - count + poisson.get_hat_matrix_diag() * mean
    statistic = float(excess.sum() / np.sqrt(2 * (mean**2).sum()))
    return HypothesisTest(
        statistic=statistic,
        pvalue=float(2 * special.ndtr(-abs(statistic))),
        method="Dean's P_B for overdispersion",
        alternative="variance differs from the mean",
        nobs=len(count),
    )
