"""The stored notebooks are whole: run in order, no warning, no path of a machine."""

import json
import re
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def cells(request):
    return json.loads(request.param.read_text(encoding="utf-8"))["cells"]


def test_every_cell_was_run_once_and_in_order(cells):
    counts = [cell["execution_count"] for cell in cells if cell["cell_type"] == "code"]
    assert counts == list(range(1, len(counts) + 1))


def test_outputs_hold_no_warning_no_error_and_no_path(cells):
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert {output["output_type"] for output in outputs} <= {"execute_result", "display_data"}
    text = json.dumps([output["data"] for output in outputs])
    assert not re.search(r"/(home|tmp|root|usr|Users)/|ipykernel", text)


def test_it_begins_with_a_question_and_ends_with_what_would_change_the_answer(cells):
    prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert "**Question.**" in prose[0] and "**Read this first**" in prose[0]
    assert prose[-1].startswith("## What would change the answer")


def test_a_check_table_stands_before_any_result(cells):
    headings = [
        line
        for cell in cells
        if cell["cell_type"] == "markdown"
        for line in "".join(cell["source"]).splitlines()
        if line.startswith("## ")
    ]
    assert headings[0].lower().startswith("## check")
