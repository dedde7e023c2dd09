"""Linked series: against the graph, against the plain linear programs, against enumeration."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from enumeration import random_claims
from linked_twins import (
    CHANNELS,
    DAYS,
    GROUPS,
    PARTS,
    SERVICES,
    WINDOWS,
    PlainPrograms,
    enumerated_window,
    random_statements,
    said,
    true_in,
)
from scipy.optimize import linprog

from analysis.bounds.graph import CountGraph, consistent
from analysis.bounds.linked import SINGLE_CHANNELS, LinkedModel
from analysis.bounds.windows import resolve
from analysis.record.relations import family


def test_bounds_equal_the_enumeration_of_all_linked_histories():
    rng = np.random.default_rng(2024)
    verdicts = []
    for _ in range(40):
        statements = random_statements(rng, int(rng.integers(2, 9)))
        holds = true_in(statements)
        model = LinkedModel(statements, PARTS, groups=GROUPS, days=range(DAYS))
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
        ends = {int(day) for _, _, first, last in windows for day in (first - 1, last)}
        model = LinkedModel(statements, PARTS, groups=SERVICES, days=ends)
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


def test_the_price_of_what_is_relaxed_is_that_of_the_plain_program():
    """Moves written out beside the twin's rows, at the same prices."""
    rng = np.random.default_rng(32)
    prices = []
    for _ in range(25):
        statements = [
            (group, channel, replace(claim, low=max(claim.low + int(rng.integers(-6, 7)), 0)))
            for group, channel, claim in drawn_statements(rng, 5)
        ]
        twin = PlainPrograms([], 5)
        fixed = len(twin.rows)
        plain = PlainPrograms(statements, 5)
        moves = np.vstack([np.zeros((fixed, len(plain.rows) - fixed)),
                           -np.eye(len(plain.rows) - fixed)])  # fmt: skip
        equations = np.array(plain.equations)
        found = linprog(
            np.r_[np.zeros(len(plain.place)), np.ones(moves.shape[1])],
            A_ub=np.hstack([np.array(plain.rows), moves]),
            b_ub=plain.right,
            A_eq=np.hstack([equations, np.zeros((len(equations), moves.shape[1]))]),
            b_eq=np.zeros(len(equations)),
        )
        model = LinkedModel(statements, PARTS, groups=SERVICES)
        prices.append(found.fun)
        # each limit is moved by whole persons
        limits = 2 * len(model.relaxations)
        assert found.fun - 1e-6 <= model.price <= found.fun + limits + 1e-6
        if all(value == round(value) for value in found.x.round(6)):
            assert model.price == round(found.fun)
    assert sum(price > 0.5 for price in prices) > 10


def asked_windows(rng, days, number):
    """Random series and windows, and the days a model has to be made for to be asked."""
    windows = [
        (str(rng.choice(SERVICES)), str(rng.choice(CHANNELS)),
         *(int(day) for day in np.sort(rng.integers(0, days, 2))))
        for _ in range(number)
    ]  # fmt: skip
    return windows, {day for _, _, first, last in windows for day in (first - 1, last)}


def nine_days_later(claim):
    return replace(claim, start=claim.start + 9, earliest=claim.earliest + 9, end=claim.end + 9)


def changed(statements, change):
    return [(group, channel, change(claim)) for group, channel, claim in statements]


def test_shift_and_scale():
    rng = np.random.default_rng(33)
    for _ in range(15):
        statements = drawn_statements(rng, 6)
        windows, ends = asked_windows(rng, 6, 4)
        later = changed(statements, nine_days_later)
        larger = changed(
            statements, lambda claim: replace(claim, low=6 * claim.low, high=6 * claim.high)
        )
        model = LinkedModel(statements, PARTS, groups=SERVICES, days=ends)
        shifted = LinkedModel(later, PARTS, groups=SERVICES, days={day + 9 for day in ends})
        scaled = LinkedModel(larger, PARTS, groups=SERVICES, days=ends)
        assert shifted.price == model.price
        # whole persons: six times a bound that was rounded inwards, less what was rounded away
        assert 6 * model.price - 6 * len(model.relaxations) <= scaled.price <= 6 * model.price
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
        windows, ends = asked_windows(rng, 6, 5)
        model = LinkedModel(statements, PARTS, groups=SERVICES, days=ends)
        if model.price > 0:
            continue
        before = [model.bounds(*window) for window in windows]
        group, channel, first, last = windows[0]
        implied = (group, channel, said(first, last, *before[0], "implied"))
        again = LinkedModel([*statements, implied], PARTS, groups=SERVICES, days=ends)
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
        ends |= {claim.start - 1, claim.end}
        finer = LinkedModel(halves, PARTS, groups=SERVICES, days=ends)
        if finer.price > 0:
            continue
        split += 1
        assert finer.bounds(group, channel, claim.start, claim.end) == (claim.low, claim.high)
        for (low, high), window in zip(before, windows, strict=True):
            least, most = finer.bounds(*window)
            assert low <= least <= most <= high
    assert split > 3


def test_days_that_the_model_was_not_made_for_are_refused():
    model = LinkedModel([("all", "numbered", said(0, 3, 5, 5))], ())
    assert model.bounds("all", "numbered", 0, 3) == (5, 5)
    with pytest.raises(ValueError, match=r"days \[2\]: the model was not made to be asked"):
        model.bounds("all", "numbered", 0, 2)


def test_on_a_single_series_it_is_the_graph():
    rng = np.random.default_rng(13)
    for _ in range(16):
        claims = random_claims(rng, int(rng.integers(1, 9)), 0.15)
        statements = [("all", "numbered", claim) for claim in claims]
        model = LinkedModel(statements, (), days=range(4))
        assert (model.price == 0) == consistent(claims)
        if model.price > 0:
            # No disputes to widen here: the model relaxes at the price of the single series.
            alike = [replace(claim, voices=frozenset({"one"})) for claim in claims]
            linked = LinkedModel([("all", "numbered", c) for c in alike], ())
            assert linked.price == resolve(alike).price
            continue
        graph = CountGraph(claims)
        for first, last in combinations(range(4), 2):
            low, high = graph.bounds(np.array([first]), np.array([last]))
            assert model.bounds("all", "numbered", first, last) == (low[0], high[0])


def test_military_and_civilians_of_different_pages_make_a_total():
    statements = [
        ("military", "numbered", said(0, 3, 80, 80)),
        ("civilians", "numbered", said(0, 3, 4, 6)),
    ]
    model = LinkedModel(statements, PARTS, groups=GROUPS, days=(3,))
    assert model.bounds("all", "numbered", 0, 3) == (84, 86)
    assert model.bounds("all", "any", 0, 3) == (84, np.inf)


def test_a_total_less_two_channels_leaves_the_third():
    statements = [
        ("all", "any", said(0, 3, 600, 600)),
        ("all", "numbered", said(0, 3, 500, 500)),
        ("all", "outside", said(0, 3, 30, 40)),
    ]
    model = LinkedModel(statements, PARTS, groups=GROUPS)
    assert model.bounds("all", "unnumbered", 0, 3) == (60, 70)


def test_a_contradiction_across_series_is_relaxed_by_the_fewest_speakers():
    statements = [
        ("military", "numbered", said(0, 3, 80, 80, "m", ("A", "B"))),
        ("civilians", "numbered", said(0, 3, 10, 10, "c", ("A", "B"))),
        ("all", "numbered", said(0, 3, 84, 84, "a", ("A",))),
    ]
    model = LinkedModel(statements, PARTS, groups=GROUPS)
    (relaxed,) = model.relaxations.values()
    assert model.price == relaxed.persons == 6 and relaxed.claim.reports == ("a",)
    assert model.bounds("all", "numbered", 0, 3) == (90, 90)


def test_at_one_price_the_longest_window_moves_and_then_the_last_statement():
    """Each of four sums of two days, or one total, could move by one; the total moves."""
    days = [("all", "numbered", said(day, day, 10, 10, str(day))) for day in range(4)]
    total = ("all", "numbered", said(0, 3, 41, 41, "total"))
    for order in ([*days, total], [total, *days]):
        (relaxed,) = LinkedModel(order, ()).relaxations.values()
        assert relaxed.claim.reports == ("total",)
    alike = [("all", "numbered", said(0, 0, count, count, str(count))) for count in (7, 8)]
    for order in (alike, alike[::-1]):
        (relaxed,) = LinkedModel(order, ()).relaxations.values()
        assert relaxed.claim == order[-1][2]


def test_a_firm_claim_is_never_relaxed():
    """One dated exchange against a total of three speakers that leaves no room for it."""
    firm = replace(said(2, 2, 1, np.inf, "table", ("table",)), firm=True)
    total = said(0, 3, 0, 0, "none", ("A", "B", "C"))
    model = LinkedModel([("all", "numbered", firm), ("all", "numbered", total)], ())
    (relaxed,) = model.relaxations.values()
    assert relaxed.claim == total and model.price == 3


def test_the_proof_of_a_bound_proves_it_alone():
    rng = np.random.default_rng(8)
    proven = 0
    for _ in range(15):
        statements = random_statements(rng, 8, noise=0)
        model = LinkedModel(statements, PARTS, groups=GROUPS, days=range(DAYS))
        for high in (False, True):
            numbers = model.proof("all", "numbered", 0, 1, high=high)
            members = [statements[number] for number in numbers]
            alone = LinkedModel(members, PARTS, groups=GROUPS, days=range(DAYS))
            whole = model.bounds("all", "numbered", 0, 1)[high]
            assert alone.bounds("all", "numbered", 0, 1)[high] == whole
            proven += len(members) < len(statements)
    assert proven > 12


def test_the_order_of_the_statements_changes_no_bound():
    rng = np.random.default_rng(9)
    for _ in range(6):
        statements = random_statements(rng, 8, noise=0)
        shuffled = [statements[place] for place in rng.permutation(len(statements))]
        bounds = [
            [
                LinkedModel(order, PARTS, groups=GROUPS, days=range(DAYS)).bounds(
                    "military", channel, 0, 1
                )
                for channel in CHANNELS
            ]
            for order in (statements, shuffled)
        ]
        assert bounds[0] == bounds[1]


def test_a_family_holds_what_contains_a_group_and_what_makes_up_all():
    wholes = ("interior_ministry", "national_guard")
    assert family("returned_to_russia", "chornobyl_guard") == (
        *GROUPS[:3],
        *wholes,
        "chornobyl_guard",
    )
    assert family("exchanges", "all") == ("all",)
