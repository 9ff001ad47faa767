"""What the variables of a file of winds are called, and the units they come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jointex.units import CELSIUS_ZERO_K, FOOT_M, KNOT_M_S

Scale = tuple[float, float]
"""What multiplies a value, and what is then added, to give SI."""


def _each(names: str, factor: float, offset: float = 0.0) -> dict[str, Scale]:
    return dict.fromkeys(names.split(), (factor, offset))


UNITS: Mapping[str, Mapping[str, Scale]] = {
    "speed": {
        **_each("ms-1 m/s meter/second metre/second meters/second metres/second meterspersecond metrespersecond", 1.0),
        **_each("kt kts knot knots", KNOT_M_S),
        **_each("kmh-1 km/h kph", 1.0 / 3.6),
    },
    "temperature": {
        **_each("k kelvin degk", 1.0),
        **_each(
            "c degc celsius degree_celsius degrees_celsius deg_c degreecelsius degreescelsius °c", 1.0, CELSIUS_ZERO_K
        ),
    },
    "pressure": {
        **_each("pa pascal pascals", 1.0),
        **_each("hpa mb mbar mbars millibar millibars hectopascal hectopascals", 100.0),
        **_each("kpa", 1000.0),
    },
    "altitude": {
        **_each("m meter meters metre metres gpm", 1.0),
        **_each("km kilometer kilometers kilometre kilometres", 1000.0),
        **_each("ft feet foot", FOOT_M),
    },
    "geopotential": _each("m2s-2 m2/s2 jkg-1 j/kg", 1.0),
    "latitude": _each("deg degree degrees degree_north degrees_north degree_n degrees_n degreen degreesn", 1.0),
    "longitude": _each("deg degree degrees degree_east degrees_east degree_e degrees_e degreee degreese", 1.0),
}
"""By kind, units as people spell them: small letters, blanks and powers' signs left out."""


def scale_of(kind: str, units: Any) -> Scale | None:
    """Return how values in some units become SI (degrees for latitude and longitude), or None if they cannot.

    Parameters
    ----------
    kind : str
        A key of `UNITS`.
    units : object
        As the file has them; None if it has none.

    Returns
    -------
    tuple of float or None
    """
    if not isinstance(units, str):
        return None
    plain = units.lower().replace("**", "").replace("^", "").replace("·", "").replace(".", "")
    return UNITS[kind].get("".join(plain.split()))


@dataclass(frozen=True)
class Wanted:
    """A quantity looked for in a file.

    Attributes
    ----------
    words : str
        What it is.
    standard_names, names : tuple of str
        Names by the CF conventions, and usual names of variables, the likeliest first.
    kind, example : str
        A key of `UNITS`, and a unit.
    """

    words: str
    standard_names: tuple[str, ...]
    names: tuple[str, ...]
    kind: str = "speed"
    example: str = "m s-1 or knots"

    @property
    def listed(self) -> str:
        """The likeliest names."""
        return ", ".join(self.names[:3])

    def fits(self, name: str, attributes: Mapping[Any, Any]) -> bool:
        """Return whether a variable holds this; a standard name of something else decides against it."""
        standard = attributes.get("standard_name")
        if isinstance(standard, str) and standard.strip() and not self._is_modified:
            return standard.strip() in self.standard_names
        return name.lower() in self.names

    def rank(self, name: str) -> int:
        """Return how likely a name is, higher is likelier."""
        return -self.names.index(name.lower()) if name.lower() in self.names else -len(self.names)

    def scale(self, units: Any) -> Scale | None:
        """Return how values in some units become SI."""
        return scale_of(self.kind, units)

    @property
    def _is_modified(self) -> bool:
        """A spread carries the standard name of what spreads, or none."""
        return not self.standard_names


EAST = Wanted("east wind", ("eastward_wind",), ("u", "ua", "uwnd", "u_wind", "eastward_wind", "east_wind", "ugrd"))
NORTH = Wanted("north wind", ("northward_wind",), ("v", "va", "vwnd", "v_wind", "northward_wind", "north_wind", "vgrd"))
TEMPERATURE = Wanted(
    "air temperature", ("air_temperature",), ("t", "ta", "air", "temp", "temperature", "tmp"), "temperature", "K"
)
EAST_SD = Wanted("spread of the east wind", (), ("u_sd", "ua_sd", "u_std", "eastward_wind_sd", "east_wind_sd"))
NORTH_SD = Wanted("spread of the north wind", (), ("v_sd", "va_sd", "v_std", "northward_wind_sd", "north_wind_sd"))
HEIGHT = Wanted(
    "geopotential height", ("geopotential_height",), ("zg", "gh", "hgt", "geopotential_height"), "altitude", "m"
)
GEOPOTENTIAL = Wanted("geopotential", ("geopotential",), ("z", "phi", "geopotential"), "geopotential", "m2 s-2")

ROLES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "latitude": (("latitude",), ("latitude", "lat", "nav_lat")),
    "longitude": (("longitude",), ("longitude", "lon", "long", "nav_lon")),
    "level": (
        ("air_pressure", "altitude", "height", "geopotential_height", "pressure_altitude", "barometric_altitude"),
        ("level", "lev", "plev", "pressure_level", "isobaricinhpa", "isobaric", "pressure", "altitude", "height", "z"),
    ),
    "time": (("time",), ("time", "valid_time", "t")),
}
"""Standard names and usual names of axes."""
