"""What the totals imply that no page says: persons, exchanges, and the channel of a total."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.audit.printed_figures import figure
from analysis.bounds.graph import claims_graph
from analysis.bounds.ordinals import deals
from analysis.bounds.statements import claims_by_series, day_numbers, voices_of_reports
from analysis.bounds.windows import (
    linked_bounds,
    record_repairs,
    series_bounds,
    series_claims,
)
from analysis.record.dates import DATED_WITHIN
from analysis.record.loading import Record, reports_in_force
from analysis.record.vocabulary import Series, Vocabulary
from analysis.record.words import ANY, EVERYBODY
from analysis.series.history import best_history, own_voices


def certain_spans(
    record: Record, measure: str, group: str, channel: str
) -> list[tuple[int, int, int]]:
    """Spans between neighbouring published totals that leave no choice: first, last day, count.

    Days are whole numbers since ``counted_from``. A total is certain if all reports together fix
    the cumulative count at the end of its day.
    """
    claims = series_claims(record, measure, group, channel, judged=True)
    totals = {claim.end for claim in claims if claim.start == 0 and claim.direct}
    limit = record.number(record.complete_through)
    days = np.array(sorted(day for day in totals if day <= limit), dtype=int)
    low, high = series_bounds(record, measure, group, channel).bounds(np.zeros_like(days), days)
    certain = [
        (-1, 0),
        *(
            (int(day), int(count))
            for day, count, most in zip(days, low, high, strict=True)
            if count == most
        ),
    ]
    return [
        (before + 1, after, count - earlier)
        for (before, earlier), (after, count) in pairwise(certain)
    ]


def undated_persons(record: Record, measure: str, group: str, channel: str) -> pd.DataFrame:
    """Between which totals were more persons returned than the dated exchanges account for?

    One row a span between neighbouring certain totals in which the counts do not close: ``total``,
    persons by the totals; ``counted``, the sum of the exchanges' own counts; ``undated``, the
    difference; ``uncounted``, exchanges in the span without a full count.
    """
    exchanges = best_history(record, measure, group, channel).exchanges
    known = exchanges["status"].isin(["counted", "disputed"])
    rows = []
    for first, last, total in certain_spans(record, measure, group, channel):
        inside = (exchanges["first"] >= first) & (exchanges["last"] <= last)
        counted = int(exchanges.loc[inside & known, "best"].sum())
        if total != counted:
            rows.append(
                {
                    "start": record.day(first),
                    "end": record.day(last),
                    "total": total,
                    "counted": counted,
                    "undated": total - counted,
                    "uncounted": int((inside & ~known).sum()),
                }
            )
    return pd.DataFrame(rows, columns=["start", "end", "total", "counted", "undated", "uncounted"])


def undated_exchanges(record: Record) -> pd.DataFrame:
    """Between which ordinals does the chain count more, or fewer, exchanges than pages date?

    One row a span between neighbouring ordinals whose exchanges do not match: ``chain_low,
    chain_high``, exchanges by the ordinals; ``dated``, exchanges that pages date to a day in it;
    ``missing``, the least by which the chain exceeds the dated (negative where pages date more).
    """
    held = deals(record)
    chain = record.vocabulary.chain
    held = held[(held["channel"] == chain) & (held["end"] <= record.complete_through)]
    first, last = day_numbers(held["start"], record), day_numbers(held["end"], record)
    # The days of one numbered deal are one exchange; a window of months is no date.
    first = first[(last - first) <= DATED_WITHIN]
    # A dated exchange says that one was held, which is what is being checked: ordinals only.
    ordinals = [
        claim
        for series, claim in record_repairs(record, record.vocabulary.exchanges).agreeing
        if series.channel == chain and claim.start == 0 and not claim.firm
    ]
    graph = claims_graph(ordinals)
    limit = record.number(record.complete_through)
    told = np.array(
        sorted({claim.end for claim in ordinals if claim.direct and claim.end <= limit})
    )
    least, most = graph.bounds(np.zeros_like(told), told)
    certain = least == most
    certain[-1:] = True  # the newest ordinal, even if nothing yet limits it from above
    days = [-1, *told[certain].tolist()]
    rows = []
    for before, after in pairwise(days):
        low, high = (
            float(bound[0]) for bound in graph.bounds(np.array([before + 1]), np.array([after]))
        )
        inside = int(((first > before) & (first <= after)).sum())
        if not low <= inside <= high:
            rows.append(
                {
                    "start": record.day(before + 1),
                    "end": record.day(after),
                    "chain_low": int(low),
                    "chain_high": high,
                    "dated": inside,
                    "missing": int(low - inside if inside < low else high - inside),
                }
            )
    return pd.DataFrame(
        rows, columns=["start", "end", "chain_low", "chain_high", "dated", "missing"]
    )


def without_reports(record: Record, report_ids: Iterable[str]) -> Record:
    """Return the record without some reports, to see what the others imply about the same days.

    Parameters
    ----------
    record : Record
    report_ids : iterable of str

    Returns
    -------
    Record
        Judgements about the reports left out are left out too.

    Raises
    ------
    ValueError
        If a report is not in the record.

    Examples
    --------
    >>> from analysis import load_record
    >>> without_reports(load_record("tests/data/small_record"), ["undated-page/1"])
    Record(11 reports from 6 sources, 5 exchanges, 2 judgements, 2031-01-01 to 2031-06-30)
    """
    ids = set(report_ids)
    unknown = ids - set(record.reports["report_id"])
    if unknown:
        raise ValueError(f"no report {sorted(unknown)[0]!r}; expected ids of the record's reports")
    return replace(
        record,
        reports=record.reports[~record.reports["report_id"].isin(ids)].reset_index(drop=True),
        judgements=record.judgements[~record.judgements["report_id"].isin(ids)].reset_index(
            drop=True
        ),
    )


def bounds_by_channel(record: Record, *, measure: str) -> pd.DataFrame:
    """How many persons returned through each channel, and through all of them together?

    Up to ``complete_through``, by all linked series; ``own_low`` is the low that remains if only
    those reports count which are credited to a voice of the receiving side, alone or with others.
    """
    own = own_voices(record, measure)
    reports = record.reports
    others = [not voices & own for voices in voices_of_reports(record, reports)]
    alone = without_reports(record, reports.loc[others, "report_id"])
    rows = {}
    for channel in record.vocabulary.split_channels:
        whole, side = (
            linked_bounds(
                told,
                measure=measure,
                group=EVERYBODY,
                channel=channel,
                start=record.counted_from,
                end=record.complete_through,
            )
            for told in (record, alone)
        )
        rows[channel] = {"low": whole.low, "high": whole.high, "own_low": side.low}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("channel")


def channel_readings(words: Vocabulary) -> list[str]:
    """What a total may count whose page does not say it: the numbered chain, with others, all."""
    others = [name for name in words.single_channels if name != words.chain]
    with_others = [f"{words.chain}+{name}" for name in others]
    return [*([words.chain, *with_others] if words.chain else others), ANY]


def possible_readings(record: Record, *, measure: str) -> pd.DataFrame:
    """Which channels can a published total count, if its page does not say which?

    One row a total of everybody since the first day in force, same totals joined: ``as_of``, the
    last day that it may count, and for each of `channel_readings` the persons by which the total
    misses what all linked series allow for these channels: 0 if it can count them, below 0 if it
    is too low.
    """
    reports = reports_in_force(record)
    reports = reports[
        (reports["measure"] == measure)
        & (reports["group"] == EVERYBODY)
        & (reports["channel"] == "")
        & (reports["scope"] == "cumulative")
        & (reports["end"] <= record.complete_through)
    ]
    claims = claims_by_series(record, reports, measure).get(Series(measure, EVERYBODY, ""), [])
    claims = [claim for claim in claims if claim.start == 0]
    readings = channel_readings(record.vocabulary)
    rows = []
    for claim in sorted(claims, key=lambda claim: (claim.end, claim.low)):
        row: dict[str, object] = {
            "as_of": record.day(claim.end),
            "total": figure(claim.low, claim.high),
            "speakers": "; ".join(sorted(claim.voices)),
        }
        for channels in readings:
            series = series_bounds(record, measure, EVERYBODY, channels)
            over = claim.low - series.window(0, claim.end)[1]
            under = series.window(0, claim.earliest)[0] - claim.high
            row[channels] = int(over if over > 0 else -max(under, 0))
        rows.append(row)
    return pd.DataFrame(rows, columns=["as_of", "total", "speakers", *readings])
