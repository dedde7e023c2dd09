"""Every verdict on the notable pauses under every choice: what turns it, and how far it moves.

Under all choices the probabilities take minutes; they are kept with the long runs of
`simulated`, under a key that changes with the exchanges of the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from analysis.cadence.counting import DEFINITIONS, MERGE_WINDOWS, REFERENCE
from analysis.cadence.definitions import counted_exchanges
from analysis.cadence.histories import ranges_over_histories
from analysis.cadence.lifetimes import Model
from analysis.cadence.tables import rate_changes
from analysis.pauses.notable_pauses import Pause, notable_pauses
from analysis.pauses.simulated import FOLDER, Progress, write_table
from analysis.pauses.specification import specification_curve
from analysis.pauses.verdicts import Null, Test, gap_pvalue, window_gaps
from analysis.record.loading import Record

MODELS: tuple[Model | Literal["average"], ...] = ("exponential", "average")
"""Laws of the single-gap test: constant rate, and all six by their weights."""
STORED = FOLDER / "pause_choices.csv"
LEVEL = 0.05
"""P-values up to this are called small."""


def pause_choices(record: Record, merge_windows: Iterable[int], n_jobs: int) -> pd.DataFrame:
    """Judge the notable pauses under every definition, test and null.

    Parameters
    ----------
    record : Record
    merge_windows
        Days within which exchanges are one event.
    n_jobs : int
        Processes.

    Returns
    -------
    pandas.DataFrame
        As from `specification.specification_curve`; the regimes are those of the
        reference way of counting (`counting`).
    """
    return specification_curve(
        record,
        inside={pause.name: pause.inside for pause in notable_pauses(record)},
        definitions=DEFINITIONS,
        merge_windows=merge_windows,
        tests=get_args(Test),
        nulls=get_args(Null),
        models=MODELS,
        edges=list(rate_changes(record, REFERENCE).changes["change"]),
        n_jobs=n_jobs,
    )


def exchanges_key(record: Record) -> str:
    """Give a short word that changes with whatever the verdicts on pauses depend on."""
    counted = [counted_exchanges(record, name)[["start", "end"]] for name in DEFINITIONS]
    days = pd.concat(counted, keys=DEFINITIONS).to_csv()
    text = f"{record.counted_from:%Y-%m-%d} {record.complete_through:%Y-%m-%d}\n{days}"
    return sha256(text.encode()).hexdigest()[:12]


@lru_cache(maxsize=4)
def all_pause_choices(record: Record) -> pd.DataFrame:
    """`pause_choices` over all merge windows, as stored if stored for these exchanges.

    Cached; do not change it.
    """
    if STORED.is_file():
        table = pd.read_csv(STORED, keep_default_na=False, na_values={"pvalue": "", "end": ""},
                            parse_dates=["start", "end"])  # fmt: skip
        if (table.pop("exchanges_key") == exchanges_key(record)).all():
            return table
    return pause_choices(record, MERGE_WINDOWS, n_jobs=-1)


def store_pause_choices(record: Record, path: Path, n_jobs: int, progress: Progress) -> Path:
    """Write what `all_pause_choices` reads; `STORED` is the path of the project's own record.

    `progress` is called with the number of merge windows done and of all.
    """
    parts = []
    for done, merge_days in enumerate(MERGE_WINDOWS, start=1):
        parts.append(pause_choices(record, [merge_days], n_jobs))
        progress(done, len(MERGE_WINDOWS))
    table = pd.concat(parts, ignore_index=True)
    order = table["definition"].map(DEFINITIONS.index)
    table = table.iloc[np.argsort(order.to_numpy(), kind="stable")]
    return write_table(table.assign(exchanges_key=exchanges_key(record)), path)


def stored_verdicts_check(record: Record, fresh: pd.DataFrame) -> pd.DataFrame:
    """Are the verdicts that `all_pause_choices` gives those that the code computes?

    Parameters
    ----------
    record : Record
    fresh : pandas.DataFrame
        A part of them computed now, as from `pause_choices`.

    Returns
    -------
    pandas.DataFrame
        One row: ``check``, ``found`` (in words), ``holds``.
    """
    keys = ["pause", "definition", "merge_days", "test", "model", "null"]
    pairs = fresh.merge(all_pause_choices(record), on=keys, how="left", suffixes=("", "_kept"))
    same = np.isclose(pairs["pvalue"], pairs["pvalue_kept"], rtol=1e-4, equal_nan=True)
    same &= (pairs["days"] == pairs["days_kept"]).to_numpy()
    found = f"{int(same.sum()):,} of {len(fresh):,}"
    return pd.DataFrame(
        [("verdicts computed afresh equal the stored ones", found, bool(same.all()))],
        columns=["check", "found", "holds"],
    )


def verdict_table(curve: pd.DataFrame) -> pd.DataFrame:
    """How far do the p-values of each pause move over the choices, question by question?

    Parameters
    ----------
    curve : pandas.DataFrame
        As from `pause_choices`.

    Returns
    -------
    pandas.DataFrame
        Index ``pause`` (longest first) and ``asked`` (``longest of all`` or ``single gap``);
        ``ways`` (choices with a verdict), ``lowest, median, highest`` p-value, ``small`` (share of
        ways at or below `LEVEL`).
    """
    judged = curve.dropna(subset="pvalue")
    asked = np.where(judged["test"] == "single", "single gap", "longest of all")
    grouped = judged["pvalue"].groupby([judged["pause"], asked], sort=False)
    table = grouped.agg(["size", "min", "median", "max", _small])
    table.columns = ["ways", "lowest", "median", "highest", "small"]
    return table.rename_axis(["pause", "asked"])


def turning_choices(curve: pd.DataFrame, pause: str) -> pd.DataFrame:
    """Which choice turns the verdict on a pause?

    Parameters
    ----------
    curve : pandas.DataFrame
        As from `pause_choices`.
    pause : str
        A name in it.

    Returns
    -------
    pandas.DataFrame
        Index ``choice`` and ``value``: the share of ways at or below `LEVEL` among all that make
        this choice (``small``), with ``ways, lowest, highest``. A choice whose values differ much
        in ``small`` turns the verdict.
    """
    judged = curve[(curve["pause"] == pause) & curve["pvalue"].notna()]
    law = judged["model"].where(judged["model"] != "", "constant rate").replace(
        {"exponential": "constant rate", "average": "six laws averaged"}
    )  # fmt: skip
    window = pd.cut(judged["merge_days"], [-1, 1, 6, 14], labels=["0–1", "2–6", "7–14"])
    choices = {
        "asked": judged["test"].replace("longest_.*", "longest of all", regex=True),
        "compared with": judged["null"],
        "law": law,
        "definition": judged["definition"],
        "merge window, days": window.astype(str),
    }
    tables = {}
    for name, values in choices.items():
        grouped = judged["pvalue"].groupby(values, sort=False)
        tables[name] = grouped.agg(["size", _small, "min", "max"])
    table = pd.concat(tables, names=["choice", "value"])
    table.columns = ["ways", "small", "lowest", "highest"]
    return table


def history_verdicts(
    record: Record, pauses: Sequence[Pause], n: int, rng: np.random.Generator
) -> pd.DataFrame:
    """How far do the verdicts move over the histories that the record allows?

    An exchange that no page dates may have broken a pause on any day of its window; what is
    judged is then the longest silence left of the pause.

    Parameters
    ----------
    record : Record
    pauses : sequence of Pause
    n : int
        Histories to draw.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    pandas.DataFrame
        One row a pause, test and null, by the reference way of counting: ``pause, asked,
        compared_with``, and the p-value ``low, dated, high``. The longest-gap test is the
        discrete one, the single gap is judged under a constant rate.
    """
    edges = list(rate_changes(record, REFERENCE).changes["change"])
    tests: tuple[Test, ...] = ("longest_discrete", "single")

    def verdicts(events: pd.DataFrame) -> dict[tuple[str, str, str], float]:
        gaps = window_gaps(record, events)
        found: dict[tuple[str, str, str], float] = {}
        for pause in pauses:
            position = pause.longest_left(gaps, record.complete_through)
            assert position is not None  # the gaps of a window leave out no day
            for test, null in product(tests, get_args(Null)):
                pvalue = gap_pvalue(gaps, position, test, null, "exponential", edges)
                found[pause.name, test, null] = pvalue
        return found

    table = ranges_over_histories(verdicts, record, **REFERENCE, n=n, rng=rng)
    return table.rename_axis(["pause", "asked", "compared_with"]).reset_index()


def _small(pvalues: pd.Series[Any]) -> float:
    return float((pvalues <= LEVEL).mean())
