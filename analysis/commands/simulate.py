"""What the command ``simulate`` does and prints."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from joblib import parallel_config

from analysis.commands.progress import bar
from analysis.events.needs import NothingToShow
from analysis.record.loading import load_record
from analysis.trust.runs import RUNS, choices_file, store_pause_choices, write_simulated
from analysis.trust.stored import FOLDER

CHOICES = "choices"
"""The one run that depends on the record: every verdict on its notable pauses."""

PATIENCE = 10
"""Seconds to wait for the scheduler of a cluster."""


def run_simulate(options: argparse.Namespace) -> int:
    """Run the long simulations, a bar on standard error, and say where the tables are."""
    known = [*RUNS, CHOICES]
    unknown = [name for name in options.names if name not in known]
    if unknown:
        raise ValueError(f"no run {', '.join(unknown)}; expected {', '.join(known)}")
    with _cluster(options.scheduler):
        for name in options.names or known:
            told = partial(bar, name, "merge windows" if name == CHOICES else "histories")
            try:
                for path in _tables(name, options, told):
                    print(path)
            except NothingToShow as reason:
                print(f"{name}: left out: {reason}")
    return 0


def _tables(name: str, options: argparse.Namespace, told: partial[None]) -> list[Path]:
    """Write the tables of one run."""
    if name == CHOICES:
        record = load_record(options.data)
        path = choices_file(record)
        path = Path(options.out) / path.name if options.out else path
        return [store_pause_choices(record, path, options.jobs, told)]
    return write_simulated(
        options.out or FOLDER, [name], scale=options.scale, n_jobs=options.jobs, progress=told
    )


@contextmanager
def _cluster(scheduler: str | None) -> Iterator[None]:
    """Let joblib send its work to a Dask cluster; without one it stays on this machine."""
    if scheduler is None:
        yield
        return
    try:
        from distributed import Client
    except ImportError:
        raise ValueError(
            "--scheduler needs one more package: pip install distributed (2025.1 or newer)"
        ) from None
    try:
        client = Client(scheduler, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise ValueError(
            f"--scheduler {scheduler}: no Dask scheduler there; expected an address such as "
            "tcp://10.0.0.1:8786"
        ) from error
    with client, parallel_config(backend="dask"):
        yield
