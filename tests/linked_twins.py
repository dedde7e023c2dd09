"""The slow obvious twins of the linked series: all histories, and plain linear programs."""

from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
from record_folders import SMALL_WORDS
from scipy.optimize import linprog

from analysis.bounds.claims import Claim
from analysis.bounds.repairs import Repairs
from analysis.record.vocabulary import Series

WORDS = SMALL_WORDS
WITHOUT_PARTS = replace(WORDS, sums=())
MEASURE = WORDS.main.measure
SINGLE_CHANNELS = WORDS.single_channels
GROUPS = ("all", "military", "civilians", "national_guard")
PARTS = ("military", "civilians")
CHANNELS = (*SINGLE_CHANNELS, "any")
DAYS = 2
CAP = 3
WINDOWS = [(first, last) for first in range(DAYS) for last in range(first, DAYS)]


def said(start, end, low, high, name="report", voices=("speaker",)):
    return Claim(start, end, end, low, high, True, (name,), frozenset(voices))


def of(group, channel):
    """A series of the one measure that these tests speak of."""
    return Series(MEASURE, str(group), str(channel))


def stated(triples):
    """Statements for the engine: the twins name no measure."""
    return [(of(group, channel), claim) for group, channel, claim in triples]


def unmeasured(statements):
    """Statements of the engine for the twins."""
    return [(series.group, series.channel, claim) for series, claim in statements]


def repairs_of(triples, asked=(), words=WORDS):
    return Repairs(stated(triples), words, [of(group, "any") for group in ("all", *asked)])


@cache
def histories():
    """Persons of each day by group and channel, all courses with at most CAP persons in all.

    Shape: histories, days, groups (military, civilians, national guard), single channels.
    """
    cells = [
        (day, group, channel) for day, group, channel in product(range(DAYS), (0, 1), range(3))
    ]
    courses = []
    for persons in product(range(len(cells) + 1), repeat=CAP):  # the last cell: nobody
        if list(persons) == sorted(persons):
            course = np.zeros((DAYS, 3, 3), dtype=np.int8)
            for person in persons:
                if person < len(cells):
                    course[cells[person]] += 1
            spans = [range(most + 1) for most in course[:, 0, :].ravel()]
            for guards in product(*spans):
                course[:, 2, :] = np.reshape(guards, (DAYS, 3))
                courses.append(course.copy())
    return np.array(courses)


@cache
def enumerated_window(group, channel, first, last):
    """Persons of a window in each history."""
    groups = {"all": [0, 1], "military": [0], "civilians": [1], "national_guard": [2]}[group]
    channels = range(3) if channel == "any" else [SINGLE_CHANNELS.index(channel)]
    cells = histories()[:, first : last + 1][:, :, groups][:, :, :, list(channels)]
    return cells.sum(axis=(1, 2, 3), dtype=int)


def true_in(statements):
    holds = np.ones(len(histories()), dtype=bool)
    for group, channel, claim in statements:
        holds &= enumerated_window(group, channel, claim.start, claim.end) >= claim.low
        holds &= enumerated_window(group, channel, claim.start, claim.earliest) <= claim.high
    return holds


def random_statements(rng, number, noise=0.2):
    """Statements about one of the histories, some of them wrong; nobody beyond CAP."""
    truth = rng.integers(len(histories()))
    statements = [("all", "any", said(0, DAYS - 1, 0, CAP, "cap"))]
    for place in range(number):
        group, channel = GROUPS[rng.integers(4)], CHANNELS[rng.integers(4)]
        first, last = WINDOWS[rng.integers(len(WINDOWS))]
        count = int(enumerated_window(group, channel, first, last)[truth])
        if rng.random() < noise:
            count = int(rng.integers(0, CAP + 1))
        low, high = [(count, count), (count, np.inf), (0, count)][rng.integers(3)]
        statements.append((group, channel, said(first, last, low, high, str(place))))
    return statements


SERVICES = (*GROUPS, "interior_ministry")
WHOLES = [("national_guard", "military"), ("national_guard", "interior_ministry"),
          ("interior_ministry", "all")]  # fmt: skip


class PlainPrograms:
    """The slow twin: every series a variable of its own for every day, every link an equation."""

    def __init__(self, statements, days):
        self.place = {
            key: number for number, key in enumerate(product(SERVICES, CHANNELS, range(-1, days)))
        }
        self.rows, self.right, self.equations = [], [], []
        for group, channel in product(SERVICES, CHANNELS):
            self.equations.append(self.row((group, channel, -1, 1)))
            for day in range(days):
                self.add(0, (group, channel, day - 1, 1), (group, channel, day, -1))
        for channel, day in product(CHANNELS, range(days)):
            parts = [(part, channel, day, 1) for part in PARTS]
            self.equations.append(self.row(*parts, ("all", channel, day, -1)))
        for group, day in product(SERVICES, range(days)):
            singles = [(group, channel, day, 1) for channel in SINGLE_CHANNELS]
            self.equations.append(self.row(*singles, (group, "any", day, -1)))
        for (part, whole), channel, day in product(WHOLES, CHANNELS, range(days)):
            self.add(
                0,
                (part, channel, day, 1),
                (part, channel, day - 1, -1),
                (whole, channel, day, -1),
                (whole, channel, day - 1, 1),
            )
        for group, channel, claim in statements:
            opened = (group, channel, claim.start - 1)
            self.add(-claim.low, (group, channel, claim.end, -1), (*opened, 1))
            if np.isfinite(claim.high):
                self.add(claim.high, (group, channel, claim.earliest, 1), (*opened, -1))

    def row(self, *terms):
        row = np.zeros(len(self.place))
        for *key, sign in terms:
            row[self.place[tuple(key)]] += sign
        return row

    def add(self, right, *terms):
        self.rows.append(self.row(*terms))
        self.right.append(right)

    def solve(self, price):
        return linprog(
            price,
            A_ub=np.array(self.rows),
            b_ub=self.right,
            A_eq=np.array(self.equations),
            b_eq=np.zeros(len(self.equations)),
        )

    def bounds(self, group, channel, first, last):
        price = self.row((group, channel, last, 1), (group, channel, first - 1, -1))
        most = self.solve(-price)
        high = np.inf if most.status == 3 else float(np.floor(-most.fun + 1e-6))
        return int(np.ceil(self.solve(price).fun - 1e-6)), high
