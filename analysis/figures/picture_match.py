"""Whether two files of a figure show the same picture, up to what differs between machines.

PNG: the picture is cut into tiles, and the root mean square of the differences of the colour
values (0 to 255) is taken in each. The worst tile counts: over the whole picture a moved point or a
changed digit would drown in white. SVG: everything but the numbers must be equal, and the numbers,
which are coordinates in points, may differ a little. Ids that matplotlib derives from coordinates
are numbered anew before.
"""

from __future__ import annotations

import re
from io import BytesIO

import numpy as np
from matplotlib.image import imread

TILE = 24  # pixels; about a digit
PNG_TOLERANCE = 10.0
"""Root mean square of a tile's differences: letters with other edge smoothing stay below."""
SVG_TOLERANCE = 0.5
"""Points by which a coordinate may differ: less than the thinnest line."""
_DERIVED_ID = re.compile(r'(?<=["#])[a-z][0-9a-f]{10}\b')
# A colour is one word and has to be equal, whatever digits it holds.
_NUMBER = re.compile(r"(?<![\w#.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])")


def png_distance(first: bytes, second: bytes, tile: int = TILE) -> float:
    """How far apart are two PNG files where they differ most?

    Root mean square difference of the colour values (0 to 255) in the worst square of `tile`
    pixels; infinite if the sizes differ.
    """
    one, two = (255 * imread(BytesIO(file))[..., :3] for file in (first, second))
    if one.shape != two.shape:
        return float("inf")
    squares = np.square(one - two).mean(axis=2)
    sums, sizes = squares, np.ones_like(squares)
    for axis in (0, 1):
        starts = np.arange(0, squares.shape[axis], tile)
        sums, sizes = (np.add.reduceat(table, starts, axis=axis) for table in (sums, sizes))
    return float(np.sqrt((sums / sizes).max()))


def svg_distance(first: bytes, second: bytes) -> float:
    """Largest difference of two numbers at the same place of two SVG files.

    Infinite if anything but the numbers differs.
    """
    one, two = (_renumbered(file.decode("utf-8")) for file in (first, second))
    if _NUMBER.split(one) != _NUMBER.split(two):
        return float("inf")
    numbers = [np.array(_NUMBER.findall(text), dtype=float) for text in (one, two)]
    return float(np.abs(numbers[0] - numbers[1]).max(initial=0.0))


def _renumbered(text: str) -> str:
    """Name derived ids by the order in which they first appear."""
    seen: dict[str, str] = {}
    return _DERIVED_ID.sub(lambda found: seen.setdefault(found[0], f"id{len(seen)}x"), text)


def same_picture(name: str, first: bytes, second: bytes) -> bool:
    """Tell whether two files of one figure agree within the tolerance of their kind.

    The ending of the name says the kind; other kinds than .png and .svg have to be equal.
    """
    if first == second:
        return True
    try:
        if name.endswith(".png"):
            return png_distance(first, second) <= PNG_TOLERANCE
        return name.endswith(".svg") and svg_distance(first, second) <= SVG_TOLERANCE
    except (OSError, SyntaxError, ValueError):  # cut off, or no picture at all
        return False
