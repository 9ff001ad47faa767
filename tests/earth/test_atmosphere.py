"""The standard atmosphere: kernels, formulas and heights agree."""

from __future__ import annotations

import numpy as np
import pytest

from jointex.earth import atmosphere as air

ALTITUDES_M = np.concatenate([np.linspace(-2000.0, 25000.0, 5401), [10999.999, 11000.001, 19999.999, 20000.001]])


def test_pressure_kernel_meets_the_formula_to_one_in_a_thousand_million() -> None:
    kernel = np.array([air.pressure_ratio(altitude_m) for altitude_m in ALTITUDES_M])
    assert np.max(np.abs(kernel / air.exact_pressure_ratio(ALTITUDES_M) - 1.0)) < 1e-10


def test_temperature_kernel_is_the_formula() -> None:
    kernel = np.array([air.isa_temperature_k(altitude_m) for altitude_m in ALTITUDES_M])
    np.testing.assert_allclose(kernel, air.exact_temperature_k(ALTITUDES_M), rtol=1e-15)


def test_pressure_obeys_the_hydrostatic_equation() -> None:
    altitudes_m = np.array([-1500.0, 500.0, 9000.0, 12000.0, 19000.0, 22000.0])
    step_m = 1.0
    slope = [(air.pressure_ratio(h + step_m) - air.pressure_ratio(h - step_m)) / (2.0 * step_m) for h in altitudes_m]
    wanted = [
        -air.GRAVITY_M_S2 * air.pressure_ratio(h) / (air.GAS_CONSTANT_J_KG_K * air.isa_temperature_k(h))
        for h in altitudes_m
    ]
    np.testing.assert_allclose(slope, wanted, rtol=1e-6)  # differences over 2 m keep about seven digits


@pytest.mark.parametrize(("altitude_m", "held_m"), [(-5000.0, -2000.0), (40000.0, 25000.0)])
def test_outside_the_model_the_nearest_end_holds(altitude_m: float, held_m: float) -> None:
    assert air.pressure_ratio(altitude_m) == air.pressure_ratio(held_m)
    assert air.isa_temperature_k(altitude_m) == air.isa_temperature_k(held_m)


def test_altitude_is_found_again_from_pressure() -> None:
    found = [air.altitude_at_pressure_ratio_m(air.pressure_ratio(h)) for h in ALTITUDES_M[::60]]
    np.testing.assert_allclose(found, ALTITUDES_M[::60], atol=1e-5)


def test_sea_level_values_follow_from_the_constants() -> None:
    temperature_k = air.air_temperature_k(0.0, 10.0)
    assert temperature_k == pytest.approx(298.15)
    assert air.air_density_kg_m3(air.SEA_LEVEL_PRESSURE_PA, 288.15) == pytest.approx(air.SEA_LEVEL_DENSITY_KG_M3)
    assert air.speed_of_sound_m_s(288.15) == pytest.approx(air.SEA_LEVEL_SPEED_OF_SOUND_M_S)


def test_standard_air_stands_at_its_own_geopotential_height() -> None:
    heights_m = air.height_above_sea_m(ALTITUDES_M[:5401], 0.0)
    np.testing.assert_allclose(air.geopotential_height_m(heights_m), ALTITUDES_M[:5401], atol=1e-6)


def test_a_warm_column_is_taller_by_the_mean_of_its_temperature_ratio() -> None:
    ladder_m = np.linspace(0.0, 11000.0, 23)
    warm_m = air.geopotential_height_m(air.height_above_sea_m(ladder_m, 15.0))
    # the integral of 15 K / (288.15 K - 0.0065 K/m h) over the troposphere, in closed form
    exact_m = 11000.0 + 15.0 / 0.0065 * np.log(288.15 / 216.65)
    assert warm_m[-1] == pytest.approx(exact_m, abs=1e-3)
