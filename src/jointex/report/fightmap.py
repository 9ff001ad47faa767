"""A presentation seen from above: the ways of its aircraft in the run that is shown, shots as arrows, who was called out."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from jointex.report.axes import Scale
from jointex.report.material import Material
from jointex.report.svg import Drawing, Points

WIDTH, MARGIN, HEAD = 1080.0, 24.0, 46.0
MOST_HEIGHT = 760.0
DEGREE_NM = 60.0
RING_NM = (5.0, 10.0, 20.0, 50.0)
"""Lengths that the scale bar may have [NM]."""
SHOTS = ("shot", "shot_short")
OUT = ("kill_removed", "wrong_call")


def draw_fights(material: Material) -> list[str]:
    """Return a picture of each presentation of the run that is shown.

    Parameters
    ----------
    material : Material

    Returns
    -------
    list of str
        SVG; none where nothing was fought, or no tracks were kept.
    """
    planned = material.plan.get("combat") or []
    if material.run_shown is None or not material.tracks:
        return []
    drawn = [_draw(material, one) for one in planned]
    return [picture for picture in drawn if picture]


def _draw(material: Material, one: dict[str, Any]) -> str:
    flights = [f for f in material.plan["flights"] if f["id"] in (*one["escorts"], *one["opponents"], *one["protect"])]
    ways = {
        (flight["id"], member): way
        for flight in flights
        for member in flight["members"]
        if (way := _way(material, member, one["on_s"], one["off_s"])) is not None
    }
    if not ways:
        return ""
    every = np.concatenate(list(ways.values()))
    middle = math.radians(float(np.mean(every[:, 0])))
    plain = {key: np.column_stack([way[:, 1] * math.cos(middle), way[:, 0]]) * DEGREE_NM for key, way in ways.items()}
    everywhere = np.concatenate(list(plain.values()))
    (west, south), (east, north) = everywhere.min(axis=0) - 3.0, everywhere.max(axis=0) + 3.0
    pixels = min((WIDTH - 2 * MARGIN) / (east - west), (MOST_HEIGHT - HEAD - MARGIN) / (north - south))
    height = HEAD + MARGIN + pixels * (north - south)
    left = 0.5 * (WIDTH - pixels * (east - west))
    x = Scale(west, east, left, left + pixels * (east - west))
    y = Scale(south, north, height - MARGIN, HEAD)
    title = f"Set {one['number'] + 1}: {one['text'] or 'presentation'}"
    opponents, escorts, protected = (", ".join(one[part]) for part in ("opponents", "escorts", "protect"))
    about = f"{opponents} come for {protected or 'the escorts'}; {escorts or 'nobody'} escort"
    drawing = Drawing(f"fight{one['number']}", WIDTH, height, title, about)
    drawing.text(MARGIN, 20, title, "tick ink")
    drawing.text(
        MARGIN, 37, f"{about}; {material.clock(one['on_s'])} to {material.clock(one['off_s'])} at the latest", "tick"
    )
    for (flight_id, member), way in plain.items():
        points = np.column_stack([x.of(way[:, 0]), y.of(way[:, 1])])
        colour = material.colour(flight_id)
        drawing.path([points], f"route {colour}")
        drawing.circle(points[0][0], points[0][1], 3.5, f"dot {colour}")
        drawing.text(points[-1][0] + 5, points[-1][1] + 4, member, f"sign {colour}")
    _add_shots(drawing, material, one, x, y, math.cos(middle))
    _add_scale(drawing, pixels, height)
    return str(drawing)


def _way(material: Material, member: str, from_s: float, until_s: float) -> Points | None:
    """Return latitude and longitude [deg] of an aircraft during the fight, (n, 2); None without two moments of it."""
    track = material.tracks.get(member)
    if track is None:
        return None
    chosen = (track["time_s"] >= from_s) & (track["time_s"] <= until_s)
    way = np.column_stack([track["latitude_deg"][chosen], track["longitude_deg"][chosen]])
    return way if len(way) > 1 else None


def _add_shots(drawing: Drawing, material: Material, one: dict[str, Any], x: Scale, y: Scale, narrow: float) -> None:
    """Draw each shot as a thin line to where its target was, and a cross where somebody was called out."""
    events = material.fights
    chosen = (
        (events["run"] == material.run_shown) & (events["time_s"] >= one["on_s"]) & (events["time_s"] <= one["off_s"])
    )
    for place in np.flatnonzero(chosen & np.isin(events["event"], SHOTS)):
        target = material.tracks.get(str(events["other"][place]))
        if target is None:
            continue
        here = events["latitude_deg"][place], events["longitude_deg"][place]
        when = float(events["time_s"][place])
        there = [float(np.interp(when, target["time_s"], target[name])) for name in ("latitude_deg", "longitude_deg")]
        ends = [(x(lon * narrow * DEGREE_NM), y(lat * DEGREE_NM)) for lat, lon in (here, there)]
        drawing.line(*ends[0], *ends[1], "shot")
    for place in np.flatnonzero(chosen & np.isin(events["event"], OUT)):
        at = x(events["longitude_deg"][place] * narrow * DEGREE_NM), y(events["latitude_deg"][place] * DEGREE_NM)
        for side in (-1.0, 1.0):
            drawing.line(at[0] - 6, at[1] - 6 * side, at[0] + 6, at[1] + 6 * side, "out")


def _add_scale(drawing: Drawing, pixels: float, height: float) -> None:
    """Draw a bar of a round length."""
    length_nm = max((one for one in RING_NM if one * pixels < 260.0), default=RING_NM[0])
    y = height - 10.0
    drawing.line(MARGIN, y, MARGIN + length_nm * pixels, y, "bar")
    drawing.text(MARGIN + length_nm * pixels + 6, y + 4, f"{length_nm:g} NM", "tick")
