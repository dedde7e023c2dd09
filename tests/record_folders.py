"""Folders of records: the one under test, and copies of the small invented one to break."""

import os
import shutil
from pathlib import Path

from analysis.record.declared import folder_vocabulary
from analysis.record.problems import Problem
from analysis.record.validation import validate_folder

ROOT = Path(__file__).parents[1]
RECORD = Path(os.environ.get("RECORD", ROOT / "data")).resolve()
"""The project's record, or a later state of it: `RECORD=folder pytest` (see data/README.md)."""
SMALL = Path(__file__).parent / "data" / "small_record"
WORDS, SMALL_WORDS = folder_vocabulary(RECORD), folder_vocabulary(SMALL)
DEFINITIONS = [*WORDS.definitions]
REFERENCE = {"definition": WORDS.reference, "merge_days": 1}
FILES = ("sources.csv", "speakers.csv", "reports.csv", "exchanges.csv", "judgements.csv")


def copy_small(to: Path) -> Path:
    """Copy the small record to a folder of its own."""
    return Path(shutil.copytree(SMALL, to / "record", dirs_exist_ok=True))


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the one place where ``old`` stands in a file."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8", newline="")


def problems_of(folder: Path) -> list[Problem]:
    """List everything that validation finds."""
    return validate_folder(folder)[2]


def assert_problems(problems: list[Problem], file: str, expected: list[tuple]) -> None:
    """These problems and no others: line, column, value, and part of the expectation."""
    found = [(p.file, p.line, p.column, p.value) for p in problems]
    assert found == [(file, line, column, value) for line, column, value, _ in expected]
    for problem, (*_, part) in zip(problems, expected, strict=True):
        assert part in problem.expected
