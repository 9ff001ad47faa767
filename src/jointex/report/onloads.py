"""Fuel taken and given on a fuel ladder: on-loads, the abort line of every bracket, and what is left of it at the divert."""

from __future__ import annotations

from typing import Any

import numpy as np

from jointex.report.axes import Scale
from jointex.report.gantt import flight_count
from jointex.report.labels import Label, along, place_labels
from jointex.report.material import Material
from jointex.report.svg import Drawing, Points
from jointex.report.words import MINUS, figure

LIMITS = ("joker_kg", "bingo_kg", "reserve_kg")
OVERHANG = 7.0
"""How far an abort line reaches beyond its bracket on both sides [px]."""
SIZE = 11.5
ABORT = "tick abort"
MOST_WORDS = 3
"""With more brackets than this, abort lines are named by their divert alone; the orders have the figures."""


def add_onloads(
    drawing: Drawing, material: Material, flight: dict[str, Any], scales: tuple[Scale, Scale], line: Points
) -> None:
    """Draw what a flight takes from tankers and gives to receivers.

    Parameters
    ----------
    drawing : Drawing
    material : Material
    flight : dict
        A flight of the plan.
    scales : tuple of Scale
        Across for times [s], up for fuel [t].
    line : array (n, 2)
        The planned fuel [px], which labels keep off.
    """
    brackets = sorted((material.plan.get("refuelling") or {}).get("brackets", ()), key=lambda one: one["arrive_s"])
    labels: list[Label] = []
    is_full = sum(bracket["flight"] == flight["id"] for bracket in brackets) > MOST_WORDS
    for bracket in brackets:
        if bracket["flight"] == flight["id"]:
            abort = bracket["divert"] if is_full else f"abort {_amount(bracket['abort_kg'])} to {bracket['divert']}"
            labels += _add_onload(drawing, flight, bracket, scales, (material.colour(flight["id"]), abort))
        elif bracket["tanker"] == flight["id"]:
            labels += _add_gift(drawing, material, bracket, scales, line)
    aborts = {label.text: label for label in reversed(labels) if label.class_ == ABORT}  # alike ones are named once
    labels = [label for label in labels if label.class_ != ABORT or aborts[label.text] is label]
    across, up = scales
    frame = (across.start + 1.0, min(up.start, up.end) + 1.0, across.end - 1.0, max(up.start, up.end) - 2.0)
    limits = [up(flight["fuel"][key] / 1000.0) for key in LIMITS if flight["fuel"].get(key) is not None]
    dots = along([line, *(np.array([(across.start, y), (across.end, y)]) for y in limits)], 4.0)
    for placed in place_labels(labels, frame, np.zeros((0, 2)), dots):
        drawing.text(placed.x, placed.y, placed.label.text, placed.label.class_)


def bracket_times_s(material: Material, flight: dict[str, Any]) -> list[float]:
    """Return when a flight comes to and leaves those it takes fuel from or gives it to [s].

    Parameters
    ----------
    material : Material
    flight : dict
        A flight of the plan.

    Returns
    -------
    list of float
    """
    brackets = (material.plan.get("refuelling") or {}).get("brackets", ())
    own = (bracket for bracket in brackets if flight["id"] in (bracket["flight"], bracket["tanker"]))
    return [bracket[key] for bracket in own for key in ("arrive_s", "leave_s")]


def _add_onload(
    drawing: Drawing,
    flight: dict[str, Any],
    bracket: dict[str, Any],
    scales: tuple[Scale, Scale],
    style: tuple[str, str],
) -> list[Label]:
    """Draw time at the tanker, the on-load as an arrow, the abort line, and its share for the way to the divert."""
    across, up = scales
    colour, words = style
    arrive, leave = across(bracket["arrive_s"]), across(bracket["leave_s"])
    top, bottom = min(up.start, up.end), max(up.start, up.end)
    drawing.rect(arrive, top, max(1.5, leave - arrive), bottom - top, f"at-tanker {colour}")
    low, high = up((bracket["leave_kg"] - bracket["onload_kg"]) / 1000.0), up(bracket["leave_kg"] / 1000.0)
    _add_arrow(drawing, leave, low, high, colour)
    labels = [Label(f"+{_amount(bracket['onload_kg'])}", leave, high, SIZE, f"tick onload-text {colour}", 5.0)]
    if bracket["abort_kg"] is None:
        return labels
    abort, reserve_kg = up(bracket["abort_kg"] / 1000.0), flight["fuel"].get("reserve_kg")
    drawing.line(max(across.start, arrive - OVERHANG), abort, min(across.end, leave + OVERHANG), abort, "limit abort")
    if reserve_kg is not None:
        middle, reserve = (arrive + leave) / 2.0, up(reserve_kg / 1000.0)
        drawing.line(middle, abort, middle, reserve, "to-divert")
        drawing.line(middle - 3.0, reserve, middle + 3.0, reserve, "to-divert")
    return [*labels, Label(words, leave, abort, SIZE, ABORT, OVERHANG + 3.0)]


def _add_gift(
    drawing: Drawing, material: Material, bracket: dict[str, Any], scales: tuple[Scale, Scale], line: Points
) -> list[Label]:
    """Draw when a tanker gives fuel, and to whom."""
    across, up = scales
    colour = material.colour(bracket["flight"])
    first, leave = across(bracket["first_contact_s"]), across(bracket["leave_s"])
    top, bottom = min(up.start, up.end), max(up.start, up.end)
    drawing.rect(first, top, max(1.5, leave - first), bottom - top, f"at-tanker {colour}")
    middle = (first + leave) / 2.0
    y = float(np.interp(middle, line[:, 0], line[:, 1])) if len(line) else (top + bottom) / 2.0
    given_kg = bracket["onload_kg"] * flight_count(material, bracket)
    words = f"{MINUS}{_amount(given_kg)} {bracket['flight']}"
    return [Label(words, middle, y, SIZE, f"tick onload-text {colour}", 8.0)]


def _add_arrow(drawing: Drawing, x: float, low: float, high: float, colour: str) -> None:
    """Draw an arrow upwards; short ones are a head only."""
    drawing.line(x, low, x, min(low, high + 5.0), f"onload {colour}")
    drawing.add("path", d=f"M{x:.1f} {high:.1f}l-3.6 6.4h7.2z", class_=f"onload-head {colour}")


def _amount(mass_kg: float | None) -> str:
    if mass_kg is None:
        return "–"
    return f"{mass_kg / 1000.0:.1f} t" if mass_kg >= 10_000.0 else f"{figure(mass_kg)} kg"
