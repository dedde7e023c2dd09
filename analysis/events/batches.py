"""How many persons each event returned, beside the gaps around it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.events.cadence_by_counting import rate_changes
from analysis.events.events import Counting, dated_exchanges, exchange_events, gaps_of, stretch_of
from analysis.gaps.dependence import batch_and_gap, gap_after_batch
from analysis.record.loading import Record
from analysis.series.exchange_counts import exchange_table


def batches(record: Record, definition: str, merge_days: int) -> pd.DataFrame:
    """How many persons did each event return, and how long was the wait around it?

    One row an event: ``start, end``; ``persons`` (the best figures of its exchanges, summed);
    ``shared`` (persons in it that are only an equal share of what totals leave, because no page
    gives a count); ``gap_before, gap_after`` (days; missing at the ends of the record).
    """
    events = exchange_events(record, definition, merge_days)
    rows = dated_exchanges(record, definition)
    table = exchange_table(record).loc[rows.index]
    at = np.searchsorted(events["earliest"].to_numpy(), rows["start"].to_numpy(), "right") - 1
    home = next(iter(record.vocabulary.directions))  # the one in which persons are followed
    best = table[f"{home}_best"].astype(float)
    shared = best.where(table[f"{home}_status"] == "withheld", 0.0)
    found = events[["start", "end"]].copy()
    found["persons"] = best.groupby(at).sum(min_count=1)
    found["shared"] = shared.groupby(at).sum()
    days = gaps_of(record, definition, merge_days)["days"].to_numpy(float)[:-1]
    found["gap_before"] = np.append(np.nan, days)
    found["gap_after"] = np.append(days, np.nan)
    return found


def returned_by_day(record: Record, definition: str) -> pd.Series[Any]:
    """Persons returned by first day, in exchanges that have a day and a count."""
    rows = dated_exchanges(record, definition)
    table = exchange_table(record).loc[rows.index]
    home = next(iter(record.vocabulary.directions))
    best = table[f"{home}_best"]
    known = best.notna() & (table[f"{home}_status"] != "withheld")
    return pd.Series(best[known].to_numpy(float), index=pd.DatetimeIndex(table["start"][known]))


def batch_table(record: Record, merge_days: int, n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Do large batches come after, or before, long gaps? With `n` random pairings a p-value.

    One row a definition and side (``gap``: ``before`` or ``after`` the batch): ``pairs,
    rank_correlation, pvalue`` (`dependence.batch_and_gap`), and ``within, within_pvalue``, the same
    within the stretches of constant rate: what vanishes there is the change of rate; in the rows
    ``after`` also ``rate_ratio, ratio_low, ratio_high``: by what doubling the batch multiplies the
    rate of the next exchange (`dependence.gap_after_batch`). An event of which nothing tells the
    persons is left out with the gap it is paired with, the last one with the silence after it.
    """
    rows = []
    known = record.vocabulary.definitions
    widest = {*known[record.vocabulary.reference].kinds}
    for definition in (name for name in known if {*known[name].kinds} <= widest):
        table = batches(record, definition, merge_days)
        still_open = float((record.complete_through - table["end"].iloc[-1]).days)
        edge = float(table["persons"].iloc[-1])
        if np.isnan(edge):  # a silence of no days says nothing, whatever stands for the persons
            edge, still_open = 1.0, 0.0
        counting = Counting(definition=definition, merge_days=merge_days)
        edges = rate_changes(record, counting).changes["change"]
        of_gap = stretch_of(gaps_of(record, **counting)[:-1], edges)
        for side in ("before", "after"):
            pairs = table.dropna(subset=["persons", f"gap_{side}"])
            persons, days = pairs["persons"].to_numpy(), pairs[f"gap_{side}"].to_numpy()
            # one batch more than gaps is expected: the first or the last one, which has no pair
            padded = np.append(persons, edge) if side == "after" else np.append(edge, persons)
            test = batch_and_gap(padded, days, side, n, rng)
            row: dict[str, object] = {"definition": definition, "gap": side, "pairs": test.nobs}
            row |= {"rank_correlation": test.statistic, "pvalue": test.pvalue}
            within = of_gap[pairs.index - (side == "before")]
            inside = batch_and_gap(padded, days, side, n, rng, within=within)
            row |= {"within": inside.statistic, "within_pvalue": inside.pvalue}
            if side == "after":
                ratio = gap_after_batch(padded, days, still_open)
                row |= {"rate_ratio": ratio["estimate"]}
                row |= {f"ratio_{end}": ratio[end] for end in ("low", "high")}
            rows.append(row)
    return pd.DataFrame(rows)
