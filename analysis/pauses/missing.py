"""How many exchanges and persons a pause lacks, at the rate before it: description, not cause."""

from __future__ import annotations

from typing import get_args

import pandas as pd

from analysis.cadence.batches import returned_by_day
from analysis.cadence.counting import REFERENCE
from analysis.cadence.gaps import exchange_events
from analysis.cadence.rates import CountModel
from analysis.pauses.interrupted import interrupted_rates
from analysis.pauses.notable_pauses import Pause
from analysis.record.loading import Record


def missing_table(record: Record, pause: Pause) -> pd.DataFrame:
    """What does a pause lack at the earlier rate, and did the rate come back?

    Parameters
    ----------
    record : Record
    pause : Pause
        Closed, with exchanges before and after it.

    Returns
    -------
    pandas.DataFrame
        One row a count (``exchanges``, ``persons``), earlier rate (``all before``, or ``the year
        before``) and model: ``expected`` in the pause at the earlier rate, ``observed``,
        ``missing, low, high`` (95%, the earlier rate uncertain), ``predicted_low,
        predicted_high`` (and such a stretch varying by itself), ``ratio, ratio_low, ratio_high``
        (rate after the pause over rate before); see `interrupted.interrupted_rates`.

    Raises
    ------
    ValueError
        For an open pause; as `interrupted_rates`.
    """
    if pd.isna(pause.end):
        raise ValueError(f"pause {pause.name} is still open: nothing comes after it yet")
    events = exchange_events(record, **REFERENCE)["start"]
    counts = {
        "exchanges": pd.Series(1.0, index=pd.DatetimeIndex(events)),
        "persons": returned_by_day(record, REFERENCE["definition"]),
    }
    since = {"all before": record.counted_from}
    since["the year before"] = max(record.counted_from, pause.start - pd.DateOffset(years=1))
    rows = []
    for name, series in counts.items():
        for earlier, start in since.items():
            for model in get_args(CountModel):
                found = interrupted_rates(
                    series[series.index >= start],
                    watched=(start, record.complete_through),
                    pause=(pause.start, pause.end),
                    model=model,
                )
                row: dict[str, object] = {"counted": name, "earlier_rate": earlier, "model": model}
                row |= {str(key): value for key, value in found.missing.items()}
                row |= {"ratio": found.ratio["estimate"]}
                rows.append(row | {f"ratio_{side}": found.ratio[side] for side in ("low", "high")})
    return pd.DataFrame(rows)
