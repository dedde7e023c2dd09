"""The tables of the cadence notebook: they add up, and they agree with what they are made of."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from record_folders import DEFINITIONS, REFERENCE

from analysis import change_points, event_gaps, exchange_events, fit_renewal
from analysis.events.cadence_by_counting import rate_changes, renewal_average
from analysis.events.events import reference
from analysis.story.cadence_tables import (
    dependence_table,
    histories_table,
    monthly_table,
    regime_table,
    renewal_table,
    trend_table,
)
from analysis.story.sanity_checks import cadence_checks


@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize("merge_days", [0, 3, 14])
def test_every_check_holds(record, definition, merge_days):
    table = cadence_checks(record, {"definition": definition, "merge_days": merge_days})
    assert table["holds"].all()


def test_checks_count_what_is_left_out(record):
    found = cadence_checks(record, REFERENCE).set_index("check")["found"]
    assert "number 66, 70" in found.iloc[-1]
    later = (record.exchanges["end"] > record.complete_through).sum()
    assert found.iloc[-2].startswith(str(later))


def test_one_more_exchange_cuts_one_gap_in_two(record):
    new = record.exchanges.iloc[[-1]].assign(
        start=pd.Timestamp("2023-10-20"), end=pd.Timestamp("2023-10-20"), number=pd.NA
    )
    more = replace(record, exchanges=pd.concat([record.exchanges, new], ignore_index=True))
    before, after = (
        cadence_checks(version, REFERENCE)["found"].iloc[0] for version in (record, more)
    )
    assert int(after.split()[0]) == int(before.split()[0]) + 1
    low, high = (
        event_gaps(exchange_events(version, **REFERENCE), version.complete_through)["days"]
        for version in (record, more)
    )
    assert low.sum() == high.sum() and 149 not in high.to_list()


def test_renewal_table_is_the_fits_it_is_made_of(record):
    average = renewal_average(record, REFERENCE)
    table = renewal_table(average, 49, np.random.default_rng(1))
    laws = table.drop(index="average")
    assert laws["weight"].sum() == pytest.approx(1)
    assert laws["aic"].is_monotonic_increasing
    assert (laws["weight"] * laws["over_60"]).sum() == pytest.approx(
        table.loc["average", "over_60"]
    )
    gaps = event_gaps(exchange_events(record, **REFERENCE), record.complete_through)["days"]
    single = fit_renewal(
        gaps[:-1], gaps[-1:], model="exponential", merge_days=REFERENCE["merge_days"]
    )
    # the exponential law in closed form: of the days beyond the window one a gap holds an event
    merge = REFERENCE["merge_days"]
    share = (len(gaps) - 1) / np.maximum(gaps - merge, 0).sum()
    mean = merge + 0.5 - 1 / np.log1p(-share)
    assert table.loc["exponential", "mean"] == pytest.approx(mean)
    assert table.loc["exponential", "over_60"] == pytest.approx(float(single.sf(60)))
    finite = laws[np.isfinite(laws["mean"])]
    assert (finite["mean_low"] < finite["mean"]).all()
    assert (finite["mean"] < finite["mean_high"]).all()


def test_regimes_are_those_of_change_points(record):
    found = rate_changes(record, REFERENCE)
    direct = change_points(exchange_events(record, **REFERENCE)["start"], 0.05, merge_days=1)
    assert found.changes.equals(direct.changes)
    row = regime_table(found).iloc[0]
    assert row["earliest"] <= row["change"] <= row["latest"]
    assert row["ratio"] == pytest.approx(row["after"] / row["before"])
    assert row["ratio_low"] < row["ratio"] < row["ratio_high"] < 1


def test_months_hold_every_event_and_every_counted_person(record):
    tables = monthly_table(record, REFERENCE)
    assert tables["events"]["count"].sum() == len(exchange_events(record, **REFERENCE))
    assert tables["persons returned"].loc["2024-01-01", "count"] == 230 + 207  # 3 and 31 January
    assert tables["persons returned"].loc["2023-08-01", "count"] == 22
    assert (tables["persons returned"].loc["2023-09-01":"2023-12-01", "count"] == 0).all()


def test_trends_bracket_their_estimates(record):
    table = trend_table(record, REFERENCE)
    assert ((table["low"] < table["ratio"]) & (table["ratio"] < table["high"])).all()
    assert len(table) == 4 and (table.loc[table["model"] == "poisson", "alpha"] == 0).all()


def test_stretches_cover_the_gaps_without_overlap(record):
    table = dependence_table(record, REFERENCE, 199, np.random.default_rng(1))
    first = table[table["lag"] == 1].set_index("stretch")["gaps"]
    assert first.drop("whole record").sum() == first["whole record"]


def test_undated_exchanges_only_shorten(record):
    table = histories_table(record, REFERENCE, 40, np.random.default_rng(1))
    assert (table["low"] <= table["high"]).all()
    assert table.loc["gaps", "low"] >= table.loc["gaps", "dated"]
    assert table.loc["mean gap, days", "high"] <= table.loc["mean gap, days", "dated"]


def test_another_conflict(conflict):
    way = reference(conflict)
    assert cadence_checks(conflict, way)["holds"].all()
    assert renewal_average(conflict, way).weights.sum() == pytest.approx(1)
