"""Official totals predicted: each one withheld in turn, and each one before it was published.

A total that agrees with the record proves little as long as it is part of it. Here it is taken out,
with every report that repeats it, and the others say what it should be. Both ways rest on what the
editor knows today: how pages were read, judgements, the days of exchanges (see `vintage`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from joblib import Parallel

from analysis.audit.implied import without_reports
from analysis.bounds.statements import side_of_voices, summed_parts, voices_of_reports
from analysis.bounds.windows import SeriesBounds
from analysis.record.loading import Record, page_dates, reports_in_force
from analysis.record.vintage import vintage
from analysis.record.vocabulary import Series
from analysis.workers import task

_DAY = pd.Timedelta(days=1)
_WORTH_PROCESSES = 16
"""Questions from which on other processes are started: it takes as long as answering so many."""


def withheld_totals(
    record: Record, *, measure: str, group: str, channel: str, n_jobs: int = 1
) -> pd.DataFrame:
    """What do all other reports imply for each official total of a series?

    A total is official if a voice of one of the two sides gives it, exact, in force, since the
    first day of the record; it is withheld with all that repeats it (see `repeats`). One row a
    figure, in order of time; of several as-of days the best known one, then the first, since the
    figure on a later day of the same pause is no second prediction:

    - ``earliest, end``: limits of its as-of day (equal where the page states the day); ``value``;
    - ``low, high``: persons that the others allow, at least on ``earliest``, at most on ``end``;
    - ``misses_by``: persons by which the total lies above (positive) or below that range; 0 inside;
    - ``reports``: official reports that give it; ``withheld``: all that were taken out;
    - ``report_id``: the first, ``speakers``: the official voices.
    """
    official = official_totals(record, measure, group, channel)
    series = Series(measure, group, channel)
    rows = _best_dated(official)
    ranges = _each(_withheld, record, series, rows, n_jobs)
    found = pd.DataFrame(ranges, columns=["low", "high", "withheld"], index=rows.index)
    table = _described(record, official, rows).join(found)
    table["misses_by"] = _beyond(table["value"], table["low"], table["high"])
    names = ["earliest", "end", "value", "low", "high", "misses_by", "reports", "withheld"]
    return table[[*names, "report_id", "speakers"]].reset_index(drop=True)


def foreseen_totals(
    record: Record, *, measure: str, group: str, channel: str, n_jobs: int = 1
) -> pd.DataFrame:
    """What did the pages published before each official total was imply for it?

    One row a figure that a dated page gives, in order of publication, as in `withheld_totals`:

    - ``published``: day of the first page that gives it; ``earliest, end, value``;
    - ``before_low, before_high``: persons allowed by the record as it could be known on the day
      before (`vintage`);
    - ``low, high``: by the same and the counts of exchanges on pages of the day itself;
    - ``misses_by``: persons by which the total lies above or below ``low`` to ``high``;
      ``above_low``: by which it lies above ``low`` (negative: below);
    - ``report_id, speakers``: the first report of that day, the official voices.

    Before a total is published often nothing limits it from above, and ``high`` is infinite: it is
    ``above_low`` that tells how well it was foreseen.
    """
    official = official_totals(record, measure, group, channel)
    dated = official[official["published"] > record.counted_from]
    first = dated[dated["published"] == dated.groupby("value")["published"].transform("min")]
    rows = _best_dated(first).sort_values(["published", "value"])
    ranges = _each(_foreseen, record, Series(measure, group, channel), rows, n_jobs)
    limits = ["before_low", "before_high", "low", "high"]
    table = _described(record, first, rows)
    table = table.join(pd.DataFrame(ranges, columns=limits, index=rows.index))
    table["misses_by"] = _beyond(table["value"], table["low"], table["high"])
    table["above_low"] = table["value"] - table["low"]
    names = ["published", "earliest", "end", "value", *limits, "misses_by", "above_low"]
    return table[[*names, "report_id", "speakers"]].reset_index(drop=True)


def official_totals(record: Record, measure: str, group: str, channel: str) -> pd.DataFrame:
    """Reports that give an official total of a series, with their page's day ``published``."""
    reports = reports_in_force(record)
    side, parties = side_of_voices(record), record.vocabulary.parties
    official = [
        any(side.get(voice) in parties for voice in voices)
        for voices in voices_of_reports(record, reports)
    ]
    reports = reports[
        (reports["measure"] == measure)
        & (reports["group"] == group)
        & (reports["channel"] == channel)
        & (reports["scope"] == "cumulative")
        & (reports["bound"] == "exact")
        & (reports["start"] == record.counted_from)
        & (reports["end"] <= record.complete_through)
        & np.array(official, dtype=bool)
    ]
    published = page_dates(record, reports)
    earliest = reports["end_earliest"].fillna(reports["end"])
    names = ["report_id", "source_id", "value", "earliest", "end", "published"]
    official_reports = reports.assign(earliest=earliest, published=published)[names]
    return official_reports.astype({"value": int})


def repeats(record: Record, measure: str, value: int) -> set[str]:
    """Give the ids of all reports in force that repeat a total.

    A report repeats it that gives the same figure since the first day, in whatever words ("at
    least", "soldiers" for everybody, a channel that is not stated), or in parts that add up to it
    on one page. Figures that only imply it with others (a count of one year) are not repetitions.
    """
    reports = reports_in_force(record)
    reports = reports[
        (reports["measure"] == measure)
        & (reports["scope"] == "cumulative")
        & (reports["start"] <= record.counted_from)
    ]
    told = pd.concat([reports, summed_parts(reports, record.vocabulary.parts(measure))])
    same = told.loc[told["value"] == value, "report_id"]
    return {part for name in same for part in name.split(" + ")}


def _each(
    question: Callable[[Record, Series, dict[str, Any]], tuple[float, ...]],
    record: Record,
    series: Series,
    rows: pd.DataFrame,
    n_jobs: int,
) -> list[tuple[float, ...]]:
    """Ask a question about each row; each needs bounds of its own."""
    if len(rows) < _WORTH_PROCESSES:
        n_jobs = 1
    asked = (task(question)(record, series, row) for row in rows.to_dict("records"))
    return list(Parallel(n_jobs=n_jobs)(asked))


def _withheld(record: Record, series: Series, row: dict[str, Any]) -> tuple[int, float, int]:
    """What is implied without a total, and how many reports were taken out."""
    gone = repeats(record, series.measure, row["value"])
    return *_implied(record, series, row, gone), len(gone)


def _foreseen(record: Record, series: Series, row: dict[str, Any]) -> tuple[int, float, int, float]:
    """What was implied before the day on which a total was published, and with its counts."""
    day = row["published"]
    known = vintage(record, day)
    of_day = known.sources.loc[known.sources["published"] == day, "source_id"]
    reports = known.reports
    other = reports["source_id"].isin(of_day) & (reports["scope"] != "event")
    ranges = (
        _implied(told, series, row, repeats(told, series.measure, row["value"]))
        for told in (
            vintage(record, day - _DAY),
            without_reports(known, reports.loc[other, "report_id"]),
        )
    )
    (before_low, before_high), (low, high) = ranges
    return before_low, before_high, low, high


def _implied(
    record: Record, series: Series, row: dict[str, Any], gone: set[str]
) -> tuple[int, float]:
    """Persons by the as-of day of a total, by all reports but some."""
    # A report that was corrected counts no more, whether its correction is taken out or not.
    corrected = set(record.reports["corrects"]) & set(record.reports["report_id"])
    # Not `series_bounds`: it would keep bounds in memory that nobody asks for again.
    bounds = SeriesBounds(without_reports(record, gone | corrected), *series)
    days = np.array([record.number(row["earliest"]), record.number(row["end"])])
    low, high = bounds.bounds(np.zeros(2, dtype=int), days)
    return int(low[0]), float(high[1])


def _best_dated(official: pd.DataFrame) -> pd.DataFrame:
    """First report of each figure, of those whose as-of day is known best."""
    span = official["end"] - official["earliest"]
    order = official.assign(span=span).sort_values(["span", "end", "report_id"])
    return order.drop_duplicates("value").sort_values(["end", "value"])[official.columns]


def _described(record: Record, official: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Add to each figure how many official reports give it, and whose voices they are."""
    spoken = record.reports.set_index("report_id", drop=False).loc[official["report_id"]]
    told = (
        official.assign(voices=pd.Series(voices_of_reports(record, spoken), official.index))
        .groupby("value")["voices"]
        .agg(reports="size", speakers=lambda said: "; ".join(sorted(frozenset().union(*said))))
    )
    return rows.join(told, on="value")


def _beyond(value: pd.Series, low: pd.Series, high: pd.Series) -> pd.Series:
    """Persons by which figures lie above (positive) or below (negative) a range; 0 inside."""
    return ((value - high).clip(lower=0) - (low - value).clip(lower=0)).astype(int)
