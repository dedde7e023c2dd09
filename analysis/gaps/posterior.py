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
from analysis.gaps.lengths import Lengths

# The quadrature stops where the density is e^-40 = 4e-18 of its peak. Cut at a merge window it has
# long, thin tails, and more nodes where it counts are worth more than these.
_DROP, _DROP_MERGED = 40.0, 32.0

_FLATTEST = -6.0  # least s of gaps cut at a merge window: below, laws differ only inside it

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

    gaps: Lengths
    form: PosteriorForm
    centre: float
    u: Floats
    s: Floats
    logweight: Floats

    def logsf(self, days: float) -> float:
        """Return log P(gap > `days`), the parameters averaged out."""
        if self.gaps.until(days) == self.gaps.least:
            return 0.0
        weight, tail = self.tails(days)
        return min(0.0, float(special.logsumexp(weight + tail)))

    def tails(self, days: float) -> tuple[Floats, Floats]:
        """Logs of the weights of all parameter values, and of P(gap > `days`) at each."""
        with np.errstate(over="ignore", divide="ignore"):  # where P vanishes, its log is -inf
            tail = self._logsf(self.gaps.until(days))
            if self.gaps.least:
                tail = tail - self._logsf(np.asarray(self.gaps.least))
        return self.logweight, np.minimum(tail, 0.0)

    def _logsf(self, days: Floats) -> Floats:
        return self.form.logsf(np.log(days) - self.centre, self.u, self.s)


def posterior(gaps: Lengths, model: str, form: PosteriorForm) -> Posterior:
    """Find the posterior of a two-parameter law from gaps.

    Needs three gaps, not all equal, and says so; `model` is the name in that message.

    Of gaps cut off at a merge window the likelihood alone leaves laws possible of which next to
    nothing lies beyond the window, and a flat prior has no proper posterior then. The prior is
    therefore multiplied by P(a gap is longer than the window): as if one gap had been seen not to
    be merged, which weighs little against many.
    """
    days, logs = gaps.days, np.log(gaps.days)
    if len(days) < 3 or np.ptp(logs) < 1e-9:
        raise ValueError(
            f"days holds {len(days)} gaps from {days.min():g} to {days.max():g} days: the "
            f"{model.replace('_', ' ')} model needs at least three, not all equal"
        )
    centre = float(logs.mean())

    drop = _DROP if gaps.merge_days is None else _DROP_MERGED

    def evaluate(nodes: int) -> tuple[list[Floats], Floats, Floats, Floats]:
        axes = [np.linspace(low, high, nodes) for low, high in box]
        u, s = np.meshgrid(*axes, indexing="ij")
        with np.errstate(over="ignore", divide="ignore"):  # a density of zero has log -inf
            density = form.logprior(u, s) + gaps.loglik(
                lambda t: form.logpdf(np.log(t), u, s),
                lambda t: form.logsf(np.log(t), u, s),
                unit=np.exp(centre),
                axes=2,
            )
            if gaps.least:
                density = density + form.logsf(np.log(np.asarray(gaps.least)) - centre, u, s)
        return axes, u, s, density

    box = np.array([[-1.0, 1.0], [-1.0, 1.0]])
    box[1] -= np.log(logs.std())
    while True:  # widen every side on which the density still counts
        axes, u, s, density = evaluate(_COARSE)
        counts = density > density.max() - drop
        wide = [[counts[0].any(), counts[-1].any()], [counts[:, 0].any(), counts[:, -1].any()]]
        wide[1][0] &= gaps.merge_days is None or box[1, 0] > _FLATTEST
        if not np.any(wide):
            break
        box += np.where(wide, np.ptp(box, axis=1)[:, None] / 2 * np.array([-1, 1]), 0)
    for axis in (0, 1):  # then close in, one coarse step outside what counts
        inside = axes[axis][counts.any(axis=1 - axis)]
        step = axes[axis][1] - axes[axis][0]
        box[axis] = inside[0] - step, inside[-1] + step
    if gaps.merge_days is not None:
        box[1, 0] = max(box[1, 0], _FLATTEST)
    axes, u, s, density = evaluate(_FINE)
    counts = density > density.max() - drop
    logweight = density[counts] - special.logsumexp(density[counts])
    return Posterior(gaps, form, centre, u[counts], s[counts], logweight)
