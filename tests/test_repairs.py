"""Bounds are the range over all cheapest repairs, by enumeration and by plain programs."""

from dataclasses import replace
from itertools import product

import highspy
import numpy as np
import pytest
from enumeration import DAYS, LARGEST, all_windows, histories, random_claims
from linked_twins import (
    CHANNELS,
    GROUPS,
    SERVICES,
    WITHOUT_PARTS,
    WORDS,
    PlainPrograms,
    of,
    repairs_of,
)
from repair_twins import PlainRepairs, hull, objections

from analysis.bounds.claims import Claim
from analysis.bounds.linked_conflicts import nearest_conflict
from analysis.bounds.repairs import Repairs


def single(claims):
    return [("all", "numbered", claim) for claim in claims]


def enumerated(claims):
    """Least and most of all windows over all cheapest histories of one series."""
    counts = histories()
    statements = single(claims)

    def miss(opened, closed, side, persons):
        count = counts[:, closed + 1] - counts[:, opened + 1]
        return np.maximum(count - persons if side else persons - count, 0)

    def face(held, widened):
        prices = np.zeros((2, len(counts)))
        inside = np.ones(len(counts), dtype=bool)
        spread = [[claims[n] for n in numbers] for numbers in widened]
        for _, _, opened, closed, side, persons, voice, agreed in objections(statements):
            free = any(
                members[0].start - 1 == opened
                and any((c.end if side == 0 else c.earliest) == closed
                        and (c.low if side == 0 else c.high) == persons for c in members)
                for members in spread
            )  # fmt: skip
            if voice == "firm":
                inside &= miss(opened, closed, side, persons) == 0
            elif not free:
                prices[0 if agreed else 1] += miss(opened, closed, side, persons)
        for members in spread:
            voices = len(set().union(*(c.voices for c in members)))
            lows = [c for c in members if c.low > 0]
            if lows:
                low = min(lows, key=lambda c: c.low)
                prices[1] += voices * miss(low.start - 1, low.end, 0, low.low)
            highs = [c for c in members if c.high < np.inf]
            if highs:
                high = max(highs, key=lambda c: c.high)
                prices[1] += voices * miss(high.start - 1, high.earliest, 1, high.high)
        for number in held:
            claim = claims[number]
            inside &= miss(claim.start - 1, claim.end, 0, claim.low) == 0
            if claim.high < np.inf:
                inside &= miss(claim.start - 1, claim.earliest, 1, claim.high) == 0
        if not inside.any():
            return None
        for price in prices:
            inside = inside & (price == price[inside].min())
        return inside

    def ranges(inside, group, channel, opened, closed):
        window = (counts[:, closed + 1] - counts[:, opened + 1])[inside]
        most = window.max()
        return window.min(), np.inf if most > DAYS * LARGEST else most

    faces = hull(statements, face, ranges)
    windows = list(zip(*all_windows(), strict=True))
    found = [
        [ranges(inside, "", "", first - 1, last) for first, last in windows] for inside in faces
    ]
    found = np.array(found, dtype=float)
    return found[:, :, 0].min(axis=0), found[:, :, 1].max(axis=0)


@pytest.mark.parametrize("seed", range(4))
def test_one_series_is_all_its_cheapest_histories(seed):
    rng = np.random.default_rng(1896 + seed)
    repaired = hulls = 0
    for _ in range(250):
        claims = random_claims(rng, int(rng.integers(2, 10)), 0.5)
        if rng.random() < 0.2:
            claims[0] = replace(claims[0], firm=True, direct=True, high=np.inf)
        repairs = repairs_of(single(claims), words=WITHOUT_PARTS)
        low, high = repairs.bounds(of("all", "numbered"), *all_windows())
        least, most = enumerated(claims)
        assert np.array_equal(low, least) and np.array_equal(high, most), claims
        repaired += sum(repairs.price) > 0
        hulls += len(repairs.hull.faces) > 1
    assert repaired > 80 and hulls > 20


def drawn(rng, days, number, noise):
    """Statements about one course of events by several voices, some of them wrong."""
    truth = rng.integers(0, 40, (days, 2, 3)) * (rng.random((days, 1, 1)) < 0.6)
    statements = []
    for place in range(number):
        group, channel = GROUPS[rng.integers(3)], CHANNELS[rng.integers(4)]
        first, last = (int(day) for day in np.sort(rng.integers(0, days, 2)))
        if rng.random() < 0.2:
            first = 0
        earliest = int(rng.integers(first, last + 1)) if rng.random() < 0.2 else last
        rows = {"all": [0, 1], "military": [0], "civilians": [1]}[group]
        columns = list(range(3)) if channel == "any" else [CHANNELS.index(channel)]
        low = int(truth[first : last + 1][:, rows][:, :, columns].sum())
        high = int(truth[first : earliest + 1][:, rows][:, :, columns].sum())
        if group == "military" and rng.random() < 0.5:
            group = SERVICES[rng.integers(3, 5)]
            low, high = (count // (3 if group == "national_guard" else 2) for count in (low, high))
        low = min(low, high)
        if rng.random() < noise:
            off = int(rng.integers(-8, 9))
            low, high = max(low + off, 0), max(high + off, 0)
        kind = rng.random()
        if kind < 0.15:
            high = np.inf
        elif kind < 0.25:
            low = 0
        voices = frozenset(f"voice {voice}" for voice in rng.integers(0, 4, rng.integers(1, 3)))
        claim = Claim(first, earliest, last, low, high, True, (str(place),), voices)
        statements.append((group, channel, claim))
        if rng.random() < 0.2:  # another voice about the same window
            other = max(low + int(rng.integers(-3, 4)), 0)
            again = replace(claim, earliest=last, low=other, high=other, reports=(f"{place}b",),
                            voices=frozenset({f"voice {rng.integers(0, 6)}"}))  # fmt: skip
            statements.append((group, channel, again))
    return statements


@pytest.mark.parametrize("seed", range(3))
def test_linked_series_are_plain_programs_at_the_held_price(seed):
    rng = np.random.default_rng(2031 + seed)
    days, repaired, compared = 5, 0, 0
    for _ in range(14):
        statements = drawn(rng, days, int(rng.integers(4, 14)), 0.3)
        repairs = repairs_of(statements, SERVICES)
        plain = PlainRepairs(PlainPrograms([], days), statements)
        assert len(plain.faces) == len(repairs.hull.faces)
        repaired += sum(repairs.price) > 0
        asked = list(product(SERVICES, CHANNELS))
        for place in rng.permutation(len(asked))[:4]:
            group, channel = asked[place]
            first, last = (int(day) for day in np.sort(rng.integers(0, days, 2)))
            low, high = repairs.bounds(of(group, channel), np.array([first]), np.array([last]))
            least, most = plain.bounds(group, channel, first, last)
            compared += 1
            # whole persons: a bound that is fractional is rounded
            assert abs(low[0] - least) < 1 and (high[0] == most or abs(high[0] - most) < 1)
            if least == round(least):
                assert low[0] == round(least)
            if np.isinf(most) or most == round(most):
                assert high[0] == most
    assert repaired > 3


def test_certain_are_the_windows_whose_least_is_their_most():
    rng = np.random.default_rng(2035)
    first, last = all_windows()
    told = []
    for _ in range(4):
        statements = drawn(rng, DAYS, int(rng.integers(6, 20)), 0.3)
        for group, channel in product(SERVICES, CHANNELS):
            low, high = repairs_of(statements, SERVICES).bounds(of(group, channel), first, last)
            found = repairs_of(statements, SERVICES).hull.certain(of(group, channel), first, last)
            assert np.array_equal(found, low == high)
            told += found.tolist()
    assert 0 < sum(told) < len(told)


def test_a_proof_is_the_same_whether_all_reports_were_widened_or_those_in_it():
    rng = np.random.default_rng(2036)
    found = quarrels = 0
    for _ in range(40):
        repairs = repairs_of(drawn(rng, DAYS, int(rng.integers(8, 20)), 0.3), SERVICES)
        assert consistent_with(repairs.agreeing_among(range(len(repairs.statements)), ()))
        first, last = (int(day) for day in np.sort(rng.integers(0, DAYS, 2)))
        series = of(GROUPS[rng.integers(3)], CHANNELS[rng.integers(4)])
        _, high = repairs.bounds(series, np.array([first]), np.array([last]))
        if np.isinf(high[0]):
            continue
        above = Claim(first, last, last, int(high[0]) + 1, np.inf, True, ("new",), frozenset("x"))

        def proof(widened, said=(series, above), one=repairs):
            try:
                return nearest_conflict(said, one.statements, one.linked.words, widened)
            except ValueError:  # only the repairs as a whole exclude it
                return None

        whole = proof(lambda numbers, _, one=repairs: one.agreeing_among(numbers))
        assert proof(repairs.agreeing_among) == whole
        found += whole is not None
        quarrels += whole is not None and sum(repairs.price) > 0
    assert found > quarrels > 5


def consistent_with(statements):
    return sum(Repairs(statements, WORDS, [of(group, "any") for group in SERVICES]).price) == 0


@pytest.mark.parametrize("option", [("simplex_strategy", 1), ("simplex_scale_strategy", 0)])
def test_another_path_of_the_solver_gives_the_same_bounds(option, monkeypatch):
    """Other releases of the solver differ from ours as these settings do: in the vertices met."""
    rng = np.random.default_rng(2034)
    systems = [drawn(rng, DAYS, int(rng.integers(6, 16)), 0.3) for _ in range(12)]
    first, last = all_windows()

    def answers():
        repairs = [repairs_of(statements, SERVICES) for statements in systems]
        bounds = [one.bounds(of(group, channel), first, last)
                  for one in repairs for group in GROUPS for channel in CHANNELS]  # fmt: skip
        return [one.given_way for one in repairs], np.array(bounds)

    gave_way, bounds = answers()
    plain, met = highspy.Highs.passModel, []

    def passed(solver, model):
        status = plain(solver, model)
        met.append(solver.setOptionValue(*option))
        return status

    monkeypatch.setattr(highspy.Highs, "passModel", passed)
    others, again = answers()
    assert set(met) == {highspy.HighsStatus.kOk}
    assert others == gave_way and any(gave_way)
    assert np.array_equal(bounds, again)
