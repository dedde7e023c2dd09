"""What a group's totals leave for the exchanges whose split nobody published, by subtraction.

The channel must be a single one, not ``any``.
"""

from __future__ import annotations

import pandas as pd

from analysis.audit.implied import certain_spans
from analysis.bounds.linked_windows import linked_model
from analysis.bounds.windows import resolved_series, series_graph
from analysis.groups.composition import group_by_exchange
from analysis.record.loading import Record

_COLUMNS = (
    "start",
    "end",
    "low",
    "high",
    "splits",
    "counted",
    "left_low",
    "left_high",
    "unsplit",
    "report_id",
    "url",
)


def spans_between_totals(record: Record, *, measure: str, group: str, channel: str) -> pd.DataFrame:
    """What do a group's totals leave, after its published counts, for the other exchanges?

    One row a span between neighbouring certain totals, and one from the last to
    ``complete_through``: ``low, high`` persons of the group; ``splits, counted``: exchanges with a
    published count, and their persons; ``left_low, left_high``: persons beyond those, whom the
    ``unsplit`` exchanges may hold; ``report_id, url``: the total that closes the span.
    """
    spans = certain_spans(record, measure, group, channel)
    days = [(first, last) for first, last, _ in spans]
    opening = days[-1][1] + 1 if days else 0
    closing = record.number(record.complete_through)
    if opening <= closing:
        days.append((opening, closing))
    graph = series_graph(record, measure, group, channel)
    first, last = (pd.Series(side).to_numpy() for side in zip(*days, strict=True))
    least, most = graph.bounds(first, last)
    exchanges = _of_channel(record, measure, group, channel)
    rows = []
    for (opened, closed), low, high in zip(days, least, most, strict=True):
        inside = exchanges[(exchanges["first"] >= opened) & (exchanges["last"] <= closed)]
        known = inside["split"] == "published"
        counted = int(inside.loc[known, "best"].sum())
        rows.append(
            {
                "start": record.day(opened),
                "end": record.day(closed),
                "low": int(low),
                "high": high,
                "splits": int(known.sum()),
                "counted": counted,
                "left_low": int(max(low - counted, 0)),
                "left_high": high - counted,
                "unsplit": int((~known).sum()),
                **_page(record, measure, group, channel, closed),
            }
        )
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def unsplit_exchanges(record: Record, *, measure: str, group: str, channel: str) -> pd.DataFrame:
    """How many of a group may each exchange hold whose split was not published?

    ``low, high`` by the linked model (also what other groups and channels leave), ``all_low,
    all_high`` everybody in it.
    """
    rows = _of_channel(record, measure, group, channel)
    rows = rows[rows["split"] != "published"].reset_index(drop=True)
    days = {
        day
        for first, last in zip(rows["first"], rows["last"], strict=True)
        for day in (int(first) - 1, int(last))
    }
    model = linked_model(record, measure, group, tuple(sorted(days)))
    limits = [
        (low, high) if low == high else model.bounds(group, channel, int(first), int(last))
        for first, last, low, high in zip(
            rows["first"], rows["last"], rows["low"], rows["high"], strict=True
        )
    ]
    table = rows[["exchange_id", "start", "end"]].assign(
        low=[int(low) for low, _ in limits], high=[float(high) for _, high in limits]
    )
    return table.assign(all_low=rows["all_low"], all_high=rows["all_high"])


def _of_channel(record: Record, measure: str, group: str, channel: str) -> pd.DataFrame:
    """Exchanges of one channel with the group's counts, and their day numbers."""
    rows = group_by_exchange(record, measure=measure, group=group)
    rows = rows[rows["channel"] == channel].reset_index(drop=True)
    return rows.assign(first=record.numbers(rows["start"]), last=record.numbers(rows["end"]))


def _page(record: Record, measure: str, group: str, channel: str, day: int) -> dict[str, str]:
    """First report of the certain total of a day, and its address."""
    reports = sorted(
        report
        for claim in resolved_series(record, measure, group, channel).claims
        if claim.start == 0 and claim.direct and claim.earliest == claim.end == day
        for report in claim.reports
    )
    if not reports:
        return {"report_id": "", "url": ""}
    source = record.reports.loc[record.reports["report_id"] == reports[0], "source_id"].iloc[0]
    url = record.sources.loc[record.sources["source_id"] == source, "url"].iloc[0]
    return {"report_id": reports[0], "url": url}
