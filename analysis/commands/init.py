"""What the command ``init`` does: a small folder of a record that is valid, to start one's own."""

from __future__ import annotations

import argparse
import csv
import io
import json
from pathlib import Path
from typing import Any

from analysis.files import write_all
from analysis.record.declared import DEFAULT_VOCABULARY
from analysis.record.dictionary import with_dictionary
from analysis.record.loading import load_record
from analysis.record.schema import LARGEST_COUNT, PACKAGE_FILE, TABLES, Column, Table
from analysis.record.words import DEFAULT

_DAYS = {"counted_from": "2031-01-01", "complete_through": "2031-03-31"}
_GAZETTE, _HERALD = "gazette-2031-01-10", "herald-2031-02-03"
_EVENT = {"group": "all", "bound": "exact", "scope": "event"}
_TOTAL = _EVENT | {"scope": "cumulative", "start": _DAYS["counted_from"], "end": "2031-02-02"}
_FIRST = _EVENT | {"source_id": _GAZETTE, "start": "2031-01-10", "end": "2031-01-10"}
_ROWS: dict[str, list[dict[str, Any]]] = {
    "sources": [
        {"source_id": _GAZETTE, "outlet": "Gazette", "url": "https://example.org/gazette",
         "published": "2031-01-10", "language": "en", "attributed_to": "Office of A; Office of B"},
        {"source_id": _HERALD, "outlet": "Herald", "url": "https://example.org/herald",
         "published": "2031-02-03", "language": "en", "attributed_to": "Office of A"},
    ],
    "speakers": [
        {"speaker": "Office of A", "voice": "Office of A", "side": "side_a"},
        {"speaker": "Office of B", "voice": "Office of B", "side": "side_b"},
    ],
    "reports": [
        _FIRST | {"report_id": f"{_GAZETTE}/1", "measure": "returned_to_a", "value": 12},
        _FIRST | {"report_id": f"{_GAZETTE}/2", "measure": "returned_to_b", "value": 10},
        _TOTAL | {"report_id": f"{_HERALD}/1", "source_id": _HERALD, "measure": "returned_to_a",
                  "value": 30},
        _TOTAL | {"report_id": f"{_HERALD}/2", "source_id": _HERALD, "measure": "exchanges",
                  "value": 2},
        _EVENT | {"report_id": f"{_HERALD}/3", "source_id": _HERALD, "measure": "returned_to_b",
                  "value": 19, "start": "2031-02-02", "end": "2031-02-02"},
    ],
    "exchanges": [
        {"exchange_id": "2031-01-10", "start": "2031-01-10", "end": "2031-01-10",
         "kind": "exchange", "note": "day stated by a page"},
        {"exchange_id": "2031-02-02", "start": "2031-02-02", "end": "2031-02-02",
         "kind": "exchange", "note": "the day after which a page gives the total"},
    ],
    "judgements": [],
}  # fmt: skip
"""Rows that show the form: nothing in them happened."""

_README = """# Our record

What was said of exchanges of prisoners, by whom, when. The rows are examples: nothing in them
happened. Replace them, and in `datapackage.json` the first and the last searched day
(`counted_from`, `complete_through`) and the words under `vocabulary`: sides, measures, groups,
channels, kinds of exchanges. `exchange-cadence validate --data FOLDER` names every fault by file,
line and column; `exchange-cadence add --data FOLDER` adds a report and shows what it changes.

<!-- words: measures -->

<!-- /words -->

<!-- words: groups -->

<!-- /words -->

<!-- words: channels -->

<!-- /words -->

<!-- words: kinds -->

<!-- /words -->
"""


def run_init(options: argparse.Namespace) -> int:
    """Write the folder, and say what it holds."""
    folder = Path(options.folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ValueError(f"{folder} holds something already; expected a new or an empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    write_all({folder / name: text for name, text in starter_files().items()})
    record = load_record(folder)
    print(f"{folder}: {record}")
    print(f"its words stand in {folder / PACKAGE_FILE}; {folder / 'README.md'} says how to go on")
    return 0


def starter_files() -> dict[str, str]:
    """Text of each file of a small record, by name."""
    package = {
        "name": "our-record",
        "title": "Reported exchanges of prisoners: an invented example to start from",
        **_DAYS,
        "vocabulary": DEFAULT,
        "resources": [_resource(table) for table in TABLES.values()],
    }
    files = {table.file: _csv(table) for table in TABLES.values()}
    files["README.md"] = with_dictionary(_README, DEFAULT_VOCABULARY)
    return files | {PACKAGE_FILE: json.dumps(package, indent=2) + "\n"}


def _columns(table: Table) -> list[Column]:
    return [column for column in table.columns if not column.optional]


def _csv(table: Table) -> str:
    text = io.StringIO()
    names = [column.name for column in _columns(table)]
    writer = csv.DictWriter(text, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_ROWS[table.name])
    return text.getvalue()


def _resource(table: Table) -> dict[str, Any]:
    """Describe a file in the words of Table Schema."""
    keys = [
        {
            "fields": [key.column],
            "reference": {
                "resource": "" if key.table == table.name else key.table,
                "fields": [key.reference],
            },
        }
        for key in table.foreign_keys
        if not table.column(key.column).optional
    ]
    schema = {
        "fields": [_field(column) for column in _columns(table)],
        "primaryKey": list(table.primary_key),
        "missingValues": [""],
    }
    return {
        "name": table.name,
        "path": table.file,
        "encoding": "utf-8",
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }


def _field(column: Column) -> dict[str, Any]:
    limits: dict[str, Any] = {"required": True} if column.required else {}
    limits |= {"enum": list(column.words)} if column.words else {}
    limits |= {"pattern": column.pattern} if column.pattern else {}
    if column.type == "integer":
        limits |= {"minimum": column.minimum, "maximum": LARGEST_COUNT}
    return {"name": column.name, "type": column.type, "constraints": limits}
