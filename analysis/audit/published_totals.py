"""Every published cumulative total against the range that all reports together allow."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.audit.contradictions import judgement_reasons, resolution_of
from analysis.bounds.claims import Claim
from analysis.bounds.windows import resolved_series, series_claims, series_graph
from analysis.record.loading import Record
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
    "founding",
    "reports",
    "report_id",
    "speakers",
]


def published_totals(record: Record, *, measure: str, group: str, channel: str) -> pd.DataFrame:
    """Does each published total of a series, as it was published, fit the reconciled record?

    Parameters
    ----------
    record : Record
    measure, group, channel : str
        The series; ``channel`` must be a single one, not ``any``. Totals of all time since
        ``counted_from`` take part, if they count exactly this series or if their page does not
        state the channel (then they limit the series from above only).

    Returns
    -------
    DataFrame
        One row a total, in order of time (the same figure for the same days is one row):

        - ``earliest, end``: limits of the as-of day;
        - ``value``: the figure as printed; ``stated``: whether its page states the channel;
          ``low, high``: persons of the series that it allows;
        - ``range_low, range_high``: persons that the reconciled record allows on the as-of day;
          ``best``: its best history at ``end``;
        - ``misses_by``: persons by which the total lies above (positive) or below (negative) that
          range; 0 if it can be true;
        - ``verdict``: ``fits``, or why it does not: ``judged``, ``widened``, ``relaxed`` (see
          `contradictions.contradictions`), ``open`` if nothing was decided;
        - ``founding``: whether a founding document (source id ``founding-…``) carries it;
        - ``reports``: their number, ``report_id`` the first, ``speakers`` the voices.

    Raises
    ------
    ValueError
        For an unknown word, or a measure that is a number at a day.

    Examples
    --------
    >>> from analysis import load_record
    >>> totals = published_totals(
    ...     load_record("data"), measure="returned_to_ukraine", group="all", channel="numbered"
    ... )
    >>> missed = totals[totals["end"] == "2023-05-25"]
    >>> missed[["value", "range_low", "range_high", "misses_by", "verdict"]].values.tolist()
    [[2340, 2430, 2430.0, -90, 'judged'], [2430, 2430, 2430.0, 0, 'fits']]
    """
    claims = _totals(record, measure, group, channel)
    graph = series_graph(record, measure, group, channel)
    resolved = resolved_series(record, measure, group, channel)
    reason_of = judgement_reasons(record)
    value_of = dict(zip(record.reports["report_id"], record.reports["value"], strict=True))
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
            verdict, _ = resolution_of(claim, resolved, reason_of)
        rows.append(
            {
                "earliest": record.counted_from + pd.Timedelta(days=claim.earliest),
                "end": record.counted_from + pd.Timedelta(days=claim.end),
                "value": sum(int(value_of[part]) for part in claim.reports[0].split(" + ")),
                "stated": claim.direct,
                "low": claim.low,
                "high": claim.high,
                "range_low": int(range_low[place]),
                "best": int(best[place]),
                "range_high": range_high[place],
                "misses_by": int(above - below),
                "verdict": "open" if verdict == "stands" else verdict,
                "founding": any(name.startswith("founding-") for name in claim.reports),
                "reports": len(claim.reports),
                "report_id": claim.reports[0],
                "speakers": "; ".join(sorted(claim.voices)),
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def _totals(record: Record, measure: str, group: str, channel: str) -> list[Claim]:
    """Claims since ``counted_from``, of this series or of a channel that no page states."""
    reports = record.reports
    blank = (reports["channel"] == "") & (reports["group"] == group)
    unstated = set(reports.loc[blank, "report_id"])
    last = (record.complete_through - record.counted_from).days
    claims = [
        claim
        for claim in series_claims(record, measure, group, channel, judged=False)
        if claim.start == 0
        and claim.end <= last
        and (claim.direct or (claim.high < np.inf and set(claim.reports) <= unstated))
    ]
    return sorted(claims, key=lambda claim: (claim.end, claim.order))
