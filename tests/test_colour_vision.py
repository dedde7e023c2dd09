"""The colours of the figures are told apart by every reader (their keys: `test_figures`)."""

from itertools import combinations

import numpy as np
import pytest
from colour_vision import PLAIN, VISION, distance, lab

from analysis.figures import looks

HUES = ("BLUE", "ORANGE", "GREEN", "PURPLE", "VERMILION", "SKY", "INK", "GREY", "PALE")


def test_the_simulation_keeps_grey_and_loses_one_dimension():
    for matrix in VISION.values():
        assert matrix.sum(axis=1) == pytest.approx([1, 1, 1], abs=2e-6)
    for name in ("protanopia", "deuteranopia"):
        assert abs(np.linalg.det(VISION[name])) < 1e-6
    # White, black and the sRGB primaries of Lindbloom, CIE Lab under D65.
    assert lab("white") == pytest.approx([100, 0, 0], abs=0.02)
    assert lab("#FF0000") == pytest.approx([53.24, 80.09, 67.20], abs=0.1)
    assert lab("#0000FF") == pytest.approx([32.30, 79.19, -107.86], abs=0.1)
    # Red and green of the same lightness: what a deuteranope confuses is plain to others.
    assert distance("#C05A00", "#7A7A00", "deuteranopia") < PLAIN
    assert distance("#C05A00", "#7A7A00", "normal") > 3 * PLAIN


@pytest.mark.parametrize("vision", VISION)
def test_all_colours_stay_apart(vision):
    for one, other in combinations(HUES, 2):
        apart = distance(getattr(looks, one), getattr(looks, other), vision)
        assert apart >= PLAIN, (one, other)
