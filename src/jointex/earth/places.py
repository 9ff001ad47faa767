"""Airports of the world by code, and positions written as text.

References
----------
Airports: the `airportsdata` package (MIT licence).
"""

from __future__ import annotations

import csv
import functools
import re
from dataclasses import dataclass
from importlib import metadata, resources
from typing import Any

from jointex.errors import Fault, QuestionError, nearest_name
from jointex.units import FOOT_M

_PAIR = re.compile(r"\s*([+-]?\d+(?:\.\d*)?)\s*[,;\s]\s*([+-]?\d+(?:\.\d*)?)\s*")


@dataclass(frozen=True)
class Airport:
    """An airport.

    Attributes
    ----------
    code : str
        ICAO code, or the local code of a small field.
    name : str
        Official name.
    country : str
        ISO 3166 code of two letters.
    latitude_deg, longitude_deg : float
        Position [deg], WGS-84.
    elevation_m : float
        Height above mean sea level [m].
    """

    code: str
    name: str
    country: str
    latitude_deg: float
    longitude_deg: float
    elevation_m: float


def airport(code: str) -> Airport:
    """Return an airport by its code.

    Parameters
    ----------
    code : str
        ICAO code such as `RJFN`; the case of letters does not matter.

    Returns
    -------
    Airport

    Raises
    ------
    QuestionError
        If no airport has this code; the message offers near codes, or codes of airports of this name.
    """
    text = _table()
    wanted = code.strip().upper()
    start = text.find(f'\n"{wanted}",') + 1 if re.fullmatch(r"[^\s\"]{1,8}", wanted) else 0
    if not start:
        raise QuestionError(Fault("must be the ICAO code of an airport", key="place", value=code, hint=_near(wanted)))
    row = next(csv.reader([text[start : text.index("\n", start)]]))
    return _airport(row)


def airports_near(latitude_deg: float, longitude_deg: float, within_m: float) -> tuple[Airport, ...]:
    """Return the airports within a distance of a place.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        The place [deg].
    within_m : float
        Distance [m].

    Returns
    -------
    tuple of Airport
        The nearest first.
    """
    import numpy as np

    from jointex.earth.geodesics import distance_course

    rows, positions_rad = _positions()
    here = np.broadcast_to(np.radians([latitude_deg, longitude_deg]), positions_rad.shape).T
    distance_m = distance_course(*here, *positions_rad.T)[0]
    order = np.argsort(distance_m, kind="stable")
    return tuple(_airport(rows[index]) for index in order[: int(np.count_nonzero(distance_m <= within_m))])


def airports_version() -> str:
    """Return the version of the airport list, such as `airportsdata 20260905`."""
    return f"airportsdata {metadata.version('airportsdata')}"


def position_deg(text: str) -> tuple[float, float]:
    """Return the position that a text such as `38.5,134.5` names.

    Parameters
    ----------
    text : str
        Latitude and longitude [deg, north and east positive], parted by a comma or a blank.

    Returns
    -------
    tuple of float
        Latitude -90 to 90 and longitude -180 to 360 [deg].

    Raises
    ------
    QuestionError
        If the text is no pair of numbers, or off the globe; every fault at once.
    """
    match = _PAIR.fullmatch(text)
    if match is None:
        rule = "must be latitude and longitude in degrees"
        raise QuestionError(Fault(rule, key="place", value=text, hint="Write 38.5,134.5 for 38.5 N 134.5 E."))
    latitude_deg, longitude_deg = float(match[1]), float(match[2])
    faults = []
    if abs(latitude_deg) > 90.0:
        hint = "Latitude comes first." if abs(longitude_deg) <= 90.0 else ""
        faults.append(Fault("must be -90 to 90 deg", key="latitude", value=match[1], hint=hint))
    if not -180.0 <= longitude_deg <= 360.0:
        faults.append(Fault("must be -180 to 360 deg", key="longitude", value=match[2]))
    if faults:
        raise QuestionError(faults)
    return latitude_deg, longitude_deg


def _airport(row: list[str]) -> Airport:
    """Return a row of the list as an airport."""
    return Airport(row[0], row[2], row[5], float(row[7]), float(row[8]), float(row[6]) * FOOT_M)


@functools.cache
def _positions() -> tuple[list[list[str]], Any]:
    """Return the rows of the list and, of shape (n, 2), their latitudes and longitudes [rad]."""
    import numpy as np

    rows = list(csv.reader(_table().splitlines()))[1:]
    return rows, np.radians(np.array([row[7:9] for row in rows], dtype=np.float64))


@functools.cache
def _table() -> str:
    """Return the airport list as text: finding one line in it is ten times faster than reading it all."""
    return resources.files("airportsdata").joinpath("airports.csv").read_text(encoding="utf-8")


def _near(wanted: str) -> str:
    """Return a sentence with codes near to a wrong one."""
    by_name = {}
    codes = []
    for row in csv.reader(_table().splitlines()):
        if len(row[0]) == len(wanted) and sum(a != b for a, b in zip(row[0], wanted, strict=True)) <= 1:
            codes.append(row[0])
        elif len(wanted) >= 4 and wanted in row[2].upper():
            by_name[row[0]] = row[2]
    if by_name and not codes:
        found = [f"{code} ({name})" for code, name in list(by_name.items())[:3]]
        return f"Did you mean {' or '.join(found)}?"
    return nearest_name(wanted, codes)
