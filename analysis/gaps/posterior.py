"""Which parameters of a renewal model the gaps so far leave possible: posterior by quadrature.

Every law has a scale and a second parameter. Lengths enter as y, the logarithm of days over the
geometric mean of the gaps, which makes the result the same in any unit of time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis.gaps.days import Floats

_DROP = 40.0  # the quadrature stops where the density is e^-40 = 4e-18 of its peak

_COARSE, _FINE = 25, 81  # nodes an axis; the integrand is smooth and vanishes at the edges


@dataclass(frozen=True)
class PosteriorForm:
    """A law in coordinates (u, s) in which its posterior is compact; see `laws`.

    `logpdf` and `logsf` are of y, u and s, y the logarithm of days over a unit near the gaps;
    `logprior` is of u and s, and holds the Jacobian. Even the wide posterior of three gaps must
    not overflow.
    """

    logpdf: Callable[[Floats, Floats, Floats], Floats]
    logsf: Callable[[Floats, Floats, Floats], Floats]
    logprior: Callable[[Floats, Floats], Floats]


def log_location_scale(
    logpdf: Callable[[Floats], Floats], logsf: Callable[[Floats], Floats]
) -> PosteriorForm:
    """Log days = location + error / shape; s = log shape, u = location · shape (a straight funnel).

    `logpdf` and `logsf` are those of the error, written out: a posterior calls them 400,000 times.
    Prior: d location · d log shape, right-invariant.
    """
    return PosteriorForm(
        lambda y, u, s: logpdf(np.exp(s) * y - u) + s - y,
        lambda y, u, s: logsf(np.exp(s) * y - u),
        lambda u, s: -s,
    )


@dataclass(frozen=True)
class Posterior:
    """Weighted parameter values of one law; use :func:`posterior` to make one.

    `centre` is the log of the geometric mean of the gaps in days; `u, s` are the nodes, in the
    coordinates of `form`, and `logweight` the logs of their weights, which sum to 1.
    """

    form: PosteriorForm
    centre: float
    u: Floats
    s: Floats
    logweight: Floats

    def logsf(self, days: float) -> float:
        """Return log P(gap > `days`), the parameters averaged out."""
        if days == 0:
            return 0.0
        y = np.asarray(np.log(days) - self.centre)
        with np.errstate(over="ignore", divide="ignore"):  # where P vanishes, its log is -inf
            terms = self.logweight + self.form.logsf(y, self.u, self.s)
        return min(0.0, float(special.logsumexp(terms)))


def posterior(days: Floats, cut: Floats, model: str, form: PosteriorForm) -> Posterior:
    """Find the posterior of a two-parameter law from gaps in days, `cut` those still open.

    Needs three gaps, not all equal, and says so; `model` is the name in that message.
    """
    logs = np.log(days)
    if len(days) < 3 or np.ptp(logs) < 1e-9:
        raise ValueError(
            f"days holds {len(days)} gaps from {days.min():g} to {days.max():g} days: the "
            f"{model.replace('_', ' ')} model needs at least three, not all equal"
        )
    centre = float(logs.mean())
    y, y_cut = (np.log(v)[:, None, None] - centre for v in (days, cut))

    def evaluate(nodes: int) -> tuple[list[Floats], Floats, Floats, Floats]:
        axes = [np.linspace(low, high, nodes) for low, high in box]
        u, s = np.meshgrid(*axes, indexing="ij")
        with np.errstate(over="ignore", divide="ignore"):  # a density of zero has log -inf
            density = form.logprior(u, s) + form.logpdf(y, u, s).sum(axis=0)
            if len(cut):
                density = density + form.logsf(y_cut, u, s).sum(axis=0)
        return axes, u, s, density

    box = np.array([[-1.0, 1.0], [-1.0, 1.0]])
    box[1] -= np.log(logs.std())
    while True:  # widen every side on which the density still counts
        axes, u, s, density = evaluate(_COARSE)
        counts = density > density.max() - _DROP
        wide = [[counts[0].any(), counts[-1].any()], [counts[:, 0].any(), counts[:, -1].any()]]
        if not np.any(wide):
            break
        box += np.where(wide, np.ptp(box, axis=1)[:, None] / 2 * np.array([-1, 1]), 0)
    for axis in (0, 1):  # then close in, one coarse step outside what counts
        inside = axes[axis][counts.any(axis=1 - axis)]
        step = axes[axis][1] - axes[axis][0]
        box[axis] = inside[0] - step, inside[-1] + step
    axes, u, s, density = evaluate(_FINE)
    counts = density > density.max() - _DROP
    logweight = density[counts] - special.logsumexp(density[counts])
    return Posterior(form, centre, u[counts], s[counts], logweight)
