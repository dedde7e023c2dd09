"""How the cadence looks under every way of counting exchanges as events."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import product

import pandas as pd

from analysis.events.events import (
    FALSE_ALARM,
    MERGE_WINDOWS,
    Counting,
    HasExchanges,
    definitions,
    exchange_events,
    gaps_of,
)
from analysis.gaps.laws import EVERY_LAW
from analysis.gaps.model_average import RenewalAverage, average_renewal
from analysis.gaps.regimes import ChangePoints, change_points
from analysis.gaps.regularity import dispersion
from analysis.record.loading import Record


def cadence_specifications(
    record: HasExchanges, merge_windows: Iterable[int] = MERGE_WINDOWS
) -> pd.DataFrame:
    """Describe the gaps under each definition of an event and each merge window.

    Parameters
    ----------
    record : Record
        Needs `exchanges` and `complete_through`.
    merge_windows : iterable of int
        Merge windows in days; all from 0 to 14 unless named.

    Returns
    -------
    pandas.DataFrame
        Index ``definition, merge_days``; ``n_events``; ``mean_gap, median_gap, longest_gap`` of
        complete gaps and ``open_gap``, in days; ``cv, burstiness, local_variation``, each followed
        by the band that chance gives it and the verdict (``cv_low, cv_high, cv_verdict`` ...), see
        `dispersion`.

    Raises
    ------
    ValueError
        A way of counting leaves fewer than three complete gaps.

    Examples
    --------
    >>> from analysis import load_record
    >>> record = load_record("tests/data/simulated_conflict")
    >>> table = cadence_specifications(record, merge_windows=[0, 2])
    >>> table.loc["official", ["n_events", "mean_gap", "longest_gap"]].round(1).values.tolist()
    [[47.0, 27.6, 187.0], [42.0, 30.8, 187.0]]
    """
    rows = {}
    for definition, merge_days in product(definitions(record), merge_windows):
        gaps = gaps_of(record, definition, merge_days)
        complete = gaps.loc[~gaps["censored"], "days"]
        row: dict[str, object] = {
            "n_events": len(gaps),
            "mean_gap": complete.mean(),
            "median_gap": complete.median(),
            "longest_gap": complete.max(),
            "open_gap": gaps["days"].iloc[-1],
        }
        found = dispersion(complete, merge_days=merge_days)
        for name, line in found.table().iterrows():
            row[str(name)] = line["value"]
            row[f"{name}_low"] = line["null_low"]
            row[f"{name}_high"] = line["null_high"]
            row[f"{name}_verdict"] = line["verdict"]
        rows[definition, merge_days] = row
    table = pd.DataFrame.from_dict(rows, orient="index")
    return table.rename_axis(["definition", "merge_days"])


def changes_by_counting(
    record: HasExchanges, merge_windows: Iterable[int], false_alarm: float
) -> pd.DataFrame:
    """Does the rate of exchanges change, and when first, by way of counting?

    At the false-alarm rate of `regimes.change_points`. Index ``definition, merge_days``;
    ``changes``, their number, and ``change``, the date of the first (NaT if there is none).
    """
    rows = {}
    for definition, merge_days in product(definitions(record), merge_windows):
        days = exchange_events(record, definition, merge_days)["start"]
        changes = change_points(days, false_alarm, merge_days=merge_days).changes["change"]
        rows[definition, merge_days] = (len(changes), changes.min() if len(changes) else pd.NaT)
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["changes", "change"])
    table.index = pd.MultiIndex.from_tuples(table.index, names=["definition", "merge_days"])
    return table


@lru_cache(maxsize=4)
def cadence_by_counting(record: Record) -> pd.DataFrame:
    """Gaps and changes of the rate under all definitions and merge windows.

    `cadence_specifications` beside `changes_by_counting`. Cached; do not change it.
    """
    gaps = cadence_specifications(record, MERGE_WINDOWS)
    changes = changes_by_counting(record, MERGE_WINDOWS, FALSE_ALARM)
    return gaps.join(changes).reset_index()


def renewal_average(record: Record, counting: Counting) -> RenewalAverage:
    """Fit and average all renewal models, the open gap as a censored one."""
    gaps = gaps_of(record, **counting)
    still_open = gaps["censored"]
    return average_renewal(
        gaps.loc[~still_open, "days"],
        gaps.loc[still_open, "days"],
        models=EVERY_LAW,
        merge_days=counting["merge_days"],
    )


def rate_changes(record: HasExchanges, counting: Counting) -> ChangePoints:
    """When did the rate of events change? At the false-alarm rate `FALSE_ALARM`."""
    days = exchange_events(record, **counting)["start"]
    return change_points(days, FALSE_ALARM, merge_days=counting["merge_days"])
