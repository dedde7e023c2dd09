"""What every test of the library reports, and how often every interval holds."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

COVERAGE = 0.95
"""Of every interval and band that does not ask for another."""


@dataclass(frozen=True, repr=False)
class HypothesisTest:
    """Outcome of one hypothesis test.

    `method` names the test, its statistic and where the null law comes from; `alternative` says
    what a small p-value speaks for; `nobs` is the number of observations used.

    Examples
    --------
    >>> HypothesisTest(1.5, 0.2, "Anderson-Darling", "not Weibull", 40)
    Anderson-Darling: statistic 1.5, p = 0.2 (alternative: not Weibull; n = 40)
    """

    statistic: float
    pvalue: float
    method: str
    alternative: str
    nobs: int

    def __repr__(self) -> str:
        return (
            f"{self.method}: statistic {self.statistic:.4g}, p = {self.pvalue:.3g} "
            f"(alternative: {self.alternative}; n = {self.nobs})"
        )

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>"
