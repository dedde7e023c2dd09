"""The relaxation costs the least number of persons, and says what it moved."""

from dataclasses import replace

import numpy as np
from enumeration import random_claims, shortfalls, true_in
from scipy.optimize import linprog

from analysis.bounds.claims import Claim, widen_disputes
from analysis.bounds.graph import consistent
from analysis.bounds.windows import resolve


def sets(number, seed=1896):
    rng = np.random.default_rng(seed)
    return [random_claims(rng, int(rng.integers(2, 10)), 0.5) for _ in range(number)]


def enumerated_price(claims):
    """Least total of persons by which a history misses the claims, times their speakers."""
    return sum(claim.weight * sum(shortfalls(claim)) for claim in claims).min()


def dense_price(claims, days):
    """The same as a linear program over the cumulative count of every day, written out in full.

    One variable a day, one for every limit; C(end) - C(start - 1) + down >= low, and so on.
    """
    limits = len(claims) * 2
    rows, right = [], []
    for day in range(days):
        row = np.zeros(days + 1 + limits)
        row[day], row[day + 1] = 1, -1
        rows.append(row)
        right.append(0)
    for place, claim in enumerate(claims):
        row = np.zeros(days + 1 + limits)
        row[claim.end + 1] -= 1
        row[claim.start] += 1
        row[days + 1 + 2 * place] = -1
        rows.append(row)
        right.append(-claim.low)
        if np.isfinite(claim.high):
            row = np.zeros(days + 1 + limits)
            row[claim.earliest + 1] += 1
            row[claim.start] -= 1
            row[days + 2 + 2 * place] = -1
            rows.append(row)
            right.append(claim.high)
    weights = np.repeat([claim.weight for claim in claims], 2)
    found = linprog(
        np.r_[np.zeros(days + 1), weights],
        A_ub=np.array(rows),
        b_ub=right,
        bounds=[(0, 0)] + [(0, None)] * (days + limits),
    )
    assert found.success
    return found.fun


def test_the_price_is_the_least_of_all_histories():
    prices = []
    for claims in sets(300):
        resolved = resolve(claims)
        prices.append(resolved.price)
        assert resolved.price == enumerated_price(widen_disputes(claims)), claims
    assert sum(price > 0 for price in prices) > 80


def test_the_price_is_the_optimum_of_the_plain_linear_program():
    rng = np.random.default_rng(77)
    for _ in range(40):
        claims = []
        for place in range(25):
            first, last = np.sort(rng.integers(0, 60, 2))
            count = int(rng.integers(0, 8) * (last - first + 1))
            voices = frozenset(f"voice {voice}" for voice in range(rng.integers(1, 5)))
            claims.append(
                Claim(int(first), int(last), int(last), count, count, True, (str(place),), voices)
            )
        resolved = resolve(claims)
        expected = dense_price(widen_disputes(claims), 60)
        assert expected > 0 and abs(resolved.price - expected) < 1e-6 * expected


def test_what_is_relaxed_stands_and_every_move_is_listed():
    for claims in sets(150, seed=5):
        resolved = resolve(claims)
        assert true_in(resolved.claims).any()
        moved = {item.claim: item for item in resolved.relaxations}
        assert len(moved) == len(resolved.relaxations)
        after = []
        for claim in widen_disputes(claims):
            if claim in moved:
                item = moved[claim]
                assert item.persons > 0 and item.low <= claim.low and item.high >= claim.high
                claim = replace(claim, low=item.low, high=item.high, disputed=True)
            after.append(claim)
        assert tuple(after) == resolved.claims


def test_consistent_claims_are_left_alone():
    kept = 0
    for claims in sets(200, seed=6):
        if true_in(claims).any():
            resolved = resolve(claims)
            kept += 1
            assert set(resolved.claims) == set(claims) and not resolved.relaxations
    assert kept > 20


def test_the_order_of_the_claims_changes_nothing():
    rng = np.random.default_rng(1)
    for claims in sets(60, seed=7):
        shuffled = [claims[place] for place in rng.permutation(len(claims))]
        assert resolve(shuffled) == resolve(claims)


def test_scale_and_shift():
    for claims in sets(60, seed=8):
        plain = [claim for claim in claims if claim.low <= claim.high]
        larger = [replace(claim, low=claim.low * 50, high=claim.high * 50) for claim in plain]
        later = [
            replace(claim, start=claim.start + 9, earliest=claim.earliest + 9, end=claim.end + 9)
            for claim in plain
        ]
        price = resolve(plain).price
        assert resolve(larger).price == 50 * price
        assert resolve(later).price == price


def said(start, end, count, voices):
    names = frozenset(voices.split("; "))
    return Claim(start, end, end, count, count, True, (f"{count} by {voices}",), names)


def test_fifty_reports_of_one_speaker_are_one_voice():
    """A chain of one speaker, however often repeated, gives way to two independent ones."""
    repeated = replace(said(0, 9, 100, "A"), reports=tuple(f"outlet {n}" for n in range(50)))
    halves = [said(0, 4, 40, "B; C"), said(5, 9, 50, "B; C")]
    resolved = resolve([repeated, *halves])
    assert [(item.claim, item.low, item.high) for item in resolved.relaxations] == [
        (repeated, 90, 100)
    ]
    assert resolved.price == 10


def test_at_equal_price_the_figure_for_the_longest_window_moves():
    claims = [said(0, 0, 40, "A"), said(1, 30, 50, "B"), said(0, 30, 100, "C")]
    resolved = resolve(claims)
    assert [item.claim for item in resolved.relaxations] == [claims[2]]
    assert consistent(resolved.claims)
