"""Tankers' tracks on a map: their racetracks, and where receivers begin, meet and leave them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from jointex.report.chart import Chart
from jointex.report.labels import Label
from jointex.report.material import Material
from jointex.report.svg import Drawing, Points, thinned

TURN_STEPS = 24
"""Points of a half circle."""
STAY_STEPS = 12
"""Points along a leg, so that long ones bend as great circles do."""


def add_tracks(drawing: Drawing, material: Material, chart: Chart, clip: str) -> None:
    """Draw the tracks that the plan uses, and the way of receivers from initial point to control point.

    Parameters
    ----------
    drawing : Drawing
    material : Material
    chart : Chart
    clip : str
        Id of the frame that everything is cut to.
    """
    plan = material.plan.get("refuelling") or {}
    for track in plan.get("tracks", ()):
        ring = racetrack_deg(track)
        drawing.path([thinned(chart.pixels(ring[:, 0], ring[:, 1]))], "orbit", closed=True, clip=clip)
    for bracket in plan.get("brackets", ()):
        joining = np.array([bracket["arip_deg"], bracket["arcp_deg"]])
        line = chart.pixels(joining[:, 0], joining[:, 1])
        drawing.path([line], f"joining {material.colour(bracket['flight'])}", clip=clip)


def racetrack_deg(track: dict[str, Any]) -> Points:
    """Return a track as a closed line: out along the first leg, half a circle, back, half a circle.

    Parameters
    ----------
    track : dict
        Of the plan's section on refuelling.

    Returns
    -------
    array (n, 2)
        Latitude and longitude [deg]; the first point is the control point.
    """
    course, radius_m, leg_m = math.radians(track["course_deg"]), track["radius_m"], track["leg_m"]
    side = -1.0 if track["turn"] == "left" else 1.0
    start = np.radians([track["latitude_deg"], track["longitude_deg"]])
    along_m = np.linspace(0.0, leg_m, STAY_STEPS)
    turn = np.linspace(0.0, math.pi, TURN_STEPS)
    forward_m = np.concatenate([along_m, leg_m + radius_m * np.sin(turn), along_m[::-1], -radius_m * np.sin(turn)])
    across_m = np.concatenate(
        [
            0.0 * along_m,
            radius_m * (1.0 - np.cos(turn)),
            0.0 * along_m + 2.0 * radius_m,
            radius_m * (1.0 + np.cos(turn)),
        ]
    )
    from jointex.earth.geodesics import destination

    bearing = course + side * np.arctan2(across_m, forward_m)
    latitude, longitude, _ = destination(
        np.full(len(bearing), start[0]), np.full(len(bearing), start[1]), bearing, np.hypot(forward_m, across_m)
    )
    return np.asarray(np.degrees(np.column_stack([latitude, longitude])))


def track_places(material: Material) -> Points:
    """Return everything of the tracks and brackets of a plan, latitude and longitude, shape (n, 2) [deg]."""
    plan = material.plan.get("refuelling") or {}
    rings = [racetrack_deg(track) for track in plan.get("tracks", ())]
    points = [bracket[f"{key}_deg"] for bracket in plan.get("brackets", ()) for key in ("arip", "arcp", "exit")]
    return np.concatenate([np.array(points, dtype=float).reshape(-1, 2), *rings])


def add_points(drawing: Drawing, material: Material, chart: Chart, frame: tuple[float, float, float, float]) -> None:
    """Mark control points and exits inside the frame; several brackets at one place are one mark.

    Parameters
    ----------
    drawing : Drawing
    material : Material
    chart : Chart
    frame : tuple of float
        Left, top, right, bottom [px].
    """
    plan = material.plan.get("refuelling") or {}
    left, top, right, bottom = frame
    for key in ("arcp", "exit"):
        for place in dict.fromkeys(tuple(bracket[f"{key}_deg"]) for bracket in plan.get("brackets", ())):
            x, y = chart.pixels(np.array([place[0]]), np.array([place[1]]))[0]
            if left < x < right and top < y < bottom:
                drawing.rect(x - 3.0, y - 3.0, 6.0, 6.0, f"mark {key}")


def track_labels(material: Material, chart: Chart, with_tankers: bool) -> list[Label]:
    """Return the names of the tracks, and of their tankers if asked for, at the middle of the first leg.

    Parameters
    ----------
    material : Material
    chart : Chart
    with_tankers : bool

    Returns
    -------
    list of Label
    """
    plan = material.plan.get("refuelling") or {}
    labels = []
    for track in plan.get("tracks", ()):
        ring = racetrack_deg(track)[:STAY_STEPS]
        x, y = chart.pixels(ring[:, 0], ring[:, 1])[STAY_STEPS // 2]
        tankers = [tanker["id"] for tanker in plan["tankers"] if tanker["track"] == track["id"]]
        is_plain = not with_tankers or tankers in ([], [track["id"]])
        words = track["id"] if is_plain else f"{track['id']}: {', '.join(tankers)}"
        labels.append(Label(words, float(x), float(y), 12.0, "place track-name", 10.0))
    return labels
