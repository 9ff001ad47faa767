"""A CSV file of winds as rows of numbers in SI: what its columns are called, which units stand in the header."""

from __future__ import annotations

import csv
import datetime
import io
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jointex.earth.windfiles.given import COLDEST_K, STRONGEST_WIND_M_S, WARMEST_K
from jointex.errors import Fault, WeatherError, nearest_name
from jointex.units import CELSIUS_ZERO_K, FLIGHT_LEVEL_M, FOOT_M, KNOT_M_S

MOST_ROWS = 100_000
MOST_CSV_BYTES = 20_000_000
MOST_FAULTS = 20
"""So many faults of rows are told one by one."""

_SPEED = {"kt": KNOT_M_S, "kts": KNOT_M_S, "knots": KNOT_M_S, "m/s": 1.0, "m_s": 1.0, "ms-1": 1.0, "km/h": 1.0 / 3.6}
_PRESSURE = {"hpa": 100.0, "mbar": 100.0, "mb": 100.0, "pa": 1.0}
_DEGREES = {"deg": 1.0, "degrees": 1.0, "°": 1.0}


@dataclass(frozen=True)
class Column:
    """What a column may be called, in which units, and within which bounds.

    Attributes
    ----------
    names : tuple of str
        As people write them.
    units : mapping of str to float
        SI (degrees for angles) in one unit.
    low, high : float
        Bounds in SI, both allowed.
    unit : str
        Unit of the bounds.
    unit_needed : bool
        Whether the header must name the unit.
    """

    names: tuple[str, ...]
    units: Mapping[str, float]
    low: float
    high: float
    unit: str
    unit_needed: bool = True


COLUMNS: Mapping[str, Column] = {
    "altitude": Column(
        ("altitude", "pressure_altitude", "level", "flight_level", "height"),
        {"ft": FOOT_M, "m": 1.0, "km": 1000.0, "fl": FLIGHT_LEVEL_M},
        -600.0,
        25_000.0,
        "m",
    ),
    "pressure": Column(("pressure", "level"), _PRESSURE, 2_550.0, 110_000.0, "Pa"),
    "from": Column(("from", "wind_from", "direction", "wind_direction"), _DEGREES, 0.0, 360.0, "deg"),
    "speed": Column(("speed", "wind_speed"), _SPEED, 0.0, STRONGEST_WIND_M_S, "m/s"),
    "temperature": Column(
        ("temperature", "air_temperature", "temp"),
        {"k": 1.0, "c": 1.0, "degc": 1.0, "°c": 1.0, "deg c": 1.0},
        COLDEST_K,
        WARMEST_K,
        "K",
    ),
    "sd": Column(("sd", "wind_sd", "spread"), _SPEED, 0.0, STRONGEST_WIND_M_S, "m/s"),
    "latitude": Column(("latitude", "lat"), _DEGREES, -90.0, 90.0, "deg", False),
    "longitude": Column(("longitude", "lon"), _DEGREES, -180.0, 360.0, "deg", False),
    "time": Column(("time", "utc", "valid_time"), {"utc": 1.0, "z": 1.0}, -math.inf, math.inf, "UTC", False),
}
"""By what a column holds."""
_BRACKETS = re.compile(r"^(.*?)\s*[\[(]\s*(.*?)\s*[\])]$")


@dataclass
class Row:
    """One row of a CSV file.

    Attributes
    ----------
    line : int
        Where it stands.
    values : dict of str to float
        In SI, degrees for angles, by the keys of `COLUMNS`.
    time : datetime or None
    """

    line: int
    values: dict[str, float] = field(default_factory=dict)
    time: datetime.datetime | None = None


def read_table(path: Path, name: str) -> list[Row]:
    """Return the rows of a CSV file of winds.

    Parameters
    ----------
    path : Path
    name : str
        The file in messages.

    Returns
    -------
    list of Row
        One at least, in the order of the file; every value within its bounds.

    Raises
    ------
    WeatherError
        With every fault, by line and column.
    """
    lines = _lines(path, name)
    faults: list[Fault] = []
    columns = _columns(lines[0][1], lines[0][0], name, faults)
    if faults:
        raise WeatherError(faults)
    rows = [_row(line, cells, columns, name, faults) for line, cells in lines[1:]]
    if not rows:
        faults.append(Fault("must have a row at least under its header", name, lines[0][0]))
    if faults:
        more = len(faults) - MOST_FAULTS
        told = faults[:MOST_FAULTS]
        raise WeatherError([*told, Fault(f"has {more:,} further faults", name)] if more > 0 else told)
    return rows


def _lines(path: Path, name: str) -> list[tuple[int, list[str]]]:
    """Return the cells of each line that is neither blank nor a comment, with its number."""
    size = path.stat().st_size
    if size > MOST_CSV_BYTES:
        raise WeatherError(Fault(f"must be at most {MOST_CSV_BYTES:,} bytes", name, value=f"{size:,}"))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"byte {error.start} is not"
        raise WeatherError(Fault("must be UTF-8 text", name, value=found, hint="NetCDF must end in .nc.")) from None
    first = next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")), "")
    delimiter = ";" if ";" in first and "," not in first else "\t" if "\t" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    found_lines: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
                found_lines.append((reader.line_num, [cell.strip() for cell in cells]))
            if len(found_lines) > MOST_ROWS + 1:
                rule = f"must have at most {MOST_ROWS:,} rows"
                raise WeatherError(Fault(rule, name, hint="A grid of winds belongs into NetCDF."))
    except csv.Error as error:
        raise WeatherError(Fault(f"must be comma-separated values ({error})", name, reader.line_num)) from None
    if not found_lines:
        raise WeatherError(Fault("must have a header, such as `altitude_ft, from_deg, speed_kt`", name))
    return found_lines


def _columns(header: list[str], line: int, name: str, faults: list[Fault]) -> list[tuple[str, float, float, str]]:
    """Return what each column holds, with factor and offset to SI, and its name in the header."""
    columns: list[tuple[str, float, float, str]] = []
    for cell in header:
        kind, unit, rule = _meaning(cell)
        if rule:
            known = [f"{one.names[0]}_{next(iter(one.units)).replace('/', '_')}" for one in COLUMNS.values()]
            faults.append(Fault(rule, name, line, "header", cell[:40] or "an empty cell", nearest_name(cell, known)))
        elif any(kind == other for other, *_ in columns):
            faults.append(Fault(f"must have one column of {kind}", name, line, cell))
        offset = CELSIUS_ZERO_K if kind == "temperature" and unit != "k" else 0.0
        columns.append((kind, COLUMNS[kind].units.get(unit, 1.0) if kind else 1.0, offset, cell))
    kinds = {kind for kind, *_ in columns}
    if not faults:
        if ("altitude" in kinds) == ("pressure" in kinds):
            faults.append(
                Fault("must have a column of levels: altitude_ft, level_fl or pressure_hpa, one of them", name, line)
            )
        for needed, example in (("from", "from_deg"), ("speed", "speed_kt")):
            if needed not in kinds:
                faults.append(Fault(f"must have a column such as {example}", name, line))
        if ("latitude" in kinds) != ("longitude" in kinds):
            faults.append(Fault("must have both of latitude and longitude, or none", name, line))
    return columns


def _meaning(cell: str) -> tuple[str, str, str]:
    """Return what a header cell says a column holds, its unit, and what is wrong with it."""
    plain = cell.strip().lower()
    bracketed = _BRACKETS.match(plain)
    candidates = []
    if bracketed:
        candidates.append((bracketed[1].strip().replace(" ", "_"), bracketed[2]))
    else:
        words = plain.replace(" ", "_")
        candidates += [(words[:at], words[at + 1 :]) for at, letter in enumerate(words) if letter == "_"]
        candidates.append((words, ""))
    unknown_unit = ""
    for written, unit in candidates:
        for kind, column in COLUMNS.items():
            if written in column.names:
                if unit in column.units:
                    return kind, unit, ""
                if not unit and not column.unit_needed:
                    return kind, "", ""
                unknown_unit = unknown_unit or f"must name its unit: {', '.join(column.units)}"
    if plain in ("fl", "level_fl"):
        return "altitude", "fl", ""
    known = ", ".join(column.names[0] for column in COLUMNS.values())
    return "", "", unknown_unit or f"must be a known column ({known}) with its unit"


def _row(
    line: int, cells: list[str], columns: list[tuple[str, float, float, str]], name: str, faults: list[Fault]
) -> Row:
    """Read one line."""
    row = Row(line)
    if len(cells) != len(columns):
        faults.append(Fault(f"must have {len(columns)} cells like the header", name, line, value=f"{len(cells)}"))
        return row
    for cell, (kind, factor, offset, head) in zip(cells, columns, strict=True):
        if kind == "time":
            row.time = _time(cell, name, line, head, faults)
            continue
        column = COLUMNS[kind]
        text = cell.upper().removeprefix("FL") if factor == FLIGHT_LEVEL_M else cell
        try:
            value = float(text) * factor + offset
        except ValueError:
            faults.append(Fault("must be a number", name, line, head, cell[:40] or "an empty cell"))
            continue
        if not column.low <= value <= column.high:  # NaN too
            low, high = (f"{(bound - offset) / factor:,.6g}" for bound in (column.low, column.high))
            faults.append(Fault(f"must be between {low} and {high}", name, line, head, cell[:40]))
        row.values[kind] = value
    return row


def _time(cell: str, name: str, line: int, head: str, faults: list[Fault]) -> datetime.datetime | None:
    """Read a time; one without zone is a fault."""
    try:
        moment = datetime.datetime.fromisoformat(cell)
        if moment.tzinfo is not None:
            return moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        pass
    faults.append(Fault("must be a UTC time, such as 2025-12-10T00:00Z", name, line, head, cell[:40]))
    return None
