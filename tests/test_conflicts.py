"""Contradicting sets are minimal, complete, and miss by what the enumeration says."""

from dataclasses import replace

import numpy as np
import pytest
from enumeration import DAYS, LARGEST, random_claims, true_in

from analysis.bounds.claims import Claim
from analysis.bounds.conflicts import conflict_with, find_conflicts
from analysis.bounds.graph import consistent


def contradicting_sets(number, seed=1944):
    rng = np.random.default_rng(seed)
    found = []
    while len(found) < number:
        claims = random_claims(rng, int(rng.integers(2, 10)), 0.4)
        if not true_in(claims).any():
            found.append(claims)
    return found


def least_single_move(claims):
    """Persons by which one limit must move for the claims to have a history in common."""
    for persons in range(1, DAYS * LARGEST + 1):
        for claim in claims:
            others = true_in([other for other in claims if other is not claim])
            for moved in (
                replace(claim, low=claim.low - persons),
                replace(claim, high=claim.high + persons),
            ):
                if (others & true_in([moved])).any():
                    return persons
    return None


def assert_minimal(conflict):
    members = list(conflict.claims)
    assert not true_in(members).any()
    for member in members:
        assert true_in([claim for claim in members if claim is not member]).any()
    assert conflict.misses_by == least_single_move(members)


@pytest.mark.slow
def test_every_set_is_minimal_and_misses_by_the_least_single_move():
    sizes = []
    for claims in contradicting_sets(80):
        for conflict in find_conflicts(claims):
            assert_minimal(conflict)
            sizes.append(len(conflict.claims))
    assert min(sizes) == 2 and max(sizes) >= 4


def test_there_is_a_set_if_and_only_if_the_claims_contradict_each_other():
    rng = np.random.default_rng(3)
    for _ in range(120):
        claims = random_claims(rng, int(rng.integers(1, 8)), 0.3)
        assert bool(find_conflicts(claims)) != true_in(claims).any()


def test_without_the_named_claims_the_rest_stands():
    for claims in contradicting_sets(60, seed=8):
        named = {claim for conflict in find_conflicts(claims) for claim in conflict.claims}
        assert true_in([claim for claim in claims if claim not in named]).any()


def test_claims_that_fall_together_are_each_named_with_what_stands():
    five, six, seven = (said(0, 0, persons, persons, str(persons)) for persons in (5, 6, 7))
    sets = [conflict.claims for conflict in find_conflicts([five, six, seven])]
    assert sets == [(five, six), (five, seven), (six, seven)]


def test_the_sets_do_not_depend_on_the_order_of_the_claims():
    rng = np.random.default_rng(4)
    for claims in contradicting_sets(25, seed=9):
        shuffled = [claims[place] for place in rng.permutation(len(claims))]
        assert find_conflicts(shuffled) == find_conflicts(claims)


def test_a_claim_conflicts_exactly_if_the_rest_has_no_history_in_common_with_it():
    rng = np.random.default_rng(7)
    verdicts = []
    for _ in range(400):
        claim, *standing = random_claims(rng, int(rng.integers(2, 8)), 0.25)
        if not true_in(standing).any():
            continue
        conflict = conflict_with(claim, standing)
        verdicts.append(conflict is None)
        assert (conflict is None) == true_in([claim, *standing]).any()
        if conflict is not None:
            assert claim in conflict.claims
            assert_minimal(conflict)
    assert 50 < sum(verdicts) < len(verdicts) - 50


def said(start, end, low, high, name, earliest=None):
    last = end if earliest is None else earliest
    return Claim(start, last, end, low, high, True, (name,), frozenset({"speaker"}))


def test_the_fewest_claims_are_named_not_the_tightest_chain():
    total = said(0, 99, 0, 60, "one total")
    days = [said(day, day, 1, 1, f"day {day}") for day in range(50)]
    rest = said(50, 99, 0, 0, "nobody afterwards")
    conflict = conflict_with(said(0, 99, 70, 70, "new"), [total, *days, rest])
    assert [claim.reports for claim in conflict.claims] == [("one total",), ("new",)]
    assert conflict.misses_by == 10


def test_an_ordinal_contradicts_through_both_of_its_limits_at_once():
    ordinal = said(0, 9, 5, 4, "the fifth, on day 9", earliest=8)
    nobody = said(9, 9, 0, 0, "none on day 9")
    conflict = conflict_with(ordinal, [nobody])
    assert set(conflict.claims) == {ordinal, nobody} and conflict.misses_by == 1
    assert find_conflicts([nobody, ordinal]) == [conflict]


def test_a_quarrel_repeated_in_many_words_is_named_once():
    """Ten totals of one speaker against one event: one disjoint set, not ten."""
    totals = [said(0, day, 100, 100, f"total {day}") for day in range(10, 20)]
    event = said(15, 15, 30, 30, "event")
    assert len(find_conflicts([*totals, event])) == 1


@pytest.mark.parametrize("scale", [1, 1000])
def test_persons_scale_with_the_counts(scale):
    claims = [
        said(0, 3, 10 * scale, 10 * scale, "a"),
        said(4, 6, 5 * scale, 5 * scale, "b"),
        said(0, 6, 12 * scale, 12 * scale, "c"),
    ]
    (conflict,) = find_conflicts(claims)
    assert conflict.misses_by == 3 * scale
    moved = [replace(claim, low=claim.low - 3 * scale) for claim in claims[:1]]
    assert consistent([*moved, *claims[1:]])
