"""How many persons each event returned, beside the gaps around it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.events.events import Definition, dated_exchanges, event_gaps, exchange_events
from analysis.gaps.dependence import batch_and_gap, gap_after_batch
from analysis.record.loading import Record
from analysis.series.exchange_counts import exchange_table


def batches(record: Record, definition: Definition, merge_days: int) -> pd.DataFrame:
    """How many persons did each event return to Ukraine, and how long was the wait around it?

    Parameters
    ----------
    record : Record
    definition, merge_days
        As in `events.exchange_events`.

    Returns
    -------
    pandas.DataFrame
        One row an event: ``start, end``; ``persons`` (the best figures of its exchanges, summed);
        ``shared`` (persons in it that are only an equal share of what totals leave, because no
        page gives a count); ``gap_before, gap_after`` (days; missing at the ends of the record).

    Raises
    ------
    ValueError
        As `events.exchange_events`.

    Examples
    --------
    >>> from analysis.record.loading import load_record
    >>> table = batches(load_record("data"), "announced", 1)
    >>> table.loc[table["start"] == "2024-01-03", ["persons", "gap_before", "gap_after"]].values
    array([[230., 149.,  28.]])
    """
    events = exchange_events(record, definition, merge_days)
    rows = dated_exchanges(record, definition)
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


def returned_by_day(record: Record, definition: Definition) -> pd.Series[Any]:
    """Persons returned to Ukraine by first day, in exchanges that have a day and a count."""
    rows = dated_exchanges(record, definition)
    table = exchange_table(record).loc[rows.index]
    table = table[table["to_ukraine_best"].notna() & (table["to_ukraine_status"] != "withheld")]
    days = pd.DatetimeIndex(table["start"])
    return pd.Series(table["to_ukraine_best"].to_numpy(float), index=days)


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
        ``pairs``, ``rank_correlation`` and ``pvalue`` (`dependence.batch_and_gap`); in
        the rows ``after`` also ``rate_ratio, ratio_low, ratio_high``: by what doubling the batch
        multiplies the rate of the next exchange (`dependence.gap_after_batch`).

    Raises
    ------
    ValueError
        As `batches`; if nothing tells the persons of the last event.

    Notes
    -----
    Another event of which nothing tells the persons is left out with the gap it is paired with.
    """
    rows = []
    for definition in ("numbered", "announced"):
        table = batches(record, definition, merge_days)
        if pd.isna(table["persons"].iloc[-1]):
            raise ValueError(f"the event of {table['start'].iloc[-1]:%Y-%m-%d} has no count")
        still_open = float((record.complete_through - table["end"].iloc[-1]).days)
        for side in ("before", "after"):
            pairs = table.dropna(subset=["persons", f"gap_{side}"])
            persons, days = pairs["persons"].to_numpy(), pairs[f"gap_{side}"].to_numpy()
            # one batch more than gaps is expected: the first or the last one, which has no pair
            edge = table["persons"].iloc[-1:]
            padded = np.append(persons, edge) if side == "after" else np.append(edge, persons)
            test = batch_and_gap(padded, days, side, n, rng)
            row: dict[str, object] = {"definition": definition, "gap": side, "pairs": test.nobs}
            row |= {"rank_correlation": test.statistic, "pvalue": test.pvalue}
            if side == "after":
                ratio = gap_after_batch(padded, days, still_open)
                row |= {"rate_ratio": ratio["estimate"]}
                row |= {f"ratio_{end}": ratio[end] for end in ("low", "high")}
            rows.append(row)
    return pd.DataFrame(rows)
