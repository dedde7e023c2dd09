"""The sentences of the story on records that are not this one: the other thing is said, or nothing.

Each case changes what one sentence rests on.
"""

import re
from dataclasses import replace
from functools import partial

import pandas as pd
import pytest
from made_records import exchange, made_record, report
from record_folders import SMALL

from analysis import load_record
from analysis.audit.contradictions import contradictions
from analysis.events.verdicts_by_counting import pause_choices
from analysis.story import pause as pause_words, theses
from analysis.story.audit import audit_in_words, missed_totals, widest_spans
from analysis.story.cadence import cadence_in_words
from analysis.story.headline import headline, in_markdown
from analysis.story.pause import answer_in_words, asked_pause
from analysis.story.returned import packages_in_words, who_returned_in_words
from analysis.story.theses import (
    selection_warning,
    thesis_longest,
    thesis_missing,
    thesis_others,
    thesis_stopped,
    thesis_unusual,
)
from analysis.story.words import CHAIN

OF_THE_PAUSE = (
    answer_in_words,
    thesis_stopped,
    thesis_longest,
    thesis_unusual,
    selection_warning,
    thesis_missing,
    thesis_others,
)
EVERY = (
    *OF_THE_PAUSE,
    cadence_in_words,
    audit_in_words,
    who_returned_in_words,
    partial(packages_in_words, within_days=180),
    lambda record: in_markdown(headline(record)),
)


@pytest.fixture(autouse=True)
def few_choices(monkeypatch):
    """Judge by few ways of counting: all of them take minutes on a record of which none is kept."""
    some = partial(pause_choices, merge_windows=[1, 7], n_jobs=1)
    for module in (pause_words, theses):
        monkeypatch.setattr(module, "all_pause_choices", some)


@pytest.fixture(scope="module")
def past(record):
    """The record as if it had been searched through the end of February 2026."""
    return replace(record, complete_through=pd.Timestamp("2026-02-28"))


def with_exchange(record, start, end=None, kind="numbered"):
    """The record with one exchange more, named after its window."""
    days = {"start": pd.Timestamp(start), "end": pd.Timestamp(end or start)}
    row = record.exchanges.iloc[[0]].assign(**days, kind=kind, number=pd.NA, exchange_id=start)
    rows = pd.concat([record.exchanges, row]).sort_values(["start", "end"], ignore_index=True)
    return replace(record, exchanges=rows)


def only(record, **chosen):
    """The record without the reports that fail a test of their column, and their judgements."""
    reports = record.reports
    for column, wanted in chosen.items():
        reports = reports[wanted(reports[column])]
    judged = record.judgements["report_id"].isin(reports["report_id"])
    corrected = reports["corrects"].where(reports["corrects"].isin(reports["report_id"]), "")
    return replace(
        record, reports=reports.assign(corrects=corrected), judgements=record.judgements[judged]
    )


def assert_whole(text):
    """No part of a sentence is broken or empty, and the end of the search is not called now."""
    assert not re.search(
        r"\b(nan|NaN|NaT|None|inf|<NA>)\b|  |: [.;]|\(\)|, [.;]|\b0 statement", text
    )
    assert text.endswith((".", "."))
    assert " now" not in text


def test_the_pause_as_it_is(past):
    assert thesis_stopped(past).startswith(
        "**Supported:** between 7 August 2023 and 3 January 2024"
    )
    # The president's office, 2 December 2023: about 100, or fewer, in six months; the page names
    # no channel, so it says so only to a reader who takes them for swaps beside the chain.
    said = past.reports["report_id"].isin(["en-interfax-2023-12-02/1", "ukranews-2023-12-02/1"])
    beside = past.reports["channel"].mask(said, "unnumbered")
    read = replace(past, reports=past.reports.assign(channel=beside))
    figures = "(≤ 100 or 50–150 from 2 June 2023 to 2 December 2023), in no exchange on record."
    assert figures in thesis_stopped(read) and figures not in thesis_stopped(past)
    assert "can only shorten another pause, not this one" in thesis_longest(past)
    assert thesis_longest(past).startswith("**Supported:** with 149 days it is the longest")


def test_an_undated_exchange_that_may_lie_in_the_pause(past):
    changed = with_exchange(past, "2023-07-20", "2023-10-31")
    said = "One exchange that no page dates may have been held in it."
    for sentence in (answer_in_words, thesis_stopped, thesis_longest):
        assert said in sentence(changed)
    assert "no exchange was announced on a known day for 149 days" in answer_in_words(changed)
    assert thesis_stopped(changed).startswith("**Not supported as it stands:**")
    assert "not this one" not in thesis_longest(changed)


def test_an_undated_exchange_within_the_pause(past):
    changed = with_exchange(past, "2023-09-01", "2023-11-30")
    said = "One exchange was held in that time on a day no page gives."
    for sentence in (answer_in_words, thesis_stopped, thesis_longest):
        assert said in sentence(changed)
    assert "not this one" not in thesis_longest(changed)


def test_without_an_undated_exchange_there_is_no_caveat(past):
    days = (past.exchanges["end"] - past.exchanges["start"]).dt.days
    assert "caveat" not in thesis_longest(replace(past, exchanges=past.exchanges[days <= 7]))


def test_a_local_exchange_in_the_pause(past):
    changed = with_exchange(past, "2023-10-10", kind="local")
    text = thesis_stopped(changed)
    assert text.startswith("**Supported in part:**")
    assert "one exchange of another kind was held (10 October 2023)" in text
    assert "under any of" not in text and "in no exchange on record" not in text
    # 10 October 2023 to 3 January 2024 is 85 days
    assert "for 149 days (by way of counting 85 to 149)" in answer_in_words(changed)


def test_an_announced_exchange_in_the_pause_leaves_another_one_longest(past):
    changed = with_exchange(past, "2023-10-20")
    assert asked_pause(changed).name == "7 Aug 2023 – 20 Oct 2023"
    text = thesis_longest(changed)
    assert text.startswith("**Not supported:** it lasted 74 days, and 2 Oct 2025 – 5 Feb 2026 is")
    assert "longest of all gaps in 0 of 6 ways" in answer_in_words(changed)


def test_a_longer_silence_at_the_end_of_the_search(past):
    silent = replace(past, complete_through=past.complete_through + pd.DateOffset(years=1))
    silent = replace(silent, exchanges=past.exchanges[past.exchanges["end"] <= "2026-02-28"])
    text = thesis_longest(silent)
    assert text.startswith(
        "**Not supported:** it lasted 149 days, and 5 Feb 2026 – end of search is"
    )
    assert "2026-02-05 to 2027-02-28, when the search ended" in in_markdown(headline(silent))


def test_nobody_spoke_of_small_swaps(past):
    mute = replace(past, reports=past.reports[past.reports["scope"] == "event"])
    assert "Officials spoke" not in thesis_stopped(mute)


@pytest.mark.parametrize("sentence", EVERY)
def test_two_events_only(past, sentence):
    chosen = past.exchanges["start"].isin(pd.to_datetime(["2023-08-07", "2024-01-03"]))
    two = replace(past, exchanges=past.exchanges[chosen].reset_index(drop=True))
    assert len(two.exchanges) == 2
    text = sentence(two)
    assert_whole(text)
    if sentence in OF_THE_PAUSE and sentence not in (thesis_stopped, thesis_longest):
        assert text.startswith("**Too few.**")


@pytest.mark.parametrize("sentence", EVERY)
def test_a_record_of_one_side_and_of_nothing_else(sentence):
    bare = made_record(
        [report(10, day, day) for day in (5, 20, 60)],
        [exchange(day, number=n) for n, day in enumerate((5, 20, 60), start=1)],
    )
    assert_whole(sentence(bare))


@pytest.mark.parametrize("sentence", EVERY)
def test_the_small_record(sentence):
    assert_whole(sentence(load_record(SMALL)))


def test_without_packages_nothing_is_said_of_them(past):
    text = packages_in_words(only(past, measure=lambda name: name != "packages"), within_days=180)
    assert "promise" not in text and "package" not in text
    assert "about people held by Russia" in text
    assert_whole(text)


def test_without_one_sides_held_the_other_ones_are_told(past):
    mute = only(past, measure=lambda name: name != "held_by_ukraine")
    text = packages_in_words(mute, within_days=180)
    assert "for each prisoner held by Russia." in text and "held by Ukraine" not in text
    assert_whole(text)


def test_packages_that_reached_one_side_settle_no_reading(past):
    delivered = (past.reports["group"] == "for_russian_prisoners") & past.reports["bound"].ne(
        "planned"
    )
    text = packages_in_words(replace(past, reports=past.reports[~delivered]), within_days=180)
    assert "read as so many" not in text
    assert_whole(text)


def test_without_guardsmen_nothing_is_said_of_them(past):
    text = who_returned_in_words(only(past, group=lambda name: name != "national_guard"))
    assert "Guardsmen" not in text
    assert "days of numbered exchanges with a count for both sides" in text
    assert_whole(text)


def test_without_the_other_side_no_balance_is_drawn(past):
    text = who_returned_in_words(only(past, measure=lambda name: name != "returned_to_russia"))
    assert "one for one" not in text and "Guardsmen" in text
    assert_whole(text)


def test_without_a_contradiction_none_is_settled():
    agreed = made_record(
        [report(10, 5, 5), report(20, 20, 20), report(30, 0, 30)], [exchange(5), exchange(20)]
    )
    assert contradictions(agreed, **CHAIN).empty
    assert audit_in_words(agreed) == (
        "**In short.** Of one published total of the numbered chain, 1 is inside what all reports "
        "together allow. The reports as published do not contradict each other."
    )
    events = made_record([report(10, 5, 5)])
    assert "No total of the numbered chain was published." in audit_in_words(events)


def test_even_gaps_are_called_even_and_as_random_ones_random(conflict):
    days = [20 * place + place % 2 for place in range(45)]
    even = made_record([], [exchange(day) for day in days], days=900)
    text = cadence_in_words(even)
    assert "more even than chance makes them" in text
    assert "No change of the rate is found" in text
    assert "about as uneven as chance makes them" in cadence_in_words(conflict)


def test_missed_totals_and_uncertain_days_are_listed_in_print():
    said = made_record(
        [
            report(40, 0, 19),
            report(35, 0, 29),
            report(30, 0, 39, channel=""),
            report(60, 0, 49, exchange_no=2),
        ],
        [exchange(30)],
        [{"report_id": f"page-{n}/1", "action": "exclude", "reason": "a misprint"} for n in (1, 2)],
    )
    table = missed_totals(said)
    assert table[["by", "total", "counts", "all reports allow", "off by"]].to_numpy().tolist() == [
        ["2031-01-30", "35", "the chain", "40–60", "−5"],
        ["2031-02-09", "30", "not said", "40–60", "−10"],
    ]
    spans = widest_spans(said, most=3)
    assert spans["width"].tolist() == ["40", "20", "no limit"]
    assert spans["start"].dt.strftime("%Y-%m-%d").tolist() == [
        "2031-01-01", "2031-01-21", "2031-02-20",
    ]  # fmt: skip
    assert widest_spans(said, most=1)["width"].tolist() == ["no limit"]
