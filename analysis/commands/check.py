"""What the command ``check`` does and prints."""

from __future__ import annotations

import argparse

import pandas as pd

from analysis.audit.check import CheckResult, check_claim
from analysis.audit.readings import ReadingsResult, check_readings
from analysis.commands.marks import meanings, measure_where_needed
from analysis.record.loading import Record, load_record
from analysis.text import as_json, as_table, count_range, counted, number_words


def run_check(options: argparse.Namespace) -> int:
    """Print whether a new claim fits the record, and why not if it does not."""
    record = load_record(options.data)
    said = {name: getattr(options, name) for name in ("measure", "group", "value", "bound", "end")}
    if options.measure in record.vocabulary.stocks:
        return _held(record, options, said)
    said["start"] = options.start
    answer: CheckResult | ReadingsResult
    if options.channel is None:
        answer = check_readings(record, **said)
        words = _readings_in_words(answer)
    else:
        answer = check_claim(record, channel=options.channel, **said)
        words = _in_words(answer, record.vocabulary.unit_of(options.measure))
    print(as_json(vars(answer)) if options.json else words)
    return 0


def _held(record: Record, options: argparse.Namespace, said: dict[str, str]) -> int:
    """Print what was said of a number held around the claim's day."""
    from analysis.groups.held_nearby import check_held

    for name in ("channel", "start"):
        if getattr(options, name) is not None:
            raise ValueError(
                f"measure {options.measure!r} is a number at a day, the day of --end; "
                f"expected no --{name}"
            )
    answer = check_held(record, **said)
    if options.json:
        print(as_json(vars(answer)))
        return 0
    lines = [answer.sentence]
    if len(answer.nearby):
        lines.append(as_table(answer.nearby))
        lines.append("kind: stock, or why the figure is none by the words of its page")
    print("\n".join([*lines, *_repeats(answer.repeats)]))
    return 0


def _in_words(answer: CheckResult, unit: str) -> str:
    own = count_range(answer.low, answer.high, unit)
    lines = [answer.claim]
    if answer.verdict == "fits":
        lines.append(f"it fits: the record implies it already, and allows {own}")
    elif answer.verdict == "new-information":
        lines.append(f"it may be true, and would be new: the record allows {own}")
        lines.append("if it is true, these windows narrow (by the reports of this series alone):")
        lines.append(as_table(answer.narrows))
    else:
        lines.append(f"it contradicts the record, which allows {own}; {_ruled_out(answer, unit)}")
        lines.append(as_table(measure_where_needed(answer.contradicts.drop(columns="reports"))))
        if (answer.contradicts["taken_as"] != "").any():
            lines += meanings(["taken_as"])
    lines += _repeats(answer.repeats)
    if answer.note:
        lines.append(answer.note)
    return "\n".join(lines)


def _ruled_out(answer: CheckResult, unit: str) -> str:
    number = len(answer.contradicts)
    if number == 1:
        these = "this report alone rules"
    else:
        these = f"these {number_words(number)} reports alone rule"
    return f"{these} it out, by {counted(answer.set_misses_by, unit)}:"


def _readings_in_words(answer: ReadingsResult) -> str:
    table = answer.readings.drop(columns=["channel", "both_sides"])
    lines = [answer.sentence, as_table(table)]
    lines.append(
        "low, high: what the record allows of the reading\n"
        "fits: the record implies it already; new-information: possible, and not known before; "
        "contradicts: it cannot be true beside the reports named\n"
        "--channel asks about one reading, and lists the reports with their addresses"
    )
    lines += _repeats(answer.repeats)
    if answer.note:
        lines.append(answer.note)
    return "\n".join(lines)


def _repeats(repeats: pd.DataFrame) -> list[str]:
    """What became of reports of this very figure, a line each."""
    return [
        f"{row['report_id']} gave this very figure and is not taken so: "
        f"{row['ruling']}: {row['reason']} ({row['url'] or 'no address'})"
        for row in repeats.to_dict("records")
    ]
