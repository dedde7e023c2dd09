"""The ``best`` history: one feasible, whole-number course of events, the same on every run.

Counted exchanges get the receiving side's own official count, as near as the bounds allow.
Exchanges without a published count share what the totals leave for them, in equal parts (they all
have the same usual size, since nothing tells them apart). Persons whom only totals prove are placed
nowhere: the history carries them at the latest day on which the totals allow them to be missing,
and `dated_series` shows them as undated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.bounds.claims import Claim
from analysis.bounds.graph import CountGraph
from analysis.bounds.ordinals import deals, exchange_channel
from analysis.bounds.statements import day_numbers
from analysis.bounds.windows import resolved_series, series_claims
from analysis.record.loading import Record
from analysis.record.relations import RECEIVING_SIDE


@dataclass(frozen=True)
class History:
    """A feasible course of one series.

    Attributes
    ----------
    exchanges : DataFrame
        One row an exchange of the channel: ``exchange_id, first, last`` (day numbers), ``best``
        (persons in its window, <NA> where the record says nothing), ``status`` (``counted``,
        ``disputed``, ``in part`` or ``withheld``).
    graph : CountGraph
        The claims together with the choices made.
    """

    exchanges: pd.DataFrame
    graph: CountGraph

    def cumulative(self, days: np.ndarray) -> np.ndarray:
        """Persons by the end of each day: those dated, and those whom the totals prove by then."""
        low, _ = self.graph.bounds(np.zeros(len(days), dtype=int), days)
        return low.astype(int)


@lru_cache(maxsize=64)
def best_history(record: Record, measure: str, group: str, channel: str) -> History:
    """Choose one feasible history of a series; cached, so nothing in it may be changed.

    Parameters
    ----------
    record : Record
    measure, group, channel : str
        The series; ``channel`` must be a single one, not ``any``.

    Returns
    -------
    History
    """
    claims = list(resolved_series(record, measure, group, channel).claims)
    said = series_claims(record, measure, group, channel, judged=True)
    own = own_voices(record, measure)
    rows = _exchanges_of(record, measure, channel)
    rows = rows[rows["last"] <= (record.complete_through - record.counted_from).days]
    windows = list(zip(rows["first"], rows["last"], strict=True))
    counts = [official_count(said, own, *window) for window in windows]
    least = [_least_of_parts(said, *window) for window in windows]
    graph = CountGraph(claims)
    chosen: list[int | None] = [None] * len(rows)

    def choose(place: int, wish: int) -> None:
        nonlocal graph
        first, last = windows[place]
        low, high = graph.bounds(np.array([first]), np.array([last]))
        count = int(min(max(wish, low[0]), high[0]))
        chosen[place] = count
        if low[0] != high[0]:
            claims.append(Claim(first, last, last, count, count, True, (), frozenset()))
            graph = CountGraph(claims)

    certain = _certain_counts(graph, rows)
    for place, count in enumerate(counts):
        if count is not None and place in certain:
            chosen[place] = certain[place]
        elif count is not None:
            choose(place, count)
    uncounted = [place for place, count in enumerate(counts) if count is None]
    silent = [place for place in uncounted if not least[place]]
    runs = [[place] for place in uncounted if least[place]] + _runs(silent, windows, graph)
    for run in runs:
        leftover = _leftover(run, windows, chosen, graph)
        for position, place in enumerate(run):
            share = max(leftover // (len(run) - position), least[place])
            if share:
                choose(place, share)
                leftover -= chosen[place] or 0
    disputed = {claim.end for claim in claims if claim.disputed and claim.end - claim.start <= 31}
    return History(
        rows.assign(
            best=pd.array(chosen, dtype="Int64"),
            status=[
                ("in part" if part else "withheld")
                if count is None
                else ("disputed" if last in disputed else "counted")
                for count, part, (_, last) in zip(counts, least, windows, strict=True)
            ],
        ),
        graph,
    )


def _certain_counts(graph: CountGraph, rows: pd.DataFrame) -> dict[int, int]:
    """Counts that the bounds leave no choice about, by row; choosing others cannot change them."""
    low, high = graph.bounds(rows["first"].to_numpy(), rows["last"].to_numpy())
    return {int(place): int(low[place]) for place in np.flatnonzero(low == high)}


def _exchanges_of(record: Record, measure: str, channel: str) -> pd.DataFrame:
    """Exchanges of one channel in order; the days of one numbered deal apart when persons count."""
    if measure == "exchanges":
        rows = deals(record)
    else:
        kinds = exchange_channel(record.exchanges["kind"], record.exchanges["number"])
        rows = record.exchanges.assign(channel=kinds)
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
    sides = record.speakers["side"] == RECEIVING_SIDE.get(measure)
    return frozenset(record.speakers.loc[sides, "voice"])


def official_count(
    claims: Sequence[Claim], own: frozenset[str], first: int, last: int
) -> int | None:
    """Own official count of a window: most voices of the receiving side, then most reports.

    Parameters
    ----------
    claims : sequence of Claim
        Of one series.
    own : frozenset of str
        Voices of the receiving side (`own_voices`).
    first, last : int
        Day numbers of the window.

    Returns
    -------
    int or None
        None if no report counts exactly this series in exactly this window.
    """
    whole = [
        claim
        for claim in claims
        if claim.direct and claim.start == first and claim.end == last and claim.low > 0
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


def _runs(places: list[int], windows: list[tuple[int, int]], graph: CountGraph) -> list[list[int]]:
    """Uncounted exchanges in runs: no day on which the cumulative count is certain between them."""
    nodes = graph.nodes[1:]
    low, high = graph.bounds(np.zeros(len(nodes), dtype=int), nodes)
    certain = nodes[low == high]
    runs: list[list[int]] = []
    for place in places:
        if runs:
            opened, closed = windows[runs[-1][-1]][1], windows[place][0]
            between = np.searchsorted(certain, closed) > np.searchsorted(certain, opened)
            if not between:
                runs[-1].append(place)
                continue
        runs.append([place])
    return runs


def _leftover(
    run: list[int],
    windows: list[tuple[int, int]],
    chosen: list[int | None],
    graph: CountGraph,
) -> int:
    """Persons whom the nearest certain total leaves for a run of uncounted exchanges, or none."""
    first = windows[run[0]][0]
    last = max(windows[place][1] for place in run)
    closings = graph.nodes[graph.nodes >= last]
    low, high = graph.bounds(np.full(len(closings), first), closings)
    certain = np.flatnonzero(low == high)
    if len(certain) == 0:
        return 0
    closing = closings[certain[0]]
    counted = {
        (opened, closed): count  # exchanges of one window share its count
        for (opened, closed), count in zip(windows, chosen, strict=True)
        if count is not None and first <= opened and closed <= closing
    }
    return int(low[certain[0]]) - sum(counted.values())
