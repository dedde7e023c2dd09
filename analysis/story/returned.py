"""Who returned, what was promised and who is held: the answers in words, every number computed."""

from __future__ import annotations

import pandas as pd

from analysis.bounds.windows import window_bounds
from analysis.groups.closure import services_of_exchanges
from analysis.groups.held import STOCK, held_figures
from analysis.groups.packages import package_readings, packages_per_prisoner, promise_to_delivery
from analysis.groups.subtraction import spans_between_totals
from analysis.groups.symmetry import exchange_balance
from analysis.groups.withdrawn import compare_readings, withdrawn_figures
from analysis.record.loading import Record
from analysis.story.words import CHAIN, GROUP_SERIES, HELD
from analysis.text import count


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


def guard_totals(record: Record) -> pd.DataFrame:
    """`group_totals` as the notebook shows them."""
    return group_totals(record).rename(columns={"returned": "guardsmen"})


def who_returned_in_words(record: Record) -> str:
    """Say in a few sentences of Markdown what the record tells about who returned."""
    totals = guard_totals(record)
    spans = spans_between_totals(record, **GROUP_SERIES)
    first, last, opening = totals.iloc[0], totals.iloc[-1], spans.iloc[0]
    left = " to ".join(
        f"{side:.0f}" for side in sorted({opening["left_low"], opening["left_high"]})
    )
    share = " to ".join(str(side) for side in sorted({last["share_low"], last["share_high"]}))
    withdrawn = str(withdrawn_figures(record)["withdrawn"].iloc[0])
    readings = compare_readings(record, withdrawn, channel=GROUP_SERIES["channel"])
    bracket = readings.loc[readings["reading"] == "as first published"]
    lists = services_of_exchanges(record, measure=GROUP_SERIES["measure"])
    closing = int((lists["unlisted"] == 0).sum())
    balance = exchange_balance(record)
    balance = balance[(balance["channel"] == GROUP_SERIES["channel"]) & balance["told"]]
    verdict = balance["verdict"]
    days = verdict.value_counts()
    return (
        f"**In short.** By {last['as_of']:%Y-%m-%d}, {last['guardsmen']} National Guardsmen had "
        f"returned in numbered exchanges: {share}% of everybody. Their published "
        f"splits up to {first['as_of']:%Y-%m-%d} account for {opening['counted']} of the "
        f"{opening['total']} of the first total; {left} returned in "
        f"exchanges whose split nobody published. Without the corrected report of "
        f"{bracket['value'].item()} the other totals allow {count(bracket['low'].item())} to "
        f"{count(bracket['high'].item())} for its day. Of {len(lists)} lists of "
        f"services, {closing} add up to their exchange to the person. Of {len(verdict)} days of "
        f"numbered exchanges with a count for both sides, "
        f"{days['equal']} were one for one, {days['more to Ukraine']} brought more people "
        f"to Ukraine, {days['more to Russia']} more to Russia, and for {days.get('open', 0)} "
        f"disputed counts leave it open."
    )


def packages_in_words(record: Record, *, within_days: int) -> str:
    """What was promised, what came of it, and who is held, in a few sentences of Markdown.

    `within_days` as for `packages_per_prisoner`.
    """
    term = promise_to_delivery(record).iloc[-1]
    readings = package_readings(record)
    last = readings[readings["round"] == term["round"]].set_index("reading")
    each = packages_per_prisoner(record, within_days=within_days)
    each = each[each["round"] == term["round"]].set_index("group")
    ours, theirs = each.loc["for_ukrainian_prisoners"], each.loc["for_russian_prisoners"]
    figures = {measure: held_figures(record, measure=measure) for measure in HELD}
    other = {name: int((rows["kind"] != STOCK).sum()) for name, rows in figures.items()}
    return (
        f"**In short.** The round promised on {term['promised_on']:%Y-%m-%d} was handed over by "
        f"{term['delivered_by']:%Y-%m-%d}, after {term['days']} days and {term['late_least']} to "
        f"{term['late_most']} days after the days named for it. "
        f"{count(last.loc['each', 'delivered'])} packages in all were reported: that is the "
        f"promise read as so many for each side, not together. By the stocks reported within "
        f"{within_days} days that is {ours['each_low']:.2f} to {ours['each_high']:.2f} packages "
        f"for each prisoner held by Russia and {theirs['each_low']:.2f} to "
        f"{theirs['each_high']:.2f} for each held by Ukraine. Of "
        f"{len(figures['held_by_russia'])} statements about people held by Russia, "
        f"{other['held_by_russia']} are not stocks of their day; of "
        f"{len(figures['held_by_ukraine'])} about people held by Ukraine, "
        f"{other['held_by_ukraine']}."
    )
