"""Racetracks of tankers: closed over the ground in any wind, one place at a time, and as wide as one that was measured."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jointex import cards
from jointex.drills.orbits import (
    ANCHOR_LEG_M,
    Racetrack,
    bank_of_turn_rad,
    leg_for_lap_m,
    place_on_racetrack,
    racetrack,
)
from jointex.earth.airspeed import mach_from_cas
from jointex.earth.atmosphere import isa_temperature_k, pressure_ratio, speed_of_sound_m_s
from jointex.units import FLIGHT_LEVEL_M, NAUTICAL_MILE_M, STANDARD_GRAVITY_M_S2, knots


def at(orbit: Racetrack, time_s: float) -> tuple[float, float, float]:
    return place_on_racetrack(
        orbit.speed_m_s,
        orbit.along_m_s,
        orbit.across_m_s,
        orbit.first_bank_rad,
        orbit.second_bank_rad,
        orbit.first_leg_m,
        orbit.second_leg_m,
        time_s,
    )


winds = st.tuples(st.floats(-0.35, 0.35), st.floats(-0.35, 0.35))


@given(st.floats(100.0, 260.0), st.floats(10.0, 40.0), st.floats(0.0, 120e3), winds)
def test_a_racetrack_closes_over_the_ground_in_any_wind(
    speed_m_s: float, bank_deg: float, leg_m: float, wind: tuple[float, float]
) -> None:
    orbit = racetrack(speed_m_s, math.radians(bank_deg), leg_m, wind[0] * speed_m_s, wind[1] * speed_m_s)
    # flown: every piece adds wind and air speed; the sum round must be nothing
    x = y = 0.0
    steps = 6000
    for index in range(steps):
        _, _, heading = at(orbit, (index + 0.5) * orbit.lap_s / steps)
        x += (speed_m_s * math.cos(heading) + orbit.along_m_s) * orbit.lap_s / steps
        y += (speed_m_s * math.sin(heading) + orbit.across_m_s) * orbit.lap_s / steps
    step_m = 2.0 * speed_m_s * orbit.lap_s / steps  # legs begin and end within a step
    assert math.hypot(x, y) < 2.0 * step_m
    end = at(orbit, orbit.lap_s * (1.0 - 1e-12))
    assert math.hypot(end[0], end[1]) < 1.0
    assert max(orbit.first_bank_rad, orbit.second_bank_rad) == pytest.approx(math.radians(bank_deg))
    assert min(orbit.first_leg_m, orbit.second_leg_m) == leg_m


@given(st.floats(0.0, 2.0), winds)
def test_a_tanker_never_jumps_on_its_racetrack(share: float, wind: tuple[float, float]) -> None:
    orbit = racetrack(200.0, math.radians(25.0), 50e3, wind[0] * 200.0, wind[1] * 200.0)
    here, soon = at(orbit, share * orbit.lap_s), at(orbit, share * orbit.lap_s + 1.0)
    fastest_m_s = 200.0 + math.hypot(orbit.along_m_s, orbit.across_m_s)
    assert math.dist(here[:2], soon[:2]) <= 1.001 * fastest_m_s


def test_both_turns_are_as_wide_as_each_other() -> None:
    orbit = racetrack(200.0, math.radians(25.0), 50e3, 10.0, 60.0)
    after_first = at(orbit, orbit.first_leg_s + orbit.first_turn_s + 1.0)
    assert after_first[1] == pytest.approx(orbit.width_m)
    assert at(orbit, orbit.lap_s - 1e-6)[1] == pytest.approx(0.0, abs=0.01)
    assert orbit.first_bank_rad > orbit.second_bank_rad  # blown outwards: turned harder


def test_still_air_gives_the_plain_racetrack() -> None:
    orbit = racetrack(200.0, math.radians(25.0), ANCHOR_LEG_M)
    radius_m = 200.0**2 / (STANDARD_GRAVITY_M_S2 * math.tan(math.radians(25.0)))
    assert orbit.width_m == pytest.approx(2.0 * radius_m)
    assert orbit.lap_s == pytest.approx(2.0 * (ANCHOR_LEG_M + math.pi * radius_m) / 200.0)
    assert orbit.first_bank_rad == orbit.second_bank_rad
    assert bank_of_turn_rad(200.0, orbit.width_m) == pytest.approx(math.radians(25.0))


def test_the_leg_for_a_lap_makes_that_lap() -> None:
    bank_rad = math.radians(25.0)
    for wind in ((0.0, 0.0), (40.0, -30.0), (-25.0, 60.0)):
        leg_m = leg_for_lap_m(1500.0, 200.0, bank_rad, *wind)
        assert racetrack(200.0, bank_rad, leg_m, *wind).lap_s == pytest.approx(1500.0)
    assert leg_for_lap_m(60.0, 200.0, bank_rad) < 0.0


def test_a_tanker_s_turn_is_as_wide_as_one_that_was_measured() -> None:
    # A C-135FR, 30 June 2020, FL230, from public position reports: 11 left turns, bank 19.5 +- 2.0 degrees,
    # diameter 13.8 +- 1.0 NM, legs 29.5 +- 4.4 NM. Its airspeed is not known: that of the KC-135R card is used.
    speed = cards.aircraft("KC-135R").tanker.orbit_cas  # type: ignore[union-attr]
    level_m = 230.0 * FLIGHT_LEVEL_M
    sound_m_s = speed_of_sound_m_s(isa_temperature_k(level_m))
    low, usual, high = (
        mach_from_cas(cas, pressure_ratio(level_m)) * sound_m_s for cas in (speed.low, speed.si, speed.high)
    )
    width_nm = racetrack(usual, math.radians(19.5), 29.5 * NAUTICAL_MILE_M).width_m / NAUTICAL_MILE_M
    spread_nm = width_nm * math.radians(2.0) / (math.sin(math.radians(19.5)) * math.cos(math.radians(19.5)))
    needed_m_s = math.sqrt(0.5 * 13.8 * NAUTICAL_MILE_M * STANDARD_GRAVITY_M_S2 * math.tan(math.radians(19.5)))
    # shown with pytest -s
    print(  # noqa: T201
        f"C-135FR: {width_nm:.1f} +- {spread_nm:.1f} NM at {knots(usual):.0f} kt and 19.5 deg, measured 13.8 +- 1.0; "
        f"that width needs {knots(needed_m_s):.0f} kt"
    )
    # two standard deviations of what bank and diameter scatter by, taken together
    assert abs(width_nm - 13.8) < 2.0 * math.hypot(spread_nm, 1.0)
    assert low < needed_m_s < high  # and a true airspeed within the card's range explains it wholly
