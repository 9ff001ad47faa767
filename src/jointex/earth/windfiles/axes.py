"""Axes of a gridded file: what each is, in which order it runs, whether it is fit to interpolate on."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from jointex.earth.atmosphere import HIGHEST_M, SEA_LEVEL_PRESSURE_PA, exact_pressure_ratio
from jointex.earth.windfiles.given import Array
from jointex.earth.windfiles.names import ROLES, scale_of
from jointex.errors import Fault

LOWEST_LEVEL_M = -500.0
"""Lowest level taken [m]."""
HIGHEST_PRESSURE_PA = 110_000.0
_SINCE = re.compile(
    r"\s*(second|sec|s|minute|min|hour|hr|h|day|d)s?\s+since\s+(\d{1,4}-\d{1,2}-\d{1,2})"
    r"(?:[T\s]+(\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d*)?)?\s*(?:Z|UTC|GMT|\+?0{1,2}:?0{0,2})?\s*",
    re.IGNORECASE,
)
_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_CALENDARS = ("standard", "gregorian", "proleptic_gregorian")


@dataclass
class Axis:
    """One axis of a file.

    Attributes
    ----------
    name : str
        Its variable.
    values : array (n,)
        Rising: degrees, or pressure altitude [m].
    order : array (n,)
        Places of these values along the axis of the file.
    times : list of datetime
        Of a time axis.
    is_altitude : bool
        Whether levels are given as altitudes.
    faults : list of Fault
    notes : list of str
    """

    name: str
    values: Array
    order: np.ndarray[Any, np.dtype[np.int64]]
    times: list[datetime.datetime] = field(default_factory=list)
    is_altitude: bool = False
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def arranged(self, field_values: Array, axis: int) -> Array:
        """Return an array whose `axis` follows this axis of the file in rising order."""
        if np.array_equal(self.order, np.arange(field_values.shape[axis])):
            return field_values
        return np.asarray(np.take(field_values, self.order, axis))


def axis_role(name: str, attributes: Mapping[Any, Any]) -> str:
    """Return what an axis is: `latitude`, `longitude`, `level`, `time`, or nothing known.

    Parameters
    ----------
    name : str
        Of the dimension.
    attributes : mapping
        Of its coordinate variable.

    Returns
    -------
    str
    """
    units = attributes.get("units")
    if isinstance(units, str) and " since " in units:
        return "time"
    for role, (standard_names, _) in ROLES.items():
        if attributes.get("standard_name") in standard_names:
            return role
    for role, (_, names) in ROLES.items():
        if name.lower() in names:
            return role
    if isinstance(units, str) and units.lower().strip() not in ("m", "deg", "degree", "degrees", "k"):
        for role, kind in (("latitude", "latitude"), ("longitude", "longitude"), ("level", "pressure")):
            if scale_of(kind, units):
                return role
    return ""


def read_axis(variable: Any, name: str, role: str, file: str) -> Axis:
    """Read and check one axis.

    Parameters
    ----------
    variable : xarray.Variable
        Its coordinate variable, of one dimension.
    name : str
        Of that variable.
    role : str
        As `axis_role` says.
    file : str
        The file in messages.

    Returns
    -------
    Axis
        With its faults.
    """
    axis = Axis(name, np.zeros(1), np.zeros(1, dtype=np.int64))

    def fault(rule: str, value: object = "", hint: str = "") -> Axis:
        axis.faults.append(Fault(rule, file, 0, name, str(value)[:80], hint))
        return axis

    if not np.issubdtype(variable.dtype, np.number) or np.issubdtype(variable.dtype, np.complexfloating):
        return fault("must hold numbers", variable.dtype)
    raw = np.asarray(variable.values, dtype=np.float64)
    if not len(raw) or not np.all(np.isfinite(raw)):
        return fault("must have finite values", "none" if not len(raw) else f"{raw[~np.isfinite(raw)][0]}")
    axis.order = np.arange(len(raw))
    if role == "time":
        return _read_times(axis, raw, variable.attrs, fault)
    if role == "level":
        return _read_levels(axis, raw, variable.attrs, fault)
    return _read_degrees(axis, raw, variable.attrs, role, fault)


def _read_degrees(axis: Axis, raw: Array, attributes: Mapping[Any, Any], role: str, fault: Any) -> Axis:
    """Read latitudes or longitudes."""
    units = attributes.get("units", "degrees")
    if scale_of(role, units) is None:
        return _as_is(axis, fault(f"must be in degrees of {role}", units, "A grid in metres must be remapped first."))
    if len(raw) < 2:
        return _as_is(axis, fault("must have two values at least", f"{len(raw)}", "Cut a wider area from the source."))
    low, high = (-90.0, 90.0) if role == "latitude" else (-360.0, 540.0)
    outside = raw[(raw < low) | (raw > high)]
    if len(outside):
        return _as_is(axis, fault(f"must be between {low:g} and {high:g} degrees", f"{outside[0]:g}"))
    unwrapped = np.unwrap(raw, period=360.0) if role == "longitude" else raw
    if not _rises(axis, unwrapped, fault):
        return axis
    if role == "longitude":
        _close_circle(axis, fault)
    return axis


def _close_circle(axis: Axis, fault: Any) -> None:
    """Repeat the first meridian at the end of a grid that goes all the way round, and bring the start to -180 to 180."""
    values, span = axis.values, float(axis.values[-1] - axis.values[0])
    if span > 360.0 + 1e-6:
        fault("must go round the Earth once at most", f"{span:g} degrees")
        return
    step = span / (len(values) - 1)
    if 360.0 - 1.5 * step <= span < 360.0 - 1e-6:
        values = np.append(values, values[0] + 360.0)
        axis.order = np.append(axis.order, axis.order[0])
    axis.values = values - 360.0 * np.floor((values[0] + 180.0) / 360.0)


def _read_levels(axis: Axis, raw: Array, attributes: Mapping[Any, Any], fault: Any) -> Axis:
    """Read pressures or altitudes as pressure altitudes."""
    units = attributes.get("units")
    pressure, altitude = scale_of("pressure", units), scale_of("altitude", units)
    if pressure is None and altitude is None:
        return _as_is(axis, fault("must have units of pressure or altitude, such as hPa or m", units or "no units"))
    if pressure is None:
        axis.is_altitude = True
        altitudes = raw * (altitude or (1.0, 0.0))[0]
    else:
        pressures = raw * pressure[0]
        bad = raw[(pressures <= 0.0) | (pressures > HIGHEST_PRESSURE_PA)]
        if len(bad):
            rule = f"must be above 0 and at most {HIGHEST_PRESSURE_PA / 100:g} hPa"
            return _as_is(axis, fault(rule, f"{bad[0]:g} {units}", "Is it really in these units?"))
        altitudes = pressure_altitude_m(pressures)
    if np.min(altitudes) < LOWEST_LEVEL_M - 200.0 or np.max(altitudes) > 100_000.0:
        found = f"{np.min(altitudes):,.0f} to {np.max(altitudes):,.0f} m"
        return _as_is(axis, fault(f"must lie between {LOWEST_LEVEL_M - 200.0:g} m and 100 km", found))
    if len(altitudes) == 1:
        axis.values = altitudes
    elif not _rises(axis, altitudes, fault):
        return axis
    is_flown = axis.values < HIGHEST_M
    if not is_flown.any():
        fault(f"must have a level below {HIGHEST_M:,.0f} m", f"{axis.values[0]:,.0f} m")
    elif not is_flown.all():
        axis.notes.append(f"{int((~is_flown).sum())} levels above {HIGHEST_M:,.0f} m are left out.")
        axis.values, axis.order = axis.values[is_flown], axis.order[is_flown]
    return axis


def pressure_altitude_m(pressures_pa: Array) -> Array:
    """Return the pressure altitudes [m] of pressures [Pa], (n,), up to 100 km where anything above 25 km lies.

    Parameters
    ----------
    pressures_pa : array (n,)
        Above 0.

    Returns
    -------
    array (n,)
        Within 1 cm of the standard atmosphere below 25 km, rising with falling pressure above.
    """
    ladder_m = np.arange(-1000.0, HIGHEST_M + 1.0, 5.0)
    logs = np.log(exact_pressure_ratio(ladder_m))
    wanted = np.log(pressures_pa / SEA_LEVEL_PRESSURE_PA)
    found = np.interp(-wanted, -logs, ladder_m)
    beyond = np.maximum(logs[-1] - wanted, 0.0)
    return np.asarray(found + 6000.0 * beyond)


def _rises(axis: Axis, values: Array, fault: Any) -> bool:
    """Set the values in rising order, or note that they neither rise nor fall."""
    steps = np.diff(values)
    if np.all(steps < 0.0):
        values, axis.order = values[::-1], axis.order[::-1]
    elif not np.all(steps > 0.0):
        at = int(np.argmax(steps <= 0.0 if np.median(steps) > 0.0 else steps >= 0.0))
        fault("must rise or fall throughout", f"{values[at]:g} before {values[at + 1]:g} at place {at + 1}")
        _as_is(axis, axis)
        return False
    axis.values = np.array(values)
    return True


def _as_is(axis: Axis, _: Axis) -> Axis:
    """Leave an axis with faults at a single value, which nothing reads."""
    axis.values = np.zeros(1)
    return axis


def _read_times(axis: Axis, raw: Array, attributes: Mapping[Any, Any], fault: Any) -> Axis:
    """Read a time axis."""
    units, calendar = attributes.get("units"), str(attributes.get("calendar", "standard")).lower()
    if calendar not in _CALENDARS:
        return _as_is(axis, fault("must be in the standard calendar", calendar))
    match = _SINCE.fullmatch(units) if isinstance(units, str) else None
    if match is None:
        return _as_is(
            axis, fault("must have units such as hours since 2025-12-10 00:00:00, in UTC", units or "no units")
        )
    try:
        start = datetime.datetime.fromisoformat(_iso(match[2], match[3])).replace(tzinfo=datetime.UTC)
        unit_s = _SECONDS[match[1].lower()[0]]
        axis.times = [start + datetime.timedelta(seconds=round(unit_s * float(value))) for value in raw]
    except (ValueError, OverflowError) as error:
        return _as_is(axis, fault("must be times of the years 1 to 9999", f"{units} ({error})"))
    if any(later <= earlier for earlier, later in zip(axis.times, axis.times[1:], strict=False)):
        fault("must rise throughout", f"{len(axis.times)} times that do not")
    axis.values = raw
    return axis


def _iso(day: str, clock: str | None) -> str:
    year, month, date = (int(part) for part in day.split("-"))
    hour = (clock or "0:00").rjust(5, "0") if clock is None or clock.count(":") == 1 else clock.rjust(8, "0")
    return f"{year:04d}-{month:02d}-{date:02d}T{hour}"
