"""What the command ``pauses`` does and prints."""

from __future__ import annotations

import argparse
import sys
from functools import partial

import pandas as pd

from analysis.bounds.asked import as_count
from analysis.commands.progress import bar, silence
from analysis.events.events import Counting, dated_exchanges, exchanges_without_day, gaps_of
from analysis.events.next_exchange import told_by_all
from analysis.events.pause_table import CAVEAT, as_of, open_gap, pause_table
from analysis.events.undated import undated_within
from analysis.events.verdicts import FEWEST, HasWindow
from analysis.gaps.laws import LAWS
from analysis.record.loading import load_record
from analysis.text import as_json, as_table, counted, day_words, number_words, with_capital

SHORTEST = 30
"""Days from which on a gap is listed."""

LONGEST = 30
"""Gaps listed: more are counted, as each takes seconds where there are many."""


def run_pauses(options: argparse.Namespace) -> int:
    """Print the present silence in one sentence, then every long gap with its verdicts."""
    record = load_record(options.data)
    known = record if options.as_of is None else as_of(record, options.as_of)
    choice = Counting(
        definition=options.definition, merge_days=as_count(options.merge_days, "merge-days")
    )
    answer: dict[str, object] = {**choice, "as_of": known.complete_through}
    if dated_exchanges(known, choice["definition"]).empty:
        none = "No exchange that counts has a day on record: there is no gap to list or to test."
        answer |= {"present": none, "pauses": pd.DataFrame(), "open": pd.DataFrame()}
        answer["undated"] = pd.DataFrame()
        answer |= {"more": 0, "untested": none, "caveat": CAVEAT}
        print(as_json(answer) if options.json else none)
        return 0
    gaps = gaps_of(known, **choice)
    ended = "when the search ended" if known is record else "the day asked for"
    present = _present(known, choice, gaps, ended)
    shown = partial(bar, "pauses", "gaps") if sys.stderr.isatty() else silence
    table = pause_table(
        known,
        **choice,
        min_days=SHORTEST,
        null="whole",
        model="average",
        at_most=LONGEST,
        progress=shown,
    )
    more = int((gaps["days"] >= SHORTEST).sum()) - len(table)
    table = table.join(undated_within(known, table, choice["definition"]))
    undated = exchanges_without_day(known, choice["definition"])
    untested = _untested(gaps)
    now = None if untested else open_gap(known, **choice, model="average")
    told = None if now is None else told_by_all(known, choice)
    if now is not None and told is not None:
        for days in (7, 14, 30):
            now[f"within_{days}"] = told.loc["combined", days]
    if options.json:
        still_open = pd.DataFrame() if now is None else pd.DataFrame([now.drop("caveat")])
        answer |= {"present": present, "pauses": table, "open": still_open}
        answer["undated"] = undated[["exchange_id", "number", "start", "end"]]
        answer |= {"more": more, "untested": untested or None, "caveat": CAVEAT}
        print(as_json(answer))
        return 0
    print(present)
    if untested:
        print(untested)
    print(
        f"\nexchanges counted: {options.definition}; within "
        f"{counted(choice['merge_days'], 'days')} taken as one; "
        f"as of {known.complete_through:%Y-%m-%d}"
    )
    if table.empty:
        print(f"no gap lasted {SHORTEST} days or more")
    else:
        print(f"gaps of {SHORTEST} days and more, compared with all gaps of the record:")
        print(as_table(_in_print(table)))
        if more:
            print(f"and {counted(more, 'gaps')} of {SHORTEST} days and more, none of them longer")
        print(_LEGEND)
    for line in _undated_in_words(table, undated):
        print(line)
    if now is not None:
        print(
            f"open since {now['since']:%Y-%m-%d}: {counted(now['days'], 'days')}; "
            f"P(at least this long) {now['at_least_this_long']:.2f}; "
            f"P(an exchange within 7, 14, 30 days) {now['within_7']:.2f}, "
            f"{now['within_14']:.2f}, {now['within_30']:.2f}" + _spread(told)
        )
    print(CAVEAT)
    return 0


_LEGEND = (
    "P(...): how probable that is, from 0 to 1; 0.05 is 5 in 100\n"
    "longest: P(the longest of all gaps is at least this long) if the rate was constant, "
    "in days (continuous, discrete)\n"
    "single: P(one next gap is at least this long), averaged over "
    f"{number_words(len(LAWS))} renewal models\n"
    "alarm: day of silence on which a daily watcher with 10, 5, 1% false alarms a year rang"
)


def _present(known: HasWindow, choice: Counting, gaps: pd.DataFrame, ended: str) -> str:
    """Say how long the silence at the end of what is known is, beside the gaps before it."""
    since, days = gaps["start"].iloc[-1], int(gaps["days"].iloc[-1])
    last = day_words(known.complete_through)
    if days == 0:
        return f"The newest exchange is of {last}, {ended}."
    silence = known.vocabulary.definitions[choice["definition"]].silence
    said = with_capital(f"{silence} for {counted(days, 'days')} to {last}, {ended}")
    before = gaps["days"].iloc[:-1]
    if before.empty:
        said += "; there is no gap before it."
    else:
        longer = int((before >= days).sum()) or "none"
        said += f"; of {counted(len(before), 'gaps')} before, {longer} lasted at least as long."
    undated = exchanges_without_day(known, choice["definition"])
    inside, perhaps = int((undated["start"] > since).sum()), int((undated["end"] > since).sum())
    if inside:
        said += f" In that time, on a day that no page gives: {counted(inside, 'exchanges')}."
    if perhaps > inside:
        more = counted(perhaps - inside, "exchanges")
        said += f" Perhaps in that time, on a day that no page gives: {more}."
    return said


def _spread(told: pd.DataFrame | None) -> str:
    """How far the candidates of the forecast differ."""
    if told is None:
        return (
            f" ({number_words(len(LAWS))} renewal models averaged: too few exchanges to score it)"
        )
    ways = ", ".join(f"{told[days].min():.2f} to {told[days].max():.2f}" for days in (7, 14, 30))
    return f" (by candidate {ways}; `forecast` says how good it is)"


def _untested(gaps: pd.DataFrame) -> str:
    """Say what too few gaps leave open; nothing if they are enough."""
    lengths = gaps["days"].iloc[:-1].nunique()
    if lengths >= FEWEST:
        return ""
    have = f"the complete gaps on record have {counted(lengths, 'lengths')}"
    return (
        "How unusual a silence is, and when it may end, cannot be tested: "
        f"{have if lengths else 'no gap on record is complete'}, and at least {FEWEST} different "
        f"{'ones' if lengths else 'lengths'} are needed."
    )


def _in_print(table: pd.DataFrame) -> pd.DataFrame:
    """Round probabilities for reading; an alarm that did not ring stays blank."""
    shown = table.copy()
    for name in ("longest_continuous", "longest_discrete", "single"):
        shown[name] = [f"{value:.3f}" if pd.notna(value) else "" for value in table[name]]
    shown["alarm 10/5/1%"] = [
        "/".join("-" if pd.isna(day) else str(day) for day in days)
        for days in table[["alarm_10", "alarm_5", "alarm_1"]].itertuples(index=False)
    ]
    shown = shown.drop(columns=["alarm_10", "alarm_5", "alarm_1", "perhaps", "shortest", "longest"])
    return shown if shown["undated"].any() else shown.drop(columns="undated")


def _undated_in_words(table: pd.DataFrame, undated: pd.DataFrame) -> list[str]:
    """A sentence for each pause that exchanges without a day may have broken, and what is left."""
    lines = ["undated: exchanges held inside on a day that no page gives"] if len(undated) else []
    told = pd.Series(False, index=undated.index)
    for row in table[table["undated"] + table["perhaps"] > 0].to_dict("records"):
        end = row["end"]
        until = "now" if pd.isna(end) else f"{end:%Y-%m-%d}"
        reaching = undated["end"] > row["start"]
        if not pd.isna(end):
            reaching &= undated["start"] < end
        told |= reaching
        were = "was" if row["undated"] + row["perhaps"] == 1 else "were"
        held = f"{were} held inside" if not row["perhaps"] else "may have been held inside"
        lines.append(
            f"{row['start']:%Y-%m-%d} to {until}: {_named(undated[reaching])} {held} on a day "
            "that no page gives; the longest silence in it was "
            f"{row['shortest']} to {row['longest']} days"
        )
    if not told.all():
        lines.append(f"held on a day that no page gives, in no row: {_named(undated[~told])}")
    return lines


def _named(exchanges: pd.DataFrame) -> str:
    """Exchanges by their ordinal, or by the days between which they lie."""
    return ", ".join(
        f"no. {row['number']}"
        if pd.notna(row["number"])
        else f"one between {row['start']:%Y-%m-%d} and {row['end']:%Y-%m-%d}"
        for row in exchanges.to_dict("records")
    )
