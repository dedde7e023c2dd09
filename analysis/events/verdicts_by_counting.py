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
from analysis.events.events import Counting, definitions, exchange_events
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
    edges: Sequence[pd.Timestamp] | Literal["own"] = (),
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
    tests, nulls
        As in :func:`verdicts.gap_pvalue`.
    edges
        Changes of the rate, for the null ``"regime"``. ``"own"`` takes those that each way of
        counting shows by itself, and where it shows none gives no verdict within a stretch.
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
    [[0.0, 187.0, 47.0, 0.028], [12.0, 187.0, 29.0, 0.033]]
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
        task(_judge)(record, Counting(definition=name, merge_days=merge), days, asked, edges)
        for name, merge in product(definitions, merge_windows)
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
        if position is None:  # an exchange on the day itself: as ordinary as can be
            return 1.0
        return gap_pvalue(gaps, position, test, null, model, edges, merge_days=merge_days)

    return range_over_histories(verdict, record, definition, merge_days, n, rng)


def gap_at(gaps: pd.DataFrame, day: pd.Timestamp) -> int | None:
    """Return the row of the gap that holds a day; None on a day of an exchange."""
    holds = (gaps["start"] < day) & ((day < gaps["end"]) | gaps["end"].isna())
    found = np.flatnonzero(holds.to_numpy(bool))
    return int(found[0]) if len(found) else None


def _judge(
    record: HasWindow,
    counting: Counting,
    days: Mapping[str, pd.Timestamp],
    asked: Sequence[tuple[Test, Any, Null]],
    edges: Sequence[pd.Timestamp] | Literal["own"],
) -> list[dict[str, Any]]:
    gaps = window_gaps(record, exchange_events(record, **counting))
    own = edges == "own"
    changes = list(rate_changes(record, counting).changes["change"]) if edges == "own" else edges
    counted = gaps["days"].where(gaps["part"] != "opening")
    rank = counted.rank(ascending=False, method="min")
    rows = []
    for name, day in days.items():
        position = gap_at(gaps, day)
        if position is None:
            continue
        gap = {"pause": name, **counting}
        length = {"days": gaps["days"].iat[position], "rank": rank.iat[position]}
        ends = {side: gaps[side].iat[position] for side in ("start", "end")}
        for test, model, null in asked:
            pvalue = float("nan")
            if changes or not own or null != "regime":
                pvalue = gap_pvalue(
                    gaps, position, test, null, model or "exponential", changes,
                    merge_days=counting["merge_days"],
                )  # fmt: skip
            choice = {"test": test, "model": model, "null": null}
            rows.append(gap | choice | ends | length | {"gaps": len(gaps) - 1, "pvalue": pvalue})
    return rows


MODELS: tuple[Model | Literal["average"], ...] = ("exponential", "average")
"""Laws of the single-gap test: constant rate, and all of them by their weights."""

LEVEL = 0.05
"""P-values up to this are called small."""


def pause_choices(record: Record, merge_windows: Iterable[int], n_jobs: int) -> pd.DataFrame:
    """Judge the notable pauses under every definition, test and null, as `specification_curve`.

    The longest-gap test is the one for whole days: in continuous time it is nearly the same, and
    would count every way twice. The stretches are those that each way of counting shows.
    `NothingToShow` where exchanges are too few for any verdict.
    """
    need_gaps(record, FEWEST, lengths=2)
    need_gaps(record, 0, merge_windows=[0])
    return specification_curve(
        record,
        inside={pause.name: pause.inside for pause in notable_pauses(record)},
        definitions=definitions(record),
        merge_windows=merge_windows,
        tests=("longest_discrete", "single"),
        nulls=get_args(Null),
        models=MODELS,
        edges="own",
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
