"""Pauses of small records whose answers follow by hand, and the specification curve."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import comb
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from record_folders import SMALL_WORDS

from analysis.events.events import exchange_events
from analysis.events.pause_table import CAVEAT, as_of, open_gap, pause_table
from analysis.events.verdicts import KnownExchanges, Null, Test, gap_pvalue, window_gaps
from analysis.events.verdicts_by_counting import gap_at, pvalue_range, specification_curve
from analysis.gaps.alarm import open_gap_alarm
from analysis.gaps.longest_gap import largest_spacing_sf, longest_gap_test, longest_spacing_sf
from analysis.gaps.predictive import predictive_law

# days of events counted from the evening before the window of 400 days; the last 20 are silent
DAYS = [10, 22, 40, 51, 60, 75, 83, 180, 196, 201, 230, 244, 262, 290, 300, 330, 351, 380]
ORIGIN = pd.Timestamp("2030-01-31")
PAUSE = DAYS.index(83) + 1  # row of the gap from day 83 to day 180


def record_of(days: list[int], last: int = 400, kind: str = "numbered") -> KnownExchanges:
    dates = ORIGIN + pd.to_timedelta(days, unit="D")
    exchanges = pd.DataFrame({"start": dates, "end": dates, "kind": kind})
    exchanges["number"] = pd.array(range(1, len(days) + 1), dtype="Int64")
    first, end = ORIGIN + pd.Timedelta(days=1), ORIGIN + pd.Timedelta(days=last)
    return KnownExchanges(exchanges, first, end, SMALL_WORDS)


@pytest.fixture
def gaps() -> pd.DataFrame:
    record = record_of(DAYS)
    return window_gaps(record, record.exchanges)


def test_spacings_fill_the_window(gaps: pd.DataFrame) -> None:
    assert gaps["days"].tolist() == list(np.diff([0, *DAYS, 400]))
    assert gaps["days"].sum() == 400


def test_longest_under_each_null(gaps: pd.DataFrame) -> None:
    whole = longest_gap_test(gaps["days"], "continuous")
    assert whole.statistic == 97
    assert (
        gap_pvalue(gaps, PAUSE, "longest_continuous", "whole", "exponential", merge_days=0)
        == whole.pvalue
    )
    discrete = longest_gap_test(gaps["days"], "discrete", merge_days=0)
    assert (
        gap_pvalue(gaps, PAUSE, "longest_discrete", "whole", "exponential", merge_days=0)
        == discrete.pvalue
    )
    before = largest_spacing_sf(Fraction(97, 180), 8)  # 7 events and the one that ended it
    assert (
        gap_pvalue(gaps, PAUSE, "longest_continuous", "before", "exponential", merge_days=0)
        == before
    )
    # the window ends with the pause: the day of the event that ended it is not silent
    # 6 gaps before it and itself; of 8 events on different days the last is given
    assert gap_pvalue(
        gaps, PAUSE, "longest_discrete", "before", "exponential", merge_days=0
    ) == longest_spacing_sf(97, 179, between=7, ends=1, merge_days=0, method="discrete")


def test_single_leaves_the_gap_itself_out(gaps: pd.DataFrame) -> None:
    between = np.diff(DAYS)
    before = predictive_law(between[: PAUSE - 1], "weibull", merge_days=0).sf(96)
    assert gap_pvalue(gaps, PAUSE, "single", "before", "weibull", merge_days=0) == before
    others = np.delete(between, PAUSE - 1)
    whole = predictive_law(others, "weibull", [20], merge_days=0).sf(96)
    assert gap_pvalue(gaps, PAUSE, "single", "whole", "weibull", merge_days=0) == whole
    still_open = predictive_law(between, "weibull", merge_days=0).sf(20)
    assert gap_pvalue(gaps, len(gaps) - 1, "single", "whole", "weibull", merge_days=0) == still_open


def test_regime_is_the_stretch_around_the_middle(gaps: pd.DataFrame) -> None:
    edges = [ORIGIN + pd.Timedelta(days=day) for day in (70, 250)]
    # gaps whose middle lies between days 70 and 250: 75-83, the pause, ... 230-244
    expected = largest_spacing_sf(Fraction(97, 244 - 75), 6)
    found = gap_pvalue(
        gaps, PAUSE, "longest_continuous", "regime", "exponential", edges[::-1], merge_days=0
    )
    assert found == expected
    alone = [ORIGIN + pd.Timedelta(days=day) for day in (83, 180)]
    assert np.isnan(gap_pvalue(gaps, PAUSE, "single", "regime", "exponential", alone, merge_days=0))


def test_without_edges_the_regime_is_the_record(gaps: pd.DataFrame) -> None:
    for test in get_args(Test):
        whole = gap_pvalue(gaps, PAUSE, test, "whole", "gamma", merge_days=0)
        assert gap_pvalue(gaps, PAUSE, test, "regime", "gamma", merge_days=0) == whole


def test_table() -> None:
    table = pause_table(
        record_of(DAYS),
        definition="numbered",
        merge_days=0,
        min_days=20,
        null="whole",
        model="exponential",
    )
    assert table["days"].tolist() == [97, 29, 28, 30, 21, 29, 20]
    assert table["rank"].tolist() == [1, 3, 5, 2, 6, 3, 7]
    assert table["open"].tolist() == [False] * 6 + [True]
    assert table["longest_continuous"].is_monotonic_increasing is False
    assert table.attrs["caveat"] == CAVEAT
    # the alarm of the pause, from the six gaps before it, and it rang only if it was due
    days = [open_gap_alarm(np.diff(DAYS)[:6], alpha, merge_days=0) for alpha in (0.10, 0.05, 0.01)]
    rang = [day if day <= 96 else pd.NA for day in days]
    assert table.loc[0, ["alarm_10", "alarm_5", "alarm_1"]].tolist() == rang
    assert pd.isna(table.loc[6, "alarm_10"])


def test_longer_gaps_have_smaller_probabilities() -> None:
    table = pause_table(
        record_of(DAYS),
        definition="numbered",
        merge_days=0,
        min_days=1,
        null="whole",
        model="exponential",
    )
    # the open gap counts its last day as silent and is in the others' null: judged apart
    table = table[~table["open"]].sort_values("days")
    for test in get_args(Test):
        assert table[test].is_monotonic_decreasing


def test_merging_leaves_days_of_events_out_of_gaps() -> None:
    record = record_of([10, 30, 31, 32, 60, 90, 130], last=150)
    apart = window_gaps(record, record.exchanges)
    table = pause_table(
        record, definition="numbered", merge_days=1, min_days=1, null="whole", model="exponential"
    )
    assert apart["days"].sum() == 150
    assert table["days"].tolist() == [20, 28, 30, 40, 20]


def test_as_of_knows_nothing_later() -> None:
    record = record_of(DAYS)
    early = as_of(record, ORIGIN + pd.Timedelta(days=170))
    answer = open_gap(early, definition="numbered", merge_days=0, model="average")
    short = open_gap(
        record_of(DAYS[:7], last=170), definition="numbered", merge_days=0, model="average"
    )
    assert answer.to_dict() == short.to_dict()
    assert answer["days"] == 87
    assert answer["since"] == ORIGIN + pd.Timedelta(days=83)


@pytest.mark.parametrize("day", ["2031-12-31", "2030-01-01"])
def test_a_day_that_was_not_searched(day: str) -> None:
    with pytest.raises(ValueError, match="absence of search, not of exchanges"):
        as_of(record_of(DAYS), day)


def test_open_gap() -> None:
    answer = open_gap(record_of(DAYS), definition="numbered", merge_days=0, model="average")
    law = predictive_law(np.diff(DAYS), "average", merge_days=0)
    assert (answer["days"], answer["gaps"]) == (20, 17)
    assert answer["at_least_this_long"] == law.sf(20)
    assert answer["within_7"] < answer["within_14"] < answer["within_30"]
    assert answer["within_30"] == pytest.approx(1 - law.sf(50) / law.sf(20), rel=1e-12)
    assert answer["alarm_10"] < answer["alarm_5"] < answer["alarm_1"]
    assert answer["caveat"] == CAVEAT
    later = ORIGIN + pd.Timedelta(days=180)
    regime = open_gap(
        record_of(DAYS), definition="numbered", merge_days=0, model="exponential", since=later
    )
    assert regime["gaps"] == 10
    assert regime["at_least_this_long"] == pytest.approx(comb(200, 10) / comb(220, 10), rel=1e-12)


def test_open_gap_needs_gaps() -> None:
    with pytest.raises(ValueError, match="leaves 1 complete gaps"):
        open_gap(
            record_of(DAYS),
            definition="numbered",
            merge_days=0,
            model="average",
            since=ORIGIN + pd.Timedelta(days=351),
        )


def test_curve_is_every_combination() -> None:
    record = record_of(DAYS)
    inside = {"winter": ORIGIN + pd.Timedelta(days=120), "now": ORIGIN + pd.Timedelta(days=390)}
    curve = specification_curve(
        record,
        inside=inside,
        definitions=["numbered", "all"],
        merge_windows=range(0, 15, 7),
        tests=get_args(Test),
        nulls=get_args(Null),
        models=["exponential", "weibull"],
    )
    assert len(curve) == 2 * 2 * 3 * 3 * (2 + 2)
    assert not curve.duplicated(
        ["pause", "definition", "merge_days", "test", "model", "null"]
    ).any()
    row = curve[
        (curve["pause"] == "winter")
        & (curve["definition"] == "all")
        & (curve["merge_days"] == 0)
        & (curve["test"] == "single")
        & (curve["model"] == "weibull")
        & (curve["null"] == "before")
    ]
    before = predictive_law(np.diff(DAYS)[: PAUSE - 1], "weibull", merge_days=0).sf(96)
    assert row["pvalue"].tolist() == [before]
    assert row["rank"].tolist() == [1]
    assert set(curve.loc[curve["test"] != "single", "model"]) == {""}


def test_a_wider_merge_window_leaves_the_pause_and_chance_the_same_window() -> None:
    curve = specification_curve(
        record_of(DAYS),
        inside={"winter": ORIGIN + pd.Timedelta(days=120)},
        definitions=["numbered"],
        merge_windows=range(15),
        tests=["longest_continuous"],
        nulls=["whole"],
        models=["exponential"],
    )
    assert curve["days"].nunique() == 1  # merging joins events, the pause stays
    assert curve["gaps"].is_monotonic_decreasing
    for merge_days, pvalue in zip(curve["merge_days"], curve["pvalue"], strict=True):
        record = record_of(DAYS)
        days = window_gaps(record, exchange_events(record, "numbered", merge_days))["days"]
        assert pvalue == longest_gap_test(days, "continuous", merge_days=merge_days).pvalue


def test_a_day_of_an_exchange_is_in_no_gap(gaps: pd.DataFrame) -> None:
    on, off = (ORIGIN + pd.Timedelta(days=day) for day in (83, 84))
    assert gap_at(gaps, on) is None
    assert gap_at(gaps, off) == PAUSE
    with pytest.raises(ValueError, match="outside the record's window"):
        specification_curve(
            record_of(DAYS),
            inside={"later": "2040-01-01"},
            definitions=["numbered"],
            merge_windows=[0],
            tests=["single"],
            nulls=["whole"],
            models=["exponential"],
        )


def test_range_over_histories(rng: np.random.Generator) -> None:
    record = record_of(DAYS)
    rows = record.exchanges.copy()
    rows.loc[7, "start"] = rows.loc[7, "end"] - pd.Timedelta(days=6)  # some day of days 174-180
    loose = replace(record, exchanges=rows)
    span = pvalue_range(
        loose,
        inside=ORIGIN + pd.Timedelta(days=100),
        definition="numbered",
        merge_days=0,
        test="longest_continuous",
        null="whole",
        model="exponential",
        n=200,
        rng=rng,
    )
    every = [
        longest_gap_test(np.diff([0, *DAYS[:7], day, *DAYS[8:], 400]), "continuous")
        for day in range(174, 181)
    ]
    first = [largest_spacing_sf(Fraction(day - 83, 400), 19) for day in range(174, 181)]
    assert span["low"] >= min(first)
    assert span["high"] <= max(first)
    assert span["low"] < span["dated"] < span["high"]
    assert span["dated"] == first[3]
    assert every[-1].pvalue == first[-1]


@pytest.mark.parametrize(
    ("test", "null", "match"),
    [("longest", "whole", "test 'longest'"), ("single", "after", "null 'after'")],
)
def test_unknown_choices(gaps: pd.DataFrame, test: str, null: str, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        gap_pvalue(gaps, PAUSE, test, null, "exponential", merge_days=0)  # type: ignore[arg-type]


def test_too_few_gaps_is_no_verdict(gaps: pd.DataFrame) -> None:
    for test, model in product(get_args(Test), ("exponential", "gamma")):
        assert np.isnan(gap_pvalue(gaps, 2, test, "before", model, merge_days=0))  # type: ignore[arg-type]
    equal = window_gaps(
        record_of([20, 40, 60, 80, 200]), record_of([20, 40, 60, 80, 200]).exchanges
    )
    assert np.isnan(gap_pvalue(equal, 4, "single", "before", "gamma", merge_days=0))
    assert gap_pvalue(equal, 4, "single", "before", "exponential", merge_days=0) < 0.05
