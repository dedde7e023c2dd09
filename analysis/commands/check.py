"""What the command ``check`` does and prints."""

from __future__ import annotations

import argparse

from analysis.audit.check import CheckResult, check_claim
from analysis.commands.arguments import channel_asked
from analysis.record.loading import load_record
from analysis.text import as_json, as_table, count, count_range, counted, unit_of


def run_check(options: argparse.Namespace) -> int:
    """Print whether a new claim fits the record, and why not if it does not."""
    record = load_record(options.data)
    answer = check_claim(
        record,
        measure=options.measure,
        group=options.group,
        channel=channel_asked(options),
        value=options.value,
        bound=options.bound,
        start=options.start,
        end=options.end,
    )
    if options.json:
        print(as_json(vars(answer)))
    else:
        print(_in_words(answer, unit_of(options.measure)))
    return 0


def _in_words(answer: CheckResult, unit: str) -> str:
    own = count_range(answer.low, answer.high, unit)
    lines = [answer.claim, f"verdict: {answer.verdict}", f"the record allows {own}"]
    if answer.verdict == "contradicts":
        beside = "it cannot stand beside these reports"
        if answer.set_misses_by < answer.misses_by:
            beside = f"already these reports leave it {count(answer.set_misses_by)} off"
        lines.append(f"it misses by {counted(answer.misses_by, unit)}; {beside}:")
        lines.append(as_table(answer.contradicts.drop(columns="reports")))
    if answer.verdict == "new-information":
        lines.append("if it is true, these windows narrow (by the reports of this series alone):")
        lines.append(as_table(answer.narrows))
    if answer.note:
        lines.append(answer.note)
    return "\n".join(lines)
