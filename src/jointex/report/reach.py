"""Maps of one question: how far an aircraft reaches from its bases, and which bases it can use."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from jointex.earth.geodesics import destination
from jointex.report.backdrop import add_grid, add_land, add_scale_bar
from jointex.report.chart import Chart, WorldChart, fit_chart
from jointex.report.labels import Label, along, place_labels
from jointex.report.svg import Drawing, Points, short, text_width, thinned
from jointex.units import NAUTICAL_MILE_M

WIDTH, HEIGHT, HEAD, FOOT = 860.0, 760.0, 62.0, 24.0
"""Size of the picture, room for its title above and its degrees below [px]."""

WORLD_HEIGHT = 400.0
"""Height of the map of the world [px]."""

WIDEST_CHART_NM = 3600.0
"""Rings wider than this go on the map of the world: a chart about a middle would stretch them beyond use [NM]."""

N_POINTS = 361
"""Points of a circle."""

STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#222}.title{font-weight:600;font-size:16px}.tick{font-size:11px;fill:#555}"
    ".ink{fill:#222}.sea{fill:#e6eef3}.land{fill:#d9d4c7;stroke:#a9a294;stroke-width:.6;stroke-linejoin:round}"
    ".graticule{fill:none;stroke:#c3d1da;stroke-width:.8}.frame{fill:none;stroke:#a9a294}.paper{fill:#fff}"
    ".plate{fill:#fff;fill-opacity:.86}.bar{fill:none;stroke:#222;stroke-width:1.3}.leader{stroke:#555;stroke-width:.8}"
    ".radius{fill:none;stroke-width:2}.way{fill:none;stroke-width:1.6;stroke-dasharray:6 4}.soft{stroke:none;fill-opacity:.08}"
    ".search{fill:none;stroke:#555;stroke-width:1.2;stroke-dasharray:3 4}.mark{fill:#fff;stroke:#222;stroke-width:1.6}"
    ".yes{fill:#1a7f4b;stroke:#fff;stroke-width:1}.no{fill:#fff;stroke:#b3382c;stroke-width:1.8}.cross{stroke:#b3382c;stroke-width:1.6}"
    ".place{font-weight:600;paint-order:stroke;stroke:#eef3f6;stroke-width:3px;stroke-linejoin:round}"
    ".small{font-size:11px;font-weight:500;fill:#555}"
    ".c0{stroke:#1f5fa8}.soft.c0{fill:#1f5fa8}.c1{stroke:#b4541a}.soft.c1{fill:#b4541a}.c2{stroke:#1a7f4b}.soft.c2{fill:#1a7f4b}"
    ".c3{stroke:#7a3fa0}.soft.c3{fill:#7a3fa0}.c4{stroke:#9c1f52}.soft.c4{fill:#9c1f52}.c5{stroke:#3d6b78}.soft.c5{fill:#3d6b78}"
)
"""Colours of maps that stand in a file of their own."""

N_COLOURS = 6

MOST_LETTERS = 24
"""Longer names than this give way to their codes."""

MANY_BASES = 40
"""More bases than this are named by their codes alone, where there is room beside the mark."""


class RingPlace(Protocol):
    """What is drawn of each place that an aircraft reaches from."""

    @property
    def place(self) -> str:
        """Name."""

    @property
    def latitude_deg(self) -> float:
        """Latitude [deg]."""

    @property
    def longitude_deg(self) -> float:
        """Longitude [deg]."""

    @property
    def radius_nm(self) -> float:
        """Out and back [NM]."""

    @property
    def range_nm(self) -> float:
        """One way [NM]."""


class BasePlace(Protocol):
    """What is drawn of each base."""

    @property
    def base(self) -> str:
        """Code."""

    @property
    def name(self) -> str:
        """Name."""

    @property
    def ok(self) -> bool:
        """Whether it can be used."""

    @property
    def latitude_deg(self) -> float:
        """Latitude [deg]."""

    @property
    def longitude_deg(self) -> float:
        """Longitude [deg]."""


@dataclass(frozen=True)
class _Sheet:
    """A drawing with its chart and the frame that cuts what is drawn."""

    drawing: Drawing
    chart: Chart | WorldChart
    clip: str


def circle_deg(latitude_deg: float, longitude_deg: float, radius_nm: float) -> Points:
    """Return a circle on the ellipsoid.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        Its middle [deg].
    radius_nm : float
        Its radius along the ground [NM].

    Returns
    -------
    array (n, 2)
        Latitudes and longitudes [deg], clockwise from north and closed; longitudes run on where it passes 180, and end a
        full turn away where it goes round a pole.
    """
    courses = np.linspace(0.0, 2.0 * math.pi, N_POINTS)
    start = math.radians(latitude_deg), math.radians(longitude_deg)
    latitude, longitude, _ = destination(*start, courses, radius_nm * NAUTICAL_MILE_M)
    circle: Points = np.degrees(np.column_stack([latitude, np.unwrap(longitude)]))
    return circle


def draw_rings(rings: Sequence[RingPlace], title: str, subtitle: str) -> str:
    """Return a map of how far an aircraft reaches from one or several places.

    Parameters
    ----------
    rings : sequence of RingPlace
        One or more.
    title, subtitle : str
        What stands above: aircraft, and load.

    Returns
    -------
    str
        SVG: solid circles out and back, dashed ones one way, over coastlines.
    """
    circles = [(_ring(ring, ring.radius_nm), _ring(ring, ring.range_nm)) for ring in rings]
    told = "; ".join(f"{ring.place}: {ring.radius_nm:,.0f} NM out and back" for ring in rings)
    if max(max(ring.radius_nm, ring.range_nm) for ring in rings) > WIDEST_CHART_NM:
        sheet = _world(title, told, rings[0].longitude_deg)
    else:
        points = np.concatenate([circle for pair in circles for circle in pair])
        sheet = _regional(title, told, points)
    _add_title(sheet.drawing, title, subtitle)
    lines = []
    for index, pair in enumerate(circles):
        for circle, style in zip(pair, ("radius", "way"), strict=True):
            lines += _add_circle(sheet, circle, f"{style} c{index % N_COLOURS}", is_filled=style == "radius")
    labels = [_label(sheet, ring, 12.5, "place") for ring in rings]
    for ring in rings[:1]:
        top = {"out and back": ring.radius_nm, "one way": ring.range_nm}
        labels += [_edge_label(sheet, ring, f"{nm:,.0f} NM {words}", nm) for words, nm in top.items()]
    _finish(sheet, [label for label in labels if label], lines, {ring.place: "mark" for ring in rings}, rings)
    return str(sheet.drawing)


def draw_bases(
    bases: Sequence[BasePlace], middle: tuple[str, float, float], within_nm: float, title: str, subtitle: str
) -> str:
    """Return a map of the bases around a place: which can be used, and which not.

    Parameters
    ----------
    bases : sequence of BasePlace
        Any number.
    middle : tuple of str, float, float
        Name, latitude and longitude [deg] of the place.
    within_nm : float
        How far around was looked [NM].
    title, subtitle : str
        What stands above.

    Returns
    -------
    str
        SVG: full marks for bases that can be used, open crossed ones for the others.
    """
    name, latitude_deg, longitude_deg = middle
    circle = circle_deg(latitude_deg, longitude_deg, within_nm)
    n_ok = sum(base.ok for base in bases)
    sheet = _regional(title, f"{n_ok} of {len(bases)} bases within {within_nm:,.0f} NM of {name} can be used.", circle)
    _add_title(sheet.drawing, title, subtitle)
    lines = _add_circle(sheet, circle, "search")
    by_use = sorted(bases, key=lambda base: not base.ok)
    for base in reversed(by_use):
        x, y = _pixel(sheet.chart, base)
        sheet.drawing.circle(x, y, 4.5 if base.ok else 4.0, "yes" if base.ok else "no")
        if not base.ok:
            sheet.drawing.line(x - 2.8, y - 2.8, x + 2.8, y + 2.8, "cross")
    is_many = len(bases) > MANY_BASES
    labels = [_label(sheet, base, 11.0, "place" if base.ok else "place small", is_many) for base in by_use]
    labels += [_edge_label(sheet, _Middle(latitude_deg, longitude_deg), f"{within_nm:,.0f} NM", within_nm)]
    _finish(sheet, [label for label in labels if label], lines, {}, bases, not is_many)
    x, y = _pixel(sheet.chart, _Middle(latitude_deg, longitude_deg))
    sheet.drawing.add("path", d=f"M{short(x - 9)} {short(y)}h18M{short(x)} {short(y - 9)}v18", class_="bar")
    _add_legend(sheet.drawing)
    return str(sheet.drawing)


@dataclass(frozen=True)
class _Middle:
    """The middle of a circle [deg]."""

    latitude_deg: float
    longitude_deg: float


class _Somewhere(Protocol):
    """What has a position."""

    @property
    def latitude_deg(self) -> float:
        """Latitude [deg]."""

    @property
    def longitude_deg(self) -> float:
        """Longitude [deg]."""


def _ring(ring: RingPlace, radius_nm: float) -> Points:
    return circle_deg(ring.latitude_deg, ring.longitude_deg, radius_nm)


def _regional(title: str, told: str, points: Points) -> _Sheet:
    """Return a sheet about all points (n, 2) [deg]."""
    frame = (46.0, HEAD, WIDTH - 14.0, HEIGHT - FOOT)
    return _sheet(title, told, fit_chart(points[:, 0], points[:, 1], frame, 0.03), HEIGHT)


def _world(title: str, told: str, longitude_deg: float) -> _Sheet:
    """Return a sheet of the world about a meridian."""
    return _sheet(title, told, WorldChart(longitude_deg, (46.0, HEAD, WIDTH - 14.0, HEAD + WORLD_HEIGHT)), 0.0)


def _sheet(title: str, told: str, chart: Chart | WorldChart, height: float) -> _Sheet:
    left, top, right, bottom = chart.frame
    drawing = Drawing("reach", WIDTH, height or bottom + FOOT, title, told)
    drawing.add("style", STYLE)
    drawing.rect(0.0, 0.0, WIDTH, drawing.height, "paper")
    clip = drawing.clip("frame", left, top, right - left, bottom - top)
    drawing.rect(left, top, right - left, bottom - top, "sea")
    add_land(drawing, chart, clip)
    add_grid(drawing, chart, clip)
    return _Sheet(drawing, chart, clip)


def _add_title(drawing: Drawing, title: str, subtitle: str) -> None:
    drawing.text(46.0, 24.0, title, "title")
    drawing.text(46.0, 46.0, subtitle, "tick")


def _add_circle(sheet: _Sheet, circle: Points, style: str, is_filled: bool = False) -> list[Points]:
    """Draw a circle and return its line [px]; on the map of the world also where it comes in from the other side."""
    turns = (-360.0, 0.0, 360.0) if isinstance(sheet.chart, WorldChart) else (0.0,)
    lines = [sheet.chart.pixels(circle[:, 0], circle[:, 1] + turn) for turn in turns]
    is_round_pole = isinstance(sheet.chart, WorldChart) and abs(circle[-1, 1] - circle[0, 1]) > 180.0
    if is_filled and not is_round_pole:
        sheet.drawing.path(lines, style.replace("radius", "soft"), closed=True, clip=sheet.clip)
    sheet.drawing.path([thinned(line, 0.2) for line in lines], style, clip=sheet.clip)
    return lines


def _label(
    sheet: _Sheet, place: RingPlace | BasePlace, size: float, style: str, is_short: bool = False
) -> Label | None:
    """Return the name of a place at its mark, if it lies in the frame."""
    name = getattr(place, "place", None) or f"{place.base} {place.name}".strip()  # type: ignore[union-attr]
    x, y = _pixel(sheet.chart, place)
    plain = name.split()[0] if is_short or len(name) > MOST_LETTERS else name
    return Label(plain, x, y, size, style, 8.0) if _is_in(sheet.chart.frame, x, y) else None


def _edge_label(sheet: _Sheet, middle: _Somewhere, text: str, radius_nm: float) -> Label | None:
    """Return a text at the edge of a circle, where it can be seen."""
    circle = circle_deg(middle.latitude_deg, middle.longitude_deg, radius_nm)
    left, top, right, bottom = sheet.chart.frame
    room = text_width(text, 11.0) / 2.0 + 14.0
    for x, y in sheet.chart.pixels(circle[:, 0], circle[:, 1])[:: N_POINTS // 24].tolist():
        if left + room < x < right - room and top + 16.0 < y < bottom - 16.0:
            return Label(text, x, y, 11.0, "place small", 4.0)
    return None


def _pixel(chart: Chart | WorldChart, place: _Somewhere) -> tuple[float, float]:
    """Return where a place lies [px]."""
    longitude_deg = place.longitude_deg
    if isinstance(chart, WorldChart):
        longitude_deg = chart.longitude_deg + (longitude_deg - chart.longitude_deg + 180.0) % 360.0 - 180.0
    x, y = chart.pixels(np.array([place.latitude_deg]), np.array([longitude_deg]))[0].tolist()
    return x, y


def _is_in(frame: tuple[float, float, float, float], x: float, y: float) -> bool:
    left, top, right, bottom = frame
    return left < x < right and top < y < bottom


def _finish(
    sheet: _Sheet,
    labels: list[Label],
    lines: list[Points],
    marks: dict[str, str],
    places: Sequence[_Somewhere],
    are_far_kept: bool = True,
) -> None:
    """Draw marks, frame, scale bar and names."""
    drawing, chart = sheet.drawing, sheet.chart
    left, top, right, bottom = chart.frame
    drawing.rect(left, top, right - left, bottom - top, "frame")
    dots = np.array([_pixel(chart, place) for place in places]).reshape(-1, 2)
    for (x, y), style in zip(dots.tolist(), marks.values(), strict=False):
        drawing.circle(x, y, 4.0, style)
    taken = (add_scale_bar(drawing, chart, along(lines)),) if isinstance(chart, Chart) else ()
    room = (left + 3.0, top + 3.0, right - 3.0, bottom - 3.0)
    for placed in place_labels(labels, room, dots, along(lines), taken):
        if placed.is_far and not are_far_kept:
            continue
        if placed.is_far:
            x = min(max(placed.label.x, placed.box[0]), placed.box[2])
            drawing.line(
                placed.label.x, placed.label.y, x, min(max(placed.label.y, placed.box[1]), placed.box[3]), "leader"
            )
        drawing.text(placed.x, placed.y, placed.label.text, placed.label.class_)


def _add_legend(drawing: Drawing) -> None:
    """Say what the marks mean, above the map on the right."""
    drawing.circle(WIDTH - 240.0, 42.0, 4.5, "yes")
    drawing.text(WIDTH - 230.0, 46.0, "can be used", "tick")
    drawing.circle(WIDTH - 140.0, 42.0, 4.0, "no")
    drawing.line(WIDTH - 142.8, 39.2, WIDTH - 137.2, 44.8, "cross")
    drawing.text(WIDTH - 130.0, 46.0, "cannot: see the table", "tick")
