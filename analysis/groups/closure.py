"""Do the groups of an exchange add up to everybody in it? Where not, by how many persons?"""

from __future__ import annotations

from itertools import combinations, product

import pandas as pd

from analysis.record.loading import Record, reports_in_force
from analysis.record.words import EVERYBODY


def parts_of_exchanges(record: Record, *, measure: str) -> pd.DataFrame:
    """Do the parts of everybody, as published for an exchange, add up to its published total?

    One row a window and channel with exact counts in force of all and of each part: figures joined
    by "or" where pages differ; ``off_by``, persons by which the best agreeing figures miss the
    total (parts − all); ``choices``, whether other figures of the window would not close.
    """
    words = record.vocabulary
    parts = words.parts(measure)
    if not parts:
        split = [name for name in words.measures if words.parts(name)]
        expected = f"one of {', '.join(split)}" if split else "a record that declares sums"
        raise ValueError(f"measure {measure!r} is not split into parts; expected {expected}")
    rows = []
    for window, said in _figures(record, measure, (EVERYBODY, *parts)):
        if len(said) <= len(parts):
            continue
        misses = [
            sum(figures) - whole
            for whole, *figures in product(said[EVERYBODY], *(said[part] for part in parts))
        ]
        rows.append(
            {
                **window,
                **{name: " or ".join(map(str, figures)) for name, figures in said.items()},
                "off_by": min(misses, key=abs),
                "choices": len(set(misses)) > 1,
            }
        )
    columns = ["start", "end", "channel", EVERYBODY, *parts, "off_by", "choices"]
    return pd.DataFrame(rows, columns=columns)


def services_of_exchanges(record: Record, *, measure: str) -> pd.DataFrame:
    """Do the services listed for an exchange, and who stands beside them, add up to everybody?

    Lists differ in which services stand within another; the reading nearest to the total is taken,
    and named in ``within``. One row a window and channel with exact counts of everybody, of the
    service that may hold others and of one more: ``listed`` persons, and ``unlisted`` = all −
    listed (negative: the list exceeds the total).
    """
    rows = []
    words = record.vocabulary
    services, within_others = (words.groups_that(said) for said in ("service", "sometimes_within"))
    whole_service = next((words.groups[name].sometimes_within for name in within_others), "")
    listed = (EVERYBODY, *words.groups_that("beside_services"), *services)
    for window, said in _figures(record, measure, listed):
        others = said.keys() & set(services) - {whole_service}
        if not {EVERYBODY, whole_service} <= said.keys() or not others:
            continue
        inside = [name for name in within_others if name in said]
        readings = [
            (
                figures[0]
                - sum(figures[1:])
                + sum(figures[list(said).index(name)] for name in within),
                figures[0],
                within,
            )
            for figures in product(*said.values())
            for size in range(len(inside) + 1)
            for within in combinations(inside, size)
        ]
        # Nearest to the total; of equals, the one that leaves persons over and reads least into it.
        unlisted, whole, within = min(
            readings,
            key=lambda reading: (abs(reading[0]), -reading[0], len(reading[2]), -reading[1]),
        )
        rows.append(
            {
                **window,
                "all": whole,
                "listed": whole - unlisted,
                "within": ", ".join(within),
                "unlisted": unlisted,
            }
        )
    columns = ["start", "end", "channel", "all", "listed", "within", "unlisted"]
    return pd.DataFrame(rows, columns=columns)


def _figures(
    record: Record, measure: str, groups: tuple[str, ...]
) -> list[tuple[dict[str, object], dict[str, list[int]]]]:
    """Exact figures in force for events, by window and channel and then by group."""
    reports = reports_in_force(record)
    reports = reports[
        (reports["measure"] == measure)
        & (reports["scope"] == "event")
        & (reports["bound"] == "exact")
        & (reports["channel"] != "")
        & (reports["end"] <= record.complete_through)
        & reports["group"].isin(groups)
    ]
    found = []
    for (start, end, channel), rows in reports.groupby(["start", "end", "channel"]):
        values = rows.groupby("group")["value"].unique()
        said = {name: sorted(map(int, values[name])) for name in groups if name in values}
        found.append(({"start": start, "end": end, "channel": channel}, said))
    return found
