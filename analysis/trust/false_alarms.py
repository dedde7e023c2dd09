"""How often each test of a pause cries wolf, and how often it sees a real one.

No method without a simulated level: histories in which nothing changes are drawn from several
designs, each test is asked, and the share of false alarms stands beside the promised one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import pandas as pd
from joblib import Parallel

from analysis.events.events import exchange_events
from analysis.events.verdicts import KnownExchanges, gap_pvalue, window_gaps
from analysis.gaps.laws import Model
from analysis.trust.simulate import (
    SimulatedHistory,
    clustered_history,
    poisson_history,
    regular_history,
)
from analysis.workers import task


@dataclass(frozen=True)
class Design:
    """A way in which exchanges might go on with nothing changing.

    `merge_days` is the merge window with which a history drawn is read; `words` tell readers how
    exchanges come in it.
    """

    draw: Callable[[np.random.Generator], SimulatedHistory]
    merge_days: int
    words: str


# Four years with about 60 events each, as in the record.
_FOUR_YEARS = ("2030-01-01", "2033-12-31")

_CLUSTERS = partial(clustered_history, *_FOUR_YEARS)

DESIGNS: Mapping[str, Design] = MappingProxyType(
    {
        "poisson": Design(partial(poisson_history, *_FOUR_YEARS, 0.041), 0, "at random"),
        "regular": Design(partial(regular_history, *_FOUR_YEARS, 24.0, 0.5), 0, "regularly"),
        "clustered": Design(partial(_CLUSTERS, 0.02, 2.0, 7.0), 0, "in clusters"),
        # deals at a constant rate, each spread over several days, read as one event
        "multi_day": Design(partial(_CLUSTERS, 0.041, 2.0, 1.5), 3, "over some days of a deal"),
    }
)


def simulated_gaps(design: Design, rng: np.random.Generator) -> pd.DataFrame:
    """Draw a history and list all its spacings as `window_gaps` does, merged as the design says."""
    history = design.draw(rng)
    exchanges = pd.DataFrame({"start": history.days, "end": history.days, "kind": "exchange"})
    exchanges["number"] = pd.array([pd.NA] * len(exchanges), dtype="Int64")
    record = KnownExchanges(exchanges, history.start, history.end)
    return window_gaps(record, exchange_events(record, "all", design.merge_days))


def verdict_shares(
    designs: Mapping[str, Design],
    *,
    models: Sequence[Model | Literal["average"]],
    levels: Sequence[float],
    pause_days: Sequence[int],
    histories: int,
    rng: np.random.Generator,
    n_jobs: int = 1,
    verbose: int = 0,
) -> pd.DataFrame:
    """Tell the share of simulated histories in which each test calls a gap too long.

    Parameters
    ----------
    designs
        E.g. `DESIGNS`.
    models
        Laws for the single-gap test.
    levels
        Nominal levels: a test rings where its p-value is at most this.
    pause_days
        0: nothing changes, and the share is the level that the test has. Otherwise the gap in the
        middle of the history is lengthened to this many days, and the share is the power.
    histories
        Number of histories a design.
    rng, n_jobs, verbose
        Source of randomness; for joblib: number of workers, progress on stderr.

    Returns
    -------
    pandas.DataFrame
        One row a combination: ``design, test, model, gap, pause_days, level, share, se`` (Monte
        Carlo), ``histories``. ``gap`` is what the test was asked about: ``longest`` (of all, null
        the whole history) or ``named`` (the middle one, null the gaps before it). The single-gap
        test of the longest gap is a misuse, shown because it is common.

    Examples
    --------
    >>> table = verdict_shares({"poisson": DESIGNS["poisson"]}, models=["exponential"],
    ...                        levels=[0.05], pause_days=[0], histories=40,
    ...                        rng=np.random.default_rng(1))
    >>> table.loc[table["test"] == "single", ["gap", "share"]].to_numpy().tolist()
    [['named', 0.025], ['longest', 1.0]]
    """
    tasks = [
        (name, generator)
        for name, generators in zip(
            designs, (g.spawn(histories) for g in rng.spawn(len(designs))), strict=True
        )
        for generator in generators
    ]
    parts = Parallel(n_jobs=n_jobs, verbose=verbose)(
        task(_ask)(name, designs[name], generator, models, pause_days) for name, generator in tasks
    )
    asked = pd.DataFrame([row for part in parts for row in part]).dropna(subset="pvalue")
    keys = ["design", "test", "model", "gap", "pause_days"]
    tables = []
    for level in levels:
        grouped = (asked["pvalue"] <= level).groupby([asked[key] for key in keys], sort=False)
        table = grouped.agg(share="mean", histories="size").reset_index()
        table["se"] = np.sqrt(table["share"] * (1 - table["share"]) / table["histories"])
        tables.append(table.assign(level=level))
    return pd.concat(tables)[[*keys, "level", "share", "se", "histories"]].reset_index(drop=True)


def _ask(
    name: str,
    design: Design,
    rng: np.random.Generator,
    models: Sequence[Model | Literal["average"]],
    pause_days: Sequence[int],
) -> list[dict[str, Any]]:
    """Ask every test about one history, without and with a pause in its middle."""
    drawn = simulated_gaps(design, rng)
    named, rows = len(drawn) // 2, []
    for pause in pause_days:
        gaps = drawn.copy()
        if pause:
            days = gaps["days"].to_numpy().copy()
            days[named] = max(pause, days[named])
            gaps["days"] = days
        longest = int(np.argmax(gaps["days"].to_numpy()))
        questions = [
            ("longest_continuous", "", "longest", longest, "whole"),
            ("longest_discrete", "", "longest", longest, "whole"),
            *(("single", model, "named", named, "before") for model in models),
            *(("single", model, "longest", longest, "whole") for model in models),
        ]
        for test, model, gap, position, null in questions:
            pvalue = gap_pvalue(
                gaps, position, test, null, model or "exponential",  # type: ignore[arg-type]
                merge_days=design.merge_days,
            )  # fmt: skip
            rows.append(
                {"design": name, "test": test, "model": model, "gap": gap}
                | {"pause_days": pause, "pvalue": pvalue}
            )
    return rows
