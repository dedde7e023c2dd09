"""The exact longest-gap laws against enumeration, rational arithmetic and published numbers."""

from collections import Counter
from fractions import Fraction
from itertools import product
from math import comb, factorial
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from analysis.gaps.longest_gap import empty_run_sf, largest_spacing_sf, longest_gap_test

COAL = Path(__file__).parent / "data" / "coal.csv"


def longest_run(cells: tuple[bool, ...]) -> int:
    longest = current = 0
    for occupied in cells:
        current = 0 if occupied else current + 1
        longest = max(longest, current)
    return longest


def enumerate_throws(cells: int, events: int) -> Counter[int]:
    """Longest empty run of every possible throw: the slow, obvious twin."""
    return Counter(
        longest_run(tuple(c in throw for c in range(cells)))
        for throw in product(range(cells), repeat=events)
    )


def stirling_form(run: int, cells: int, events: int) -> Fraction:
    """Eq. 4 of Burgman, Grimson & Ferson (1995) as printed, in rational arithmetic."""
    total = Fraction(0)
    for j in range(1, events + 1):
        surjections = sum((-1) ** i * comb(j, i) * (j - i) ** events for i in range(j + 1))
        second_kind = Fraction(surjections, factorial(j))
        for k in range(1, min(j + 1, cells // run) + 1):
            falling = 1
            for step in range(j):
                falling *= cells - run * k - step
            # a product that passed zero counts nothing
            falling = falling if cells - run * k >= j else 0
            total += (-1) ** (k + 1) * comb(j + 1, k) * falling * second_kind
    return total / cells**events


def test_published_value_of_the_discrete_law() -> None:
    # 876 of the 100,000 throws of 5 events into 10 cells leave a run of at least 7 empty
    assert empty_run_sf(7, cells=10, events=5) == 0.00876
    runs = enumerate_throws(10, 5)
    assert sum(n for run, n in runs.items() if run >= 7) == 876
    assert stirling_form(7, 10, 5) == Fraction(876, 100_000)


@pytest.mark.parametrize(("cells", "events"), [(1, 3), (2, 4), (4, 4), (5, 5), (6, 4), (8, 3)])
def test_discrete_law_is_the_enumeration(cells: int, events: int) -> None:
    runs = enumerate_throws(cells, events)
    for run in range(cells + 2):
        count = sum(n for longest, n in runs.items() if longest >= run)
        assert empty_run_sf(run, cells, events) == count / cells**events


@pytest.mark.parametrize(
    ("run", "cells", "events"), [(9, 16, 10), (30, 200, 40), (60, 700, 60), (148, 1477, 70)]
)
def test_discrete_law_is_the_printed_equation(run: int, cells: int, events: int) -> None:
    assert empty_run_sf(run, cells, events) == float(stirling_form(run, cells, events))


# Fisher (1929), Tests of significance in harmonic analysis, Proc. R. Soc. A 125:54-59, table 1:
# 5% points of the largest of m shares, m in steps of 5.
FISHER_5_PERCENT = {
    5: 0.68377,
    10: 0.44495,
    15: 0.33462,
    20: 0.27040,
    25: 0.22805,
    30: 0.19784,
    35: 0.17513,
    40: 0.15738,
    45: 0.14310,
    50: 0.13135,
}


@pytest.mark.parametrize(("parts", "point"), FISHER_5_PERCENT.items())
def test_fishers_five_percent_points(parts: int, point: float) -> None:
    unit = 1e-5  # of the last printed digit
    assert largest_spacing_sf(point + unit, parts) < 0.05 < largest_spacing_sf(point - unit, parts)


# Cross Validated, question 203410 (2016), answer: an R script's table of m times the 5% point, as
# in Fuller, Introduction to Statistical Time Series (1996), table 7.1.2, beyond its m.
FULLER_5_PERCENT = {500: 9.123, 1000: 9.842, 1500: 10.257, 2000: 10.550}


@pytest.mark.parametrize(("parts", "point"), FULLER_5_PERCENT.items())
def test_fullers_table_continued(parts: int, point: float) -> None:
    half = 0.0005  # of the last printed digit
    above, below = (point + half) / parts, (point - half) / parts
    assert largest_spacing_sf(above, parts) < 0.05 < largest_spacing_sf(below, parts)


def test_matlab_worked_example() -> None:
    # MATLAB Signal Processing Toolbox, "Significance Testing for Periodic Component":
    # 499 ordinates, fisher_g = 0.0381 (printed), pval = 2.0163e-06
    assert largest_spacing_sf(0.03815, 499) < 2.0163e-06 < largest_spacing_sf(0.03805, 499)


@pytest.mark.parametrize("parts", [2, 3, 7, 40, 191, 400])
def test_continuous_law_in_rational_arithmetic(parts: int) -> None:
    for share in (Fraction(1, parts), Fraction(3, 2 * parts), Fraction(9, 2 * parts)):
        terms = [
            (-1) ** (j - 1) * comb(parts, j) * (1 - j * share) ** (parts - 1)
            for j in range(1, parts + 1)
            if j * share < 1
        ]
        exact = sum(terms, Fraction(0)) if share < 1 else Fraction(0)
        assert largest_spacing_sf(share, parts) == float(exact)


def test_floating_point_would_fail_where_the_exact_law_holds() -> None:
    # why whole numbers: 400 parts, longest of 1.5 mean parts, probability close to one
    share = 1.5 / 400
    naive = sum(
        (-1) ** (j - 1) * comb(400, j) * (1 - j * share) ** 399
        for j in range(1, 401)
        if j * share < 1
    )
    assert not 0 <= naive <= 1
    assert 0.999 < largest_spacing_sf(share, 400) <= 1


@given(
    days=st.lists(st.integers(1, 60), min_size=2, max_size=30),
    factor=st.sampled_from([2, 0.5, 8]),
)
@settings(max_examples=60)
def test_continuous_law_ignores_unit_and_order(days: list[int], factor: float) -> None:
    result = longest_gap_test(days, "continuous")
    scaled = longest_gap_test([factor * d for d in reversed(days)], "continuous")
    assert scaled.pvalue == result.pvalue
    assert scaled.statistic == factor * result.statistic
    assert 0 <= result.pvalue <= 1


@given(run=st.integers(0, 40), cells=st.integers(1, 40), events=st.integers(1, 25))
@settings(max_examples=80)
def test_discrete_tail_falls_with_run_and_events(run: int, cells: int, events: int) -> None:
    here = empty_run_sf(run, cells, events)
    assert empty_run_sf(run + 1, cells, events) <= here
    assert empty_run_sf(run, cells, events + 1) <= here


def test_discrete_law_tends_to_the_continuous_one() -> None:
    # a finer calendar: 20 events, longest run a quarter of the window
    limit = largest_spacing_sf(Fraction(1, 4), 21)
    errors = [abs(empty_run_sf(n // 4, n, 20) - limit) for n in (100, 1_000, 10_000)]
    assert errors[0] > 5 * errors[1] > 25 * errors[2]


def test_same_day_events_are_counted() -> None:
    # three events on two days, listed apart (a spacing of 0) or together (n_events)
    apart = longest_gap_test([3, 0, 4, 5], "discrete")
    together = longest_gap_test([3, 4, 5], "discrete", n_events=3)
    assert apart == together
    assert apart.nobs == 3
    assert apart.statistic == 5  # the days after the last event are all empty


@pytest.mark.parametrize("method", ["continuous", "discrete"])
def test_numpy_and_pandas_numbers_do_not_overflow(
    method: Literal["continuous", "discrete"],
) -> None:
    days = [20, 31, 8, 44, 90, 13, 5, 27, 40, 22, 9, 61, 18, 30]
    expected = longest_gap_test(days, method)
    for kind in (
        np.array(days),
        np.array(days, dtype=np.int16),
        pd.Series(days),
        np.array(days, float),
    ):
        assert longest_gap_test(kind, method) == expected
    assert empty_run_sf(*np.array([30, 400, 60])) == empty_run_sf(30, 400, 60)


def test_simulated_shares(rng: np.random.Generator) -> None:
    window, events, run = 365, 20, 45
    days = np.sort(rng.integers(1, window + 1, size=(4_000, events)), axis=1)
    edges = np.hstack([np.zeros((4_000, 1), int), days, np.full((4_000, 1), window + 1)])
    share = np.mean(np.diff(edges).max(axis=1) - 1 >= run)
    expected = empty_run_sf(run, window, events)
    assert abs(share - expected) < 4 * np.sqrt(expected * (1 - expected) / 4_000)


def coal_spacings(start: float, end: float) -> list[float]:
    dates = pd.read_csv(COAL)["date"]
    inside = dates[(dates > start) & (dates < end)]
    return list(np.diff([start, *inside, end]))


def test_coal_trap() -> None:
    """One rate over a record whose rate fell makes the longest gap 'significant'; a regime doesn't.

    Jarrett (1979), Biometrika 66:191-193: explosions in British coal mines from 15 March 1851 to
    22 March 1962, as in R's boot::coal; the rate fell about 1890.
    """
    whole = longest_gap_test(coal_spacings(1851.2, 1962.22), "continuous")
    later = longest_gap_test(coal_spacings(1890.2, 1962.22), "continuous")
    assert whole.nobs == 191
    assert whole.statistic == later.statistic  # the same gap
    assert whole.pvalue < 0.01
    assert later.pvalue > 0.05


@pytest.mark.parametrize(
    ("days", "method", "n_events", "match"),
    [
        ([3, -1], "continuous", None, "holds -1"),
        ([3, float("nan")], "continuous", None, "holds nan"),
        ([5], "continuous", None, "at least two spacings"),
        ([0, 0], "continuous", None, "positive window"),
        ([3, 4], "continuous", 5, "n_events=5"),
        ([3.5, 4], "discrete", None, "whole days"),
        ([3, 4, 5], "discrete", 1, "2 different days"),
        ([0, 4, 5], "discrete", None, "first spacing is 0"),
        ([3, 4], "exact", None, "expected 'continuous' or 'discrete'"),
    ],
)
def test_faults_are_named(days: list[float], method: str, n_events: int, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        longest_gap_test(days, method, n_events)  # type: ignore[arg-type]


def test_repr_says_which_question() -> None:
    result = longest_gap_test([1, 1, 1, 7], "discrete", n_events=5)
    assert "longest of all gaps in 10 days, discrete law" in repr(result)
    assert repr(result) in result._repr_html_()


@pytest.mark.parametrize(("run", "cells", "events"), [(-1, 5, 2), (1, 0, 2), (1, 5, 0)])
def test_impossible_counts(run: int, cells: int, events: int) -> None:
    with pytest.raises(ValueError, match="expected run"):
        empty_run_sf(run, cells, events)


def test_one_part_has_no_law() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        largest_spacing_sf(0.5, 1)
