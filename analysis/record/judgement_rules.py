"""What a judgement may say: a value that fits its action, and something that it changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from analysis.record.cells import cell_faults
from analysis.record.problems import Problem
from analysis.record.schema import ACTION_COLUMN, TABLES
from analysis.record.tables import RawTable

_FILE = TABLES["judgements"].file


class _Judgement(NamedTuple):
    line: int
    action: str
    value: str


def judgement_faults(judgements: RawTable, reports: RawTable) -> Iterator[Problem]:
    """Yield judgements with an impossible value, and those that change nothing."""
    judged: dict[str, dict[str, _Judgement]] = defaultdict(dict)
    for line, report, action, value in judgements.rows("report_id", "action", "value"):
        if not action:
            continue
        expected = _expected_value(action, value)
        if expected:
            yield Problem(_FILE, line, "value", value, expected)
        elif report:  # a repeated action is a repeated key, found elsewhere: keep the first
            judged[report].setdefault(action, _Judgement(line, action, value))
    names = ("start", "end", "end_earliest", "channel", "value")
    superseded = {target for _, target in reports.rows("corrects") if target}
    for line, report, *cells in reports.rows("report_id", *names):
        if report not in judged:
            continue
        own = list(judged.pop(report).values())
        row = dict(zip(names, cells, strict=True))
        if row["start"] and row["end"]:
            yield from _idle(row, own, report in superseded)
            yield from _disordered(row, own, line)


def _expected_value(action: str, value: str) -> str | None:
    """Say what the value should be if it does not fit the action."""
    name = ACTION_COLUMN[action]
    if name is None:
        return "blank, since exclude takes the whole report" if value else None
    column = TABLES["reports"].column(name)
    if value == "":
        return column.expected.removesuffix(", or blank")
    return cell_faults(column, [value]).get(value)


def _overrule(row: dict[str, str], judgements: list[_Judgement]) -> dict[str, str]:
    """Return the row after the judgements, with a blank end_earliest spelled out."""
    after = dict(row)
    for judgement in judgements:
        column = ACTION_COLUMN[judgement.action]
        if column is not None:
            after[column] = judgement.value
    return after | {"end_earliest": after["end_earliest"] or after["end"]}


def _idle(row: dict[str, str], own: list[_Judgement], superseded: bool) -> Iterator[Problem]:
    """Yield the judgements without which the report would come out the same."""
    excluded = any(judgement.action == "exclude" for judgement in own)
    for judgement in own:
        line, action, value = judgement
        others = [other for other in own if other is not judgement]
        if superseded:
            expected = "no judgement, since a correction supersedes the report"
            yield Problem(_FILE, line, "action", action, expected)
        elif action == "exclude":
            continue
        elif excluded:
            expected = "no further judgement, since the report is excluded"
            yield Problem(_FILE, line, "action", action, expected)
        elif _overrule(row, own) == _overrule(row, others):
            expected = "a judgement that changes something (the report says this already)"
            yield Problem(_FILE, line, "value", value, expected)


def _disordered(row: dict[str, str], own: list[_Judgement], report_line: int) -> Iterator[Problem]:
    """Yield the judgements that leave a window out of order."""
    before, after = _overrule(row, []), _overrule(row, own)
    if not _ordered(before) or _ordered(after):
        return
    window = f"{after['start']}, {after['end_earliest']}, {after['end']}"
    expected = (
        f"dates that keep start <= end_earliest <= end (together with reports.csv:{report_line} "
        f"they are now {window})"
    )
    for line, action, value in own:
        if action in ("set_end", "set_end_earliest"):
            yield Problem(_FILE, line, "value", value, expected)


def _ordered(row: dict[str, str]) -> bool:
    return row["start"] <= row["end_earliest"] <= row["end"]
