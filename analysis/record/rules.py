"""Rules between the cells of sources, reports and exchanges.

Each function takes the cells of one file as text (faulty cells already blanked) and yields what
breaks its rules. ISO dates compare as text in their order in time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from analysis.record.cells import cell_faults
from analysis.record.csv_tables import RawTable
from analysis.record.problems import Problem
from analysis.record.schema import ACTION_COLUMN, TABLES
from analysis.record.vocabulary import Vocabulary

# A multi-day deal is one exchange of the official count; its days lie within a week.
_LONGEST_DEAL = timedelta(days=7)

# A page may be dated by a clock further west than the event: one day of slack.
_CLOCK_SLACK = timedelta(days=1)


def attribution_faults(
    sources: RawTable, reports: RawTable, speakers: RawTable
) -> Iterator[Problem]:
    """Yield attributions to speakers that are unknown or named twice."""
    known = set(speakers.cells.get("speaker", []))
    for name, table, column in (
        ("sources", sources, "attributed_to"),
        ("reports", reports, "speaker"),
    ):
        file = TABLES[name].file
        for line, text in table.rows(column):
            named = [part.strip() for part in text.split(";")] if text else []
            for place, speaker in enumerate(named):
                if speakers.whole and speaker not in known:
                    expected = "a speaker of speakers.csv, several separated by semicolons"
                    yield Problem(file, line, column, speaker, expected)
                elif speaker in named[:place]:
                    yield Problem(file, line, column, speaker, "each speaker once")


def report_faults(
    reports: RawTable, sources: RawTable, vocabulary: Vocabulary | None
) -> Iterator[Problem]:
    """Yield reports whose cells do not go together; those with words only if these are known."""
    file = TABLES["reports"].file
    for line, report, source in reports.rows("report_id", "source_id"):
        if report and source and report.rpartition("/")[0] != source:
            yield Problem(file, line, "report_id", report, f"{source}/<n>, the row's own source_id")
    for line, start, earliest, end in reports.rows("start", "end_earliest", "end"):
        yield from _order_fault(file, line, start, end)
        if earliest and start and end and not start <= earliest <= end:
            expected = f"a day between start ({start}) and end ({end})"
            yield Problem(file, line, "end_earliest", earliest, expected)
    if vocabulary:
        yield from _word_faults(reports, vocabulary)
    yield from _foretold(reports, sources)


def _word_faults(reports: RawTable, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield groups and scopes that do not go together with their measure."""
    file = TABLES["reports"].file
    for line, measure, group, scope in reports.rows("measure", "group", "scope"):
        if not measure:
            continue
        groups, stock = vocabulary.groups_of(measure), measure in vocabulary.stocks
        if group and group not in groups:
            expected = f"{' or '.join(sorted(groups))} for {measure}"
            yield Problem(file, line, "group", group, expected)
        if scope and (scope == "stock") != stock:
            expected = "stock" if stock else "event, period or cumulative"
            yield Problem(file, line, "scope", scope, f"{expected} for {measure}")
    for line, scope, counts in reports.rows("scope", "counts"):
        if counts and scope and scope != "stock":
            yield Problem(file, line, "counts", counts, f"blank for a report of scope {scope}")


def _foretold(reports: RawTable, sources: RawTable) -> Iterator[Problem]:
    """Yield counts of what had surely not happened yet when the page was published."""
    published = {source: day for _, source, day in sources.rows("source_id", "published")}
    names = ("source_id", "bound", "scope", "start", "end_earliest", "end")
    for line, source, bound, scope, start, earliest, end in reports.rows(*names):
        said = published.get(source, "")
        # The first day the count can be of: an event's window opens with start.
        if scope == "event":
            column, day = "start", start
        else:
            column, day = ("end_earliest", earliest) if earliest else ("end", end)
        if said and day > said and bound not in ("", "planned"):
            latest = date.fromisoformat(said) + _CLOCK_SLACK
            if date.fromisoformat(day) > latest:
                expected = f"a day not after {latest}, since the page was published on {said}"
                yield Problem(TABLES["reports"].file, line, column, day, expected)


def named_exchange_faults(reports: RawTable, exchanges: RawTable) -> Iterator[Problem]:
    """Yield reports that name an exchange which their scope, days or ordinal exclude."""
    file = TABLES["reports"].file
    known = {name: cells for _, name, *cells in
             exchanges.rows("exchange_id", "start", "end", "number")}  # fmt: skip
    names = ("exchange_id", "scope", "start", "end", "exchange_no")
    for line, name, scope, start, end, number in reports.rows(*names):
        if name and scope and scope != "event":
            expected = f"blank, since a report of scope {scope} counts more than one exchange"
            yield Problem(file, line, "exchange_id", name, expected)
        elif name in known:
            first, last, its_number = known[name]
            if first and last and start and end and (end < first or start > last):
                expected = f"an exchange of these days ({name} is of {first} to {last})"
                yield Problem(file, line, "exchange_id", name, expected)
            elif number and its_number and number != its_number:
                expected = f"an exchange of number {number} ({name} has {its_number})"
                yield Problem(file, line, "exchange_id", name, expected)


def _order_fault(file: str, line: int, start: str, end: str) -> Iterator[Problem]:
    if start and end and end < start:
        yield Problem(file, line, "end", end, f"a day not before start ({start})")


def before_the_record(
    reports: RawTable, exchanges: RawTable, counted_from: str
) -> Iterator[Problem]:
    """Yield reports that end, and exchanges that start, before the first day of the record."""
    expected = f"a day not before counted_from ({counted_from})"
    for name, table, column in (("reports", reports, "end"), ("exchanges", exchanges, "start")):
        for line, day in table.rows(column):
            if day and day < counted_from:
                yield Problem(TABLES[name].file, line, column, day, expected)


def correction_circles(reports: RawTable) -> Iterator[Problem]:
    """Yield one problem for each circle of corrections, at its first row."""
    rows = [row for row in reports.rows("report_id", "corrects") if row[1] and row[2]]
    corrects = {report: target for _, report, target in rows}
    settled: set[str] = set()
    for line, report, target in rows:
        path: list[str] = []
        current = report
        while current in corrects and current not in settled and current not in path:
            path.append(current)
            current = corrects[current]
        settled.update(path)
        if current in path:
            circle = " -> ".join([*path[path.index(current) :], current])
            expected = f"corrections that come to an end (this is a circle: {circle})"
            yield Problem(TABLES["reports"].file, line, "corrects", target, expected)


def exchange_faults(exchanges: RawTable, vocabulary: Vocabulary | None) -> Iterator[Problem]:
    """Yield windows that end before they start and ordinals given twice."""
    file = TABLES["exchanges"].file
    for line, start, end in exchanges.rows("start", "end"):
        yield from _order_fault(file, line, start, end)
    kinds = vocabulary.kinds if vocabulary else {}
    numbered: dict[str, list[tuple[int, str, str, str]]] = defaultdict(list)
    for line, number, kind, start, end in exchanges.rows("number", "kind", "start", "end"):
        if number and kind in kinds and not kinds[kind].bears_number:
            expected = f"blank, since an exchange of kind {kind} stands outside the official count"
            yield Problem(file, line, "number", number, expected)
        elif number and kind in kinds and start and end:
            numbered[number].append((line, kind, start, end))
    for number, rows in numbered.items():
        line, _, start, _ = rows[0]
        last = max(date.fromisoformat(end) for *_, end in rows)
        first = min(date.fromisoformat(start) for _, _, start, _ in rows)
        stages = all(kinds[kind].stage for _, kind, _, _ in rows)
        one_deal = stages and last - first <= _LONGEST_DEAL
        for repeat, *_ in rows[1:] if not one_deal else []:
            expected = (
                f"a number of its own (line {line} has it; only stages of one deal, "
                f"within {_LONGEST_DEAL.days} days, share a number)"
            )
            yield Problem(file, repeat, "number", number, expected)


_FILE = TABLES["judgements"].file


class _Judgement(NamedTuple):
    line: int
    action: str
    value: str


def judgement_faults(
    judgements: RawTable, reports: RawTable, vocabulary: Vocabulary | None
) -> Iterator[Problem]:
    """Yield judgements with an impossible value, and those that change nothing."""
    judged: dict[str, dict[str, _Judgement]] = defaultdict(dict)
    for line, report, action, value in judgements.rows("report_id", "action", "value"):
        if not action:
            continue
        expected = _expected_value(action, value, vocabulary)
        if expected:
            yield Problem(_FILE, line, "value", value, expected)
        elif report:  # a repeated action is a repeated key, found elsewhere: keep the first
            judged[report].setdefault(action, _Judgement(line, action, value))
    names = tuple(dict.fromkeys(name for name in ACTION_COLUMN.values() if name))
    superseded = {target for _, target in reports.rows("corrects") if target}
    for line, report, *cells in reports.rows("report_id", *names):
        if report not in judged:
            continue
        own = list(judged.pop(report).values())
        row = dict(zip(names, cells, strict=True))
        if row["start"] and row["end"]:
            yield from _idle(row, own, report in superseded)
            yield from _disordered(row, own, line)


def _expected_value(action: str, value: str, vocabulary: Vocabulary | None) -> str | None:
    """Say what the value should be if it does not fit the action."""
    name = ACTION_COLUMN[action]
    if name is None:
        return "blank, since exclude takes the whole report" if value else None
    column = TABLES["reports"].column(name)
    column = column.of(vocabulary) if vocabulary else column
    if value == "" and name == "channel":  # left open, whatever a rule would read
        return None
    if value == "":
        return column.expected.removesuffix(", or blank")
    return cell_faults(column, [value]).get(value)


def _overrule(row: dict[str, str], judgements: list[_Judgement]) -> dict[str, str]:
    """Return the row after the judgements, with a blank end_earliest spelled out."""
    after = dict(row)
    for judgement in judgements:
        column = ACTION_COLUMN[judgement.action]
        if column is not None:
            after[column] = judgement.value
    return after | {"end_earliest": after["end_earliest"] or after["end"]}


def _idle(row: dict[str, str], own: list[_Judgement], superseded: bool) -> Iterator[Problem]:
    """Yield the judgements without which the report would come out the same."""
    excluded = any(judgement.action == "exclude" for judgement in own)
    for judgement in own:
        line, action, value = judgement
        others = [other for other in own if other is not judgement]
        if superseded:
            expected = "no judgement, since a correction supersedes the report"
            yield Problem(_FILE, line, "action", action, expected)
        elif action == "exclude":
            continue
        elif excluded:
            expected = "no further judgement, since the report is excluded"
            yield Problem(_FILE, line, "action", action, expected)
        elif value and _overrule(row, own) == _overrule(row, others):
            expected = "a judgement that changes something (the report says this already)"
            yield Problem(_FILE, line, "value", value, expected)


def _disordered(row: dict[str, str], own: list[_Judgement], report_line: int) -> Iterator[Problem]:
    """Yield the judgements that leave a window out of order."""
    before, after = _overrule(row, []), _overrule(row, own)
    if not _ordered(before) or _ordered(after):
        return
    window = f"{after['start']}, {after['end_earliest']}, {after['end']}"
    expected = (
        f"dates that keep start <= end_earliest <= end (together with reports.csv:{report_line} "
        f"they are now {window})"
    )
    for line, action, value in own:
        if action in ("set_start", "set_end", "set_end_earliest"):
            yield Problem(_FILE, line, "value", value, expected)


def _ordered(row: dict[str, str]) -> bool:
    return row["start"] <= row["end_earliest"] <= row["end"]
