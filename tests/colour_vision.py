"""Colours as people with colour blindness see them, and how far apart two colours are.

Dichromacy as a matrix on linear red, green and blue: Machado, Oliveira and Fernandes 2009, "A
Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE Transactions on
Visualization and Computer Graphics 15(6), the matrices for severity 1.0.
Lightness and distance are those of CIE 1976 L*a*b*, white D65 (IEC 61966-2-1 for sRGB).
"""

import numpy as np
from matplotlib.colors import to_rgb

VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
PLAIN = 10
"""Distance from which on two colours are told apart without comparing: 2.3 is just seen."""
_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_CUBE = (6 / 29) ** 3


def lab(colour, vision="normal"):
    """L*, a* and b* of a colour as it is seen."""
    shown = np.array(to_rgb(colour))
    linear = np.where(shown <= 0.04045, shown / 12.92, ((shown + 0.055) / 1.055) ** 2.4)
    seen = np.clip(VISION[vision] @ linear, 0, 1)
    ratios = _XYZ @ seen / _XYZ.sum(axis=1)
    x, y, z = np.where(ratios > _CUBE, np.cbrt(ratios), ratios / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one, other, vision):
    """Difference of two colours, CIE 1976."""
    return float(np.linalg.norm(lab(one, vision) - lab(other, vision)))


def in_grey(one, other):
    """Difference in lightness, all that a black and white print leaves."""
    return abs(float(lab(one)[0] - lab(other)[0]))
