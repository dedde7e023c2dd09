"""Simulated level and power of the tests, small enough for every run; the long run is a command."""

import numpy as np
import pandas as pd
import pytest
from joblib import parallel_config

from analysis.gaps.longest_gap import longest_gap_test
from analysis.trust.alarm_watch import RULES, alarm_level, alarm_power, watch_histories
from analysis.trust.false_alarms import DESIGNS, Design, simulated_gaps, verdict_shares
from analysis.trust.simulate import SimulatedHistory

POISSON = {"poisson": DESIGNS["poisson"]}


def fixed(days: list[int], last: int) -> Design:
    """Return a design that always draws the same history."""
    start = pd.Timestamp("2030-01-01")
    dates = start - pd.Timedelta(days=1) + pd.to_timedelta(days, unit="D")
    history = SimulatedHistory(dates, start, start + pd.Timedelta(days=last - 1))
    return Design(lambda rng: history, 0, "as told")


@pytest.fixture(scope="module")
def shares() -> pd.DataFrame:
    return verdict_shares(
        {name: DESIGNS[name] for name in ("poisson", "regular", "multi_day", "clustered")},
        models=["exponential"],
        levels=[0.05, 0.2],
        pause_days=[0, 250],
        histories=40,
        rng=np.random.default_rng(8),
    ).set_index(["design", "test", "gap", "pause_days", "level"])["share"]


@pytest.mark.slow
@pytest.mark.parametrize("design", ["poisson", "regular", "multi_day"])
@pytest.mark.parametrize("level", [0.05, 0.2])
@pytest.mark.parametrize(
    ("test", "gap"),
    [("longest_continuous", "longest"), ("longest_discrete", "longest"), ("single", "named")],
)
def test_false_alarms_stay_within_the_level(
    shares: pd.Series, design: str, level: float, test: str, gap: str
) -> None:
    error = np.sqrt(level * (1 - level) / 40)
    assert shares[design, test, gap, 0, level] <= level + 3 * error


def test_what_the_tests_do_not_stand(shares: pd.Series) -> None:
    # why the caveat is printed: clustering, and a single-gap test of a gap that was selected
    assert shares["clustered", "longest_continuous", "longest", 0, 0.05] > 0.2
    assert shares["poisson", "single", "longest", 0, 0.05] > 0.8


def test_a_pause_of_ten_mean_gaps_is_seen(shares: pd.Series) -> None:
    for test, gap in (("longest_continuous", "longest"), ("single", "named")):
        assert shares["poisson", test, gap, 250, 0.05] > 0.9


def test_a_history_is_asked_as_it_is() -> None:
    days = [10, 22, 40, 51, 60, 75, 83, 180, 196, 230, 262, 300, 330, 380]
    gaps = simulated_gaps(fixed(days, 400), np.random.default_rng(1))
    assert gaps["days"].tolist() == list(np.diff([0, *days, 400]))
    pvalue = longest_gap_test(gaps["days"], "continuous").pvalue
    table = verdict_shares(
        {"fixed": fixed(days, 400)},
        models=["exponential"],
        levels=[0.999 * pvalue, 1.001 * pvalue],
        pause_days=[0],
        histories=2,
        rng=np.random.default_rng(1),
    )
    longest = table[table["test"] == "longest_continuous"]
    assert longest["share"].tolist() == [0, 1]
    assert longest["histories"].tolist() == [2, 2]


def test_workers_do_not_change_the_numbers() -> None:
    def run(n_jobs: int) -> pd.DataFrame:
        return verdict_shares(
            POISSON,
            models=["exponential"],
            levels=[0.1],
            pause_days=[0],
            histories=6,
            rng=np.random.default_rng(4),
            n_jobs=n_jobs,
        )

    alone = run(1)
    with parallel_config(backend="threading"):  # starting processes would take most of the time
        pd.testing.assert_frame_equal(alone, run(2))


@pytest.mark.slow
def test_alarm_keeps_its_promise_and_rules_for_one_gap_do_not() -> None:
    watched = watch_histories(
        POISSON,
        rules={name: RULES[name] for name in ("yearly", "single_gap", "quantile")},
        alphas=[0.1],
        known=10,
        histories=60,
        rng=np.random.default_rng(9),
    )
    table = alarm_level(watched).set_index("rule")
    assert table["kept"].to_dict() == {"yearly": True, "single_gap": False, "quantile": False}
    assert table["delay_50"].is_monotonic_decreasing  # what the promise costs
    power = alarm_power(watched, silences=[60, 120, 180]).set_index(["rule", "silence"])["share"]
    assert power["yearly"].is_monotonic_increasing
    assert (power["yearly"] <= power["quantile"]).all()


def test_rings_are_counted_on_days_without_an_exchange() -> None:
    # gaps 20, 20, 20 known; then 40 days: 39 without an exchange; then 30 open, all without
    design = {"fixed": fixed([20, 40, 60, 80, 120], 150)}

    def rings(day: int) -> list[float]:
        watched = watch_histories(
            design,
            rules={"fixed": lambda days, alpha, merge: day},
            alphas=[0.1],
            known=3,
            histories=1,
            rng=np.random.default_rng(1),
        )
        return watched[["rings", "years"]].to_numpy()[0].tolist()

    assert rings(30) == [2, 70 / 365]
    assert rings(31) == [1, 70 / 365]
    assert rings(39) == [1, 70 / 365]
    assert rings(40) == [0, 70 / 365]


def test_the_watch_begins_with_some_gaps() -> None:
    with pytest.raises(ValueError, match="known=2"):
        watch_histories(
            POISSON,
            rules=RULES,
            alphas=[0.1],
            known=2,
            histories=1,
            rng=np.random.default_rng(1),
        )
