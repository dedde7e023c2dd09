"""Does a new claim fit the record? If not, which reports does it contradict, and by how much?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.audit.printed_figures import figure
from analysis.bounds.asked import Date, as_count, check_series, window_days
from analysis.bounds.claims import Claim, interval
from analysis.bounds.conflicts import conflict_with, nearest_conflict
from analysis.bounds.graph import CountGraph
from analysis.bounds.linked import LinkedModel, Statement
from analysis.bounds.linked_windows import linked_claims, linked_model
from analysis.bounds.ordinals import exchange_channel
from analysis.bounds.statements import day_numbers
from analysis.record.loading import Record
from analysis.record.relations import channel_within
from analysis.record.schema import CLAIM_BOUNDS

_CONTRADICTS = ("report_id", "reports", "group", "channel", "start", "end", "figure", "speakers",
                "url")  # fmt: skip
_NARROWS = ("window", "start", "end", "old_low", "old_high", "new_low", "new_high")
_FEW = 2  # reports: a set of so many in the claim's own series is not searched for a smaller one


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
        The record's own range for the window of the claim, from all linked series.
    misses_by : int
        Persons by which the claim misses that range; 0 unless it contradicts.
    contradicts : DataFrame
        The smallest set of reports that cannot stand beside the claim: ``report_id, reports, group,
        channel, start, end, figure, speakers, url``.
    set_misses_by : int
        Persons by which the claim misses what that set alone allows: at most ``misses_by``.
    narrows : DataFrame
        Windows whose range the claim narrows, by the reports of its own series: ``window, start,
        end, old_low, old_high, new_low, new_high``.
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
    value: int | str,
    bound: str,
    end: Date,
    start: Date | None = None,
) -> CheckResult:
    """Does a newly heard figure fit the record?

    Parameters
    ----------
    record : Record
    measure, group, channel : str
        The series the figure speaks of.
    value : int or str
        Persons (or exchanges), 0 or more; as text with thousands separated as in print or not.
    bound : {"exact", "at_least", "at_most", "about"}
        How the figure was put.
    end : date
        Last day it counts; of a month or year (``YYYY-MM``, ``YYYY``) its last one.
    start : date, optional
        First day it counts, likewise; None for a total from the beginning of the record.

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
    ...     load_record("tests/data/small_record"), measure="returned_to_ukraine", group="all",
    ...     channel="numbered", value=105, bound="exact", end="2031-03-04",
    ... )
    >>> answer.verdict, answer.misses_by
    ('contradicts', 5)
    """
    check_series(measure, group, channel)
    if bound not in CLAIM_BOUNDS:
        raise ValueError(f"bound {bound!r} is unknown; expected one of {', '.join(CLAIM_BOUNDS)}")
    number = as_count(value, "value")
    first, last = window_days(record, record.counted_from if start is None else start, end)
    low, high = interval(number, bound)
    claim = Claim(first, last, last, low, high, True, ("the claim",), frozenset({"the claim"}))
    words = f"{measure}, {group}, {channel}: {figure(low, high)} {_window_words(record, claim)}"
    note = ""
    if last > (record.complete_through - record.counted_from).days:
        note = (
            f"The record was searched thoroughly only through {record.complete_through:%Y-%m-%d}; "
            "what happened later may be missing from it."
        )
    model = linked_model(record, measure, group, (first - 1, last))
    own_low, own_high = model.bounds(group, channel, first, last)
    answer = CheckResult("fits", words, own_low, own_high, note=note)
    misses_by = int(max(low - own_high, own_low - high, 0))
    if low <= own_low and high >= own_high:
        return answer
    claims = linked_claims(model, group, channel)
    if misses_by:
        against, set_misses_by = _smallest_set(model, claims, (group, channel, claim))
        return replace(
            answer,
            verdict="contradicts",
            misses_by=misses_by,
            contradicts=_contradicts(record, against, model.statements),
            set_misses_by=set_misses_by,
        )
    narrows = _narrowed(record, channel, claim, claims, (own_low, own_high))
    return replace(answer, verdict="new-information", narrows=narrows)


def _smallest_set(
    model: LinkedModel, claims: list[Claim], said: Statement
) -> tuple[list[Claim], int]:
    """Fewest claims found beside which a statement cannot stand, and by how much it misses them.

    In its own series the fewest are found for certain; linked series may need fewer still.
    """
    own = conflict_with(said[2], claims)
    against = None
    if own is not None:
        against = [claim for claim in own.claims if claim is not said[2]], own.misses_by
        if len(against[0]) <= _FEW:
            return against
    linked = nearest_conflict(said, model.statements, model.parts)
    if against is not None and len(against[0]) < len(linked.statements):
        return against
    return [claim for _, _, claim in linked.statements[1:]], linked.misses_by


def _window_words(record: Record, claim: Claim) -> str:
    end = record.counted_from + pd.Timedelta(days=claim.end)
    if claim.start == 0:
        return f"by {end:%Y-%m-%d}"
    start = record.counted_from + pd.Timedelta(days=claim.start)
    return f"on {end:%Y-%m-%d}" if start == end else f"from {start:%Y-%m-%d} to {end:%Y-%m-%d}"


def _contradicts(record: Record, claims: list[Claim], statements: list[Statement]) -> pd.DataFrame:
    """The reports of a contradicting set: what they count, who said it and where."""
    series_of = {
        report: (group, channel) for group, channel, claim in statements for report in claim.reports
    }
    source_of = dict(zip(record.reports["report_id"], record.reports["source_id"], strict=True))
    url_of = dict(zip(record.sources["source_id"], record.sources["url"], strict=True))
    return pd.DataFrame(
        [
            {
                "report_id": claim.reports[0],
                "reports": len(claim.reports),
                "group": series_of[claim.reports[0]][0],
                "channel": series_of[claim.reports[0]][1],
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


def _narrowed(
    record: Record, channel: str, claim: Claim, claims: list[Claim], own: tuple[int, float]
) -> pd.DataFrame:
    """Exchanges, spans between published totals, and the claim's own window, if narrowed."""
    old, new = CountGraph(claims), CountGraph([*claims, claim])
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
    totals = sorted({item.end for item in claims if item.start == 0 and item.direct})
    windows += [("between totals", before + 1, after) for before, after in pairwise(totals)]
    first = np.array([window[1] for window in windows])
    last = np.array([window[2] for window in windows])
    old_low, old_high = old.bounds(first, last)
    new_low, new_high = new.bounds(first, last)
    # Of the claim's own window the range is known from all linked series, not from this alone.
    old_low[0], old_high[0] = own
    new_low[0], new_high[0] = max(claim.low, own[0]), min(claim.high, own[1])
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
