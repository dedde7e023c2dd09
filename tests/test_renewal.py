from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats

from analysis.gaps.bootstrap import bootstrap_interval, bootstrap_refits, goodness_of_fit
from analysis.gaps.laws import LAWS
from analysis.gaps.model_average import average_renewal
from analysis.gaps.renewal import fit_renewal

HERE = Path(__file__).parent
MARP = pd.read_csv(HERE / "data" / "marp_sample.csv")["days"].to_numpy()
SURVREG = pd.read_csv(HERE / "r" / "survreg.csv")
SAMPLES = pd.read_csv(HERE / "r" / "samples.csv")
TWO_PARAMETERS = [m for m in LAWS if m != "exponential"]


def logit(p):
    return np.log(p) - np.log1p(-p)


def as_scipy(model, params):
    p = params.to_dict()
    return {
        "exponential": lambda: stats.expon(scale=p["scale"]),
        "weibull": lambda: stats.weibull_min(p["shape"], scale=p["scale"]),
        "gamma": lambda: stats.gamma(p["shape"], scale=p["scale"]),
        "lognormal": lambda: stats.lognorm(p["sigma"], scale=p["median"]),
        "inverse_gaussian": lambda: stats.invgauss(
            p["aperiodicity"] ** 2, scale=p["mean"] / p["aperiodicity"] ** 2
        ),
        "loglogistic": lambda: stats.fisk(p["shape"], scale=p["scale"]),
    }[model]()


# CRAN package marp 0.1.0 (Kang, Scott & Savary 2022), tests/testthat/test-marp.R: par1, par2,
# logL, mu_hat and pr_hat, the latter the logit of P(T <= 304). marp gives the gamma rate where we
# give the scale, and the lognormal meanlog where we give the median. Its optimiser (nlm) stops
# early: two of its own runs differ by 5e-6 in parameters and 1e-5 in pr_hat.
MARP_PUBLISHED = {
    "exponential": ({"scale": 1 / 3.4136086430979953e-03}, -200.39955882401648, 292.94512187913182,
                    0.60038574701819891),
    "gamma": ({"shape": 2.7626793657057762, "scale": 1 / 9.4307059277139432e-03},
              -193.76650950646049, 292.94512912200048, 0.42154974433034809),
    "loglogistic": ({"shape": 2.6037039674870583, "scale": 2.4759796859031687e02},
                    -195.12976531758551, 319.72017228620746, 0.53433568234281148),
    "weibull": ({"shape": 1.8010183507666513, "scale": 3.3080162440951688e02},
                -193.92377676645586, 294.16945213908519, 0.30779792692414687),
    "lognormal": ({"median": np.exp(5.4882183788378658), "sigma": 6.5084541680686814e-01},
                  -194.33021376270909, 298.87285747700128, 0.56416103510057725),
    "inverse_gaussian": ({"mean": 2.9294512422957860e02, "aperiodicity": 7.1824719073918109e-01},
                         -194.40996001614093, 292.94512422957860, 0.61794524610544410),
}  # fmt: skip


@pytest.mark.parametrize("model", MARP_PUBLISHED)
def test_marp_parameters_likelihood_mean_and_probability(model):
    params, loglik, mean, logit_p = MARP_PUBLISHED[model]
    fit = fit_renewal(MARP, model=model)
    assert fit.params.to_dict() == pytest.approx(params, rel=1e-5)
    assert fit.loglik == pytest.approx(loglik, rel=1e-9)
    assert fit.mean == pytest.approx(mean, rel=1e-5)
    assert logit(fit.conditional(elapsed=0, horizon=304)) == pytest.approx(logit_p, abs=1e-5)


@pytest.mark.parametrize("model", MARP_PUBLISHED)
def test_marp_probability_at_its_own_parameters(model):
    params, _, _, logit_p = MARP_PUBLISHED[model]
    law = LAWS[model]
    at = [params[name] for name in law.parameters]
    assert logit(-np.expm1(law.logsf(304.0, *at))) == pytest.approx(logit_p, rel=2e-9)


def test_marp_log_hazard_of_the_brownian_passage_time_law():
    # marp 0.1.0, test-bpt_rp.R, haz_hat at t = 100, 150, 200
    fit = fit_renewal(MARP, model="inverse_gaussian")
    published = [-5.79111270000214, -5.42707296810344, -5.31596149148995]
    assert np.log(fit.hazard([100, 150, 200])) == pytest.approx(published, rel=1e-6)


def test_nist_handbook_weibull_and_lognormal():
    # https://www.itl.nist.gov/div898/handbook/apr/section4/apr413.htm: scale 606.5280, shape
    # 1.7208, log-likelihood 75.135 (sign as printed), AIC 154.27, mean life 540.737; lognormal
    # AIC 154.39. The handbook's fit (survreg at its default tolerance) is good to six digits.
    hours = [54, 187, 216, 240, 244, 335, 361, 373, 375, 386]
    weibull = fit_renewal(hours, [500] * 10, model="weibull")
    assert weibull.params["scale"] == pytest.approx(606.5280, rel=1e-6)
    assert weibull.params["shape"] == pytest.approx(1.7208, abs=5e-5)
    assert weibull.loglik == pytest.approx(-75.135, abs=5e-4)
    assert weibull.aic == pytest.approx(154.27, abs=5e-3)
    assert weibull.mean == pytest.approx(540.737, rel=1e-6)
    assert fit_renewal(hours, [500] * 10, model="lognormal").aic == pytest.approx(154.39, abs=5e-3)


def test_reliawiki_gamma():
    # http://reliawiki.com/index.php/Example:_Gamma_Distribution: log scale 7.72E-02, shape 50.4908
    lives = [61, 50, 67, 49, 53, 62, 53, 61, 43, 65, 53, 56, 62, 56, 58, 55, 58, 48, 66, 44, 48, 58,
             43, 40]  # fmt: skip
    fit = fit_renewal(lives, model="gamma")
    assert fit.params["shape"] == pytest.approx(50.4908, abs=5e-5)
    assert np.log(fit.params["scale"]) == pytest.approx(7.72e-2, abs=5e-5)


@pytest.mark.parametrize("row", list(SURVREG.itertuples()), ids=lambda r: f"{r.sample}-{r.model}")
def test_censored_fits_agree_with_survreg(row):
    sample = SAMPLES[SAMPLES["sample"] == row.sample]
    fit = fit_renewal(
        sample["time"][sample["status"] == 1],
        sample["time"][sample["status"] == 0],
        model=row.model,
    )
    expected = {
        "exponential": {"scale": np.exp(row.intercept)},
        "weibull": {"shape": 1 / row.scale, "scale": np.exp(row.intercept)},
        "lognormal": {"median": np.exp(row.intercept), "sigma": row.scale},
        "loglogistic": {"shape": 1 / row.scale, "scale": np.exp(row.intercept)},
    }[row.model]
    assert fit.params.to_dict() == pytest.approx(expected, rel=1e-6)
    assert fit.loglik == pytest.approx(row.loglik, rel=1e-10)


@pytest.mark.parametrize("model", ["gamma", "inverse_gaussian"])
def test_fits_that_survreg_lacks_agree_with_scipy(model):
    days = [float(d) for d in (32, 15, 6, 10, 2, 149, 28, 8, 113, 25, 22, 38, 20)]
    cut = [35.0, 60.0]
    law = {"gamma": stats.gamma, "inverse_gaussian": stats.invgauss}[model]
    ours = fit_renewal(days, cut, model=model)
    guess = as_scipy(model, ours.params)
    theirs = law.fit(
        stats.CensoredData(uncensored=days, right=cut), *guess.args, floc=0, **guess.kwds
    )
    peer = law(*theirs)
    peer_loglik = peer.logpdf(days).sum() + peer.logsf(cut).sum()
    assert ours.loglik >= peer_loglik - 1e-9  # scipy's search is the coarser one
    assert ours.loglik == pytest.approx(peer_loglik, abs=1e-6)
    assert ours.sf([10, 50]) == pytest.approx(peer.sf([10, 50]), abs=1e-4)


@pytest.mark.parametrize("model", MARP_PUBLISHED)
def test_laws_agree_with_scipy(model):
    fit = fit_renewal([3.0, 8.0, 15.0, 15.5, 40.0], model=model)
    law = as_scipy(model, fit.params)
    t = np.array([0.01, 1.0, 10.0, 16.3, 17.0, 60.0, 120.0])
    assert fit.sf(t) == pytest.approx(law.sf(t), rel=1e-9)
    assert fit.hazard(t) == pytest.approx(law.pdf(t) / law.sf(t), rel=1e-8)
    assert fit.mean == pytest.approx(law.mean(), rel=1e-9)
    assert float(fit.sf(0)) == 1.0


def test_gamma_tail_agrees_with_r():
    grid = pd.read_csv(HERE / "r" / "gamma_tail.csv")
    for row in grid.itertuples():
        got = LAWS["gamma"].logsf(row.x, row.shape, 1.0)
        assert float(got) == pytest.approx(row.logsf, rel=1e-11), row


@pytest.mark.parametrize("model", LAWS)
def test_survival_is_the_integral_of_the_hazard_far_out(model):
    # exp(-integral of the hazard) is the survival; at ten thousand times the mean only log
    # survival can still say so. Over a short horizon the hazard is nearly constant.
    fit = fit_renewal([3.0, 8.0, 15.0, 15.5, 40.0], model=model)
    far = 1e4 * 16.3
    for start, step in ((20.0, 5.0), (far, 0.01)):
        total, _ = integrate.quad(lambda t: float(fit.hazard(t)), start, start + step)
        expected = -np.expm1(-total)
        assert float(fit.conditional(start, step)) == pytest.approx(expected, rel=1e-5)
        assert 0 < expected < 1


def test_exponential_forgets_how_long_one_has_waited():
    fit = fit_renewal([10, 20, 30], [5], model="exponential")
    assert fit.params["scale"] == pytest.approx(65 / 3)
    assert fit.conditional([0, 100, 1e6], 30) == pytest.approx([1 - np.exp(-90 / 65)] * 3)


@pytest.mark.parametrize("model", LAWS)
def test_scaling_the_gaps_scales_the_law(model):
    days, cut = np.array([3.0, 8.0, 15.0, 22.0, 90.0]), np.array([30.0])
    one, week = fit_renewal(days, cut, model=model), fit_renewal(days / 7, cut / 7, model=model)
    assert week.sf(np.array([1.0, 20.0]) / 7) == pytest.approx(one.sf([1.0, 20.0]), rel=1e-9)
    assert week.loglik == pytest.approx(one.loglik + 5 * np.log(7), rel=1e-12)


@pytest.mark.parametrize("model", LAWS)
def test_order_of_gaps_does_not_matter_and_a_zero_wait_adds_nothing(model):
    days = [3.0, 8.0, 15.0, 22.0, 90.0]
    one, other = (fit_renewal(d, c, model=model) for d, c in ((days, ()), (days[::-1], [0.0])))
    assert other.loglik == pytest.approx(one.loglik, rel=1e-13)
    assert other.params.to_numpy() == pytest.approx(one.params.to_numpy(), rel=1e-8)


def test_average_weighs_by_aic_and_lies_within_its_models():
    average = average_renewal(MARP, models=tuple(MARP_PUBLISHED))
    aic = pd.Series({m: -2 * p[1] + 2 * len(p[0]) for m, p in MARP_PUBLISHED.items()})
    weights = np.exp(-(aic - aic.min()) / 2)
    expected = (weights / weights.sum())[average.weights.index]
    assert average.weights.to_numpy() == pytest.approx(expected.to_numpy(), rel=1e-6)
    single = [float(f.conditional(300, 30)) for f in average.fits.values()]
    assert min(single) < float(average.conditional(300, 30)) < max(single)
    by_hand = sum(
        w * float(average.fits[m].conditional(300, 30)) for m, w in average.weights.items()
    )
    assert float(average.conditional(300, 30)) == pytest.approx(by_hand)
    assert average.table()["weight"].sum() == pytest.approx(1)


def test_bootstrap_repeats_with_the_seed_and_agrees_with_the_exact_exponential_interval():
    days = np.random.default_rng(3).exponential(20, 40)
    fit = fit_renewal(days, model="exponential")
    one, two = (
        bootstrap_interval(
            fit,
            bootstrap_refits(fit, 999, np.random.default_rng(7)),
            lambda f: f.mean,
            "log",
            0.95,
        )
        for _ in range(2)
    )
    assert one.equals(two)
    # 2 n mean / true mean is chi-square with 2 n degrees of freedom
    exact = 80 * fit.mean / stats.chi2(80).ppf([0.975, 0.025])
    # on the log scale the basic interval of an exponential mean is the exact one, but for the
    # error of quantiles of 999 draws: sqrt(0.025 0.975 / 999) over the density there, 1.34%
    assert [one["low"], one["high"]] == pytest.approx(exact, rel=4 * 0.0134)
    assert one["estimate"] == fit.mean


def test_bootstrap_interval_follows_its_scale():
    fit = fit_renewal([12.0, 30.0, 25.0, 41.0, 18.0, 22.0], [50.0], model="gamma")
    refits = bootstrap_refits(fit, 99, np.random.default_rng(1))
    days, weeks = (
        bootstrap_interval(fit, refits, q, "log", 0.9)
        for q in (lambda f: f.mean, lambda f: f.mean / 7)
    )
    assert (7 * weeks).to_numpy() == pytest.approx(days.to_numpy())
    chance = bootstrap_interval(fit, refits, lambda f: float(f.conditional(50, 30)), "logit", 0.9)
    assert 0 < chance["low"] < chance["estimate"] < chance["high"] < 1


def test_bootstrap_of_means_that_are_often_infinite_leaves_no_lower_end():
    # log-logistic gaps of shape near 1: more than a twentieth of the refits have no mean
    fit = fit_renewal([3.0, 8.0, 15.0, 22.0, 90.0, 1.0, 140.0], model="loglogistic")
    refits = bootstrap_refits(fit, 99, np.random.default_rng(1))
    assert np.mean([np.isinf(refit.mean) for refit in refits]) > 0.05
    row = bootstrap_interval(fit, refits, lambda f: f.mean, "log", 0.9)
    assert row["low"] == 0 < row["estimate"] < row["high"]


@pytest.mark.parametrize(
    ("scale", "level", "n", "message"),
    [
        ("probit", 0.9, 99, "'probit' is not one of"),
        ("log", 1.0, 99, "level must lie"),
        ("log", 0.95, 20, "at least 39 at this level, got 20"),
    ],
)
def test_wrong_bootstrap_arguments_are_named(scale, level, n, message):
    fit = fit_renewal([12.0, 30.0], model="exponential")
    with pytest.raises(ValueError, match=message):
        bootstrap_interval(fit, [fit] * n, lambda f: f.mean, scale, level)


def test_bootstrap_of_a_cut_watch_keeps_its_length():
    fit = fit_renewal([12.0, 30.0, 25.0, 41.0], [50.0], model="gamma")
    for seed in range(20):
        days, cut = fit.simulate(np.random.default_rng(seed))
        assert days.sum() + cut.sum() == pytest.approx(158.0)
        assert len(days) >= 2


def test_goodness_of_fit_statistic_and_verdicts():
    rng = np.random.default_rng(11)
    days = rng.gamma(9, 3, 60)
    good, bad = (
        goodness_of_fit(fit, bootstrap_refits(fit, 199, np.random.default_rng(1)))
        for fit in (fit_renewal(days, model=m) for m in ("gamma", "exponential"))
    )
    assert bad.pvalue == 0.005
    assert good.pvalue > 0.05
    # the same statistic from scipy: with a fully specified null, no refit
    fit = fit_renewal(days, model="gamma")
    normal_scores = stats.norm.ppf(-np.expm1(fit.logsf(days)))
    scipy_side = stats.goodness_of_fit(
        stats.norm, normal_scores, known_params={"loc": 0, "scale": 1}, statistic="ad",
        n_mc_samples=1, rng=np.random.default_rng(0),
    )  # fmt: skip
    assert good.statistic == pytest.approx(scipy_side.statistic, rel=1e-8)


@pytest.mark.parametrize(
    ("days", "cut", "model", "message"),
    [
        ([3, 4], (), "normal", "'normal' is not one of"),
        ([3, 0], (), "gamma", "days must be positive finite numbers, got 0"),
        ([3, np.nan], (), "gamma", "got nan"),
        ([3], (), "gamma", "needs at least 2 values, got 1"),
        ([3, 4], [-1], "gamma", "censored_days must be positive finite numbers, got -1"),
        ([7, 7, 7], (), "weibull", "days are all 7"),
    ],
)
def test_wrong_gaps_are_named(days, cut, model, message):
    with pytest.raises(ValueError, match=message):
        fit_renewal(days, cut, model=model)


@pytest.mark.parametrize("model", TWO_PARAMETERS)
@pytest.mark.parametrize("days", [[7.0, 7.0, 7.0], [1.0, 2.0, 149.0], [30.0, 30.1]])
def test_no_neighbour_is_more_likely(model, days):
    cut = np.array([20.0])
    fit = fit_renewal(days, cut, model=model)
    law = LAWS[model]
    for factor in (0.999, 1.001):
        for k in range(2):
            near = fit.params.to_numpy().copy()
            near[k] *= factor
            there = law.logpdf(np.array(days), *near).sum() + law.logsf(cut, *near).sum()
            assert there < fit.loglik + 1e-9
