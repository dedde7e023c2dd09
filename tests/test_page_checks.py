"""Figures that contradict their own page, or another page of the same statement."""

import pytest
from record_folders import RECORD

from analysis import load_record
from analysis.record.page_checks import page_warnings

BLANK = dict.fromkeys(
    ("channel", "end_earliest", "exchange_no", "exchange_id", "counts", "speaker"), ""
)
EVENT = {"scope": "event", "start": "2031-03-02", "end": "2031-03-02", "bound": "exact"}


def row(report, group="all", value="50", measure="returned_to_ukraine", **cells):
    source = report.rpartition("/")[0]
    return (
        BLANK
        | EVENT
        | {"report_id": report, "source_id": source, "measure": measure, "group": group}
        | {"value": value, "page_date": "2031-03-02", "line": "2"}
        | cells
    )


def warned(*rows, **speakers):
    """Columns and expectations; every report by one Ukrainian speaker unless said otherwise."""
    said = {r["report_id"]: {"ukraine: Headquarters"} for r in rows}
    said |= {name.replace("_", "/"): who for name, who in speakers.items()}
    words = load_record(RECORD).vocabulary
    return [(p.column, p.expected) for p in page_warnings(rows, said, words)]


RUSSIAN = {"russia: Ministry"}
CASES = {
    "a part beyond its whole": (
        [row("page/1", value="45"), row("page/2", "officers", "47")],
        {},
        [("value", "at most the page's 45 of all")],
    ),
    "parts together beyond the whole, as of February 2023 (1,756 + 135, but 1,863)": (
        [row("page/1", value="1863"), row("page/2", "military", "1756"),
         row("page/3", "civilians", "135")],
        {},
        [("value", "1891, what the page's military and civilians add up to")],
    ),
    "both sides' packages as one": (
        [row("page/1", measure="packages", value="2000"),
         row("page/2", "for_ukrainian_prisoners", "2000", "packages"),
         row("page/3", "for_russian_prisoners", "2000", "packages")],
        {},
        [("value", "4000, what the page's for_ukrainian_prisoners and for_russian_prisoners add "
          "up to")],
    ),
    "one speaker with two figures on a page": (
        [row("page/1"), row("page/2", value="60")],
        {},
        [("speaker", "another speaker than of the page's 50 (ukraine: Headquarters)")],
    ),
    "two speakers with two figures": (
        [row("page/1"), row("page/2", value="60")], {"page_2": RUSSIAN}, [],
    ),
    "a window that the page's own event excludes": (
        [row("page/1", page_date=""),
         row("page/2", value="900", scope="cumulative", start="2031-01-01",
             end="2031-03-02", end_earliest="2031-02-02", page_date="")],
        {},
        [("end_earliest", "a day not before 2031-03-02, of which the page tells")],
    ),
    "a formula of the side that did not receive them": (
        [row("page/1"), row("page/2", measure="returned_to_russia"), row("other/1", value="52")],
        {"page_1": RUSSIAN, "page_2": RUSSIAN},
        [("bound", "planned, if it is a formula: those who received them count 52")],
    ),
    "a formula that those who received them confirm": (
        [row("page/1"), row("page/2", measure="returned_to_russia"), row("other/1")],
        {"page_1": RUSSIAN, "page_2": RUSSIAN}, [],
    ),
    "another page with another figure of the same speaker": (
        [row("page/1"), row("other/1", value="71")],
        {},
        [("value", "50, as page/1 has it of the same speaker")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_page_against_itself_or_its_twin(name):
    rows, speakers, expected = CASES[name]
    assert warned(*rows, **speakers) == expected
