"""Where the record is loose: spans in which the cumulative count is not known to the person."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.record.loading import Record
from analysis.series.dated import dated_series
from analysis.series.exchange_counts import counts_by_exchange
from analysis.text import day_words, number_words

COLUMNS = ["start", "end", "width", "cause"]


def loose_spans(record: Record, *, measure: str, group: str, channel: str) -> pd.DataFrame:
    """From when to when is the cumulative count uncertain, by how much, and because of what?

    One row a span of days at whose end low and high differ: ``width``, the greatest high − low in
    it, infinite if no later total limits it; ``cause`` in words: the exchanges of the channel that
    fall into the span or close it and whose own count or day is not known. The channel must be a
    single one, not ``any``.
    """
    days = dated_series(record, measure=measure, group=group, channel=channel, freq="D")
    width = days["cumulative_high"] - days["cumulative_low"]
    loose = width > 0
    span = (loose != loose.shift()).cumsum()[loose]
    counts = counts_by_exchange(record, measure=measure, group=group)
    uncertain = (counts["low"] < counts["high"]) | (counts["start"] < counts["end"])
    vague = counts[(counts["channel"] == channel) & uncertain]
    rows = []
    for _, place in span.groupby(span).groups.items():
        start, end = days.loc[place[0], "start"], days.loc[place[-1], "end"]
        # The day after the span is the one whose total closes it; its exchange may be the cause.
        inside = vague[(vague["start"] <= end + pd.Timedelta(days=1)) & (vague["end"] >= start)]
        most = width[place].max()
        rows.append((start, end, most, _cause(inside, most)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _cause(inside: pd.DataFrame, width: float) -> str:
    if np.isinf(width):
        return "no later total yet"
    if inside.empty:
        return "proven by a total, dated by no page"
    causes: dict[str, list[str]] = {}
    for number, start, end, status in zip(
        inside["number"], inside["start"], inside["end"], inside["status"], strict=True
    ):
        name = f"exchange of {day_words(start)}" if pd.isna(number) else f"exchange no. {number}"
        causes.setdefault(_why(start, end, status), []).append(name)
    if len(causes) > 1:  # said shorter, since there is more to say
        causes = {
            why: [n.removeprefix("exchange ") for n in names] for why, names in causes.items()
        }
    return ", ".join(
        f"{names[0] if len(names) == 1 else f'{number_words(len(names))} exchanges'}: {why}"
        for why, names in causes.items()
    )


def _why(start: pd.Timestamp, end: pd.Timestamp, status: str) -> str:
    if start < end:
        return "no page gives its day"
    why = {"withheld": "count withheld", "in part": "counted in part", "disputed": "count disputed"}
    return why.get(status, "count not certain")
