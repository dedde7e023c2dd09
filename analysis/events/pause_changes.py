"""Which pauses a changed record opens or ends."""

from __future__ import annotations

import pandas as pd

from analysis.events.events import exchange_events
from analysis.events.verdicts import dated_pauses
from analysis.record.loading import Record


def pause_changes(
    before: Record, after: Record, *, definition: str, over: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pauses of more than so many days that are new, and those that are gone.

    Both as `verdicts.dated_pauses`; one that ends, or goes on, is gone as it was and new as it is.
    """
    old, new = (_pauses(record, definition, over) for record in (before, after))
    return _not_in(new, old), _not_in(old, new)


def _pauses(record: Record, definition: str, over: int) -> pd.DataFrame:
    if exchange_events(record, definition, merge_days=0).empty:
        return pd.DataFrame(columns=["start", "end", "days", "undated"])
    return dated_pauses(record, definition=definition, over=over)


def _not_in(table: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    known = {*other.astype(str).itertuples(index=False)}
    rows = table.astype(str).itertuples(index=False)
    return table[[row not in known for row in rows]].reset_index(drop=True)
