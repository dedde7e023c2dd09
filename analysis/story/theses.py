"""What each thesis about the pause comes to: what was computed, or its opposite, in words."""

from __future__ import annotations

from typing import get_args

import pandas as pd

from analysis.events.events import (
    MERGE_WINDOWS,
    counted_exchanges,
    definitions,
    gaps_of,
    reference,
    widest,
)
from analysis.events.notable_pauses import Pause, missing_table, notable_pauses
from analysis.events.silence_watch import alarm_days
from analysis.events.verdict_limits import verdict_limits
from analysis.events.verdicts import Null
from analysis.events.verdicts_by_counting import LEVEL
from analysis.gaps.alarm import ALPHAS
from analysis.record.loading import Record
from analysis.story.pause import (
    asked_pause,
    change_before,
    end_words,
    held_within,
    small_words,
    undated_within,
    undated_words,
)
from analysis.story.said_in_pause import said_beside_the_chain
from analysis.story.too_few import too_few
from analysis.text import count_of, day_words, span_words, with_capital
from analysis.trust.runs import all_pause_choices
from analysis.trust.stored import FOLDER, read_simulated


def thesis_stopped(record: Record) -> str:
    """What the record supports of the sentence that the exchanges stopped."""
    pause = asked_pause(record)
    between = f"between {day_words(pause.start)} and {end_words(record, pause)}"
    announced = counted_exchanges(record, reference(record)["definition"]).index
    others = counted_exchanges(record, widest(record)).drop(announced)
    held, may = held_within(record, pause, others)
    if undated := undated_words(record, pause):
        first = f"**Not supported as it stands:** {between} no exchange has a known day. {undated}"
    elif len(held) or len(may):
        first = (
            f"**Supported in part:** {between} no exchange of the official kinds was announced, "
            f"but {_of_another_kind(held, may)}."
        )
    else:
        ways = len(definitions(record)) * len(MERGE_WINDOWS)
        first = (
            f"**Supported:** {between} no exchange was announced, under any of {ways} ways of "
            "counting."
        )
    beside = ""
    if said := said_beside_the_chain(record, pause):
        counted = "" if len(held) or len(may) else ", in no exchange on record"
        beside = (
            f" Officials spoke in that time of people returned beside the chain ({said}){counted}."
        )
    return (
        f"{first} **Not supported:** that nobody came back, since the record holds announced "
        f"exchanges alone.{beside}"
    )


def _of_another_kind(held: pd.DataFrame, may: pd.DataFrame) -> str:
    said = []
    if len(held):
        days = ", ".join(
            day_words(start) if start == end else f"{day_words(start)} to {day_words(end)}"
            for start, end in zip(held["start"], held["end"], strict=True)
        )
        was = "was" if len(held) == 1 else "were"
        said.append(f"{count_of(len(held), 'exchange')} of another kind {was} held ({days})")
    if len(may):
        said.append(f"{count_of(len(may), 'exchange')} of another kind may have been held")
    return " and ".join(said)


def thesis_longest(record: Record) -> str:
    """What the record supports of the sentence that there was no longer pause."""
    pause = asked_pause(record)
    others = [other for other in notable_pauses(record) if other != pause]
    if not others:
        return "**Nothing to compare:** the record holds one pause."
    longest = max(others, key=lambda other: other.days)
    ahead = pause.days - longest.days
    if ahead > 0:
        words = (
            f"**Supported:** with {pause.days} days it is the longest of the record, "
            f"{count_of(ahead, 'day')} longer than the next ({longest.name})."
        )
    else:
        longer = f"longer by {count_of(-ahead, 'day')}" if ahead else "as long"
        words = (
            f"**Not supported:** it lasted {count_of(pause.days, 'day')}, and {longest.name} is "
            f"{longer}."
        )
    if any(undated_within(record, pause)):
        return f"{words} **With a caveat:** {undated_words(record, pause)}"
    if ahead > 0 and any(any(undated_within(record, other)) for other in others):
        return (
            f"{words} **With a caveat:** an exchange that no page dates can only shorten another "
            "pause, not this one."
        )
    return words


def thesis_unusual(record: Record) -> str:
    """What the record supports of the sentence that the pause was no chance."""
    if few := too_few(record):
        return few
    curve = all_pause_choices(record)
    pause = asked_pause(record)
    judged = curve[(curve["pause"] == pause.name) & (curve["test"] != "single")]
    regime = judged["null"] == "regime"
    small = judged["pvalue"] <= LEVEL
    against = [name for name in get_args(Null) if small[judged["null"] == name].any()]
    if not against:
        word = "Not supported"
    elif "regime" in against:
        word = "Supported in part of the ways"
    else:
        word = "Supported only against " + " or ".join(_COMPARED[name] for name in against)
    return (
        f"**{word}.** As the longest of all gaps P is {small_words(judged)}; within the stretch of "
        f"constant rate around it {small_words(judged[regime])}. {_change_beside(record, pause)} "
        f"{_false_alarms()}"
    )


_COMPARED = {"before": "the time before it", "whole": "one rate for all years"}


def _false_alarms() -> str:
    """How often the longest-gap test rings where nothing changes."""
    table = read_simulated(FOLDER, "pause_levels")
    table = table[(table["test"] == "longest_discrete") & (table["level"] == LEVEL)]
    share = table.set_index("design")["share"]
    words = (
        f"The test itself rings in {share['poisson']:.0%} of simulated records in which exchanges "
        f"come at random at one rate, and in {share['clustered']:.0%} of those in which they come "
        "in clusters and nothing else happens"
    )
    against = ": a small P speaks against one rate, not for a stop."
    return words + (against if share["clustered"] > LEVEL else ".")


def _change_beside(record: Record, pause: Pause) -> str:
    begun = change_before(record, pause)
    if begun is None:
        return "No change of the rate is found before it."
    reaches = begun["low"] <= pause.start <= begun["high"]
    return (
        f"The change of rate that begins this stretch is dated {day_words(begun['change'])} (95% "
        f"{day_words(begun['low'])} to {day_words(begun['high'])}): the interval "
        f"{'holds' if reaches else 'does not hold'} the first day of the pause"
        + (", so that change and pause cannot be told apart with certainty." if reaches else ".")
    )


def selection_warning(record: Record) -> str:
    """Say beside the p-values what looking for long gaps does to them."""
    if few := too_few(record):
        return few
    gaps = gaps_of(record, **reference(record))
    days = gaps.loc[~gaps["censored"], "days"]
    limit = verdict_limits(record)["single"]
    return (
        f"**Selected.** Of {len(days)} gaps {LEVEL * len(days):.1f} are expected to reach the "
        f"{limit:.0f} days beyond which one gap named beforehand would be called unusual at "
        f"{LEVEL:.0%}, and {int((days >= limit).sum())} do. Whoever looks at the longest finds "
        "small single-gap probabilities whatever happened."
    )


def thesis_missing(record: Record) -> str:
    """What the record supports of the sentence that the pause kept people from returning."""
    if few := too_few(record):
        return few
    pause = asked_pause(record)
    try:
        table = missing_table(record, pause)
    except ValueError as fault:  # nothing after the pause, or too little before it
        return f"**No comparison:** {fault}."
    lacks, came = [], []
    for name, rows in table.groupby("counted", sort=False):
        lacks.append(
            f"{rows['missing'].min():,.0f} to {rows['missing'].max():,.0f} {name} fewer than at "
            f"the rate before (95% {rows['low'].min():,.0f} to {rows['high'].max():,.0f}; as such "
            f"stretches vary by themselves, {rows['predicted_low'].min():,.0f} to "
            f"{rows['predicted_high'].max():,.0f})"
        )
        came.append(
            f"{name} came at {rows['ratio'].min():.2f} to {rows['ratio'].max():.2f} of the earlier "
            f"rate (95% {rows['ratio_low'].min():.2f} to {rows['ratio_high'].max():.2f})"
        )
    exchanges = table[table["counted"] == "exchanges"]
    later = exchanges["at_later"]
    chosen = (
        " Any longest gap lacks exchanges: of as many at one rate "
        f"{exchanges['by_selection'].max():.1f} on average; at the rate after the pause "
        f"{span_words(later.round(1))} would have come."
    )
    word = "Supported as description" if (table["missing"] > 0).all() else "Not supported"
    return (
        f"**{word}:** "
        + ", and ".join(lacks)
        + f".{chosen} After the pause {' and '.join(came)}. **Not supported:** a cause. Nothing "
        "shows what would have been without the pause, its dates were chosen after the counts were "
        "seen, and an earlier rate is not a promise."
    )


def thesis_others(record: Record) -> str:
    """What the record says of the other pauses that ended."""
    if few := too_few(record):
        return few
    curve = all_pause_choices(record)
    asked, rows = asked_pause(record), []
    for pause in notable_pauses(record):
        if pause == asked or pause.end is None:
            continue
        judged = curve[(curve["pause"] == pause.name) & (curve["test"] != "single")]
        rang = alarm_days(record, pause, definitions(record), MERGE_WINDOWS)
        rung = rang.loc[rang["alpha"] == max(ALPHAS), "rang"]
        small = int((judged["pvalue"] <= LEVEL).sum())
        rows.append(
            f"{pause.name} ({pause.days} days): P small in {small} of "
            f"{int(judged['pvalue'].notna().sum())} ways, the alarm at {max(ALPHAS):.0%} a year "
            f"rings in {int(rung.sum())} of {len(rung)}"
        )
    if not rows:
        return "No other pause that ended is on record."
    others = with_capital(count_of(len(rows), "other long pause"))
    return f"{others} that ended, asked as the longest of all gaps: {'; '.join(rows)}."
