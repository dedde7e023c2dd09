"""Does a new claim fit the record? If not, which reports does it contradict, and by how much?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import pandas as pd

from analysis.audit.printed_figures import figure
from analysis.audit.proof import REPORT_COLUMNS, named_reports, smallest_set
from analysis.audit.repeated import REPEATED_COLUMNS, repeated_reports
from analysis.bounds.asked import Date, as_count_range, check_series, window_days
from analysis.bounds.claims import Claim, interval
from analysis.bounds.graph import ContradictionError, claims_graph
from analysis.bounds.ordinals import exchange_channels
from analysis.bounds.statements import day_numbers
from analysis.bounds.windows import SeriesBounds, series_bounds
from analysis.record.loading import Record
from analysis.record.schema import CLAIM_BOUNDS

_NARROWS = ("window", "start", "end", "old_low", "old_high", "new_low", "new_high")


Value: TypeAlias = int | str | tuple[int, int]
"""A figure as somebody may give it: one count, or a range."""


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
        channel, start, end, figure, taken_as, speakers, url`` (see `proof.proof_of`).
    set_misses_by : int
        Persons by which the claim misses what that set alone allows: at most ``misses_by``.
    narrows : DataFrame
        Windows whose range the claim narrows, by the reports of its own series: ``window, start,
        end, old_low, old_high, new_low, new_high``.
    repeats : DataFrame
        Reports of this very figure that an editor overruled or a correction replaced: ``report_id,
        channel, figure, ruling, reason, url``.
    note : str
        What a reader has to know besides, or "".
    """

    verdict: str
    claim: str
    low: int
    high: float
    misses_by: int = 0
    contradicts: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=REPORT_COLUMNS))
    set_misses_by: int = 0
    narrows: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=_NARROWS))
    repeats: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=REPEATED_COLUMNS))
    note: str = ""


def check_claim(
    record: Record,
    *,
    measure: str,
    group: str,
    channel: str,
    value: Value,
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
    value : int, str or pair of int
        Persons (or exchanges), 0 or more; as text with thousands separated as in print or not. A
        range is a pair, or text such as ``42-44``: somewhere from the first to the second.
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
    >>> record = load_record("tests/data/small_record")
    >>> chain = record.vocabulary.main._asdict()  # measure, group and channel
    >>> answer = check_claim(record, **chain, value=105, bound="exact", end="2031-03-04")
    >>> answer.verdict, answer.misses_by
    ('contradicts', 5)
    """
    check_series(record, measure, group, channel)
    low, high = claimed_range(value, bound)
    first, last = window_days(record, record.counted_from if start is None else start, end)
    claim = Claim(first, last, last, low, high, True, ("the claim",), frozenset({"the claim"}))
    words = (
        f"{measure}, {group}, {channel}: {figure(low, high)} {_window_words(record, first, last)}"
    )
    repeats = repeated_reports(
        record, measure=measure, group=group, channel=channel, days=(first, last),
        allowed=(low, high),
    )  # fmt: skip
    series = series_bounds(record, measure, group, channel)
    own_low, own_high = series.window(first, last)
    answer = CheckResult(
        "fits", words, own_low, own_high, repeats=repeats, note=unsearched(record, last)
    )
    misses_by = int(max(low - own_high, own_low - high, 0))
    if low <= own_low and high >= own_high:
        return answer
    if misses_by:
        against, set_misses_by = smallest_set(series, (series.series, claim), misses_by)
        return replace(
            answer,
            verdict="contradicts",
            misses_by=misses_by,
            contradicts=named_reports(record, against, series.repairs.statements),
            set_misses_by=set_misses_by,
        )
    narrows = _narrowed(record, channel, claim, series)
    return replace(answer, verdict="new-information", narrows=narrows)


def claimed_range(value: Value, bound: str) -> tuple[int, float]:
    """Lowest and highest count that a claim allows; a ValueError if it is none."""
    if bound not in CLAIM_BOUNDS:
        raise ValueError(f"bound {bound!r} is unknown; expected one of {', '.join(CLAIM_BOUNDS)}")
    low, high = as_count_range(value, "value")
    if low == high:
        return interval(low, bound)
    if bound != "exact":
        raise ValueError(f"bound {bound!r} of a range is unclear; expected exact")
    return low, high


def unsearched(record: Record, last: int) -> str:
    """Say so if a claim reaches beyond the days that were searched; "" if not."""
    if last <= record.number(record.complete_through):
        return ""
    return (
        f"The record was searched thoroughly only through {record.complete_through:%Y-%m-%d}; "
        "what happened later may be missing from it."
    )


def _window_words(record: Record, first: int, last: int) -> str:
    end = record.day(last)
    if first == 0:
        return f"by {end:%Y-%m-%d}"
    start = record.day(first)
    return f"on {end:%Y-%m-%d}" if start == end else f"from {start:%Y-%m-%d} to {end:%Y-%m-%d}"


def _narrowed(record: Record, channel: str, claim: Claim, series: SeriesBounds) -> pd.DataFrame:
    """Exchanges, spans between published totals, and the claim's own window, if narrowed."""
    claims = series.own_claims()
    windows = [("the claim's window", claim.start, claim.end)]
    rows = record.exchanges
    for name, kind, first, last in zip(
        rows["exchange_id"],
        exchange_channels(record),
        day_numbers(rows["start"], record),
        day_numbers(rows["end"], record),
        strict=True,
    ):
        if record.vocabulary.channel_within(kind, channel):
            windows.append((f"exchange {name}", first, last))
    totals = sorted({item.end for item in claims if item.start == 0 and item.direct})
    windows += [("between totals", before + 1, after) for before, after in pairwise(totals)]
    first = np.array([window[1] for window in windows])
    last = np.array([window[2] for window in windows])
    old_low, old_high = series.bounds(first, last)
    try:
        new_low, new_high = claims_graph([*claims, claim]).bounds(first, last)
    except ContradictionError:  # possible only in one of several ways to settle a quarrel
        new_low, new_high = old_low.copy(), old_high.copy()
    new_low, new_high = np.maximum(new_low, old_low), np.minimum(new_high, old_high)
    new_low[0], new_high[0] = max(claim.low, old_low[0]), min(claim.high, old_high[0])
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
