"""Wind and temperature over a place as one picture: speed with its spread and barbs, temperature beside the standard."""

from __future__ import annotations

import math

import numpy as np

from jointex.earth.atmosphere import exact_temperature_k
from jointex.earth.winds import EAST_SD, Weather
from jointex.report.axes import Scale, nice_ticks
from jointex.report.barbs import barb_data
from jointex.report.sortie import STYLE
from jointex.report.svg import Drawing, Points, band_data
from jointex.report.windmap import _kind
from jointex.units import CELSIUS_ZERO_K, FLIGHT_LEVEL_M, knots

WIDTH, HEIGHT = 860.0, 520.0
TOP, BOTTOM = 64.0, HEIGHT - 62.0
LEFT, MIDDLE, RIGHT = 62.0, 520.0, WIDTH - 20.0
BARBS_X = 466.0
HIGHEST_LEVEL = 500.0
"""Highest level drawn [flight level]."""
LEVEL_STEP = 5.0
_STYLE = (
    ".band{fill:#1f5fa8;fill-opacity:.15}.standard{fill:none;stroke:#888;stroke-dasharray:4 3}"
    ".warm{fill:none;stroke:#b5451b;stroke-width:2}.barb{fill:#111;stroke:#111;stroke-width:1}"
)


def draw_wind_profile(weather: Weather, name: str, place_deg: tuple[float, float]) -> str:
    """Return wind and temperature over a place as an SVG picture.

    Parameters
    ----------
    weather : Weather
    name : str
        Of the place.
    place_deg : tuple of float
        Latitude and longitude [deg].

    Returns
    -------
    str
        From the lowest to the highest level known, at most FL500.
    """
    levels = _levels(weather)
    air = [weather.at(*place_deg, level * FLIGHT_LEVEL_M) for level in levels]
    winds = np.array([(knots(one.east_wind_m_s), knots(one.north_wind_m_s)) for one in air])
    speed = np.hypot(*winds.T)
    title = f"Wind over {name}, {_kind(weather)}"
    strongest = int(np.argmax(speed))
    told = f"{title}. Strongest: {speed[strongest]:.0f} kt at FL{levels[strongest]:.0f}."
    drawing = Drawing("windprofile", WIDTH, HEIGHT, title, told)
    drawing.add("style", STYLE + _STYLE)
    drawing.rect(0.0, 0.0, WIDTH, HEIGHT, "paper")
    drawing.text(LEFT, 26.0, title, "title")
    up = Scale(min(0.0, levels[0]), levels[-1], BOTTOM, TOP)
    spread = _spread_kt(weather, place_deg, levels)
    across = Scale(0.0, max(10.0, 1.1 * float((speed + spread).max())), LEFT, BARBS_X - 44.0)
    _add_axes(drawing, across, up, "speed, kt (band: one standard deviation of the days)", "flight level")
    if spread.any():
        low, high = across.of(np.maximum(speed - spread, 0.0)), across.of(speed + spread)
        outline = band_data(up.of(levels), low, high)[:, ::-1]
        drawing.path([outline], "band", closed=True)
    drawing.path([np.column_stack([across.of(speed), up.of(levels)])], "curve")
    _add_barbs(drawing, up, levels, winds, place_deg[0] < 0.0)
    _add_temperatures(drawing, up, levels, np.array([one.temperature_deviation_k for one in air]))
    return str(drawing)


def _levels(weather: Weather) -> Points:
    """Return the flight levels drawn, (n,)."""
    low, high = (bound / FLIGHT_LEVEL_M for bound in weather.known_m)
    low, high = max(low, 0.0), min(high, weather.pressure_altitudes_m[-1] / FLIGHT_LEVEL_M, HIGHEST_LEVEL)
    if high - low < LEVEL_STEP:
        low, high = max(low - 50.0, 0.0), max(high, 0.0) + 50.0
    return np.linspace(low, high, 2 + int((high - low) / LEVEL_STEP))


def _spread_kt(weather: Weather, place_deg: tuple[float, float], levels: Points) -> Points:
    """Return the standard deviation of a component at each level, root mean square of the two [kt]."""
    if not weather.nodes[..., EAST_SD:].any():
        return np.zeros(len(levels))
    one = weather.no_departures + 1.0
    found = []
    for level in levels:
        mean, moved = (weather.at(*place_deg, level * FLIGHT_LEVEL_M, day) for day in (None, one))
        east, north = moved.east_wind_m_s - mean.east_wind_m_s, moved.north_wind_m_s - mean.north_wind_m_s
        found.append(knots(math.sqrt((east * east + north * north) / 2.0)))
    return np.array(found)


def _add_axes(drawing: Drawing, across: Scale, up: Scale, name: str, up_name: str = "") -> None:
    """Draw the lines and numbers of one panel."""
    for level in nice_ticks(up.low, up.high, 10):
        drawing.line(across.start, up(level), across.end, up(level), "grid")
        if up_name:
            drawing.text(across.start - 6.0, up(level) + 4.0, f"{level:.0f}", "tick", "end")
    for value in nice_ticks(across.low, across.high, 7):
        drawing.line(across(value), TOP, across(value), BOTTOM, "grid")
        drawing.text(across(value), BOTTOM + 16.0, f"{value:g}".replace("-", "\N{MINUS SIGN}"), "tick", "middle")
    drawing.line(across.start, BOTTOM, across.end, BOTTOM, "axis")
    drawing.text(across.start, BOTTOM + 36.0, name, "tick")
    if up_name:
        drawing.text(LEFT - 40.0, TOP - 12.0, up_name, "tick")


def _add_barbs(drawing: Drawing, up: Scale, levels: Points, winds: Points, is_south: bool) -> None:
    """Draw a barb every 30 pixels or so."""
    step = max(1, math.ceil(len(levels) * 30.0 / (BOTTOM - TOP)))
    data = [
        barb_data(BARBS_X, up(level), east, north, 0.0, is_south)
        for level, (east, north) in zip(levels[::step], winds[::step], strict=True)
    ]
    drawing.add("path", d="".join(data), class_="barb")


def _add_temperatures(drawing: Drawing, up: Scale, levels: Points, deviations_k: Points) -> None:
    standard_c = exact_temperature_k(levels * FLIGHT_LEVEL_M) - CELSIUS_ZERO_K
    both = np.concatenate([standard_c, standard_c + deviations_k])
    across = Scale(float(both.min()) - 4.0, float(both.max()) + 4.0, MIDDLE, RIGHT)
    _add_axes(drawing, across, up, "temperature, \N{DEGREE SIGN}C (dashed: standard atmosphere)")
    drawing.path([np.column_stack([across.of(standard_c), up.of(levels)])], "standard")
    drawing.path([np.column_stack([across.of(standard_c + deviations_k), up.of(levels)])], "warm")
