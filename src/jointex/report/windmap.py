"""A map of the wind at a level: speed as colour, barbs, coast lines, the place asked for."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from jointex.earth.winds import Weather
from jointex.report.backdrop import add_grid, add_land, add_scale_bar
from jointex.report.barbs import barb_data
from jointex.report.chart import Chart, fit_chart
from jointex.report.sortie import STYLE
from jointex.report.svg import Drawing, Points, text_width
from jointex.units import flight_level, knots

WIDTH, HEIGHT = 760.0, 720.0
FRAME = (46.0, 40.0, WIDTH - 16.0, HEIGHT - 76.0)
CELL, BARB_STEP = 8.0, 44.0
"""Size of a coloured cell, distance between barbs [px]."""
BOUNDS_KT = (0, 10, 20, 30, 45, 60, 80, 100, 130, 160)
"""Lower bounds of the colours [kt]."""
COLOURS = (
    "#f6f9fc",
    "#e2eef6",
    "#c8e0ee",
    "#a9d0e5",
    "#8abbdc",
    "#7aa2d2",
    "#7b86c4",
    "#8567b2",
    "#8b459b",
    "#872177",
)
MOST_DEG = 40.0
"""Most degrees of latitude and longitude shown about the place, each way."""
_STYLE = (
    ".land{fill:#000;fill-opacity:.05;stroke:#333;stroke-width:.8}.graticule{fill:none;stroke:#000;stroke-opacity:.15}"
    ".frame{fill:none;stroke:#666}.barb{fill:#111;fill-opacity:1;stroke:#111;stroke-width:1;stroke-linejoin:round}"
    ".unknown{fill:#eee}.plate{fill:#fff;fill-opacity:.85}.bar{fill:none;stroke:#333}.ink{fill:#333}"
    ".place{fill:#c8102e;stroke:#fff;stroke-width:1.5}.name{font-weight:600;fill:#7a0a1c;stroke:#fff;stroke-width:3;"
    "paint-order:stroke}"
)


def draw_wind_map(weather: Weather, level_m: float, name: str, place_deg: tuple[float, float]) -> str:
    """Return the wind at a level about a place as an SVG picture.

    Parameters
    ----------
    weather : Weather
    level_m : float
        Pressure altitude [m].
    name : str
        Of the place.
    place_deg : tuple of float
        Latitude and longitude of the place [deg].

    Returns
    -------
    str
        Grey where the winds are not known.
    """
    chart = _chart(weather, place_deg)
    air = weather.at(*place_deg, level_m)
    speed_kt = knots(math.hypot(air.east_wind_m_s, air.north_wind_m_s))
    title = f"Wind at FL{flight_level(level_m):03d}, {_kind(weather)}"
    told = f"{title}. At {name}: {speed_kt:.0f} kt. Barbs and colours show speed in knots."
    drawing = Drawing("windmap", WIDTH, HEIGHT, title, told)
    drawing.add("style", STYLE + _STYLE)
    drawing.rect(0.0, 0.0, WIDTH, HEIGHT, "paper")
    drawing.text(FRAME[0], 26.0, title, "title")
    left, top, right, bottom = FRAME
    clip = drawing.clip("frame", left, top, right - left, bottom - top)
    drawing.rect(left, top, right - left, bottom - top, "unknown")
    _add_colours(drawing, weather, level_m, chart)
    add_land(drawing, chart, clip)
    add_grid(drawing, chart, clip)
    _add_barbs(drawing, weather, level_m, chart, clip)
    drawing.rect(left, top, right - left, bottom - top, "frame")
    add_scale_bar(drawing, chart, np.zeros((0, 2)))
    _add_place(drawing, chart, name, place_deg)
    _add_scale(drawing)
    return str(drawing)


def _kind(weather: Weather) -> str:
    import calendar

    return f"mean of {calendar.month_name[weather.month]}" if weather.month else weather.source


def _chart(weather: Weather, place_deg: tuple[float, float]) -> Chart:
    """Return a chart of the grid, at most `MOST_DEG` from the place."""
    north, east = weather.latitudes_deg, weather.longitudes_deg
    turn = (east[0] - place_deg[1] + 180.0) % 360.0 - 180.0
    low_east = max(turn, -MOST_DEG)
    high_east = min(turn + east[-1] - east[0], MOST_DEG)
    low, high = max(north[0], place_deg[0] - MOST_DEG, -80.0), min(north[-1], place_deg[0] + MOST_DEG, 80.0)
    if not (low < high and low_east < high_east):  # a place outside: the grid itself, and the place
        low, high = min(low, high, place_deg[0]), max(low, high, place_deg[0])
        low_east, high_east = min(low_east, high_east, 0.0), max(low_east, high_east, 0.0)
    sides = np.linspace(0.0, 1.0, 9)
    latitude = np.concatenate(
        [low + (high - low) * sides, low + (high - low) * sides, np.full(9, low), np.full(9, high)]
    )
    across = low_east + (high_east - low_east) * sides
    longitude = np.concatenate([np.full(9, low_east), np.full(9, high_east), across, across]) + place_deg[1]
    return fit_chart(np.append(latitude, place_deg[0]), np.append(longitude, place_deg[1]), FRAME, 0.02, 500.0)


def _winds_kt(weather: Weather, level_m: float, chart: Chart, pixels: Points) -> Points:
    """Return east and north wind [kt] at places of the picture, (n, 2); NaN where they are not known."""
    found = np.full((len(pixels), 2), np.nan)
    for number, (latitude, longitude) in enumerate(chart.places_deg(pixels)):
        if math.isfinite(latitude) and weather.covers(latitude, longitude):
            air = weather.at(float(latitude), float(longitude), level_m)
            found[number] = knots(air.east_wind_m_s), knots(air.north_wind_m_s)
    return found


def _lattice(step: float) -> tuple[Points, Points]:
    left, top, right, bottom = FRAME
    return np.arange(left + step / 2.0, right, step), np.arange(top + step / 2.0, bottom, step)


def _add_colours(drawing: Drawing, weather: Weather, level_m: float, chart: Chart) -> None:
    """Fill cells by speed; cells of one colour in a row are one rectangle."""
    x, y = _lattice(CELL)
    pixels = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    speed = np.hypot(*_winds_kt(weather, level_m, chart, pixels).T).reshape(len(y), len(x))
    colour = np.where(np.isnan(speed), -1, np.searchsorted(BOUNDS_KT, np.nan_to_num(speed), side="right") - 1)
    for row, middle in zip(colour, y, strict=True):
        ends = [0, *(np.flatnonzero(np.diff(row)) + 1), len(row)]
        for first, stop in pairwise(ends):
            if row[first] >= 0:
                start, width = x[first] - CELL / 2.0, (stop - first) * CELL
                drawing.add(
                    "rect",
                    x=start,
                    y=middle - CELL / 2.0,
                    width=min(width, FRAME[2] - start) + 0.3,
                    height=min(CELL, FRAME[3] - middle + CELL / 2.0) + 0.3,
                    fill=COLOURS[row[first]],
                )


def _add_barbs(drawing: Drawing, weather: Weather, level_m: float, chart: Chart, clip: str) -> None:
    x, y = _lattice(BARB_STEP)
    pixels = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    places = chart.places_deg(pixels)
    northward = chart.pixels(places[:, 0] + 0.01, places[:, 1]) - pixels
    winds = _winds_kt(weather, level_m, chart, pixels)
    data = [
        barb_data(at[0], at[1], wind[0], wind[1], math.atan2(up[0], -up[1]), place[0] < 0.0)
        for at, wind, up, place in zip(pixels, winds, northward, places, strict=True)
        if math.isfinite(wind[0])
    ]
    if data:
        drawing.add("path", d="".join(data), class_="barb", clip_path=f"url(#{clip})")


def _add_place(drawing: Drawing, chart: Chart, name: str, place_deg: tuple[float, float]) -> None:
    x, y = chart.pixels(np.array([place_deg[0]]), np.array([place_deg[1]]))[0]
    drawing.circle(x, y, 5.0, "place")
    fits = x + 9.0 + text_width(name, 12.0) < FRAME[2]
    drawing.text(x + 9.0 if fits else x - 9.0, y + 4.0, name, "name", None if fits else "end")


def _add_scale(drawing: Drawing) -> None:
    """Draw the colours with their bounds under the map."""
    left, _, right, bottom = FRAME
    width = (right - left) / len(COLOURS)
    for number, (bound, colour) in enumerate(zip(BOUNDS_KT, COLOURS, strict=True)):
        drawing.add("rect", x=left + number * width, y=bottom + 26.0, width=width, height=12.0, fill=colour)
        drawing.text(left + number * width, bottom + 52.0, f"{bound}", "tick", "start" if number == 0 else "middle")
    drawing.add("rect", x=left, y=bottom + 26.0, width=right - left, height=12.0, fill="none", class_="frame")
    words = "wind speed, kt; barbs: half feather 5, feather 10, pennant 50; grey: not known"
    drawing.text(left, bottom + 68.0, words, "tick")
