"""What the cadence looks like under every way of counting exchanges."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import product

import pandas as pd

from analysis.choices import DEFINITIONS, FALSE_ALARM, MERGE_WINDOWS
from analysis.gaps import Definition, event_gaps, exchange_events
from analysis.record import Record
from analysis.regimes import change_points
from analysis.regularity import dispersion

MEASURES = ("cv", "burstiness", "local_variation")
"""Measures of how unequal gaps are; see `analysis.regularity.dispersion`."""


def cadence_over_choices(
    record: Record,
    definitions: Iterable[Definition],
    merge_windows: Iterable[int],
    false_alarm: float,
) -> pd.DataFrame:
    """How long are the gaps, how regular, and does their rate change, by way of counting?

    Parameters
    ----------
    record : Record
    definitions, merge_windows
        Which exchanges count, and days within which they are one event.
    false_alarm : float
        As in `analysis.regimes.change_points`.

    Returns
    -------
    pandas.DataFrame
        One row a way: ``definition, merge_days, events``; ``mean, median, longest`` (complete
        gaps, days); for each of `MEASURES` its value and ``…_low, …_high, …_verdict``, the null
        band and where the value lies; ``changes`` (their number) and ``change`` (the date of the
        first, NaT if there is none).

    Raises
    ------
    ValueError
        As `analysis.gaps.exchange_events`; if a way leaves fewer than four events.

    Examples
    --------
    >>> from analysis.record import load_record
    >>> table = cadence_over_choices(load_record("data"), ["announced"], [1, 14], 0.05)
    >>> table[["merge_days", "longest", "changes"]].to_numpy().tolist()
    [[1, 149, 1], [14, 149, 0]]
    """
    rows = []
    for definition, merge_days in product(definitions, merge_windows):
        events = exchange_events(record, definition, merge_days)
        gaps = event_gaps(events, record.complete_through)
        days = gaps.loc[~gaps["censored"], "days"]
        row = {
            "definition": definition,
            "merge_days": merge_days,
            "events": len(events),
            "mean": days.mean(),
            "median": days.median(),
            "longest": days.max(),
        }
        found = dispersion(days, merge_days=merge_days)
        for name in MEASURES:
            measure = getattr(found, name)
            row |= {
                name: measure.value,
                f"{name}_low": measure.null_low,
                f"{name}_high": measure.null_high,
                f"{name}_verdict": measure.verdict,
            }
        changes = change_points(events["start"], false_alarm).changes["change"]
        row |= {"changes": len(changes), "change": changes.min() if len(changes) else pd.NaT}
        rows.append(row)
    return pd.DataFrame(rows)


@lru_cache(maxsize=4)
def all_choices(record: Record) -> pd.DataFrame:
    """`cadence_over_choices` over all of `analysis.choices`; cached, do not change it."""
    return cadence_over_choices(record, DEFINITIONS, MERGE_WINDOWS, FALSE_ALARM)
