"""Faults of whole files: form, bytes, absence, and the description of the package."""

import json

import pytest
from record_folders import FILES, SMALL, assert_problems, copy_small, edit, problems_of

# What is replaced in which file, and what must be found: line, column, value, part of expectation.
FAULTS = {
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


WORDS = {"vocabulary": json.loads((SMALL / "datapackage.json").read_text())["vocabulary"]}
DATES = WORDS | {"counted_from": "2031-01-01", "complete_through": "2031-06-30"}
PACKAGES = {
    "not JSON": ("{\n'a': 1}", (2, "", "Expecting property name", "valid JSON")),
    "cut off": ('{"counted_from": "2031-', (1, "", "Unterminated string", "valid JSON")),
    "a list": ("[]", (None, "", "list", "a JSON object")),
    "endless": ("[" * 100_000, (None, "", "endless nesting", "valid JSON")),
    "no dates": (
        json.dumps(WORDS),
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
    edit(folder, "judgements.csv", "Misprint: every other page gives 50.", "")
    edit(folder, "exchanges.csv", "2031-05-20,,outside", "2031-05-20,3,outside")
    edit(folder, "reports.csv", "all,numbered,110", "all,numbered,-110")
    edit(folder, "reports.csv", "planned,period", "planned,month")
    edit(folder, "speakers.csv", "State,State,mediator,", "State,State,mediator,,")
    edit(folder, "sources.csv", "https://example.org/a1", "www.example.org/a1")
    edit(folder, "datapackage.json", '"counted_from": "2031-01-01"', '"counted_from": "2031-01-32"')
    found = [(problem.file, problem.line) for problem in problems_of(folder)]
    assert found == [
        ("sources.csv", 2),
        ("speakers.csv", 5),
        ("reports.csv", 6),
        ("reports.csv", 8),
        ("exchanges.csv", 6),
        ("judgements.csv", 2),
        ("datapackage.json", None),
    ]
