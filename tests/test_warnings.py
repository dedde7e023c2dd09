"""What looks like a slip is warned of in one line, and is no error."""

import pytest
from record_folders import SMALL, copy_small, edit

from analysis import load_record
from analysis.cli import main
from analysis.record.warnings import record_warnings

OWN = [
    "exchanges.csv:3: exchange_id: found '2031-02-swap', expected an event report in reports.csv "
    "about this exchange",
    "exchanges.csv:6: exchange_id: found '2031-05-20', expected an event report in reports.csv "
    "about this exchange",
    "reports.csv:7: end: found '2031-01-11', expected rows in the order of end (after 2031-02-28)",
]
"""The small record's own."""

LAST = "undated-page/2,undated-page,returned_to_ukraine,all,numbered,60,exact,event,2031-03-01,"
LAST += "2031-03-01,,2,,\n"
TOTAL = "undated-page/3,undated-page,returned_to_ukraine,all,numbered,1190,exact,cumulative,"
TOTAL += "2031-01-01,2031-04-02,,,,\n"

# What is replaced in which file, and the warnings that come and go.
SLIPS = {
    "a forgotten exchange": (
        "reports.csv",
        (LAST, LAST + LAST.replace("/2,", "/3,").replace("03-01", "04-01").replace(",2,", ",,")),
        ["reports.csv:14: end: found '2031-04-01', expected a row in exchanges.csv for that day"],
    ),
    "an exchange of which nothing is said": (
        "exchanges.csv",
        (
            "2031-05-20,2031-05-20",
            "2031-04-01,2031-04-01,2031-04-01,3,numbered,,\n2031-05-20,2031-05-20",
        ),
        [
            "exchanges.csv:6: exchange_id: found '2031-04-01', expected an event report in "
            "reports.csv about this exchange"
        ],
    ),
    "another ordinal": (
        "reports.csv",
        (LAST, LAST.replace(",2,,", ",3,,")),
        [
            # no. 2 is now stated by no page, and one of its two days is in no report
            "exchanges.csv:5: exchange_id: found '2031-03-02', expected an event report in "
            "reports.csv about this exchange",
            "reports.csv:13: exchange_no: found '3', expected 2, as exchanges.csv numbers that day",
        ],
    ),
    "an ordinal of other days": (
        "reports.csv",
        (LAST, LAST.replace("03-01", "02-01")),
        [
            "reports.csv:13: start: found '2031-02-01', expected the days of no. 2 in "
            "exchanges.csv: 2031-03-01 to 2031-03-02"
        ],
    ),
    "a digit too many": (
        "reports.csv",
        (LAST, LAST + TOTAL),
        [
            "reports.csv:8: value: found '110', expected a total nearer to 1190, its neighbours in "
            "time",
            "reports.csv:14: value: found '1190', expected a total nearer to 110, its neighbours "
            "in time",
        ],
    ),
    "a day far ahead": (
        "exchanges.csv",
        ("2031-02-14", "9999-12-31"),
        [
            "exchanges.csv:3: end: found '9999-12-31', expected a day within a year of "
            "complete_through (2031-06-30)"
        ],
    ),
    "provisional rows": (
        "datapackage.json",
        ("2031-06-30", "2031-03-04"),
        [
            "datapackage.json: complete_through: found '2031-03-04', expected a day not before the "
            "newest rows; provisional are 3 of reports.csv (2031-03-05 to 2031-06-15) and 1 of "
            "exchanges.csv (2031-05-20 to 2031-05-20)"
        ],
    ),
}  # fmt: skip


def without_lines(warnings: list[str]) -> list[str]:
    return [warning.partition(": ")[2] for warning in warnings]


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_one_line_and_no_error(tmp_path, slip):
    file, (old, new), expected = SLIPS[slip]
    folder = copy_small(tmp_path)
    edit(folder, file, old, new)
    found = [str(problem) for problem in record_warnings(load_record(folder))]
    assert [line for line in found if line in expected] == expected
    rest = [line for line in found if line not in expected]
    assert {*without_lines(rest)} <= {*without_lines(OWN)}


def test_what_counts_no_more_is_not_warned_of(tmp_path):
    folder = copy_small(tmp_path)
    edit(folder, "reports.csv", LAST, LAST + LAST.replace("page/2", "page/3").replace("2,,", "3,,"))
    edit(folder, "judgements.csv", "reason\n", "reason\nundated-page/3,exclude,,Another ordinal.\n")
    assert [str(problem) for problem in record_warnings(load_record(folder))] == OWN


def test_validate_prints_warnings_and_still_succeeds(capsys):
    assert main(["validate", "--data", str(SMALL)]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[-1].endswith(": valid")
    assert err.splitlines() == [f"warning: {line}" for line in OWN]
