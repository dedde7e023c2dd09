"""How many persons each event returned, beside the gaps around it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.definitions import Definition, counted_exchanges
from analysis.dependence import batch_and_gap, gap_after_batch
from analysis.exchange_table import exchange_table
from analysis.gaps import DATED_WITHIN, event_gaps, exchange_events
from analysis.record import Record


def batches(record: Record, definition: Definition, merge_days: int) -> pd.DataFrame:
    """How many persons did each event return to Ukraine, and how long was the wait around it?

    Parameters
    ----------
    record : Record
    definition, merge_days
        As in `analysis.gaps.exchange_events`.

    Returns
    -------
    pandas.DataFrame
        One row an event: ``start, end``; ``persons`` (the best figures of its exchanges, summed);
        ``shared`` (persons in it that are only an equal share of what totals leave, because no
        page gives a count); ``gap_before, gap_after`` (days; missing at the ends of the record).

    Raises
    ------
    ValueError
        As `analysis.gaps.exchange_events`.

    Examples
    --------
    >>> from analysis.record import load_record
    >>> table = batches(load_record("data"), "announced", 1)
    >>> table.loc[table["start"] == "2024-01-03", ["persons", "gap_before", "gap_after"]].values
    array([[230., 149.,  28.]])
    """
    events = exchange_events(record, definition, merge_days)
    rows = counted_exchanges(record, definition)
    rows = rows[rows["end"] - rows["start"] <= pd.Timedelta(days=DATED_WITHIN)]
    table = exchange_table(record).loc[rows.index]
    at = np.searchsorted(events["earliest"].to_numpy(), rows["start"].to_numpy(), "right") - 1
    best = table["to_ukraine_best"].astype(float)
    shared = best.where(table["to_ukraine_status"] == "withheld", 0.0)
    found = events[["start", "end"]].copy()
    found["persons"] = best.groupby(at).sum(min_count=1)
    found["shared"] = shared.groupby(at).sum()
    days = event_gaps(events, record.complete_through)["days"].to_numpy(float)[:-1]
    found["gap_before"] = np.append(np.nan, days)
    found["gap_after"] = np.append(days, np.nan)
    return found


def batch_table(record: Record, merge_days: int, n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Do large batches come after, or before, long gaps?

    Parameters
    ----------
    record : Record
    merge_days : int
        Days within which exchanges are one event.
    n : int
        Random pairings behind each p-value.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    pandas.DataFrame
        One row a definition and side: ``definition, gap`` (``before`` or ``after`` the batch),
        ``pairs``, ``rank_correlation`` and ``pvalue`` (`analysis.dependence.batch_and_gap`); in
        the rows ``after`` also ``rate_ratio, ratio_low, ratio_high``: by what doubling the batch
        multiplies the rate of the next exchange (`analysis.dependence.gap_after_batch`).

    Raises
    ------
    ValueError
        As `batches`; if a definition holds an event of which nothing tells the persons.
    """
    rows = []
    for definition in ("numbered", "announced"):
        table = batches(record, definition, merge_days)
        unknown = table.loc[table["persons"].isna(), "start"]
        if len(unknown):
            raise ValueError(f"the event of {unknown.iloc[0]:%Y-%m-%d} has no number of persons")
        persons, days = table["persons"], table["gap_before"].iloc[1:]
        still_open = (record.complete_through - table["end"].iloc[-1]).days
        ratio = gap_after_batch(persons, days, still_open)
        for side in ("before", "after"):
            test = batch_and_gap(persons, days, side, n, rng)
            row: dict[str, object] = {"definition": definition, "gap": side, "pairs": test.nobs}
            row |= {"rank_correlation": test.statistic, "pvalue": test.pvalue}
            if side == "after":
                row |= {
                    "rate_ratio": ratio["estimate"],
                    "ratio_low": ratio["low"],
                    "ratio_high": ratio["high"],
                }
            rows.append(row)
    return pd.DataFrame(rows)
