from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.discrete.discrete_model import Poisson

from analysis.gaps.rates import count_trend, monthly_counts, smoothed_rate

HERE = Path(__file__).parent
YEARS = pd.read_csv(HERE / "r" / "coal_years.csv")
COAL = pd.DataFrame(
    {"count": YEARS["count"].to_numpy(), "exposure": YEARS["exposure"].to_numpy()},
    index=pd.to_datetime(YEARS["year"].astype(str)),
)
R_TREND = pd.read_csv(HERE / "r" / "count_trend.csv", index_col="model")
MONTHS = pd.date_range("2022-01-01", periods=48, freq="MS")


@pytest.mark.parametrize(("model", "tolerance"), [("poisson", 1e-8), ("negative_binomial", 1e-4)])
def test_trend_agrees_with_r(model, tolerance):
    # glm, and MASS::glm.nb, which alternates between trend and alpha and stops at 1e-10 of the
    # deviance: four digits of its parameters, more of the likelihood
    found, expected = count_trend(COAL, model=model), R_TREND.loc[model]
    assert np.log(found.ratio["estimate"]) == pytest.approx(expected["slope"], rel=tolerance)
    assert found.loglik == pytest.approx(expected["loglik"], rel=1e-9)
    assert found.alpha == pytest.approx(expected["alpha"], rel=1e-3)
    width = np.log(found.ratio["high"] / found.ratio["low"]) / 2
    # R takes alpha as known when it states the error of the slope
    assert width == pytest.approx(1.959963984540054 * expected["se"], rel=max(tolerance, 2e-3))


def test_persons_need_the_negative_binomial():
    rng = np.random.default_rng(2)
    counts = pd.DataFrame(
        {"count": rng.negative_binomial(1.5, 1.5 / (1.5 + 150), 48), "exposure": 30}, index=MONTHS
    )
    poisson, negbin = (count_trend(counts, model=m) for m in ("poisson", "negative_binomial"))
    assert poisson.overdispersion.pvalue < 1e-6
    assert negbin.aic < poisson.aic - 100
    assert negbin.alpha == pytest.approx(1 / 1.5, rel=0.5)
    assert (negbin.ratio["high"] - negbin.ratio["low"]) > 5 * (
        poisson.ratio["high"] - poisson.ratio["low"]
    )


def test_counts_steadier_than_poisson_have_no_overdispersion():
    counts = pd.DataFrame({"count": [3, 4] * 24, "exposure": 30}, index=MONTHS)
    poisson, negbin = (count_trend(counts, model=m) for m in ("poisson", "negative_binomial"))
    assert negbin.alpha == 0
    assert negbin.loglik == poisson.loglik
    assert poisson.overdispersion.statistic < -3


def test_deans_statistic_is_statsmodels_own_plus_the_leverage_term():
    found = count_trend(COAL, model="poisson")
    years = (COAL.index - COAL.index[0]).days.to_numpy() / 365.25
    design = sm.add_constant(years)
    fit = Poisson(COAL["count"].to_numpy(), design, exposure=COAL["exposure"].to_numpy()).fit(
        disp=0, method="newton", tol=1e-12
    )
    mu = fit.predict()
    assert found.fitted.to_numpy() == pytest.approx(mu, rel=1e-8)
    own = fit.get_diagnostic().test_dispersion()
    root = np.sqrt(mu)[:, None] * design
    leverage = np.diag(root @ np.linalg.solve(root.T @ root, root.T))
    expected = own.statistic[1] + np.sum(leverage * mu) / np.sqrt(2 * np.sum(mu**2))
    assert found.overdispersion.statistic == pytest.approx(expected, rel=1e-6)
    assert found.overdispersion.pvalue == pytest.approx(2 * stats.norm.sf(abs(expected)))


@pytest.mark.slow
def test_overdispersion_level_on_poisson_counts():
    rng = np.random.default_rng(7)
    small = 0
    for _ in range(250):
        counts = pd.DataFrame({"count": rng.poisson(2.0, 48), "exposure": 30}, index=MONTHS)
        small += count_trend(counts, model="poisson").overdispersion.pvalue <= 0.05
    assert stats.binomtest(small, 250, 0.05).pvalue > 0.001


def test_scaling_exposure_leaves_the_trend():
    half = COAL.assign(exposure=COAL["exposure"] * 2)
    one, two = (count_trend(c, model="poisson") for c in (COAL, half))
    assert one.ratio.to_numpy() == pytest.approx(two.ratio.to_numpy(), rel=1e-9)
    assert one.fitted.to_numpy() == pytest.approx(two.fitted.to_numpy(), rel=1e-9)


def test_months_of_a_watch_with_partial_ends():
    days = pd.to_datetime(["2022-03-24", "2022-03-24", "2022-05-31"])
    table = monthly_counts(days, "2022-02-24", "2022-06-10")
    assert table["count"].tolist() == [0, 2, 0, 1, 0]
    assert table["exposure"].tolist() == [5, 31, 30, 31, 10]


def test_smoothing_conserves_events_and_sees_a_constant_rate():
    days = pd.date_range("2022-01-03", "2024-12-31", freq="6D")
    rate = smoothed_rate(days, "2022-01-01", "2024-12-31", bandwidth=40)
    # evenly spaced events: 1/6 a day everywhere, the ends included
    assert rate["rate"].to_numpy() == pytest.approx(1 / 6, rel=0.03)
    assert ((rate["low"] < rate["rate"]) & (rate["rate"] < rate["high"])).all()
    narrow = smoothed_rate(days, "2022-01-01", "2024-12-31", bandwidth=10)
    assert narrow["rate"].sum() == pytest.approx(len(days), rel=0.005)


def test_rate_is_the_plain_sum_of_kernels_and_zero_far_from_events():
    days = pd.to_datetime(["2022-02-01", "2022-02-11"])
    table = smoothed_rate(days, "2022-01-01", "2023-12-31", bandwidth=7.0)
    at = table.loc["2022-02-08", "rate"]
    plain = stats.norm.pdf(7, scale=7.0) + stats.norm.pdf(3, scale=7.0)
    # the nearest end is 38.5 days away: the kernel loses a share of 2e-8 there
    assert at == pytest.approx(plain / (1 - stats.norm.sf(38.5 / 7)), rel=1e-12)
    far = table.loc["2023-07-01"]
    assert far["rate"] == 0
    assert far["low"] == 0
    # with no event in reach, the bound is that of one unit of the largest weight: -log(0.025)
    assert far["high"] == pytest.approx(-np.log(0.025) * stats.norm.pdf(0, scale=7.0), rel=1e-9)


def test_flat_weights_give_the_exact_poisson_interval():
    # with a very wide kernel all weights are 1 / watch: the Garwood (1936) interval of a count
    days = pd.date_range("2022-01-05", periods=9, freq="30D")
    table = smoothed_rate(days, "2022-01-01", "2022-12-31", bandwidth=1e6)
    exact = np.array([stats.chi2.ppf(0.025, 18), stats.chi2.isf(0.025, 20)]) / 2 / 365
    assert table[["low", "high"]].iloc[100].to_numpy() == pytest.approx(exact, rel=1e-6)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: count_trend(COAL, model="normal"), "'normal' is not one of"),
        (lambda: count_trend(COAL.iloc[:2], model="poisson"), "three rows, got 2"),
        (lambda: count_trend(COAL.assign(count=0), model="poisson"), "0 in every row"),
        (lambda: count_trend(COAL.assign(count=-1), model="poisson"), "got -1"),
        (lambda: smoothed_rate(MONTHS, "2022-01-01", "2026-01-01", 0), "bandwidth must be"),
        (lambda: smoothed_rate(MONTHS, "2022-01-02", "2026-01-01", 9), "2022-01-01 lies outside"),
        (lambda: monthly_counts(MONTHS, "2022-01-02", "2026-01-01"), "2022-01-01 lies outside"),
    ],
)
def test_wrong_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("model", ["poisson", "negative_binomial"])
@pytest.mark.parametrize("at", [0, 23])
def test_a_trend_to_one_end_has_no_finite_estimate(model, at):
    months = pd.date_range("2030-01-01", periods=24, freq="MS")
    counts = pd.DataFrame({"count": 0, "exposure": months.days_in_month}, index=months)
    counts.iloc[at, 0] = 1
    with pytest.raises(ValueError, match="no finite estimate"):
        count_trend(counts, model=model)
    counts.iloc[12, 0] = 1
    assert 1e-4 < count_trend(counts, model=model).ratio["estimate"] < 1e4
