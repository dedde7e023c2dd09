"""Contradictions across series: every one named, no claim too many, the nearest first."""

from dataclasses import replace

import numpy as np
import pytest
from linked_twins import (
    DAYS,
    WORDS,
    PlainPrograms,
    random_statements,
    repairs_of,
    said,
    stated,
    true_in,
    unmeasured,
)

from analysis.bounds.linked_conflicts import find_linked_conflicts, nearest_conflict


def possible(statements):
    """Whether the plain linear program of every series and day has a solution."""
    plain = PlainPrograms(statements, DAYS)
    return plain.solve(np.zeros(len(plain.place))).status != 2


def shortfall(statements):
    """Fewest persons by which limits move until all can be true, by the engine itself."""
    alike = [
        (group, channel, replace(claim, voices=frozenset({str(number)})))
        for number, (group, channel, claim) in enumerate(statements)
    ]
    return repairs_of(alike).price[1]


@pytest.mark.slow
def test_there_is_a_set_if_and_only_if_not_all_can_be_true_and_each_set_is_minimal():
    rng = np.random.default_rng(71)
    contradicting = across = 0
    for _ in range(60):
        statements = random_statements(rng, int(rng.integers(3, 10)), noise=0.4)
        found = find_linked_conflicts(stated(statements), WORDS)
        assert bool(found) != bool(true_in(statements).any())
        contradicting += bool(found)
        for conflict in found:
            members = unmeasured(conflict.statements)
            assert not possible(members)
            for left_out in members:
                rest = [member for member in members if member is not left_out]
                assert possible(rest), members
            assert conflict.misses_by == shortfall(members) > 0
            across += len({(group, channel) for group, channel, _ in members}) > 1
    assert 20 < contradicting < 60 and across > 15


def test_without_the_named_claims_that_give_way_all_can_be_true():
    rng = np.random.default_rng(72)
    for _ in range(40):
        statements = random_statements(rng, 8, noise=0.5)
        found = find_linked_conflicts(stated(statements), WORDS)
        fallen = {id(conflict.statements[0][1]) for conflict in found}
        rest = [item for item in statements if id(item[2]) not in fallen]
        assert possible(rest)
        assert len(fallen) == len(statements) - len(rest)


def test_an_ordinal_against_others_that_fit_each_of_its_limits():
    """The second exchange on day 1, but none or two by the end of day 0: never exactly one."""
    ordinal = ("all", "numbered", replace(said(0, 1, 2, 1, "ordinal"), earliest=0))
    one_day = ("all", "numbered", said(1, 1, 0, 0, "nothing on day 1", ("A", "B")))
    (conflict,) = find_linked_conflicts(stated([ordinal, one_day]), WORDS)
    assert {claim.reports[0] for _, claim in conflict.statements} == {
        "ordinal",
        "nothing on day 1",
    }
    assert conflict.misses_by == 1


def test_the_nearest_set_is_named():
    """Of two totals that leave no room for a count, the one of the next day."""
    standing = [
        ("all", "numbered", said(0, 40, 100, 100, "far")),
        ("all", "numbered", said(0, 11, 100, 100, "near")),
    ]
    claim = ("military", "numbered", said(0, 10, 105, 105, "claim"))
    conflict = nearest_conflict(*stated([claim]), stated(standing), WORDS)
    assert [claim.reports for _, claim in conflict.statements] == [("claim",), ("near",)]
    assert conflict.misses_by == 5
    with pytest.raises(ValueError, match="can stand beside"):
        fitting = ("military", "numbered", said(0, 10, 95, 95))
        nearest_conflict(*stated([fitting]), stated(standing), WORDS)


def test_of_two_at_one_price_the_one_that_moves_least_stands():
    """1,756 soldiers and 135 civilians, but 1,863 in all: the larger move is named."""
    told = [
        ("military", "numbered", said(0, 1, 1756, 1756, "soldiers")),
        ("civilians", "numbered", said(0, 1, 135, 135, "civilians")),
        ("all", "numbered", said(0, 1, 1863, 1863, "all", ("A", "B", "C"))),
        ("civilians", "numbered", said(0, DAYS, 133, np.inf, "later")),
    ]
    (conflict,) = find_linked_conflicts(stated(told), WORDS)
    assert conflict.misses_by == 28
    assert {claim.reports[0] for _, claim in conflict.statements} == {
        "soldiers", "civilians", "all"}  # fmt: skip
