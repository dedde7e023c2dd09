"""Malformed records: never a traceback, and never a fault that passes in silence."""

import csv
import io
import json
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given, settings, strategies as st
from record_folders import FILES, RECORD, ROOT, SMALL, copy_small, problems_of

from analysis.record.loading import load_record
from analysis.record.problems import RecordError
from analysis.record.schema import TABLES

TEXTS = {file: (SMALL / file).read_bytes() for file in (*FILES, "datapackage.json")}
CELLS = {file: list(csv.reader(io.StringIO(TEXTS[file].decode()))) for file in FILES}


@contextmanager
def record_with(file: str, data: bytes):
    """The small record with one file replaced."""
    with tempfile.TemporaryDirectory() as folder:
        record = copy_small(Path(folder))
        (record / file).write_bytes(data)
        yield record


def write_csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def load_or_problems(folder: Path):
    """Load; a failure must be a RecordError with at least one problem that can be printed."""
    try:
        return load_record(folder)
    except RecordError as error:
        assert error.problems
        assert 0 < len(str(error).splitlines()) <= len(error.problems)
        return None


def assert_says_what_the_files_say(record) -> None:
    """What passed is what pandas' own reader finds in the files, cell by cell."""
    for name, table in TABLES.items():
        read = pd.read_csv(record.folder / table.file, dtype=str, keep_default_na=False)
        loaded = getattr(record, name)
        assert list(loaded) == [column.name for column in table.columns]
        for column in table.columns:
            said = loaded[column.name]
            if column.optional and column.name not in read:
                assert (said == "").all()
                continue
            if column.type == "date":
                said = said.dt.strftime("%Y-%m-%d")
            assert said.astype("object").fillna("").astype(str).tolist() == list(read[column.name])


@st.composite
def damaged_bytes(draw) -> tuple[str, bytes]:
    """A file with a few bytes changed, removed or added."""
    file = draw(st.sampled_from(sorted(TEXTS)))
    data = bytearray(TEXTS[file])
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(data) - 1))
        added = draw(st.binary(max_size=3) | st.sampled_from([b'"', b",", b"\n", b"\r", b"\0"]))
        data[place : place + draw(st.integers(0, 3))] = added
    return file, bytes(data)


@pytest.mark.slow
@given(damaged_bytes())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_damaged_bytes_are_refused_or_read_as_they_stand(damaged):
    file, data = damaged
    with record_with(file, data) as folder:
        record = load_or_problems(folder)
        if record is not None:
            assert_says_what_the_files_say(record)


@pytest.mark.slow
@given(st.sampled_from(sorted(TEXTS)), st.binary(max_size=300) | st.text(max_size=200))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_file_of_noise_is_refused(file, noise):
    data = noise.encode("utf-8") if isinstance(noise, str) else noise
    with record_with(file, data) as folder:
        assert load_or_problems(folder) is None


@st.composite
def cell_of(draw) -> tuple[str, int, int]:
    """A file, and row and column of one of its cells."""
    file = draw(st.sampled_from(FILES))
    row = draw(st.integers(1, len(CELLS[file]) - 1))
    return file, row, draw(st.integers(0, len(CELLS[file][0]) - 1))


def with_cell(file: str, row: int, column: int, text: str) -> bytes:
    rows = [list(cells) for cells in CELLS[file]]
    rows[row][column] = text
    return write_csv(rows)


@pytest.mark.slow
@given(cell_of(), st.text(max_size=20) | st.sampled_from(["0", "1e3", "NaN", "None", "44616", "-"]))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_any_text_in_any_cell_is_refused_or_read_as_it_stands(cell, text):
    with record_with(cell[0], with_cell(*cell, text)) as folder:
        record = load_or_problems(folder)
        if record is not None:
            assert_says_what_the_files_say(record)


# Texts that are valid in no cell of a column with a type, words or a pattern.
NONSENSE = st.text(st.characters(codec="utf-8", categories=["Lu", "Sm", "Po"]), min_size=1)


@given(cell_of(), NONSENSE.filter(lambda text: text == text.strip()))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_nonsense_in_a_typed_cell_is_found_in_its_line_and_column(cell, nonsense):
    file, row, place = cell
    column = TABLES[file.removesuffix(".csv")].column(CELLS[file][0][place])
    assume(column.type != "string" or column.words or column.name.endswith(("_id", "url")))
    with record_with(file, with_cell(file, row, place, nonsense)) as folder:
        found = {(p.file, p.line, p.column, p.value) for p in problems_of(folder)}
        assert (file, row + 1, column.name, nonsense) in found


@st.composite
def swapped_cells(draw) -> tuple[str, bytes]:
    file = draw(st.sampled_from(FILES))
    rows = [list(cells) for cells in CELLS[file]]
    row, other_row = (draw(st.integers(1, len(rows) - 1)) for _ in range(2))
    column, other = (draw(st.integers(0, len(rows[0]) - 1)) for _ in range(2))
    rows[row][column], rows[other_row][other] = rows[other_row][other], rows[row][column]
    return file, write_csv(rows)


@pytest.mark.slow
@given(swapped_cells())
@settings(max_examples=80, deadline=None, derandomize=True)
def test_swapped_cells_are_refused_or_read_as_they_stand(swapped):
    with record_with(*swapped) as folder:
        record = load_or_problems(folder)
        if record is not None:
            assert_says_what_the_files_say(record)


@pytest.mark.parametrize("file", FILES)
def test_a_row_given_twice_is_found(file):
    for place, row in enumerate(CELLS[file][1:], start=2):
        with record_with(file, write_csv([*CELLS[file], row])) as folder:
            found = [
                (p.file, p.line, f"(line {place} has it)" in p.expected)
                for p in problems_of(folder)
            ]
            assert (file, len(CELLS[file]) + 1, True) in found


def test_a_row_that_others_refer_to_cannot_go():
    for file, row, expected in [
        ("sources.csv", 1, "a source_id of sources.csv"),
        ("speakers.csv", 1, "a speaker of speakers.csv"),
        ("reports.csv", 6, "a report_id of reports.csv"),
    ]:
        with record_with(file, write_csv(CELLS[file][:row] + CELLS[file][row + 1 :])) as folder:
            assert any(p.expected.startswith(expected) for p in problems_of(folder))


@pytest.mark.parametrize("file", FILES)
def test_a_deleted_column_and_a_deleted_cell_are_found(file):
    for place, name in enumerate(CELLS[file][0]):
        fewer = [row[:place] + row[place + 1 :] for row in CELLS[file]]
        with record_with(file, write_csv(fewer)) as folder:
            found = [(p.line, p.column, p.value) for p in problems_of(folder) if p.file == file]
            assert (1, name, "no such column") in found
        ragged = [*CELLS[file][:-1], fewer[-1]]
        with record_with(file, write_csv(ragged)) as folder:
            assert (len(ragged), "") in [(p.line, p.column) for p in problems_of(folder)]


def described() -> dict:
    """Return the package of the record, without the columns that the small record leaves out."""
    package = json.loads((RECORD / "datapackage.json").read_text(encoding="utf-8"))
    for table in package["resources"]:
        if (SMALL / table["path"]).exists():
            header = (SMALL / table["path"]).read_text(encoding="utf-8").splitlines()[0].split(",")
            fields = table["schema"]["fields"]
            table["schema"]["fields"] = [field for field in fields if field["name"] in header]
    return package


PACKAGE = described()


@given(cell_of(), st.text(max_size=8) | st.sampled_from(["0", "7", "2031-02-30", "exact", "any"]))
@settings(max_examples=10, deadline=None, derandomize=True)
# frictionless and what it imports use deprecated calls of the standard library and of each other.
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_what_frictionless_refuses_is_refused(cell, text):
    from frictionless import validate

    with record_with(cell[0], with_cell(*cell, text)) as folder:
        refused = bool(problems_of(folder))
        (folder / "datapackage.json").write_text(json.dumps(PACKAGE))
        if not validate(str(folder / "datapackage.json")).valid:
            assert refused


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (lambda data: data.replace(b",", b";"), "semicolons between the columns"),
        (lambda data: data.replace(b",", b"\t"), "tabs between the columns"),
        (lambda data: data.decode().encode("utf-16-le"), "UTF-16"),
        (lambda data: data.decode().encode("utf-16-be"), "UTF-16"),
        (lambda data: data.decode().encode("utf-16"), "UTF-16"),
        (lambda data: data.partition(b"\n")[2], None),  # the header is lost
        (lambda data: (ROOT / "figures" / "timeline.png").read_bytes(), "\ufffdPNG"),
        (lambda data: b"<html>\n" + b"<p>one, two</p>\n" * 300, "<html>"),
        (lambda data: b"PK\x03\x04" + b'\x00\xff"\r\n,' * 300, None),
    ],
    ids=["semicolons", "tabs", "utf-16-le", "utf-16-be", "utf-16", "header", "png", "html", "zip"],
)
def test_a_file_that_is_no_such_table_is_one_line(file, damage, found):
    with record_with(file, damage(TEXTS[file])) as folder:
        (problem,) = [problem for problem in problems_of(folder) if problem.file == file]
        assert (problem.line, problem.column) == (1, "")
        assert found is None or problem.value == found


def test_a_semicolon_in_a_cell_is_no_separator():
    with record_with(
        "sources.csv", TEXTS["sources.csv"].replace(b"outlet", b"out;let", 1)
    ) as folder:
        columns = [(p.column, p.value) for p in problems_of(folder) if p.line == 1]
    assert columns == [("outlet", "no such column"), ("out;let", "an unknown column")]


def test_a_fault_in_every_row_is_printed_twenty_times_and_counted():
    last = TEXTS["reports.csv"].splitlines(keepends=True)[-1]
    with record_with("reports.csv", TEXTS["reports.csv"] + last * 5000) as folder:
        (folder / "speakers.csv").write_bytes(b"")
        with pytest.raises(RecordError) as caught:
            load_record(folder)
    assert len(caught.value.problems) == 5001
    lines = str(caught.value).splitlines()
    assert [line.split(":")[0] for line in lines] == ["speakers.csv"] + ["reports.csv"] * 21
    assert lines[-1] == "reports.csv: and 4,980 more faults"
