"""Flown tracks near a base as straight pieces with their power state: what can be heard there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jointex.cards.shelf import Folder
from jointex.communities.loudness import HOVER, STEADY, noise_types, states_of
from jointex.communities.runways import FIELD_M, LONGEST_S, Ways, bent
from jointex.communities.segments import Segments
from jointex.communities.sound import DISTANCES_M, Array

HIGHEST_M = 6000.0
"""Aircraft higher than this over a base are left out [m]: even full power is below 75 dBA on the ground then."""
FARTHEST_M = 40_000.0
"""Aircraft farther from a base than this are left out [m]."""
STEP_S = 10.0
"""Tracks are cut into pieces of this length at most [s]."""
LONGEST_GAP_S = 90.0
"""Rows of a track farther apart in time do not belong to one pass [s]."""
SHORT_TAKEOFF_S = 30.0
"""The lift system works for so long after a short take-off [s]. Estimated, 15 to 60 s."""
HOVER_HEIGHT_M = 30.0
"""Height of the hover before a vertical landing [m]. Estimated, 20 to 60 m."""
SEA_LEVEL_PA = 101_325.0
EARTH_M = 6_371_008.8


@dataclass(frozen=True)
class Near:
    """What flew near one base in several runs.

    Attributes
    ----------
    segments : Segments
        n pieces, sorted by pass; frame: metres east, north and up of the base.
    time_s : array (n,)
        Time at the start of each piece.
    pass_of : array (n,)
        Which pass each piece belongs to, from 0, without gaps.
    run, aircraft, is_arrival : array (p,)
        Of each pass: its run, the number of its aircraft, and whether it comes in.
    hovers : array (h, 5)
        Of each vertical landing: pass it belongs to, east, north, up [m], number of the aircraft.
    """

    segments: Segments
    time_s: Array
    pass_of: Array
    run: Array
    aircraft: Array
    is_arrival: Array
    hovers: Array

    def of_runs(self, runs: Array) -> Near:
        """Return what flew in some of the runs."""
        kept = np.isin(self.run, runs)
        number = np.cumsum(kept) - 1
        pieces = kept[self.pass_of]
        hovers = self.hovers[kept[self.hovers[:, 0].astype(int)]].copy()
        hovers[:, 0] = number[hovers[:, 0].astype(int)]
        passed = number[self.pass_of[pieces]]
        by_pass = (self.run[kept], self.aircraft[kept], self.is_arrival[kept])
        return Near(self.segments.some(pieces), self.time_s[pieces], passed, *by_pass, hovers)


def local_m(latitude_deg: Any, longitude_deg: Any, middle_deg: tuple[float, float]) -> tuple[Array, Array]:
    """Return metres east and north of a place, good to 0.3 % within 60 km.

    Parameters
    ----------
    latitude_deg, longitude_deg : float or array (n,)
        Places [deg].
    middle_deg : tuple of float
        Latitude and longitude of the middle [deg].

    Returns
    -------
    tuple of array (n,)
        East and north [m].
    """
    turn = (np.asarray(longitude_deg) - middle_deg[1] + 180.0) % 360.0 - 180.0
    east = EARTH_M * np.radians(turn) * np.cos(np.radians(middle_deg[0]))
    return np.asarray(east), np.asarray(EARTH_M * np.radians(np.asarray(latitude_deg) - middle_deg[0]))


@dataclass(frozen=True)
class Rows:
    """Rows of tracks with take-off and landing added, sorted by run, aircraft and time; every array of one length."""

    run: Array
    aircraft: Array
    time_s: Array
    latitude_deg: Array
    longitude_deg: Array
    altitude_m: Array
    speed_m_s: Array
    heading_deg: Array
    power: Array
    middle_s: Array
    airborne_s: Array

    def some(self, rows: Array) -> Rows:
        """Return some of them."""
        return Rows(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})


def hear_near(
    rows: Rows,
    landings: Mapping[str, Array],
    types: Mapping[int, str],
    short: frozenset[int],
    middle_deg: tuple[float, float],
    elevation_m: float,
    folders: Sequence[Folder] = (),
    ways: Ways | None = None,
) -> Near:
    """Return what flew near a base.

    Parameters
    ----------
    rows : Rows
        Tracks.
    landings : mapping of str to array (h,)
        Vertical landings: `run, aircraft, latitude_deg, longitude_deg`.
    types : mapping of int to str
        Card id of each aircraft; those without a noise card are not heard.
    short : frozenset of int
        Aircraft that take off short.
    middle_deg : tuple of float
        The base: latitude and longitude [deg].
    elevation_m : float
        Its height above the sea [m].
    folders : sequence of path
        The user's card folders.
    ways : Ways, optional
        Its runway, onto which take-offs and landings are bent; tracks stay as flown without one.

    Returns
    -------
    Near
    """
    with_card = noise_types(folders)
    heard = [number for number, name in types.items() if name in with_card]
    east, north = local_m(rows.latitude_deg, rows.longitude_deg, middle_deg)
    is_near = np.hypot(east, north) < FARTHEST_M
    is_near &= (rows.altitude_m - elevation_m < HIGHEST_M) & np.isin(rows.aircraft, heard)
    kept = rows.some(is_near)
    place = np.column_stack([east[is_near], north[is_near], np.maximum(1.0, kept.altitude_m - elevation_m)])
    same = (kept.run[1:] == kept.run[:-1]) & (kept.aircraft[1:] == kept.aircraft[:-1])
    gap = np.diff(kept.time_s)
    joined = same & (gap > 0.0) & (gap <= LONGEST_GAP_S)
    first = np.flatnonzero(joined)
    starts, ends, begin_s, took_s, source = _cut(kept, place, first)
    late = begin_s >= kept.middle_s[source]
    key = np.cumsum(np.concatenate([[0], ~joined]))[source] * 2 + late if len(source) else np.zeros(0, int)
    names, pass_of = np.unique(key, return_inverse=True)
    at = np.searchsorted(key, names) if len(names) else np.zeros(0, int)
    tables = _tables(kept, source, begin_s, types, short, folders)
    speed = np.sqrt(np.sum((ends - starts) ** 2, axis=1)) / np.maximum(1e-3, took_s)
    run, aircraft = kept.run[source][at], kept.aircraft[source][at]
    if ways is not None and len(source):
        starts, ends = _on_runway(kept, place, source, (starts, ends), begin_s, late, pass_of, ways)
    hovers = _hovers(landings, run, aircraft, late[at], middle_deg, types, folders)
    return Near(Segments(starts, ends, speed, took_s, tables), begin_s, pass_of, run, aircraft, late[at], hovers)


def _cut(rows: Rows, place: Array, first: Array) -> tuple[Array, Array, Array, Array, Array]:
    """Return pieces of at most `STEP_S` between rows and the next: ends, time, length in time, row; curved by the headings."""
    took = rows.time_s[first + 1] - rows.time_s[first]
    pieces = np.maximum(1, np.ceil(took / STEP_S)).astype(int)
    source = np.repeat(first, pieces)
    number = np.arange(len(source)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    of = np.repeat(pieces, pieces)
    length = np.repeat(took, pieces)
    sides = [_hermite(rows, place, source, length, (number + more) / of) for more in (0, 1)]
    return sides[0], sides[1], rows.time_s[source] + length * number / of, length / of, source


def _on_runway(
    rows: Rows,
    place: Array,
    source: Array,
    sides: tuple[Array, Array],
    begin_s: Array,
    late: Array,
    pass_of: Array,
    ways: Ways,
) -> tuple[Array, Array]:
    """Return both ends of each piece bent onto the runway, where its aircraft takes off or lands here."""
    landed_s = 2.0 * rows.middle_s - rows.airborne_s
    key = rows.run * (1 + int(rows.aircraft.max(initial=0))) + rows.aircraft
    is_field = np.hypot(place[:, 0], place[:, 1]) < FIELD_M
    up = np.isin(key[source], key[is_field & (rows.time_s == rows.airborne_s)])
    down = np.isin(key[source], key[is_field & (np.abs(rows.time_s - landed_s) < 1.0)])
    since, before = begin_s - rows.airborne_s[source], landed_s[source] - begin_s
    bends = np.where(late, down & (before < LONGEST_S), up & (since < LONGEST_S))
    event_s = np.where(late, landed_s[source], rows.airborne_s[source])
    heading = ways.heading_deg(rows.run[source], np.where(np.isfinite(event_s), event_s, 0.0))
    rolls = ~late & (since < 0.0)
    return (
        bent(sides[0], heading + 180.0 * (late | rolls), pass_of, bends),
        bent(sides[1], heading + 180.0 * late, pass_of, bends),
    )


def _hermite(rows: Rows, place: Array, source: Array, took_s: Array, share: Array) -> Array:
    """Return places on the curve that leaves one row and reaches the next along their headings."""
    here, there = place[source], place[source + 1]
    s = share[:, None]
    straight = there - here
    pull = []
    for row in (source, source + 1):
        angle = np.radians(rows.heading_deg[row])
        flat = np.column_stack([np.sin(angle), np.cos(angle)]) * np.hypot(straight[:, 0], straight[:, 1])[:, None]
        pull.append(np.column_stack([flat, straight[:, 2]]))
    curve = (2 * s**3 - 3 * s**2 + 1) * here + (s**3 - 2 * s**2 + s) * pull[0]
    return np.asarray(curve + (3 * s**2 - 2 * s**3) * there + (s**3 - s**2) * pull[1])


def _tables(
    rows: Rows,
    source: Array,
    begin_s: Array,
    types: Mapping[int, str],
    short: frozenset[int],
    folders: Sequence[Folder],
) -> Array:
    """Return the table of levels of each piece: between those of the power states around its power."""
    tables = np.zeros((len(source), len(DISTANCES_M)))
    aircraft, power = rows.aircraft[source], rows.power[source]
    for number in np.unique(aircraft):
        mine = np.flatnonzero(aircraft == number)
        known = states_of(types[int(number)], folders)
        tables[mine] = by_power(types[int(number)], power[mine], folders)
        if int(number) in short and "short_takeoff" in known:
            lift = mine[begin_s[mine] - rows.airborne_s[source[mine]] < SHORT_TAKEOFF_S]
            tables[lift] = known["short_takeoff"].lmax_dba
    return tables


def _steady(aircraft: str, folders: Sequence[Folder]) -> tuple[Array, Array]:
    """Return powers (k,) and tables (k, 13) of the steady states of a type, rising."""
    known = states_of(aircraft, folders)
    steady = sorted((known[name] for name in STEADY if name in known), key=lambda state: state.power)
    return np.array([state.power for state in steady]), np.array([state.lmax_dba for state in steady])


def by_power(aircraft: str, power: Any, folders: Sequence[Folder] = ()) -> Array:
    """Return tables of greatest levels at powers, linear between the states of the card and flat beyond them.

    Parameters
    ----------
    aircraft : str
        Card id.
    power : array (n,)
        Fuel flow as a share of that of military power, both at sea level.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    array (n, 13)
        Levels at `DISTANCES_M` [dBA].
    """
    powers, tables = _steady(aircraft, folders)
    wanted = np.clip(np.asarray(power, dtype=float), powers[0], powers[-1])
    place = np.clip(np.searchsorted(powers, wanted, side="right") - 1, 0, len(powers) - 2)
    share = ((wanted - powers[place]) / (powers[place + 1] - powers[place]))[:, None]
    return np.asarray((1.0 - share) * tables[place] + share * tables[place + 1])


def _hovers(
    landings: Mapping[str, Array],
    run: Array,
    aircraft: Array,
    arrives: Array,
    middle_deg: tuple[float, float],
    types: Mapping[int, str],
    folders: Sequence[Folder],
) -> Array:
    """Return vertical landings near the base with the pass each belongs to."""
    east, north = local_m(landings["latitude_deg"], landings["longitude_deg"], middle_deg)
    passes = {(int(r), int(a)): n for n, (r, a, late) in enumerate(zip(run, aircraft, arrives, strict=True)) if late}
    found = []
    for n in np.flatnonzero(np.hypot(east, north) < FARTHEST_M):
        key = (int(landings["run"][n]), int(landings["aircraft"][n]))
        if key in passes and HOVER in states_of(types[key[1]], folders):
            found.append((passes[key], east[n], north[n], HOVER_HEIGHT_M, key[1]))
    return np.array(found, dtype=float).reshape(-1, 5)
