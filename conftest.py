"""What the examples in docstrings share: each record loaded once, not dozens of times."""

from functools import cache

import pytest

from analysis import Record, load_record


@cache
def loaded_once(folder: str) -> Record:
    """Load a record, or return it as loaded before; a record is never changed."""
    return load_record(folder)


@pytest.fixture(autouse=True)
def one_record(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let examples find `loaded_once` under the name that they import."""
    if isinstance(request.node, pytest.DoctestItem):
        monkeypatch.setattr("analysis.load_record", loaded_once)
        monkeypatch.setattr("analysis.record.loading.load_record", loaded_once)
