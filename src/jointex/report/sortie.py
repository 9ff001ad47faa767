"""A sortie or leg as one picture: altitude, true airspeed and fuel left over the way, three panels above each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np

from jointex.report.axes import Scale, nice_ticks, value_axis
from jointex.report.svg import Drawing

WIDTH, PANEL_HEIGHT, GAP = 860.0, 150.0, 26.0
"""Size of the picture and its panels [px]."""

STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#333}.title{font-weight:600;font-size:15px}.tick{font-size:11px;fill:#666}"
    ".grid{stroke:#ddd;stroke-width:1}.axis{stroke:#666;stroke-width:1}.curve{fill:none;stroke:#1f5fa8;stroke-width:2}"
    ".dot{fill:#1f5fa8}.paper{fill:#fff}"
)
"""Colours of pictures that stand in a file of their own."""


class Point(Protocol):
    """What is drawn of each point: read-only numbers with the units of their names."""

    @property
    def time_h(self) -> float:
        """Time from start of taxi [h]."""

    @property
    def distance_nm(self) -> float:
        """Distance along the way [NM]."""

    @property
    def altitude_ft(self) -> float:
        """Pressure altitude [ft]."""

    @property
    def tas_kt(self) -> float:
        """True airspeed up to this point [kt]."""

    @property
    def fuel_kg(self) -> float:
        """Fuel left [kg]."""


def draw_sortie(points: Sequence[Point], title: str) -> str:
    """Return altitude, true airspeed and fuel left as an SVG picture.

    Parameters
    ----------
    points : sequence of Point
        In order of time, two or more.
    title : str
        What stands above.

    Returns
    -------
    str
        Over distance flown; over time where little distance is flown (a station close by).
    """
    over_time = points[-1].distance_nm < 1.0 or any(
        later.distance_nm == earlier.distance_nm and later.time_h - earlier.time_h > 0.2
        for earlier, later in pairwise(points)
    )
    way = [point.time_h if over_time else point.distance_nm for point in points]
    height = 48.0 + 3 * (PANEL_HEIGHT + GAP) + 24.0
    told = f"{title}. {points[-1].time_h:.1f} h, {points[0].fuel_kg - points[-1].fuel_kg:,.0f} kg of fuel."
    drawing = Drawing("sortie", WIDTH, height, title, told)
    drawing.add("style", STYLE)
    drawing.rect(0.0, 0.0, WIDTH, height, "paper")
    drawing.text(70.0, 26.0, title, "title")
    across = Scale(0.0, way[-1], 70.0, WIDTH - 20.0)
    levels = [point.altitude_ft for point in points]
    fuel = [point.fuel_kg / 1000.0 for point in points]
    panels: list[tuple[str, list[float], list[float]]] = [
        ("pressure altitude, ft", way, levels),
        ("true airspeed, kt", *_steps(way, [point.tas_kt for point in points])),
        ("fuel left, t", way, fuel),
    ]
    top = 48.0
    for name, x, y in panels:
        _panel(drawing, across, (top, top + PANEL_HEIGHT), name, x, y)
        top += PANEL_HEIGHT + GAP
    bottom = top - GAP
    for value in nice_ticks(0.0, way[-1], 9):
        drawing.text(across(value), bottom + 16.0, plain(value), "tick", "middle")
    words = "time from start of taxi, h" if over_time else "distance flown, NM"
    drawing.text(WIDTH - 20.0, bottom + 34.0, words, "tick", "end")
    return str(drawing)


def _panel(
    drawing: Drawing, across: Scale, span: tuple[float, float], name: str, x: Sequence[float], y: Sequence[float]
) -> None:
    """Draw one curve with its axes between two heights [px]."""
    top, bottom = span
    up = Scale(0.0, 1.12 * max(*y, 1e-9), bottom, top)
    label: Callable[[float], str] = plain
    value_axis(drawing, up, across.start, across.end, int((bottom - top) / 36.0), label)
    for value in nice_ticks(0.0, across.high, 9):
        drawing.line(across(value), top, across(value), bottom, "grid")
    drawing.line(across.start, bottom, across.end, bottom, "axis")
    drawing.path([np.column_stack([across.of(np.array(x)), up.of(np.array(y))])], "curve")
    drawing.text(across.start + 6.0, top + 12.0, name, "tick")


def _steps(way: Sequence[float], speeds: Sequence[float]) -> tuple[list[float], list[float]]:
    """Return speeds held between points as a line with steps."""
    x = [place for place in way for _ in (0, 1)][1:-1]
    return x, [speed for speed in speeds[1:] for _ in (0, 1)]


def plain(value: float) -> str:
    """Return a value as an axis shows it."""
    return f"{value:,.6g}" if value < 1e6 else f"{value:,.0f}"
