"""The command ``add``: what it writes where, what it says first, and what it refuses."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from record_folders import FILES, RECORD, ROOT, copy_small

from analysis import load_record
from analysis.cli import main

PAGE = ["--outlet", "The Agency", "--published", "2031-07-12", "--language", "en"]
EVENT = [*PAGE, "--measure", "returned_to_ukraine", "--channel", "numbered", "--value", "1,250"]
EVENT += ["--scope", "event", "--end", "2031-07-11"]

ROWS = """\
source_id,outlet,url,published,language,attributed_to,voice,side,measure,channel,value,scope,end,\
exchange_no,kind,mediators
,The Agency,https://example.org/a3,2031-07-12,en,Headquarters,,,returned_to_ukraine,numbered,50,\
event,2031-07-11,3,numbered,State
,The Agency,https://example.org/a3,,,,,,returned_to_ukraine,numbered,160,cumulative,2031-07-11,,,
ministry-2031-07-11,Ministry,,2031-07-11,ru,"Ministry; Envoy, the",Envoy,russia,\
returned_to_russia,numbered,50,event,2031-07-11,,,
"""


def add(folder: Path, *arguments: str, code: int = 0) -> None:
    assert main(["add", "--data", str(folder), *arguments]) == code


def answer(folder: Path, capsys, *arguments: str) -> dict:
    add(folder, "--json", *arguments)
    return json.loads(capsys.readouterr().out)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def changes(folder: Path, old: dict[str, bytes]) -> dict[str, list[str]]:
    """Lines that came (+) and went (-), by file; every other line is as it was, in its order."""
    found = {}
    for name, data in contents(folder).items():
        if data == old[name]:
            continue
        before, after = (text.decode().split("\n") for text in (old[name], data))
        came = [line for line in after if line not in before]
        went = [line for line in before if line not in after]
        assert [x for x in after if x not in came] == [x for x in before if x not in went]
        found[name] = [*(f"- {line}" for line in went), *(f"+ {line}" for line in came)]
    return found


@pytest.fixture
def folder(tmp_path) -> Path:
    return copy_small(tmp_path)


def test_an_exchange_with_both_sides_total_ordinal_and_last_day(folder, tmp_path, capsys):
    old = contents(folder)
    rows = tmp_path / "rows.csv"
    rows.write_text(ROWS)
    said = ["--rows", str(rows), "--complete-through", "2031-07-15"]
    shown = answer(folder, capsys, *said, "--dry-run")
    assert contents(folder) == old and not shown["written"]
    done = answer(folder, capsys, *said)
    assert done == shown | {"written": True}
    agency, ministry = "theagency-2031-07-12", "ministry-2031-07-11"
    total = f"{agency}/2,{agency},returned_to_ukraine,all,numbered,160,exact,cumulative"
    assert changes(folder, old) == {
        "speakers.csv": ['+ "Envoy, the",Envoy,russia,'],
        "sources.csv": [
            f'+ {ministry},Ministry,,2031-07-11,ru,"Ministry; Envoy, the"',
            f"+ {agency},The Agency,https://example.org/a3,2031-07-12,en,Headquarters",
        ],
        "reports.csv": [
            f"+ {ministry}/1,{ministry},returned_to_russia,all,numbered,50,exact,event,"
            "2031-07-11,2031-07-11,,,,",
            f"+ {agency}/1,{agency},returned_to_ukraine,all,numbered,50,exact,event,"
            "2031-07-11,2031-07-11,,3,,",
            f"+ {total},2031-01-01,2031-07-11,,,,",
        ],
        "exchanges.csv": ["+ 2031-07-11,2031-07-11,2031-07-11,3,numbered,State,"],
        "datapackage.json": [
            '-   "complete_through": "2031-06-30",',
            '+   "complete_through": "2031-07-15",',
        ],
    }
    verdicts = {report["report_id"]: report["verdict"] for report in done["reports"]}
    assert verdicts == dict.fromkeys(
        [f"{agency}/1", f"{agency}/2", f"{ministry}/1"], "new-information"
    )
    assert done["contradictions_born"] == done["contradictions_settled"] == []
    assert [pause["days"] for pause in done["pauses_new"]] == [131]
    assert [(pause["days"], pause["end"]) for pause in done["pauses_gone"]] == [(120, None)]
    counts = {row["measure"]: row for row in done["exchange_counts"]}
    assert counts["returned_to_ukraine"]["old_low"] is None
    assert counts["returned_to_ukraine"]["new_high"] == 50
    assert done["warnings_new"] == []


def test_said_again_it_changes_nothing(folder, tmp_path, capsys):
    rows = tmp_path / "rows.csv"
    rows.write_text(ROWS)
    add(folder, "--rows", str(rows))
    once = contents(folder)
    capsys.readouterr()
    again = answer(folder, capsys, "--rows", str(rows))
    assert contents(folder) == once
    assert again["lines"] == [] and not again["written"]
    assert again["on_record_already"] == [
        "report theagency-2031-07-12/1",
        "exchange 2031-07-11",
        "report theagency-2031-07-12/2",
        "report ministry-2031-07-11/1",
    ]


# What is said, and the lines that come and go.
CASES = {
    "an exchange without a count": (
        ["--kind", "numbered", "--start", "2031-06-05", "--number", "3"],
        {"exchanges.csv": ["+ 2031-06-05,2031-06-05,2031-06-05,3,numbered,,"]},
    ),
    "an exchange known to a window": (
        [
            "--kind",
            "outside",
            "--start",
            "2031-06-05",
            "--end",
            "2031-06-07",
            "--exchange-note",
            "x",
        ],
        {"exchanges.csv": ["+ 2031-06-05,2031-06-05,2031-06-07,,outside,,x"]},
    ),
    "more than 250, on one side": (
        "--source agency-2031-03-02 --measure returned_to_russia --channel numbered --value 250 "
        "--bound at_least --scope event --start 2031-03-02",
        {
            "reports.csv": [
                "+ agency-2031-03-02/3,agency-2031-03-02,returned_to_russia,all,numbered,250,"
                "at_least,event,2031-03-02,2031-03-02,,,,"
            ]
        },
    ),
    "known only by its ordinal": (
        "--source daily-2031-03-05 --measure exchanges --channel numbered --value 1 "
        "--scope event --start 2031-03-03 --end 2031-03-05 --exchange-no 3 --kind numbered",
        {
            "reports.csv": [
                "+ daily-2031-03-05/3,daily-2031-03-05,exchanges,all,numbered,1,exact,event,"
                "2031-03-03,2031-03-05,,3,,"
            ],
            "exchanges.csv": ["+ 2031-03-03,2031-03-03,2031-03-05,3,numbered,,"],
        },
    ),
    "a number held": (
        "--source agency-2031-03-02 --measure held_by_russia --value 900 --bound about "
        "--end 2031-03-02",
        {
            "reports.csv": [
                "+ agency-2031-03-02/3,agency-2031-03-02,held_by_russia,all,,900,about,stock,"
                "2031-03-02,2031-03-02,,,,"
            ]
        },
    ),
    "withdrawn": (
        ["--judge", "undated-page/2", "--action", "exclude", "--reason", "withdrawn, it said"],
        {"judgements.csv": ['+ undated-page/2,exclude,,"withdrawn, it said"']},
    ),
    "withdrawn although a cell was overruled": (
        "--judge undated-page/1 --action exclude --reason withdrawn",
        {
            "judgements.csv": [
                "- undated-page/1,set_end,2031-05-31,The page speaks of May.",
                "- undated-page/1,set_end_earliest,2031-05-20,The page knows of the return of 20 "
                "May.",
                "+ undated-page/1,exclude,,withdrawn",
            ]
        },
    ),
    "overruled otherwise": (
        "--judge agency-2031-01-10/2 --action set_value --to 46 --reason recounted",
        {
            "judgements.csv": [
                "- agency-2031-01-10/2,set_value,47,\"The agency's own table adds up to 47, and "
                'the headline does not."',
                "+ agency-2031-01-10/2,set_value,46,recounted",
            ]
        },
    ),
    "corrected, and the judgement with it": (
        "--source agency-2031-01-10 --measure returned_to_ukraine --group military --channel "
        "numbered --value 47 --scope event --end 2031-01-10 --corrects agency-2031-01-10/2",
        {
            "reports.csv": [
                "+ agency-2031-01-10/3,agency-2031-01-10,returned_to_ukraine,military,numbered,47,"
                "exact,event,2031-01-10,2031-01-10,,,agency-2031-01-10/2,"
            ],
            "judgements.csv": [
                "- agency-2031-01-10/2,set_value,47,\"The agency's own table adds up to 47, and "
                'the headline does not."'
            ],
        },
    ),
    "re-dated": (
        "--exchange 2031-02-swap --start 2031-03-02 --end 2031-03-02",
        {
            "exchanges.csv": [
                "- 2031-02-swap,2031-02-01,2031-02-14,,local,,day not stated",
                "+ 2031-02-swap,2031-03-02,2031-03-02,,local,,day not stated",
            ]
        },
    ),
    "its ordinal taken away": (
        ["--exchange", "2031-01-10", "--number", ""],
        {
            "exchanges.csv": [
                "- 2031-01-10,2031-01-10,2031-01-10,1,numbered,,ordinal stated by a page",
                "+ 2031-01-10,2031-01-10,2031-01-10,,numbered,,ordinal stated by a page",
            ]
        },
    ),
    "a speaker alone": (
        ["--speaker", "Church", "--voice", "Church", "--side", "mediator"],
        {"speakers.csv": ["+ Church,Church,mediator,"]},
    ),
    "a second page of one day": (
        "--outlet Ministry --published 2031-01-10 --language ru --url https://example.org/m2",
        {"sources.csv": ["+ ministry-2031-01-10-2,Ministry,https://example.org/m2,2031-01-10,ru,"]},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_kind_changes_its_lines_and_no_others(folder, case, capsys):
    said, expected = CASES[case]
    old = contents(folder)
    shown = answer(folder, capsys, *(said.split() if isinstance(said, str) else said))
    assert changes(folder, old) == expected
    lines = [f"{edit['sign']} {edit['line']}" for edit in shown["lines"]]
    assert sorted(lines) == sorted(line for lines in expected.values() for line in lines)
    load_record(folder)


def test_a_new_row_stands_in_the_order_of_its_file(folder, capsys):
    add(folder, "--exchange", "2031-02-swap", "--start", "2031-03-02", "--end", "2031-03-02")
    add(folder, "--kind", "local", "--start", "2031-01-05")
    record = load_record(folder)
    assert record.exchanges["exchange_id"].tolist()[:2] == ["2031-01-05", "2031-01-10"]
    assert record.exchanges["start"].is_monotonic_increasing
    add(folder, *EVENT)
    last = load_record(folder).reports.iloc[-1]
    assert (last["report_id"], last["value"]) == ("theagency-2031-07-12/1", 1250)


def test_windows_line_ends_and_another_order_of_columns_stay(folder, capsys):
    path = folder / "speakers.csv"
    head = b"note,side,voice,speaker\r\n"
    rest = b",ukraine,Headquarters,Headquarters\r\n,russia,Ministry,Ministry\r\n"
    last = b",ukraine,Headquarters,Spokesperson\r\n"
    path.write_bytes(head + rest + last)
    add(folder, "--speaker", "Office", "--voice", "Office", "--side", "other")
    assert path.read_bytes() == head + rest + b",other,Office,Office\r\n" + last


FAULTS = {
    "an unknown word": (
        [*EVENT, "--bound", "roughly"],
        "add: bound: found 'roughly', expected one of exact, at_least, at_most, about, planned",
    ),
    "digits only": ([*EVENT, "--value", "1_000"], "add: value: found '1_000', expected a whole"),
    "a date guessed": ([*EVENT, "--end", "11.07.2031"], "add: end: found '11.07.2031'"),
    "no page": (["--measure", "exchanges", "--value", "3", "--end", "2031-07-11", "--scope",
                 "cumulative"], "add: source_id: found '', expected the id of a page"),
    "an outlet in other letters": (
        [*EVENT, "--outlet", "Пошта"], "add: source_id: found '', expected the id of a page"
    ),
    "another outlet for a page on record": (
        [*EVENT, "--source", "undated-page"],
        "add: outlet: found 'The Agency', expected 'Page', as page undated-page is on record",
    ),
    "an unknown speaker": (
        [*EVENT, "--speaker", "Nobody"],
        "add: attributed_to: found 'Nobody', expected a speaker of speakers.csv",
    ),
    "a known speaker of another side": (
        [*EVENT, "--speaker", "Ministry", "--side", "ukraine"],
        "add: side: found 'ukraine', expected what speakers.csv says",
    ),
    "two new speakers": (
        [*EVENT, "--speaker", "A", "--speaker", "B", "--voice", "A", "--side", "other"],
        "add: attributed_to: found 'A; B', expected one new speaker",
    ),
    "a second exchange of a day": (
        ["--kind", "local", "--start", "2031-01-10"],
        "add: exchange_id: found '', expected 2031-01-10 to change that exchange on record",
    ),
    "an unknown exchange": (
        ["--exchange", "2031-01-11", "--number", "7"],
        "add: exchange_id: found '2031-01-11', expected an exchange of exchanges.csv",
    ),
    "an ordinal given twice": (
        ["--kind", "numbered", "--start", "2031-06-01", "--number", "1"],
        "add: number: found '1', expected a number of its own (line 2 has it",
    ),
    "an exchange of a total's days": (
        [*EVENT, "--scope", "cumulative", "--kind", "numbered"],
        "add: scope: found 'cumulative', expected event, or the exchange as an addition of its own",
    ),
    "a cell of nothing": (
        [*EVENT, "--reason", "why"],
        "add: reason: found 'why', expected it beside a judgement",
    ),
    "an unknown report": (
        ["--judge", "undated-page/9", "--action", "exclude", "--reason", "why"],
        "add: report_id: found 'undated-page/9', expected a report_id of reports.csv",
    ),
    "a judgement that changes nothing": (
        ["--judge", "undated-page/2", "--action", "set_value", "--to", "60", "--reason", "why"],
        "add: value: found '60', expected a judgement that changes something",
    ),
    "no date": (
        ["--complete-through", "tomorrow"],
        "datapackage.json: complete_through: found 'tomorrow', expected a date",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_line_and_nothing_is_written(folder, fault, capsys):
    said, expected = FAULTS[fault]
    old = contents(folder)
    add(folder, *said, code=1)
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(expected) and err.count("\n") == 1
    assert contents(folder) == old


def test_nothing_to_add_is_a_mistake_in_the_call(folder, capsys):
    add(folder, code=2)
    assert capsys.readouterr().err.startswith("nothing to add; expected")


ROW_FAULTS = {
    "semicolons": (ROWS.replace(",", ";"), "rows.csv:1: found 'source_id;outlet"),
    "an unknown column": (
        ROWS.replace("mediators", "mediator"),
        "rows.csv:1: mediator: found 'an unknown column'",
    ),
    "a column twice": (
        ROWS.replace("mediators", "kind"), "rows.csv:1: kind: found 'the column twice'"
    ),
    "a cell too many": (ROWS.replace("State", "State,"), "rows.csv:2: found '17 cells'"),
    "an open quote": (ROWS.replace('the"', "the"), "rows.csv:4: found 'unexpected end of data'"),
    "a wrong cell": (ROWS.replace("160", "1.6"), "rows.csv:3: value: found '1.6'"),
    "no file": (None, "rows.csv: found 'no file'"),
}  # fmt: skip


@pytest.mark.parametrize("fault", ROW_FAULTS)
def test_a_fault_in_a_file_of_rows_is_named_where_it_stands(folder, tmp_path, fault, capsys):
    text, expected = ROW_FAULTS[fault]
    old = contents(folder)
    rows = tmp_path / "rows.csv"
    if text is not None:
        rows.write_text(text)
    add(folder, "--rows", str(rows), code=1)
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(expected) and err.count("\n") == 1
    assert contents(folder) == old


# As the command does it, without the comparison: it dies before the rename of that number.
KILLED = """
import os, sys
from pathlib import Path
from analysis.record.additions import read_additions
from analysis.record.draft import Draft
from analysis.record.editing import add_all
folder, rows, last = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
rename, done = Path.replace, []
def replace(part, target):
    if len(done) == last:
        os._exit(9)
    done.append(target)
    return rename(part, target)
Path.replace = replace
draft = Draft(folder)
add_all(draft, read_additions(rows))
draft.set_complete_through("2031-07-15")
draft.write()
"""


@pytest.mark.slow
@pytest.mark.parametrize("last", [0, 1, 2, 4])
def test_a_kill_leaves_a_valid_record_and_the_same_call_adds_the_rest(
    folder, tmp_path, last, capsys
):
    rows = tmp_path / "rows.csv"
    rows.write_text(ROWS)
    whole = Path(shutil.copytree(folder, tmp_path / "whole"))
    said = ["--rows", str(rows), "--complete-through", "2031-07-15"]
    add(whole, *said)
    killed = [sys.executable, "-c", KILLED, str(folder), str(rows), str(last)]
    assert subprocess.run(killed, cwd=ROOT, check=False).returncode == 9
    load_record(folder)
    add(folder, *said)
    left = [path for path in folder.iterdir() if path.name.startswith(".")]
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path not in left} == (
        contents(whole)
    )
    assert all(path.match(".*.part") for path in left)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a folder cannot be locked there")
def test_adders_at_the_same_time_lose_nothing(folder):
    words = "--source undated-page --measure packages --scope period --end 2031-06-15 --value"
    call = [sys.executable, "-m", "analysis", "add", "--data", str(folder), *words.split()]
    adders = [
        subprocess.Popen([*call, str(value)], cwd=ROOT, stdout=subprocess.DEVNULL)
        for value in range(1, 5)
    ]
    assert [adder.wait(timeout=300) for adder in adders] == [0] * 4
    reports = load_record(folder).reports
    added = reports[(reports["measure"] == "packages") & (reports["source_id"] == "undated-page")]
    assert sorted(added["value"]) == [1, 2, 3, 4]
    assert sorted(added["report_id"]) == [f"undated-page/{number}" for number in range(3, 7)]


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Path:
    """A copy of the project's record, which only dry runs may use."""
    folder = tmp_path_factory.mktemp("real")
    for file in (*FILES, "datapackage.json"):
        shutil.copyfile(RECORD / file, folder / file)
    return folder


TOTAL = "--outlet Invented --published 2023-08-08 --language en --measure returned_to_ukraine "
TOTAL += "--channel numbered --scope cumulative --end 2023-08-07 --dry-run --value"


@pytest.mark.slow
def test_a_total_with_a_digit_too_many_contradicts_and_is_warned_of(real, capsys):
    # 2,598 by 7 August 2023: Andrii Yusov, https://interfax.com.ua, 24 November 2023
    fits = answer(real, capsys, *TOTAL.split(), "2,598")
    assert [report["verdict"] for report in fits["reports"]] == ["fits"]
    assert not fits["contradictions_born"] and not fits["totals"] and not fits["warnings_new"]
    wrong = answer(real, capsys, *TOTAL.split(), "25,980")
    [report] = wrong["reports"]
    assert report["verdict"] == "contradicts"
    assert [check["misses_by"] for check in report["checks"]] == [25_980 - 2_598]
    assert wrong["contradictions_born"]
    assert any("value: found '25980'" in line for line in wrong["warnings_new"])


@pytest.mark.slow
def test_the_next_exchange_of_the_real_record(real, capsys):
    record = load_record(real)
    held = record.exchanges
    day = max(held["end"].max(), record.complete_through) + pd.Timedelta(days=40)
    number = int(held["number"].max()) + int((held["start"] > record.complete_through).sum()) + 1
    said = f"--outlet Invented --published {day:%Y-%m-%d} --language en "
    said += "--measure returned_to_ukraine --channel numbered --value 250 --scope event "
    said += f"--end {day:%Y-%m-%d} --exchange-no {number} --kind numbered --dry-run "
    old = contents(real)
    shown = answer(real, capsys, *said.split(), "--complete-through", f"{day:%Y-%m-%d}")
    assert contents(real) == old
    assert [report["verdict"] for report in shown["reports"]] == ["new-information"]
    assert next(row["new_best"] for row in shown["exchange_counts"]) == 250
    rise = {
        (row["measure"], row["channel"]): row["new_low"] - row["old_low"] for row in shown["totals"]
    }
    assert rise["returned_to_ukraine", "numbered"] == rise["returned_to_ukraine", "any"] == 250
    assert f"{day:%Y-%m-%d}" in {pause["end"] for pause in shown["pauses_new"]}


def test_the_examples_of_the_page_about_the_record_work_in_turn(
    real, tmp_path, monkeypatch, capsys
):
    # Whether the rows have their place and are valid is asked here, not what they change.
    monkeypatch.setattr("analysis.commands.add._change", lambda draft, added: draft.load() and {})
    folder = Path(shutil.copytree(real, tmp_path / "record"))
    rows = tmp_path / "rows.csv"
    page = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    section = page.partition("## How to add a report")[2].partition("## Licence")[0]
    blocks = re.findall(r"```(sh|csv)\n(.*?)```", section, flags=re.DOTALL)
    assert [kind for kind, _ in blocks] == ["sh", "sh", "sh", "csv", "sh", "sh", "sh"]
    for kind, text in blocks:
        if kind == "csv":
            rows.write_text(text)
            said = ["--rows", str(rows)]
        else:
            said = shlex.split(text.replace("\\\n", " "))
            assert said[:4] == ["python", "-m", "analysis", "add"]
            said = [word for word in said[4:] if word != "--dry-run"]
        shown = answer(folder, capsys, *said)
        assert shown["written"] and not shown["on_record_already"]


# What a report claims: a total of an open day holds from below by its last day and from above on
# its first; one of an unstated channel is part of everything and holds the numbered chain.
CLAIMS = {
    "--scope event --end 2031-03-02 --channel numbered --value 60": [
        "returned_to_ukraine, all, numbered: 60 on 2031-03-02"
    ],
    "--scope cumulative --end 2031-03-02 --value 112": [
        "returned_to_ukraine, all, any: ≥ 112 by 2031-03-02",
        "returned_to_ukraine, all, numbered: ≤ 112 by 2031-03-02",
    ],
    "--scope cumulative --end 2031-03-02 --end-earliest 2031-02-28 --channel any --value 112": [
        "returned_to_ukraine, all, any: ≥ 112 by 2031-03-02",
        "returned_to_ukraine, all, any: ≤ 112 by 2031-02-28",
    ],
    "--scope period --start 2030-12-01 --end 2031-03-02 --channel any --value 112": [
        "returned_to_ukraine, all, any: ≤ 112 by 2031-03-02"
    ],
    "--scope event --end 2031-03-02 --value 60 --bound planned": [],
}


@pytest.mark.parametrize("said", CLAIMS)
def test_what_a_new_report_claims(folder, said, capsys):
    page = "--dry-run --source agency-2031-03-02 --measure returned_to_ukraine"
    shown = answer(folder, capsys, *page.split(), *said.split())
    [report] = shown["reports"]
    assert [check["claim"] for check in report["checks"]] == CLAIMS[said]
    assert (report["verdict"] == "not compared") == (not CLAIMS[said])


def test_in_words_it_shows_first_and_then_writes(folder, capsys):
    add(folder, *EVENT, "--exchange-no", "4", "--kind", "numbered")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("+ sources.csv: theagency-2031-07-12,")
    assert "theagency-2031-07-12/1: new-information" in lines
    assert "  these windows narrow:" in lines
    assert any(line.startswith("warning: datapackage.json: complete_through:") for line in lines)
    assert lines[-1] == "written"


def test_small_records_are_added_to(tmp_path, capsys):
    folder = copy_small(tmp_path)
    for name in ("reports.csv", "exchanges.csv", "judgements.csv"):
        head, _, _ = (folder / name).read_text().partition("\n")
        (folder / name).write_text(f"{head}\n")
    for arguments in (["--complete-through", "2031-07-31"], [*EVENT, "--kind", "numbered"]):
        assert answer(folder, capsys, *arguments)["written"]
    assert len(load_record(folder).exchanges) == 1
