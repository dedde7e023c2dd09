"""The figures about who returned, the held and the packages hold what the tables say."""

import numpy as np
import pandas as pd
from made_records import exchange, made_record, report
from matplotlib.dates import date2num

from analysis import window_bounds
from analysis.figures.group_so_far import group_so_far
from analysis.figures.held import SIDES, held
from analysis.figures.packages import packages
from analysis.figures.symmetry import VERDICTS, symmetry
from analysis.groups.held import STOCK, held_figures
from analysis.groups.packages import package_reports, parcel_mentions
from analysis.groups.symmetry import exchange_balance
from analysis.story.returned import group_totals, told_shares
from analysis.story.words import GROUP_SERIES


def artists(drawing, gid, panel=0):
    axes = drawing.figure.axes[panel]
    return axes.findobj(lambda artist: artist.get_gid() == gid)


def points(drawing, gid, panel=0):
    return sorted(
        (float(x), float(y))
        for line in artists(drawing, gid, panel)
        for x, y in zip(line.get_xdata(orig=False), line.get_ydata(orig=False), strict=True)
    )


def test_guardsmen_stand_on_their_totals(record):
    drawing = group_so_far(record)
    totals = group_totals(record)
    assert points(drawing, "totals") == sorted(
        zip(date2num(totals["as_of"]), totals["returned"], strict=True)
    )
    (line,) = artists(drawing, "best")
    reached = dict(zip(line.get_xdata(orig=False), line.get_ydata(), strict=True))
    for as_of, count in zip(totals["as_of"], totals["returned"], strict=True):
        found = window_bounds(record, **GROUP_SERIES, start=record.counted_from, end=as_of)
        assert found.low <= reached[date2num(as_of)] <= found.high
        assert found.low <= count <= found.high
    # Published on 25 July 2024 as held, then corrected to returned.
    assert drawing.title == (
        "755 National Guardsmen had returned by 25 July 2024: other reports alone give 746 to 756"
    )
    assert "746 to 756" in drawing.alt


def test_shares_are_those_of_the_exchanges_that_tell_them():
    guard, civilians = {"group": "national_guard"}, {"group": "civilians"}
    told = told_shares(
        made_record(
            [
                report(40, 10, 10),
                report(10, 10, 10, **guard),
                report(50, 20, 20),
                report(60, 400, 400),
                report(15, 400, 400, **guard),
                report(6, 400, 400, **civilians),
                report(20, 410, 410),
                report(2, 410, 410, bound="at_least", **civilians),
            ],
            [exchange(10), exchange(20), exchange(400), exchange(410)],
            days=500,
        )
    )
    assert told.columns.tolist() == [2031, 2032]
    assert told.loc["National Guard"].tolist() == ["25% (1 of 2)", "25% (1 of 2)"]
    assert told.loc["Border Guard"].tolist() == ["", ""]
    # 6 of 60; "at least 2" tells of a part only
    assert told.loc["civilians"].tolist() == ["", "10% (1 of 2)"]


def test_symmetry_draws_each_told_day_once_and_none_of_the_others(record):
    drawing = symmetry(record)
    rows = exchange_balance(record)
    rows = rows[rows["channel"] == "numbered"]
    told = rows[rows["told"]]
    drawn = []
    for verdict in VERDICTS:
        found = points(drawing, verdict.replace(" ", "-"))
        assert len(found) == (told["verdict"] == verdict).sum()
        drawn += [height for _, height in found]
    assert sorted(drawn) == sorted((told["more_low"] + told["more_high"]) / 2)
    assert len(points(drawing, "untold")) == len(rows) - len(told)
    assert len({marker for _, marker, _ in VERDICTS.values()}) == len(VERDICTS)
    assert drawing.title.startswith(f"{(told['verdict'] == 'equal').sum()} of {len(told)} days")


def test_symmetry_says_who_was_favoured():
    back = {"measure": "returned_to_russia", "said_by": "Ministry"}
    drawing = symmetry(
        made_record(
            [
                *(report(10, day, day) for day in (5, 10, 15, 20)),
                *(report(n, d, d, **back) for d, n in ((5, 10), (10, 8), (15, 12), (20, 10))),
                report(11, 20, 20, said_by="Ministry"),
            ],
            [exchange(day) for day in (5, 10, 15, 20)],
        )
    )
    assert drawing.title == (
        "1 of 4 days of exchanges were one for one; one favoured Ukraine, one favoured Russia, one "
        "is disputed"
    )


def test_held_draws_the_stocks_of_soldiers_and_nothing_else(record):
    drawing = held(record)
    rows = held_figures(record, measure="held_by_russia")
    rows = rows[rows["group"].isin(["all", "military"]) & (rows["kind"] == STOCK)]
    for side in SIDES:
        mine = rows[rows["side"] == side]
        expected = zip(date2num(mine["as_of"]), mine["figure"], strict=True)
        assert points(drawing, side) == sorted(expected)
    assert len({marker for _, marker, _ in SIDES.values()}) == len(SIDES)
    last = rows[rows["as_of"] > record.complete_through - pd.DateOffset(years=2)]["figure"]
    assert drawing.title == (
        f"Estimates of soldiers held by Russia ranged from {last.min():,} to {last.max():,} in two "
        "years"
    )


def test_packages_have_a_bar_for_each_round_stage_and_recipient(record):
    drawing = packages(record)
    rows = package_reports(record)
    for stage, told in rows.groupby("stage"):
        bars = artists(drawing, stage.replace(" ", "-"))
        groups = told.groupby(["round", "group"])
        assert len(bars) == len(groups)
        starts = [bar.get_paths()[0].vertices[:, 0].min() for bar in bars]
        assert sorted(starts) == sorted(date2num(groups["start"].min()))
    assert len(points(drawing, "no-number")) == len(parcel_mentions(record))
    assert np.isfinite(drawing.figure.axes[0].get_xlim()).all()
