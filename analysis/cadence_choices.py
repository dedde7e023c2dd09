"""What the cadence looks like under every way of counting exchanges, changes of rate included."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import product

import pandas as pd

from analysis.choices import DEFINITIONS, FALSE_ALARM, MERGE_WINDOWS
from analysis.gaps import exchange_events
from analysis.record import Record
from analysis.regimes import change_points
from analysis.specifications import cadence_specifications


def changes_by_choice(
    record: Record, merge_windows: Iterable[int], false_alarm: float
) -> pd.DataFrame:
    """Does the rate of exchanges change, and when first, by way of counting?

    Parameters
    ----------
    record : Record
    merge_windows
        Days within which exchanges are one event; each with all three definitions.
    false_alarm : float
        Probability of a change where there is none; see `analysis.regimes.change_points`.

    Returns
    -------
    pandas.DataFrame
        Index ``definition, merge_days``; ``changes``, their number, and ``change``, the date of
        the first (NaT if there is none).

    Examples
    --------
    >>> from analysis.record import load_record
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
    """Join `cadence_specifications` and `changes_by_choice` over all of `analysis.choices`.

    Cached; do not change it.
    """
    gaps = cadence_specifications(record, MERGE_WINDOWS)
    changes = changes_by_choice(record, MERGE_WINDOWS, FALSE_ALARM)
    return gaps.join(changes).reset_index()
