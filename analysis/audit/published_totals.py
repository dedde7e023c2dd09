"""Published cumulative totals against what all reports allow, and those easily misread."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.audit.contradictions import judgement_reasons, resolution_of, what_became
from analysis.audit.printed_figures import figure, limits
from analysis.bounds.claims import Claim
from analysis.bounds.statements import voices_of_reports
from analysis.bounds.windows import series_bounds, series_claims
from analysis.record.loading import Record
from analysis.record.words import ANY, EVERYBODY
from analysis.series.history import best_history

COLUMNS = [
    "earliest",
    "end",
    "value",
    "stated",
    "low",
    "high",
    "range_low",
    "best",
    "range_high",
    "misses_by",
    "verdict",
    "reports",
    "report_id",
    "speakers",
]

_STALE = ("said", "total", "held_from", "held_until", "days_old", "range_low", "range_high",
          "speakers")  # fmt: skip


def published_totals(record: Record, *, measure: str, group: str, channel: str) -> pd.DataFrame:
    """Does each published total of a series, as it was published, fit the reconciled record?

    Totals of all time since ``counted_from`` take part, if they count exactly this series or if
    their page does not state the channel (then they limit the series from above only); the channel
    must be a single one, not ``any``. One row a total, in order of time (the same figure for the
    same days is one row):

    - ``earliest, end``: limits of the as-of day; ``value``: the figure as printed;
    - ``stated``: whether its page states the channel, or the rule reads it and it fits; ``low,
      high``: persons that it allows;
    - ``range_low, range_high``: persons that the reconciled record allows on the as-of day;
      ``best``: its best history at ``end``;
    - ``misses_by``: persons by which the total lies above (positive) or below (negative) that
      range; 0 if it can be true;
    - ``verdict``: ``fits``, or why it does not, as in `contradictions.resolution_of`; ``open`` if
      nothing was decided;
    - ``reports``: their number, ``report_id`` the first, ``speakers`` the voices.
    """
    claims = _totals(record, measure, group, channel)
    graph = series_bounds(record, measure, group, channel)
    became = what_became(record, measure)
    reason_of = judgement_reasons(record)
    value_of = dict(zip(record.reports["report_id"], record.reports["value"], strict=True))
    blank = set(record.reports.loc[record.reports["channel"] == "", "report_id"])
    end = np.array([claim.end for claim in claims], dtype=int)
    earliest = np.array([claim.earliest for claim in claims], dtype=int)
    origin = np.zeros_like(end)
    range_low, _ = graph.bounds(origin, earliest)
    _, range_high = graph.bounds(origin, end)
    best = best_history(record, measure, group, channel).cumulative(end)
    rows = []
    for place, claim in enumerate(claims):
        above = max(claim.low - range_high[place], 0)
        below = max(range_low[place] - claim.high, 0)
        verdict = "fits"
        if above or below:
            verdict, _ = resolution_of(claim, became, reason_of)
        rows.append(
            {
                "earliest": record.day(claim.earliest),
                "end": record.day(claim.end),
                "value": sum(int(value_of[part]) for part in claim.reports[0].split(" + ")),
                "stated": claim.direct
                and (verdict == "fits" or not blank.issuperset(claim.reports)),
                "low": claim.low,
                "high": claim.high,
                "range_low": int(range_low[place]),
                "best": int(best[place]),
                "range_high": range_high[place],
                "misses_by": int(above - below),
                "verdict": "open" if verdict == "stands" else verdict,
                "reports": len(claim.reports),
                "report_id": claim.reports[0],
                "speakers": "; ".join(sorted(claim.voices)),
            }
        )
    # Of no rows at all pandas does not know that a column says yes or no.
    return pd.DataFrame(rows, columns=COLUMNS).astype({"stated": bool})


def _totals(record: Record, measure: str, group: str, channel: str) -> list[Claim]:
    """Claims since ``counted_from``, of this series or of a channel that no page states."""
    reports = record.reports
    blank = (reports["channel"] == "") & (reports["group"] == group)
    unstated = set(reports.loc[blank, "report_id"])
    last = record.number(record.complete_through)
    claims = [
        claim
        for claim in series_claims(record, measure, group, channel, judged=False)
        if claim.start == 0
        and claim.end <= last
        and (claim.direct or (claim.high < np.inf and set(claim.reports) <= unstated))
    ]
    return sorted(claims, key=lambda claim: (claim.end, claim.order))


def stale_totals(record: Record, *, measure: str, group: str, channel: str) -> pd.DataFrame:
    """Which totals were already out of date on the day of their page?

    One row a total whose as-of day is a window, and which no longer holds on the last day of it
    (``said``), though on an earlier one: ``held_from, held_until``, the days of the window on which
    all reports together allow it; ``days_old``, at least; ``range_low, range_high``, persons
    allowed on the day of the page.
    """
    graph = series_bounds(record, measure, group, channel)
    limit = record.number(record.complete_through)
    days = np.arange(limit + 1)
    low, high = graph.bounds(np.zeros_like(days), days)
    rows = []
    for claim in series_claims(record, measure, group, channel, judged=True):
        if claim.start or not claim.direct or not claim.earliest < claim.end <= limit:
            continue
        window = slice(claim.earliest, claim.end + 1)
        holds = (low[window] <= claim.high) & (high[window] >= claim.low)
        if holds[-1] or not holds.any():
            continue
        first, last = claim.earliest + np.flatnonzero(holds)[[0, -1]]
        rows.append(
            {
                "said": record.day(claim.end),
                "total": figure(claim.low, claim.high),
                "held_from": record.day(first),
                "held_until": record.day(last),
                "days_old": int(claim.end - last),
                "range_low": int(low[claim.end]),
                "range_high": high[claim.end],
                "speakers": "; ".join(sorted(claim.voices)),
            }
        )
    table = pd.DataFrame(rows, columns=[*_STALE])
    return table.sort_values(["said", "held_until", "total"], ignore_index=True)


def wider_totals(record: Record, *, measure: str) -> pd.DataFrame:
    """Which totals of persons returned count more than the numbered exchanges?

    One row a total of everybody that lies above the numbered chain on its day, as published:
    ``channel`` as the page states it (blank if it does not say); ``numbered_high``, the most that
    the chain allows; ``above``, the difference; ``outcome``: ``judged`` with the editor's
    ``reason``, ``counts more channels`` where nothing is overruled, since the page does not say
    that it counts the chain alone, ``disputed`` where it does. Without a chain there are none.
    """
    chain = record.vocabulary.chain
    graph = series_bounds(record, measure, EVERYBODY, chain or ANY)
    reason_of = judgement_reasons(record)
    reports = record.reports
    reports = reports[
        (reports["measure"] == measure)
        & (reports["group"] == EVERYBODY)
        & (reports["scope"] == "cumulative")
        & (reports["bound"] != "planned")
        & (reports["start"] == record.counted_from)
        & (reports["end"] <= record.complete_through)
        & reports["channel"].isin([chain, ANY, ""] if chain else [])
    ]
    last = record.numbers(reports["end"])
    _, most = graph.bounds(np.zeros_like(last), last)
    names = ("report_id", "channel", "end")
    rows = [
        {
            "said": end,
            "total": figure(low, high),
            "channel": channel,
            "numbered_high": limit,
            "above": low - limit,
            "outcome": _outcome(report in reason_of, channel == chain),
            "reason": reason_of.get(report, ""),
            "voices": voices,
        }
        for report, channel, end, voices, (low, high), limit in zip(
            *(reports[name] for name in names),
            voices_of_reports(record, reports),
            limits(reports),
            most,
            strict=True,
        )
        if low > limit
    ]
    keys = ["said", "total", "channel", "numbered_high", "above", "outcome", "reason"]
    table = pd.DataFrame(rows, columns=[*keys, "voices"])
    joined = table.groupby(keys, sort=True)["voices"].agg(
        reports="size", speakers=lambda all_of: "; ".join(sorted(set().union(*all_of)))
    )
    return joined.reset_index()


def _outcome(judged: bool, of_chain: bool) -> str:
    if judged:
        return "judged"
    return "disputed" if of_chain else "counts more channels"
