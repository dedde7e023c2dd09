"""The warm solver of the dual form against scipy's linprog, which starts from nothing each time."""

import numpy as np
import pytest
from scipy.optimize import linprog

from analysis.bounds.program import EPSILON, Face, InfeasibleError, Program, Rows


def random_rows(rng, columns=6, number=9):
    """Rows that some counts from 0 to 5 satisfy, each term given in two halves; no count is below
    zero, and the first is none."""
    factors = rng.integers(-2, 3, (number, columns)).astype(float)
    limits = factors[:, 1:] @ rng.integers(0, 5, columns - 1) + rng.integers(0, 3, number)
    factors = np.vstack([factors, -np.eye(columns)])
    limits = np.r_[limits, np.zeros(columns)]
    rows = Rows()
    for row, limit in zip(factors, limits, strict=True):
        terms = [(factor / 2, np.array([place])) for place, factor in enumerate(row)]
        rows.add(terms * 2, np.array([limit]))
    return rows, factors, limits


def random_face(rng, number):
    """Most rows hold; some from the other side too, some only from there, some not at all."""
    kind = rng.choice(4, number, p=[0.8, 0.1, 0.05, 0.05])
    return Face(np.where((kind == 1) | (kind == 2), -np.inf, 0.0), np.where(kind < 2, np.inf, 0.0))


def plain(price, factors, limits, face, prices=None, held=None):
    """Least of a price; minus infinity without a limit, None if nothing satisfies the rows.

    With ``prices`` rows may be exceeded, each at its own; ``held`` is the sum of what they cost.
    """
    said, other = face.below, face.above
    left, right = [factors[said], -factors[other]], [limits[said], -limits[other]]
    size = len(price)
    if prices is not None:
        left, right = [np.hstack([factors, -np.eye(len(limits))])], [limits]
        price = np.r_[price, np.zeros(len(limits))]
    extra = {} if held is None else {"A_eq": [np.r_[np.zeros(size), prices]], "b_eq": [held]}
    bounds = [(0, 0), *[(None, None)] * (size - 1), *[(0, None)] * (len(price) - size)]
    # Presolving may call a program infeasible that has no least value.
    found = linprog(price, A_ub=np.vstack(left), b_ub=np.concatenate(right), bounds=bounds,
                    options={"presolve": False}, **extra)  # fmt: skip
    return {2: None, 3: -np.inf}.get(found.status, found.fun)


def whole(rows):
    """The face on which every row holds."""
    return Face(np.zeros(rows.size), np.full(rows.size, np.inf))


def test_one_question_after_another_has_the_answer_of_each_alone():
    rng = np.random.default_rng(1)
    unlimited = empty = 0
    for _ in range(60):
        rows, factors, limits = random_rows(rng)
        program, face = Program(rows, 6, np.array([0])), whole(rows)
        for _ in range(6):
            price = rng.integers(-3, 4, 6).astype(float)
            expected = plain(price, factors, limits, face)
            if expected is None:
                empty += 1
                with pytest.raises(InfeasibleError):
                    program.least(np.zeros(6))
            else:
                assert program.least(price) == pytest.approx(expected)
                unlimited += np.isinf(expected)
            if rng.random() < 0.3:
                face = random_face(rng, rows.size)
                program.lay(face)
    assert 5 <= unlimited < 200
    assert empty > 5


def test_multipliers_prove_the_least_value():
    rng = np.random.default_rng(3)
    for _ in range(30):
        rows, factors, limits = random_rows(rng)
        program = Program(rows, 6, np.array([0]))
        price = rng.integers(0, 4, 6).astype(float)
        least, found = program.least(price), program.multipliers
        few = program.fewest(price, 0)
        for multipliers in (found, few):
            assert (multipliers >= -EPSILON).all()
            assert multipliers @ limits == pytest.approx(-least)
            assert (multipliers @ factors)[1:] == pytest.approx(-price[1:])
        assert program.least(price) == pytest.approx(least)  # nothing stays looser
        program.least(rng.integers(0, 4, 6).astype(float))
        assert program.fewest(price, 0) == pytest.approx(few)  # whatever was asked before


def test_a_narrowed_face_is_all_cheapest_ways_to_exceed_rows():
    """Other questions have there the answers of plain programs with the price held."""
    rng = np.random.default_rng(2)
    moved = 0
    for _ in range(60):
        rows, factors, limits = random_rows(rng)
        limits[:9] -= rng.integers(0, 6, 9)  # now they cannot all be true
        rows = Rows()
        for row, limit in zip(factors, limits, strict=True):
            rows.add([(factor, np.array([place])) for place, factor in enumerate(row)],
                     np.array([limit]))  # fmt: skip
        prices = np.r_[rng.integers(0, 4, 9).astype(float), np.full(6, 50.0)]
        program, face = Program(rows, 6, np.array([0])), whole(rows)
        narrowed = program.narrowed(Face(face.low, prices))
        held = linprog(
            np.r_[np.zeros(6), prices], A_ub=np.hstack([factors, -np.eye(15)]), b_ub=limits,
            bounds=[(0, 0), *[(None, None)] * 5, *[(0, None)] * 15],
        ).fun  # fmt: skip
        moved += held > 0
        program.lay(narrowed)
        for _ in range(3):
            asked = rng.integers(-3, 4, 6).astype(float)
            expected = plain(asked, factors, limits, face, prices, held + 1e-9)
            assert program.least(asked) == pytest.approx(expected, abs=1e-5)
    assert moved > 20


def test_the_solver_writes_nothing(capfd):
    """Some releases of HiGHS print a banner, which would end up in the JSON of the commands."""
    rows = Rows()
    rows.add([(-1.0, np.array([1]))], np.array([-2.0]))
    program = Program(rows, 2, np.array([0]))
    assert program.least(np.array([0.0, 1.0])) == 2
    assert program.values.tolist() == [0.0, 2.0]
    assert capfd.readouterr() == ("", "")


def test_rows_that_nothing_satisfies_are_an_error():
    rows = Rows()
    rows.add([(1.0, np.array([1]))], np.array([-1.0]))
    rows.add([(-1.0, np.array([1]))], np.array([0.0]))
    with pytest.raises(InfeasibleError, match="no counts satisfy all rows"):
        Program(rows, 2, np.array([0])).least(np.zeros(2))
