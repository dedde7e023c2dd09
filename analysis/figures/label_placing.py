"""Labels beside points, none over another, none over the edge."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

_STEPS = (6.0, 14.0, 22.0, 30.0, 38.0, 50.0, 65.0, 80.0, 100.0)  # points from the point
_SIDES = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))
_ACROSS = {-1: "right", 0: "center", 1: "left"}
_UPRIGHT = {-1: "top", 0: "center", 1: "bottom"}


def place_labels(
    axes: Axes,
    points: Sequence[tuple[object, float]],
    words: Sequence[str],
    *,
    size: float,
    avoid: Sequence[tuple[object, float]] = (),
) -> list[Annotation]:
    """Write a label beside each point where it is free, the nearest free place first.

    Points are in the units of the data, `size` in points of the letters; no label covers the points
    of `avoid` either. A label away from its point is tied to it by a line, and one that finds no
    free place is left out: the points tell what is drawn. The limits of the axes must be set: later
    changes move the points, not the choices.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None  # axes are always on a figure
    inner = axes.get_window_extent()
    unit = figure.dpi / 72
    taken = [_around(axes, point, 3 * unit) for point in [*points, *avoid]]
    labels = []
    for point, word in zip(points, words, strict=True):
        label = axes.annotate(
            word,
            point,
            xytext=(0, 0),
            textcoords="offset points",
            size=size,
            zorder=5,
            path_effects=[withStroke(linewidth=1.6, foreground="white")],
            arrowprops={"arrowstyle": "-", "lw": 0.5, "shrinkA": 0, "shrinkB": 3},
        )
        for step in _STEPS:
            if _put(label, step, inner, taken, unit):
                assert label.arrow_patch is not None  # it was asked for above
                label.arrow_patch.set_visible(step > _STEPS[0])
                break
        else:
            label.remove()
            continue
        taken.append(_box(label))
        labels.append(label)
    return labels


def _around(axes: Axes, point: tuple[object, float], radius: float) -> Bbox:
    day, height = point
    x, y = axes.transData.transform((axes.convert_xunits(day), height))
    return Bbox.from_extents(x - radius, y - radius, x + radius, y + radius)


def _put(label: Annotation, step: float, inner: Bbox, taken: list[Bbox], unit: float) -> bool:
    """Try the places at one distance; tell whether one is free."""
    for across, up in _SIDES:
        reach = step if 0 in (across, up) else step * 0.8
        label.set_position((across * reach, up * reach))
        label.set(ha=_ACROSS[across], va=_UPRIGHT[up])
        box = _box(label).padded(unit)
        inside = inner.x0 <= box.x0 and box.x1 <= inner.x1 and inner.y0 <= box.y0
        if inside and box.y1 <= inner.y1 and not any(box.overlaps(other) for other in taken):
            return True
    return False


def _box(label: Annotation) -> Bbox:
    """Box of the letters alone, without the line to the point."""
    label.get_window_extent()  # moves the text to its new place
    return Text.get_window_extent(label)
