"""The record as it could be known on a day."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from record_folders import SMALL

from analysis import effective_reports, load_record, vintage
from analysis.record.schema import TABLES


@pytest.fixture(scope="module")
def small():
    return load_record(SMALL)


def same(one, other):
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    return one.complete_through == other.complete_through


def test_only_what_was_published_by_then_is_in_it(small):
    known = vintage(small, "2031-03-02")
    assert known.sources["source_id"].tolist() == [
        "agency-2031-01-10",
        "agency-2031-03-02",
        "daily-2031-01-11",
        "ministry-2031-01-10",
    ]
    assert set(known.reports["source_id"]) == set(known.sources["source_id"])
    # the page of 5 March, and one that shows no date
    assert len(known.reports) == len(small.reports) - 4
    assert known.exchanges["exchange_id"].tolist() == [
        "2031-01-10",
        "2031-02-swap",
        "2031-03-01",
        "2031-03-02",
    ]
    assert known.judgements["report_id"].tolist() == ["daily-2031-01-11/1", "agency-2031-01-10/2"]
    assert known.complete_through == pd.Timestamp("2031-03-02")
    assert known.speakers.equals(small.speakers)


def test_a_report_counts_until_it_is_corrected(small):
    status = {
        day: effective_reports(vintage(small, day)).set_index("report_id")["status"]
        for day in ("2031-03-04", "2031-03-05")
    }
    assert status["2031-03-04"]["daily-2031-01-11/2"] == "used"
    assert status["2031-03-05"]["daily-2031-01-11/2"] == "superseded"


def test_a_correction_of_an_undated_page_replaces_nothing(small):
    sources = small.sources.copy()
    sources.loc[sources["source_id"] == "daily-2031-01-11", "published"] = pd.NaT
    known = vintage(replace(small, sources=sources), "2031-03-05")
    corrects = known.reports.set_index("report_id")["corrects"]
    assert corrects["daily-2031-03-05/1"] == ""


def test_a_vintage_of_a_vintage_is_the_earlier_one(record):
    later = vintage(record, "2024-06-01")
    assert same(vintage(later, "2023-08-07"), vintage(record, "2023-08-07"))
    assert same(vintage(later, "2024-06-01"), later)


def test_after_the_last_page_only_undated_ones_are_missing(record):
    known = vintage(record, "2099-12-31")
    assert known.complete_through == record.complete_through
    assert len(known.sources) == record.sources["published"].notna().sum()
    assert len(known.exchanges) == len(record.exchanges)


@pytest.mark.parametrize("day", [date(2031, 3, 5), np.datetime64("2031-03-05"), "2031-03-05"])
def test_a_day_may_be_given_as_a_date(small, day):
    assert same(vintage(small, day), vintage(small, pd.Timestamp("2031-03-05")))


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("05.03.2031", "day '05.03.2031' is not a date"),
        ("2031-03", "day '2031-03' is not a date"),
        (None, "day None is not a date"),
        (pd.Timestamp("2031-03-05", tz="UTC"), "without time of day and time zone"),
        ("2030-12-31", "day 2030-12-31 is before the record begins; expected 2031-01-01 or later"),
    ],
)
def test_no_day_is_guessed(small, day, message):
    with pytest.raises(ValueError, match=message):
        vintage(small, day)
