"""Records whose reports contradict each other: the cases, what stays attainable, the flags."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from enumeration import all_windows, random_claims
from linked_twins import WITHOUT_PARTS, of, repairs_of
from made_records import day, exchange, made_record, report

from analysis import (
    check_claim,
    counts_by_exchange,
    dated_series,
    linked_bounds,
    load_record,
    window_bounds,
)
from analysis.audit.unattainable import unattainable_figures
from analysis.bounds.windows import record_repairs

SERIES = {"measure": "returned_to_ukraine", "group": "all", "channel": "numbered"}


def bounds(record, first, last, **series):
    answer = window_bounds(record, **SERIES | series, start=day(first), end=day(last))
    return answer.low, answer.high


def total(value, when, **more):
    return report(value, 0, when, scope="cumulative", **more)


@pytest.mark.parametrize(
    "speakers", [("Headquarters", "Ministry"), ("Headquarters",) * 2, ("",) * 2]
)
def test_two_figures_for_one_day_are_both_attainable_whoever_gave_them(speakers):
    reports = [
        report(count, 5, 5, said_by=who) for count, who in zip((73, 74), speakers, strict=True)
    ]
    record = made_record(reports, [exchange(5)])
    assert bounds(record, 5, 5) == (73, 74)
    row = counts_by_exchange(record, measure="returned_to_ukraine", group="all").iloc[0]
    assert (row["low"], row["high"], row["status"]) == (73, 74, "disputed")
    for count in (73, 74):
        answer = check_claim(record, **SERIES, value=count, bound="exact", start=day(5), end=day(5))
        assert answer.verdict == "new-information"


def test_a_total_that_falls_and_stays_down():
    counts = (233_700, 233_969, 30_874, 30_900)
    record = made_record([total(count, when) for when, count in enumerate(counts)])
    assert [bounds(record, 0, when) for when in range(4)] == [(30_900, 233_700)] * 4
    assert unattainable_figures(record, measure="returned_to_ukraine")["misses_by"].tolist() == [
        269, 26]  # fmt: skip


def test_a_late_correction_leaves_the_day_after_open():
    record = made_record([total(38_489, 1), total(39_045, 2), total(39_369, 3), report(111, 2, 2)])
    assert bounds(record, 3, 3) == (324, 769)


def test_digits_swapped():
    counts = {5: 4_104, 6: 4_327, 7: 4_324, 8: 4_412}
    record = made_record([total(count, when) for when, count in counts.items()])
    assert bounds(record, 0, 6) == bounds(record, 0, 7) == (4_324, 4_327)


def test_one_wrong_count_of_a_day_among_totals():
    reports = [
        report(count, 10 + place, 10 + place) for place, count in enumerate([24, 20, 17, 11, 12])
    ]
    reports += [report(count, 10, when) for count, when in ((54, 12), (69, 13), (81, 14))]
    record = made_record(reports)
    assert bounds(record, 12, 12) == (14, 17) and bounds(record, 11, 11) == (17, 20)


def test_two_exchanges_of_one_day_are_their_sum():
    events = [report(50, 10, 10, exchange_no=5), report(60, 10, 10, exchange_no=6)]
    for rows in ([], [exchange(10, number=5), exchange(10, number=6)]):
        assert bounds(made_record(events, rows), 10, 10) == (110, 110)
    by_another = report(61, 10, 10, exchange_no=6, said_by="Ministry")
    assert bounds(made_record([*events, by_another]), 10, 10) == (110, 111)
    # One exchange of that day, told with two ordinals: one of them is a misprint.
    misprint = [report(41, 10, 10, exchange_no=9), report(41, 10, 10, exchange_no=10)]
    assert bounds(made_record(misprint, [exchange(10)]), 10, 10) == (41, 41)


def test_what_two_voices_agree_on_moves_only_when_nothing_else_can():
    """A day of five by two voices against three totals of one voice each, on another basis."""
    day_count = [report(5, 20, 20, said_by=who) for who in ("Headquarters", "Ministry")]
    totals = [total(60, 15, said_by="Ombudsman"), total(62, 20, said_by="Ombudsman")]
    more = [total(62, 21 + n, said_by="Headquarters") for n in range(3)]
    record = made_record([*day_count, *totals, *more])
    assert bounds(record, 20, 20) == (5, 5)


def metamorphic(seed):
    rng = np.random.default_rng(seed)
    claims = random_claims(rng, int(rng.integers(4, 10)), 0.6, ordinals=False)
    return rng, [replace(claim, voices=claim.voices or frozenset({"A"})) for claim in claims]


def ranges(claims, *, by=1, shift=0):
    repairs = repairs_of([("all", "numbered", claim) for claim in claims], words=WITHOUT_PARTS)
    first, last = all_windows()
    low, high = repairs.bounds(of("all", "numbered"), first + shift, last + shift)
    return low / by, high / by


@pytest.mark.parametrize("seed", range(60))
def test_nothing_changes_that_should_not(seed):
    rng, claims = metamorphic(seed)
    expected = ranges(claims)

    def same(changed, **how):
        return all(np.array_equal(one, two) for one, two in zip(ranges(changed, **how), expected,
                                                                strict=True))  # fmt: skip

    assert same([claims[place] for place in rng.permutation(len(claims))])
    assert same([*claims, replace(claims[0], reports=("said again",))])  # by the same voices
    voice = frozenset({sorted(claims[0].voices)[0]})
    assert same([*claims, replace(claims[0], high=np.inf, reports=("at least",), voices=voice)])
    halves = [replace(claims[0], high=np.inf), replace(claims[0], low=0)]
    assert same([*halves, *claims[1:]])  # "44" told as "at least 44" and "at most 44"
    assert same(
        [replace(c, start=c.start + 9, earliest=c.earliest + 9, end=c.end + 9) for c in claims],
        shift=9,
    )
    assert same([replace(c, low=7 * c.low, high=7 * c.high) for c in claims], by=7)
    low, high = expected
    first, last = all_windows()
    place = int(rng.integers(len(first)))  # a report that the others imply, by a new voice
    implied = replace(
        claims[0], start=int(first[place]), earliest=int(last[place]), end=int(last[place]),
        low=int(low[place]), high=high[place], direct=False, voices=frozenset({"new"}),
    )  # fmt: skip
    assert same([*claims, implied])


def test_without_a_report_that_gave_way_windows_may_narrow_but_only_with_its_pull():
    """At most 80, exactly 74, and 90, which is never true but weighs as much as the 74.

    So "a window is never narrower without a report that gave way" cannot hold for the range over
    all cheapest repairs: what is lost is a witness for more than 74.
    """
    said = {
        "74": report(74, 0, 9, said_by="Headquarters"),
        "80": report(80, 0, 10, said_by="Ombudsman", bound="at_most"),
        "90": report(90, 0, 11, said_by="Ministry"),
    }
    nothing = report(0, 10, 11, said_by="Headquarters"), report(0, 10, 11, said_by="Ministry")
    assert bounds(made_record([*said.values(), *nothing]), 0, 9) == (74, 80)
    listed = unattainable_figures(
        made_record([*said.values(), *nothing]), measure="returned_to_ukraine"
    )
    assert listed["figure"].tolist() == ["90"] and listed["misses_by"].tolist() == [10]
    without = made_record([said["74"], said["80"], *nothing])
    assert bounds(without, 0, 9) == (74, 74)


def test_reports_of_a_quarrel_are_all_flagged():
    reports = [
        report(10, 5, 5), report(20, 6, 6), report(35, 5, 6, said_by="Ministry"), report(9, 20, 20),
    ]  # fmt: skip
    record = made_record(reports, [exchange(5), exchange(6), exchange(20)])
    counts = counts_by_exchange(record, measure="returned_to_ukraine", group="all")
    assert counts["status"].tolist() == ["disputed", "disputed", "counted"]
    days = dated_series(record, **SERIES, freq="D")
    assert days.index[days["disputed"]].tolist() == [5, 6]


@pytest.fixture(scope="module")
def record():
    return load_record("data")


def test_officials_stay_attainable_on_the_days_of_the_cases(record):
    def on(when, group="all"):
        answer = linked_bounds(record, **SERIES | {"group": group}, start=when, end=when)
        return answer.low, answer.high

    low, high = on("2023-04-26")
    assert low <= 42 and high >= 44
    low, high = on("2023-04-26", "military")
    assert low <= 40 and high >= 42
    assert on("2024-12-30") == (150, 189)
    low, high = on("2022-12-14")
    assert low <= 64 and high >= 65


@pytest.mark.parametrize("measure", ["returned_to_ukraine", "returned_to_russia", "exchanges"])
def test_every_report_in_force_is_attainable_or_listed_with_what_stands_against_it(record, measure):
    repairs = record_repairs(record, measure)
    listed = unattainable_figures(record, measure=measure)
    assert (listed["misses_by"] > 0).all() and (listed["against"] != "").all()
    outside = set()
    series = {}
    for number, (its_series, _) in enumerate(repairs.statements):
        if record.vocabulary.related(its_series.measure, measure):
            series.setdefault(its_series, []).append(number)
    for its_series, numbers in series.items():
        claims = [repairs.statements[number][1] for number in numbers]
        start, earliest, end = np.array([(c.start, c.earliest, c.end) for c in claims]).T
        _, most = repairs.bounds(its_series, start, end)
        least, _ = repairs.bounds(its_series, start, earliest)
        outside |= {
            claim.reports[0]
            for claim, low, high in zip(claims, least, most, strict=True)
            if claim.low > high or claim.high < low
        }
    assert outside == set(listed["report_id"])


@pytest.mark.parametrize(
    ("measure", "group", "channel"),
    [
        ("returned_to_ukraine", "all", "numbered"),
        ("returned_to_ukraine", "all", "any"),
        ("returned_to_russia", "all", "numbered"),
        ("returned_to_ukraine", "national_guard", "numbered"),
        ("exchanges", "all", "numbered"),
    ],
)
def test_one_engine_answers_everywhere_and_best_lies_inside(record, measure, group, channel):
    words = {"measure": measure, "group": group, "channel": channel}
    for freq in ("MS", "D"):
        table = dated_series(record, **words, freq=freq)
        known = table["best"].notna()
        assert (table["low"] <= table["best"])[known].all()
        assert (table["best"] <= table["high"])[known].all()
        assert (table["cumulative_low"] <= table["cumulative_best"]).all()
        assert (table["cumulative_best"] <= table["cumulative_high"]).all()
        rows = table if freq == "MS" else table.sample(25, random_state=7)
        for row in rows.itertuples():
            for ask in (window_bounds, linked_bounds):
                answer = ask(record, **words, start=row.start, end=row.end)
                assert (answer.low, answer.high) == (row.low, row.high)
                assert answer.disputed == row.disputed
                upto = ask(record, **words, start=record.counted_from, end=row.end)
                assert (upto.low, upto.high) == (row.cumulative_low, row.cumulative_high)


def test_the_official_totals_of_the_chain_are_points_but_where_a_disputed_figure_moves_them(record):
    """Cumulative counts between the end of 2022 and March 2026, at the days of official totals."""
    repairs = record_repairs(record, "returned_to_ukraine")
    totals = sorted(
        {(claim.end, claim.low) for series, claim in repairs.statements
         if series == of("all", "numbered") and claim.start == 0
         and claim.earliest == claim.end and claim.low == claim.high >= 1596}
    )  # fmt: skip
    days = np.array([end for end, _ in totals])
    low, high = repairs.bounds(of("all", "numbered"), np.zeros_like(days), days)
    stated = np.array([count for _, count in totals])
    assert ((low <= stated) & (stated <= high)).all()
    points = low == high
    assert points.sum() >= 20
    spring = (days >= (pd.Timestamp("2023-04-10") - record.counted_from).days) & (
        days <= (pd.Timestamp("2023-06-12") - record.counted_from).days
    )
    assert points[~spring].all()
    assert (high - low)[spring].max() <= 6  # the 106 of one ministry for 10 April 2023
