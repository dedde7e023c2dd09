"""Checks that stand before every result: what must hold, what was found."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.audit import figure
from analysis.bounds import resolved_series, series_claims, series_graph
from analysis.graph import consistent
from analysis.record import Record
from analysis.resolution import Resolved
from analysis.series import dated_series


def record_checks(record: Record, *, measure: str, group: str, channel: str) -> pd.DataFrame:
    """Does the dated series keep its promises?

    Parameters
    ----------
    record : Record
    measure, group, channel : str
        The series to check.

    Returns
    -------
    DataFrame
        One row a check: ``check``, ``found`` (in words), ``holds``.
    """
    words = {"measure": measure, "group": group, "channel": channel}
    days = dated_series(record, **words, freq="D")
    months = dated_series(record, **words, freq="MS")
    resolved = resolved_series(record, measure, group, channel)
    published = series_claims(record, measure, group, channel, judged=False)
    by_day = int((days["best"].fillna(0) + days["undated"]).sum())
    by_month = int((months["best"].fillna(0) + months["undated"]).sum())
    known = months[months["best"].notna()]
    ordered = (known["low"] <= known["best"]) & (known["best"] <= known["high"])
    total = int(days["cumulative_best"].iloc[-1])
    return pd.DataFrame(
        [
            (
                "reports as published can all be true",
                "yes" if consistent(published) else "no: they contradict each other",
                True,
            ),
            (
                "reports after judgements, joining and relaxing can all be true",
                f"yes, {len(resolved.relaxations)} relaxed",
                consistent(resolved.claims),
            ),
            ("days add up to the cumulative count", f"{by_day:,} = {total:,}", by_day == total),
            (
                "months add up to the cumulative count",
                f"{by_month:,} = {total:,}",
                by_month == total,
            ),
            (
                "low ≤ best ≤ high in every month",
                f"{int(ordered.sum())} of {len(known)} months",
                bool(ordered.all()),
            ),
            (
                "nothing is shown after the record was searched",
                f"last day {days['end'].iloc[-1]:%Y-%m-%d}",
                bool(days["end"].iloc[-1] <= record.complete_through),
            ),
        ],
        columns=["check", "found", "holds"],
    )


def published_totals(record: Record, *, measure: str, group: str, channel: str) -> pd.DataFrame:
    """How does every published total compare with what all reports together allow?

    Parameters
    ----------
    record : Record
    measure, group, channel : str
        The series; only reports that count exactly it are listed.

    Returns
    -------
    DataFrame
        One row a published total, in order of its as-of day: ``as_of``, ``said_low``,
        ``said_high`` (what was published), ``low``, ``high`` (what the reports allow for that day
        after resolution), ``off_by`` (persons by which the published figure lies outside; 0 if it
        fits), ``verdict`` (``fits``, ``judged``, ``widened`` or ``relaxed``), ``reports``,
        ``speakers``, ``report_id``.
    """
    published = [
        claim
        for claim in series_claims(record, measure, group, channel, judged=False)
        if claim.start == 0 and claim.direct and _counted_from_the_start(record, claim.reports[0])
    ]
    limit = (record.complete_through - record.counted_from).days
    published = [claim for claim in published if claim.end <= limit]
    graph = series_graph(record, measure, group, channel)
    closing = np.array([claim.end for claim in published], dtype=int)
    earliest = np.array([claim.earliest for claim in published], dtype=int)
    _, most = graph.bounds(np.zeros_like(closing), closing)
    least, _ = graph.bounds(np.zeros_like(earliest), earliest)
    resolved = resolved_series(record, measure, group, channel)
    judged = set(record.judgements["report_id"])
    rows = []
    for claim, low, high in zip(published, least, most, strict=True):
        off = max(low - claim.high, claim.low - high, 0.0)
        rows.append(
            {
                "as_of": record.counted_from + pd.Timedelta(days=claim.end),
                "said_low": claim.low,
                "said_high": claim.high,
                "low": int(low),
                "high": high,
                "off_by": int(off),
                "verdict": _verdict(set(claim.reports), judged, resolved),
                "reports": len(claim.reports),
                "speakers": "; ".join(sorted(claim.voices)),
                "report_id": claim.reports[0],
            }
        )
    return pd.DataFrame(rows).sort_values(["as_of", "said_low"], ignore_index=True)


def _counted_from_the_start(record: Record, report: str) -> bool:
    """Whether a claim from day 0 is a total, not an exchange of the first day or an ordinal."""
    scope = record.reports.loc[record.reports["report_id"] == report, "scope"]
    return bool((scope == "cumulative").any())


def _verdict(reports: set[str], judged: set[str], resolved: Resolved) -> str:
    if reports & judged:
        return "judged"
    if any(reports & set(item.claim.reports) for item in resolved.relaxations):
        return "relaxed"
    if any(claim.disputed and reports <= set(claim.reports) for claim in resolved.claims):
        return "widened"
    return "fits"


def said(table: pd.DataFrame) -> pd.Series:
    """Published figures of `published_totals` in print."""
    return pd.Series(
        [
            figure(low, high)
            for low, high in zip(table["said_low"], table["said_high"], strict=True)
        ],
        index=table.index,
        dtype="str",
    )
