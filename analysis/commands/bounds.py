"""What the command ``bounds`` does and prints."""

from __future__ import annotations

import argparse

from analysis.bounds.linked import linked_bounds
from analysis.bounds.windows import window_bounds
from analysis.printing import as_json, as_table, count, unit_of
from analysis.record.loading import load_record


def run_bounds(options: argparse.Namespace) -> int:
    """Print the tightest low and high of one window."""
    find = linked_bounds if options.linked else window_bounds
    answer = find(
        load_record(options.data),
        measure=options.measure,
        group=options.group,
        channel=options.channel,
        start=options.start,
        end=options.end,
    )
    if options.json:
        print(as_json(vars(answer)))
        return 0
    unit = unit_of(answer.measure)
    print(
        f"{answer.measure}, {answer.group}, {answer.channel}, "
        f"{answer.start:%Y-%m-%d} to {answer.end:%Y-%m-%d}"
    )
    print(f"at least {count(answer.low)} {unit}, at most {count(answer.high)}")
    if answer.disputed:
        print("disputed: speakers disagree about a report that ends in this window")
    if len(answer.relaxed):
        print(f"relaxed to make the reports of the series consistent ({unit}):")
        print(as_table(answer.relaxed.drop(columns="reports")))
    return 0
