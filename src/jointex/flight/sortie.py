"""Out and back without refuelling: to a station or a target and home, and how far or how long that goes.

`fly_sortie` takes radius and time on station and counts fuel, even beyond what is on board; `farthest` and `longest` turn
it round. The load may change at the far end: bombs are gone on the way home.
"""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass, field
from typing import Any

from jointex.earth.atmosphere import pressure_ratio
from jointex.flight.journey import RESERVE_S, TAXI_OUT_S, TYPICAL_LEVEL_M, Journey, Phase, most_fuel_kg, reserve_fuel_kg
from jointex.flight.mission import APPROACH_HEIGHT_M, approach, climb, cruise, cruise_far, depart, descend
from jointex.flight.performance import (
    LEVEL_STEP_M,
    LOWEST_CRUISE_M,
    best_endurance_cruise,
    best_range_cruise,
    can_cruise,
    greatest_mach,
    sound_m_s,
    specific_range_m_kg,
    temperature_ratio,
)
from jointex.flight.propulsion import fuel_flow_kg_s, wet_thrust_n
from jointex.units import FOOT_M, KNOT_M_S, NAUTICAL_MILE_M, STANDARD_GRAVITY_M_S2

CRUISE_PIECE_M = 200.0 * NAUTICAL_MILE_M
"""Cruise is told in pieces of this length [m], so that a picture of it has points."""

LOW_LEVEL_M = 500.0 * FOOT_M
"""Level of a low run [m]: 500 ft. Estimated: public training areas give 250 to 1,000 ft."""

LOW_RUN_M = 50.0 * NAUTICAL_MILE_M
"""Length of the low run before and after the target [m]: 50 NM. MIL-C-5011A hi-lo-hi missions, quoted from memory."""

LOW_SPEED_M_S = 480.0 * KNOT_M_S
"""True airspeed of a low run, where thrust and limits allow it [m/s]: 480 kt. Estimated: 420 to 540 kt are usual."""

LOW_SPEED_SHARE = 0.9
"""Share of the greatest speed at which a slower type makes its low run. Estimated."""

PATROL_LEG_M = 30.0 * NAUTICAL_MILE_M
"""Straight leg of a racetrack on station [m]: 30 NM. Estimated: half of the 50 NM of civil refuelling anchors, a little more
than radar patrols need."""

PATROL_BANK_TANGENT = 0.36397023426620234
"""Tangent of the bank in turns on station: 20 degrees. Estimated: a tanker's orbit measured from public tracks had 19.5."""

STATION_STEP_S = 1800.0
"""Step on station [s]; level and speed are looked at anew for each."""

N_STATION_STEPS = 20
"""Steps of a station longer than as many of `STATION_STEP_S`: a day then agrees with half hours to 1 %."""

ENOUGH_SHARE = 2e-4
"""Difference of fuel, as a share of the fuel loaded, at which a search ends."""

N_TRIES = 12
SHORT_M = 500e3
"""Shorter radii than this may be too short for the best level [m]."""


@dataclass(frozen=True)
class Task:
    """What is done at the far end.

    Attributes
    ----------
    station_s : float
        Time on station at best endurance and best level [s].
    low_run_m : float
        Length of the low run in, and of the one out [m]; 0 for none.
    given_kg : float
        Fuel given to others at the far end [kg].
    combat_s : float
        Time at full thrust at the far end, at its level and the cruise Mach number, with no way made good [s].
    """

    station_s: float = 0.0
    low_run_m: float = 0.0
    given_kg: float = 0.0
    combat_s: float = 0.0


@dataclass
class _Flown:
    """A sortie as it is flown: what is on board, and the phases so far."""

    a: Any
    mass_kg: float
    phases: list[Phase] = field(default_factory=list)

    @property
    def lightest_kg(self) -> float:
        """Mass without fuel [kg]: no phase is flown lighter, the fuel counts on."""
        return float(self.a.empty_mass_kg + self.a.load_mass_kg)

    @property
    def flown_kg(self) -> float:
        """Mass that the next phase starts with [kg]."""
        return max(self.lightest_kg, self.mass_kg)

    def add(self, name: str, flown: Any, level_m: float, mach: float = 0.0) -> None:
        """Add a phase of (time, distance, fuel)."""
        time_s, distance_m, fuel_kg = flown
        self.phases.append(Phase(name, time_s, distance_m, fuel_kg, level_m, mach))
        self.mass_kg -= fuel_kg

    def change_level(self, name: str, from_m: float, to_m: float) -> float:
        """Climb or descend and return the distance that takes [m]."""
        if to_m == from_m:
            return 0.0
        flown = _level_change(self.a, self.flown_kg, from_m, to_m)
        self.add(f"{'climb' if to_m > from_m else 'descent'} {name}", flown, to_m, self.a.climb_mach)
        return float(flown[1])

    def cruise(self, name: str, level_m: float, distance_m: float) -> float:
        """Cruise in pieces with step climbs and return the last level [m]."""
        left_m, level = distance_m, level_m
        while left_m > 1.0:
            piece_m = left_m if left_m < 1.5 * CRUISE_PIECE_M else CRUISE_PIECE_M
            time_s, flown_m, fuel_kg, level, mach = cruise_far(
                self.a, self.flown_kg, level, self.a.ceiling_m, 0.0, piece_m, 0.0, 0.0, 0.0
            )
            self.add(name, (time_s, flown_m, fuel_kg), level, mach)
            left_m -= flown_m
        return level

    def wait(self, level_m: float, station_s: float) -> float:
        """Fly a racetrack at best endurance, higher as fuel burns off, and return the last level [m]."""
        left_s, level, flow_kg_s = station_s, level_m, 0.0
        patrol = on_racetrack(self.a, self.flown_kg, level_m)
        while left_s > 1e-6:
            seconds = min(max(STATION_STEP_S, station_s / N_STATION_STEPS), left_s)
            middle_kg = max(self.lightest_kg, self.mass_kg - 0.5 * flow_kg_s * seconds)
            mach, flow_kg_s = best_endurance_cruise(patrol, middle_kg, level, 0.0)
            higher_mach, higher_kg_s = best_endurance_cruise(patrol, middle_kg, level + LEVEL_STEP_M, 0.0)
            if higher_kg_s < flow_kg_s and can_cruise(patrol, middle_kg, higher_mach, level + LEVEL_STEP_M, 0.0):
                level, mach, flow_kg_s = level + LEVEL_STEP_M, higher_mach, higher_kg_s
            self.add("station", (seconds, 0.0, flow_kg_s * seconds), level, mach)
            left_s -= seconds
        return level


def combat_flow_kg_s(a: Any, level_m: float) -> float:
    """Return the fuel flow at full thrust, with afterburner where there is one.

    Parameters
    ----------
    a : record
        From `loadout.kernel_argument`.
    level_m : float
        Pressure altitude [m].

    Returns
    -------
    float
        Fuel flow at the card's cruise Mach number [kg/s].
    """
    delta, theta = pressure_ratio(level_m), temperature_ratio(level_m, 0.0)
    mach = min(a.cruise_mach, greatest_mach(a, delta))
    thrust_n = wet_thrust_n(a, mach, delta, theta)
    return float(fuel_flow_kg_s(a, thrust_n, mach, delta, theta))


def on_racetrack(a: Any, mass_kg: float, level_m: float) -> Any:
    """Return the record of an aircraft that flies turns for part of its time.

    Parameters
    ----------
    a : record
        From `loadout.kernel_argument`.
    mass_kg : float
        Mass [kg].
    level_m : float
        Pressure altitude [m].

    Returns
    -------
    record
        A copy with more induced drag: a turn of bank b needs 1/cos^2 b = 1 + tan^2 b times that of level flight, for the
        share of time spent in the half circles of a racetrack with legs of `PATROL_LEG_M`.
    """
    speed_m_s = best_endurance_cruise(a, mass_kg, level_m, 0.0)[0] * sound_m_s(level_m, 0.0)
    turn_m = math.pi * speed_m_s * speed_m_s / (STANDARD_GRAVITY_M_S2 * PATROL_BANK_TANGENT)
    turning = turn_m / (turn_m + PATROL_LEG_M)
    patrol = copy.copy(a)
    patrol.induced_drag_factor = a.induced_drag_factor * (1.0 + turning * PATROL_BANK_TANGENT**2)
    return patrol


def fly_sortie(a: Any, after: Any, fuel_kg: float, radius_m: float, task: Task, keep_reserve: bool = True) -> Journey:
    """Fly out, do the task, fly home and land, whether or not the fuel on board suffices.

    Parameters
    ----------
    a : record
        The aircraft as loaded, from `loadout.kernel_argument`.
    after : record
        The same without what is left at the far end.
    fuel_kg : float
        Fuel loaded [kg].
    radius_m : float
        Distance from take-off to the far end, and from there to touch-down [m].
    task : Task
        What is done there.
    keep_reserve : bool
        Whether the default reserve belongs to it.

    Returns
    -------
    Journey
        Standard day, no wind, fields at sea level. On a radius too short for climb and descent the distance flown
        exceeds twice the radius.
    """
    sortie = _Flown(a, a.empty_mass_kg + a.load_mass_kg + fuel_kg)
    taxi_kg = min(fuel_kg, TAXI_OUT_S * a.taxi_fuel_kg_s)
    sortie.add("taxi", (TAXI_OUT_S, 0.0, taxi_kg), 0.0)
    level_m = _outbound(sortie, radius_m, task)
    level_m = sortie.wait(level_m, task.station_s)
    _low_run(sortie, task)
    if task.combat_s:
        there_m = LOW_LEVEL_M if task.low_run_m else level_m
        burned_kg = task.combat_s * combat_flow_kg_s(a, there_m)
        sortie.add("combat", (task.combat_s, 0.0, burned_kg), there_m, a.cruise_mach)
    if task.given_kg:
        sortie.add("given", (0.0, 0.0, task.given_kg), level_m)
    sortie.mass_kg -= a.load_mass_kg - after.load_mass_kg
    sortie.a = after
    _low_run(sortie, task)
    _homebound(sortie, LOW_LEVEL_M if task.low_run_m else level_m, radius_m - task.low_run_m)
    reserve_kg = reserve_fuel_kg(after, fuel_kg) if keep_reserve else 0.0
    return Journey(tuple(sortie.phases), fuel_kg, reserve_kg)


def _outbound(sortie: _Flown, radius_m: float, task: Task) -> float:
    """Take off, climb, cruise and change to the level of the task; return that level [m]."""
    a = sortie.a
    sortie.add("take-off", depart(a, sortie.mass_kg, 0.0, 0.0, a.wet_thrust_n > 0.0), 0.0)
    _, _, climb_kg = climb(a, sortie.mass_kg, 0.0, TYPICAL_LEVEL_M, 0.0, False, a.climb_mach)
    level_m = best_range_cruise(a, sortie.mass_kg - climb_kg, 0.0, a.ceiling_m)[0]
    way_m = radius_m - task.low_run_m - sortie.phases[-1].distance_m
    level_m = _level_that_fits(a, sortie.flown_kg, level_m, way_m)
    way_m -= sortie.change_level("out", 0.0, level_m)
    if not task.station_s and not task.low_run_m:
        return sortie.cruise("cruise out", level_m, way_m)
    task_m = LOW_LEVEL_M
    if task.station_s:
        task_m = _station_level_m(a, _mass_at_end(sortie, level_m, way_m))
    change_m = _level_change(a, sortie.flown_kg, level_m, task_m)[1]
    level_m = sortie.cruise("cruise out", level_m, way_m - change_m)
    sortie.change_level("to station" if task.station_s else "to target", level_m, task_m)
    return task_m


def _mass_at_end(sortie: _Flown, level_m: float, way_m: float) -> float:
    """Return about what is left of the mass after a cruise [kg], from the specific range at its start."""
    worth = best_range_cruise(sortie.a, sortie.flown_kg, 0.0, level_m)[2]
    return max(sortie.lightest_kg, sortie.mass_kg - way_m / worth) if worth > 0.0 else sortie.flown_kg


def _homebound(sortie: _Flown, level_m: float, way_m: float) -> None:
    """Change to the best level, cruise home, descend and land."""
    a = sortie.a
    best_m = max(level_m, best_range_cruise(a, sortie.flown_kg, 0.0, a.ceiling_m)[0])
    best_m = max(level_m, _level_that_fits(a, sortie.flown_kg, best_m, way_m))
    way_m -= sortie.change_level("home", level_m, best_m)
    last_m, down_m = best_m, 0.0
    start_kg, n_phases = sortie.mass_kg, len(sortie.phases)
    for _ in range(3):
        # the level at the end of the cruise decides where descent begins, so it is flown until both agree
        sortie.mass_kg = start_kg
        del sortie.phases[n_phases:]
        fall_m = _level_change(a, sortie.flown_kg, last_m, APPROACH_HEIGHT_M)[1]
        landing = approach(a, sortie.flown_kg, 0.0, 0.0, 0.0)
        reached_m = sortie.cruise("cruise home", best_m, way_m - fall_m - landing[1])
        if reached_m == last_m and abs(fall_m - down_m) < 2000.0:
            break
        last_m, down_m = reached_m, fall_m
    down = descend(a, sortie.flown_kg, reached_m, APPROACH_HEIGHT_M, 0.0, a.cruise_mach)
    sortie.add("descent", down, APPROACH_HEIGHT_M, a.cruise_mach)
    sortie.add("approach", approach(a, sortie.flown_kg, 0.0, 0.0, 0.0), 0.0)


def _low_run(sortie: _Flown, task: Task) -> None:
    """Fly half of what is flown low."""
    if task.low_run_m:
        mach = low_mach(sortie.a, sortie.flown_kg)
        flown = cruise(sortie.a, sortie.flown_kg, LOW_LEVEL_M, mach, task.low_run_m, 0.0, 0.0)
        sortie.add("low run", (flown[0], task.low_run_m, flown[1]), LOW_LEVEL_M, mach)


def low_mach(a: Any, mass_kg: float) -> float:
    """Return the Mach number of a low run.

    Parameters
    ----------
    a : record
        From `loadout.kernel_argument`.
    mass_kg : float
        Mass [kg].

    Returns
    -------
    float
        That of `LOW_SPEED_M_S`, or `LOW_SPEED_SHARE` of what limits and dry thrust allow.
    """
    delta, theta = pressure_ratio(LOW_LEVEL_M), temperature_ratio(LOW_LEVEL_M, 0.0)
    sound = sound_m_s(LOW_LEVEL_M, 0.0)
    mach = min(LOW_SPEED_M_S / sound, LOW_SPEED_SHARE * greatest_mach(a, delta))
    while mach > 0.2 and specific_range_m_kg(a, mass_kg, mach / LOW_SPEED_SHARE, delta, theta, sound) <= 0.0:
        mach -= 0.01
    return float(mach)


def _level_change(a: Any, mass_kg: float, from_m: float, to_m: float) -> Any:
    """Return time, distance and fuel of a climb or descent."""
    if to_m > from_m:
        return climb(a, mass_kg, from_m, to_m, 0.0, False, a.climb_mach)
    return descend(a, mass_kg, from_m, to_m, 0.0, a.cruise_mach)


def _level_that_fits(a: Any, mass_kg: float, level_m: float, way_m: float) -> float:
    """Return the level, or the highest below it from which climb and descent take less than half the way."""
    while way_m < SHORT_M and level_m > LOWEST_CRUISE_M:
        if _level_change(a, mass_kg, 0.0, level_m)[1] + _level_change(a, mass_kg, level_m, 0.0)[1] < 0.8 * way_m:
            break
        level_m -= LEVEL_STEP_M
    return level_m


def _station_level_m(a: Any, mass_kg: float) -> float:
    """Return the level of least fuel flow [m]."""
    best_m, best_kg_s = LOWEST_CRUISE_M, best_endurance_cruise(a, mass_kg, LOWEST_CRUISE_M, 0.0)[1]
    level_m = best_m + LEVEL_STEP_M
    while level_m <= a.ceiling_m:
        mach, flow_kg_s = best_endurance_cruise(a, mass_kg, level_m, 0.0)
        if not can_cruise(a, mass_kg, mach, level_m, 0.0):
            break
        if flow_kg_s < best_kg_s:
            best_m, best_kg_s = level_m, flow_kg_s
        level_m += LEVEL_STEP_M
    return best_m


def farthest(a: Any, after: Any, task: Task, keep_reserve: bool = True) -> tuple[float, Journey]:
    """Return the greatest radius with all the fuel that can be loaded.

    Parameters
    ----------
    a, after : record
        The aircraft as loaded, and without what is left at the far end.
    task : Task
        What is done there.
    keep_reserve : bool
        Whether the default reserve is left at touch-down, or nothing.

    Returns
    -------
    tuple of float and Journey
        Radius [m] and how it is flown; 0 or less where the fuel does not even reach the task close by.
    """
    fuel_kg = most_fuel_kg(a)
    radius_m, rate = max(_radius_at_first_sight_m(a, fuel_kg, task), 2.0 * task.low_run_m), 0.0
    flown = fly_sortie(a, after, fuel_kg, radius_m, task, keep_reserve)
    for _ in range(N_TRIES):
        spare_kg = flown.landing_fuel_kg - flown.reserve_kg
        if abs(spare_kg) <= ENOUGH_SHARE * fuel_kg:
            break
        last_m, last_kg = radius_m, spare_kg
        radius_m += spare_kg / (rate or _fuel_for_each_metre(flown))
        if radius_m <= task.low_run_m:
            return 0.0, flown
        flown = fly_sortie(a, after, fuel_kg, radius_m, task, keep_reserve)
        change_kg = last_kg - (flown.landing_fuel_kg - flown.reserve_kg)
        rate = change_kg / (radius_m - last_m) if change_kg * (radius_m - last_m) > 0.0 else 0.0
    return radius_m, flown


def _radius_at_first_sight_m(a: Any, fuel_kg: float, task: Task) -> float:
    """Return half the way that nine tenths of the fuel go at the specific range in the middle of it."""
    mass_kg = a.empty_mass_kg + a.load_mass_kg + 0.5 * fuel_kg
    there_kg = task.given_kg + task.combat_s * combat_flow_kg_s(a, TYPICAL_LEVEL_M)
    way_kg = 0.9 * fuel_kg - there_kg - task.station_s * best_endurance_cruise(a, mass_kg, TYPICAL_LEVEL_M, 0.0)[1]
    return max(2e5, 0.5 * way_kg * float(best_range_cruise(a, mass_kg, 0.0, a.ceiling_m)[2]))


def _fuel_for_each_metre(flown: Journey) -> float:
    """Return what one metre more of radius costs [kg/m], from the cruise there and back."""
    far = [phase for phase in flown.phases if phase.name.startswith("cruise") and phase.distance_m > 0.0]
    far = far or [phase for phase in flown.phases if phase.distance_m > 0.0]
    return 2.0 * sum(phase.fuel_kg for phase in far) / sum(phase.distance_m for phase in far)


def longest(a: Any, after: Any, radius_m: float, keep_reserve: bool = True) -> tuple[float, Journey]:
    """Return the longest time on station at a radius with all the fuel that can be loaded.

    Parameters
    ----------
    a, after : record
        The aircraft as loaded, and without what is left at the far end.
    radius_m : float
        Distance of the station [m].
    keep_reserve : bool
        Whether the default reserve is left at touch-down, or nothing.

    Returns
    -------
    tuple of float and Journey
        Time on station [s] and how it is flown; 0 where the fuel does not last there and back, and the sortie then lands
        with less than the reserve.
    """
    fuel_kg = most_fuel_kg(a)
    station_s = RESERVE_S
    flown = fly_sortie(a, after, fuel_kg, radius_m, Task(station_s), keep_reserve)
    for _ in range(N_TRIES):
        spare_kg = flown.landing_fuel_kg - flown.reserve_kg
        if abs(spare_kg) <= ENOUGH_SHARE * fuel_kg:
            break
        waiting = [phase for phase in flown.phases if phase.name == "station"]
        station_s += spare_kg * sum(p.time_s for p in waiting) / sum(p.fuel_kg for p in waiting)
        if station_s <= 1.0:
            return 0.0, flown
        flown = fly_sortie(a, after, fuel_kg, radius_m, Task(station_s), keep_reserve)
    return station_s, flown
