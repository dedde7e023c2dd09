"""What the command ``contradictions`` does and prints."""

from __future__ import annotations

import argparse

import pandas as pd

from analysis.audit.contradictions import contradictions, linked_contradictions
from analysis.audit.printed_figures import figure
from analysis.audit.unattainable import unattainable_figures
from analysis.commands.marks import meanings, measure_where_needed
from analysis.record.loading import load_record
from analysis.text import as_csv, as_json, as_table


def run_contradictions(options: argparse.Namespace) -> int:
    """Print which reports cannot all be true, and what became of each."""
    record = load_record(options.data)
    main = record.vocabulary.main
    measure = options.measure or main.measure
    asked = {"measure": measure}
    whole_measure = [name for name in ("linked", "unattainable") if getattr(options, name)]
    if len(whole_measure) == 2:
        raise ValueError("--linked and --unattainable are two lists; expected one of them")
    if whole_measure:
        for name in ("group", "channel"):
            if getattr(options, name) is not None:
                raise ValueError(
                    f"--{whole_measure[0]} lists all series of a measure; expected no --{name}"
                )
        find = unattainable_figures if options.unattainable else linked_contradictions
        table = find(record, measure=measure)
    else:
        asked |= {
            name: getattr(options, name) or getattr(main, name) for name in ("group", "channel")
        }
        table = contradictions(record, **asked)
    if options.csv:
        print(as_csv(table), end="")
    elif options.json:
        kind = "unattainable" if options.unattainable else "contradictions"
        print(as_json({**asked, kind: table}))
    else:
        of = ", ".join(asked.values())
        print(
            _worklist(table, of)
            if options.unattainable
            else _sets(table, of, record.vocabulary.unit_of(measure))
        )
    return 0


def _sets(table: pd.DataFrame, of: str, unit: str) -> str:
    number = table["set"].nunique()
    if not number:
        return f"{of}: nothing contradicts"
    figures = [figure(*limits) for limits in zip(table["low"], table["high"], strict=True)]
    shown = table.assign(low=figures).drop(columns=["high", "report_ids", "urls"])
    if "measure" in shown:
        shown = measure_where_needed(shown)
    shown = shown.rename(columns={"low": "figure", "resolution": "what became of it"})
    said = f"{number} sets of reports that" if number > 1 else "one set of reports that"
    lines = [
        f"{of}: {said} cannot all be true",
        "without any one report of a set the others can be; a set misses by so many "
        f"{unit}; reports: how many say it, report_id is the first",
    ]
    for name, rows in shown.groupby("set"):
        lines += ["", f"set {name} misses by {rows['misses_by'].iloc[0]:,}"]
        lines.append(as_table(rows.drop(columns=["set", "misses_by"])))
    return "\n".join([*lines, "", *meanings(table["resolution"])])


def _worklist(table: pd.DataFrame, of: str) -> str:
    if table.empty:
        return f"{of}: every figure in force can be true"
    return "\n".join(
        [
            f"{of}: {len(table)} figures in force that no cheapest way of making all reports agree "
            "leaves true",
            "most count something else than they say: another channel, other days, a part; "
            "against: what excludes them",
            as_table(
                measure_where_needed(table.drop(columns=["against_ids", "report_ids", "urls"]))
            ),
        ]
    )
