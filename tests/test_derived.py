"""The committed tables for people who never run Python are what the code writes."""

import pytest
from record_folders import RECORD

from analysis.series.derived import derived_tables, write_derived
from analysis.series.exchange_counts import exchange_table

FOLDER = RECORD / "derived"


@pytest.fixture(scope="module")
def tables(record):
    return derived_tables(record)


def test_the_committed_tables_are_current(tables):
    committed = {path.name: path.read_bytes().decode() for path in FOLDER.iterdir()}
    # Kept because they take long to compute, and tested with what computes them.
    kept = {"pause_choices.csv"}
    for name in ("withheld_totals", "foreseen_totals"):
        kept |= {f"{name}.csv", f"{name}_unjudged.csv"}
    assert committed.keys() - kept == tables.keys()
    stale = [name for name, text in tables.items() if committed[name] != text]
    assert stale == [], "run: make figures"


def test_files_are_replaced_whole(tables, record, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "analysis.series.derived.derived_tables", lambda record: {"a.csv": "x\n1\n"}
    )
    assert [path.name for path in write_derived(record, tmp_path / "new")] == ["a.csv"]
    assert (tmp_path / "new" / "a.csv").read_text() == "x\n1\n"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.csv"]


def test_months_add_up_to_days(record):
    from analysis import dated_series

    series = {"measure": "returned_to_ukraine", "group": "all", "channel": "numbered"}
    days = dated_series(record, **series, freq="D")
    months = dated_series(record, **series, freq="MS")
    month = days["start"].dt.to_period("M")
    held = (days["best"].fillna(0) + days["undated"]).groupby(month).sum()
    whole = months["best"].fillna(0) + months["undated"]
    assert held.tolist() == whole.tolist()
    # A month can know more than its days: what they leave undated may be certain within it.
    assert (months["low"].to_numpy() >= days.groupby(month)["low"].sum().to_numpy()).all()
    known = months[months["best"].notna()]
    # of one combined exchange, of October 2025, only the whole is published
    past = months[months["end"] <= "2026-02-28"]
    assert past["best"].isna().sum() <= 1
    assert (known["low"] <= known["best"]).all()
    assert (known["best"] <= known["high"]).all()


def test_every_exchange_has_a_row_and_nothing_provisional_is_counted(record):
    table = exchange_table(record)
    assert table["exchange_id"].tolist() == record.exchanges["exchange_id"].tolist()
    later = table[table["provisional"]]
    assert (later["start"] > record.complete_through).all()
    assert (later["to_ukraine_status"] == "").all()
    known = table[table["to_ukraine_best"].notna()]
    assert (known["to_ukraine_low"] <= known["to_ukraine_best"]).all()
    assert (known["to_ukraine_best"] <= known["to_ukraine_high"]).all()
