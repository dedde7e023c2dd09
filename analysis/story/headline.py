"""The headline: what is on record, in a few lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.audit.implied import bounds_by_channel
from analysis.audit.published_totals import published_totals
from analysis.bounds.ordinals import deals
from analysis.bounds.windows import window_bounds
from analysis.events.needs import need_gaps, need_words
from analysis.events.verdicts import dated_pauses
from analysis.record.loading import Record
from analysis.series.history import best_history
from analysis.story.words import CHAIN
from analysis.text import count, count_of


@dataclass(frozen=True)
class Headline:
    """The record in one glance.

    Attributes
    ----------
    numbered, apart, outside : int
        Dated exchanges of the official chain (stages of one deal are one), dated exchanges that
        officials count apart, dated returns outside exchanges.
    chain : int
        Exchanges that the official chain counts at least.
    as_of : Timestamp
        Day of the last published total that fits; ``complete_through`` if none does.
    total : bool
        Whether one does.
    low, best, high : int, int, float
        Persons returned to Ukraine in the official chain by ``as_of``.
    all_low, all_own : int
        Persons returned to Ukraine by ``complete_through`` that the reports of all channels add up
        to, at least; the same from reports credited to Ukrainian voices alone.
    all_said : int or None
        Largest published total whose page does not say what it counts; None if there is none.
    pause_days : int
        Longest pause between announced exchanges that have a day.
    pause_start, pause_end : Timestamp
        Days of the exchanges around it; ``pause_end`` is None if no exchange ended it.
    pause_undated : int
        Exchanges held in that time on a day that no page gives.
    complete_through : Timestamp
        To which day the record was searched thoroughly.
    """

    numbered: int
    apart: int
    outside: int
    chain: int
    as_of: pd.Timestamp
    total: bool
    low: int
    best: int
    high: float
    all_low: int
    all_own: int
    all_said: int | None
    pause_days: int
    pause_start: pd.Timestamp
    pause_end: pd.Timestamp | None
    pause_undated: int
    complete_through: pd.Timestamp

    def __str__(self) -> str:
        return "\n".join(
            (
                f"exchanges on record    {count(self.numbered + self.apart)}: "
                f"{self.numbered} of at least {self.chain} in the official chain, "
                f"{self.apart} counted apart",
                f"returned to Ukraine    {count(self.low)} – {count(self.best)} – "
                f"{count(self.high)} (low, best, high) in the official chain "
                f"by {self.as_of:%Y-%m-%d}",
                f"all returns            the reports add up to at least {count(self.all_low)}"
                + self._own()
                + self._said("largest total"),
                f"longest pause          {self.pause_days} days, {self._span()}",
                f"searched thoroughly    through {self.complete_through:%Y-%m-%d}; "
                "counts of announced exchanges",
            )
        )

    def _span(self) -> str:
        ended = f"{self.pause_end:%Y-%m-%d}" if self.pause_end is not None else (
            f"{self.complete_through:%Y-%m-%d}, when the search ended"
        )  # fmt: skip
        undated = count_of(self.pause_undated, "exchange") if self.pause_undated else ""
        inside = f" ({undated} that no page dates within)" if undated else ""
        return f"{self.pause_start:%Y-%m-%d} to {ended}{inside}"

    def _own(self) -> str:
        if self.all_own == self.all_low:
            return ""
        return f" ({count(self.all_own)} by Ukrainian statements alone)"

    def _said(self, name: str) -> str:
        if self.all_said is None:
            return ""
        return f"; the {name}, {count(self.all_said)}, does not say what it counts"


def headline(record: Record) -> Headline:
    """What does the record say in one glance?

    Parameters
    ----------
    record : Record

    Returns
    -------
    Headline
        Prints as a few aligned lines.

    Raises
    ------
    NothingToShow
        If the record holds no dated exchange, or does not declare the official chain.

    Examples
    --------
    >>> from analysis import load_record
    >>> print(headline(load_record("tests/data/small_record")))
    exchanges on record    3: 2 of at least 2 in the official chain, 1 counted apart
    returned to Ukraine    110 – 110 – 110 (low, best, high) in the official chain by 2031-03-02
    all returns            the reports add up to at least 115
    longest pause          120 days, 2031-03-02 to 2031-06-30, when the search ended
    searched thoroughly    through 2031-06-30; counts of announced exchanges
    """
    need_words(record, *CHAIN.values())
    need_gaps(record, 0)
    held = deals(record)
    channel = held.loc[held["end"] <= record.complete_through, "channel"]
    totals = published_totals(record, **CHAIN)
    firm = totals.loc[totals["stated"] & (totals["verdict"] == "fits"), "end"]
    unstated = totals.loc[~totals["stated"], "value"]
    as_of = record.complete_through if firm.empty else firm.max()
    origin = record.counted_from
    bounds = window_bounds(record, **CHAIN, start=origin, end=as_of)
    days = (as_of - origin).days
    best = best_history(record, **CHAIN).cumulative(np.array([days]))[0]
    chain = window_bounds(
        record, **(CHAIN | {"measure": "exchanges"}), start=origin, end=record.complete_through
    )
    channels = bounds_by_channel(record, measure=CHAIN["measure"])
    pauses = dated_pauses(record, definition=record.vocabulary.reference, over=0)
    longest = pauses.iloc[int(pauses["days"].argmax())]
    return Headline(
        numbered=int((channel == record.vocabulary.chain).sum()),
        apart=int((channel == "unnumbered").sum()),
        outside=int((channel == "outside").sum()),
        chain=chain.low,
        as_of=as_of,
        total=not firm.empty,
        low=bounds.low,
        best=int(best),
        high=bounds.high,
        all_low=int(channels["low"]["any"]),
        all_own=int(channels["own_low"]["any"]),
        all_said=None if unstated.empty else int(unstated.max()),
        pause_days=int(longest["days"]),
        pause_start=longest["start"],
        pause_end=None if pd.isna(longest["end"]) else longest["end"],
        pause_undated=int(longest["undated"]),
        complete_through=record.complete_through,
    )


def in_markdown(found: Headline) -> str:
    """Return the headline as a Markdown list, for the first screen of README and notebooks."""
    day = ", the day of the last published total" if found.total else ""
    apart = (
        "Returns counted apart from that chain come on top. " if found.all_low > found.low else ""
    )
    return (
        f"- **Returned to Ukraine in officially numbered exchanges: {count(found.best)}** "
        f"(at least {count(found.low)}, at most {count(found.high)}) "
        f"by {found.as_of:%Y-%m-%d}{day}.\n"
        f"- {apart}The reports add up to at least "
        f"{count(found.all_low)} for everything together"
        f"{found._own()}{found._said('largest official total')}.\n"
        f"- Exchanges on record: {count(found.numbered + found.apart)}, {found.numbered} of them "
        f"in the official chain, which counts at least {found.chain}.\n"
        f"- Longest pause without an announced exchange: {found.pause_days} days, "
        f"{found._span()}.\n"
        f"- Searched thoroughly through {found.complete_through:%Y-%m-%d}."
    )
