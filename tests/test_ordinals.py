"""Ordinals and dated exchanges bound the number of exchanges held."""

import numpy as np
import pytest
from made_records import day, exchange, made_record, report

from analysis import window_bounds
from analysis.bounds.ordinals import deals
from analysis.bounds.windows import record_repairs


def held(record, first, last, channel="numbered"):
    found = window_bounds(
        record, measure="exchanges", group="all", channel=channel, start=day(first), end=day(last)
    )
    return found.low, found.high


def test_two_ordinals_count_the_exchanges_between_them():
    """The 3rd on day 20, the 5th on day 30: the 4th was held on one of the days from 20 to 30."""
    record = made_record(
        [report(50, 20, 20, exchange_no=3), report(60, 30, 30, exchange_no=5)],
        [exchange(20, number=3), exchange(30, number=5)],
    )
    assert held(record, 21, 29) == (0, 1)
    assert held(record, 20, 29) == (1, 4) and held(record, 21, 30) == (1, np.inf)
    assert held(record, 20, 30) == (3, np.inf)
    assert held(record, 0, 19) == (0, 2)
    assert held(record, 0, 20)[0] == 3 and held(record, 0, 30) == (5, np.inf)


def test_an_ordinal_is_neither_disputed_nor_weakened_by_a_total_of_its_day():
    record = made_record(
        [
            report(50, 20, 20, exchange_no=3),
            report(50, 20, 20, exchange_no=3, said_by="Ministry"),
            report(3, 0, 20, measure="exchanges", said_by="Ombudsman"),
        ],
        [exchange(20, number=3)],
    )
    assert not record_repairs(record, "exchanges").wrong
    assert held(record, 0, 20) == (3, 3) and held(record, 0, 19) == (0, 2)
    assert held(record, 20, 20) == (1, 3)  # two or three exchanges of one day are not excluded


def test_the_days_of_one_deal_are_one_exchange():
    record = made_record(
        [report(300, 11, 11, exchange_no=7), report(300, 12, 12, exchange_no=7)],
        [exchange(first, kind="stage", number=7) for first in (10, 11, 12)],
    )
    assert deals(record)[["start", "end"]].to_numpy().tolist() == [[day(10), day(12)]]
    assert held(record, 10, 12) == (1, np.inf)
    assert held(record, 0, 9) == (0, 6)  # the ordinal was reached when the deal began
    assert held(record, 0, 11)[0] == 7


def test_a_stage_without_an_ordinal_is_counted_apart():
    record = made_record([], [exchange(10, kind="stage"), exchange(11, number=1)])
    assert held(record, 0, 20, "unnumbered") == held(record, 0, 20, "numbered") == (1, np.inf)
    assert held(record, 0, 20, "any") == (2, np.inf)


def test_two_exchanges_of_one_window_are_two():
    swaps = [exchange(10, 12, kind="local"), exchange(10, 12, kind="local")]
    assert held(made_record([], swaps), 10, 12, "unnumbered") == (2, np.inf)
    wider = made_record([], [*swaps, exchange(5, 30, kind="local")])
    assert held(wider, 5, 30, "unnumbered") == (3, np.inf)
    assert held(wider, 5, 12, "unnumbered") == (2, np.inf)


@pytest.mark.parametrize("seed", range(6))
def test_bounds_contain_the_chain_from_which_the_reports_were_drawn(seed):
    """The nth exchange on a random day; a random half of the ordinals and of the days is known."""
    rng = np.random.default_rng(seed)
    days = np.sort(rng.choice(80, 12, replace=False))
    told = rng.random(12) < 0.5
    record = made_record(
        [
            report(10, int(when), int(when), exchange_no=number)
            for number, when in enumerate(days, start=1)
            if told[number - 1]
        ],
        [exchange(int(when)) for when in days[rng.random(12) < 0.5]],
    )
    assert not record_repairs(record, "exchanges").wrong
    for first, last in np.sort(rng.integers(0, 80, (25, 2))):
        low, high = held(record, int(first), int(last))
        assert low <= ((days >= first) & (days <= last)).sum() <= high
    for earlier in np.flatnonzero(told):
        assert held(record, 0, int(days[earlier]))[0] == earlier + 1
        assert held(record, 0, int(days[earlier]) - 1)[1] == earlier
