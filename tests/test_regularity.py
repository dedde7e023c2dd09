import numpy as np
import pytest
from hypothesis import given, strategies as st

from analysis.gaps.regularity import dispersion


def naive(days):
    """The three formulas as printed, one gap at a time."""
    n, mean = len(days), sum(days) / len(days)
    r = (sum((d - mean) ** 2 for d in days) / n) ** 0.5 / mean
    burstiness = ((n + 1) ** 0.5 * r - (n - 1) ** 0.5) / (((n + 1) ** 0.5 - 2) * r + (n - 1) ** 0.5)
    lv = sum(
        3 * (days[i] - days[i + 1]) ** 2 / (days[i] + days[i + 1]) ** 2 for i in range(n - 1)
    ) / (n - 1)
    return r, burstiness, lv


@given(st.lists(st.integers(1, 200), min_size=3, max_size=40))
def test_agrees_with_the_printed_formulas(days):
    found = dispersion(days, n=20)
    got = float(found.cv), float(found.burstiness), float(found.local_variation)
    assert got == pytest.approx(naive(days), abs=1e-12)


def test_limits_of_kim_and_jo():
    # Kim & Jo (2016), section III: A = -1 for equal gaps, 1 when one gap holds all the time, 0 at
    # the r of a Poisson process, sqrt((n - 1) / (n + 1))
    assert float(dispersion([30] * 9, n=20).burstiness) == pytest.approx(-1)
    assert float(dispersion([1e9] + [1e-9] * 9, n=20).burstiness) == pytest.approx(1, abs=1e-9)
    n, r = 4, np.sqrt(3 / 5)
    two_sided = 1 + r * np.array([1, -1, 1, -1])  # standard deviation r, mean 1
    assert float(dispersion(two_sided, n=20).cv) == pytest.approx(r)
    assert float(dispersion(two_sided, n=20).burstiness) == pytest.approx(0, abs=1e-12), n


def test_null_moments_are_the_exact_ones():
    # Poisson gaps given their sum are uniform on the simplex. Greenwood's statistic G = sum of
    # squared shares has mean 2 / (n + 1) (Moran 1947, J. R. Stat. Soc. B 9, 92-98) and r^2 =
    # n G - 1, so the null mean of r^2 is (n - 1) / (n + 1); Shinomoto et al. (2003): mean Lv 1.
    rng, n = np.random.default_rng(5), 12
    drawn = [dispersion(rng.exponential(size=n), n=2) for _ in range(1000)]
    squares = np.array([float(d.cv) ** 2 for d in drawn])
    local = np.array([float(d.local_variation) for d in drawn])
    for values, exact in ((squares, 11 / 13), (local, 1.0)):
        assert abs(values.mean() - exact) < 4 * values.std() / np.sqrt(len(values))


def test_gamma_gaps_have_shinomotos_local_variation():
    # Shinomoto et al. (2003), eq. 2.4: Lv = 3 / (2 shape + 1) for gamma gaps
    gaps = np.random.default_rng(6).gamma(4.0, 7.0, 200_000)
    assert float(dispersion(gaps, n=2).local_variation) == pytest.approx(3 / 9, rel=0.01)


def poisson_gaps(rng):
    return rng.exponential(size=20)


def whole_day_gaps(rng):
    return rng.geometric(0.25, 20)  # mean 4 days: recording in days matters


def merged_gaps(rng):
    """Gaps of a busy process whose events within two days of each other are one."""
    gaps = rng.geometric(0.3, 200)
    return gaps[gaps > 2][:20]


@pytest.mark.parametrize(
    ("draw", "merge_days"), [(poisson_gaps, 0), (whole_day_gaps, 0), (merged_gaps, 2)]
)
def test_null_band_holds_95_percent(draw, merge_days):
    rng = np.random.default_rng(8)
    runs = [dispersion(draw(rng), merge_days=merge_days, n=400, rng=rng) for _ in range(400)]
    for name in ("cv", "burstiness", "local_variation"):
        outside = np.mean([getattr(run, name).verdict != "within" for run in runs])
        # binomial error of 400 runs is 0.011, plus that of a band from 400 draws; the few distinct
        # values of whole-day gaps can only make the band too wide
        assert outside < 0.05 + 4 * 0.011 + 0.005, name
        if draw is poisson_gaps:
            assert outside > 0.05 - 4 * 0.011 - 0.005, name


def test_recording_in_days_and_merging_narrow_what_chance_gives():
    days = [3, 4, 9, 3, 5, 14, 6, 3, 8]
    fine, whole, merged = (
        dispersion(d, merge_days=m).local_variation.null_high
        for d, m in (([x + 0.001 for x in days], 0), (days, 0), (days, 2))
    )
    assert fine > whole > merged


def test_blind_to_scale_and_to_reversal_but_not_all_to_order():
    days = [3, 40, 8, 15, 2, 60, 7]
    one, scaled, reverse = (dispersion(d) for d in (days, [7 * d for d in days], days[::-1]))
    assert one.table()["value"].tolist() == pytest.approx(scaled.table()["value"].tolist())
    assert one.table()["value"].tolist() == pytest.approx(reverse.table()["value"].tolist())
    ordered = dispersion(sorted(days))
    assert float(ordered.cv) == pytest.approx(float(one.cv))
    assert float(ordered.local_variation) < float(one.local_variation)


def test_same_band_on_every_run_and_verdicts():
    assert dispersion([5, 9, 30]) == dispersion([5, 9, 30])
    assert {m.verdict for m in (dispersion([1] * 9 + [400]).cv,)} == {"above"}
    assert "within" in repr(dispersion([5, 9, 30]))


@pytest.mark.parametrize(("days", "message"), [([3, 4], "at least 3"), ([3, 4, 0], "got 0")])
def test_wrong_gaps_are_named(days, message):
    with pytest.raises(ValueError, match=message):
        dispersion(days)
    with pytest.raises(ValueError, match="a gap of 3 days should be merged at merge_days=3"):
        dispersion([3, 9, 20], merge_days=3)
