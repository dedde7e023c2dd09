"""Does a new claim fit the record? If not, which reports does it contradict, and by how much?"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.audit.contradictions import figure
from analysis.bounds.claims import Claim, interval
from analysis.bounds.conflicts import conflict_with
from analysis.bounds.graph import CountGraph
from analysis.bounds.linked import LinkedModel, Statement, linked_model
from analysis.bounds.ordinals import exchange_channel
from analysis.bounds.statements import day_numbers
from analysis.bounds.windows import check_series, series_graph, window_days
from analysis.record.loading import Record
from analysis.record.relations import channel_within
from analysis.record.schema import CLAIM_BOUNDS

_CONTRADICTS = ("report_id", "reports", "start", "end", "figure", "speakers", "url")
_NARROWS = ("window", "start", "end", "old_low", "old_high", "new_low", "new_high")


@dataclass(frozen=True)
class CheckResult:
    """Answer to a claim.

    Attributes
    ----------
    verdict : {"fits", "new-information", "contradicts"}
        ``fits``: the record implies it already. ``new-information``: possible, and it narrows what
        the record allows. ``contradicts``: it cannot stand beside the reports in ``contradicts``.
    claim : str
        The claim in words.
    low, high : int, float
        The record's own range for the window of the claim.
    misses_by : int
        Persons by which the claim misses that range; 0 unless it contradicts.
    contradicts : DataFrame
        The smallest set of reports that cannot stand beside the claim: ``report_id, reports, start,
        end, figure, speakers, url``.
    set_misses_by : int
        Persons by which the claim misses what that set alone allows: at most ``misses_by``.
    narrows : DataFrame
        Windows whose range the claim narrows: ``window, start, end, old_low, old_high, new_low,
        new_high``.
    note : str
        What a reader has to know besides, or "".
    """

    verdict: str
    claim: str
    low: int
    high: float
    misses_by: int = 0
    contradicts: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=_CONTRADICTS))
    set_misses_by: int = 0
    narrows: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=_NARROWS))
    note: str = ""


def check_claim(
    record: Record,
    *,
    measure: str,
    group: str,
    channel: str,
    value: int,
    bound: str,
    end: str | pd.Timestamp,
    start: str | pd.Timestamp | None = None,
) -> CheckResult:
    """Does a newly heard figure fit the record?

    Parameters
    ----------
    record : Record
    measure, group, channel : str
        The series the figure speaks of.
    value : int
        Persons (or exchanges), 0 or more.
    bound : {"exact", "at_least", "at_most", "about"}
        How the figure was put.
    end : date
        Last day it counts.
    start : date, optional
        First day it counts; None for a total from the beginning of the record.

    Returns
    -------
    CheckResult

    Raises
    ------
    ValueError
        One line for an unknown word, an impossible date or window, or a value that is not a whole
        number of at least 0.

    Examples
    --------
    >>> from analysis import load_record
    >>> answer = check_claim(
    ...     load_record("data"), measure="returned_to_ukraine", group="all", channel="numbered",
    ...     value=2340, bound="exact", end="2023-05-25",
    ... )
    >>> answer.verdict, answer.misses_by
    ('contradicts', 90)
    """
    check_series(measure, group, channel)
    if bound not in CLAIM_BOUNDS:
        raise ValueError(f"bound {bound!r} is unknown; expected one of {', '.join(CLAIM_BOUNDS)}")
    if not float(value).is_integer() or value < 0:
        raise ValueError(f"value {value!r} is not a count; expected a whole number of at least 0")
    first, last = window_days(record, record.counted_from if start is None else start, end)
    low, high = interval(int(value), bound)
    claim = Claim(first, last, last, low, high, True, ("the claim",), frozenset({"the claim"}))
    words = f"{measure}, {group}, {channel}: {figure(low, high)} {_window_words(record, claim)}"
    note = ""
    if last > (record.complete_through - record.counted_from).days:
        note = (
            f"The record was searched thoroughly only through {record.complete_through:%Y-%m-%d}; "
            "what happened later may be missing from it."
        )
    graph = series_graph(record, measure, group, channel)
    conflict = conflict_with(claim, graph.claims)
    single_low, single_high = (float(limit[0]) for limit in _bounds(graph, claim))
    if conflict is not None:
        against = [member for member in conflict.claims if member is not claim]
        return CheckResult(
            "contradicts",
            words,
            int(single_low),
            single_high,
            _outside(claim, single_low, single_high),
            _contradicts(record, against),
            conflict.misses_by,
            note=note,
        )
    range_low, range_high = single_low, single_high
    if group != "all":
        model = linked_model(record, measure, group, (first - 1, last))
        linked_low, linked_high = model.bounds(group, channel, first, last)
        range_low, range_high = max(single_low, linked_low), min(single_high, linked_high)
        if _outside(claim, range_low, range_high):
            quarrel = _linked_quarrel(model, group, channel, claim, above=low > range_high)
            alone = LinkedModel(quarrel, model.groups, model.parts, (first - 1, last))
            return CheckResult(
                "contradicts",
                words,
                int(range_low),
                range_high,
                _outside(claim, range_low, range_high),
                _contradicts(record, [said for _, _, said in quarrel]),
                _outside(claim, *alone.bounds(group, channel, first, last)),
                note=note,
            )
    if low <= range_low and high >= range_high:
        return CheckResult("fits", words, int(range_low), range_high, note=note)
    narrower = CountGraph([*graph.claims, claim])
    return CheckResult(
        "new-information",
        words,
        int(range_low),
        range_high,
        narrows=_narrowed(record, channel, claim, graph, narrower),
        note=note,
    )


def _outside(claim: Claim, low: float, high: float) -> int:
    """Persons between a claim and a range; 0 if they meet."""
    return int(max(claim.low - high, low - claim.high, 0))


def _window_words(record: Record, claim: Claim) -> str:
    end = record.counted_from + pd.Timedelta(days=claim.end)
    if claim.start == 0:
        return f"by {end:%Y-%m-%d}"
    start = record.counted_from + pd.Timedelta(days=claim.start)
    return f"on {end:%Y-%m-%d}" if start == end else f"from {start:%Y-%m-%d} to {end:%Y-%m-%d}"


def _bounds(graph: CountGraph, claim: Claim) -> tuple[np.ndarray, np.ndarray]:
    return graph.bounds(np.array([claim.start]), np.array([claim.end]))


def _contradicts(record: Record, claims: list[Claim]) -> pd.DataFrame:
    """The reports of a contradicting set, with who said it and where."""
    source_of = dict(zip(record.reports["report_id"], record.reports["source_id"], strict=True))
    url_of = dict(zip(record.sources["source_id"], record.sources["url"], strict=True))
    return pd.DataFrame(
        [
            {
                "report_id": claim.reports[0],
                "reports": len(claim.reports),
                "start": record.counted_from + pd.Timedelta(days=claim.start),
                "end": record.counted_from + pd.Timedelta(days=claim.end),
                "figure": figure(claim.low, claim.high),
                "speakers": "; ".join(sorted(claim.voices)),
                "url": url_of.get(source_of.get(claim.reports[0].split(" + ")[0], ""), ""),
            }
            for claim in claims
        ],
        columns=_CONTRADICTS,
    )


def _linked_quarrel(
    model: LinkedModel, group: str, channel: str, claim: Claim, *, above: bool
) -> list[Statement]:
    """Claims of linked series that cannot all stand beside the claim; none could be left out."""
    members = model.proof(group, channel, claim.start, claim.end, high=above)
    said = (group, channel, claim)
    for item in list(members):
        rest = [member for member in members if member is not item]
        if LinkedModel([*rest, said], model.groups, model.parts).price > 0:
            members = rest
    return members


def _narrowed(
    record: Record, channel: str, claim: Claim, old: CountGraph, new: CountGraph
) -> pd.DataFrame:
    """Exchanges, spans between published totals, and the claim's own window, if narrowed."""
    windows = [("the claim's window", claim.start, claim.end)]
    rows = record.exchanges.assign(
        channel=exchange_channel(record.exchanges["kind"], record.exchanges["number"])
    )
    for name, kind, first, last in zip(
        rows["exchange_id"],
        rows["channel"],
        day_numbers(rows["start"], record),
        day_numbers(rows["end"], record),
        strict=True,
    ):
        if channel_within(kind, channel):
            windows.append((f"exchange {name}", first, last))
    totals = sorted({item.end for item in old.claims if item.start == 0 and item.direct})
    windows += [("between totals", before + 1, after) for before, after in pairwise(totals)]
    first = np.array([window[1] for window in windows])
    last = np.array([window[2] for window in windows])
    old_low, old_high = old.bounds(first, last)
    new_low, new_high = new.bounds(first, last)
    table = pd.DataFrame(
        {
            "window": [window[0] for window in windows],
            "start": record.counted_from + pd.to_timedelta(first, unit="D"),
            "end": record.counted_from + pd.to_timedelta(last, unit="D"),
            "old_low": old_low.astype(int),
            "old_high": old_high,
            "new_low": new_low.astype(int),
            "new_high": new_high,
        }
    )
    changed = (old_low != new_low) | (old_high != new_high)
    return table[changed].drop_duplicates(["start", "end"]).reset_index(drop=True)
