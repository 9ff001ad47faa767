"""The least that motion takes: the limits that the engine is held against, measured in the same process.

Twice one Euler step of many aircraft in a row, without events, wind, limits, formation or log: a toy point mass whose
formulas are its own, so that it stays what it is when those of the package change; and the package's physics.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from jointex.bench.machine import cpu_s
from jointex.earth.atmosphere import SEA_LEVEL_PRESSURE_PA, isa_temperature_k, pressure_ratio, speed_of_sound_m_s
from jointex.earth.geodesy import move
from jointex.flight.aerodynamics import drag_n
from jointex.flight.airframe import AIRFRAME_FIELDS
from jointex.flight.energy import burn
from jointex.flight.propulsion import dry_thrust_n, fuel_flow_kg_s
from jointex.flight.state import MOTION
from jointex.kernel import kernel, loop
from jointex.planning import Plan

N_AIRCRAFT, N_STEPS, STEP_S = 256, 2000, 1.0
EARTH_RADIUS_M, GRAVITY_M_S2, SEA_LEVEL_K = 6_371_000.0, 9.80665, 288.15
TURN_RAD_S, CLIMB_M_S = 0.002, 0.1
TOY_FIELDS = [
    *("x", "y", "z", "north", "east", "altitude_m", "speed_m_s", "climb_m_s", "turn_rad_s", "fuel_kg", "mass_kg"),
    *("wing_m2", "drag_zero", "drag_lift", "flow_kg_n_s"),
]
TOY = np.dtype([(name, "f8") for name in TOY_FIELDS], align=True)


@kernel
def toy_density_kg_m3(altitude_m: float) -> float:
    """Return a density without a library call: the 16th power that tends to an exponential, good to some per cent."""
    part = 1.0 - altitude_m * (1.0 / (8500.0 * 16.0))
    square = part * part
    fourth = square * square
    eighth = fourth * fourth
    return 1.225 * eighth * eighth


@kernel
def turned(north: float, east: float, angle_rad: float) -> Any:
    """Return a unit vector turned by a small angle."""
    north, east = north - angle_rad * east, east + angle_rad * north
    scale = 1.5 - 0.5 * (north * north + east * east)
    return north * scale, east * scale


@kernel
def toy_step(a: Any, step_s: float) -> None:
    """Make one step of a toy point mass: lift and drag, thrust that holds the speed, fuel, turn, place on a sphere."""
    mass_kg = a.mass_kg + a.fuel_kg
    pressure_pa = 0.5 * toy_density_kg_m3(a.altitude_m) * a.speed_m_s * a.speed_m_s
    lift = mass_kg * GRAVITY_M_S2 / (pressure_pa * a.wing_m2)
    drag = pressure_pa * a.wing_m2 * (a.drag_zero + a.drag_lift * lift * lift)
    thrust_n = drag + mass_kg * GRAVITY_M_S2 * a.climb_m_s / a.speed_m_s
    a.fuel_kg = max(0.0, a.fuel_kg - a.flow_kg_n_s * thrust_n * step_s)
    a.altitude_m += a.climb_m_s * step_s
    a.north, a.east = turned(a.north, a.east, a.turn_rad_s * step_s)
    way = a.speed_m_s * step_s / (EARTH_RADIUS_M + a.altitude_m)
    across = math.sqrt(a.x * a.x + a.y * a.y)
    out, side = way * a.north, way * a.east
    x = a.x - (out * a.z * a.x + side * a.y) / across
    y = a.y - (out * a.z * a.y - side * a.x) / across
    z = a.z + out * across
    scale = 1.5 - 0.5 * (x * x + y * y + z * z)
    a.x, a.y, a.z = x * scale, y * scale, z * scale


@kernel
def own_step(a: Any, step_s: float) -> None:
    """Make one step with the package's physics: atmosphere, polar with wave drag, thrust lapse, fuel, WGS-84."""
    delta, temperature_k = pressure_ratio(a.altitude_m), isa_temperature_k(a.altitude_m)
    theta = temperature_k / SEA_LEVEL_K
    mach = a.true_airspeed_m_s / speed_of_sound_m_s(temperature_k)
    mass_kg = a.empty_mass_kg + a.load_mass_kg + a.fuel_kg
    drag = drag_n(a, mass_kg, 1.0, mach, delta * SEA_LEVEL_PRESSURE_PA, a.is_low)
    wanted_n = drag + mass_kg * GRAVITY_M_S2 * CLIMB_M_S / a.true_airspeed_m_s
    thrust_n = min(wanted_n, dry_thrust_n(a, mach, delta, theta))
    burn(a, a.fuel_flow_factor * fuel_flow_kg_s(a, thrust_n, mach, delta, theta), step_s)
    a.altitude_m += CLIMB_M_S * step_s
    a.heading_north, a.heading_east = turned(a.heading_north, a.heading_east, TURN_RAD_S * step_s)
    way_m = a.true_airspeed_m_s * step_s
    a.x, a.y, a.z = move(a.x, a.y, a.z, way_m * a.heading_north, way_m * a.heading_east, a.altitude_m)


@loop
def fly_toys(fleet: Any, n_steps: int, step_s: float) -> None:
    """Make steps with every toy."""
    for _ in range(n_steps):
        for i in range(fleet.shape[0]):
            toy_step(fleet[i], step_s)


@loop
def fly_own(fleet: Any, n_steps: int, step_s: float) -> None:
    """Make steps with every aircraft."""
    for _ in range(n_steps):
        for i in range(fleet.shape[0]):
            own_step(fleet[i], step_s)


def toys() -> Any:
    """Return toys spread over heights, speeds and courses."""
    fleet = np.zeros(N_AIRCRAFT, TOY)
    share = np.linspace(0.0, 1.0, N_AIRCRAFT)
    spread(fleet, "north", "east", share)
    fleet["speed_m_s"], fleet["climb_m_s"] = 200.0 + 50.0 * share, CLIMB_M_S
    fleet["mass_kg"], fleet["fuel_kg"], fleet["wing_m2"] = 14_000.0, 6000.0, 50.0
    fleet["drag_zero"], fleet["drag_lift"], fleet["flow_kg_n_s"] = 0.02, 0.12, 2e-5
    fleet["turn_rad_s"] = TURN_RAD_S
    return fleet


def aircraft(plan: Plan) -> Any:
    """Return aircraft of a plan's types, in turn, at cruise speeds."""
    fleet = np.zeros(N_AIRCRAFT, MOTION)
    share = np.linspace(0.0, 1.0, N_AIRCRAFT)
    spread(fleet, "heading_north", "heading_east", share)
    for i in range(N_AIRCRAFT):
        flight = plan.flights[i % len(plan.flights)]
        for name, _ in AIRFRAME_FIELDS:
            fleet[name][i] = flight.airframe[name][0]
        fleet["fuel_kg"][i] = 0.8 * flight.fuel.loaded_kg
    fleet["true_airspeed_m_s"], fleet["fuel_flow_factor"] = 220.0 + 20.0 * share, 1.0
    return fleet


def spread(fleet: Any, north: str, east: str, share: Any) -> None:
    """Put a fleet at different places, heights and courses."""
    latitude, longitude, course = 0.5 + 0.2 * share, 2.0 + 0.3 * share, 6.28 * share
    fleet["x"], fleet["y"] = np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude)
    fleet["z"], fleet[north], fleet[east] = np.sin(latitude), np.cos(course), np.sin(course)
    fleet["altitude_m"] = 6000.0 + 4000.0 * share


def steps_per_cpu_s(fly: Any, fleet: Any) -> float:
    """Return aircraft-steps per CPU-second of one core."""
    fly(fleet[:1].copy(), 1, STEP_S)
    spent_s, _ = cpu_s(fly, fleet, N_STEPS, STEP_S)
    if not all(np.isfinite(fleet[name]).all() for name in fleet.dtype.names):
        raise SystemExit("the fleet flew away")
    return N_AIRCRAFT * N_STEPS / spent_s
