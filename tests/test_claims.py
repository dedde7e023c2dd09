"""Figures read as intervals; disputes widened, and nothing else."""

from itertools import combinations

import numpy as np
import pytest
from enumeration import random_claims, true_in

from analysis.bounds.claims import Claim, about_range, interval, widen_disputes


def said(low, high, voice, *, name="", earliest=9, direct=True):
    voices = frozenset(voice.split("; "))
    return Claim(0, earliest, 9, low, high, direct, (name or f"{low} by {voice}",), voices)


def rounded_to(value, digits):
    """Whole numbers that round, half either way, to a figure with so many trailing zeros."""
    unit = 10**digits
    return [n for n in range(2 * value + 2) if abs(n - value) * 2 <= unit]


@pytest.mark.parametrize(
    ("value", "zeros"), [(30, 1), (100, 2), (150, 1), (1200, 2), (2500, 2), (4000, 3)]
)
def test_about_is_everything_that_rounds_to_the_figure(value, zeros):
    numbers = rounded_to(value, zeros)
    assert about_range(value) == (numbers[0], numbers[-1])


@pytest.mark.parametrize("value", [0, 7, 423, 1001])
def test_about_a_figure_that_is_not_round_is_that_figure(value):
    assert about_range(value) == (value, value)


def test_a_promise_is_no_statement_of_what_happened():
    with pytest.raises(ValueError, match=r"'planned'.*expected exact, at_least, at_most or about"):
        interval(500, "planned")


def quarrelling(claims):
    """Direct claims that no history shares with another one of the same window."""
    pairs = [
        pair
        for pair in combinations([claim for claim in claims if claim.direct], 2)
        if (pair[0].start, pair[0].end) == (pair[1].start, pair[1].end) and not true_in(pair).any()
    ]
    return {claim for pair in pairs for claim in pair}


def test_exactly_those_claims_are_joined_that_two_by_two_cannot_both_be_true():
    rng = np.random.default_rng(2)
    joined = 0
    for _ in range(600):
        claims = random_claims(rng, int(rng.integers(2, 9)), 0.5)
        widened = widen_disputes(claims)
        groups = {}
        for claim in quarrelling(claims):
            groups.setdefault((claim.start, claim.end), []).append(claim)
        expected = set(claims)
        for members in groups.values():
            voices = frozenset().union(*(claim.voices for claim in members))
            if len(voices) < 2:
                continue
            joined += 1
            expected -= set(members)
            expected.add(
                Claim(
                    members[0].start,
                    min(claim.earliest for claim in members),
                    members[0].end,
                    min(claim.low for claim in members),
                    max(claim.high for claim in members),
                    True,
                    tuple(sorted(name for claim in members for name in claim.reports)),
                    voices,
                    disputed=True,
                )
            )
        assert set(widened) == expected and len(widened) == len(expected)
        shuffled = [claims[place] for place in rng.permutation(len(claims))]
        assert widen_disputes(shuffled) == widened
        assert (true_in(widened) >= true_in(claims)).all()
    assert joined > 100


def test_two_figures_of_one_speaker_are_left_for_a_judgement():
    claims = [said(50, 50, "Headquarters"), said(52, 52, "Headquarters", name="second")]
    assert widen_disputes(claims) == claims


def test_figures_of_two_speakers_become_a_range():
    claims = [said(50, 50, "Ministry"), said(52, 52, "Headquarters"), said(40, np.inf, "Ministry")]
    (at_least, disputed) = widen_disputes(claims)
    assert at_least == claims[2]
    assert (disputed.low, disputed.high, disputed.disputed) == (50, 52, True)
    assert disputed.voices == {"Ministry", "Headquarters"}


def test_a_stale_total_does_not_dispute_the_later_one():
    """1,319 as of some day from 3 on, and 1,331 on day 9, can both be true."""
    claims = [said(1319, 1319, "Headquarters", earliest=3), said(1331, 1331, "President")]
    assert widen_disputes(claims) == claims


def test_an_ordinal_is_not_disputed_by_a_total_of_its_day():
    """The 49th on day 9 (48 the day before), and 49 by day 9."""
    claims = [
        said(49, 48, "Headquarters; President", earliest=8),
        said(49, 49, "Headquarters; Ombudsman"),
    ]
    assert widen_disputes(claims) == claims


def test_a_part_never_disputes_the_whole():
    claims = [said(60, np.inf, "Guard", direct=False), said(50, 50, "Headquarters")]
    assert not any(claim.disputed for claim in widen_disputes(claims))
