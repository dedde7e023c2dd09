"""The ``best`` history: one feasible, whole-number course of events, the same on every run.

It is one of the cheapest repairs, chosen for all channels together. Counted exchanges get the
receiving side's own official count, as near as the other reports allow, channel by channel and in
order of time. Exchanges without a published count share what the totals leave for them, in equal
parts (they all have the same usual size, since nothing tells them apart). Persons whom only totals
prove are placed nowhere: the history carries them at the latest day on which the totals allow them
to be missing, and `dated_series` shows them as undated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.bounds.claims import Claim
from analysis.bounds.graph import ORIGIN
from analysis.bounds.ordinals import deals, exchange_channels
from analysis.bounds.statements import day_numbers
from analysis.bounds.windows import SeriesBounds, record_repairs, series_bounds, series_claims
from analysis.record.loading import Record
from analysis.record.vocabulary import Series
from analysis.record.words import ANY
from analysis.series.course import Course


@dataclass(frozen=True)
class History:
    """A feasible course of one channel.

    Attributes
    ----------
    exchanges : DataFrame
        One row an exchange of the channel: ``exchange_id, first, last`` (day numbers), ``best``
        (persons in its window, <NA> where the record says nothing), ``status`` (``counted``,
        ``disputed``, ``in part`` or ``withheld``).
    days, counts : ndarray of int
        Persons by the end of days, the first before the record; in between nobody is placed.
    """

    exchanges: pd.DataFrame
    days: np.ndarray
    counts: np.ndarray

    def cumulative(self, days: np.ndarray) -> np.ndarray:
        """Persons by the end of each day: those dated, and those whom the totals prove by then."""
        return self.counts[np.searchsorted(self.days, days, side="right") - 1]


def best_history(record: Record, measure: str, group: str, channel: str) -> History:
    """Choose one feasible history of a series; ``channel`` is a single one, not ``any``."""
    return _histories(record, measure, group)[channel]


@lru_cache(maxsize=16)
def _histories(record: Record, measure: str, group: str) -> dict[str, History]:
    """Histories of all channels of a group, parts of one course; cached, not to be changed."""
    words = record.vocabulary
    repairs = record_repairs(record, measure, group)
    spoken = [name for name in repairs.linked.crossing
              if not repairs.linked.unspoken(Series(measure, group, name))]  # fmt: skip
    channels = *words.single_channels, *spoken
    # Everything that is asked of the bounds comes first: choosing holds the solver.
    known = {channel: _known(record, measure, group, channel) for channel in channels}
    course = Course(repairs, Series(measure, group, ANY))
    rows = {channel: _chosen(known[channel], channel, course) for channel in channels}
    none = next(iter(rows.values())).iloc[:0]
    nobody = np.array([ORIGIN]), np.zeros(1, dtype=int)
    if words.unsplit(measure):  # what no channel splits is one series
        days, counts = course.least_history((ANY,))[ANY]
        return {name: History(rows.get(name, none), days, counts) for name in words.channels}
    courses = course.least_history(channels)
    return {
        name: History(rows.get(name, none), *courses.get(name, nobody))
        for name in words.channels
        if name != ANY
    }


@dataclass(frozen=True)
class _Known:
    """Exchanges of a channel: official counts, least persons, bounds, and whether one quarrels.

    ``runs`` are exchanges without a count that share what is left of one; each with the first day
    after it by which the count since its first day is certain, -1 if there is none.
    """

    rows: pd.DataFrame
    counts: list[int | None]
    least: list[int]
    low: np.ndarray
    high: np.ndarray
    disputed: list[bool]
    runs: list[tuple[list[int], int]]


def _known(record: Record, measure: str, group: str, channel: str) -> _Known:
    series = series_bounds(record, measure, group, channel)
    said = series_claims(record, measure, group, channel, judged=True)
    own = own_voices(record, measure)
    rows = _exchanges_of(record, measure, channel)
    rows = rows[rows["last"] <= record.number(record.complete_through)]
    windows = list(zip(rows["first"].tolist(), rows["last"].tolist(), strict=True))
    quarrels = {(claim.start, claim.end) for claim in series.quarrels()}
    counts = [official_count(said, own, *window) for window in windows]
    least = [_least_of_parts(said, *window) for window in windows]
    uncounted = [place for place, count in enumerate(counts) if count is None]
    days = series.days[1:]
    runs = [[place] for place in uncounted if least[place]]
    runs += _runs([place for place in uncounted if not least[place]], windows, series, days)
    return _Known(
        rows,
        counts,
        least,
        *series.bounds(rows["first"].to_numpy(), rows["last"].to_numpy()),
        [any(first <= start and end <= last for start, end in quarrels) for first, last in windows],
        [(run, _closing(series, run, windows, days)) for run in runs],
    )


def _certain(series: SeriesBounds, first: int, days: np.ndarray) -> np.ndarray:
    """Whether the count since a day is certain by the end of others."""
    return series.certain(np.full(len(days), first), days)


def _closing(
    series: SeriesBounds, run: list[int], windows: list[tuple[int, int]], days: np.ndarray
) -> int:
    after = days[days >= max(windows[place][1] for place in run)]
    certain = after[_certain(series, windows[run[0]][0], after)]
    return int(certain[0]) if len(certain) else -1


def _chosen(known: _Known, channel: str, course: Course) -> pd.DataFrame:
    """Exchanges of one channel with the counts chosen for them."""
    rows, counts, least = known.rows, known.counts, known.least
    windows = list(zip(rows["first"].tolist(), rows["last"].tolist(), strict=True))
    chosen: list[int | None] = [None] * len(rows)
    for place, count in enumerate(counts):
        if count is not None and known.low[place] == known.high[place]:
            chosen[place] = int(known.low[place])  # no choice, so nothing to hold
        elif count is not None:
            chosen[place] = course.choose(channel, *windows[place], count)
    for run, closing in known.runs:
        leftover = _leftover(run, closing, windows, chosen, channel, course)
        for position, place in enumerate(run):
            share = max(leftover // (len(run) - position), least[place])
            if share:
                count = course.choose(channel, *windows[place], share)
                chosen[place] = count
                leftover -= count
    return rows.assign(
        best=pd.array(chosen, dtype="Int64"),
        status=[
            ("in part" if part else "withheld")
            if count is None
            else ("disputed" if quarrel else "counted")
            for count, part, quarrel in zip(counts, least, known.disputed, strict=True)
        ],
    )


def _exchanges_of(record: Record, measure: str, channel: str) -> pd.DataFrame:
    """Exchanges of one channel in order; the days of one numbered deal apart when persons count."""
    if measure == record.vocabulary.exchanges:
        rows = deals(record)
    else:
        rows = record.exchanges.assign(channel=exchange_channels(record))
    rows = rows[rows["channel"] == channel]
    rows = pd.DataFrame(
        {
            "exchange_id": rows["exchange_id"],
            "first": day_numbers(rows["start"], record),
            "last": day_numbers(rows["end"], record),
        }
    )
    return rows.sort_values(["first", "last", "exchange_id"], ignore_index=True)


def own_voices(record: Record, measure: str) -> frozenset[str]:
    """Voices of the side to which a measure counts returns; empty for other measures."""
    sides = record.speakers["side"] == record.vocabulary.returns.get(measure)
    return frozenset(record.speakers.loc[sides, "voice"])


def official_count(
    claims: Sequence[Claim], own: frozenset[str], first: int, last: int
) -> int | None:
    """Own official count of a window: most voices of the receiving side, then most reports.

    ``own`` are the voices of that side. None if no report counts exactly this series in exactly
    this window; "several", which nothing limits from above, counts a part.
    """
    whole = [
        claim
        for claim in claims
        if claim.direct and (claim.start, claim.end) == (first, last)
        if claim.low > 0 and claim.high < np.inf
    ]
    if not whole:
        return None
    best = max(
        whole,
        key=lambda claim: (
            claim.low == claim.high,
            len(claim.voices & own),
            len(claim.reports),
            claim.low,
        ),
    )
    return best.low


def _least_of_parts(claims: Sequence[Claim], first: int, last: int) -> int:
    """Persons in an exchange at least, from reports of some of its days or some of its groups."""
    inside = [claim.low for claim in claims if first <= claim.start and claim.end <= last]
    return max(inside, default=0)


def _runs(
    places: list[int], windows: list[tuple[int, int]], series: SeriesBounds, days: np.ndarray
) -> list[list[int]]:
    """Uncounted exchanges in runs: between them no day on which the count is certain.

    It may be certain since the record began, or since the run did.
    """
    runs: list[list[int]] = []
    total = _certain(series, 0, days)
    for place in places:
        if runs:
            opened, closed = windows[runs[-1][-1]][1], windows[place][0]
            certain = total | _certain(series, windows[runs[-1][0]][0], days)
            if not certain[(days >= opened) & (days < closed)].any():
                runs[-1].append(place)
                continue
        runs.append([place])
    return runs


def _leftover(
    run: list[int],
    closing: int,
    windows: list[tuple[int, int]],
    chosen: list[int | None],
    channel: str,
    course: Course,
) -> int:
    """Persons whom the nearest certain total leaves for a run of uncounted exchanges, or none."""
    first = windows[run[0]][0]
    if closing < 0:
        return 0
    counted = {
        (opened, closed): count  # exchanges of one window share its count
        for (opened, closed), count in zip(windows, chosen, strict=True)
        if count is not None and first <= opened and closed <= closing
    }
    whole, _ = course.range(channel, first, closing)
    return int(whole) - sum(counted.values())
