"""Repeat a seeded trial many times, on all cores, and report shares with their error."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from statsmodels.stats.proportion import proportion_confint

Trial = Callable[[np.random.Generator], Mapping[str, bool]]

_CHUNKS = 50  # progress is told this often


def monte_carlo(
    trial: Trial,
    runs: int,
    rng: np.random.Generator,
    *,
    n_jobs: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Estimate how often each outcome of a trial comes true.

    Parameters
    ----------
    trial : callable
        Takes a generator, gives named outcomes, each true or false. An outcome that does not apply
        is left out of the mapping.
    runs : int
        Number of trials. Each has its own generator, spawned from `rng`, so that the result does
        not depend on how the work is divided.
    rng : numpy.random.Generator
        Source of randomness.
    n_jobs : int
        Processes; -1 for all cores. Inside ``joblib.parallel_config(backend=...)`` the work goes
        to that backend.
    progress : callable, optional
        Called with the number of trials done and of all trials, about fifty times.

    Returns
    -------
    pandas.DataFrame
        Index ``outcome``; ``share`` of trials in which it came true, exact binomial 95% interval
        ``low, high`` (Clopper & Pearson 1934) and ``runs`` in which it applied.

    Raises
    ------
    ValueError
        `runs` below 1.

    Examples
    --------
    >>> def coin(rng):
    ...     return {"heads": bool(rng.integers(2))}
    >>> table = monte_carlo(coin, 1000, np.random.default_rng(1))
    >>> float(table.loc["heads", "share"]), int(table.loc["heads", "runs"])
    (0.507, 1000)
    """
    if runs < 1:
        raise ValueError(f"runs must be at least 1, got {runs}")
    children = rng.spawn(runs)
    true: dict[str, int] = {}
    applied: dict[str, int] = {}
    with Parallel(n_jobs=n_jobs) as pool:
        for chunk in np.array_split(np.arange(runs), min(_CHUNKS, runs)):
            for outcome in pool(delayed(trial)(children[i]) for i in chunk):
                for name, value in outcome.items():
                    true[name] = true.get(name, 0) + bool(value)
                    applied[name] = applied.get(name, 0) + 1
            if progress:
                progress(int(chunk[-1]) + 1, runs)
    table = pd.DataFrame({"share": pd.Series(true) / pd.Series(applied)})
    limits = [proportion_confint(true[n], applied[n], method="beta") for n in table.index]
    table["low"], table["high"] = np.array(limits).reshape(-1, 2).T
    table["runs"] = pd.Series(applied)
    return table.rename_axis("outcome")
