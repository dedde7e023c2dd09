"""The answer to the founding question, and what each thesis comes to, every number computed."""

from __future__ import annotations

import pandas as pd

from analysis.events.cadence_by_counting import rate_changes
from analysis.events.events import (
    DEFINITIONS,
    MERGE_WINDOWS,
    REFERENCE,
    gaps_of,
    of_reference,
)
from analysis.events.notable_pauses import Pause, missing_table, notable_pauses
from analysis.events.silence_watch import alarm_days
from analysis.events.verdict_limits import verdict_limits
from analysis.events.verdicts_by_counting import LEVEL
from analysis.gaps.alarm import ALPHAS
from analysis.record.loading import Record
from analysis.text import day_words, number_words, span_words
from analysis.trust.runs import all_pause_choices
from analysis.trust.stored import FOLDER, read_simulated


def answer_in_words(record: Record) -> str:
    """Was the longest pause unusual, and when could one have known? In three sentences."""
    pause = notable_pauses(record)[0]
    curve = all_pause_choices(record)
    own = curve[curve["pause"] == pause.name]
    return f"**In short.** {_how_long(own, pause)} {_how_unusual(own)} {_when_known(record, pause)}"


def _how_long(own: pd.DataFrame, pause: Pause) -> str:
    ways = own.drop_duplicates(["definition", "merge_days"])
    first = int((ways["rank"] == 1).sum())
    return (
        f"After {day_words(pause.start)} no exchange was announced for "
        f"{span_words(ways['days'])} days, until {_end(pause)}: the longest of all gaps in "
        f"{first} of {len(ways)} ways of counting exchanges."
    )


def _how_unusual(own: pd.DataFrame) -> str:
    longest, single = own[own["test"] != "single"], own[own["test"] == "single"]
    said = {
        null: _small(longest[longest["null"] == null]) for null in ("whole", "before", "regime")
    }
    return (
        "Whether it is longer than the longest of that many gaps should be depends on what it is "
        f"compared with: at one rate for the whole record P is {said['whole']}, against the months "
        f"before it {said['before']}, and within the slower rate that had begun by then "
        f"{said['regime']}; as a single gap named beforehand, which it was not, {_small(single)}."
    )


def _when_known(record: Record, pause: Pause) -> str:
    days = alarm_days(record, pause, DEFINITIONS, MERGE_WINDOWS)
    own = of_reference(days)
    rung = own[own["rang"]]
    if rung.empty:
        told = "would not have been alarmed"
    else:
        told = "would have been alarmed on " + ", ".join(
            f"{day_words(date)} (day {day}, at {alpha:.0%} false alarms a year)"
            for date, day, alpha in zip(rung["date"], rung["day"], rung["alpha"], strict=True)
        )
    shares = ", ".join(
        f"{int(part['rang'].sum())} at {alpha:.0%}"
        for alpha in ALPHAS
        for part in [days[days["alpha"] == alpha]]
    )
    return (
        f"Someone who looked every day and knew only what had happened until then {told}; of "
        f"{len(days) // len(ALPHAS)} ways of counting the alarm rings during the pause in "
        f"{shares}."
    )


def thesis_stopped(record: Record) -> str:
    """What the record supports of the sentence that the exchanges stopped."""
    pause = notable_pauses(record)[0]
    own = all_pause_choices(record)
    ways = own[own["pause"] == pause.name].drop_duplicates(["definition", "merge_days"])
    return (
        f"**Supported:** between {day_words(pause.start)} and {_end(pause)} no exchange was "
        f"announced, under any of {len(ways)} ways of counting. **Not supported:** that nobody "
        "came back. The small swaps of which officials spoke are in no count of exchanges."
    )


def thesis_longest(record: Record) -> str:
    """What the record supports of the sentence that there was no longer pause."""
    pauses = notable_pauses(record)
    first, second = pauses[:2]
    return (
        f"**Supported:** with {first.days} days it is the longest of the record, "
        f"{first.days - second.days} days longer than the next ({second.name}). **With a "
        "caveat:** an exchange that no page dates can only shorten another pause, not this one."
    )


def thesis_unusual(record: Record) -> str:
    """What the record supports of the sentence that the pause was no chance."""
    curve = all_pause_choices(record)
    pause = notable_pauses(record)[0]
    judged = curve[(curve["pause"] == pause.name) & (curve["test"] != "single")]
    regime = judged["null"] == "regime"
    small = judged["pvalue"] <= LEVEL
    if not small.any():
        word = "Not supported"
    elif small[regime].any():
        word = "Supported in part of the ways"
    else:
        word = "Supported only against the time before it or one rate for all years"
    return (
        f"**{word}.** As the longest of all gaps P is {_small(judged)}; within the stretch of "
        f"constant rate around it {_small(judged[regime])}. {_change_beside(record, pause)} "
        f"{_false_alarms()}"
    )


def _false_alarms() -> str:
    """How often the longest-gap test rings where nothing changes."""
    table = read_simulated(FOLDER, "pause_levels")
    table = table[(table["test"] == "longest_discrete") & (table["level"] == LEVEL)]
    share = table.set_index("design")["share"]
    return (
        f"The test itself rings in {share['poisson']:.0%} of simulated records in which exchanges "
        f"come at random at one rate, and in {share['clustered']:.0%} of those in which they come "
        "in clusters and nothing else happens: a small P speaks against one rate, not for a stop."
    )


def _change_beside(record: Record, pause: Pause) -> str:
    changes = rate_changes(record, REFERENCE).changes
    if changes.empty:
        return "No change of the rate is found, so that the stretch is the whole record."
    nearest = changes.iloc[(changes["change"] - pause.start).abs().argmin()]
    reaches = nearest["low"] <= pause.start <= nearest["high"]
    return (
        f"The change of rate that begins this stretch is dated {day_words(nearest['change'])} (95% "
        f"{day_words(nearest['low'])} to {day_words(nearest['high'])}): the interval "
        f"{'holds' if reaches else 'does not hold'} the first day of the pause"
        + (", so that change and pause cannot be told apart with certainty." if reaches else ".")
    )


def selection_warning(record: Record) -> str:
    """Say beside the p-values what looking for long gaps does to them."""
    gaps = gaps_of(record, **REFERENCE)
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
    pause = notable_pauses(record)[0]
    table = missing_table(record, pause)
    parts = []
    for name, rows in table.groupby("counted", sort=False):
        parts.append(
            f"{rows['missing'].min():,.0f} to {rows['missing'].max():,.0f} {name} fewer than at "
            f"the rate before (95% {rows['low'].min():,.0f} to {rows['high'].max():,.0f}; as such "
            f"stretches vary by themselves, {rows['predicted_low'].min():,.0f} to "
            f"{rows['predicted_high'].max():,.0f})"
        )
    back = table[table["counted"] == "exchanges"]
    return (
        "**Supported as description:** "
        + ", and ".join(parts)
        + f". After the pause exchanges came at {back['ratio'].min():.2f} to "
        f"{back['ratio'].max():.2f} of the earlier rate (95% {back['ratio_low'].min():.2f} to "
        f"{back['ratio_high'].max():.2f}). **Not supported:** a cause. There is one pause and no "
        "comparison without it, its dates were chosen after the counts were seen, and an earlier "
        "rate is not a promise."
    )


def thesis_others(record: Record) -> str:
    """What the record says of the other pauses."""
    curve = all_pause_choices(record)
    rows = []
    for pause in notable_pauses(record)[1:-1]:
        judged = curve[(curve["pause"] == pause.name) & (curve["test"] != "single")]
        rang = alarm_days(record, pause, DEFINITIONS, MERGE_WINDOWS)
        rung = rang.loc[rang["alpha"] == max(ALPHAS), "rang"]
        small = int((judged["pvalue"] <= LEVEL).sum())
        rows.append(
            f"{pause.name} ({pause.days} days): P small in {small} of "
            f"{int(judged['pvalue'].notna().sum())} ways, the alarm at {max(ALPHAS):.0%} a year "
            f"rings in {int(rung.sum())} of {len(rung)}"
        )
    return (
        f"The {number_words(len(rows))} next pauses, asked as the longest of all gaps: "
        + "; ".join(rows)
        + "."
    )


def _small(rows: pd.DataFrame) -> str:
    """Range of p-values, and in how many ways they are small."""
    pvalues = rows["pvalue"].dropna()
    if pvalues.empty:
        return "without a verdict"
    small = int((pvalues <= LEVEL).sum())
    return (
        f"{_p(pvalues.min())} to {_p(pvalues.max())} (at most {LEVEL:.0%} in {small} of "
        f"{len(pvalues)} ways)"
    )


def _p(value: float) -> str:
    return "below 0.001" if value < 0.001 else f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def _end(pause: Pause) -> str:
    return "now" if pause.end is None else day_words(pause.end)
