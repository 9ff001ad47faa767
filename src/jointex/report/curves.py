"""Curves over one axis: payload over range, field length or bring-back over temperature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jointex.report.axes import Scale, nice_ticks, value_axis
from jointex.report.labels import Label, along, place_labels
from jointex.report.sortie import STYLE, WIDTH, plain
from jointex.report.svg import Drawing, Points

HEIGHT, LEFT, TOP = 460.0, 76.0, 66.0
"""Size of the picture, and where its axes stand [px]."""

OWN_STYLE = (
    ".k1{stroke:#b4541a}.dot.k1{fill:#b4541a;stroke:none}.k2{stroke:#1a7f4b}.dot.k2{fill:#1a7f4b;stroke:none}"
    ".limit{stroke:#b3382c;stroke-width:1.4;stroke-dasharray:6 4}.name{font-weight:600;paint-order:stroke;stroke:#fff;"
    "stroke-width:3px;stroke-linejoin:round}"
)
"""Colours beside those of the picture of a sortie."""

N_STYLES = 3


@dataclass(frozen=True)
class Curve:
    """One curve.

    Attributes
    ----------
    name : str
        What it is; written beside it where there is more than one.
    x, y : sequence of float
        Its points, as many of both, two or more.
    notes : sequence of str
        What to write beside its points, in their order; empty for nothing.
    """

    name: str
    x: Sequence[float]
    y: Sequence[float]
    notes: Sequence[str] = ()


def draw_curves(
    curves: Sequence[Curve],
    titles: tuple[str, str],
    across_name: str,
    up_name: str,
    limit: tuple[str, float] | None = None,
) -> str:
    """Return curves with their points as an SVG picture.

    Parameters
    ----------
    curves : sequence of Curve
        One or more; all y are drawn from 0, or from the least where that is below.
    titles : tuple of str
        What stands above, and in smaller letters below that.
    across_name, up_name : str
        Names of the axes with their units.
    limit : tuple of str and float, or None
        A level to hold the curves against, such as the runway there is.

    Returns
    -------
    str
    """
    heights = [height for curve in curves for height in curve.y] + ([limit[1]] if limit else [])
    widths = [place for curve in curves for place in curve.x]
    told = f"{titles[1]} {up_name} over {across_name}: {', '.join(curve.name for curve in curves)}."
    drawing = Drawing("curves", WIDTH, HEIGHT, titles[0], told)
    drawing.add("style", STYLE + OWN_STYLE)
    drawing.rect(0.0, 0.0, WIDTH, HEIGHT, "paper")
    drawing.text(LEFT, 24.0, titles[0], "title")
    drawing.text(LEFT, 44.0, titles[1], "tick")
    start = min(0.0, *widths)
    across = Scale(start, max(widths) + 0.04 * (max(widths) - start or 1.0), LEFT, WIDTH - 20.0)
    up = Scale(min(0.0, *heights), 1.12 * max(*heights, 1e-9), HEIGHT - 50.0, TOP)
    _add_axes(drawing, across, up, across_name, up_name)
    lines = [_add_curve(drawing, across, up, curve, index % N_STYLES) for index, curve in enumerate(curves)]
    labels = []
    if limit is not None:
        level = up(limit[1])
        drawing.line(across.start, level, across.end, level, "limit")
        lines.append(np.array([[across.start, level], [across.end, level]]))
        labels.append(Label(limit[0], across.start + 90.0, level, 12.0, "name", 5.0))
    if len(curves) > 1:
        labels += [
            Label(curve.name, float(x), float(y), 12.0, "name", 6.0)
            for curve, line in zip(curves, lines, strict=False)
            for x, y in line[2 * len(line) // 3 :][:1]
        ]
    for curve, line in zip(curves, lines, strict=False):
        for text, (x, y) in zip(curve.notes, line.tolist(), strict=False):
            labels += [Label(text, x, y, 11.0, "tick", 7.0)] if text else []
    dots = np.concatenate(lines)
    for placed in place_labels(labels, (across.start, TOP, across.end, HEIGHT - 50.0), dots, along(lines)):
        drawing.text(placed.x, placed.y, placed.label.text, placed.label.class_)
    return str(drawing)


def _add_axes(drawing: Drawing, across: Scale, up: Scale, across_name: str, up_name: str) -> None:
    value_axis(drawing, up, across.start, across.end, 9, plain)
    for value in nice_ticks(across.low, across.high, 10):
        drawing.line(across(value), up.end, across(value), up.start, "grid")
        drawing.text(across(value), up.start + 16.0, plain(value), "tick", "middle")
    drawing.line(across.start, up(0.0), across.end, up(0.0), "axis")
    drawing.text(across.end, up.start + 36.0, across_name, "tick", "end")
    drawing.text(across.start, TOP - 6.0, up_name, "tick")


def _add_curve(drawing: Drawing, across: Scale, up: Scale, curve: Curve, index: int) -> Points:
    """Draw one curve and return its points [px]."""
    line = np.column_stack([across.of(np.array(curve.x)), up.of(np.array(curve.y))])
    drawing.path([line], f"curve k{index}")
    for x, y in line.tolist():
        drawing.circle(x, y, 3.0, f"dot k{index}")
    return line
