"""The figures of cadence and pauses show their tables."""

import numpy as np
import pytest
from matplotlib.dates import num2date
from record_folders import REFERENCE

from analysis import event_gaps, exchange_events, smoothed_rate
from analysis.events.batches import batches
from analysis.events.cadence_by_counting import rate_changes, renewal_average
from analysis.events.notable_pauses import notable_pauses
from analysis.events.silence_watch import alarm_days, watched_silence
from analysis.events.verdict_limits import verdict_limits
from analysis.events.verdicts_by_counting import verdict_table
from analysis.figures.alarm import ALPHA, POWER_DESIGN, alarm_calibration
from analysis.figures.batches import batch_gaps
from analysis.figures.gap_survival import gap_survival
from analysis.figures.gaps import LABELLED, gaps
from analysis.figures.pause_choices import pause_choices
from analysis.figures.pauses_ranked import SHOWN, pauses_ranked
from analysis.figures.rate import BANDWIDTHS, rate
from analysis.figures.watch import silence_watch
from analysis.gaps.survival import kaplan_meier
from analysis.story.pause import asked_pause
from analysis.trust.runs import all_pause_choices
from analysis.trust.stored import FOLDER, read_simulated


@pytest.fixture(scope="module")
def table(record):
    return event_gaps(exchange_events(record, **REFERENCE), record.complete_through)


def artists(axes, gid):
    return axes.findobj(lambda artist: artist.get_gid() == gid)


def heights(axes, gid):
    return np.concatenate([np.asarray(line.get_ydata(), float) for line in artists(axes, gid)])


def segments(axes, gid):
    """Ends of all level or upright lines with a gid: x, y, x, y."""
    found = [segment for lines in artists(axes, gid) for segment in lines.get_segments()]
    return np.array(found, dtype=float).reshape(-1, 4)


def day(number):
    return num2date(number).strftime("%Y-%m-%d")


def test_gaps_lie_over_their_days_at_their_length(record, table):
    (axes,) = gaps(record).figure.axes
    closed = table[~table["censored"]]
    lines = segments(axes, "gaps")
    assert [day(x) for x in lines[:, 0]] == closed["start"].dt.strftime("%Y-%m-%d").tolist()
    assert [day(x) for x in lines[:, 2]] == closed["end"].dt.strftime("%Y-%m-%d").tolist()
    assert lines[:, 1].tolist() == closed["days"].tolist()
    labels = [text.get_text() for text in axes.texts]
    assert labels == [f"{days} days" for days in closed["days"] if days >= LABELLED]
    blocks = rate_changes(record, REFERENCE).blocks
    np.testing.assert_allclose(segments(axes, "regimes")[:, 1], 1 / blocks["rate"])


def test_rate_is_the_smoothed_one(record):
    (axes,) = rate(record).figure.axes
    events = exchange_events(record, **REFERENCE)["start"]
    window = record.counted_from, record.complete_through
    for gid, width in zip(("rate", "rate-narrow"), BANDWIDTHS, strict=True):
        expected = 30 * smoothed_rate(events, *window, width)["rate"]
        np.testing.assert_allclose(heights(axes, gid), expected)
    assert len(heights(axes, "exchanges")) == len(events)


def test_survival_falls_as_kaplan_meier_says(record, table):
    (axes,) = gap_survival(record).figure.axes
    open_days = table.loc[table["censored"], "days"]
    expected = kaplan_meier(table.loc[~table["censored"], "days"], open_days)["sf"]
    assert heights(axes, "estimate").tolist() == [1.0, *expected]
    average = renewal_average(record, REFERENCE)
    (line,) = artists(axes, "average")
    np.testing.assert_allclose(line.get_ydata(), average.sf(line.get_xdata()))


def test_batches_stand_over_their_gaps(record):
    expected = batches(record, **REFERENCE)
    for axes, column in zip(batch_gaps(record).figure.axes, ("gap_before", "gap_after"),
                            strict=True):  # fmt: skip
        drawn = sum(len(line.get_xdata()) for gid in ("counted", "shared")
                    for line in artists(axes, gid))  # fmt: skip
        assert drawn == len(expected)
        assert heights(axes, "counted").max() == expected["persons"].max()
        (line,) = artists(axes, "shared")
        rows = expected[~(expected["shared"] < 0.5 * expected["persons"])]
        assert line.get_xdata().tolist() == rows[column].tolist()


def test_ranked_pauses_are_bars_of_their_days(record, table):
    (axes,) = pauses_ranked(record).figure.axes
    widths = [bar.get_width() for bar in artists(axes, "pause")]
    expected = table.loc[~table["censored"], "days"].nlargest(SHOWN - 1)
    assert widths == expected.tolist()
    assert [bar.get_width() for bar in artists(axes, "open")] == [table["days"].iloc[-1]]
    limits = verdict_limits(record)
    (rare,) = artists(axes, "rare")
    assert rare.get_x() == pytest.approx(limits["single"])
    assert rare.get_x() + rare.get_width() == pytest.approx(limits["longest"])
    (regime,) = artists(axes, "regime")
    assert regime.get_xdata()[0] == limits["regime"]
    # what an undated exchange may leave of one pause: the last of its days is the bar's end
    for start, place, end, _ in segments(axes, "shortened"):
        bar = [*widths, table["days"].iloc[-1]]
        assert end in bar and start < end and place == int(place)


def test_every_verdict_on_the_longest_pause_is_a_point(record):
    ranges, ordered, choices = pause_choices(record).figure.axes
    curve = all_pause_choices(record).dropna(subset="pvalue")
    own = curve[curve["pause"] == asked_pause(record).name]
    drawn = np.concatenate([heights(ordered, name) for name in ("longest-of-all", "single-gap")])
    assert sorted(drawn) == sorted(own["pvalue"])
    table = verdict_table(curve)
    shown = [pause.name for pause in notable_pauses(record)[:-1]]
    assert len(segments(ranges, "range")) == 2 * len(shown)
    medians = [line.get_xdata()[0] for line in artists(ranges, "median")]
    expected = table.loc[table.index.get_level_values("pause").isin(shown), "median"]
    assert sorted(medians) == sorted(expected)
    # five choices behind each verdict: question with its law, comparison, definition, window
    assert len(segments(choices, "choice")) == 4 * len(own)


def test_watch_shows_the_days_on_which_the_alarm_rang(record):
    drawing = silence_watch(record)
    upper, lower = drawing.figure.axes
    pause = asked_pause(record)
    watched = watched_silence(record, pause, REFERENCE)
    assert heights(upper, "constant").tolist() == watched["constant"].tolist()
    assert heights(upper, "average").tolist() == watched["average"].tolist()
    assert heights(lower, "soon").tolist() == watched["soon"].tolist()
    alarms = alarm_days(record, pause, ["announced"], [1])
    assert heights(upper, "rang").tolist() == watched.loc[alarms["date"], "constant"].tolist()
    for number in alarms["day"]:
        assert f"day {number}" in " ".join(text.get_text() for text in upper.texts)
        assert f"day {number}" in drawing.alt


def test_calibration_is_the_stored_one(record):
    upper, lower = alarm_calibration(record).figure.axes
    levels = read_simulated(FOLDER, "alarm_levels")
    power = read_simulated(FOLDER, "alarm_power")
    for rule in levels["rule"].unique():
        rows = levels[(levels["rule"] == rule) & (levels["alpha"] == ALPHA)]
        (line,) = artists(upper, rule)
        assert sorted(line.get_xdata()) == sorted(rows["per_year"].clip(lower=0.003))
        rows = power[(power["rule"] == rule) & (power["alpha"] == ALPHA)]
        shares = rows.loc[rows["design"] == POWER_DESIGN, "share"]
        assert heights(lower, rule).tolist() == shares.tolist()
    (promise,) = artists(upper, "promise")
    assert promise.get_xdata()[0] == ALPHA
