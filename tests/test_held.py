"""Stocks of those held, told from figures that are no stocks."""

import pytest
from record_folders import ROOT

from analysis import load_record
from analysis.groups.held import STOCK, captures_left, held_figures, stock_changes

# Read by hand on the pages: what each counts that is printed as held and is no stock of its day.
NO_STOCK = {
    "held_by_russia": {
        "smotrim-2022-03-22/2": "part",
        "anews-com-tr-2022-04-16/3": "ever captured",
        "m24-2022-06-07/2": "captured in days",
        "cerstvezpravy-cz-2022-06-08/1": "ever captured",
        "ukrinform-undated-1/1": "list",
        "rbc-2022-06-30/3": "ever captured",
        "gordonua-2023-01-24/1": "list",
        "pravda-2023-07-07/3": "list",
        "ua-korrespondent-2023-11-28/3": "confirmed",
        "ru-interfax-2024-01-24/6": "confirmed",
    },
    "held_by_ukraine": {
        "en-rua-gr-2022-05-07/2": "part",
        "tass-2026-01-27/1": "part",
    },
}


@pytest.mark.parametrize("measure", NO_STOCK)
def test_what_is_no_stock_says_what_it_counts(record, measure):
    rows = held_figures(record, measure=measure)
    found = rows[rows["kind"] != STOCK].set_index("report_id")["kind"].to_dict()
    assert NO_STOCK[measure].items() <= found.items()


def test_no_words_of_a_note_make_a_stock_something_else():
    """ "All captured servicemen had been returned": 0 held, by Armenia, on 9 December 2021."""
    second = load_record(ROOT / "data" / "armenia_azerbaijan")
    rows = held_figures(second, measure="held_by_armenia").set_index("report_id")
    none_left = rows.loc["armradio-2021-12-09/1"]
    assert (none_left["figure"], none_left["kind"]) == (0, STOCK)


def test_founding_stocks_stand_in_their_place(record):
    rows = held_figures(record, measure="held_by_russia").set_index("report_id")
    soldiers, civilians = rows.loc["founding-003/3"], rows.loc["founding-003/4"]
    assert (soldiers["group"], soldiers["low"], soldiers["kind"]) == ("military", 3000, "confirmed")
    assert (civilians["group"], civilians["figure"]) == ("civilians", 28000)
    assert (civilians["low"], civilians["high"]) == (27500, 28500)


def test_pages_that_repeat_one_statement_are_one_row(record):
    rows = held_figures(record, measure="held_by_russia")
    keys = ["earliest", "as_of", "group", "voice", "figure", "low", "high", "kind"]
    assert not rows.duplicated(keys).any()
    assert (rows["pages"] >= 1).all()
    withdrawn = (rows["figure"] == 755) & (rows["group"] == "national_guard")
    assert not withdrawn.any()


def test_captured_less_returned(record):
    rows = captures_left(record, measure="held_by_russia")
    # 6,489 captured from 24 February to 7 June 2022, as the other side's minister of defence said.
    row = rows[rows["captured"] == 6489].iloc[0]
    figures = held_figures(record, measure="held_by_russia")
    assert set(figures.loc[figures["low"] == 6489, "kind"]) == {"ever captured"}
    # 28 soldiers in the exchange of 6 May 2022 alone.
    assert row["returned"] >= 28
    assert row["left"] == 6489 - row["returned"]


def test_stock_changes_obey_the_balance(record):
    rows = stock_changes(record, measure="held_by_russia")
    balance = rows["held_after"] - rows["held_before"] + rows["returned"]
    assert (rows["newly_held"] == balance).all()
    assert (rows["before"] < rows["after"]).all()
    assert not rows["voice"].str.contains(";").any()
    guard = rows[rows["group"] == "chornobyl_guard"].iloc[0]
    # 130 (27 April 2023) and 107 (8 August 2023), both by the National Guard.
    assert (guard["held_before"], guard["held_after"]) == (130, 107)


def test_a_measure_that_adds_up_is_refused(record):
    with pytest.raises(ValueError, match="'returned_to_russia' is not a stock"):
        held_figures(record, measure="returned_to_russia")
