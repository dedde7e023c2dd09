"""Repeat a seeded trial many times, on all cores, and report shares with their error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from joblib import Parallel
from statsmodels.stats.proportion import proportion_confint

from analysis.workers import task

Trial = Callable[[np.random.Generator], Mapping[str, bool]]

Progress = Callable[[int, int], None]
"""Called with the number of histories done and of all histories."""

_CHUNKS = 50  # progress is told this often


def monte_carlo(
    trial: Trial,
    runs: int,
    rng: np.random.Generator,
    *,
    n_jobs: int = 1,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Estimate how often each outcome of a trial comes true.

    A trial names outcomes, each true or false; one that does not apply it leaves out. Each run has
    its own generator, spawned from `rng`, so that the result does not depend on how the work is
    divided; `n_jobs` is -1 for all cores, and a backend set by ``joblib.parallel_config`` is used.

    Index ``outcome``; ``share`` of trials in which it came true, exact binomial 95% interval
    ``low, high`` (Clopper & Pearson 1934) and ``runs`` in which it applied.

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
    true: Counter[str] = Counter()
    applied: Counter[str] = Counter()
    with Parallel(n_jobs=n_jobs) as pool:
        for chunk in np.array_split(np.arange(runs), min(_CHUNKS, runs)):
            for outcome in pool(task(trial)(children[i]) for i in chunk):
                true.update({name: int(value) for name, value in outcome.items()})
                applied.update(outcome.keys())
            if progress:
                progress(int(chunk[-1]) + 1, runs)
    table = pd.DataFrame({"share": pd.Series(true) / pd.Series(applied)})
    limits = [proportion_confint(true[n], applied[n], method="beta") for n in table.index]
    table["low"], table["high"] = np.array(limits).reshape(-1, 2).T
    table["runs"] = pd.Series(applied)
    return table.rename_axis("outcome")
