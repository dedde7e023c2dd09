"""Sparse linear programs whose solver stays warm: each question starts from the last answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

Terms = list[tuple[float, np.ndarray]]
"""Factors, each with one column number a row: the left side of some rows."""

EPSILON = 1e-6
"""Persons; far below one, far above the solver's tolerance for a row or a price (1e-7)."""


class InfeasibleError(ValueError):
    """No columns satisfy all rows."""


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
    """Part of the columns that satisfy all rows: some rows are equations, some columns are free.

    ``equal`` says of each row whether it holds with equality, ``upper`` the most of each column.
    """

    equal: np.ndarray
    upper: np.ndarray


class Program:
    """Least values of prices over the columns of a face; ``low`` is the least of each column."""

    def __init__(self, rows: Rows, low: np.ndarray) -> None:
        import highspy

        size = len(low)
        matrix, self._low, self._limit = rows.matrix(size), low, rows.limit
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = matrix.shape
        model.col_cost_ = np.zeros(size)
        model.col_lower_, model.col_upper_ = low, np.full(size, np.inf)
        model.row_lower_, model.row_upper_ = np.full(rows.size, -np.inf), self._limit
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data
        self._solver = highspy.Highs()
        self._solver.silent()
        # Presolving would throw the last answer away; one thread gives the same path everywhere.
        self._solver.setOptionValue("presolve", "off")
        self._solver.setOptionValue("threads", 1)
        self._solver.passModel(model)
        self._status = highspy.HighsModelStatus
        self._columns = np.arange(size, dtype=np.int32)
        self._rows = np.arange(rows.size, dtype=np.int32)
        self._face = Face(np.zeros(rows.size, dtype=bool), np.full(size, np.inf))
        self._cost = np.zeros(size)
        self.values = np.zeros(size)
        """Columns of the last answer."""

    def lay(self, face: Face) -> None:
        """Ask from now on about the columns of another face."""
        rows = self._rows[face.equal != self._face.equal]
        if len(rows):
            low = np.where(face.equal[rows], self._limit[rows], -np.inf)
            change = self._solver.changeRowsBounds  # type: ignore[attr-defined]
            change(len(rows), rows, low, self._limit[rows])
        columns = self._columns[face.upper != self._face.upper]
        if len(columns):
            bounds = self._low[columns], face.upper[columns]
            self._solver.changeColsBounds(len(columns), columns, *bounds)
        self._face = face

    def least(self, price: np.ndarray) -> float:
        """Least value of ``price @ columns``; minus infinity if nothing limits it.

        Raises
        ------
        InfeasibleError
            If no columns satisfy the rows.
        """
        changed = self._columns[price != self._cost]
        if len(changed):
            self._solver.changeColsCost(len(changed), changed, price[changed])
        self._cost = price
        for _ in range(2):  # if it lost its way from the last answer, it starts from nothing
            self._solver.run()
            status = self._solver.getModelStatus()
            if status == self._status.kOptimal:
                self.values = np.array(self._solver.getSolution().col_value)
                return float(self._solver.getObjectiveValue())
            if status == self._status.kUnbounded:
                return -np.inf
            self._solver.clearSolver()
        if status == self._status.kInfeasible:
            raise InfeasibleError("no counts satisfy all rows")
        raise RuntimeError(f"the linear program ended as {status}")

    def hold(self, price: np.ndarray, value: float) -> None:
        """Add that ``price @ columns`` is a value, until `release`."""
        columns = np.flatnonzero(price).astype(np.int32)
        self._solver.addRow(value, value, len(columns), columns, price[columns])

    def release(self) -> None:
        """Take back everything that was held."""
        added = np.arange(len(self._rows), self._solver.getNumRow(), dtype=np.int32)
        if len(added):
            self._solver.deleteRows(len(added), added)

    def certificate(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows that have to be equations, and columns to be zero, for the last value to be proven.

        The dual solution proves the value wherever it is allowed; rows as inequalities and columns
        of at least their low value are given on every face.
        """
        solution = self._solver.getSolution()
        rows = np.flatnonzero(np.array(solution.row_dual) > EPSILON)
        columns = np.array(solution.col_dual) < -EPSILON
        return rows, np.flatnonzero(columns & (self._low == 0) & (self._face.upper == 0))

    def narrowed(self, face: Face, prices: Iterable[np.ndarray]) -> Face:
        """Columns of a face that are least in the first price and, among those, in the next.

        Columns reach a least value if and only if every column with a reduced price lies at its
        limit and every row with a price is an equation (complementary slackness, with any one
        optimal dual). Prices are zero on columns without limits.
        """
        for price in prices:
            self.lay(face)
            self.least(price)
            solution = self._solver.getSolution()
            reduced = np.abs(np.array(solution.col_dual)) > EPSILON
            priced = np.abs(np.array(solution.row_dual)) > EPSILON
            # Only columns that begin at zero have a price, and none needs to be above it.
            upper = np.where(reduced & (self._low == 0), 0.0, face.upper)
            face = Face(face.equal | priced, upper)
        return face

    def row_prices(self, price: np.ndarray) -> np.ndarray:
        """What one more on the right side of each row would add to the least value (the dual).

        Asked from nothing, so that of several duals the answer does not depend on questions before.
        """
        self._solver.clearSolver()
        self.least(price)
        return np.array(self._solver.getSolution().row_dual)
