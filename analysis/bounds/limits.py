"""Claims taken apart into limits, each with the price at which it moves.

"44 on that day" is two limits, at least 44 and at most 44, and each may have to give way. Moving a
limit by a person costs as many units as independent voices stand behind it. A voice is one witness
for a window, whatever it repeats: of several lower limits that one voice gives one window the
highest is its own, the others follow from it; of upper limits the lowest. So it makes no difference
whether a figure is told once or in ten pages of one speaker, as "44" or as "at least 44" and "at
most 44".

A limit is *agreed* if it is of a dated count (a window of a few days), two voices imply it, and no
figure for these days differs from another. Agreed limits are prices of a first tier.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from analysis.bounds.claims import Claim
from analysis.record.dates import DATED_WITHIN
from analysis.record.vocabulary import Series

Statement = tuple[Series, Claim]
"""A claim with the series that it speaks of."""


class Limit(NamedTuple):
    """At least (``upper`` false) or at most ``persons`` between the ends of two days of a series.

    ``weight`` is the price of a person, infinite for what never moves; ``claims`` are the numbers
    of the statements that give the limit in these words.
    """

    series: Series
    opened: int
    closed: int
    upper: bool
    persons: int
    weight: float
    agreed: bool
    claims: tuple[int, ...]


def limits_of(statements: Sequence[Statement]) -> list[Limit]:
    """All limits of some statements, in an order that does not depend on that of the statements."""
    said: dict[tuple[Series, int, int, bool], dict[int, list[int]]] = {}
    for number, (series, claim) in enumerate(statements):
        opened = claim.start - 1
        if claim.low > 0:
            window = (series, opened, claim.end, False)
            said.setdefault(window, {}).setdefault(claim.low, []).append(number)
        if claim.high < np.inf and claim.earliest != opened:
            window = (series, opened, claim.earliest, True)
            said.setdefault(window, {}).setdefault(int(claim.high), []).append(number)
    differing = {(series, claims[0].start - 1, claims[0].end)
                 for series, claims, _ in quarrels(statements)}  # fmt: skip
    limits = []
    for (series, opened, closed, upper), figures in sorted(said.items()):
        dated = closed - opened <= DATED_WITHIN
        undoubted = dated and (series, opened, closed) not in differing
        heard: set[str] = set()
        witnesses: set[str] = set()
        for persons in sorted(figures, reverse=not upper):
            numbers = figures[persons]
            voices: set[str] = set()
            firm = False
            for number in numbers:
                _, claim = statements[number]
                said_by = _voices(claim)
                voices |= said_by
                firm |= claim.firm
                if claim.direct:
                    witnesses |= said_by
            weight = np.inf if firm else float(len(voices - heard))
            heard |= voices
            agreed = undoubted and len(witnesses) > 1
            limits.append(
                Limit(series, opened, closed, upper, persons, weight, agreed, tuple(numbers))
            )
    return limits


def _voices(claim: Claim) -> frozenset[str]:
    """Voices of a claim; one that nobody is known to have made is a voice of its own."""
    return claim.voices or frozenset({"; ".join(claim.reports)})


def quarrels(
    statements: Sequence[Statement],
) -> list[tuple[Series, list[Claim], list[int]]]:
    """Direct claims for one window of one series that exclude each other, window by window.

    An upper limit of an earlier day than the window's last excludes no lower limit of it.
    """
    windows: dict[tuple[Series, int, int], list[int]] = {}
    for number, (series, claim) in enumerate(statements):
        if claim.direct and not claim.firm and claim.low <= claim.high:
            windows.setdefault((series, claim.start, claim.end), []).append(number)
    found = []
    for (series, _, end), numbers in sorted(windows.items()):
        if len(numbers) == 1:
            continue
        of_window = [statements[number][1] for number in numbers]
        differing: set[int] = set()
        for (one, first), (other, second) in combinations(zip(numbers, of_window, strict=True), 2):
            for low, high in ((first, second), (second, first)):
                if low.low > high.high and high.earliest == end:
                    differing |= {one, other}
        if differing:
            members = sorted(differing)
            found.append((series, [statements[number][1] for number in members], members))
    return found
