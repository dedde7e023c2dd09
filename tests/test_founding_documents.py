"""The five founding documents: every number in them is a report, or known not to be a count."""

import csv
from pathlib import Path

import pytest

from analysis.audit.overview import FOUNDING, only_sources, reported_figures

FIGURES = list(
    csv.DictReader(
        (Path(__file__).parent / "data" / "founding_figures.csv").read_text("utf-8").splitlines()
    )
)
COUNTS = [row for row in FIGURES if row["measure"]]


def test_the_founding_documents_are_the_first_five_sources(record):
    first = record.sources.head(5)
    assert first["source_id"].tolist() == [f"{FOUNDING}{number:03}" for number in range(5)]
    published = first["published"].dt.strftime("%Y-%m-%d").fillna("").tolist()
    assert published == ["2023-11-24", "2024-08-01", "", "2023-12-27", ""]


@pytest.mark.parametrize("row", COUNTS, ids=lambda row: f"{row['document']}: {row['number']}")
def test_every_count_is_a_report(record, row):
    reports = record.reports
    found = reports[
        (reports["source_id"] == row["document"])
        & (reports["measure"] == row["measure"])
        & (reports["group"] == row["group"])
        & (reports["value"] == int(row["value"]))
        & (reports["start"] == row["start"])
    ]
    assert len(found) == 1
    report = found.iloc[0]
    for name in ("channel", "bound", "scope"):
        assert report[name] == row[name], name
    assert f"{report['end']:%Y-%m-%d}" == row["end"]
    earliest = "" if report.isna()["end_earliest"] else f"{report['end_earliest']:%Y-%m-%d}"
    assert earliest == row["end_earliest"]


def test_no_report_of_a_founding_document_is_unaccounted_for(record):
    reports = record.reports[record.reports["source_id"].str.startswith(FOUNDING)]
    assert len(reports) == len(COUNTS)
    assert len(reported_figures(record, FOUNDING)) == len(COUNTS)


def test_alone_they_bound_the_months_they_name(record):
    from analysis import window_bounds

    ids = record.sources["source_id"].head(5)
    alone = only_sources(record, ids)
    assert len(alone.reports) == len(COUNTS)
    series = {"measure": "returned_to_ukraine", "group": "all", "channel": "numbered"}
    april = window_bounds(alone, **series, start="2023-04-01", end="2023-04-30")
    assert april.low == 42 + 2
    upto = window_bounds(alone, **series, start="2022-02-24", end="2023-08-07")
    assert (upto.low, upto.high) == (
        42 + 2 + 45,
        2598,
    )  # judged: 45 is everybody, the children are another chain
    after = window_bounds(alone, **series, start="2022-02-24", end="2023-12-27")
    assert after.low == 2598


def test_the_withdrawn_reading_of_the_755_is_superseded(record):
    from analysis import effective_reports

    reports = effective_reports(record)
    held = reports[
        (reports["measure"] == "held_by_russia")
        & (reports["group"] == "national_guard")
        & (reports["value"] == 755)
    ]
    assert len(held) > 1
    assert set(held["status"]) == {"superseded", "excluded"}
