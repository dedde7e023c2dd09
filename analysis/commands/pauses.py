"""What the command ``pauses`` does and prints."""

from __future__ import annotations

import argparse

import pandas as pd

from analysis.bounds.asked import as_count
from analysis.events.events import exchanges_without_day
from analysis.events.pause_table import CAVEAT, as_of, open_gap, pause_table
from analysis.events.undated import undated_within
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
    table = table.join(undated_within(known, table, options.definition))
    undated = exchanges_without_day(known, options.definition)
    silence = open_gap(known, **choice, model="average")
    if options.json:
        answer = {
            **choice,
            "as_of": known.complete_through,
            "pauses": table,
            "undated": undated[["exchange_id", "number", "start", "end"]],
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
    for line in _undated_in_words(table, undated):
        print(line)
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
    shown = shown.drop(columns=["alarm_10", "alarm_5", "alarm_1", "perhaps", "shortest", "longest"])
    return shown if shown["undated"].any() else shown.drop(columns="undated")


def _undated_in_words(table: pd.DataFrame, undated: pd.DataFrame) -> list[str]:
    """A sentence for each pause that exchanges without a day may have broken, and what is left."""
    lines = ["undated: exchanges held inside on a day that no page gives"] if len(undated) else []
    told = pd.Series(False, index=undated.index)
    for row in table[table["undated"] + table["perhaps"] > 0].to_dict("records"):
        end = row["end"]
        until = "now" if pd.isna(end) else f"{end:%Y-%m-%d}"
        reaching = undated["end"] > row["start"]
        if not pd.isna(end):
            reaching &= undated["start"] < end
        told |= reaching
        were = "was" if row["undated"] + row["perhaps"] == 1 else "were"
        held = f"{were} held inside" if not row["perhaps"] else "may have been held inside"
        lines.append(
            f"{row['start']:%Y-%m-%d} to {until}: {_named(undated[reaching])} {held} on a day "
            "that no page gives; the longest silence in it was "
            f"{row['shortest']} to {row['longest']} days"
        )
    if not told.all():
        lines.append(f"held on a day that no page gives, in no row: {_named(undated[~told])}")
    return lines


def _named(exchanges: pd.DataFrame) -> str:
    """Exchanges by their ordinal, or by the days between which they lie."""
    return ", ".join(
        f"no. {row['number']}"
        if pd.notna(row["number"])
        else f"one between {row['start']:%Y-%m-%d} and {row['end']:%Y-%m-%d}"
        for row in exchanges.to_dict("records")
    )
