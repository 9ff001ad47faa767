"""The numbers of one aircraft with its load, as kernels read them: one record."""

from __future__ import annotations

import numpy as np

AIRFRAME_FIELDS: list[tuple[str, str]] = [
    ("wing_area_m2", "f8"),
    ("zero_lift_drag", "f8"),
    ("induced_drag_factor", "f8"),
    ("drag_rise_mach", "f8"),
    ("drag_peak_mach", "f8"),
    ("wave_drag_peak", "f8"),
    ("wave_drag_decay", "f8"),
    ("store_drag_area_m2", "f8"),
    ("gear_and_flap_drag", "f8"),
    ("lift_max_clean", "f8"),
    ("lift_max_takeoff", "f8"),
    ("lift_max_landing", "f8"),
    ("dry_thrust_n", "f8"),
    ("wet_thrust_n", "f8"),
    ("thrust_mach_loss", "f8"),
    ("thrust_break_ratio", "f8"),
    ("dry_break_slope", "f8"),
    ("wet_break_slope", "f8"),
    ("dry_fuel_kg_n_s", "f8"),
    ("dry_fuel_mach_slope", "f8"),
    ("idle_fuel_fraction", "f8"),
    ("wet_fuel_kg_n_s", "f8"),
    ("wet_fuel_mach_slope", "f8"),
    ("empty_mass_kg", "f8"),
    ("load_mass_kg", "f8"),
    ("fuel_capacity_kg", "f8"),
    ("max_takeoff_mass_kg", "f8"),
    ("max_landing_mass_kg", "f8"),
    ("max_mach", "f8"),
    ("max_cas_m_s", "f8"),
    ("ceiling_m", "f8"),
    ("load_factor_limit", "f8"),
    ("bank_limit_rad", "f8"),
    ("roll_rate_rad_s", "f8"),
    ("climb_cas_m_s", "f8"),
    ("climb_mach", "f8"),
    ("cruise_mach", "f8"),
    ("descent_cas_m_s", "f8"),
    ("vertical_landing_mass_kg", "f8"),
    ("vertical_landing_s", "f8"),
    ("vertical_landing_fuel_kg", "f8"),
    ("short_takeoff_m", "f8"),
    ("taxi_fuel_kg_s", "f8"),
    ("shaft_power_w", "f8"),
    ("flat_rating", "f8"),
    ("propeller_efficiency", "f8"),
    ("shaft_fuel_kg_j", "f8"),
]
"""Fields of the record, all SI; `load_mass_kg` is everything carried but fuel (stores, tanks, payload);
`shaft_power_w` is 0 for jets, and the three fields behind it then mean nothing;
`drag_rise_mach` is meant at zero lift, and lift brings it on earlier (`aerodynamics.DRAG_RISE_LIFT_LOSS`)."""

AIRFRAME = np.dtype(AIRFRAME_FIELDS, align=True)
"""A structured array element; `flight.state.MOTION` and `fleet.aircraft.AIRCRAFT` have the same fields,
so kernels take any of them."""
