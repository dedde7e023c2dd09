"""What is allowed in a record and yet looks like a slip: one line each, below an error.

Rows are compared as text: ISO dates then stand in their order in time.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import accumulate, compress, pairwise

import numpy as np
import pandas as pd

from analysis.record.loading import Record, effective_reports
from analysis.record.page_checks import page_warnings
from analysis.record.problems import Problem
from analysis.record.schema import PACKAGE_FILE, TABLES

Rows = list[dict[str, str]]

_REPORTS, _EXCHANGES = TABLES["reports"].file, TABLES["exchanges"].file

_FAR_OFF = 5  # times: a digit too many or too few makes about ten

_FAR_AHEAD = timedelta(days=366)
"""After ``complete_through``: later days than these were hardly meant."""


def record_warnings(record: Record) -> list[Problem]:
    """List what looks like a slip in a record, by file and line."""
    reports = _rows(record.reports)
    exchanges = _rows(record.exchanges)
    judged = _rows(effective_reports(record))
    used = [row["status"] == "used" for row in judged]
    in_force = list(compress(reports, used))
    counted = record.vocabulary.of_exchanges
    events = [row for row in in_force if row["scope"] == "event" and row["measure"] in counted]
    searched = f"{record.complete_through:%Y-%m-%d}"
    found = [
        *_without_report(exchanges, in_force, events),
        *_without_exchange(events, exchanges),
        *_other_ordinals(compress(judged, used), exchanges),
        *_far_totals(in_force, f"{record.counted_from:%Y-%m-%d}"),
        *page_warnings(
            _dated(compress(judged, used), record), _speakers(record), record.vocabulary
        ),
        *_unsorted(reports),
        *_provisional(in_force, exchanges, searched),
        *_far_ahead(_REPORTS, reports, searched),
        *_far_ahead(_EXCHANGES, exchanges, searched),
    ]
    return sorted(found, key=lambda problem: (problem.file, problem.line or 0))


def _rows(table: pd.DataFrame) -> Rows:
    """Cells as text, as they stand in the file, and their line: in a valid file none is skipped."""
    texts = table.astype("string").fillna("").assign(line=np.arange(len(table)) + 2)
    names = [*map(str, texts.columns)]
    return [dict(zip(names, map(str, row), strict=True)) for row in texts.itertuples(index=False)]


def _problem(file: str, row: dict[str, str], column: str, expected: str) -> Problem:
    return Problem(file, int(row["line"]), column, row[column], expected)


def _dated(reports: Iterable[dict[str, str]], record: Record) -> Rows:
    """Rows with the day of their page."""
    day = {row["source_id"]: row["published"] for row in _rows(record.sources)}
    return [row | {"page_date": day[row["source_id"]]} for row in reports]


def _speakers(record: Record) -> dict[str, set[str]]:
    """Speakers behind each report, as ``side: name``."""
    side = dict(zip(record.speakers["speaker"], record.speakers["side"], strict=True))
    of_page = dict(zip(record.sources["source_id"], record.sources["attributed_to"], strict=True))
    reports = record.reports
    return {
        report: {f"{side[name.strip()]}: {name.strip()}" for name in names.split(";")}
        if (names := speaker or of_page[source])
        else set()
        for report, source, speaker in zip(
            reports["report_id"], reports["source_id"], reports["speaker"], strict=True
        )
    }


class _Days:
    """Windows of days, asked whether any of them meets another window."""

    def __init__(self, rows: Rows) -> None:
        windows = sorted((row["start"], row["end"]) for row in rows)
        self.starts = [start for start, _ in windows]
        self.latest = list(accumulate((end for _, end in windows), max))

    def meet(self, row: dict[str, str]) -> bool:
        begun = bisect_right(self.starts, row["end"])
        return begun > 0 and self.latest[begun - 1] >= row["start"]


def _without_report(exchanges: Rows, reports: Rows, events: Rows) -> Iterator[Problem]:
    """Yield exchanges that no event report is about and no report numbers."""
    told = {row["exchange_no"] for row in reports} - {""}
    days = _Days(events)
    for row in exchanges:
        if row["number"] not in told and not days.meet(row):
            expected = f"an event report in {_REPORTS} about this exchange"
            yield _problem(_EXCHANGES, row, "exchange_id", expected)


def _without_exchange(events: Rows, exchanges: Rows) -> Iterator[Problem]:
    """Yield days on which persons returned and no exchange is dated, once a window."""
    days = _Days(exchanges)
    windows = {(row["start"], row["end"]): row for row in reversed(events)}
    for row in windows.values():
        if not days.meet(row):
            yield _problem(_REPORTS, row, "end", f"a row in {_EXCHANGES} for that day")


def _other_ordinals(reports: Iterable[dict[str, str]], exchanges: Rows) -> Iterator[Problem]:
    """Yield event reports that number an exchange otherwise than the exchanges of their days."""
    numbered = [row for row in exchanges if row["number"]]
    days: dict[str, tuple[str, str]] = {}  # of a deal of several stages: all of them
    for row in numbered:
        first, last = days.get(row["number"], (row["start"], row["end"]))
        days[row["number"]] = min(first, row["start"]), max(last, row["end"])
    for row in reports:
        number = row["exchange_no"]
        if not number or row["scope"] != "event":
            continue
        known = {
            held["number"]
            for held in numbered
            if held["start"] <= row["end"] and row["start"] <= held["end"]
        }
        if known and number not in known:
            expected = f"{' or '.join(sorted(known))}, as {_EXCHANGES} numbers that day"
            yield _problem(_REPORTS, row, "exchange_no", expected)
        elif not known and number in days:
            expected = f"the days of no. {number} in {_EXCHANGES}: {' to '.join(days[number])}"
            yield _problem(_REPORTS, row, "start", expected)


def _far_totals(reports: Rows, counted_from: str) -> Iterator[Problem]:
    """Yield totals that are many times larger or smaller than the ones before and after them."""
    chains: dict[tuple[str, ...], Rows] = {}
    for row in reports:
        if row["scope"] == "cumulative" and row["start"] == counted_from:
            chain = row["measure"], row["group"], row["channel"]
            chains.setdefault(chain, []).append(row)
    for rows in chains.values():
        rows.sort(key=lambda row: row["end"])
        days = [row["end"] for row in rows]
        for row in rows:
            before, after = bisect_left(days, row["end"]), bisect_right(days, row["end"])
            near = [int(other["value"]) for other in rows[:before][-1:] + rows[after : after + 1]]
            value = int(row["value"])
            much = all(value >= _FAR_OFF * other for other in near)
            little = all(value * _FAR_OFF <= other for other in near)
            if near and (much or little):
                neighbours = " and ".join(map(str, near))
                expected = f"a total nearer to {neighbours}, its neighbours in time"
                yield _problem(_REPORTS, row, "value", expected)


def _unsorted(reports: Rows) -> Iterator[Problem]:
    for before, row in pairwise(reports):
        if row["end"] < before["end"]:
            yield _problem(
                _REPORTS, row, "end", f"rows in the order of end (after {before['end']})"
            )
            return


def _provisional(reports: Rows, exchanges: Rows, complete_through: str) -> Iterator[Problem]:
    """Yield one line for all rows of days that nobody searched thoroughly."""
    late = [
        f"{len(days)} of {file} ({min(days)} to {max(days)})"
        for file, days in (
            (_REPORTS, [row["end"] for row in reports if row["end"] > complete_through]),
            (_EXCHANGES, [row["end"] for row in exchanges if row["start"] > complete_through]),
        )
        if days
    ]
    if late:
        expected = f"a day not before the newest rows; provisional are {' and '.join(late)}"
        yield Problem(PACKAGE_FILE, None, "complete_through", complete_through, expected)


def _far_ahead(file: str, rows: Rows, complete_through: str) -> Iterator[Problem]:
    last = date.fromisoformat(complete_through)
    limit = str(last + _FAR_AHEAD) if last < date.max - _FAR_AHEAD else complete_through
    for row in rows:
        if row["end"] > limit:
            yield _problem(file, row, "end", f"a day within a year of complete_through ({last})")
