"""Every kind of fault is found where it is, alone, and with what was expected."""

import json

import pytest
from record_folders import FILES, copy_small, edit, problems_of

FIRST = "agency-2031-01-10/1,agency-2031-01-10,returned_to_ukraine,all,numbered,50,exact,event,"
DAY = "2031-01-10"
RUSSIA = "returned_to_russia,all,numbered,50,exact,event"
DAYS = "2031-01-10,2031-01-10,,1,,\n"
EARLIEST = "end_earliest,2031-03-01"
TOTAL = "exact,cumulative,2031-01-01,2031-03-0"
HELD = "held_by_russia,national_guard,,70,exact,stock,2031-01-11,2031-01-11"

# What is replaced in which file, and what must be found: line, column, value, part of expectation.
FAULTS = {
    # dates
    "day that does not exist": (
        ("reports.csv", "2031-01-10,2031-02-28", "2031-01-10,2031-02-29"),
        (6, "end", "2031-02-29", "a date that exists, written YYYY-MM-DD"),
    ),
    "compact date": (
        ("reports.csv", "2031-01-10,2031-02-28", "2031-01-10,20310228"),
        (6, "end", "20310228", "written YYYY-MM-DD"),
    ),
    "week date": (
        ("reports.csv", "2031-01-10,2031-02-28", "2031-01-10,2031-W09-5"),
        (6, "end", "2031-W09-5", "written YYYY-MM-DD"),
    ),
    "digits of another script": (
        ("reports.csv", "2031-01-10,2031-02-28", "2031-01-10,٢٠٣١-٠٢-٢٨"),
        (6, "end", "٢٠٣١-٠٢-٢٨", "written YYYY-MM-DD"),
    ),
    "spreadsheet: European date": (
        ("sources.csv", "a1,2031-01-10", "a1,10.01.2031"),
        (2, "published", "10.01.2031", "(changed by a spreadsheet: 2031-01-10?)"),
    ),
    "spreadsheet: American date": (
        ("reports.csv", "2031-01-10,2031-02-28", "2031-01-10,2/28/31"),
        (6, "end", "2/28/31", "(changed by a spreadsheet: 2031-02-28?)"),
    ),
    "spreadsheet: date with two readings": (
        ("sources.csv", "a2,2031-03-02", "a2,3/2/31"),
        (3, "published", "3/2/31", "(changed by a spreadsheet: 2031-02-03 or 2031-03-02?)"),
    ),
    "spreadsheet: serial number of 24 February 2022": (
        ("exchanges.csv", "2031-05-20,2031-05-20,,", "44616,2031-05-20,,"),
        (6, "start", "44616", "(changed by a spreadsheet: 2022-02-24?)"),
    ),
    "spreadsheet: time added": (
        ("exchanges.csv", "2031-05-20,2031-05-20,,", "2031-05-20 00:00:00,2031-05-20,,"),
        (6, "start", "2031-05-20 00:00:00", "(changed by a spreadsheet: 2031-05-20?)"),
    ),
    "report ends before it starts": (
        ("reports.csv", "2031-01-10,2031-02-28", "2031-01-10,2031-01-09"),
        (6, "end", "2031-01-09", "a day not before start (2031-01-10)"),
    ),
    "exchange ends before it starts": (
        ("exchanges.csv", "2031-02-01,2031-02-14", "2031-02-01,2031-01-14"),
        (3, "end", "2031-01-14", "a day not before start (2031-02-01)"),
    ),
    "earliest end after the end": (
        ("reports.csv", "2031-03-05,2031-03-02", "2031-03-05,2031-03-06"),
        (11, "end_earliest", "2031-03-06", "between start (2031-01-01) and end (2031-03-05)"),
    ),
    "earliest end before the start": (
        ("reports.csv", "2031-03-05,2031-03-02", "2031-03-05,2030-12-31"),
        (11, "end_earliest", "2030-12-31", "between start (2031-01-01) and end (2031-03-05)"),
    ),
    "total of a day after the page was published": (
        ("reports.csv", f"110,{TOTAL}2", f"110,{TOTAL}4"),
        (
            8,
            "end",
            "2031-03-04",
            "not after 2031-03-03, since the page was published on 2031",
        ),
    ),
    "earliest end after the page was published": (
        ("reports.csv", "2031-03-05,2031-03-02", "2031-03-31,2031-03-07"),
        (11, "end_earliest", "2031-03-07", "a day not after 2031-03-06, since"),
    ),
    "event after the page was published": (
        ("reports.csv", f"{RUSSIA},{DAY},{DAY}", f"{RUSSIA},2031-01-12,2031-01-12"),
        (5, "start", "2031-01-12", "a day not after 2031-01-11, since"),
    ),
    # numbers
    "negative count": (
        ("reports.csv", "all,numbered,110", "all,numbered,-110"),
        (8, "value", "-110", "a whole number of at least 0, in digits only"),
    ),
    "fractional count": (
        ("reports.csv", "all,numbered,110", "all,numbered,110.5"),
        (8, "value", "110.5", "a whole number"),
    ),
    "count as a spreadsheet's float": (
        ("reports.csv", "all,numbered,110", "all,numbered,110.0"),
        (8, "value", "110.0", "in digits only"),
    ),
    "count too large to be one": (
        ("reports.csv", "all,numbered,110", f"all,numbered,1{'0' * 30}"),
        (8, "value", f"1{'0' * 30}", "a whole number"),
    ),
    "count left out": (
        ("reports.csv", "all,numbered,110", "all,numbered,"),
        (8, "value", "", "a whole number"),
    ),
    "exchange number zero": (
        ("exchanges.csv", "2031-01-10,1,", "2031-01-10,0,"),
        (2, "number", "0", "a whole number of at least 1, in digits only, or blank"),
    ),
    # words
    "unknown measure": (
        ("reports.csv", f"{FIRST}{DAYS}", f"{FIRST}{DAYS}".replace("returned_to", "given_to")),
        (2, "measure", "given_to_ukraine", "one of returned_to_ukraine, returned_to_russia"),
    ),
    "unknown group": (
        ("reports.csv", f"{HELD}", f"{HELD}".replace("national_guard", "guards")),
        (7, "group", "guards", "one of all, military"),
    ),
    "unknown channel": (
        ("reports.csv", "all,any,120", "all,both,120"),
        (11, "channel", "both", "one of numbered, unnumbered, outside, any, or blank"),
    ),
    "unknown bound": (
        ("reports.csv", "4,at_least", "4,At least"),
        (12, "bound", "At least", "one of exact, at_least, at_most, about, planned"),
    ),
    "unknown scope": (
        ("reports.csv", "planned,period", "planned,month"),
        (6, "scope", "month", "one of event, period, cumulative, stock"),
    ),
    "unknown kind of exchange": (
        ("exchanges.csv", ",,local,", ",,swap,"),
        (3, "kind", "swap", "one of numbered, stage, local, outside"),
    ),
    "unknown side": (
        ("speakers.csv", "State,State,mediator", "State,State,neutral"),
        (5, "side", "neutral", "one of ukraine, russia, mediator, other"),
    ),
    "unknown action": (
        ("judgements.csv", ",exclude,", ",delete,"),
        (2, "action", "delete", "one of exclude, set_end"),
    ),
    "language in words": (
        ("sources.csv", "2031-01-11,uk", "2031-01-11,Ukrainian"),
        (4, "language", "Ukrainian", "a language code such as en"),
    ),
    "address of another kind": (
        ("sources.csv", "https://example.org/a1", "www.example.org/a1"),
        (2, "url", "www.example.org/a1", "an address that starts with http, or blank"),
    ),
    "text with an invisible space": (
        ("sources.csv", "m1,2031-01-10,ru,Ministry", "m1,2031-01-10,ru,Ministry "),
        (6, "attributed_to", "Ministry ", "without spaces around it"),
    ),
    "outlet left out": (
        ("sources.csv", "undated-page,Page,", "undated-page,,"),
        (7, "outlet", "", "some text, without spaces around it"),
    ),
    # words that do not go together
    "stock of what is not held": (
        ("reports.csv", "planned,period", "planned,stock"),
        (6, "scope", "stock", "event, period or cumulative for packages"),
    ),
    "total of what is held": (
        ("reports.csv", "exact,stock", "exact,cumulative"),
        (7, "scope", "cumulative", "stock for held_by_russia"),
    ),
    "packages for soldiers": (
        ("reports.csv", "packages,for_russian_prisoners", "packages,military"),
        (6, "group", "military", "all or for_russian_prisoners or for_ukrainian_prisoners for"),
    ),
    "exchanges of civilians": (
        ("reports.csv", "exchanges,all", "exchanges,civilians"),
        (9, "group", "civilians", "all for exchanges"),
    ),
    # identifiers
    "repeated source": (
        ("sources.csv", "undated-page,Page,,,en,\n", "undated-page,Page,,,en,\n" * 2),
        (8, "source_id", "undated-page", "a new source_id (line 7 has it)"),
    ),
    "repeated report": (
        ("reports.csv", f"{FIRST}{DAYS}", f"{FIRST}{DAYS}" * 2),
        (3, "report_id", "agency-2031-01-10/1", "a new report_id (line 2 has it)"),
    ),
    "repeated speaker": (
        ("speakers.csv", "State,State,mediator,\n", "State,State,mediator,\nState,X,other,\n"),
        (6, "speaker", "State", "a new speaker (line 5 has it)"),
    ),
    "repeated exchange": (
        ("exchanges.csv", "2031-05-20,2031-05-20,2031", "2031-01-10,2031-05-20,2031"),
        (6, "exchange_id", "2031-01-10", "a new exchange_id (line 2 has it)"),
    ),
    "report of another source": (
        ("reports.csv", "undated-page/2,undated-page", "undated-page/2,agency-2031-03-02"),
        (13, "report_id", "undated-page/2", "agency-2031-03-02/<n>, the row's own source_id"),
    ),
    "unknown source": (
        ("reports.csv", "undated-page/2,undated-page", "nowhere/2,nowhere"),
        (13, "source_id", "nowhere", "a source_id of sources.csv"),
    ),
    "identifier with a space": (
        ("reports.csv", FIRST, f" {FIRST}"),
        (2, "report_id", " agency-2031-01-10/1", "a report id, <source_id>/<n>"),
    ),
    "unknown speaker": (
        ("sources.csv", "Headquarters; Spokesperson", "Headquarters; Nobody"),
        (3, "attributed_to", "Nobody", "a speaker of speakers.csv"),
    ),
    "speaker named twice": (
        ("sources.csv", "Headquarters; Spokesperson", "Headquarters; Headquarters"),
        (3, "attributed_to", "Headquarters", "each speaker once"),
    ),
    "empty place between semicolons": (
        ("sources.csv", "Headquarters; Spokesperson", "Headquarters;; Spokesperson"),
        (3, "attributed_to", "", "a speaker of speakers.csv"),
    ),
    # corrections
    "correction that points nowhere": (
        ("reports.csv", ",,daily-2031-01-11/2,", ",,daily-2031-01-11/9,"),
        (10, "corrects", "daily-2031-01-11/9", "a report_id of reports.csv"),
    ),
    "correction of itself": (
        ("reports.csv", ",,daily-2031-01-11/2,", ",,daily-2031-03-05/1,"),
        (10, "corrects", "daily-2031-03-05/1", "daily-2031-03-05/1 -> daily-2031-03-05/1)"),
    ),
    "corrections in a circle": (
        ("reports.csv", f"{HELD},,,,", f"{HELD},,,daily-2031-03-05/1,"),
        (
            7,
            "corrects",
            "daily-2031-03-05/1",
            "circle: daily-2031-01-11/2 -> daily-2031-03-05/1 -> daily-2031-01-11/2",
        ),
    ),
    # numbers of exchanges
    "number repeats": (
        ("exchanges.csv", ",2,stage,State,second", ",1,numbered,State,second"),
        (5, "number", "1", "a number of its own (line 2 has it; only stages of one deal"),
    ),
    "number repeats in stages of different deals": (
        ("exchanges.csv", "2031-03-02,2031-03-02,2031-03-02", "2031-03-02,2031-03-09,2031-03-09"),
        (5, "number", "2", "a number of its own (line 4 has it; only stages of one deal"),
    ),
    "number of a return without exchange": (
        ("exchanges.csv", "2031-05-20,,outside", "2031-05-20,3,outside"),
        (6, "number", "3", "blank, since an exchange of kind outside"),
    ),
    # judgements
    "judgement without reason": (
        ("judgements.csv", "Misprint: every other page gives 50.", ""),
        (2, "reason", "", "some text, without spaces around it"),
    ),
    "judgement on an unknown report": (
        ("judgements.csv", "agency-2031-01-10/2,set", "agency-2031-01-10/7,set"),
        (5, "report_id", "agency-2031-01-10/7", "a report_id of reports.csv"),
    ),
    "two judgements on one cell": (
        ("judgements.csv", "undated-page/1,set_end_earliest", "undated-page/1,set_end"),
        (4, "action", "undated-page/1 set_end", "a new report_id and action (line 3 has it)"),
    ),
    "exclusion with a value": (
        ("judgements.csv", ",exclude,,", ",exclude,yes,"),
        (2, "value", "yes", "blank, since exclude takes the whole report"),
    ),
    "judged value left out": (
        ("judgements.csv", "set_value,47", "set_value,"),
        (5, "value", "", "a whole number of at least 0, in digits only"),
    ),
    "judged value of the wrong kind": (
        ("judgements.csv", "set_value,47", "set_value,2031-01-10"),
        (5, "value", "2031-01-10", "a whole number of at least 0, in digits only"),
    ),
    "judged day that does not exist": (
        ("judgements.csv", "set_end,2031-05-31", "set_end,31.05.2031"),
        (3, "value", "31.05.2031", "(changed by a spreadsheet: 2031-05-31?)"),
    ),
    "judged channel that does not exist": (
        ("judgements.csv", "set_value,47", "set_channel,local"),
        (5, "value", "local", "one of numbered, unnumbered, outside, any"),
    ),
    "judgement that sets what is": (
        ("judgements.csv", "set_value,47", "set_value,48"),
        (5, "value", "48", "a judgement that changes something"),
    ),
    "judgement that spells a blank out": (
        (
            "judgements.csv",
            "agency-2031-01-10/2,set_value,47",
            "undated-page/2,set_end_earliest,2031-03-01",
        ),
        (5, "value", "2031-03-01", "a judgement that changes something"),
    ),
    "judgement on a superseded report": (
        ("judgements.csv", "daily-2031-01-11/1,exclude", "daily-2031-01-11/2,exclude"),
        (2, "action", "exclude", "no judgement, since a correction supersedes the report"),
    ),
    "judgement on an excluded report": (
        ("judgements.csv", "agency-2031-01-10/2,set_value,47", "daily-2031-01-11/1,set_value,50"),
        (5, "action", "set_value", "no further judgement, since the report is excluded"),
    ),
    "judgements that turn a window around": (
        ("judgements.csv", "set_end,2031-05-31", "set_end,2031-05-01"),
        (3, "value", "2031-05-01", "they are now 2031-01-01, 2031-05-20, 2031-05-01)"),
        (4, "value", "2031-05-20", "dates that keep start <= end_earliest <= end"),
    ),
    # form of the file
    "row with a cell too many": (
        ("speakers.csv", "State,State,mediator,", "State,State,mediator,,"),
        (5, "", "5 cells", "4 cells, as in the header"),
    ),
    "row with a cell too few": (
        ("speakers.csv", "State,State,mediator,", "State,State,mediator"),
        (5, "", "3 cells", "4 cells, as in the header"),
    ),
    "blank line": (
        ("speakers.csv", "State,State,mediator,", "\nState,State,mediator,"),
        (5, "", "a blank line", "a row"),
    ),
    "quote not closed": (
        ("speakers.csv", "State,State,mediator,", 'State,State,mediator,"'),
        (5, "", "unexpected end of data", "quotes in pairs around a cell on one line"),
    ),
    "text after a quote": (
        ("speakers.csv", "State,State,mediator,", 'State,State,mediator,"a"b'),
        (5, "", "',' expected after '\"'", "quotes in pairs around a cell on one line"),
    ),
    "missing column": (
        ("speakers.csv", "speaker,voice,side,note", "speaker,voice,side,remark"),
        (1, "note", "no such column", "the columns speaker, voice, side, note"),
        (1, "remark", "an unknown column", "the columns speaker, voice, side, note"),
    ),
    "column twice": (
        ("speakers.csv", "speaker,voice,side,note", "speaker,voice,side,side"),
        (1, "note", "no such column", "the columns speaker, voice, side, note"),
        (1, "side", "the column twice", "the columns speaker, voice, side, note"),
    ),
    "NUL byte": (
        ("speakers.csv", "speaks for", "speaks\0for"),
        (4, "note", "speaks\0for the Headquarters", "readable UTF-8 text without control"),
    ),
    "tab": (
        ("speakers.csv", "speaks for", "speaks\tfor"),
        (4, "note", "speaks\tfor the Headquarters", "readable UTF-8 text without control"),
    ),
    "zero-width space": (
        ("speakers.csv", "speaks for", "speaks\u200bfor"),
        (4, "note", "speaks\u200bfor the Headquarters", "invisible characters"),
    ),
    "replacement character of an earlier damage": (
        ("speakers.csv", "speaks for", "speaks\ufffdfor"),
        (4, "note", "speaks\ufffdfor the Headquarters", "readable UTF-8 text"),
    ),
    "file cut off": (
        ("speakers.csv", "State,State,mediator,\n", "State,State,mediator,"),
        (5, "", "State,State,mediator,", "a line end after the last row"),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_alone_and_in_its_place(tmp_path, name):
    (file, old, new), *expected = FAULTS[name]
    folder = copy_small(tmp_path)
    edit(folder, file, old, new)
    assert_problems(problems_of(folder), file, expected)


def assert_problems(problems, file, expected):
    found = [(p.file, p.line, p.column, p.value) for p in problems]
    assert found == [(file, line, column, value) for line, column, value, _ in expected]
    for problem, (*_, part) in zip(problems, expected, strict=True):
        assert part in problem.expected


def test_the_small_record_is_valid(tmp_path):
    assert problems_of(copy_small(tmp_path)) == []


# What the bytes of a file become, and what must be found.
BYTE_FAULTS = {
    "empty file": (lambda data: b"", (None, "", "an empty file", "at least a first line")),
    "blank file": (lambda data: b"\n \n", (None, "", "an empty file", "at least a first line")),
    "byte order mark": (
        lambda data: b"\xef\xbb\xbf" + data,
        (1, "", "a byte order mark (BOM)", "UTF-8 without byte order mark"),
    ),
    "UTF-16": (
        lambda data: data.decode().encode("utf-16"),
        (1, "", "UTF-16", "save the file as UTF-8, without byte order mark"),
    ),
    "another encoding": (
        lambda data: data.replace(b"speaks for", "gehört zu".encode("latin-1")),
        (4, "note", "geh\ufffdrt zu the Headquarters", "readable UTF-8 text"),
    ),
    "undecodable header": (
        lambda data: data.replace(b"note\n", b"n\xff\n"),
        (1, "note", "no such column", "the columns speaker, voice, side, note"),
        (1, "n\ufffd", "an unknown column", "the columns speaker, voice, side, note"),
    ),
    "header with an open quote": (
        lambda data: data.replace(b"speaker,voice", b'"speaker,voice'),
        (1, "", "unexpected end of data", "quotes in pairs"),
    ),
    "old line ends": (
        lambda data: data.replace(b"\n", b"\r"),
        (1, "", "a carriage return (CR) alone", "lines that end in LF (or CR LF)"),
    ),
    "line end inside a cell": (
        lambda data: data.replace(b"speaks for the", b'"speaks\nfor" the'),
        (4, "", "unexpected end of data", "quotes in pairs around a cell on one line"),
        (5, "", "1 cells", "4 cells, as in the header"),
    ),
}


@pytest.mark.parametrize("name", BYTE_FAULTS)
def test_a_fault_of_the_bytes_is_named_and_hides_nothing_else(tmp_path, name):
    change, *expected = BYTE_FAULTS[name]
    folder = copy_small(tmp_path)
    path = folder / "speakers.csv"
    path.write_bytes(change(path.read_bytes()))
    assert_problems(problems_of(folder), "speakers.csv", expected)


def test_windows_line_ends_and_another_order_of_columns_are_no_faults(tmp_path):
    folder = copy_small(tmp_path)
    (folder / "speakers.csv").write_bytes(
        b"note,side,voice,speaker\r\n,ukraine,Headquarters,Headquarters\r\n"
        b",russia,Ministry,Ministry\r\n,ukraine,Headquarters,Spokesperson\r\n"
    )
    assert problems_of(folder) == []


@pytest.mark.parametrize("file", [*FILES, "datapackage.json"])
def test_a_missing_file_and_a_folder_in_its_place(tmp_path, file):
    folder = copy_small(tmp_path)
    (folder / file).unlink()
    expected = (None, "", "no file", "a readable file of this name")
    assert_problems(problems_of(folder), file, [expected])
    (folder / file).mkdir()
    [problem] = problems_of(folder)
    assert (problem.file, problem.line, problem.expected) == (file, None, expected[-1])


def test_a_missing_folder_is_one_problem(tmp_path):
    [problem] = problems_of(tmp_path / "nowhere")
    assert problem.file == str(tmp_path / "nowhere")
    assert problem.expected == "the folder of a record"


DATES = {"counted_from": "2031-01-01", "complete_through": "2031-06-30"}
PACKAGES = {
    "not JSON": ("{\n'a': 1}", (2, "", "Expecting property name", "valid JSON")),
    "cut off": ('{"counted_from": "2031-', (1, "", "Unterminated string", "valid JSON")),
    "a list": ("[]", (None, "", "list", "a JSON object")),
    "endless": ("[" * 100_000, (None, "", "endless nesting", "valid JSON")),
    "no dates": (
        "{}",
        (None, "counted_from", "", "a date that exists, written YYYY-MM-DD in quotes"),
        (None, "complete_through", "", "a date that exists, written YYYY-MM-DD in quotes"),
    ),
    "a number": (
        json.dumps(DATES | {"counted_from": 2031}),
        (None, "counted_from", "2031", "a date that exists, written YYYY-MM-DD in quotes"),
    ),
    "a mangled date": (
        json.dumps(DATES | {"complete_through": "30.06.2031"}),
        (None, "complete_through", "30.06.2031", "a date that exists, written YYYY-MM-DD"),
    ),
    "complete before it begins": (
        json.dumps(DATES | {"complete_through": "2030-12-31"}),
        (None, "complete_through", "2030-12-31", "a day not before counted_from (2031-01-01)"),
    ),
}


@pytest.mark.parametrize("name", PACKAGES)
def test_a_broken_package_description_is_named(tmp_path, name):
    text, *expected = PACKAGES[name]
    folder = copy_small(tmp_path)
    (folder / "datapackage.json").write_text(text)
    problems = problems_of(folder)
    assert [p.file for p in problems] == ["datapackage.json"] * len(expected)
    for problem, (line, column, value, part) in zip(problems, expected, strict=True):
        assert (problem.line, problem.column) == (line, column)
        assert problem.value.startswith(value)
        assert part in problem.expected


def test_all_faults_of_all_files_are_found_at_once_in_the_order_of_the_files(tmp_path):
    folder = copy_small(tmp_path)
    chosen = [
        "address of another kind",
        "negative count",
        "row with a cell too many",
        "judgement without reason",
        "number of a return without exchange",
    ]
    for name in chosen:
        edit(folder, *FAULTS[name][0])
    (folder / "datapackage.json").unlink()
    found = [(problem.file, problem.line) for problem in problems_of(folder)]
    assert found == [
        ("sources.csv", 2),
        ("speakers.csv", 5),
        ("reports.csv", 8),
        ("exchanges.csv", 6),
        ("judgements.csv", 2),
        ("datapackage.json", None),
    ]
