import analysis
from analysis.events.cadence_by_counting import cadence_specifications


def test_wider_windows_and_narrower_definitions_leave_fewer_events(record):
    table = cadence_specifications(record, merge_windows=range(0, 15, 7))
    assert table.index.names == ["definition", "merge_days"]
    assert len(table) == 9
    events = table["n_events"].unstack()
    assert (events.diff(axis=1).dropna(axis=1) <= 0).all(axis=None)
    assert (events.loc["numbered"] <= events.loc["announced"]).all()
    assert (events.loc["announced"] <= events.loc["all"]).all()


def test_founding_pause_is_the_longest_gap_whatever_the_choice(record):
    table = cadence_specifications(record, merge_windows=[0, 14])
    assert (table["longest_gap"] == 149).all()  # 7 August 2023 to 3 January 2024


def test_a_row_is_what_the_single_functions_say(record):
    row = cadence_specifications(record, merge_windows=[3]).loc[("announced", 3)]
    events = analysis.exchange_events(record, "announced", 3)
    gaps = analysis.event_gaps(events, record.complete_through)
    days = gaps.loc[~gaps["censored"], "days"]
    found = analysis.dispersion(days, merge_days=3)
    assert row["n_events"] == len(events)
    assert row["mean_gap"] == days.mean()
    assert row["local_variation"] == float(found.local_variation)
    assert row["cv_verdict"] == found.cv.verdict
    assert row["open_gap"] == (record.complete_through - events["end"].iloc[-1]).days
