"""Counts before, in and after a pause: what the pause kept from happening, at the earlier rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from analysis.gaps.days import Day, Floats, as_day
from analysis.gaps.rates import CountModel, fit_counts
from analysis.gaps.results import COVERAGE

_Z = special.ndtri((1 + COVERAGE) / 2)

_MONTH = 30.0  # days to which rates are scaled

_PHASES = ("before", "in", "after")


@dataclass(frozen=True, repr=False)
class InterruptedSeries:
    """Rates before, in and after a pause, and the count that the pause lacks.

    `cells`: one row a month and phase, ``phase, month, count, exposure`` (days). `rates`: one row a
    phase, ``count, exposure, low, rate, high``; rates per 30 days with robust 95% interval (missing
    where nothing was counted, or in one month only: that shows no spread). `ratio`: ``low,
    estimate, high`` of the rate after over the rate before. `missing`: ``expected`` in the pause at
    the earlier rate, ``observed`` in it, ``missing`` (their difference), ``at_later`` (expected at
    the rate after the pause), ``low, high`` (95% interval of what is missing, as the earlier rate
    is uncertain), ``predicted_low, predicted_high`` (the same, as such a stretch would vary by
    itself too). `alpha`: overdispersion of the negative binomial, variance = mean + alpha mean²; 0
    for Poisson.
    """

    model: str
    cells: pd.DataFrame
    rates: pd.DataFrame
    ratio: pd.Series[Any]
    missing: pd.Series[Any]
    alpha: float

    def __repr__(self) -> str:
        lack = self.missing
        return (
            f"interrupted series ({self.model}): {lack['missing']:.0f} missing at the earlier rate "
            f"(95% {lack['low']:.0f} to {lack['high']:.0f}; with the spread of such a stretch "
            f"{lack['predicted_low']:.0f} to {lack['predicted_high']:.0f}); rate after / before "
            f"{self.ratio['estimate']:.2f} ({self.ratio['low']:.2f} to {self.ratio['high']:.2f})"
        )


def interrupted_rates(
    counts: pd.Series[Any],
    *,
    watched: tuple[Day, Day],
    pause: tuple[Day, Day],
    model: CountModel,
) -> InterruptedSeries:
    """Compare the counts before, in and after a pause, and count what it lacks.

    Parameters
    ----------
    counts
        Dates as index, several rows a day allowed; exchanges (1 each) or persons.
    watched
        First and last day of the stretch to use; it decides what "before" and "after" mean.
    pause
        Dates of the exchange before and of the exchange after the pause; the days between them
        are "in". What is counted on the two dates belongs to no rate: they were chosen for it.
    model
        ``"poisson"``, or ``"negative_binomial"`` with its overdispersion estimated from the data.

    Raises
    ------
    ValueError
        For an unknown model, a pause that does not lie inside the watch, counts that are negative,
        missing or outside the watch, or no count before or after the pause.

    Notes
    -----
    Interrupted time series by segmented regression (Wagner et al. 2002, J. Clin. Pharm. Ther.
    27:299-309), with a level for each phase and no slope: log E(count) = phase + log(days), months
    as rows, a month that a phase cuts as two. Standard errors are robust (HC1).

    This is description, not cause. There is one pause and no comparison without it; its dates were
    chosen after the counts were seen; what ended the exchanges may also have changed how many
    people could be exchanged; and an earlier rate is not a promise. "Missing" says only how
    many more there would have been had the earlier rate gone on.

    Examples
    --------
    >>> days = pd.date_range("2030-01-10", periods=12, freq="10D")
    >>> later = pd.date_range("2030-07-29", periods=6, freq="10D")
    >>> counts = pd.Series(20, index=days.append(later))
    >>> found = interrupted_rates(counts, watched=("2030-01-01", "2030-09-30"),
    ...                           pause=("2030-04-30", "2030-07-29"), model="poisson")
    >>> found.missing[["expected", "observed", "missing"]].round().tolist()
    [163.0, 0.0, 163.0]
    """
    cells = _cells(counts, watched, pause)
    totals = cells.groupby("phase")[["count", "exposure"]].sum().reindex(_PHASES)
    counted = dict(zip(_PHASES, totals["count"].to_numpy(float), strict=True))
    rows = cells["phase"].value_counts()
    for phase in ("before", "after"):
        if not counted[phase] > 0 or rows[phase] < 2:
            raise ValueError(
                f"{phase} the pause: {counted[phase]:g} counted in {rows[phase]} months; expected "
                "at least two months, and a count, to have a rate and its spread"
            )
    filled = [phase for phase in _PHASES if counted[phase] > 0]
    log_rate, cov, alpha = _fit(cells[cells["phase"].isin(filled)], filled, model)

    rates = totals.assign(low=np.nan, rate=0.0, high=np.nan)
    for k, phase in enumerate(filled):
        rates.loc[phase, "rate"] = _MONTH * np.exp(log_rate[k])
        if rows[phase] < 2:
            continue
        spread = _Z * np.sqrt(cov[k, k]) * np.array([-1, 1])
        rates.loc[phase, ["low", "high"]] = _MONTH * np.exp(log_rate[k] + spread)

    last = len(filled) - 1
    step = _Z * np.sqrt(cov[0, 0] + cov[last, last] - 2 * cov[0, last])
    change = np.exp(log_rate[last] - log_rate[0] + step * np.array([-1, 0, 1]))

    inside = cells.loc[cells["phase"] == "in", "exposure"].to_numpy(float)
    expected = np.exp(log_rate[0]) * inside
    before = cells[cells["phase"] == "before"]
    own = _variance(before, log_rate[0], expected, alpha, model)
    total, observed = float(expected.sum()), counted["in"]
    missing = {"expected": total, "observed": observed, "missing": total - observed}
    missing["at_later"] = float(np.exp(log_rate[last]) * inside.sum())
    for name, variance in (("", cov[0, 0]), ("predicted_", cov[0, 0] + own / total**2)):
        for side, sign in (("low", -1), ("high", 1)):
            bound = total * np.exp(sign * _Z * np.sqrt(variance))
            missing[name + side] = float(bound) - observed
    return InterruptedSeries(
        model=model,
        cells=cells,
        rates=rates,
        ratio=pd.Series(change, index=["low", "estimate", "high"]),
        missing=pd.Series(missing),
        alpha=alpha,
    )


def _cells(
    counts: pd.Series[Any],
    watched: tuple[Day, Day],
    pause: tuple[Day, Day],
) -> pd.DataFrame:
    """Sum counts and days by month and phase."""
    first, last = (as_day(day, "watched") for day in watched)
    start, end = (as_day(day, "pause") for day in pause)
    if not first <= start < end <= last or (end - start).days < 2:
        raise ValueError(
            f"pause {start:%Y-%m-%d} to {end:%Y-%m-%d} does not lie inside the watch "
            f"{first:%Y-%m-%d} to {last:%Y-%m-%d}, with a day between its exchanges"
        )
    if not (counts >= 0).all():
        raise ValueError(f"counts holds {counts[~(counts >= 0)].iloc[0]}: expected 0 or more")
    days = pd.date_range(first, last)
    daily = counts.groupby(level=0).sum()
    if not daily.index.isin(days).all():
        wrong = daily.index[~daily.index.isin(days)][0]
        raise ValueError(f"a count of {wrong:%Y-%m-%d} lies outside the watch")
    phase = np.select([days <= start, days < end], ["before", "in"], "after")
    table = pd.DataFrame(
        {"phase": phase, "month": days.to_period("M").to_timestamp(), "exposure": 1}
    )
    # A stretch chosen to end, or begin, on an event holds one too many for its days: what falls on
    # the two days around the pause counts for neither rate.
    daily = daily[(daily.index != start) & (daily.index != end)]
    table["count"] = daily.reindex(days, fill_value=0).to_numpy(float)
    return table.groupby(["phase", "month"], as_index=False, sort=False)[
        ["count", "exposure"]
    ].sum()


def _fit(cells: pd.DataFrame, phases: list[str], model: CountModel) -> tuple[Floats, Floats, float]:
    """Log rates a day of the phases, their robust covariance, and alpha."""
    values = cells["count"].to_numpy(float)
    exposure = cells["exposure"].to_numpy(float)
    design = (cells["phase"].to_numpy(str)[:, None] == np.array(phases)).astype(float)
    k = len(phases)
    _, fitted, alpha = fit_counts(values, design, exposure, model, cov_type="HC0")
    # statsmodels accepts HC1 for these models but leaves its factor out
    correction = len(values) / (len(values) - k)
    return (
        np.asarray(fitted.params)[:k],
        correction * np.asarray(fitted.cov_params())[:k, :k],
        alpha,
    )


def _variance(
    before: pd.DataFrame, log_rate: float, expected: Floats, alpha: float, model: CountModel
) -> float:
    """Variance of the sum of counts in the pause about its mean, as months vary before it."""
    if model == "negative_binomial":
        return float((expected + alpha * expected**2).sum())
    mean = np.exp(log_rate) * before["exposure"].to_numpy(float)
    pearson = ((before["count"].to_numpy(float) - mean) ** 2 / mean).sum() / (len(before) - 1)
    return float(max(1.0, pearson) * expected.sum())
