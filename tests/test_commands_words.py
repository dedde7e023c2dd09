"""What the commands say: defaults for the commonest question, units by count, the silence first."""

import json

import pandas as pd
import pytest
from made_records import exchange, made_record, report
from record_folders import ROOT, SMALL, copy_small, edit

from analysis import gap_pvalue, pause_table
from analysis.cli import main
from analysis.text import count_range, counted


def said(capsys, *call: str) -> str:
    assert main([*call]) == 0
    return capsys.readouterr().out


def test_the_commonest_questions_need_no_words_for_the_series(capsys):
    chain = ["--measure", "returned_to_ukraine", "--group", "all", "--channel", "numbered"]
    for call in (
        ["bounds", "--start", "2031-01", "--end", "2031-02"],
        ["series", "--freq", "M"],
    ):
        whole = said(capsys, *call, *chain, "--data", str(SMALL))
        assert said(capsys, *call, "--data", str(SMALL)) == whole
    claim = ["check", "--value", "50", "--end", "2031-01-10", "--data", str(SMALL)]
    whole = said(capsys, *claim, "--measure", "returned_to_ukraine", "--group", "all")
    assert said(capsys, *claim) == whole
    assert "2031-03-31" in said(capsys, "series", "--data", str(SMALL))


def test_what_no_channel_splits_is_asked_of_any(capsys):
    held = said(capsys, "series", "--measure", "held_by_russia", "--group", "national_guard",
                "--data", str(ROOT / "data"))  # fmt: skip
    assert held.startswith("start")
    answer = said(capsys, "bounds", "--measure", "packages", "--start", "2031", "--end", "2031",
                  "--data", str(SMALL))  # fmt: skip
    assert answer.startswith("packages, all, any, 2031-01-01 to 2031-12-31")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (1, 1, "exactly 1 person"),
        (0, 0, "exactly 0 persons"),
        (2, 2, "exactly 2 persons"),
        (1, float("inf"), "1 person or more"),
        (0, 1, "0 to 1 persons"),
        (1, 1000, "1 to 1,000 persons"),
    ],
)
def test_one_is_a_person_and_not_persons(low, high, words):
    assert count_range(low, high, "persons") == words


def test_units_follow_their_count():
    assert [counted(n, "exchanges") for n in (0, 1, 2, 1000)] == [
        "0 exchanges",
        "1 exchange",
        "2 exchanges",
        "1,000 exchanges",
    ]


def test_the_present_silence_is_the_first_sentence(capsys):
    out = said(capsys, "pauses", "--data", str(ROOT / "tests" / "data" / "simulated_conflict"))
    assert out.splitlines()[0] == (
        "No official handover is on record for 5 days to 30 June 2034, when the search ended; of "
        "43 gaps before, 37 lasted at least as long."
    )
    assert out.index("P(...): how probable") < out.index("open since")


@pytest.mark.parametrize("definition", ["numbered", "announced", "all"])
def test_below_three_gaps_the_command_says_what_cannot_be_tested(definition, capsys):
    call = ["pauses", "--definition", definition, "--data", str(SMALL)]
    lines = said(capsys, *call).splitlines()
    assert "to 30 June 2031, when the search ended" in lines[0]
    assert lines[1].startswith("How unusual a silence is, and when it may end, cannot be tested")
    answer = json.loads(said(capsys, *call, "--json"))
    assert [answer["present"], answer["untested"]] == lines[:2]
    assert answer["open"] == [] and len(answer["pauses"]) > 0


def test_a_record_without_a_dated_exchange_has_no_pauses(capsys):
    call = ["pauses", "--data", str(SMALL), "--as-of", "2031-01-05"]
    assert said(capsys, *call).startswith("No exchange that counts has a day on record")
    assert json.loads(said(capsys, *call, "--json"))["pauses"] == []


def test_the_sentence_names_the_day_that_was_asked_for(capsys):
    out = said(capsys, "pauses", "--data", str(SMALL), "--as-of", "2031-03-02")
    assert out.splitlines()[0] == "The newest exchange is of 2 March 2031, the day asked for."
    out = said(capsys, "pauses", "--data", str(SMALL), "--as-of", "2031-03-03")
    assert out.startswith("No exchange was announced for 1 day to 3 March 2031, the day asked for;")


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ("2031-03-10,2031-05-10", " In that time, on a day that no page gives: 1 exchange."),
        (
            "2031-02-10,2031-05-10",
            " Perhaps in that time, on a day that no page gives: 1 exchange.",
        ),
    ],
)
def test_an_exchange_without_a_day_is_named_beside_the_silence(window, words, tmp_path, capsys):
    folder = copy_small(tmp_path)
    edit(
        folder,
        "exchanges.csv",
        "2031-05-20,2031-05-20,2031-05-20,,outside",
        f"x,{window},3,numbered",
    )
    out = said(capsys, "pauses", "--data", str(folder))
    assert out.splitlines()[0].endswith(words)


def test_two_different_gaps_have_no_single_gap_probability():
    days = [0, 10, 20, 40, 50, 70]
    record = made_record([report(5, 0, 0)], [exchange(when) for when in days], days=90)
    table = pause_table(record, definition="numbered", merge_days=0, min_days=1, null="whole",
                        model="average")  # fmt: skip
    assert table["single"].isna().all() and table["longest_discrete"].notna().all()
    gaps = pd.DataFrame(
        {"days": [3, 10, 20, 10, 30], "part": ["opening", *["between"] * 3, "open"]}
    )
    assert pd.notna(gap_pvalue(gaps, 4, "single", "whole", "exponential", merge_days=0))


def test_many_gaps_tell_how_far_they_are():
    record = made_record([report(5, 0, 0)], [exchange(10 * n) for n in range(8)], days=90)
    told = []
    pause_table(record, definition="numbered", merge_days=0, min_days=1, null="whole",
                model="exponential", progress=lambda *done: told.append(done))  # fmt: skip
    assert told == [(n, 8) for n in range(1, 9)]


def fields(answer) -> set[str]:
    """Names of all fields of a JSON value, at any depth."""
    if isinstance(answer, list):
        return set().union(*map(fields, answer))
    if isinstance(answer, dict):
        return {*answer}.union(*map(fields, answer.values()))
    return set()


@pytest.mark.parametrize(
    "call",
    [
        "bounds --start 2022-02-24 --end 2025",
        "bounds --start 2025-10-03 --end 2026-02-04 --why",
        "check --value 2,598 --end 2023-08-07",
        "check --channel numbered --value 2700 --end 2023-08-07",
        "check --channel numbered --value 2340 --end 2023-05-25",
        "check --measure held_by_russia --group military --value 3,400 --end 2023-01-05",
        "contradictions",
        "contradictions --unattainable",
        "check --measure returned_to_russia --channel any --value 100000 --end 2025-12-31 "
        "--bound at_least",
        "check --channel any --value 20000 --end 2025-12-31",
        "series",
        "series --measure held_by_russia",
        "pauses",
    ],
)
def test_every_field_of_an_answer_for_programs_is_documented(call, capsys):
    words = call.split()
    form = ["--format", "json"] if words[0] == "series" else ["--json"]
    answer = json.loads(said(capsys, *words, *form, "--data", str(ROOT / "data")))
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    section = page.partition("### Answers for programs")[2].partition("\n## ")[0]
    (line,) = [part for part in section.split("\n- ") if part.startswith(f"`{words[0]}`")]
    assert [name for name in sorted(fields(answer)) if f"`{name}`" not in line] == []
