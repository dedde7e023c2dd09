"""Do the intervals cover, and do the tests keep their level? Measured on simulated histories.

The histories are about as long and as busy as a record of some years: 1,478 days, an event every
20 days.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.gaps.bootstrap import Scale, bootstrap_interval, bootstrap_refits, goodness_of_fit
from analysis.gaps.days import DAY, Floats
from analysis.gaps.dependence import batch_and_gap, gap_after_batch, serial_dependence
from analysis.gaps.laws import LAWS, Law
from analysis.gaps.rates import count_trend, monthly_counts, smoothed_rate
from analysis.gaps.regimes import change_points
from analysis.gaps.regularity import dispersion
from analysis.gaps.renewal import RenewalFit
from analysis.gaps.survival import kaplan_meier
from analysis.trust.monte_carlo import Progress, monte_carlo
from analysis.trust.simulate import poisson_history, two_rate_history

_START, _END = pd.Timestamp("2030-02-24"), pd.Timestamp("2034-03-12")

_DAYS = (_END - _START).days + 1

_RATE = 0.05

_REFITS = 119  # the third smallest and largest are the 2.5% points

_ELAPSED, _HORIZON = 40.0, 30.0

_ALPHA = 0.05


def measure_levels(
    runs: int,
    rng: np.random.Generator,
    *,
    n_jobs: int = -1,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Measure coverage of every interval, and false alarms of every test, of the cadence part.

    Parameters
    ----------
    runs : int
        Simulated histories of each design; 1,000 take about half an hour on two cores.
    n_jobs, progress
        As for `monte_carlo`.

    Returns
    -------
    pandas.DataFrame
        Index ``outcome``; ``nominal`` (0.95 for a coverage, 0.05 for a false alarm), ``share``
        measured, its 95% interval ``low, high``, and ``runs``. Outcomes of changes count only the
        histories in which exactly one change was found.

    Raises
    ------
    ValueError
        `runs` below 1.

    Examples
    --------
    >>> table = measure_levels(1, np.random.default_rng(1), n_jobs=1)
    >>> sorted(table["nominal"].unique().tolist())
    [0.05, 0.95]
    """
    trials = [constant_rate_trial, two_rate_trial, renewal_trial]
    parts = []
    for done, (trial, child) in enumerate(zip(trials, rng.spawn(len(trials)), strict=True)):

        def overall(count: int, total: int, before: int = done) -> None:
            if progress:
                progress(before * total + count, len(trials) * total)

        parts.append(monte_carlo(trial, runs, child, n_jobs=n_jobs, progress=overall))
    table = pd.concat(parts)
    alarms = table.index.str.startswith("false alarm")
    table.insert(0, "nominal", np.where(alarms, _ALPHA, 1 - _ALPHA))
    return table


def constant_rate_trial(rng: np.random.Generator) -> dict[str, bool]:
    """One history of constant rate: every test should be silent, every interval hold the rate."""
    history = poisson_history(_START, _END, _RATE, rng)
    days = history.days.unique()
    gaps = np.diff(days.to_numpy("datetime64[D]")) / DAY
    open_days = (_END - days[-1]) / DAY
    persons = np.round(80 * rng.lognormal(0, 0.7, len(days))) + 1
    months = monthly_counts(history.days, _START, _END)
    poisson = count_trend(months, model="poisson")
    smooth = smoothed_rate(history.days, _START, _END, bandwidth=60)
    survival = kaplan_meier(gaps, [open_days] if open_days else ()).dropna()
    # on whole days P(gap > t) = exp(-rate t) exactly; the estimate holds until the next step
    truth = np.exp(-_RATE * survival.index.to_numpy())
    until = np.exp(-_RATE * (np.append(survival.index[1:], survival.index[-1] + 1) - 1))
    regular = dispersion(gaps, n=999, rng=rng)
    effect = gap_after_batch(persons, gaps, open_days)
    median = int(np.searchsorted(survival.index, np.log(2) / _RATE)) - 1

    found: dict[str, bool] = {
        "false alarm: change points": len(change_points(history.days, _ALPHA).changes) > 0,
        "false alarm: overdispersion of monthly counts": poisson.overdispersion.pvalue <= _ALPHA,
        "false alarm: serial dependence of gaps": (
            serial_dependence(gaps, 1, 399, rng).pvalue <= _ALPHA
        ),
        "Kaplan-Meier interval at the median gap": bool(
            survival["low"].iloc[median] <= truth[median] <= survival["high"].iloc[median]
        ),
        "Kaplan-Meier band": bool(
            ((survival["band_low"] <= until) & (truth <= survival["band_high"])).all()
        ),
        "hazard ratio of batch size": bool(effect["low"] <= 1 <= effect["high"]),
    }
    for side in ("before", "after"):
        pvalue = batch_and_gap(persons, gaps, side, 399, rng).pvalue
        found[f"false alarm: batch size and gap {side}"] = pvalue <= _ALPHA
    for name, trend in (
        ("Poisson", poisson),
        ("negative binomial", count_trend(months, model="negative_binomial")),
    ):
        found[f"yearly ratio, {name}"] = bool(trend.ratio["low"] <= 1 <= trend.ratio["high"])
    for name, at in (("middle", _DAYS // 2), ("last day", _DAYS - 1)):
        row = smooth.iloc[at]
        found[f"smoothed rate, {name}"] = bool(row["low"] <= _RATE <= row["high"])
    for name in ("cv", "burstiness", "local_variation"):
        found[f"null band of {name}"] = getattr(regular, name).verdict == "within"
    return found


def two_rate_trial(rng: np.random.Generator) -> dict[str, bool]:
    """One history that changes from 0.08 to 0.02 exchanges a day, anywhere in its middle half."""
    change = _START + pd.Timedelta(days=int(rng.integers(_DAYS // 4, 3 * _DAYS // 4)))
    history = two_rate_history(_START, _END, change, 0.08, 0.02, rng)
    changes = change_points(history.days, _ALPHA).changes
    if len(changes) != 1:
        return {}
    row = changes.iloc[0]
    return {
        "date of a change": bool(row["low"] <= change <= row["high"]),
        "ratio of rates at a change": bool(row["ratio_low"] <= 0.25 <= row["ratio_high"]),
    }


def renewal_trial(rng: np.random.Generator) -> dict[str, bool]:
    """One watch of each renewal model: intervals for mean, parameters and the next 30 days."""
    found: dict[str, bool] = {}
    for model, law in LAWS.items():
        names, at = list(law.parameters), law.simulated
        days, open_days = _watch(law, rng)
        truth = RenewalFit(model, pd.Series(at, names), 0.0, days, open_days)
        fit = truth.refit(days, open_days)
        refits = bootstrap_refits(fit, _REFITS, rng)
        test = goodness_of_fit(fit, refits)
        found[f"false alarm: goodness of fit, {model}"] = test.pvalue <= _ALPHA
        quantities: dict[str, tuple[Callable[[RenewalFit], float], Scale]] = {
            "mean gap": (lambda f: f.mean, "log"),
            "next 30 days": (lambda f: float(f.conditional(_ELAPSED, _HORIZON)), "logit"),
            names[0]: (lambda f: float(f.params.iloc[0]), "log"),
            names[-1]: (lambda f: float(f.params.iloc[-1]), "log"),
        }
        for name, (quantity, scale) in quantities.items():
            row = bootstrap_interval(fit, refits, quantity, scale, 1 - _ALPHA)
            found[f"{model}: {name}"] = bool(row["low"] <= quantity(truth) <= row["high"])
    return found


def _watch(law: Law, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Gaps of one watch that starts with an event; the last is open."""
    gaps = law.draw(rng, 4 * int(_DAYS * _RATE), *law.simulated)
    ends = np.cumsum(gaps)
    complete = int(np.searchsorted(ends, _DAYS, side="right"))
    return gaps[:complete], np.array([_DAYS - ends[complete - 1]])
