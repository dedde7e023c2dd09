"""A course of events chosen step by step among all cheapest repairs, for all channels together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.bounds.repairs import Repairs
from analysis.record.vocabulary import Series


class Course:
    """Counts of windows, each held as it is chosen; every choice is within what those before allow.

    The group of ``whole`` must be one whose windows the repairs can be asked about.
    """

    def __init__(self, repairs: Repairs, whole: Series) -> None:
        self._counts, self._whole = repairs.linked, whole
        self._program = repairs.linked.program
        self._program.release()
        self._program.lay(repairs.hull.faces[0])
        self._values = repairs.hull.solutions[0]

    def range(self, channel: str, first: int, last: int) -> tuple[float, float]:
        """Least and most of a window that the choices so far allow."""
        return self._extreme(channel, first, last, most=False), self._extreme(
            channel, first, last, most=True
        )

    def choose(self, channel: str, first: int, last: int, wish: int) -> int:
        """Hold the count of a window at a wish, or at what is allowed nearest to it."""
        terms, _ = self._counts.windows(
            self._of(channel), np.array([first]), np.array([last]), most=True
        )
        price = self._counts.price_of(terms, np.array([0]))
        now = float(price @ self._values)
        if round(now, 5) != wish:
            most = now < wish
            limit = self._extreme(channel, first, last, most=most)
            wish = int(min(wish, limit) if most else max(wish, limit))
        self._program.hold(price, float(wish))
        if round(float(price @ self._values), 5) != wish:
            self._program.least(np.zeros(len(price)))
            self._values = self._program.values
        return wish

    def least_history(self, channels: Sequence[str]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Days and counts of the lowest course that the choices allow, channel after channel."""
        found = {}
        for channel in channels:
            days = self._counts.days(self._of(channel))
            terms, _ = self._counts.windows(
                self._of(channel), np.zeros(len(days) - 1, dtype=int), days[1:], most=False
            )
            price = self._counts.price_of(terms, np.arange(len(days) - 1))
            value = self._program.least(price)
            self._program.hold(price, round(value))
            found[channel] = days, terms
        values = self._program.values
        self._program.release()
        return {
            name: (
                days,
                np.r_[0, np.round(sum(factor * values[places] for factor, places in terms))]
                .astype(int),
            )
            for name, (days, terms) in found.items()
        }  # fmt: skip

    def _of(self, channel: str) -> Series:
        return self._whole._replace(channel=channel)

    def _extreme(self, channel: str, first: int, last: int, *, most: bool) -> float:
        """Least or most of a window, in whole persons."""
        terms, known = self._counts.windows(
            self._of(channel), np.array([first]), np.array([last]), most=most
        )
        if most and not known[0]:
            return np.inf
        sign = -1.0 if most else 1.0
        value = sign * self._program.least(sign * self._counts.price_of(terms, np.array([0])))
        if np.isfinite(value):
            self._values = self._program.values
        return float(np.floor(value + 1e-6) if most else np.ceil(value - 1e-6))
