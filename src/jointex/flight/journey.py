"""A whole leg and the longest one: phases strung together, the reserve that is kept, the level and speed that suit.

`fly_leg` takes a distance and counts fuel, even beyond what is on board; `fly_range` takes fuel and counts distance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from jointex.flight.mission import APPROACH_HEIGHT_M, approach, climb, cruise_far, depart, descend
from jointex.flight.performance import (
    LEVEL_STEP_M,
    best_endurance_cruise,
    best_range_cruise,
    can_cruise,
    long_range_mach,
)

TAXI_OUT_S = 600.0
"""Start and taxi before brake release [s]. Estimated: 10 min; the ICAO reference cycle counts 26 min for both ways at
large civil airports, military fields are smaller."""

RESERVE_SHARE = 0.05
"""Share of the fuel before start that belongs to the reserve. MIL-C-5011A (1951), range and radius missions, quoted from
memory; the rule behind most ranges and radii in print for military aircraft of the United States."""

RESERVE_S = 1800.0
"""Reserve time at best endurance at sea level [s]: 30 min. Source as `RESERVE_SHARE`."""

RESERVE_FIGHTER_S = 1200.0
"""The same for fighters (here: aircraft with afterburner) [s]: 20 min. Source as `RESERVE_SHARE`."""

RESERVE_RULE = (
    "reserve: 5 % of the fuel before start and 30 min (20 min with afterburner) at best endurance at sea level, "
    "after MIL-C-5011A"
)
"""The default reserve in words."""

FEW_CLIMBS_AND_DESCENTS = 3.0
"""Legs longer than this many climb and descent distances fly at the best level without a search for a lower one."""

TYPICAL_LEVEL_M = 9000.0
"""Level to which the climb is counted when the first level is still open [m]."""

FIXED_POINT_STEPS = 3
"""Rounds for a level or a mass to agree with the descent that follows from it."""


@dataclass(frozen=True)
class Phase:
    """One phase of a leg.

    Attributes
    ----------
    name : str
        `taxi`, `take-off`, `climb`, `cruise`, `descent` or `approach`.
    time_s, distance_m, fuel_kg : float
        What it takes [s], ground distance it covers [m], fuel it burns [kg].
    level_m, mach : float
        Pressure altitude [m] and Mach number at its end; 0 where they mean nothing.
    """

    name: str
    time_s: float
    distance_m: float
    fuel_kg: float
    level_m: float = 0.0
    mach: float = 0.0


@dataclass(frozen=True)
class Journey:
    """A leg from chocks to touch-down.

    Attributes
    ----------
    phases : tuple of Phase
        In order.
    fuel_loaded_kg : float
        Fuel before start [kg].
    reserve_kg : float
        Reserve that belongs to it [kg].
    """

    phases: tuple[Phase, ...]
    fuel_loaded_kg: float
    reserve_kg: float

    @property
    def time_s(self) -> float:
        """Time from chocks to touch-down [s]."""
        return sum(phase.time_s for phase in self.phases)

    @property
    def flight_time_s(self) -> float:
        """Time from brake release to touch-down [s]."""
        return sum(phase.time_s for phase in self.phases if phase.name != "taxi")

    @property
    def distance_m(self) -> float:
        """Ground distance [m]."""
        return sum(phase.distance_m for phase in self.phases)

    @property
    def fuel_kg(self) -> float:
        """Fuel from start to touch-down [kg]."""
        return sum(phase.fuel_kg for phase in self.phases)

    @property
    def landing_fuel_kg(self) -> float:
        """Fuel left at touch-down [kg]; below 0 where the load does not suffice."""
        return self.fuel_loaded_kg - self.fuel_kg

    def phase(self, name: str) -> Phase:
        """Return the phase of a name."""
        return next(phase for phase in self.phases if phase.name == name)


@dataclass(frozen=True)
class Conditions:
    """Where and in what air a leg is flown.

    Attributes
    ----------
    headwind_m_s : float
        Head wind all along [m/s]; negative is tail wind.
    temperature_offset_k : float
        Actual minus standard temperature [K].
    from_m, to_m : float
        Elevations of the fields, taken as pressure altitudes [m].
    """

    headwind_m_s: float = 0.0
    temperature_offset_k: float = 0.0
    from_m: float = 0.0
    to_m: float = 0.0


STILL_AIR = Conditions()
"""Standard day, no wind, fields at sea level."""


def most_fuel_kg(a: Any) -> float:
    """Return the fuel that can be loaded: the tanks' room or what the take-off mass leaves.

    Parameters
    ----------
    a : record
        From `loadout.kernel_argument`.

    Returns
    -------
    float
        Fuel [kg]; below 0 where the load alone exceeds the take-off mass.
    """
    return float(min(a.fuel_capacity_kg, a.max_takeoff_mass_kg - a.empty_mass_kg - a.load_mass_kg))


def reserve_fuel_kg(a: Any, fuel_kg: float, temperature_offset_k: float = 0.0) -> float:
    """Return the default reserve.

    Parameters
    ----------
    a : record
        From `loadout.kernel_argument`.
    fuel_kg : float
        Fuel before start [kg].
    temperature_offset_k : float
        Actual minus standard temperature [K].

    Returns
    -------
    float
        Fuel of `RESERVE_RULE` at the mass with half of it on board [kg].
    """
    seconds = RESERVE_FIGHTER_S if a.wet_thrust_n > 0.0 else RESERVE_S
    share_kg = RESERVE_SHARE * fuel_kg
    reserve_kg = share_kg
    for _ in range(FIXED_POINT_STEPS):
        mass_kg = a.empty_mass_kg + a.load_mass_kg + 0.5 * reserve_kg
        _, flow_kg_s = best_endurance_cruise(a, mass_kg, 0.0, temperature_offset_k)
        reserve_kg = share_kg + flow_kg_s * seconds
    return float(reserve_kg)


def fly_leg(
    a: Any,
    fuel_kg: float,
    distance_m: float,
    conditions: Conditions = STILL_AIR,
    level_m: float | None = None,
    mach: float = 0.0,
) -> Journey:
    """Fly one leg, whether or not the fuel on board suffices.

    Parameters
    ----------
    a : record
        From `loadout.kernel_argument`.
    fuel_kg : float
        Fuel loaded [kg].
    distance_m : float
        Ground distance from take-off to landing [m].
    conditions : Conditions
        Winds, temperature, fields.
    level_m : float or None
        Cruise level [m of pressure altitude]; `None` for the best one, with step climbs. Where the mass does not allow
        the level yet, the aircraft steps up to it.
    mach : float
        Cruise Mach number; 0 for long-range cruise.

    Returns
    -------
    Journey
        The mass never falls below that without fuel; the fuel counts on. On a leg too short for the level the level is
        lower; on one too short for a circuit the distance flown exceeds `distance_m`.
    """
    taxi_kg = min(fuel_kg, TAXI_OUT_S * a.taxi_fuel_kg_s)
    leg = _Leg(a, a.empty_mass_kg + a.load_mass_kg + fuel_kg - taxi_kg, conditions, mach)
    first_m, top_m = leg.first_and_top_level_m(level_m)
    phases = leg.over(distance_m, first_m, top_m)
    if distance_m < FEW_CLIMBS_AND_DESCENTS * (phases[1].distance_m + phases[3].distance_m):
        phases = _at_lower_levels(leg, distance_m, first_m, phases, any_that_fits=level_m is not None)
    reserve_kg = reserve_fuel_kg(a, fuel_kg, conditions.temperature_offset_k)
    return Journey((Phase("taxi", TAXI_OUT_S, 0.0, taxi_kg), *phases), fuel_kg, reserve_kg)


def fly_range(a: Any, fuel_kg: float, keep_reserve: bool, conditions: Conditions = STILL_AIR) -> Journey:
    """Fly as far as the fuel goes, in long-range cruise with step climbs.

    Parameters
    ----------
    a : record
        From `loadout.kernel_argument`.
    fuel_kg : float
        Fuel loaded [kg].
    keep_reserve : bool
        Whether the default reserve is left at touch-down, or nothing.
    conditions : Conditions
        Winds, temperature, fields.

    Returns
    -------
    Journey
        Landing with the reserve, or with nothing, to 1 kg. Where the fuel does not even reach climb and descent, with less
        than that and no cruise.
    """
    taxi_kg = min(fuel_kg, TAXI_OUT_S * a.taxi_fuel_kg_s)
    without_fuel_kg = a.empty_mass_kg + a.load_mass_kg
    leg = _Leg(a, without_fuel_kg + fuel_kg - taxi_kg, conditions, 0.0)
    first_m, top_m = leg.first_and_top_level_m(None)
    reserve_kg = reserve_fuel_kg(a, fuel_kg, conditions.temperature_offset_k)
    phases = leg.down_to(without_fuel_kg + keep_reserve * reserve_kg, first_m, top_m)
    return Journey((Phase("taxi", TAXI_OUT_S, 0.0, taxi_kg), *phases), fuel_kg, reserve_kg)


Flown = tuple[Phase, Phase, Phase, Phase, Phase]


@dataclass(frozen=True)
class _Leg:
    """One aircraft at brake release; its ways to fly on from there."""

    a: Any
    mass_kg: float
    conditions: Conditions
    mach: float

    def first_and_top_level_m(self, wanted_m: float | None) -> tuple[float, float]:
        """Return the first cruise level and the one up to which to step."""
        offset_k = self.conditions.temperature_offset_k
        _, _, climb_kg = climb(
            self.a, self.mass_kg, self.conditions.from_m, TYPICAL_LEVEL_M, offset_k, False, self.a.climb_mach
        )
        mass_kg = self.mass_kg - climb_kg
        if wanted_m is None:
            first_m, _, _ = best_range_cruise(self.a, mass_kg, offset_k, self.a.ceiling_m)
            return first_m, self.a.ceiling_m
        first_m = wanted_m
        while first_m - LEVEL_STEP_M > self.lowest_m and not self._can_hold(mass_kg, first_m):
            first_m -= LEVEL_STEP_M
        return first_m, wanted_m

    @property
    def lowest_m(self) -> float:
        """The lowest level that is above both circuits."""
        return max(self.conditions.from_m, self.conditions.to_m) + APPROACH_HEIGHT_M

    def _can_hold(self, mass_kg: float, level_m: float) -> bool:
        offset_k = self.conditions.temperature_offset_k
        mach, _ = long_range_mach(self.a, mass_kg, level_m, offset_k)
        return bool(can_cruise(self.a, mass_kg, self.mach or mach, level_m, offset_k))

    def over(self, distance_m: float, first_m: float, top_m: float) -> Flown:
        """Fly a distance; the last level decides where descent begins, so the cruise is flown until both agree."""
        rising = self._rise(first_m)
        mass_kg = self.mass_kg - rising[0].fuel_kg - rising[1].fuel_kg
        to_cruise_m = distance_m - rising[0].distance_m - rising[1].distance_m
        lightest_kg = self.a.empty_mass_kg + self.a.load_mass_kg
        cruising = Phase("cruise", 0.0, 0.0, 0.0, first_m, self.mach)
        falling = self._fall(mass_kg, first_m)
        for _ in range(FIXED_POINT_STEPS):
            last_m = cruising.level_m
            left_m = max(0.0, to_cruise_m - falling[0].distance_m - falling[1].distance_m)
            cruising = self._cruise(mass_kg, first_m, top_m, left_m, 0.0)
            falling = self._fall(max(lightest_kg, mass_kg - cruising.fuel_kg), cruising.level_m)
            if cruising.level_m == last_m:
                break
        left_m = max(0.0, to_cruise_m - falling[0].distance_m - falling[1].distance_m)
        return (*rising, self._cruise(mass_kg, first_m, top_m, left_m, 0.0), *falling)

    def down_to(self, landing_kg: float, first_m: float, top_m: float) -> Flown:
        """Fly until the mass at touch-down is as given."""
        rising = self._rise(first_m)
        mass_kg = self.mass_kg - rising[0].fuel_kg - rising[1].fuel_kg
        last_m = first_m
        cruising, falling = Phase("cruise", 0.0, 0.0, 0.0, first_m), self._fall(landing_kg, first_m)
        for _ in range(FIXED_POINT_STEPS):
            for _ in range(FIXED_POINT_STEPS):
                falling = self._fall(landing_kg + falling[0].fuel_kg + falling[1].fuel_kg, last_m)
            end_kg = landing_kg + falling[0].fuel_kg + falling[1].fuel_kg
            cruising = self._cruise(mass_kg, first_m, top_m, math.inf, end_kg)
            if cruising.level_m == last_m:
                break
            last_m = cruising.level_m
        return (*rising, cruising, *falling)

    def _rise(self, level_m: float) -> tuple[Phase, Phase]:
        """Take off and climb."""
        here, offset_k = self.conditions, self.conditions.temperature_offset_k
        roll = depart(self.a, self.mass_kg, here.from_m, offset_k, self.a.wet_thrust_n > 0.0)
        up = climb(self.a, self.mass_kg - roll[2], here.from_m, level_m, offset_k, False, self.a.climb_mach)
        return self._phase("take-off", roll, here.from_m), self._phase("climb", up, level_m, self.a.climb_mach)

    def _cruise(self, mass_kg: float, first_m: float, top_m: float, distance_m: float, end_kg: float) -> Phase:
        """Cruise to a distance or a mass."""
        here = self.conditions
        offset_k, headwind_m_s = here.temperature_offset_k, here.headwind_m_s
        flown = cruise_far(self.a, mass_kg, first_m, top_m, self.mach, distance_m, end_kg, headwind_m_s, offset_k)
        return Phase("cruise", *flown)

    def _fall(self, mass_kg: float, level_m: float) -> tuple[Phase, Phase]:
        """Descend and approach."""
        here, offset_k = self.conditions, self.conditions.temperature_offset_k
        end_m = here.to_m + APPROACH_HEIGHT_M
        down = descend(self.a, mass_kg, level_m, end_m, offset_k, self.mach or self.a.cruise_mach)
        time_s, distance_m, fuel_kg = approach(self.a, mass_kg - down[2], here.to_m, offset_k, here.headwind_m_s)
        return self._phase("descent", down, end_m), Phase("approach", time_s, distance_m, fuel_kg, here.to_m)

    def _phase(self, name: str, flown: tuple[float, float, float], level_m: float, mach: float = 0.0) -> Phase:
        """Return a phase flown through the air as one over the ground."""
        time_s, air_m, fuel_kg = flown
        ground_m = max(0.0, air_m - self.conditions.headwind_m_s * time_s)
        return Phase(name, time_s, ground_m, fuel_kg, level_m, mach)


def _at_lower_levels(leg: _Leg, distance_m: float, first_m: float, phases: Flown, any_that_fits: bool) -> Flown:
    """Return the leg at the level that burns least among those with room to cruise; the first such if any will do."""
    best, best_kg = phases, _burned_kg(phases)
    fits = phases[2].distance_m > 0.0
    level_m = first_m
    while level_m - LEVEL_STEP_M > leg.lowest_m and not (fits and any_that_fits):
        level_m -= LEVEL_STEP_M
        lower = leg.over(distance_m, level_m, 0.0)
        if not fits or _burned_kg(lower) < best_kg:
            best, best_kg = lower, _burned_kg(lower)
        fits = fits or lower[2].distance_m > 0.0
    return best


def _burned_kg(phases: Flown) -> float:
    return sum(phase.fuel_kg for phase in phases)
