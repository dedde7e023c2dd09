from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.gaps.survival import kaplan_meier

R = pd.read_csv(Path(__file__).parent / "r" / "kaplan_meier.csv")
# weeks of remission under 6-MP, Freireich et al. (1963), Blood 21, 699-716
RELAPSED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
STILL = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]


def test_published_estimate_of_the_remissions():
    # Cox & Oakes (1984), Analysis of Survival Data, section 4.3; Kalbfleisch & Prentice (2002)
    published = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    table = kaplan_meier(RELAPSED, STILL)
    assert table["sf"].round(3).tolist() == published
    assert table.index.tolist() == [6, 7, 10, 13, 16, 22, 23]


def test_estimate_and_intervals_agree_with_r():
    table = kaplan_meier(RELAPSED, STILL)
    assert table["at_risk"].tolist() == R["at_risk"].tolist()
    for column, theirs in (("sf", "surv"), ("low", "low"), ("high", "high")):
        assert table[column].to_numpy() == pytest.approx(R[theirs].to_numpy(), rel=1e-6), column


def test_without_censoring_it_is_the_share_of_longer_gaps():
    days = [3, 8, 8, 15, 40]
    table = kaplan_meier(days)
    assert table["sf"].tolist() == pytest.approx([0.8, 0.4, 0.2, 0.0])
    assert table.loc[40, ["low", "high", "band_low", "band_high"]].isna().all()


@pytest.mark.slow
def test_band_covers_the_whole_curve_in_95_percent():
    # the band is asymptotic and holds up to the last gap; at 60 gaps, a quarter of them censored
    rng = np.random.default_rng(3)
    inside = 0
    runs = 200
    for _ in range(runs):
        days, cut = rng.exponential(30, 60), rng.exponential(90, 60)
        table = kaplan_meier(days[days <= cut], cut[cut < days]).dropna()
        truth = np.exp(-table.index.to_numpy() / 30)
        # the estimate steps down at each gap: the curve must fit on both sides of the step
        left = np.exp(-np.append(table.index[1:], table.index[-1]) / 30)
        inside += bool(((table["band_low"] <= left) & (truth <= table["band_high"])).all())
    assert stats.binomtest(inside, runs, 0.95, alternative="less").pvalue > 0.001


def test_wrong_gaps_are_named():
    with pytest.raises(ValueError, match="at least 1 values"):
        kaplan_meier([], [3])
    with pytest.raises(ValueError, match="got -3"):
        kaplan_meier([5], [-3])
