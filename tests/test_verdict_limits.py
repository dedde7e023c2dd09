"""The lengths at which verdicts turn."""

import pytest
from record_folders import REFERENCE

from analysis import exchange_events
from analysis.events.verdict_limits import verdict_limits
from analysis.events.verdicts import window_gaps
from analysis.gaps.longest_gap import longest_gap_limit, longest_spacing_sf
from analysis.gaps.predictive import predictive_law

# Fisher (1929), Proc. R. Soc. A 125, 54-59, table 1: 5% points of the largest of n shares.
FISHER = {5: 0.68377, 10: 0.44495, 20: 0.27040, 50: 0.13135}


@pytest.mark.parametrize("parts", FISHER)
def test_limits_are_fishers_points(parts):
    window = 10**6
    share = longest_gap_limit(window, parts, 0, 0.05, merge_days=0) / window
    assert share == pytest.approx(FISHER[parts], abs=1.1e-5)  # the last printed digit, and a day


@pytest.mark.parametrize("level", [0.5, 0.05, 0.01])
def test_the_limit_is_the_first_day_at_or_below_the_level(level):
    limit = longest_gap_limit(1000, 29, 2, level, merge_days=3)
    before, at = (
        longest_spacing_sf(day, 1000, between=29, ends=2, merge_days=3, method="discrete")
        for day in (limit - 1, limit)
    )
    assert before > level >= at


def test_limits_of_the_record(record):
    limits = verdict_limits(record)
    gaps = window_gaps(record, exchange_events(record, **REFERENCE))
    complete = gaps.loc[gaps["part"] == "between", "days"]
    law = predictive_law(complete, "average", merge_days=REFERENCE["merge_days"])
    assert law.sf(limits["single"]) == pytest.approx(0.05)
    assert limits["longest"] == longest_gap_limit(
        gaps["days"].sum() - 1, len(complete), 2, 0.05, REFERENCE["merge_days"]
    )
    # fewer events in less time at a slower rate: a longer gap is needed
    assert limits["regime"] > limits["longest"]
