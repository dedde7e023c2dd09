"""Every verdict on every pause, over all choices that a reasonable analyst could make.

One p-value hides the choices behind it. The curve shows what each choice does to the verdict; none
of its rows is the right one, and the rows are not independent of each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
from joblib import Parallel

from analysis.bounds.asked import Date, as_date
from analysis.events.cadence_by_counting import rate_changes
from analysis.events.drawn_histories import range_over_histories
from analysis.events.events import definitions, exchange_events, reference
from analysis.events.needs import need_gaps
from analysis.events.notable_pauses import notable_pauses
from analysis.events.verdicts import FEWEST, HasWindow, Null, Test, gap_pvalue, window_gaps
from analysis.gaps.laws import Model
from analysis.record.loading import Record
from analysis.workers import task


def specification_curve(
    record: HasWindow,
    *,
    inside: Mapping[str, Date],
    definitions: Iterable[str],
    merge_windows: Iterable[int],
    tests: Iterable[Test],
    nulls: Iterable[Null],
    models: Sequence[Model | Literal["average"]],
    edges: Sequence[pd.Timestamp] = (),
    n_jobs: int = 1,
) -> pd.DataFrame:
    """Judge named pauses under every combination of choices.

    Parameters
    ----------
    record
        Needs `exchanges`, `counted_from` and `complete_through`.
    inside
        A name for each pause, and a day inside it: under each combination the pause is the gap
        that holds the day.
    definitions, merge_windows
        Which exchanges count, and days within which they are one event.
    tests, nulls, edges
        As in :func:`verdicts.gap_pvalue`.
    models
        Laws of the gaps, for the single-gap test.
    n_jobs
        Number of joblib workers.

    Returns
    -------
    pandas.DataFrame
        One row a combination: ``pause, definition, merge_days, test, model`` (blank for the
        longest-gap tests, which hold for a constant rate), ``null, start, end, days, rank, gaps,
        pvalue``. A pause that a choice leaves without a gap (an exchange on the day itself) has no
        row there; a null with too few gaps gives NaN.

    Raises
    ------
    ValueError
        As :func:`events.exchange_events` and :func:`verdicts.gap_pvalue`; for a day
        outside the record's window.

    Examples
    --------
    >>> from analysis import load_record
    >>> curve = specification_curve(
    ...     load_record("tests/data/simulated_conflict"), inside={"autumn": "2032-10-01"},
    ...     definitions=["official"], merge_windows=[0, 12], tests=["longest_continuous"],
    ...     nulls=["whole"], models=["exponential"])
    >>> curve[["merge_days", "days", "gaps", "pvalue"]].round(3).to_numpy().tolist()
    [[0.0, 187.0, 47.0, 0.028], [12.0, 187.0, 29.0, 0.19]]
    """
    days = {name: as_date(day, name) for name, day in inside.items()}
    for name, day in days.items():
        if not record.counted_from <= day <= record.complete_through:
            raise ValueError(f"{name}: {day:%Y-%m-%d} lies outside the record's window")
    asked = [
        (test, model if test == "single" else "", null)
        for test, null in product(tests, nulls)
        for model in (models if test == "single" else models[:1])
    ]
    parts = Parallel(n_jobs=n_jobs)(
        task(_judge)(record, definition, merge_days, days, asked, edges)
        for definition, merge_days in product(definitions, merge_windows)
    )
    return pd.DataFrame([row for part in parts for row in part])


def pvalue_range(
    record: HasWindow,
    *,
    inside: Date,
    definition: str,
    merge_days: int,
    test: Test,
    null: Null,
    model: Model | Literal["average"],
    n: int,
    rng: np.random.Generator,
    edges: Sequence[pd.Timestamp] = (),
) -> pd.Series[Any]:
    """Tell how far a verdict moves over the histories that the record allows.

    Some exchanges are known only to a window of days; each history puts them on other days of it.

    Parameters
    ----------
    record, definition, merge_days, test, null, model, edges
        As in :func:`specification_curve`, one choice each.
    inside
        A day inside the pause.
    n, rng
        Number of histories to draw, and the source of randomness.

    Returns
    -------
    pandas.Series
        ``low, dated, high`` of the p-value; see :func:`drawn_histories.range_over_histories`.

    Raises
    ------
    ValueError
        As :func:`specification_curve`.

    Examples
    --------
    >>> from analysis.events.verdicts import KnownExchanges
    >>> day = pd.to_datetime(["2030-01-10", "2030-01-31", "2030-02-20", "2030-03-05",
    ...                       "2030-06-20", "2030-07-01"])
    >>> rows = pd.DataFrame({"start": day, "end": day, "kind": "exchange", "number": range(6)})
    >>> record = KnownExchanges(rows, pd.Timestamp("2030-01-01"), pd.Timestamp("2030-07-31"))
    >>> rows.loc[4, "start"] = pd.Timestamp("2030-04-20")  # some day of two months
    >>> pvalue_range(record, inside="2030-04-15", definition="all", merge_days=0,
    ...              test="longest_continuous", null="whole", model="exponential", n=50,
    ...              rng=np.random.default_rng(1)).round(2).tolist()
    [0.11, 0.1, 0.98]
    """
    day = as_date(inside, "inside")

    def verdict(events: pd.DataFrame) -> float:
        gaps = window_gaps(record, events)
        position = gap_at(gaps, day)
        # an exchange on the day itself leaves no gap there: the silence is as ordinary as can be
        return 1.0 if position is None else gap_pvalue(gaps, position, test, null, model, edges)

    return range_over_histories(verdict, record, definition, merge_days, n, rng)


def gap_at(gaps: pd.DataFrame, day: pd.Timestamp) -> int | None:
    """Return the row of the gap that holds a day; None on a day of an exchange."""
    holds = (gaps["start"] < day) & ((day < gaps["end"]) | gaps["end"].isna())
    found = np.flatnonzero(holds.to_numpy(bool))
    return int(found[0]) if len(found) else None


def _judge(
    record: HasWindow,
    definition: str,
    merge_days: int,
    days: Mapping[str, pd.Timestamp],
    asked: Sequence[tuple[Test, Any, Null]],
    edges: Sequence[pd.Timestamp],
) -> list[dict[str, Any]]:
    gaps = window_gaps(record, exchange_events(record, definition, merge_days))
    counted = gaps["days"].where(gaps["part"] != "opening")
    rank = counted.rank(ascending=False, method="min")
    rows = []
    for name, day in days.items():
        position = gap_at(gaps, day)
        if position is None:
            continue
        gap = {"pause": name, "definition": definition, "merge_days": merge_days}
        length = {"days": gaps["days"].iat[position], "rank": rank.iat[position]}
        ends = {side: gaps[side].iat[position] for side in ("start", "end")}
        for test, model, null in asked:
            pvalue = gap_pvalue(gaps, position, test, null, model or "exponential", edges)
            choice = {"test": test, "model": model, "null": null}
            rows.append(gap | choice | ends | length | {"gaps": len(gaps) - 1, "pvalue": pvalue})
    return rows


MODELS: tuple[Model | Literal["average"], ...] = ("exponential", "average")
"""Laws of the single-gap test: constant rate, and all of them by their weights."""

LEVEL = 0.05
"""P-values up to this are called small."""


def pause_choices(record: Record, merge_windows: Iterable[int], n_jobs: int) -> pd.DataFrame:
    """Judge the notable pauses under every definition, test and null, as `specification_curve`.

    The regimes are those of the reference way of counting (`reference(record)`). `NothingToShow`
    where exchanges are too few for any verdict.
    """
    need_gaps(record, FEWEST, lengths=2)
    need_gaps(record, 0, merge_windows=[0])
    return specification_curve(
        record,
        inside={pause.name: pause.inside for pause in notable_pauses(record)},
        definitions=definitions(record),
        merge_windows=merge_windows,
        tests=get_args(Test),
        nulls=get_args(Null),
        models=MODELS,
        edges=list(rate_changes(record, reference(record)).changes["change"]),
        n_jobs=n_jobs,
    )


def verdict_table(curve: pd.DataFrame) -> pd.DataFrame:
    """How far do the p-values of each pause move over the choices, question by question?

    Of a curve as from `pause_choices`. Index ``pause`` (longest first) and ``asked`` (``longest of
    all`` or ``single gap``); ``ways`` (choices with a verdict), ``lowest, median, highest``
    p-value, ``small`` (share of ways at or below `LEVEL`).
    """
    judged = curve.dropna(subset="pvalue")
    asked = np.where(judged["test"] == "single", "single gap", "longest of all")
    grouped = judged["pvalue"].groupby([judged["pause"], asked], sort=False)
    table = grouped.agg(["size", "min", "median", "max", share_small])
    table.columns = ["ways", "lowest", "median", "highest", "small"]
    return table.rename_axis(["pause", "asked"])


def share_small(pvalues: pd.Series[Any]) -> float:
    """Share of p-values up to `LEVEL`."""
    return float((pvalues <= LEVEL).mean())
