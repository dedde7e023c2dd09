"""The slow obvious twins of all cheapest repairs: every history, or plain programs at a held price.

Both read the rule of the design, not the engine. A voice objects to a history by the persons by
which it misses the tightest limit that this voice gave for a window; what is agreed (a few days,
two voices, no figure differs) comes first. Every figure that the cheapest repairs leave out, and
that is disputed with another for the same window, is held in turn; where that is so for several
windows, they also range over all their figures at once.
"""

from itertools import combinations

import numpy as np
from scipy.optimize import linprog

SHORT = 7


def objections(statements):
    """Lists of (group, channel, opened, closed, side, persons, voice or None, agreed, numbers)."""
    disputed = {key for key, _ in quarrels(statements)}
    tightest, direct = {}, {}
    for group, channel, claim in statements:
        for side, closed, persons in ((0, claim.end, claim.low), (1, claim.earliest, claim.high)):
            if (side == 0 and persons <= 0) or np.isinf(persons) or closed == claim.start - 1:
                continue
            for voice in claim.voices:
                where = (group, channel, claim.start - 1, closed, side)
                key = (*where, "firm" if claim.firm else voice)
                tighter = max if side == 0 else min
                tightest[key] = tighter(tightest.get(key, persons), persons)
                if claim.direct:
                    direct[*where, voice] = tighter(direct.get((*where, voice), persons), persons)
    found = []
    for (group, channel, opened, closed, side, voice), persons in tightest.items():
        witnesses = [
            other
            for (*where, _), other in direct.items()
            if where == [group, channel, opened, closed, side]
            and (other >= persons if side == 0 else other <= persons)
        ]
        agreed = (
            len(witnesses) > 1
            and closed - opened <= SHORT
            and (group, channel, opened, closed) not in disputed
        )
        found.append((group, channel, opened, closed, side, persons, voice, agreed))
    return found


def quarrels(statements):
    """Windows whose direct figures exclude each other, with the numbers of those that do."""
    windows = {}
    for number, (group, channel, claim) in enumerate(statements):
        if claim.direct and not claim.firm and claim.low <= claim.high:
            windows.setdefault((group, channel, claim.start - 1, claim.end), []).append(number)
    found = []
    for key, numbers in windows.items():
        members = set()
        for one, other in combinations(numbers, 2):
            a, b = statements[one][2], statements[other][2]
            if (a.low > b.high and b.earliest == b.end) or (b.low > a.high and a.earliest == a.end):
                members |= {one, other}
        if members:
            found.append((key, sorted(members)))
    return found


def hull(statements, face, ranges):
    """Least and most over the faces. ``face(held, widened)`` is one, ``ranges(face, windows)``."""
    base = face((), ())
    faces, windows = [base], []
    for key, members in quarrels(statements):
        group, channel, opened, closed = key
        left_out = []
        for number in members:
            claim = statements[number][2]
            _, most = ranges(base, group, channel, opened, closed)
            least, _ = ranges(base, group, channel, opened, claim.earliest)
            if claim.low > most or claim.high < least:
                left_out.append(number)
        faces += [face((number,), ()) for number in left_out]
        if left_out:
            windows.append(members)
    if len(windows) > 1:
        faces.append(face((), windows))
    return [one for one in faces if one is not None]


class PlainRepairs:
    """Each series a variable for every day, each objection a variable, by `linprog`."""

    def __init__(self, twin, statements):
        """``twin`` holds places, rows and equations of what links the series, without claims."""
        self.twin, self.statements = twin, statements
        self.faces = hull(statements, self.face, self.range)

    def face(self, held, widened):
        said = objections(self.statements)
        rows, price = [], []
        for group, channel, opened, closed, side, persons, voice, agreed in said:
            members = [
                [self.statements[n][2] for n in numbers]
                for numbers in widened
                if self.statements[numbers[0]][:2] == (group, channel)
                and self.statements[numbers[0]][2].start - 1 == opened
                and persons
                in [self.statements[n][2].low if side == 0 else self.statements[n][2].high
                    for n in numbers
                    if (self.statements[n][2].end if side == 0 else self.statements[n][2].earliest)
                    == closed]
            ]  # fmt: skip
            if not members:
                rows.append((group, channel, opened, closed, side, persons))
                price.append((np.inf if voice == "firm" else 1.0, agreed))
        for numbers in widened:
            claims = [self.statements[n][2] for n in numbers]
            voices = len(set().union(*(claim.voices for claim in claims)))
            group, channel = self.statements[numbers[0]][:2]
            lows = [claim for claim in claims if claim.low > 0]
            if lows:
                low = min(lows, key=lambda claim: claim.low)
                rows.append((group, channel, low.start - 1, low.end, 0, low.low))
                price.append((float(voices), False))
            highs = [claim for claim in claims if np.isfinite(claim.high)]
            if highs:
                high = max(highs, key=lambda claim: claim.high)
                rows.append((group, channel, high.start - 1, high.earliest, 1, high.high))
                price.append((float(voices), False))
        for number in held:
            group, channel, claim = self.statements[number]
            if claim.low > 0:
                rows.append((group, channel, claim.start - 1, claim.end, 0, claim.low))
                price.append((np.inf, False))
            if np.isfinite(claim.high):
                rows.append((group, channel, claim.start - 1, claim.earliest, 1, claim.high))
                price.append((np.inf, False))
        twin, size = self.twin, len(self.twin.place)
        matrix, limits = list(twin.rows), list(twin.right)
        matrix = [np.r_[row, np.zeros(len(rows))] for row in matrix]
        for number, (group, channel, opened, closed, side, persons) in enumerate(rows):
            sign = 1 if side else -1
            row = twin.row((group, channel, closed, sign), (group, channel, opened, -sign))
            moves = np.zeros(len(rows))
            moves[number] = -1
            matrix.append(np.r_[row, moves])
            limits.append(sign * persons)
        equations = np.hstack(
            [np.array(twin.equations), np.zeros((len(twin.equations), len(rows)))]
        )
        bounds = [(0, None)] * size + [(0, 0 if np.isinf(w) else None) for w, _ in price]
        model = {"A_eq": equations, "b_eq": np.zeros(len(equations)), "bounds": bounds}
        for tier in (True, False):
            cost = np.r_[np.zeros(size), [w if t == tier and np.isfinite(w) else 0.0
                                          for w, t in price]]  # fmt: skip
            found = linprog(cost, A_ub=np.array(matrix), b_ub=limits, **model)
            if found.status == 2:
                return None
            assert found.status == 0
            matrix.append(cost)
            limits.append(found.fun + 1e-8)
        return model | {"A_ub": np.array(matrix), "b_ub": np.array(limits)}

    def range(self, model, group, channel, opened, closed):
        row = self.twin.row((group, channel, closed, 1), (group, channel, opened, -1))
        cost = np.r_[row, np.zeros(model["A_ub"].shape[1] - len(row))]
        least, most = linprog(cost, **model), linprog(-cost, **model)
        return round(least.fun, 5), np.inf if most.status == 3 else round(-most.fun, 5)

    def bounds(self, group, channel, first, last):
        found = [self.range(face, group, channel, first - 1, last) for face in self.faces]
        return min(low for low, _ in found), max(high for _, high in found)
