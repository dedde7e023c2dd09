"""Tables of the data dictionary: what a record's words mean, for people, from its vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from analysis.files import write_changed
from analysis.record.vocabulary import Vocabulary
from analysis.record.words import ANY, STOCK, Channel, Kind, Measure, Word

_MARKED = re.compile(r"(<!-- words: (\w+) -->\n).*?(\n<!-- /words -->)", re.DOTALL)


def write_dictionary(page: Path, words: Vocabulary) -> bool:
    """Write the tables between their marks (``<!-- words: groups -->``) in a page, if it has any.

    Returns whether the page changed.
    """
    if not page.is_file():
        return False
    return write_changed(page, with_dictionary(page.read_text(encoding="utf-8"), words))


def with_dictionary(text: str, words: Vocabulary) -> str:
    """Return a page with the tables of some words between its marks, the rest as it is."""
    tables = dictionary_tables(words)
    return _MARKED.sub(lambda found: found[1] + tables[found[2]] + found[3], text)


def dictionary_tables(words: Vocabulary) -> dict[str, str]:
    """Markdown table of each list of words."""
    return {
        "sides": _table(
            ("side", "who", "role"), ((s.name, _said(s), s.role) for s in words.sides.values())
        ),
        "measures": _table(
            ("measure", "what is counted", "unit", "how"),
            ((m.name, _said(m), m.unit, _how(m)) for m in words.measures.values()),
        ),
        "groups": _table(
            ("group", "who", "part of"),
            ((g.name, _said(g), _coded(g.part_of)) for g in words.groups.values()),
        ),
        "channels": _table(
            ("channel", "what it counts", "how it is related"),
            ((c.name, _said(c), _related(c, words)) for c in words.channels.values()),
        ),
        "kinds": _table(
            ("kind", "what it is", "counts in"),
            ((k.name, _said(k), _counts_in(k)) for k in words.kinds.values()),
        ),
        "definitions": _table(
            ("definition", "what counts", "kinds"),
            (
                (d.name, _said(d), _coded(d.kinds) + _only(d.only_numbered))
                for d in words.definitions.values()
            ),
        ),
    }


def _table(head: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    names = [*head]
    lines = [names, ["---"] * len(names), *([f"`{name}`", *cells] for name, *cells in rows)]
    return "\n".join(f"| {' | '.join(line)} |".replace("|  |", "| |") for line in lines)


def _said(word: Word) -> str:
    return word.description or word.title


def _coded(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _only(names: Iterable[str]) -> str:
    return f" (only with an ordinal: {_coded(names)})" if names else ""


def _how(measure: Measure) -> str:
    if measure.kind == STOCK:
        returns = f"; they return as `{measure.returns_as}`" if measure.returns_as else ""
        return f"a number at a day{returns}"
    if measure.sum_of:
        return f"the sum of {_coded(measure.sum_of)}"
    return "adds up over days" + ("" if measure.channels else "; no channel splits it")


def _related(channel: Channel, words: Vocabulary) -> str:
    if channel.name == ANY:
        return f"the sum of {_coded(words.single_channels)}"
    if channel.part_of and channel.name not in words.single_channels:
        return f"part of {_coded(channel.part_of)}, across the others"
    return "the numbered chain" if channel.numbered_chain else ""


def _counts_in(kind: Kind) -> str:
    numbered = kind.channel_if_numbered
    return f"`{kind.channel}`" + (f"; with an ordinal `{numbered}`" if numbered else "")
