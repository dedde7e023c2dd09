"""No figure of today's record is written by hand where a record that grows would belie it.

Days and totals of the past stay true and are welcome; what stands in the headline today does not.
The suite itself runs on a later state of the record: ``RECORD=folder pytest`` (`record_folders`).
"""

import json
import re

import pytest
from record_folders import REFERENCE, ROOT

from analysis import headline
from analysis.commands.figures import BEGIN, END
from analysis.events.events import gaps_of
from analysis.record.schema import TABLES
from analysis.text import day_words, short_day

EXCUSED = {
    # two totals that were published on 11 March 2026, as examples of totals
    ("data/README.md", "6,922"),
    ("data/README.md", "8,050"),
    ("tests/test_channels.py", "6,922"),
    ("tests/test_channels.py", "8,050"),
    ("tests/test_channels.py", "8050"),
    ("tests/benchmarks/bench_bounds.py", "8050"),
}


def written(number):
    """A count as it is printed, typed and coded."""
    return {f"{number:,}", f"{number:_}", f"{number}"}


@pytest.fixture(scope="module")
def todays(record):
    """What the record says today, as it would be written by hand."""
    found = headline(record)
    day = record.complete_through
    words = {f"{day:%Y-%m-%d}", day_words(day), short_day(day)}
    rows = [len(getattr(record, name)) for name in TABLES]
    persons = [found.low, found.best, found.all_low, found.all_own, found.all_said]
    for number in {*rows, *persons} - {None}:
        words |= written(int(number)) if number >= 1000 else {f"{number} rows"}
    # Small numbers are anything; with their noun they are the record's.
    for number in (found.numbered, found.chain, found.numbered + found.apart):
        words.add(f"{number} exchanges")
    gaps = len(gaps_of(record, **REFERENCE)) - 1  # the last one is open
    return words | {f"{gaps} gaps", f"{gaps} complete gaps"}


def pages():
    """What people write: code, tests, prose; not what commands write."""
    for path in [*ROOT.glob("analysis/**/*.py"), *ROOT.glob("tests/**/*.py")]:
        yield path, path.read_text(encoding="utf-8")
    for name in ("README.md", "data/README.md", "CITATION.cff"):
        text = (ROOT / name).read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        yield ROOT / name, before + rest.partition(END)[2]
    for path in ROOT.glob("notebooks/*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        yield path, "\n".join("".join(cell["source"]) for cell in cells)


def test_no_page_test_or_sentence_holds_a_figure_of_today(todays):
    pattern = re.compile(
        rf"(?<![\w.,-])({'|'.join(map(re.escape, sorted(todays)))})(?![\w-]|[,.]\d)"
    )
    found = {
        (path.relative_to(ROOT).as_posix(), match)
        for path, text in pages()
        if path.name != "test_nothing_frozen.py"
        for match in pattern.findall(text)
    }
    assert sorted(found - EXCUSED) == []
