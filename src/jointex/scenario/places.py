"""Places as people write them: `38.5N 134.5E`, `[38.5, 134.5]`, a name of the scenario, a base, an airport code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from jointex.errors import nearest_name
from jointex.scenario.library import Library, shipped

_NUMBER = r"(\d{1,3}(?:\.\d+)?)°?(?:\s*(\d{1,2}(?:\.\d+)?)['′])?"
_HEMISPHERES = re.compile(rf"^\s*{_NUMBER}\s*([NS])[\s,]*{_NUMBER}\s*([EW])\s*$", re.IGNORECASE)
_PAIR = re.compile(r"^\s*([+-]?\d{1,2}(?:\.\d+)?)\s*[,\s]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*$")
EXAMPLES = "an ICAO code, a base, a name under `places`, [38.5, 134.5] or 38.5N 134.5E"


class PlaceError(ValueError):
    """A text is no place.

    Parameters
    ----------
    rule : str
        The rule it breaks: the message.
    hint : str
        The way out.
    """

    def __init__(self, rule: str, hint: str = "") -> None:
        super().__init__(rule)
        self.hint = hint


class Place(NamedTuple):
    """A named position on the WGS-84 ellipsoid [deg, north and east positive]."""

    name: str
    latitude_deg: float
    longitude_deg: float


def find_place(written: object, named: Mapping[str, Place] | None = None, library: Library | None = None) -> Place:
    """Return the place a user wrote.

    Parameters
    ----------
    written : str or list of two numbers
        Coordinates [deg], a key of `named`, the id or a name of a base card, or an ICAO code.
    named : mapping of str to Place, optional
        Names that win over bases and airports.
    library : Library, optional
        Whose base cards; those of the package if left out.

    Returns
    -------
    Place
        Latitude within 90 deg, longitude within 180 deg.

    Raises
    ------
    PlaceError
        If it is no place, or out of range; `hint` offers the nearest name.
    """
    if isinstance(written, list | tuple):
        return _pair(written)
    if not isinstance(written, str) or not written.strip() or len(written) > 80:
        raise PlaceError(f"must be a place: {EXAMPLES}")
    text = written.strip()
    names = named or {}
    if text in names:
        return names[text]
    if position := _coordinates(text):
        return position
    library = library or shipped()
    if card := library.base(text):
        return Place(card.id, card.latitude_deg, card.longitude_deg)
    raise PlaceError(f"must be a place: {EXAMPLES}", nearest_name(text, [*names, *library.base_names()]))


def checked_place(name: str, latitude_deg: float, longitude_deg: float) -> Place:
    """Return a place, or refuse coordinates that are not on Earth.

    Parameters
    ----------
    name : str
        How it is called.
    latitude_deg, longitude_deg : float
        Position [deg], north and east positive.

    Returns
    -------
    Place

    Raises
    ------
    PlaceError
        If the latitude is beyond 90 deg or the longitude beyond 180 deg.
    """
    swapped = abs(latitude_deg) > 90.0 >= abs(longitude_deg)
    hint = "Latitude comes first." if swapped else ""
    if not abs(latitude_deg) <= 90.0:
        raise PlaceError("latitude must be between -90 and 90 deg", hint)
    if not abs(longitude_deg) <= 180.0:
        raise PlaceError("longitude must be between -180 and 180 deg")
    return Place(name, float(latitude_deg), float(longitude_deg))


def coordinate_name(latitude_deg: float, longitude_deg: float) -> str:
    """Return coordinates as text.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        Position [deg], north and east positive.

    Returns
    -------
    str
        Such as `38.50N 134.50E`.
    """
    north = "S" if latitude_deg < 0.0 else "N"
    east = "W" if longitude_deg < 0.0 else "E"
    return f"{abs(latitude_deg):05.2f}{north} {abs(longitude_deg):06.2f}{east}"


def _pair(written: Sequence[object]) -> Place:
    """Return the place of a [latitude, longitude] list."""
    numbers = [item for item in written if isinstance(item, int | float) and not isinstance(item, bool)]
    if len(numbers) != 2 or len(written) != 2:
        raise PlaceError("must be [latitude, longitude] in degrees, such as [38.5, 134.5]")
    return checked_place(coordinate_name(*numbers), *numbers)


def _coordinates(text: str) -> Place | None:
    """Return the place of a coordinate text, or None if it is no such text."""
    if match := _HEMISPHERES.match(text):
        latitude = float(match[1]) + float(match[2] or 0.0) / 60.0
        longitude = float(match[4]) + float(match[5] or 0.0) / 60.0
        south, west = match[3] in "Ss", match[6] in "Ww"
        return checked_place(text, -latitude if south else latitude, -longitude if west else longitude)
    if match := _PAIR.match(text):
        latitude, longitude = float(match[1]), float(match[2])
        return checked_place(coordinate_name(latitude, longitude), latitude, longitude)
    return None
