"""A record folder of an invented conflict: reports drawn from a history whose truth is known.

``PYTHONPATH=. python tests/simulated_record.py`` writes ``tests/data/simulated_conflict``; a test
proves that the committed folder is what this writes.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.record.schema import PACKAGE_FILE, TABLES
from analysis.trust.simulate import Day, SimulatedHistory, in_order, poisson_history

FOLDER = Path(__file__).parent / "data" / "simulated_conflict"

_SPEAKERS = (
    {"speaker": "Headquarters", "voice": "Headquarters", "side": "north"},
    {"speaker": "Ministry", "voice": "Ministry", "side": "south"},
)
_WORDS = {
    "sides": [
        {"name": "north", "title": "the North"},
        {"name": "south", "title": "the South"},
    ],
    "measures": [
        {"name": "returned_to_north", "title": "returned to the North", "side": "north"},
        {"name": "returned_to_south", "title": "returned to the South", "side": "south"},
        {"name": "exchanges", "title": "exchanges", "unit": "exchanges"},
    ],
    "channels": [{"name": "official", "title": "official handovers", "numbered_chain": True}],
    "kinds": [{"name": "handover", "title": "handover", "channel": "official"}],
    "definitions": [
        {
            "name": "official",
            "title": "official handovers",
            "kinds": ["handover"],
            "silence": "no official handover is on record",
        }
    ],
}
_USUAL = 80  # median of persons returned
_SPREAD = 0.7  # standard deviation of its logarithm
_EVERY = 5  # exchanges between two published totals


def write_simulated_record(
    history: SimulatedHistory, folder: Path | str, withheld: float, rng: np.random.Generator
) -> pd.DataFrame:
    """Write the reports of a simulated history as a record folder.

    Every day with events is a numbered exchange. Unless the count is withheld, the Headquarters
    state the persons returned to their side and the Ministry those returned to its own; after every
    fifth exchange, and after the last, the Headquarters state the totals of persons and of
    exchanges. All statements are true.

    Parameters
    ----------
    history : SimulatedHistory
        The events.
    folder : path
        Where the five CSV files and ``datapackage.json`` go; made if it does not exist.
    withheld : float
        Share of exchanges of which neither side states a count, from 0 to 1.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    pandas.DataFrame
        The truth, one row an exchange: ``exchange_id, day, returned_to_north,
        returned_to_south, withheld``.

    Raises
    ------
    ValueError
        `withheld` outside 0 to 1, or a history without events.

    Examples
    --------
    >>> import tempfile
    >>> from analysis.record.loading import load_record
    >>> from analysis.trust.simulate import poisson_history
    >>> rng = np.random.default_rng(1)
    >>> history = poisson_history("2031-01-01", "2032-12-31", 0.05, rng)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     truth = write_simulated_record(history, folder, withheld=0.2, rng=rng)
    ...     record = load_record(folder)
    >>> len(truth) == len(history.days.unique()) == len(record.exchanges)
    True
    """
    if not 0 <= withheld <= 1:
        raise ValueError(f"withheld must lie between 0 and 1, got {withheld}")
    days = history.days.unique()
    size = len(days)
    if not size:
        raise ValueError("history has no events: there is nothing to report")
    to_north = np.maximum(np.round(_USUAL * rng.lognormal(0, _SPREAD, size)), 1).astype(int)
    even = rng.uniform(size=size) < 0.6
    other = np.maximum(np.round(to_north * rng.uniform(0.7, 1.3, size)), 1).astype(int)
    truth = pd.DataFrame(
        {
            "exchange_id": [f"exchange-{number}" for number in range(1, size + 1)],
            "day": days,
            "returned_to_north": to_north,
            "returned_to_south": np.where(even, to_north, other),
            "withheld": rng.uniform(size=size) < withheld,
        }
    )
    reports = _reports(truth, f"{history.start:%Y-%m-%d}")
    _write(Path(folder), truth, reports, history)
    return truth


def _reports(truth: pd.DataFrame, counted_from: str) -> list[dict[str, object]]:
    """What the two sides say, in order of time."""
    reports: list[dict[str, object]] = []

    def say(
        speaker: str, day: str, measure: str, value: int, scope: str, number: int | None = None
    ) -> None:
        source = f"{speaker.lower()}-{day}"
        spoken = sum(report["source_id"] == source for report in reports[-20:])
        reports.append(
            {
                "report_id": f"{source}/{spoken + 1}",
                "source_id": source,
                "measure": measure,
                "group": "all",
                "channel": "official",
                "value": value,
                "bound": "exact",
                "scope": scope,
                "start": day if scope == "event" else counted_from,
                "end": day,
                "exchange_no": number,
            }
        )

    days = truth["day"].dt.strftime("%Y-%m-%d").tolist()
    north, south = truth["returned_to_north"].tolist(), truth["returned_to_south"].tolist()
    for number, day in enumerate(days, start=1):
        if not truth["withheld"].iloc[number - 1]:
            to_north, to_south = north[number - 1], south[number - 1]
            say("Headquarters", day, "returned_to_north", to_north, "event", number)
            say("Ministry", day, "returned_to_south", to_south, "event", number)
        if number % _EVERY == 0 or number == len(days):
            say("Headquarters", day, "returned_to_north", sum(north[:number]), "cumulative")
            say("Headquarters", day, "exchanges", number, "cumulative")
    return reports


def _write(
    folder: Path, truth: pd.DataFrame, reports: list[dict[str, object]], history: SimulatedHistory
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    sources = {str(report["source_id"]): str(report["end"]) for report in reports}
    rows: Mapping[str, Iterable[Mapping[str, object]]] = {
        "sources": [
            {
                "source_id": source,
                "outlet": "Gazette",
                "url": f"https://example.org/{source}",
                "published": day,
                "language": "en",
                "attributed_to": source.split("-")[0].capitalize(),
            }
            for source, day in sources.items()
        ],
        "speakers": _SPEAKERS,
        "reports": reports,
        "exchanges": [
            {
                "exchange_id": f"exchange-{number}",
                "start": day,
                "end": day,
                "number": number,
                "kind": "handover",
            }
            for number, day in enumerate(truth["day"].dt.strftime("%Y-%m-%d"), start=1)
        ],
        "judgements": [],
    }
    for name, table in TABLES.items():
        with (folder / table.file).open("w", encoding="utf-8", newline="") as file:
            names = [column.name for column in table.columns if not column.optional]
            writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows[name])
    package = {
        "name": "simulated-record",
        "title": "Reports drawn from a simulated history: nothing here happened",
        "counted_from": f"{history.start:%Y-%m-%d}",
        "complete_through": f"{history.end:%Y-%m-%d}",
        "vocabulary": _WORDS,
    }
    text = json.dumps(package, indent=2) + "\n"
    (folder / PACKAGE_FILE).write_text(text, encoding="utf-8", newline="\n")


def paused_history(
    start: Day, end: Day, rate: float, pause_start: Day, pause_end: Day, rng: np.random.Generator
) -> SimulatedHistory:
    """Draw Poisson events with one stretch, first to last day, in which nothing can happen."""
    first, last = in_order(start, end)
    low, high = in_order(pause_start, pause_end)
    in_order(first, low)
    in_order(high, last)
    history = poisson_history(first, last, rate, rng)
    outside = (history.days < low) | (history.days > high)
    return SimulatedHistory(history.days[outside], first, last)


def write_simulated_conflict(folder: Path) -> pd.DataFrame:
    """Write the record of an invented conflict with one pause, the same on every run."""
    rng = np.random.default_rng(2031)
    history = paused_history("2031-01-01", "2034-06-30", 0.045, "2032-09-01", "2033-02-10", rng)
    return write_simulated_record(history, folder, withheld=0.1, rng=rng)


if __name__ == "__main__":
    print(write_simulated_conflict(FOLDER))
