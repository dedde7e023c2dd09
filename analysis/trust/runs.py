"""How well the methods do, on simulated histories: long runs, kept as tables.

They hold for the methods, not for a record: only a change of a method calls for a new run,
``python -m analysis simulate``. All verdicts on the pauses of one record are kept with the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from os import PathLike
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from analysis.events.events import MERGE_WINDOWS, counted_exchanges, definitions
from analysis.events.three_worlds import WORLDS
from analysis.events.verdicts_by_counting import pause_choices
from analysis.gaps.alarm import ALPHAS
from analysis.record.loading import Record
from analysis.record.stored import KeptTable, write_table
from analysis.trust.alarm_watch import RULES, alarm_level, alarm_power, watch_histories
from analysis.trust.coverage import measure_levels
from analysis.trust.false_alarms import DESIGNS, verdict_shares
from analysis.trust.monte_carlo import Progress
from analysis.trust.stops import QUICK, STOPS, stop_shares

Run = Callable[[float, int, Progress], Mapping[str, pd.DataFrame]]

SEED = 2026
"""Of every run, so that a run repeated is the same run."""

_CHUNK = 20  # histories between two reports of progress

_POWER = (45, 60, 75, 90, 120, 150, 180)  # days of the pause put into a history

_SILENCES = tuple(range(10, 301, 10))  # days


def _cadence(scale: float, n_jobs: int, progress: Progress) -> dict[str, pd.DataFrame]:
    rng = np.random.default_rng(SEED)
    table = measure_levels(_some(1000, scale), rng, n_jobs=n_jobs, progress=progress)
    return {"cadence_levels": table.reset_index()}


def _verdicts(
    pauses: Sequence[int], exact: int, averaged: int
) -> Callable[[float, int, Progress], pd.DataFrame]:
    """Shares of verdicts; the slow averaged law has a number of histories of its own, or none."""

    def run(scale: float, n_jobs: int, progress: Progress) -> pd.DataFrame:
        parts = []
        for model, histories in (("exponential", exact), ("average", averaged)):
            if not histories:
                continue
            for size, rng in _chunks(_some(histories, scale), progress):
                table = verdict_shares(
                    DESIGNS,
                    models=(model,),  # type: ignore[arg-type]
                    levels=(0.05, 0.01),
                    pause_days=pauses,
                    histories=size,
                    rng=rng,
                    n_jobs=n_jobs,
                )
                parts.append(table if model == "exponential" else table[table["model"] == model])
        every = pd.concat(parts)
        every["rings"] = every["share"] * every["histories"]
        keys = ["design", "test", "model", "gap", "pause_days", "level"]
        sums = every.groupby(keys, sort=False)[["rings", "histories"]].sum()
        share = sums["rings"] / sums["histories"]
        table = sums.assign(share=share, se=np.sqrt(share * (1 - share) / sums["histories"]))
        return table.drop(columns="rings").reset_index()

    return run


def _pauses(scale: float, n_jobs: int, progress: Progress) -> dict[str, pd.DataFrame]:
    return {"pause_levels": _verdicts((0,), 2000, 40)(scale, n_jobs, progress)}


def _power(scale: float, n_jobs: int, progress: Progress) -> dict[str, pd.DataFrame]:
    return {"pause_power": _verdicts(_POWER, 400, 0)(scale, n_jobs, progress)}


def _alarms(scale: float, n_jobs: int, progress: Progress) -> dict[str, pd.DataFrame]:
    watched = []
    # what is promised is measured on many histories; the rules of thumb break it plainly on fewer
    for rules, histories in ((["yearly"], 2000), (["single_gap", "quantile"], 300)):
        for number, (size, rng) in enumerate(_chunks(_some(histories, scale), progress)):
            part = watch_histories(
                DESIGNS,
                rules={name: RULES[name] for name in rules},
                alphas=ALPHAS,
                known=10,
                histories=size,
                rng=rng,
                n_jobs=n_jobs,
            )
            watched.append(part.assign(history=part["history"] + number * _CHUNK))
    every = pd.concat(watched)
    return {"alarm_levels": alarm_level(every), "alarm_power": alarm_power(every, _SILENCES)}


def _stops(scale: float, n_jobs: int, progress: Progress) -> dict[str, pd.DataFrame]:
    asked = [(QUICK, (0,), 2000), (QUICK, STOPS[1:], 400), (("uneven gaps",), STOPS, 30)]
    jobs = [(world, *job) for job in asked for world in WORLDS]
    rngs, parts = np.random.default_rng(SEED).spawn(len(jobs)), []
    for done, ((world, tests, stops, histories), rng) in enumerate(
        zip(jobs, rngs, strict=True), start=1
    ):
        parts.append(stop_shares([world], tests, stops, _some(histories, scale), rng))
        progress(done, len(jobs))
    return {"stop_shares": pd.concat(parts, ignore_index=True)}


RUNS: Mapping[str, Run] = MappingProxyType(
    {
        "cadence": _cadence,
        "pauses": _pauses,
        "power": _power,
        "alarms": _alarms,
        "stops": _stops,
    }
)
"""Every long run by name; each gives one table or more, by the names of their files."""


def write_simulated(
    folder: str | PathLike[str],
    runs: Sequence[str],
    *,
    scale: float,
    n_jobs: int,
    progress: Progress,
) -> list[Path]:
    """Simulate `RUNS` by name and write their tables into a folder, made if need be.

    `scale` is the share of the full number of histories, above 0; 1 takes some hours on two cores.
    `n_jobs` is the number of processes, -1 for all cores; a backend set by
    ``joblib.parallel_config`` is used. Gives the files written.
    """
    unknown = [name for name in runs if name not in RUNS]
    if unknown or not 0 < scale < np.inf:
        raise ValueError(f"runs {list(runs)}, scale {scale}: expected {list(RUNS)} and above 0")
    return [
        write_table(table, Path(folder) / f"{name}.csv")
        for run in runs
        for name, table in RUNS[run](scale, n_jobs, progress).items()
    ]


def _some(histories: int, scale: float) -> int:
    return max(1, round(histories * scale))


def _chunks(total: int, progress: Progress) -> Iterator[tuple[int, np.random.Generator]]:
    """Sizes and generators of the parts of a run; progress is told as each is done."""
    sizes = [min(_CHUNK, total - done) for done in range(0, total, _CHUNK)]
    children = np.random.default_rng(SEED).spawn(len(sizes))
    for number, part in enumerate(zip(sizes, children, strict=True)):
        yield part
        progress(number * _CHUNK + part[0], total)


_CHOICES = {
    **dict.fromkeys(["pause", "definition"], "word"),
    "merge_days": "number",
    "test": "word",
    "model": "word?",
    "null": "word",
    "start": "date",
    "end": "date?",
    **dict.fromkeys(["days", "rank", "gaps"], "number"),
    "pvalue": "number?",
}
"""Columns of the stored verdicts, and their kinds."""


def choices_file(record: Record) -> Path:
    """Where a record keeps the verdicts on its pauses, once they have been computed."""
    return record.folder / "derived" / "pause_choices.csv"


def kept_choices(record: Record, path: Path | None = None) -> KeptTable:
    """Give the verdicts on the pauses of a record as kept in `choices_file`, or elsewhere."""
    return KeptTable(
        path or choices_file(record), _CHOICES, "exchanges_key", exchanges_key(record),
        "python -m analysis simulate choices",
    )  # fmt: skip


def exchanges_key(record: Record) -> str:
    """Give a short word that changes with whatever the verdicts on pauses depend on."""
    counted = [counted_exchanges(record, name)[["start", "end"]] for name in definitions(record)]
    days = pd.concat(counted, keys=definitions(record)).to_csv()
    text = f"{record.counted_from:%Y-%m-%d} {record.complete_through:%Y-%m-%d}\n{days}"
    return sha256(text.encode()).hexdigest()[:12]


@lru_cache(maxsize=4)
def all_pause_choices(record: Record) -> pd.DataFrame:
    """`pause_choices` over all merge windows, as stored if stored for these exchanges.

    Cached; do not change it. A stored table that is damaged or cut is a RecordError.
    """
    kept = kept_choices(record).read()
    if kept is not None:
        return kept
    table = pause_choices(record, MERGE_WINDOWS, n_jobs=-1)
    # As it would be read: six digits, so that a figure does not depend on what was stored.
    return table.assign(pvalue=[float(f"{pvalue:.6g}") for pvalue in table["pvalue"]])


def store_pause_choices(record: Record, path: Path, n_jobs: int, progress: Progress) -> Path:
    """Write what `all_pause_choices` reads, usually into `choices_file`.

    `progress` is called with the number of merge windows done and of all.
    """
    parts = []
    for done, merge_days in enumerate(MERGE_WINDOWS, start=1):
        parts.append(pause_choices(record, [merge_days], n_jobs))
        progress(done, len(MERGE_WINDOWS))
    table = pd.concat(parts, ignore_index=True)
    order = table["definition"].map(definitions(record).index)
    table = table.iloc[np.argsort(order.to_numpy(), kind="stable")]
    return kept_choices(record, path).write(table)
