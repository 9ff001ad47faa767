"""The only place that knows feet, knots and pounds. Everything else is SI and radians.

Text such as `20 klb`, `FL280`, `310 kt` or `3.5 deg` becomes an SI float here; numbers shown to people leave SI here.
"""

from __future__ import annotations

import functools
import math
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pint

FOOT_M = 0.3048
"""International foot [m]. Exact, 1959 yard and pound agreement."""
NAUTICAL_MILE_M = 1852.0
"""International nautical mile [m]. Exact, BIPM SI brochure table 8 (8th edition)."""
KNOT_M_S = NAUTICAL_MILE_M / 3600.0
"""Knot [m/s]. Exact."""
POUND_KG = 0.45359237
"""Avoirdupois pound [kg]. Exact, 1959 yard and pound agreement."""
STANDARD_GRAVITY_M_S2 = 9.80665
"""Standard acceleration of free fall [m/s2]. Exact, 3rd CGPM (1901)."""
POUND_FORCE_N = POUND_KG * STANDARD_GRAVITY_M_S2
"""Pound-force [N]. Exact."""
HORSEPOWER_W = 550.0 * FOOT_M * POUND_FORCE_N
"""Mechanical horsepower [W]. Exact, 550 foot-pounds of force a second."""
US_GALLON_M3 = 231.0 * 0.0254**3
"""United States liquid gallon [m3]. Exact, 231 cubic inches."""
FLIGHT_LEVEL_M = 100.0 * FOOT_M
"""One flight level [m of pressure altitude]. Exact."""
FEET_PER_MINUTE_M_S = FOOT_M / 60.0
"""One foot a minute [m/s]. Exact."""
RADIAN_DEG = 180.0 / math.pi
"""Degrees in one radian."""
CELSIUS_ZERO_K = 273.15
"""Zero degrees Celsius [K]. Exact."""
JET_FUEL_KG_M3 = 6.7 * POUND_KG / US_GALLON_M3
"""Jet fuel as planners count it [kg/m3]: 6.7 lb per US gallon, the JP-8 planning figure."""

SI_UNIT = {
    "length": "m",
    "altitude": "m",
    "speed": "m/s",
    "mass": "kg",
    "force": "N",
    "time": "s",
    "angle": "rad",
    "area": "m2",
    "temperature_difference": "K",
    "mass_flow": "kg/s",
    "specific_fuel_consumption": "kg/(N s)",
    "ratio": "",
    "power": "W",
    "power_fuel_consumption": "kg/(W s)",
    "drag_area": "m2",
    "angular_speed": "rad/s",
}
"""The SI unit in which each kind of quantity is held."""

_PINT_UNIT = {
    "length": "m",
    "altitude": "m",
    "speed": "m/s",
    "mass": "kg",
    "force": "N",
    "time": "s",
    "angle": "rad",
    "area": "m**2",
    "temperature_difference": "delta_degC",
    "mass_flow": "kg/s",
    "specific_fuel_consumption": "kg/(N*s)",
    "ratio": "",
    "power": "W",
    "power_fuel_consumption": "kg/(W*s)",
    "drag_area": "m**2",
    "angular_speed": "rad/s",
}

_COMMON_SI = {
    "length": {"m": 1.0, "km": 1000.0, "ft": FOOT_M, "NM": NAUTICAL_MILE_M, "mi": 5280.0 * FOOT_M},
    "altitude": {"m": 1.0, "km": 1000.0, "ft": FOOT_M},
    "speed": {"m/s": 1.0, "kt": KNOT_M_S, "km/h": 1.0 / 3.6, "ft/min": FEET_PER_MINUTE_M_S},
    "mass": {"kg": 1.0, "t": 1000.0, "lb": POUND_KG, "klb": 1000.0 * POUND_KG},
    "force": {"N": 1.0, "kN": 1000.0, "lbf": POUND_FORCE_N, "klbf": 1000.0 * POUND_FORCE_N},
    "time": {"s": 1.0, "min": 60.0, "h": 3600.0},
    "angle": {"rad": 1.0, "deg": 1.0 / RADIAN_DEG},
    "angular_speed": {"rad/s": 1.0, "deg/s": 1.0 / RADIAN_DEG},
    "area": {"m2": 1.0, "ft2": FOOT_M**2},
    "drag_area": {"m2": 1.0, "ft2": FOOT_M**2},
    "temperature_difference": {"K": 1.0},
    "mass_flow": {"kg/s": 1.0, "kg/h": 1.0 / 3600.0, "lb/min": POUND_KG / 60.0, "lb/h": POUND_KG / 3600.0},
    "specific_fuel_consumption": {"kg/(N s)": 1.0, "lb/(lbf h)": POUND_KG / (POUND_FORCE_N * 3600.0)},
    "power": {"W": 1.0, "kW": 1000.0, "hp": HORSEPOWER_W},
    "power_fuel_consumption": {"kg/(W s)": 1.0, "lb/(hp h)": POUND_KG / (HORSEPOWER_W * 3600.0)},
    "ratio": {"": 1.0, "Mach": 1.0, "g": 1.0, "%": 0.01},
}
"""SI units in one of the units most often written: found here, pint need not be loaded."""

_EXAMPLE = {
    "length": "250 NM",
    "altitude": "FL280 or 28000 ft",
    "speed": "310 kt",
    "mass": "20 klb",
    "force": "28 klbf",
    "time": "90 min",
    "angle": "25 deg",
    "area": "42.7 m2",
    "temperature_difference": "-5 K",
    "mass_flow": "5900 lb/min",
    "specific_fuel_consumption": "0.8 lb/(lbf h)",
    "ratio": "0.82",
    "power": "4637 hp",
    "power_fuel_consumption": "0.46 lb/(hp h)",
    "drag_area": "0.3 m2",
    "angular_speed": "60 deg/s",
}

_NUMBER = r"[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?"
_QUANTITY = re.compile(rf"^\s*({_NUMBER})\s*([A-Za-z%°][A-Za-z0-9%°/().*\s²³-]{{0,40}})?\s*$")
_UNIT = re.compile(r"(?:[A-Za-z%°µ][A-Za-z0-9%°µ²³]*|\*\*-?[1-4](?![\d.]|\s*\*\*)|[()*/ ])+")
"""What a unit may be made of: pint would also work out `m**9**9**9`, for as long as it takes."""
_LONGEST_UNIT = 40
_FLIGHT_LEVEL = re.compile(r"^\s*FL\s*(\d{1,3})\s*$", re.IGNORECASE)


class UnitError(ValueError):
    """A text is no quantity of the kind wanted; the message is the rule it breaks."""


def parse_quantity(text: object, kind: str) -> float:
    """Return a written quantity in SI units.

    Parameters
    ----------
    text : str or float
        Number and unit, such as `20 klb`; a bare number only where `kind` is "ratio".
    kind : str
        A key of `SI_UNIT`.

    Returns
    -------
    float
        The value [`SI_UNIT[kind]`], finite.

    Raises
    ------
    UnitError
        If the text has no unit, a unit of another kind, or no finite value.
    """
    if isinstance(text, bool) or not isinstance(text, int | float | str):
        raise UnitError(f"must be {_words(kind)}, such as {_EXAMPLE[kind]}")
    if isinstance(text, str) and kind == "altitude" and (level := _FLIGHT_LEVEL.match(text)):
        return int(level[1]) * FLIGHT_LEVEL_M
    written = str(text)
    match = _QUANTITY.match(written) if len(written) <= 80 else None
    if match is None:
        raise UnitError(f"must be {_words(kind)}, such as {_EXAMPLE[kind]}")
    value = float(match[1]) * si_per_unit(match[2] or "", kind)
    if not math.isfinite(value):
        raise UnitError("must be a finite number")
    return value


@functools.cache
def si_per_unit(unit: str, kind: str) -> float:
    """Return how many SI units one `unit` is.

    Parameters
    ----------
    unit : str
        Unit as people write it, such as `lb/min`; empty for a pure number.
    kind : str
        A key of `SI_UNIT`.

    Returns
    -------
    float
        Factor to the unit of `SI_UNIT[kind]`.

    Raises
    ------
    UnitError
        If there is no unit, an unknown one, or one of another kind.
    """
    unit = " ".join(unit.split())
    if unit in _COMMON_SI[kind]:
        return _COMMON_SI[kind][unit]
    if not unit and kind != "ratio":
        raise UnitError(f"must carry its unit, such as {_EXAMPLE[kind]}")
    if unit in ("deg C", "degC", "C", "°C") and kind == "temperature_difference":
        return 1.0
    registry = _registry()
    try:
        if len(unit) > _LONGEST_UNIT or not _UNIT.fullmatch(unit):
            raise UnitError(unit[:_LONGEST_UNIT])
        parsed = registry.parse_units(_pint_spelling(unit))
        return float(registry.Quantity(1.0, parsed).to(_PINT_UNIT[kind]).magnitude)
    except Exception:  # pint raises a dozen kinds, from unknown names to wrong dimensions
        raise UnitError(f"must be {_words(kind)}, such as {_EXAMPLE[kind]}") from None


def _pint_spelling(unit: str) -> str:
    """Return a unit as people write it in pint's spelling."""
    unit = (
        unit.replace("US gal", "USgal").replace("²", "2").replace("³", "3").replace("°", "deg").replace("%", "percent")
    )
    unit = re.sub(r"\b(k?m|ft|mi|NM)([23])\b", r"\1**\2", unit)
    return re.sub(r"(?<=[A-Za-z0-9)])\s+(?=[A-Za-z(])", "*", unit)


def _words(kind: str) -> str:
    """Return a kind of quantity as words: `an altitude`."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind.replace('_', ' ')}"


@functools.cache
def _registry() -> pint.UnitRegistry[Any]:
    """Return pint's registry with the units that crews use."""
    import pint

    registry: pint.UnitRegistry[Any] = pint.UnitRegistry()
    registry.define("NM = 1852 m")
    registry.define("kt = 1852 m / hour")
    registry.define("klb = 1000 lb")
    registry.define("klbf = 1000 lbf")
    registry.define("USgal = 231 inch ** 3")
    registry.define("fpm = ft / minute")
    registry.define("g0 = 9.80665 m / s ** 2")
    return registry


def feet(length_m: float) -> float:
    """Return a length [m] in feet."""
    return length_m / FOOT_M


def nautical_miles(length_m: float) -> float:
    """Return a length [m] in nautical miles."""
    return length_m / NAUTICAL_MILE_M


def knots(speed_m_s: float) -> float:
    """Return a speed [m/s] in knots."""
    return speed_m_s / KNOT_M_S


def pounds(mass_kg: float) -> float:
    """Return a mass [kg] in pounds."""
    return mass_kg / POUND_KG


def flight_level(pressure_altitude_m: float) -> int:
    """Return a pressure altitude [m] as a flight level, to the nearest one."""
    return round(pressure_altitude_m / FLIGHT_LEVEL_M)


def degrees(angle_rad: float) -> float:
    """Return an angle [rad] in degrees."""
    return angle_rad * RADIAN_DEG
