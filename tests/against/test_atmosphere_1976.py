"""The atmosphere beside the printed tables of 1976 and beside the package `ambiance`."""

from __future__ import annotations

import numpy as np
import pytest

from jointex.earth import atmosphere as air

# U.S. Standard Atmosphere, 1976, table I, by geometric altitude:
# altitude [m], temperature [K], pressure [hPa], density [kg/m3], speed of sound [m/s]
TABLE_I = [
    (0.0, 288.150, 1013.25, 1.2250, 340.29),
    (1000.0, 281.651, 898.76, 1.1117, 336.43),
    (2000.0, 275.154, 795.01, 1.0066, 332.53),
    (5000.0, 255.676, 540.48, 0.73643, 320.55),
    (10000.0, 223.252, 264.99, 0.41351, 299.53),
    (12000.0, 216.650, 193.99, 0.31194, 295.07),
    (15000.0, 216.650, 121.11, 0.19476, 295.07),
    (20000.0, 216.650, 55.293, 0.088910, 295.07),
    (25000.0, 221.552, 25.492, 0.040084, 298.39),
]
# half a unit of the last digit printed, and one digit more where editions of the table round differently
DIGIT = 1.5e-4


@pytest.mark.parametrize(("geometric_m", "temperature_k", "pressure_hpa", "density_kg_m3", "sound_m_s"), TABLE_I)
def test_air_is_that_of_the_printed_table(
    geometric_m: float, temperature_k: float, pressure_hpa: float, density_kg_m3: float, sound_m_s: float
) -> None:
    altitude_m = air.geopotential_height_m(geometric_m)
    found_k = air.isa_temperature_k(altitude_m)
    found_pa = air.SEA_LEVEL_PRESSURE_PA * air.pressure_ratio(altitude_m)
    assert found_k == pytest.approx(temperature_k, abs=0.0011)
    assert found_pa == pytest.approx(pressure_hpa * 100.0, rel=DIGIT)
    assert air.air_density_kg_m3(found_pa, found_k) == pytest.approx(density_kg_m3, rel=DIGIT)
    assert air.speed_of_sound_m_s(found_k) == pytest.approx(sound_m_s, abs=0.011)


# U.S. Standard Atmosphere, 1976, table I: geometric [m] beside geopotential altitude [m]
@pytest.mark.parametrize(("geometric_m", "geopotential_m"), [(1000.0, 1000.0), (10000.0, 9984.0), (20000.0, 19937.0)])
def test_geopotential_is_that_of_the_printed_table(geometric_m: float, geopotential_m: float) -> None:
    assert air.geopotential_height_m(geometric_m) == pytest.approx(geopotential_m, abs=0.5)
    assert air.geometric_height_m(air.geopotential_height_m(geometric_m)) == pytest.approx(geometric_m)


def test_air_is_that_of_ambiance() -> None:
    from ambiance import Atmosphere

    geometric_m = np.linspace(-1900.0, 25000.0, 200)
    other = Atmosphere(geometric_m)
    altitudes_m = [air.geopotential_height_m(height_m) for height_m in geometric_m]
    pressures_pa = [air.SEA_LEVEL_PRESSURE_PA * air.pressure_ratio(altitude_m) for altitude_m in altitudes_m]
    # ambiance holds the gas constant of ISO 2533 to six digits, which moves pressure by 3e-6 at 25 km
    np.testing.assert_allclose(pressures_pa, other.pressure, rtol=1e-5)
    np.testing.assert_allclose([air.isa_temperature_k(h) for h in altitudes_m], other.temperature, rtol=1e-7)
