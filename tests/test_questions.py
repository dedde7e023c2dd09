"""Claims that do not say what they count, that were judged before, or that are of a day."""

import json

import numpy as np
import pytest
from made_records import day, exchange, made_record, report
from record_folders import SMALL

from analysis import (
    check_claim,
    check_held,
    check_readings,
    load_record,
    proof_of,
    window_bounds,
)
from analysis.bounds.asked import as_count_range
from analysis.cli import main

TO_HOME = {"measure": "returned_to_ukraine", "group": "all"}
BOTH_WAYS = made_record(
    [
        report(75, 10, 10),
        report(75, 10, 10, measure="returned_to_russia", said_by="Ministry"),
        report(100, 0, 20),
        report(8, 0, 20, channel="outside"),
        report(12, 0, 20, channel="unnumbered"),
        report(300, 0, 60, channel="any", bound="at_most"),
    ],
    [exchange(10)],
)


def readings(record, value, end, *, start=None, bound="exact", **series):
    start = None if start is None else day(start)
    answer = check_readings(
        record, **(TO_HOME | series), value=value, bound=bound, start=start, end=day(end)
    )
    return answer, answer.readings.set_index("reading")


def test_each_reading_is_answered_as_if_its_channel_had_been_said():
    _, found = readings(BOTH_WAYS, 100, 20)
    for row in found[~found["both_sides"]].itertuples():
        alone = check_claim(
            BOTH_WAYS, **TO_HOME, channel=row.channel, value=100, bound="exact", end=day(20)
        )
        assert (row.verdict, row.low, row.high) == (alone.verdict, alone.low, alone.high)
        assert row.against == "; ".join(alone.contradicts["report_id"])
    assert found.loc["the numbered chain", "verdict"] == "fits"
    assert found.loc["everything", ["verdict", "misses_by"]].tolist() == ["contradicts", 20]


def test_both_sides_together_are_the_sum_of_the_two_directions():
    """A mediator's 150 (cases.md, part 3): 75 to each side."""
    answer, found = readings(BOTH_WAYS, 150, 10, start=10)
    both = found.loc["both sides of the numbered chain together"]
    assert (both["verdict"], both["low"], both["high"]) == ("fits", 150, 150)
    assert both["follows"] == "75 to Ukraine, 75 to Russia"
    assert found.loc["the numbered chain", ["verdict", "misses_by"]].tolist() == ["contradicts", 75]
    assert answer.sentence.startswith(
        "150 on 11 January 2031 fits both sides of the numbered chain together "
        "(75 to Ukraine, 75 to Russia);"
    )
    for channel in ("numbered", "any"):
        own, other = (
            window_bounds(BOTH_WAYS, measure=measure, group="all", channel=channel, start=day(10),
                          end=day(10))
            for measure in ("returned_to_ukraine", "returned_to_russia")
        )  # fmt: skip
        row = found[found["both_sides"] & (found["channel"] == channel)].iloc[0]
        assert (row["low"], row["high"]) == (own.low + other.low, own.high + other.high)


def test_what_would_follow_is_what_the_record_with_the_claim_allows():
    record = made_record([report(100, 0, 20), report(12, 0, 20, channel="unnumbered")])
    _, found = readings(record, 8, 20)
    assert found.loc["returns without an exchange", "follows"] == "everything: exactly 120 persons"
    _, found = readings(record, 130, 20)
    assert found.loc["everything", "follows"] == ("outside the numbered chain: exactly 30 persons")
    told = made_record(
        [report(100, 0, 20), report(12, 0, 20, channel="unnumbered"),
         report(130, 0, 20, channel="any")]
    )  # fmt: skip
    apart = window_bounds(told, **TO_HOME, channel="outside", start=day(0), end=day(20))
    assert 100 + 12 + apart.low == 130


def test_measures_without_directions_or_channels_have_fewer_readings():
    _, found = readings(BOTH_WAYS, 1, 20, measure="exchanges")
    assert not found["both_sides"].any() and len(found) == 4
    _, found = readings(BOTH_WAYS, 500, 20, measure="packages")
    assert found["channel"].tolist() == ["any"]


def test_2598_in_summer_2023_is_the_numbered_chain_and_cannot_be_everything(record):
    """The founding figure (cases.md, part 3); more than it is proven in all channels together."""
    answer = check_readings(record, **TO_HOME, value="2,598", bound="exact", end="2023-08-07")
    assert answer.sentence.startswith("2,598 by 7 August 2023 fits the numbered chain;")
    found = answer.readings.set_index("reading")
    assert found.loc["everything", "verdict"] == "contradicts"
    assert found.loc["everything", "against"]


def test_150_on_31_may_2024_is_both_sides(record):
    """75 and 75 (cases.md, part 3)."""
    days = {"start": "2024-05-31", "end": "2024-05-31"}
    found = check_readings(record, **TO_HOME, value=150, bound="exact", **days).readings
    fits = found[found["verdict"] == "fits"]
    assert fits["reading"].tolist() == ["both sides of the numbered chain together"]


def test_a_claim_that_repeats_a_judged_report_shows_the_reason(record):
    """2,340 by 25 May 2023 (cases.md, part 3): every other report of the statement has 2,430."""
    claim = {"value": 2340, "bound": "exact", "end": "2023-05-25"}
    of_chain = check_claim(record, **TO_HOME, channel="numbered", **claim)
    assert of_chain.verdict == "contradicts"
    for repeats in (of_chain.repeats, check_readings(record, **TO_HOME, **claim).repeats):
        assert repeats["report_id"].tolist() == ["kyivindependent-2023-05-25/1"]
        assert repeats["ruling"].tolist() == ["left out"]
        assert "2,430" in repeats["reason"].iloc[0] and repeats["url"].iloc[0]


def test_every_kind_of_ruling_is_found_and_nothing_else():
    small = load_record(SMALL)
    claim = {"bound": "exact", "start": "2031-01-10", "end": "2031-01-10", "channel": "numbered",
             "measure": "returned_to_ukraine"}  # fmt: skip
    misprint = check_claim(small, group="all", value=55, **claim).repeats
    assert misprint[["report_id", "ruling", "reason"]].values.tolist() == [
        ["daily-2031-01-11/1", "left out", "Misprint: every other page gives 50."]
    ]
    overruled = check_claim(small, group="military", value=48, **claim).repeats
    assert overruled["ruling"].tolist() == ["value taken as 47"]
    assert check_claim(small, group="all", value=50, **claim).repeats.empty
    assert check_claim(small, group="all", value=56, **claim).repeats.empty
    assert check_claim(
        small, group="all", value=55, **(claim | {"channel": "outside"})
    ).repeats.empty


def test_a_number_held_is_set_beside_what_was_said_in_those_weeks():
    said = {"measure": "held_by_russia", "channel": "", "scope": "stock"}
    record = made_record(
        [
            report(3400, 30, 30, **said),
            report(3500, 40, 40, said_by="Ministry", bound="about", **said),
            report(5000, 45, 45, counts="ever_captured", **said),
            report(9000, 30, 30, **(said | {"measure": "held_by_ukraine"})),
            report(40, 30, 30, group="civilians", **said),
        ]
    )
    answer = check_held(
        record, measure="held_by_russia", group="all", value="3,480", bound="exact", end=day(35)
    )
    assert answer.nearby["compared"].tolist() == ["fewer", "agrees", "more"]
    assert answer.nearby["kind"].tolist() == ["stock", "stock", "ever captured"]
    assert answer.nearby["voice"].tolist() == ["Headquarters", "Ministry", "Headquarters"]
    assert "of 2 statements of a number held within 8 weeks" in answer.sentence
    far = check_held(
        record, measure="held_by_russia", group="civilians", value=40, bound="exact", end=day(89)
    )
    assert far.nearby.empty and "nobody on record said" in far.sentence


def test_a_number_held_of_a_withdrawn_report_says_so(record):
    """755 guardsmen "held" (data/README.md): the agency corrected itself, 755 had returned."""
    withdrawn = record.reports[record.reports["report_id"].isin(record.reports["corrects"])]
    row = withdrawn[(withdrawn["value"] == 755) & (withdrawn["scope"] == "stock")].iloc[0]
    answer = check_held(
        record, measure=row["measure"], group=row["group"], value=755, bound="exact",
        end=row["end"],
    )  # fmt: skip
    assert "withdrawn" in answer.repeats["ruling"].tolist()


@pytest.mark.parametrize("said", ["42-44", "42–44", (42, 44)])
def test_a_range_is_taken(said):
    assert as_count_range(said, "value") == (42, 44)
    record = made_record([report(42, 5, 5), report(44, 5, 5)])
    days = {"start": day(5), "end": day(5)}
    claim = {"bound": "exact", "channel": "numbered", **TO_HOME, **days}
    assert check_claim(record, value=said, **claim).verdict == "fits"
    missed = check_claim(record, value=(45, 50), **claim)
    assert (missed.verdict, missed.misses_by) == ("contradicts", 1)


@pytest.mark.parametrize(
    ("value", "bound", "message"),
    [
        ("44-42", "exact", "value '44-42' is no range; expected the lower count first"),
        ((44, 42), "exact", "value (44, 42) is no range; expected the lower count first"),
        ("42-", "exact", "value '42-' is not a count; expected a whole number"),
        ("1-2-3", "exact", "value '1-2-3' is not a count; expected a whole number"),
        ("-5", "exact", "value '-5' is not a count; expected a whole number"),
        ((42, 44, 46), "exact", "value (42, 44, 46) is not a count; expected a whole number"),
        ("42-44", "about", "bound 'about' of a range is unclear; expected exact"),
    ],
)
def test_what_is_no_range_is_one_line(value, bound, message):
    with pytest.raises(ValueError) as fault:
        check_claim(BOTH_WAYS, **TO_HOME, channel="numbered", value=value, bound=bound, end=day(20))
    assert str(fault.value).startswith(message) and "\n" not in str(fault.value)


def check(capsys, *options):
    code = main(["check", "--data", str(SMALL), *options])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_command_answers_each_kind_of_question(capsys):
    claim = ["--measure", "returned_to_ukraine", "--group", "all", "--start", "2031-01-10",
             "--end", "2031-01-10"]  # fmt: skip
    code, out, _ = check(capsys, *claim, "--value", "50")
    assert code == 0
    assert out.startswith("50 on 10 January 2031 fits the numbered chain;")
    assert "fits: the record implies it already" in out
    _, out, _ = check(capsys, *claim, "--value", "55", "--channel", "numbered")
    assert "this report alone rules it out, by 5 persons:" in out
    assert "daily-2031-01-11/1 gave this very figure and is not taken so: left out" in out
    _, out, _ = check(capsys, *claim, "--value", "49-52", "--channel", "numbered")
    assert "it fits: the record implies it already, and allows exactly 50 persons" in out
    _, out, _ = check(capsys, *claim, "--value", "50", "--json")
    answer = json.loads(out)
    assert answer["readings"][0]["verdict"] == "fits" and answer["readings"][0]["low"] == 50


def test_the_command_answers_a_number_held_without_channel_and_start(capsys):
    claim = ["--measure", "held_by_russia", "--group", "national_guard", "--value", "70",
             "--end", "2031-01-11"]  # fmt: skip
    code, out, _ = check(capsys, *claim)
    assert code == 0
    assert "nobody on record said how many were held" in out and "withdrawn" in out
    for option, value in (("channel", "any"), ("start", "2031-01-10")):
        code, out, err = check(capsys, *claim, f"--{option}", value)
        assert (code, out) == (2, "")
        assert err == (
            "measure 'held_by_russia' is a number at a day, the day of --end; "
            f"expected no --{option}\n"
        )


def test_a_count_of_zero_has_no_sign():
    silent = made_record([report(100, 0, 20), report(100, 0, 40)])
    found = window_bounds(silent, **TO_HOME, channel="numbered", start=day(21), end=day(40))
    assert (found.low, str(found.high)) == (0, "0.0") and "0 to 0" in repr(found)
    assert np.copysign(1, found.high) == 1


def whole(record, **window):
    return window_bounds(record, **TO_HOME, channel="numbered", **window)


PROVEN = made_record(
    [
        report(50, 10, 10),
        report(30, 20, 20),
        report(90, 0, 25, said_by="Ombudsman"),
        report(90, 0, 30, end_earliest=26),
        report(20, 0, 30, group="national_guard"),
        report(200, 0, 60, bound="at_least"),
        report(240, 0, 60, channel="", bound="at_most"),
    ],
    [exchange(10), exchange(20), exchange(40)],
)


@pytest.mark.parametrize(
    "days", [(10, 10), (0, 25), (11, 25), (0, 60), (5, 22), (26, 60), (21, 24)]
)
def test_the_reports_that_prove_an_end_prove_it_alone_and_none_can_be_left_out(days):
    window = {"start": day(days[0]), "end": day(days[1])}
    known = whole(PROVEN, **window)
    proof = proof_of(PROVEN, **TO_HOME, channel="numbered", **window)
    voice = {row["report_id"].split("/")[0]: row for row in PROVEN.reports.to_dict("records")}
    for side, end in (("at least", "low"), ("at most", "high")):
        ids = proof.loc[proof["proves"] == side, "report_id"].tolist()
        assert set(proof.loc[proof["proves"] == side, "persons"]) <= {getattr(known, end)}
        rows = [voice[name.split("/")[0]] | {"said_by": "Headquarters"} for name in ids]
        assert getattr(whole(made_record(rows), **window), end) == getattr(known, end)
        for left_out in range(len(rows)):
            fewer = made_record(rows[:left_out] + rows[left_out + 1 :])
            assert getattr(whole(fewer, **window), end) != getattr(known, end)


def test_a_proof_names_what_was_printed_and_what_of_it_counts():
    proof = proof_of(PROVEN, **TO_HOME, channel="numbered", start=day(0), end=day(60))
    at_most = proof[proof["proves"] == "at most"].iloc[0]
    assert at_most[["channel", "figure", "taken_as"]].tolist() == ["", "≤ 240", ""]
    assert at_most["url"] == "https://example.org/page-6"
    part = made_record([report(70, 0, 30, group="military"), report(5, 0, 30, group="women")])
    row = proof_of(part, **TO_HOME, channel="any", start=day(0), end=day(30)).iloc[0]
    assert row[["group", "channel", "figure", "taken_as"]].tolist() == [
        "military", "numbered", "70", "≥ 70"
    ]  # fmt: skip


def test_a_proof_across_series_names_all_of_them():
    record = made_record([report(100, 0, 30), report(30, 0, 30, channel="outside")])
    proof = proof_of(record, **TO_HOME, channel="any", start=day(0), end=day(30))
    assert set(proof["proves"]) == {"at least"}
    assert sorted(proof["figure"]) == ["100", "30"]


def test_the_pause_of_autumn_2023_is_proven_by_three_reports(record):
    """2,598 by 7 August, 230 on 3 January, 2,828 by that day: nobody in between."""
    proof = proof_of(
        record, **TO_HOME, channel="numbered", start="2023-08-08", end="2024-01-02"
    )  # fmt: skip
    assert set(proof["proves"]) == {"at most"} and set(proof["persons"]) == {0}
    assert sorted(proof["figure"]) == ["2,598", "2,828", "230"]
    assert proof["url"].str.startswith("http").all()


def test_the_command_says_why(capsys):
    window = ["--start", "2031-02-01", "--end", "2031-03-02"]
    series = ["--measure", "returned_to_ukraine", "--group", "all", "--channel", "numbered"]
    assert main(["bounds", "--data", str(SMALL), *series, *window, "--why"]) == 0
    out = capsys.readouterr().out
    assert "at least 60 persons: this report proves it\n" in out
    assert "at most 60 persons: these reports together prove it\n" in out
    main(["bounds", "--data", str(SMALL), *series, *window, "--why", "--json"])
    why = json.loads(capsys.readouterr().out)["why"]
    assert [row["report_id"] for row in why if row["proves"] == "at least"] == ["undated-page/2"]
    later = ["--start", "2031-06-01", "--end", "2031-06-30"]
    main(["bounds", "--data", str(SMALL), *series, *later, "--why"])
    out = capsys.readouterr().out
    assert "at least 0: no count is less" in out and "no report limits it from above" in out
