"""A ferry as one picture: fuel on board along the way, the abort line below it, the brackets, and who is the nearest divert."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from jointex.report.axes import Scale, nice_ticks, value_axis
from jointex.report.sortie import STYLE, WIDTH, plain
from jointex.report.svg import Drawing, band_data, text_width

HEIGHT, LEFT, TOP, BOTTOM = 470.0, 70.0, 84.0, 360.0
"""Size of the picture, and where its axes stand [px]."""

OWN_STYLE = (
    ".slack{fill:#1f5fa8;opacity:.10}.abort{fill:none;stroke:#b3382c;stroke-width:2;stroke-dasharray:6 4}"
    ".full{stroke:#999;stroke-width:1;stroke-dasharray:2 3}.lift{stroke:#1f5fa8;stroke-width:2}"
    ".hit{fill:#fff;stroke:#1f5fa8;stroke-width:2}.band0{fill:#eef2f7}.band1{fill:#dfe7f1}"
    ".key{font-weight:600}.key.f{fill:#1f5fa8}.key.a{fill:#b3382c}"
)


class Point(Protocol):
    """What is drawn of each point."""

    @property
    def distance_nm(self) -> float:
        """Along the way [NM]."""

    @property
    def fuel_kg(self) -> float:
        """On board [kg]."""

    @property
    def abort_fuel_kg(self) -> float:
        """Needed to divert from there [kg]."""

    @property
    def divert(self) -> str:
        """The nearest divert."""


class Contact(Protocol):
    """A bracket."""

    @property
    def bracket(self) -> int:
        """Its number."""

    @property
    def distance_nm(self) -> float:
        """Along the way [NM]."""

    @property
    def fuel_before_kg(self) -> float:
        """Before the contact [kg]."""

    @property
    def uplift_kg(self) -> float:
        """Taken [kg]."""


def draw_ferry(points: Sequence[Point], contacts: Sequence[Contact], titles: tuple[str, str]) -> str:
    """Return fuel and abort line along a ferry as an SVG picture.

    Parameters
    ----------
    points : sequence of Point
        In order along the way, two or more.
    contacts : sequence of Contact
        The brackets.
    titles : tuple of str
        What stands above, and in smaller letters below that.

    Returns
    -------
    str
    """
    told = f"{titles[1]}. Fuel on board stays above the fuel that a diversion takes; {len(contacts)} brackets."
    drawing = Drawing("ferry", WIDTH, HEIGHT, titles[0], told)
    drawing.add("style", STYLE + OWN_STYLE)
    drawing.rect(0.0, 0.0, WIDTH, HEIGHT, "paper")
    drawing.text(LEFT, 24.0, titles[0], "title")
    drawing.text(LEFT, 44.0, titles[1], "tick")
    across = Scale(0.0, points[-1].distance_nm, LEFT, WIDTH - 20.0)
    full_t = max(point.fuel_kg for point in points) / 1000.0
    up = Scale(0.0, 1.1 * full_t, BOTTOM, TOP)
    value_axis(drawing, up, across.start, across.end, 8, plain)
    for value in nice_ticks(0.0, across.high, 10):
        drawing.line(across(value), TOP, across(value), BOTTOM, "grid")
        drawing.text(across(value), BOTTOM + 16.0, plain(value), "tick", "middle")
    drawing.line(across.start, BOTTOM, across.end, BOTTOM, "axis")
    x = across.of(np.array([point.distance_nm for point in points]))
    fuel = up.of(np.array([point.fuel_kg for point in points]) / 1000.0)
    abort = up.of(np.array([point.abort_fuel_kg for point in points]) / 1000.0)
    drawing.path([band_data(x, abort, fuel)], "slack", closed=True)
    drawing.path([np.column_stack([x, abort])], "abort")
    drawing.path([np.column_stack([x, fuel])], "curve")
    _add_contacts(drawing, contacts, across, up)
    _add_key(drawing)
    _add_diverts(drawing, points, across)
    drawing.text(across.end, HEIGHT - 14.0, "along the way, NM", "tick", "end")
    return str(drawing)


def _add_contacts(drawing: Drawing, contacts: Sequence[Contact], across: Scale, up: Scale) -> None:
    """Number the brackets above the fuel line, as many as there is room for."""
    last = -np.inf
    for contact in contacts:
        place, top = across(contact.distance_nm), up((contact.fuel_before_kg + contact.uplift_kg) / 1000.0)
        drawing.circle(place, up(contact.fuel_before_kg / 1000.0), 3.5, "hit")
        if place - last >= text_width(str(contact.bracket), 11.0) + 6.0:
            drawing.text(place, top - 6.0, str(contact.bracket), "tick", "middle")
            last = place


def _add_key(drawing: Drawing) -> None:
    """Say which line is which, above the axes."""
    drawing.text(LEFT, TOP - 14.0, "t", "tick")
    drawing.text(LEFT + 24.0, TOP - 14.0, "fuel on board, brackets numbered", "key f")
    drawing.text(LEFT + 300.0, TOP - 14.0, "abort line: fuel that still reaches a divert with the reserve", "key a")


def _add_diverts(drawing: Drawing, points: Sequence[Point], across: Scale) -> None:
    """Draw below the axis which divert is the nearest."""
    top = BOTTOM + 28.0
    drawing.text(across.start, top + 48.0, "nearest divert", "tick")
    begun, shade = 0, 0
    for index in range(1, len(points) + 1):
        if index < len(points) and points[index].divert == points[begun].divert:
            continue
        left = across(points[begun].distance_nm) if begun else across.start
        right = across(points[min(index, len(points) - 1)].distance_nm)
        drawing.rect(left, top, right - left, 26.0, f"band{shade % 2}")
        names = (points[begun].divert, points[begun].divert.split()[0])
        name = next((one for one in names if text_width(one, 11.0) < right - left - 6.0), "")
        if name:
            drawing.text(0.5 * (left + right), top + 17.0, name, "tick", "middle")
        begun, shade = index, shade + 1
