"""When the next event comes: several ways to tell, combined by how well each has told before.

A forecast made on the evening of a day knows that day and no later one. It is the survival function
of the wait: P(no event begins on the next h days), h = 0, 1, ... `HORIZON`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from analysis.gaps.days import Floats
from analysis.gaps.laws import EVERY_LAW
from analysis.gaps.model_average import average_renewal
from analysis.gaps.watch import HORIZON, Ints, Watch

HALF_LIFE = 365.0
"""Days after which a past score, or the number of past events, counts half."""

_SHARE = 0.01  # of the weight goes to all candidates alike, so that none is lost for ever
_WORTH = 10.0  # events that the first guess of the calibration is worth
_DECAYS = np.array([10.0, 20.0, 40.0, 80.0, 160.0])  # days in which an excitement fades
_ROUNDS = 60  # of expectation and maximisation


Candidate = Callable[[Watch, int], Floats]
"""Takes a watch and the day that is known; gives P(wait > h) for h = 0, 1, ... `HORIZON`.

Fits are kept by the number of events known: a candidate is made for one watch.
"""


def renewal() -> Candidate:
    """All renewal laws by their weights, given the silence so far (`model_average`)."""
    return _by_gaps(
        lambda gaps, merge: average_renewal(gaps, models=EVERY_LAW, merge_days=merge).sf, None
    )


def last_gaps(number: int) -> Candidate:
    """A constant rate told from the last so many gaps, itself uncertain (`predictive`)."""

    def survival(gaps: Floats, merge: int) -> Callable[[Floats], Floats]:
        n, silent = len(gaps), (gaps - merge - 1).sum() + 1

        def tail(days: Floats) -> Floats:
            more = silent + np.maximum(days - merge, 0)
            logs = special.gammaln(silent + n) - special.gammaln(silent)
            return np.exp(logs + special.gammaln(more) - special.gammaln(more + n))

        return tail

    return _by_gaps(survival, number)


def last_lognormal(number: int) -> Candidate:
    """Lognormal gaps told from the last so many: Student's t for the next logarithm."""

    def survival(gaps: Floats, merge: int) -> Callable[[Floats], Floats]:
        logs = np.log(gaps)
        spread = max(float(logs.std(ddof=1)), 0.1) * np.sqrt(1 + 1 / len(logs))
        law = stats.t(len(logs) - 1, logs.mean(), spread)
        return lambda days: law.sf(np.log(np.maximum(days, merge) + 0.5))

    return _by_gaps(survival, number)


def discounted_rate(half_life: float) -> Candidate:
    """Gamma-Poisson with discount (Harrison & Stevens 1976; Smith & Miller 1986).

    Events and days are counted with a weight that halves in so many days; the rate is gamma, its
    first guess the mean rate so far, worth one event.
    """

    def survival(watch: Watch, day: int) -> Floats:
        starts = watch.before(day)[0]
        weight = 0.5 ** (np.arange(day, -1, -1) / half_life)
        free = watch.can_begin()[: day + 1]
        shape = weight[starts].sum() + 1
        days = weight[free].sum() + free.sum() / len(starts)
        return (days / (days + watch.free_ahead(day))) ** shape

    return survival


def self_exciting() -> Candidate:
    """A rate that each event raises, fading exponentially (Hawkes 1971; Ogata 1988).

    On a day on which an event may begin the rate is base + gain · sum over events exp(-age /
    decay); fitted by expectation and maximisation on a grid of decays, the best by likelihood.
    """
    kept: dict[int, tuple[float, float, float]] = {}

    def survival(watch: Watch, day: int) -> Floats:
        starts, ends = watch.before(day)
        key = len(starts)
        if key not in kept:
            kept[key] = _fit_excitement(watch, int(ends[-1]))
        base, gain, decay = kept[key]
        raised = gain * np.exp(-(day - starts) / decay).sum()
        ahead = np.arange(1, HORIZON + 1)
        rate = (base + raised * np.exp(-ahead / decay)) * np.diff(watch.free_ahead(day))
        return np.exp(-np.append(0.0, np.cumsum(rate)))

    return survival


def climatology() -> Candidate:
    """How long the wait was from every past day: the forecast that needs no model."""

    def survival(watch: Watch, day: int) -> Floats:
        ahead, starts = np.arange(HORIZON + 1), watch.before(day)[0]
        last, past = int(starts[-1]), np.arange(starts[-1])
        waits = starts[np.searchsorted(starts, past, "right")] - past
        seen = np.bincount(np.minimum(waits, HORIZON + 1), minlength=HORIZON + 2)
        # of the days from which h days are known, those after which more than h passed; from the
        # last event on no wait has ended
        longer = len(waits) - np.cumsum(seen)[:-1] + np.maximum(day - ahead - last + 1, 0)
        share = (longer + 0.5) / (np.maximum(day + 1 - ahead, 0) + 1.0)
        return np.minimum.accumulate(np.append(1.0, np.minimum(share[1:], 1.0)))

    return survival


def candidates() -> dict[str, Candidate]:
    """Every way to tell, by name, ready for one watch."""
    return {
        "renewal laws": renewal(),
        "rate, half-life 90 days": discounted_rate(90),
        "rate, half-life 180 days": discounted_rate(180),
        "self-exciting rate": self_exciting(),
        "last 10 gaps": last_gaps(10),
        "last 20 gaps, lognormal": last_lognormal(20),
        "climatology": climatology(),
    }


@dataclass(frozen=True)
class Rolling:
    """Forecasts of every candidate on every origin, and of their combination.

    `survival` by name: one row an origin, P(wait > h) in column h; ``combined`` among them.
    `weights` of the candidates in the combination, one row an origin; `factor`, the power to which
    the pool is raised on each, as events came more or less often than it said. `waits`: NaN where
    the next event was not seen; `seen`: days of the watch after each origin.
    """

    origins: Ints
    survival: dict[str, Floats]
    weights: Floats
    factor: Floats
    waits: Floats
    seen: Ints


def rolling_forecasts(watch: Watch, named: dict[str, Candidate] | None = None) -> Rolling:
    """Forecast on every evening, from nothing but what was known then.

    The combination is a linear pool with prequential weights (Dawid 1984, J. R. Stat. Soc. A 147,
    278-292): the product of the probabilities that each candidate gave, one day ahead, to what
    happened, older days counting less. Its cumulated hazard is multiplied by events seen over
    events expected so far, the number test of CSEP turned into a correction.

    Parameters
    ----------
    watch : Watch
        The events, and the days watched.
    named : dict
        The candidates by name; all of `candidates` unless named.

    Examples
    --------
    >>> days = np.arange(0, 400, 10)
    >>> found = rolling_forecasts(Watch(days, days, 401, 0), {"last 10 gaps": last_gaps(10)})
    >>> found.survival["combined"].shape
    (261, 366)
    """
    named = candidates() if named is None else named
    origins = watch.origins()
    survival = {
        name: np.array([tell(watch, int(day)) for day in origins]) for name, tell in named.items()
    }
    every = np.stack(list(survival.values()))
    waits, forget = watch.waits(origins), 0.5 ** (1 / HALF_LIFE)
    score, seen, expected = np.zeros(len(every)), 0.0, 0.0
    weights, factor = np.empty((len(origins), len(every))), np.empty(len(origins))
    pool = np.empty(every.shape[1:])
    for k in range(len(origins)):
        share = np.exp(score - score.max())
        weights[k] = (1 - _SHARE) * share / share.sum() + _SHARE / len(every)
        factor[k] = (_WORTH + seen) / (_WORTH + expected)
        told = weights[k] @ every[:, k]
        pool[k] = told ** factor[k]
        if k + 1 < len(origins):  # what the next day shows
            event = waits[k] == 1
            score = forget * score + np.log(1 - every[:, k, 1] if event else every[:, k, 1])
            seen = forget * seen + event
            expected = forget * expected - np.log(told[1])
    ahead = watch.days - 1 - origins
    return Rolling(origins, survival | {"combined": pool}, weights, factor, waits, ahead)


def _by_gaps(
    law: Callable[[Floats, int], Callable[[Floats], Floats]], number: int | None
) -> Candidate:
    """A candidate that knows complete gaps, and the silence so far as a condition."""
    kept: dict[int, Callable[[Floats], Floats]] = {}

    def survival(watch: Watch, day: int) -> Floats:
        starts, ends = watch.before(day)
        key = len(starts)
        if key not in kept:
            gaps = (starts[1:] - ends[:-1]).astype(float)
            kept[key] = law(gaps if number is None else gaps[-number:], watch.merge_days)
        tail = kept[key](day - int(ends[-1]) + np.arange(HORIZON + 1.0))
        return np.asarray(tail / tail[0])

    return survival


def _fit_excitement(watch: Watch, day: int) -> tuple[float, float, float]:
    """Base, gain and decay of the self-exciting rate, from the days up to one."""
    free = watch.can_begin()[: day + 1]
    happened = np.zeros(day + 1)
    happened[watch.before(day)[0]] = 1
    best = (-np.inf, 0.0, 0.0, 1.0)
    for decay in _DECAYS:
        keep = np.exp(-1 / decay)
        level, raised = 0.0, np.empty(day + 1)
        for at in range(day + 1):
            raised[at] = level
            level = (level + happened[at]) * keep
        at_events, days = raised[happened > 0], float(free.sum())
        total, n = float(raised[free].sum()), len(at_events)
        base, gain = 0.5 * n / days, 0.5 * n / total
        for _ in range(_ROUNDS):
            rate = base + gain * at_events
            base, gain = (
                float((base / rate).sum() / days),
                float((gain * at_events / rate).sum() / total),
            )
        value = float(np.log(base + gain * at_events).sum()) - base * days - gain * total
        best = max(best, (value, base, gain, float(decay)))
    return best[1], best[2], best[3]
