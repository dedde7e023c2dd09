"""Bounds are exactly what all whole-number histories together allow."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from enumeration import (
    DAYS,
    LARGEST,
    all_windows,
    enumerated_bounds,
    histories,
    random_claims,
    true_in,
)
from hypothesis import given, settings, strategies as st

from analysis.bounds import graph
from analysis.bounds.claims import Claim
from analysis.bounds.graph import ContradictionError, claims_graph, consistent, few_claims_below


def consistent_sets(number, *, ordinals=True):
    rng = np.random.default_rng(20230807)
    found = []
    while len(found) < number:
        claims = random_claims(rng, int(rng.integers(1, 8)), 0.15, ordinals=ordinals)
        if consistent(claims):
            found.append(claims)
    return found


def said(start, end, low, high, name="report", earliest=None):
    last = end if earliest is None else earliest
    return Claim(start, last, end, low, high, True, (name,), frozenset({"speaker"}))


def test_consistency_is_that_of_the_enumeration():
    rng = np.random.default_rng(11)
    verdicts = []
    for _ in range(1500):
        claims = random_claims(rng, int(rng.integers(1, 8)), 0.3)
        verdicts.append(consistent(claims))
        assert verdicts[-1] == true_in(claims).any(), claims
    assert 300 < sum(verdicts) < 1200  # both verdicts are put to the test


@pytest.mark.slow
def test_bounds_of_every_window_are_those_of_the_enumeration():
    unlimited = points = 0
    first, last = all_windows()
    for claims in consistent_sets(800):
        low, high = claims_graph(claims).bounds(first, last)
        assert np.array_equal((low, high), enumerated_bounds(claims, first, last)), claims
        unlimited += np.isinf(high).sum()
        points += (low == high).sum()
    assert unlimited > 800 and points > 800


figures = st.integers(0, LARGEST)
days = st.integers(0, DAYS - 1)


@st.composite
def any_claim(draw):
    first, last = sorted((draw(days), draw(days)))
    low = draw(figures)
    high = draw(st.one_of(st.just(np.inf), st.integers(low, LARGEST)))
    return said(first, last, low, high, earliest=draw(st.integers(first, last)))


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(any_claim(), max_size=6))
def test_bounds_equal_enumeration_for_claims_that_hypothesis_invents(claims):
    first, last = all_windows()
    if not true_in(claims).any():
        with pytest.raises(ContradictionError):
            claims_graph(claims)
        return
    bounds = claims_graph(claims).bounds(first, last)
    assert np.array_equal(bounds, enumerated_bounds(claims, first, last))


def test_without_claims_nothing_is_known():
    low, high = claims_graph([]).bounds(np.array([0, 3]), np.array([0, 9]))
    assert low.tolist() == [0, 0] and np.isinf(high).all()


def test_a_window_after_the_last_report_has_no_upper_limit():
    low, high = claims_graph([said(0, 5, 7, 7)]).bounds(np.array([0, 6]), np.array([6, 8]))
    assert low.tolist() == [7, 0] and np.isinf(high).all()


def test_blocks_of_sources_change_nothing(monkeypatch):
    first, last = all_windows()
    for claims in consistent_sets(60):
        whole = claims_graph(claims).bounds(first, last)
        monkeypatch.setattr(graph, "_CELLS", 1)
        assert np.array_equal(claims_graph(claims).bounds(first, last), whole)
        monkeypatch.undo()


def windows_of(claims, scale=1, shift=0):
    first, last = all_windows()
    moved = [
        replace(
            claim,
            start=claim.start + shift if claim.start else 0,
            earliest=claim.earliest + shift,
            end=claim.end + shift,
            low=claim.low * scale,
            high=claim.high * scale,
        )
        for claim in claims
    ]
    return claims_graph(moved).bounds(np.where(first, first + shift, 0), last + shift)


def test_order_shift_and_scale():
    rng = np.random.default_rng(5)
    for claims in consistent_sets(100):
        low, high = windows_of(claims)
        shuffled = [claims[place] for place in rng.permutation(len(claims))]
        assert np.array_equal(windows_of(shuffled), (low, high))
        assert np.array_equal(windows_of(claims, shift=365), (low, high))
        plain = [claim for claim in claims if claim.high >= claim.low]  # n, n - 1 do not scale
        low, high = windows_of(plain)
        assert np.array_equal(windows_of(plain, scale=1000), (low * 1000, high * 1000))


def test_an_implied_report_changes_nothing():
    rng = np.random.default_rng(6)
    for claims in consistent_sets(100):
        low, high = windows_of(claims)
        first, last = all_windows()
        window = rng.integers(len(first))
        implied = said(
            int(first[window]), int(last[window]), int(max(low[window] - 1, 0)), high[window] + 1
        )
        assert np.array_equal(windows_of([*claims, implied]), (low, high))


def test_a_report_split_into_two_that_sum_to_it_bounds_their_window_alike():
    whole, parts = said(0, 9, 12, 12), [said(0, 4, 5, 5), said(5, 9, 7, 7)]
    others = [said(0, 14, 0, 40), said(3, 11, 2, 30), said(8, 12, 1, 9)]
    first, last = np.array([0, 10, 0]), np.array([9, 14, 14])
    split = claims_graph([*parts, *others])
    assert np.array_equal(
        split.bounds(first, last), claims_graph([whole, *others]).bounds(first, last)
    )
    low, high = split.bounds(np.array([0]), np.array([4]))
    assert low[0] == high[0] == 5  # only now is the day between them known


def proves(claims, opening, closing, below):
    """Whether the claims exclude every history with C(closing) - C(opening) >= below."""
    counts = histories()
    open_still = counts[:, closing + 1] - counts[:, opening + 1] >= below
    return not (open_still & true_in(claims)).any()


def test_a_proof_has_the_fewest_claims_there_are():
    rng = np.random.default_rng(12)
    sizes = []
    for claims in consistent_sets(150, ordinals=False):
        opening, closing = (int(day) for day in rng.choice(graph.boundary_days(claims), 2, False))
        below = int(rng.integers(1, 5)) if opening < closing else -int(rng.integers(1, 3))
        proof = few_claims_below(claims, opening, closing, below)
        subsets = (
            chosen for size in range(len(claims) + 1) for chosen in combinations(claims, size)
        )
        fewest = next((some for some in subsets if proves(some, opening, closing, below)), None)
        if fewest is None:
            assert proof is None
            continue
        assert len(proof) == len(fewest), claims
        assert proves([claims[number] for number in proof], opening, closing, below)
        sizes.append(len(proof))
    assert sizes.count(1) > 10 and max(sizes) >= 3
