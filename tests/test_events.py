from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st
from record_folders import SMALL_WORDS

from analysis.events.drawn_histories import histories, range_over_histories
from analysis.events.events import event_gaps, exchange_events


def record(rows, complete_through="2026-03-10"):
    """Rows are (start, end, kind, number)."""
    table = pd.DataFrame(rows, columns=["start", "end", "kind", "number"])
    table["start"] = pd.to_datetime(table["start"])
    table["end"] = pd.to_datetime(table["end"])
    table["number"] = table["number"].astype("Int64")
    through = pd.Timestamp(complete_through)
    return SimpleNamespace(exchanges=table, complete_through=through, vocabulary=SMALL_WORDS)


MIXED = record(
    [
        ("2022-03-01", "2022-03-01", "local", None),
        ("2025-05-23", "2025-05-23", "stage", 65),
        ("2025-05-24", "2025-05-24", "stage", 65),
        ("2025-05-25", "2025-05-25", "stage", 65),
        ("2025-05-26", "2025-07-28", "numbered", 66),
        ("2025-06-09", "2025-06-09", "stage", None),
        ("2025-08-14", "2025-08-14", "numbered", 67),
        ("2025-11-22", "2025-11-22", "outside", None),
        ("2026-04-24", "2026-04-24", "numbered", 73),
    ]
)


def test_each_definition_takes_its_kinds():
    merged = {
        name: exchange_events(MIXED, name, 0)["n_merged"].sum()
        for name in ("numbered", "announced", "all")
    }
    # numbered: three days of the 65th, 67th; announced: the unnumbered stage as well; all: the
    # local and the outside one as well; never the one after complete_through, nor the undated 66th
    assert merged == {"numbered": 4, "announced": 5, "all": 7}


def test_middle_day_of_a_short_window_and_no_day_of_a_long_one():
    rows = record(
        [
            ("2026-02-01", "2026-02-06", "numbered", None),  # five days: the middle is the third
            ("2025-05-26", "2025-07-28", "numbered", 66),  # nine weeks: any day would be invented
        ]
    )
    events = exchange_events(rows, "numbered", 0)
    assert len(events) == 1
    row = events.iloc[0]
    assert row["start"] == row["end"] == pd.Timestamp("2026-02-03")
    assert (row["earliest"], row["latest"]) == (
        pd.Timestamp("2026-02-01"),
        pd.Timestamp("2026-02-06"),
    )
    drawn = next(histories(rows, "numbered", 0, 1, np.random.default_rng(1)))
    assert len(drawn) == 2


def test_merge_window_counts_days_between_end_and_start():
    rows = record(
        [(d, d, "numbered", None) for d in ("2024-09-13", "2024-09-14", "2024-09-16", "2024-09-30")]
    )
    sizes = {
        m: exchange_events(rows, "numbered", m)["n_merged"].tolist() for m in (0, 1, 2, 13, 14)
    }
    assert sizes == {0: [1, 1, 1, 1], 1: [2, 1, 1], 2: [3, 1], 13: [3, 1], 14: [4]}


def test_same_day_exchanges_are_one_event_at_merge_zero():
    rows = record([("2022-04-14", "2022-04-14", kind, None) for kind in ("numbered", "local")])
    assert exchange_events(rows, "all", 0)["n_merged"].tolist() == [2]


def test_founding_pause_is_149_days():
    rows = record([(d, d, "numbered", None) for d in ("2023-08-07", "2024-01-03")])
    gaps = event_gaps(exchange_events(rows, "numbered", 0), "2024-01-31")
    assert gaps["days"].tolist() == [149, 28]
    assert gaps["part"].tolist() == ["between", "open"]


def test_gap_runs_from_the_last_day_of_a_merged_event():
    events = exchange_events(MIXED, "numbered", 1)
    gaps = event_gaps(events, MIXED.complete_through)
    assert gaps["start"].iloc[0] == pd.Timestamp("2025-05-25")
    assert gaps["end"].iloc[0] == pd.Timestamp("2025-08-14")


def test_spacings_and_spans_fill_the_window():
    events = exchange_events(MIXED, "all", 3)
    gaps = event_gaps(events, MIXED.complete_through, counted_from="2022-02-24")
    spans = (events["end"] - events["start"]).dt.days.sum()
    assert gaps["days"].sum() + spans == (MIXED.complete_through - pd.Timestamp("2022-02-24")).days
    assert gaps["censored"].tolist() == [True] + [False] * (len(gaps) - 2) + [True]


def test_provisional_window_is_left_out():
    rows = record([("2026-03-01", "2026-03-20", "numbered", 72)])
    assert exchange_events(rows, "numbered", 0).empty


def naive_merge(days, merge_days):
    groups = []
    for day in sorted(days):
        if groups and day - groups[-1][-1] <= merge_days:
            groups[-1].append(day)
        else:
            groups.append([day])
    return [(g[0], g[-1], len(g)) for g in groups]


@pytest.mark.slow
@given(st.lists(st.integers(0, 120), min_size=1, max_size=30), st.integers(0, 14))
def test_merging_agrees_with_a_plain_loop(days, merge_days):
    origin = pd.Timestamp("2022-03-01")
    dates = [origin + pd.Timedelta(days=d) for d in days]
    events = exchange_events(
        record([(d, d, "numbered", None) for d in dates]), "numbered", merge_days
    )
    got = [
        ((row.start - origin).days, (row.end - origin).days, row.n_merged)
        for row in events.itertuples()
    ]
    assert got == naive_merge(days, merge_days)


@pytest.mark.slow
def test_histories_stay_in_their_windows_and_repeat_with_the_seed():
    first, second = (
        [h["start"].tolist() for h in histories(MIXED, "all", 0, 20, np.random.default_rng(3))]
        for _ in range(2)
    )
    assert first == second
    days = set()
    for events in histories(MIXED, "all", 0, 400, np.random.default_rng(4)):
        free = events[events["latest"] == "2025-07-28"].iloc[0]
        assert pd.Timestamp("2025-05-26") <= free["end"] <= pd.Timestamp("2025-07-28")
        if free["n_merged"] == 1:
            days.add(free["start"])
    assert {pd.Timestamp("2025-05-26"), pd.Timestamp("2025-07-28")} <= days
    assert len(days) > 55  # 64 days of the window, less those on which it merges


def test_range_over_histories_of_an_undated_exchange():
    def longest(events):
        return event_gaps(events, "2025-08-20")["days"].max()

    rows = record([*MIXED.exchanges.iloc[:7].itertuples(index=False, name=None)], "2025-08-20")
    span = range_over_histories(longest, rows, "numbered", 0, 300, np.random.default_rng(5))
    # without the 66th: 25 May to 14 August; with it, in the middle of them or at either end
    assert span["dated"] == 81
    assert span["low"] == 41
    assert span["high"] == 80


def test_shifting_all_dates_shifts_events_and_keeps_gaps():
    shifted = record(MIXED.exchanges.assign().itertuples(index=False, name=None))
    shifted.exchanges["start"] += pd.Timedelta(days=100)
    shifted.exchanges["end"] += pd.Timedelta(days=100)
    shifted.complete_through += pd.Timedelta(days=100)
    old, new = (
        event_gaps(exchange_events(r, "announced", 2), r.complete_through) for r in (MIXED, shifted)
    )
    assert old["days"].tolist() == new["days"].tolist()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: exchange_events(MIXED, "major", 0), "'major' is not one of"),
        (lambda: exchange_events(MIXED, "all", -1), "merge_days must be a whole number"),
        (lambda: exchange_events(MIXED, "all", 1.5), "merge_days must be a whole number"),
        (lambda: event_gaps(exchange_events(MIXED, "all", 0), "2025-01-01"), "after complete_thr"),
        (
            lambda: event_gaps(exchange_events(MIXED, "all", 0), "2026-01-01", "2025-01-01"),
            "before counted_from",
        ),
        (lambda: event_gaps(exchange_events(record([]), "all", 0), "2026-01-01"), "is empty"),
        (lambda: list(histories(MIXED, "all", 0, 0, np.random.default_rng())), "n must be"),
    ],
)
def test_wrong_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
