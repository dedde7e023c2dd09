"""The stored notebooks are whole: run in order, no warning, no path of a machine.

Their pictures are proven where nbval runs the cells, by a hook in the project's ``conftest.py``.
"""

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from nbformat import v4, write

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
DRAWN = """\
from matplotlib.figure import Figure
from analysis.figures.canvas import Drawing
figure = Figure(figsize=(2, 1))
figure.text(0.5, 0.5, "{text}")
Drawing(figure, "title", "caption", "{alt}")
"""


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


@pytest.mark.slow
def test_every_picture_has_words_and_a_page_made_of_the_notebook_carries_them(cells, request):
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    words = [
        output["metadata"][kind]["alt"]
        for output in outputs
        for kind in output["data"]
        if kind.startswith("image/")
    ]
    assert all(text.strip() for text in words)
    # Of nbconvert's own templates only this one prints the words of an output.
    exporter = HTMLExporter(template_name="classic")
    page, _ = exporter.from_filename(request.node.callspec.params["cells"])
    images = BeautifulSoup(page, "html.parser").find_all("img")
    assert [image["alt"] for image in images] == words


def drawn_cell(text, alt, shown=None):
    """Return a cell that draws a picture, stored as drawn or with other outputs."""
    source = DRAWN.format(text=text, alt=alt)
    if shown is None:
        names = {}
        exec(source.replace("Drawing(figure", "drawing = Drawing(figure"), names)
        image, metadata = names["drawing"]._repr_png_()
        shown = [(b64encode(image).decode(), metadata)]
    outputs = [
        v4.new_output(
            "execute_result",
            {"image/png": image, "text/plain": "Drawing('title')"},
            execution_count=1,
            metadata={"image/png": metadata},
        )
        for image, metadata in shown
    ]
    return v4.new_code_cell(source, outputs=outputs, execution_count=1)


def shown_by(cell):
    output = cell.outputs[0]
    return output.data["image/png"], dict(output.metadata["image/png"])


@pytest.mark.slow
def test_stale_pictures_and_words_fail(tmp_path):
    good = drawn_cell("12", "twelve")
    image, metadata = shown_by(good)
    blank, _ = shown_by(drawn_cell("", "nothing"))
    bare = drawn_cell("12", "twelve")
    del bare.outputs[0].data["image/png"]
    cells = [
        good,
        drawn_cell("12", "twelve", [(blank, metadata)]),
        drawn_cell("12", "twelve", [("bm90IGEgcGljdHVyZQ==", metadata)]),
        drawn_cell("12", "twelve", [(image, {**metadata, "alt": "eleven"})]),
        bare,
    ]
    write(v4.new_notebook(cells=cells), tmp_path / "drawn.ipynb")
    options = "-p conftest --nbval --nbval-current-env --color=no -p no:cacheprovider -rA"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options.split(), "drawn.ipynb"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.count("PASSED") == 1 and done.stdout.count("FAILED") == 4, done.stdout
    told, _ = done.stdout.split("short test summary")  # which repeats them, where CI is set
    assert told.count("picture 1 differs from what the code draws") == 2
    assert "alternative text is 'eleven', the code says 'twelve'" in done.stdout
    assert "0 pictures are stored, the code draws 1" in done.stdout
