import numpy as np
import pytest
from distributed import Client
from joblib import parallel_config
from statsmodels.stats.proportion import proportion_confint

from analysis.gaps.laws import LAWS
from analysis.trust.coverage import measure_levels
from analysis.trust.monte_carlo import monte_carlo


def loaded_die(rng):
    throw = int(rng.integers(6))
    return {"six": throw == 5} if throw else {"six": False, "one": True}


def test_shares_counts_and_exact_intervals():
    told = []
    table = monte_carlo(
        loaded_die, 600, np.random.default_rng(1), progress=lambda *a: told.append(a)
    )
    hits = sum(loaded_die(child)["six"] for child in np.random.default_rng(1).spawn(600))
    assert table.loc["six", "share"] == hits / 600
    assert table.loc["six", ["low", "high"]].tolist() == pytest.approx(
        proportion_confint(hits, 600, method="beta")
    )
    assert table.loc["one", "share"] == 1
    assert table.loc["one", "runs"] < table.loc["six", "runs"] == 600
    assert told[-1] == (600, 600)
    assert told == sorted(told)


def test_division_of_the_work_does_not_matter():
    one = monte_carlo(loaded_die, 40, np.random.default_rng(2))
    with parallel_config(backend="threading"):
        two = monte_carlo(loaded_die, 40, np.random.default_rng(2), n_jobs=2)
    assert one.equals(two)


@pytest.mark.slow
def test_a_dask_cluster_can_do_the_work():
    local = monte_carlo(loaded_die, 20, np.random.default_rng(3))
    with (
        Client(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None),
        parallel_config(backend="dask"),
    ):
        remote = monte_carlo(loaded_die, 20, np.random.default_rng(3), n_jobs=-1)
    assert remote.equals(local)


@pytest.mark.slow
def test_every_interval_and_test_of_the_cadence_part_is_measured():
    told = []
    table = measure_levels(
        1, np.random.default_rng(4), n_jobs=1, progress=lambda *a: told.append(a)
    )
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert table.index.is_unique
    alarms = table["nominal"] == 0.05
    assert alarms.sum() == 5 + len(LAWS)  # tests on histories of constant rate, goodness of fit
    assert (table["nominal"][~alarms] == 0.95).all()
    for model in LAWS:
        assert f"{model}: mean gap" in table.index


def test_no_runs_are_refused():
    with pytest.raises(ValueError, match="runs must be at least 1"):
        monte_carlo(loaded_die, 0, np.random.default_rng(0))
