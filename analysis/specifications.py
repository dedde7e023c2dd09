"""How the cadence looks under every choice of what counts as one exchange."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

import pandas as pd

from analysis.gaps import Definition, HasExchanges, event_gaps, exchange_events
from analysis.regularity import dispersion


def cadence_specifications(
    record: HasExchanges, merge_windows: Iterable[int] = range(15)
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
    for definition in get_args(Definition):
        for merge_days in merge_windows:
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
