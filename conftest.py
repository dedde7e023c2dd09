"""What doctests share, and what nbval leaves out: the pictures of the notebooks are compared."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Generator, Sequence
from functools import cache
from typing import Any

import pytest
from nbval.plugin import IPyNbCell

from analysis import Record, load_record

PNG = "image/png"


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """After nbval has run a cell and compared its words, compare its pictures.

    nbval skips pictures, as no two machines draw the same bytes; `picture_match` allows for that.
    """
    yield
    if isinstance(item, IPyNbCell) and item.options["check"]:
        fault = picture_fault(item.cell.outputs, item.test_outputs)
        if fault:
            item.raise_cell_error(fault)


def picture_fault(stored: Sequence[dict[str, Any]], drawn: Sequence[dict[str, Any]]) -> str:
    """Say what is wrong with the stored pictures of a cell, given its new outputs; "" if nothing.

    Outputs are those of a notebook file; the alternative text belongs to the picture.
    """
    from analysis.figures.picture_match import same_picture  # matplotlib: only where needed

    old, new = _pictures(stored), _pictures(drawn)
    if len(old) != len(new):
        return f"{len(old)} pictures are stored, the code draws {len(new)}"
    for number, ((before, said), (now, says)) in enumerate(zip(old, new, strict=True), start=1):
        if not same_picture("cell.png", before, now):
            return f"picture {number} differs from what the code draws"
        if said != says:
            return f"picture {number}: its alternative text is {said!r}, the code says {says!r}"
    return ""


def _pictures(outputs: Sequence[dict[str, Any]]) -> list[tuple[bytes, str]]:
    """Content and alternative text of each PNG among the outputs of a cell."""
    return [
        (b64decode(output["data"][PNG]), output["metadata"].get(PNG, {}).get("alt", ""))
        for output in outputs
        if PNG in output.get("data", {})
    ]
