"""Totals that are true but easily misread: older than their page, or of more than one channel."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.audit.contradictions import figure, judgement_reasons
from analysis.bounds.claims import interval
from analysis.bounds.statements import day_numbers, voices_of_sources
from analysis.bounds.windows import resolved_series, series_graph
from analysis.record.loading import Record


def stale_totals(record: Record, *, measure: str, group: str, channel: str) -> pd.DataFrame:
    """Which totals were already out of date on the day of their page?

    Parameters
    ----------
    record : Record
    measure, group, channel : str

    Returns
    -------
    DataFrame
        One row a total whose as-of day is a window, and which no longer holds on the last day of
        it, though on an earlier one: ``said`` (that day), ``total`` (as published),
        ``held_from, held_until`` (the days of the window on which all reports together allow it),
        ``days_old`` (at least), ``range_low, range_high`` (persons allowed on the day of the page),
        ``speakers``.

    Raises
    ------
    ValueError
        For an unknown word, or a measure that is a number at a day.

    Examples
    --------
    >>> from analysis import load_record
    >>> found = stale_totals(
    ...     load_record("data"), measure="returned_to_ukraine", group="all", channel="numbered"
    ... )
    >>> row = found[found["total"] == "1,762"].iloc[0]
    >>> [f"{row[day]:%d %B %Y}" for day in ("said", "held_from", "held_until")]
    ['17 February 2023', '04 February 2023', '15 February 2023']
    """
    graph = series_graph(record, measure, group, channel)
    limit = (record.complete_through - record.counted_from).days
    days = np.arange(limit + 1)
    low, high = graph.bounds(np.zeros_like(days), days)
    rows = []
    for claim in resolved_series(record, measure, group, channel).claims:
        if claim.start or not claim.direct or not claim.earliest < claim.end <= limit:
            continue
        window = slice(claim.earliest, claim.end + 1)
        holds = (low[window] <= claim.high) & (high[window] >= claim.low)
        if holds[-1] or not holds.any():
            continue
        first, last = claim.earliest + np.flatnonzero(holds)[[0, -1]]
        rows.append(
            {
                "said": _date(record, claim.end),
                "total": figure(claim.low, claim.high),
                "held_from": _date(record, first),
                "held_until": _date(record, last),
                "days_old": int(claim.end - last),
                "range_low": int(low[claim.end]),
                "range_high": high[claim.end],
                "speakers": "; ".join(sorted(claim.voices)),
            }
        )
    table = pd.DataFrame(rows, columns=[*_STALE])
    return table.sort_values(["said", "held_until", "total"], ignore_index=True)


def wider_totals(record: Record) -> pd.DataFrame:
    """Which totals of persons returned count more than the numbered exchanges?

    Parameters
    ----------
    record : Record

    Returns
    -------
    DataFrame
        One row a total of everybody that lies above the numbered chain on its day, as published:
        ``said``, ``total``, ``channel`` (as the page states it; blank if it does not say),
        ``numbered_high`` (the most that the numbered chain allows), ``above`` (the difference),
        ``outcome`` (``judged`` with the editor's ``reason``; ``counts more channels`` where nothing
        is overruled, since the page does not say that it counts the chain alone; ``disputed`` where
        it does say so), ``reports``, ``speakers``.

    Examples
    --------
    >>> from analysis import load_record
    >>> found = wider_totals(load_record("data"))
    >>> found.loc[found["total"] == "≥ 7,000", "channel"].unique().tolist()
    ['']
    """
    graph = series_graph(record, "returned_to_ukraine", "all", "numbered")
    reason_of = judgement_reasons(record)
    voices = voices_of_sources(record)
    reports = record.reports
    reports = reports[
        (reports["measure"] == "returned_to_ukraine")
        & (reports["group"] == "all")
        & (reports["scope"] == "cumulative")
        & (reports["bound"] != "planned")
        & (reports["start"] == record.counted_from)
        & (reports["end"] <= record.complete_through)
        & reports["channel"].isin(["numbered", "any", ""])
    ]
    last = day_numbers(reports["end"], record)
    _, most = graph.bounds(np.zeros_like(last), last)
    limits = [
        interval(int(value), bound)
        for value, bound in zip(reports["value"], reports["bound"], strict=True)
    ]
    names = ("report_id", "source_id", "channel", "end")
    rows = [
        {
            "said": end,
            "total": figure(low, high),
            "channel": channel,
            "numbered_high": limit,
            "above": low - limit,
            "outcome": _outcome(report in reason_of, channel),
            "reason": reason_of.get(report, ""),
            "voices": voices[source],
        }
        for report, source, channel, end, (low, high), limit in zip(
            *(reports[name] for name in names), limits, most, strict=True
        )
        if low > limit
    ]
    keys = ["said", "total", "channel", "numbered_high", "above", "outcome", "reason"]
    table = pd.DataFrame(rows, columns=[*keys, "voices"])
    joined = table.groupby(keys, sort=True)["voices"].agg(
        reports="size", speakers=lambda all_of: "; ".join(sorted(set().union(*all_of)))
    )
    return joined.reset_index()


_STALE = ("said", "total", "held_from", "held_until", "days_old", "range_low", "range_high",
          "speakers")  # fmt: skip


def _outcome(judged: bool, channel: str) -> str:
    if judged:
        return "judged"
    return "disputed" if channel == "numbered" else "counts more channels"


def _date(record: Record, day: int) -> pd.Timestamp:
    return record.counted_from + pd.Timedelta(days=int(day))
