"""What the command ``forecast`` does and prints."""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from analysis.bounds.asked import as_count
from analysis.events.events import Counting, exchange_events
from analysis.events.next_exchange import Forecast, forecast, persons_of_the_next
from analysis.events.pause_table import as_of
from analysis.gaps.forecast_scores import BASE, HORIZONS
from analysis.record.loading import load_record
from analysis.story.next_exchange import forecast_in_words
from analysis.text import as_json, as_table, counted

_CAVEAT = (
    "Announced exchanges only, from the day to which the record was searched. Gaps alone are "
    "known: not what is being negotiated. The spread over the candidates is part of the answer."
)


def run_forecast(options: argparse.Namespace) -> int:
    """Print when the next exchange may come, and how well that would have been told before."""
    record = load_record(options.data)
    known = record if options.as_of is None else as_of(record, options.as_of)
    choice = Counting(
        definition=options.definition, merge_days=as_count(options.merge_days, "merge-days")
    )
    found = forecast(
        exchange_events(known, **choice),
        counted_from=known.counted_from,
        complete_through=known.complete_through,
        merge_days=choice["merge_days"],
        rng=np.random.default_rng(7),
    )
    persons = None if options.as_of else persons_of_the_next(record, choice)
    if options.json:
        answer = {
            **choice,
            "as_of": found.as_of,
            "since": found.since,
            "sentence": forecast_in_words(found),
        }
        answer |= {"within": _named(found.within, "within_"), "by": _by(found)}
        answer |= {"scores": _named(found.scores, ""), "slope": pd.DataFrame([found.slope])}
        answer |= {"pit_pvalue": found.pit.pvalue}
        answer |= {"persons": pd.DataFrame() if persons is None else pd.DataFrame([persons])}
        print(as_json(answer | {"caveat": _CAVEAT}))
        return 0
    print(forecast_in_words(found))
    print("\nP(an exchange within so many days), by candidate:")
    print(as_table(_in_print(_named(found.within, ""), "{:.0%}")))
    print("\nby which day it has come, with probability:")
    print(as_table(_in_print(_by(found), "{:.0%}")))
    if persons is not None:
        print(
            f"\nif one comes and is like the last {persons['events']:.0f}: {persons['middle']:.0f} "
            f"persons, in 8 of 10 cases {persons['low']:.0f} to {persons['high']:.0f}"
        )
    print(
        f"\nscored on {counted(len(found.rolling.origins), 'evenings')}, each from what was known:"
    )
    print(as_table(_in_print(_named(found.scores, ""), "{:.3f}")))
    print(_legend(found))
    print(_CAVEAT)
    return 0


def _legend(found: Forecast) -> str:
    return (
        "log_score: mean over 7, 14 and 30 days, lower is better; skill: Brier score against "
        f"{BASE}, 1 is perfect, 0 no better; crps: days; told and came: mean within 14 days\n"
        f"calibration of the combination at {HORIZONS[1]} days: slope {found.slope['slope']:.2f} "
        f"(95% {found.slope['low']:.2f} to {found.slope['high']:.2f}; 1 is right); waits fall as "
        f"forecast: p = {found.pit.pvalue:.2f}"
    )


def _named(table: pd.DataFrame, prefix: str) -> pd.DataFrame:
    renamed = table.rename(columns=lambda name: f"{prefix}{name}")
    return renamed.rename_axis(index="told_by", columns=None).reset_index()


def _by(found: Forecast) -> pd.DataFrame:
    return pd.DataFrame({"probability": found.by.index, "by": found.by.to_numpy()})


def _in_print(table: pd.DataFrame, form: str) -> pd.DataFrame:
    return table.apply(
        lambda column: column.map(form.format) if pd.api.types.is_float_dtype(column) else column
    )
