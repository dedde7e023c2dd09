"""The fewest reports that prove a bound, and those that a claim cannot stand beside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.audit.addresses import addresses
from analysis.audit.printed_figures import figure, printed
from analysis.bounds.asked import Date, check_series, window_days
from analysis.bounds.claims import Claim, interval
from analysis.bounds.conflicts import conflict_with
from analysis.bounds.limits import Statement
from analysis.bounds.linked_conflicts import nearest_conflict
from analysis.bounds.windows import SeriesBounds, series_bounds
from analysis.record.loading import Record, all_judgements

REPORT_COLUMNS = (
    *("report_id", "reports", "measure", "group", "channel", "start", "end", "figure", "taken_as"),
    *("speakers", "url"),
)
READ = "read"
"""Beside a channel that the page does not name, and that the rule of reading decided."""
_FEW = 2  # reports: a set of so many in the series' own claims is not searched for a smaller one


def proof_of(
    record: Record, *, measure: str, group: str, channel: str, start: Date, end: Date
) -> pd.DataFrame:
    """Which reports prove each end of the bounds of a window?

    Parameters
    ----------
    record : Record
    measure, group, channel : str
    start, end : date
        As in `window_bounds`, whose ``low`` and ``high`` are proven.

    Returns
    -------
    DataFrame
        One row a report (pages that say the same share a row): ``proves`` (``at least`` or ``at
        most``), ``persons`` (the end proven; exchanges or packages of such a measure),
        ``report_id`` (the first), ``reports`` (how many say it), the series and the days it speaks
        of, ``figure`` (what it says), ``taken_as`` (what of it counts here, if that is less: a
        part of the series bounds it from below alone, a report of a quarrel as wide as the
        cheapest repairs take it), ``speakers``, ``url``. An end without a row needs no report: no
        count is below 0, or nothing limits it. Of the series' own reports they are the fewest;
        where linked series are needed, none can be left out; where only the repairs as a whole
        prove an end, they are all the reports that the proof uses.

    Raises
    ------
    ValueError
        As `window_bounds`.

    Examples
    --------
    >>> from analysis import load_record
    >>> record = load_record("tests/data/small_record")
    >>> chain = record.vocabulary.main._asdict()  # measure, group and channel
    >>> proof = proof_of(record, **chain, start="2031-02-01", end="2031-03-02")
    >>> proof[["proves", "persons", "report_id"]].values.tolist()
    [['at least', 60, 'undated-page/2'], ['at most', 60, 'agency-2031-03-02/1'], ['at most', 60, \
'agency-2031-01-10/1']]
    """
    check_series(record, measure, group, channel)
    first, last = window_days(record, start, end)
    series = series_bounds(record, measure, group, channel)
    low, high = series.window(first, last)
    asked = []  # each end, and the claim that it is one less, or one more
    if low > 0:
        asked.append(("at least", low, _claim(first, last, 0, low - 1)))
    if high < np.inf:
        asked.append(("at most", int(high), _claim(first, last, int(high) + 1, np.inf)))
    tables = []
    for side, persons, claim in asked:
        claims, _ = smallest_set(series, (series.series, claim), misses_by=1)
        table = named_reports(record, claims, series.repairs.statements)
        table.insert(0, "proves", side)
        table.insert(1, "persons", persons)
        tables.append(table)
    if not tables:
        return pd.DataFrame(columns=["proves", "persons", *REPORT_COLUMNS])
    return pd.concat(tables, ignore_index=True)


def _claim(first: int, last: int, low: int, high: float) -> Claim:
    return Claim(first, last, last, low, high, True, ("asked",), frozenset({"asked"}))


def smallest_set(series: SeriesBounds, said: Statement, misses_by: int) -> tuple[list[Claim], int]:
    """Fewest claims found beside which a statement cannot stand, and by how much it misses them.

    ``misses_by`` is by how much it misses the bounds. Reports of a quarrel are taken as wide as the
    cheapest repairs take them. In its own series the fewest are found for certain; linked series
    may need fewer still.
    """
    repairs = series.repairs
    asked, claim = said
    wide: set[int] = set()

    def widened(claims: Sequence[Claim]) -> list[Claim] | None:
        """Claims of the series, those that turn up in a proof as wide as they have to be."""
        names = {name for claim in claims for name in claim.reports}
        proving = {number for number, (_, claim) in enumerate(repairs.statements)
                   if not names.isdisjoint(claim.reports)}  # fmt: skip
        if proving <= wide:
            return None
        wide.update(proving)
        return series.own_claims(wide)

    own = conflict_with(claim, series.own_claims(wide), widened)
    against = None
    if own is not None:
        against = [other for other in own.claims if other is not claim], own.misses_by
        if len(against[0]) <= _FEW:
            return against
    try:
        linked = nearest_conflict(
            said, repairs.statements, repairs.linked.words, repairs.agreeing_among
        )
    except ValueError:  # only the repairs as a whole exclude it
        window = claim.start, claim.end
        above = claim.low > series.window(*window)[1]
        proof = repairs.proof(asked, *window, most=above)
        return against or ([repairs.statements[number][1] for number in proof], misses_by)
    if against is not None and len(against[0]) < len(linked.statements):
        return against
    return [other for _, other in linked.statements[1:]], linked.misses_by


def named_reports(
    record: Record, claims: Sequence[Claim], statements: Sequence[Statement]
) -> pd.DataFrame:
    """What claims count, who said it and where; ``statements`` are those they were made of."""
    names = ("report_id", "channel", "value", "bound")
    published = {
        name: cells
        for name, *cells in zip(*(record.reports[name].tolist() for name in names), strict=True)
    }
    read = set(all_judgements(record)["report_id"].iloc[len(record.judgements) :])
    address_of = addresses(record)
    made_of = {name: statement for statement in statements for name in statement[1].reports}
    made_of |= {"; ".join(statement[1].reports): statement for statement in statements}
    rows = []
    for claim in claims:
        name = claim.reports[0]
        series, said = made_of.get("; ".join(claim.reports), made_of[name])
        channel = series.channel
        says = figure(said.low, said.high)
        if name in published:
            its_channel, value, bound = published[name]
            low, high = interval(int(value), bound)
            if said.low in (0, low) and said.high in (high, np.inf):  # it, or one side of it
                says = printed(int(value), bound)
                channel = f"{channel} ({READ})" if name in read else its_channel
        taken = figure(claim.low, claim.high)
        rows.append(
            {
                "report_id": name,
                "reports": len(claim.reports),
                **series._replace(channel=channel)._asdict(),
                "start": record.day(claim.start),
                "end": record.day(claim.end),
                "figure": says,
                "taken_as": "" if taken == says else taken,
                "speakers": "; ".join(sorted(claim.voices)),
                "url": address_of.get(name.split(" + ")[0], ""),
            }
        )
    return pd.DataFrame(rows, columns=list(REPORT_COLUMNS))
