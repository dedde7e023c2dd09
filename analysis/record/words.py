"""The words that a record declares in ``datapackage.json``.

Each list under ``vocabulary`` holds one kind of word; the classes here say what may stand in it.
``all`` (everybody) and ``any`` (every channel) are words of the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

EVERYBODY, ANY = "all", "any"
PERSONS, EXCHANGES = "persons", "exchanges"
"""Units that mean something to the engine."""
ROLES = (PARTY, MEDIATOR, _) = ("party", "mediator", "other")
KINDS_OF_COUNT = (FLOW, STOCK) = ("flow", "stock")


def _names(of: str) -> Any:
    """Declare a list of words, each of one of the vocabulary's lists."""
    return field(default=(), metadata={"of": of})


def _name(of: str) -> Any:
    return field(default="", metadata={"of": of})


@dataclass(frozen=True)
class Word:
    """A word in code (``name``) and in print (``title``)."""

    name: str
    title: str
    description: str = ""


@dataclass(frozen=True)
class Side(Word):
    """A side to which a voice may belong; two of them exchange."""

    role: str = field(default=PARTY, metadata={"one of": ROLES})


@dataclass(frozen=True)
class Measure(Word):
    """What is counted: a flow that adds up over days, or a stock, a number at a day.

    ``side`` of persons who return is the one that receives them, of a stock the one that holds;
    ``returns_as`` of a stock is the flow in which those held return; ``sum_of`` names the measures
    whose sum it is; without ``channels`` a blank channel counts them all.
    """

    unit: str = PERSONS
    kind: str = field(default=FLOW, metadata={"one of": KINDS_OF_COUNT})
    side: str = _name("sides")
    returns_as: str = _name("measures")
    sum_of: tuple[str, ...] = _names("measures")
    channels: bool = True


@dataclass(frozen=True)
class Group(Word):
    """Who is counted; ``part_of`` names the smallest groups that surely contain it."""

    part_of: tuple[str, ...] = _names("groups")
    units: tuple[str, ...] = (PERSONS,)
    service: bool = False
    beside_services: bool = False
    sometimes_within: str = _name("groups")
    meant_by_prisoners: bool = False
    parts_read_as_whole: bool = False
    recipient_of: str = _name("measures")


@dataclass(frozen=True)
class Sum:
    """Groups that make up ``whole``, without overlap and without remainder."""

    whole: str
    parts: tuple[str, ...] = _names("groups")
    measures: tuple[str, ...] = _names("measures")
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Channel(Word):
    """How people return; of ``any``, ``sum_of`` lists the channels that make it up."""

    part_of: tuple[str, ...] = _names("channels")
    sum_of: tuple[str, ...] = _names("channels")
    numbered_chain: bool = False


@dataclass(frozen=True)
class Kind(Word):
    """A kind of rows of ``exchanges.csv``, and the channel in which they count."""

    channel: str = _name("channels")
    channel_if_numbered: str = _name("channels")
    bears_number: bool = True
    stage: bool = False


@dataclass(frozen=True)
class Definition(Word):
    """Which kinds count as exchanges; ``silence`` says in print that none of them was held."""

    kinds: tuple[str, ...] = _names("kinds")
    only_numbered: tuple[str, ...] = _names("kinds")
    silence: str = "no exchange that counts is on record"
    reference: bool = False


@dataclass(frozen=True)
class TableOf(Word):
    """A series written as a derived table."""

    measure: str = _name("measures")
    group: str = _name("groups")
    channel: str = _name("channels")


LISTS: Mapping[str, type[Any]] = {
    "sides": Side,
    "measures": Measure,
    "groups": Group,
    "sums": Sum,
    "channels": Channel,
    "kinds": Kind,
    "definitions": Definition,
    "tables": TableOf,
}

DEFAULT: Mapping[str, list[dict[str, Any]]] = {
    "sides": [
        {"name": "side_a", "title": "Side A"},
        {"name": "side_b", "title": "Side B"},
        {"name": "mediator", "title": "a mediator", "role": "mediator"},
        {"name": "other", "title": "somebody else", "role": "other"},
    ],
    "measures": [
        {"name": "returned_to_a", "title": "returned to Side A", "side": "side_a"},
        {"name": "returned_to_b", "title": "returned to Side B", "side": "side_b"},
        {"name": "exchanges", "title": "exchanges", "unit": "exchanges"},
    ],
    "kinds": [{"name": "exchange", "title": "exchange"}],
}
"""The words of a folder that declares none."""
