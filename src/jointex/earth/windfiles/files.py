"""Reading a file of winds: what it is, whether it is fit, what it says at a time, and how it varies from day to day."""

from __future__ import annotations

import datetime
import functools
import hashlib
from pathlib import Path

from jointex.earth.windfiles.given import GivenWinds, size_faults, to_weather
from jointex.earth.winds import Weather
from jointex.errors import Fault, WeatherError

MOST_BYTES = 256_000_000
"""Largest file that is read."""
NETCDF_SUFFIXES = (".nc", ".nc4", ".cdf")
SUFFIXES = (*NETCDF_SUFFIXES, ".csv")
"""How the names of files of winds end."""


def read_winds(
    path: Path, at: datetime.datetime | None = None, temperature_offset_k: float = 0.0, basis: str = "estimated"
) -> Weather:
    """Return the winds of a file at a time.

    Parameters
    ----------
    path : Path
        NetCDF (`.nc`, `.nc4`, `.cdf`) or CSV (`.csv`).
    at : datetime, optional
        The time wanted, UTC; needed where the file has several. Between two times of the file straight lines hold.
    temperature_offset_k : float
        Added to every temperature [K].
    basis : str
        `published`, `derived` or `estimated`.

    Returns
    -------
    Weather
        Read again only where the file changed.

    Raises
    ------
    WeatherError
        If the file cannot be read or breaks a rule: every fault with file, variable, rule, value and way out.
    """
    name = str(path)
    if path.suffix.lower() not in SUFFIXES:
        raise WeatherError(Fault(f"must be a file of winds ending in {', '.join(SUFFIXES)}", name))
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        hint = (
            "A scenario names it from its own folder, a command from the folder it runs in."
            if isinstance(error, FileNotFoundError)
            else ""
        )
        value = getattr(error, "strerror", None) or str(error)
        raise WeatherError(Fault("cannot be read", name, value=value, hint=hint)) from None
    if not path.is_file():
        raise WeatherError(Fault("must be a regular file of winds", name))
    if status.st_size > MOST_BYTES:
        hint = "Cut it to the area, levels and times of the exercise."
        raise WeatherError(Fault(f"must be at most {MOST_BYTES:,} bytes", name, value=f"{status.st_size:,}", hint=hint))
    stamp = status.st_mtime_ns, status.st_size
    return _read(path.absolute(), name, stamp, at, temperature_offset_k, basis)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file: 64 hexadecimal digits.

    Parameters
    ----------
    path : Path

    Returns
    -------
    str
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@functools.lru_cache(maxsize=4)
def _read(
    path: Path, name: str, stamp: tuple[int, int], at: datetime.datetime | None, offset_k: float, basis: str
) -> Weather:
    """Read a file whose size and time of last change are `stamp`."""
    given = _given(path, name, at)
    faults = size_faults(given, name)
    if faults:
        raise WeatherError(faults)
    return to_weather(given, f"{path.name}, as given by the user", basis, offset_k)


def _given(path: Path, name: str, at: datetime.datetime | None) -> GivenWinds:
    try:
        if path.suffix.lower() in NETCDF_SUFFIXES:
            from jointex.earth.windfiles.netcdf import read_netcdf

            return read_netcdf(path, name, at)
        from jointex.earth.windfiles.profiles import read_profiles

        return read_profiles(path, name, at)
    except OSError as error:
        raise WeatherError(Fault("cannot be read", name, value=error.strerror or str(error)[:80])) from None
