"""Figures that are right and easily misread: each line of the audit that no contradiction shows."""

import pytest

from analysis import contradictions, linked_contradictions, load_record, window_bounds
from analysis.audit.contradictions import conflict_summary
from analysis.audit.implied import undated_exchanges, undated_persons
from analysis.audit.loose_spans import loose_spans
from analysis.audit.misread_counts import one_sided_exchanges, published_parts
from analysis.audit.overview import documents
from analysis.audit.published_totals import published_totals, stale_totals, wider_totals

RETURNED = {"measure": "returned_to_ukraine", "channel": "numbered"}


@pytest.fixture(scope="module")
def parts(record):
    return published_parts(record).set_index("exchange_id")


@pytest.mark.parametrize(
    ("exchange", "figures"),
    [
        # 12 returned; the 9 of some pages leaves the civilians out
        ("2022-11-26", {"all": "12", "military": "9", "civilians": "3"}),
        # 12 in an exchange; the 5 of other pages are its wounded
        ("2023-04-03", {"all": "12", "military": "10", "civilians": "2", "wounded": "5"}),
        # 14 April 2022 holds two exchanges
        ("2022-04-14", {"all": "30", "military": "22", "civilians": "8"}),
        ("2022-04-14-local", {"all": "5"}),
        # 84 prisoners of war, or 33 soldiers and 51 civilians
        ("2025-08-14", {"all": "84", "military": "33; 84", "civilians": "≥ 50; 51"}),
        ("2022-11-23", {"all": "36", "military": "35", "civilians": "1"}),
    ],
)
def test_parts_stand_beside_the_whole(parts, exchange, figures):
    assert parts.loc[exchange, list(figures)].to_dict() == figures


def test_civilians_of_2024_were_still_counted_in_2025(record):
    found = stale_totals(record, group="civilians", **RETURNED)
    old = found[found["total"] == "168"]
    assert len(old) and (old["range_low"] > 168).all()
    # 168 on 17 September 2024 and still on 6 February 2025: the day of its own is long past
    assert (old["days_old"] > 0).all() and (old["held_until"] < old["said"]).all()


def test_totals_above_the_chain_are_judged_or_of_more_channels(record):
    found = wider_totals(record, measure="returned_to_ukraine")
    by_day = found.set_index(["total", "said"])
    for total, day, outcome in (
        ("3,935", "2024-12-08", "judged"),
        ("≥ 5,000", "2025-04-20", "judged"),
        ("≥ 6,000", "2025-05-29", "judged"),
        ("≥ 7,000", "2025-09-19", "counts more channels"),
        ("≥ 7,000", "2025-10-02", "counts more channels"),
    ):
        assert by_day.loc[(total, day), "outcome"] == outcome
    assert set(found.loc[found["total"] == "≥ 7,000", "channel"]) == {""}
    assert (found["above"] > 0).all()
    assert (found["outcome"].eq("judged") == found["reason"].ne("")).all()


def test_an_exchange_that_one_side_did_not_count_is_named(record):
    found = one_sided_exchanges(record).set_index("exchange_id")
    assert found.loc["2024-09-13", ["russia", "mediators"]].tolist() == [0, ""]
    assert found.loc["2024-09-13", "ukraine"] > 0
    assert "2024-09-14" not in found.index


def test_fewer_of_the_whole_ministry_than_guardsmen_alone_is_named_and_judged(record):
    # 755 guardsmen by 25 July 2024; 699 of the whole Interior Ministry by 16 August
    guard = {"measure": "returned_to_ukraine", "group": "national_guard", "channel": "numbered"}
    found = conflict_summary(contradictions(record, **guard)).set_index("claims")
    assert found.loc["755; ≤ 699", ["misses_by", "outcome"]].tolist() == [56, "judged"]
    ministry = window_bounds(
        record, **guard | {"group": "interior_ministry"}, start="2022-02-24", end="2024-08-16"
    )
    assert ministry.low >= 755


def test_two_totals_of_one_day_are_held_against_the_record(record):
    # 2,340 on one page, 2,430 on all others, by 25 May 2023
    totals = published_totals(record, group="all", **RETURNED)
    totals = totals[totals["end"] == "2023-05-25"].set_index("value")
    columns = ["range_low", "misses_by", "verdict"]
    assert totals.loc[2340, columns].tolist() == [2430, -90, "judged"]
    assert totals.loc[2430, columns].tolist() == [2430, 0, "fits"]


def test_persons_and_an_exchange_that_no_page_dates_lie_between_totals(record):
    persons = undated_persons(record, "returned_to_ukraine", "all", "numbered").set_index("undated")
    assert f"{persons.loc[36, 'start']:%Y-%m-%d}" == "2022-02-24"
    assert f"{persons.loc[36, 'end']:%Y-%m-%d}" == "2022-09-22"
    # the 66th, between 25 May and 28 July 2025, with 100 persons
    exchanges = undated_exchanges(record).set_index("end")
    assert exchanges.loc["2025-07-28", ["dated", "missing"]].tolist() == [0, 1]
    spans = loose_spans(record, group="all", **RETURNED).set_index("cause")
    assert spans.loc["exchange no. 66: no page gives its day", "width"] == 100


def test_figures_of_17_october_2022_contradict_each_other_across_groups(record):
    found = linked_contradictions(record, measure="returned_to_russia")
    figures = found[found["end"] == "2022-10-17"]
    said = dict(zip(figures["group"], figures["low"], strict=True))
    assert said.keys() == {"civilians", "military", "all"}
    assert (said["civilians"], said["all"]) == (72, 110) and said["military"] + 72 < 110


def test_a_document_speaks_for_the_sides_it_credits():
    rows = documents(load_record("tests/data/small_record"))
    assert rows["speaking"].tolist() == [*["Ukraine"] * 4, "Russia", "nobody named"]
