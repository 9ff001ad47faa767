"""Where noise is told: the towns and points of the scenario, and towns known near its bases."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jointex import cards
from jointex.communities.flown import FARTHEST_M, local_m
from jointex.communities.runways import Ways
from jointex.documents import parse_document
from jointex.errors import InputError
from jointex.planning.fields import runway_bearings_deg
from jointex.scenario import Scenario

SAME_TOWN_M = 2500.0
"""A town of the shipped list this near to one of the scenario is the same town [m]."""


@dataclass(frozen=True)
class Listener:
    """A place where noise is told.

    Attributes
    ----------
    id, name, kind : str
        `kind` is `town`, or that of a point, such as `school`.
    latitude_deg, longitude_deg : float
        Position [deg].
    people : int
        Residents, or people there; 0 if not known.
    basis, source : str
        What position and number rest on.
    """

    id: str
    name: str
    kind: str
    latitude_deg: float
    longitude_deg: float
    people: int
    basis: str
    source: str


@dataclass(frozen=True)
class Around:
    """The listeners around one base.

    Attributes
    ----------
    base, name : str
        ICAO code or name of the base, and its full name; the id of a point that lies far from any base.
    middle_deg : tuple of float
        Latitude and longitude [deg].
    elevation_m : float
        Height above the sea [m].
    utc_offset_h : float
        Local time less UTC [h].
    listeners : tuple of Listener
        May be none.
    ways : Ways or None
        The runway and the wind at it; None where no runway is known.
    """

    base: str
    name: str
    middle_deg: tuple[float, float]
    elevation_m: float
    utc_offset_h: float
    listeners: tuple[Listener, ...]
    ways: Ways | None = None


def around_bases(scenario: Scenario, plan: dict[str, Any]) -> list[Around]:
    """Return where noise is told, base by base.

    Parameters
    ----------
    scenario : Scenario
        With its towns and points.
    plan : dict
        The content of plan.json: its bases are looked around.

    Returns
    -------
    list of Around
        In the order of the plan, also bases with nobody known near; points far from every base stand alone.
    """
    codes = dict.fromkeys(code for flight in plan["flights"] for code in (flight["base"], flight["recovery"]))
    codes |= dict.fromkeys(town.base for town in scenario.towns)
    bases = {code: known for code in codes if (known := _base(code, scenario)) is not None}
    own = [
        (
            _near(bases, town.at, town.base),
            Listener(town.id, town.name, "town", *_at(town.at), town.population, town.basis, _why(town)),
        )
        for town in scenario.towns
    ]
    own += [
        (
            _near(bases, point.at),
            Listener(point.id, point.name, point.kind, *_at(point.at), point.people, point.basis, _why(point)),
        )
        for point in scenario.points
    ]
    found: list[Around] = []
    for code, (name, middle, elevation_m) in bases.items():
        mine = [listener for base, listener in own if base == code]
        mine += [town for town in listed_towns(code) if not _is_told(town, mine)]
        found.append(
            Around(
                code,
                name,
                middle,
                elevation_m,
                utc_offset_h(code, middle[1], scenario),
                tuple(mine),
                _ways(code, scenario),
            )
        )
    for base, one in own:
        if not base:
            middle = (one.latitude_deg, one.longitude_deg)
            found.append(Around(one.id, one.name, middle, 0.0, utc_offset_h("", middle[1], scenario), (one,)))
    return found


def _at(place: Any) -> tuple[float, float]:
    return float(place.latitude_deg), float(place.longitude_deg)


def _why(entry: Any) -> str:
    """Return what a town or point of the scenario rests on."""
    return ". ".join(text for text in (entry.source, entry.because) if text) or "scenario"


def _base(code: str, scenario: Scenario) -> tuple[str, tuple[float, float], float] | None:
    """Return name, place and height of a base; None for a ship, which has no neighbours."""
    if scenario.ship(code) is not None:
        return None
    try:
        card = cards.base(code, scenario.card_folders)
    except InputError:
        return None
    return card.name, (card.latitude_deg, card.longitude_deg), card.elevation_m


def _ways(code: str, scenario: Scenario) -> Ways | None:
    """Return the longest runway of a base with the wind planned with there; None where no bearing is known."""
    known = runway_bearings_deg(cards.base(code, scenario.card_folders), math.inf)
    entry = next((one for one in scenario.weather if one.id == code), None)
    steps = () if entry is None else entry.steps
    winds = tuple((from_s, weather.wind_from_deg, weather.wind_m_s) for from_s, weather in steps)
    return Ways(known[0], winds) if known else None


def _near(bases: dict[str, tuple[str, tuple[float, float], float]], place: Any, wanted: str = "") -> str:
    """Return the nearest base within earshot of a place, the wanted one if it is; empty if there is none."""
    far = {code: math.hypot(*map(float, local_m(*_at(place), middle))) for code, (_, middle, _) in bases.items()}
    near = {code: distance for code, distance in far.items() if distance < FARTHEST_M}
    return wanted if wanted in near else min(near, key=lambda code: near[code], default="")


def _is_told(town: Listener, listeners: Sequence[Listener]) -> bool:
    """Return whether a town stands in a list already."""
    return any(
        math.hypot(*map(float, local_m(town.latitude_deg, town.longitude_deg, (one.latitude_deg, one.longitude_deg))))
        < SAME_TOWN_M
        for one in listeners
        if one.kind == "town"
    )


@functools.cache
def listed_towns(base: str) -> tuple[Listener, ...]:
    """Return the towns that ship with Jointex near a base.

    Parameters
    ----------
    base : str
        ICAO code.

    Returns
    -------
    tuple of Listener
        None where nothing is known.
    """
    text = resources.files("jointex.communities").joinpath("data/towns.yaml").read_text(encoding="utf-8")
    data = parse_document(text, "towns.yaml").data
    return tuple(
        Listener(
            name.upper().replace(" ", "-"), name, "town", latitude, longitude, people, data["basis"], data["source"]
        )
        for name, latitude, longitude, people in data["towns"].get(base, ())
    )


def utc_offset_h(code: str, longitude_deg: float, scenario: Scenario) -> float:
    """Return local time less UTC at a base on the day of the exercise.

    Parameters
    ----------
    code : str
        ICAO code, or a name.
    longitude_deg : float
        Its longitude [deg]: 15 deg an hour where no time zone is known.
    scenario : Scenario
        For the day.

    Returns
    -------
    float
        Hours.
    """
    zone = _zone(code)
    if zone:
        try:
            offset = scenario.start.astimezone(ZoneInfo(zone)).utcoffset()
            if offset is not None:
                return offset.total_seconds() / 3600.0
        except ZoneInfoNotFoundError:
            pass  # a machine without a table of time zones
    return float(round(longitude_deg / 15.0))


@functools.cache
def _zone(code: str) -> str:
    """Return the time zone of an airport by ICAO code; empty if it is not known."""
    import csv

    text = _airports()
    at = text.find(f'\n"{code}",')
    if at < 0 or not code:
        return ""
    heads = next(csv.reader([text[: text.index("\n")]]))
    row = next(csv.reader([text[at + 1 : text.index("\n", at + 1)]]))
    return dict(zip(heads, row, strict=False)).get("tz", "")


@functools.cache
def _airports() -> str:
    """Return the table of airports as written: a handful of rows is wanted of 28,000."""
    return resources.files("airportsdata").joinpath("airports.csv").read_text(encoding="utf-8")
