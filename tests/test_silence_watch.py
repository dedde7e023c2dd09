"""The watcher knows nothing of what came later, and the alarm rings when it says it does."""

from dataclasses import replace
from math import comb

import pandas as pd
import pytest
from record_folders import DEFINITIONS, REFERENCE

from analysis import load_record, pause_table
from analysis.events.events import exchange_events, reference
from analysis.events.notable_pauses import longest_silences, notable_pauses, undated_in_pauses
from analysis.events.silence_watch import (
    alarm_by_law,
    alarm_days,
    alarm_summary,
    gaps_before,
    watched_silence,
)
from analysis.events.verdicts import dated_pauses
from analysis.story.pause import asked_pause


@pytest.fixture(scope="module")
def past(record):
    """The record as if it had been searched through the end of February 2026."""
    return replace(record, complete_through=pd.Timestamp("2026-02-28"))


@pytest.fixture(scope="module")
def pause(record):
    return asked_pause(record)


def test_the_pauses_are_those_of_the_founding_question(record, past):
    closed = {(f"{p.start:%Y-%m-%d}", f"{p.end:%Y-%m-%d}", p.days)
              for p in notable_pauses(past)[:-1]}  # fmt: skip
    # Days of the exchanges around each pause as officials announced them.
    assert {
        ("2023-08-07", "2024-01-03", 149),
        ("2025-10-02", "2026-02-05", 126),
        ("2024-02-08", "2024-05-31", 113),
        ("2022-06-29", "2022-09-02", 65),
    } <= closed
    assert notable_pauses(record)[-1].name.endswith("– end of search")


@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize("merge_days", [0, 7, 14])
def test_no_way_of_counting_puts_an_exchange_on_the_day_inside(record, definition, merge_days):
    events = exchange_events(record, definition, merge_days)
    for pause in notable_pauses(record):
        assert pause.start < pause.inside
        assert not ((events["start"] <= pause.inside) & (pause.inside <= events["end"])).any()


def test_undated_exchanges_break_only_the_pause_whose_days_their_windows_reach(past, rng):
    table = undated_in_pauses(past, 60, rng).set_index("pause")
    changed = table.index[table["shortest"] < table["days"]].tolist()
    assert changed == ["2 Oct 2025 – 5 Feb 2026"]
    # The 70th lies between 16 October 2025 and 4 February 2026: at least half of 126 days stay.
    assert 63 <= table.loc[changed[0], "shortest"] < table.loc[changed[0], "longest"] <= 125


def test_longest_silence_of_the_dated_exchanges_is_the_pause(record, pause):
    events = exchange_events(record, **REFERENCE)
    pauses = notable_pauses(record)
    assert longest_silences(record, pauses, events) == [each.days for each in pauses]


def test_surprise_grows_and_hope_falls(record, pause):
    watched = watched_silence(record, pause, REFERENCE)
    assert watched["day"].tolist() == list(range(1, pause.days))
    for name in ("constant", "average"):
        assert watched[name].is_monotonic_decreasing
    known = gaps_before(record, pause, REFERENCE)
    # of the days beyond the window, dealt to one gap more, the last gets more than 60 with this
    # probability: compositions of one number of days over those of another
    beyond, n = int((known - REFERENCE["merge_days"]).sum()), len(known)
    slow = comb(beyond, n) / comb(beyond + 60 - REFERENCE["merge_days"], n)
    assert watched["constant"].iloc[59] == pytest.approx(slow)
    assert watched["soon"].iloc[-1] < watched["soon"].iloc[0]


def test_the_watcher_does_not_know_the_future(record, pause):
    past = replace(record, exchanges=record.exchanges[record.exchanges["end"] <= pause.start],
                   complete_through=pd.Timestamp("2024-01-02"))  # fmt: skip
    still = replace(pause, end=None, days=148)
    then = watched_silence(past, still, REFERENCE)
    assert then.equals(watched_silence(record, pause, REFERENCE))


def test_alarm_rings_on_the_first_day_beyond_its_level(record, pause):
    alarms = alarm_days(record, pause, ["announced"], [1]).set_index("alpha")
    watched = watched_silence(record, pause, REFERENCE)
    mean = gaps_before(record, pause, REFERENCE).mean()
    for alpha, row in alarms.iterrows():
        reached = watched["constant"] <= alpha * mean / 365
        assert row["date"] == reached.idxmax()
        assert row["rang"]


@pytest.mark.slow
def test_laws_of_the_alarm(record, pause):
    table = alarm_by_law(record, pause, REFERENCE)
    own = alarm_days(record, pause, ["announced"], [1]).set_index("alpha")["day"]
    assert table.loc["exponential"].tolist() == own.tolist()
    filled = table.fillna(999)
    assert (filled["10%"] <= filled["5%"]).all() and (filled["5%"] <= filled["1%"]).all()
    short = replace(pause, days=50)
    assert alarm_by_law(record, short, REFERENCE).isna().all(axis=None)


def test_summary_counts_the_ways(record, pause):
    days = alarm_days(record, pause, DEFINITIONS, [0, 7, 14])
    table = alarm_summary(days)
    assert (table["ways"] == 9).all()
    assert table["rang"].is_monotonic_decreasing  # fewer false alarms, fewer true ones
    assert (table["first_day"] <= table["median_day"]).all()
    later = alarm_summary(days.assign(rang=False))
    assert later["first_day"].isna().all()


def test_a_pause_with_few_gaps_before_it_is_left_out(past):
    early = next(p for p in notable_pauses(past) if p.start < pd.Timestamp("2022-12-31"))
    assert alarm_days(past, early, ["numbered"], [14]).empty


def test_every_list_of_long_pauses_rests_on_the_same_gaps():
    # Merging takes away short gaps alone, so that lists with other merge windows agree beyond them.
    conflict = load_record("tests/data/simulated_conflict")
    over, way = 30, reference(conflict)
    dated = dated_pauses(conflict, definition=way["definition"], over=over)
    notable = sorted((pause.start, pause.days) for pause in notable_pauses(conflict)[:-1])
    judged = pause_table(conflict, **way, min_days=over + 1, null="whole", model="exponential")
    assert dated["days"].tolist() == judged["days"].tolist()
    assert dated["start"].tolist() == judged["start"].tolist()
    longest = dated.nlargest(len(notable), "days").sort_values("start")
    assert notable == list(zip(longest["start"], longest["days"], strict=True))
