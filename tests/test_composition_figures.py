"""The figures about who returned, the held and the packages hold what the tables say."""

import numpy as np
import pytest
from matplotlib.dates import date2num

from analysis import window_bounds
from analysis.figures.composition import GROUPS, composition
from analysis.figures.group_so_far import group_so_far
from analysis.figures.held import SIDES, held
from analysis.figures.packages import packages
from analysis.figures.symmetry import VERDICTS, symmetry
from analysis.groups.composition import group_by_exchange
from analysis.groups.held import STOCK, held_figures
from analysis.groups.packages import package_reports, parcel_mentions
from analysis.groups.symmetry import exchange_balance
from analysis.story.returned import guard_totals
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
    totals = guard_totals(record)
    assert points(drawing, "totals") == sorted(
        zip(date2num(totals["as_of"]), totals["guardsmen"], strict=True)
    )
    (line,) = artists(drawing, "best")
    reached = dict(zip(line.get_xdata(orig=False), line.get_ydata(), strict=True))
    for as_of, count in zip(totals["as_of"], totals["guardsmen"], strict=True):
        found = window_bounds(record, **GROUP_SERIES, start=record.counted_from, end=as_of)
        assert found.low <= reached[date2num(as_of)] <= found.high
        assert found.low <= count <= found.high
    assert drawing.title.startswith(f"{totals['guardsmen'].iloc[-1]:,} National Guardsmen")
    assert "746 to 756" in drawing.alt


def test_composition_draws_published_shares_and_leaves_the_others_open(record):
    drawing = composition(record)
    for panel, group in enumerate(GROUPS):
        rows = group_by_exchange(record, measure="returned_to_ukraine", group=group)
        rows = rows[rows["channel"] == "numbered"]
        known = rows[rows["split"] == "published"]
        shares = [share for _, share in points(drawing, f"published-{group}", panel)]
        middle = 50 * (known["share_low"] + known["share_high"])
        assert sorted(shares) == pytest.approx(sorted(middle))
        (bars,) = artists(drawing, f"possible-{group}", panel)
        assert len(bars.get_segments()) == len(rows) - len(known)
    assert len({marker for _, marker, _ in GROUPS.values()}) == len(GROUPS)


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


@pytest.mark.parametrize(("panel", "measure"), [(0, "held_by_russia"), (1, "held_by_ukraine")])
def test_held_tells_stocks_from_other_figures_by_shape(record, panel, measure):
    drawing = held(record)
    rows = held_figures(record, measure=measure)
    rows = rows[rows["group"].isin(["all", "military", "civilians"])]
    for side in SIDES:
        for kind, face in (("stock", None), ("other", "white")):
            mine = rows[(rows["side"] == side) & ((rows["kind"] == STOCK) == (kind == "stock"))]
            gid = f"{measure}-{side}-{kind}"
            expected = zip(date2num(mine["as_of"]), mine["figure"], strict=True)
            assert points(drawing, gid, panel) == sorted(expected)
            faces = {line.get_markerfacecolor() for line in artists(drawing, gid, panel)}
            assert (faces == {"white"}) == (face == "white")


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
