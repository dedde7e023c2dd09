"""Figures that do not go together with what the same page, or another page of the statement, says.

None is an error: pages do contradict themselves. But each was found to be the trace of a figure
read as something else than it counts: a part for the whole, one side's number for both sides', a
formula for a count, another's figure under a speaker's name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from analysis.record.problems import Problem
from analysis.record.schema import TABLES
from analysis.record.vocabulary import Vocabulary
from analysis.record.words import EVERYBODY

Row = dict[str, str]
_FILE = TABLES["reports"].file
_WINDOW = ("channel", "scope", "start", "end", "end_earliest", "exchange_no", "exchange_id")


def page_warnings(
    reports: Iterable[Row], speakers: dict[str, set[str]], words: Vocabulary
) -> Iterator[Problem]:
    """Yield what a page says against itself, and two pages of one statement against each other.

    ``reports`` in force, as judged, with ``page_date``, the day of their page; ``speakers``: by
    report, the sides of the speakers behind it, each as ``side: name``; ``words`` of the record.
    """
    exact = [row for row in reports if row["bound"] == "exact" and not row["counts"]]
    for page in _by(exact, "source_id", "measure", *_WINDOW).values():
        yield from _parts_beyond_whole(page, words)
        yield from _two_figures(page, speakers)
    for page in _by(exact, "source_id", "measure").values():
        yield from _windows_too_wide(page)
    for page in _by(exact, "source_id", "group", "scope", "start", "end").values():
        yield from _formula(page, exact, speakers, words)
    for told in _by(exact, "measure", "group", *_WINDOW, "page_date").values():
        yield from _other_page(told, speakers)


def _by(rows: Iterable[Row], *names: str) -> dict[tuple[str, ...], list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return found


def _problem(row: Row, column: str, expected: str) -> Problem:
    return Problem(_FILE, int(row["line"]), column, row[column], expected)


def _parts_beyond_whole(page: list[Row], words: Vocabulary) -> Iterator[Problem]:
    """Yield parts that are larger than their whole, alone or together."""
    for part in page:
        for whole in page:
            inside = part["group"] != whole["group"] and words.group_within(
                part["group"], whole["group"]
            )
            if inside and int(part["value"]) > int(whole["value"]):
                expected = f"at most the page's {whole['value']} of {whole['group']}"
                yield _problem(part, "value", expected)
    said = {row["group"]: row for row in page}
    parts = words.parts(page[0]["measure"])
    if parts and {EVERYBODY, *parts} <= said.keys():
        together = sum(int(said[name]["value"]) for name in parts)
        if together > int(said[EVERYBODY]["value"]):
            expected = f"{together}, what the page's {' and '.join(parts)} add up to"
            yield _problem(said[EVERYBODY], "value", expected)


def _two_figures(page: list[Row], speakers: dict[str, set[str]]) -> Iterator[Problem]:
    """Yield a speaker who is credited with two figures of one group and window on one page."""
    for one, other in combinations(page, 2):
        shared = speakers[one["report_id"]] & speakers[other["report_id"]]
        if one["group"] == other["group"] and one["value"] != other["value"] and shared:
            expected = f"another speaker than of the page's {one['value']} ({min(shared)})"
            yield _problem(other, "speaker", expected)


def _windows_too_wide(page: list[Row]) -> Iterator[Problem]:
    """Yield totals of undated pages that could be older than an event that the page tells of."""
    told = [row["end"] for row in page if row["scope"] == "event" and row["start"] == row["end"]]
    for row in page:
        earliest = row["end_earliest"]
        later = [day for day in told if earliest < day <= row["end"]]
        if row["scope"] == "cumulative" and earliest and later and not row["page_date"]:
            expected = f"a day not before {max(later)}, of which the page tells"
            yield _problem(row, "end_earliest", expected)


def _formula(
    page: list[Row], reports: list[Row], speakers: dict[str, set[str]], words: Vocabulary
) -> Iterator[Problem]:
    """Yield one side's "so many for so many" where the side that received them counts otherwise."""
    if len(page) < 2 or page[0]["scope"] != "event" or len({row["value"] for row in page}) > 1:
        return
    for row in page:
        side = words.returns.get(row["measure"])
        credited = {name.split(":")[0] for name in speakers[row["report_id"]]}
        if side is None or side in credited or not credited & set(words.parties):
            continue
        own = {
            other["value"]
            for other in reports
            if all(other[name] == row[name] for name in ("measure", "group", *_WINDOW))
            if {name.split(":")[0] for name in speakers[other["report_id"]]} == {side}
        }
        if own and row["value"] not in own:
            expected = f"planned, if it is a formula: those who received them count {min(own)}"
            yield _problem(row, "bound", expected)


def _other_page(told: list[Row], speakers: dict[str, set[str]]) -> Iterator[Problem]:
    """Yield figures for which another page of that day gives the one same speaker another."""
    first = told[0]
    for row in told[1:]:
        if row["source_id"] == first["source_id"]:
            continue
        same = speakers[row["report_id"]] == speakers[first["report_id"]] != set()
        if same and len(speakers[row["report_id"]]) == 1 and row["value"] != first["value"]:
            expected = f"{first['value']}, as {first['report_id']} has it of the same speaker"
            yield _problem(row, "value", expected)
