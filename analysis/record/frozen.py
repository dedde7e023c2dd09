"""Tables that cannot be changed in place: what was computed from a record stays true of it."""

from __future__ import annotations

from typing import Any, NoReturn

import pandas as pd


def _refuse(*_: Any, **__: Any) -> NoReturn:
    raise TypeError(
        "a table of a record cannot be changed in place; change a copy of it (table.copy()) and "
        "make a new record with dataclasses.replace"
    )


def _read_only(name: str) -> property:
    """An indexer (loc, iloc, at, iat) that reads alone."""
    kind = type(getattr(pd.DataFrame(), name))
    reading = type(kind.__name__, (kind,), {"__setitem__": _refuse})
    return property(lambda table: reading(name, table))


class FrozenTable(pd.DataFrame):
    """A table that raises a TypeError when it is changed; all that is made from it can be changed.

    Answers are kept by record, so a change that nobody sees would leave them stale. That arrays are
    marked as not writeable would not do: pandas copies them first when something else shares them.
    """

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    __setitem__ = insert = isetitem = _refuse
    __delitem__ = _refuse  # type: ignore[misc]
    # What every `inplace=True` and what labels given anew come to.
    _update_inplace = _iset_item_mgr = _set_item_mgr = _set_axis = _set_value = _refuse
    loc, iloc, at, iat = map(_read_only, ("loc", "iloc", "at", "iat"))

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self.columns:
            _refuse()
        super().__setattr__(name, value)

    def __deepcopy__(self, memo: object) -> FrozenTable:
        return self
