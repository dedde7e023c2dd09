"""A new claim fits, adds information, or contradicts named reports."""

import numpy as np
import pytest
from made_records import day, exchange, made_record, report

from analysis import check_claim, window_bounds

RECORD = made_record(
    [
        report(50, 10, 10),
        report(30, 20, 20),
        report(100, 0, 25, said_by="Ombudsman"),
        report(100, 0, 30, end_earliest=26),
        report(20, 0, 30, group="national_guard"),
        report(200, 0, 60, bound="at_least"),
        report(70, 0, 30, group="military"),
        report(25, 0, 30, group="civilians", bound="at_least"),
    ],
    [exchange(10), exchange(20), exchange(40)],
)


def check(value, end, *, start=None, bound="exact", group="all", channel="numbered", **more):
    return check_claim(
        more.pop("record", RECORD),
        measure="returned_to_ukraine",
        group=group,
        channel=channel,
        value=value,
        bound=bound,
        start=None if start is None else day(start),
        end=day(end),
    )


def test_what_the_record_implies_fits():
    for answer in (
        check(100, 25),
        check(50, 10, start=10),
        check(90, 25, bound="at_least"),
        check(70, 19, start=1, bound="at_most"),
    ):
        assert answer.verdict == "fits" and answer.misses_by == 0
        assert answer.contradicts.empty and answer.narrows.empty


def test_new_information_narrows_named_windows():
    answer = check(180, 40)
    assert (answer.verdict, answer.low, answer.high) == ("new-information", 100, np.inf)
    row = answer.narrows.set_index("window").loc["the claim's window"]
    assert row[["old_low", "old_high", "new_low", "new_high"]].tolist() == [100, np.inf, 180, 180]
    assert "exchange exchange-2" in answer.narrows["window"].tolist()  # of day 40: 80 at most now
    for row in answer.narrows.itertuples():
        assert row.old_low <= row.new_low <= row.new_high <= row.old_high
        known = window_bounds(
            RECORD,
            measure="returned_to_ukraine",
            group="all",
            channel="numbered",
            start=row.start,
            end=row.end,
        )
        assert (row.old_low, row.old_high) == (known.low, known.high)


def test_adding_the_claim_to_the_record_gives_the_new_ranges():
    answer = check(180, 40)
    larger = made_record(
        [row._asdict() | {"said_by": "Headquarters"} for row in RECORD.reports.itertuples()]
        + [report(180, 0, 40)]
    )
    for row in answer.narrows.itertuples():
        known = window_bounds(
            larger,
            measure="returned_to_ukraine",
            group="all",
            channel="numbered",
            start=row.start,
            end=row.end,
        )
        assert (row.new_low, row.new_high) == (known.low, known.high)


def test_a_contradiction_names_the_reports_and_the_persons():
    answer = check(75, 22)
    assert (answer.verdict, answer.misses_by) == ("contradicts", 5)
    assert answer.contradicts["figure"].tolist() == ["50", "30"]
    assert answer.contradicts["url"].tolist() == [
        "https://example.org/page-0",
        "https://example.org/page-1",
    ]
    assert answer.contradicts["speakers"].tolist() == ["Headquarters"] * 2


def test_the_smallest_contradicting_set_is_named():
    answer = check(120, 25)
    assert (answer.verdict, answer.misses_by) == ("contradicts", 20)
    assert answer.contradicts["figure"].tolist() == ["100"]
    assert answer.contradicts["speakers"].tolist() == ["Ombudsman"]


def test_a_small_set_may_miss_by_less_than_the_record():
    """50 and 30 returned: a claim of 10 is 70 off, but one of the two already excludes it."""
    answer = check(10, 22)
    assert (answer.low, answer.misses_by) == (80, 70)
    (figure,) = answer.contradicts["figure"]
    assert answer.set_misses_by == int(figure) - 10
    whole = check(75, 22)
    assert whole.set_misses_by == whole.misses_by == 5


def test_linked_series_may_need_fewer_reports_than_the_claims_own():
    """Three counts of single days exclude 125 in all; so do the totals of two channels."""
    record = made_record(
        [
            report(60, 3, 3),
            report(50, 9, 9),
            report(20, 15, 15, channel="outside"),
            report(110, 0, 30, said_by="Ombudsman"),
            report(30, 0, 30, channel="outside", said_by="Ombudsman"),
        ]
    )
    answer = check(125, 30, channel="any", record=record)
    assert answer.verdict == "contradicts" and answer.low == 140
    assert sorted(answer.contradicts["figure"]) == ["110", "30"]
    assert set(zip(answer.contradicts["group"], answer.contradicts["channel"], strict=True)) == {
        ("all", "numbered"),
        ("all", "outside"),
    }


def test_every_contradicting_report_is_needed():
    """Without any one of the reports named, the claim no longer contradicts."""
    answer = check(75, 22)
    for left_out in answer.contradicts["report_id"]:
        rows = RECORD.reports[RECORD.reports["report_id"] != left_out].drop(columns="source_id")
        rest = made_record(
            [row._asdict() | {"said_by": "Headquarters"} for row in rows.itertuples(index=False)]
        )
        assert check(75, 22, record=rest).verdict != "contradicts"


def test_linked_series_take_part():
    """At least 100 by day 30, of them 70 military: at least 30 civilians, though a page says 25."""
    assert check(29, 30, group="civilians").misses_by == 1
    assert check(30, 30, group="civilians", bound="at_least").verdict == "fits"
    assert check(31, 30, group="civilians").verdict == "new-information"


def test_a_contradiction_with_linked_series_names_their_reports():
    record = made_record(
        [
            report(100, 0, 30),
            report(70, 0, 30, group="military", said_by="Ministry"),
            report(500, 0, 60),
        ]
    )
    answer = check(45, 30, group="civilians", record=record)
    assert (answer.verdict, answer.low, answer.high) == ("contradicts", 30, 30)
    assert answer.misses_by == 15
    assert sorted(answer.contradicts["figure"]) == ["100", "70"]
    assert check(30, 30, group="civilians", record=record).verdict == "fits"


def test_channels_that_add_up_answer_a_claim_about_all_of_them():
    """100 in the chain and 30 outside: no total of 125 for everything, nor 20 for the rest."""
    record = made_record([report(100, 0, 30), report(30, 0, 30, channel="outside")])
    answer = check(125, 30, channel="any", record=record)
    assert (answer.verdict, answer.low, answer.misses_by) == ("contradicts", 130, 5)
    assert sorted(answer.contradicts["figure"]) == ["100", "30"]
    assert check(130, 30, channel="any", bound="at_least", record=record).verdict == "fits"
    told = made_record(
        [
            report(100, 0, 30),
            report(30, 0, 30, channel="outside"),
            report(150, 0, 30, channel="any"),
        ]
    )
    answer = check(25, 30, channel="unnumbered", record=told)
    assert (answer.low, answer.high, answer.misses_by) == (20, 20, 5)


def test_the_window_of_the_claim_narrows_from_what_all_series_allow():
    """10 to 30 civilians by the linked series, though their own reports say nothing."""
    record = made_record([report(100, 0, 30), report(70, 0, 30, group="military", bound="at_least"),
                          report(90, 0, 30, group="military", bound="at_most")])  # fmt: skip
    answer = check(20, 30, group="civilians", record=record)
    assert (answer.verdict, answer.low, answer.high) == ("new-information", 10, 30)
    row = answer.narrows.set_index("window").loc["the claim's window"]
    assert row[["old_low", "old_high", "new_low", "new_high"]].tolist() == [10, 30, 20, 20]


def test_a_claim_with_many_speakers_against_it_does_not_move_itself():
    """Linked reports of three speakers each: the claim gives way to nobody, they are named."""
    told = [
        report(count, 0, 30, group=group, said_by=who)
        for count, group in ((100, "all"), (70, "military"))
        for who in ("Headquarters", "Ministry", "Ombudsman")
    ]
    answer = check(31, 30, group="civilians", record=made_record(told))
    assert (answer.verdict, answer.misses_by) == ("contradicts", 1)
    assert sorted(answer.contradicts["figure"]) == ["100", "70"]


def test_a_claim_about_days_not_searched_says_so():
    assert "searched thoroughly only through 2031-03-31" in check(300, 95).note
    assert check(100, 25).note == ""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"value": -1}, "value -1 is not a count; expected a whole number of at least 0"),
        ({"value": 2.5}, "value 2.5 is not a count; expected a whole number of at least 0"),
        ({"value": float("nan")}, "value nan is not a count; expected a whole number"),
        ({"value": float("inf")}, "value inf is not a count; expected a whole number"),
        ({"bound": "planned"}, "bound 'planned' is unknown; expected one of exact, at_least,"),
        ({"bound": "roughly"}, "bound 'roughly' is unknown; expected one of exact, at_least,"),
        ({"measure": "pages"}, "measure 'pages' is unknown; expected one of "),
        ({"group": "pilots"}, "group 'pilots' is unknown; expected one of "),
        ({"channel": "secret"}, "channel 'secret' is unknown; expected one of "),
        ({"measure": "held_by_russia"}, "measure 'held_by_russia' is a number at a day"),
        (
            {"measure": "exchanges", "group": "military"},
            "group 'military' is none of exchanges; expected one of all",
        ),
        (
            {"measure": "packages", "group": "women"},
            "group 'women' is none of packages; expected one of all, for_ukrainian_prisoners,",
        ),
        (
            {"group": "for_russian_prisoners"},
            "group 'for_russian_prisoners' is none of returned_to_ukraine; expected one of all,",
        ),
        ({"end": "2031-02-30"}, "end '2031-02-30' is not a date; expected one written YYYY-MM-DD"),
        ({"end": "soon"}, "end 'soon' is not a date; expected one written YYYY-MM-DD"),
        ({"end": "2030-12-31"}, "end 2030-12-31 is before the record begins; expected 2031-01-01"),
        (
            {"start": "2031-01-20", "end": "2031-01-10"},
            "end 2031-01-10 is before start 2031-01-20; expected the same day or a later one",
        ),
    ],
)
def test_a_fault_gets_one_line_that_names_the_value(change, message):
    words = {
        "measure": "returned_to_ukraine",
        "group": "all",
        "channel": "numbered",
        "value": 10,
        "bound": "exact",
        "end": "2031-01-10",
    }
    with pytest.raises(ValueError) as fault:
        check_claim(RECORD, **(words | change))
    assert str(fault.value).startswith(message) and "\n" not in str(fault.value)
