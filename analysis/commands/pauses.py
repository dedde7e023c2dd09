"""What the command ``pauses`` does and prints."""

from __future__ import annotations

import argparse

import pandas as pd

from analysis.bounds.asked import as_count
from analysis.events.pause_table import CAVEAT, as_of, open_gap, pause_table
from analysis.gaps.laws import LAWS
from analysis.record.loading import load_record
from analysis.text import as_json, as_table, number_words

SHORTEST = 30
"""Days from which on a gap is listed."""


def run_pauses(options: argparse.Namespace) -> int:
    """Print every long gap with its verdicts, and the open one."""
    record = load_record(options.data)
    known = as_of(record, options.as_of) if options.as_of else record
    choice = {
        "definition": options.definition,
        "merge_days": as_count(options.merge_days, "merge-days"),
    }
    table = pause_table(known, **choice, min_days=SHORTEST, null="whole", model="average")
    silence = open_gap(known, **choice, model="average")
    if options.json:
        answer = {
            **choice,
            "as_of": known.complete_through,
            "pauses": table,
            "open": pd.DataFrame([silence.drop("caveat")]),
            "caveat": CAVEAT,
        }
        print(as_json(answer))
        return 0
    print(
        f"exchanges counted: {options.definition}; "
        f"within {options.merge_days} days taken as one; as of {known.complete_through:%Y-%m-%d}"
    )
    print(f"gaps of {SHORTEST} days and more, compared with all gaps of the record:")
    print(as_table(_in_print(table)))
    print(
        "longest: P(the longest of all gaps is at least this long) if the rate was constant, "
        "in days (continuous, discrete)\n"
        "single: P(one next gap is at least this long), averaged over "
        f"{number_words(len(LAWS))} renewal models\n"
        "alarm: day of silence on which a daily watcher with 10, 5, 1% false alarms a year rang"
    )
    print(
        f"open since {silence['since']:%Y-%m-%d}: {silence['days']} days; "
        f"P(at least this long) {silence['at_least_this_long']:.2f}; "
        f"P(an exchange within 7, 14, 30 days) {silence['within_7']:.2f}, "
        f"{silence['within_14']:.2f}, {silence['within_30']:.2f}"
    )
    print(CAVEAT)
    return 0


def _in_print(table: pd.DataFrame) -> pd.DataFrame:
    """Round probabilities for reading; an alarm that did not ring stays blank."""
    shown = table.copy()
    for name in ("longest_continuous", "longest_discrete", "single"):
        shown[name] = [f"{value:.3f}" if pd.notna(value) else "" for value in table[name]]
    shown["alarm 10/5/1%"] = [
        "/".join("-" if pd.isna(day) else str(day) for day in days)
        for days in table[["alarm_10", "alarm_5", "alarm_1"]].itertuples(index=False)
    ]
    return shown.drop(columns=["alarm_10", "alarm_5", "alarm_1"])
