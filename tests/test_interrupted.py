"""Interrupted series against R and against the sandwich formula written out."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.gaps.interrupted import InterruptedSeries, interrupted_rates

R = Path(__file__).parent / "r"
WATCHED = ("2030-01-01", "2032-12-31")
PAUSE = ("2031-05-31", "2031-11-01")  # so that phases begin and end with months
Z = 1.959963984540054


@pytest.fixture(scope="module")
def months() -> pd.DataFrame:
    return pd.read_csv(R / "interrupted_counts.csv", parse_dates=["month"])


@pytest.fixture(scope="module")
def from_r() -> pd.DataFrame:
    return pd.read_csv(R / "interrupted.csv", index_col="phase")


def daily(months: pd.DataFrame) -> pd.Series:
    return pd.Series(
        months["count"].to_numpy(), index=months["month"] + pd.Timedelta(days=10), name="persons"
    )


def run(months: pd.DataFrame, model: str) -> InterruptedSeries:
    return interrupted_rates(daily(months), watched=WATCHED, pause=PAUSE, model=model)  # type: ignore[arg-type]


def test_cells_are_the_months(months: pd.DataFrame) -> None:
    cells = run(months, "poisson").cells
    pd.testing.assert_frame_equal(
        cells[["month", "phase", "count", "exposure"]], months, check_dtype=False
    )


def test_poisson_and_robust_errors_as_in_r(months: pd.DataFrame, from_r: pd.DataFrame) -> None:
    rates = run(months, "poisson").rates
    np.testing.assert_allclose(np.log(rates["rate"] / 30), from_r["poisson"], rtol=1e-10)
    width = np.log(rates["high"] / rates["low"]) / (2 * Z)
    np.testing.assert_allclose(width, from_r["hc1"], rtol=1e-8)


def test_negative_binomial_as_in_r(months: pd.DataFrame, from_r: pd.DataFrame) -> None:
    found = run(months, "negative_binomial")
    np.testing.assert_allclose(
        np.log(found.rates["rate"] / 30), from_r["negative_binomial"], rtol=1e-6
    )
    assert found.alpha == pytest.approx(from_r["alpha"].iloc[0], rel=1e-6)


def test_negative_binomial_sandwich_by_differences(months: pd.DataFrame) -> None:
    found = run(months, "negative_binomial")
    phase = (months["phase"].to_numpy(str)[:, None] == ["before", "in", "after"]).astype(float)
    at = np.append(np.log(found.rates["rate"] / 30), found.alpha)

    def loglik(params: np.ndarray) -> np.ndarray:
        mean = np.exp(phase @ params[:3]) * months["exposure"]
        size = 1 / params[3]
        return stats.nbinom.logpmf(months["count"], size, size / (size + mean))

    h = 1e-4 * np.eye(4)
    score = np.array([(loglik(at + e) - loglik(at - e)) / 2e-4 for e in h])
    hessian = np.array(
        [
            [
                np.sum(
                    loglik(at + a + b)
                    - loglik(at + a - b)
                    - loglik(at - a + b)
                    + loglik(at - a - b)
                )
                / 4e-8
                for b in h
            ]
            for a in h
        ]
    )
    bread = np.linalg.inv(hessian)
    robust = bread @ (score @ score.T) @ bread
    width = np.log(found.rates["high"] / found.rates["low"]).to_numpy() / (2 * Z)
    expected = np.sqrt(np.diag(robust)[:3])
    # HC1: 36 rows, 3 rates
    assert width / expected == pytest.approx(np.full(3, np.sqrt(36 / 33)), rel=1e-6)


def test_missing_is_rate_times_days_less_observed(months: pd.DataFrame) -> None:
    found = run(months, "poisson")
    before, inside = months[:17], months[17:22]
    expected = before["count"].sum() / before["exposure"].sum() * inside["exposure"].sum()
    lack = found.missing
    assert lack["expected"] == pytest.approx(expected, rel=1e-10)
    assert lack["observed"] == 17
    assert lack["missing"] == pytest.approx(expected - 17, rel=1e-10)
    assert lack["predicted_low"] < lack["low"] < lack["missing"] < lack["high"]
    assert lack["high"] < lack["predicted_high"]
    assert found.ratio["low"] < found.ratio["estimate"] < found.ratio["high"]


def test_a_month_that_a_phase_cuts_is_two_rows() -> None:
    counts = pd.Series(
        1, index=pd.to_datetime(["2029-12-31", "2030-01-10", "2030-02-20", "2030-03-01"])
    )
    found = interrupted_rates(
        counts,
        watched=("2029-12-30", "2030-03-31"),
        pause=("2030-01-10", "2030-02-20"),
        model="poisson",
    )
    assert found.cells[["phase", "exposure", "count"]].to_numpy().tolist() == [
        ["before", 2, 1],
        ["before", 10, 0],
        ["in", 21, 0],
        ["in", 19, 0],
        ["after", 9, 0],
        ["after", 31, 1],
    ]


def test_an_event_that_ends_a_stretch_is_not_counted_in_it() -> None:
    # 41 exchanges on 531 days, the last one before the pause: 11.45 expected in 148 days with it,
    # 11.17 without (a referee's value); and the rate after it, by hand
    before = pd.date_range("2029-01-01", periods=41, freq="13D")
    pause = before[-1], before[-1] + pd.Timedelta(days=149)
    after = pd.date_range(pause[1], periods=10, freq="20D")
    watched = before[-1] - pd.Timedelta(days=530), after[-1] + pd.Timedelta(days=19)
    counts = pd.Series(1, index=before.append(after))
    found = interrupted_rates(counts, watched=watched, pause=pause, model="poisson").missing
    assert pytest.approx(11.43, abs=0.005) == 41 / 531 * 148
    assert found["expected"] == pytest.approx(40 / 531 * 148)
    assert found["at_later"] == pytest.approx(9 / 200 * 148)


def test_silence_shows_no_spread(months: pd.DataFrame) -> None:
    silent = months.copy()
    silent.loc[silent["phase"] == "in", "count"] = 0
    for model in ("poisson", "negative_binomial"):
        found = run(silent, model)
        assert found.rates.loc["in", "rate"] == 0
        assert np.isnan(found.rates.loc["in", "high"])
        assert found.missing["missing"] == found.missing["expected"]


@pytest.mark.parametrize("model", ["poisson", "negative_binomial"])
def test_shifting_all_dates_by_whole_years_changes_nothing(
    months: pd.DataFrame, model: str
) -> None:
    here = run(months, model)
    later = daily(months)
    later.index = later.index + pd.DateOffset(years=400)  # the calendar repeats
    watched, pause = (
        tuple(pd.Timestamp(d) + pd.DateOffset(years=400) for d in days) for days in (WATCHED, PAUSE)
    )
    there = interrupted_rates(later, watched=watched, pause=pause, model=model)  # type: ignore[arg-type]
    pd.testing.assert_series_equal(here.missing, there.missing)
    pd.testing.assert_series_equal(here.ratio, there.ratio)


def test_poisson_scales_with_persons(months: pd.DataFrame) -> None:
    tenfold = months.assign(count=10 * months["count"])
    ratio = run(tenfold, "poisson").missing / run(months, "poisson").missing
    assert ratio.to_numpy() == pytest.approx(np.full(8, 10.0), rel=1e-8)


def test_equal_months_are_no_more_variable_than_poisson() -> None:
    days = pd.date_range("2030-01-15", "2032-12-15", freq="MS") + pd.Timedelta(days=14)
    counts = pd.Series(3, index=days[(days < PAUSE[0]) | (days > PAUSE[1])])
    found = interrupted_rates(counts, watched=WATCHED, pause=PAUSE, model="negative_binomial")
    assert found.alpha == 0


@pytest.mark.slow
def test_interval_covers(rng: np.random.Generator) -> None:
    """Counts at one rate, none in the pause: the prediction holds what the pause would have had."""
    days = pd.date_range(*WATCHED)
    inside = (days > PAUSE[0]) & (days < PAUSE[1])
    covered = 0
    for _ in range(100):
        counts = pd.Series(rng.poisson(0.15, len(days)), index=days)
        found = interrupted_rates(counts[~inside], watched=WATCHED, pause=PAUSE, model="poisson")
        lack = found.missing
        covered += lack["predicted_low"] <= counts[inside].sum() <= lack["predicted_high"]
    assert covered / 100 > 0.95 - 3 * np.sqrt(0.95 * 0.05 / 100)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"model": "normal"}, "model 'normal'"),
        ({"pause": ("2031-11-01", "2031-05-31")}, "does not lie inside the watch"),
        ({"pause": ("2029-11-01", "2031-05-31")}, "does not lie inside the watch"),
        ({"pause": ("2032-12-11", "2032-12-31")}, "after the pause: 0 counted in 1 months"),
        ({"pause": ("2030-01-30", "2031-12-31")}, "before the pause: 45 counted in 1 months"),
        ({"watched": ("2030-03-01", "2032-12-31")}, "2030-01-11 lies outside the watch"),
        ({"counts": pd.Series(-1, index=pd.to_datetime(["2030-01-05"]))}, "holds -1"),
    ],
)
def test_faults_are_named(months: pd.DataFrame, change: dict, match: str) -> None:
    arguments = {"counts": daily(months), "watched": WATCHED, "pause": PAUSE, "model": "poisson"}
    arguments |= change
    with pytest.raises(ValueError, match=match):
        interrupted_rates(arguments.pop("counts"), **arguments)


def test_repr(months: pd.DataFrame) -> None:
    assert "missing at the earlier rate" in repr(run(months, "poisson"))
