"""What the command ``bounds`` does and prints."""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from analysis.audit.proof import proof_of
from analysis.bounds.windows import WindowBounds, linked_bounds
from analysis.commands.arguments import channel_asked
from analysis.commands.marks import meanings, measure_where_needed
from analysis.record.loading import load_record
from analysis.text import as_json, as_table, count, count_range, counted


def run_bounds(options: argparse.Namespace) -> int:
    """Print the tightest low and high of one window, by all linked series together."""
    record = load_record(options.data)
    asked = {name: getattr(options, name) for name in ("measure", "group", "start", "end")}
    asked["channel"] = channel_asked(options, record.vocabulary)
    answer = linked_bounds(record, **asked)
    proof = proof_of(record, **asked) if options.why else None
    if options.json:
        print(as_json(vars(answer) | ({} if proof is None else {"why": proof})))
        return 0
    unit = record.vocabulary.unit_of(answer.measure)
    print(
        f"{answer.measure}, {answer.group}, {answer.channel}, "
        f"{answer.start:%Y-%m-%d} to {answer.end:%Y-%m-%d}"
    )
    print(count_range(answer.low, answer.high, unit))
    if proof is not None:
        print("\n".join(_why(answer, proof, unit)))
    marks = ["disputed"] if answer.disputed else []
    relaxed = answer.relaxed
    own = relaxed[
        (relaxed["measure"] == answer.measure)
        & (relaxed["group"] == answer.group)
        & (relaxed["channel"] == answer.channel)
        & (relaxed["start"] <= answer.end)
        & (relaxed["end"] >= answer.start)
    ]
    if len(own):
        print("reports of these days that gave way:")
        print(as_table(own.drop(columns=["measure", "group", "channel", "reports"])))
        marks.append("gave way")
    for line in meanings(marks):
        print(line)
    return 0


def _why(answer: WindowBounds, proof: pd.DataFrame, unit: str) -> list[str]:
    """For each end the reports that prove it, or why it needs none."""
    lines = []
    proof = measure_where_needed(proof)
    for proves, end, needless in (
        ("at least", answer.low, "no count is less"),
        ("at most", answer.high, "no report limits it from above"),
    ):
        reports = proof[proof["proves"] == proves].drop(columns=["proves", "persons", "reports"])
        if reports.empty:
            limit = "" if np.isinf(end) else f"{proves} {count(end)}: "
            lines.append(f"{limit}{needless}")
            continue
        these = "this report proves it" if len(reports) == 1 else "these reports together prove it"
        lines.append(f"{proves} {counted(end, unit)}: {these}")
        taken = (reports["taken_as"] != "").any()
        lines.append(as_table(reports if taken else reports.drop(columns="taken_as")))
        lines += meanings(["taken_as"] if taken else [])
    return lines
