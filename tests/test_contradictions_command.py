"""The list of contradictions on the command line: for people, as JSON and as CSV."""

import csv
import io
import json

import pytest
from made_records import SPEAKERS, made_record, report
from record_folders import SMALL

from analysis import contradictions, linked_contradictions, unattainable_figures
from analysis.cli import main
from analysis.commands.marks import MEANINGS

CHAIN = {"measure": "returned_to_ukraine", "group": "all", "channel": "numbered"}
MISPRINT = ["agency-2031-01-10/1", "daily-2031-01-11/1"]


def ran(capsys, *options, data=SMALL):
    code = main(["contradictions", "--data", str(data), *options])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_main_series_is_the_default_and_each_report_has_its_outcome(capsys):
    code, out, _ = ran(capsys)
    assert code == 0
    lines = out.splitlines()
    assert lines[0].endswith("all, numbered: one set of reports that cannot all be true")
    assert "set 1 misses by 5" in lines
    assert [line.split()[4] for line in lines if line.startswith("2031-")] == MISPRINT
    assert f"judged: {MEANINGS['judged']}" in lines and f"stands: {MEANINGS['stands']}" in lines
    assert not any(line.startswith("relaxed: ") for line in lines)


def test_programs_get_every_report_id_and_address(capsys):
    _, out, _ = ran(capsys, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["report_ids"] for row in rows] == MISPRINT
    assert [row["urls"] for row in rows] == ["https://example.org/a1", "https://example.org/d1"]
    _, out, _ = ran(capsys, "--json")
    answer = json.loads(out)
    assert {name: answer[name] for name in CHAIN} == CHAIN
    assert [row["report_ids"] for row in answer["contradictions"]] == MISPRINT


def test_all_reports_that_say_the_same_are_listed():
    record = made_record([report(50, 5, 5), report(50, 5, 5, said_by="Ministry"), report(52, 5, 5)])
    found = contradictions(record, **CHAIN)
    assert found["report_ids"].tolist() == ["page-0/1; page-1/1", "page-2/1"]
    assert found["urls"].iloc[0] == "https://example.org/page-0; https://example.org/page-1"


def test_a_series_without_contradictions_says_so(capsys):
    code, out, _ = ran(capsys, "--channel", "outside")
    assert (code, out) == (0, "returned_to_ukraine, all, outside: nothing contradicts\n")
    _, out, _ = ran(capsys, "--linked")
    assert out == "returned_to_ukraine: nothing contradicts\n"
    _, out, _ = ran(capsys, "--unattainable", "--measure", "exchanges")
    assert out == "exchanges: every figure in force can be true\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--linked", "--group", "all"],
         "--linked lists all series of a measure; expected no --group"),
        (["--unattainable", "--channel", "any"],
         "--unattainable lists all series of a measure; expected no --channel"),
        (["--linked", "--unattainable"], "--linked and --unattainable are two lists; expected one"),
        (["--group", "pilots"], "group 'pilots' is unknown; expected one of "),
        (["--measure", "held_by_russia"], "measure 'held_by_russia' is a number at a day"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_one_line(options, message, capsys):
    code, out, err = ran(capsys, *options)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(message)


def test_the_worklist_and_the_linked_sets_name_all_their_pages():
    record = made_record(
        [
            *(report(100, 0, 30, said_by=name) for name in SPEAKERS),
            *(report(70, 0, 30, group="military", said_by=name) for name in [*SPEAKERS][1:]),
            report(45, 0, 30, group="civilians"),
        ]
    )
    (row,) = unattainable_figures(record, measure=CHAIN["measure"]).to_dict("records")
    assert (row["report_ids"], row["urls"]) == ("page-5/1", "https://example.org/page-5")
    found = linked_contradictions(record, measure=CHAIN["measure"])
    assert set(found["report_ids"]) == {
        "page-0/1; page-1/1; page-2/1", "page-3/1; page-4/1", "page-5/1"
    }  # fmt: skip
