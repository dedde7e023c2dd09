"""Official totals predicted by all other reports, and by what was published before them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from made_records import day, exchange, made_record, report

from analysis import vintage, window_bounds, without_reports
from analysis.audit.kept_totals import (
    keep_totals,
    kept_foreseen,
    kept_withheld,
    reports_key,
)
from analysis.audit.prediction_score import prediction_score
from analysis.audit.withheld import foreseen_totals, repeats, withheld_totals
from analysis.record.problems import RecordError
from analysis.story.predicted_totals import predictions_in_words, widest_predictions
from analysis.story.words import CHAIN

MEASURE = CHAIN["measure"]


def published(record, days):
    """The record with the day of publication of each report's page, each page once."""
    sources = record.sources.assign(
        published=[pd.NaT if number is None else day(number) for number in days]
    )
    return replace(record, sources=sources.drop_duplicates("source_id"))


def test_a_total_is_what_its_neighbours_and_the_counts_between_leave():
    record = made_record(
        [
            report(100, 0, 10),
            report(40, 20, 20),
            report(140, 0, 20),
            report(60, 30, 30),
            report(200, 0, 30),
        ],
        [exchange(20), exchange(30)],
    )
    table = withheld_totals(record, **CHAIN).set_index("value")
    # 200 less the 60 of day 30 leave 140 at most for day 20; 100 and the 40 at least.
    assert table.loc[140, ["low", "high", "misses_by", "withheld"]].tolist() == [140, 140, 0, 1]
    # Without the 100, the 40 of day 20 leave 100 for all days before.
    assert table.loc[100, ["low", "high"]].tolist() == [0, 100]
    assert table.loc[200, ["low", "high"]].tolist() == [200, np.inf]


def test_a_total_that_the_others_exclude_is_missed_by_the_persons():
    record = made_record(
        [report(100, 0, 10), report(30, 20, 20), report(150, 0, 20), report(130, 0, 25)]
    )
    table = withheld_totals(record, **CHAIN).set_index("value")
    assert table.loc[150, ["low", "high", "misses_by"]].tolist() == [130, 130, 20]


def test_everything_that_repeats_a_total_is_withheld_and_nothing_else():
    parts = {"said_by": "Ombudsman"}
    record = made_record(
        [
            report(140, 0, 20),
            report(140, 0, 28, end_earliest=20),
            report(140, 0, 22, bound="at_least"),
            report(140, 0, 21, group="military"),
            report(140, 0, 21, channel=""),
            report(100, 0, 24, group="military", report_id="parts/1", **parts),
            report(40, 0, 24, group="civilians", report_id="parts/2", **parts),
            report(140, 15, 24),  # a count of some days
            report(140, 20, 20),  # an exchange
            report(139, 0, 20),
            report(140, 0, 20, measure="returned_to_russia"),
        ]
    )
    record = published(record, [None] * len(record.sources))
    assert repeats(record, MEASURE, 140) == {
        *(f"page-{number}/1" for number in range(5)),
        "parts/1",
        "parts/2",
    }
    table = withheld_totals(record, **CHAIN).set_index("value")
    assert table.loc[140, ["reports", "withheld"]].tolist() == [2, 7]
    assert table.loc[140, ["earliest", "end"]].tolist() == [day(20), day(20)]


def test_a_corrected_report_does_not_come_back_with_its_correction_withheld():
    record = made_record(
        [report(900, 0, 20), report(140, 0, 20, corrects="page-0/1"), report(100, 0, 10)]
    )
    table = withheld_totals(record, **CHAIN).set_index("value")
    assert table.loc[140, ["low", "high"]].tolist() == [100, np.inf]


def test_only_what_one_of_the_sides_said_is_an_official_total():
    record = made_record(
        [
            report(100, 0, 10, said_by="Ministry"),
            report(120, 0, 12, said_by="Daily"),
            report(130, 0, 14, bound="at_least"),
            report(140, 0, 16, channel="any"),
            report(150, 0, 18, group="military"),
            report(160, 5, 20, scope="cumulative"),
        ]
    )
    speakers = pd.concat(
        [
            record.speakers,
            pd.DataFrame([{"speaker": "Daily", "voice": "Daily", "side": "other", "note": ""}]),
        ],
        ignore_index=True,
    )
    table = withheld_totals(replace(record, speakers=speakers), **CHAIN)
    assert table["value"].tolist() == [100]


def test_a_total_is_foreseen_by_what_was_out_before_it_and_the_counts_of_its_day():
    record = published(
        made_record(
            [
                report(100, 0, 10),  # known on day 11
                report(40, 20, 20),  # on day 20, with the total
                report(140, 0, 20),
                report(7, 15, 20),  # a period, on the same day: no count of an exchange
                report(30, 18, 18),  # told a day later
                report(141, 0, 25),  # on a page without a date
                report(140, 0, 19, channel="", bound="about"),  # the total itself, before
            ],
            [exchange(18), exchange(20)],
        ),
        [11, 20, 20, 20, 21, None, 19],
    )
    table = foreseen_totals(record, **CHAIN).set_index("value")
    assert table.index.tolist() == [100, 140]
    limits = ["before_low", "before_high", "low", "high", "misses_by", "above_low"]
    assert table.loc[140, limits].tolist() == [100, np.inf, 140, np.inf, 0, 0]
    assert table.loc[100, limits].tolist() == [0, np.inf, 0, np.inf, 0, 100]
    assert table.loc[140, "published"] == day(20)


def test_a_record_without_official_totals_gives_empty_tables():
    record = made_record([report(40, 20, 20)])
    for table in (withheld_totals(record, **CHAIN), foreseen_totals(record, **CHAIN)):
        assert table.empty
    assert "no official total" in predictions_in_words(record)
    assert keep_totals(record, **CHAIN) == []


# The record itself: another computation of the same answers, and a bar.


@pytest.mark.parametrize(("end", "value"), [("2023-08-07", 2598), ("2024-08-24", 3520)])
def test_a_withheld_total_of_the_record_by_hand(record, end, value):
    rows = record.reports
    same = (rows["measure"] == MEASURE) & (rows["value"] == value) & (rows["scope"] == "cumulative")
    others = without_reports(record, rows.loc[same, "report_id"])
    bounds = window_bounds(others, **CHAIN, start=record.counted_from, end=end)
    row = kept_withheld(record, **CHAIN).set_index("value").loc[value]
    assert row[["low", "high"]].tolist() == [bounds.low, bounds.high]


@pytest.mark.parametrize(("end", "value"), [("2023-08-07", 2598), ("2024-02-08", 3135)])
def test_a_foreseen_total_of_the_record_by_hand(record, end, value):
    """Both were announced on the day of their exchange, of 22 and of 100 persons."""
    before, on_day = vintage(record, pd.Timestamp(end) - pd.Timedelta(days=1)), vintage(record, end)
    new = ~on_day.reports["report_id"].isin(before.reports["report_id"])
    other = on_day.reports["scope"] != "event"
    counts = without_reports(on_day, on_day.reports.loc[new & other, "report_id"])
    row = kept_foreseen(record, **CHAIN).set_index("value").loc[value]
    for told, names in ((before, ["before_low", "before_high"]), (counts, ["low", "high"])):
        bounds = window_bounds(told, **CHAIN, start=record.counted_from, end=end)
        assert row[names].tolist() == [bounds.low, bounds.high]
    assert row["above_low"] == 0


def test_the_predictions_never_get_worse(record):
    """Totals of the time to the end of 2025, as predicted when this was first measured.

    The only one that the others exclude is 2,280 of 26 April 2023, on one page beside 2,279.
    """
    by = pd.Timestamp("2025-12-31")
    alone, ahead = kept_withheld(record, **CHAIN), kept_foreseen(record, **CHAIN)
    score = prediction_score(alone[alone["end"] <= by], ahead[ahead["published"] <= by])
    assert score.withheld - 1 <= score.inside and score.withheld >= 44
    assert score.certain >= 27 and score.width <= 0
    assert score.foreseen >= 38 and score.foreseen == score.allowed
    assert score.exact >= 27 and score.near >= 31
    assert score.exact / score.foreseen >= 27 / 38 and score.near / score.foreseen >= 31 / 38


def test_the_kept_tables_are_of_this_record(record):
    table = pd.read_csv(record.folder / "derived" / "withheld_totals.csv")
    assert set(table["reports_key"]) == {reports_key(record, tuple(CHAIN.values()))}, (
        "the reports changed: python -m analysis update withheld"
    )


def test_another_record_of_words_makes_the_kept_tables_stale(record):
    chain, words = tuple(CHAIN.values()), record.vocabulary
    unlinked = replace(record, vocabulary=replace(words, sums=()))
    assert reports_key(unlinked, chain) != reports_key(record, chain)
    told = record.reports.iloc[[0]].assign(report_id="x/1", measure=words.both_sides)
    mediated = replace(record, reports=pd.concat([record.reports, told], ignore_index=True))
    assert reports_key(mediated, chain) != reports_key(record, chain)


@pytest.mark.slow
def test_the_kept_tables_are_what_the_code_computes(record):
    for kept, compute in ((kept_withheld, withheld_totals), (kept_foreseen, foreseen_totals)):
        fresh = compute(record, **CHAIN, n_jobs=1)
        pd.testing.assert_frame_equal(kept(record, **CHAIN), fresh, check_dtype=False)


# Kept tables.


@pytest.fixture
def kept(tmp_path):
    record = published(made_record([report(100, 0, 10), report(140, 0, 20)]), [11, 21])
    return replace(record, folder=tmp_path)


def test_keeping_and_reading_gives_what_is_computed(kept):
    fresh = [read(kept, **CHAIN) for read in (kept_withheld, kept_foreseen)]
    assert np.isinf(fresh[0]["high"].iloc[-1])
    paths = keep_totals(kept, **CHAIN)
    assert [path.name for path in paths] == [
        "withheld_totals.csv",
        "withheld_totals_unjudged.csv",
        "foreseen_totals.csv",
        "foreseen_totals_unjudged.csv",
    ]
    again = replace(kept)  # told apart by the cache
    for computed, read in zip(fresh, (kept_withheld, kept_foreseen), strict=True):
        pd.testing.assert_frame_equal(read(again, **CHAIN), computed, check_dtype=False)
    assert keep_totals(again, **CHAIN) == []


def test_a_changed_report_makes_them_again_and_a_note_does_not(kept):
    keep_totals(kept, **CHAIN)
    noted = replace(kept, reports=kept.reports.assign(note="read again"))
    assert keep_totals(noted, **CHAIN) == []
    changed = replace(kept, reports=kept.reports.assign(value=kept.reports["value"] + 1))
    assert kept_withheld(changed, **CHAIN)["value"].tolist() == [101, 141]
    assert len(keep_totals(changed, **CHAIN)) == 4


def test_a_cut_table_is_named(kept):
    path = keep_totals(kept, **CHAIN)[0]
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    message = "withheld_totals.csv: found '1 rows', .*; python -m analysis update withheld writes"
    with pytest.raises(RecordError, match=message):
        kept_withheld(replace(kept), **CHAIN)


def test_without_judgements_a_judged_total_counts_as_it_was_printed():
    judgement = {"report_id": "page-1/1", "action": "exclude", "reason": "a misprint"}
    record = made_record(
        [report(100, 0, 10), report(190, 0, 20), report(140, 0, 30)], judgements=[judgement]
    )
    assert kept_withheld(record, **CHAIN)["value"].tolist() == [100, 140]
    raw = kept_withheld(record, **CHAIN, judged=False).set_index("value")
    assert raw["misses_by"].to_dict() == {100: 0, 190: 50, 140: -50}


# In words.


def test_the_words_name_what_was_missed(record):
    words = predictions_in_words(record)
    score = prediction_score(kept_withheld(record, **CHAIN), kept_foreseen(record, **CHAIN))
    assert f"{score.inside} of {score.withheld} official totals" in words
    raw = kept_withheld(record, **CHAIN, judged=False)
    assert f"{(raw['misses_by'] == 0).sum()} of {len(raw)} totals, those that are now" in words
    assert f"{score.allowed} of them could be true beside the pages published before" in words


def test_the_table_shows_the_widest_first_come_first(record):
    table = widest_predictions(record)
    assert 0 < len(table) <= 12
    assert table["as_of"].is_monotonic_increasing
    row = table.set_index("total").loc[5857]
    assert row["above"] == 100  # the 100 persons of the exchange that no page dates
