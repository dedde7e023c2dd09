"""Merging belongs to every null: twins by enumeration, R, draws, and published numbers."""

from collections import Counter
from itertools import combinations, pairwise, product
from math import comb
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import special, stats

from analysis.gaps.alarm import open_gap_alarm
from analysis.gaps.laws import LAWS
from analysis.gaps.lengths import Lengths
from analysis.gaps.longest_gap import empty_run_sf, longest_gap_test, longest_spacing_sf
from analysis.gaps.model_average import average_renewal
from analysis.gaps.predictive import predictive_law
from analysis.gaps.rates import fit_counts
from analysis.gaps.renewal import fit_renewal
from analysis.gaps.survival import kaplan_meier

WHOLE_DAYS = pd.read_csv(Path(__file__).parent / "r" / "whole_days.csv")
# as in r/whole_days.R
DAYS = np.array([12.0, 30, 5, 41, 4, 22, 8, 6, 19, 60, 9, 14, 4, 33, 7, 11])


def longest_silences(cells: int, events: int, merge_days: int) -> Counter[int]:
    """Longest run of days without an event, of every choice of days: the slow, obvious twin."""
    found: Counter[int] = Counter()
    for days in combinations(range(1, cells + 1), events):
        if all(b - a > merge_days for a, b in pairwise(days)):
            edges = [0, *days, cells + 1]
            found[max(b - a - 1 for a, b in pairwise(edges))] += 1
    return found


@pytest.mark.parametrize(
    ("cells", "events", "merge_days"), [(8, 3, 0), (11, 4, 1), (12, 3, 2), (14, 3, 4), (9, 1, 3)]
)
def test_the_law_is_the_enumeration(cells: int, events: int, merge_days: int) -> None:
    runs = longest_silences(cells, events, merge_days)
    for run in range(cells + 1):
        share = sum(n for longest, n in runs.items() if longest >= run) / runs.total()
        found = longest_spacing_sf(
            run + 1, cells - 1, between=events - 1, ends=2, merge_days=merge_days, method="discrete"
        )  # fmt: skip
        assert found == pytest.approx(share, abs=1e-15)


def test_without_a_window_the_continuous_law_is_fishers() -> None:
    days = [10, 22, 40, 7, 31, 90, 14]
    merged = longest_gap_test(days, "continuous", merge_days=0)
    assert merged == longest_gap_test(days, "continuous")


def test_stable_for_hundreds_of_events() -> None:
    tails = [
        longest_spacing_sf(d, 6000, between=499, ends=2, merge_days=3, method="discrete")
        for d in (5, 20, 40, 60, 90, 140, 200)
    ]
    assert tails[0] == pytest.approx(1)
    assert all(0 <= b <= a for a, b in pairwise(tails))
    # far out the first term of the sum, here in logarithms, is all but the whole
    left, parts = 6000 - 499 * 4, 501
    ways = [
        special.gammaln(left - d + parts) - special.gammaln(left - d + 1) for d in (0, 196, 199)
    ]
    first = 499 * np.exp(ways[1] - ways[0]) + 2 * np.exp(ways[2] - ways[0])
    assert tails[-1] == pytest.approx(first, rel=1e-6)


# A referee's value for 70 events merged within a day, on 1,470 days, the longest gap of 149 days:
# .024 by his own formula, against .041 if several events may share a day and nothing is merged.
def test_the_reference_value_by_formula_and_by_draws(rng: np.random.Generator) -> None:
    found = longest_spacing_sf(149, 1469, between=69, ends=2, merge_days=1, method="discrete")
    assert found == pytest.approx(0.024, abs=1e-3)
    # uniform compositions of what the window leaves: multinomial with flat Dirichlet shares
    left = 1469 - 69 * 2
    parts = rng.multinomial(left, rng.dirichlet(np.ones(71), 20_000))
    inner, ends = parts[:, 1:-1] + 2, parts[:, [0, -1]] + 1
    share = np.mean(np.maximum(inner.max(axis=1), ends.max(axis=1)) >= 149)
    assert abs(share - found) < 4 * np.sqrt(found * (1 - found) / 20_000)


@pytest.mark.parametrize("row", [*WHOLE_DAYS.itertuples()], ids=lambda row: row.model)
def test_fits_of_whole_merged_days_agree_with_r(row) -> None:  # type: ignore[no-untyped-def]
    fit = fit_renewal(DAYS, [15], model=row.model, merge_days=3)
    assert fit.loglik == pytest.approx(row.loglik, abs=1e-6)
    assert float(fit.sf(40)) == pytest.approx(row.over_40, abs=2e-5)


@pytest.mark.parametrize("model", [*LAWS])
def test_a_fit_knows_the_gaps_that_merging_leaves(model: str, rng: np.random.Generator) -> None:
    fit = fit_renewal(DAYS, [15], model=model, merge_days=3)  # type: ignore[arg-type]
    assert float(fit.sf(3)) == 1
    chance = -np.diff(fit.sf(np.arange(3, 5_000)))
    assert chance.min() >= 0
    if model not in ("loglogistic", "lognormal", "inverse_gaussian"):  # no far tail to sum
        assert fit.mean == pytest.approx(float(chance @ np.arange(4, 5_000)), rel=0.01)
    days, _ = fit.simulate(rng)
    assert days.min() > 3 and (days == np.round(days)).all()
    drawn = np.concatenate([fit.simulate(rng)[0] for _ in range(300)])
    share, expected = np.mean(drawn > 12), float(fit.sf(12))
    assert share == pytest.approx(expected, abs=4 * np.sqrt(expected / len(drawn)) + 0.02)


def test_the_likelihood_by_hand() -> None:
    law = stats.lognorm(0.9, scale=12)
    left = law.sf(3.5)
    chance = [(law.sf(d - 0.5) - law.sf(d + 0.5)) / left for d in DAYS]
    expected = np.log(chance).sum() + np.log(law.sf(15.5) / left)
    found = Lengths(DAYS, np.array([15.0]), 3).loglik(law.logpdf, law.logsf, 1.0, axes=0)
    assert found == pytest.approx(expected, rel=1e-12)


def test_at_a_constant_rate_the_next_gap_is_exact_in_repeated_use() -> None:
    """Of 3 + 1 gaps with one sum, all divisions equally likely, P ≤ p in no more than a share p."""
    merge_days, total = 2, 14
    gaps = [g for g in product(range(3, total), repeat=4) if sum(g) == total + 2 * 3]
    assert len(gaps) == comb(total + 6 - 4 * 2 - 1, 3)
    tails = [
        predictive_law(known, "exponential", merge_days=merge_days).sf(last - 1)
        for *known, last in gaps
    ]
    for p in sorted(set(tails)):
        assert np.mean([tail <= p * (1 + 1e-12) for tail in tails]) == pytest.approx(p)


@pytest.mark.parametrize(("law", "reach"), [("weibull", 8), ("lognormal", 9), ("gamma", 9)])
def test_predictive_laws_of_merged_gaps_on_a_plain_grid(law: str, reach: int) -> None:
    """The same prior and likelihood in the law's own parameters, by scipy's survival functions."""
    size, shape = np.meshgrid(np.linspace(-reach, reach, 200), np.linspace(-6, 4, 160))
    bend, funnel = np.exp(shape), law != "gamma"  # log scale times shape keeps the ridge straight
    centre = 3 + size / bend if funnel else 3 + size

    def logsf(t: float) -> np.ndarray:
        return {
            "weibull": lambda: -np.exp(bend * (np.log(t) - centre)),
            "lognormal": lambda: stats.norm.logsf(bend * (np.log(t) - centre)),
            "gamma": lambda: stats.gamma.logsf(t, bend, scale=np.exp(centre)),
        }[law]()  # type: ignore[no-any-return]

    with np.errstate(all="ignore"):
        left = logsf(3.5)
        weight = left - shape * funnel  # as if one gap had been seen not to be merged
        for d in DAYS:
            weight += np.log(np.exp(logsf(d - 0.5)) - np.exp(logsf(d + 0.5))) - left
        weight = np.exp(np.where(np.isfinite(weight), weight, -np.inf) - np.nanmax(weight))
        tail = np.where(weight > 0, np.exp(logsf(90.5) - left), 0)
    found = predictive_law(DAYS, law, merge_days=3)  # type: ignore[arg-type]
    assert found.sf(90) == pytest.approx(float((weight * tail).sum() / weight.sum()), rel=0.01)


def test_the_alarm_waits_longer_where_merging_took_the_short_gaps() -> None:
    ordinary, merged = (open_gap_alarm(DAYS, 0.1, merge_days=w) for w in (0, 3))
    assert merged < ordinary  # what is left beyond the window is shorter
    with pytest.raises(ValueError, match="more than merge_days=4"):
        open_gap_alarm(DAYS, 0.1, merge_days=4)
    with pytest.raises(ValueError, match="whole days"):
        predictive_law([4.5, 9, 12], "exponential", merge_days=3)


def test_weights_of_a_referee() -> None:
    # Announced exchanges of 2022 to March 2026, merged within a day, as a referee had them:
    # lognormal .33, loglogistic .28, Weibull .14, inverse Gaussian .14, gamma .07, exponential .03.
    path = Path(__file__).parent / "data" / "merged_gaps.csv"
    days = pd.read_csv(path)["days"].to_numpy(float)
    weights = average_renewal(days[:-1], days[-1:], models=[*LAWS], merge_days=1).weights  # type: ignore[list-item]
    published = {"lognormal": 0.33, "loglogistic": 0.28, "weibull": 0.14,
                 "inverse_gaussian": 0.14, "gamma": 0.07, "exponential": 0.03}  # fmt: skip
    assert weights.to_dict() == pytest.approx(published, abs=0.006)


# Published numbers.


def test_ball_bearings() -> None:
    # Lieblein & Zelen (1956), J. Res. Natl. Bur. Stand. 57, 273-316: 23 ball bearings, 10^6
    # revolutions; Weibull shape 2.102 (Lawless 2003, Statistical Models and Methods, example 1.2).
    lives = [17.88, 28.92, 33.00, 41.52, 42.12, 45.60, 48.48, 51.84, 51.96, 54.12, 55.56, 67.80]
    lives += [68.64, 68.64, 68.88, 84.12, 93.12, 98.64, 105.12, 105.84, 127.92, 128.04, 173.40]
    assert fit_renewal(lives, model="weibull").params["shape"] == pytest.approx(2.102, abs=5e-4)


def test_kececioglus_failures() -> None:
    # Kececioglu (1991), Reliability Engineering Handbook 1: nine failures, lognormal mean 4.3553
    # and standard deviation (divisor n - 1) 0.67677
    failures = [30.4, 36.7, 53.3, 58.5, 74.0, 99.3, 114.3, 140.1, 257.9]
    fit = fit_renewal(failures, model="lognormal").params
    assert np.log(fit["median"]) == pytest.approx(4.3553, abs=5e-5)
    assert fit["sigma"] * np.sqrt(9 / 8) == pytest.approx(0.67677, abs=5e-6)


def test_belgian_aids_counts() -> None:
    # Wood (2017), Generalized Additive Models, section 3.3.2 (R: glm(y ~ t, poisson)): new cases
    # 1981 to 1993; slope 0.2021212, AIC 166.4
    counts = np.array([12.0, 14, 33, 50, 67, 74, 123, 141, 165, 204, 253, 246, 240])
    design = np.column_stack([np.ones(13), np.arange(1.0, 14)])
    fit, _, _ = fit_counts(counts, design, np.ones(13), "poisson")
    assert fit.params[1] == pytest.approx(0.2021212, abs=5e-8)
    assert fit.aic == pytest.approx(166.37, abs=5e-3)


def test_leukaemia_controls() -> None:
    # Freireich et al. (1963), Blood 21, 699-716, as in Kleinbaum & Klein (2012), Survival
    # Analysis, table 2.3: S(1) .905, S(8) .381
    weeks = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    table = kaplan_meier(weeks)["sf"]
    assert table[[1, 8]].round(3).tolist() == [0.905, 0.381]


def test_all_birthdays_are_covered() -> None:
    # The coupon collector with 365 days: covered by 2,286 people with probability .4994, by 2,287
    # with .5003; a run of one empty day at least is the complement.
    covered = [1 - empty_run_sf(1, 365, people) for people in (2286, 2287)]
    assert [int(10_000 * share) for share in covered] == [4994, 5003]  # digits cut off
