"""Figures withdrawn by a correction: what either reading would imply, and what decides."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.audit.implied import without_reports
from analysis.bounds.windows import window_bounds
from analysis.record.loading import Record


def withdrawn_figures(record: Record) -> pd.DataFrame:
    """Which figures were published in one sense and then corrected to another?

    One row a correction; ``repeats`` counts the other reports that still carry the withdrawn
    figure.
    """
    reports = record.reports.set_index("report_id")
    rows = []
    for corrected_by, row in reports[reports["corrects"] != ""].iterrows():
        first = reports.loc[row["corrects"]]
        rows.append(
            {
                "withdrawn": row["corrects"],
                "first_measure": first["measure"],
                "first_group": first["group"],
                "first_value": int(first["value"]),
                "corrected_by": corrected_by,
                "measure": row["measure"],
                "group": row["group"],
                "value": int(row["value"]),
                "end": row["end"],
                "repeats": len(_same_figure(record, row["corrects"])) - 1,
            }
        )
    columns = ["withdrawn", "first_measure", "first_group", "first_value", "corrected_by"]
    columns += ["measure", "group", "value", "end", "repeats"]
    return pd.DataFrame(rows, columns=columns)


def as_first_published(record: Record, withdrawn: str) -> Record:
    """Return the record as it would be if a withdrawn figure had been right.

    The correction goes, with every report that repeats the corrected figure of the same group in
    the same sense. The withdrawn figure and its repetitions count again. ValueError if no report
    corrects this one.
    """
    correction = _correction(record, withdrawn)
    judged = record.judgements["report_id"].isin(_same_figure(record, withdrawn))
    return without_reports(
        replace(record, judgements=record.judgements[~judged].reset_index(drop=True)),
        _same_figure(record, correction),
    )


def compare_readings(record: Record, withdrawn: str, *, channel: str) -> pd.DataFrame:
    """What does the chain of totals allow on the day of a corrected figure, by either reading?

    Three rows: as corrected; as first published (the figure then says nothing about the chain, so
    the others bracket it); as first published, without the later totals (what could be known on the
    day). ``low, high``: persons of the corrected series by its day; ``inside``: whether the
    corrected figure can be true. ValueError if the correction is no total.
    """
    row = _row(record, _correction(record, withdrawn))
    if row["scope"] != "cumulative":
        raise ValueError(
            f"report {row['report_id']!r} is of scope {row['scope']!r}; expected a cumulative total"
        )
    held = as_first_published(record, withdrawn)
    later = held.reports[
        (held.reports["measure"] == row["measure"])
        & (held.reports["group"] == row["group"])
        & (held.reports["scope"] == "cumulative")
        & (held.reports["end"] > row["end"])
    ]
    rows = []
    for reading, variant in (
        ("as corrected", record),
        ("as first published", held),
        ("as first published, without later totals", without_reports(held, later["report_id"])),
    ):
        bounds = window_bounds(
            variant,
            measure=row["measure"],
            group=row["group"],
            channel=channel,
            start=record.counted_from,
            end=row["end"],
        )
        rows.append((reading, bounds.low, bounds.high, int(row["value"])))
    table = pd.DataFrame(rows, columns=["reading", "low", "high", "value"])
    return table.assign(inside=table["value"].between(table["low"], table["high"]))


def _row(record: Record, report_id: str) -> pd.Series:
    return record.reports[record.reports["report_id"] == report_id].iloc[0]


def _correction(record: Record, withdrawn: str) -> str:
    """Id of the report that corrects another."""
    found = record.reports.loc[record.reports["corrects"] == withdrawn, "report_id"]
    if found.empty or not withdrawn:
        raise ValueError(f"no report corrects {withdrawn!r}; expected a withdrawn report")
    return str(found.iloc[0])


def _same_figure(record: Record, report_id: str) -> list[str]:
    """Reports that carry the same figure of the same group in the same sense."""
    row, reports = _row(record, report_id), record.reports
    same = (
        (reports["measure"] == row["measure"])
        & (reports["group"] == row["group"])
        & (reports["scope"] == row["scope"])
        & (reports["value"] == row["value"])
    )
    return reports.loc[same, "report_id"].tolist()
