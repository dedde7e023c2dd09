"""Which exchanges count as events: the three definitions, and what each one leaves out."""

from __future__ import annotations

from typing import Literal, Protocol, get_args

import pandas as pd

from analysis.record.relations import DATED_WITHIN

Definition = Literal["numbered", "announced", "all"]

_KINDS: dict[str, tuple[str, ...]] = {
    "numbered": ("numbered",),
    "announced": ("numbered", "stage"),
    "all": ("numbered", "stage", "local", "outside"),
}


class HasExchanges(Protocol):
    """The part of a record that gaps need."""

    @property
    def exchanges(self) -> pd.DataFrame:
        """One row an exchange: ``start, end, number, kind``."""

    @property
    def complete_through(self) -> pd.Timestamp:
        """Last day to which the record was searched thoroughly."""


def counted_exchanges(record: HasExchanges, definition: Definition) -> pd.DataFrame:
    """Which rows of the record's exchanges count under a definition?

    Parameters
    ----------
    record : Record
        Needs `exchanges` (columns ``start, end, number, kind``) and `complete_through`.
    definition : {"numbered", "announced", "all"}
        ``numbered``: rows of kind ``numbered``, and ``stage`` rows that carry a number (the days
        of one numbered deal); ``announced``: these and every other stage; ``all``: these and the
        local and outside ones.

    Returns
    -------
    pandas.DataFrame
        The rows, in the record's order, without those that may have happened after
        `complete_through`.

    Raises
    ------
    ValueError
        Unknown definition.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> days = pd.to_datetime(["2025-05-23", "2025-06-09", "2025-06-20"])
    >>> rows = pd.DataFrame({"start": days, "end": days, "kind": ["stage", "stage", "outside"],
    ...                      "number": pd.array([65, None, None], dtype="Int64")})
    >>> record = SimpleNamespace(exchanges=rows, complete_through=pd.Timestamp("2025-12-31"))
    >>> [len(counted_exchanges(record, name)) for name in get_args(Definition)]
    [1, 2, 3]
    """
    if definition not in _KINDS:
        raise ValueError(f"definition {definition!r} is not one of {get_args(Definition)}")
    rows = record.exchanges
    chosen = rows["kind"].isin(_KINDS[definition])
    if definition == "numbered":
        chosen |= (rows["kind"] == "stage") & rows["number"].notna()
    return rows[chosen & (rows["end"] <= record.complete_through)]


def dated_exchanges(record: HasExchanges, definition: Definition) -> pd.DataFrame:
    """Those of `counted_exchanges` that have a day: their window is at most a week."""
    rows = counted_exchanges(record, definition)
    return rows[(rows["end"] - rows["start"]).dt.days <= DATED_WITHIN]
