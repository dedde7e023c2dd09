"""Rows of reports read as claims about one series: the same figures for one window joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.bounds.claims import Claim, interval
from analysis.bounds.limits import Statement
from analysis.bounds.same_day import exchange_names, sums_of_days
from analysis.record.loading import Record
from analysis.record.vocabulary import Series, Vocabulary
from analysis.record.words import ANY, EVERYBODY

UNATTRIBUTED = "unattributed"
"""The one voice of all pages that credit nobody."""


def voices_of_sources(record: Record) -> dict[str, frozenset[str]]:
    """Independent voices behind each source: the institutions of the speakers it names."""
    voice = dict(zip(record.speakers["speaker"], record.speakers["voice"], strict=True))
    return {
        source: frozenset(voice[name] for name in names.split("; ") if name)
        or frozenset({UNATTRIBUTED})
        for source, names in zip(
            record.sources["source_id"], record.sources["attributed_to"], strict=True
        )
    }


def voices_of_reports(record: Record, reports: pd.DataFrame) -> list[frozenset[str]]:
    """Independent voices behind each report: of its own `speaker`, else of its page."""
    voice = dict(zip(record.speakers["speaker"], record.speakers["voice"], strict=True))
    of_page = voices_of_sources(record)
    return [
        frozenset(voice[name.strip()] for name in names.split(";")) if names else of_page[source]
        for source, names in zip(reports["source_id"], reports["speaker"], strict=True)
    ]


def side_of_voices(record: Record) -> dict[str, str]:
    """Side of each independent voice."""
    return dict(zip(record.speakers["voice"], record.speakers["side"], strict=True))


def named_voices(record: Record, reports: pd.DataFrame) -> list[str]:
    """Independent voices behind each report, in print."""
    return ["; ".join(sorted(said)) for said in voices_of_reports(record, reports)]


def day_numbers(dates: pd.Series, record: Record) -> np.ndarray:
    """Whole days since ``counted_from``; blank dates become the lowest integer."""
    return ((dates - record.counted_from) // pd.Timedelta(days=1)).fillna(-(2**31)).to_numpy(int)


def bearing_claims(
    said: Mapping[Series, Sequence[Claim]], series: Series, words: Vocabulary
) -> list[Claim]:
    """Everything that bears on one series, same statements joined, in a fixed order.

    A report of a part of the series (one group for all, say) bounds it from below, a report of a
    whole that contains it from above. ``said`` comes from `claims_by_series`.
    """
    claims: list[Claim] = []
    for its_series, its_claims in said.items():
        if its_series == series:
            claims += its_claims
        elif words.within(its_series, series) or words.within(series, its_series):
            part = words.within(its_series, series)
            claims += [_one_sided(claim, low=part) for claim in its_claims]
    # What is left of a claim may say nothing about this series.
    said_here = [claim for claim in _joined(claims) if claim.low > 0 or claim.high < np.inf]
    return sorted(said_here, key=lambda claim: claim.order)


def _one_sided(claim: Claim, *, low: bool) -> Claim:
    """What a claim says of a series that contains its own (``low``), or that its own contains."""
    if low:
        return replace(claim, high=np.inf, direct=False)
    return replace(claim, low=0, direct=False)


def linked_statements(said: Mapping[Series, Sequence[Claim]], words: Vocabulary) -> list[Statement]:
    """Claims of all series of a measure, each once: what links them carries them to the others.

    A page that does not state the channel counts at least the numbered chain and at most all;
    without a numbered chain nothing is known that it surely counts.
    """
    found: list[Statement] = []
    for series, claims in said.items():
        if series.channel:
            found += [(series, claim) for claim in claims]
            continue
        for claim in claims:
            if claim.low > 0:
                found.append((series._replace(channel=ANY), _one_sided(claim, low=True)))
            if claim.high < np.inf and words.chain:
                least = series._replace(channel=words.chain)
                found.append((least, _one_sided(claim, low=False)))
    return found


def claims_by_series(
    record: Record, reports: pd.DataFrame, measure: str, *, summed: bool = True
) -> dict[Series, list[Claim]]:
    """What reports say about a measure, same statements joined, by the series they speak of.

    Parameters
    ----------
    record : Record
    reports : DataFrame
        The reports that count, with the columns of ``record.reports``.
    measure : str
    summed : bool
        Whether parts that a page gives without their sum are added up, for one series alone: what
        links several series says it without a claim of its own.

    Returns
    -------
    dict
        Claims by series; its channel may be blank.
    """
    reports = reports[reports["measure"] == measure]
    words = record.vocabulary
    if summed and words.parts(measure):
        sums = summed_parts(reports, words.parts(measure))
        reports = pd.concat([reports, sums], ignore_index=True)
    names = ("report_id", "group", "channel", "value", "bound")
    found: dict[Series, list[tuple[str, Claim]]] = {}
    for exchange, voices, report, group, channel, value, bound, start, earliest, end in zip(
        exchange_names(reports, record.exchanges),
        voices_of_reports(record, reports),
        *(reports[name].tolist() for name in names),
        day_numbers(reports["start"], record).tolist(),
        day_numbers(reports["end_earliest"].fillna(reports["end"]), record).tolist(),
        day_numbers(reports["end"], record).tolist(),
        strict=True,
    ):
        if channel == "" and words.unsplit(measure):
            channel = ANY
        low, high = interval(int(value), bound)
        if start < 0:  # it counts persons of the time before the record too: no lower bound
            low = 0
        claim = Claim(max(start, 0), earliest, end, low, high, True, (report,), voices)
        found.setdefault(Series(measure, group, channel), []).append((exchange, claim))
    return {series: _joined(sums_of_days(named)) for series, named in found.items()}


def _joined(claims: list[Claim]) -> list[Claim]:
    """Join claims that say the same about the same window."""
    alike: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        window = (claim.start, claim.earliest, claim.end)
        what = (*window, claim.low, claim.high, claim.direct)
        alike.setdefault(what, []).append(claim)
    return [
        said[0]
        if len(said) == 1
        else replace(
            said[0],
            reports=tuple(sorted({name for claim in said for name in claim.reports})),
            voices=frozenset[str]().union(*(claim.voices for claim in said)),
        )
        for said in alike.values()
    ]


def summed_parts(reports: pd.DataFrame, parts: Sequence[str]) -> pd.DataFrame:
    """Totals that a page gives only in parts: military + civilians of one page and window.

    Parameters
    ----------
    reports : DataFrame
        Reports of one measure, as `effective_reports` returns them.
    parts : sequence of str
        The groups that make up ``all`` of that measure.

    Returns
    -------
    DataFrame
        Rows like ``reports``, group ``all``; ``report_id`` names both parts, joined by " + ". Only
        where every part is exact and the page states no total of its own for the window.
    """
    pages: dict[tuple[object, ...], dict[str, list[int]]] = {}
    columns = ("source_id", "channel", "scope", "start", "end", "group", "bound")
    for row, (*window, group, bound) in enumerate(
        zip(*(reports[name].tolist() for name in columns), strict=True)
    ):
        if group == EVERYBODY or group in parts:
            told = group if group == EVERYBODY or bound == "exact" else EVERYBODY
            pages.setdefault(tuple(window), {}).setdefault(told, []).append(row)
    rows = [[told[part][0] for part in parts] for told in pages.values() if set(told) == set(parts)]
    sums = reports.iloc[[members[0] for members in rows]].copy()
    sums["group"] = EVERYBODY
    sums["value"] = [reports["value"].iloc[members].sum() for members in rows]
    sums["report_id"] = [" + ".join(sorted(reports["report_id"].iloc[members])) for members in rows]
    return sums
