"""Every table of the library on any valid record: an answer, or one line that says what lacks."""

import pytest
from record_folders import FILES, ROOT

from analysis import load_record
from analysis.audit import (
    contradictions,
    implied,
    loose_spans,
    misread_counts,
    overview,
    published_totals,
    unattainable,
)
from analysis.cli import main
from analysis.groups import closure, composition, held, packages, subtraction, symmetry, withdrawn
from analysis.series.dated import dated_series
from analysis.series.derived import derived_tables
from analysis.series.exchange_counts import counts_by_exchange

OF_A_RECORD = (
    implied.undated_exchanges,
    misread_counts.published_parts,
    misread_counts.one_sided_exchanges,
    overview.record_size,
    overview.reports_by_measure,
    overview.documents_by_month,
    overview.documents_by_voice,
    packages.package_rounds,
    packages.package_readings,
    packages.promise_to_delivery,
    packages.parcel_mentions,
    symmetry.side_figures,
    withdrawn.withdrawn_figures,
    derived_tables,
)
OF_A_MEASURE = (
    contradictions.linked_contradictions,
    unattainable.unattainable_figures,
    implied.bounds_by_channel,
    implied.possible_readings,
    published_totals.wider_totals,
    closure.services_of_exchanges,
)
OF_A_SERIES = (
    contradictions.contradictions,
    loose_spans.loose_spans,
    published_totals.published_totals,
    published_totals.stale_totals,
    subtraction.spans_between_totals,
    subtraction.unsplit_exchanges,
)
OF_A_STOCK = (held.held_figures, held.captures_left, held.stock_changes)


@pytest.fixture(scope="module", params=["second", "simulated", "started", "empty"])
def folder(request, tmp_path_factory):
    if request.param == "second":
        return ROOT / "data" / "armenia_azerbaijan"
    if request.param == "simulated":
        return ROOT / "tests" / "data" / "simulated_conflict"
    folder = tmp_path_factory.mktemp("any") / "record"
    assert main(["init", str(folder)]) == 0
    if request.param == "empty":
        for name in FILES:
            head = (folder / name).read_text(encoding="utf-8").partition("\n")[0]
            (folder / name).write_text(f"{head}\n", encoding="utf-8")
    return folder


def test_every_table_answers(folder):
    record = load_record(folder)
    words = record.vocabulary
    for table in OF_A_RECORD:
        table(record)
    for measure in words.returns:
        for table in OF_A_MEASURE:
            table(record, measure=measure)
        composition.group_by_exchange(record, measure=measure, group="all")
        for channel in words.single_channels:
            for table in OF_A_SERIES:
                table(record, measure=measure, group="all", channel=channel)
    for measure in words.stocks:
        for table in OF_A_STOCK:
            table(record, measure=measure)
    for measure in words.of_exchanges:
        counts_by_exchange(record, measure=measure, group="all")
        for channel in words.channels:
            series = {"measure": measure, "group": "all", "channel": channel}
            days = dated_series(record, **series, freq="D")
            assert (days["cumulative_low"] <= days["cumulative_best"]).all()
            assert (days["cumulative_best"] <= days["cumulative_high"]).all()
    balance = symmetry.balance_summary(symmetry.exchange_balance(record))
    assert balance["exchanges"].sum() <= len(record.exchanges)


@pytest.mark.parametrize(
    "call",
    ["validate", "series", "series --freq D", "bounds --start FIRST --end LAST --why",
     "check --value 30 --end LAST", "contradictions", "contradictions --linked",
     "contradictions --unattainable", "pauses"],
)  # fmt: skip
def test_every_command_answers(folder, call, capsys):
    record = load_record(folder)
    days = {"FIRST": record.counted_from, "LAST": record.complete_through}
    words = [f"{days[word]:%Y-%m-%d}" if word in days else word for word in call.split()]
    assert main([*words, "--data", str(folder)]) == 0
    assert capsys.readouterr().out
