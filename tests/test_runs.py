"""The stored tables of the long runs: complete, and what a short run of the same code gives."""

import gc

import numpy as np
import pandas as pd
import pytest
from distributed import LocalCluster
from joblib import parallel_config
from scipy import stats

from analysis.cli import main
from analysis.record.problems import RecordError
from analysis.record.stored import read_stored
from analysis.story.kept_levels import broken_levels, levels_in_words
from analysis.trust.false_alarms import DESIGNS, verdict_shares
from analysis.trust.runs import write_simulated
from analysis.trust.stored import FOLDER, TABLES, read_simulated


def silent(done, total):
    """Progress that nobody watches."""


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_complete(name):
    table = read_simulated(FOLDER, name)
    assert not table.drop(columns="model", errors="ignore").isna().any(axis=None)
    if "design" in table:
        assert set(table["design"]) == set(DESIGNS)


def test_every_stored_file_is_described():
    files = {path.stem for path in FOLDER.glob("*.csv")}
    assert files == {*TABLES}
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}.csv`" in readme for name in files)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("0.042,", "0.0x2,", "pause_levels.csv:2: share: found '0.0x2', expected a number"),
        ("poisson,longest_discrete,,", ",longest_discrete,,",
         "pause_levels.csv:3: design: found '', expected a word"),
        ("0.00448531\n", "\n", "pause_levels.csv:2: se: found '', expected a number"),
        (",0.00448531\n", "\n", "pause_levels.csv:2: found '8 cells', expected 9"),
        ("design,", "designs,", "pause_levels.csv:1: found 'designs,test,model,gap,pause_days,"),
    ],
)  # fmt: skip
def test_a_damaged_table_is_named_with_its_line(tmp_path, old, new, told):
    text = (FOLDER / "pause_levels.csv").read_text()
    assert old in text
    (tmp_path / "pause_levels.csv").write_text(text.replace(old, new, 1))
    with pytest.raises(RecordError) as caught:
        read_simulated(tmp_path, "pause_levels")
    assert str(caught.value).startswith(f"{tmp_path}/{told}") and "\n" not in str(caught.value)


def test_a_cut_table_and_no_text_at_all_are_refused(tmp_path):
    path = tmp_path / "pause_levels.csv"
    lines = (FOLDER / path.name).read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:-1]))
    with pytest.raises(RecordError, match=r"pause_levels\.csv: found '47 rows', expected 48"):
        read_simulated(tmp_path, "pause_levels")
    for content in (b"", b"\x89PNG\r\n\x1a\n"):
        path.write_bytes(content)
        with pytest.raises(RecordError, match=r"pause_levels.csv(:1)?: found "):
            read_stored(path, TABLES["pause_levels"][0])


@pytest.mark.slow
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
    averaged = stored["model"] == "average"  # slow, and so measured on fewer
    assert set(short["histories"]) == {1, 2}
    assert set(stored.loc[~averaged, "histories"]) == {2000}
    assert set(stored.loc[averaged, "histories"]) == {40}


@pytest.mark.slow
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
    for design in ("poisson", "regular"):
        rows = table[table["design"] == design]
        assert (rows["share"] <= rows["level"] + 2 * rows["se"]).all()
    # and where they do not, the output warns (analysis.events.pause_table.CAVEAT); deals of several
    # days are a little more uneven, once merged, than chance events merged alike
    for design, most in (("clustered", 1), ("multi_day", 0.1)):
        share = table.loc[table["design"] == design, "share"]
        assert (share > table.loc[share.index, "level"]).all() and (share <= most).all()


def test_alarm_keeps_its_promise_where_the_rate_is_constant():
    table = read_simulated(FOLDER, "alarm_levels").set_index(["rule", "design"]).sort_index()
    for design in ("poisson", "regular"):
        rows = table.loc[("yearly", design)]
        assert (rows["per_year"] <= rows["alpha"] + 2 * rows["se"]).all()
    # a rule for one gap, looked at every day, breaks it
    single, yearly = (table.loc[(rule, "poisson"), "per_year"] for rule in ("single_gap", "yearly"))
    assert (single.to_numpy() > yearly.to_numpy()).all()


def test_words_name_every_design_in_which_a_level_is_broken():
    tests, alarms = (read_simulated(FOLDER, name) for name in ("pause_levels", "alarm_levels"))
    broken = broken_levels(tests)
    assert set(broken["design"]) == {"clustered", "multi_day"}
    words = levels_in_words(tests, alarms, 0.05)
    assert words.count("Exchanges in clusters") == 1 and "at random" not in words
    assert words.count("Exchanges over some days of a deal") == 1 and "regularly" not in words
    for share in broken.loc[broken["level"] == 0.05, "share"]:
        assert f"({share:.0%})" in words
    tests = tests[tests["design"].isin(["poisson", "regular"])]
    assert "1%, and every alarm its promise, on every design" in levels_in_words(
        tests, alarms[alarms["kept"]], 0.01
    )


def test_mistakes_are_named(tmp_path, capsys):
    with pytest.raises(RecordError, match="python -m analysis simulate writes it"):
        read_simulated(tmp_path, "alarm_levels")
    with pytest.raises(ValueError, match="expected"):
        write_simulated(tmp_path, ["all"], scale=1, n_jobs=1, progress=silent)
    with pytest.raises(ValueError, match="scale"):
        write_simulated(tmp_path, ["power"], scale=0, n_jobs=1, progress=silent)
    with pytest.raises(ValueError, match="scale inf"):
        write_simulated(tmp_path, ["power"], scale=float("inf"), n_jobs=1, progress=silent)
    assert main(["simulate", "cadence", "nothing", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        "no run nothing; expected cadence, pauses, power, alarms, stops, choices\n"
    )


def test_a_cluster_that_is_not_there_is_one_line(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("analysis.commands.simulate.PATIENCE", 0.2)
    for address in ("tcp://127.0.0.1:1", "nowhere"):
        words = ["simulate", "cadence", "--out", str(tmp_path), "--scheduler", address]
        assert main(words) == 2
        told = capsys.readouterr().err
        assert told.startswith(f"--scheduler {address}: no Dask scheduler there; expected ")
        assert told.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
    # A client that failed to connect must not be collected while another one starts: both take
    # a lock of distributed's that one thread cannot take twice.
    gc.collect()


@pytest.mark.slow
def test_a_cluster_writes_the_same_bytes(tmp_path, capsys):
    words = ["simulate", "cadence", "--scale", "0.001", "--out"]
    # with one thread in all, joblib would not send anything
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=False, protocol="tcp://",
                      dashboard_address=None) as cluster:  # fmt: skip
        address = cluster.scheduler_address
        assert main([*words, str(tmp_path / "cluster"), "--scheduler", address]) == 0
        done = [worker.state.executed_count for worker in cluster.workers.values()]
        assert sum(done) > 0  # the work went there
    assert main([*words, str(tmp_path / "here"), "--jobs", "1"]) == 0
    first, second = (
        (tmp_path / name / "cadence_levels.csv").read_bytes() for name in ("cluster", "here")
    )
    assert first == second


@pytest.mark.slow
def test_command_draws_a_bar_and_names_the_file(tmp_path, capsys):
    assert main(["simulate", "cadence", "--scale", "0.001", "--jobs", "1", "--out",
                 str(tmp_path)]) == 0  # fmt: skip
    told = capsys.readouterr()
    assert told.out.strip() == str(tmp_path / "cadence_levels.csv")
    assert "3 of 3 histories" in told.err and "#" * 40 in told.err
    assert isinstance(read_simulated(tmp_path, "cadence_levels"), pd.DataFrame)
