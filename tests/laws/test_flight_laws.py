"""Laws of one aircraft's flight that hold for every figure a card could carry."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jointex import cards
from jointex.flight import journey
from jointex.flight import performance as perf
from jointex.flight.loadout import airframe, kernel_argument
from jointex.flight.propulsion import dry_thrust_n, fuel_flow_kg_s, wet_thrust_n

TYPE = st.sampled_from(["B-52H", "F-15J", "F-35B", "KC-767J"])
SHARE = st.floats(0.3, 1.0)
WORSE = st.floats(1.0, 1.3)
# cruise levels come in steps of 2,000 ft, so figures that follow from the best level may jump by this much
LEVEL_JUMP = 0.003


def changed(card_id: str, **factors: float) -> Any:
    """Return an aircraft of the package with some fields multiplied."""
    record = airframe(cards.aircraft(card_id))
    for name, factor in factors.items():
        record[name] *= factor
    return kernel_argument(record.view(np.recarray))


def range_m(a: Any, fuel_kg: float) -> float:
    return journey.fly_range(a, fuel_kg, keep_reserve=False).distance_m


@given(TYPE, SHARE, WORSE)
def test_more_drag_never_means_more_range(card_id: str, share: float, factor: float) -> None:
    base = changed(card_id)
    fuel_kg = share * journey.most_fuel_kg(base)
    assert range_m(changed(card_id, zero_lift_drag=factor), fuel_kg) <= range_m(base, fuel_kg) * (1.0 + LEVEL_JUMP)


@given(TYPE, SHARE, WORSE)
def test_thirstier_engines_never_mean_more_range(card_id: str, share: float, factor: float) -> None:
    base = changed(card_id)
    fuel_kg = share * journey.most_fuel_kg(base)
    thirsty = changed(card_id, dry_fuel_kg_n_s=factor, wet_fuel_kg_n_s=factor)
    assert range_m(thirsty, fuel_kg) <= range_m(base, fuel_kg) + 1.0


@given(TYPE, SHARE, SHARE)
def test_more_fuel_never_means_less_range(card_id: str, one: float, other: float) -> None:
    a = changed(card_id)
    low, high = sorted((one, other))
    most_kg = journey.most_fuel_kg(a)
    assert range_m(a, high * most_kg) >= range_m(a, low * most_kg) * (1.0 - LEVEL_JUMP)


@given(TYPE, WORSE)
def test_a_heavier_empty_aircraft_never_flies_farther_on_the_same_fuel(card_id: str, factor: float) -> None:
    base, heavy = changed(card_id), changed(card_id, empty_mass_kg=factor)
    fuel_kg = 0.5 * journey.most_fuel_kg(base)
    assert range_m(heavy, fuel_kg) <= range_m(base, fuel_kg) * (1.0 + LEVEL_JUMP)


@given(TYPE, st.floats(200.0, 600.0), st.floats(10.0, 600.0))
def test_a_longer_leg_takes_more_time_and_fuel(card_id: str, distance_nm: float, more_nm: float) -> None:
    a = changed(card_id)
    fuel_kg = journey.most_fuel_kg(a)
    near = journey.fly_leg(a, fuel_kg, distance_nm * 1852.0, level_m=9144.0, mach=0.75)
    far = journey.fly_leg(a, fuel_kg, (distance_nm + more_nm) * 1852.0, level_m=9144.0, mach=0.75)
    assert far.time_s > near.time_s
    assert far.fuel_kg > near.fuel_kg


@given(TYPE, st.floats(-40.0, 40.0), st.floats(1.0, 40.0))
def test_more_head_wind_takes_more_time_and_fuel(card_id: str, headwind_m_s: float, more_m_s: float) -> None:
    a = changed(card_id)
    fuel_kg = journey.most_fuel_kg(a)
    flown = [
        journey.fly_leg(a, fuel_kg, 1.2e6, journey.Conditions(headwind_m_s=wind), 9144.0, 0.75)
        for wind in (headwind_m_s, headwind_m_s + more_m_s)
    ]
    assert flown[1].time_s > flown[0].time_s
    assert flown[1].fuel_kg > flown[0].fuel_kg


@given(TYPE, st.floats(-20.0, 20.0), st.floats(1.0, 20.0))
def test_warmer_air_never_raises_the_ceiling(card_id: str, offset_k: float, more_k: float) -> None:
    a = changed(card_id)
    mass_kg = a.empty_mass_kg * 1.3
    is_wet = a.wet_thrust_n > 0.0
    ceilings_m = [
        perf.thrust_ceiling_m(a, mass_kg, kelvin, is_wet, perf.SERVICE_CLIMB_M_S)
        for kelvin in (offset_k, offset_k + more_k)
    ]
    # thrust below its break does not feel heat, and the same excess of it climbs a little faster at a higher speed: metres
    assert ceilings_m[1] <= ceilings_m[0] + 15.0


@given(TYPE, st.floats(1.05, 1.5), st.floats(1.01, 1.2))
def test_more_mass_never_raises_the_ceiling(card_id: str, mass_factor: float, more: float) -> None:
    a = changed(card_id)
    lighter, heavier = (
        perf.thrust_ceiling_m(a, a.empty_mass_kg * factor, 0.0, False, perf.SERVICE_CLIMB_M_S)
        for factor in (mass_factor, mass_factor * more)
    )
    # the search for the best Mach number ends on an interval
    assert heavier <= lighter + 2.0


@given(TYPE, st.floats(0.0, 0.95), st.floats(0.1, 1.0), st.floats(0.75, 1.1), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_fuel_flow_grows_with_thrust_and_is_never_nothing(
    card_id: str, mach: float, delta: float, theta: float, one: float, other: float
) -> None:
    a = changed(card_id)
    assume(abs(one - other) > 1e-6)
    low, high = sorted((one, other))
    top_n = wet_thrust_n(a, mach, delta, theta)
    assert top_n >= dry_thrust_n(a, mach, delta, theta) > 0.0
    flows = [fuel_flow_kg_s(a, share * top_n, mach, delta, theta) for share in (low, high)]
    assert 0.0 < flows[0] < flows[1]
    assert fuel_flow_kg_s(a, 2.0 * top_n, mach, delta, theta) == pytest.approx(
        fuel_flow_kg_s(a, top_n, mach, delta, theta), rel=1e-12
    )
