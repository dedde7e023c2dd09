"""Tables of the cadence notebook: small ones, each answering one question."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pandas as pd

from analysis.events.batches import returned_by_day
from analysis.events.cadence_by_counting import rate_changes
from analysis.events.drawn_histories import ranges_over_histories
from analysis.events.events import Counting, event_gaps, exchange_events, gaps_of, stretch_of
from analysis.gaps.bootstrap import bootstrap_interval, bootstrap_refits, goodness_of_fit
from analysis.gaps.dependence import serial_dependence
from analysis.gaps.model_average import RenewalAverage
from analysis.gaps.rates import CountModel, count_trend, monthly_counts
from analysis.gaps.regimes import ChangePoints
from analysis.gaps.regularity import dispersion
from analysis.gaps.results import COVERAGE
from analysis.gaps.segmentation import permutation_alarms
from analysis.record.loading import Record


def renewal_table(average: RenewalAverage, n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Which law describes the gaps, and how far do the laws differ?

    One row a law and one for the average, best first: ``aic, weight, mean`` (days; infinite where a
    law has no mean), ``over_60, over_120`` (P(gap > 60, 120 days)), ``mean_low, mean_high`` (95%
    interval) and ``fit_pvalue`` (`bootstrap`, of `n` simulated watches; the last three missing for
    the average).
    """
    table = average.table()[["aic", "weight", "mean"]]
    for days in (60, 120):
        table[f"over_{days}"] = [float(fit.sf(days)) for fit in average.fits.values()]
    for name, fit in average.fits.items():
        refits = bootstrap_refits(fit, n, rng)
        interval = bootstrap_interval(fit, refits, lambda law: law.mean, "log", COVERAGE)
        table.loc[name, ["mean_low", "mean_high"]] = interval[["low", "high"]].to_numpy()
        table.loc[name, "fit_pvalue"] = goodness_of_fit(fit, refits).pvalue
    table = table.sort_values("aic")
    overall = {f"over_{days}": float(average.sf(days)) for days in (60, 120)}
    overall |= {"weight": 1.0}
    return pd.concat([table, pd.DataFrame(overall, index=["average"])])


def regime_table(found: ChangePoints) -> pd.DataFrame:
    """What is known of each change of rate?

    One row a change: ``change, earliest, latest`` (dates, 95%), ``before, after`` (events in 30
    days), ``ratio, ratio_low, ratio_high, pvalue``.
    """
    table = found.changes
    dates = {
        name: table[column].dt.strftime("%Y-%m-%d")
        for name, column in (("change", "change"), ("earliest", "low"), ("latest", "high"))
    }
    rates = {side: 30 * table[f"rate_{side}"] for side in ("before", "after")}
    return pd.DataFrame(dates | rates).join(table[["ratio", "ratio_low", "ratio_high", "pvalue"]])


def monthly_table(record: Record, counting: Counting) -> dict[str, pd.DataFrame]:
    """Count by month what `count_trend` follows: ``events``, and ``persons returned``.

    The persons are the best figures of exchanges with a day and a count of their own.
    """
    window = record.counted_from, record.complete_through
    events = monthly_counts(exchange_events(record, **counting)["start"], *window)
    persons = events.copy()
    summed = returned_by_day(record, counting["definition"]).resample("MS").sum()
    persons["count"] = summed.reindex(persons.index, fill_value=0).astype(int)
    return {"events": events, "persons returned": persons}


def trend_table(record: Record, counting: Counting) -> pd.DataFrame:
    """By what did the monthly counts multiply in a year?

    One row a count and model: ``counted, model, ratio, low, high`` (a year, 95%), ``alpha``
    (overdispersion), ``aic``, ``overdispersed`` (p-value of Poisson spread).
    """
    rows = []
    for name, counts in monthly_table(record, counting).items():
        for model in get_args(CountModel):
            trend = count_trend(counts, model)
            row = {"counted": name, "model": model, "ratio": trend.ratio["estimate"]}
            row |= {side: trend.ratio[side] for side in ("low", "high")}
            row |= {"alpha": trend.alpha, "aic": trend.aic}
            rows.append(row | {"overdispersed": trend.overdispersion.pvalue})
    return pd.DataFrame(rows)


def dispersion_table(record: Record, counting: Counting) -> pd.DataFrame:
    """Are the gaps uneven within the stretches of constant rate, or only over the record?

    One row a stretch: ``gaps, cv, null_low, null_high, verdict`` (`regularity.dispersion`). What is
    above chance over the record and within it in each stretch is the change of rate.
    """
    rows = {}
    gaps = gaps_of(record, **counting)["days"][:-1]
    for name, inside in _stretches(record, counting).items():
        if inside.sum() >= 3:
            found = dispersion(gaps[inside], merge_days=counting["merge_days"])
            cv = found.cv
            rows[name] = (found.nobs, cv.value, cv.null_low, cv.null_high, cv.verdict)
    columns = ["gaps", "cv", "null_low", "null_high", "verdict"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def change_alarms(
    record: Record, counting: Counting, n: int, rng: np.random.Generator
) -> pd.DataFrame:
    """How often would a change be found where there is none, and is this one clearer?

    One row: ``poisson``, the false-alarm rate that is promised if events are independent;
    ``own_gaps``, the share of `n` random orders of the record's own gaps in which one is found;
    ``pvalue``, the share that show as clear a change (`segmentation.permutation_alarms`).
    """
    days = exchange_events(record, **counting)["start"]
    found = rate_changes(record, counting)
    numbers = (days - days.min()).dt.days.to_numpy(float)
    share, pvalue = permutation_alarms(numbers, found.penalty, n, rng)
    row = {"poisson": found.false_alarm, "own_gaps": share, "pvalue": pvalue}
    return pd.DataFrame([row], index=["changes of the rate"])


def _stretches(record: Record, counting: Counting) -> dict[str, np.ndarray]:
    """Which complete gaps lie in the whole record, and in each stretch of constant rate?"""
    gaps = gaps_of(record, **counting)
    gaps = gaps[~gaps["censored"]]
    edges = rate_changes(record, counting).changes["change"]
    regime = stretch_of(gaps, edges)
    stretches = {"whole record": np.ones(len(gaps), dtype=bool)}
    if len(edges):
        stretches |= {f"regime {k + 1}": regime == k for k in range(len(edges) + 1)}
    return stretches


def dependence_table(
    record: Record, counting: Counting, n: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Do long gaps follow long ones, over the whole record and within its regimes?

    A rate that changes makes neighbouring gaps alike; what is left within a regime is not that. One
    row a stretch and lag, each with `n` permutations.
    """
    rows = []
    gaps = gaps_of(record, **counting)["days"][:-1]
    for name, inside in _stretches(record, counting).items():
        for lag in (1, 2):
            days = gaps[inside]
            if len(days) < lag + 3:
                continue
            test = serial_dependence(days, lag, n, rng)
            rows.append((name, lag, test.nobs, test.statistic, test.pvalue))
    return pd.DataFrame(rows, columns=["stretch", "lag", "gaps", "rank_correlation", "pvalue"])


def histories_table(
    record: Record, counting: Counting, n: int, rng: np.random.Generator
) -> pd.DataFrame:
    """How far do the exchanges that no page dates move the cadence, over `n` histories?

    One row a statistic of the complete gaps: ``low, dated, high``.
    """

    def statistics(events: pd.DataFrame) -> dict[str, float]:
        gaps = event_gaps(events, record.complete_through)
        days = np.sort(gaps["days"].to_numpy()[:-1])  # the last one is open
        return {
            "gaps": len(days),
            "mean gap, days": days.mean(),
            "median gap, days": float(np.median(days)),
            "second longest gap, days": days[-2],
            "coefficient of variation": days.std() / days.mean(),
        }

    return ranges_over_histories(statistics, record, **counting, n=n, rng=rng)
