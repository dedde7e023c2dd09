"""Packages for prisoners: what was promised, collected and handed over, round by round.

A promise and a delivery are two things, and so are the two sides. A figure "on both sides" may mean
that many together, or that many each; the record keeps the words, and the readings stand side by
side. Packages that are collected but not yet handed over are ``planned`` rows whose note says so.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.bounds.statements import named_voices
from analysis.groups.held import STOCK, held_figures
from analysis.record.loading import Record, effective_reports, page_dates

STAGES = PLANNED, COLLECTED, HANDED_OVER = ("planned", "collected", "handed over")


def package_reports(record: Record) -> pd.DataFrame:
    """Every figure about packages up to ``complete_through``, with its round and stage.

    Reports whose windows of days meet belong to one ``round`` (from 1). ``group`` is ``all`` where
    the page does not say for whom; ``start, end`` are the days covered, ``published`` is NaT if
    unknown.
    """
    reports = effective_reports(record)
    reports = reports[
        (reports["measure"] == record.vocabulary.packages)
        & reports["status"].isin(["used", "planned"])
        & (reports["end"] <= record.complete_through)
    ].sort_values(["start", "end", "report_id"], ignore_index=True)
    covered = reports["end"].cummax().shift()
    collected = reports["note"].str.contains("collected")
    return pd.DataFrame(
        {
            "round": 1 + (reports["start"] > covered).cumsum(),
            "stage": np.where(
                reports["status"] == "used",
                HANDED_OVER,
                np.where(collected, COLLECTED, PLANNED),
            ),
            "group": reports["group"],
            "value": reports["value"].astype(int),
            "start": reports["start"],
            "end": reports["end"],
            "published": page_dates(record, reports),
            "voices": named_voices(record, reports),
            "note": reports["note"],
            "report_id": reports["report_id"],
        }
    )


def package_rounds(record: Record) -> pd.DataFrame:
    """What was promised, collected and handed over in each round, and for whom?

    ``figures``: packages, joined by "or" where pages differ; ``from, to``: days that the reports
    cover; ``first_said``: day of the first dated page; ``reports``: their number.
    """
    rows = package_reports(record)
    rows["stage"] = pd.Categorical(rows["stage"], categories=STAGES, ordered=True)
    return (
        rows.groupby(["round", "stage", "group"], observed=True)
        .agg(
            figures=(
                "value",
                lambda values: " or ".join(f"{value:,}" for value in sorted(set(values))),
            ),
            **{"from": ("start", "min"), "to": ("end", "max")},
            first_said=("published", "min"),
            voices=("voices", lambda names: "; ".join(sorted(set("; ".join(names).split("; "))))),
            reports=("report_id", "size"),
        )
        .reset_index()
    )


def package_readings(record: Record) -> pd.DataFrame:
    """If a round's promise is read as together or as each, does what was handed over fit it?

    ``together``: the figure is the sum of both sides; ``each``: every side gives that many.
    ``delivered`` is each recipient's largest figure handed over, in all; ``outcome`` is
    ``delivered``, ``exceeded``, ``short``, or ``unknown`` if one recipient's figure is missing.
    """
    rows, recipients = package_reports(record), [*record.vocabulary.recipients]
    table = []
    for number, figures in rows.groupby("round"):
        promised = figures[figures["stage"] == PLANNED]
        if promised.empty:
            continue
        handed = figures[figures["stage"] == HANDED_OVER].groupby("group")["value"].max()
        known = handed.reindex(recipients)
        delivered = pd.NA if known.isna().any() else int(known.sum())
        figure = int(promised["value"].max())
        for reading, total in (("together", figure), ("each", len(recipients) * figure)):
            table.append(
                {
                    "round": number,
                    "reading": reading,
                    "promised": total,
                    "delivered": delivered,
                    "outcome": _outcome(total, delivered),
                }
            )
    columns = ["round", "reading", "promised", "delivered", "outcome"]
    return pd.DataFrame(table, columns=columns).astype({"delivered": "Int64"})


def _outcome(promised: int, delivered: int | object) -> str:
    if not isinstance(delivered, int):
        return "unknown"
    if delivered == promised:
        return "delivered"
    return "exceeded" if delivered > promised else "short"


def promise_to_delivery(record: Record) -> pd.DataFrame:
    """How many days lay between a round's promise and its delivery?

    ``promised_on``: the first page that promises; ``due_first, due_last``: earliest and latest last
    day that a promise names; ``collected_on``: the first page that says so, or NaT;
    ``delivered_by``: last day of what was handed over; ``late_least, late_most``: days after the
    last and after the first day named (negative: early).
    """
    table = []
    for number, figures in package_reports(record).groupby("round"):
        stage = {name: figures[figures["stage"] == name] for name in STAGES}
        promised_on = stage[PLANNED]["published"].min()
        delivered_by = stage[HANDED_OVER]["end"].max()
        if pd.isna(promised_on) or pd.isna(delivered_by):
            continue
        due = stage[PLANNED]["end"]
        table.append(
            {
                "round": number,
                "promised_on": promised_on,
                "due_first": due.min(),
                "due_last": due.max(),
                "collected_on": stage[COLLECTED]["published"].min(),
                "delivered_by": delivered_by,
                "days": (delivered_by - promised_on).days,
                "late_least": (delivered_by - due.max()).days,
                "late_most": (delivered_by - due.min()).days,
            }
        )
    columns = ["round", "promised_on", "due_first", "due_last", "collected_on", "delivered_by"]
    return pd.DataFrame(table, columns=[*columns, "days", "late_least", "late_most"])


def packages_per_prisoner(record: Record, *, within_days: int) -> pd.DataFrame:
    """How many packages came on each prisoner held, over the stocks that were reported?

    Stocks of prisoners whose as-of day lies at most ``within_days`` from the delivery take part.
    ``held_low, held_high``: their least and largest figure as printed (most say "more than");
    ``each_low, each_high``: packages per prisoner by the largest and by the least of them, NaN
    without a stock.
    """
    if within_days < 0:
        raise ValueError(f"within_days {within_days!r} is negative; expected 0 days or more")
    rows, recipients = package_reports(record), record.vocabulary.recipients
    handed = rows[(rows["stage"] == HANDED_OVER) & rows["group"].isin(list(recipients))]
    span = pd.Timedelta(days=within_days)
    table = []
    for (number, group), figures in handed.groupby(["round", "group"]):
        day, packages = figures["end"].max(), int(figures["value"].max())
        stocks = held_figures(record, measure=recipients[str(group)])
        near = stocks[
            (stocks["kind"] == STOCK)
            & stocks["group"].isin(record.vocabulary.groups_that("meant_by_prisoners"))
            & (stocks["as_of"] >= day - span)
            & (stocks["earliest"] <= day + span)
        ]
        least, most = near["figure"].min(), near["figure"].max()
        table.append(
            {
                "round": number,
                "group": group,
                "packages": packages,
                "delivered_by": day,
                "stocks": len(near),
                "held_low": least,
                "held_high": most,
                "each_low": packages / most,
                "each_high": packages / least,
            }
        )
    columns = ["round", "group", "packages", "delivered_by", "stocks", "held_low", "held_high"]
    return pd.DataFrame(table, columns=[*columns, "each_low", "each_high"])


def parcel_mentions(record: Record) -> pd.DataFrame:
    """Which reports of something else mention parcels, where no page gives their number?"""
    rows = effective_reports(record)
    rows = rows[
        (rows["measure"] != record.vocabulary.packages) & rows["note"].str.contains("parcel")
    ]
    columns = ["start", "end", "measure", "value", "note", "report_id"]
    return rows[columns].reset_index(drop=True)
