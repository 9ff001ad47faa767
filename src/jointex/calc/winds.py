"""`calc wind`: the wind and temperature at a place and level, of a month's climatology or of a file."""

from __future__ import annotations

import datetime
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jointex.calc.questions import Place, Question
from jointex.cards.shelf import Folder
from jointex.earth.atmosphere import exact_temperature_k
from jointex.earth.winds import EAST_SD, Weather, climatology
from jointex.errors import InputError
from jointex.units import CELSIUS_ZERO_K, FLIGHT_LEVEL_M, degrees, flight_level, knots

HIGHEST_LEVEL = 650.0
"""Highest flight level asked for."""


@dataclass(frozen=True)
class Wind:
    """The answer of `wind`.

    Attributes
    ----------
    wind_from_deg : float
        True direction the wind blows from [deg], 0 to 360; 0 where it is calm.
    wind_speed_kt : float
        Speed [kt].
    temperature_c : float
        Static air temperature [deg C].
    east_wind_kt, north_wind_kt : float
        Components toward the east and the north [kt].
    isa_deviation_c : float
        Actual minus standard temperature [K].
    day_to_day_sd_kt : float
        Standard deviation of a component from day to day, root mean square of the two [kt].
    is_inside : bool
        Whether place and level lie inside what is known; if not, the nearest edge holds.
    place : str
    latitude_deg, longitude_deg : float
        The place [deg].
    level : int
        Flight level.
    basis : str
        What the values rest on.
    sources : tuple of str
        Where they come from.
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        1 if the winds are estimated, else 0.
    """

    wind_from_deg: float
    wind_speed_kt: float
    temperature_c: float
    east_wind_kt: float
    north_wind_kt: float
    isa_deviation_c: float
    day_to_day_sd_kt: float
    is_inside: bool
    place: str
    latitude_deg: float
    longitude_deg: float
    level: int
    basis: str
    sources: tuple[str, ...]
    assumptions: tuple[str, ...]
    estimated_fraction: float


@dataclass(frozen=True)
class WindQuestion:
    """What is asked, checked.

    Attributes
    ----------
    place : Place
    level_m : float
        Pressure altitude [m].
    weather : Weather
        The winds of the month or the file.
    """

    place: Place
    level_m: float
    weather: Weather


def wind(
    at: str,
    fl: str | float,
    *,
    month: int | None = None,
    winds: str | os.PathLike[str] | None = None,
    time: str | None = None,
    folders: Sequence[Folder] = (),
) -> Wind:
    """Return wind and temperature at a place and level.

    Parameters
    ----------
    at : str
        ICAO code, id or name of a base card, or `latitude,longitude` [deg].
    fl : str or float
        Flight level such as 340 or `FL340`.
    month : int, optional
        1 to 12, of the climatology; this month if neither it nor a file is given.
    winds : path, optional
        A file of winds, NetCDF or CSV, in place of the climatology.
    time : str, optional
        UTC, such as `2025-12-10T06:00Z`; needed where the file has several times.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Wind

    Raises
    ------
    QuestionError
        If a place is unknown or a number out of bounds: all faults at once.
    WeatherError
        If the file is no good: every fault.
    """
    return answer(ask(at, fl, month=month, winds=winds, time=time, folders=folders))


def ask(
    at: str,
    fl: str | float,
    *,
    month: int | None = None,
    winds: str | os.PathLike[str] | None = None,
    time: str | None = None,
    folders: Sequence[Folder] = (),
) -> WindQuestion:
    """Return a question checked and its winds read; parameters and errors as for `wind`.

    Returns
    -------
    WindQuestion
    """
    question = Question()
    place = question.place("--at", at, folders)
    level_m = question.level_m("--fl", fl, 0.0, HIGHEST_LEVEL)
    moment = _moment(question, time)
    if winds is not None and month is not None:
        question.add("must not stand beside --winds: one or the other", "--month", month)
    if winds is None and time is not None:
        question.add("only goes with --winds", "--time", time)
    weather = None
    try:
        weather = _weather(question, month, winds, moment)
    except InputError as error:
        raise type(error)([*question.faults, *error.faults]) from None
    question.check()
    return WindQuestion(place, level_m, weather)


def _weather(
    question: Question, month: int | None, winds: str | os.PathLike[str] | None, moment: datetime.datetime | None
) -> Weather:
    """Return the winds of a file or a month."""
    if winds is not None:
        from jointex.earth.windfiles import read_winds

        return read_winds(Path(winds), moment)
    this_month = datetime.datetime.now(datetime.UTC).month if month is None else month
    return climatology(int(question.number("--month", this_month, 1, 12, "")))


def _moment(question: Question, time: str | None) -> datetime.datetime | None:
    """Return a UTC time, or note a fault."""
    if time is None:
        return None
    try:
        moment = datetime.datetime.fromisoformat(str(time).strip())
        if moment.tzinfo is not None:
            return moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        pass
    question.add("must be a UTC time, such as 2025-12-10T06:00Z", "--time", time)
    return None


def answer(asked: WindQuestion) -> Wind:
    """Return the answer to a checked question.

    Parameters
    ----------
    asked : WindQuestion

    Returns
    -------
    Wind
    """
    weather, place, level_m = asked.weather, asked.place, asked.level_m
    air = weather.at(place.latitude_deg, place.longitude_deg, level_m)
    east_m_s, north_m_s = air.east_wind_m_s, air.north_wind_m_s
    speed_m_s = math.hypot(east_m_s, north_m_s)
    low_m, high_m = weather.known_m
    is_inside = weather.covers(place.latitude_deg, place.longitude_deg) and low_m - 1.0 <= level_m <= high_m + 1.0
    standard_c = float(exact_temperature_k(level_m)) - CELSIUS_ZERO_K
    return Wind(
        wind_from_deg=degrees(math.atan2(-east_m_s, -north_m_s)) % 360.0 if speed_m_s > 0.0 else 0.0,
        wind_speed_kt=knots(speed_m_s),
        temperature_c=standard_c + air.temperature_deviation_k,
        east_wind_kt=knots(east_m_s),
        north_wind_kt=knots(north_m_s),
        isa_deviation_c=air.temperature_deviation_k,
        day_to_day_sd_kt=knots(spread_m_s(weather, place.latitude_deg, place.longitude_deg, level_m)),
        is_inside=is_inside,
        place=place.name,
        latitude_deg=place.latitude_deg,
        longitude_deg=place.longitude_deg,
        level=flight_level(level_m),
        basis=weather.basis,
        sources=tuple(weather.source.split("; ")),
        assumptions=_assumptions(weather, is_inside),
        estimated_fraction=1.0 if weather.basis == "estimated" else 0.0,
    )


def spread_m_s(weather: Weather, latitude_deg: float, longitude_deg: float, level_m: float) -> float:
    """Return the standard deviation of a wind component from day to day at a point, root mean square of the two [m/s].

    Parameters
    ----------
    weather : Weather
    latitude_deg, longitude_deg : float
        Place [deg].
    level_m : float
        Pressure altitude [m].

    Returns
    -------
    float
    """
    if not weather.nodes[..., EAST_SD:].any():
        return 0.0
    one = weather.no_departures + 1.0
    mean, moved = (weather.at(latitude_deg, longitude_deg, level_m, day) for day in (None, one))
    east, north = moved.east_wind_m_s - mean.east_wind_m_s, moved.north_wind_m_s - mean.north_wind_m_s
    return math.sqrt((east * east + north * north) / 2.0)


def _assumptions(weather: Weather, is_inside: bool) -> tuple[str, ...]:
    """Return what the answer rests on."""
    kind = f"mean of month {weather.month}" if weather.month else "winds of the file"
    words = [f"{kind}, straight lines between the points of its grid; levels are pressure altitudes", *weather.notes]
    if not is_inside:
        north, east = weather.latitudes_deg, weather.longitudes_deg
        low_m, high_m = (max(-1000.0, min(30000.0, bound)) for bound in weather.known_m)
        levels = (
            f", FL{low_m / FLIGHT_LEVEL_M:.0f} to FL{high_m / FLIGHT_LEVEL_M:.0f}" if weather.kind == "file" else ""
        )
        box = f"{north[0]:g} to {north[-1]:g} deg north, {east[0]:g} to {east[-1]:g} deg east{levels}"
        words.insert(0, f"outside what is known ({box}): the nearest edge holds")
    return tuple(words)
