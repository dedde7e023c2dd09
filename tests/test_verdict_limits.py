"""The lengths at which verdicts turn."""

from fractions import Fraction

import pytest
from record_folders import REFERENCE

from analysis import exchange_events
from analysis.events.verdict_limits import verdict_limits
from analysis.events.verdicts import window_gaps
from analysis.gaps.longest_gap import largest_spacing_sf, longest_gap_limit
from analysis.gaps.predictive import predictive_law

# Fisher (1929), Proc. R. Soc. A 125, 54-59, table 1: 5% points of the largest of n shares.
FISHER = {5: 0.68377, 10: 0.44495, 20: 0.27040, 50: 0.13135}


@pytest.mark.parametrize("parts", FISHER)
def test_limits_are_fishers_points(parts):
    window = 10**6
    share = longest_gap_limit(window, parts - 1, 0.05) / window
    assert share == pytest.approx(FISHER[parts], abs=1.1e-5)  # the last printed digit, and a day


@pytest.mark.parametrize("level", [0.5, 0.05, 0.01])
def test_the_limit_is_the_first_day_at_or_below_the_level(level):
    days = [longest_gap_limit(1000, 30, level) + shift for shift in (-1, 0)]
    before, at = (largest_spacing_sf(Fraction(day, 1000), 31) for day in days)
    assert before > level >= at


def test_limits_of_the_record(record):
    limits = verdict_limits(record)
    gaps = window_gaps(record, exchange_events(record, **REFERENCE))
    complete = gaps.loc[gaps["part"] == "between", "days"]
    assert predictive_law(complete, "average").sf(limits["single"]) == pytest.approx(0.05)
    assert limits["longest"] == longest_gap_limit(gaps["days"].sum(), len(gaps) - 1, 0.05)
    # fewer events in less time at a slower rate: a longer gap is needed
    assert limits["regime"] > limits["longest"]
