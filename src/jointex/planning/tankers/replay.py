"""One aircraft flown step by step along geodesics in the mean wind: the fuel integration of the checker, and of nothing else.

It shares the physics of flight with the planner, but neither its ways nor its burns: time steps of total energy here,
phases by altitude and mean mass there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from jointex.earth.airspeed import mach_from_cas
from jointex.earth.atmosphere import SEA_LEVEL_PRESSURE_PA, pressure_ratio
from jointex.earth.winds import Weather
from jointex.flight.aerodynamics import drag_n
from jointex.flight.mission import scheduled_mach
from jointex.flight.performance import sound_m_s, temperature_ratio
from jointex.flight.propulsion import dry_thrust_n, fuel_flow_kg_s, idle_thrust_n
from jointex.units import STANDARD_GRAVITY_M_S2

LEVEL_STEP_S = 120.0
"""Step of level flight [s]."""
VERTICAL_STEP_S = 30.0
"""Step of climb and descent [s]."""
DESCENT_SLOPE = 0.0524
"""Path of a descent over ground, 3 degrees."""
LEAST_CLIMB_M_S = 0.25
"""Climb that is flown where thrust no longer suffices for more [m/s], so that replays end."""
LONGEST_S = 48.0 * 3600.0
"""No replay goes on for longer [s]."""
SCHEDULE_M = 100.0
"""Height over which the speed schedule is differenced [m]."""

Place = tuple[float, float]


@dataclass(frozen=True)
class Order:
    """A leg: where to [deg], at which level [m], Mach number and CAS [m/s] at most, and at which level to be there [m]."""

    to_deg: Place
    level_m: float
    mach: float
    cas_m_s: float
    end_m: float


class Replay:
    """An aircraft with its place [deg], level [m], fuel [kg] and time [s]; flown on by its methods."""

    def __init__(self, a: Any, weather: Weather, at_deg: Place, level_m: float, fuel_kg: float, time_s: float) -> None:
        self.a, self.weather = a, weather
        self.at_deg, self.level_m, self.fuel_kg, self.time_s = at_deg, level_m, fuel_kg, time_s
        self.has_descended = False

    @property
    def mass_kg(self) -> float:
        """Mass [kg]; tanks that are empty count as empty."""
        return float(self.a.empty_mass_kg + self.a.load_mass_kg) + max(0.0, self.fuel_kg)

    def copy(self) -> Replay:
        """Return the same aircraft, to be flown another way."""
        return Replay(self.a, self.weather, self.at_deg, self.level_m, self.fuel_kg, self.time_s)

    def fly(self, order: Order) -> None:
        """Fly a leg: climb at once, descend as late as 3 degrees allow."""
        from geographiclib.geodesic import Geodesic

        line = Geodesic.WGS84.InverseLine(*self.at_deg, *order.to_deg)
        gone_m, began_s, self.has_descended = 0.0, self.time_s, False
        while line.s13 - gone_m > 1.0 and self.time_s - began_s < LONGEST_S:
            here = line.Position(gone_m)
            air = self.weather.at(here["lat2"], here["lon2"], self.level_m)
            wind = (air.north_wind_m_s, air.east_wind_m_s)
            gone_m += self.step(order, line.s13 - gone_m, math.radians(here["azi2"]), wind, air.temperature_deviation_k)
        self.at_deg, self.level_m = order.to_deg, order.end_m

    def step(self, order: Order, left_m: float, course_rad: float, wind: Place, offset_k: float) -> float:
        """Fly one step of a leg and return how far it went [m]."""
        delta, theta = pressure_ratio(self.level_m), temperature_ratio(self.level_m, offset_k)
        is_down = self.level_m > order.end_m + 1.0 and left_m <= (self.level_m - order.end_m) / DESCENT_SLOPE
        mach = self.mach_at(order, self.level_m, is_down)
        speed = mach * sound_m_s(self.level_m, offset_k)
        along = wind[0] * math.cos(course_rad) + wind[1] * math.sin(course_rad)
        across = wind[1] * math.cos(course_rad) - wind[0] * math.sin(course_rad)
        ground = max(0.1 * speed, math.sqrt(max(0.0, speed * speed - across * across)) + along)
        drag = drag_n(self.a, self.mass_kg, 1.0, mach, delta * SEA_LEVEL_PRESSURE_PA, 0.0)
        self.has_descended |= is_down
        is_up = not self.has_descended and self.level_m < order.level_m - 1.0
        seconds = min(VERTICAL_STEP_S if is_down or is_up else LEVEL_STEP_S, left_m / ground)
        thrust, climb = drag, 0.0
        if is_down:
            climb = -DESCENT_SLOPE * ground
            share = self.energy_share(order, speed, offset_k, True)
            needed = drag + self.mass_kg * STANDARD_GRAVITY_M_S2 * climb / speed * share
            thrust = max(idle_thrust_n(self.a, mach, delta, theta), needed)
        elif is_up:
            thrust = dry_thrust_n(self.a, mach, delta, theta)
            power = (thrust - drag) * speed / (self.mass_kg * STANDARD_GRAVITY_M_S2)
            climb = max(LEAST_CLIMB_M_S, power / self.energy_share(order, speed, offset_k, is_down))
            seconds = min(seconds, (order.level_m - self.level_m) / climb)
        elif left_m > (self.level_m - order.end_m) / DESCENT_SLOPE > 0.0:
            seconds = min(seconds, max(1.0, (left_m - (self.level_m - order.end_m) / DESCENT_SLOPE) / ground))
        self.fuel_kg -= seconds * fuel_flow_kg_s(self.a, thrust, mach, delta, theta)
        self.level_m += climb * seconds
        self.time_s += seconds
        return seconds * ground

    def mach_at(self, order: Order, level_m: float, is_down: bool) -> float:
        """Return the Mach number flown at a level: that of the order within its CAS, slower in climb and descent."""
        mach = min(order.mach, mach_from_cas(order.cas_m_s, pressure_ratio(level_m)))
        cas = order.cas_m_s
        if is_down or self.has_descended or level_m < order.level_m - 1.0:
            cas = min(cas, self.a.descent_cas_m_s if self.has_descended else self.a.climb_cas_m_s)
        return float(scheduled_mach(self.a, self.mass_kg, level_m, cas, mach))

    def energy_share(self, order: Order, speed_m_s: float, offset_k: float, is_down: bool) -> float:
        """Return the energy height gained over the height gained on the speed schedule."""
        above_m = self.level_m + SCHEDULE_M
        faster = self.mach_at(order, above_m, is_down) * sound_m_s(above_m, offset_k)
        return max(0.2, 1.0 + speed_m_s * (faster - speed_m_s) / (STANDARD_GRAVITY_M_S2 * SCHEDULE_M))

    def hold(self, seconds: float, mach: float, turn_share: float, bank_rad: float) -> None:
        """Fly level for a time, a share of it in turns of a bank [rad]."""
        air = self.weather.at(*self.at_deg, self.level_m)
        delta, theta = pressure_ratio(self.level_m), temperature_ratio(self.level_m, air.temperature_deviation_k)
        left_s = seconds
        while left_s > 1e-6:
            step_s = min(LEVEL_STEP_S, left_s)
            drags = [
                drag_n(self.a, self.mass_kg, load, mach, delta * SEA_LEVEL_PRESSURE_PA, 0.0)
                for load in (1.0, 1.0 / math.cos(bank_rad))
            ]
            straight, turning = (fuel_flow_kg_s(self.a, drag, mach, delta, theta) for drag in drags)
            self.fuel_kg -= step_s * ((1.0 - turn_share) * straight + turn_share * turning)
            left_s -= step_s
        self.time_s += seconds
