"""Sparse linear programs over counts, solved in their dual form by a solver that stays warm.

Asked is the least ``price @ x`` where ``M x <= b``. The solver holds the dual: the least ``b @ y``
where ``M' y = -price``, with one multiplier y a row. There a limit that may move at a price has a
multiplier of at most that price, one that holds as an equation a multiplier of any sign; the counts
are the prices of its equations. The basis is as small as there are counts, and a question about
another window changes only the right side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    import highspy

Terms = list[tuple[float, np.ndarray]]
"""Factors, each with one column number a row: the left side of some rows."""

EPSILON = 1e-6
"""Persons; far below one, far above the solver's tolerance for a row or a price (1e-7)."""


class InfeasibleError(ValueError):
    """No counts satisfy all rows."""


class Rows:
    """Rows ``sum(factor * column) <= limit`` of a linear program, gathered block by block."""

    def __init__(self) -> None:
        self._entries: list[np.ndarray] = []
        self._rows: list[np.ndarray] = []
        self._columns: list[np.ndarray] = []
        self._limits: list[np.ndarray] = [np.empty(0)]
        self.size = 0

    def add(self, terms: Terms, limits: np.ndarray) -> None:
        """Append one row for each limit."""
        numbers = self.size + np.arange(len(limits))
        for factor, columns in terms:
            self._entries.append(np.full(len(limits), factor))
            self._rows.append(numbers)
            self._columns.append(columns)
        self._limits.append(limits)
        self.size += len(limits)

    @property
    def limit(self) -> np.ndarray:
        """Right side of all rows."""
        return np.concatenate(self._limits)

    def matrix(self, columns: int) -> csr_array:
        """Left side of all rows; what a row says twice of a column is added up."""
        if not self._entries:
            return csr_array((self.size, columns))
        entries, rows, places = map(np.concatenate, (self._entries, self._rows, self._columns))
        return csr_array((entries, (rows, places)), shape=(self.size, columns))


@dataclass(frozen=True)
class Face:
    """Which rows hold: least and most multiplier of each.

    From 0 up: ``M x <= b``. Of any sign: an equation. Up to 0: ``M x >= b``. Only 0: nothing holds.
    Between 0 and a price: the row may be exceeded at that price.
    """

    low: np.ndarray
    high: np.ndarray

    @property
    def below(self) -> np.ndarray:
        """Whether each row holds as said."""
        return np.isinf(self.high)

    @property
    def above(self) -> np.ndarray:
        """Whether each row holds from the other side: it is reached or exceeded."""
        return np.isinf(self.low)

    def distance(self, other: Face) -> int:
        """Rows of which two faces say different things."""
        return int(((self.low != other.low) | (self.high != other.high)).sum())

    def around(self, other: Face) -> Face:
        """Return what holds on both faces."""
        return Face(np.maximum(self.low, other.low), np.minimum(self.high, other.high))


class Program:
    """Least values of prices over the counts of a face; the counts ``zero`` are none."""

    def __init__(self, rows: Rows, size: int, zero: np.ndarray) -> None:
        import highspy

        matrix = rows.matrix(size)
        equations = np.ones(size, dtype=bool)
        equations[zero] = False
        self._equations = np.flatnonzero(equations).astype(np.int32)
        self._columns = np.arange(rows.size, dtype=np.int32)
        self._face = Face(np.zeros(rows.size), np.full(rows.size, np.inf))
        self._price = np.zeros(size)
        self._limits = rows.limit
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = size, rows.size
        model.col_cost_ = self._limits
        model.col_lower_, model.col_upper_ = self._face.low, self._face.high
        model.row_lower_ = np.where(equations, 0.0, -np.inf)
        model.row_upper_ = np.where(equations, 0.0, np.inf)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data
        self._solver = highspy.Highs()
        self._solver.silent()
        # Presolving would throw the last answer away; one thread gives the same path everywhere.
        # The primal simplex, undisturbed, gives multipliers only to what it has to: others would
        # add circulations that cost nothing, and faces would have less in common.
        for option, value in (
            ("presolve", "off"),
            ("threads", 1),
            ("simplex_strategy", 4),
            ("primal_simplex_bound_perturbation_multiplier", 0.0),
        ):
            self._solver.setOptionValue(option, value)
        self._solver.passModel(model)
        self._status = highspy.HighsModelStatus
        self.values = np.zeros(size)
        """Counts of the last answer."""
        self.multipliers = np.zeros(rows.size)
        """Multipliers of the rows in the last answer: they prove it."""

    def lay(self, face: Face) -> None:
        """Ask from now on about the counts of another face."""
        changed = (face.low != self._face.low) | (face.high != self._face.high)
        columns = self._columns[changed]
        if len(columns):
            self._solver.changeColsBounds(
                len(columns), columns, face.low[columns], face.high[columns]
            )
        self._face = face

    def least(self, price: np.ndarray) -> float:
        """Least value of ``price @ x``; minus infinity if nothing limits it.

        An InfeasibleError if no counts satisfy the rows.
        """
        if not len(self._equations):  # the solver has no answer to nothing
            return 0.0
        changed = self._equations[(price != self._price)[self._equations]]
        if len(changed):
            side = -price[changed]
            self._solver.changeRowsBounds(len(changed), changed, side, side)  # type: ignore[attr-defined]
        self._price = price.copy()
        for _ in range(2):  # if it lost its way from the last answer, it starts from nothing
            self._solver.run()
            status = self._solver.getModelStatus()
            if status == self._status.kOptimal:
                solution = self._solver.getSolution()
                self.values = np.array(solution.row_dual)
                self.multipliers = np.array(solution.col_value)[: len(self._columns)]
                return -float(self._solver.getObjectiveValue())
            if status == self._status.kInfeasible:
                return -np.inf
            if status == self._status.kUnbounded:
                raise InfeasibleError("no counts satisfy all rows")
            self._solver.clearSolver()
        raise RuntimeError(f"the linear program ended as {status}")

    def basis(self) -> highspy.HighsBasis:
        """Where the solver stands, for `start`."""
        return self._solver.getBasis()

    def start(self, basis: highspy.HighsBasis) -> None:
        """Let the next question start from where the solver stood."""
        self._solver.setBasis(basis)

    def fewest(self, price: np.ndarray, begin: int) -> np.ndarray:
        """Multipliers that prove the least value of a price, of the rows from ``begin`` on few.

        Each of these rows is a little looser, the later ones more, as long as it is no equation: so
        little that only among several proofs another is best, and it is the same every time.
        """
        rows = self._columns[begin:]
        looser = 1e-3 * (1 + np.arange(len(rows)) / max(len(rows), 1))
        looser[np.isinf(self._face.low[begin:]) | np.isfinite(self._face.high[begin:])] = 0.0
        self._solver.changeColsCost(len(rows), rows, self._limits[begin:] + looser)
        self.least(price)
        self._solver.changeColsCost(len(rows), rows, self._limits[begin:])
        return self.multipliers

    def hold(self, price: np.ndarray, value: float) -> None:
        """Add that ``price @ x`` is a value, until `release`."""
        rows = np.flatnonzero(price).astype(np.int32)
        self._solver.addCol(value, -np.inf, np.inf, len(rows), rows, price[rows])

    def release(self) -> None:
        """Take back everything that was held."""
        added = np.arange(len(self._columns), self._solver.getNumCol(), dtype=np.int32)
        if len(added):
            self._solver.deleteCols(len(added), added)

    def narrowed(self, face: Face) -> Face:
        """All cheapest ways to exceed what may be exceeded at a price, as a face without prices.

        Exactly those counts are cheapest that are complementary to any one optimal multipliers: a
        row holds if its multiplier is below its price, and from the other side if it is above zero.
        """
        self.lay(face)
        self.least(np.zeros_like(self._price))
        priced, room = self.multipliers > EPSILON, self.multipliers < face.high - EPSILON
        return Face(np.where(priced, -np.inf, face.low), np.where(room, np.inf, 0.0))
