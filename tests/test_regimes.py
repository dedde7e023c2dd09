from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from astropy.stats import bayesian_blocks
from hypothesis import given, settings, strategies as st
from scipy import stats
from scipy.special import gammaln

from analysis.gaps.regimes import change_points
from analysis.gaps.segmentation import (
    calibrate_penalty,
    event_cells,
    permutation_alarms,
    poisson_partition,
)

DATA = Path(__file__).parent / "data"
COAL = pd.read_csv(DATA / "coal.csv")["date"].to_numpy()
DAYS_A_YEAR = 365.25


def brute_force(counts, edges, penalty):
    """Value of the best of all divisions, each written out."""
    best = -np.inf
    inner = range(1, len(counts))
    for size in range(len(counts)):
        for cut in combinations(inner, size):
            borders = [0, *cut, len(counts)]
            value = 0.0
            for a, b in pairwise(borders):
                events = sum(counts[a:b])
                value += events * np.log(events / (edges[b] - edges[a])) - penalty
            best = max(best, value)
    return best


def value_of(counts, edges, penalty, borders):
    events = np.add.reduceat(counts, borders[:-1])
    return float(np.sum(events * np.log(events / np.diff(edges[borders])) - penalty))


@given(
    st.lists(st.integers(0, 60), min_size=3, max_size=11).filter(lambda t: len(set(t)) > 1),
    st.floats(0.1, 8),
)
def test_no_division_is_better(times, penalty):
    counts, edges = event_cells(times)
    found = value_of(counts, edges, penalty, poisson_partition(counts, edges, penalty))
    assert found == pytest.approx(brute_force(counts, edges, penalty), abs=1e-9)


def event_times(kind, n, rng):
    rate = {
        "flat": np.ones(n),
        "two": np.where(np.arange(n) < n // 3, 4.0, 1.0),
        "many": 1 + 4.0 * (np.arange(n) // 40 % 2),
        "ties": np.ones(n),
    }[kind]
    times = np.cumsum(rng.exponential(1, n) / rate)
    return np.round(times) if kind == "ties" else times


@pytest.mark.parametrize("kind", ["flat", "two", "many", "ties"])
@pytest.mark.parametrize("n", [20, 64, 65, 200])  # around the size of a batch of rows
def test_same_edges_as_astropy(kind, n):
    for seed in range(2):
        times = event_times(kind, n, np.random.default_rng(seed))
        for penalty in (1.5, 4.0):
            counts, edges = event_cells(times)
            ours = edges[poisson_partition(counts, edges, penalty)]
            assert np.array_equal(ours, bayesian_blocks(times, ncp_prior=penalty))


def test_shifted_scaled_and_reversed_times_have_the_same_blocks():
    times = np.round(event_times("many", 200, np.random.default_rng(1)) * 100)
    counts, edges = event_cells(times)
    borders = poisson_partition(counts, edges, 3.0)
    assert len(borders) > 3
    for other in (times + 5000, times * 7):
        assert np.array_equal(poisson_partition(*event_cells(other), 3.0), borders)
    back = poisson_partition(*event_cells(-times), 3.0)
    assert np.array_equal(len(counts) - back[::-1], borders)


@pytest.mark.slow
def test_coal_mine_disasters_change_once_near_1890():
    found = change_points(COAL, false_alarm=0.05)
    assert len(found.changes) == 1
    change = found.changes.iloc[0]
    # Raftery & Akman (1986), as quoted by Green (1995), Biometrika 82, 711-732, section 4.3: mode
    # 10 March 1890, 95% interval 15 May 1887 to 3 August 1895. The border lies halfway to the
    # disaster before, so it is the disaster of 10 March 1890 that it adjoins.
    adjoining = COAL[np.sort(COAL).searchsorted(change["change"])]
    assert round((adjoining - 1890) * DAYS_A_YEAR) == 69  # 10 March, counted from 1 January
    assert change["low"] < 1887 + 135 / DAYS_A_YEAR
    assert change["high"] > 1895 + 215 / DAYS_A_YEAR
    # rates of about 3.1 and 0.9 a year: Jarrett (1979), Biometrika 66, 191-193; Carlin, Gelfand &
    # Smith (1992), Appl. Statist. 41, 389-405
    for column, published in (("rate_before", 3.1), ("rate_after", 0.9)):
        assert change[column] == pytest.approx(published, abs=0.1)
    assert found.blocks["n_events"].tolist() == [124, 67]
    assert change["pvalue"] < 1e-12


def test_interval_is_the_posterior_of_raftery_and_akman():
    # the same posterior on a plain grid over the whole watch
    found = change_points(COAL, false_alarm=0.05).changes.iloc[0]
    times = np.sort(COAL)
    inside = times[1:-1]
    start, end = times[0], times[-1]
    grid = np.linspace(start, end, 400_001)[1:-1]
    before = inside.searchsorted(grid)
    after = len(inside) - before
    logs = gammaln(before + 0.5) + gammaln(after + 0.5)
    logs -= (before + 0.5) * np.log(grid - start) + (after + 0.5) * np.log(end - grid)
    cumulative = np.cumsum(np.exp(logs - logs.max()))
    oracle = np.interp([0.025, 0.975], cumulative / cumulative[-1], grid)
    assert [found["low"], found["high"]] == pytest.approx(oracle, abs=0.005)


def test_nile_flow_drops_after_1898():
    # Cobb (1978), Biometrika 65, 243-251: the flow changed in 1898. Yearly flow as a count in
    # cells of a year, its variance 16 times Poisson (from the published standard deviation about
    # the two means of some 125 at a mean of 919 x 10^8 cubic metres), hence the penalty too.
    nile = pd.read_csv(DATA / "nile.csv")
    edges = np.arange(1871, 1972)
    borders = edges[poisson_partition(nile["flow"], edges, penalty=4.0 * 16)]
    assert borders.tolist() == [1871, 1899, 1971]
    # and so does every penalty between the one that needs two changes and the gain of this one
    single = edges[poisson_partition(nile["flow"], edges, penalty=4.0 * 40)]
    assert single.tolist() == [1871, 1899, 1971]


def test_dates_in_dates_out():
    origin = pd.Timestamp("2022-03-24")
    numbers = np.concatenate([np.arange(0, 400, 8), np.arange(400, 1400, 40)])
    dated = change_points(origin + pd.to_timedelta(numbers, unit="D"), false_alarm=0.05)
    plain = change_points(numbers, false_alarm=0.05)
    assert plain.changes["change"].tolist() == [396.0]
    assert dated.changes["change"].tolist() == [origin + pd.Timedelta(days=396)]
    assert dated.edges[0] == origin
    assert dated.blocks["rate"].tolist() == plain.blocks["rate"].tolist()
    assert dated.changes["low"].iloc[0] == origin + pd.Timedelta(
        days=int(np.floor(plain.changes["low"].iloc[0]))
    )


def naive_critical_penalty(times):
    """Bisection on the penalty with the segmentation itself."""
    counts, edges = event_cells(times)
    low, high = 0.0, 100.0
    for _ in range(50):
        middle = (low + high) / 2
        if len(poisson_partition(counts, edges, middle)) == 2:
            high = middle
        else:
            low = middle
    return high


@pytest.mark.parametrize("span", [None, 40, 900])
def test_penalty_is_the_quantile_of_critical_penalties(span):
    rng = np.random.default_rng(4)
    got = calibrate_penalty(25, 0.1, span, n=30, rng=rng)
    inner = np.random.default_rng(4).uniform(0, 1, (30, 23))
    if span is not None:
        inner = np.round(inner * span)
    critical = [naive_critical_penalty([0, *row, span or 1]) for row in inner]
    assert got == pytest.approx(np.quantile(critical, 0.9, method="higher"), rel=1e-8)


@settings(max_examples=20, deadline=None)
@given(st.integers(5, 40))
def test_stricter_false_alarm_rates_cost_more(n_events):
    penalties = [calibrate_penalty(n_events, a, 500, n=200) for a in (0.2, 0.05, 0.01)]
    assert penalties == sorted(penalties)


@pytest.mark.slow
@pytest.mark.parametrize(("n_events", "span"), [(40, 1000), (80, 1480)])
def test_false_alarms_are_as_frequent_as_stated(n_events, span):
    rng = np.random.default_rng(99)
    runs, alarms = 600, 0
    for _ in range(runs):
        days = np.concatenate([[0, span], rng.integers(0, span + 1, n_events - 2)])
        counts, edges = event_cells(days)
        penalty = calibrate_penalty(n_events, 0.05, span)
        alarms += len(poisson_partition(counts, edges, penalty)) > 2
    # exact binomial test at 0.1% against the stated rate, which itself carries the error of
    # 2,000 calibration runs (0.5 percentage points)
    assert stats.binomtest(alarms, runs, 0.05).pvalue > 0.001


@pytest.mark.slow
@pytest.mark.parametrize("merge_days", [0, 3, 7])
def test_false_alarms_of_merged_events_are_as_frequent_as_stated(merge_days):
    rng = np.random.default_rng(77 + merge_days)
    runs, alarms = 300, 0
    penalties = {}
    for _ in range(runs):
        days = np.sort(rng.integers(0, 1478, rng.poisson(74)))
        days = days[np.diff(days, prepend=-99) > merge_days]  # starts of merged events
        size = len(days) // 2 * 2  # one calibration serves two numbers of events
        if size not in penalties:
            penalties[size] = calibrate_penalty(size, 0.05, 1450, merge_days=merge_days, n=500)
        counts, edges = event_cells(days)
        alarms += len(poisson_partition(counts, edges, penalties[size])) > 2
    # a merged event may last some days, which the calibration leaves out: the rate may be lower
    # than stated, not higher
    assert stats.binomtest(alarms, runs, 0.05, alternative="greater").pvalue > 0.001
    assert alarms > 0.01 * runs


def test_same_answer_on_every_run_and_with_a_generator():
    times = event_times("two", 60, np.random.default_rng(2))
    one, two = (change_points(times, false_alarm=0.05) for _ in range(2))
    assert one.penalty == two.penalty
    passed = change_points(times, false_alarm=0.05, rng=np.random.default_rng(12))
    assert passed.penalty != one.penalty
    assert passed.penalty == pytest.approx(one.penalty, abs=0.5)
    assert "false-alarm rate of 0.05" in repr(one)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: change_points([1, 2, 3], false_alarm=0), "false_alarm must lie"),
        (lambda: change_points([1, 2, 2], false_alarm=0.1), "three distinct values, got 2"),
        (lambda: change_points([5, 5, 5], false_alarm=0.1), "two distinct values"),
        (lambda: change_points([1, np.inf, 3], false_alarm=0.1), "must be finite, got inf"),
        (lambda: change_points(pd.to_datetime(["2022-03-24", None]), false_alarm=0.1), "NaT"),
        (lambda: calibrate_penalty(2, 0.1, None), "n_events must be at least 3"),
        (lambda: calibrate_penalty(9, 0.1, None, merge_days=3), "need a longer span"),
        (lambda: calibrate_penalty(9, 0.1, 30, merge_days=3), "than 30"),
        (lambda: change_points([1, 3, 9], false_alarm=0.1, merge_days=2), "events 2 days apart"),
        (lambda: poisson_partition([1, 2], [0, 1], 1.0), "need 3 edges, got 2"),
        (lambda: poisson_partition([1, 0], [0, 1, 2], 1.0), "counts must be positive"),
        (lambda: poisson_partition([1, 1], [0, 2, 2], 1.0), "edges must increase"),
    ],
)
def test_wrong_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_an_estimate_lies_in_its_interval():
    # 50 events on day 150 of one every 10 days: the interval ends just before that day
    days = [*range(0, 300, 10), *[150] * 50]
    found = change_points(days, false_alarm=0.05)
    first = found.changes.iloc[0]
    assert first["low"] == pytest.approx(149.60, abs=0.005)
    assert first["high"] == pytest.approx(149.996, abs=5e-4)
    assert ((found.changes["low"] <= found.changes["change"])
            & (found.changes["change"] <= found.changes["high"])).all()  # fmt: skip
    assert found.blocks["n_events"].sum() == 80
    assert found.edges[1:-1].tolist() == found.changes["change"].tolist()


def test_uneven_gaps_raise_false_alarms_that_a_poisson_process_does_not(rng):
    # the same penalty: its promise holds for independent events, not for gaps of any law
    shares = {}
    for name, gaps in (
        ("poisson", 1 + rng.geometric(0.05, 60)),
        ("uneven", 1 + np.floor(rng.lognormal(2.2, 1.5, 60))),
    ):
        times = np.cumsum(gaps).astype(float)
        penalty = calibrate_penalty(60, 0.05, int(np.ptp(times)), merge_days=1, n=400,
                                    rng=np.random.default_rng(1))  # fmt: skip
        shares[name], _ = permutation_alarms(times, penalty, 200, rng)
    assert shares["uneven"] > 0.2 > shares["poisson"]
    falls = np.cumsum(np.append(np.full(30, 5), np.full(30, 40))).astype(float)
    assert permutation_alarms(falls, 5.0, 99, rng)[1] == 0.01
