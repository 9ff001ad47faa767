"""Airspeeds beside printed tables and published examples."""

from __future__ import annotations

import pytest

from jointex.earth import airspeed as speed
from jointex.earth import atmosphere as air
from jointex.units import FOOT_M, KNOT_M_S, knots

# NACA Report 1135 (1953): table I, p / pt of isentropic flow; table II, p1 / pt2 behind a normal shock
NACA_1135 = [(0.5, 0.8430), (0.8, 0.6560), (1.0, 0.5283), (1.5, 0.2930), (2.0, 0.1773), (3.0, 0.08291), (5.0, 0.03062)]


@pytest.mark.parametrize(("mach", "static_over_pitot"), NACA_1135)
def test_pitot_pressure_is_that_of_naca_1135(mach: float, static_over_pitot: float) -> None:
    # half a unit of the fourth digit printed
    assert 1.0 / (1.0 + speed.impact_ratio(mach)) == pytest.approx(static_over_pitot, rel=2e-4)


@pytest.mark.parametrize(("cas_kt", "mach"), [(300.0, 0.78), (280.0, 0.74), (330.0, 0.86)])
def test_crossover_is_that_of_bada(cas_kt: float, mach: float) -> None:
    """EUROCONTROL, User Manual for BADA revision 3.12, section 3.1: transition altitude."""
    impact = [(1.0 + 0.2 * ratio**2) ** 3.5 - 1.0 for ratio in (cas_kt * KNOT_M_S / 340.294, mach)]
    temperature_ratio = (impact[0] / impact[1]) ** (0.0065 * 287.05287 / 9.80665)
    bada_ft = (1000.0 / (0.3048 * 6.5)) * 288.15 * (1.0 - temperature_ratio)
    # BADA rounds the speed of sound and the gas constant to six digits
    assert speed.crossover_altitude_m(cas_kt * KNOT_M_S, mach) / FOOT_M == pytest.approx(bada_ft, abs=1.0)


def test_cruise_at_mach_085_and_fl350_is_290_knots_calibrated_and_490_true() -> None:
    altitude_m = 35000.0 * FOOT_M
    cas_m_s = speed.cas_from_mach(0.85, air.pressure_ratio(altitude_m))
    tas_m_s = speed.tas_from_mach(0.85, air.speed_of_sound_m_s(air.isa_temperature_k(altitude_m)))
    assert knots(tas_m_s) == pytest.approx(490.0, abs=0.5)  # 576.4 kt of sound at FL350
    # a second way, with powers: sea-level speed that gives the impact pressure of Mach 0.85 at 238.4 hPa
    impact = ((1.0 + 0.2 * 0.85**2) ** 3.5 - 1.0) * 23842.0 / 101325.0
    again_kt = 661.479 * (5.0 * ((impact + 1.0) ** (2.0 / 7.0) - 1.0)) ** 0.5
    assert knots(cas_m_s) == pytest.approx(again_kt, abs=0.01)
