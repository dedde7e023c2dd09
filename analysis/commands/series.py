"""What the command ``series`` does and prints."""

from __future__ import annotations

import argparse

from analysis.commands.arguments import ANY_CHANNEL, FREQUENCIES, channel_asked
from analysis.record.loading import Record, load_record
from analysis.record.vocabulary import STOCK_MEASURES
from analysis.series.dated import dated_series, held_series
from analysis.text import as_csv, as_json, as_table


def run_series(options: argparse.Namespace) -> int:
    """Print the dated series; for people only the periods in which something happened."""
    record = load_record(options.data)
    if options.measure in STOCK_MEASURES:
        return _print_held(record, options)
    table = dated_series(
        record,
        measure=options.measure,
        group=options.group,
        channel=channel_asked(options),
        freq=FREQUENCIES[options.freq or "M"],
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
    if channel_asked(options) != ANY_CHANNEL or options.freq == "M":
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
