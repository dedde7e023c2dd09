"""Withheld and foreseen totals as kept with the record, since each asks for bounds of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.audit.withheld import foreseen_totals, withheld_totals
from analysis.bounds.windows import linked_measures
from analysis.record.loading import Record
from analysis.record.stored import KeptTable
from analysis.record.vocabulary import Series

_NUMBER = "number"
_TOLD = {"report_id": "word", "speakers": "word"}
_DATED = {"earliest": "date", "end": "date", "value": _NUMBER}
_TABLES: dict[str, tuple[Callable[..., pd.DataFrame], dict[str, str]]] = {
    "withheld_totals": (
        withheld_totals,
        {
            **_DATED,
            "low": _NUMBER,
            "high": "number?",
            **dict.fromkeys(["misses_by", "reports", "withheld"], _NUMBER),
            **_TOLD,
        },
    ),
    "foreseen_totals": (
        foreseen_totals,
        {
            "published": "date",
            **_DATED,
            **{"before_low": _NUMBER, "before_high": "number?", "low": _NUMBER, "high": "number?"},
            **{"misses_by": _NUMBER, "above_low": _NUMBER},
            **_TOLD,
        },
    ),
}
"""How each table is computed, and the kinds of its columns; blank is no limit."""


@lru_cache(maxsize=8)
def kept_withheld(
    record: Record, *, measure: str, group: str, channel: str, judged: bool = True
) -> pd.DataFrame:
    """`withheld_totals` of a series, as kept if kept for these reports; cached, not to be changed.

    ``judged`` false leaves every judgement out, and with them what the editor knew later. A kept
    table that is damaged or cut is a RecordError.
    """
    return _read("withheld_totals", record, Series(measure, group, channel), judged)


@lru_cache(maxsize=8)
def kept_foreseen(
    record: Record, *, measure: str, group: str, channel: str, judged: bool = True
) -> pd.DataFrame:
    """`foreseen_totals` of a series, as `kept_withheld`."""
    return _read("foreseen_totals", record, Series(measure, group, channel), judged)


def keep_totals(record: Record, *, measure: str, group: str, channel: str) -> list[Path]:
    """Compute all tables that are not current on all cores, and write them; give their files."""
    series = Series(measure, group, channel)
    written = []
    for name, judged in product(_TABLES, (True, False)):
        kept = _kept(name, record, series, judged)
        if not kept.is_current():
            table = _computed(name, record, series, judged)
            if len(table):
                written.append(kept.write(table.replace(np.inf, np.nan)))
    return written


def totals_are_kept(record: Record, *, measure: str, group: str, channel: str) -> bool:
    """Tell whether the predictions of a series wait in files, so that nothing is computed."""
    series = Series(measure, group, channel)
    return all(_kept(name, record, series, judged=True).is_current() for name in _TABLES)


def _read(name: str, record: Record, series: Series, judged: bool) -> pd.DataFrame:
    table = _kept(name, record, series, judged).read()
    if table is None:
        return _computed(name, record, series, judged)
    limits = [column for column, kind in _TABLES[name][1].items() if kind == "number?"]
    return table.assign(**{column: table[column].astype(float).fillna(np.inf) for column in limits})


def _computed(name: str, record: Record, series: Series, judged: bool) -> pd.DataFrame:
    compute, _ = _TABLES[name]
    if not judged:
        record = replace(record, judgements=record.judgements.iloc[:0])
    return compute(record, **series._asdict(), n_jobs=-1)


def _kept(name: str, record: Record, series: Series, judged: bool) -> KeptTable:
    file = name if judged else f"{name}_unjudged"
    return KeptTable(
        record.folder / "derived" / f"{file}.csv",
        _TABLES[name][1],
        "reports_key",
        reports_key(record, series),
        "python -m analysis update withheld",
    )


def reports_key(record: Record, series: Series) -> str:
    """Give a short word that changes with whatever the predictions of a series depend on."""
    measures = {
        name for judged in (True, False) for name in linked_measures(record, series[0], judged)
    }
    reports = record.reports[record.reports["measure"].isin(measures)]
    sources = record.sources[record.sources["source_id"].isin(reports["source_id"])]
    ruled = record.judgements["report_id"].isin(reports["report_id"])
    tables = (
        reports.drop(columns="note"),
        sources[["source_id", "published", "attributed_to"]],
        record.speakers[["speaker", "voice", "side"]],
        record.exchanges.drop(columns=["mediators", "note"]),
        record.judgements[ruled].drop(columns="reason"),
    )
    window = f"{record.counted_from:%Y-%m-%d} {record.complete_through:%Y-%m-%d}"
    words = record.vocabulary
    holds = [
        *((name, *group.part_of) for name, group in words.groups.items()),
        *((name, *channel.part_of, *channel.sum_of) for name, channel in words.channels.items()),
        *((each.whole, *each.parts, *each.measures, *each.units) for each in words.sums),
        (words.chain, *words.parties),
    ]
    text = "\n".join([*series, window, *(table.to_csv(index=False) for table in tables)])
    text += "\n".join(map(" ".join, holds))
    return sha256(text.encode()).hexdigest()[:12]
