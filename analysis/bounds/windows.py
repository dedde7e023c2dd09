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

from analysis.bounds.answer import WindowBounds
from analysis.bounds.asked import Date, check_series, window_days
from analysis.bounds.claims import Claim
from analysis.bounds.limits import Statement
from analysis.bounds.linked import SINGLE_CHANNELS
from analysis.bounds.ordinals import exchange_claims
from analysis.bounds.repairs import Repairs
from analysis.bounds.statements import (
    Series,
    bearing_claims,
    bears,
    claims_by_series,
    day_numbers,
    linked_statements,
)
from analysis.record.loading import Record, reports_in_force
from analysis.record.relations import GROUP_PARTS, channel_within

RELAXED_COLUMNS = (
    *("group", "channel", "start", "end", "low", "high", "relaxed_low", "relaxed_high"),
    *("persons", "speakers", "reports"),
)


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
    check_series(measure, group, channel)
    claims = bearing_claims(_said(record, measure, judged, True), group, channel)
    if measure == "exchanges" and group == "all":
        claims += exchange_claims(record, _in_force(record, judged), channel)
    return tuple(sorted(claims, key=lambda claim: claim.order))


@lru_cache(maxsize=16)
def measure_statements(record: Record, measure: str, *, judged: bool) -> tuple[Statement, ...]:
    """Everything the record says about all series of a measure, each claim once; cached."""
    statements = linked_statements(_said(record, measure, judged, False))
    if measure == "exchanges":
        for channel in (*SINGLE_CHANNELS, "any"):
            claims = exchange_claims(record, _in_force(record, judged), channel)
            # What a channel says is carried to all of them by what links them, but not that
            # exchanges of several channels lie in one window.
            statements += [
                ("all", channel, claim) for claim in claims if claim.direct or claim.firm
            ]
    return tuple(statements)


@lru_cache(maxsize=16)
def record_repairs(record: Record, measure: str, group: str = "all") -> Repairs:
    """All cheapest repairs of a measure, ready to be asked about windows of one group; cached."""
    asked = () if group == "all" else (group,)
    statements = measure_statements(record, measure, judged=True)
    opened, closed = (day_numbers(record.exchanges[name], record) for name in ("start", "end"))
    days = np.unique(np.r_[opened - 1, closed]).tolist()
    return Repairs(statements, GROUP_PARTS.get(measure, ()), asked, days)


class SeriesBounds:
    """The engine, asked about one series: arrays of windows, in days since ``counted_from``."""

    def __init__(self, record: Record, measure: str, group: str, channel: str) -> None:
        for single in channel.split("+"):  # several channels may be asked about together
            check_series(measure, group, single)
        self.repairs = record_repairs(record, measure, group)
        self.group, self.channel = group, channel

    def bounds(self, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Least and most of the windows [first, last]."""
        return self.repairs.bounds(self.group, self.channel, first, last)

    def certain(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Whether least and most of the windows [first, last] are the same."""
        return self.repairs.hull.certain(self.group, self.channel, first, last)

    def window(self, first: int, last: int) -> tuple[int, float]:
        """Least and most of one window."""
        low, high = self.bounds(np.array([first]), np.array([last]))
        return int(low[0]), float(high[0])

    @property
    def days(self) -> np.ndarray:
        """Days at whose end the count is spoken of, the origin first."""
        return self.repairs.linked.days(self.group, self.channel)

    def own_claims(self, certainly: Iterable[int] | None = None) -> list[Claim]:
        """All that bears on the series by itself, as wide as the cheapest repairs take it.

        If only some statements are ``certainly`` so, see `Repairs.agreeing_among`.
        """
        numbers = [
            number
            for number, (group, channel, _) in enumerate(self.repairs.statements)
            if bears(group, channel, self.group, self.channel)
        ]
        said: dict[Series, list[Claim]] = {}
        for group, channel, claim in self.repairs.agreeing_among(numbers, certainly):
            said.setdefault((group, channel), []).append(claim)
        return bearing_claims(said, self.group, self.channel)

    def quarrels(self) -> list[Claim]:
        """Claims of the series, or of one of its channels, that are part of a quarrel."""
        return self._quarrels_among(self._own)

    @cached_property
    def _own(self) -> dict[int, int]:
        """Last days of the statements of the series, or of one of its channels."""
        return {
            number: claim.end
            for number, (group, channel, claim) in enumerate(self.repairs.statements)
            if group == self.group and channel_within(channel, self.channel)
        }

    def _quarrels_among(self, numbers: Iterable[int]) -> list[Claim]:
        contested = self.repairs.contested_among(numbers)
        return [self.repairs.statements[number][2] for number in sorted(contested)]

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
    that are linked with it: groups within groups, ``military + civilians = all``, ``numbered +
    unnumbered + outside = any`` (see `repairs`). Figures of one window that exclude each other are
    all attainable.

    Parameters
    ----------
    record : Record
    measure, group, channel : str
        The series; ``channel`` is ``numbered``, ``unnumbered``, ``outside`` or ``any``.
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
    >>> chain = {"measure": "returned_to_ukraine", "group": "all", "channel": "numbered"}
    >>> window_bounds(record, **chain, start="2031-01-11", end="2031-03-02")
    WindowBounds(returned_to_ukraine, all, numbered, 2031-01-11 to 2031-03-02: 60 to 60)
    """
    answer = linked_bounds(
        record, measure=measure, group=group, channel=channel, start=start, end=end
    )
    own = (answer.relaxed["group"] == group) & (answer.relaxed["channel"] == channel)
    relaxed = answer.relaxed[own].drop(columns=["group", "channel"])
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
    check_series(measure, group, channel)
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


def relaxed_table(record: Record, repairs: Repairs) -> pd.DataFrame:
    """List what had to give way: what was said, the nearest that any repair allows, the persons.

    Columns are ``RELAXED_COLUMNS``; the table is empty if every report can be true.
    """
    rows = []
    for number, persons in repairs.given_way.items():
        group, channel, claim = repairs.statements[number]
        low, high = repairs.nearest(number)
        rows.append(
            {
                "group": group,
                "channel": channel,
                "start": record.counted_from + pd.Timedelta(days=claim.start),
                "end": record.counted_from + pd.Timedelta(days=claim.end),
                "low": claim.low,
                "high": claim.high,
                "relaxed_low": low,
                "relaxed_high": high,
                "persons": persons,
                "speakers": "; ".join(sorted(claim.voices)),
                "reports": "; ".join(claim.reports),
            }
        )
    return pd.DataFrame(rows, columns=RELAXED_COLUMNS)
