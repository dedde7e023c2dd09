"""How well forecasts of the wait were: proper scores, calibration, and their uncertainty."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special, stats

from analysis.gaps.days import Floats
from analysis.gaps.forecasting import Rolling
from analysis.gaps.results import COVERAGE, HypothesisTest
from analysis.gaps.watch import HORIZON

HORIZONS = (7, 14, 30)
"""Days ahead at which an event within them is scored as yes or no."""

BASE = "climatology"
"""The candidate that the Brier skill is measured against."""

BLOCK = 60
"""Days of a block in the bootstrap: neighbouring origins share their outcome."""

_TINY = 1e-12
_STEPS = 12


def brier(told: Floats, came: Floats) -> Floats:
    """Squared distance of a probability from what came, 0 or 1 (Brier 1950)."""
    return (told - came) ** 2


def log_score(told: Floats, came: Floats) -> Floats:
    """Minus the logarithm of the probability given to what came (ignorance, in nats)."""
    return -np.log(np.maximum(np.where(came > 0, told, 1 - told), _TINY))


def crps(survival: Floats, waits: Floats) -> Floats:
    """Continuous ranked probability score of waits in whole days (Gneiting & Raftery 2007).

    The sum over days h of (P(wait > h) - [wait > h])², to the last column; of a forecast without
    error it is 0, of a sure one off by n days n.
    """
    ahead = np.arange(survival.shape[-1])
    return ((survival - (waits[..., None] > ahead)) ** 2).sum(axis=-1)


def brier_parts(told: Floats, came: Floats, bins: int = 10) -> dict[str, float]:
    """Reliability, resolution and uncertainty (Murphy 1973, J. Appl. Meteorol. 12, 595-600).

    Forecasts are put into so many bins of equal number, each told by its mean; then the score is
    reliability - resolution + uncertainty.
    """
    share = float(came.mean())
    places = np.argsort(told, kind="stable")
    reliability = resolution = 0.0
    for part in np.array_split(places, bins):
        if len(part):
            seen = came[part].mean()
            reliability += len(part) * (told[part].mean() - seen) ** 2
            resolution += len(part) * (seen - share) ** 2
    n = len(told)
    return {
        "reliability": reliability / n,
        "resolution": resolution / n,
        "uncertainty": share * (1 - share),
    }


def yes_or_no(found: Rolling, horizon: int) -> tuple[Floats, dict[str, Floats]]:
    """What came within so many days, and what each candidate told; origins whose end was seen."""
    known = found.seen >= horizon
    came = (found.waits[known] <= horizon).astype(float)
    return came, {name: 1 - s[known, horizon] for name, s in found.survival.items()}


def score_table(found: Rolling) -> pd.DataFrame:
    """Score every candidate and their combination.

    Index candidate: ``log_score`` (mean over `HORIZONS`), ``skill_7`` … (Brier, 1 - score / that of
    `BASE`), ``crps`` (days, of the waits that ended), ``told`` and ``came`` (mean probability and
    share of an event within 14 days).
    """
    ended = np.flatnonzero(~np.isnan(found.waits))
    rows: dict[str, dict[str, float]] = {name: {"log_score": 0.0} for name in found.survival}
    for horizon in HORIZONS:
        came, told = yes_or_no(found, horizon)
        base = brier(told[BASE], came).mean()
        for name, row in rows.items():
            row["log_score"] += float(log_score(told[name], came).mean()) / len(HORIZONS)
            row[f"skill_{horizon}"] = 1 - float(brier(told[name], came).mean() / base)
            if horizon == 14:
                row |= {"told": float(told[name].mean()), "came": float(came.mean())}
    for name, row in rows.items():
        row["crps"] = float(crps(found.survival[name][ended], found.waits[ended]).mean())
    table = pd.DataFrame.from_dict(rows, orient="index")
    order = ["log_score", *(f"skill_{h}" for h in HORIZONS), "crps", "told", "came"]
    return table[order].sort_values("log_score")


def gain_table(found: Rolling, n: int, rng: np.random.Generator) -> pd.DataFrame:
    """By how much is the combination better than each candidate, in log score?

    Index candidate: ``gain`` (above 0: the combination is better), ``low, high`` (95%, moving
    blocks of `BLOCK` days; Künsch 1989, Ann. Stat. 17, 1217-1241).
    """
    known = found.seen >= max(HORIZONS)
    waits = found.waits[known]
    scores = {
        name: np.mean(
            [log_score(1 - s[known, h], (waits <= h).astype(float)) for h in HORIZONS], axis=0
        )
        for name, s in found.survival.items()
    }
    rows = {}
    places = _blocks(int(known.sum()), n, rng)
    for name, values in scores.items():
        if name != "combined":
            gain = values - scores["combined"]
            low, high = _interval(gain[places].mean(axis=1))
            rows[name] = {"gain": gain.mean(), "low": low, "high": high}
    return pd.DataFrame.from_dict(rows, orient="index").sort_values("gain")


def calibration_slope(
    found: Rolling, horizon: int, n: int, rng: np.random.Generator, name: str = "combined"
) -> dict[str, float]:
    """Slope of what came on the log odds told: 1 if forecasts are as bold as they may be.

    Cox (1958), Biometrika 45, 562-565. ``low, slope, high``: logistic regression, 95% by moving
    blocks.
    """
    came, told = yes_or_no(found, horizon)
    p = np.clip(told[name], 1e-6, 1 - 1e-6)
    odds = np.log(p / (1 - p))
    places = _blocks(len(came), n, rng)
    low, high = _interval(_slopes(came[places], odds[places]))
    return {"low": low, "slope": float(_slopes(came[None], odds[None])[0]), "high": high}


def _slopes(came: Floats, odds: Floats) -> Floats:
    """Slope of the logistic regression of each row, by Newton's steps from the forecast as told."""
    level, slope = np.zeros((len(came), 1)), np.ones((len(came), 1))
    for _ in range(_STEPS):
        p = special.expit(level + slope * odds)
        miss, weight = came - p, np.maximum(p * (1 - p), _TINY)
        at = (weight * odds).sum(axis=1, keepdims=True) / weight.sum(axis=1, keepdims=True)
        step = (miss * (odds - at)).sum(axis=1, keepdims=True)
        step /= (weight * (odds - at) ** 2).sum(axis=1, keepdims=True)
        level += miss.sum(axis=1, keepdims=True) / weight.sum(axis=1, keepdims=True) - step * at
        slope += step
    return slope[:, 0]


def pit_test(found: Rolling, rng: np.random.Generator, name: str = "combined") -> HypothesisTest:
    """Test whether waits fall evenly over the forecasts made when the event before had just ended.

    One forecast an event, so that the values are independent if the forecasts are right. Each is
    drawn between the probabilities of a shorter wait and of one no longer, since waits are whole
    days (Czado, Gneiting & Held 2009, Biometrics 65, 1254-1261); Kolmogorov's distance from an
    even spread.
    """
    values = pit(found, rng, name)
    test = stats.kstest(values, "uniform")
    return HypothesisTest(
        float(test.statistic), float(test.pvalue),
        f"Kolmogorov distance of {len(values)} probability integral transforms",
        "waits do not fall as forecast", len(values),
    )  # fmt: skip


def pit(found: Rolling, rng: np.random.Generator, name: str = "combined") -> Floats:
    """Probability integral transforms for `pit_test`."""
    begun = np.flatnonzero(np.append(True, found.waits[:-1] == 1) & ~np.isnan(found.waits))
    waits = np.minimum(found.waits[begun], HORIZON).astype(int)
    survival = found.survival[name]
    before, after = survival[begun, waits - 1], survival[begun, waits]
    return 1 - before + rng.random(len(begun)) * (before - after)


def _blocks(size: int, n: int, rng: np.random.Generator) -> np.ndarray:
    """Rows of `n` resamples, made of neighbouring rows."""
    block = min(BLOCK, size)
    first = rng.integers(0, size - block + 1, (n, -(-size // block)))
    return (first[..., None] + np.arange(block)).reshape(n, -1)[:, :size]


def _interval(values: Floats) -> Floats:
    return np.quantile(values, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])
