"""Gridded winds from NetCDF by the CF conventions: which variable is what, on which axes, in which units.

xarray opens the file; everything it says is checked before a value is used, because files of winds come from anywhere.
Coordinates are read only once their sizes are known to be within bounds: a small file can hold a huge compressed array.
"""

from __future__ import annotations

import datetime
import math
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from jointex.earth.windfiles.apart import DAMAGED, read_apart
from jointex.earth.windfiles.axes import Axis, axis_role, read_axis
from jointex.earth.windfiles.given import COLDEST_K, MOST_VALUES, STRONGEST_WIND_M_S, WARMEST_K, Array, GivenWinds
from jointex.earth.windfiles.names import EAST, EAST_SD, GEOPOTENTIAL, HEIGHT, NORTH, NORTH_SD, TEMPERATURE, Wanted
from jointex.earth.windfiles.times import choose_times
from jointex.errors import Fault, WeatherError
from jointex.units import STANDARD_GRAVITY_M_S2

HEADS = {b"CDF\x01": "scipy", b"CDF\x02": "scipy", b"\x89HDF": "h5netcdf"}
"""The first bytes of NetCDF files, and what xarray reads them with."""
MOST_TIMES = 10_000
MISSING_XARRAY = "pip install 'jointex[winds]' adds what reads NetCDF; CSV profiles need nothing."
ORDER = ("latitude", "longitude", "level")


def read_netcdf(path: Path, name: str, at: datetime.datetime | None) -> GivenWinds:
    """Return the winds of a NetCDF file at a time.

    Parameters
    ----------
    path : Path
        A regular file.
    name : str
        The file in messages.
    at : datetime or None
        The time wanted, UTC.

    Returns
    -------
    GivenWinds

    Raises
    ------
    WeatherError
        With every fault found.
    """
    if _engine(path, name) == "h5netcdf":
        return read_apart(path, name, at)
    return read_here(path, name, at)


def read_here(path: Path, name: str, at: datetime.datetime | None) -> GivenWinds:
    """Return the winds of a NetCDF file, read in this process; see `read_netcdf`."""
    engine = _engine(path, name)
    try:
        import xarray
    except ImportError:
        raise WeatherError(Fault("needs xarray to be read", name, hint=MISSING_XARRAY)) from None
    options: dict[str, Any] = {"backend_kwargs": {"mmap": False}} if engine == "scipy" else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what libraries think of a file is not for the user to read twice
        try:
            _probe(path, engine)
            with xarray.open_dataset(
                path, engine=engine, decode_times=False, create_default_indexes=False, cache=False, **options
            ) as data:
                return _Reader(data, name).read(at)
        except WeatherError:
            raise
        except Exception as error:  # a damaged file makes its libraries raise a dozen kinds
            said = " ".join(str(error).split())[:120] or type(error).__name__
            raise WeatherError(Fault("cannot be read as NetCDF", name, value=said, hint=DAMAGED)) from None


def _engine(path: Path, name: str) -> str:
    """Return what reads a file, by its first bytes."""
    with path.open("rb") as file:
        head = file.read(8)
    engine = HEADS.get(head[:4])
    if engine:
        return engine
    hint = "It begins like GRIB: convert it first, such as with `cdo -f nc copy`." if head[:4] == b"GRIB" else ""
    if head[:4] == b"CDF\x05":
        hint = "It is of the CDF-5 kind: convert it first, such as with `nccopy -k nc4`."
    found = "an empty file" if not head else f"a file that begins with {head!r}"
    raise WeatherError(Fault("must be NetCDF (classic, 64-bit or NetCDF-4)", name, value=found, hint=hint))


def _probe(path: Path, engine: str) -> None:
    """Open a file by its lowest library first: where h5netcdf fails so early, it complains a second time on stderr."""
    if engine == "h5netcdf":
        import h5py

        with h5py.File(path, "r") as file:
            file.attrs.get("_nc3_strict")


class _Reader:
    """Reads one open file, noting faults."""

    def __init__(self, data: Any, name: str) -> None:
        self.data, self.name = data, name
        self.faults: list[Fault] = []
        self.notes: list[str] = []

    def read(self, at: datetime.datetime | None) -> GivenWinds:
        """Return the winds, or raise every fault."""
        east, north = self.find(EAST), self.find(NORTH)
        self.check()
        assert east is not None
        assert north is not None
        roles = self.roles(east)
        self.same_axes(east, north, roles)
        self.check()
        axes = {role: read_axis(self.data.variables[dim], dim, role, self.name) for role, dim in roles.items()}
        self.faults += [fault for axis in axes.values() for fault in axis.faults]
        slices = self.times(axes.get("time"), at)
        self.check()
        fields = {
            EAST: self.field(east, EAST, roles, axes, slices),
            NORTH: self.field(north, NORTH, roles, axes, slices),
        }
        for wanted in (TEMPERATURE, EAST_SD, NORTH_SD, HEIGHT, GEOPOTENTIAL):
            other = self.find(wanted, needed=False)
            if other is not None and set(roles.values()) <= set(self.data.variables[other].dims):
                fields[wanted] = self.field(other, wanted, roles, axes, slices)
        self.check()
        return self.given(fields, axes)

    def given(self, fields: dict[Wanted, Array], axes: dict[str, Axis]) -> GivenWinds:
        """Return what was read."""
        height = fields.get(HEIGHT)
        if height is None and GEOPOTENTIAL in fields:
            height = fields[GEOPOTENTIAL] / STANDARD_GRAVITY_M_S2
        if TEMPERATURE not in fields:
            self.notes.append("The file gives no temperatures: standard atmosphere.")
        if axes["level"].is_altitude:
            self.notes.append("Altitudes of the file are taken as pressure altitudes.")
        return GivenWinds(
            axes["latitude"].values,
            axes["longitude"].values,
            axes["level"].values,
            fields[EAST],
            fields[NORTH],
            fields.get(TEMPERATURE),
            height,
            fields.get(EAST_SD),
            fields.get(NORTH_SD),
            (*self.notes, *(note for axis in axes.values() for note in axis.notes)),
        )

    def check(self) -> None:
        """Raise what was found so far."""
        if self.faults:
            raise WeatherError(self.faults)

    def fault(self, key: str, rule: str, value: object = "", hint: str = "") -> None:
        """Note a fault of a variable."""
        self.faults.append(Fault(rule, self.name, 0, key, str(value), hint))

    def find(self, wanted: Wanted, needed: bool = True) -> str | None:
        """Return the variable that holds a quantity: by its standard name, else by its own; the one with most axes."""
        variables = self.data.variables
        known = [key for key, one in variables.items() if wanted.fits(str(key), one.attrs)]
        if known:
            return str(max(known, key=lambda key: (variables[key].ndim, wanted.rank(str(key)))))
        if needed:
            held = ", ".join(str(key) for key in list(variables)[:12]) or "no variables"
            rule = f"must hold the {wanted.words}: standard_name {wanted.standard_names[0]}, or named {wanted.listed}"
            self.fault(wanted.names[0], rule, f"a file with {held}")
        return None

    def roles(self, name: str) -> dict[str, str]:
        """Return the dimension of each role; dimensions of size one that are none of them are dropped."""
        variable = self.data.variables[name]
        roles: dict[str, str] = {}
        for dim in variable.dims:
            coordinate = self.data.variables.get(dim)
            role = axis_role(str(dim), coordinate.attrs if coordinate is not None else {})
            size = int(self.data.sizes[dim])
            if role in roles:
                self.fault(name, f"must have one {role} axis", f"{roles[role]} and {dim}")
            elif role and (coordinate is None or coordinate.ndim != 1):
                self.fault(str(dim), "must have a coordinate variable of its own name and one dimension")
            elif role:
                roles[role] = str(dim)
            elif size != 1:
                hint = f"Choose one along {dim}; a grid that is not of latitudes and longitudes must be remapped first."
                self.fault(
                    name, "must have latitude, longitude, level and time axes only", f"{dim} of size {size}", hint
                )
        missing = [role for role in ORDER if role not in roles]
        if missing and not self.faults:
            hint = "A coordinate of size one makes a single level." if missing == ["level"] else ""
            dims = ", ".join(str(dim) for dim in variable.dims) or "no axes"
            self.fault(name, f"must have a {' and a '.join(missing)} axis", dims, hint)
        for role, most in (("latitude", MOST_VALUES), ("time", MOST_TIMES)):
            if role in roles and self.data.sizes[roles[role]] > most:
                self.fault(roles[role], f"must have at most {most:,} values", f"{self.data.sizes[roles[role]]:,}")
        sizes = [int(self.data.sizes[roles[role]]) for role in ORDER if role in roles]
        if math.prod(sizes) > MOST_VALUES:
            found = f"{math.prod(sizes):,} ({' x '.join(f'{size:,}' for size in sizes)})"
            hint = "Cut the file to the area and levels flown, such as with `cdo sellonlatbox`."
            self.fault(name, f"must have at most {MOST_VALUES:,} grid points at a time", found, hint)
        return roles

    def same_axes(self, east: str, north: str, roles: dict[str, str]) -> None:
        """Note where the two components do not stand on the same axes."""
        shapes = [
            dict(zip(self.data.variables[one].dims, self.data.variables[one].shape, strict=True))
            for one in (east, north)
        ]
        if any(dim not in shapes[1] for dim in roles.values()) or set(shapes[0]) != set(shapes[1]):
            first, other = (", ".join(f"{dim} {size}" for dim, size in shape.items()) for shape in shapes)
            self.fault(north, f"must have the axes of {east} ({first})", other)

    def times(self, axis: Axis | None, at: datetime.datetime | None) -> list[tuple[int, float]]:
        """Return which times to read, with weights."""
        if axis is None or axis.faults:
            return [(0, 1.0)]
        slices, note, faults = choose_times(axis.times, at, self.name, axis.name)
        self.faults += faults
        self.notes += [note] if note else []
        return slices

    def field(
        self, name: str, wanted: Wanted, roles: dict[str, str], axes: dict[str, Axis], slices: list[tuple[int, float]]
    ) -> Array:
        """Return a variable on the three axes, in SI, rising, of the time wanted; every value checked."""
        variable = self.data.variables[name]
        kept = [roles[role] for role in ORDER]
        shape = tuple(len(axes[role].values) for role in ORDER)
        is_number = np.issubdtype(variable.dtype, np.number) and not np.issubdtype(variable.dtype, np.complexfloating)
        scale = wanted.scale(variable.attrs.get("units"))
        if scale is None:
            units = variable.attrs.get("units", "no units")
            self.fault(name, f"must have units of {wanted.kind}, such as {wanted.example}", str(units)[:40])
        if not is_number:
            self.fault(name, "must hold numbers", str(variable.dtype))
        if scale is None or not is_number:
            return np.zeros(shape)
        total = np.zeros(tuple(int(self.data.sizes[dim]) for dim in kept))
        for place, weight in slices:
            chosen = {dim: 0 for dim in variable.dims if dim not in kept}
            if "time" in roles and roles["time"] in chosen:
                chosen[roles["time"]] = place
            total += weight * np.asarray(variable.isel(chosen).transpose(*kept).values, dtype=np.float64)
        total = total * scale[0] + scale[1]
        for number, role in enumerate(ORDER):
            total = axes[role].arranged(total, number)
        self.check_values(name, wanted, total, axes)
        return total

    def check_values(self, name: str, wanted: Wanted, values: Array, axes: dict[str, Axis]) -> None:
        """Note missing values and values that cannot be."""
        lacking = ~np.isfinite(values)
        if lacking.any():
            where = _place(np.argwhere(lacking)[0], axes)
            found = f"{int(lacking.sum()):,} of {values.size:,} missing or not finite, the first at {where}"
            hint = "Fill them, or cut the file to where it has values."
            self.fault(name, "must have a value at every grid point", found, hint)
            return
        low, high, unit = {
            "speed": (0.0 if wanted in (EAST_SD, NORTH_SD) else -STRONGEST_WIND_M_S, STRONGEST_WIND_M_S, "m/s"),
            "temperature": (COLDEST_K, WARMEST_K, "K"),
        }.get(wanted.kind, (-math.inf, math.inf, ""))
        worst = values.max() if values.max() > high else values.min()
        if not low <= worst <= high:
            where = _place(np.argwhere(values == worst)[0], axes)
            rule = f"must lie between {low:g} and {high:g} {unit}"
            units = str(self.data.variables[name].attrs.get("units"))[:20]
            self.fault(name, rule, f"{worst:,.6g} {unit} at {where}", f"Is it really in {units}?")


def _place(indices: Array, axes: dict[str, Axis]) -> str:
    """Return a grid point in words."""
    latitude, longitude, altitude_m = (axes[role].values[int(i)] for role, i in zip(ORDER, indices, strict=True))
    east = (longitude + 180.0) % 360.0 - 180.0
    return (
        f"{abs(latitude):g}{'N' if latitude >= 0 else 'S'} {abs(east):g}{'E' if east >= 0 else 'W'}, "
        f"pressure altitude {altitude_m:,.0f} m"
    )
