"""Who is said to be held: stocks as reported, told from figures that are no stocks.

A stock is a number at a day. Many figures that pages print as held are something else: everybody
ever captured, captures of a few days, confirmed cases, a list handed over. The record says which
(``counts`` of ``reports.csv``). A page that says "held" of a figure that others call captured stays
a stock.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.audit.printed_figures import limits
from analysis.bounds.asked import check_stock
from analysis.bounds.statements import UNATTRIBUTED, named_voices, side_of_voices
from analysis.bounds.windows import window_bounds
from analysis.record.loading import Record, reports_in_force
from analysis.record.words import ANY

EVER_CAPTURED = "ever captured"
STOCK = "stock"


def held_figures(record: Record, *, measure: str) -> pd.DataFrame:
    """What was said of those held, by whom, and is it a stock?

    One row a statement in force up to ``complete_through``; equal figures of one voice, group, day
    and kind are one. ``earliest, as_of`` limit its day; ``side`` is that of the ``voice``;
    ``figure`` is as printed, ``low, high`` the persons that it allows; ``kind`` is `STOCK` or what
    the figure ``counts`` instead; ``report_id`` is the first of ``pages``. ValueError if the
    measure is no stock.
    """
    check_stock(record, measure)
    reports = reports_in_force(record)
    reports = reports[(reports["measure"] == measure) & (reports["end"] <= record.complete_through)]
    side_of = side_of_voices(record)
    rows = pd.DataFrame(
        {
            "earliest": reports["end_earliest"].fillna(reports["end"]),
            "as_of": reports["end"],
            "group": reports["group"],
            "voice": named_voices(record, reports),
            "figure": reports["value"].astype(int),
            "low": [low for low, _ in limits(reports)],
            "high": [float(high) for _, high in limits(reports)],
            "kind": reports["counts"].replace("", STOCK).str.replace("_", " "),
            "report_id": reports["report_id"],
        }
    )
    rows.insert(4, "side", [_side(names, side_of) for names in rows["voice"]])
    keys = ["earliest", "as_of", "group", "voice", "side", "figure", "low", "high", "kind"]
    table = rows.groupby(keys, sort=False)["report_id"].agg(pages="size", report_id="min")
    return table.reset_index().sort_values(
        ["as_of", "group", "low", "voice"], kind="stable", ignore_index=True
    )


def _side(voices: str, side_of: dict[str, str]) -> str:
    """Side of a page's voices; "several" if they belong to more than one."""
    sides = {side_of.get(name, "other") for name in voices.split("; ")}
    return sides.pop() if len(sides) == 1 else "several"


def captures_left(record: Record, *, measure: str) -> pd.DataFrame:
    """If a figure counts everybody ever captured, how many of them can still have been held?

    One row a statement of that kind about those meant by prisoners, with an upper limit:
    ``captured`` (persons at most), ``returned`` (of the group by that day, at least, all channels),
    ``left`` = captured − returned: held or died, at most; negative if both cannot be true.
    """
    rows = held_figures(record, measure=measure)
    rows = rows[
        (rows["kind"] == EVER_CAPTURED)
        & rows["group"].isin(record.vocabulary.groups_that("meant_by_prisoners"))
        & np.isfinite(rows["high"])
    ].reset_index(drop=True)
    returned = [
        _returned(record, measure, group, record.counted_from, day)
        for group, day in zip(rows["group"], rows["as_of"], strict=True)
    ]
    captured = rows["high"].astype(int)
    return rows[["as_of", "group", "voice"]].assign(
        captured=captured, returned=returned, left=captured - np.array(returned, dtype=int)
    )


def stock_changes(record: Record, *, measure: str) -> pd.DataFrame:
    """Between two stocks of one voice, how many were newly held, given the returns between?

    Held later = held earlier + newly held − returned − died. Only pages that credit one single
    voice take part, only the next differing stock of the same voice and group, and only if the
    earlier one has an upper limit. ``held_before`` is at most, all other persons at least;
    ``newly_held`` is less those who died (negative: the stock fell by more than the returns that
    the record proves).
    """
    rows = held_figures(record, measure=measure)
    rows = rows[(rows["kind"] == STOCK) & ~rows["voice"].isin([UNATTRIBUTED])]
    rows = rows[~rows["voice"].str.contains(";")]
    pairs = []
    for (voice, group), stocks in rows.groupby(["voice", "group"]):
        days = [(pd.Timestamp(str(day)), *_joint(said)) for day, said in stocks.groupby("as_of")]
        for (before, low, high), (after, later_low, later_high) in pairwise(days):
            if not np.isfinite(high) or (low, high) == (later_low, later_high):
                continue
            day_after = before + pd.Timedelta(days=1)
            returned = _returned(record, measure, str(group), day_after, after)
            pairs.append(
                {
                    "voice": voice,
                    "group": group,
                    "before": before,
                    "after": after,
                    "held_before": int(high),
                    "held_after": int(later_low),
                    "returned": returned,
                    "newly_held": int(later_low - high) + returned,
                }
            )
    columns = ["voice", "group", "before", "after", "held_before", "held_after"]
    return pd.DataFrame(pairs, columns=[*columns, "returned", "newly_held"])


def _joint(rows: pd.DataFrame) -> tuple[float, float]:
    """What several statements of one day allow together, or all that any allows if they differ."""
    low, high = float(rows["low"].max()), float(rows["high"].min())
    if low > high:
        return float(rows["low"].min()), float(rows["high"].max())
    return low, high


def _returned(
    record: Record, measure: str, group: str, start: pd.Timestamp, end: pd.Timestamp
) -> int:
    """Persons of a group who returned to the other side, at least, in all channels."""
    flow = record.vocabulary.measures[measure].returns_as
    series = {"measure": flow, "group": group, "channel": ANY}
    return window_bounds(record, **series, start=start, end=end).low
