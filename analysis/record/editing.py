"""Additions put into the rows of a draft: pages, speakers, reports, exchanges, judgements.

What stands on record already, cell by cell, is not added twice: an addition made again after a kill
adds what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from analysis.record.additions import (
    PAGE,
    SPEAKER,
    Addition,
    exchange_cells,
    judgement_cells,
    new_exchange,
    report_cells,
    source_stem,
    unused_cells,
)
from analysis.record.draft import Draft
from analysis.record.problems import RecordError


@dataclass
class Added:
    """Ids of the reports that came in, and what was on record already, in words."""

    reports: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)


def add_all(draft: Draft, additions: Iterable[Addition]) -> Added:
    """Put additions into a draft, one after the other.

    Raises RecordError for what has no place; whether the cells are valid, `Draft.load` finds.
    """
    added = Added()
    for said in additions:
        faults = list(unused_cells(said))
        if faults:
            raise RecordError(faults)
        if said.is_judgement:
            _judge(draft, said, added)
            continue
        source = _page(draft, said) if said.is_report or said.some(*PAGE) else ""
        report = None
        if said.is_report:
            report = report_cells(said, source, draft.record)
            if report["scope"] == "event" and draft.has_column("reports", "exchange_id"):
                report |= said.some("exchange_id")
            for name, cell in said.some("counts", "speaker").items():
                if not draft.has_column("reports", name):
                    raise said.fault(name, cell, "nothing: reports.csv has no such column")
            _report(draft, report, said, added)
        if said.is_exchange:
            _exchange(draft, report, said, added)
    return added


def _page(draft: Draft, said: Addition) -> str:
    """Id of the addition's page; a page or a speaker that is new comes in."""
    cells = said.some(*PAGE)
    speakers = [name.strip() for name in cells.get("attributed_to", "").split(";") if name.strip()]
    if speakers:
        cells["attributed_to"] = "; ".join(speakers)
    _speakers(draft, speakers, said)
    if not said.is_report and set(cells) == {"attributed_to"} and said.some(*SPEAKER):
        return ""  # a speaker alone
    known = _page_on_record(draft, cells)
    if known is not None:
        for name, cell in cells.items():
            if cell and cell != known[name]:
                expected = f"{known[name]!r}, as page {known['source_id']} is on record, or nothing"
                raise said.fault(name, cell, expected)
        return known["source_id"]
    row = dict.fromkeys(PAGE, "") | cells
    if not row["source_id"]:
        stem, number = source_stem(said), 2
        row["source_id"] = stem
        while draft.find("sources", source_id=row["source_id"]):
            row["source_id"], number = f"{stem}-{number}", number + 1
    draft.insert("sources", row, said)
    return row["source_id"]


def _page_on_record(draft: Draft, cells: Mapping[str, str]) -> dict[str, str] | None:
    """Find a page by its id, else by its address, else by outlet and day."""
    for name in ("source_id", "url"):
        if cells.get(name):
            return draft.find("sources", **{name: cells[name]})
    page = {name: cells.get(name, "") for name in ("outlet", "published")}
    return draft.find("sources", url="", **page)


def _speakers(draft: Draft, names: list[str], said: Addition) -> None:
    """Add the one speaker whose voice and side are given; others must be on record."""
    given = said.some(*SPEAKER)
    if not given:
        return
    new = [name for name in names if draft.find("speakers", speaker=name) is None]
    if len(new) > 1:
        expected = "one new speaker beside voice and side (others: an addition each, alone)"
        raise said.fault("attributed_to", "; ".join(new), expected)
    if new:
        blank = {"voice": "", "side": "", "note": ""}
        draft.insert("speakers", {"speaker": new[0]} | blank | given, said)
    elif not any(draft.find("speakers", speaker=name, **given) for name in names):
        name, cell = next(iter(given.items()))
        raise said.fault(name, cell, "what speakers.csv says of a speaker on record, or nothing")


def _report(draft: Draft, report: dict[str, str], said: Addition, added: Added) -> None:
    same = {name: cell for name, cell in report.items() if name != "report_id"}
    known = draft.find("reports", **same)
    if known is not None:
        added.repeated.append(f"report {known['report_id']}")
        return
    source = report["source_id"]
    numbers = [
        int(row["report_id"].rpartition("/")[2]) for row in draft.rows("reports", source_id=source)
    ]
    report["report_id"] = f"{source}/{max(numbers, default=0) + 1}"
    if report["corrects"]:  # a judgement on a superseded report changes nothing any more
        draft.remove("judgements", lambda row: row["report_id"] == report["corrects"])
    draft.insert("reports", report, said)
    added.reports.append(report["report_id"])


def _exchange(draft: Draft, report: Mapping[str, str] | None, said: Addition, added: Added) -> None:
    """Add an exchange, or change the cells that are said of one on record."""
    known = draft.find("exchanges", exchange_id=said.cells.get("exchange_id", ""))
    row = new_exchange(said, report) if known is None else known | exchange_cells(said)
    name = row["exchange_id"]
    same_id = draft.find("exchanges", exchange_id=name)
    if row == same_id:
        added.repeated.append(f"exchange {name}")
        return
    if known is None and same_id is not None:
        expected = f"{name} to change that exchange on record, or an id of its own for a second one"
        raise said.fault("exchange_id", "", expected)
    if known is None and not row["kind"]:
        raise said.fault("exchange_id", name, "an exchange of exchanges.csv, or a kind to add one")
    if known is not None:
        draft.remove("exchanges", lambda other: other["exchange_id"] == name)
    draft.insert("exchanges", row, said)


def _judge(draft: Draft, said: Addition, added: Added) -> None:
    """Add a judgement; one of the same action gives way to it, and every other to an exclusion."""
    row = judgement_cells(said)
    report, action = row["report_id"], row["action"]
    if draft.find("judgements", **row) is not None:
        added.repeated.append(f"judgement on {report}")
        return
    draft.remove(
        "judgements",
        lambda other: other["report_id"] == report and action in ("exclude", other["action"]),
    )
    draft.insert("judgements", row, said)
