"""The command update: what follows from the record is made again, and only that is written."""

import json
import shutil

import pytest
from record_folders import SMALL

from analysis.cli import main
from analysis.commands.figures import BEGIN, END

NOTEBOOK = {
    "cells": [],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def cell(source):
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": "one",
        "metadata": {},
        "outputs": [],
        "source": source,
    }


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SMALL, "data")
    (tmp_path / "README.md").write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    return tmp_path


def stamps(place):
    return {path: path.stat().st_mtime_ns for path in place.rglob("*") if path.is_file()}


def test_what_is_current_is_not_written_again(place, capsys):
    assert main(["update", "tables", "headline"]) == 0
    said = capsys.readouterr().out
    assert "README.md: headline" in said and "  before: old" in said
    assert (place / "data" / "derived" / "exchanges.csv").is_file()
    before = stamps(place)
    assert main(["update", "tables", "headline"]) == 0
    assert "headline" not in capsys.readouterr().out
    assert stamps(place) == before


def test_the_rows_that_change_are_named(place, capsys):
    assert main(["update", "tables"]) == 0
    table = place / "data" / "derived" / "exchanges.csv"
    lines = table.read_text().splitlines(keepends=True)
    table.write_text("".join([lines[0], lines[1].replace(",", ",9", 1), *lines[3:], "x,1\n"]))
    gone, changed = lines[2].split(",")[0], lines[1].split(",")[0]
    capsys.readouterr()
    assert main(["update", "tables"]) == 0
    expected = f"1 new ({gone}); 1 gone (x); 1 changed ({changed})"
    assert expected in capsys.readouterr().out
    assert table.read_text() == "".join(lines)


@pytest.mark.slow
def test_a_notebook_that_stops_is_named_and_the_others_are_run(place, capsys):
    folder = place / "notebooks"
    folder.mkdir()
    for name, source in (("broken", "1 / 0"), ("sound", "1 + 1")):
        text = json.dumps(NOTEBOOK | {"cells": [cell(source)]})
        (folder / f"{name}.ipynb").write_text(text)
    before = (folder / "broken.ipynb").read_text()
    assert main(["update", "notebooks"]) == 1
    said = capsys.readouterr().out
    assert "error: notebooks/broken.ipynb: ZeroDivisionError: division by zero" in said
    assert "notebooks/sound.ipynb: outputs changed" in said
    assert (folder / "broken.ipynb").read_text() == before
    (ran,) = json.loads((folder / "sound.ipynb").read_text())["cells"]
    assert ran["outputs"][0]["data"]["text/plain"] == ["2"]


def test_an_unknown_part_is_one_line(place, capsys):
    assert main(["update", "everything"]) == 2
    assert capsys.readouterr().err == (
        "no part everything; expected tables, headline, verdicts, withheld, figures, notebooks\n"
    )
