"""Who returned, what was promised and who is held: the answers in words, every number computed."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pandas as pd

from analysis.bounds.windows import window_bounds
from analysis.groups.closure import services_of_exchanges
from analysis.groups.composition import group_by_exchange, share_bounds
from analysis.groups.held import STOCK, held_figures
from analysis.groups.packages import package_readings, packages_per_prisoner, promise_to_delivery
from analysis.groups.subtraction import spans_between_totals
from analysis.groups.symmetry import exchange_balance
from analysis.groups.withdrawn import compare_readings, withdrawn_figures
from analysis.record.loading import Record
from analysis.story.words import CHAIN, GROUP_MEMBERS, GROUP_SERIES, GROUPS, HELD, HOME, OTHER
from analysis.text import count, count_of, count_range


def group_totals(record: Record) -> pd.DataFrame:
    """How many of the guard had returned at each of their certain totals, and which share?

    One row a total that can be true: ``as_of, returned``, ``all_low, all_high`` (everybody returned
    in the numbered chain by then), ``share_low, share_high`` (percent, one decimal).
    """
    spans = spans_between_totals(record, **GROUP_SERIES)
    spans = spans[spans["report_id"] != ""]
    rows = []
    for day, returned in zip(spans["end"], spans["total"], strict=True):
        everybody = window_bounds(record, **CHAIN, start=record.counted_from, end=day)
        shares = (round(100 * returned / most, 1) for most in (everybody.high, everybody.low))
        rows.append((day, int(returned), everybody.low, everybody.high, *shares))
    columns = ["as_of", "returned", "all_low", "all_high", "share_low", "share_high"]
    return pd.DataFrame(rows, columns=columns)


def told_shares(record: Record) -> pd.DataFrame:
    """Which share had a group in the numbered exchanges that tell its number, in print?

    One row a group of `GROUPS`, one column a year: the share of everybody in those exchanges, and
    how many of the year's days of exchanges tell it; blank if none does.
    """
    shares = {}
    for group, name in GROUPS.items():
        rows = group_by_exchange(record, measure=CHAIN["measure"], group=group)
        rows = rows[rows["channel"] == CHAIN["channel"]]
        shares[name] = {
            year: _share_words(held[held["split"] == "published"], len(held))
            for year, held in rows.groupby(rows["start"].dt.year)
        }
    return pd.DataFrame.from_dict(shares, orient="index").rename_axis(columns="year")


def _share_words(told: pd.DataFrame, held: int) -> str:
    if told.empty:
        return ""
    ends = (told[[name]].sum().to_numpy(float) for name in ("low", "high", "all_low", "all_high"))
    shares = dict.fromkeys(f"{share.item():.0%}" for share in share_bounds(*ends))
    return f"{' to '.join(shares)} ({len(told)} of {held})"


def who_returned_in_words(record: Record) -> str:
    """Say in a few sentences of Markdown what the record tells about who returned.

    What the record holds nothing of is left out.
    """
    said = [_group_words(record), _withdrawn_words(record), _lists_words(record)]
    said = [words for words in [*said, _balance_words(record)] if words]
    nothing = "The record tells nothing of groups, nor of both sides together."
    return f"**In short.** {' '.join(said) or nothing}"


def _group_words(record: Record) -> str:
    """What the certain totals of the guard say."""
    totals = group_totals(record)
    if totals.empty:
        return ""
    spans = spans_between_totals(record, **GROUP_SERIES)
    first, last, opening = totals.iloc[0], totals.iloc[-1], spans.iloc[0]
    left = " to ".join(
        f"{side:.0f}" for side in sorted({opening["left_low"], opening["left_high"]})
    )
    share = " to ".join(str(side) for side in sorted({last["share_low"], last["share_high"]}))
    words = (
        f"By {last['as_of']:%Y-%m-%d}, {count(last['returned'])} {GROUP_MEMBERS} had "
        f"returned in numbered exchanges: {share}% of everybody. Their published "
        f"splits up to {first['as_of']:%Y-%m-%d} account for {opening['counted']} of the "
        f"{opening['total']} of the first total"
    )
    unsplit = f"; {left} returned in exchanges whose split nobody published"
    return words + (unsplit if opening["left_low"] > 0 else "") + "."


def corrected_totals(record: Record) -> dict[pd.Timestamp, tuple[int, float, float]]:
    """Each figure of the guard that was corrected, and what the others allow for its day."""
    figures = withdrawn_figures(record)
    mine = (figures[["measure", "group"]] == [*GROUP_SERIES.values()][:2]).all(axis=1)
    allowed = {}
    for withdrawn, day in zip(
        figures.loc[mine, "withdrawn"], figures.loc[mine, "end"], strict=True
    ):
        readings = compare_readings(record, withdrawn, channel=GROUP_SERIES["channel"])
        row = readings[readings["reading"] == "as first published"].iloc[0]
        allowed[day] = (int(row["value"]), float(row["low"]), float(row["high"]))
    return allowed


def _withdrawn_words(record: Record) -> str:
    """What the totals allow without each figure of the guard that was corrected."""
    return " ".join(
        f"Without the corrected report of {value} the other totals allow "
        f"{count_range(low, high, GROUP_MEMBERS)} for its day."
        for value, low, high in corrected_totals(record).values()
    )


def _lists_words(record: Record) -> str:
    """How many lists of services add up to their exchange."""
    lists = services_of_exchanges(record, measure=GROUP_SERIES["measure"])
    if lists.empty:
        return ""
    closing = int((lists["unlisted"] == 0).sum())
    return f"Of {len(lists)} lists of services, {closing} add up to their exchange to the person."


def _balance_words(record: Record) -> str:
    """On how many days as many returned to one side as to the other."""
    balance = exchange_balance(record)
    verdict = balance.loc[
        (balance["channel"] == GROUP_SERIES["channel"]) & balance["told"], "verdict"
    ]
    if verdict.empty:
        return ""
    days = Counter(verdict)
    return (
        f"Of {count_of(len(verdict), 'day')} of numbered exchanges with a count for both sides, "
        f"{days['equal']} were one for one, {days[f'more to {HOME}']} brought more people "
        f"to {HOME}, {days[f'more to {OTHER}']} more to {OTHER}, and for {days['open']} "
        "disputed counts leave it open."
    )


def packages_in_words(record: Record, *, within_days: int) -> str:
    """What was promised, what came of it, and who is held, in a few sentences of Markdown.

    `within_days` as for `packages_per_prisoner`. What the record holds nothing of is left out.
    """
    said = [_delivery_words(record, within_days), *map(partial(_held_words, record), HELD)]
    nothing = "The record tells nothing of packages, nor of people held."
    return f"**In short.** {' '.join(filter(None, said)) or nothing}"


def _delivery_words(record: Record, within_days: int) -> str:
    """What came of the last promise that was kept."""
    terms = promise_to_delivery(record)
    if terms.empty:
        return ""
    term = terms.iloc[-1]
    if term["late_least"] > 0:
        late = f" and {term['late_least']} to {term['late_most']} days after the days named for it"
    else:
        late = f"; the last days named for it were {term['due_first']:%Y-%m-%d} to " + (
            f"{term['due_last']:%Y-%m-%d}"
        )
    said = [
        f"The round promised on {term['promised_on']:%Y-%m-%d} was handed over by "
        f"{term['delivered_by']:%Y-%m-%d}, after {term['days']} days{late}."
    ]
    readings = package_readings(record)
    readings = readings[readings["round"] == term["round"]]
    ways = {"each": "for each side, not together", "together": "for both sides together"}
    for kept in readings[readings["outcome"] == "delivered"].itertuples():
        said.append(
            f"{count(kept.delivered)} packages in all were reported: that is the promise read as "
            f"so many {ways[kept.reading]}."
        )
    each = packages_per_prisoner(record, within_days=within_days)
    each = each[(each["round"] == term["round"]) & each["each_low"].notna()].set_index("group")
    ratios = [
        f"{each.loc[group, 'each_low']:.2f} to {each.loc[group, 'each_high']:.2f} packages for "
        f"each prisoner {HELD[measure]}"
        for group, measure in record.vocabulary.recipients.items()
        if group in each.index
    ]
    if ratios:
        said.append(
            f"By the stocks reported within {within_days} days that is {' and '.join(ratios)}."
        )
    return " ".join(said)


def _held_words(record: Record, measure: str) -> str:
    """How many statements about people held are no stocks."""
    figures = held_figures(record, measure=measure)
    if figures.empty:
        return ""
    other = int((figures["kind"] != STOCK).sum())
    return (
        f"Of {count_of(len(figures), 'statement')} about people {HELD[measure]}, {other} are not "
        "stocks of their day."
    )
