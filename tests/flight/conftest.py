"""Aircraft that the flight tests share."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from jointex import cards
from jointex.flight.airframe import AIRFRAME
from jointex.flight.loadout import airframe, kernel_argument

ROUND_FIGURES = {
    "wing_area_m2": 50.0,
    "zero_lift_drag": 0.02,
    "induced_drag_factor": 0.125,
    "drag_rise_mach": 0.9,
    "drag_peak_mach": 1.1,
    "wave_drag_peak": 0.04,
    "wave_drag_decay": 0.5,
    "store_drag_area_m2": 0.5,
    "gear_and_flap_drag": 0.05,
    "lift_max_clean": 1.25,
    "lift_max_takeoff": 1.6,
    "lift_max_landing": 2.0,
    "dry_thrust_n": 100_000.0,
    "wet_thrust_n": 160_000.0,
    "thrust_mach_loss": 0.25,
    "thrust_break_ratio": 1.05,
    "dry_break_slope": 3.0,
    "wet_break_slope": 2.0,
    "dry_fuel_kg_n_s": 2.0e-5,
    "dry_fuel_mach_slope": 0.5,
    "idle_fuel_fraction": 0.1,
    "wet_fuel_kg_n_s": 5.0e-5,
    "wet_fuel_mach_slope": 0.2,
    "empty_mass_kg": 12_000.0,
    "fuel_capacity_kg": 6_000.0,
    "max_takeoff_mass_kg": 25_000.0,
    "max_landing_mass_kg": 18_000.0,
    "max_mach": 2.0,
    "max_cas_m_s": 400.0,
    "ceiling_m": 15_000.0,
    "load_factor_limit": 7.0,
    "climb_cas_m_s": 180.0,
    "climb_mach": 0.85,
    "cruise_mach": 0.85,
    "descent_cas_m_s": 150.0,
    "taxi_fuel_kg_s": 0.2,
    "vertical_landing_mass_kg": 15_000.0,
}


@pytest.fixture
def jet() -> Any:
    """A fighter of round figures, as kernels read it."""
    record = np.zeros(1, AIRFRAME)
    for name, value in ROUND_FIGURES.items():
        record[name] = value
    return kernel_argument(record.view(np.recarray))


@pytest.fixture
def turboprop() -> Any:
    """The same aircraft with propellers of 10 MW, as kernels read it."""
    record = np.zeros(1, AIRFRAME)
    figures = {
        **ROUND_FIGURES,
        "dry_thrust_n": 150_000.0,
        "wet_thrust_n": 0.0,
        "idle_fuel_fraction": 0.2,
        "shaft_power_w": 10e6,
        "flat_rating": 1.2,
        "propeller_efficiency": 0.8,
        "shaft_fuel_kg_j": 8e-8,
    }
    for name, value in figures.items():
        record[name] = value
    return kernel_argument(record.view(np.recarray))


@pytest.fixture(params=["B-52H", "F-15J", "F-35B", "KC-135R", "KC-130J"])
def shipped(request: pytest.FixtureRequest) -> Any:
    """An aircraft of the package, clean and empty, as kernels read it."""
    return kernel_argument(airframe(cards.aircraft(request.param)))
