"""Every number of the founding documents stands in a notebook, with its reading."""

import csv
import html
import json
import re
from pathlib import Path

import pytest

from analysis.audit.printed_figures import figure
from analysis.bounds.claims import interval

ROOT = Path(__file__).parents[1]
FIGURES = list(
    csv.DictReader((ROOT / "tests/data/founding_figures.csv").read_text("utf-8").splitlines())
)
NO_COUNTS = {
    "almost EUR 500000": "almost 500,000 euros",
    "about 50 locations": "about 50 locations",
    "the fund nearing zero": "nearing zero",
}
"""Numbers that count no persons: what the notebooks say of them."""


@pytest.fixture(scope="module")
def notebooks():
    return [
        json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
    ]


@pytest.fixture(scope="module")
def table_rows(notebooks):
    """Cells of every row of every table that the notebooks show."""
    shown = [
        "".join(output["data"]["text/html"])
        for notebook in notebooks
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if "text/html" in output.get("data", {})
    ]
    return [
        [html.unescape(cell) for cell in re.findall(r"<td>(.*?)</td>", row, flags=re.DOTALL)]
        for page in shown
        for row in re.findall(r"<tr.*?</tr>", page, flags=re.DOTALL)
    ]


@pytest.mark.parametrize(
    "row", [row for row in FIGURES if row["measure"]], ids=lambda row: row["number"]
)
def test_a_count_stands_in_a_table_with_its_document_and_days(row, table_rows):
    value = int(row["value"])
    planned = row["bound"] == "planned"
    printed = f"{value:,} planned" if planned else figure(*interval(value, row["bound"]))
    group = row["read_as"] or row["group"]  # an editor may read who was counted otherwise
    wanted = {row["document"], row["measure"], group, printed, row["start"]}
    found = [cells for cells in table_rows if wanted <= set(cells)]
    assert found
    assert all(any(row["end"] in cell for cell in cells) for cells in found)


@pytest.mark.parametrize("row", [row for row in FIGURES if not row["measure"]], ids=str)
def test_a_number_that_counts_no_persons_is_named_as_such(row, notebooks):
    words = "\n".join(
        "".join(cell["source"])
        for notebook in notebooks
        for cell in notebook["cells"]
        if cell["cell_type"] == "markdown"
    )
    assert NO_COUNTS[row["number"]] in words
