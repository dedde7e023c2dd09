"""How the cadence looks under every choice of what counts as one exchange."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import product

import pandas as pd

from analysis.events.events import (
    DEFINITIONS,
    FALSE_ALARM,
    MERGE_WINDOWS,
    Counting,
    HasExchanges,
    event_gaps,
    exchange_events,
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
        Merge windows in days; a specification curve shows all from 0 to 14.

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
        A specification leaves fewer than three complete gaps.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> days = pd.to_datetime([f"2022-04-{day:02d}" for day in (1, 9, 17, 27, 29)])
    >>> rows = pd.DataFrame({"start": days, "end": days, "kind": "numbered",
    ...                      "number": pd.array([1, 2, 3, 4, 5], dtype="Int64")})
    >>> record = SimpleNamespace(exchanges=rows, complete_through=pd.Timestamp("2022-05-01"))
    >>> table = cadence_specifications(record, merge_windows=[0, 2])
    >>> table.loc["numbered", ["n_events", "mean_gap", "longest_gap"]].values.tolist()
    [[5.0, 7.0, 10.0], [4.0, 8.666666666666666, 10.0]]
    """
    rows = {}
    for definition, merge_days in product(DEFINITIONS, merge_windows):
        events = exchange_events(record, definition, merge_days)
        gaps = event_gaps(events, record.complete_through)
        complete = gaps.loc[~gaps["censored"], "days"]
        row: dict[str, object] = {
            "n_events": len(events),
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


def changes_by_choice(
    record: HasExchanges, merge_windows: Iterable[int], false_alarm: float
) -> pd.DataFrame:
    """Does the rate of exchanges change, and when first, by way of counting?

    Parameters
    ----------
    record : Record
    merge_windows
        Days within which exchanges are one event; each with all three definitions.
    false_alarm : float
        Probability of a change where there is none; see `regimes.change_points`.

    Returns
    -------
    pandas.DataFrame
        Index ``definition, merge_days``; ``changes``, their number, and ``change``, the date of
        the first (NaT if there is none).

    Examples
    --------
    >>> from analysis.record.loading import load_record
    >>> table = changes_by_choice(load_record("data"), [1], 0.05)
    >>> f"{table.loc[('announced', 1), 'change']:%Y}"
    '2023'
    """
    rows = {}
    for definition, merge_days in product(DEFINITIONS, merge_windows):
        days = exchange_events(record, definition, merge_days)["start"]
        changes = change_points(days, false_alarm, merge_days=merge_days).changes["change"]
        rows[definition, merge_days] = (len(changes), changes.min() if len(changes) else pd.NaT)
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["changes", "change"])
    table.index = pd.MultiIndex.from_tuples(table.index, names=["definition", "merge_days"])
    return table


@lru_cache(maxsize=4)
def all_choices(record: Record) -> pd.DataFrame:
    """Join `cadence_specifications` and `changes_by_choice` over all definitions and windows.

    Cached; do not change it.
    """
    gaps = cadence_specifications(record, MERGE_WINDOWS)
    changes = changes_by_choice(record, MERGE_WINDOWS, FALSE_ALARM)
    return gaps.join(changes).reset_index()


def renewal_average(record: Record, counting: Counting) -> RenewalAverage:
    """Fit and average all renewal models, the open gap as a censored one.

    Examples
    --------
    >>> from analysis.events.events import REFERENCE
    >>> from analysis.record.loading import load_record
    >>> average = renewal_average(load_record("data"), REFERENCE)
    >>> bool(average.weights["exponential"] < 0.01)
    True
    """
    gaps = event_gaps(exchange_events(record, **counting), record.complete_through)
    still_open = gaps["censored"]
    return average_renewal(
        gaps.loc[~still_open, "days"], gaps.loc[still_open, "days"], models=EVERY_LAW
    )


def rate_changes(record: Record, counting: Counting) -> ChangePoints:
    """When did the rate of events change? At the false-alarm rate of `counting`.

    Examples
    --------
    >>> from analysis.events.events import REFERENCE
    >>> from analysis.record.loading import load_record
    >>> found = rate_changes(load_record("data"), REFERENCE)
    >>> [f"{day:%Y-%m}" for day in found.changes["change"]]
    ['2023-06']
    """
    days = exchange_events(record, **counting)["start"]
    return change_points(days, FALSE_ALARM, merge_days=counting["merge_days"])
