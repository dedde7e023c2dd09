"""Do the groups of an exchange add up to everybody in it? Where not, by how many persons?"""

from __future__ import annotations

from itertools import combinations, product

import pandas as pd

from analysis.record.loading import Record, reports_in_force
from analysis.record.vocabulary import (
    BESIDE_SERVICES,
    GROUP_PARTS,
    SERVICES,
    SERVICES_WITHIN,
    WHOLE_SERVICE,
)


def parts_of_exchanges(record: Record, *, measure: str) -> pd.DataFrame:
    """Do military and civilians, as published for an exchange, add up to its published total?

    Parameters
    ----------
    record : Record
    measure : {"returned_to_ukraine", "returned_to_russia"}

    Returns
    -------
    DataFrame
        One row a window and channel of which all, military and civilians have exact counts in
        force: ``start, end, channel``; ``all, military, civilians`` (figures, joined by "or" where
        pages differ); ``off_by``: persons by which the best agreeing figures miss the total
        (military + civilians − all; 0 if some figures close); ``choices``: whether other figures
        of the same window would not close.

    Raises
    ------
    ValueError
        If the measure has no parts that make it up.
    """
    if measure not in GROUP_PARTS:
        raise ValueError(
            f"measure {measure!r} is not split into parts; expected one of {', '.join(GROUP_PARTS)}"
        )
    parts = GROUP_PARTS[measure]
    rows = []
    for window, said in _figures(record, measure, ("all", *parts)):
        if len(said) <= len(parts):
            continue
        misses = [
            sum(figures) - whole
            for whole, *figures in product(said["all"], *(said[part] for part in parts))
        ]
        rows.append(
            {
                **window,
                **{name: " or ".join(map(str, figures)) for name, figures in said.items()},
                "off_by": min(misses, key=abs),
                "choices": len(set(misses)) > 1,
            }
        )
    columns = ["start", "end", "channel", "all", *parts, "off_by", "choices"]
    return pd.DataFrame(rows, columns=columns)


def services_of_exchanges(record: Record, *, measure: str) -> pd.DataFrame:
    """Do the services listed for an exchange, and its civilians, add up to everybody in it?

    Lists differ in whether the Navy and the Territorial Defence stand within the Armed Forces or
    beside them. The reading that comes nearest to the total is taken, and named.

    Parameters
    ----------
    record : Record
    measure : {"returned_to_ukraine", "returned_to_russia"}

    Returns
    -------
    DataFrame
        One row a window and channel with exact counts in force of everybody, of the Armed Forces
        and of at least one more service: ``start, end, channel, all``; ``listed`` (services and
        civilians, persons); ``within`` (services read as part of the Armed Forces); ``unlisted``
        (all − listed: persons of whom no service is told; negative: the list exceeds the total).
        Where pages differ, the figures that come nearest to each other.

    Examples
    --------
    >>> from analysis import load_record
    >>> rows = services_of_exchanges(load_record("data"), measure="returned_to_ukraine")
    >>> rows.loc[rows["start"] == "2024-12-30", ["all", "within", "unlisted"]].values.tolist()
    [[189, 'territorial_defence', 0]]
    """
    rows = []
    for window, said in _figures(record, measure, ("all", BESIDE_SERVICES, *SERVICES)):
        others = said.keys() & set(SERVICES) - {WHOLE_SERVICE}
        if not {"all", WHOLE_SERVICE} <= said.keys() or not others:
            continue
        inside = [name for name in SERVICES_WITHIN if name in said]
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
