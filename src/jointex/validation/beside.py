"""Model over print, a frame for each kind of quantity: what agrees lies on the diagonal."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from jointex.report.axes import Scale
from jointex.report.svg import Drawing
from jointex.units import si_per_unit

FRAME, GAP, LEFT, TOP = 230.0, 60.0, 60.0, 74.0
"""Side of a frame, room between frames, and before the first [px]."""

ACROSS = 3
"""Frames in a row."""

FRAMES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("range and radius, NM", "length", "NM", ("range", "radius", "station_radius")),
    ("take-off and landing, m", "length", "m", ("takeoff_distance", "landing_distance")),
    ("ceiling, 1,000 ft", "altitude", "ft", ("ceiling",)),
    ("speed, kt", "speed", "kt", ("max_speed", "cruise_speed")),
    ("time on station and of flight, h", "time", "h", ("endurance", "block_time")),
    ("rate of climb, ft/min", "speed", "ft/min", ("rate_of_climb",)),
)
"""Title, kind of unit, unit and figures of each frame; Mach numbers and fuel flows are too few for one."""

STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#333}.title{font-weight:600;font-size:15px}.head{font-weight:600}"
    ".tick{fill:#666}.grid{stroke:#e5e5e5}.axis{stroke:#999;fill:none}.same{stroke:#666;stroke-dasharray:4 3}"
    ".hit{fill:#1f5fa8;fill-opacity:.8}.miss{fill:#c2410c}.paper{fill:#fff}"
)
TICKS = (1.0, 2.0, 5.0)


def scatter(document: Mapping[str, Any]) -> str:
    """Return model over print as an SVG picture, logarithmic both ways.

    Parameters
    ----------
    document : mapping
        From `claims.document`.

    Returns
    -------
    str
    """
    judged = [claim for claim in document["claims"] if claim["model"] is not None]
    frames = [(frame, points) for frame in FRAMES if (points := _points(judged, frame))]
    n_rows = math.ceil(len(frames) / ACROSS)
    width = LEFT + ACROSS * FRAME + (ACROSS - 1) * GAP + 30.0
    title = "The model beside figures in print, none of them used for calibration"
    drawing = Drawing("scatter", width, TOP + n_rows * (FRAME + GAP + 20.0), title, f"{title}. Each dot is one figure.")
    drawing.add("style", STYLE)
    drawing.rect(0.0, 0.0, width, drawing.height, "paper")
    drawing.text(16.0, 26.0, title, "title")
    drawing.text(16.0, 44.0, "across: print, up: model; dashed: the same; blue: hit, red: miss", "tick")
    for index, (frame, points) in enumerate(frames):
        left = LEFT + (index % ACROSS) * (FRAME + GAP)
        top = TOP + (index // ACROSS) * (FRAME + GAP + 20.0)
        _draw(drawing, frame[0], points, left, top)
    return str(drawing)


def _points(
    judged: list[Mapping[str, Any]], frame: tuple[str, str, str, tuple[str, ...]]
) -> list[tuple[float, float, str]]:
    """Return print, model and verdict of the figures of a frame, in its unit."""
    title, kind, unit, figures = frame
    thousand = 1000.0 if "1,000" in title else 1.0
    points = []
    for claim in judged:
        if claim["figure"] in figures:
            factor = si_per_unit(claim["unit"], kind) / si_per_unit(unit, kind) / thousand
            points.append((factor * claim["published"], factor * claim["model"], claim["verdict"]))
    return points


def _draw(drawing: Drawing, title: str, points: list[tuple[float, float, str]], left: float, top: float) -> None:
    """Draw one frame."""
    values = [value for point in points for value in point[:2]]
    low, high = math.log10(min(values)) - 0.05, math.log10(max(values)) + 0.05
    across, up = Scale(low, high, left, left + FRAME), Scale(low, high, top + FRAME, top)
    for tick in _ticks(low, high):
        x, y = across(math.log10(tick)), up(math.log10(tick))
        drawing.line(x, top, x, top + FRAME, "grid")
        drawing.line(left, y, left + FRAME, y, "grid")
        drawing.text(x, top + FRAME + 14.0, f"{tick:,g}", "tick", "middle")
        drawing.text(left - 5.0, y + 4.0, f"{tick:,g}", "tick", "end")
    drawing.rect(left, top, FRAME, FRAME, "axis")
    drawing.line(left, top + FRAME, left + FRAME, top, "same")
    drawing.text(left, top - 7.0, title, "head")
    for published, model, verdict in sorted(points, key=lambda point: point[2]):
        drawing.circle(across(math.log10(published)), up(math.log10(model)), 3.5, verdict)


def _ticks(low: float, high: float) -> list[float]:
    """Return round values between two logarithms: 1, 2, 5 of each decade, finer where these would be few."""
    decades = range(math.floor(low), math.ceil(high) + 1)
    coarse = [factor * 10.0**decade for decade in decades for factor in TICKS]
    fine = [float(factor) * 10.0**decade for decade in decades for factor in range(1, 10)]
    inside = [tick for tick in coarse if low <= math.log10(tick) <= high]
    return inside if len(inside) > 2 else [tick for tick in fine if low <= math.log10(tick) <= high]
