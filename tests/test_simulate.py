import numpy as np
import pandas as pd
import pytest
from scipy import stats
from simulated_record import paused_history, write_simulated_record

import analysis
from analysis.events.events import event_gaps, exchange_events
from analysis.trust.simulate import (
    clustered_history,
    poisson_history,
    regular_history,
    two_rate_history,
)

START, END = pd.Timestamp("2022-01-01"), pd.Timestamp("2041-12-31")
LENGTH = (END - START).days + 1


def draw(name, rng):
    return {
        "regular": lambda: regular_history(START, END, 20, 0.2, rng),
        "poisson": lambda: poisson_history(START, END, 0.05, rng),
        "clustered": lambda: clustered_history(START, END, 0.02, 2.5, 6, rng),
        "two_rate": lambda: two_rate_history(START, END, "2032-01-01", 0.08, 0.02, rng),
        "paused": lambda: paused_history(START, END, 0.05, "2030-01-01", "2030-12-31", rng),
    }[name]()


DESIGNS = ("regular", "poisson", "clustered", "two_rate", "paused")


@pytest.mark.parametrize("name", DESIGNS)
def test_days_lie_in_the_watch_in_order_and_repeat_with_the_seed(name):
    one, two = (draw(name, np.random.default_rng(3)) for _ in range(2))
    assert one.days.equals(two.days)
    assert one.days.is_monotonic_increasing
    assert one.days[0] >= START
    assert one.days[-1] <= END


@pytest.mark.parametrize("name", ["regular", "poisson", "clustered"])
def test_rate_and_dispersion_are_the_stated_ones(name):
    rate = 0.05  # of all three designs: 1 / 20, 0.05, 0.02 x 2.5
    counts = [len(draw(name, np.random.default_rng(s)).days) for s in range(40)]
    error = np.std(counts) / np.sqrt(len(counts))
    assert abs(np.mean(counts) - rate * LENGTH) < 4 * error + 0.5
    # variance over mean of counts: Poisson 1, far below for clockwork, above for clusters
    ratio = np.var(counts, ddof=1) / np.mean(counts)
    low, high = stats.chi2.ppf([0.0005, 0.9995], 39) / 39
    assert {"regular": ratio < low, "poisson": low < ratio < high, "clustered": ratio > high}[name]


def test_first_event_of_clockwork_has_a_random_phase():
    first = [
        (regular_history(START, END, 20, 0.05, np.random.default_rng(s)).days[0] - START).days
        for s in range(200)
    ]
    assert stats.kstest(np.array(first) + 0.5, stats.uniform(0, 20).cdf).pvalue > 0.001


def test_two_rates_and_a_pause():
    history = draw("two_rate", np.random.default_rng(1))
    turn = pd.Timestamp("2032-01-01")
    early, late = (history.days < turn).sum(), (history.days >= turn).sum()
    assert stats.binomtest(int(early), int(early + late), 0.8).pvalue > 0.001
    quiet = draw("paused", np.random.default_rng(1))
    inside = (quiet.days >= "2030-01-01") & (quiet.days <= "2030-12-31")
    assert not inside.any()
    assert np.diff(quiet.days).max() >= np.timedelta64(366, "D")


@pytest.mark.parametrize("withheld", [0.0, 0.3, 1.0])
def test_a_simulated_record_is_valid_and_says_the_truth(tmp_path, withheld):
    rng = np.random.default_rng(5)
    history = poisson_history("2031-01-01", "2034-12-31", 0.05, rng)
    truth = write_simulated_record(history, tmp_path / "folder", withheld, rng)
    record = analysis.load_record(tmp_path / "folder")
    assert record.complete_through == history.end
    assert record.counted_from == history.start

    events = exchange_events(record, "official", 0)
    assert events["start"].tolist() == history.days.unique().tolist()
    still_open = event_gaps(events, record.complete_through)["days"].iloc[-1]
    assert still_open == (history.end - history.days[-1]).days

    said = record.reports[record.reports["scope"] == "event"]
    assert len(said) == 2 * (~truth["withheld"]).sum()
    for side in ("returned_to_north", "returned_to_south"):
        rows = said[said["measure"] == side]
        shown = truth.set_index(truth.index + 1).loc[rows["exchange_no"], side]
        assert rows["value"].tolist() == shown.tolist()


def test_bounds_of_a_simulated_record_hold_the_truth(tmp_path):
    rng = np.random.default_rng(6)
    history = poisson_history("2031-01-01", "2032-12-31", 0.04, rng)
    truth = write_simulated_record(history, tmp_path, 0.4, rng)
    record = analysis.load_record(tmp_path)
    chain = {"measure": "returned_to_north", "group": "all", "channel": "official"}
    assert analysis.contradictions(record, **chain).empty
    for row in truth.itertuples():
        window = analysis.window_bounds(record, **chain, start=row.day, end=row.day)
        assert window.low <= row.returned_to_north <= window.high
    total = analysis.window_bounds(record, **chain, start=history.start, end=history.days[-1])
    assert total.low == total.high == truth["returned_to_north"].sum()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda rng: poisson_history(END, START, 1, rng), "dates must be in order"),
        (lambda rng: poisson_history(START, END, 0, rng), "rate must be positive"),
        (lambda rng: regular_history(START, END, 20, -1, rng), "cv must be positive"),
        (lambda rng: clustered_history(START, END, 1, 0.5, 1, rng), "cluster_size must be"),
        (lambda rng: two_rate_history(START, END, "2050-01-01", 1, 1, rng), "in order"),
        (lambda rng: paused_history(START, END, 1, "2021-01-01", "2023-01-01", rng), "in order"),
    ],
)
def test_wrong_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call(np.random.default_rng(0))


def test_wrong_record_arguments_are_named(tmp_path):
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="withheld must lie"):
        write_simulated_record(poisson_history(START, END, 0.1, rng), tmp_path, 2, rng)
    with pytest.raises(ValueError, match="has no events"):
        write_simulated_record(poisson_history(START, START, 1e-9, rng), tmp_path, 0, rng)
