"""Claims taken apart: who stands behind each limit, what is agreed, and what is disputed."""

from dataclasses import replace
from itertools import combinations

import numpy as np
from enumeration import random_claims, true_in

from analysis.bounds.claims import Claim
from analysis.bounds.limits import limits_of, quarrels
from analysis.record.vocabulary import Series


def said(low, high, speakers, *, start=0, end=9, earliest=None, name="first", direct=True):
    voices = frozenset(speakers.split("; "))
    earliest = end if earliest is None else earliest
    return Claim(start, earliest, end, low, high, direct, (name,), voices)


def single(claims):
    return [(Series("returned", "all", "numbered"), claim) for claim in claims]


def weights(claims):
    return {(limit.upper, limit.persons): limit.weight for limit in limits_of(single(claims))}


def test_a_voice_is_one_witness_whatever_it_repeats():
    exact = said(44, 44, "A; B")
    split = [said(44, np.inf, "A; B"), said(0, 44, "A; B")]
    assert weights([exact]) == weights(split) == {(False, 44): 2, (True, 44): 2}
    again = weights([exact, said(44, 44, "A", name="again"), said(40, np.inf, "B")])
    assert again == {(False, 44): 2, (True, 44): 2, (False, 40): 0}
    assert weights([exact, said(44, 44, "C")])[False, 44] == 3


def test_a_voice_with_two_figures_stands_behind_the_tightest_limits():
    claims = [said(73, 73, "A"), said(74, 74, "A", name="second")]
    assert weights(claims) == {
        (False, 73): 0, (False, 74): 1, (True, 73): 1, (True, 74): 0}  # fmt: skip


def test_agreed_is_a_count_of_a_few_days_that_two_voices_give_and_nobody_doubts():
    def agreed(*claims):
        return {limit.agreed for limit in limits_of(single(claims))}

    assert agreed(said(5, 5, "A; B", start=8)) == {True}
    assert agreed(said(5, 5, "A", start=8), said(5, 5, "B", start=8)) == {True}
    assert agreed(said(5, 5, "A", start=8)) == {False}
    assert agreed(said(5, 5, "A; B")) == {False}  # a total of ten days
    assert agreed(said(5, 5, "A; B", start=8), said(6, 6, "C", start=8)) == {False}
    assert agreed(said(5, 5, "A", start=8), said(5, np.inf, "B", start=8, direct=False)) == {False}


def test_exactly_those_claims_are_disputed_that_two_by_two_cannot_both_be_true():
    rng = np.random.default_rng(2)
    disputed = 0
    for _ in range(400):
        claims = random_claims(rng, int(rng.integers(2, 9)), 0.5)
        expected = {
            claim
            for pair in combinations([c for c in claims if c.direct and c.low <= c.high], 2)
            if (pair[0].start, pair[0].end) == (pair[1].start, pair[1].end)
            and not true_in(pair).any()
            for claim in pair
        }
        found = [claim for _, members, _ in quarrels(single(claims)) for claim in members]
        assert set(found) == expected
        disputed += bool(expected)
    assert disputed > 60


def test_what_is_no_dispute():
    stale = [said(1319, 1319, "A", earliest=3), said(1331, 1331, "B")]
    ordinal = [said(49, 48, "A; B", earliest=8), said(49, 49, "A; C")]
    part = [said(60, np.inf, "Guard", direct=False), said(50, 50, "A")]
    firm = [replace(said(1, np.inf, "table"), firm=True), said(0, 0, "A")]
    for claims in (stale, ordinal, part, firm):
        assert quarrels(single(claims)) == []
