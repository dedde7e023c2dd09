"""Outside the story and the record no line of code names a side, a group or a day of a conflict."""

import re
from pathlib import Path

import pytest
from record_folders import WORDS

from analysis.story.words import HOME, HOME_ADJECTIVE, OTHER, OTHER_ADJECTIVE, SIDES

ANALYSIS = Path(__file__).resolve().parent.parent / "analysis"
# Words that any conflict has; "women" or "wounded" tell of no side.
COMMON = {
    "military",
    "civilians",
    "children",
    "women",
    "men",
    "wounded",
    "officers",
    "police",
    "navy",
}
NAMES = {HOME, OTHER, HOME_ADJECTIVE, OTHER_ADJECTIVE, *SIDES, *WORDS.groups} - COMMON - {"all"}
NAMED = re.compile("|".join(sorted(NAMES)).replace("_", "[ _]"), re.IGNORECASE)
DAY = re.compile(r"\b20[0-2]\d-\d\d\b|\b(January|February|March|April|May|June|July|August|"
                 r"September|October|November|December) 20[0-2]\d\b")  # fmt: skip
MODULES = [path for path in sorted(ANALYSIS.rglob("*.py")) if path.parent.name != "story"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ANALYSIS)))
def test_no_line_names_this_conflict(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if NAMED.search(line) or DAY.search(line)] == []


def test_the_search_finds_what_it_looks_for():
    for line in (
        f"Persons returned to {HOME}",
        'measure="returned_to_ukraine"',
        "the National Guard",
        '"2023-08-07"',
        "7 August 2023",
    ):
        assert NAMED.search(line) or DAY.search(line)
    assert not any(DAY.search(line) for line in ("2031-03-01", "1 March 2031"))
