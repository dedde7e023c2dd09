"""The vocabulary of a record as its package declares it, with every fault in how it does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

from analysis.record.problems import Problem
from analysis.record.schema import PACKAGE_FILE
from analysis.record.vocabulary import Vocabulary
from analysis.record.words import (
    ANY,
    DEFAULT,
    EVERYBODY,
    EXCHANGES,
    FLOW,
    LISTS,
    PARTY,
    PERSONS,
    STOCK,
    Channel,
    Definition,
    Group,
)

_NAME = re.compile("[a-z0-9_]+")
Words = dict[str, list[Any]]


class _Faults:
    """Faults gathered on the way, each with the path of its value."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def note(self, path: str, value: object, expected: str) -> None:
        text = value if isinstance(value, str) else repr(value)
        self.found.append(Problem(PACKAGE_FILE, None, f"vocabulary{path}", text, expected))


def read_words(declared: object) -> tuple[Words, list[Problem]]:
    """Read what stands under ``vocabulary``; the words are of use only if nothing is wrong."""
    faults = _Faults()
    words: Words = {name: [] for name in LISTS}
    if not isinstance(declared, dict):
        faults.note("", declared, f"an object with the lists {', '.join(LISTS)}")
        return words, faults.found
    for name, entries in declared.items():
        if name not in LISTS:
            faults.note(f".{name}", name, f"one of the lists {', '.join(LISTS)}")
        elif not isinstance(entries, list):
            faults.note(f".{name}", entries, "a list")
        else:
            read = [
                _word(LISTS[name], entry, f".{name}[{place}]", faults)
                for place, entry in enumerate(entries)
            ]
            words[name] = [word for word in read if word is not None]
    if not faults.found:
        for path, value, expected in _wrong_relations(words):
            faults.note(path, value, expected)
    return words, faults.found


def _word(kind: type[Any], entry: object, path: str, faults: _Faults) -> Any:
    """One entry of a list as its class; nothing, and its faults, if its form is wrong."""
    if not isinstance(entry, dict):
        return faults.note(path, entry, "an object with name and title")
    before = len(faults.found)
    known = {each.name: each for each in fields(kind)}
    for name in entry:
        if name not in known:
            faults.note(f"{path}.{name}", name, f"one of {', '.join(known)}")
    values = {}
    for name, each in known.items():
        if name in entry:
            values[name] = _value(each, entry[name], f"{path}.{name}", faults)
        elif each.default is MISSING:
            faults.note(f"{path}.{name}", "", "some text")
    return kind(**values) if len(faults.found) == before else None


def _value(each: Field[Any], value: object, path: str, faults: _Faults) -> object:
    """One property of a word: text, yes or no, or a list of texts, as its default is."""
    choices = each.metadata.get("one of")
    if isinstance(each.default, tuple):
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            return tuple(value)
        faults.note(path, value, "a list of words")
    elif isinstance(each.default, bool):
        if isinstance(value, bool):
            return value
        faults.note(path, value, "true or false")
    elif not isinstance(value, str) or not value.strip():
        faults.note(path, value, "some text")
    elif each.name == "name" and not _NAME.fullmatch(value):
        faults.note(path, value, "small letters, digits and underscores")
    elif choices and value not in choices:
        faults.note(path, value, f"one of {', '.join(choices)}")
    return value


_Fault = tuple[str, str, str]


def _wrong_relations(words: Words) -> Iterator[_Fault]:
    """Yield what is wrong between words whose form is right."""
    names = {name: [word.name for word in words[name]] for name in LISTS if name != "sums"}
    for name, found in names.items():
        for place, word in enumerate(found):
            if word in found[:place]:
                yield f".{name}[{place}].name", word, "a name of its own"
    known = {name: set(found) for name, found in names.items()}
    known["groups"] |= {EVERYBODY}
    known["channels"] |= {ANY}
    for name, kind in LISTS.items():
        for each in (each for each in fields(kind) if "of" in each.metadata):
            of = str(each.metadata["of"])
            for place, word in enumerate(words[name]):
                value = getattr(word, each.name)
                for said in (value,) if isinstance(value, str) else value:
                    if said and said not in known[of]:
                        expected = f"one of {', '.join(sorted(known[of])) or of}"
                        yield f".{name}[{place}].{each.name}", said, expected
    for name, relation in (
        ("measures", "sum_of"), ("groups", "part_of"), ("channels", "part_of"),
        ("channels", "sum_of"),
    ):  # fmt: skip
        yield from _circles(name, relation, words[name])
    yield from _wrong_counts(words)
    yield from _wrong_sums(words)
    yield from _wrong_channels(words["channels"])
    yield from _wrong_kinds(words)


def _circles(name: str, relation: str, words: Sequence[Any]) -> Iterator[_Fault]:
    """Yield each circle of a relation once, at its first word."""
    wholes = {word.name: getattr(word, relation) for word in words}
    told: set[str] = set()
    for place, word in enumerate(words):
        path, waiting = {word.name}, list(wholes[word.name])
        while waiting:
            other = waiting.pop()
            if other == word.name and not told & path:
                told |= path
                expected = f"words that do not lead back to {word.name}"
                yield f".{name}[{place}].{relation}", word.name, expected
            if other not in path:
                path.add(other)
                waiting += wholes.get(other, ())


def _wrong_counts(words: Words) -> Iterator[_Fault]:
    """Yield faults of how many there may be, and of measures that do not go together."""
    parties = [side.name for side in words["sides"] if side.role == PARTY]
    if len(parties) != 2:
        yield ".sides", ", ".join(parties), "exactly two sides of role party"
    for name in ("measures", "kinds"):
        if not words[name]:
            yield f".{name}", "", "at least one"
    counts = [measure.name for measure in words["measures"] if measure.unit == EXCHANGES]
    if len(counts) > 1:
        yield ".measures", ", ".join(counts), f"at most one measure of unit {EXCHANGES}"
    of = {measure.name: measure for measure in words["measures"]}
    receiving = [m.side for m in of.values() if m.kind == FLOW and m.unit == PERSONS and m.side]
    for place, measure in enumerate(words["measures"]):
        path = f".measures[{place}]"
        for part in measure.sum_of:
            if (of[part].unit, of[part].kind) != (measure.unit, FLOW) or measure.kind == STOCK:
                yield f"{path}.sum_of", part, f"flows of {measure.unit}, as a sum of flows"
        if measure.returns_as and (measure.kind, of[measure.returns_as].kind) != (STOCK, FLOW):
            yield f"{path}.returns_as", measure.returns_as, "a flow, said of a stock"
        if measure.side and measure.side not in parties:
            yield f"{path}.side", measure.side, f"one of {', '.join(parties)}"
    for side in parties:
        if receiving.count(side) != 1:
            yield ".measures", side, "one flow of persons for each party, the side that receives"


def _wrong_sums(words: Words) -> Iterator[_Fault]:
    of: dict[str, int] = {}
    inside = {group.name for group in words["groups"] if EVERYBODY in group.part_of}
    for place, each in enumerate(words["sums"]):
        if each.whole != EVERYBODY:
            yield f".sums[{place}].whole", each.whole, EVERYBODY
        if len(set(each.parts)) < 2 or not inside.issuperset(each.parts):
            expected = f"two groups or more, each part of {EVERYBODY}"
            yield f".sums[{place}].parts", ", ".join(each.parts), expected
        for measure in words["measures"]:
            if measure.name in each.measures or measure.unit in each.units:
                if measure.name in of:
                    expected = f"one sum a measure (sums[{of[measure.name]}] is of it too)"
                    yield f".sums[{place}]", measure.name, expected
                of.setdefault(measure.name, place)


def _wrong_channels(channels: Sequence[Channel]) -> Iterator[_Fault]:
    chains = [channel.name for channel in channels if channel.numbered_chain]
    if len(chains) > 1:
        yield ".channels", ", ".join(chains), "at most one numbered chain"
    whole = next((channel for channel in channels if channel.name == ANY), None)
    singles = whole.sum_of if whole else ()
    for place, channel in enumerate(channels):
        path = f".channels[{place}]"
        if channel.sum_of and channel.name != ANY:
            yield f"{path}.sum_of", channel.name, f"sum_of of {ANY} alone"
        if channel.name == ANY and channel.part_of:
            yield f"{path}.part_of", ", ".join(channel.part_of), f"nothing, since {ANY} is all"
        if singles and channel.name not in (ANY, *singles) and not channel.part_of:
            yield path, channel.name, f"part_of, or a place in the sum of {ANY}"
        if channel.name in singles and {*channel.part_of} - {ANY}:
            expected = f"{ANY} or nothing, since it is in the sum of {ANY}"
            yield f"{path}.part_of", ", ".join(channel.part_of), expected


def _wrong_kinds(words: Words) -> Iterator[_Fault]:
    """Yield kinds that count in no channel of their own, and definitions of what is not in them."""
    channels = {channel.name: channel for channel in words["channels"]}
    whole = channels.pop(ANY, None)
    singles = (whole and whole.sum_of) or [n for n, c in channels.items() if not c.part_of]
    for place, kind in enumerate(words["kinds"]):
        for name in ("channel", "channel_if_numbered"):
            said = getattr(kind, name)
            if (said or name == "channel") and said not in (singles or ["", ANY]):
                yield f".kinds[{place}].{name}", said, f"one of {', '.join(singles or [ANY])}"
    for place, chain in enumerate(words["channels"]):
        if chain.numbered_chain and chain.name not in singles:
            expected = f"a channel that is in the sum of {ANY}"
            yield f".channels[{place}].numbered_chain", chain.name, expected
    for place, meaning in enumerate(words["definitions"]):
        for said in meaning.only_numbered:
            if said not in meaning.kinds:
                expected = f"one of {', '.join(meaning.kinds)}"
                yield f".definitions[{place}].only_numbered", said, expected


def read_vocabulary(package: Mapping[str, Any]) -> tuple[Vocabulary, list[Problem]]:
    """Read the vocabulary of a package description, with every fault.

    It is that of `DEFAULT` if the package has none, or a wrong one.
    """
    words, problems = read_words(package.get("vocabulary", DEFAULT))
    if problems:
        words, _ = read_words(DEFAULT)
    by_name = {
        name: {word.name: word for word in words[name]}
        for name in ("sides", "measures", "groups", "channels", "kinds", "definitions")
    }
    groups, channels = by_name["groups"], by_name["channels"]
    everybody = groups.pop(EVERYBODY, Group(EVERYBODY, "everybody"))
    channels[ANY] = channels.pop(ANY, Channel(ANY, "everything"))
    every = Definition(EVERYBODY, "all exchanges", kinds=tuple(by_name["kinds"]),
                       silence="no exchange is on record")  # fmt: skip
    by_name["groups"] = {EVERYBODY: everybody} | groups
    by_name["definitions"] = by_name["definitions"] or {EVERYBODY: every}
    return Vocabulary(**by_name, sums=words["sums"], declared_tables=words["tables"]), problems


def folder_vocabulary(folder: Path) -> Vocabulary:
    """Vocabulary of a folder, the default one if it declares none that can be read."""
    try:
        package = json.loads((folder / PACKAGE_FILE).read_bytes())
    except (OSError, ValueError, RecursionError):
        package = {}
    return read_vocabulary(package if isinstance(package, dict) else {})[0]


DEFAULT_VOCABULARY, _ = read_vocabulary({})
"""The words of a record that declares none."""
