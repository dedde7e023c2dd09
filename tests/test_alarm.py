"""The alarm's promise, proven by integration and by watching simulated histories day by day."""

import numpy as np
import pytest
from scipy import integrate, stats

from analysis.gaps.alarm import open_gap_alarm, quantile_alarm, single_gap_alarm


@pytest.mark.parametrize("n", [1, 3, 8, 30, 60])
@pytest.mark.parametrize("mean", [5.0, 30.0, 120.0])
@pytest.mark.parametrize("alpha", [0.10, 0.05, 0.01])
def test_promise_holds_at_any_constant_rate(n: int, mean: float, alpha: float) -> None:
    """False alarms a year = 365/mean · E[P(next gap > day) | the sum of n gaps], by quadrature."""

    def yearly(total: float) -> float:
        # one gap of that mean stands for n of them: only the number and the sum matter
        day = open_gap_alarm(np.full(n, total / n), alpha)
        return float(365 / mean * np.exp(-day / mean))

    total = stats.gamma(n, scale=mean)
    grid = total.ppf((np.arange(400) + 0.5) / 400)  # equal shares of probability
    assert np.mean([yearly(value) for value in grid]) <= alpha


def yearly_alarms(n: int, mean: float, alpha: float) -> float:
    """The same in continuous days, x the sum of n gaps in means: beyond x(p^(-1/n) - 1)."""

    def expected(x: float) -> float:
        level = min(1.0, alpha * mean * x / n / 365)
        return float(stats.gamma.pdf(x, n) * np.exp(-x * (level ** (-1 / n) - 1)))

    return 365 / mean * float(integrate.quad(expected, 0, 40 + 6 * n, limit=400)[0])


@pytest.mark.parametrize("n", [1, 2, 3, 5, 8, 20, 80])
def test_where_the_promise_holds_and_where_not(n: int) -> None:
    for share in (0.02, 0.1, 0.3):  # alpha times the mean gap, in years
        assert yearly_alarms(n, share * 365 / 0.1, 0.1) <= 0.1
    assert (
        max(yearly_alarms(n, 365 * share / 0.1, 0.1) for share in (0.4, 0.5, 0.6)) < 0.1 * 16 / 15
    )


def test_rare_exchanges_break_the_promise() -> None:
    # found from outside: 5 gaps of mean 225 days at 0.9, of mean 2,030 days at 0.1
    assert yearly_alarms(5, 225, 0.9) == pytest.approx(0.952, abs=2e-3)
    assert yearly_alarms(5, 2030, 0.1) == pytest.approx(0.106, abs=5e-4)


def test_day_is_the_closed_form() -> None:
    # level = alpha · mean / 365; Pareto law (1 + t / total)^-n
    gaps = np.array([12.0, 31, 9, 17, 44, 20])
    level = 0.05 * gaps.mean() / 365
    exact = gaps.sum() * (level ** (-1 / 6) - 1)
    assert open_gap_alarm(gaps, 0.05) == int(np.ceil(exact))
    assert single_gap_alarm(gaps, 0.05) == int(np.ceil(gaps.sum() * (0.05 ** (-1 / 6) - 1)))


def test_daily_watch(rng: np.random.Generator) -> None:
    """Walk through simulated days; an alarm rings in the evening of the day it names."""
    alpha, years, rings, watched = 0.5, 12, 0, 0
    for _ in range(20):
        happened = rng.random(365 * years) < 1 / 12  # a coin a day: whole days, constant rate
        gaps: list[int] = []
        silence, rung, day = 0, False, None
        for event in happened:
            silence += 1
            if event:
                gaps.append(silence)
                silence, rung = 0, False
                day = open_gap_alarm(gaps, alpha) if len(gaps) >= 5 else None
            elif day is not None and silence >= day and not rung:
                rings, rung = rings + 1, True
            watched += day is not None
    rate = rings / watched * 365
    assert rate <= alpha + 2 * np.sqrt(alpha / (watched / 365))
    assert rate > alpha / 4  # and it does ring: the promise is not kept by silence


def test_patience_grows_with_the_promise() -> None:
    gaps = [12, 31, 9, 17, 44, 20]
    days = [open_gap_alarm(gaps, alpha) for alpha in (0.9, 0.1, 0.05, 0.01)]
    assert days == sorted(days)
    assert len(set(days)) == 4


def test_only_number_and_mean_matter_at_a_constant_rate() -> None:
    assert open_gap_alarm([10, 30], 0.05) == open_gap_alarm([20, 20], 0.05)
    assert open_gap_alarm([10, 30] * 5, 0.05) < open_gap_alarm([10, 30], 0.05)


def test_clustered_gaps_make_the_weibull_watcher_wait() -> None:
    clustered = [1, 2, 1, 3, 60, 1, 2, 45, 1, 1, 2, 80, 3]
    regular = [20, 22, 19, 25, 18, 21, 20, 23, 17, 20, 22, 19, 21]
    assert open_gap_alarm(clustered, 0.1, "weibull") > open_gap_alarm(clustered, 0.1)
    assert open_gap_alarm(regular, 0.1, "weibull") < open_gap_alarm(regular, 0.1)


def test_rules_for_one_gap_ring_earlier() -> None:
    gaps = [12, 31, 9, 17, 44, 20, 14, 8, 25, 19]
    assert quantile_alarm(gaps, 0.05) < single_gap_alarm(gaps, 0.05) < open_gap_alarm(gaps, 0.05)


def test_gaps_longer_than_the_promise_ring_at_once() -> None:
    # with gaps of 20 years, one false alarm a gap is fewer than 0.1 a year
    assert open_gap_alarm([7_300, 7_300], 0.1) == 1


@pytest.mark.parametrize("alpha", [0, 1, -0.1, 5, float("nan")])
def test_alpha_is_a_rate_below_one(alpha: float) -> None:
    with pytest.raises(ValueError, match="alpha="):
        open_gap_alarm([10, 20], alpha)


def test_no_gap_no_alarm() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        open_gap_alarm([], 0.05)
