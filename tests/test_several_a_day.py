"""Several exchanges on one day, told apart by ordinal or by id; the column that files may lack."""

import csv

import pytest
from made_records import day, exchange, made_record, report
from record_folders import assert_problems, copy_small, edit, problems_of

from analysis import load_record, window_bounds
from analysis.cli import main

CHAIN = {"measure": "returned_to_ukraine", "group": "all", "channel": "numbered"}


def of_day(record, number):
    found = window_bounds(record, **CHAIN, start=day(number), end=day(number))
    return found.low, found.high


TWO = [exchange(7, number=5), exchange(7, number=6)]  # exchange-0 and exchange-1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"exchange_no": 5}, {"exchange_no": 6}),
        ({"exchange_id": "exchange-0"}, {"exchange_id": "exchange-1"}),
        ({"exchange_id": "exchange-0"}, {"exchange_no": 6}),
        ({"exchange_no": 5, "exchange_id": "exchange-0"}, {"exchange_no": 6}),
    ],
)
def test_ids_and_ordinals_tell_two_exchanges_apart(first, second):
    """50 in no. 5 and 60 in no. 6 make 110 (cases.md, part 1)."""
    record = made_record([report(50, 7, 7, **first), report(60, 7, 7, **second)], TWO)
    assert of_day(record, 7) == (110, 110)


def test_an_id_and_the_ordinal_of_the_same_exchange_are_one():
    record = made_record(
        [
            report(50, 7, 7, exchange_id="exchange-0"),
            report(50, 7, 7, exchange_no=5, said_by="Ministry"),
            report(60, 7, 7, exchange_no=6),
        ],
        TWO,
    )
    assert of_day(record, 7) == (110, 110)


def test_exchanges_without_ordinal_are_told_apart_by_id():
    local = [exchange(7, kind="local"), exchange(7, kind="local")]
    said = {"channel": "unnumbered"}
    record = made_record(
        [report(3, 7, 7, exchange_id="exchange-0", **said),
         report(4, 7, 7, exchange_id="exchange-1", **said)],
        local,
    )  # fmt: skip
    found = window_bounds(record, **(CHAIN | said), start=day(7), end=day(7))
    assert (found.low, found.high) == (7, 7)


def with_ids(folder, ids):
    """Give the reports of a folder the optional column, blank but for some reports."""
    path = folder / "reports.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "exchange_id"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(row | {"exchange_id": ids.get(row["report_id"], "")} for row in rows)


def test_a_file_may_lack_the_column(tmp_path):
    folder = copy_small(tmp_path)
    assert load_record(folder).reports["exchange_id"].tolist() == [""] * 12
    with_ids(folder, {"undated-page/2": "2031-03-01"})
    assert problems_of(folder) == []
    assert load_record(folder).reports["exchange_id"].tolist() == [""] * 11 + ["2031-03-01"]


@pytest.mark.parametrize(
    ("report_id", "name", "line", "expected"),
    [
        ("undated-page/2", "2031-09-09", 13, "a exchange_id of exchanges.csv, or blank"),
        ("undated-page/2", "Second Swap", 13, "lower-case letters, digits and hyphens, or blank"),
        ("undated-page/2", "2031-05-20", 13,
         "an exchange of these days (2031-05-20 is of 2031-05-20 to 2031-05-20)"),
        ("agency-2031-01-10/1", "2031-03-01", 2, "an exchange of these days"),
        ("agency-2031-03-02/1", "2031-03-02", 8,
         "blank, since a report of scope cumulative counts more than one exchange"),
    ],
)  # fmt: skip
def test_a_wrong_id_is_one_line(report_id, name, line, expected, tmp_path):
    folder = copy_small(tmp_path)
    with_ids(folder, {report_id: name})
    found = problems_of(folder)
    assert_problems(found, "reports.csv", [(line, "exchange_id", name, expected.split(", or")[0])])


def test_an_id_of_another_ordinal_is_one_line(tmp_path):
    folder = copy_small(tmp_path)
    edit(folder, "exchanges.csv", "2031-05-20,2031-05-20,2031-05-20,,outside",
         "2031-01-10b,2031-01-10,2031-01-10,3,numbered")  # fmt: skip
    with_ids(folder, {"agency-2031-01-10/1": "2031-01-10b"})
    expected = "an exchange of number 1 (2031-01-10b has 3)"
    assert_problems(
        problems_of(folder), "reports.csv", [(2, "exchange_id", "2031-01-10b", expected)]
    )


@pytest.mark.parametrize("column", [True, False])
def test_add_names_the_exchange_where_the_file_can_say_it(column, tmp_path, capsys):
    folder = copy_small(tmp_path)
    if column:
        with_ids(folder, {})
    for name, value in (("swap-a", "3"), ("swap-b", "4")):
        assert main([
            "add", "--data", str(folder), "--source", "agency-2031-03-02", "--measure",
            "returned_to_ukraine", "--channel", "unnumbered", "--value", value, "--scope", "event",
            "--end", "2031-02-20", "--exchange", name, "--kind", "local",
        ]) == 0  # fmt: skip
    capsys.readouterr()
    reports = load_record(folder).reports
    added = reports[reports["channel"] == "unnumbered"]
    assert added["exchange_id"].tolist() == (["swap-a", "swap-b"] if column else ["", ""])
