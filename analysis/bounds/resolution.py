"""Claims that contradict each other made consistent in the open, by the least number of persons.

The order of the design: corrections and judgements (``judging``), then figures of different
speakers for one window joined into [lowest, highest] (``claims.widen_disputes``), then what is left
relaxed: every claim may be widened, at the price of the persons it moves by times the independent
speakers behind it, and the total price is minimal. The program is the dual of a flow in a network,
so a whole-number optimum exists and the simplex method finds one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.bounds.claims import Claim, Relaxation, widen_disputes
from analysis.bounds.graph import consistent
from analysis.bounds.linked import LinkedModel


@dataclass(frozen=True)
class Resolved:
    """A consistent list of claims and what it took to get there."""

    claims: tuple[Claim, ...]
    relaxations: tuple[Relaxation, ...]

    @property
    def price(self) -> int:
        """Persons moved, each claim weighted by its independent speakers."""
        return sum(item.persons * item.claim.weight for item in self.relaxations)


def resolve(claims: Sequence[Claim]) -> Resolved:
    """Widen disputes, then relax what still contradicts itself at the least price.

    Parameters
    ----------
    claims : sequence of Claim

    Returns
    -------
    Resolved
        The same result whatever the order of ``claims``.
    """
    joined = widen_disputes(sorted(claims, key=lambda claim: claim.order))
    if consistent(joined):
        return Resolved(tuple(joined), ())
    # Of one series alone the linked model is that of any other, whatever it is called.
    model = LinkedModel([("all", "numbered", claim) for claim in joined], parts=())
    return Resolved(
        tuple(claim for _, _, claim in model.statements), tuple(model.relaxations.values())
    )
