"""What the command ``series`` does and prints."""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from analysis.commands.arguments import channel_asked
from analysis.commands.marks import meanings
from analysis.record.loading import Record, load_record
from analysis.record.words import ANY
from analysis.series.dated import dated_series, held_series
from analysis.series.silences import silences_joined
from analysis.text import as_csv, as_json, as_table


def run_series(options: argparse.Namespace) -> int:
    """Print the dated series; for people with silent days in a row as one row."""
    record = load_record(options.data)
    if options.measure in record.vocabulary.stocks:
        return _print_held(record, options)
    asked = {
        "measure": options.measure,
        "group": options.group,
        "channel": channel_asked(options, record.vocabulary),
    }
    table = dated_series(record, **asked, freq=options.freq or "M")
    if options.format == "csv":
        print(as_csv(table), end="")
    elif options.format == "json":
        print(as_json(table))
    else:
        if options.freq == "D":
            table = silences_joined(record, table, **asked)
        print(as_table(table))
        print("\n".join(_explained(table)))
        print(
            f"0 is silence: searched thoroughly from {record.counted_from:%Y-%m-%d} through "
            f"{record.complete_through:%Y-%m-%d}"
        )
    return 0


def _explained(table: pd.DataFrame) -> list[str]:
    """What the marks that occur mean."""
    marks = [*table["status"]]
    marks += ["no limit"] if np.isinf(table[["high", "cumulative_high"]]).any(axis=None) else []
    marks += ["undated"] if table["undated"].any() else []
    # A blank best is an exchange without a count; "disputed" is both a status and a column.
    marks += ["disputed"] if table["disputed"].any() else []
    return meanings(marks)


def _print_held(record: Record, options: argparse.Namespace) -> int:
    """Print what was said to be held; a stock has days of statements, and no channel."""
    if channel_asked(options, record.vocabulary) != ANY or options.freq not in (None, "D"):
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
