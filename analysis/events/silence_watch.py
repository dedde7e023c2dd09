"""What a watcher saw, day by day, while a silence grew: no knowledge of how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import product
from typing import Literal

import numpy as np
import pandas as pd

from analysis.events.events import Counting, gaps_of
from analysis.events.notable_pauses import Pause
from analysis.events.verdicts import FEWEST
from analysis.gaps.alarm import ALPHAS, open_gap_alarm
from analysis.gaps.laws import Model
from analysis.gaps.predictive import predictive_law
from analysis.record.loading import Record

LAWS: tuple[Model | Literal["average"], ...] = ("exponential", "weibull", "lognormal", "average")
"""Laws under which the alarm is shown: constant rate, two that leave the spread open, all."""

_HORIZON = 30  # days


def gaps_before(record: Record, pause: Pause, counting: Counting) -> pd.Series:
    """Lengths in days of the gaps that were complete when a pause began, in order of time."""
    gaps = gaps_of(record, **counting)
    return gaps.loc[(gaps["end"] <= pause.start) & ~gaps["censored"], "days"]


def watched_silence(record: Record, pause: Pause, counting: Counting) -> pd.DataFrame:
    """How surprising was the silence on each of its days, from what was known when it began?

    One row a day without an exchange, its date as index: ``day`` (1 is the day after the last
    exchange); ``constant, average``: P(a gap lasts longer than so many days) under a constant rate
    and over all laws, both with uncertain parameters; ``soon``: P(an exchange within 30 more
    days), over all laws. A ValueError if fewer than three gaps, not all equal, were complete by
    then.
    """
    known = gaps_before(record, pause, counting)
    merge_days = counting["merge_days"]
    constant = predictive_law(known, "exponential", merge_days=merge_days)
    last = pause.silent
    days = list(range(1, last + 1))
    log_average = np.array(_log_survival(tuple(known), merge_days, last + _HORIZON))
    return pd.DataFrame(
        {
            "day": days,
            "constant": [constant.sf(day) for day in days],
            "average": np.exp(log_average[:last]),
            "soon": -np.expm1(log_average[_HORIZON:] - log_average[:last]),
        },
        index=pause.start + pd.to_timedelta(days, unit="D"),
    )


@lru_cache(maxsize=8)
def _log_survival(known: tuple[float, ...], merge_days: int, days: int) -> list[float]:
    """Log of P(a gap lasts longer than 1, 2, ... `days`), over all laws; kept, as it takes long."""
    average = predictive_law(pd.Series(known), "average", merge_days=merge_days)
    return [average.logsf(day) for day in range(1, days + 1)]


def alarm_days(
    record: Record,
    pause: Pause,
    definitions: Iterable[str],
    merge_windows: Iterable[int],
) -> pd.DataFrame:
    """On which day of a pause would the alarm have rung, by way of counting?

    One row a way and promise: ``definition, merge_days, gaps`` (complete before the pause),
    ``alpha`` (false alarms a year), ``day`` of silence, ``date`` and ``rang`` (whether the pause
    lasted that long). Ways with fewer than three gaps are left out.
    """
    rows = []
    lasted = pause.silent
    for definition, merge_days in product(definitions, merge_windows):
        known = gaps_before(record, pause, Counting(definition=definition, merge_days=merge_days))
        if len(known) < FEWEST:
            continue
        for alpha in ALPHAS:
            day = open_gap_alarm(known, alpha, merge_days=merge_days)
            date = pause.start + pd.Timedelta(days=day)
            rows.append((definition, merge_days, len(known), alpha, day, date, day <= lasted))
    columns = ["definition", "merge_days", "gaps", "alpha", "day", "date", "rang"]
    return pd.DataFrame(rows, columns=columns)


def alarm_by_law(record: Record, pause: Pause, counting: Counting) -> pd.DataFrame:
    """On which day of a pause would the alarm have rung, by the law that it takes gaps to follow?

    The alarm keeps its promise where its law holds; which one does, few gaps do not tell. Index
    ``law``; a column for each of `ALPHAS` (``10%`` ...): the day of silence, missing where the
    pause ended before it.
    """
    known = gaps_before(record, pause, counting)
    lasted = pause.silent
    rows = {
        law: {
            f"{alpha:.0%}": open_gap_alarm(known, alpha, law, merge_days=counting["merge_days"])
            for alpha in ALPHAS
        }
        for law in LAWS
    }
    table = pd.DataFrame.from_dict(rows, orient="index").astype("Int64").rename_axis("law")
    return table.where(table <= lasted)


def alarm_summary(days: pd.DataFrame) -> pd.DataFrame:
    """Summarise the days of `alarm_days` by promise.

    Index ``alpha``: ``ways``, ``rang`` (in how many of them the alarm rang in the pause),
    ``first_day, median_day, last_day`` of those, ``first_date, last_date``.
    """
    rung = days[days["rang"]].groupby("alpha")
    table = pd.DataFrame(
        {"ways": days.groupby("alpha").size(), "rang": days.groupby("alpha")["rang"].sum()}
    )
    table["first_day"] = rung["day"].min().astype("Int64")
    table["median_day"] = rung["day"].median().round().astype("Int64")
    table["last_day"] = rung["day"].max().astype("Int64")
    table["first_date"] = rung["date"].min().dt.strftime("%Y-%m-%d")
    table["last_date"] = rung["date"].max().dt.strftime("%Y-%m-%d")
    return table.sort_index(ascending=False)
