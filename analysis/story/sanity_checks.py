"""Checks that stand before every result: one row each, with what was found and whether it holds."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.bounds.graph import consistent
from analysis.bounds.windows import record_repairs, series_claims
from analysis.events.events import (
    Counting,
    dated_exchanges,
    event_gaps,
    exchange_events,
    exchanges_without_day,
)
from analysis.record.dates import DATED_WITHIN
from analysis.record.loading import Record
from analysis.series.dated import dated_series
from analysis.trust.runs import all_pause_choices


def _checks(*rows: tuple[str, str, bool]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["check", "found", "holds"])


def record_checks(record: Record, *, measure: str, group: str, channel: str) -> pd.DataFrame:
    """Does the dated series keep its promises?"""
    words = {"measure": measure, "group": group, "channel": channel}
    days = dated_series(record, **words, freq="D")
    months = dated_series(record, **words, freq="MS")
    repairs = record_repairs(record, measure)
    agreeing = [claim for series, claim in repairs.agreeing if series == (measure, group, channel)]
    published = series_claims(record, measure, group, channel, judged=False)
    by_day, by_month = (
        int((table["best"].fillna(0) + table["undated"]).sum()) for table in (days, months)
    )
    known = months[months["best"].notna()]
    ordered = (known["low"] <= known["best"]) & (known["best"] <= known["high"])
    total = int(days["cumulative_best"].iloc[-1])
    return _checks(
        (
            "reports as published can all be true",
            "yes" if consistent(published) else "no: they contradict each other",
            True,
        ),
        (
            "reports after judgements, each as wide as the repairs take it, can all be true",
            f"yes, {len(repairs.given_way)} gave way",
            consistent(agreeing),
        ),
        ("days add up to the cumulative count", f"{by_day:,} = {total:,}", by_day == total),
        ("months add up to the cumulative count", f"{by_month:,} = {total:,}", by_month == total),
        (
            "low ≤ best ≤ high in every month",
            f"{int(ordered.sum())} of {len(known)} months",
            bool(ordered.all()),
        ),
        (
            "nothing is shown after the record was searched",
            f"last day {days['end'].iloc[-1]:%Y-%m-%d}",
            bool(days["end"].iloc[-1] <= record.complete_through),
        ),
    )


def cadence_checks(record: Record, counting: Counting) -> pd.DataFrame:
    """Do events and gaps add up, before anything is concluded from them?"""
    events = exchange_events(record, **counting)
    dated = dated_exchanges(record, counting["definition"])
    undated = exchanges_without_day(record, counting["definition"])
    gaps = event_gaps(events, record.complete_through, record.counted_from)
    lasted = events["end"] - events["start"]
    watched = record.number(record.complete_through)
    later = int((record.exchanges["end"] > record.complete_through).sum())
    spoken = int(gaps["days"].sum() + lasted.dt.days.sum())
    placed = events["latest"] - events["earliest"] <= lasted + pd.Timedelta(days=DATED_WITHIN)
    return _checks(
        (
            "every dated exchange is in exactly one event",
            f"{int(events['n_merged'].sum())} of {len(dated)}",
            int(events["n_merged"].sum()) == len(dated),
        ),
        (
            "gaps and events fill the record's window",
            f"{spoken:,} of {watched:,} days",
            spoken == watched,
        ),
        (
            "the last gap is open and counted as such",
            f"{int(gaps['days'].iloc[-1])} days from {events['end'].iloc[-1]:%Y-%m-%d}",
            bool(gaps["censored"].iloc[-1]),
        ),
        (
            "nothing after the day to which the record was searched counts",
            f"{later} provisional exchanges left out",
            bool((events["latest"] <= record.complete_through).all()),
        ),
        (
            "no day is invented for an exchange that no page dates",
            f"{len(undated)} left out: number " + ", ".join(map(str, undated["number"])),
            bool(placed.all()),
        ),
    )


def stored_verdicts_check(record: Record, fresh: pd.DataFrame) -> pd.DataFrame:
    """Are the verdicts that `all_pause_choices` gives those that the code computes afresh?"""
    keys = ["pause", "definition", "merge_days", "test", "model", "null"]
    pairs = fresh.merge(all_pause_choices(record), on=keys, how="left", suffixes=("", "_kept"))
    same = np.isclose(pairs["pvalue"], pairs["pvalue_kept"], rtol=1e-4, equal_nan=True)
    same &= (pairs["days"] == pairs["days_kept"]).to_numpy()
    found = f"{int(same.sum()):,} of {len(fresh):,}"
    return _checks(("verdicts computed afresh equal the stored ones", found, bool(same.all())))
