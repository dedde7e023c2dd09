"""Several exchanges on one day: a report of one of them counts that one, the day is their sum.

Which exchange an event report means is told by ``exchange_id``, or by ``exchange_no``. Where
reports of one series and window name several exchanges, their claims are added up: one sum for each
way of taking one claim an exchange. A sum is said by those voices that say all of its parts, or
else by the parts' voices together, as one witness.
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

    Its id, or its ordinal where that is not of one dated exchange. Ordinals tell nothing apart
    where ``exchanges`` holds only one exchange of these days: then one of them is a misprint.
    """
    start, end = exchanges["start"].to_numpy(), exchanges["end"].to_numpy()
    numbers = exchanges["number"].fillna(0).to_numpy(int)
    ids = exchanges["exchange_id"].to_numpy()
    names = []
    for scope, number, name, first, last in zip(
        *(reports[name].tolist() for name in ("scope", "exchange_no", "exchange_id")),
        *(reports[name].to_numpy() for name in ("start", "end")),
        strict=True,
    ):
        if scope != "event" or pd.isna(number) or name:
            names.append(name if scope == "event" else "")
            continue
        of_days = (start <= last) & (end >= first)
        so_called = ids[of_days & (numbers == number)]
        known = so_called[0] if len(so_called) == 1 else f"no. {int(number)}"
        names.append("" if of_days.sum() == 1 else known)
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
