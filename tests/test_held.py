"""Stocks of those held, told from figures that are no stocks."""

import pytest
from record_folders import ROOT

from analysis import load_record
from analysis.groups.held import STOCK, captures_left, held_figures, kind_of_note, stock_changes

# Read by hand, report by report: everything that is printed as held and is no stock of its day.
NO_STOCK = {
    "held_by_russia": {
        "rt-2022-03-19/1": "ever captured",
        "rt-2022-03-19/2": "ever captured",
        "smotrim-2022-03-22/2": "a part or list",
        "anews-com-tr-2022-04-16/3": "ever captured",
        "rus-err-ee-undated/1": "ever captured",
        "izvestia-kiev-2025-11-22/1": "ever captured",
        "bfm-undated/1": "ever captured",
        "axios-2022-06-29/1": "ever captured",
        "cerstvezpravy-cz-2022-06-08/1": "ever captured",
        "cerstvezpravy-cz-2022-06-08/2": "a part or list",
        "m24-2022-06-07/2": "captures of some days",
        "m24-2022-06-07/3": "ever captured",
        "spbdnevnik-2022-06-07/1": "captures of some days",
        "ukrinform-undated-1/1": "a part or list",
        "nd-nl-undated/1": "ever captured",
        "rbc-2022-06-30/3": "ever captured",
        "anews-com-tr-2022-07-11/1": "ever captured",
        "gordonua-2023-01-24/1": "a part or list",
        "pravda-2023-02-24/2": "a part or list",
        "svaboda-undated/2": "an outlet's sum",
        "ua-korrespondent-2023-11-28/3": "ever captured",
        "ua-korrespondent-2023-11-28/4": "ever captured",
        "ua-korrespondent-2023-11-28/5": "ever captured",
        "whtc-2023-11-30/1": "ever captured",
        "whtc-2023-11-30/2": "ever captured",
        "kdal610-2023-12-19/1": "ever captured",
        "kdal610-2023-12-19/2": "ever captured",
        "newsconquest-2024-01-31/1": "a part or list",
        "vedomosti-2025-08-24-1/1": "an outlet's sum",
        "24tv-2026-02-23/1": "another day",
    },
    "held_by_ukraine": {
        "en-rua-gr-2022-05-07/2": "a part or list",
        "news-odessa-2022-05-07/1": "a part or list",
        "lyricsonline-undated/2": "a part or list",
        "lyricsonline-undated/3": "a part or list",
        "news-pravda-2025-05-17/4": "an outlet's sum",
        "aa-com-tr-2025-07-23/3": "a part or list",
        "tass-2025-08-30/1": "a part or list",
        "news-2025-09-03/1": "a part or list",
        "tass-2026-01-27/1": "a part or list",
        "italy-news-pravda-2025-08-24/1": "an outlet's sum",
        "rbc-2026-02-14/2": "another day",
        "24tv-2026-02-23/2": "another day",
        "rbc-2026-03-05-1/1": "an outlet's sum",
        "rbc-2026-03-05-1/2": "an outlet's sum",
    },
}


@pytest.mark.parametrize("measure", NO_STOCK)
def test_the_rule_agrees_with_a_reading_by_hand(record, measure):
    rows = held_figures(record, measure=measure)
    found = rows[rows["kind"] != STOCK].set_index("report_id")["kind"].to_dict()
    assert NO_STOCK[measure].items() <= found.items()


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("", STOCK),
        ("still held", STOCK),
        ("many civilians; some missing since 2014", STOCK),
        ("called official confirmed data", STOCK),
        ("confirmed data only, may be higher", STOCK),
        ("page undated; around 20 June", STOCK),
        ("total captured or surrendered, Russian claim", "ever captured"),
        ("captured in the last five days", "captures of some days"),
        ("Surrendered since 16 May; 80 of them wounded", "ever captured"),
        ("list of wounded given to the other side", "a part or list"),
    ],
)
def test_kinds_by_their_words(record, note, kind):
    assert kind_of_note(record, note)[0] == kind


def test_the_words_that_tell_are_those_of_the_record():
    """ "All captured servicemen had been returned": 0 held, by Armenia, on 9 December 2021."""
    second = load_record(ROOT / "data" / "armenia_azerbaijan")
    rows = held_figures(second, measure="held_by_armenia").set_index("report_id")
    none_left = rows.loc["armradio-2021-12-09/1"]
    assert (none_left["figure"], none_left["kind"]) == (0, STOCK)


def test_founding_stocks_stand_in_their_place(record):
    rows = held_figures(record, measure="held_by_russia").set_index("report_id")
    soldiers, civilians = rows.loc["founding-003/3"], rows.loc["founding-003/4"]
    assert (soldiers["group"], soldiers["low"], soldiers["kind"]) == ("military", 3000, STOCK)
    assert (civilians["group"], civilians["figure"]) == ("civilians", 28000)
    assert (civilians["low"], civilians["high"]) == (27500, 28500)


def test_pages_that_repeat_one_statement_are_one_row(record):
    rows = held_figures(record, measure="held_by_russia")
    keys = ["earliest", "as_of", "group", "voice", "figure", "low", "high", "kind", "words"]
    assert not rows.duplicated(keys).any()
    assert (rows["pages"] >= 1).all()
    withdrawn = (rows["figure"] == 755) & (rows["group"] == "national_guard")
    assert not withdrawn.any()


def test_captured_less_returned(record):
    rows = captures_left(record, measure="held_by_russia")
    # 4,337 ever captured by 28 November 2023; at least 2,598 had returned in exchanges by then.
    row = rows[rows["captured"] == 4337].iloc[0]
    figures = held_figures(record, measure="held_by_russia")
    assert set(figures.loc[figures["low"] == 4337, "words"]) == {"ever captured"}
    assert row["returned"] >= 2598
    assert row["left"] == 4337 - row["returned"]


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
