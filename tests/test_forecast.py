"""Forecasts know no later day, score as others score them, and are as sure as they may be."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from record_folders import SMALL
from scipy import optimize, special, stats

from analysis import exchange_events, forecast
from analysis.cli import main
from analysis.gaps.forecast_scores import (
    _slopes,
    brier,
    brier_parts,
    calibration_slope,
    crps,
    gain_table,
    log_score,
    pit,
    pit_test,
    score_table,
)
from analysis.gaps.forecasting import (
    _fit_excitement,
    candidates,
    climatology,
    discounted_rate,
    last_gaps,
    rolling_forecasts,
    self_exciting,
)
from analysis.gaps.watch import Watch

QUICK = {"climatology": climatology, "last 10": lambda: last_gaps(10),
         "rate": lambda: discounted_rate(180)}  # fmt: skip


def quick(watch: Watch):  # type: ignore[no-untyped-def]
    return rolling_forecasts(watch, {name: make() for name, make in QUICK.items()})


def chance_watch(rng: np.random.Generator, days: int = 1500, rate: float = 0.05) -> Watch:
    starts = np.flatnonzero(rng.random(days) < rate)
    return Watch(starts, starts, days, 0)


@pytest.fixture(scope="module")
def past() -> Watch:
    """Announced exchanges as they once stood, the first on day 28, each taken as one day."""
    gaps = pd.read_csv(Path(__file__).parent / "data" / "merged_gaps.csv")["days"].to_numpy()
    starts = 28 + np.append(0, np.cumsum(gaps[:-1]))
    return Watch(starts, starts, int(starts[-1] + gaps[-1]) + 1, 1)


@pytest.fixture(scope="module")
def rolled(past: Watch):  # type: ignore[no-untyped-def]
    return rolling_forecasts(past)


def test_scores_are_those_of_scoringrules() -> None:
    # scoringrules 0.10.0 (pypi): crps_negbinom(6, 1, 0.1) = 1.8290958947368423, the law of the
    # failures before the first success, here the silent days before an event on day 7;
    # crps_ensemble(y, [1, 2, 2, 3, 5, 8, 13, 21]) at 1, 4, 30; brier_score
    geometric = 0.9 ** np.arange(366)
    assert float(crps(geometric, np.array(7.0))) == pytest.approx(1.8290958947368423, rel=1e-12)
    members = np.array([1, 2, 2, 3, 5, 8, 13, 21])
    ensemble = np.array([np.mean(members > h) for h in range(60)])
    found = [float(crps(ensemble, np.array(y))) for y in (1.0, 4.0, 30.0)]
    assert found == pytest.approx([2.515625, 1.515625, 19.765625], rel=1e-12)
    told, came = np.array([0.7, 0.2, 0.1]), np.array([1.0, 0, 1])
    assert brier(told, came) == pytest.approx([0.09, 0.04, 0.81])
    assert log_score(told, came) == pytest.approx(-np.log([0.7, 0.8, 0.1]))


def test_the_parts_of_a_brier_score_are_the_score() -> None:
    told = np.repeat([0.1, 0.4, 0.6, 0.9], 25)
    came = (np.arange(100) % 25 < np.repeat([5, 8, 18, 20], 25)).astype(float)
    parts = brier_parts(told, came, bins=4)
    whole = parts["reliability"] - parts["resolution"] + parts["uncertainty"]
    assert whole == pytest.approx(brier(told, came).mean())


def test_slopes_are_those_of_statsmodels(rng: np.random.Generator) -> None:
    odds = rng.normal(0, 1.5, (2, 400))
    came = (rng.random((2, 400)) < special.expit(0.3 + 0.6 * odds)).astype(float)
    for found, y, x in zip(_slopes(came, odds), came, odds, strict=True):
        fit = sm.GLM(y, sm.add_constant(x), family=sm.families.Binomial()).fit()
        assert found == pytest.approx(fit.params[1], rel=1e-6)


def test_a_forecast_knows_no_later_day(past: Watch) -> None:
    day = int(past.ends[40]) + 9
    known = past.ends <= day
    cut = Watch(past.starts[known], past.ends[known], day + 1, past.merge_days)
    whole = [tell(past, day) for tell in candidates().values()]
    short = [tell(cut, day) for tell in candidates().values()]
    np.testing.assert_array_equal(whole, short)
    full, part = quick(past), quick(cut)
    at = int(np.flatnonzero(full.origins == day)[0])
    np.testing.assert_array_equal(full.survival["combined"][at], part.survival["combined"][-1])


def test_survival_functions_start_at_one_and_fall(rolled) -> None:  # type: ignore[no-untyped-def]
    for survival in rolled.survival.values():
        np.testing.assert_allclose(survival[:, 0], 1)
        assert (np.diff(survival, axis=1) <= 1e-12).all() and survival.min() >= 0
    np.testing.assert_allclose(rolled.weights.sum(axis=1), 1)


def test_days_by_hand() -> None:
    starts = np.arange(0, 160, 10)
    watch = Watch(starts, starts + 1, 160, 2)
    assert watch.origins()[:11].tolist() == [141, *range(142, 150), 151, 152]
    assert watch.waits(watch.origins()[:3]).tolist() == [9, 8, 7]
    assert np.isnan(watch.waits(np.array([155])))
    # after the evening of day 141 two days merge, and only the third is free
    assert watch.free_ahead(141)[:5].tolist() == [0, 0, 0, 1, 2]
    assert watch.free_ahead(145)[:3].tolist() == [0, 1, 2]
    assert np.flatnonzero(~watch.can_begin())[:6].tolist() == [1, 2, 3, 11, 12, 13]
    with pytest.raises(ValueError, match="further apart than 9 days"):
        Watch(starts, starts + 1, 160, 9)
    with pytest.raises(ValueError, match="more than 15"):
        Watch(starts[:9], starts[:9], 160, 0)


def test_the_rate_by_hand() -> None:
    starts = np.arange(0, 170, 10)
    watch = Watch(starts, starts, 170, 0)
    weight = 0.5 ** (np.arange(165, -1, -1) / 50)
    shape, days = weight[starts[starts <= 165]].sum() + 1, weight.sum() + 166 / 17
    expected = (days / (days + np.arange(366))) ** shape
    np.testing.assert_allclose(discounted_rate(50)(watch, 165), expected)


def test_the_excitement_is_the_maximum_of_its_likelihood(past: Watch) -> None:
    base, gain, decay = _fit_excitement(past, int(past.ends[-1]))
    days = np.arange(past.ends[-1] + 1)[past.can_begin()[: past.ends[-1] + 1]]
    ages = days[:, None] - past.starts
    raised = np.where(ages > 0, np.exp(-np.maximum(ages, 0) / decay), 0).sum(axis=1)
    happened = np.isin(days, past.starts)

    def loss(logs: np.ndarray) -> float:
        rate = np.exp(logs[0]) + np.exp(logs[1]) * raised
        return float(rate.sum() - np.log(rate[happened]).sum())

    best = optimize.minimize(loss, np.log([base, gain]), method="Nelder-Mead")
    assert loss(np.log([base, gain])) == pytest.approx(best.fun, abs=0.02)
    assert self_exciting()(past, past.days - 1)[0] == 1


def test_intervals_of_a_known_world_cover(rng: np.random.Generator) -> None:
    inside = {0.5: [], 0.8: [], 0.95: []}  # type: dict[float, list[float]]
    for _ in range(6):
        values = pit(quick(chance_watch(rng)), rng)
        for level, found in inside.items():
            found.extend(np.abs(values - 0.5) <= level / 2)
    for level, found in inside.items():
        error = np.sqrt(level * (1 - level) / len(found))
        assert abs(np.mean(found) - level) < 3 * error, level


def test_where_nothing_changes_nothing_is_gained_over_the_long_run(
    rng: np.random.Generator,
) -> None:
    found = quick(chance_watch(rng, days=3000))
    assert abs(score_table(found).loc["combined", "skill_14"]) < 0.03
    assert pit_test(found, rng).pvalue > 0.001


def test_the_combination_follows_the_one_that_tells_best(rng: np.random.Generator) -> None:
    rate = np.where(np.arange(2400) // 400 % 2, 0.02, 0.15)  # changes that the long run misses
    starts = np.flatnonzero(rng.random(2400) < rate)
    found = rolling_forecasts(
        Watch(starts, starts, 2400, 0),
        {"climatology": climatology(), "rate": discounted_rate(60), "late": discounted_rate(900)},
    )
    scores = score_table(found)
    assert scores.index[-1] != "rate" and found.weights[-300:, 1].mean() > 0.5
    assert scores.loc["combined", "skill_7"] > 0.1
    gains = gain_table(found, 200, np.random.default_rng(1))
    assert gains.loc["climatology", "low"] > 0


def test_on_the_exchanges_of_the_past(rolled) -> None:  # type: ignore[no-untyped-def]
    """Found out of sample: at least as good as the best alone within its error, and calibrated."""
    scores = score_table(rolled)
    gains = gain_table(rolled, 200, np.random.default_rng(1))
    best = scores.drop(index="combined").index[0]
    assert gains.loc[best, "low"] < 0 < gains.loc[best, "high"]
    assert scores.loc["combined", "skill_7"] > scores.loc["renewal laws", "skill_7"]
    slope = calibration_slope(rolled, 14, 100, np.random.default_rng(1))
    assert slope["low"] < 1 < slope["high"]
    draws = np.random.default_rng(1)
    assert pit_test(rolled, draws).pvalue > 0.05 > pit_test(rolled, draws, "renewal laws").pvalue
    told, came = scores.loc["combined", ["told", "came"]]
    assert abs(told - came) < 0.05 < scores.loc["renewal laws", "told"] - came


def test_pit_is_even_under_the_true_law() -> None:
    # one forecast an event, under the law that made it
    rng, chance = np.random.default_rng(5), 0.1
    starts = np.cumsum(rng.geometric(chance, 400))
    watch = Watch(starts, starts, int(starts[-1]) + 1, 0)
    found = rolling_forecasts(
        watch, {"climatology": lambda w, day: (1 - chance) ** np.arange(366.0)}
    )
    assert stats.kstest(pit(found, rng, "climatology"), "uniform").pvalue > 0.01


def test_command_and_function_agree(conflict, capsys) -> None:  # type: ignore[no-untyped-def]
    folder = str(conflict.folder)
    assert main(["forecast", "--data", folder, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    found = forecast(
        exchange_events(conflict, "official", 1), counted_from=conflict.counted_from,
        complete_through=conflict.complete_through, merge_days=1,
        rng=np.random.default_rng(7),
    )  # fmt: skip
    told = {row["told_by"]: row["within_14"] for row in answer["within"]}
    assert told["combined"] == pytest.approx(found.within.loc["combined", 14])
    assert answer["sentence"].startswith("As of ")
    assert [row["probability"] for row in answer["by"]] == list(found.by.index)
    assert "combined" in repr(found.within) and f"{found.as_of:%Y-%m-%d}" in repr(found)


def test_too_few_exchanges_are_one_line(capsys) -> None:  # type: ignore[no-untyped-def]
    assert main(["forecast", "--data", str(SMALL)]) == 2
    assert "expected more than 15" in capsys.readouterr().err
