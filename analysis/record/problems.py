"""What can be wrong with a record folder, as a list of places and expectations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LONGEST_VALUE = 60
_MOST_LINES = 20  # in print, of one file: a fault in every row is one mistake


@dataclass(frozen=True)
class Problem:
    """One fault: where it is, what stands there, and what should.

    Attributes
    ----------
    file : str
        File name inside the record folder.
    line : int or None
        Physical line of the file, counted from 1; None when the fault is the file as a whole.
    column : str
        Column name, or "" when the fault is the row as a whole.
    value : str
        What was found.
    expected : str
        What should stand there.

    Examples
    --------
    >>> print(Problem("reports.csv", 12, "value", "-5", "a whole number of at least 0"))
    reports.csv:12: value: found '-5', expected a whole number of at least 0
    """

    file: str
    line: int | None
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        column = f" {self.column}:" if self.column else ""
        value = self.value
        if len(value) > _LONGEST_VALUE:
            value = value[: _LONGEST_VALUE - 1] + "…"
        # repr, so that a line break or an invisible character in the cell shows as what it is.
        return f"{place}:{column} found {value!r}, expected {self.expected}"


class RecordError(ValueError):
    """The record folder is not valid: ``problems`` lists every fault.

    ``str()`` is one line each, the first twenty of each file and how many more it has.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        of_file: dict[str, list[Problem]] = {}
        for problem in self.problems:
            of_file.setdefault(problem.file, []).append(problem)
        super().__init__("\n".join(line for found in of_file.values() for line in _lines(found)))


def _lines(problems: list[Problem]) -> Iterator[str]:
    yield from map(str, problems[:_MOST_LINES])
    if len(problems) > _MOST_LINES:
        more = len(problems) - _MOST_LINES
        yield f"{problems[0].file}: and {more:,} more {'fault' if more == 1 else 'faults'}"
