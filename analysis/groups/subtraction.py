"""What a group's totals leave for the exchanges whose split nobody published, by subtraction.

The channel must be a single one, not ``any``.
"""

from __future__ import annotations

import pandas as pd

from analysis.bounds.claims import Claim
from analysis.bounds.windows import record_repairs, series_bounds
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
    "total",
    "report_id",
    "url",
)


def spans_between_totals(record: Record, *, measure: str, group: str, channel: str) -> pd.DataFrame:
    """What do a group's totals leave, after its published counts, for the other exchanges?

    One row a span between neighbouring totals that can be true, and one from the last to
    ``complete_through``: ``low, high`` persons of the group; ``splits, counted``: exchanges with a
    published count, and their persons; ``left_low, left_high``: persons beyond those, whom the
    ``unsplit`` exchanges may hold; ``total, report_id, url``: the published total that closes the
    span (<NA> and blank for the last).
    """
    closing = record.number(record.complete_through)
    totals = _totals(record, measure, group, channel, closing)
    ends = sorted({*totals, closing})
    days = list(zip([0, *(end + 1 for end in ends[:-1])], ends, strict=True))
    graph = series_bounds(record, measure, group, channel)
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
                **_page(record, totals.get(closed)),
            }
        )
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype({"total": "Int64"})


def unsplit_exchanges(record: Record, *, measure: str, group: str, channel: str) -> pd.DataFrame:
    """How many of a group may each exchange hold whose split was not published?

    ``low, high`` by the linked model (also what other groups and channels leave), ``all_low,
    all_high`` everybody in it.
    """
    rows = _of_channel(record, measure, group, channel)
    rows = rows[rows["split"] != "published"].reset_index(drop=True)
    table = rows[["exchange_id", "start", "end", "low", "high"]].astype({"low": int, "high": float})
    return table.assign(all_low=rows["all_low"], all_high=rows["all_high"])


def _of_channel(record: Record, measure: str, group: str, channel: str) -> pd.DataFrame:
    """Exchanges of one channel with the group's counts, and their day numbers."""
    rows = group_by_exchange(record, measure=measure, group=group)
    rows = rows[rows["channel"] == channel].reset_index(drop=True)
    return rows.assign(first=record.numbers(rows["start"]), last=record.numbers(rows["end"]))


def _totals(
    record: Record, measure: str, group: str, channel: str, closing: int
) -> dict[int, Claim]:
    """Totals to the person of known days that some cheapest repair leaves true, by day."""
    repairs = record_repairs(record, measure, group)
    found: dict[int, Claim] = {}
    for number, (series, claim) in enumerate(repairs.statements):
        exact = claim.direct and claim.earliest == claim.end and claim.low == claim.high
        if series != (measure, group, channel) or claim.start or not exact:
            continue
        best = found.get(claim.end)
        better = best is None or claim.weight > best.weight
        if claim.end <= closing and number not in repairs.given_way and better:
            found[claim.end] = claim
    return found


def _page(record: Record, claim: Claim | None) -> dict[str, object]:
    """Figure of a total, its first report, and the address of that."""
    if claim is None:
        return {"total": None, "report_id": "", "url": ""}
    source = claim.reports[0].split("/")[0]
    url = record.sources.loc[record.sources["source_id"] == source, "url"].iloc[0]
    return {"total": claim.low, "report_id": claim.reports[0], "url": url}
