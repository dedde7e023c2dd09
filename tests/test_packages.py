"""Packages promised, collected and handed over."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.groups.held import held_figures
from analysis.groups.packages import (
    package_readings,
    package_reports,
    package_rounds,
    packages_per_prisoner,
    parcel_mentions,
    promise_to_delivery,
)
from analysis.story.returned import packages_in_words
from analysis.story.words import HELD


def test_every_report_has_a_round_and_a_stage(record):
    rows = package_reports(record)
    told = record.reports[record.reports["measure"] == "packages"]
    excluded = record.judgements.loc[record.judgements["action"] == "exclude", "report_id"]
    told = told[~told["report_id"].isin([*excluded, *record.reports["corrects"]])]
    assert len(rows) == (told["end"] <= record.complete_through).sum()
    assert rows["round"].is_monotonic_increasing
    windows = rows.groupby("round").agg(start=("start", "min"), end=("end", "max"))
    assert (windows["start"] > windows["end"].shift())[1:].all()
    assert windows["start"].dt.strftime("%Y-%m").tolist()[:3] == ["2024-12", "2025-04", "2025-09"]


def test_collected_is_neither_promised_nor_handed_over(record):
    rows = package_reports(record)
    collected = rows[rows["stage"] == "collected"]
    # RIA Novosti and Kommersant, 25 December 2025: 2,000 collected, the handover ahead.
    of_round = collected[collected["round"] == 3]
    assert set(of_round["value"]) == {2000}
    assert (of_round["published"] >= pd.Timestamp("2025-12-25")).all()
    reports = record.reports.set_index("report_id")
    handed = rows.loc[rows["stage"] == "handed over", "report_id"]
    assert (reports.loc[handed, "bound"] != "planned").all()


def test_rounds_are_those_reported(record):
    rounds = package_rounds(record).set_index(["round", "stage", "group"])["figures"]
    assert rounds[(1, "handed over", "for_ukrainian_prisoners")] == "1,500"
    largest = package_reports(record).groupby("round")["value"].max()
    assert largest.tolist()[:3] == [1500, 1500, 2000]
    assert rounds[(3, "planned", "all")] == "2,000"
    assert rounds[(3, "handed over", "for_russian_prisoners")] == "2,000"
    assert rounds[(3, "handed over", "for_ukrainian_prisoners")] == "2,000"
    assert package_rounds(record)["reports"].sum() == len(package_reports(record))


def test_two_thousand_on_both_sides_was_two_thousand_each(record):
    readings = package_readings(record).set_index(["round", "reading"])
    assert readings.loc[(3, "together"), ["promised", "delivered"]].tolist() == [2000, 4000]
    assert readings.loc[(3, "together"), "outcome"] == "exceeded"
    assert readings.loc[(3, "each"), "outcome"] == "delivered"
    assert readings.loc[(2, "each"), "outcome"] == "delivered"  # Kommersant, 5 September 2025


def test_days_from_promise_to_delivery(record):
    # Promised on 1 September 2025 (RIA Novosti), handed over by 17 January 2026 (TASS).
    row = promise_to_delivery(record).set_index("round").loc[3]
    assert row["days"] == 138
    assert row["delivered_by"] == pd.Timestamp("2026-01-17")
    assert row["late_least"] == 17  # after 31 December 2025
    assert row["late_most"] == 47  # after 1 December 2025


def test_packages_per_prisoner_span_the_reported_stocks(record):
    rows = packages_per_prisoner(then(record), within_days=180).set_index(["round", "group"])
    row = rows.loc[(3, "for_ukrainian_prisoners")]
    assert row["held_high"] == 7000  # the President of Ukraine, February 2026
    assert row["each_low"] == 2000 / 7000
    assert row["each_high"] == 2000 / row["held_low"]
    none = packages_per_prisoner(then(record), within_days=0).set_index(["round", "group"])
    assert (none["stocks"] <= rows["stocks"].reindex(none.index)).all()
    assert none.loc[none["stocks"] == 0, "each_low"].isna().all()
    wider = packages_per_prisoner(then(record), within_days=400).set_index(["round", "group"])
    assert (wider["stocks"] >= rows["stocks"]).all()
    assert (wider["each_high"] >= rows["each_high"]).all()
    with pytest.raises(ValueError, match="within_days -1 is negative"):
        packages_per_prisoner(record, within_days=-1)


def test_the_first_parcels_have_no_number(record):
    rows = parcel_mentions(record)
    assert rows["start"].dt.strftime("%Y-%m").tolist()[0] == "2023-12"
    assert "no parcel number" in rows["note"].iloc[0]


def test_the_answer_in_words_holds_the_computed_numbers(record):
    words = packages_in_words(record, within_days=180)
    last = promise_to_delivery(record).iloc[-1]
    assert f"{last['promised_on']:%Y-%m-%d} was handed over" in words
    assert f"after {last['days']} days" in words
    held = {name: held_figures(record, measure=name) for name in HELD}
    for name, figures in held.items():
        assert f"Of {len(figures)} statements about people {HELD[name]}" in words


def test_the_answer_at_the_end_of_the_third_round(record):
    # as above: 1 September 2025 to 17 January 2026, 2,000 to each side, both by TASS
    words = packages_in_words(then(record), within_days=180)
    for number in ("138 days", "4,000 packages", "0.29 to 1.00", "for each side, not together"):
        assert number in words


def then(record):
    return replace(record, complete_through=pd.Timestamp("2026-02-28"))
