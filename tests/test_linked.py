"""Linked series: against the graph, against the plain linear programs, against enumeration."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from enumeration import random_claims
from linked_twins import (
    CHANNELS,
    GROUPS,
    PARTS,
    SERVICES,
    SINGLE_CHANNELS,
    WINDOWS,
    WITHOUT_PARTS,
    WORDS,
    PlainPrograms,
    enumerated_window,
    of,
    random_statements,
    repairs_of,
    said,
    true_in,
    unmeasured,
)

from analysis.bounds.graph import claims_graph, consistent


class Asked:
    """The engine, asked about one window at a time."""

    def __init__(self, statements, parts, groups=()):
        self.repairs = repairs_of(statements, groups, WORDS if parts else WITHOUT_PARTS)
        self.price = sum(self.repairs.price[1:])

    def bounds(self, group, channel, first, last):
        low, high = self.repairs.bounds(of(group, channel), np.array([first]), np.array([last]))
        return int(low[0]), float(high[0])


def test_bounds_equal_the_enumeration_of_all_linked_histories():
    rng = np.random.default_rng(2024)
    verdicts = []
    for _ in range(40):
        statements = random_statements(rng, int(rng.integers(2, 9)))
        holds = true_in(statements)
        model = Asked(statements, PARTS, groups=GROUPS)
        verdicts.append(bool(holds.any()))
        assert (model.price == 0) == verdicts[-1], statements
        if not verdicts[-1]:
            continue
        for group, channel in rng.permutation(list(product(GROUPS, CHANNELS)))[:3]:
            for first, last in WINDOWS:
                counts = enumerated_window(str(group), str(channel), first, last)[holds]
                found = model.bounds(group, channel, first, last)
                assert found == (counts.min(), counts.max()), (statements, group, channel)
    assert 10 < sum(verdicts) < 35


def drawn_statements(rng, days):
    """Statements about one random course of events, in which services are parts of soldiers."""
    truth = rng.integers(0, 40, (days, 2, 3)) * (rng.random((days, 1, 1)) < 0.6)
    statements = []
    for place in range(int(rng.integers(4, 22))):
        group, channel = GROUPS[rng.integers(3)], CHANNELS[rng.integers(4)]
        first, last = (int(day) for day in np.sort(rng.integers(0, days, 2)))
        rows = {"all": [0, 1], "military": [0], "civilians": [1]}[group]
        columns = range(3) if channel == "any" else [SINGLE_CHANNELS.index(channel)]
        count = int(truth[first : last + 1][:, rows][:, :, list(columns)].sum())
        if group == "military" and rng.random() < 0.6:
            group = SERVICES[rng.integers(3, 5)]
            count = count // (3 if group == "national_guard" else 2)
        high = np.inf if rng.random() < 0.2 else count
        statements.append((group, channel, said(first, last, count, high, str(place))))
    return statements


@pytest.mark.slow
def test_bounds_equal_two_plain_linear_programs_each():
    """Though the model knows a count only on the days that matter to its group and channel."""
    rng = np.random.default_rng(31)
    days = 9
    compared = unlimited = services = 0
    while compared < 120:
        statements = drawn_statements(rng, days)
        windows = [
            (
                SERVICES[rng.integers(5)],
                CHANNELS[rng.integers(4)],
                *np.sort(rng.integers(0, days, 2)),
            )
            for _ in range(4)
        ]
        model = Asked(statements, PARTS, groups=SERVICES)
        twin = PlainPrograms(statements, days)
        if twin.solve(np.zeros(len(twin.place))).status == 2:  # the services do not fit
            assert model.price > 0
            continue
        assert model.price == 0
        for group, channel, first, last in windows:
            found = model.bounds(group, channel, int(first), int(last))
            assert found == twin.bounds(group, channel, int(first), int(last))
            unlimited += np.isinf(found[1])
            services += group in SERVICES[3:] and np.isfinite(found[1])
            compared += 1
    assert 0 < unlimited < 120 and services > 10


def asked_windows(rng, days, number):
    """Random series and windows."""
    return [
        (str(rng.choice(SERVICES)), str(rng.choice(CHANNELS)),
         *(int(day) for day in np.sort(rng.integers(0, days, 2))))
        for _ in range(number)
    ]  # fmt: skip


def nine_days_later(claim):
    return replace(claim, start=claim.start + 9, earliest=claim.earliest + 9, end=claim.end + 9)


def changed(statements, change):
    return [(group, channel, change(claim)) for group, channel, claim in statements]


def test_shift_and_scale():
    rng = np.random.default_rng(33)
    for _ in range(15):
        statements = drawn_statements(rng, 6)
        windows = asked_windows(rng, 6, 4)
        later = changed(statements, nine_days_later)
        larger = changed(
            statements, lambda claim: replace(claim, low=6 * claim.low, high=6 * claim.high)
        )
        model = Asked(statements, PARTS, groups=SERVICES)
        shifted = Asked(later, PARTS, groups=SERVICES)
        scaled = Asked(larger, PARTS, groups=SERVICES)
        assert shifted.price == model.price
        assert scaled.price == pytest.approx(6 * model.price)
        if model.price > 0:
            continue
        for group, channel, first, last in windows:
            low, high = model.bounds(group, channel, first, last)
            assert shifted.bounds(group, channel, first + 9, last + 9) == (low, high)
            least, most = scaled.bounds(group, channel, first, last)
            assert 6 * (low - 1) < least <= 6 * low
            assert 6 * high <= most < 6 * (high + 1) or most == high == np.inf


def test_an_implied_statement_changes_nothing_and_a_split_one_only_tightens():
    rng = np.random.default_rng(34)
    split = 0
    for _ in range(25):
        statements = drawn_statements(rng, 6)
        windows = asked_windows(rng, 6, 5)
        model = Asked(statements, PARTS, groups=SERVICES)
        if model.price > 0:
            continue
        before = [model.bounds(*window) for window in windows]
        group, channel, first, last = windows[0]
        implied = (group, channel, said(first, last, *before[0], "implied"))
        again = Asked([*statements, implied], PARTS, groups=SERVICES)
        assert [again.bounds(*window) for window in windows] == before
        group, channel, claim = statements[0]
        if claim.start == claim.end or claim.low != claim.high:
            continue
        half = claim.low // 2
        rest = claim.low - half
        parts = [
            said(claim.start, claim.start, half, half, "first day"),
            said(claim.start + 1, claim.end, rest, rest, "the days after"),
        ]
        halves = [*statements[1:], *((group, channel, part) for part in parts)]
        finer = Asked(halves, PARTS, groups=SERVICES)
        if finer.price > 0:
            continue
        split += 1
        assert finer.bounds(group, channel, claim.start, claim.end) == (claim.low, claim.high)
        for (low, high), window in zip(before, windows, strict=True):
            least, most = finer.bounds(*window)
            assert low <= least <= most <= high
    assert split > 3


def test_on_a_single_series_it_is_the_graph():
    rng = np.random.default_rng(13)
    for _ in range(16):
        claims = random_claims(rng, int(rng.integers(1, 9)), 0.15)
        statements = [("all", "numbered", claim) for claim in claims]
        model = Asked(statements, ())
        assert (model.price == 0) == consistent(claims)
        if model.price > 0:
            continue
        graph = claims_graph(claims)
        for first, last in combinations(range(4), 2):
            low, high = graph.bounds(np.array([first]), np.array([last]))
            assert model.bounds("all", "numbered", first, last) == (low[0], high[0])


def test_military_and_civilians_of_different_pages_make_a_total():
    statements = [
        ("military", "numbered", said(0, 3, 80, 80)),
        ("civilians", "numbered", said(0, 3, 4, 6)),
    ]
    model = Asked(statements, PARTS, groups=GROUPS)
    assert model.bounds("all", "numbered", 0, 3) == (84, 86)
    assert model.bounds("all", "any", 0, 3) == (84, np.inf)


def test_a_total_less_two_channels_leaves_the_third():
    statements = [
        ("all", "any", said(0, 3, 600, 600)),
        ("all", "numbered", said(0, 3, 500, 500)),
        ("all", "outside", said(0, 3, 30, 40)),
    ]
    model = Asked(statements, PARTS, groups=GROUPS)
    assert model.bounds("all", "unnumbered", 0, 3) == (60, 70)


def test_the_order_of_the_statements_changes_no_bound():
    rng = np.random.default_rng(9)
    for _ in range(6):
        statements = random_statements(rng, 8, noise=0)
        shuffled = [statements[place] for place in rng.permutation(len(statements))]
        bounds = [
            [
                Asked(order, PARTS, groups=GROUPS).bounds("military", channel, 0, 1)
                for channel in CHANNELS
            ]
            for order in (statements, shuffled)
        ]
        assert bounds[0] == bounds[1]


def test_a_contradiction_across_series_takes_the_fewest_speakers():
    statements = [
        ("military", "numbered", said(0, 30, 80, 80, "m", ("A", "B"))),
        ("civilians", "numbered", said(0, 30, 10, 10, "c", ("A", "B"))),
        ("all", "numbered", said(0, 30, 84, 84, "a", ("A",))),
    ]
    model = Asked(statements, PARTS)
    ((number, persons),) = model.repairs.given_way.items()
    assert model.price == persons == 6 and model.repairs.statements[number][1].reports == ("a",)
    assert model.bounds("all", "numbered", 0, 30) == (90, 90)
    quarrel = model.repairs.contested_among(range(len(model.repairs.statements)))
    standing = {model.repairs.statements[n][1].reports[0] for n in quarrel}
    assert standing == {"m", "c", "a"}  # every report of the quarrel is flagged


def test_at_one_price_every_repair_counts():
    """Each of four days, or their total, could move by one; none is preferred."""
    days = [("all", "numbered", said(day, day, 10, 10, str(day))) for day in range(4)]
    total = ("all", "numbered", said(0, 3, 41, 41, "total"))
    for order in ([*days, total], [total, *days]):
        model = Asked(order, ())
        assert model.price == 1 and model.bounds("all", "numbered", 0, 3) == (40, 41)
        assert [model.bounds("all", "numbered", day, day) for day in range(4)] == [(10, 11)] * 4


def test_a_firm_claim_never_moves():
    """One dated exchange against a total of three speakers that leaves no room for it."""
    firm = replace(said(2, 2, 1, np.inf, "table", ("table",)), firm=True)
    total = said(0, 3, 0, 0, "none", ("A", "B", "C"))
    model = Asked([("all", "numbered", firm), ("all", "numbered", total)], ())
    assert model.price == 3 and model.bounds("all", "numbered", 0, 3) == (1, 1)
    assert list(model.repairs.given_way.values()) == [1]


def test_the_proof_of_a_bound_proves_it_alone():
    rng = np.random.default_rng(8)
    proven = 0
    for _ in range(15):
        statements = random_statements(rng, 8, noise=0)
        model = Asked(statements, PARTS, groups=GROUPS)
        for high in (False, True):
            numbers = model.repairs.proof(of("all", "numbered"), 0, 1, most=high)
            members = unmeasured(model.repairs.statements[number] for number in numbers)
            alone = Asked(members, PARTS, groups=GROUPS)
            whole = model.bounds("all", "numbered", 0, 1)[high]
            assert alone.bounds("all", "numbered", 0, 1)[high] == whole
            proven += len(members) < len(statements)
    assert proven > 12
