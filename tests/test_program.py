"""The warm solver against scipy's linprog, which starts from nothing each time."""

import numpy as np
import pytest
from scipy.optimize import linprog

from analysis.bounds.program import Face, InfeasibleError, Program, Rows


def random_rows(rng, columns=6, number=9):
    """Rows that some columns between 0 and 5 satisfy, each term given in two halves."""
    factors = rng.integers(-2, 3, (number, columns)).astype(float)
    limits = (factors @ rng.integers(0, 5, columns)) + rng.integers(0, 3, number)
    rows = Rows()
    for row, limit in zip(factors, limits, strict=True):
        terms = [(factor / 2, np.array([place])) for place, factor in enumerate(row)]
        rows.add(terms * 2, np.array([limit]))
    return rows, factors, limits


def plain(price, factors, limits, upper, equations=()):
    """Least value and columns; minus infinity without a limit."""
    extra = {}
    if len(equations):
        left, right = zip(*equations, strict=True)
        extra = {"A_eq": np.array(left), "b_eq": np.array(right)}
    bounds = np.column_stack([np.zeros(len(upper)), upper])
    found = linprog(price, A_ub=factors, b_ub=limits, bounds=bounds, **extra)
    return -np.inf if found.status == 3 else found.fun


def program_of(rows, upper):
    """A program whose columns lie between 0 and ``upper``, and the face that says so."""
    program = Program(rows, np.zeros(len(upper)))
    face = Face(np.zeros(rows.size, dtype=bool), upper)
    program.lay(face)
    return program, face


def test_one_question_after_another_has_the_answer_of_each_alone():
    rng = np.random.default_rng(1)
    unlimited = 0
    for _ in range(30):
        rows, factors, limits = random_rows(rng)
        upper = np.where(rng.random(6) < 0.5, 4.0, np.inf)
        program, face = program_of(rows, upper)
        for _ in range(6):
            price = rng.integers(-3, 4, 6).astype(float)
            expected = plain(price, factors, limits, upper)
            assert program.least(price) == pytest.approx(expected)
            unlimited += np.isinf(expected)
            if rng.random() < 0.3:
                upper = np.where(rng.random(6) < 0.5, 5.0, np.inf)
                program.lay(Face(face.equal, upper))
    assert 5 <= unlimited < 150


def test_a_narrowed_face_is_each_price_with_those_before_held():
    """Other questions have there the answers of plain programs with equations for the prices."""
    rng = np.random.default_rng(2)
    choices = 0
    for _ in range(40):
        rows, factors, limits = random_rows(rng)
        upper = np.full(6, np.inf)
        prices = [rng.integers(0, 2, 6).astype(float) for _ in range(3)]
        program, face = program_of(rows, upper)
        narrowed = program.narrowed(face, prices)
        program.lay(narrowed)
        held = []
        for price in prices:
            least = plain(price, factors, limits, upper, held)
            choices += bool(held) and least > plain(price, factors, limits, upper) + 1e-6
            held.append((price, least))
        for _ in range(3):
            asked = rng.integers(-3, 4, 6).astype(float)
            assert program.least(asked) == pytest.approx(plain(asked, factors, limits, upper, held))
        program.lay(face)  # nothing stays fixed afterwards
        free = rng.integers(-3, 4, 6).astype(float)
        assert program.least(free) == pytest.approx(plain(free, factors, limits, upper))
    assert choices > 5


def test_row_prices_are_what_one_more_on_the_right_adds():
    rng = np.random.default_rng(3)
    compared = 0
    for _ in range(20):
        rows, factors, limits = random_rows(rng)
        upper, price = np.full(6, 50.0), rng.integers(-3, 4, 6).astype(float)
        program, _ = program_of(rows, upper)
        duals, least = program.row_prices(price), program.least(price)
        for row in np.flatnonzero(np.abs(duals) > 1e-6):
            # Convex: the dual lies between what a little less and a little more would change.
            step = 1e-4 * np.eye(len(limits))[row]
            less = least - plain(price, factors, limits - step, upper)
            more = plain(price, factors, limits + step, upper) - least
            assert less - 1e-8 <= 1e-4 * duals[row] <= more + 1e-8
            compared += 1
    assert compared > 20


def test_the_solver_writes_nothing(capfd):
    """Some releases of HiGHS print a banner, which would end up in the JSON of the commands."""
    rows = Rows()
    rows.add([(-1.0, np.array([0]))], np.array([-2.0]))
    program, face = program_of(rows, np.array([np.inf]))
    program.narrowed(face, [np.ones(1)])
    assert program.values.tolist() == [2.0]
    assert capfd.readouterr() == ("", "")


def test_rows_that_nothing_satisfies_are_an_error():
    rows = Rows()
    rows.add([(1.0, np.array([0]))], np.array([-1.0]))
    with pytest.raises(InfeasibleError, match="no counts satisfy all rows"):
        program_of(rows, np.array([np.inf]))[0].least(np.ones(1))
