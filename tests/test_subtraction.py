"""What a group's totals leave for exchanges without a published split, and the 755."""

import pytest

from analysis import window_bounds
from analysis.audit.implied import without_reports
from analysis.groups.subtraction import spans_between_totals, unsplit_exchanges
from analysis.groups.withdrawn import as_first_published, compare_readings, withdrawn_figures
from analysis.story.returned import group_totals, who_returned_in_words

GUARD = {"measure": "returned_to_ukraine", "group": "national_guard", "channel": "numbered"}


@pytest.fixture(scope="module")
def spans(record):
    return spans_between_totals(record, **GUARD)


@pytest.fixture(scope="module")
def first(record):
    return withdrawn_figures(record).loc[0, "withdrawn"]


def test_the_totals_of_the_guard_are_the_published_ones(record):
    # Ukrainska Pravda, 5 November 2022; ungvar.in.ua, 27 April 2023; Ukrainska Pravda, 25 July
    # 2024 (the correction); Interfax-Ukraine, 27 December 2024.
    totals = group_totals(record)
    days = totals["as_of"].dt.strftime("%Y-%m-%d")
    published = {"2022-11-05": 268, "2023-04-27": 428, "2024-07-25": 755, "2024-12-27": 936}
    assert published.items() <= dict(zip(days, totals["returned"], strict=True)).items()
    # 268 of 1,138 and 428 of 2,279: both totals of everybody were published for these days, and
    # the figures disputed in April 2023 leave the second open by one.
    assert totals["all_low"].tolist()[:2] == [1138, 2279]
    assert totals["all_high"].tolist()[:2] == [1138, 2280]


def test_spans_close_on_their_totals_and_follow_each_other(record, spans):
    known = spans[spans["report_id"] != ""]
    # 25 or 27 of 7 March 2023, and one too few between the last two totals: equal repairs.
    said = known["total"].diff().fillna(known["total"])
    assert said.cumsum().tolist() == group_totals(record)["returned"].tolist()
    assert ((known["low"] <= said) & (said <= known["high"])).all()
    past = known[known["end"] <= "2024-12-27"]
    assert (past["high"] - past["low"]).max() <= 3
    assert (known["low"] - known["counted"] == known["left_low"]).all()
    assert known["url"].str.startswith("https://").all()
    one_day = (spans["start"].shift(-1) - spans["end"]).dropna().dt.days
    assert (one_day == 1).all()
    assert spans["start"].iloc[0] == record.counted_from
    assert spans["end"].iloc[-1] == record.complete_through
    held = record.exchanges[
        record.exchanges["kind"].isin(["numbered", "stage"]) & record.exchanges["number"].notna()
    ]
    assert spans[["splits", "unsplit"]].to_numpy().sum() >= len(
        held[held["end"] <= record.complete_through]
    )


def test_what_a_span_leaves_is_the_slow_subtraction(record, spans):
    from analysis import effective_reports

    reports = effective_reports(record)
    span = spans[spans["end"] == "2024-12-27"].iloc[0]
    counts = reports[
        (reports["status"] == "used")
        & (reports["group"] == "national_guard")
        & (reports["scope"] == "event")
        & reports["start"].between(span["start"], span["end"])
    ]
    counted = counts.groupby("start")["value"].unique()
    assert [list(figures) for figures in counted] == [[89], [15], [38], [38]]
    # 936 - 755 - 180 is one person: it returned uncounted, or one of the figures is wrong by one.
    assert (span["left_low"], span["left_high"]) == (0, 1)
    assert 936 - 755 - (89 + 15 + 38 + 38) == 1


def test_guardsmen_of_18_october_2024_by_subtraction(record):
    # 936 - 755 - 89 - 15 - 38 = 39 where one page counts 38.
    day = {"start": "2024-10-18", "end": "2024-10-18"}
    stated = record.reports[
        (record.reports["group"] == "national_guard") & (record.reports["end"] == "2024-10-18")
    ]
    assert stated["value"].tolist() == [38]
    alone = window_bounds(without_reports(record, stated["report_id"]), **GUARD, **day)
    assert alone.high == 39


def test_unsplit_exchanges_hold_what_the_linked_model_leaves(record, spans):
    rows = unsplit_exchanges(record, **GUARD)
    assert (rows["low"] <= rows["high"]).all()
    assert (rows["high"] <= rows["all_high"]).all()
    assert len(rows) == spans["unsplit"].sum()
    for span in spans.itertuples():
        inside = rows[(rows["start"] >= span.start) & (rows["end"] <= span.end)]
        assert (inside["high"] <= span.left_high).all()
        assert inside["high"].sum() >= min(span.left_low, inside["high"].sum())
    single = [
        window_bounds(record, **GUARD, start=start, end=end).high
        for start, end in zip(rows["start"], rows["end"], strict=True)
    ]
    assert (rows["high"] <= single).all()
    assert (rows["high"] == single).all()  # one engine


def test_one_figure_was_withdrawn_and_its_copies_are_known(record):
    row = withdrawn_figures(record).iloc[0]
    assert (row["first_measure"], row["measure"]) == ("held_by_russia", "returned_to_ukraine")
    assert (row["first_value"], row["value"]) == (755, 755)
    held = record.reports[(record.reports["value"] == 755) & (record.reports["scope"] == "stock")]
    assert row["repeats"] == len(held) - 1 > 0


def test_the_first_reading_leaves_the_chain_without_its_total(record, first):
    held = as_first_published(record, first)
    assert not ((held.reports["value"] == 755) & (held.reports["scope"] == "cumulative")).any()
    from analysis import effective_reports

    reports = effective_reports(held)
    counted = reports[(reports["value"] == 755) & (reports["measure"] == "held_by_russia")]
    assert set(counted["status"]) == {"used"}
    assert len(record.reports) - len(held.reports) == 2  # the correction, and a founding document


def test_the_later_total_brackets_the_one_that_was_corrected(record, first):
    readings = compare_readings(record, first, channel="numbered").set_index("reading")
    # One person too few between 755 and 936: one of the two, or of two counts, gives way.
    assert readings.loc["as corrected", ["low", "high"]].tolist() == [755, 756]
    # 428 and what was counted after it from below; 936 less what was counted before it from above.
    from_below = 428 + 45 + 29 + 10 + 55 + 56 + 49 + 21 + 32 + 21
    from_above = 936 - (89 + 15 + 38 + 38)
    assert readings.loc["as first published", ["low", "high"]].tolist() == [from_below, from_above]
    assert readings["inside"].all()
    alone = readings.loc["as first published, without later totals"]
    assert alone["low"] == from_below
    assert alone["high"] > from_above  # only the later total limits it from above


def test_a_report_that_was_not_withdrawn_is_refused(record):
    with pytest.raises(ValueError, match="no report corrects 'founding-001/1'"):
        as_first_published(record, "founding-001/1")


def test_the_answer_in_words_holds_the_computed_numbers(record):
    words = who_returned_in_words(record)
    for number in ("113 of the 268", "153 to 155 returned", "746 to 756 National Guardsmen"):
        assert number in words
    last = group_totals(record).iloc[-1]
    assert f"By {last['as_of']:%Y-%m-%d}, {last['returned']:,} National Guardsmen" in words
