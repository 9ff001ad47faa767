"""The timeline: a row per flight, what it does when, and how far take-off, arrival and landing spread over the runs."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from jointex.report.axes import Scale, time_axis
from jointex.report.material import Material
from jointex.report.standing_by import planned_flights, stand_in, standing_words
from jointex.report.svg import Drawing, text_width
from jointex.report.words import phase

AFTER_TANKER = "refuelled"
"""Task of the point at which a flight goes on with what it was at before it came to a tanker."""
ROW = 58.0
BAR = 22.0
SPREADS = (
    (("airborne",), "take-off"),
    (("on_station",), "on station"),
    (("landed", "vertical_landed"), "landing"),
)
"""Events whose spread over runs is shown under the bar."""


def draw_timeline(material: Material, width: float, name: str) -> str:
    """Return the timeline as an SVG picture.

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
    gutter = 96.0 if width > 700 else 60.0
    top, bottom = 34.0, 34.0 + ROW * len(flights)
    drawing = Drawing(name, width, bottom + 24.0, "Timeline", _description(material))
    low_s, high_s = material.span_s()
    margin_s = 0.02 * (high_s - low_s)
    scale = Scale(low_s - margin_s, high_s + margin_s, gutter, width - 10.0)
    _add_work(drawing, material, scale, top, bottom)
    time_axis(drawing, scale, material.start, top, bottom, 14 if width > 700 else 5)
    for row, flight in enumerate(flights):
        y = top + ROW * row + 10.0
        colour = material.colour(flight["id"])
        drawing.text(0, y + 11, flight["id"], f"sign {colour}")
        kind = f"{flight['count']} {flight['aircraft']}" if width > 700 else flight["aircraft"]
        drawing.text(0, y + 26, kind, "tick")
        one = stand_in(material, flight["id"])
        if one is None:
            _add_bar(drawing, flight, scale, y, colour)
        else:
            _add_standing(drawing, one, scale, y, colour)
        _add_spreads(drawing, material, flight, scale, y + BAR + 8.0)
    drawing.line(gutter, bottom, width - 10.0, bottom, "axis")
    return str(drawing)


def _description(material: Material) -> str:
    parts = []
    for flight in planned_flights(material):
        takeoff, landing = (material.clock(flight[key]) for key in ("takeoff_time_s", "landing_time_s"))
        parts.append(f"{flight['id']} takes off at {takeoff} and lands at {landing}")
    standing = ((flight["id"], standing_words(material, flight["id"])) for flight in material.plan["flights"])
    parts += [f"{name} stands by {words}" for name, words in standing if words]
    parts += [
        f"{work['id']} from {material.clock(work['start_s'])} to {material.clock(work['end_s'])}"
        for work in material.plan["work"]
    ]
    return "Planned times in UTC. " + "; ".join(parts) + "."


def _add_work(drawing: Drawing, material: Material, scale: Scale, top: float, bottom: float) -> None:
    for work in material.plan["work"]:
        start, end = scale(work["start_s"]), scale(work["end_s"])
        drawing.rect(start, top, end - start, bottom - top, "window")
        times = f"{material.clock(work['start_s']).removesuffix('Z')}–{material.clock(work['end_s'])}"
        text = f"{work['id']} {times}"
        half = text_width(text, 12.0) / 2.0
        middle = min(max((start + end) / 2.0, half), drawing.width - half)
        drawing.text(middle, top - 10, text, "note ink", "middle")


def _add_bar(drawing: Drawing, flight: dict[str, Any], scale: Scale, y: float, colour: str) -> None:
    for words, start_s, end_s in phases(flight["points"]):
        x, width = scale(start_s), scale(end_s) - scale(start_s)
        is_solid = words in ("work", "refuelling")
        drawing.rect(x + 0.5, y, width - 1.0, BAR, f"bar-{'solid' if is_solid else 'soft'} {colour}", 3)
        if text_width(words, 11.5) < width - 8:
            drawing.text(x + width / 2.0, y + BAR / 2.0 + 4.0, words, "on-solid" if is_solid else "on-soft", "middle")


def _add_standing(drawing: Drawing, tanker: dict[str, Any], scale: Scale, y: float, colour: str) -> None:
    """Outline from when to when a tanker on the ground waits for a call."""
    x, end = scale(tanker["takeoff_s"]), scale(max(tanker["takeoff_s"], tanker["called_by_s"]))
    drawing.rect(x, y + 4.0, end - x, BAR - 8.0, f"queue {colour}", 2)
    full = f"stands by for {tanker['stands_in_for']}, on the ground"
    for words in (full, "stands by"):
        if text_width(words, 11.5) < end - x - 8.0:
            drawing.text((x + end) / 2.0, y + BAR / 2.0 + 4.0, words, "tick", "middle")
            return


def phases(points: list[dict[str, Any]]) -> list[tuple[str, float, float]]:
    """Return what a flight does from when to when, neighbours of one kind joined [s].

    Parameters
    ----------
    points : list of dict
        Of a planned flight.

    Returns
    -------
    list of tuple of str, float, float
    """
    steps = []
    going = ""
    for before, after in itertools.pairwise(points):
        words = going if before["task"] == AFTER_TANKER and going else phase(before["task"])
        going = words if words != "refuelling" else going
        steps.append((words, before["time_s"], after["time_s"]))
    found = []
    for words, group in itertools.groupby(steps, key=lambda step: step[0]):
        same = list(group)
        if same[-1][2] > same[0][1]:
            found.append((words, same[0][1], same[-1][2]))
    return found


def _add_spreads(drawing: Drawing, material: Material, flight: dict[str, Any], scale: Scale, y: float) -> None:
    """Draw from when to when 90 % of the aircraft took off, arrived and landed, with a mark at the middle one."""
    for events, _ in SPREADS:
        times_s = material.events["time_s"][material.of_flight(flight, *events)]
        if len(times_s) < 2:
            continue
        low, middle, high = (
            min(max(scale(t), scale.start), scale.end) for t in np.quantile(times_s, (0.05, 0.5, 0.95))
        )
        drawing.line(low, y, max(high, low + 1.0), y, "spread-line")
        drawing.line(middle, y - 4.0, middle, y + 4.0, "spread-line")
