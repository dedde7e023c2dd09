"""Persons of each event beside the gaps around it."""

import numpy as np
import pytest
from scipy import stats

from analysis import exchange_events
from analysis.events.batches import batch_table, batches
from analysis.events.events import counted_exchanges
from analysis.series.exchange_counts import exchange_table


@pytest.mark.parametrize("definition", ["numbered", "announced"])
@pytest.mark.parametrize("merge_days", [0, 1, 5])
def test_no_person_is_lost_or_counted_twice(record, definition, merge_days):
    table = batches(record, definition, merge_days)
    rows = counted_exchanges(record, definition)
    rows = rows[(rows["end"] - rows["start"]).dt.days <= 7]
    best = exchange_table(record).loc[rows.index, "to_ukraine_best"]
    assert table["persons"].sum() == best.sum()
    assert len(table) == len(exchange_events(record, definition, merge_days))


def test_gaps_before_and_after_are_the_same_gaps(record):
    table = batches(record, "announced", 1)
    assert table["gap_before"].iloc[1:].tolist() == table["gap_after"].iloc[:-1].tolist()
    slow = [(b - a).days for a, b in zip(table["end"], table["start"].iloc[1:], strict=False)]
    assert table["gap_after"].iloc[:-1].tolist() == slow


def test_three_days_of_one_deal_are_one_batch(record):
    # 23 to 25 May 2025: 390, 307 and 303 each way, 1,000 in all.
    table = batches(record, "announced", 1)
    assert table.set_index("start").loc["2025-05-23", "persons"] == 1000


def test_withheld_counts_are_told_apart(record):
    table = batches(record, "announced", 1)
    shared = table[table["shared"] > 0]
    assert shared["start"].between("2025-06-09", "2025-07-04").all()
    assert len(shared) == 6


@pytest.mark.slow
def test_correlations_do_not_depend_on_the_seed_beyond_their_error(record):
    first, second = (batch_table(record, 1, 499, np.random.default_rng(seed)) for seed in (1, 2))
    assert first["rank_correlation"].tolist() == second["rank_correlation"].tolist()
    spread = np.sqrt(first["pvalue"] * (1 - first["pvalue"]) / 499)
    assert ((first["pvalue"] - second["pvalue"]).abs() <= 4 * np.sqrt(2) * spread + 0.005).all()


def test_events_without_persons_are_left_out_with_their_gap(conflict):
    table = batches(conflict, "official", 1)
    known = table.dropna(subset=["persons", "gap_before"])
    assert 0 < len(known) < len(table) - 1
    found = batch_table(conflict, 1, 99, np.random.default_rng(1)).iloc[0]
    assert found["pairs"] == len(known)
    slow = stats.spearmanr(known["persons"], known["gap_before"]).statistic
    assert found["rank_correlation"] == pytest.approx(slow)


@pytest.mark.slow
def test_correlations_are_spearmans(record):
    found = batch_table(record, 1, 99, np.random.default_rng(1))
    for row in found.itertuples():
        table = batches(record, row.definition, 1).dropna(subset=["persons", f"gap_{row.gap}"])
        slow = stats.spearmanr(table["persons"], table[f"gap_{row.gap}"]).statistic
        assert row.rank_correlation == pytest.approx(slow)
