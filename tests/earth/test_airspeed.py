"""Airspeeds turn into each other and back, below and above the speed of sound."""

from __future__ import annotations

import numpy as np
import pytest

from jointex.earth import airspeed as speed
from jointex.earth import atmosphere as air


def exact_impact_ratio(mach: float) -> float:
    """Impact over static pressure by the formulas with powers: isentropic, or behind a normal shock."""
    if mach <= 1.0:
        return float((1.0 + 0.2 * mach**2) ** 3.5 - 1.0)
    return float((1.2 * mach**2) ** 3.5 * (6.0 / (7.0 * mach**2 - 1.0)) ** 2.5 - 1.0)


@pytest.mark.parametrize("mach", [0.05, 0.3, 0.85, 0.999999, 1.0, 1.000001, 1.6, 2.5, 5.0])
def test_impact_pressure_is_that_of_the_formulas_with_powers(mach: float) -> None:
    assert speed.impact_ratio(mach) == pytest.approx(exact_impact_ratio(mach), rel=1e-12)


def test_mach_is_found_again_from_impact_pressure() -> None:
    machs = np.linspace(0.02, 5.0, 500)
    found = np.array([speed.mach_from_impact_ratio(speed.impact_ratio(mach)) for mach in machs])
    assert np.max(np.abs(found / machs - 1.0)) < 1e-10


def test_no_pressure_is_no_speed() -> None:
    assert speed.mach_from_impact_ratio(0.0) == 0.0
    assert speed.mach_from_cas(0.0, 0.5) == 0.0


def test_at_sea_level_calibrated_is_true_airspeed() -> None:
    for mach in (0.3, 0.9, 1.0, 1.4):
        cas_m_s = speed.cas_from_mach(mach, 1.0)
        assert cas_m_s == pytest.approx(speed.tas_from_mach(mach, air.SEA_LEVEL_SPEED_OF_SOUND_M_S), rel=1e-10)


def test_equivalent_airspeed_keeps_dynamic_pressure() -> None:
    density_kg_m3 = 0.4
    tas_m_s = speed.tas_from_eas(120.0, density_kg_m3)
    assert density_kg_m3 * tas_m_s**2 == pytest.approx(air.SEA_LEVEL_DENSITY_KG_M3 * 120.0**2)
    assert speed.eas_from_tas(tas_m_s, density_kg_m3) == pytest.approx(120.0)


def test_both_speeds_agree_at_the_crossover() -> None:
    for cas_m_s, mach in ((154.3, 0.78), (180.0, 0.90), (250.0, 1.4)):
        altitude_m = speed.crossover_altitude_m(cas_m_s, mach)
        assert 0.0 < altitude_m < 20000.0
        assert speed.mach_from_cas(cas_m_s, air.pressure_ratio(altitude_m)) == pytest.approx(mach, rel=1e-8)
