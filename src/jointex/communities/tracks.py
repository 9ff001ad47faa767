"""From a run folder to rows that can be heard: tracks with their power, take-off rolls and touch-downs."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from jointex import cards
from jointex.communities.flown import Rows
from jointex.communities.sound import Array
from jointex.record import Recording

TOUCHED = ("landed", "vertical_landed")
ROLL_AT = 0.6
"""A take-off roll is heard as one piece at this share of the lift-off speed."""
COLUMNS = (
    "run",
    "time_s",
    "aircraft",
    "latitude_deg",
    "longitude_deg",
    "altitude_m",
    "pressure_altitude_m",
    "ground_speed_m_s",
    "heading_deg",
    "fuel_kg",
)


@dataclass(frozen=True)
class Moves:
    """Take-offs and landings of all runs, a row each, sorted by run, aircraft and time.

    Attributes
    ----------
    run, aircraft : array (n,)
        Numbers; the aircraft's is its place in `Force.members`.
    time_s : array (n,)
        From scenario start [s].
    is_arrival, is_vertical : array (n,)
        Whether it lands, and whether upright.
    latitude_deg, longitude_deg, altitude_m, fuel_kg : array (n,)
        Where, and with which fuel.
    """

    run: Array
    aircraft: Array
    time_s: Array
    is_arrival: Array
    is_vertical: Array
    latitude_deg: Array
    longitude_deg: Array
    altitude_m: Array
    fuel_kg: Array

    def some(self, rows: Array) -> Moves:
        """Return some of them."""
        return Moves(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})


@dataclass(frozen=True)
class Force:
    """The aircraft of a plan.

    Attributes
    ----------
    members : tuple of str
        Names, in the order of their numbers.
    flights, types : tuple of str
        Flight and card id of each.
    short : frozenset of int
        Numbers of those that take off short.
    folders : tuple of Path
        The user's card folders.
    """

    members: tuple[str, ...]
    flights: tuple[str, ...]
    types: tuple[str, ...]
    short: frozenset[int]
    folders: tuple[Path, ...] = ()


def force_of(plan: dict[str, Any], short_flights: Sequence[str] = (), folders: Sequence[Path] = ()) -> Force:
    """Return the aircraft of a plan.

    Parameters
    ----------
    plan : dict
        The content of plan.json.
    short_flights : sequence of str
        Flights that take off short.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Force
    """
    rows = [(name, flight["id"], flight["aircraft"]) for flight in plan["flights"] for name in flight["members"]]
    names, flights, types = zip(*rows, strict=True) if rows else ((), (), ())
    short = frozenset(number for number, flight in enumerate(flights) if flight in short_flights)
    return Force(names, flights, types, short, tuple(folders))


def read_moves(recording: Recording, force: Force) -> Moves:
    """Return take-offs and landings of every run.

    Parameters
    ----------
    recording : Recording
        The run folder.
    force : Force
        Its aircraft.

    Returns
    -------
    Moves
    """
    columns = ["run", "aircraft", "time_s", "event", "latitude_deg", "longitude_deg", "altitude_m", "fuel_kg"]
    table = recording.events(event=("airborne", *TOUCHED), columns=columns)
    found = {name: np.asarray(table[name].to_numpy()) for name in columns if name not in ("aircraft", "event")}
    numbers = {name: number for number, name in enumerate(force.members)}
    found["aircraft"] = np.array([numbers[name] for name in table["aircraft"].to_pylist()], dtype=int)
    event = np.array(table["event"].to_pylist(), dtype=str)
    moves = Moves(is_arrival=event != "airborne", is_vertical=event == TOUCHED[1], **found)
    return moves.some(np.lexsort((moves.time_s, moves.aircraft, moves.run)))


def read_rows(recording: Recording, force: Force, moves: Moves, runs: Sequence[int] | None = None) -> Rows:
    """Return the tracks that were kept, with take-offs, landings and power.

    Parameters
    ----------
    recording : Recording
        The run folder.
    force : Force
        Its aircraft.
    moves : Moves
        Its take-offs and landings.
    runs : sequence of int, optional
        Only these runs.

    Returns
    -------
    Rows
        Sorted by run, aircraft and time. Power is the fuel flow to the next row over that of military power, both brought to
        sea level by the pressure of the air.
    """
    table = recording.tracks(run=None if runs is None else list(runs), columns=list(COLUMNS))
    found = {name: np.asarray(table[name].to_numpy()) for name in COLUMNS if name != "aircraft"}
    encoded = table["aircraft"].combine_chunks().dictionary_encode()
    numbers = {name: number for number, name in enumerate(force.members)}
    places = np.array([numbers[name] for name in encoded.dictionary.to_pylist()] or [0], dtype=int)
    found["aircraft"] = places[np.asarray(encoded.indices)] if table.num_rows else np.zeros(0, int)
    here = moves.some(np.isin(moves.run, np.unique(found["run"])))
    return _with_moves(found, here, force)


def _with_moves(track: dict[str, Array], moves: Moves, force: Force) -> Rows:
    """Return tracks and moves in one order, with power and the take-off roll."""
    up, down = moves.some(~moves.is_arrival), moves.some(moves.is_arrival)
    blank = np.full(len(up.run), np.nan)
    parts = [track, _as_rows(up, blank), _as_rows(down, np.full(len(down.run), np.nan))]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in COLUMNS}
    order = np.lexsort((columns["time_s"], columns["aircraft"], columns["run"]))
    columns = {name: column[order] for name, column in columns.items()}
    _fill(columns)
    airborne, middle = _times(columns, up, down)
    power = _power(columns, force)
    rows = Rows(
        columns["run"],
        columns["aircraft"],
        columns["time_s"],
        columns["latitude_deg"],
        columns["longitude_deg"],
        columns["altitude_m"],
        columns["ground_speed_m_s"],
        columns["heading_deg"],
        power,
        middle,
        airborne,
    )
    return _with_rolls(rows, force)


def _as_rows(moves: Moves, blank: Array) -> dict[str, Array]:
    """Return moves as rows of a track; what an event does not tell is NaN."""
    known = {name: getattr(moves, name) for name in COLUMNS if name in moves.__dataclass_fields__}
    return {name: known.get(name, blank) for name in COLUMNS}


def _fill(columns: dict[str, Array]) -> None:
    """Give take-offs the heading and speed of the next row, landings those of the row before."""
    blank = np.flatnonzero(np.isnan(columns["heading_deg"]))
    n = len(columns["run"])
    for name in ("heading_deg", "ground_speed_m_s", "pressure_altitude_m"):
        column = columns[name]
        for step in (1, -1):
            beside = np.clip(blank + step, 0, n - 1)
            same = (columns["aircraft"][beside] == columns["aircraft"][blank]) & (
                columns["run"][beside] == columns["run"][blank]
            )
            value = np.where(same, column[beside], np.nan)
            column[blank] = np.where(np.isnan(column[blank]), value, column[blank])
        column[np.isnan(column)] = 0.0


def _times(columns: dict[str, Array], up: Moves, down: Moves) -> tuple[Array, Array]:
    """Return of each row when its aircraft took off, and the middle of its flight [s]."""
    size = 1 + int(max(columns["aircraft"], default=0))
    key = columns["run"] * size + columns["aircraft"]
    first = dict(zip((up.run * size + up.aircraft).tolist(), up.time_s.tolist(), strict=True))
    last = dict(zip((down.run * size + down.aircraft).tolist(), down.time_s.tolist(), strict=True))
    names, back = np.unique(key, return_inverse=True)
    began = np.array([first.get(int(name), np.inf) for name in names])
    ended = np.array([last.get(int(name), np.inf) for name in names])
    middle = np.where(np.isfinite(began) & np.isfinite(ended), (began + ended) / 2.0, np.inf)
    return began[back], middle[back]


def _power(columns: dict[str, Array], force: Force) -> Array:
    """Return of each row the fuel flow to the next one as a share of that of military power, both at sea level."""
    took = np.diff(columns["time_s"], append=np.inf)
    burned = -np.diff(columns["fuel_kg"], append=0.0)
    full = np.array([military_flow_kg_s(name, force.folders) for name in force.types] or [1.0])
    thin = (1.0 - 2.25577e-5 * np.clip(columns["pressure_altitude_m"], -500.0, 11_000.0)) ** 5.25588
    with np.errstate(divide="ignore", invalid="ignore"):
        power = np.clip(burned, 0.0, None) / np.maximum(took, 1e-3) / (full[columns["aircraft"]] * thin)
    same = took > 1.0
    same[:-1] &= (np.diff(columns["run"]) == 0) & (np.diff(columns["aircraft"]) == 0)
    same[-1:] = False
    before = np.roll(power, 1)
    return np.asarray(np.where(same, power, before))


@functools.cache
def military_flow_kg_s(aircraft: str, folders: tuple[Path, ...] = ()) -> float:
    """Return the fuel flow of a type at military power, standing at sea level.

    Parameters
    ----------
    aircraft : str
        Card id.
    folders : tuple of path
        The user's card folders.

    Returns
    -------
    float
        All engines together [kg/s].
    """
    card = cards.aircraft(aircraft, folders)
    engine = cards.engine(card.engine.id, folders)
    if engine.shaft is not None:
        one = engine.shaft.power.si * engine.shaft.fuel.si
    else:
        assert engine.dry_fuel is not None, "a jet's card gives its fuel by thrust"
        one = engine.dry_thrust.si * engine.dry_fuel.si * card.engine.thrust_factor.si
    return float(one * card.engine.count * card.engine.fuel_factor.si)


def _with_rolls(rows: Rows, force: Force) -> Rows:
    """Return rows with the start of each take-off roll in front of the row where the aircraft is airborne."""
    starts = np.flatnonzero(rows.time_s == rows.airborne_s)
    if not len(starts):
        return rows
    roll_m = np.array([_roll_m(name, number in force.short, force.folders) for number, name in enumerate(force.types)])
    length, speed = roll_m[rows.aircraft[starts]], np.maximum(30.0, rows.speed_m_s[starts])
    first = rows.some(starts)
    angle = np.radians(first.heading_deg)
    north = -length * np.cos(angle) / 111_195.0
    east = -length * np.sin(angle) / (111_195.0 * np.cos(np.radians(first.latitude_deg)))
    moved = {
        "time_s": first.time_s - length / (ROLL_AT * speed),
        "latitude_deg": first.latitude_deg + north,
        "longitude_deg": first.longitude_deg + east,
    }
    names = rows.__dataclass_fields__
    return Rows(
        **{name: np.insert(getattr(rows, name), starts, moved.get(name, getattr(first, name))) for name in names}
    )


@functools.cache
def _roll_m(aircraft: str, is_short: bool, folders: tuple[Path, ...]) -> float:
    """Return the take-off run of a card [m]."""
    runs = cards.aircraft(aircraft, folders).takeoff_landing
    short = getattr(runs, "short_takeoff_distance", None)
    return float(short.si if is_short and short is not None else runs.takeoff_distance.si)
