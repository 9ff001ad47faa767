"""The profile: at what level every flight is when, in one run or, where none was flown, by plan."""

from __future__ import annotations

import numpy as np

from jointex.report.axes import Scale, time_axis, value_axis
from jointex.report.labels import Label, along, place_labels
from jointex.report.material import Material
from jointex.report.standing_by import planned_flights, stand_in
from jointex.report.svg import Drawing, Points, thinned
from jointex.units import FLIGHT_LEVEL_M


def draw_profile(material: Material, width: float, name: str) -> str:
    """Return the vertical profile as an SVG picture.

    Parameters
    ----------
    material : Material
    width : float
        Width of the canvas [px].
    name : str
        Id of the picture.

    Returns
    -------
    str
    """
    flights = material.plan["flights"]
    height = 300.0
    left, right, top, bottom = 40.0, width - 46.0, 16.0, height - 26.0
    drawing = Drawing(name, width, height, "Levels over time", _description(material))
    low_s, high_s = material.span_s()
    margin_s = 0.02 * (high_s - low_s)
    highest_m = max(
        [p["altitude_m"] for f in flights for p in f["points"]]
        + [t["pressure_altitude_m"].max() for t in material.tracks.values()]
    )
    across = Scale(low_s - margin_s, high_s + margin_s, left, right)
    up = Scale(0.0, 1.12 * highest_m / FLIGHT_LEVEL_M, bottom, top)
    value_axis(drawing, up, left, right, 5, lambda level: f"FL{level:.0f}" if level else "0")
    for kilometres in range(0, int(up.high * FLIGHT_LEVEL_M / 1000.0) + 1, 3):
        drawing.text(right + 6, up(kilometres * 1000.0 / FLIGHT_LEVEL_M) + 4, f"{kilometres} km", "tick")
    time_axis(drawing, across, material.start, top, bottom, 14 if width > 700 else 5)
    _add_areas(drawing, material, across, up)
    lines: dict[str, Points] = {}
    for flight in flights:
        colour = material.colour(flight["id"])
        tracks = [material.tracks[member] for member in flight["members"] if member in material.tracks]
        flown = [_line(across, up, track["time_s"], track["pressure_altitude_m"]) for track in tracks]
        times_s, levels_m = (np.array([p[key] for p in flight["points"]]) for key in ("time_s", "altitude_m"))
        if not flown and stand_in(material, flight["id"]) is not None:
            continue
        shown = flown or [_line(across, up, times_s, levels_m)]
        drawing.path([thinned(line) for line in shown], f"level {colour}")
        lines[flight["id"]] = shown[0]
    labels = [_label(material, name, line) for name, line in lines.items()]
    room = (left, top, right, bottom)
    for placed in place_labels(labels, room, np.zeros((0, 2)), along(list(lines.values()), 3.0)):
        drawing.text(placed.x, placed.y, placed.label.text, placed.label.class_)
    drawing.line(left, bottom, right, bottom, "axis")
    return str(drawing)


def _description(material: Material) -> str:
    levels = [
        f"{flight['id']} to FL{max(point['altitude_m'] for point in flight['points']) / FLIGHT_LEVEL_M:.0f}"
        for flight in planned_flights(material)
    ]
    kind = "Planned level" if material.run_shown is None else f"Level in run {material.run_shown}"
    return f"{kind} of each flight over time: {', '.join(levels)}."


def _line(across: Scale, up: Scale, time_s: Points, altitude_m: Points) -> Points:
    return np.column_stack([across.of(time_s), up.of(altitude_m / FLIGHT_LEVEL_M)])


def _label(material: Material, flight_id: str, line: Points) -> Label:
    """Return the call sign of a flight, to stand by the longest level part of its line."""
    thin = thinned(line, 1.0)
    lengths = np.diff(thin[:, 0]) - 1e3 * np.abs(np.diff(thin[:, 1]))
    part = int(np.argmax(lengths)) if len(lengths) else 0
    x, y = thin[part : part + 2].mean(axis=0)
    return Label(flight_id, float(x), float(y), 12.0, f"sign {material.colour(flight_id)}", 5.0)


def _add_areas(drawing: Drawing, material: Material, across: Scale, up: Scale) -> None:
    """Shade the levels and times of the areas worked in."""
    areas = {area.id: area for area in material.scenario.airspace} if material.scenario else {}
    for work in material.plan["work"]:
        area = areas.get(work["area"])
        start, end = across(work["start_s"]), across(work["end_s"])
        low, high = (area.floor_m, area.ceiling_m) if area else (0.0, up.high * FLIGHT_LEVEL_M)
        top, bottom = up(min(high / FLIGHT_LEVEL_M, up.high)), up(low / FLIGHT_LEVEL_M)
        drawing.rect(start, top, end - start, bottom - top, "window")
