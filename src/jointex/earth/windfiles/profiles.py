"""Wind profiles from a CSV file: one that holds everywhere, or several at places, at one time or several."""

from __future__ import annotations

import datetime
import math
from itertools import pairwise
from pathlib import Path

import numpy as np

from jointex.earth.windfiles.axes import pressure_altitude_m
from jointex.earth.windfiles.given import Array, GivenWinds
from jointex.earth.windfiles.table import Row, read_table
from jointex.earth.windfiles.times import choose_times
from jointex.errors import Fault, WeatherError

MARGIN_DEG = 5.0
"""Profiles at scattered places hold so far beyond them [deg]. A choice."""
GRID_DEG = 1.0
"""Step of the grid that scattered profiles are spread over [deg]. A choice."""
MOST_PLACES = 2000
SAME_PLACE_DEG = 1e-6

Place = tuple[float, float]
EAST, NORTH, TEMPERATURE, SD = range(4)
"""Columns of a profile."""


def read_profiles(path: Path, name: str, at: datetime.datetime | None) -> GivenWinds:
    """Return the winds of a CSV file at a time.

    Parameters
    ----------
    path : Path
    name : str
        The file in messages.
    at : datetime or None
        The time wanted, UTC; needed where the file has several.

    Returns
    -------
    GivenWinds
        One profile holds everywhere. Several stand on a grid where every latitude has every longitude; else they are
        weighted by the inverse square of their distance on a grid of `GRID_DEG`, out to `MARGIN_DEG` beyond them.

    Raises
    ------
    WeatherError
        With every fault, by line and column.
    """
    rows = read_table(path, name)
    times = sorted({row.time for row in rows if row.time is not None})
    slices, note, faults = choose_times(times, at, name, "time") if times else ([(0, 1.0)], "", [])
    groups = _by_time_and_place(rows, name, faults)
    if faults:
        raise WeatherError(faults)
    used = [(groups[times[number] if times else None], weight) for number, weight in slices]
    places = list(used[0][0])
    levels = np.unique(np.concatenate([levels for group, _ in used for levels, _ in group.values()]))
    values = sum(weight * np.stack([_on_levels(*group[place], levels) for place in places]) for group, weight in used)
    kinds = rows[0].values.keys()
    notes = (*((note,) if note else ()), "Altitudes of the file are pressure altitudes.")
    if "temperature" not in kinds:
        notes = (*notes, "The file gives no temperatures: standard atmosphere.")
    return _spread_out(np.array(places), levels, np.asarray(values), set(kinds), notes)


def _by_time_and_place(
    rows: list[Row], name: str, faults: list[Fault]
) -> dict[datetime.datetime | None, dict[Place, tuple[Array, Array]]]:
    """Return profiles, levels rising, by time and place; the same places at every time."""
    lines: dict[datetime.datetime | None, dict[Place, list[Row]]] = {}
    for row in rows:
        place = row.values.get("latitude", math.nan), (row.values.get("longitude", 0.0) + 180.0) % 360.0 - 180.0
        key = (0.0, 0.0) if math.isnan(place[0]) else place
        lines.setdefault(row.time, {}).setdefault(key, []).append(row)
    first = next(iter(lines.values()))
    if len(first) > MOST_PLACES:
        faults.append(Fault(f"must have at most {MOST_PLACES:,} places", name, value=f"{len(first):,}"))
    for moment, by_place in lines.items():
        if set(by_place) != set(first):
            rule = "must have the same places at every time"
            found = f"{len(by_place)} places at {moment:%Y-%m-%dT%H:%MZ}, {len(first)} at the first time"
            faults.append(Fault(rule, name, next(iter(by_place.values()))[0].line, "latitude", found))
    return {
        moment: {place: _profile(found, name, faults) for place, found in by_place.items()}
        for moment, by_place in lines.items()
    }


def _profile(rows: list[Row], name: str, faults: list[Fault]) -> tuple[Array, Array]:
    """Return levels [m], rising, and values (n_levels, 4) of the rows of one place."""
    if "pressure" in rows[0].values:
        levels = pressure_altitude_m(np.array([row.values["pressure"] for row in rows]))
    else:
        levels = np.array([row.values["altitude"] for row in rows])
    order = np.argsort(levels, kind="stable")
    for lower, upper in pairwise(order):
        if levels[upper] - levels[lower] < 1e-3:
            rule = f"must not repeat the level of line {rows[min(lower, upper)].line} at the same place and time"
            faults.append(Fault(rule, name, rows[max(lower, upper)].line, value=f"{levels[upper]:,.0f} m"))
    values = np.zeros((len(rows), 4))
    for number, row in enumerate(rows):
        from_rad, speed_m_s = math.radians(row.values["from"]), row.values["speed"]
        values[number, EAST] = -speed_m_s * math.sin(from_rad)
        values[number, NORTH] = -speed_m_s * math.cos(from_rad)
        values[number, TEMPERATURE] = row.values.get("temperature", 0.0)
        values[number, SD] = row.values.get("sd", 0.0)
    return levels[order], values[order]


def _on_levels(levels: Array, values: Array, wanted: Array) -> Array:
    """Return a profile at other levels, straight lines between, constant beyond, (n_wanted, 4)."""
    return np.stack([np.interp(wanted, levels, column) for column in values.T], axis=1)


def _spread_out(places: Array, levels: Array, values: Array, kinds: set[str], notes: tuple[str, ...]) -> GivenWinds:
    """Return profiles (n_places, n_levels, 4) on latitudes and longitudes."""
    if "latitude" not in kinds:
        latitudes, longitudes = np.array([-90.0, 90.0]), np.array([-180.0, 180.0])
        field = np.broadcast_to(values[0], (2, 2, *values[0].shape))
    else:
        places = np.column_stack([places[:, 0], _unwrapped(places[:, 1])])
        latitudes, longitudes = np.unique(places[:, 0]), np.unique(places[:, 1])
        if len(latitudes) >= 2 and len(longitudes) >= 2 and len(places) == len(latitudes) * len(longitudes):
            field = values[np.lexsort((places[:, 1], places[:, 0]))].reshape(len(latitudes), len(longitudes), -1, 4)
        else:
            latitudes, longitudes, weights = _inverse_squares(places)
            field = np.einsum("ijp,plv->ijlv", weights, values)
            words = f"{len(places)} profile{'s' if len(places) > 1 else ''} spread over a grid of {GRID_DEG:g} degree"
            rule = "by the inverse square of their distance" if len(places) > 1 else "as it stands"
            notes = (*notes, f"{words} {rule}, out to {MARGIN_DEG:g} degrees beyond.")
    temperature = field[..., TEMPERATURE] if "temperature" in kinds else None
    sd = field[..., SD] if "sd" in kinds else None
    return GivenWinds(
        latitudes, longitudes, levels, field[..., EAST], field[..., NORTH], temperature, None, sd, sd, notes
    )


def _unwrapped(longitudes: Array) -> Array:
    """Return longitudes without a jump inside their range: it begins behind their widest gap [deg]."""
    ring = np.unique(longitudes)
    gaps = np.diff(np.append(ring, ring[0] + 360.0))
    start = ring[(int(np.argmax(gaps)) + 1) % len(ring)]
    return np.asarray(np.where(longitudes < start, longitudes + 360.0, longitudes))


def _inverse_squares(places: Array) -> tuple[Array, Array, Array]:
    """Return a grid about places, and the weight of each place at its nodes (n_latitudes, n_longitudes, n_places)."""
    low, high = places.min(axis=0) - MARGIN_DEG, places.max(axis=0) + MARGIN_DEG
    low[0], high[0] = max(low[0], -90.0), min(high[0], 90.0)
    high[1] = min(high[1], low[1] + 360.0)
    axes = [np.linspace(a, b, 1 + max(1, round((b - a) / GRID_DEG))) for a, b in zip(low, high, strict=True)]
    north, east = np.meshgrid(*(np.radians(axis) for axis in axes), indexing="ij")
    to_north, to_east = np.radians(places.T)
    half_chord = (
        np.sin((north[..., None] - to_north) / 2.0) ** 2
        + np.cos(north[..., None]) * np.cos(to_north) * np.sin((east[..., None] - to_east) / 2.0) ** 2
    )
    weights = 1.0 / np.maximum(half_chord, 1e-12)
    return axes[0], axes[1], weights / weights.sum(axis=-1, keepdims=True)
