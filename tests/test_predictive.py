"""Predictive probability of a single next gap against closed forms, R and simulation."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy import integrate, special, stats

from analysis.gaps.laws import LAWS
from analysis.gaps.model_average import average_renewal
from analysis.gaps.predictive import predictive_gap_test, predictive_law

TWO_PARAMETERS = [name for name in LAWS if name != "exponential"]
GAPS = np.array([12.0, 31, 9, 17, 44, 20, 3, 61, 25, 18])


def test_exponential_is_the_f_law() -> None:
    # G over the mean of n gaps follows F(2, 2n): R pf(3, 2, 20, lower.tail = FALSE) = 0.0725382
    gaps = np.array([10.0] * 10)
    test = predictive_gap_test(gaps, gap=30, model="exponential")
    assert test.pvalue == pytest.approx(0.0725382, abs=5e-8)
    assert test.pvalue == pytest.approx(stats.f.sf(3, 2, 20), rel=1e-13)
    assert (test.statistic, test.nobs) == (30, 10)


@pytest.mark.parametrize("gap", [1.0, 25.0, 90.0, 400.0])
def test_lognormal_is_students_t(gap: float) -> None:
    # textbook prediction of one more normal observation: t with n - 1 degrees of freedom
    logs = np.log(GAPS)
    t = (np.log(gap) - logs.mean()) / (logs.std(ddof=1) * np.sqrt(1 + 1 / len(logs)))
    expected = stats.t.sf(t, len(logs) - 1)
    assert predictive_law(GAPS, "lognormal").sf(gap) == pytest.approx(expected, rel=1e-9)


def one_dimensional(gap: float, log_weight, sf) -> float:  # type: ignore[no-untyped-def]
    """Average `sf(shape)` over log shape by scipy's adaptive quadrature."""
    grid = np.linspace(-4, 4, 801)
    top = max(log_weight(s) for s in grid)

    def weighted(s: float) -> float:
        return float(np.exp(log_weight(s) - top) * sf(np.exp(s)))

    upper = integrate.quad(weighted, -4, 4, epsabs=0, epsrel=1e-10, limit=400)[0]
    lower = integrate.quad(
        lambda s: np.exp(log_weight(s) - top), -4, 4, epsabs=0, epsrel=1e-10, limit=400
    )[0]
    return float(upper / lower)


@pytest.mark.parametrize("gap", [25.0, 90.0, 200.0])
def test_weibull_with_its_scale_integrated_by_hand(gap: float) -> None:
    # given the shape k, the gaps to the power k are exponential; an open gap adds to their sum
    cut, n = 35.0, len(GAPS)
    logs, all_logs = np.log(GAPS), np.log([*GAPS, cut])

    def log_weight(s: float) -> float:
        k = np.exp(s)
        return float((n - 1) * s + k * logs.sum() - n * special.logsumexp(k * all_logs))

    expected = one_dimensional(
        gap,
        log_weight,
        lambda k: np.exp(-n * np.log1p(np.exp(k * np.log(gap) - special.logsumexp(k * all_logs)))),
    )
    law = predictive_law(GAPS, "weibull", censored_days=[cut])
    assert law.sf(gap) == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize("gap", [25.0, 90.0, 200.0])
def test_gamma_with_its_scale_integrated_by_hand(gap: float) -> None:
    # given the shape a, the share of the next gap in the sum of all is beta(a, n a)
    logs, total, n = np.log(GAPS), GAPS.sum(), len(GAPS)

    def log_weight(s: float) -> float:
        a = np.exp(s)
        return float(
            special.gammaln(n * a) - n * special.gammaln(a) + a * (logs.sum() - n * np.log(total))
        )

    expected = one_dimensional(
        gap, log_weight, lambda a: stats.beta.sf(gap / (gap + total), a, n * a)
    )
    assert predictive_law(GAPS, "gamma").sf(gap) == pytest.approx(expected, rel=1e-7)


def test_inverse_gaussian_on_a_plain_grid() -> None:
    # scipy's density, Jeffreys' prior in (mean, lambda): mean^-3/2 lambda^-1/2
    log_mean, log_lam = np.meshgrid(np.linspace(1, 40, 1_201), np.linspace(-1, 6, 301))
    mean, lam = np.exp(log_mean), np.exp(log_lam)
    loglik = sum(stats.invgauss.logpdf(gap, mean / lam, scale=lam) for gap in GAPS)
    weight = np.exp(loglik - loglik.max() + 0.5 * (log_lam - log_mean))
    expected = np.sum(weight * stats.invgauss.sf(90, mean / lam, scale=lam)) / np.sum(weight)
    assert predictive_law(GAPS, "inverse_gaussian").sf(90) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("model", [*TWO_PARAMETERS, "exponential"])
def test_many_gaps_leave_the_fitted_law(model: str, rng: np.random.Generator) -> None:
    law = LAWS[model]
    gaps = law.draw(rng, 1_000, *law.simulated)
    fitted = average_renewal(gaps, models=[model])  # type: ignore[list-item]
    predicted = predictive_law(gaps, model)  # type: ignore[arg-type]
    for gap in (10.0, 40.0):
        # the parameters' uncertainty moves a probability by the order of 1 / n
        assert predicted.sf(gap) == pytest.approx(float(fitted.sf(gap)), rel=10 / 1_000)


@pytest.mark.slow
@given(
    gaps=st.lists(st.integers(1, 200), min_size=4, max_size=12).filter(lambda g: len(set(g)) > 2),
    model=st.sampled_from([*LAWS]),
    factor=st.sampled_from([0.1, 7.0]),
)
@settings(max_examples=25)
def test_unit_and_order_do_not_matter(gaps: list[int], model: str, factor: float) -> None:
    law = predictive_law(gaps, model)  # type: ignore[arg-type]
    other = predictive_law(factor * np.array(gaps[::-1]), model)  # type: ignore[arg-type]
    chances = [law.sf(gap) for gap in (5, 50, 500)]
    assert [other.sf(factor * gap) for gap in (5, 50, 500)] == pytest.approx(chances, rel=1e-6)
    assert all(early >= late for early, late in pairwise([1.0, *chances, 0.0]))


def test_longer_than_plug_in() -> None:
    # parameter uncertainty makes a long gap less rare, in every model
    for model in LAWS:
        fitted = average_renewal(GAPS, models=[model])  # type: ignore[list-item]
        assert predictive_law(GAPS, model).sf(150) > float(fitted.sf(150))  # type: ignore[arg-type]


def test_average_is_the_weighted_mean() -> None:
    weights = average_renewal(GAPS, [30], models=[*LAWS]).weights  # type: ignore[list-item]
    single = [predictive_law(GAPS, model, [30]).sf(90) for model in weights.index]
    average = predictive_gap_test(GAPS, 90, "average", censored_days=[30])
    assert average.pvalue == pytest.approx(float(weights @ single), rel=1e-12)


def test_within_agrees_with_survival_and_holds_far_out() -> None:
    law = predictive_law(GAPS, "average")
    assert law.within(30, elapsed=0) == pytest.approx(1 - law.sf(30), rel=1e-12)
    assert law.within(30, elapsed=60) == pytest.approx(1 - law.sf(90) / law.sf(60), rel=1e-9)
    assert 0 < law.within(30, elapsed=1e6) < 0.01  # a long silence speaks for a heavy tail
    assert law.within(0, elapsed=60) == 0


@pytest.mark.parametrize("model", [*LAWS, "average"])
def test_isf_inverts_sf(model: str) -> None:
    law = predictive_law(GAPS, model)  # type: ignore[arg-type]
    assert law.sf(law.isf(0.03)) == pytest.approx(0.03, rel=1e-8)
    assert law.isf(1) == pytest.approx(0, abs=1e-6)


def test_silence_of_zero_days_says_nothing() -> None:
    with_zero = predictive_law(GAPS, "weibull", censored_days=[0])
    assert with_zero.sf(80) == predictive_law(GAPS, "weibull").sf(80)


def test_level_is_exact_from_few_gaps(rng: np.random.Generator) -> None:
    # regular gaps (Weibull of shape 2), eight known
    gaps = 20 * rng.weibull(2.0, size=(400, 9))
    tests = [predictive_gap_test(g[:-1], g[-1], "weibull") for g in gaps]
    share = np.mean([test.pvalue <= 0.1 for test in tests])
    assert abs(share - 0.1) < 3 * np.sqrt(0.1 * 0.9 / 400)


@pytest.mark.parametrize(
    ("days", "gap", "model", "match"),
    [
        ([10, 20, 30], 5, "normal", "model 'normal'"),
        ([10, 20, 30], -5, "weibull", "days=-5"),
        ([10, 20, 30], float("inf"), "weibull", "days=inf"),
        ([10, 0, 30], 5, "weibull", "positive finite"),
        ([10, 20], 5, "weibull", "at least three"),
        ([10, 10, 10], 5, "gamma", "not all equal"),
    ],
)
def test_faults_are_named(days: list[float], gap: float, model: str, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        predictive_gap_test(days, gap, model)  # type: ignore[arg-type]


def test_isf_needs_a_probability() -> None:
    with pytest.raises(ValueError, match="probability=0"):
        predictive_law(GAPS, "exponential").isf(0)


def test_open_gap_of_a_bursty_record_has_an_inverse_gaussian_posterior() -> None:
    # Far out in the grid scipy's log survival is NaN; the posterior must not notice.
    days = [17, 25, 32, 28, 8, 113, 25, 19, 38, 20, 34, 73, 16, 21, 42, 31, 17, 17, 15, 8, 19, 22]
    days += [10, 39, 126, 28]
    shorter, at_6, longer = (
        predictive_law(days, "inverse_gaussian", [cut]).sf(149) for cut in (5.9, 6, 6.1)
    )
    assert shorter > at_6 > longer > 0.99 * shorter
