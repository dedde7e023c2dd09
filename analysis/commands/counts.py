"""What the commands about counts do and print: ``series``, ``bounds``, ``check``."""

from __future__ import annotations

import argparse

from analysis.audit.check import CheckResult, check_claim
from analysis.bounds.linked import linked_bounds
from analysis.bounds.windows import window_bounds
from analysis.printing import as_csv, as_json, as_table, count
from analysis.record.loading import Record, load_record
from analysis.record.relations import STOCK_MEASURES
from analysis.series.dated import dated_series, held_series


def run_series(options: argparse.Namespace) -> int:
    """Print the dated series; for people only the periods in which something happened."""
    record = load_record(options.data)
    if options.measure in STOCK_MEASURES:
        return _print_held(record, options)
    table = dated_series(
        record,
        measure=options.measure,
        group=options.group,
        channel=options.channel,
        freq="MS" if options.freq == "M" else "D",
    )
    if options.format == "csv":
        print(as_csv(table), end="")
    elif options.format == "json":
        print(as_json(table))
    else:
        empty = (table["status"] == "none") & (table["low"] == 0)
        print(as_table(table[~empty | (table["undated"] > 0)]))
        print(
            f"periods without a dated exchange are left out; searched thoroughly through "
            f"{record.complete_through:%Y-%m-%d}"
        )
    return 0


def _print_held(record: Record, options: argparse.Namespace) -> int:
    """Print what was said to be held; a stock has days of statements, and no channel."""
    if options.channel != "any" or options.freq != "D":
        raise ValueError(
            f"measure {options.measure!r} is a number at a day, whoever was returned how; "
            "expected --channel any --freq D"
        )
    table = held_series(record, measure=options.measure, group=options.group)
    if options.format:
        print(as_csv(table) if options.format == "csv" else as_json(table), end="")
    else:
        print(as_table(table))
    return 0


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


def unit_of(measure: str) -> str:
    """Return the unit in which a measure counts."""
    return measure if measure in ("exchanges", "packages") else "persons"


def run_check(options: argparse.Namespace) -> int:
    """Print whether a new claim fits the record, and why not if it does not."""
    record = load_record(options.data)
    answer = check_claim(
        record,
        measure=options.measure,
        group=options.group,
        channel=options.channel,
        value=options.value,
        bound=options.bound,
        start=options.start,
        end=options.end,
    )
    if options.json:
        print(as_json(vars(answer)))
    else:
        print(_in_words(answer, record, unit_of(options.measure)))
    return 0


def _in_words(answer: CheckResult, record: Record, unit: str) -> str:
    own = f"{count(answer.low)} to {count(answer.high)}"
    if answer.low == answer.high:
        own = f"exactly {count(answer.low)}"
    lines = [answer.claim, f"verdict: {answer.verdict}", f"the record allows {own} {unit}"]
    if answer.verdict == "contradicts":
        lines.append(
            f"it misses by {count(answer.misses_by)} {unit}; it cannot stand beside these reports:"
        )
        lines.append(as_table(answer.contradicts.drop(columns="reports")))
    if answer.verdict == "new-information":
        lines.append("if it is true, these windows narrow:")
        lines.append(as_table(answer.narrows))
    if answer.note:
        lines.append(answer.note)
    return "\n".join(lines)
