"""Returned to Ukraine against returned to Russia."""

import numpy as np
import pytest

from analysis.groups.symmetry import balance_summary, exchange_balance, side_figures


@pytest.fixture(scope="module")
def balance(record):
    return exchange_balance(record).set_index("exchange_id")


def test_published_balances(balance):
    # Ministry of Defence of Russia and Coordination Headquarters, 3 January 2024: 230 and 248.
    assert balance.loc["2024-01-03", ["more_low", "more_high"]].tolist() == [-18, -18]
    days = ["2023-08-07", "2024-01-03"]
    assert balance.loc[days, "verdict"].tolist() == ["equal", "more to Russia"]
    # 21 September 2022: 215 for 55 and one more (SBU; President of Ukraine).
    assert balance.loc["2022-09-21", "more_low"] == 215 - 56
    # 1,000 for 1,000 on 23, 24 and 25 May 2025; which day had 303 and which 307 is disputed.
    three = balance.loc[["2025-05-23", "2025-05-24", "2025-05-25"]]
    assert three["verdict"].iloc[0] == "equal"
    assert (three["more_low"] <= 0).all() and (three["more_high"] >= 0).all()


def test_a_verdict_follows_from_the_bounds_alone(balance):
    assert (balance["more_low"] <= balance["more_high"]).all()
    for row in balance.itertuples():
        possible = {
            np.sign(ukraine - russia)
            for ukraine in (row.to_ukraine_low, row.to_ukraine_high)
            for russia in (row.to_russia_low, row.to_russia_high)
            if np.isfinite(ukraine) or np.isfinite(russia)
        }
        expected = {"equal": {0}, "more to Ukraine": {1}, "more to Russia": {-1}}
        if row.verdict in expected:
            assert possible == expected[row.verdict]
        else:
            assert row.more_low <= 0 <= row.more_high
            assert row.more_low < row.more_high


def test_channels_are_not_added(balance):
    summary = balance_summary(balance)
    assert summary["exchanges"].sum() == len(balance)
    equal = summary.loc[("numbered", "equal")]
    assert equal["to_ukraine_low"] == equal["to_russia_high"]
    assert set(summary.index.get_level_values("channel")) == {"numbered", "unnumbered", "outside"}


def test_sides_that_differ_are_named(record):
    found = side_figures(record).set_index("exchange_id")
    # 31 December 2022: the 82 for 82 of the other side is a formula, no count of the 140.
    assert "2022-12-31" not in found.index
    assert found.loc["2024-01-31", ["ukraine", "russia"]].tolist() == ["207", "195"]
    assert not set(found["ukraine"]) & {""}
    assert (found["ukraine"] != found["russia"]).all()
