"""Where each report was read."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.record.loading import Record


def addresses(record: Record) -> dict[str, str]:
    """Address of the page of each report, by report id; "" where it has no public one."""
    url_of = dict(zip(record.sources["source_id"], record.sources["url"], strict=True))
    reports = record.reports
    return {
        name: url_of[source]
        for name, source in zip(reports["report_id"], reports["source_id"], strict=True)
    }


def address_cells(address_of: dict[str, str], reports: Iterable[str]) -> dict[str, str]:
    """Ids of all reports of a claim and their addresses, in the same order, joined by "; ".

    A sum of the parts that one page gives names all of them; what is no report (a dated exchange)
    has no address.
    """
    names = [part for name in reports for part in name.split(" + ")]
    return {
        "report_ids": "; ".join(names),
        "urls": "; ".join(address_of.get(name, "") for name in names),
    }
