import numpy as np
import pandas as pd
import pytest
from record_folders import RECORD, SMALL, copy_small, edit

from analysis import Problem, Record, RecordError, load_record
from analysis.record.schema import TABLES

# frictionless and what it imports use deprecated calls of the standard library and of each other.
ignore_deprecations_of_frictionless = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def record() -> Record:
    return load_record(SMALL)


def test_every_column_has_its_type(record):
    dtypes = {"date": "datetime64[us]", "integer": "Int64", "string": "str"}
    for name, table in TABLES.items():
        found = {column: str(dtype) for column, dtype in getattr(record, name).dtypes.items()}
        assert found == {column.name: dtypes[column.type] for column in table.columns}


def test_cells_are_what_the_files_say(record):
    reports = record.reports.set_index("report_id")
    about = reports.loc["daily-2031-03-05/2"]
    assert about["value"] == 120
    assert about["end_earliest"] == pd.Timestamp("2031-03-02")
    assert about["end"] == pd.Timestamp("2031-03-05")
    assert reports.loc["undated-page/1", "note"] == 'says "at least four"'
    assert record.sources["outlet"].tolist()[2] == "Daily, The"


def test_blank_is_unknown_and_never_zero(record):
    reports = record.reports.set_index("report_id")
    assert reports.loc["daily-2031-01-11/2", "exchange_no"] is pd.NA
    assert reports.loc["daily-2031-01-11/2", "end_earliest"] is pd.NaT
    assert reports.loc["daily-2031-01-11/2", "channel"] == ""
    assert record.exchanges["number"].isna().sum() == 2
    assert record.sources["published"].isna().sum() == 1


def test_the_days_of_the_package_are_timestamps(record):
    assert record.counted_from == pd.Timestamp("2031-01-01")
    assert record.complete_through == pd.Timestamp("2031-06-30")
    assert record.folder == SMALL


def test_a_folder_without_rows_loads(tmp_path):
    folder = copy_small(tmp_path)
    for table in TABLES.values():
        header = ",".join(column.name for column in table.columns)
        (folder / table.file).write_text(header + "\n")
    record = load_record(folder)
    for name, table in TABLES.items():
        assert getattr(record, name).shape == (0, len(table.columns))


def test_an_invalid_folder_raises_all_its_problems(tmp_path):
    folder = copy_small(tmp_path)
    edit(folder, "reports.csv", ",110,", ",-110,")
    edit(folder, "exchanges.csv", ",,local,", ",,swap,")
    with pytest.raises(RecordError) as caught:
        load_record(folder)
    expected = "a whole number of at least 0, in digits only"
    assert caught.value.problems[0] == Problem("reports.csv", 8, "value", "-110", expected)
    lines = str(caught.value).splitlines()
    assert lines == [
        f"reports.csv:8: value: found '-110', expected {expected}",
        "exchanges.csv:3: kind: found 'swap', expected one of numbered, stage, local, outside",
    ]
    assert isinstance(caught.value, ValueError)


def test_a_problem_stays_on_one_short_line():
    shown = str(Problem("a.csv", None, "", "x\ny" + "z" * 100, "less"))
    assert shown == "a.csv: found 'x\\ny" + "z" * 56 + "…', expected less"


def test_the_shipped_record_is_valid_and_sorted():
    record = load_record(RECORD)
    assert record.reports["end"].is_monotonic_increasing
    # The founding documents open the list; all others follow in order.
    others = record.sources["source_id"][5:]
    assert record.sources["source_id"][:5].str.startswith("founding-").all()
    assert others.is_monotonic_increasing


@ignore_deprecations_of_frictionless
def test_the_shipped_package_passes_frictionless():
    from frictionless import validate

    report = validate(str(RECORD / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])


def test_days_are_numbered_from_the_first_of_the_record(record):
    day = pd.Timestamp("2031-03-02")
    assert (record.number(day), record.number(record.counted_from)) == (60, 0)
    assert record.day(60) == record.day(np.int64(60)) == day
    days = pd.Series([day, pd.NaT, record.counted_from])
    first, blank, last = record.numbers(days).tolist()
    assert (first, last) == (60, 0) and blank < 0
