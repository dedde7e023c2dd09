"""Sparse linear programs whose solver stays warm: each question starts from the last answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array

Terms = list[tuple[float, np.ndarray]]
"""Factors, each with one column number a row: the left side of some rows."""

EPSILON = 1e-6
"""Persons; far below one, far above the solver's tolerance for a row or a price (1e-7)."""


class Rows:
    """Rows ``sum(factor * column) <= limit`` of a linear program, gathered block by block."""

    def __init__(self) -> None:
        self._entries: list[np.ndarray] = []
        self._rows: list[np.ndarray] = []
        self._columns: list[np.ndarray] = []
        self._limits: list[np.ndarray] = []
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
        entries, rows, places = map(np.concatenate, (self._entries, self._rows, self._columns))
        return csr_array((entries, (rows, places)), shape=(self.size, columns))


class Program:
    """Least values of linear prices over ``rows``, all columns between 0 and ``upper``.

    Parameters
    ----------
    rows : Rows
    upper : ndarray of float
        Highest value of each column, infinite for no limit.
    """

    def __init__(self, rows: Rows, upper: np.ndarray) -> None:
        import highspy

        matrix, self._upper, self._limit = rows.matrix(len(upper)), upper, rows.limit
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = matrix.shape
        model.col_cost_ = np.zeros(len(upper))
        model.col_lower_, model.col_upper_ = np.zeros(len(upper)), upper
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
        statuses = highspy.HighsModelStatus
        self._answers = statuses.kOptimal, statuses.kUnbounded
        self._columns = np.arange(len(upper), dtype=np.int32)

    def least(self, price: np.ndarray) -> float:
        """Least value of ``price @ columns``; minus infinity if nothing limits it.

        Raises
        ------
        RuntimeError
            If no columns satisfy the rows.
        """
        self._solver.changeColsCost(len(price), self._columns, price)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status not in self._answers:  # lost its way from the last answer: start from nothing
            self._solver.clearSolver()
            self._solver.run()
            status = self._solver.getModelStatus()
        if status not in self._answers:
            raise RuntimeError(
                f"the linear program ended as {self._solver.modelStatusToString(status)!r}"
            )
        bounded = status == self._answers[0]
        return float(self._solver.getObjectiveValue()) if bounded else -np.inf

    def least_in_turn(self, prices: Sequence[np.ndarray]) -> np.ndarray:
        """Columns that are least in the first price and, among those, least in the next.

        Columns reach a least value if and only if every column with a reduced price lies at its
        limit and every row with a price is an equation (complementary slackness). That is what
        is fixed before the next price is asked for.
        """
        tight = np.zeros(len(self._limit), dtype=bool)
        for price in prices:
            self.least(price)
            solution = self._solver.getSolution()
            values = np.array(solution.col_value)
            priced = np.abs(np.array(solution.col_dual)) > EPSILON
            columns = self._columns[priced]
            self._solver.changeColsBounds(len(columns), columns, values[priced], values[priced])
            tight |= np.abs(np.array(solution.row_dual)) > EPSILON
            for row in np.flatnonzero(tight).tolist():
                self._solver.changeRowBounds(row, self._limit[row], self._limit[row])
        values = np.array(self._solver.getSolution().col_value)
        for row in np.flatnonzero(tight).tolist():
            self._solver.changeRowBounds(row, -np.inf, self._limit[row])
        self.set_upper(self._upper)
        return values

    def set_upper(self, upper: np.ndarray) -> None:
        """Give the columns other upper limits."""
        columns, zero = self._columns, np.zeros(len(upper))
        self._solver.changeColsBounds(len(columns), columns, zero, upper)

    def row_prices(self, price: np.ndarray) -> np.ndarray:
        """What one more on the right side of each row would add to the least value (the dual).

        Asked from nothing, so that of several duals the answer does not depend on questions before.
        """
        self._solver.clearSolver()
        self.least(price)
        return np.array(self._solver.getSolution().row_dual)
