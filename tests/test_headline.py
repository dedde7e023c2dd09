"""The headline agrees with published numbers and with the tables behind it."""

from dataclasses import replace

import pandas as pd
import pytest
from record_folders import ROOT, SMALL

from analysis import dated_pauses, headline, load_record, window_bounds
from analysis.commands.figures import BEGIN, END, with_block
from analysis.story.headline import in_markdown


def test_persons_are_the_last_published_total_of_what_was_searched(record):
    # Coordination Headquarters, 30 December 2024: 3,956 in 59 exchanges, the last on that day.
    then = headline(replace(record, complete_through=pd.Timestamp("2024-12-31")))
    assert (then.low, then.best, then.high) == (3956, 3956, 3956)
    assert then.as_of >= pd.Timestamp("2024-12-30") and then.total
    assert then.chain == 59
    assert then.all_said == 3935  # on 8 December, by pages that do not say what it counts


def test_the_headline_is_what_the_bounds_give(record):
    found = headline(record)
    for measure, day, least in (
        ("returned_to_ukraine", found.as_of, found.low),
        ("exchanges", found.complete_through, found.chain),
    ):
        bounds = window_bounds(
            record, measure=measure, group="all", channel="numbered", start="2022-02-24", end=day
        )
        assert bounds.low == least
    assert found.as_of <= found.complete_through == record.complete_through
    assert found.low <= found.best <= found.high
    assert found.all_low >= found.low


def test_the_first_screen_of_the_readme_is_computed(record):
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    assert in_markdown(headline(record)) in page, "run: make figures"


def test_a_page_without_marks_is_left_alone(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("nothing here\n")
    with pytest.raises(ValueError, match="no headline marks"):
        with_block(page, "text")
    assert page.read_text() == "nothing here\n"
    page.write_text(f"a\n{BEGIN}\nold\n{END}\nb\n")
    assert with_block(page, "new") == f"a\n{BEGIN}\nnew\n{END}\nb\n"


def test_the_longest_pause_of_2023_is_the_one_the_project_was_founded_on(record):
    found = headline(replace(record, complete_through=pd.Timestamp("2024-12-31")))
    assert found.pause_days == 149 == (found.pause_end - found.pause_start).days
    assert found.pause_start == pd.Timestamp("2023-08-07")
    assert headline(record).pause_days >= 149


def test_the_official_total_of_7_august_2023(record):
    # Coordination Headquarters, 7 August 2023: 2,598 in 48 exchanges.
    window = {"group": "all", "channel": "numbered", "start": "2022-02-24", "end": "2023-08-07"}
    persons = window_bounds(record, measure="returned_to_ukraine", **window)
    exchanges = window_bounds(record, measure="exchanges", **window)
    assert (persons.low, persons.high) == (2598, 2598)
    assert (exchanges.low, exchanges.high) == (48, 48)


def test_every_exchange_on_record_is_counted_once(record):
    found = headline(record)
    rows = record.exchanges[record.exchanges["end"] <= record.complete_through]
    stages_of_a_numbered_deal = rows["number"].dropna().duplicated().sum()
    counted = found.numbered + found.apart + found.outside
    assert counted == len(rows) - stages_of_a_numbered_deal


def test_a_pause_that_nothing_ended_lasts_until_the_search_ended():
    found = headline(load_record(SMALL))
    assert found.pause_end is None
    for words in (str(found), in_markdown(found)):
        assert "120 days, 2031-03-02 to 2031-06-30, when the search ended" in words


def test_without_a_total_no_day_of_a_total_is_named():
    small = load_record(SMALL)
    events = small.reports[small.reports["scope"] == "event"]
    found = headline(replace(small, reports=events, judgements=small.judgements.iloc[:0]))
    assert found.as_of == small.complete_through and not found.total
    assert "by 2031-06-30.\n" in in_markdown(found)


def test_an_exchange_without_a_day_is_named_beside_the_pause_that_held_it():
    small = load_record(SMALL)
    undated = small.exchanges.assign(
        kind=small.exchanges["kind"].where(small.exchanges["start"] == small.exchanges["end"],
                                           "numbered")
    )  # fmt: skip
    past = replace(small, exchanges=undated, complete_through=pd.Timestamp("2031-03-03"))
    found = headline(past)
    assert (found.pause_days, found.pause_undated) == (50, 1)
    assert "2031-03-01 (one exchange that no page dates within)" in str(found)


def test_an_undated_exchange_does_not_end_a_pause_but_is_named_beside_it(record):
    pauses = dated_pauses(record, definition="announced", over=120).set_index("start")
    # The 70th exchange: held between 16 October 2025 and 4 February 2026, dated by no page.
    assert pauses.loc["2025-10-02", ["days", "undated"]].tolist() == [126, 1]
    assert pauses.loc["2023-08-07", "undated"] == 0
