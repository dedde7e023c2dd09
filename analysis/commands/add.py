"""What the command ``add`` does and prints."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.audit.change import (
    ReportVerdict,
    changed_contradictions,
    changed_counts,
    changed_totals,
    report_verdicts,
)
from analysis.commands.arguments import ADDED_CELLS
from analysis.commands.marks import measure_where_needed
from analysis.events.pause_changes import pause_changes
from analysis.files import only_writer
from analysis.record.additions import Addition, read_additions
from analysis.record.draft import Draft
from analysis.record.editing import Added, add_all
from analysis.record.loading import Record
from analysis.record.problems import Problem
from analysis.record.vocabulary import Vocabulary
from analysis.record.warnings import record_warnings
from analysis.text import as_table, count_range, counted, plain

PAUSE = 30
"""Days: pauses that are longer are compared."""

_FEW = 6  # narrowing windows of one report in print


def run_add(options: argparse.Namespace) -> int:
    """Add what is said to the record, after showing what it changes."""
    additions = _additions(options)
    folder = Path(options.data)
    # What is read, changed and written back must not change meanwhile.
    alone = folder.is_dir() and not options.dry_run
    with only_writer(folder) if alone else nullcontext():
        draft = Draft(folder)
        added = add_all(draft, additions)
        if options.complete_through is not None:
            draft.set_complete_through(options.complete_through)
        answer = {
            "lines": [vars(edit) for edit in draft.edits],
            "on_record_already": added.repeated,
            **_change(draft, added),
        }
        if not options.json:
            print(_in_words(answer, draft.record.vocabulary), flush=True)
        written = bool(draft.edits) and not options.dry_run
        if written:
            draft.write()
    if options.json:
        answer["written"] = written
        print(json.dumps(answer, indent=2, ensure_ascii=False, default=_plain))
    else:
        print("written" if written else "nothing written")
    return 0


def _additions(options: argparse.Namespace) -> list[Addition]:
    """What the options say, and before it what the file of rows says."""
    found = read_additions(Path(options.rows)) if options.rows else []
    cells = {name: getattr(options, name) for name in ADDED_CELLS}
    cells = {name: cell for name, cell in cells.items() if cell is not None}
    if options.speakers:
        cells["attributed_to"] = "; ".join(options.speakers)
    if cells:
        found.append(Addition(cells))
    if not found and options.complete_through is None:
        raise ValueError(
            "nothing to add; expected options that say what (--measure …, --kind …, "
            "--judge …), --rows FILE or --complete-through DATE"
        )
    return found


def _change(draft: Draft, added: Added) -> dict[str, Any]:
    before, after = draft.record, draft.load()
    born, settled = changed_contradictions(before, after)
    opened, ended = pause_changes(before, after, definition=before.vocabulary.reference, over=PAUSE)
    appear, vanish = _warning_changes(before, after)
    searched = [record.complete_through for record in (before, after)]
    return {
        "complete_through": searched,
        "reports": report_verdicts(before, after, added.reports),
        "exchange_counts": changed_counts(before, after),
        "totals": changed_totals(before, after),
        "contradictions_born": born,
        "contradictions_settled": settled,
        "pauses_new": opened,
        "pauses_gone": ended,
        "warnings_new": [str(problem) for problem in appear],
        "warnings_gone": [str(problem) for problem in vanish],
    }


def _warning_changes(before: Record, after: Record) -> tuple[list[Problem], list[Problem]]:
    """Warnings that appear and that vanish; that one stands on another line is no change."""
    old, new = record_warnings(before), record_warnings(after)
    appear, vanish = _beyond(new, old), _beyond(old, new)
    # Of a file as a whole a warning may be said anew, with other numbers: it has not vanished.
    anew = {(problem.file, problem.column) for problem in appear if problem.line is None}
    gone = [p for p in vanish if p.line is not None or (p.file, p.column) not in anew]
    return appear, gone


def _beyond(those: list[Problem], others: list[Problem]) -> list[Problem]:
    """Those problems that are not among others, each as often as it is there more often."""
    known = Counter(replace(problem, line=None) for problem in others)
    found = []
    for problem in those:
        known[replace(problem, line=None)] -= 1
        if known[replace(problem, line=None)] < 0:
            found.append(problem)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, ReportVerdict):
        checks = [
            {name: plain(cell) for name, cell in vars(answer).items()} for answer in value.answers
        ]
        return {"report_id": value.report_id, "verdict": value.verdict, "checks": checks}
    return plain(value)


def _in_words(answer: dict[str, Any], words: Vocabulary) -> str:
    lines = [f"{name}: on record already" for name in answer["on_record_already"]]
    lines += [f"{edit['sign']} {edit['file']}: {edit['line']}" for edit in answer["lines"]]
    before, after = answer["complete_through"]
    if before != after:
        lines.append(f"searched thoroughly through {after:%Y-%m-%d}, before {before:%Y-%m-%d}")
    for report in answer["reports"]:
        lines += _report_in_words(report, words)
    for title, name in (
        ("exchanges whose counts change (blank: not on record; no limit: nothing bounds it):",
         "exchange_counts"),
        ("everything counted by a day, where it changes:", "totals"),
        ("contradictions born:", "contradictions_born"),
        ("contradictions settled:", "contradictions_settled"),
        (f"pauses of more than {PAUSE} days, as they are now:", "pauses_new"),
        (f"pauses of more than {PAUSE} days, as they were:", "pauses_gone"),
    ):  # fmt: skip
        if len(answer[name]):
            lines += [title, as_table(answer[name])]
    lines += [f"warning: {line}" for line in answer["warnings_new"]]
    lines += [f"no longer: {line}" for line in answer["warnings_gone"]]
    return "\n".join(lines)


def _report_in_words(report: ReportVerdict, words: Vocabulary) -> list[str]:
    lines = [f"{report.report_id}: {report.verdict}"]
    for check in report.answers:
        unit = words.unit_of(check.claim.partition(",")[0])
        lines.append(
            f"  {check.claim}; the record before allows {count_range(check.low, check.high, unit)}"
        )
        if check.verdict == "contradicts":
            lines.append(f"  it misses by {counted(check.misses_by, unit)}, against:")
            lines.append(as_table(measure_where_needed(check.contradicts.drop(columns="reports"))))
        elif len(check.narrows):
            lines.append("  these windows narrow:")
            lines.append(as_table(check.narrows.head(_FEW)))
            if len(check.narrows) > _FEW:
                lines.append(f"  and {len(check.narrows) - _FEW} more (--json has all)")
    return lines
