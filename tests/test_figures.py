"""The figures show the tables, say so in words, fit their canvas, and come out the same again."""

import os
import re
import shutil
import subprocess
import sys
from functools import partial
from io import BytesIO
from itertools import combinations
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pandas as pd
import pytest
from colour_vision import PLAIN, VISION, distance, in_grey
from made_records import exchange, made_record, report
from matplotlib.dates import num2date
from matplotlib.image import imread, imsave
from matplotlib.lines import Line2D
from matplotlib.testing.compare import calculate_rms
from matplotlib.text import Text
from record_folders import DEFINITIONS, ROOT, SMALL, copy_small, edit

from analysis import counts_by_exchange, dated_pauses, dated_series, headline, load_record
from analysis.audit.implied import possible_readings
from analysis.audit.kept_totals import kept_foreseen, kept_withheld
from analysis.audit.loose_spans import loose_spans
from analysis.audit.overview import documents_by_month, documents_by_voice, speaking
from analysis.audit.published_totals import published_totals
from analysis.cli import main
from analysis.events.cadence_by_counting import cadence_by_counting, changes_by_counting
from analysis.events.events import MERGE_WINDOWS
from analysis.events.verdicts_by_counting import pause_choices
from analysis.figures.gallery import (
    FIGURES,
    draw_all,
    gallery_differences,
    write_gallery,
)
from analysis.figures.picture_match import (
    PNG_TOLERANCE,
    SVG_TOLERANCE,
    png_distance,
    same_picture,
    svg_distance,
)
from analysis.figures.sources import VOICES
from analysis.figures.timeline import PAUSE_DAYS
from analysis.text import day_words

pytestmark = pytest.mark.slow
RETURNED = {"measure": "returned_to_ukraine", "group": "all"}


def untold(done, total):
    """Take progress and say nothing."""


@pytest.fixture(scope="module")
def gallery(record):
    drawn = draw_all(record, untold)
    assert drawn.failed == {}
    return drawn


@pytest.fixture(scope="module")
def drawings(gallery):
    return gallery.drawings


@pytest.fixture(scope="module")
def files(gallery):
    return gallery.files


SOME = ("timeline", "sources", "cumulative")
"""Figures that between them use every means of drawing: enough where bytes are compared."""


TALLEST = {"pause_choices": 1600}
"""Pixels: a specification curve stands over the table of its choices, a page of its own."""
OF_THE_METHODS = {"alarm_calibration"}
"""Figures of simulated histories: the record is not in them."""
OF_GAPS = {
    "gaps",
    "rate",
    "gap_survival",
    "cadence_choices",
    "batch_gaps",
    "pauses_ranked",
    "pause_choices",
    "silence_watch",
    "next_exchange",
}
"""Figures for which the small record has too few exchanges."""


def open_total():
    """40 numbered, 30 counted apart, 5 outside exchanges; a later total of 60 of no one says what.

    Of the numbered chain a total says that 40 were all by the day before.
    """
    return made_record(
        [
            report(40, 10, 10, exchange_no=1),
            report(40, 0, 19),
            report(30, 12, 12, channel="unnumbered"),
            report(5, 14, 14, channel="outside"),
            report(60, 0, 19, channel=""),
        ],
        [exchange(10, number=1), exchange(12, kind="stage"), exchange(14, kind="outside")],
    )


def held_soldiers():
    """Three stocks of soldiers and all prisoners, the oldest of three years before the end."""
    stock = {"measure": "held_by_russia", "scope": "stock", "channel": ""}
    return made_record(
        [
            report(300, 5, 5, group="military", **stock),
            report(900, 400, 400, group="military", **stock),
            report(700, 1000, 1000, group="all", said_by="Ministry", **stock),
            report(4000, 1000, 1000, group="civilians", **stock),
        ],
        days=1100,
    )


@pytest.fixture(scope="module")
def others(conflict):
    """Draw every figure of the record on another one."""
    small = load_record(SMALL)
    records = {
        "two_totals": made_record([report(40, 0, 19), report(70, 0, 49)]),
        "which_total": open_total(),
        "held": held_soldiers(),
    }
    # all the choices of a record that has none stored take minutes
    some = partial(pause_choices, merge_windows=[7], n_jobs=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.figures.pause_choices.all_pause_choices", some)
        return {
            name: draw(records.get(name, conflict if name in OF_GAPS else small))
            for name, draw in FIGURES.items()
            if name not in OF_THE_METHODS
        }


@pytest.fixture(scope="module")
def small_files():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.figures.gallery.FIGURES", {name: FIGURES[name] for name in SOME})
        return draw_all(load_record(SMALL), untold).files


def artists(axes, gid):
    return axes.findobj(lambda artist: artist.get_gid() == gid)


def points(axes, gid):
    """Days and heights of all points with a gid."""
    return sorted(
        (num2date(x).strftime("%Y-%m-%d") if x > 1000 else int(x), float(y))
        for line in artists(axes, gid)
        for x, y in zip(line.get_xdata(orig=False), line.get_ydata(), strict=True)
    )


def days_of(table, column="end"):
    return table[column].dt.strftime("%Y-%m-%d")


# The artists hold what the tables say.


def test_timeline_has_every_exchange_on_its_day_at_its_height(record, drawings):
    table = counts_by_exchange(record, **RETURNED)
    drawn = []
    for axes in drawings["timeline"].figure.axes:
        year = int(axes.get_ylabel())
        for line in axes.findobj(lambda artist: (artist.get_gid() or "").startswith("exchanges-")):
            _, kind, status = line.get_gid().split("-", 2)
            for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True):
                day = pd.Timestamp(year, 1, 1) + pd.Timedelta(days=int(x))
                drawn.append((day, int(y), kind, status.replace("-", " ")))
    dated = table[table["end"] - table["start"] <= pd.Timedelta(days=3)]
    kind = dated["kind"].mask(dated["channel"] == "numbered", "numbered")
    height = dated["best"].fillna(0)
    assert sorted(drawn) == sorted(zip(dated["start"], height, kind, dated["status"], strict=True))


def test_timeline_sets_withheld_counts_apart_by_shape_and_not_by_colour_alone(drawings):
    looks = {}
    for axes in drawings["timeline"].figure.axes:
        for line in axes.findobj(lambda artist: (artist.get_gid() or "").startswith("exchanges-")):
            fill = (line.get_markerfacecolor(), line.get_fillstyle())
            looks[line.get_gid()] = (line.get_marker(), fill)
    assert len(set(looks.values())) >= 6
    markers = {gid.split("-")[1]: marker for gid, (marker, _) in looks.items()}
    assert len(set(markers.values())) == len(markers) == 4
    for gid, (_, (face, _)) in looks.items():
        assert (face == "white") == gid.endswith("withheld")


def test_timeline_shades_and_labels_the_long_pauses(record, drawings):
    pauses = dated_pauses(record, definition="announced", over=PAUSE_DAYS)
    shaded = 0
    labels = []
    for axes in drawings["timeline"].figure.axes:
        shaded += sum(patch.get_width() for patch in artists(axes, "pause"))
        labels += [text.get_text().split(",")[0] for text in axes.texts]
    assert shaded == pauses["days"].sum()
    assert labels == [f"{days} days" for days in pauses["days"]]
    drawing = drawings["timeline"]
    assert f"{pauses['days'].max()} days" in drawing.title
    assert all(f"{days} days" in drawing.alt for days in pauses["days"])


def test_founding_pause_lies_between_the_official_dates(record):
    # Exchanges of 7 August 2023 and 3 January 2024, announced by the Coordination Headquarters.
    pauses = dated_pauses(record, definition="announced", over=PAUSE_DAYS).set_index("start")
    assert pauses.loc["2023-08-07", "end"] == pd.Timestamp("2024-01-03")


def test_cumulative_has_the_totals_that_can_stand_together(record, drawings):
    totals = published_totals(record, **RETURNED, channel="numbered")
    totals = totals[totals["stated"] & (totals["verdict"] == "fits")]
    axes, _ = drawings["cumulative"].figure.axes
    assert points(axes, "totals") == sorted(zip(days_of(totals), totals["value"], strict=True))


def test_cumulative_lines_bands_and_ends_are_the_daily_series(record, drawings):
    days = dated_series(record, **RETURNED, channel="numbered", freq="D")
    everything = dated_series(record, **RETURNED, channel="any", freq="D")["cumulative_low"]
    axes, lower = drawings["cumulative"].figure.axes
    (line,) = artists(axes, "best")
    assert np.array_equal(line.get_ydata(), days["cumulative_best"])
    known = days[days["end"] <= headline(record).as_of]
    for panel, gid, expected in (
        (axes, "bounds", known["cumulative_high"].max()),
        (lower, "width", (known["cumulative_high"] - known["cumulative_low"]).max()),
    ):
        (band,) = artists(panel, gid)
        vertices = np.concatenate([path.vertices for path in band.get_paths()])
        assert vertices[:, 1].max() == expected
        # After the last total nothing limits the chain, and nothing is drawn.
        assert num2date(vertices[:, 0].max()).strftime("%Y-%m-%d") == days_of(known).iloc[-1]
    labels = " ".join(text.get_text() for text in axes.texts)
    assert f"official chain:\n{days['cumulative_best'].iloc[-1]:,}" in labels
    assert f"all channels: at least {everything.iloc[-1]:,}" in labels


def test_years_are_the_yearly_series_and_parts_of_years_are_named_by_their_dates(record, drawings):
    years = dated_series(record, **RETURNED, channel="numbered", freq="Y")
    (axes,) = drawings["by_year"].figure.axes
    assert [bar.get_height() for bar in artists(axes, "best")] == years["best"].tolist()
    (bounds,) = artists(axes, "bounds")
    most = years["high"].where(np.isfinite(years["high"]), years["best"].astype(float))
    assert [tuple(path[:, 1]) for path in bounds.get_segments()] == list(
        zip(years["low"], most, strict=True)
    )
    names = [label.get_text() for label in axes.get_xticklabels()]
    # The record begins on 24 February 2022; totals prove 1,596 by the end of that year.
    assert names[0].startswith("2022") and names[0].endswith("(24 Feb – 31 Dec)")
    assert names[1].startswith("2023") and "–" not in names[1]
    assert axes.texts[1].get_text() == "1,002"  # 2,598 by the end of 2023 less 1,596


def test_two_totals_prove_the_number_between_them(record, drawings):
    # 2,576 by 6 July 2023 and 2,598 by 7 August, given by the ombudsman and the President's office.
    (axes,) = drawings["two_totals"].figure.axes
    assert points(axes, "totals") == [("2023-07-06", 2576), ("2023-08-07", 2598)]
    (band,) = artists(axes, "possible")
    heights = np.concatenate([path.vertices[:, 1] for path in band.get_paths()])
    assert (heights.min(), heights.max()) == (2576, 2598)
    assert drawings["two_totals"].title == (
        "Two totals prove that 22 people returned from 7 July 2023 to 7 August 2023"
    )


def test_readings_of_the_largest_total_are_those_of_the_engine(record, drawings):
    (axes,) = drawings["which_total"].figure.axes
    (line,) = artists(axes, "total")
    value = int(line.get_xdata()[0])
    assert value == headline(record).all_said
    readings = possible_readings(record, measure="returned_to_ukraine")
    own = readings[readings["total"] == f"{value:,}"].iloc[0, 3:]
    said = [text.get_text().split(": ")[1] for text in axes.texts]
    words = [f"{-by:,} too many" if by < 0 else "possible" for by in own]
    assert said == words and len(set(said)) > 1


def test_readings_of_a_total_on_a_small_record():
    drawing = FIGURES["which_total"](open_total())
    (axes,) = drawing.figure.axes
    assert drawing.title == (
        "60, the largest total, cannot count everything: all reports together add up to at least 75"
    )
    assert [text.get_text() for text in axes.texts] == [
        "at most 40: 20 too few",
        "at least 70: 10 too many",
        "at least 45: possible",
        "at least 75: 15 too many",
    ]
    widths = [bar.get_width() for bar in artists(axes, "part")]
    assert widths == [40, 40, 30, 40, 5, 40, 30, 5]


def test_what_cannot_be_shown_is_said_in_a_line(monkeypatch):
    why = {
        "two_totals": "fewer than two certain totals of the official chain give their day",
        "which_total": "every published total says what it counts",
        "held": "no number of soldiers held by Russia was published",
    }
    monkeypatch.setattr("analysis.figures.gallery.FIGURES", {name: FIGURES[name] for name in why})
    gallery = draw_all(load_record(SMALL), untold)
    assert (gallery.left_out, gallery.failed) == (why, {})
    assert "\n- which_total: every published" in gallery.files["README.md"].decode()


@pytest.mark.parametrize(("place", "channel"), [(0, "numbered"), (1, "unnumbered")])
def test_monthly_bars_and_whiskers_are_the_monthly_series(record, drawings, place, channel):
    months = dated_series(record, **RETURNED, channel=channel, freq="MS")
    axes = drawings["monthly"].figure.axes[place]
    withheld = months["status"] == "withheld"
    for gid, rows in (("best", months[~withheld]), ("withheld", months[withheld])):
        heights = [bar.get_height() for bar in artists(axes, gid)]
        assert heights == rows["best"].fillna(rows["low"]).astype(float).tolist()
    outlined = [bar.get_height() for bar in artists(axes, "undated")]
    assert outlined == months.loc[months["undated"] > 0, "undated"].astype(float).tolist()
    limited = months[np.isfinite(months["high"]) & (months["low"] < months["high"])]
    (whiskers,) = artists(axes, "bounds")
    assert [tuple(path[:, 1]) for path in whiskers.get_segments()] == list(
        zip(limited["low"], limited["high"], strict=True)
    )


def test_sources_bars_are_the_documents(record, drawings):
    upper, lower = drawings["sources"].figure.axes
    months = documents_by_month(record)
    for place, name in enumerate(speaking(record)):
        heights = [bar.get_height() for bar in artists(upper, f"month-{place}")]
        assert heights == months[name].tolist()
    widths = [bar.get_width() for bar in artists(lower, "voice")]
    assert widths[::-1] == documents_by_voice(record)["documents"].head(VOICES).tolist()


def test_documents_are_counted_once_whatever_their_speakers(record):
    published = record.sources["published"]
    inside = published.between(record.counted_from, record.complete_through).sum()
    assert documents_by_month(record).to_numpy().sum() == inside


def test_a_total_fits_if_and_only_if_it_meets_the_range(record):
    table = published_totals(record, **RETURNED, channel="numbered")
    meets = (table["low"] <= table["range_high"]) & (table["high"] >= table["range_low"])
    assert (meets == (table["misses_by"] == 0)).all()
    assert (meets == (table["verdict"] == "fits")).all()
    assert not meets.all()


def test_withheld_totals_stand_on_the_line_or_in_their_range(record, drawings):
    alone = kept_withheld(record, **RETURNED, channel="numbered")
    ahead = kept_foreseen(record, **RETURNED, channel="numbered")
    upper, lower = drawings["withheld"].figure.axes
    low, high = alone["low"] - alone["value"], alone["high"] - alone["value"]
    drawn = [
        tuple(segment[:, 1])
        for gid in ("ranges", "ranges-undated")
        for bars in artists(upper, gid)
        for segment in bars.get_segments()
    ]
    assert sorted(drawn) == sorted(zip(low[low < high], high[low < high], strict=True))
    exact = alone[(low == 0) & (high == 0)]
    assert points(upper, "to-the-person") == sorted((day, 0.0) for day in days_of(exact))
    proven = -ahead["above_low"]
    for gid, rows in (("foreseen", ahead["misses_by"] == 0), ("misses", ahead["misses_by"] != 0)):
        expected = sorted(zip(days_of(ahead[rows]), proven[rows], strict=True))
        assert points(lower, gid) == expected
    before = ahead["before_low"] - ahead["value"]
    assert points(lower, "before") == sorted(zip(days_of(ahead), before, strict=True))


def test_loose_spans_are_the_days_whose_bounds_differ(record):
    days = dated_series(record, **RETURNED, channel="numbered", freq="D")
    width = days["cumulative_high"] - days["cumulative_low"]
    spans = loose_spans(record, **RETURNED, channel="numbered")
    inside = pd.Series(False, index=days.index)
    for start, end, most in zip(spans["start"], spans["end"], spans["width"], strict=True):
        span = days["end"].between(start, end)
        assert width[span].max() == most
        inside |= span
    assert (inside == (width > 0)).all()


def test_choices_of_the_cadence_are_the_table(record, drawings):
    drawing = drawings["cadence_choices"]
    table = cadence_by_counting(record)
    for axes, measure in zip(drawing.figure.axes, ("mean_gap", "cv", "local_variation"),
                             strict=True):  # fmt: skip
        for definition in DEFINITIONS:
            expected = table.loc[table["definition"] == definition, measure]
            assert [
                y for line in artists(axes, definition) for y in line.get_ydata()
            ] == expected.tolist()


def test_all_countings_are_there_and_agree_with_one_made_alone(record):
    table = cadence_by_counting(record).set_index(["definition", "merge_days"])
    assert len(table) == len(DEFINITIONS) * len(MERGE_WINDOWS)
    alone = changes_by_counting(record, [5], 0.05)
    together = table.loc[alone.index, ["changes", "change"]]
    assert together.equals(alone)
    assert table.groupby("definition")["n_events"].apply(lambda n: n.is_monotonic_decreasing).all()


# Nothing is cut off, nothing overlaps, and every figure carries its words.


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_is_cut_off_and_labels_do_not_overlap(name, drawings, files):
    fits_its_canvas(drawings[name].figure)  # saving it has laid it out


@pytest.mark.parametrize("name", [name for name in FIGURES if name not in OF_THE_METHODS])
def test_nothing_is_cut_off_on_another_record(name, others):
    others[name].figure.draw_without_rendering()
    fits_its_canvas(others[name].figure)


def fits_its_canvas(figure):
    for line in figure.findobj(Line2D):
        # matplotlib gives a line without points a place in the lower left corner.
        line.set_in_layout(len(line.get_xdata()) > 0)
    # Everything that is drawn: texts, legends, points over the edge of their axes.
    drawn = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    assert drawn.x0 >= 0 and drawn.y0 >= 0
    assert drawn.x1 <= width and drawn.y1 <= height
    for axes in figure.axes:
        labels = [text for text in axes.texts if text.get_text()]
        for one, other in combinations(labels, 2):
            boxes = [Text.get_window_extent(text) for text in (one, other)]
            assert not boxes[0].overlaps(boxes[1]), (one.get_text(), other.get_text())


@pytest.mark.parametrize("name", FIGURES)
def test_legends_hide_no_data(name, drawings, files):
    figure = drawings[name].figure
    for legend in figure.legends:
        box = legend.get_window_extent()
        assert not any(box.overlaps(axes.get_window_extent()) for axes in figure.axes)
        above = [text.get_window_extent() for text in figure.texts]
        assert not any(box.overlaps(text) for text in above)


@pytest.mark.parametrize("name", FIGURES)
def test_entries_of_a_key_are_told_apart_by_everybody_and_in_grey(name, drawings):
    for legend in drawings[name].figure.legends:
        for one, other in combinations(legend.legend_handles, 2):
            (shape, width, colour), (its_shape, its_width, its_colour) = map(look_of, (one, other))
            if shape != its_shape or max(width, its_width) >= 1.5 * min(width, its_width) > 0:
                continue
            names = one.get_label(), other.get_label()
            assert all(distance(colour, its_colour, v) >= PLAIN for v in VISION), names
            assert in_grey(colour, its_colour) >= PLAIN, names


def look_of(handle):
    """What tells an entry apart but its colour, the width of its line, and its colour."""
    if not isinstance(handle, Line2D):
        return ("area", handle.get_hatch(), handle.get_linestyle()), 0, handle.get_facecolor()
    line = handle.get_linestyle() not in ("None", "")
    dashes = line and handle._unscaled_dash_pattern  # linestyle alone says "--" of all dashes
    hollow = handle.get_markerfacecolor() == "white"
    shape = (handle.get_marker(), dashes, handle.get_fillstyle(), hollow)
    return shape, handle.get_linewidth() if line else 0, handle.get_color()


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_its_words(name, record, drawings, files):
    drawing = drawings[name]
    page = files["README.md"].decode("utf-8")
    for words in (drawing.title, drawing.caption, drawing.alt):
        assert words in page
    printed = [text.get_text().replace("\n", " ") for text in drawing.figure.texts]
    assert printed[0] == drawing.title
    (source,) = [text for text in printed if text.startswith("Source: ")]
    searched = f"searched through {day_words(record.complete_through)}"
    expected = "simulated" if name in OF_THE_METHODS else searched
    assert expected in source
    root = ElementTree.fromstring(files[f"{name}.svg"])
    assert drawing.alt in "".join(root.itertext())


@pytest.mark.parametrize("name", [name for name in FIGURES if name not in OF_THE_METHODS])
def test_no_number_of_a_title_is_typed(name, drawings, others):
    """The same code on another record gives another title."""
    numbers = [re.findall(r"\d[\d,]*", drawn[name].title) for drawn in (drawings, others)]
    assert numbers[0] != numbers[1]


def test_titles_of_a_record_without_misses_and_pauses_say_so(tmp_path):
    small = load_record(SMALL)
    assert FIGURES["cumulative"](small).title == (
        "110 persons returned in the official chain by 2 March 2031; on 61 of 61 days the count is "
        "known to the person"
    )
    folder = copy_small(tmp_path)
    edit(folder, "exchanges.csv", "2031-03-02,2031-03-02,2031-03-02,2", "x,2031-04-30,2031-04-30,4")
    package = folder / "datapackage.json"
    text = package.read_text(encoding="utf-8").replace("2031-06-30", "2031-05-20")
    package.write_text(text, encoding="utf-8")
    assert FIGURES["timeline"](load_record(folder)).title == (
        "No pause between dated exchanges lasted more than 60 days"
    )


# The files come out the same, and the check notices when they are not.


def test_another_process_draws_the_same_bytes(small_files, tmp_path):
    code = (
        "from analysis import load_record\n"
        "from analysis.figures import gallery\n"
        f"gallery.FIGURES = {{name: gallery.FIGURES[name] for name in {SOME}}}\n"
        f"drawn = gallery.draw_all(load_record({str(SMALL)!r}), lambda done, total: None)\n"
        f"gallery.write_gallery(drawn.files, {str(tmp_path)!r})"
    )
    subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "MPLBACKEND": "svg"},
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == small_files


def test_files_hold_no_date_and_no_version(small_files):
    for name, content in small_files.items():
        assert b"matplotlib.org" not in content, name
        assert b"<dc:date>" not in content and b"Software" not in content, name


def test_pictures_are_one_width(files):
    for name in FIGURES:
        height, width, _ = imread_bytes(files[f"{name}.png"]).shape
        assert width == 1200
        assert 600 <= height <= TALLEST.get(name, 1300)


def imread_bytes(content):
    return imread(BytesIO(content))


def test_committed_figures_are_what_the_code_draws(files):
    assert gallery_differences(files, ROOT / "figures") == []


def test_what_is_changed_missing_or_stray_is_named(small_files, tmp_path):
    write_gallery(small_files, tmp_path)
    assert gallery_differences(small_files, tmp_path) == []
    shutil.copy(tmp_path / "timeline.png", tmp_path / "sources.png")
    (tmp_path / "cumulative.svg").unlink()
    shutil.copy(tmp_path / "timeline.svg", tmp_path / "timeline-old.svg")
    page = tmp_path / "README.md"
    page.write_text(page.read_text(encoding="utf-8") + "x", encoding="utf-8")
    found = gallery_differences(small_files, tmp_path)
    assert [line.removeprefix(str(tmp_path)) for line in found] == [
        "/sources.png: differs from what the code draws",
        "/cumulative.svg: missing",
        "/README.md: differs from what the code draws",
        "/timeline-old.svg: no figure draws it",
    ]


def test_the_command_checks_and_exits_with_the_answer(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("analysis.figures.gallery.FIGURES", {"cumulative": FIGURES["cumulative"]})
    call = ["figures", "--data", str(SMALL), "--out", str(tmp_path)]
    assert main(call) == 0
    assert "longest pause          120 days" in capsys.readouterr().out
    assert main([*call, "--check"]) == 0
    (tmp_path / "cumulative.png").write_bytes((tmp_path / "cumulative.png").read_bytes()[:-100])
    assert main([*call, "--check"]) == 1
    assert (
        capsys.readouterr().err == f"{tmp_path}/cumulative.png: differs from what the code draws\n"
    )


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_one_moved_point_is_noticed(kind):
    drawing = FIGURES["timeline"](load_record(SMALL))
    before = drawing.image(kind)
    (head,) = artists(drawing.figure.axes[0], "exchanges-outside-withheld")
    head.set_xdata([head.get_xdata()[0] + 3])
    assert not same_picture(f"timeline.{kind}", before, drawing.image(kind))


def test_png_distance_over_one_tile_is_the_distance_of_matplotlib(files):
    one, two = files["timeline.png"], files["timeline.png"]
    assert png_distance(one, two) == 0
    pixels = np.round(255 * imread_bytes(one)[..., :3])
    changed = pixels.copy()
    changed[400:420, 300:340] = [0, 114, 178]
    expected = calculate_rms(pixels, changed)
    whole = png_distance(_png(pixels), _png(changed), tile=5000)
    assert whole == pytest.approx(expected, rel=1e-5)
    assert png_distance(_png(pixels), _png(changed)) > PNG_TOLERANCE > whole


def _png(pixels):
    file = BytesIO()
    imsave(file, pixels.astype(np.uint8), format="png")
    return file.getvalue()


def test_png_of_another_size_is_another_picture(files):
    assert png_distance(files["timeline.png"], files["cumulative.png"]) == np.inf


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ('d="M 10 20.5 L 3e1 4"', 'd="M 10 20.5 L 3e1 4"', 0),
        ('d="M 10 20.5"', 'd="M 10.25 20"', 0.5),
        ('style="fill: #0072b2"', 'style="fill: #0073b2"', np.inf),
        ('d="M 10 20"', 'd="M 10 20 L 1 1"', np.inf),
        ('id="m0123456789" href="#m0123456789"', 'id="mabcdef0123" href="#mabcdef0123"', 0),
        ('id="m0123456789" href="#m0123456789"', 'id="mabcdef0123" href="#m0123456789"', np.inf),
    ],
)
def test_svg_distance(first, second, distance):
    assert svg_distance(first.encode(), second.encode()) == distance
    assert SVG_TOLERANCE >= 0.5 or distance == 0


def test_a_users_own_settings_change_nothing(small_files):
    with matplotlib.rc_context({"font.size": 20, "axes.grid": False, "svg.fonttype": "none"}):
        drawing = FIGURES["cumulative"](load_record(SMALL))
        assert drawing.image("svg") == small_files["cumulative.svg"]


def test_a_notebook_shows_a_drawing_as_a_picture(drawings):
    image, shown = drawings["monthly"]._repr_png_()
    assert image.startswith(b"\x89PNG")
    assert shown == {"width": 600, "alt": drawings["monthly"].alt}
    assert repr(drawings["monthly"]) == f"Drawing({drawings['monthly'].title!r})"
