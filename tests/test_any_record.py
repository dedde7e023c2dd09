"""Every command and every figure on any valid record: an answer, or one line why there is none."""

import re
from pathlib import Path

import pandas as pd
import pytest
from limit_records import KINDS, LARGE, write_record
from made_records import exchange, made_record, report
from record_folders import ROOT, SMALL

from analysis import Record, load_record, pause_table
from analysis.cli import main
from analysis.events.needs import NothingToShow
from analysis.figures.gallery import FIGURES, draw_all
from analysis.story.headline import headline

DATA = Path(__file__).parent / "data"
FOLDERS = {
    "small": SMALL,
    "simulated": DATA / "simulated_conflict",
    "second": ROOT / "data" / "armenia_azerbaijan",
}
SLOW = {"pause_choices", "cadence_choices", "silence_watch", "alarm_calibration"}
"""Figures that take seconds on the larger records, or are of no record."""
NONSENSE = re.compile(r"\bnan\b|\binf\b|\bNaT\b|\b0 of 0\b|Traceback|[a-z]Error\b")
HOME_WORDS = re.compile("Ukrain|Guardsm")


def marked(name):
    """The simulated record has tests of its own."""
    return pytest.param(name, marks=[pytest.mark.slow] * (name == "simulated"))


@pytest.fixture(scope="module", params=[*map(marked, FOLDERS), "init", *KINDS])
def folder(request, tmp_path_factory):
    if request.param in FOLDERS:
        return FOLDERS[request.param]
    place = tmp_path_factory.mktemp("limits") / request.param
    if request.param == "init":
        assert main(["init", str(place)]) == 0
        return place
    return write_record(request.param, place)


def calls(record: Record) -> list[str]:
    """Every question of the command line, in the words of a record."""
    words, first, last = (
        record.vocabulary,
        f"{record.counted_from:%Y-%m-%d}",
        f"{record.complete_through:%Y-%m-%d}",
    )
    main_series = words.main
    found = ["validate", *(f"series --freq {letter}" for letter in "DMY")]
    found += [f"check --value 100 --end {last}"]
    found += [f"check --value 100 --start {first} --end {last} --channel {main_series.channel}"]
    found += [f"check --measure {name} --value 100 --end {last}" for name in words.stocks]
    found += [f"series --measure {name}" for name in words.stocks]
    for name in words.measures:
        if name not in words.stocks:
            found += [f"bounds --measure {name} --start {first} --end {last} --why"]
            found += [
                f"contradictions --measure {name}{more}"
                for more in ("", " --linked", " --unattainable")
            ]
    found += [f"pauses --definition {name}" for name in words.definitions]
    side, kind = next(iter(words.sides)), next(iter(words.kinds))
    found += [
        "add --dry-run --outlet Gazette --url https://example.org/x --language en "
        f"--published {last} --speaker Somebody --voice Somebody --side {side} "
        f"--measure {main_series.measure} --value 7 --scope event --start {last} --end {last} "
        f"--kind {kind}"
    ]
    return found


def test_every_command_answers(folder, capsys):
    for call in calls(load_record(folder)):
        code = main([*call.split(), "--data", str(folder)])
        out, err = capsys.readouterr()
        assert code == 0, (call, err)
        assert out.strip() and not NONSENSE.search(out), (call, out)
        assert all(line.startswith("warning: ") for line in err.splitlines()), (call, err)


def sense(text: str, record: Record) -> None:
    assert not NONSENSE.search(text), text
    assert "returned_to_ukraine" in record.vocabulary.measures or not HOME_WORDS.search(text), text


def test_every_figure_is_drawn_or_left_out_with_a_line(folder, monkeypatch):
    chosen = {name: draw for name, draw in FIGURES.items() if name not in SLOW}
    monkeypatch.setattr("analysis.figures.gallery.FIGURES", chosen)
    record = load_record(folder)
    gallery = draw_all(record, lambda done, total: None)
    assert gallery.failed == {}
    assert {*gallery.drawings, *gallery.left_out} == {*chosen}
    if "returned_to_ukraine" not in record.vocabulary.measures:
        undeclared = "it is of numbered, returned_to_ukraine, which this record does not declare"
        assert gallery.left_out["cumulative"] == undeclared
    assert all("\n" not in reason for reason in gallery.left_out.values())
    for drawing in gallery.drawings.values():
        sense(f"{drawing.title} {drawing.caption} {drawing.alt}", record)


@pytest.mark.parametrize(
    ("reports", "exchanges"),
    [
        ([], []),
        ([report(12, 0, 30)], [exchange(10, 30)]),
        ([report(5, n, n) for n in (10, 20, 40)], [exchange(n) for n in (10, 20, 40)]),
    ],
)
def test_the_words_of_the_story_on_next_to_nothing(reports, exchanges):
    """Where the series of the figures are declared, but hardly anything is on record."""
    record = made_record(reports, exchanges)
    gallery = draw_all(record, lambda done, total: None)
    assert gallery.failed == {}
    for name, drawing in gallery.drawings.items():
        if name != "cumulative":  # it counts 0 of 0 totals, beside the persons returned
            sense(drawing.title, record)
    if not exchanges:
        with pytest.raises(NothingToShow, match="no exchange has a day"):
            headline(record)


def test_equal_gaps_are_judged_alike_and_only_the_longest_listed():
    days = [0, 10, 20, 40, 50, 70, 100]
    record = made_record([report(5, 0, 0)], [exchange(when) for when in days], days=110)
    asked = {"definition": "numbered", "merge_days": 0, "null": "whole", "model": "exponential"}
    table = pause_table(record, min_days=1, **asked)
    tests = ["longest_continuous", "longest_discrete", "single"]
    tens = table[(table["days"] == 10) & ~table["open"]]
    assert len(tens) == 3 and (tens[tests] == tens[tests].iloc[0]).all(axis=None)
    few = pause_table(record, min_days=1, at_most=2, **asked)
    assert few["days"].tolist() == [20, 30, 9] and few["open"].tolist() == [False, False, True]
    listed = table[table["start"].isin(few["start"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(few, listed)


@pytest.mark.slow
@pytest.mark.parametrize("kind", LARGE)
def test_fifty_years_and_twenty_thousand_reports(kind, tmp_path, capsys):
    folder = write_record(kind, tmp_path / kind)
    record = load_record(folder)
    assert kind == "fifty_years" or len(record.reports) > 15_000
    last = f"{record.complete_through:%Y-%m-%d}"
    for call in (f"bounds --start 2040 --end {last}", "series --freq Y", "contradictions"):
        assert main([*call.split(), "--data", str(folder)]) == 0
        assert not NONSENSE.search(capsys.readouterr().out)
    assert draw_all(record, lambda done, total: None).failed == {}
