"""The answer to the founding question, every number and every word of comparison computed."""

from __future__ import annotations

import pandas as pd

from analysis.events.cadence_by_counting import rate_changes
from analysis.events.events import (
    MERGE_WINDOWS,
    counted_exchanges,
    dated_exchanges,
    definitions,
    of_reference,
    reference,
)
from analysis.events.notable_pauses import Pause, notable_pauses
from analysis.events.silence_watch import alarm_days
from analysis.events.verdicts_by_counting import LEVEL
from analysis.gaps.alarm import ALPHAS
from analysis.record.loading import Record
from analysis.story.too_few import too_few
from analysis.story.words import PAUSE_SINCE
from analysis.story.worlds import worlds_in_words
from analysis.text import count_of, day_words, span_words, with_capital
from analysis.trust.runs import all_pause_choices


def asked_pause(record: Record) -> Pause:
    """The pause that the project was founded on; the longest one of a record without it."""
    pauses = notable_pauses(record)
    since = pd.Timestamp(PAUSE_SINCE)
    return next((pause for pause in pauses if pause.start == since), pauses[0])


def answer_in_words(record: Record) -> str:
    """Was the pause unusual, and when could one have known? In a few sentences."""
    if few := too_few(record):
        return few
    pause = asked_pause(record)
    curve = all_pause_choices(record)
    own = curve[curve["pause"] == pause.name]
    return (
        f"**In short.** {_how_long(record, own, pause)} {_how_unusual(record, own, pause)} "
        f"{_when_known(record, pause)}"
    )


def held_within(
    record: Record, pause: Pause, rows: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Which of some exchanges were held in a pause, and which others may have been?"""
    day = pd.Timedelta(days=1)
    first = pause.start + day
    last = record.complete_through if pause.end is None else pause.end - day
    may = (rows["end"] >= first) & (rows["start"] <= last)
    held = (rows["start"] >= first) & (rows["end"] <= last)
    return rows[held], rows[may & ~held]


def undated_within(record: Record, pause: Pause) -> tuple[int, int]:
    """How many exchanges that no page dates were held in a pause, and how many others may have."""
    counted = counted_exchanges(record, reference(record)["definition"])
    undated = counted.drop(dated_exchanges(record, reference(record)["definition"]).index)
    held, may = held_within(record, pause, undated)
    return len(held), len(may)


def undated_words(record: Record, pause: Pause) -> str:
    """Say which exchanges without a day fall, or may fall, into a pause; blank if none."""
    held, may = undated_within(record, pause)
    said = []
    if held:
        was = "was" if held == 1 else "were"
        said.append(f"{count_of(held, 'exchange')} {was} held in that time on a day no page gives.")
    if may:
        said.append(f"{count_of(may, 'exchange')} that no page dates may have been held in it.")
    return " ".join(map(with_capital, said))


def _how_long(record: Record, own: pd.DataFrame, pause: Pause) -> str:
    ways = own.drop_duplicates(["definition", "merge_days"])
    first = int((ways["rank"] == 1).sum())
    undated = undated_words(record, pause)
    known = " on a known day" if undated else ""
    spread = span_words(ways["days"])
    by_way = "" if spread == str(pause.days) else f" (by way of counting {spread})"
    return (
        f"After {day_words(pause.start)} no exchange was announced{known} for {pause.days} days"
        f"{by_way}, until {end_words(record, pause)}: the longest of all gaps in "
        f"{first} of {len(ways)} ways of counting exchanges." + f" {undated}".rstrip()
    )


def _how_unusual(record: Record, own: pd.DataFrame, pause: Pause) -> str:
    if pause != max(notable_pauses(record), key=lambda other: other.days):
        return "It is not the longest gap of the record: no test of the longest asks about it."
    longest = own[own["test"] != "single"]
    ways = small_words(longest[longest["null"] == "whole"])
    worlds = worlds_in_words(record, pause.days).removesuffix(".")
    return f"{worlds}; by way of counting P at one rate is {ways}."


def change_before(record: Record, pause: Pause) -> pd.Series | None:
    """The change of rate that begins the stretch in which a pause lies, if one does."""
    changes = rate_changes(record, reference(record)).changes
    middle = pause.start + pd.Timedelta(days=pause.days) / 2
    earlier = changes[changes["change"] <= middle]
    return None if earlier.empty else earlier.iloc[-1]


def _when_known(record: Record, pause: Pause) -> str:
    days = alarm_days(record, pause, definitions(record), MERGE_WINDOWS)
    own = of_reference(days, record)
    if own.empty:
        return "Too few gaps came before it for an alarm."
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


def small_words(rows: pd.DataFrame) -> str:
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


def end_words(record: Record, pause: Pause) -> str:
    """Last day of a pause; of one that no exchange ended, the last day that was searched."""
    if pause.end is None:
        return f"{day_words(record.complete_through)}, when the search ended"
    return day_words(pause.end)
