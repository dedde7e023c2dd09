"""Verdicts over all choices: what is stored is what is computed, and tables count it right."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from record_folders import DEFINITIONS

from analysis import specification_curve
from analysis.events.cadence_by_counting import changes_by_counting
from analysis.events.events import FALSE_ALARM, MERGE_WINDOWS
from analysis.events.notable_pauses import notable_pauses
from analysis.events.verdicts_by_counting import LEVEL, pause_choices, verdict_table
from analysis.record.problems import RecordError
from analysis.story.moved_verdicts import history_verdicts, turning_choices
from analysis.story.sanity_checks import stored_verdicts_check
from analysis.trust.runs import (
    all_pause_choices,
    choices_file,
    exchanges_key,
    store_pause_choices,
)

KEYS = ["pause", "definition", "merge_days", "test", "model", "null"]


@pytest.fixture(scope="module")
def curve(record):
    return all_pause_choices(record)


def test_the_stored_verdicts_belong_to_this_record(record):
    stored = pd.read_csv(choices_file(record))
    assert set(stored["exchanges_key"]) == {exchanges_key(record)}, (
        "run: python -m analysis simulate choices"
    )


def test_stored_verdicts_are_what_the_code_computes(record, curve):
    # The laws averaged take minutes: all other verdicts at three merge windows.
    fresh = specification_curve(
        record,
        inside={pause.name: pause.inside for pause in notable_pauses(record)},
        definitions=DEFINITIONS,
        merge_windows=[0, 1, 9],
        tests=["longest_discrete", "single"],
        nulls=["whole", "before", "regime"],
        models=["exponential"],
        edges="own",
    )
    pairs = fresh.merge(curve, on=KEYS, suffixes=("", "_stored"), how="left")
    assert len(pairs) == len(fresh)
    assert (pairs["days"] == pairs["days_stored"]).all()
    np.testing.assert_allclose(pairs["pvalue"], pairs["pvalue_stored"], rtol=1e-5)
    assert stored_verdicts_check(record, fresh)["holds"].all()
    wrong = fresh.assign(pvalue=fresh["pvalue"] * 1.01)
    assert not stored_verdicts_check(record, wrong)["holds"].any()


def test_an_averaged_verdict_is_what_the_code_computes(record, curve):
    pause = notable_pauses(record)[0]
    fresh = specification_curve(
        record,
        inside={pause.name: pause.inside},
        definitions=["announced"],
        merge_windows=[1],
        tests=["single"],
        nulls=["whole"],
        models=["average"],
    )
    pair = fresh.merge(curve, on=KEYS, suffixes=("", "_stored"))
    assert pair["pvalue"].item() == pytest.approx(pair["pvalue_stored"].item(), rel=1e-5)


def test_the_curve_holds_every_way(record, curve):
    assert set(curve["merge_days"]) == set(MERGE_WINDOWS)
    # a longest-gap test and a single-gap test under two laws, three nulls, 45 ways of counting
    assert (curve.groupby("pause").size() == 3 * 3 * 45).all()
    # within a stretch only where a way of counting shows one by itself
    changed = changes_by_counting(record, MERGE_WINDOWS, FALSE_ALARM)["changes"] > 0
    regime = curve[(curve["null"] == "regime") & (curve["test"] == "longest_discrete")]
    for (definition, merge_days), rows in regime.groupby(["definition", "merge_days"]):
        if not changed[definition, merge_days]:
            assert rows["pvalue"].isna().all()
    assert regime["pvalue"].notna().any()
    assert curve.loc[curve["pvalue"].notna(), "pvalue"].between(0, 1).all()


def test_another_record_is_not_given_the_stored_verdicts(record, tmp_path):
    rows = record.exchanges
    fewer = replace(record, exchanges=rows.iloc[1:])
    assert exchanges_key(fewer) != exchanges_key(record)
    same = replace(record, reports=record.reports.iloc[:10])
    assert exchanges_key(same) == exchanges_key(record)
    late = record.complete_through + pd.Timedelta(days=1)
    provisional = rows.iloc[:1].assign(start=late, end=late)
    more = replace(record, exchanges=pd.concat([rows, provisional], ignore_index=True))
    assert exchanges_key(more) == exchanges_key(record)


@pytest.fixture
def few_choices(conflict, tmp_path, monkeypatch):
    """A record in a folder of its own, and few enough choices to compute all."""
    monkeypatch.setattr("analysis.events.verdicts_by_counting.MODELS", ("exponential",))
    monkeypatch.setattr("analysis.trust.runs.MERGE_WINDOWS", (0, 2))
    return replace(conflict, folder=tmp_path)


@pytest.mark.slow
def test_storing_and_reading_gives_what_is_computed(few_choices):
    record, again = few_choices, replace(few_choices)  # told apart by the cache
    computed = all_pause_choices(record)
    told = []
    path = choices_file(record)
    assert store_pause_choices(record, path, 1, lambda *done: told.append(done)) == path
    assert told == [(1, 2), (2, 2)]
    assert [path.name for path in path.parent.iterdir()] == ["pause_choices.csv"]
    stored = all_pause_choices(again)
    assert stored["end"].equals(computed["end"].astype(stored["end"].dtype))
    numbers = [*KEYS, "days", "rank", "gaps", "pvalue"]
    pd.testing.assert_frame_equal(
        stored[numbers], computed[numbers], check_dtype=False, check_exact=True
    )
    exact = pause_choices(record, (0, 2), 1)
    np.testing.assert_allclose(stored["pvalue"], exact["pvalue"], rtol=1e-5)


def test_damaged_and_cut_verdicts_are_refused(few_choices):
    path = choices_file(few_choices)
    store_pause_choices(few_choices, path, 1, lambda *done: None)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for kept, found in ((lines[:-2], f"{len(lines) - 3:,} rows"), (lines[:1], "0 rows")):
        path.write_text("".join(kept), encoding="utf-8")
        with pytest.raises(RecordError, match=f"pause_choices.csv: found '{found}', expected as"):
            all_pause_choices(replace(few_choices))
    damaged = lines[5].replace(",20", ",2x", 1)
    assert damaged != lines[5]
    path.write_text("".join([*lines[:5], damaged, *lines[6:]]), encoding="utf-8")
    with pytest.raises(RecordError, match=r"pause_choices.csv:6: start: found '2x.*', expected a"):
        all_pause_choices(replace(few_choices))


def test_verdict_table_counts_by_hand(curve):
    table = verdict_table(curve)
    name = curve["pause"].iloc[0]
    longest = curve[(curve["pause"] == name) & (
        curve["test"] == "longest_discrete")]["pvalue"].dropna()  # fmt: skip
    row = table.loc[(name, "longest of all")]
    assert row["ways"] == len(longest)
    assert row["small"] == sum(p <= LEVEL for p in longest) / len(longest)
    assert row["lowest"] == min(longest) and row["highest"] == max(longest)


def test_each_choice_divides_the_same_ways(curve):
    name = curve["pause"].iloc[0]
    table = turning_choices(curve, name)
    ways = table["ways"].groupby(level="choice").sum()
    assert (ways == curve.loc[curve["pause"] == name, "pvalue"].notna().sum()).all()
    whole = (table["small"] * table["ways"]).groupby(level="choice").sum()
    np.testing.assert_allclose(whole, whole.iloc[0])


def test_undated_exchanges_move_the_verdict_on_the_pause_they_may_break(record, rng):
    pauses = notable_pauses(record)[:2]
    table = history_verdicts(record, pauses, 12, rng).set_index(["pause", "compared_with"])
    longest = table[table["asked"] == "longest_discrete"]
    assert (longest["low"] <= longest["high"]).all()
    before = longest.loc[(pauses[0].name, "before")]
    assert before["low"] == before["dated"] == before["high"]  # nothing before it is undated
    broken = longest.loc[(pauses[1].name, "whole")]
    assert broken["high"] > 2 * broken["dated"]
