"""Has a figure been said before, by a report that an editor overruled or that was withdrawn?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.audit.addresses import addresses
from analysis.audit.printed_figures import limits, printed
from analysis.record.loading import Record
from analysis.record.schema import ACTION_COLUMN

REPEATED_COLUMNS = ("report_id", "channel", "figure", "ruling", "reason", "url")


def repeated_reports(
    record: Record,
    *,
    measure: str,
    group: str,
    channel: str,
    days: tuple[int, int],
    allowed: tuple[float, float],
    slack: int = 0,
) -> pd.DataFrame:
    """Reports of a figure and window, as published, that are not taken as they were published.

    ``channel`` "" means any; a report without one is found under each. ``days`` are first and last,
    numbered from ``counted_from``; those of a report are at most ``slack`` days off, its last one
    may be uncertain (``end_earliest``). One row a judgement, or a correction: columns are
    ``REPEATED_COLUMNS``.
    """
    reports = _alike(record, measure, group, channel, days, allowed, slack)
    address_of = addresses(record)
    rulings: dict[str, list[tuple[str, str]]] = {}
    for report, action, value, reason in record.judgements.itertuples(index=False):
        column = ACTION_COLUMN[action]
        ruling = f"{column} taken as {value}" if column else "left out"
        rulings.setdefault(report, []).append((ruling, reason))
    corrections = record.reports[record.reports["corrects"] != ""]
    for later, corrected in zip(corrections["report_id"], corrections["corrects"], strict=True):
        rulings.setdefault(corrected, []).append(
            ("withdrawn", f"its speakers or its page replaced it: {later}")
        )
    rows = [
        (name, its_channel, printed(int(value), bound), ruling, reason, address_of[name])
        for name, its_channel, value, bound in zip(
            *(reports[name].tolist() for name in ("report_id", "channel", "value", "bound")),
            strict=True,
        )
        for ruling, reason in rulings.get(name, [])
    ]
    return pd.DataFrame(rows, columns=list(REPEATED_COLUMNS))


def _alike(
    record: Record,
    measure: str,
    group: str,
    channel: str,
    days: tuple[int, int],
    allowed: tuple[float, float],
    slack: int,
) -> pd.DataFrame:
    """Reports, as published, of the same measure, group, days and limits."""
    reports = record.reports
    reports = reports[
        (reports["measure"] == measure)
        & (reports["group"] == group)
        & (reports["bound"] != "planned")
    ]
    if channel:
        reports = reports[reports["channel"].isin([channel, ""])]
    first, last = days
    earliest = record.numbers(reports["end_earliest"].fillna(reports["end"]))
    same_days = np.abs(np.maximum(record.numbers(reports["start"]), 0) - first) <= slack
    same_days &= earliest - slack <= last
    same_days &= last <= record.numbers(reports["end"]) + slack
    reports = reports[same_days]
    alike = [found == allowed for found in limits(reports)]
    return reports[np.array(alike, dtype=bool)]  # a list of none would select no column
