"""What a group's totals leave for the exchanges whose split nobody published, by subtraction."""

from __future__ import annotations

import pandas as pd

from analysis.audit.implied import certain_spans
from analysis.bounds.statements import day_numbers
from analysis.bounds.windows import series_bounds, series_claims
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

    Parameters
    ----------
    record : Record
    measure, group, channel : str
        The series; ``channel`` must be a single one.

    Returns
    -------
    DataFrame
        One row a span between neighbouring certain totals, and one from the last total to
        ``complete_through``:

        - ``start, end``;
        - ``low, high``: persons of the group in the span;
        - ``splits, counted``: exchanges in it with a published count, and the persons in them;
        - ``left_low, left_high``: persons beyond those counted;
        - ``unsplit``: exchanges of the span that may hold them;
        - ``report_id, url``: the total that closes the span (the first of its reports).

    Raises
    ------
    ValueError
        For an unknown word, or a channel that is not a single one.

    Examples
    --------
    >>> from analysis import load_record
    >>> spans = spans_between_totals(
    ...     load_record("data"), measure="returned_to_ukraine", group="national_guard",
    ...     channel="numbered",
    ... )
    >>> spans.loc[1, ["low", "counted", "left_high", "unsplit"]].astype(int).tolist()
    [160, 160, 0, 5]
    """
    spans = certain_spans(record, measure, group, channel)
    days = [(first, last) for first, last, _ in spans]
    opening = days[-1][1] + 1 if days else 0
    closing = (record.complete_through - record.counted_from).days
    if opening <= closing:
        days.append((opening, closing))
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
                "start": record.counted_from + pd.Timedelta(days=opened),
                "end": record.counted_from + pd.Timedelta(days=closed),
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

    Parameters
    ----------
    record : Record
    measure, group, channel : str
        The series; ``channel`` must be a single one.

    Returns
    -------
    DataFrame
        One row an exchange of the channel without a published count of the group: ``exchange_id,
        start, end``; ``low, high`` (persons of the group, also by what the other groups and
        channels leave); ``all_low, all_high`` (everybody in it).

    Raises
    ------
    ValueError
        For an unknown word, or a channel that is not a single one.
    """
    rows = _of_channel(record, measure, group, channel)
    rows = rows[rows["split"] != "published"].reset_index(drop=True)
    table = rows[["exchange_id", "start", "end", "low", "high"]].astype({"low": int, "high": float})
    return table.assign(all_low=rows["all_low"], all_high=rows["all_high"])


def _of_channel(record: Record, measure: str, group: str, channel: str) -> pd.DataFrame:
    """Exchanges of one channel with the group's counts, and their day numbers."""
    rows = group_by_exchange(record, measure=measure, group=group)
    rows = rows[rows["channel"] == channel].reset_index(drop=True)
    return rows.assign(
        first=day_numbers(rows["start"], record), last=day_numbers(rows["end"], record)
    )


def _page(record: Record, measure: str, group: str, channel: str, day: int) -> dict[str, str]:
    """First report of the certain total of a day, and its address."""
    reports = sorted(
        report
        for claim in series_claims(record, measure, group, channel, judged=True)
        if claim.start == 0 and claim.direct and claim.earliest == claim.end == day
        for report in claim.reports
    )
    if not reports:
        return {"report_id": "", "url": ""}
    source = record.reports.loc[record.reports["report_id"] == reports[0], "source_id"].iloc[0]
    url = record.sources.loc[record.sources["source_id"] == source, "url"].iloc[0]
    return {"report_id": reports[0], "url": url}
