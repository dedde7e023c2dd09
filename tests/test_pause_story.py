"""Statements, missing persons and the words: computed from the record, and from nothing else."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from record_folders import REFERENCE

from analysis import counts_by_exchange, exchange_events
from analysis.events.batches import returned_by_day
from analysis.events.events import gaps_of
from analysis.events.notable_pauses import missing_table, notable_pauses
from analysis.events.verdicts_by_counting import LEVEL
from analysis.story.cadence import cadence_in_words
from analysis.story.headline import headline
from analysis.story.pause import answer_in_words, asked_pause
from analysis.story.said_in_pause import statements_in_pause
from analysis.story.theses import (
    selection_warning,
    thesis_longest,
    thesis_missing,
    thesis_others,
    thesis_stopped,
    thesis_unusual,
)
from analysis.story.worlds import worlds_table
from analysis.trust.runs import all_pause_choices


@pytest.fixture(scope="module")
def pause(record):
    return asked_pause(record)


def test_missing_is_expected_less_observed(record, pause):
    table = missing_table(record, pause)
    assert (table["missing"] - (table["expected"] - table["observed"])).abs().max() < 1e-9
    assert (table["observed"] == 0).all()
    assert (table["predicted_low"] <= table["low"]).all()
    assert (table["high"] <= table["predicted_high"]).all()
    # by hand: events before that of 7 August 2023, at which the stretch was cut, over the days
    # until then, times the days of the pause
    events = exchange_events(record, **REFERENCE)["start"]
    before = (events < pause.start).sum() / ((pause.start - record.counted_from).days + 1)
    first = table[(table["counted"] == "exchanges") & (table["earlier_rate"] == "all before")]
    assert first.loc[first["model"] == "poisson", "expected"].item() == pytest.approx(before * 148)


def test_an_open_pause_has_no_after(record):
    with pytest.raises(ValueError, match="nothing comes after it"):
        missing_table(record, notable_pauses(record)[-1])


def test_persons_by_day_are_the_official_counts(record):
    persons = returned_by_day(record, "announced")
    # Coordination Headquarters: 230 on 3 January 2024, 22 on 7 August 2023.
    assert persons["2024-01-03"] == 230 and persons["2023-08-07"] == 22
    told = counts_by_exchange(record, measure="returned_to_ukraine", group="all")
    withheld = told[(told["status"] == "withheld") & ~told["start"].duplicated(keep=False)]
    assert len(withheld) and not set(withheld["start"]) & set(persons.index)


def test_pauses_and_headlines_read_twice_are_equal(record):
    # One pause is open. A missing day as NaT would not equal itself from Python 3.13 on.
    assert notable_pauses(record)[-1].end is None
    assert notable_pauses(record) == notable_pauses(record)
    silent = replace(record, complete_through=record.complete_through + pd.Timedelta(days=500))
    assert headline(silent).pause_end is None
    assert headline(silent) == headline(silent)


def test_statements_hold_what_officials_said_meanwhile(record, pause):
    table = statements_in_pause(record, pause)
    assert table["said"].between("2023-08-08", "2024-01-02").all()
    assert table["said"].is_monotonic_increasing
    # The president on 2 December 2023: about 100 in six months by small swaps.
    president = table[table["voice"].str.contains("President")]
    about = president[president["about"] == "2023-06-02 to 2023-12-02"]
    assert set(about["figure"]) == {"≤ 100", "50–150"}
    # The military intelligence on 18 August 2023: 2,598 in 48 exchanges.
    assert {"2,598", "48"} <= set(table.loc[table["said"] == "2023-08-18", "figure"])
    official = record.speakers.loc[record.speakers["side"] != "other", "voice"]
    for voices in table["voice"]:
        assert set(voices.split("; ")) & set(official)


def test_statements_never_enter_the_gaps(record, pause):
    mute = replace(record, reports=record.reports.iloc[:0])
    assert notable_pauses(mute) == notable_pauses(record)
    assert statements_in_pause(mute, pause).empty


def test_the_answer_is_three_sentences_of_computed_numbers(record, pause):
    text = answer_in_words(record)
    own = all_pause_choices(record)
    own = own[own["pause"] == pause.name]
    assert "7 August 2023" in text and "3 January 2024" in text and "149 days" in text
    rows = own[(own["test"] != "single") & (own["null"] == "whole")]
    small = int((rows["pvalue"] <= LEVEL).sum())
    assert f"in {small} of {rows['pvalue'].count()} ways" in text
    for world, row in worlds_table(record, pause.days).iterrows():
        words = f"{row['verdict']} for "
        assert words in text and f"(P {row['pvalue']:.2g}" in text, world
        if row["verdict"] == "undecided":
            found = f"150 days in {row['stop_150']:.0%} of {row['histories']:,} histories"
            assert found in text
    assert len(re.findall(r"\.(?= [A-Z]|$)", text.replace("**In short.**", ""))) == 3


def test_theses_follow_the_record(record):
    longest = max(p.days for p in notable_pauses(record))
    assert thesis_longest(record).startswith("**Supported:** with 149 days") == (longest == 149)
    assert thesis_stopped(record).startswith("**Supported:**")
    assert "holds the first day of the pause" in thesis_unusual(record)
    table = missing_table(record, asked_pause(record)).query("counted == 'exchanges'")
    assert f"(95% {table['low'].min():,.0f} to {table['high'].max():,.0f};" in thesis_missing(
        record
    )
    others = [p for p in notable_pauses(record) if p.end and p != asked_pause(record)]
    assert thesis_others(record).count(" rings in ") == len(others)
    gaps = gaps_of(record, **REFERENCE)
    assert f"Of {(~gaps['censored']).sum()} gaps" in selection_warning(record)


@pytest.mark.slow
def test_cadence_in_words_follows_the_tables(record):
    text = cadence_in_words(record)
    gaps = gaps_of(record, **REFERENCE)
    assert f"it took {gaps.loc[~gaps['censored'], 'days'].mean():.0f} days" in text
    assert "of 45 ways" in text and "false-alarm rate of 5%" in text
