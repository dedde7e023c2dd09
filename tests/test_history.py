"""The best history is feasible, whole, deterministic, and invents no day."""

import numpy as np
import pandas as pd
import pytest
from made_records import day, exchange, made_record, report

from analysis import dated_series
from analysis.bounds.windows import record_repairs, window_bounds
from analysis.series.history import best_history

SERIES = ("returned_to_ukraine", "all", "numbered")


def best_of(record):
    rows = best_history(record, *SERIES).exchanges
    return [None if pd.isna(count) else int(count) for count in rows["best"]]


def drawn(rng, *, wrong=0.0):
    """A random course of exchanges; half their counts and some totals are published.

    Returns the record and the true persons of each exchange by its day.
    """
    days = np.sort(rng.choice(80, int(rng.integers(3, 14)), replace=False)).tolist()
    persons = rng.integers(5, 300, len(days))
    upto = np.cumsum(persons)
    reports = []
    for place, when in enumerate(days):
        off = int(rng.integers(1, 9)) if rng.random() < wrong else 0
        if rng.random() < 0.5:
            who = ("Headquarters", "Ministry")[rng.integers(2)]
            reports.append(report(int(persons[place]) + off, when, when, said_by=who))
        if rng.random() < 0.3:
            reports.append(report(int(upto[place]) - off, 0, when))
        if rng.random() < 0.2:
            reports.append(report(int(upto[place]) // 50 * 50, 0, when + 2, bound="at_least"))
    reports.append(report(int(upto[-1]), 0, 89, end_earliest=days[-1]))
    rows = [exchange(when) for when in days]
    order = rng.permutation(len(reports))
    shuffled = made_record([reports[place] for place in order], rows[::-1])
    return made_record(reports, rows), shuffled, dict(zip(days, persons.tolist(), strict=True))


@pytest.mark.parametrize("seed", range(15))
def test_the_history_makes_every_resolved_claim_true(seed):
    record, shuffled, _ = drawn(np.random.default_rng(seed), wrong=0.3)
    history = best_history(record, *SERIES)
    days = np.arange(-1, 90)
    upto = np.r_[0, history.cumulative(days[1:])]
    assert (np.diff(upto) >= 0).all() and upto.dtype.kind == "i"
    for _, claim in record_repairs(record, SERIES[0]).agreeing:
        assert upto[claim.end + 1] - upto[claim.start] >= claim.low
        assert upto[claim.earliest + 1] - upto[claim.start] <= claim.high
    for row in history.exchanges.itertuples():
        if not pd.isna(row.best):
            assert upto[row.last + 1] - upto[row.first] == row.best
            bounds = window_bounds(
                record,
                measure=SERIES[0],
                group=SERIES[1],
                channel=SERIES[2],
                start=day(row.first),
                end=day(row.last),
            )
            assert bounds.low <= row.best <= bounds.high
    assert best_of(shuffled) == best_of(record)
    assert np.array_equal(best_history(shuffled, *SERIES).cumulative(days[1:]), upto[1:])


@pytest.mark.parametrize("seed", range(6))
def test_days_and_months_add_up_to_the_cumulative_best(seed):
    record, _, _ = drawn(np.random.default_rng(100 + seed), wrong=0.3)
    for freq in ("D", "MS"):
        rows = dated_series(
            record, measure=SERIES[0], group=SERIES[1], channel=SERIES[2], freq=freq
        )
        placed = rows["best"].fillna(0).astype(int) + rows["undated"]
        assert placed.cumsum().tolist() == rows["cumulative_best"].tolist()
        assert (rows["undated"] >= 0).all()
        known = rows[rows["best"].notna()]
        assert ((known["low"] <= known["best"]) & (known["best"] <= known["high"])).all()
        assert (rows["cumulative_low"] <= rows["cumulative_best"]).all()
        assert (rows["cumulative_best"] <= rows["cumulative_high"]).all()


@pytest.mark.parametrize("seed", range(4))
def test_where_all_is_published_the_history_is_the_truth(seed):
    rng = np.random.default_rng(seed)
    _, _, truth = drawn(rng)
    record = made_record(
        [report(count, when, when) for when, count in truth.items()],
        [exchange(when) for when in truth],
    )
    assert best_of(record) == list(truth.values())


def test_uncounted_exchanges_share_what_the_totals_leave():
    reports = [report(100, 0, 9), report(20, 12, 12), report(161, 0, 30)]
    rows = [exchange(when) for when in (10, 12, 20)]
    record = made_record(reports, rows)
    assert best_of(record) == [20, 20, 21]
    assert best_history(record, *SERIES).exchanges["status"].tolist() == [
        "withheld",
        "counted",
        "withheld",
    ]


def test_a_certain_total_between_them_divides_the_shares():
    reports = [report(100, 0, 9), report(130, 0, 19), report(220, 0, 30)]
    record = made_record(reports, [exchange(when) for when in (10, 20, 25)])
    assert best_of(record) == [30, 45, 45]


def test_without_a_total_nothing_is_guessed():
    record = made_record([report(50, 5, 5)], [exchange(5), exchange(20)])
    assert best_of(record) == [50, None]


def test_the_receiving_side_is_believed_first():
    both = [report(50, 5, 5, said_by="Ministry"), report(52, 5, 5, said_by="Headquarters")]
    record = made_record(both, [exchange(5)])
    assert best_of(record) == [52]
    to_russia = made_record(
        [row | {"measure": "returned_to_russia"} for row in both], [exchange(5)]
    )
    rows = best_history(to_russia, "returned_to_russia", "all", "numbered").exchanges
    assert rows["best"].tolist() == [50] and rows["status"].tolist() == ["disputed"]


def test_persons_whom_only_totals_prove_get_no_day():
    """Nobody dates an exchange between two totals that differ by 7."""
    reports = [report(100, 9, 9), report(100, 0, 9), report(107, 0, 30)]
    record = made_record(reports, [exchange(9)])
    rows = dated_series(record, measure=SERIES[0], group=SERIES[1], channel=SERIES[2], freq="D")
    later = rows[rows["start"] > day(9)]
    assert later["best"].sum() == 0 and later["low"].sum() == 0
    assert later["high"].iloc[:21].tolist() == [7] * 21
    assert rows["undated"].sum() == 7 and rows["cumulative_best"].iloc[-1] == 107


def test_part_of_an_exchange_is_a_count_in_part():
    """15 guardsmen on day 5: at least 15 of the 40 that a total gives."""
    reports = [report(15, 5, 5, group="national_guard"), report(40, 0, 9)]
    rows = best_history(made_record(reports, [exchange(5)]), *SERIES).exchanges
    assert rows["status"].tolist() == ["in part"] and rows["best"].tolist() == [15]


def test_two_exchanges_of_one_window_are_not_counted_twice():
    record = made_record([report(60, 5, 5), report(60, 0, 9)], [exchange(5), exchange(5)])
    rows = dated_series(record, measure=SERIES[0], group=SERIES[1], channel=SERIES[2], freq="D")
    assert rows["best"].sum() == 60 and rows["undated"].sum() == 0


def test_an_exchange_after_the_search_ended_is_left_out():
    record = made_record(
        [report(60, 5, 5), report(70, 85, 85)], [exchange(5), exchange(85)], days=60
    )
    assert best_of(record) == [60]
