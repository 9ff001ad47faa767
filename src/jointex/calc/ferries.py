"""A ferry beside its tanker: the way in steps, what it burns, and at every step the fuel that still reaches a divert."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from jointex.calc.distances import between
from jointex.calc.questions import Place
from jointex.earth.airspeed import mach_from_cas
from jointex.earth.atmosphere import pressure_ratio
from jointex.earth.geodesics import destination, distance_course
from jointex.flight.journey import reserve_fuel_kg
from jointex.flight.mission import APPROACH_HEIGHT_M, approach, climb, cruise, cruise_far, depart, descend
from jointex.flight.performance import (
    LEVEL_STEP_M,
    LOWEST_CRUISE_M,
    can_cruise,
    slowest_mach,
    sound_m_s,
    thrust_limited_mach,
)
from jointex.units import FLIGHT_LEVEL_M, NAUTICAL_MILE_M

Array = npt.NDArray[np.float64]

STEP_M = 10.0 * NAUTICAL_MILE_M
"""Step along the way [m]: 10 NM, a minute and a half."""
NODE_STEPS = 5
"""Distances to diverts are measured at every fifth step and run straight between."""
DIVERT_STEPS_NM = (0.0, 120.0, 300.0, 600.0, 1000.0, 1500.0, 2200.0, 3200.0, 4500.0)
"""Distances to a divert for which fuel is counted [NM]; between them it runs straight."""
ROUNDS = 2
"""Rounds in which the mass of a diversion finds its fuel, from a good guess."""
BACK_M_S = 1.05
"""Least Mach number of a formation over the slowest one. Estimated."""


@dataclass(frozen=True)
class Pace:
    """How receivers and tanker fly together.

    Attributes
    ----------
    level_m : float
        Pressure altitude [m].
    mach, contact_mach : float
        Between contacts, and in contact.
    """

    level_m: float
    mach: float
    contact_mach: float

    @property
    def speed_m_s(self) -> float:
        """True airspeed between contacts [m/s]."""
        return float(self.mach * sound_m_s(self.level_m, 0.0))

    @property
    def contact_speed_m_s(self) -> float:
        """True airspeed in contact [m/s]."""
        return float(self.contact_mach * sound_m_s(self.level_m, 0.0))


@dataclass(frozen=True)
class Way:
    """A way in steps of equal length, from the end of the climb to the destination.

    Attributes
    ----------
    total_m : float
        Length from departure to destination [m].
    along_m, latitude_deg, longitude_deg : array (n,)
        Where the steps begin: from departure [m], positions [deg].
    divert_m : array (n,)
        Distance to the nearest divert [m].
    divert : array (n,)
        Its number in `diverts`.
    diverts : tuple of Place
        Departure, destination, others.
    abort_kg : array (n,)
        Fuel with which that divert is reached with the reserve left [kg].
    """

    total_m: float
    along_m: Array
    latitude_deg: Array
    longitude_deg: Array
    divert_m: Array
    divert: npt.NDArray[np.int64]
    diverts: tuple[Place, ...]
    abort_kg: Array

    def at(self, along_m: float) -> int:
        """Return the number of the step that a distance from departure lies in."""
        return min(int((along_m - self.along_m[0]) / STEP_M), len(self.along_m) - 1)


def pace(
    receiver: Any, tanker: Any, contact: Any, window: Any, tanker_mach: float, masses_kg: tuple[float, float]
) -> Pace:
    """Return the level and speeds of a formation.

    Parameters
    ----------
    receiver, tanker : record
        From `loadout.kernel_argument`.
    contact : cards.Contact
        At what speeds and levels the receiver takes fuel.
    window : object or None
        The station's own window, `Window` of cards.
    tanker_mach : float
        The tanker's cruise Mach number.
    masses_kg : tuple of float
        Of receiver and tanker, both full [kg].

    Returns
    -------
    Pace
        At the highest level at which contact is made and both can cruise at a Mach number both can hold, the tanker's cruise
        Mach at most.
    """
    top_m = contact.highest_altitude.si
    top_m = min(top_m, window.highest_altitude.si) if window and window.highest_altitude else top_m
    level_m = (
        math.floor(min(top_m, receiver.ceiling_m, tanker.ceiling_m) / (10.0 * FLIGHT_LEVEL_M)) * 10.0 * FLIGHT_LEVEL_M
    )
    mach = _shared_mach(receiver, tanker, level_m, tanker_mach, masses_kg)
    while level_m - LEVEL_STEP_M > LOWEST_CRUISE_M and not (
        can_cruise(receiver, masses_kg[0], mach, level_m, 0.0) and can_cruise(tanker, masses_kg[1], mach, level_m, 0.0)
    ):
        level_m -= LEVEL_STEP_M
        mach = _shared_mach(receiver, tanker, level_m, tanker_mach, masses_kg)
    cas = contact.usual_cas.si
    if window and window.highest_cas:
        cas = min(cas, window.highest_cas.si)
    return Pace(level_m, mach, min(mach, float(mach_from_cas(cas, pressure_ratio(level_m)))))


def _shared_mach(receiver: Any, tanker: Any, level_m: float, mach: float, masses_kg: tuple[float, float]) -> float:
    """Return the Mach number both can hold at a level."""
    for a, mass_kg in zip((receiver, tanker), masses_kg, strict=True):
        fastest = thrust_limited_mach(a, mass_kg, level_m, 0.0, False)
        mach = min(mach, fastest) if fastest > 0.0 else mach
    pressure_pa = 101325.0 * pressure_ratio(level_m)
    return float(max(mach, BACK_M_S * slowest_mach(receiver, masses_kg[0], pressure_pa)))


def burned(a: Any, fuel_kg: float, mach: float, level_m: float, way_m: float) -> tuple[float, float]:
    """Return time and fuel of a piece of the way.

    Parameters
    ----------
    a : record
        From `loadout.kernel_argument`.
    fuel_kg : float
        On board at its start [kg].
    mach, level_m : float
        Mach number and pressure altitude [m].
    way_m : float
        Its length [m].

    Returns
    -------
    tuple of float
        Time [s] and fuel [kg].
    """
    mass_kg = a.empty_mass_kg + a.load_mass_kg + max(0.0, fuel_kg)
    time_s, burned_kg = cruise(a, mass_kg, level_m, mach, way_m, 0.0, 0.0)
    return float(time_s), float(burned_kg)


def departure(a: Any, fuel_kg: float, taxi_s: float, level_m: float) -> tuple[float, float, float]:
    """Return time [s], distance [m] and fuel [kg] from start of taxi to the end of the climb.

    Parameters
    ----------
    a : record
        From `loadout.kernel_argument`.
    fuel_kg : float
        Fuel loaded [kg].
    taxi_s : float
        Time of taxi [s].
    level_m : float
        Pressure altitude of the formation [m].

    Returns
    -------
    tuple of float
    """
    taxi_kg = taxi_s * a.taxi_fuel_kg_s
    mass_kg = a.empty_mass_kg + a.load_mass_kg + fuel_kg - taxi_kg
    off = depart(a, mass_kg, 0.0, 0.0, a.wet_thrust_n > 0.0)
    up = climb(a, mass_kg - off[2], 0.0, level_m, 0.0, False, a.climb_mach)
    return taxi_s + off[0] + up[0], float(off[1] + up[1]), float(taxi_kg + off[2] + up[2])


def lay_way(route: Sequence[Place], others: Sequence[Place], climb_m: float, fuel_for: tuple[Array, Array]) -> Way:
    """Return the way over some places with its diverts and abort fuel.

    Parameters
    ----------
    route : sequence of Place
        Departure, places on the way, destination; between them the shortest lines. Both ends are diverts too.
    others : sequence of Place
        Other diverts.
    climb_m : float
        How far the climb ends from departure [m].
    fuel_for : tuple of array (m,)
        Distances [m] and the fuel a diversion over them takes with its reserve [kg], from `diversion_fuel`.

    Returns
    -------
    Way
    """
    total_m = sum(between(one, other)[0] for one, other in pairwise(route))
    along_m = np.append(np.arange(min(climb_m, total_m), total_m, STEP_M), total_m)
    latitude, longitude = _positions_rad(route, along_m)
    diverts = (route[0], route[-1], *others)
    nodes = np.unique(np.append(np.arange(0, len(along_m), NODE_STEPS), len(along_m) - 1))
    away_m = np.empty((len(diverts), len(along_m)))
    for row, place in enumerate(diverts):
        there = math.radians(place.latitude_deg), math.radians(place.longitude_deg)
        node_m = distance_course(latitude[nodes], longitude[nodes], *there)[0]
        away_m[row] = np.interp(along_m, along_m[nodes], node_m)
    nearest = np.argmin(away_m, axis=0)
    divert_m = away_m[nearest, np.arange(len(along_m))]
    abort_kg = np.interp(divert_m, *fuel_for, right=np.inf)
    return Way(total_m, along_m, np.degrees(latitude), np.degrees(longitude), divert_m, nearest, diverts, abort_kg)


def _positions_rad(route: Sequence[Place], along_m: Array) -> tuple[Array, Array]:
    """Return latitudes and longitudes of distances along a route [rad]."""
    latitude, longitude = np.empty(len(along_m)), np.empty(len(along_m))
    begun_m = 0.0
    for one, other in pairwise(route):
        leg_m, course_rad = between(one, other)
        on_leg = (along_m >= begun_m - 1.0) & (along_m <= begun_m + leg_m + 1.0)
        here = math.radians(one.latitude_deg), math.radians(one.longitude_deg)
        latitude[on_leg], longitude[on_leg], _ = destination(*here, course_rad, along_m[on_leg] - begun_m)
        begun_m += leg_m
    return latitude, longitude


def diversion_fuel(a: Any, level_m: float, full_kg: float) -> tuple[Array, Array]:
    """Return the fuel that a diversion takes over distance, with the reserve left at touch-down.

    Parameters
    ----------
    a : record
        From `loadout.kernel_argument`.
    level_m : float
        Pressure altitude where it begins [m].
    full_kg : float
        Fuel of full tanks [kg], which the reserve counts from; farther than they go, nothing is counted.

    Returns
    -------
    tuple of array (n,)
        Distances [m] and fuel [kg]: long-range cruise with step climbs, descent, approach.
    """
    reserve_kg = reserve_fuel_kg(a, full_kg)
    distances: list[float] = []
    fuels: list[float] = []
    for distance_nm in DIVERT_STEPS_NM:
        distances.append(distance_nm * NAUTICAL_MILE_M)
        guess_kg = 1.5 * reserve_kg if not fuels else fuels[-1]
        if len(fuels) > 1:  # as straight as before
            guess_kg += (fuels[-1] - fuels[-2]) * (distances[-1] - distances[-2]) / (distances[-2] - distances[-3])
        fuels.append(_diverted_kg(a, level_m, distances[-1], reserve_kg, guess_kg))
        if fuels[-1] > 1.2 * full_kg:
            break
    return np.array(distances), np.array(fuels)


def _diverted_kg(a: Any, level_m: float, distance_m: float, reserve_kg: float, guess_kg: float) -> float:
    """Return the fuel for one distance [kg]."""
    dry_kg, needed_kg = a.empty_mass_kg + a.load_mass_kg, guess_kg
    for _ in range(ROUNDS):
        down = descend(a, dry_kg + reserve_kg, level_m, APPROACH_HEIGHT_M, 0.0, a.cruise_mach)
        last = approach(a, dry_kg + reserve_kg, 0.0, 0.0, 0.0)
        far_m = max(0.0, distance_m - down[1] - last[1])
        cruised_kg = 0.0
        if far_m > 0.0:
            cruised_kg = cruise_far(a, dry_kg + needed_kg, level_m, a.ceiling_m, 0.0, far_m, 0.0, 0.0, 0.0)[2]
        needed_kg = reserve_kg + cruised_kg + down[2] + last[2]
    return float(needed_kg)
