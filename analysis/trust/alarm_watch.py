"""Watching simulated histories: false alarms a year of each alarm rule, and the delay they cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from joblib import Parallel

from analysis.gaps.alarm import AlarmRule, open_gap_alarm, quantile_alarm, single_gap_alarm
from analysis.trust.false_alarms import Design, simulated_gaps
from analysis.workers import task

RULES: Mapping[str, AlarmRule] = MappingProxyType(
    {
        "yearly": lambda days, alpha, merge: open_gap_alarm(days, alpha, merge_days=merge),
        "single_gap": lambda days, alpha, merge: single_gap_alarm(days, alpha, merge_days=merge),
        "quantile": lambda days, alpha, merge: quantile_alarm(days, alpha),
    }
)


def watch_histories(
    designs: Mapping[str, Design],
    *,
    rules: Mapping[str, AlarmRule],
    alphas: Sequence[float],
    known: int,
    histories: int,
    rng: np.random.Generator,
    n_jobs: int = 1,
    verbose: int = 0,
) -> pd.DataFrame:
    """Let a watcher who learns as gaps complete watch histories in which nothing changes.

    Parameters
    ----------
    designs, rules
        E.g. :data:`false_alarms.DESIGNS` and `RULES`.
    alphas
        What each rule is asked for: false alarms a year (``yearly…``), or the share of gaps.
    known
        Complete gaps after which the watch begins.
    histories
        Number of histories a design.
    rng, n_jobs, verbose
        Source of randomness; for joblib: number of workers, progress on stderr.

    Returns
    -------
    pandas.DataFrame
        One row a history, rule and alpha: ``design, rule, alpha, history, rings`` (false alarms,
        at most one a gap), ``years`` watched, and ``day``: the day on which the rule would ring if
        the exchanges stopped for good at the end of the history. Feed it to :func:`alarm_level`
        and :func:`alarm_power`.

    Raises
    ------
    ValueError
        If `known` is below 3.

    Examples
    --------
    >>> from analysis.trust.false_alarms import DESIGNS
    >>> watched = watch_histories({"poisson": DESIGNS["poisson"]},
    ...                           rules={"yearly": RULES["yearly"]}, alphas=[0.1], known=10,
    ...                           histories=3, rng=np.random.default_rng(1))
    >>> watched[["history", "rings", "day"]].to_numpy().tolist()
    [[0, 0, 146], [1, 0, 125], [2, 0, 140]]
    """
    if known < 3:
        raise ValueError(f"known={known}: expected at least 3 complete gaps before the watch")
    tasks = [
        (name, number, generator)
        for name, child in zip(designs, rng.spawn(len(designs)), strict=True)
        for number, generator in enumerate(child.spawn(histories))
    ]
    parts = Parallel(n_jobs=n_jobs, verbose=verbose)(
        task(_watch)(name, designs[name], number, generator, rules, alphas, known)
        for name, number, generator in tasks
    )
    return pd.DataFrame([row for part in parts for row in part])


def alarm_level(watched: pd.DataFrame) -> pd.DataFrame:
    """Give the false alarms a year of each rule and the delay it costs.

    Parameters
    ----------
    watched
        As from :func:`watch_histories`.

    Returns
    -------
    pandas.DataFrame
        One row a design, rule and alpha: ``per_year`` (false alarms over years watched), ``se``
        (Monte Carlo, over histories), ``kept`` (no more than two standard errors above `alpha`:
        what the yearly rules promise and the others do not), and ``delay_10, delay_50, delay_90``:
        quantiles of the day on which the rule rings when exchanges stop for good.

    Examples
    --------
    >>> watched = pd.DataFrame({"design": "poisson", "rule": "yearly", "alpha": 0.1,
    ...                         "rings": [0, 1, 0], "years": [4, 4, 2], "day": [70, 90, 80]})
    >>> alarm_level(watched)[["per_year", "se", "kept", "delay_50"]].round(3).to_numpy().tolist()
    [[0.1, 0.075, True, 80.0]]
    """
    rows = []
    for _, part in watched.groupby(["design", "rule", "alpha"], sort=False):
        design, rule, alpha = (part[name].to_numpy()[0] for name in ("design", "rule", "alpha"))
        per_year = part["rings"].sum() / part["years"].sum()
        # a ratio of sums: its error comes from the residuals of each history
        residual = part["rings"] - per_year * part["years"]
        se = float(np.sqrt((residual**2).sum()) / part["years"].sum())
        delay = part["day"].quantile([0.1, 0.5, 0.9]).to_numpy()
        rows.append((design, rule, alpha, per_year, se, per_year <= alpha + 2 * se, *delay))
    names = ["design", "rule", "alpha", "per_year", "se", "kept"]
    return pd.DataFrame(rows, columns=[*names, "delay_10", "delay_50", "delay_90"])


def alarm_power(watched: pd.DataFrame, silences: Sequence[int]) -> pd.DataFrame:
    """Give the share of histories in which a silence of so many days sets a rule off.

    Parameters
    ----------
    watched
        As from :func:`watch_histories`.
    silences
        Days of silence, e.g. ``range(10, 200, 10)``.

    Returns
    -------
    pandas.DataFrame
        One row a design, rule, alpha and silence: ``share`` and its Monte Carlo error ``se``.

    Examples
    --------
    >>> watched = pd.DataFrame({"design": "poisson", "rule": "yearly", "alpha": 0.1,
    ...                         "day": [70, 90, 80, 85]})
    >>> alarm_power(watched, silences=[75, 85])["share"].tolist()
    [0.25, 0.75]
    """
    keys = ["design", "rule", "alpha"]
    tables = []
    for silence in silences:
        rung = (watched["day"] <= silence).groupby([watched[key] for key in keys], sort=False)
        table = rung.agg(share="mean", histories="size").reset_index()
        table["se"] = np.sqrt(table["share"] * (1 - table["share"]) / table.pop("histories"))
        tables.append(table.assign(silence=silence))
    return pd.concat(tables)[[*keys, "silence", "share", "se"]].reset_index(drop=True)


def _watch(
    name: str,
    design: Design,
    number: int,
    rng: np.random.Generator,
    rules: Mapping[str, AlarmRule],
    alphas: Sequence[float],
    known: int,
) -> list[dict[str, Any]]:
    gaps = simulated_gaps(design, rng)
    between = gaps.loc[gaps["part"] == "between", "days"].to_numpy()
    still_open = int(gaps["days"].to_numpy()[-1])
    # days without an exchange of each gap that is watched; the last one is still open
    silent = np.append(between[known:] - 1, still_open)
    years = (between[known:].sum() + still_open) / 365
    watched = range(known, len(between) + 1)
    rows = []
    for rule, ring in rules.items():
        for alpha in alphas:
            day = np.array([ring(between[:k], alpha, design.merge_days) for k in watched])
            row = {"design": name, "rule": rule, "alpha": alpha, "history": number}
            rows.append(
                row | {"rings": int((day <= silent).sum()), "years": years, "day": int(day[-1])}
            )
    return rows
