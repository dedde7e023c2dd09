from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.gaps.dependence import batch_and_gap, gap_after_batch, serial_dependence

R = pd.read_csv(Path(__file__).parent / "r" / "batch.csv").iloc[0]
# as in tests/r/cadence.R
PERSONS = [50, 116, 101, 130, 12, 100, 130, 44, 45, 106, 95, 45, 22, 230, 207, 100]
GAPS = [27, 12, 19, 27, 7, 6, 10, 10, 19, 17, 25, 32, 149, 28, 8]


@pytest.mark.parametrize("side", ["before", "after"])
def test_batch_correlation_agrees_with_r(side):
    found = batch_and_gap(PERSONS, GAPS, side, 99, np.random.default_rng(1))
    assert found.statistic == pytest.approx(R[side], rel=1e-12)
    assert found.nobs == 15


def test_hazard_ratio_agrees_with_r():
    found = gap_after_batch(PERSONS, GAPS, open_days=113)
    assert np.log(found["estimate"]) == pytest.approx(R["coef"], rel=1e-6)
    half = np.log(found["high"] / found["low"]) / 2
    assert half == pytest.approx(stats.norm.isf(0.025) * R["se"], rel=1e-6)


def test_scaling_batches_and_gaps_leaves_the_hazard_ratio():
    one = gap_after_batch(PERSONS, GAPS, 113)
    two = gap_after_batch([3 * p for p in PERSONS], [7 * g for g in GAPS], 7 * 113)
    assert one.to_numpy() == pytest.approx(two.to_numpy(), rel=1e-7)


def exact_pvalue(values, statistic):
    observed = abs(statistic(values))
    drawn = [abs(statistic(order)) for order in permutations(values)]
    return np.mean(np.array(drawn) >= observed - 1e-12)


def test_permutation_pvalues_approach_the_exact_ones():
    gaps, persons = [3, 40, 8, 25, 60, 90], [1, 5, 2, 6, 3, 9, 4]

    def serial(order):
        return stats.spearmanr(order[:-1], order[1:]).statistic

    found = serial_dependence(gaps, 1, 20_000, np.random.default_rng(2))
    exact = exact_pvalue(gaps, serial)
    assert found.statistic == pytest.approx(serial(gaps))
    assert abs(found.pvalue - exact) < 4 * np.sqrt(exact * (1 - exact) / 20_000)

    paired = batch_and_gap(persons, gaps, "before", 20_000, np.random.default_rng(3))
    exact = exact_pvalue(persons[1:], lambda order: stats.spearmanr(order, gaps).statistic)
    assert abs(paired.pvalue - exact) < 4 * np.sqrt(exact * (1 - exact) / 20_000)


def test_level_of_serial_dependence():
    rng = np.random.default_rng(5)
    runs = [serial_dependence(rng.gamma(2, 10, 25), 1, 99, rng).pvalue <= 0.05 for _ in range(300)]
    assert stats.binomtest(int(np.sum(runs)), 300, 0.05).pvalue > 0.001


def test_alternating_gaps_depend_at_lag_one_and_two():
    gaps = np.array([5, 50] * 12) + np.random.default_rng(4).uniform(0, 1, 24)
    one, two = (serial_dependence(gaps, k, 999, np.random.default_rng(1)) for k in (1, 2))
    assert one.statistic < -0.5
    assert two.statistic > 0.5
    assert max(one.pvalue, two.pvalue) < 0.01


RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: serial_dependence(GAPS, 0, 9, RNG), "lag must be at least 1"),
        (lambda: serial_dependence([1, 2, 3], 1, 9, RNG), "at least 4 values"),
        (lambda: serial_dependence([7] * 9, 1, 9, RNG), "all 7"),
        (lambda: batch_and_gap(PERSONS, GAPS[:-1], "after", 9, RNG), "have 15 gaps, got 14"),
        (lambda: batch_and_gap(PERSONS, GAPS, "beside", 9, RNG), "'beside' is not one of"),
        (lambda: batch_and_gap([5] * 16, GAPS, "after", 9, RNG), "are equal"),
        (lambda: gap_after_batch([5] * 16, GAPS, 3), "persons are all 5"),
        (lambda: gap_after_batch([0, *PERSONS[1:]], GAPS, 3), "persons must be positive"),
        (lambda: gap_after_batch(PERSONS[1:], GAPS, 3), "have 14 gaps, got 15"),
    ],
)
def test_wrong_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_change_of_both_is_no_dependence_within(rng: np.random.Generator) -> None:
    # two stretches: small batches and short gaps, then large ones and long ones
    days = np.append(rng.integers(2, 12, 30), rng.integers(30, 90, 30))
    persons = np.append(rng.integers(20, 60, 31), rng.integers(100, 300, 30))
    label = np.repeat([0, 1], 30)
    across = batch_and_gap(persons, days, "before", 499, rng)
    within = batch_and_gap(persons, days, "before", 499, rng, within=label)
    assert across.statistic > 0.6 and across.pvalue < 0.01 < within.pvalue
    # by hand: ranks within each label, both centred
    ranks = [
        np.concatenate([stats.rankdata(v[label == k]) for k in (0, 1)]) - 15.5
        for v in (persons[1:], days)
    ]
    expected = (ranks[0] @ ranks[1]) / np.sqrt((ranks[0] @ ranks[0]) * (ranks[1] @ ranks[1]))
    assert within.statistic == pytest.approx(expected)
    alone = batch_and_gap(persons, days, "before", 9, rng, within=np.zeros(60))
    assert alone.statistic == pytest.approx(across.statistic)
