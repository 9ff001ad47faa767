"""A fighter keeps its energy balance and its limits; a shot in space is the shot of the envelope tables, and mirrors."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from jointex import cards
from jointex.drills.combat import cut_off, manoeuvre
from jointex.drills.envelopes import CLOSINGS_M_S, HEIGHTS_M, MACHS, SHAPE, ranges_of, table
from jointex.drills.missiles import Flight, fly_shot, let_go
from jointex.drills.shots import Launch, Missile, farthest_m
from jointex.earth.atmosphere import isa_temperature_k, speed_of_sound_m_s
from jointex.earth.geodesy import n_vector
from jointex.fleet.fight import MISSILE_CLASS, SHOT_UP
from jointex.flight.aerodynamics import stall_mach
from jointex.flight.loadout import airframe
from jointex.flight.state import MOTION
from jointex.kernel import loop
from jointex.units import STANDARD_GRAVITY_M_S2

MEDIUM = Missile(152.0, 49.0, 0.178, 14_400.0, 8.0, 0.65, 30.0, 1.0, 80.0)


def fighter(aircraft: str = "F-15J", mach: float = 0.9, altitude_m: float = 8_000.0) -> Any:
    record = np.zeros(1, MOTION)
    frame = airframe(cards.aircraft(aircraft), {}, 0.0)
    for name in frame.dtype.names:
        record[name] = frame[name]
    record["x"], record["y"], record["z"] = n_vector(math.radians(37.0), math.radians(134.0))
    record["altitude_m"], record["heading_north"], record["fuel_kg"] = altitude_m, 1.0, 4_000.0
    record["true_airspeed_m_s"] = mach * speed_of_sound_m_s(isa_temperature_k(altitude_m))
    record["fuel_flow_factor"] = 1.0
    record["weather_altitude_m"] = altitude_m
    return record.view(np.recarray)


@loop
def fly(record: Any, north: float, east: float, mach: float, altitude_m: float, load_factor: float, n: int) -> None:
    for _ in range(n):
        manoeuvre(record[0], north, east, mach, altitude_m, load_factor, 0, 1.0)


def energy_j(a: Any) -> float:
    mass_kg = a.empty_mass_kg + a.load_mass_kg + a.fuel_kg
    return float(mass_kg * (0.5 * a.true_airspeed_m_s**2 + STANDARD_GRAVITY_M_S2 * a.altitude_m))


@pytest.mark.parametrize("aircraft", ["F-15J", "F-35B"])
@pytest.mark.parametrize("east", [0.0, 0.6, 1.0])
def test_no_more_energy_is_gained_than_thrust_gives(aircraft: str, east: float) -> None:
    record = fighter(aircraft)
    for _ in range(120):
        before_j, before_m = energy_j(record[0]), record[0].distance_m
        fly(record, math.sqrt(1.0 - east * east), east, 1.2, 9_000.0, 5.0, 1)
        a = record[0]
        along_m = math.hypot(a.distance_m - before_m, a.climb_m_s)
        assert energy_j(a) - before_j <= a.thrust_n * along_m * 1.01


def test_a_turn_costs_speed_and_keeps_height() -> None:
    straight, turning = fighter(), fighter()
    fly(straight, 1.0, 0.0, 0.9, 8_000.0, 5.0, 30)
    for second in range(30):
        angle = math.radians(12.0 * (second + 1))
        fly(turning, math.cos(angle), math.sin(angle), 0.9, 8_000.0, 5.0, 1)
    assert turning[0].true_airspeed_m_s < straight[0].true_airspeed_m_s - 5.0
    assert turning[0].altitude_m == pytest.approx(8_000.0, abs=1.0)


def test_an_endless_turn_neither_stalls_nor_leaves_its_block() -> None:
    record = fighter("F-35B", 0.8, 9_750.0)
    for second in range(600):
        angle = math.radians(20.0 * (second + 1))
        fly(record, math.cos(angle), math.sin(angle), 0.8, 9_750.0, 7.0, 1)
        a = record[0]
        mass_kg = a.empty_mass_kg + a.load_mass_kg + a.fuel_kg
        mach = a.true_airspeed_m_s / speed_of_sound_m_s(isa_temperature_k(a.altitude_m))
        assert mach > stall_mach(a, mass_kg, 1.0, 28_000.0)
    assert record[0].altitude_m == pytest.approx(9_750.0, abs=50.0)


def test_turns_keep_to_the_load_factor() -> None:
    record = fighter()
    for _ in range(20):
        a = record[0]
        before = math.atan2(a.heading_east, a.heading_north)
        speed_m_s = a.true_airspeed_m_s
        fly(record, -1.0, 0.0001, 0.9, 8_000.0, 4.0, 1)
        turned = abs(math.remainder(math.atan2(a.heading_east, a.heading_north) - before, 2.0 * math.pi))
        assert turned <= STANDARD_GRAVITY_M_S2 * math.sqrt(15.0) / speed_m_s * 1.001


def test_mirrored_orders_fly_mirrored() -> None:
    right, left = fighter(), fighter()
    fly(right, 0.0, 1.0, 0.95, 8_500.0, 4.0, 40)
    fly(left, 0.0, -1.0, 0.95, 8_500.0, 4.0, 40)
    a, b = right[0], left[0]
    assert b.fuel_kg == a.fuel_kg
    assert b.true_airspeed_m_s == a.true_airspeed_m_s
    assert (b.heading_north, b.heading_east) == pytest.approx((a.heading_north, -a.heading_east), abs=1e-12)
    middle = n_vector(math.radians(37.0), math.radians(134.0))
    east = (-math.sin(math.radians(134.0)), math.cos(math.radians(134.0)))
    aside = [(p.x - middle[0]) * east[0] + (p.y - middle[1]) * east[1] for p in (a, b)]
    assert aside[0] == pytest.approx(-aside[1], rel=1e-9)


@pytest.mark.parametrize("speed_m_s", [250.0, 300.0, 400.0])
@pytest.mark.parametrize("course_deg", [0.0, 70.0, 135.0, 200.0, 310.0])
def test_a_cut_off_keeps_the_bearing(speed_m_s: float, course_deg: float) -> None:
    target = 240.0 * math.cos(math.radians(course_deg)), 240.0 * math.sin(math.radians(course_deg))
    north_m, east_m = 30_000.0, 20_000.0
    north, east = cut_off(north_m, east_m, *target, speed_m_s)
    assert math.hypot(north, east) == pytest.approx(1.0)
    across = north_m * (target[1] - speed_m_s * east) - east_m * (target[0] - speed_m_s * north)
    assert across / math.hypot(north_m, east_m) == pytest.approx(0.0, abs=1e-6)


def shot_class() -> Any:
    kind = np.zeros(1, MISSILE_CLASS)
    for name in Missile._fields:
        kind[name] = getattr(MEDIUM, name)
    return kind.view(np.recarray)


@loop
def shoot(shot: Any, kind: Any, shooter: Any, target: Any, north_m_s: float, east_m_s: float) -> Any:
    let_go(shot[0], shooter[0], kind[0])
    state, seconds = 0, 0
    while state == 0 and seconds < 200:
        state = fly_shot(shot[0], kind[0], target[0], north_m_s, east_m_s, -1.0 * (seconds + 1), 1.0)
        seconds += 1
    return state, shot[0].flown_s


def at_range(range_m: float, side: float = 0.0, altitude_m: float = 9_144.0) -> tuple[Any, Any, Any]:
    shooter, target = fighter(altitude_m=altitude_m), fighter(altitude_m=altitude_m)
    radius_m = 6_370_000.0 + altitude_m
    latitude, longitude = math.radians(37.0), math.radians(134.0)
    bearing = math.radians(side)
    place = n_vector(
        latitude + range_m * math.cos(bearing) / radius_m,
        longitude + range_m * math.sin(bearing) / (radius_m * math.cos(latitude)),
    )
    target["x"], target["y"], target["z"] = place
    return np.zeros(1, SHOT_UP).view(np.recarray), shooter, target


@pytest.mark.parametrize("closing_m_s", [250.0, 0.0, -200.0])
def test_a_shot_in_space_reaches_as_far_as_the_fly_out(closing_m_s: float) -> None:
    # the fly-out is what envelopes are made of: both are the same physics, one in a plane
    speed_m_s = 0.9 * speed_of_sound_m_s(isa_temperature_k(9_144.0))
    far_m = farthest_m(MEDIUM, Launch(speed_m_s, 9_144.0, 9_144.0, closing_m_s, -1.0, 0.0), 100.0)
    for share, wanted in ((0.93, Flight.THERE), (1.07, Flight.SPENT)):
        shot, shooter, target = at_range(share * far_m)
        state, _ = shoot(shot, shot_class(), shooter, target, -closing_m_s, 0.0)
        assert state == wanted


def test_shots_to_either_side_are_mirrored() -> None:
    flights = []
    for side in (35.0, -35.0):
        shot, shooter, target = at_range(22_000.0, side)
        state, flown_s = shoot(shot, shot_class(), shooter, target, -150.0, math.copysign(100.0, side))
        flights.append((state, flown_s, shot[0].least_m))
    assert flights[0][0] == flights[1][0] == Flight.THERE
    assert flights[0][1] == pytest.approx(flights[1][1], abs=0.2)


def test_a_table_gives_back_its_corners_and_lies_between_them_elsewhere() -> None:
    ranges_m = table(MEDIUM)
    assert ranges_m.shape == SHAPE
    both = np.stack([ranges_m, ranges_m])
    far_m, sure_m = ranges_of(both, 1, HEIGHTS_M[2], HEIGHTS_M[1], MACHS[1], CLOSINGS_M_S[3])
    assert (far_m, sure_m) == pytest.approx((ranges_m[0, 2, 1, 1, 3], ranges_m[1, 2, 1, 1, 3]))
    assert (ranges_m[1] <= ranges_m[0] * 1.05).mean() > 0.7  # who flees fast is reached no better by not turning
    middle_m = farthest_m(MEDIUM, Launch(300.0, 7_700.0, 7_700.0, 75.0, -1.0, 0.0), 100.0)
    mach = 300.0 / speed_of_sound_m_s(isa_temperature_k(7_700.0))
    assert ranges_of(both, 0, 7_700.0, 7_700.0, mach, 75.0)[0] == pytest.approx(middle_m, rel=0.12)
