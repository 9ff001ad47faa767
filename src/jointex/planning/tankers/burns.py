"""What a hop between two places costs a tanker or a receiver: time and fuel in the mean wind, by the phases of `flight.mission`.

The solver reckons with these figures; `checker` must not read them.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any

from jointex.earth.airspeed import cas_from_mach, mach_from_cas
from jointex.earth.atmosphere import pressure_ratio
from jointex.earth.winds import Weather
from jointex.flight.mission import climb, cruise, descend
from jointex.flight.performance import level_flow_kg_s, sound_m_s, temperature_ratio
from jointex.planning.flights import mach_window
from jointex.planning.tankers.ways import Stop, length_course

SEGMENT_M = 300_000.0
"""Longest stretch of a hop over which one wind holds [m]: a third of the 800 to 1,500 km over which winds vary."""
MOST_SEGMENTS = 8
"""Segments of the longest hops."""
BALANCING_ROUNDS = 4
"""Rounds in which fuel at the start and burn of a way come to agree: the burn changes by less than a third of the fuel."""


@dataclass(frozen=True)
class Cost:
    """Time [s] and fuel [kg] of a hop or a way."""

    time_s: float = 0.0
    fuel_kg: float = 0.0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.time_s + other.time_s, self.fuel_kg + other.fuel_kg)

    def times(self, fuel_factor: float) -> Cost:
        """Return the same time with so many times the fuel."""
        return Cost(self.time_s, self.fuel_kg * fuel_factor)


@dataclass(frozen=True)
class Burner:
    """One aircraft of a flight in the mean air of the plan; `a` is its airframe as kernels take it."""

    a: Any
    weather: Weather

    @property
    def dry_kg(self) -> float:
        """Mass without fuel [kg]."""
        return float(self.a.empty_mass_kg + self.a.load_mass_kg)

    def hop(self, fuel_kg: float, start: Stop, end: Stop) -> Cost:
        """Return what a hop costs: climb at its start, cruise, descent at its end.

        Parameters
        ----------
        fuel_kg : float
            Fuel at its start [kg]; less than none counts as none.
        start, end : Stop
            Level, Mach number and CAS of the hop are those of `end`, or of `start` where that is higher.

        Returns
        -------
        Cost
        """
        distance_m, course_rad = length_course(start, end)
        mass_kg = self.dry_kg + max(0.0, fuel_kg)
        level_m = max(start.level_m, end.level_m)
        mach = self.possible_mach(mass_kg, level_m, end)
        offset_k, rising_m_s, _ = self.air(start, end, 0.0, 0.5 * (start.level_m + level_m), course_rad, mach)
        up = climb(self.a, mass_kg, start.level_m, level_m, offset_k, False, mach)
        offset_k, falling_m_s, _ = self.air(start, end, 1.0, 0.5 * (end.level_m + level_m), course_rad, mach)
        down = descend(self.a, mass_kg - up[2], level_m, end.level_m, offset_k, mach)
        gone_m = up[1] + rising_m_s * up[0] + down[1] + falling_m_s * down[0]
        level = self._cruise(mass_kg - up[2], start, end, level_m, mach, course_rad, distance_m - gone_m)
        return Cost(up[0] + down[0] + level.time_s, up[2] + down[2] + level.fuel_kg)

    def _cruise(
        self, mass_kg: float, start: Stop, end: Stop, level_m: float, mach: float, course_rad: float, left_m: float
    ) -> Cost:
        """Return the level part of a hop, segment by segment of the wind; less time where climb and descent overlap."""
        count = min(MOST_SEGMENTS, max(1, math.ceil(left_m / SEGMENT_M)))
        cost = Cost()
        for number in range(count):
            offset_k, tail_m_s, sound = self.air(start, end, (number + 0.5) / count, level_m, course_rad, mach)
            if left_m <= 0.0:
                return Cost(left_m / (mach * sound + tail_m_s), 0.0)
            flown = cruise(self.a, mass_kg - cost.fuel_kg, level_m, mach, left_m / count, -tail_m_s, offset_k)
            cost += Cost(*flown)
        return cost

    def air(
        self, start: Stop, end: Stop, share: float, level_m: float, course_rad: float, mach: float
    ) -> tuple[float, float, float]:
        """Return temperature offset [K], tail wind [m/s] and speed of sound [m/s] at a share of a hop."""
        east_deg = (end.longitude_deg - start.longitude_deg + 180.0) % 360.0 - 180.0
        latitude_deg = start.latitude_deg + share * (end.latitude_deg - start.latitude_deg)
        air = self.weather.at(latitude_deg, start.longitude_deg + share * east_deg, level_m)
        sound = sound_m_s(level_m, air.temperature_deviation_k)
        along = air.north_wind_m_s * math.cos(course_rad) + air.east_wind_m_s * math.sin(course_rad)
        across = air.east_wind_m_s * math.cos(course_rad) - air.north_wind_m_s * math.sin(course_rad)
        speed = mach * sound
        lost = speed - math.sqrt(max(0.0, speed * speed - across * across))
        return air.temperature_deviation_k, along - lost, sound

    def possible_mach(self, mass_kg: float, level_m: float, stop: Stop) -> float:
        """Return the Mach number nearest to the wanted one that the aircraft can hold."""
        wanted = min(stop.mach, mach_from_cas(stop.cas_m_s, pressure_ratio(level_m)))
        slowest, fastest = mach_window(self.a, mass_kg, level_m)
        return max(slowest, min(wanted, fastest)) if slowest < fastest else wanted

    def way(self, fuel_kg: float, stops: tuple[Stop, ...]) -> Cost:
        """Return what a way over several stops costs that begins with so much fuel [kg]."""
        cost = Cost()
        for start, end in itertools.pairwise(stops):
            cost += self.hop(fuel_kg - cost.fuel_kg, start, end)
        return cost

    def way_ending_with(self, fuel_kg: float, stops: tuple[Stop, ...]) -> Cost:
        """Return what a way over several stops costs that ends with so much fuel [kg]."""
        cost = Cost()
        for _ in range(BALANCING_ROUNDS):
            cost = self.way(fuel_kg + cost.fuel_kg, stops)
        return cost

    def flow_kg_s(self, fuel_kg: float, level_m: float, cas_m_s: float, offset_k: float) -> float:
        """Return the fuel flow of level flight with so much fuel [kg] at a CAS [m/s]; not slower than it can fly."""
        delta = pressure_ratio(level_m)
        mass_kg = self.dry_kg + max(0.0, fuel_kg)
        slowest, _ = mach_window(self.a, mass_kg, level_m, offset_k)
        mach = max(slowest, mach_from_cas(cas_m_s, delta))
        return float(level_flow_kg_s(self.a, mass_kg, mach, delta, temperature_ratio(level_m, offset_k)))

    def fastest_m_s(self, fuel_kg: float, level_m: float, offset_k: float) -> float:
        """Return the fastest CAS [m/s] that dry thrust holds at a level with so much fuel [kg]; 0 where it holds none."""
        slowest, fastest = mach_window(self.a, self.dry_kg + max(0.0, fuel_kg), level_m, offset_k)
        return float(cas_from_mach(fastest, pressure_ratio(level_m))) if slowest < fastest else 0.0
