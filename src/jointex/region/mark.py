"""The mark an exercise leaves: what neighbours and taxpayers could see of it, read from its run folder."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex import cards
from jointex.communities.money import figure
from jointex.errors import CardError, Fault, InputError
from jointex.record import Recording, read
from jointex.region.zones import Outline, coasts, distance_to_zone_m, least_distance_m, zones

Array = NDArray[np.float64]

NUCLEAR_CAPABLE = frozenset({"B-52H", "B-2A"})
"""Types of which some aircraft are declared able to carry nuclear weapons; which aircraft flew is not public."""
ROLES = {
    "bomber": "bomber",
    "fighter": "fighter",
    "striker": "fighter",
    "escort": "fighter",
    "tanker": "",
    "early warning": "",
    "transport": "",
    "patrol": "",
}
"""What a role in a plan counts as; for any other the card of the aircraft is asked."""
MOST_RUNS = 20
"""Runs whose tracks are looked at for distances; a plan keeps to its routes, so more add little."""
GRID_DEG = 0.04
"""Tracks are looked at on a grid of this width, so least distances are right to 3 km."""


@dataclass(frozen=True)
class Ranged:
    """A figure with its range.

    Attributes
    ----------
    value, low, high : float
        In `unit`; low and high are the value itself where nothing is known of its spread.
    unit : str
    basis : str
        `published`, `derived` or `estimated`.
    source : str
        Where it comes from.
    """

    value: float
    low: float
    high: float
    unit: str
    basis: str
    source: str


UNKNOWN_COST = Ranged(20_000.0, 8_000.0, 60_000.0, "USD/h", "estimated", "Bracket: no figure was read for this type")

CRUISE_MPS = 220.0
"""Ground speed where nothing was flown, about 430 kt [m/s]. Estimated."""


@dataclass(frozen=True)
class Mark:
    """What an exercise showed.

    Attributes
    ----------
    scenario : str
        Its id.
    date : str
        Day it began, `2025-12-10`.
    bombers, fighters, aircraft : int
        Planned, without opponents that exist only as training targets of its own side.
    sorties : float
        Mean sorties flown in a run; those planned where nothing was flown.
    nuclear_capable : bool
        Whether a type took part of which some aircraft may carry nuclear weapons.
    least_distance_to_coast_m : dict of str to float
        By state [m], on the routes flown (planned where nothing was flown).
    least_distance_to_zone_m : dict of str to float
        By air-defence identification zone [m]; 0 where a flight enters it.
    duration_s : float
        From the first take-off to the last landing planned [s].
    notice_days : float or None
        Days of notice given to neighbours; None where the scenario does not say, so that it is drawn.
    flying_hours : dict of str to float
        By type [h], mean of runs.
    hourly_cost_usd : dict of str to Ranged
        By type [USD/h].
    readiness, interoperability : dict of str to Ranged
        Scores by id with the 95 % interval of the mean.
    takeoffs_by_hour : dict of str to tuple of float
        By base: take-offs in each hour of the day, universal time, mean of runs; 24 values.
    separation_breaches : float
        Mean breaches of the separation rule in a run.
    ground_speed_mps : float
        Mean of the runs, ways over flying hours [m/s]; that of a jet's cruise where nothing was flown.
    runs : int
        Runs behind these means; 0 for a plan alone.
    """

    scenario: str = ""
    date: str = ""
    bombers: int = 0
    fighters: int = 0
    aircraft: int = 0
    sorties: float = 0.0
    nuclear_capable: bool = False
    least_distance_to_coast_m: Mapping[str, float] = field(default_factory=dict)
    least_distance_to_zone_m: Mapping[str, float] = field(default_factory=dict)
    duration_s: float = 0.0
    notice_days: float | None = None
    flying_hours: Mapping[str, float] = field(default_factory=dict)
    hourly_cost_usd: Mapping[str, Ranged] = field(default_factory=dict)
    readiness: Mapping[str, Ranged] = field(default_factory=dict)
    interoperability: Mapping[str, Ranged] = field(default_factory=dict)
    takeoffs_by_hour: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    separation_breaches: float = 0.0
    ground_speed_mps: float = CRUISE_MPS
    runs: int = 0

    @property
    def total_flying_hours(self) -> float:
        """Flying hours of all types [h]."""
        return math.fsum(self.flying_hours.values())

    @property
    def nearest_coast_m(self) -> float:
        """Least distance to any coast of a state that takes no part [m]; infinite where none is known."""
        return min(self.least_distance_to_coast_m.values(), default=math.inf)

    @property
    def flying_cost_usd(self) -> Ranged:
        """Cost of the flying hours [USD], every type at the low, the middle or the high end of its range."""
        pairs = [(hours, self.hourly_cost_usd[name]) for name, hours in self.flying_hours.items()]
        value, low, high = (
            math.fsum(hours * getattr(cost, key) for hours, cost in pairs) for key in ("value", "low", "high")
        )
        return Ranged(value, low, high, "USD", "estimated", "flying hours of the runs times hourly cost by type")


def mark_of(folder: str | Path, own_zones: Mapping[str, Outline] | None = None, without: Collection[str] = ()) -> Mark:
    """Return the mark of an exercise.

    Parameters
    ----------
    folder : str or Path
        A run folder; where nothing was flown, the plan is taken.
    own_zones : mapping of str to Outline, optional
        Zones of the user; they take the place of shipped ones of the same name.
    without : collection of str
        Flights that are left out, as if they had not come; others are taken to fly as they did.

    Returns
    -------
    Mark

    Raises
    ------
    InputError
        If it is no run folder, or a file in it cannot be read.
    """
    recording = read(folder)
    try:
        return _mark_of(recording, {**zones(), **(own_zones or {})}, without)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        rule = f"must hold a plan and a summary as Jointex writes them ({type(error).__name__}: {error})"
        raise InputError(Fault(rule, str(recording.folder), hint="Make the folder anew with `jointex run`.")) from None


def _mark_of(recording: Recording, outlines: Mapping[str, Outline], without: Collection[str]) -> Mark:
    """Return the mark of what a run folder holds."""
    plan, measures = recording.plan, recording.summary.get("measures", {})
    flights = [one for one in plan["flights"] if one.get("role") != "opponent" and one["id"] not in without]
    started = dt.datetime.fromisoformat(str(plan["start"]))
    types = {str(flight["aircraft"]) for flight in flights}
    roles = [role_of(flight, recording.folder) for flight in flights]
    positions = positions_deg(recording, [name for flight in flights for name in flight["members"]])
    own = {str(flight["nation"]) for flight in flights}
    takes_off, lands = zip(*((one["takeoff_time_s"], one["landing_time_s"]) for one in flights), strict=True)
    hours = _flying_hours(flights, measures)
    return Mark(
        scenario=str(plan["scenario"]),
        date=str(started.date()),
        bombers=_count(flights, roles, "bomber"),
        fighters=_count(flights, roles, "fighter"),
        aircraft=sum(int(flight["count"]) for flight in flights),
        sorties=_sorties(flights, measures, bool(without)),
        nuclear_capable=bool(types & NUCLEAR_CAPABLE),
        least_distance_to_coast_m={
            state: least_distance_m(positions, points) for state, points in coasts().items() if state not in own
        },
        least_distance_to_zone_m={
            name: distance_to_zone_m(positions, zone) for name, zone in outlines.items() if zone.state not in own
        },
        duration_s=float(max(lands) - min(takes_off)),
        flying_hours=hours,
        hourly_cost_usd={name: hourly_cost_usd(name) for name in hours},
        readiness=_scores(recording.summary.get("readiness", ())),
        interoperability=_scores(recording.summary.get("interoperability", ())),
        takeoffs_by_hour=_takeoffs(flights, str(plan["start"]), measures),
        separation_breaches=_mean(measures, "separation_breaches", 0.0),
        ground_speed_mps=_ground_speed_mps(measures),
        runs=int(recording.summary.get("runs", 0)),
    )


def _sorties(flights: list[dict[str, Any]], measures: Mapping[str, Any], are_some: bool) -> float:
    """Return sorties flown: of all flights, or the sum of those that are left."""
    if not are_some:
        return _mean(measures, "sorties_flown", float(sum(flight["count"] for flight in flights)))
    return math.fsum(_mean(measures, f"sorties_flown.{flight['id']}", float(flight["count"])) for flight in flights)


def hourly_cost_usd(aircraft: str) -> Ranged:
    """Return what an hour of flying costs.

    Parameters
    ----------
    aircraft : str
        A type; one without a figure of its own gets a wide range.

    Returns
    -------
    Ranged
        [USD/h].
    """
    try:
        known = figure(aircraft, "costs", "hours")
    except KeyError:
        return UNKNOWN_COST
    return Ranged(**known)


def positions_deg(recording: Recording, members: Iterable[str]) -> Array:
    """Return positions of aircraft in a run folder: flown in its first runs, or planned where nothing was flown.

    Parameters
    ----------
    recording : Recording
    members : iterable of str
        Names of the aircraft.

    Returns
    -------
    array (n, 2)
        Latitude and longitude [deg], each place of a grid once.
    """
    names = list(members)
    rows = recording.tracks(
        run=range(MOST_RUNS), aircraft=names, columns=["run", "aircraft", "latitude_deg", "longitude_deg"]
    )
    if rows.num_rows:
        found = np.column_stack([rows["latitude_deg"].to_numpy(), rows["longitude_deg"].to_numpy()])
        return np.asarray(np.unique(np.rint(found / GRID_DEG), axis=0) * GRID_DEG, dtype=np.float64)
    points = [
        (point["latitude_deg"], point["longitude_deg"])
        for flight in recording.plan["flights"]
        if set(flight["members"]) & set(names)
        for point in flight["points"]
    ]
    return np.array(points, dtype=np.float64).reshape(-1, 2)


def role_of(flight: Mapping[str, Any], folder: Path) -> str:
    """Return `bomber`, `fighter` or nothing for a flight of a plan: by its role there, else by the card of its aircraft."""
    role = str(flight.get("role", ""))
    if role in ROLES:
        return ROLES[role]
    try:
        found = cards.aircraft(str(flight["aircraft"]), (folder / "cards",)).roles
    except CardError:
        return ""
    return next((known for known in ("bomber", "fighter") if known in found), "")


def _count(flights: list[dict[str, Any]], roles: list[str], wanted: str) -> int:
    return sum(int(flight["count"]) for flight, role in zip(flights, roles, strict=True) if role == wanted)


def _mean(measures: Mapping[str, Any], name: str, otherwise: float) -> float:
    value = measures.get(name, {}).get("value")
    return otherwise if value is None else float(value)


def _ground_speed_mps(measures: Mapping[str, Any]) -> float:
    """Return the mean ground speed of all flights of the runs [m/s]."""
    ways_km, hours = (_mean(measures, name, 0.0) for name in ("distance_km", "flying_time_h"))
    return ways_km / hours / 3.6 if ways_km > 0.0 and hours > 0.0 else CRUISE_MPS


def _flying_hours(flights: list[dict[str, Any]], measures: Mapping[str, Any]) -> dict[str, float]:
    """Return flying hours by type: of the runs, or as planned."""
    hours: dict[str, float] = {}
    for flight in flights:
        planned = flight["count"] * (flight["landing_time_s"] - flight["takeoff_time_s"]) / 3600.0
        flown = _mean(measures, f"flying_time_h.{flight['id']}", planned)
        hours[flight["aircraft"]] = hours.get(flight["aircraft"], 0.0) + flown
    return hours


def _scores(rows: Iterable[Mapping[str, Any]]) -> dict[str, Ranged]:
    """Return scores that have a value; one without an interval is its own interval."""
    found = {}
    for row in rows:
        if row.get("value") is None:
            continue
        value = float(row["value"])
        low, high = (value if row.get(key) is None else float(row[key]) for key in ("low", "high"))
        found[str(row["id"])] = Ranged(value, low, high, str(row["unit"]), "estimated", str(row["text"]))
    return found


def _takeoffs(flights: list[dict[str, Any]], start: str, measures: Mapping[str, Any]) -> dict[str, tuple[float, ...]]:
    """Return take-offs by base and hour of the day: sorties flown, at their planned time."""
    began = dt.datetime.fromisoformat(start)
    found: dict[str, list[float]] = {}
    for flight in flights:
        moment = began + dt.timedelta(seconds=float(flight["takeoff_time_s"]))
        flown = _mean(measures, f"sorties_flown.{flight['id']}", float(flight["count"]))
        found.setdefault(str(flight["base"]), [0.0] * 24)[moment.hour] += flown
    return {base: tuple(hours) for base, hours in found.items()}
