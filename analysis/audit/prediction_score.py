"""How well official totals were predicted, in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

NEAR = 5
"""Persons up to which a prediction is near the total."""


@dataclass(frozen=True)
class PredictionScore:
    """Shares of the tables of `withheld`, as counts.

    Of ``withheld`` totals, ``inside`` lie in the range that the others leave, ``certain`` are the
    only number left; ``width`` is the median width of that range, in persons, over the ``stated``
    ones, whose day a page states. Of ``foreseen`` totals, ``before`` can be true beside the pages
    of the days before, ``allowed`` beside those and the counts of the day; for ``exact`` the least
    that these prove is the total, for ``near`` it lies at most `NEAR` persons from it.
    """

    withheld: int
    inside: int
    certain: int
    stated: int
    width: float
    foreseen: int
    before: int
    allowed: int
    exact: int
    near: int


def prediction_score(withheld: pd.DataFrame, foreseen: pd.DataFrame) -> PredictionScore:
    """Count what rows of `withheld_totals` and of `foreseen_totals` come to."""
    inside = withheld["misses_by"] == 0
    width = withheld["high"] - withheld["low"]
    stated = withheld["earliest"] == withheld["end"]
    value, off = foreseen["value"], foreseen["above_low"].abs()
    before = value.between(foreseen["before_low"], foreseen["before_high"])
    return PredictionScore(
        withheld=len(withheld),
        inside=int(inside.sum()),
        certain=int((inside & (width == 0)).sum()),
        stated=int(stated.sum()),
        width=float(width[stated].median()),
        foreseen=len(foreseen),
        before=int(before.sum()),
        allowed=int((foreseen["misses_by"] == 0).sum()),
        exact=int((off == 0).sum()),
        near=int((off <= NEAR).sum()),
    )
