"""The map: routes, areas and tracks over the coastline; one of everything, one of the area worked in."""

from __future__ import annotations

import functools
import itertools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from jointex.report.backdrop import add_grid, add_land, add_scale_bar
from jointex.report.chart import Chart, fit_chart
from jointex.report.labels import Label, along, place_labels
from jointex.report.material import Material
from jointex.report.standing_by import planned_flights
from jointex.report.svg import Drawing, Points, path_data, short, thinned
from jointex.report.tracks import add_points, add_tracks, track_labels, track_places
from jointex.report.words import phase

WIDTH, HEIGHT = 500.0, 600.0
FRAME = (46.0, 2.0, WIDTH - 2.0, HEIGHT - 22.0)
LANDSCAPE = (46.0, 2.0, 758.0, 398.0)
"""Frame of a map that stands alone and shows more from side to side [px]."""
LEAST_METRES_PER_PIXEL = 400.0
FUEL_MAP = "map-fuel"
ENDINGS = (" Airport", " International", " Air Base", " Air Force Base", " AFB", " Afb", " AB")


def draw_maps(material: Material) -> list[str]:
    """Return the pictures of the exercise: all of it, and the area worked in if there is one.

    Parameters
    ----------
    material : Material

    Returns
    -------
    list of str
        SVG texts; none if the plan has no points.
    """
    places = _everything(material)
    if not len(places):
        return []
    whole = fit_chart(places[:, 0], places[:, 1], FRAME, 0.07)
    working = _working_places(material)
    alone = fit_alone(places, 0.07)
    if not len(working):
        return [_draw(material, alone, "map", "Routes", None)]
    close = fit_chart(working[:, 0], working[:, 1], FRAME, 0.14, LEAST_METRES_PER_PIXEL)
    if close.metres_per_pixel > 0.75 * whole.metres_per_pixel:
        return [_draw(material, alone, "map", "Routes", None)]
    return [
        _draw(material, whole, "map", "All of the exercise", close),
        _draw(material, close, "map-work", "The area worked in", None),
    ]


def draw_refuelling_map(material: Material) -> str:
    """Return the picture of where fuel is taken.

    Parameters
    ----------
    material : Material

    Returns
    -------
    str
        SVG text; empty if the plan uses no track.
    """
    places = track_places(material)
    if not len(places):
        return ""
    return _draw(material, fit_alone(places, 0.14, LEAST_METRES_PER_PIXEL), FUEL_MAP, "Where fuel is taken", None)


def fit_alone(places: Points, room: float, least_metres_per_pixel: float = 100.0) -> Chart:
    """Return the chart of a map that stands alone: upright, or lying where that shows clearly more.

    Parameters
    ----------
    places : array (n, 2)
        What must be seen: latitude and longitude [deg].
    room : float
        Share of the frame left free on each side.
    least_metres_per_pixel : float
        The scale is no larger than this.

    Returns
    -------
    Chart
    """
    upright, lying = (
        fit_chart(places[:, 0], places[:, 1], frame, room, least_metres_per_pixel) for frame in (FRAME, LANDSCAPE)
    )
    return lying if lying.metres_per_pixel < 0.8 * upright.metres_per_pixel else upright


def _everything(material: Material) -> Points:
    """Return all places to be seen, latitude and longitude, shape (n, 2) [deg]."""
    places = [(p["latitude_deg"], p["longitude_deg"]) for flight in material.plan["flights"] for p in flight["points"]]
    places += [point for area in _areas(material) for point in area.points]
    tracks = [np.column_stack([t["latitude_deg"], t["longitude_deg"]])[::20] for t in material.tracks.values()]
    return np.concatenate([np.array(places, dtype=float).reshape(-1, 2), track_places(material), *tracks])


def _working_places(material: Material) -> Points:
    """Return the corners of the areas worked in, and the meeting places, shape (n, 2) [deg]."""
    work = material.plan["work"]
    named = {entry["area"] for entry in work}
    places = [point for area in _areas(material) if area.id in named for point in area.points]
    places += [(entry["latitude_deg"], entry["longitude_deg"]) for entry in work]
    tracks = [
        np.column_stack([track["latitude_deg"], track["longitude_deg"]])[track["task"] == "work"]
        for track in material.tracks.values()
    ]
    return np.concatenate([np.array(places, dtype=float).reshape(-1, 2), *tracks])


def _areas(material: Material) -> tuple[Any, ...]:
    return material.scenario.airspace if material.scenario else ()


@dataclass(frozen=True)
class _Route:
    """A planned way on the picture: out and home as lines, and the laps between them [px]; none of a tanker that stands by."""

    flight: dict[str, Any]
    ways: list[Points]
    laps: list[Points]


def _draw(material: Material, chart: Chart, name: str, title: str, inset: Chart | None) -> str:
    left, top, right, bottom = chart.frame
    drawing = Drawing(name, right + 2.0, bottom + 22.0, title, _description(material, title))
    clip = drawing.clip("frame", left, top, right - left, bottom - top)
    drawing.rect(left, top, right - left, bottom - top, "sea")
    add_land(drawing, chart, clip)
    add_grid(drawing, chart, clip)
    _add_areas(drawing, material, chart, clip)
    flying = [flight["id"] for flight in planned_flights(material)]
    routes = [
        _route(chart, flight) if flight["id"] in flying else _Route(flight, [], [])
        for flight in material.plan["flights"]
    ]
    for route in routes:
        colour = material.colour(route.flight["id"])
        drawing.path([thinned(way) for way in route.ways], f"route {colour}", clip=clip)
        if not material.tracks:
            drawing.path(route.laps, f"track {colour}", clip=clip)
    _add_tracks(drawing, material, chart, clip)
    add_tracks(drawing, material, chart, clip)
    if inset:
        _add_inset(drawing, chart, inset, clip)
    drawing.rect(left, top, right - left, bottom - top, "frame")
    bar = add_scale_bar(drawing, chart, along([way for route in routes for way in route.ways]))
    _add_places(drawing, material, chart, routes, bar)
    return str(drawing)


def _description(material: Material, title: str) -> str:
    ways = "; ".join(
        f"{flight['id']} from {flight['base']} to {flight['recovery']}" for flight in planned_flights(material)
    )
    shown = "" if material.run_shown is None else f" Thin lines are the tracks of run {material.run_shown}."
    return f"Map, {title.lower()}. Planned routes: {ways}.{shown}"


def _route(chart: Chart, flight: dict[str, Any]) -> _Route:
    """Return the way of a flight, the laps of its work apart: a track shows those better than straight lines."""
    ways: list[Points] = []
    laps: list[Points] = []
    steps = itertools.pairwise(flight["points"])
    for is_lap, group in itertools.groupby(steps, key=lambda step: phase(step[0]["task"]) == "work"):
        same = list(group)
        (laps if is_lap else ways).append(_line(chart, [same[0][0], *(step[1] for step in same)]))
    return _Route(flight, ways, laps)


def _line(chart: Chart, points: list[dict[str, Any]]) -> Points:
    """Return the way through points along great circles [px]."""
    from jointex.earth.geodesics import intermediate_points

    places = [np.zeros((0, 2))]
    for before, after in itertools.pairwise(points):
        (north, east), (north_to, east_to) = (_radians(point) for point in (before, after))
        if (north, east) != (north_to, east_to):
            n_steps = 1 + int(math.degrees(math.hypot(north_to - north, east_to - east)))
            fractions = np.linspace(0.0, 1.0, n_steps + 1)
            places.append(np.degrees(np.column_stack(intermediate_points(north, east, north_to, east_to, fractions))))
    way = np.concatenate(places)
    return chart.pixels(way[:, 0], way[:, 1])


def _radians(point: dict[str, Any]) -> tuple[float, float]:
    return math.radians(point["latitude_deg"]), math.radians(point["longitude_deg"])


def _add_areas(drawing: Drawing, material: Material, chart: Chart, clip: str) -> None:
    drawn = set()
    for area in _areas(material):
        if area.kind == "corridor":
            line = chart.pixels(*np.array(area.points).T)
            width = (area.width_m or 0.0) / chart.metres_per_pixel
            drawing.add(
                "path",
                d=path_data(line),
                class_="corridor",
                stroke_width=short(max(width, 2.0)),
                clip_path=f"url(#{clip})",
            )
        elif area.points not in drawn:
            drawn.add(area.points)
            ring = [*area.points, area.points[0]]
            style = "avoid" if area.kind == "avoid" else "area"
            drawing.path([chart.pixels(*np.array(ring).T)], style, closed=True, clip=clip)


def _add_tracks(drawing: Drawing, material: Material, chart: Chart, clip: str) -> None:
    for flight in material.plan["flights"]:
        lines = [
            thinned(chart.pixels(track["latitude_deg"], track["longitude_deg"]))
            for member in flight["members"]
            if (track := material.tracks.get(member)) is not None
        ]
        drawing.path(lines, f"track {material.colour(flight['id'])}", clip=clip)


def _add_inset(drawing: Drawing, chart: Chart, inset: Chart, clip: str) -> None:
    """Outline what the second map shows."""
    left, top, right, bottom = inset.frame
    middle = chart.pixels(*inset.middle_deg())[0]
    half = np.array([right - left, bottom - top]) / 2.0 * inset.metres_per_pixel / chart.metres_per_pixel
    drawing.add(
        "rect",
        x=middle[0] - half[0],
        y=middle[1] - half[1],
        width=2 * half[0],
        height=2 * half[1],
        class_="inset",
        clip_path=f"url(#{clip})",
    )


def _add_places(
    drawing: Drawing, material: Material, chart: Chart, routes: list[_Route], bar: tuple[float, float, float, float]
) -> None:
    """Mark bases, route points and meeting places, and write their names where there is room."""
    marks: dict[str, tuple[float, float, str, str]] = {}
    for route in routes:
        first, last = route.flight["points"][0], route.flight["points"][-1]
        for point, code in ((first, route.flight["base"]), (last, route.flight["recovery"])):
            marks.setdefault(code, (*_pixel(chart, point), "base", base_label(code)))
    for entry in material.plan["work"]:
        marks.setdefault(entry["id"], (*_pixel(chart, entry), "meet", entry["id"]))
    named = _named_points(material)
    for route in routes:
        for point in route.flight["points"]:
            if phase(point["task"]) in ("outbound", "homebound") and point["name"] in named:
                marks.setdefault(point["name"], (*_pixel(chart, point), "point", point["name"]))
    add_points(drawing, material, chart, chart.frame)
    left, top, right, bottom = chart.frame
    inside = {name: mark for name, mark in marks.items() if left < mark[0] < right and top < mark[1] < bottom}
    for x, y, kind, _ in inside.values():
        if kind == "meet":
            drawing.add("path", d=f"M{short(x)} {short(y - 6)}l5.5 9.5h-11z", class_="mark meet")
        else:
            drawing.circle(x, y, 4.0 if kind == "base" else 2.5, f"mark {kind}")
    labels = [
        Label(text, x, y, 12.0 if kind != "point" else 10.5, f"place {kind}") for x, y, kind, text in inside.values()
    ]
    labels += [
        one
        for one in track_labels(material, chart, drawing.name == FUEL_MAP)
        if left < one.x < right and top < one.y < bottom
    ]
    labels += [label for route in routes if (label := _route_label(material, chart, route)) is not None]
    points = np.array([mark[:2] for mark in inside.values()]).reshape(-1, 2)
    lines = along([line for route in routes for line in (*route.ways, *route.laps)])
    room = (left + 3, top + 3, right - 3, bottom - 3)
    for placed in place_labels(labels, room, points, lines, (bar,)):
        if placed.is_far:
            _add_leader(drawing, placed.label, placed.box)
        drawing.text(placed.x, placed.y, placed.label.text, placed.label.class_)


def _named_points(material: Material) -> set[str]:
    """Return the names of route points that the scenario gives; all of the plan's where there is no scenario."""
    if material.scenario is None:
        return {point["name"] for flight in material.plan["flights"] for point in flight["points"] if point["name"]}
    return {point.name for flight in material.scenario.flights for point in (*flight.outbound, *flight.homebound)}


def _pixel(chart: Chart, place: dict[str, Any]) -> tuple[float, float]:
    x, y = chart.pixels(np.array([place["latitude_deg"]]), np.array([place["longitude_deg"]]))[0]
    return float(x), float(y)


def _route_label(material: Material, chart: Chart, route: _Route) -> Label | None:
    """Return the call sign of a flight, at the middle of the part of its way that is seen."""
    left, top, right, bottom = chart.frame
    line = along(route.ways[:1], 2.0)
    seen = line[
        (line[:, 0] > left + 20) & (line[:, 0] < right - 20) & (line[:, 1] > top + 20) & (line[:, 1] < bottom - 20)
    ]
    if len(seen) < 15:
        return None
    x, y = seen[len(seen) // 2]
    flight = route.flight["id"]
    return Label(flight, float(x), float(y), 12.0, f"sign {material.colour(flight)}", 6.0)


def _add_leader(drawing: Drawing, label: Label, box: tuple[float, float, float, float]) -> None:
    x = min(max(label.x, box[0]), box[2])
    y = min(max(label.y, box[1]), box[3])
    drawing.line(label.x, label.y, x, y, "leader")


@functools.cache
def base_label(code: str) -> str:
    """Return a base as maps name it: its code and, where a card knows it, its name."""
    from jointex import cards
    from jointex.errors import InputError

    try:
        name = cards.base(code).name
    except InputError:
        return code
    plain = str(name)
    for ending in ENDINGS:
        plain = plain.removesuffix(ending)
    return code if plain == code or len(plain) > 24 else f"{code} {plain}"
