"""The second record: what its README says closes does close, and no quarrel passes in silence.

The numbers are those of ``data/armenia_azerbaijan/README.md``, which lists the totals that were
published, what the returns with a day add up to, and the contradictions.
"""

import csv
from math import inf

import pandas as pd
import pytest
from record_folders import ROOT, problems_of

from analysis import (
    Record,
    contradictions,
    exchange_events,
    load_record,
    unattainable_figures,
    window_bounds,
)
from analysis.bounds.statements import voices_of_sources
from analysis.record.loading import reports_in_force
from analysis.record.vocabulary import Series

FOLDER = ROOT / "data" / "armenia_azerbaijan"
TO_ARMENIA, TO_AZERBAIJAN = "returned_to_armenia", "returned_to_azerbaijan"
FIRST_DAY, LAST_DAY = "2020-11-10", "2026-01-15"


@pytest.fixture(scope="module")
def second() -> Record:
    return load_record(FOLDER)


def bounds(record, measure, start, end, channel="any", group="all"):
    found = window_bounds(
        record, measure=measure, group=group, channel=channel, start=start, end=end
    )
    return found.low, found.high


def test_it_is_valid_and_its_package_describes_it():
    assert problems_of(FOLDER) == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_its_package_passes_frictionless():
    from frictionless import validate

    assert validate(str(FOLDER / "datapackage.json")).valid


def test_exchanges_by_kind_and_definition(second):
    kinds = second.exchanges["kind"].value_counts().to_dict()
    assert kinds == {"exchange": 6, "one_sided": 19, "strayed": 7}
    events = {
        name: exchange_events(second, name, 0)["n_merged"].sum()
        for name in ("exchanges", "arranged", "all")
    }
    # the soldier of March 2024 has no day
    assert events == {"exchanges": 6, "arranged": 6 + 19, "all": 6 + 19 + 7 - 1}


@pytest.mark.parametrize(
    ("persons", "day"), [(53, "2020-12-23"), (57, "2020-12-28"), (67, "2021-02-09")]
)
def test_totals_of_everybody_close(second, persons, day):
    assert bounds(second, TO_ARMENIA, FIRST_DAY, day) == (persons, persons)


def dated_persons(record, measure, until=LAST_DAY):
    """Fewest persons of the days with a return, added up; returns that share a day at once."""
    windows = []
    for start, end in zip(record.exchanges["start"], record.exchanges["end"], strict=True):
        if windows and start <= windows[-1][1]:
            windows[-1][1] = max(end, windows[-1][1])
        elif end <= pd.Timestamp(until):
            windows.append([start, end])
    return sum(bounds(record, measure, *window)[0] for window in windows)


def test_what_has_a_day_adds_up(second):
    assert dated_persons(second, TO_ARMENIA) == 208
    assert dated_persons(second, TO_AZERBAIJAN) == 27


def test_what_the_totals_prove_beyond(second):
    assert bounds(second, TO_ARMENIA, FIRST_DAY, LAST_DAY) == (213, inf)
    assert bounds(second, TO_AZERBAIJAN, FIRST_DAY, LAST_DAY) == (29, inf)


@pytest.mark.parametrize(("persons", "day"), [(59, "2021-01-28"), (64, "2021-02-09")])
def test_the_armenian_count_closes_without_the_three_nobody_announced(second, persons, day):
    unannounced, _ = bounds(second, TO_ARMENIA, "2020-12-11", "2020-12-11")
    assert dated_persons(second, TO_ARMENIA, day) - unannounced == persons
    judged = reports_in_force(second).query("channel == 'armenian_count'")
    assert persons in judged["value"].tolist()


def test_the_year_of_the_government_closes_without_a_strayed_shepherd(second):
    year = "2022-01-01", "2022-12-31"
    assert bounds(second, TO_ARMENIA, *year, "armenian_count") == (31, 31)
    shepherd, _ = bounds(second, TO_ARMENIA, "2022-01-13", "2022-01-13", "strayed")
    assert bounds(second, TO_ARMENIA, *year)[0] - shepherd == 31


def test_the_difference_of_the_azerbaijani_totals_closes(second):
    value = second.reports.set_index("report_id")["value"]
    difference = value["vetensesi-2023-05-23/2"] - value["turan-2022-08-30/4"]
    assert difference == 181 - 159
    between, _ = bounds(second, TO_ARMENIA, "2022-08-31", "2023-05-23")
    assert between == difference == 5 + 17


def test_both_directions_are_the_sum_of_one_mediator(second):
    window = "2020-12-01", "2021-10-21"
    assert bounds(second, "returned_both", *window, "russian_count")[0] == 122
    parts = [
        bounds(second, way, *window, "russian_count")[0] for way in (TO_ARMENIA, TO_AZERBAIJAN)
    ]
    assert parts == [105, 17]


def test_two_bases_of_one_day_are_both_attained(second):
    day = "2020-12-14", "2020-12-14"
    assert bounds(second, TO_AZERBAIJAN, *day) == (14, 14)
    assert bounds(second, TO_AZERBAIJAN, *day, "russian_count") == (12, 12)


def test_parts_on_which_pages_differ_stay_apart(second):
    day = "2020-12-14", "2020-12-14"
    assert bounds(second, TO_ARMENIA, *day, "exchange", "military") == (28, 30)
    assert bounds(second, TO_ARMENIA, *day, "exchange", "civilians") == (14, 16)
    assert bounds(second, TO_ARMENIA, *day, "exchange") == (44, 44)


@pytest.mark.parametrize("day", ["2021-01-28", "2021-02-09"])
def test_the_exchanges_told_by_several_voices_are_not_bent(second, day):
    assert bounds(second, TO_ARMENIA, day, day) == (5, 5)
    assert bounds(second, TO_ARMENIA, day, day, "exchange") == (5, 5)
    assert bounds(second, TO_AZERBAIJAN, day, day, "exchange") == (1, 1)


def told_by_several(record):
    """Events of which two independent voices or more give one figure and nobody another."""
    reports, voices = reports_in_force(record), voices_of_sources(record)
    events = reports[(reports["scope"] == "event") & (reports["bound"] == "exact")]
    for series, said in events.groupby(["measure", "group", "channel", "start", "end"]):
        heard = frozenset().union(*(voices[source] for source in said["source_id"]))
        if len(heard) > 1 and said["value"].nunique() == 1:
            yield series, said["value"].iloc[0]


def test_no_event_told_by_several_voices_is_bent(second):
    told = list(told_by_several(second))
    assert len(told) > 15
    for (measure, group, channel, start, end), persons in told:
        low, high = bounds(second, measure, start, end, channel or "any", group)
        # a blank channel says that so many came at least
        assert low == persons and (not channel or high == persons), (measure, group, start)


def found(record, **series):
    """Sets of figures that contradict each other, with what became of each report."""
    series = {"group": "all", "channel": "exchange"} | series
    table = contradictions(record, **series)
    return [
        {(row.low, row.resolution) for row in rows.itertuples()} for _, rows in table.groupby("set")
    ]


def test_contradictions_of_one_series_are_found(second):
    # by their numbers in the README: 1 (12 or 14), 2 (30 or 28), 4 (third exchange), 7 (ten)
    assert {(12, "judged"), (14, "stands")} in found(second, measure=TO_AZERBAIJAN)
    soldiers = found(second, measure=TO_ARMENIA, group="military")
    assert any({28, 30} == {figure for figure, _ in said} for said in soldiers)
    exchanges = contradictions(second, measure="exchanges", group="all", channel="exchange")
    assert exchanges["report_id"].tolist()[0] == "yerepouni-2021-02-10/2"
    ten = found(second, measure=TO_ARMENIA, group="military", channel="one_sided")
    assert {(11, "judged"), (10, "stands")} in ten


@pytest.mark.parametrize(
    ("report", "said"),
    [
        ("ocmedia-2021-07/2", "12 June"),  # 5
        ("ocmedia-2021-09-08/1", "night"),  # 6
        ("armradio-2021-12-30/1", "29 December"),  # 7
        ("hyetert-2021-11-12/1", "cannot be"),  # 10
        ("hyetert-2021-11-12/2", "cannot be"),
        ("zartonk-2025-10-16/1", "33"),  # 11
        ("nashvernisazh-2026-01/1", "33"),
    ],
)
def test_contradictions_of_days_and_of_people_held_are_judged(second, report, said):
    reason = second.judgements.set_index("report_id")["reason"]
    assert said in reason[report]


@pytest.mark.parametrize("measure", [TO_ARMENIA, TO_AZERBAIJAN, "returned_both"])
def test_every_figure_in_force_of_those_returned_can_be_true(second, measure):
    assert unattainable_figures(second, measure=measure).empty


def test_people_held_by_two_accounts_of_one_statement(second):
    # 8: five (two soldiers, three civilians) or seven (five and two), by page
    reports = second.reports[second.reports["measure"] == "held_by_azerbaijan"]
    by_page = {
        source: dict(zip(said["group"], said["value"], strict=True))
        for source, said in reports.groupby("source_id")
    }
    assert by_page["kavkazuzel-2021-01"] == {"military": 5, "civilians": 2}
    assert by_page["yenixeber-2021-01"] == {"all": 5, "military": 2, "civilians": 3}


def test_those_not_acknowledged_are_related_to_nobody_else(second):
    words = second.vocabulary
    others = [group for group in words.groups if group != "not_acknowledged"]
    for group in others:
        assert not words.group_within("not_acknowledged", group)
        assert not words.group_within(group, "not_acknowledged")


def test_a_blank_channel_bounds_everything_from_below_only(second):
    words = second.vocabulary
    assert words.chain == ""
    for channel in words.channels:
        blank = Series(TO_ARMENIA, "all", "")
        series = Series(TO_ARMENIA, "all", channel)
        assert words.within(blank, series) == (channel == "any")
        assert not words.within(series, blank)


def test_the_check_against_the_pages_is_of_this_record(second):
    with (ROOT / "data" / "audit" / "second_record_sample.csv").open(encoding="utf-8") as file:
        checked = list(csv.DictReader(file))
    assert len(checked) >= 40
    assert {row["report_id"] for row in checked} <= {*second.reports["report_id"]}
    verdicts = [row["verdict"] for row in checked]
    assert {*verdicts} <= {"correct", "minor", "wrong", "page not found"}
    # as the README gives them
    assert [verdicts.count(word) for word in ("correct", "minor", "page not found")] == [35, 2, 5]
