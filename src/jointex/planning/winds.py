"""The air of a plan: the scenario's winds as a grid, and where a plan leaves what is known of them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from jointex.earth.geodesics import intermediate_points
from jointex.earth.windfiles import read_winds, with_climatology_spread, with_spread
from jointex.earth.winds import Layer, Weather, climatology, layers, no_wind
from jointex.planning.model import Finding, PlannedFlight
from jointex.scenario import Scenario
from jointex.units import flight_level

SAMPLE_M = 20_000.0
"""Distance between the places of a route that are looked at [m]."""
LOW_M = 2_000.0
"""Winds that begin above this say little about climb and descent [m]."""
ROOM_DEG = 1.0
"""How far beyond the route a grid had better reach [deg]."""


def mean_weather(scenario: Scenario) -> Weather:
    """Return the air a scenario is planned in, without its day's departure from the mean.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    Weather

    Raises
    ------
    WeatherError
        If the file of winds changed since the scenario was read and is no good any more.
    """
    winds, offset_k = scenario.winds, scenario.temperature_offset_k
    month = winds.month or scenario.start.month
    if winds.kind == "climatology":
        return climatology(month, offset_k)
    if winds.kind == "none":
        return no_wind(offset_k)
    wind_file = scenario.wind_file
    if wind_file is not None:
        weather = read_winds(wind_file, scenario.start, offset_k, winds.basis)
        if winds.source:
            weather = dataclasses.replace(weather, source=winds.source)
        if isinstance(winds.sd_m_s, float):
            weather = with_spread(weather, winds.sd_m_s)
    else:
        weather = layers(_layers(scenario), offset_k)
    return with_climatology_spread(weather, month) if winds.sd_m_s == "climatology" else weather


def _layers(scenario: Scenario) -> list[Layer]:
    """Return the layers of a scenario; those that name no spread have that of all."""
    of_all = scenario.winds.sd_m_s
    sd_m_s = of_all if isinstance(of_all, float) else 0.0
    return [
        Layer(
            row.level_m,
            math.radians(row.from_deg),
            row.speed_m_s,
            row.temperature_deviation_k,
            sd_m_s if row.sd_m_s is None else row.sd_m_s,
        )
        for row in scenario.winds.layers
    ]


def wind_findings(scenario: Scenario, weather: Weather, flights: Sequence[PlannedFlight]) -> Iterator[Finding]:
    """Yield routes that leave the winds known, and a wind error that has nothing to act on.

    Parameters
    ----------
    scenario : Scenario
    weather : Weather
        As `mean_weather` gives it.
    flights : sequence of PlannedFlight

    Yields
    ------
    Finding
    """
    if scenario.uncertainty.wind_error.fraction_of_sd > 0.0 and weather.kind != "none" and not weather.has_spread:
        yield Finding(
            "note",
            "winds that vary from day to day where wind_error is given",
            "wind_error changes nothing: the winds have no day-to-day spread for it to take a share of",
            ways_out=("Give winds.sd, such as 8 m/s or climatology", "Give a spread in the layers or the file"),
        )
    if weather.kind in ("climatology", "file"):
        for flight in flights:
            yield from _side_findings(weather, flight)
    if weather.kind == "file":
        for flight in flights:
            yield from _level_findings(weather, flight)


def _side_findings(weather: Weather, flight: PlannedFlight) -> Iterator[Finding]:
    """Yield a route that leaves the grid to a side."""
    way = _sampled(flight)
    inside = np.array([weather.covers(latitude, longitude) for latitude, longitude in way], dtype=bool)
    if inside.all():
        return
    latitude, longitude = way[int(np.argmin(inside))]
    outside = 1.0 - float(inside.mean())
    # the grid wanted is told in longitudes that do not jump inside the route
    east = np.unwrap(way[:, 1], period=360.0)
    wanted = (way[:, 0].min() - ROOM_DEG, way[:, 0].max() + ROOM_DEG, east.min() - ROOM_DEG, east.max() + ROOM_DEG)
    yield Finding(
        "warning",
        "routes inside the grid of winds",
        f"{flight.id} leaves the winds known ({_box(weather)}) on {max(outside, 0.01):.0%} of its way, first at "
        f"{_degrees(latitude, 'NS', 1)} {_degrees(longitude, 'EW', 1)}; there the wind of the nearest edge is taken",
        flight.id,
        100.0 * outside,
        0.0,
        "%",
        (
            f"Give winds for {_degrees(max(wanted[0], -90.0), 'NS')} to {_degrees(min(wanted[1], 90.0), 'NS')}, "
            f"{_degrees(wanted[2], 'EW')} to {_degrees(wanted[3], 'EW')} at least",
            "Change the route",
        ),
    )


def _level_findings(weather: Weather, flight: PlannedFlight) -> Iterator[Finding]:
    """Yield levels above or below those of the file."""
    low_m, high_m = weather.known_m
    highest_m = max((point.altitude_m for point in flight.points), default=0.0)
    if highest_m > high_m + 1.0:
        yield Finding(
            "warning",
            "levels inside the grid of winds",
            f"{flight.id} flies at FL{flight_level(highest_m)}; the winds end at FL{flight_level(high_m)}, "
            "and that of the highest level is taken above",
            flight.id,
            highest_m,
            high_m,
            "m",
            ("Give winds at higher levels", f"Plan FL{flight_level(high_m)} or lower"),
        )
    if low_m > LOW_M:
        yield Finding(
            "note",
            "winds for climb and descent",
            f"{flight.id} climbs and descends below FL{flight_level(low_m)}, where the winds begin; "
            "that of the lowest level is taken below",
            flight.id,
            low_m,
            LOW_M,
            "m",
            ("Give winds at lower levels",),
        )


def _sampled(flight: PlannedFlight) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return places along a planned route, (n, 2) [deg]."""
    places = [np.array([[point.latitude_deg, point.longitude_deg] for point in flight.points]).reshape(-1, 2)]
    for here, there in pairwise(flight.points):
        n_steps = int(abs(there.distance_m - here.distance_m) / SAMPLE_M)
        if n_steps:
            start = math.radians(here.latitude_deg), math.radians(here.longitude_deg)
            end = math.radians(there.latitude_deg), math.radians(there.longitude_deg)
            shares = np.arange(1, n_steps + 1) / (n_steps + 1.0)
            places.append(np.degrees(np.column_stack(intermediate_points(*start, *end, shares))))
    return np.concatenate(places)


def _box(weather: Weather) -> str:
    """Return the sides of a grid in words."""
    north, east = weather.latitudes_deg, weather.longitudes_deg
    return f"{_degrees(north[0], 'NS')} to {_degrees(north[-1], 'NS')}, {_degrees(east[0], 'EW')} to {_degrees(east[-1], 'EW')}"


def _degrees(value: float, signs: str, places: int = 0) -> str:
    """Return a latitude or longitude such as `35.5N`; to whole degrees unless told otherwise."""
    held = (value + 180.0) % 360.0 - 180.0 if signs == "EW" else value
    digits = f"{abs(held):.{places}f}" if places else f"{abs(round(held, 1)):g}"
    return f"{digits}{signs[0] if held >= 0 else signs[1]}"
