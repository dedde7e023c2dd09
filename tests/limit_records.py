"""Valid records at the limits: nothing, one exchange, one day, months only, fifty years, many.

Run as a script it writes one: ``python tests/limit_records.py KIND FOLDER``.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.record.schema import TABLES

FIRST = pd.Timestamp("2031-01-01")
SPEAKERS = {"Office of A": "side_a", "Office of B": "side_b", "Outlet": "other"}
DAY = pd.Timedelta(days=1)
Exchange = tuple[pd.Timestamp, pd.Timestamp, int, int]
"""First and last possible day, and persons returned to either side."""


def _exchanges(kind: str) -> Iterator[Exchange]:
    rng = np.random.default_rng(5)
    if kind == "one_exchange":
        yield FIRST + 20 * DAY, FIRST + 20 * DAY, 12, 10
    elif kind == "one_day":
        for persons in (5, 7, 9, 11):
            yield FIRST + 20 * DAY, FIRST + 20 * DAY, persons, persons
    elif kind == "two_gaps":
        for day in (20, 30, 50):
            yield FIRST + day * DAY, FIRST + day * DAY, 12, 10
    elif kind == "even":  # every gap is like the others
        for day in range(0, 200, 10):
            yield FIRST + day * DAY, FIRST + day * DAY, 12, 10
    elif kind == "months":
        for month in pd.date_range(FIRST, periods=12, freq="MS"):
            yield month, month + pd.offsets.MonthEnd(), int(rng.integers(20, 200)), 15
    elif kind == "one_side":
        for day in np.cumsum(rng.integers(3, 40, 12)):
            yield FIRST + int(day) * DAY, FIRST + int(day) * DAY, int(rng.integers(20, 200)), 0
    elif kind in ("fifty_years", "many_reports"):
        for day in np.cumsum(rng.integers(3, 40, 860)):
            persons = int(rng.integers(20, 200))
            yield FIRST + int(day) * DAY, FIRST + int(day) * DAY, persons, persons
    elif kind != "none":
        raise ValueError(f"{kind}: no such record")


KINDS = ("none", "one_exchange", "one_day", "two_gaps", "even", "months", "one_side")
LARGE = ("fifty_years", "many_reports")


def write_record(kind: str, folder: Path) -> Path:
    """Write the record of a kind, in the words of a folder that declares none."""
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in TABLES}
    rows["speakers"] = [
        {"speaker": name, "voice": name, "side": side} for name, side in SPEAKERS.items()
    ]
    pages = 9 if kind == "many_reports" else 1
    total, last = 0, FIRST + 90 * DAY
    for number, (start, end, to_a, to_b) in enumerate(_exchanges(kind), start=1):
        total, last = total + to_a, max(last, end + 20 * DAY)
        name = f"no{number:04}"
        rows["exchanges"].append(
            {"exchange_id": name, "start": start.date(), "end": end.date(), "kind": "exchange"}
        )
        event = {"bound": "exact", "scope": "event", "start": start.date(), "end": end.date()}
        for page in range(pages):
            speaker = [*SPEAKERS][page % len(SPEAKERS)]
            said: list[dict[str, object]] = [{"measure": "returned_to_a", "value": to_a} | event]
            if kind != "one_side":
                said.append({"measure": "returned_to_b", "value": to_b} | event)
            if page == 0 and kind != "one_day":
                ever = {"scope": "cumulative", "start": FIRST.date()}
                said.append({"measure": "returned_to_a", "value": total} | event | ever)
            source = f"{name}-{page}"
            rows["sources"].append(
                {
                    "source_id": source,
                    "outlet": "Outlet",
                    "url": f"https://example.org/{source}",
                    "published": end.date(),
                    "language": "en",
                    "attributed_to": speaker,
                }
            )
            rows["reports"] += [
                {"report_id": f"{source}/{place}", "source_id": source, "group": "all"} | report
                for place, report in enumerate(said, start=1)
            ]
    folder.mkdir(parents=True, exist_ok=True)
    package = {"counted_from": str(FIRST.date()), "complete_through": str(last.date())}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    for name, table in TABLES.items():
        with (folder / table.file).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [column.name for column in table.columns], restval="")
            writer.writeheader()
            writer.writerows(rows[name])
    return folder


if __name__ == "__main__":
    write_record(sys.argv[1], Path(sys.argv[2]))
