"""The pauses worth judging: the longest ones of a record, and the one still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
import pandas as pd
from scipy.special import digamma

from analysis.events.batches import returned_by_day
from analysis.events.drawn_histories import histories
from analysis.events.events import event_gaps, exchange_events, gaps_of, reference, widest
from analysis.events.verdicts import silent_days
from analysis.gaps.interrupted import interrupted_rates
from analysis.gaps.rates import CountModel
from analysis.record.loading import Record
from analysis.text import short_day

COUNT = 5
"""Pauses looked at beside the open one."""


@dataclass(frozen=True)
class Pause:
    """A stretch without an announced exchange.

    `start` is the last day of the exchange before, `end` the first day of the next, None if
    none is on record (NaT would not equal itself); `days` between the two, or to the last day
    searched. `inside` is a day
    in the longest piece of it that is silent even when every exchange counts: no way of counting
    puts an exchange there.
    """

    start: pd.Timestamp
    end: pd.Timestamp | None
    days: int
    inside: pd.Timestamp

    @property
    def name(self) -> str:
        """The days of the exchanges around it."""
        return pause_name(self.start, self.end)

    @property
    def silent(self) -> int:
        """Days of it without an exchange."""
        return silent_days(self.days, "open" if self.end is None else "between")

    def longest_left(self, gaps: pd.DataFrame, through: pd.Timestamp) -> int | None:
        """Place of the longest of one history's gaps that holds days of this pause.

        None if none does. An open gap, and an open pause, is measured to `through`.
        """
        day = "datetime64[D]"
        last = np.datetime64(through, "D")
        start, end = gaps["start"].to_numpy(day), gaps["end"].to_numpy(day)
        end = np.where(np.isnat(end), last, end)
        close = last if self.end is None else np.datetime64(self.end, "D")
        touching = (start < close) & (end > np.datetime64(self.start, "D"))
        days = np.where(touching, gaps["days"].to_numpy(), -1)
        place = int(days.argmax())
        return place if touching[place] else None


def pause_name(start: pd.Timestamp, end: pd.Timestamp | None) -> str:
    """Name a pause by the days of the exchanges around it; `end` is missing if none ended it."""
    return f"{short_day(start)} – {'end of search' if pd.isna(end) else short_day(end)}"


def notable_pauses(record: Record) -> list[Pause]:
    """Which are the longest pauses of the record, and the open one?

    By the reference way of counting: the `COUNT` longest, longest first, the open one last, however
    short. A ValueError if the record holds no dated exchange.
    """
    through = record.complete_through
    gaps = gaps_of(record, **reference(record))
    finest = gaps_of(record, widest(record), 0)
    closed = gaps[~gaps["censored"]].nlargest(COUNT, "days")
    found = []
    for start, end, days in pd.concat([closed, gaps.tail(1)])[["start", "end", "days"]].to_numpy():
        next_day = None if pd.isna(end) else end
        close = next_day or through
        pieces = finest[(finest["start"] >= start) & (finest["end"].fillna(through) <= close)]
        piece = pieces.loc[pieces["days"].idxmax()]
        # the day of an open gap must not be that of its first exchange
        inside = piece["start"] + pd.Timedelta(days=int(np.ceil(piece["days"] / 2)))
        found.append(Pause(start, next_day, int(days), inside))
    return found


def longest_silences(record: Record, pauses: Sequence[Pause], events: pd.DataFrame) -> list[int]:
    """How many days of each pause pass without an event, at most, in one history?"""
    gaps = event_gaps(events, record.complete_through)
    days = gaps["days"].to_numpy(int)
    places = [pause.longest_left(gaps, record.complete_through) for pause in pauses]
    return [0 if place is None else int(days[place]) for place in places]


def undated_in_pauses(record: Record, n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Which pauses may an exchange have broken that no page dates?

    One row a notable pause: ``pause, days``, and the longest silence in it over `n` histories that
    the record allows: ``shortest, longest``.
    """
    pauses = notable_pauses(record)
    drawn = histories(record, **reference(record), n=n, rng=rng)
    silences = np.array([longest_silences(record, pauses, events) for events in drawn])
    return pd.DataFrame(
        {
            "pause": [pause.name for pause in pauses],
            "days": [pause.days for pause in pauses],
            "shortest": silences.min(axis=0),
            "longest": silences.max(axis=0),
        }
    )


def missing_table(record: Record, pause: Pause) -> pd.DataFrame:
    """What does a closed pause lack at the earlier rate, and did the rate come back?

    One row a count (``exchanges``, ``persons``), earlier rate (``all before``, or ``the year
    before``) and model: ``expected`` in the pause at the earlier rate, ``observed``, ``missing,
    low, high`` (95%, the earlier rate uncertain), ``predicted_low, predicted_high`` (and such a
    stretch varying by itself), ``at_later`` (expected at the later rate), ``by_selection`` (of
    exchanges: what the longest of as many gaps lacks on average if the rate is constant, 1 + 1/2 +
    ... 1/m of m gaps; Holst 1980, J. Appl. Probab. 17, 623-634), ``ratio, ratio_low, ratio_high``
    (rate after the pause over rate before); see `interrupted.interrupted_rates`.
    """
    if pause.end is None:
        raise ValueError(f"pause {pause.name} ends with the search: nothing comes after it")
    events = exchange_events(record, **reference(record))["start"]
    counts = {
        "exchanges": pd.Series(1.0, index=pd.DatetimeIndex(events)),
        "persons": returned_by_day(record, reference(record)["definition"]),
    }
    since = {"all before": record.counted_from}
    since["the year before"] = max(record.counted_from, pause.start - pd.DateOffset(years=1))
    rows = []
    for name, series in counts.items():
        for earlier, start in since.items():
            gaps = int((series.index >= start).sum()) + 1
            for model in get_args(CountModel):
                found = interrupted_rates(
                    series[series.index >= start],
                    watched=(start, record.complete_through),
                    pause=(pause.start, pause.end),
                    model=model,
                )
                row: dict[str, object] = {"counted": name, "earlier_rate": earlier, "model": model}
                row |= {str(key): value for key, value in found.missing.items()}
                if name == "exchanges":
                    row |= {"by_selection": float(digamma(gaps + 1) + np.euler_gamma)}
                row |= {"ratio": found.ratio["estimate"]}
                rows.append(row | {f"ratio_{side}": found.ratio[side] for side in ("low", "high")})
    return pd.DataFrame(rows)
