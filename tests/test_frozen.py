"""A record is never changed in silence: its tables refuse it, and what is made of them does not."""

import copy
import pickle
from dataclasses import FrozenInstanceError, replace

import pandas as pd
import pytest
from record_folders import SMALL

from analysis import Record, effective_reports, load_record, window_bounds
from analysis.record.schema import TABLES

CHAIN = {"measure": "returned_to_ukraine", "group": "all", "channel": "numbered"}


@pytest.fixture
def small() -> Record:
    return load_record(SMALL)


def set_item(table):
    table["value"] = 5


def set_attribute(table):
    table.value = 5


def set_columns(table):
    table.columns = range(len(table.columns))


def set_index(table):
    table.index = range(100, 100 + len(table))


def set_loc(table):
    table.loc[0, "value"] = 5


def set_loc_where(table):
    table.loc[table["value"] > 5, "value"] = 5


def set_loc_new_row(table):
    table.loc[len(table)] = table.loc[0]


def set_iloc(table):
    table.iloc[0, 5] = 5


def set_at(table):
    table.at[0, "value"] = 5


def set_iat(table):
    table.iat[0, 5] = 5


def delete_column(table):
    del table["value"]


CHANGES = [
    set_item,
    set_attribute,
    set_columns,
    set_index,
    set_loc,
    set_loc_where,
    set_loc_new_row,
    set_iloc,
    set_at,
    set_iat,
    delete_column,
    lambda table: table.pop("value"),
    lambda table: table.insert(0, "more", 1),
    lambda table: table.isetitem(5, 5),
    lambda table: table.update(pd.DataFrame({"value": [5]})),
    lambda table: table.__iadd__(1),
]


IN_PLACE = [
    ("drop", {"index": 0}),
    ("drop", {"columns": "value"}),
    ("rename", {"columns": {"value": "count"}}),
    ("sort_values", {"by": "value"}),
    ("sort_index", {"ascending": False}),
    ("fillna", {"value": {"exchange_no": 0}}),
    ("replace", {"to_replace": {"value": {50: 5}}}),
    ("where", {"cond": lambda table: table.isna()}),
    ("mask", {"cond": lambda table: table.notna()}),
    ("set_index", {"keys": "report_id"}),
    ("reset_index", {}),
    ("dropna", {}),
    ("drop_duplicates", {"subset": "value"}),
    ("query", {"expr": "value > 5"}),
    ("eval", {"expr": "value = value + 5"}),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_table_of_a_record_refuses_every_change_in_place(small, change):
    before = pd.DataFrame(small.reports)
    # A copy that shares the arrays, as caches hold them: pandas would copy them and then write.
    shared = small.reports[["value", "start"]]
    with pytest.raises(TypeError):
        change(small.reports)
    pd.testing.assert_frame_equal(pd.DataFrame(small.reports), before)
    assert shared["value"].equals(before["value"])


# Some methods lose the keyword in later versions of pandas.
@pytest.mark.filterwarnings("ignore:The inplace keyword")
@pytest.mark.parametrize(("method", "words"), IN_PLACE)
def test_no_method_changes_a_table_in_place(small, method, words):
    before = pd.DataFrame(small.reports)
    with pytest.raises((TypeError, ValueError)):  # eval gives the refusal in words of its own
        getattr(small.reports, method)(**words, **{"inplace": True})
    pd.testing.assert_frame_equal(pd.DataFrame(small.reports), before)


def test_every_table_refuses_and_no_table_is_replaced(small):
    for name in TABLES:
        with pytest.raises(TypeError, match="cannot be changed in place"):
            getattr(small, name).iloc[0, 0] = "other"
        with pytest.raises(FrozenInstanceError):
            setattr(small, name, getattr(small, name).copy())


def test_the_arrays_behind_a_table_are_not_written_either(small):
    with pytest.raises(ValueError):
        small.reports["end"].to_numpy()[0] = small.counted_from
    days = small.reports["end"]
    days.iloc[0] = small.counted_from  # a column taken from it is one's own
    assert small.reports["end"].iloc[0] != small.counted_from


def test_what_is_made_of_a_table_can_be_changed(small):
    for made in (
        small.reports.copy(),
        small.reports[small.reports["value"] > 5],
        small.reports[["value", "end"]],
        small.reports.assign(more=1),
        copy.copy(small.reports),
        effective_reports(small),
    ):
        assert type(made) is pd.DataFrame
        made["value"] = 5
        made.loc[made.index[0], "value"] = 6
        assert made["value"].iloc[0] == 6
    assert small.reports["value"].iloc[0] == 50


def test_a_changed_copy_makes_a_record_with_answers_of_its_own(small):
    window = {**CHAIN, "start": "2031-01-10", "end": "2031-01-10"}
    assert window_bounds(small, **window).low == 50
    reports = small.reports.copy()
    reports.loc[reports["end"] == "2031-01-10", "value"] = 70
    changed = replace(small, reports=reports, judgements=small.judgements.iloc[:0])
    reports["value"] = 1  # the record keeps what it was made of
    assert window_bounds(changed, **window).low == 70
    assert window_bounds(small, **window).low == 50


def test_a_record_that_was_sent_or_copied_is_as_frozen(small):
    for other in (pickle.loads(pickle.dumps(small)), copy.copy(small), copy.deepcopy(small)):
        pd.testing.assert_frame_equal(pd.DataFrame(other.reports), pd.DataFrame(small.reports))
        with pytest.raises(TypeError, match="cannot be changed in place"):
            other.reports.loc[0, "value"] = 5
