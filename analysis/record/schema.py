"""The shape of a record folder: its files, their columns, and what a cell may hold.

This is the only place in the code that knows the columns. ``datapackage.json`` says the same for
programs in the words of Table Schema (with titles, descriptions and units), ``data/README.md`` for
people; the tests hold the three together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from analysis.record.vocabulary import Vocabulary

CLAIM_BOUNDS = ("exact", "at_least", "at_most", "about")
"""How a count of what happened can be put."""
BOUNDS = (*CLAIM_BOUNDS, "planned")
SCOPES = ("event", "period", "cumulative", "stock")
COUNTS = ("ever_captured", "captured_in_days", "confirmed", "list", "part")
"""What a figure that pages print as held can count instead of those held on its day."""

ACTION_COLUMN = {
    "exclude": None,
    "set_start": "start",
    "set_end": "end",
    "set_end_earliest": "end_earliest",
    "set_channel": "channel",
    "set_value": "value",
    "set_bound": "bound",
    "set_group": "group",
    "set_exchange_no": "exchange_no",
}
"""Which column of reports.csv a judgement's action overrules (``exclude`` takes the whole row)."""

LARGEST_COUNT = 999_999_999
"""A sanity limit on whole numbers: nine digits, far above any count of persons or packages."""

CODE = r"[a-z0-9][a-z0-9-]*"
"""Identifiers: they appear in file names and messages, so plain ASCII and no spaces."""


@dataclass(frozen=True)
class Column:
    """One column: its Table Schema type and constraints.

    ``required``: whether the cell may not be blank (blank always means unknown or not applicable);
    ``optional``: whether a file may lack the column, which is then blank in every row;
    ``words``: the allowed ones, if the column is a choice, or ``declared``, the list of the
    record's vocabulary that has them; ``pattern`` for the whole cell, and ``shape``, the same in
    plain words.
    """

    name: str
    type: Literal["string", "date", "integer"] = "string"
    required: bool = False
    words: tuple[str, ...] = ()
    pattern: str = ""
    shape: str = ""
    minimum: int = 0
    optional: bool = False
    declared: str = ""

    def of(self, vocabulary: Vocabulary) -> Column:
        """Return the column with the words that a record declares for it."""
        return replace(self, words=vocabulary.words(self.declared)) if self.declared else self

    @property
    def expected(self) -> str:
        """What a cell of this column should look like, for messages."""
        if self.type == "date":
            text = "a date that exists, written YYYY-MM-DD"
        elif self.type == "integer":
            text = f"a whole number of at least {self.minimum}, in digits only"
        elif self.words:
            text = "one of " + ", ".join(self.words)
        else:
            text = self.shape or "some text, without spaces around it"
        return text if self.required else text + ", or blank"


@dataclass(frozen=True)
class ForeignKey:
    """Every cell of ``column`` that is not blank must appear in ``reference`` of ``table``."""

    column: str
    table: str
    reference: str


@dataclass(frozen=True)
class Table:
    """One CSV file: ``name`` + ".csv", its columns in their written order, and its keys."""

    name: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()

    @property
    def file(self) -> str:
        """File name inside the record folder."""
        return f"{self.name}.csv"

    def column(self, name: str) -> Column:
        """Return the column of that name (KeyError if the table has none)."""
        found = {column.name: column for column in self.columns}
        return found[name]


_CODE_SHAPE = "lower-case letters, digits and hyphens"


def _code(name: str) -> Column:
    return Column(name, required=True, pattern=CODE, shape=_CODE_SHAPE)


def _report_id(name: str, required: bool = True) -> Column:
    shape = "a report id, <source_id>/<n>"
    return Column(name, required=required, pattern=CODE + "/[1-9][0-9]*", shape=shape)


TABLES = {
    table.name: table
    for table in (
        Table(
            "sources",
            (
                _code("source_id"),
                Column("outlet", required=True),
                Column("url", pattern=r"https?://\S+", shape="an address that starts with http"),
                Column("published", "date"),
                Column(
                    "language",
                    required=True,
                    pattern="[a-z]{2,3}",
                    shape="a language code such as en, uk or ru",
                ),
                Column("attributed_to"),
            ),
            ("source_id",),
        ),
        Table(
            "speakers",
            (
                Column("speaker", required=True, pattern="[^;]+", shape="a name without semicolon"),
                Column("voice", required=True),
                Column("side", required=True, declared="sides"),
                Column("note"),
            ),
            ("speaker",),
        ),
        Table(
            "reports",
            (
                _report_id("report_id"),
                _code("source_id"),
                Column("measure", required=True, declared="measures"),
                Column("group", required=True, declared="groups"),
                Column("channel", declared="channels"),
                Column("value", "integer", required=True),
                Column("bound", required=True, words=BOUNDS),
                Column("scope", required=True, words=SCOPES),
                Column("start", "date", required=True),
                Column("end", "date", required=True),
                Column("end_earliest", "date"),
                Column("exchange_no", "integer", minimum=1),
                Column("exchange_id", pattern=CODE, shape=_CODE_SHAPE, optional=True),
                _report_id("corrects", required=False),
                Column("counts", words=COUNTS, optional=True),
                Column("speaker", optional=True),
                Column("note"),
            ),
            ("report_id",),
            (
                ForeignKey("source_id", "sources", "source_id"),
                ForeignKey("exchange_id", "exchanges", "exchange_id"),
                ForeignKey("corrects", "reports", "report_id"),
            ),
        ),
        Table(
            "exchanges",
            (
                _code("exchange_id"),
                Column("start", "date", required=True),
                Column("end", "date", required=True),
                Column("number", "integer", minimum=1),
                Column("kind", required=True, declared="kinds"),
                Column("mediators"),
                Column("note"),
            ),
            ("exchange_id",),
        ),
        Table(
            "judgements",
            (
                _report_id("report_id"),
                Column("action", required=True, words=tuple(ACTION_COLUMN)),
                Column("value"),
                Column("reason", required=True),
            ),
            ("report_id", "action"),
            (ForeignKey("report_id", "reports", "report_id"),),
        ),
    )
}
"""The five files of a record, by table name."""

PACKAGE_FILE = "datapackage.json"
PACKAGE_DATES = ("counted_from", "complete_through")
"""Days the package itself states: where its counts begin, and to which day it was searched."""
