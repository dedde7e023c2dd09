"""The command ``figures``: tables and headline first, one figure never stops another."""

import numpy as np
import pytest
from made_records import exchange, made_record, report
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from record_folders import SMALL, copy_small
from statsmodels.duration.hazard_regression import PHReg

from analysis.cli import main
from analysis.commands.figures import BEGIN, END
from analysis.events.batches import batch_table, batches
from analysis.figures.gallery import FIGURES, draw_all
from analysis.figures.label_placing import place_labels


def broken(record):
    raise KeyError("a cell\nthat is not there")


@pytest.fixture
def few(monkeypatch):
    """Three figures, the second of which cannot be drawn."""
    chosen = {"cumulative": FIGURES["cumulative"], "broken": broken, "sources": FIGURES["sources"]}
    monkeypatch.setattr("analysis.figures.gallery.FIGURES", chosen)


def call(tmp_path, *more: str) -> list[str]:
    return ["figures", "--data", str(SMALL), "--out", str(tmp_path / "figures"), *more]


def page_with_marks(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"a\n{BEGIN}\n{END}\nb\n", encoding="utf-8")
    return page


def test_one_bad_figure_cancels_no_other_no_table_and_no_headline(few, tmp_path, capsys):
    page, derived = page_with_marks(tmp_path), tmp_path / "derived"
    more = ["--derived", str(derived), "--readme", str(page)]
    assert main(call(tmp_path, *more)) == 1
    out, err = capsys.readouterr()
    assert "longest pause" in out and "Returned to Ukraine" in page.read_text(encoding="utf-8")
    assert (derived / "exchanges.csv").is_file()
    assert err.splitlines()[-1] == "broken: not drawn: KeyError: 'a cell\\nthat is not there'"
    names = {path.name for path in (tmp_path / "figures").iterdir()}
    assert names == {"cumulative.png", "cumulative.svg", "sources.png", "sources.svg", "README.md"}
    listed = (tmp_path / "figures" / "README.md").read_text(encoding="utf-8")
    assert "## Not drawn\n\n- broken: KeyError" in listed
    assert main(call(tmp_path, "--check", *more)) == 1
    out, err = capsys.readouterr()
    assert (out, err.splitlines()) == (
        "",
        ["broken: not drawn: KeyError: 'a cell\\nthat is not there'"],
    )


def test_progress_is_shown_on_standard_error(few, tmp_path, capsys):
    main(call(tmp_path))
    out, err = capsys.readouterr()
    assert "3 of 3 tried" in err and "tried" not in out


def test_the_check_compares_tables_and_headline_too(few, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("analysis.figures.gallery.FIGURES", {"cumulative": FIGURES["cumulative"]})
    page, derived = page_with_marks(tmp_path), tmp_path / "derived"
    more = ["--derived", str(derived), "--readme", str(page)]
    assert main(call(tmp_path, *more)) == 0
    assert main(call(tmp_path, *more, "--check")) == 0
    assert len(capsys.readouterr().out.splitlines()) == 5 + 2 + 3
    (derived / "exchanges.csv").unlink()
    table = derived / "monthly_to_ukraine_any.csv"
    table.write_text(table.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    page.write_text(page.read_text(encoding="utf-8").replace("110", "111"), encoding="utf-8")
    assert main(call(tmp_path, *more, "--check")) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        f"{derived}/exchanges.csv: missing",
        f"{table}: differs from what the code writes",
        f"{page}: the headline differs from what the record says",
    ]


def test_a_page_that_the_command_did_not_write_is_refused_before_anything_is_written(
    few, tmp_path, capsys
):
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "README.md").write_text("# My project\n", encoding="utf-8")
    derived = tmp_path / "derived"
    options = ["--data", str(SMALL), "--out", str(folder), "--derived", str(derived)]
    assert main(["figures", *options]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "README.md: not written by this command" in err
    assert (folder / "README.md").read_text(encoding="utf-8") == "# My project\n"
    assert [path.name for path in tmp_path.rglob("*")] == ["project", "README.md"]


def test_a_page_of_the_command_is_known_whatever_its_line_ends(few, tmp_path):
    assert main(call(tmp_path)) == 1
    page = tmp_path / "figures" / "README.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert main(call(tmp_path)) == 1
    assert b"\r" not in page.read_bytes()


def test_a_page_without_marks_stops_the_command_before_it_writes(few, tmp_path, capsys):
    page = tmp_path / "page.md"
    page.write_text("no marks\n", encoding="utf-8")
    derived = tmp_path / "derived"
    assert main(call(tmp_path, "--readme", str(page), "--derived", str(derived))) == 2
    assert "no headline marks" in capsys.readouterr().err
    assert not derived.exists()


def test_a_record_without_exchanges_gets_its_tables_and_a_line_a_figure(tmp_path, capsys):
    folder = copy_small(tmp_path)
    for name in ("exchanges", "reports", "judgements"):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").split("\n")[0] + "\n", encoding="utf-8")
    out = tmp_path / "figures"
    options = ["--data", str(folder), "--out", str(out), "--derived", str(tmp_path / "derived")]
    assert main(["figures", *options]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("headline: left out: ")
    left_out = {line.split(":")[0] for line in lines[1:] if ": left out: " in line}
    drawn = {path.stem for path in out.glob("*.svg")}
    assert drawn | left_out == set(FIGURES) and not drawn & left_out
    assert (tmp_path / "derived" / "exchanges.csv").is_file()


# The newest exchange, as it stands in a record on the day on which it became known.
NEWEST = {
    "only the last searched day moved": ([], []),
    "no count": ([], [exchange(460, number=41)]),
    "no number": ([report(250, 460, 460)], [exchange(460)]),
    "one side": ([report(250, 460, 460, measure="returned_to_russia")], [exchange(460, number=41)]),
    "ordinal only": ([], [exchange(455, 479, number=41)]),
    "more than 250": ([report(250, 460, 460, bound="at_least")], [exchange(460, number=41)]),
    "a day off": ([report(250, 461, 461)], [exchange(460, number=41)]),
    "two on one day": (
        [report(250, 460, 460, exchange_no=41), report(60, 460, 460, exchange_no=42)],
        [exchange(460, number=41), exchange(460, number=42)],
    ),
}
DAYS = [10 * n + n % 7 + (40 if n > 25 else 0) for n in range(40)]  # with one pause
REPORTS = [report(20 + 3 * (n % 11), when, when) for n, when in enumerate(DAYS)]
TOTAL = report(sum(row["value"] for row in REPORTS), 0, DAYS[-1])
OTHERS = [
    report(20, DAYS[0], DAYS[0], measure="returned_to_russia"),
    report(TOTAL["value"] + 5, 0, DAYS[-1], channel=""),
    report(300, 9, 9, measure="held_by_russia", group="military", scope="stock", channel=""),
]
"""What single figures are about."""
ROWS = [exchange(when, number=n + 1) for n, when in enumerate(DAYS)]
SLOW = {"pause_choices", "cadence_choices", "alarm_calibration"}
"""Figures that take many seconds; tried on these records by hand."""


@pytest.mark.slow
@pytest.mark.parametrize("case", NEWEST)
def test_every_figure_is_drawn_whatever_is_known_of_the_newest_exchange(case, monkeypatch):
    reports, exchanges = NEWEST[case]
    record = made_record([*REPORTS, TOTAL, *OTHERS, *reports], [*ROWS, *exchanges], days=480)
    chosen = {name: draw for name, draw in FIGURES.items() if name not in SLOW}
    monkeypatch.setattr("analysis.figures.gallery.FIGURES", chosen)
    assert draw_all(record, lambda done, total: None).failed == {}


def test_an_event_without_a_count_is_left_out_with_the_silence_after_it():
    known = made_record([*REPORTS, TOTAL], ROWS, days=480)
    more = made_record([*REPORTS, TOTAL], [*ROWS, exchange(460, number=41)], days=480)
    found = batch_table(more, 1, 99, np.random.default_rng(1)).set_index(["definition", "gap"])
    pairs = found["pairs"].unstack()
    # After the last known batch comes a gap of its own now, and no open one.
    last = batch_table(known, 1, 99, np.random.default_rng(1)).set_index(["definition", "gap"])
    assert (pairs["before"] == last["pairs"].unstack()["before"]).all()
    assert (pairs["after"] == last["pairs"].unstack()["after"] + 1).all()
    table = batches(more, "announced", 1).dropna(subset=["persons", "gap_after"])
    model = PHReg(table["gap_after"], np.log2(table["persons"]), ties="efron").fit(disp=0)
    assert found.loc[("announced", "after"), "rate_ratio"] == pytest.approx(np.exp(model.params[0]))


def test_a_label_without_a_free_place_is_left_out():
    figure = Figure(figsize=(2, 1))
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set(xlim=(0, 10), ylim=(0, 10))
    points = [(5, 5)] * 12
    labels = place_labels(axes, points, [f"label {n}" for n in range(12)], size=7)
    assert 0 < len(labels) < 12
    assert list(axes.texts) == labels
