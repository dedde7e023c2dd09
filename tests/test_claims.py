"""Figures read as intervals; disputes widened, and nothing else."""

import pytest

from analysis.bounds.claims import Claim, about_range, interval


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
