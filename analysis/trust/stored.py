"""Tables that long runs of the methods leave behind, and their shapes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from analysis.record.stored import fault, read_stored

FOLDER = Path(__file__).with_name("tables")
"""Where the package keeps the tables of its methods."""

_VERDICTS = {
    **dict.fromkeys(["design", "test"], "word"),
    "model": "word?",
    "gap": "word",
    **dict.fromkeys(["pause_days", "level", "histories", "share", "se"], "number"),
}
_ALARMS = {"design": "word", "rule": "word", "alpha": "number"}
TABLES: Mapping[str, tuple[Mapping[str, str], int]] = MappingProxyType(
    {
        "cadence_levels": (
            {
                "outcome": "word",
                **dict.fromkeys(["nominal", "share", "low", "high", "runs"], "number"),
            },
            46,
        ),
        "pause_levels": (_VERDICTS, 48),
        "pause_power": (_VERDICTS, 224),
        "alarm_levels": (
            {
                **_ALARMS,
                **dict.fromkeys(["per_year", "se"], "number"),
                "kept": "truth",
                **dict.fromkeys(["delay_10", "delay_50", "delay_90"], "number"),
            },
            36,
        ),
        "stop_shares": (
            {
                **dict.fromkeys(["world", "test"], "word"),
                **dict.fromkeys(["stop_days", "histories", "share", "se"], "number"),
            },
            54,
        ),
        "alarm_power": ({**_ALARMS, **dict.fromkeys(["silence", "share", "se"], "number")}, 1080),
    }
)
"""The tables of `FOLDER`: the kind of each column, and how many rows."""


def read_simulated(folder: Path, name: str) -> pd.DataFrame:
    """Read one of `TABLES` from where `runs.write_simulated` wrote it; see `read_stored`.

    >>> table = read_simulated(FOLDER, "pause_levels")
    >>> int(table["histories"].max())
    2000
    """
    columns, rows = TABLES[name]
    table = read_stored(folder / f"{name}.csv", columns)
    if len(table) != rows:
        raise fault(folder / f"{name}.csv", None, "", f"{len(table):,} rows", f"{rows:,}")
    return table
