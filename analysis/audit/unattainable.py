"""The worklist: figures in force that no cheapest way of making the reports agree leaves true."""

from __future__ import annotations

import pandas as pd

from analysis.audit.addresses import address_cells, addresses
from analysis.audit.printed_figures import figure
from analysis.bounds.asked import check_series
from analysis.bounds.windows import record_repairs
from analysis.record.loading import Record
from analysis.record.words import ANY, EVERYBODY

COLUMNS = (
    *("measure", "group", "channel", "start", "end", "figure", "reports", "report_id"),
    *("speakers", "misses_by", "against", "against_ids", "report_ids", "urls"),
)


def unattainable_figures(record: Record, *, measure: str) -> pd.DataFrame:
    """Which figures in force had to give way, by how much, and what stands against them?

    Most are rows that count something else than they say: another channel, other days, a part.

    Parameters
    ----------
    record : Record
    measure : str

    Returns
    -------
    DataFrame
        One row a figure, the most repeated first: the series and window it speaks of, ``figure``,
        ``reports`` (how many say it; ``report_id`` is the first), ``speakers``, ``misses_by``
        (persons), ``against`` (what excludes it, in words), ``against_ids`` (the first report of
        each); ``report_ids`` and ``urls``: all reports that say it and their pages, joined by "; ".

    Raises
    ------
    ValueError
        For an unknown word or a measure that is a number at a day.

    Examples
    --------
    >>> from analysis import load_record
    >>> unattainable_figures(load_record("tests/data/small_record"), measure="exchanges").empty
    True
    """
    check_series(record, measure, EVERYBODY, ANY)
    repairs = record_repairs(record, measure)
    places: dict[int, list[int]] = {}
    for place in repairs.unattained:
        for number in repairs.linked.limits[place].claims:
            places.setdefault(number, []).append(place)
    address_of = addresses(record)
    rows = []
    for number, persons in repairs.given_way.items():
        series, claim = repairs.statements[number]
        if not record.vocabulary.related(series.measure, measure):
            continue
        others = sorted({other for place in places[number] for other in repairs.against(place)})
        said = [repairs.statements[other] for other in others if other != number]
        rows.append(
            {
                **series._asdict(),
                "start": record.day(claim.start),
                "end": record.day(claim.end),
                "figure": figure(claim.low, claim.high),
                "reports": len(claim.reports),
                "report_id": claim.reports[0],
                "speakers": "; ".join(sorted(claim.voices)),
                "misses_by": persons,
                "against": "; ".join(
                    f"{' '.join(its_series[its_series.measure == series.measure :])} "
                    f"{figure(other.low, other.high)} by {record.day(other.end):%Y-%m-%d}"
                    for its_series, other in said
                ),
                "against_ids": "; ".join(other.reports[0] for _, other in said),
            }
            | address_cells(address_of, claim.reports)
        )
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    order = ["reports", "misses_by", "end", "report_id"]
    return table.sort_values(order, ascending=[False, False, True, True], ignore_index=True)
