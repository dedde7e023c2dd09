"""A script as a user would type it: checked by mypy, never run.

Were the public names of no type, each ``assert_type`` would fail, and each ``type: ignore`` below
would be reported as unused.
"""

from typing import Any, assert_type

import numpy as np
import pandas as pd

from analysis import (
    CheckResult,
    Record,
    WindowBounds,
    average_renewal,
    change_points,
    check_claim,
    dated_series,
    event_gaps,
    exchange_events,
    headline,
    kaplan_meier,
    load_record,
    open_gap_alarm,
    predictive_law,
    window_bounds,
)
from analysis.gaps.model_average import RenewalAverage
from analysis.gaps.predictive import PredictiveLaw
from analysis.gaps.regimes import ChangePoints


def asked_of_a_record(folder: str) -> None:
    record = load_record(folder)
    assert_type(record, Record)
    assert_type(record.reports, pd.DataFrame)
    series = {"measure": "returned", "group": "all", "channel": "any"}
    assert_type(window_bounds(record, **series, start="2031-01-01", end="2031-02-01"), WindowBounds)
    assert_type(dated_series(record, **series, freq="MS"), pd.DataFrame)
    assert_type(check_claim(record, **series, value=22, end="2031-02-01"), CheckResult)
    events = exchange_events(record, definition="announced", merge_days=1)
    assert_type(event_gaps(events, record.complete_through), pd.DataFrame)
    load_record(2031)  # type: ignore[arg-type]
    exchange_events(record, definition=2031, merge_days=1)  # type: ignore[arg-type]
    window_bounds(record, measure="returned", group="all")  # type: ignore[call-arg]
    headline(record, "today")  # type: ignore[call-arg]


def asked_of_gaps(days: list[float]) -> None:
    assert_type(average_renewal(days, models=("gamma", "weibull")), RenewalAverage)
    assert_type(predictive_law(days, "average"), PredictiveLaw)
    assert_type(change_points(days, 0.05, rng=np.random.default_rng(1)), ChangePoints)
    assert_type(kaplan_meier(days), pd.DataFrame)
    assert_type(open_gap_alarm(days, alpha=0.1), int)
    change_points(days, "often")  # type: ignore[arg-type]
    found: pd.Series[Any] = kaplan_meier(days)  # type: ignore[assignment]
    del found
