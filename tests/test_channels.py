"""What the channels add up to, and what of it one side's own statements prove."""

import numpy as np
import pytest
from made_records import made_record, report
from record_folders import SMALL_WORDS

from analysis.audit.implied import bounds_by_channel, channel_readings, possible_readings

CHANNELS = SMALL_WORDS.split_channels
READINGS = channel_readings(SMALL_WORDS)


def test_the_other_sides_count_is_left_out_of_the_own_one():
    """100 in the chain by the receiving side; 30 outside by the other, of which it confirms 20."""
    record = made_record(
        [
            report(100, 0, 30),
            report(30, 0, 30, channel="outside", said_by="Ministry"),
            report(20, 0, 30, channel="outside", bound="at_least", said_by="Ombudsman"),
        ]
    )
    table = bounds_by_channel(record, measure="returned_to_ukraine")
    assert tuple(table.index) == CHANNELS
    assert table["low"].tolist() == [100, 0, 30, 130]
    assert table["own_low"].tolist() == [100, 0, 20, 120]
    assert np.isinf(table["high"]).all()  # nothing limits the days after the totals
    other = bounds_by_channel(record, measure="returned_to_russia")
    assert (other[["low", "own_low"]] == 0).all(axis=None)


def test_a_page_that_credits_both_sides_counts_for_each():
    record = made_record([report(100, 0, 30, said_by="Headquarters; Ministry")])
    assert bounds_by_channel(record, measure="returned_to_ukraine")["own_low"]["any"] == 100


def test_the_real_record_does_not_rest_on_the_other_side(record):
    """8,050 were returned in all by the Coordination Headquarters, 11 March 2026."""
    table = bounds_by_channel(record, measure="returned_to_ukraine")
    assert table.loc["any", "low"] >= table.loc[list(CHANNELS[:3]), "low"].sum()
    assert 8050 < table.loc["any", "own_low"] <= table.loc["any", "low"]


def test_a_total_is_held_against_every_reading():
    """100 in the chain, 20 counted apart, 30 outside: 130 is the chain and the outside returns."""
    record = made_record(
        [
            report(100, 0, 30),
            report(20, 0, 30, channel="unnumbered"),
            report(30, 0, 30, channel="outside"),
            report(130, 0, 30, channel=""),
            report(90, 0, 30, channel="", bound="at_least", said_by="Ombudsman"),
            report(500, 0, 30, channel="", bound="planned"),
            report(7, 3, 9, channel=""),
        ]
    )
    rows = possible_readings(record, measure="returned_to_ukraine").set_index("total")
    assert rows.index.tolist() == ["≥ 90", "130"]
    assert rows.loc["≥ 90", list(READINGS)].tolist() == [0, 0, 0, 0]
    assert rows.loc["130", list(READINGS)].tolist() == [30, 10, 0, -20]


@pytest.mark.slow
def test_the_total_of_march_2026_is_not_everything(record):
    """8,050 by the Headquarters on 11 March 2026, beside 6,922 in the chain (Radio Svoboda)."""
    rows = possible_readings(record, measure="returned_to_ukraine")
    row = rows[rows["total"] == "8,050"].iloc[0]
    assert row["any"] < 0
    assert row["numbered+outside"] == 0
