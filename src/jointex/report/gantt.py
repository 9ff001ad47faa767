"""Tankers over time: when each is on its track, who comes to it when, how long they wait, and how late they could be."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from jointex.report.axes import Scale, time_axis
from jointex.report.material import Material
from jointex.report.svg import Drawing, text_width
from jointex.report.words import figure

BAR, NAME, LANE_GAP, NOTE, ROW_GAP = 18.0, 15.0, 5.0, 18.0, 18.0
"""Heights of a bar, of the name over it, of the room under it, of the line under all bars, and between rows [px]."""
LANE = NAME + BAR + LANE_GAP
SIZE = 11.5
MARGIN = 0.06
LEAST_MARGIN_S = 600.0
MOST_AHEAD_S = 5400.0
"""More of the way to and from the track than this is cut off: refuelling takes minutes, the way may take hours [s]."""


def draw_gantt(material: Material, width: float, name: str) -> str:
    """Return the tankers' work over time as an SVG picture.

    Parameters
    ----------
    material : Material
        Its plan has a section on refuelling with at least one tanker.
    width : float
        Width of the canvas [px].
    name : str
        Id of the picture.

    Returns
    -------
    str
    """
    fuel = material.plan["refuelling"]
    tankers = sorted(fuel["tankers"], key=lambda tanker: (tanker["on_s"], tanker["id"]))
    gutter = _gutter(tankers, width)
    scale = _scale(tankers, fuel["brackets"], gutter, width - 12.0)
    lanes = {tanker["id"]: assign_lanes(_brackets(fuel, tanker)) for tanker in tankers}
    heights = [_row_height(lanes[tanker["id"]]) for tanker in tankers]
    top, bottom = 12.0, 12.0 + sum(heights)
    drawing = Drawing(name, width, bottom + 24.0, "Tankers over time", _description(material))
    time_axis(drawing, scale, material.start, top, bottom, 12 if width > 700 else 5)
    y = top
    for tanker, height in zip(tankers, heights, strict=True):
        _add_tanker(drawing, material, tanker, lanes[tanker["id"]], scale, y)
        y += height
    drawing.line(gutter, bottom, width - 12.0, bottom, "axis")
    return str(drawing)


def _gutter(tankers: list[dict[str, Any]], width: float) -> float:
    """Return room for the longest of the names beside the rows, at most a quarter of the picture [px]."""
    names = [tanker[key] for tanker in tankers for key in ("id", "aircraft", "track")]
    return min(width / 4.0, max(60.0, 12.0 + max(text_width(name, SIZE) for name in names)))


def _brackets(fuel: dict[str, Any], tanker: dict[str, Any]) -> list[dict[str, Any]]:
    own = (bracket for bracket in fuel["brackets"] if bracket["tanker"] == tanker["id"])
    return sorted(own, key=lambda bracket: (bracket["arrive_s"], bracket["id"]))


def assign_lanes(brackets: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    """Return brackets with the lane each is drawn in, so that none lies on another.

    Parameters
    ----------
    brackets : list of dict
        In the order they begin.

    Returns
    -------
    list of tuple of int and dict
    """
    free_s: list[float] = []
    placed = []
    for bracket in brackets:
        end_s = bracket["leave_s"] + max(0.0, bracket["slack_s"] or 0.0)
        lane = next((lane for lane, until_s in enumerate(free_s) if until_s <= bracket["arrive_s"]), len(free_s))
        free_s[lane : lane + 1] = [end_s]
        placed.append((lane, bracket))
    return placed


def _row_height(lanes: list[tuple[int, dict[str, Any]]]) -> float:
    n_lanes = 1 + max((lane for lane, _ in lanes), default=0)
    return n_lanes * LANE + NOTE + ROW_GAP


def _scale(tankers: list[dict[str, Any]], brackets: list[dict[str, Any]], left: float, right: float) -> Scale:
    """Return the scale of times: all that happens at tankers, and of their ways so much as leaves that readable."""
    begins = [tanker["on_s"] for tanker in tankers] + [bracket["arrive_s"] for bracket in brackets]
    ends = [tanker["off_s"] for tanker in tankers]
    ends += [bracket["leave_s"] + max(0.0, bracket["slack_s"] or 0.0) for bracket in brackets]
    low_s = max(min(begins) - MOST_AHEAD_S, min(tanker["takeoff_s"] for tanker in tankers))
    high_s = min(max(ends) + MOST_AHEAD_S, max(tanker["landing_s"] for tanker in tankers))
    margin_s = max(LEAST_MARGIN_S, MARGIN * (high_s - low_s))
    return Scale(min(low_s, *begins) - margin_s, max(high_s, *ends) + margin_s, left, right)


def _description(material: Material) -> str:
    fuel = material.plan["refuelling"]
    parts = [
        f"{tanker['id']} is on {tanker['track']} from {material.clock(tanker['on_s'])} to {material.clock(tanker['off_s'])}"
        for tanker in fuel["tankers"]
    ]
    parts += [
        f"{bracket['flight']} is at {bracket['tanker']} from {material.clock(bracket['arrive_s'])} "
        f"to {material.clock(bracket['leave_s'])} and takes {bracket['onload_kg']:,.0f} kg an aircraft"
        for bracket in fuel["brackets"]
    ]
    return "Planned times in UTC. " + "; ".join(parts) + "."


def _add_tanker(
    drawing: Drawing,
    material: Material,
    tanker: dict[str, Any],
    lanes: list[tuple[int, dict[str, Any]]],
    scale: Scale,
    top: float,
) -> None:
    y = top + ROW_GAP / 2.0
    height = _row_height(lanes) - NOTE - ROW_GAP
    drawing.text(0, y + 11, tanker["id"], f"sign {material.colour(tanker['id'])}")
    drawing.text(0, y + 25, tanker["aircraft"], "tick")
    drawing.text(0, y + 39, tanker["track"], "tick")
    _add_duty(drawing, tanker, scale, y, height)
    for place, (lane, bracket) in enumerate(lanes):
        later = (after["arrive_s"] for other, after in lanes[place + 1 :] if other == lane)
        end = min(scale(next(later, math.inf)) - 6.0, drawing.width)
        _add_bracket(drawing, material, bracket, scale, (y + lane * LANE + NAME, end))
    text = f"gives {_tonnes(tanker['give_kg'])} of {_tonnes(tanker['most_give_kg'])} t"
    wide = drawing.width > 700
    text += (
        f", planned on landing {_tonnes(tanker['landing_kg'])} t, reserve {_tonnes(tanker['reserve_kg'])} t"
        if wide
        else ""
    )
    x = min(max(scale(tanker["on_s"]), scale.start), scale.end - text_width(text, SIZE))
    drawing.text(x, y + height + 15.0, text, "tick")


def _tonnes(mass_kg: float | None) -> str:
    return "–" if mass_kg is None else f"{mass_kg / 1000.0:,.1f}"


def _add_duty(drawing: Drawing, tanker: dict[str, Any], scale: Scale, y: float, height: float) -> None:
    """Draw the way out and home as a line, time on track as a field, and a mark where the tanker must leave."""
    takeoff, on, off, landing = (
        min(max(scale(tanker[key]), scale.start), scale.end) for key in ("takeoff_s", "on_s", "off_s", "landing_s")
    )
    middle = y + height / 2.0
    drawing.line(takeoff, middle, on, middle, "transit")
    drawing.line(off, middle, landing, middle, "transit")
    for x, time_s in ((takeoff, tanker["takeoff_s"]), (landing, tanker["landing_s"])):
        if scale.low < time_s < scale.high:
            drawing.circle(x, middle, 3.0, "mark base")
    drawing.rect(on, y - 3.0, off - on, height + 6.0, "on-track", 3)
    drawing.line(off, y - 6.0, off, y + height + 6.0, "bingo-mark")


def _add_bracket(
    drawing: Drawing, material: Material, bracket: dict[str, Any], scale: Scale, room: tuple[float, float]
) -> None:
    """Draw a visit in its room, top and right end: waiting and re-forming as outlines, contacts as a bar, slack as a whisker."""
    y, end = room
    colour = material.colour(bracket["flight"])
    arrive, first, leave = (scale(bracket[key]) for key in ("arrive_s", "first_contact_s", "leave_s"))
    drawing.rect(arrive, y + 4.0, first - arrive, BAR - 8.0, f"queue {colour}", 2)
    done = scale(min(bracket["leave_s"], bracket["last_contact_s"] + bracket["contact_s"]))
    drawing.rect(done, y + 4.0, leave - done, BAR - 8.0, f"queue {colour}", 2)
    drawing.rect(first, y, max(2.0, done - first), BAR, f"bar-solid {colour}", 3)
    for time_s in contact_starts_s(bracket, flight_count(material, bracket))[1:]:
        for above, below in ((y, y + 4.0), (y + BAR - 4.0, y + BAR)):
            drawing.line(scale(time_s), above, scale(time_s), below, "notch")
    slack_s = bracket["slack_s"]
    if slack_s is not None and slack_s > 0.0:
        late = min(scale(bracket["leave_s"] + slack_s), scale.end)
        drawing.line(leave, y + BAR / 2.0, late, y + BAR / 2.0, f"whisker {colour}")
        drawing.line(late, y + 4.0, late, y + BAR - 4.0, f"whisker {colour}")
    full = f"{bracket['flight']} {flight_count(material, bracket)} × {figure(bracket['onload_kg'])} kg"
    for words in (full, bracket["flight"]):
        x = max(scale.start, min(first, end - text_width(words, SIZE)))
        if x >= arrive - 1.0:
            drawing.text(x, y - 4.0, words, f"tick onload-text {colour}")
            return


def flight_count(material: Material, bracket: dict[str, Any]) -> int:
    """Return how many aircraft come to a bracket.

    Parameters
    ----------
    material : Material
    bracket : dict
        Of the plan's section on refuelling.

    Returns
    -------
    int
    """
    if "count" in bracket:
        return int(bracket["count"])
    return next((int(flight["count"]) for flight in material.plan["flights"] if flight["id"] == bracket["flight"]), 1)


def contact_starts_s(bracket: dict[str, Any], count: int) -> list[float]:
    """Return when the contacts of a bracket begin, so many at once as there are stations, spread evenly [s].

    Parameters
    ----------
    bracket : dict
    count : int
        Aircraft that take fuel.

    Returns
    -------
    list of float
    """
    n_turns = max(1, math.ceil(count / max(1, bracket["at_once"])))
    return [float(time_s) for time_s in np.linspace(bracket["first_contact_s"], bracket["last_contact_s"], n_turns)]
