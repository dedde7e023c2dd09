"""What all reports together imply for the count of any window of days.

Corrections and judgements come first (`record.loading.effective_reports`); what still contradicts
itself is answered by all cheapest repairs of a family of series (`repairs.Repairs`). Whoever asks
about the record asks here: commands, tables, figures and checks get the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from analysis.bounds.answer import WindowBounds, relaxed_table
from analysis.bounds.asked import Date, check_series, window_days
from analysis.bounds.claims import Claim
from analysis.bounds.limits import Statement
from analysis.bounds.ordinals import exchange_claims
from analysis.bounds.repairs import Repairs
from analysis.bounds.statements import (
    bearing_claims,
    claims_by_series,
    day_numbers,
    linked_statements,
)
from analysis.record.loading import Record, reports_in_force
from analysis.record.vocabulary import Series
from analysis.record.words import ANY, EVERYBODY


@lru_cache(maxsize=8)
def _in_force(record: Record, judged: bool) -> pd.DataFrame:
    """Return the reports that count; cached, not to be changed."""
    if not judged:  # what fills a blank overrules nothing that was published
        blank = record.reports.loc[record.reports["channel"] == "", "report_id"]
        rows = record.judgements
        fills = (rows["action"] == "set_channel") & rows["report_id"].isin(blank)
        record = replace(record, judgements=rows[fills])
    return reports_in_force(record)


@lru_cache(maxsize=16)
def _said(record: Record, measure: str, judged: bool, summed: bool) -> dict[Series, list[Claim]]:
    """Return what the reports say about a measure, by series; cached, not to be changed."""
    return claims_by_series(record, _in_force(record, judged), measure, summed=summed)


@lru_cache(maxsize=64)
def series_claims(
    record: Record, measure: str, group: str, channel: str, *, judged: bool
) -> tuple[Claim, ...]:
    """Everything the record says about one series, in a fixed order; cached.

    ``judged`` applies the judgements; without it reports are taken as published. Superseded reports
    and promises never count. Raises ValueError for an unknown word or a number at a day.
    """
    check_series(record, measure, group, channel)
    words, series = record.vocabulary, Series(measure, group, channel)
    said = {
        its_series: claims
        for name in words.measures
        if words.related(name, measure)
        for its_series, claims in _said(record, name, judged, True).items()
    }
    claims = bearing_claims(said, series, words)
    if measure == words.exchanges and group == EVERYBODY:
        claims += exchange_claims(record, _in_force(record, judged), channel)
    return tuple(sorted(claims, key=lambda claim: claim.order))


def measure_statements(record: Record, measure: str, *, judged: bool) -> tuple[Statement, ...]:
    """Everything the record says about all series linked with a measure, each claim once."""
    return _statements(record, linked_measures(record, measure, judged), judged)


@lru_cache(maxsize=16)
def _statements(record: Record, measures: tuple[str, ...], judged: bool) -> tuple[Statement, ...]:
    words = record.vocabulary
    statements: list[Statement] = []
    for name in measures:
        statements += linked_statements(_said(record, name, judged, False), words)
        for channel in words.split_channels if name == words.exchanges else ():
            claims = exchange_claims(record, _in_force(record, judged), channel)
            # What a channel says is carried to all of them by what links them, but not that
            # exchanges of several channels lie in one window.
            series = Series(name, EVERYBODY, channel)
            statements += [(series, claim) for claim in claims if claim.direct or claim.firm]
    return tuple(statements)


@lru_cache(maxsize=16)
def linked_measures(record: Record, measure: str, judged: bool) -> tuple[str, ...]:
    """A measure and those that reports of sums link with it, in the vocabulary's order."""
    words = record.vocabulary
    told = {measure, *_in_force(record, judged)["measure"]}
    linked = {*words.singles_of_measure(measure)}
    sums = {
        name: {*words.singles_of_measure(name)}
        for name, word in words.measures.items()
        if word.sum_of and name in told
    }
    while joined := [name for name in sums if not linked.isdisjoint(sums[name])]:
        linked |= {*joined}.union(*(sums.pop(name) for name in joined))
    return tuple(name for name in words.measures if name in linked)


def record_repairs(record: Record, measure: str, group: str = EVERYBODY) -> Repairs:
    """All cheapest repairs of a measure, ready to be asked about windows of one group; cached."""
    return _repairs(record, linked_measures(record, measure, True), group)


@lru_cache(maxsize=16)
def _repairs(record: Record, measures: tuple[str, ...], group: str) -> Repairs:
    asked = [Series(name, group, ANY) for name in measures]
    statements = _statements(record, measures, True)
    opened, closed = (day_numbers(record.exchanges[name], record) for name in ("start", "end"))
    days = np.unique(np.r_[opened - 1, closed]).tolist()
    return Repairs(statements, record.vocabulary, asked, days)


class SeriesBounds:
    """The engine, asked about one series: arrays of windows, in days since ``counted_from``."""

    def __init__(self, record: Record, measure: str, group: str, channel: str) -> None:
        for single in channel.split("+"):  # several channels may be asked about together
            check_series(record, measure, group, single)
        self.repairs = record_repairs(record, measure, group)
        self.series, self._words = Series(measure, group, channel), record.vocabulary

    def bounds(self, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Least and most of the windows [first, last]."""
        return self.repairs.bounds(self.series, first, last)

    def certain(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Whether least and most of the windows [first, last] are the same."""
        return self.repairs.hull.certain(self.series, first, last)

    def window(self, first: int, last: int) -> tuple[int, float]:
        """Least and most of one window."""
        low, high = self.bounds(np.array([first]), np.array([last]))
        return int(low[0]), float(high[0])

    @property
    def days(self) -> np.ndarray:
        """Days at whose end the count is spoken of, the origin first."""
        return self.repairs.linked.days(self.series)

    def own_claims(self, certainly: Iterable[int] | None = None) -> list[Claim]:
        """All that bears on the series by itself, as wide as the cheapest repairs take it.

        If only some statements are ``certainly`` so, see `Repairs.agreeing_among`.
        """
        within = self._words.within
        numbers = [
            number
            for number, (series, _) in enumerate(self.repairs.statements)
            if within(series, self.series) or within(self.series, series)
        ]
        said: dict[Series, list[Claim]] = {}
        for series, claim in self.repairs.agreeing_among(numbers, certainly):
            said.setdefault(series, []).append(claim)
        return bearing_claims(said, self.series, self._words)

    def quarrels(self) -> list[Claim]:
        """Claims of the series, or of one of its channels, that are part of a quarrel."""
        return self._quarrels_among(self._own)

    @cached_property
    def _own(self) -> dict[int, int]:
        """Last days of the statements of the series, or of one of its channels."""
        return {
            number: claim.end
            for number, (series, claim) in enumerate(self.repairs.statements)
            if series.group == self.series.group and self._words.within(series, self.series)
        }

    def _quarrels_among(self, numbers: Iterable[int]) -> list[Claim]:
        contested = self.repairs.contested_among(numbers)
        return [self.repairs.statements[number][1] for number in sorted(contested)]

    def disputed(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Whether a report of a quarrel ends in each window."""
        # Only quarrels that end in one of the windows are looked for.
        ends = np.unique(list(self._own.values())).astype(int)
        inside = np.zeros(len(ends) + 1, dtype=int)
        np.add.at(inside, np.searchsorted(ends, first), 1)
        np.add.at(inside, np.searchsorted(ends, last, side="right"), -1)
        wanted = set(ends[np.cumsum(inside[:-1]) > 0].tolist())
        some = [number for number, end in self._own.items() if end in wanted]
        days = np.unique([claim.end for claim in self._quarrels_among(some)]).astype(int)
        return np.searchsorted(days, last, side="right") > np.searchsorted(days, first)


@lru_cache(maxsize=64)
def series_bounds(record: Record, measure: str, group: str, channel: str) -> SeriesBounds:
    """Bounds of one series, the same for all who ask; cached."""
    return SeriesBounds(record, measure, group, channel)


def window_bounds(
    record: Record,
    *,
    measure: str,
    group: str,
    channel: str,
    start: Date,
    end: Date,
) -> WindowBounds:
    """How many persons were returned in a window of days, at least and at most?

    The bounds hold for all cheapest ways of making the reports agree, of the series and of all
    that are linked with it: groups within groups, parts that make up everybody, channels that
    make up ``any``, both sides together (see `repairs`). Figures of one window that exclude each
    other are all attainable.

    Parameters
    ----------
    record : Record
    measure, group, channel : str
        The series, in words of the record.
    start, end : date
        First and last day of the window, both included: ``YYYY-MM-DD``, a date, or a moment at
        midnight; of a month or year (``YYYY-MM``, ``YYYY``) its first and its last day.

    Returns
    -------
    WindowBounds
        ``relaxed`` lists the reports of this series that had to give way.

    Raises
    ------
    ValueError
        For an unknown word, a date that does not exist or lies before the record, an end before
        the start, or a measure that is a number at a day.

    Examples
    --------
    >>> from analysis import load_record
    >>> record = load_record("tests/data/small_record")
    >>> chain = record.vocabulary.main._asdict()  # measure, group and channel
    >>> answer = window_bounds(record, **chain, start="2031-01-11", end="2031-03-02")
    >>> answer.low, answer.high
    (60, 60.0)
    """
    answer = linked_bounds(
        record, measure=measure, group=group, channel=channel, start=start, end=end
    )
    series = answer.relaxed[["measure", "group", "channel"]]
    relaxed = answer.relaxed[(series == [measure, group, channel]).all(axis=1)]
    relaxed = relaxed.drop(columns=list(series))
    return replace(answer, relaxed=relaxed.reset_index(drop=True))


def linked_bounds(
    record: Record,
    *,
    measure: str,
    group: str,
    channel: str,
    start: Date,
    end: Date,
) -> WindowBounds:
    """`window_bounds`, with what had to give way in all linked series.

    Parameters
    ----------
    record : Record
    measure, group, channel : str
    start, end : date

    Returns
    -------
    WindowBounds
        ``relaxed`` lists the reports of all linked series that had to give way, with ``group`` and
        ``channel``.

    Raises
    ------
    ValueError
        As `window_bounds`.
    """
    check_series(record, measure, group, channel)
    first, last = window_days(record, start, end)
    series = series_bounds(record, measure, group, channel)
    low, high = series.window(first, last)
    return WindowBounds(
        measure,
        group,
        channel,
        record.day(first),
        record.day(last),
        low,
        high,
        bool(series.disputed(np.array([first]), np.array([last]))[0]),
        relaxed_table(record, series.repairs),
    )
