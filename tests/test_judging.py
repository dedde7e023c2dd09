import pandas as pd
import pytest
from record_folders import SMALL, copy_small, edit

from analysis import effective_reports, load_record

VALUE = "agency-2031-01-10/2,set_value,47"


@pytest.fixture
def reports() -> pd.DataFrame:
    return effective_reports(load_record(SMALL)).set_index("report_id")


def test_every_report_stays_and_says_whether_it_counts(reports):
    status = reports["status"].to_dict()
    assert len(status) == 12
    assert status.pop("daily-2031-01-11/1") == "excluded"
    assert status.pop("daily-2031-01-11/2") == "superseded"
    assert status.pop("ministry-2031-01-10/2") == "planned"
    assert set(status.values()) == {"used"}


def test_judgements_overrule_single_cells_and_nothing_else(reports):
    before = load_record(SMALL).reports.set_index("report_id")
    differs = reports[before.columns].ne(before) & ~(reports[before.columns].isna() & before.isna())
    changed = {
        (report, column): reports.loc[report, column]
        for report, column in differs.stack()[lambda cell: cell].index
    }
    assert changed == {
        ("agency-2031-01-10/2", "value"): 47,
        ("undated-page/1", "end"): pd.Timestamp("2031-05-31"),
        ("undated-page/1", "end_earliest"): pd.Timestamp("2031-05-20"),
    }
    assert reports.dtypes[before.columns].equals(before.dtypes)
    assert reports.index[reports["judged"]].tolist() == [
        "agency-2031-01-10/2",
        "daily-2031-01-11/1",
        "undated-page/1",
    ]


def test_the_record_itself_is_not_changed():
    record = load_record(SMALL)
    before = record.reports.copy()
    effective_reports(record)
    pd.testing.assert_frame_equal(record.reports, before)


def test_a_channel_can_be_judged(tmp_path):
    folder = copy_small(tmp_path)
    edit(folder, "judgements.csv", "set_value,47", "set_channel,unnumbered")
    reports = effective_reports(load_record(folder)).set_index("report_id")
    assert reports.loc["agency-2031-01-10/2", "channel"] == "unnumbered"


def test_every_correction_of_a_chain_supersedes_even_if_it_is_excluded(tmp_path):
    folder = copy_small(tmp_path)
    edit(
        folder,
        "reports.csv",
        "120,about,cumulative,2031-01-01,2031-03-05,2031-03-02,,,",
        "120,about,cumulative,2031-01-01,2031-03-05,2031-03-02,,daily-2031-03-05/1,",
    )
    edit(folder, "judgements.csv", VALUE, "daily-2031-03-05/2,exclude,")
    status = effective_reports(load_record(folder)).set_index("report_id")["status"]
    assert status["daily-2031-01-11/2"] == "superseded"
    assert status["daily-2031-03-05/1"] == "superseded"
    assert status["daily-2031-03-05/2"] == "excluded"


def test_a_promise_can_be_excluded(tmp_path):
    folder = copy_small(tmp_path)
    edit(
        folder,
        "judgements.csv",
        VALUE,
        "ministry-2031-01-10/2,exclude,",
    )
    status = effective_reports(load_record(folder)).set_index("report_id")["status"]
    assert status["ministry-2031-01-10/2"] == "excluded"


def test_an_empty_record_has_no_reports(tmp_path):
    folder = copy_small(tmp_path)
    for file in ("reports.csv", "judgements.csv"):
        header = (folder / file).read_text().partition("\n")[0]
        (folder / file).write_text(header + "\n")
    reports = effective_reports(load_record(folder))
    assert reports.empty
    assert list(reports.columns[-2:]) == ["status", "judged"]
