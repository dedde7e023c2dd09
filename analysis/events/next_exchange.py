"""When the next exchange may be expected, beside how well such forecasts were until now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from analysis.bounds.asked import Date, as_date
from analysis.events.batches import batches
from analysis.events.events import Counting, exchange_events
from analysis.events.verdicts import HasWindow
from analysis.gaps.forecast_scores import HORIZONS, calibration_slope, pit_test, score_table
from analysis.gaps.forecasting import Rolling, rolling_forecasts
from analysis.gaps.results import HypothesisTest
from analysis.gaps.watch import FIRST, Watch
from analysis.record.loading import Record

AHEAD = (7, 14, 30, 60, 90)
"""Days within which the probability of an exchange is told."""

CHANCES = (0.1, 0.25, 0.5, 0.75, 0.9)
"""Of which the day is told by which the next exchange has come with that probability."""

BATCHES = 20
"""Latest events from which the size of the next one is told."""

_RESAMPLES = 199


@dataclass(frozen=True, repr=False)
class Forecast:
    """The next exchange as told on the evening of `as_of`, the last one ended on `since`.

    `within`: one row a candidate and one for their combination, P(an exchange in the next 7, 14,
    ... days) in columns of these numbers. `by`: the day by which it has come, by probability; NaT
    beyond a year. `scores`: how well each has told on every evening so far
    (`forecast_scores.score_table`), `slope` and `pit` how well the combination was calibrated.
    """

    as_of: pd.Timestamp
    since: pd.Timestamp
    within: pd.DataFrame
    by: pd.Series[Any]
    scores: pd.DataFrame
    slope: dict[str, float]
    pit: HypothesisTest
    rolling: Rolling

    def __repr__(self) -> str:
        told = self.within.loc["combined"]
        return f"forecast of {self.as_of:%Y-%m-%d}: " + ", ".join(
            f"{chance:.0%} within {days} days" for days, chance in told.items()
        )


def forecast(
    events: pd.DataFrame,
    *,
    counted_from: Date,
    complete_through: Date,
    merge_days: int,
    rng: np.random.Generator,
) -> Forecast:
    """Tell when the next event may come, and how well that would have been told before.

    Parameters
    ----------
    events : pandas.DataFrame
        As from `exchange_events`.
    counted_from, complete_through : date
        First and last day of the watch.
    merge_days : int
        The merge window by which the events were made.
    rng : numpy.random.Generator
        For the intervals and the test of the calibration; no probability of an event rests on it.

    Returns
    -------
    Forecast
        Probabilities by candidate and combined, with past scores (`forecasting`).

    Raises
    ------
    ValueError
        Too few events for a forecast that could be scored.

    Examples
    --------
    >>> from analysis import exchange_events, load_record
    >>> record = load_record("tests/data/simulated_conflict")
    >>> found = forecast(exchange_events(record, "official", 1), counted_from=record.counted_from,
    ...                  complete_through=record.complete_through, merge_days=1,
    ...                  rng=np.random.default_rng(1))
    >>> found.within.shape
    (8, 5)
    """
    last = as_date(complete_through, "complete_through")
    found = _rolled(events, as_date(counted_from, "counted_from"), last, merge_days)
    told = 1 - found.survival["combined"][-1]
    by = {
        chance: last + pd.Timedelta(days=int(np.argmax(told >= chance)))
        if told[-1] >= chance
        else pd.NaT
        for chance in CHANCES
    }
    return Forecast(
        as_of=last,
        since=events["end"].iloc[-1],
        within=_within(found),
        by=pd.Series(by, dtype="datetime64[s]"),
        scores=score_table(found),
        slope=calibration_slope(found, HORIZONS[1], _RESAMPLES, rng),
        pit=pit_test(found, rng),
        rolling=found,
    )


def _within(found: Rolling) -> pd.DataFrame:
    """P(an event within so many days) on the last evening, by candidate."""
    return pd.DataFrame(
        {days: {name: 1 - s[-1, days] for name, s in found.survival.items()} for days in AHEAD}
    ).rename_axis(index="told by", columns="days")


def _rolled(
    events: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp, merge_days: int
) -> Rolling:
    starts, ends = (tuple((events[name] - first).dt.days) for name in ("start", "end"))
    return _rolled_days(starts, ends, (last - first).days + 1, merge_days)


@lru_cache(maxsize=4)
def _rolled_days(
    starts: tuple[int, ...], ends: tuple[int, ...], days: int, merge_days: int
) -> Rolling:
    first, last = (np.array(values, dtype=np.int64) for values in (starts, ends))
    return rolling_forecasts(Watch(first, last, days, merge_days))


def told_by_all(record: HasWindow, counting: Counting) -> pd.DataFrame | None:
    """`Forecast.within` at the end of a record's watch; None of too few events to be scored."""
    events = exchange_events(record, **counting)
    if len(events) <= FIRST:
        return None
    watch = record.counted_from, record.complete_through
    return _within(_rolled(events, *watch, counting["merge_days"]))


def persons_of_the_next(record: Record, counting: Counting) -> pd.Series[Any]:
    """How many persons may the next exchange return, if it is like the latest ones?

    ``low, middle, high``: the 10%, 50% and 90% points of the latest `BATCHES` events whose persons
    are known, and ``events``, their number.
    """
    persons = batches(record, **counting)["persons"].dropna().tail(BATCHES)
    low, middle, high = persons.quantile([0.1, 0.5, 0.9])
    return pd.Series({"low": low, "middle": middle, "high": high, "events": len(persons)})
