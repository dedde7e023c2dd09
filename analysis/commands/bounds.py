"""What the command ``bounds`` does and prints."""

from __future__ import annotations

import argparse

from analysis.bounds.windows import linked_bounds
from analysis.commands.arguments import channel_asked
from analysis.record.loading import load_record
from analysis.text import as_json, as_table, count_range, unit_of


def run_bounds(options: argparse.Namespace) -> int:
    """Print the tightest low and high of one window, by all linked series together."""
    answer = linked_bounds(
        load_record(options.data),
        measure=options.measure,
        group=options.group,
        channel=channel_asked(options),
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
    print(count_range(answer.low, answer.high, unit))
    if answer.disputed:
        print("disputed: reports that end in this window cannot all be true")
    relaxed = answer.relaxed
    own = relaxed[(relaxed["group"] == answer.group) & (relaxed["channel"] == answer.channel)]
    if len(own):
        print(f"reports that had to give way ({unit}):")
        print(as_table(own.drop(columns=["group", "channel", "reports"])))
    others = len(relaxed) - len(own)
    if others:
        print(f"reports that had to give way in linked series: {others} (--json lists them)")
    return 0
