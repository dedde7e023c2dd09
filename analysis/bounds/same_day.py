"""Several exchanges on one day: a report of one exchange counts that exchange, the day is their sum.

Which exchange an event report means is told by ``exchange_no``, or by an ``exchange_id`` where the
reports have such a column. Where reports of one series and window name several exchanges, their
claims are added up: one sum for each way of taking one claim an exchange. A sum is said by those
voices that say all of its parts, or else by the parts' voices together, as one witness.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pandas as pd

from analysis.bounds.claims import Claim

_MOST_SUMS = 64
"""Ways to combine what reports say of the exchanges of one window; beyond that none is added."""


def exchange_names(reports: pd.DataFrame, exchanges: pd.DataFrame) -> list[str]:
    """Name of the one exchange that each report counts; "" if it counts whatever its days hold.

    An ordinal that ``exchanges`` dates only to days outside those of the report is a misprint of
    another one, and tells nothing apart.
    """
    dated: dict[int, list[tuple[pd.Timestamp, pd.Timestamp]]] = {}
    for number, start, end in zip(
        exchanges["number"], exchanges["start"], exchanges["end"], strict=True
    ):
        if not pd.isna(number):
            dated.setdefault(int(number), []).append((start, end))
    ids = reports["exchange_id"] if "exchange_id" in reports else [""] * len(reports)
    names = []
    for scope, number, name, start, end in zip(
        reports["scope"], reports["exchange_no"], ids, reports["start"], reports["end"], strict=True
    ):
        windows = [] if pd.isna(number) else dated.get(int(number), [(start, end)])
        told = any(first <= end and start <= last for first, last in windows)
        number_told = f"no. {int(number)}" if told else ""
        names.append((name or number_told) if scope == "event" else "")
    return names


def sums_of_days(named: Sequence[tuple[str, Claim]]) -> list[Claim]:
    """Claims of one series, those of several exchanges of one window added up."""
    windows: dict[tuple[int, int], dict[str, list[Claim]]] = {}
    claims = []
    for name, claim in named:
        if name and claim.earliest == claim.end:
            of_window = windows.setdefault((claim.start, claim.end), {})
            of_window.setdefault(name, []).append(claim)
        else:
            claims.append(claim)
    for of_window in windows.values():
        parts = [_merged(of_exchange) for of_exchange in of_window.values()]
        ways = 1
        for of_exchange in parts:
            ways *= len(of_exchange)
        if len(parts) == 1:
            claims += [claim for of_exchange in of_window.values() for claim in of_exchange]
        elif ways <= _MOST_SUMS:
            claims += [_sum(combined) for combined in product(*parts)]
    return claims


def _merged(claims: list[Claim]) -> list[Claim]:
    """Claims about one exchange, those in the same words joined."""
    alike: dict[tuple[int, float], list[Claim]] = {}
    for claim in claims:
        alike.setdefault((claim.low, claim.high), []).append(claim)
    return [_joined(said) for said in alike.values()]


def _joined(claims: Sequence[Claim]) -> Claim:
    first = claims[0]
    reports = tuple(sorted({name for claim in claims for name in claim.reports}))
    voices = frozenset[str]().union(*(claim.voices for claim in claims))
    return Claim(
        first.start, first.end, first.end, first.low, first.high, first.direct, reports, voices
    )


def _sum(claims: Sequence[Claim]) -> Claim:
    first = claims[0]
    said_by_all = frozenset.intersection(*(claim.voices for claim in claims))
    together = "; ".join(sorted({voice for claim in claims for voice in claim.voices}))
    return Claim(
        first.start,
        first.end,
        first.end,
        sum(claim.low for claim in claims),
        sum(claim.high for claim in claims),
        first.direct,
        tuple(sorted({name for claim in claims for name in claim.reports})),
        said_by_all or frozenset({together}),
    )
