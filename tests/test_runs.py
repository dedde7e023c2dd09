"""The stored tables of the long runs: complete, and what a short run of the same code gives."""

import numpy as np
import pandas as pd
import pytest
from joblib import parallel_config
from scipy import stats

from analysis.cli import main
from analysis.story.kept_levels import broken_levels, levels_in_words
from analysis.trust.false_alarms import DESIGNS, verdict_shares
from analysis.trust.runs import FOLDER, read_simulated, write_simulated

COLUMNS = {
    "cadence_levels": ["outcome", "nominal", "share", "low", "high", "runs"],
    "pause_levels": ["design", "test", "model", "gap", "pause_days", "level", "histories", "share",
                     "se"],
    "pause_power": ["design", "test", "model", "gap", "pause_days", "level", "histories", "share",
                    "se"],
    "alarm_levels": ["design", "rule", "alpha", "per_year", "se", "kept", "delay_10", "delay_50",
                     "delay_90"],
    "alarm_power": ["design", "rule", "alpha", "silence", "share", "se"],
}  # fmt: skip


def silent(done, total):
    """Progress that nobody watches."""


@pytest.mark.parametrize("name", COLUMNS)
def test_tables_are_complete(name):
    table = read_simulated(FOLDER, name)
    assert table.columns.tolist() == COLUMNS[name]
    assert not table.drop(columns="model", errors="ignore").isna().any(axis=None)
    if "design" in table:
        assert set(table["design"]) == set(DESIGNS)


def test_every_stored_file_is_described():
    files = {path.stem for path in FOLDER.glob("*.csv")}
    assert files == {*COLUMNS, "pause_choices"}
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}.csv`" in readme for name in files)


@pytest.mark.parametrize(("model", "histories"), [("exponential", 60), ("average", 4)])
def test_a_short_run_agrees_with_the_stored_verdicts(model, histories):
    # other random numbers than those of the stored run: the same shares, not the same rings
    rng = np.random.default_rng(7)
    short = verdict_shares(DESIGNS, models=(model,), levels=(0.05, 0.01), pause_days=(0,),
                           histories=histories, rng=rng)  # fmt: skip
    keys = ["design", "test", "model", "gap", "pause_days", "level"]
    pairs = short.merge(read_simulated(FOLDER, "pause_levels"), on=keys, suffixes=("", "_stored"))
    assert len(pairs) == len(short)
    rings = (pairs["share"] * pairs["histories"]).round().astype(int)
    # exact binomial test of each share, at one in a thousand over all of them
    for ring, size, share in zip(rings, pairs["histories"], pairs["share_stored"], strict=True):
        expected = np.clip(share, 0.0025, 0.9975)  # none in 2,000 is not never
        assert stats.binomtest(ring, size, expected).pvalue > 0.001 / len(pairs)


def test_the_command_writes_what_is_stored(tmp_path):
    write_simulated(tmp_path, ["pauses"], scale=0.001, n_jobs=1, progress=silent)
    short, stored = (read_simulated(folder, "pause_levels") for folder in (tmp_path, FOLDER))
    keys = ["design", "test", "model", "gap", "pause_days", "level"]
    assert short[keys].equals(stored[keys])
    assert set(short["histories"]) == {2} and set(stored["histories"]) == {2000}


def test_the_same_run_gives_the_same_bytes_whatever_the_workers(tmp_path):
    for number, jobs in enumerate((1, 2)):
        with parallel_config(backend="threading"):
            write_simulated(tmp_path / str(number), ["cadence"], scale=0.002, n_jobs=jobs,
                            progress=silent)  # fmt: skip
    first, second = ((tmp_path / n / "cadence_levels.csv").read_bytes() for n in ("0", "1"))
    assert first == second


def test_tests_of_pauses_keep_their_level_where_they_promise_it():
    table = read_simulated(FOLDER, "pause_levels")
    table = table[(table["gap"] == "longest") & (table["test"] != "single")]
    for design in ("poisson", "regular", "multi_day"):
        rows = table[table["design"] == design]
        assert (rows["share"] <= rows["level"] + 2 * rows["se"]).all()
    # and where they do not, the output warns (analysis.events.pause_table.CAVEAT)
    clustered = table[table["design"] == "clustered"]
    assert (clustered["share"] > clustered["level"]).all()


def test_alarm_keeps_its_promise_where_the_rate_is_constant():
    table = read_simulated(FOLDER, "alarm_levels").set_index(["rule", "design"]).sort_index()
    for design in ("poisson", "regular", "multi_day"):
        rows = table.loc[("yearly", design)]
        assert (rows["per_year"] <= rows["alpha"] + 2 * rows["se"]).all()
    # a rule for one gap, looked at every day, breaks it
    single, yearly = (table.loc[(rule, "poisson"), "per_year"] for rule in ("single_gap", "yearly"))
    assert (single.to_numpy() > yearly.to_numpy()).all()


def test_words_name_every_design_in_which_a_level_is_broken():
    tests, alarms = (read_simulated(FOLDER, name) for name in ("pause_levels", "alarm_levels"))
    broken = broken_levels(tests)
    assert set(broken["design"]) == {"clustered"}
    words = levels_in_words(tests, alarms, 0.05)
    assert words.count("Exchanges in clusters") == 1 and "at random" not in words
    # the one promise that an alarm breaks without clusters
    assert "Exchanges regularly: the daily alarm with Weibull gaps (0.21" in words
    for share in broken.loc[broken["level"] == 0.05, "share"]:
        assert f"({share:.0%})" in words
    tests = tests[tests["design"] != "clustered"]
    assert "1%, and every alarm its promise, on every design" in levels_in_words(
        tests, alarms[alarms["kept"]], 0.01
    )


def test_mistakes_are_named(tmp_path, capsys):
    with pytest.raises(ValueError, match="simulate makes it"):
        read_simulated(tmp_path, "alarm_levels")
    with pytest.raises(ValueError, match="expected"):
        write_simulated(tmp_path, ["all"], scale=1, n_jobs=1, progress=silent)
    with pytest.raises(ValueError, match="scale"):
        write_simulated(tmp_path, ["power"], scale=0, n_jobs=1, progress=silent)
    assert main(["simulate", "nothing", "--out", str(tmp_path)]) == 2
    assert "nothing" in capsys.readouterr().err


def test_command_draws_a_bar_and_names_the_file(tmp_path, capsys):
    assert main(["simulate", "cadence", "--scale", "0.001", "--jobs", "1", "--out",
                 str(tmp_path)]) == 0  # fmt: skip
    told = capsys.readouterr()
    assert told.out.strip() == str(tmp_path / "cadence_levels.csv")
    assert "3 of 3 histories" in told.err and "#" * 40 in told.err
    assert isinstance(read_simulated(tmp_path, "cadence_levels"), pd.DataFrame)
