"""Exchanges that were held on a day no page gives, and what they leave of each pause."""

from __future__ import annotations

import pandas as pd

from analysis.events.events import HasExchanges, exchanges_without_day
from analysis.gaps.undated import longest_silence_range


def undated_within(record: HasExchanges, pauses: pd.DataFrame, definition: str) -> pd.DataFrame:
    """What exchanges without a day leave of each pause.

    ``pauses`` have ``start`` and ``end`` (NaT while a pause lasts). By row: ``undated``, the
    exchanges proven to lie inside; ``perhaps``, those that may; ``shortest, longest``, the least
    and the most days that the longest silence of the pause can have had, whatever the days of
    these exchanges were. The dated ones at its ends are taken where `exchange_events` places them.
    """
    undated = exchanges_without_day(record, definition)
    day = pd.Timedelta(days=1)
    rows = []
    for start, end in zip(
        pauses["start"], pauses["end"].fillna(record.complete_through), strict=True
    ):
        reaching = undated[(undated["end"] > start) & (undated["start"] < end)]
        inside = int(((reaching["start"] > start) & (reaching["end"] < end)).sum())
        windows = [
            ((first - start) // day, (last - start) // day)
            for first, last in zip(reaching["start"], reaching["end"], strict=True)
        ]
        shortest, longest = longest_silence_range(0, (end - start) // day, windows)
        rows.append((inside, len(reaching) - inside, shortest, longest))
    columns = ["undated", "perhaps", "shortest", "longest"]
    return pd.DataFrame(rows, columns=columns, index=pauses.index, dtype=int)
