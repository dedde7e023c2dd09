"""Every entry of the laws agrees with itself, whichever laws there are."""

from typing import get_args

import numpy as np
import pytest
from scipy import integrate, stats

from analysis.figures.gap_survival import _look
from analysis.gaps.laws import EVERY_LAW, LAWS, Model
from analysis.gaps.renewal import fit_renewal

DAYS = np.array([0.5, 4.0, 20.0, 45.0, 130.0])


def test_type_checkers_know_every_law():
    assert get_args(Model) == EVERY_LAW == tuple(LAWS)


@pytest.mark.parametrize("model", LAWS)
def test_density_is_the_slope_of_the_survival(model):
    law, step = LAWS[model], 1e-4
    at = law.simulated
    slope = (np.exp(law.logsf(DAYS - step, *at)) - np.exp(law.logsf(DAYS + step, *at))) / (2 * step)
    assert np.exp(law.logpdf(DAYS, *at)) == pytest.approx(slope, rel=1e-6)


@pytest.mark.parametrize("model", LAWS)
def test_mean_is_the_integral_of_the_survival(model):
    law = LAWS[model]
    total, _ = integrate.quad(
        lambda s: np.exp(s + law.logsf(np.exp(s), *law.simulated)), -20, 40, limit=200
    )
    assert law.mean(*law.simulated) == pytest.approx(total, rel=1e-6)
    assert total == pytest.approx(20, abs=1)  # as busy as the simulated histories are


@pytest.mark.parametrize("model", LAWS)
def test_draws_follow_the_law(model, rng):
    law = LAWS[model]
    drawn = law.draw(rng, 2_000, *law.simulated)
    found = stats.kstest(drawn, lambda t: -np.expm1(law.logsf(t, *law.simulated)))
    assert found.pvalue > 0.001


@pytest.mark.parametrize("model", LAWS)
def test_parameters_with_a_unit_follow_the_unit(model):
    days = np.array([3.0, 8.0, 15.0, 22.0, 90.0])
    one, week = (fit_renewal(days / unit, model=model).params for unit in (1, 7))
    factor = [7 if name in LAWS[model].in_days else 1 for name in LAWS[model].parameters]
    assert (week * factor).to_numpy() == pytest.approx(one.to_numpy(), rel=1e-6)


@pytest.mark.parametrize("model", [name for name in LAWS if LAWS[name].posterior])
def test_posterior_form_is_a_law_of_log_days(model):
    # its density in y integrates to the survival, wherever the parameters are
    form = LAWS[model].posterior
    for u, s in ((0.3, 0.2), (-0.5, 1.0)):
        u, s = np.array(u), np.array(s)
        for y in (-1.0, 0.5):
            density = lambda v, u=u, s=s: np.exp(v + form.logpdf(np.array(v), u, s))  # noqa: E731
            total, _ = integrate.quad(density, y, 40, limit=400)
            assert total == pytest.approx(np.exp(form.logsf(np.array(y), u, s)), rel=1e-6)


def test_no_two_laws_look_alike():
    looks = [tuple(map(str, _look(name).values())) for name in LAWS]
    assert len(set(looks)) == len(LAWS)
