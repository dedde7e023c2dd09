"""Windows of one series that are asked about on the faces of a program, and proofs of answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.bounds.program import EPSILON, Face, Terms
from analysis.record.vocabulary import Series


@dataclass(frozen=True)
class Proof:
    """A value that no window beyond ``window`` can pass, wherever its multipliers are allowed."""

    window: int
    value: float
    multipliers: np.ndarray

    def holds(self, face: Face) -> bool:
        """Whether the multipliers are allowed on a face."""
        above, below = self.multipliers < -EPSILON, self.multipliers > EPSILON
        return bool(face.above[above].all() and face.below[below].all())


@dataclass
class Question:
    """Windows [first, last] of one series, their columns, and the least found so far of each.

    With ``most`` the values are counts with their sign turned.
    """

    series: Series
    most: bool
    first: np.ndarray
    last: np.ndarray
    terms: Terms
    attained: np.ndarray

    def at(self, chosen: np.ndarray) -> Question:
        """Return the question about some of the windows."""
        terms = [(factor, columns[chosen]) for factor, columns in self.terms]
        return Question(self.series, self.most, self.first[chosen], self.last[chosen], terms,
                        self.attained[chosen])  # fmt: skip

    def note(self, solution: np.ndarray) -> None:
        """Take the values of a solution where they are less than all before."""
        values = np.sum([factor * solution[columns] for factor, columns in self.terms], axis=0)
        np.minimum(self.attained, values, out=self.attained)

    def beyond(self, window: int) -> np.ndarray:
        """Windows that cannot have less than one of them: what contains it, or is part of it."""
        first, last = (-self.first, -self.last) if self.most else (self.first, self.last)
        return (first <= first[window]) & (last >= last[window])
