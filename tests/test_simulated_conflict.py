"""Everything runs on another conflict's folder."""

import json
import re

import pandas as pd
import pytest
from simulated_record import FOLDER, write_simulated_conflict

from analysis import dated_series, load_record
from analysis.cli import main
from analysis.figures.batches import batch_gaps
from analysis.figures.gap_survival import gap_survival
from analysis.figures.gaps import gaps
from analysis.figures.pauses_ranked import pauses_ranked
from analysis.figures.rate import rate
from analysis.figures.watch import silence_watch

SERIES = ["--measure", "returned_to_north", "--group", "all", "--channel", "official"]


@pytest.fixture(scope="module")
def truth(tmp_path_factory):
    """Write the folder again and return what really happened."""
    folder = tmp_path_factory.mktemp("conflict")
    table = write_simulated_conflict(folder)
    for path in folder.iterdir():
        assert (FOLDER / path.name).read_bytes() == path.read_bytes(), path.name
    return table


def run(capsys, *words):
    code = main([*words, "--data", str(FOLDER)])
    told = capsys.readouterr()
    # of some exchanges only a total tells, which validate warns of
    assert all(line.startswith("warning: exchanges.csv:") for line in told.err.splitlines())
    return code, told.out


def test_validate(truth, capsys):
    code, out = run(capsys, "validate")
    assert code == 0 and "valid" in out


def test_series_holds_the_truth(truth, capsys):
    code, out = run(capsys, "series", *SERIES, "--freq", "M", "--format", "json")
    assert code == 0
    months = pd.DataFrame(json.loads(out))
    month = truth["day"].dt.to_period("M").dt.start_time.dt.strftime("%Y-%m-%d")
    happened = truth["returned_to_north"].groupby(month).sum()
    counted = happened.reindex(months["start"], fill_value=0).to_numpy()
    assert (months["low"] <= counted).all()
    assert (counted <= months["high"].fillna(counted.sum())).all()


def test_bounds_hold_the_truth(truth, capsys):
    code, out = run(capsys, "bounds", *SERIES, "--start", "2031-01-01", "--end", "2032-12-31",
                    "--json")  # fmt: skip
    assert code == 0
    answer = json.loads(out)
    happened = truth.loc[truth["day"] <= "2032-12-31", "returned_to_north"].sum()
    assert answer["low"] <= happened <= answer["high"]


def test_check_believes_the_truth_and_not_more(truth, capsys):
    total = int(truth["returned_to_north"].sum())
    for value, verdict in ((total, "fits"), (total + 500, "contradicts")):
        code, out = run(capsys, "check", *SERIES, "--value", str(value), "--end", "2034-06-25",
                        "--json")  # fmt: skip
        assert code == 0 and json.loads(out)["verdict"] == verdict


@pytest.mark.slow
def test_pauses_finds_the_one_that_was_put_in(truth, capsys):
    code, out = run(capsys, "pauses", "--json")
    assert code == 0
    table = pd.DataFrame(json.loads(out)["pauses"])
    longest = table[table["rank"] == 1].iloc[0]
    assert longest["start"] <= "2032-09-01" and longest["end"] >= "2033-02-10"
    assert longest["longest_discrete"] < 0.05
    assert longest["alarm_10"] < longest["days"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("draw", "told"),
    [  # the pause that was put in, its year, or for batches every event
        (gaps, "187 days from"),
        (rate, "2032"),
        (gap_survival, "nothing beyond 187 days"),
        (batch_gaps, r"panels of \d\d points"),
        (pauses_ranked, "187 days"),
        (silence_watch, "2032"),
    ],
)
def test_figures_of_gaps_and_pauses(conflict, draw, told):
    drawing = draw(conflict)
    assert re.search(told, f"{drawing.title} {drawing.alt}")


def test_series_of_the_library_agrees_with_the_command(truth):
    series = {"measure": "returned_to_north", "group": "all", "channel": "official"}
    days = dated_series(load_record(FOLDER), **series, freq="D")
    assert days["cumulative_best"].iloc[-1] == truth["returned_to_north"].sum()
