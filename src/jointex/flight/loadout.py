"""From cards to the record that kernels read: one aircraft with its engines, stores, tanks and payload."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from types import MappingProxyType, SimpleNamespace
from typing import Any

import numpy as np

from jointex import cards
from jointex.errors import CardError, Fault
from jointex.flight.airframe import AIRFRAME
from jointex.kernel import JIT_ON
from jointex.units import STANDARD_GRAVITY_M_S2

SEA_LEVEL_DENSITY_KG_M3 = 1.225
"""Density of the standard atmosphere at sea level [kg/m3]."""

SOUND_FIGURES = (
    ("thrust over weight at take-off", "engine", "", 0.08, 3.0),
    ("stall speed at take-off", "geometry.wing_area", "m/s", 15.0, 130.0),
    ("fuel for thrust", "engine.fuel_factor", "kg/(N s)", 2e-6, 2e-4),
    ("fuel for shaft work", "engine.fuel_factor", "kg/J", 1e-8, 5e-7),
    ("zero-lift drag", "aerodynamics.zero_lift_drag", "", 0.003, 0.3),
    ("induced drag factor", "aerodynamics.induced_drag_factor", "", 0.01, 1.0),
    ("greatest lift", "aerodynamics.lift_max_clean", "", 0.3, 5.0),
)
"""What figures of an aircraft, sound one by one, must give together: name, where to look, unit, least, most. The types here
lie between 0.24 and 0.73, 55 and 87 m/s, 1e-5 and 2.5e-5, 6e-8 and 8e-8, 0.015 and 0.032, 0.035 and 0.16, 1.2 and 1.6."""

NO_STORES: Mapping[str, int] = MappingProxyType({})
Folder = str | os.PathLike[str]


def airframe(
    card: cards.AircraftCard,
    stores: Mapping[str, int] = NO_STORES,
    payload_kg: float = 0.0,
    folders: Sequence[Folder] = (),
) -> np.recarray[Any, np.dtype[np.void]]:
    """Return the record of one aircraft with its load.

    Parameters
    ----------
    card : AircraftCard
        The type.
    stores : mapping of str to int
        Store ids and how many of each; tanks among them add their fuel to the capacity.
    payload_kg : float
        Payload without outside drag [kg].
    folders : sequence of path
        The user's card folders, for engine and stores.

    Returns
    -------
    recarray (1,) of AIRFRAME
        All fields in SI units. Stores that the card keeps inside add mass and no drag.

    Raises
    ------
    CardError
        If the engine or a store has no card, or the figures together are of nothing that flies.
    """
    record = np.zeros(1, AIRFRAME)
    engine = cards.engine(card.engine.id, folders)
    fields = {
        **_aerodynamic_fields(card),
        **_engine_fields(card, engine),
        **_limit_fields(card),
        **_load_fields(card, stores, payload_kg, folders),
    }
    for name, value in fields.items():
        record[name] = value
    _check_flies(card, fields)
    return record.view(np.recarray)


def _check_flies(card: cards.AircraftCard, fields: Mapping[str, float]) -> None:
    """Raise what makes figures that are sound one by one those of nothing that flies."""
    weight_n = fields["max_takeoff_mass_kg"] * STANDARD_GRAVITY_M_S2
    lifting_m2 = fields["wing_area_m2"] * fields["lift_max_takeoff"]
    found = (
        max(fields["dry_thrust_n"], fields["wet_thrust_n"]) / weight_n,
        math.sqrt(2.0 * weight_n / (SEA_LEVEL_DENSITY_KG_M3 * lifting_m2)),
        fields["dry_fuel_kg_n_s"],
        fields["shaft_fuel_kg_j"],
        fields["zero_lift_drag"],
        fields["induced_drag_factor"],
        fields["lift_max_clean"],
    )
    faults = []
    for (name, key, unit, low, high), value in zip(SOUND_FIGURES, found, strict=True):
        if value != 0.0 and not low <= value <= high:
            rule = f"must give a {name} of {low:g} to {high:g} {unit}".rstrip()
            faults.append(Fault(rule, key=f"{card.id} {key}", value=f"{value:.4g} {unit}".rstrip()))
    if faults:
        raise CardError(faults)


def kernel_argument(record: Any) -> Any:
    """Return the form of one record that kernels read fastest from Python.

    Parameters
    ----------
    record : recarray (1,) of AIRFRAME
        From `airframe`.

    Returns
    -------
    record or namespace
        The array's element for compiled kernels; plain attributes for kernels run as Python.
    """
    if JIT_ON:
        return record[0]
    return SimpleNamespace(**{name: float(record[name][0]) for name in record.dtype.names})


def _aerodynamic_fields(card: cards.AircraftCard) -> dict[str, float]:
    """Return wing, polar and largest lift."""
    polar = card.aerodynamics
    return {
        "wing_area_m2": card.geometry.wing_area.si,
        "zero_lift_drag": polar.zero_lift_drag.si,
        "induced_drag_factor": polar.induced_drag_factor.si,
        "drag_rise_mach": polar.drag_rise_mach.si,
        "drag_peak_mach": polar.drag_peak_mach.si,
        "wave_drag_peak": polar.wave_drag_peak.si,
        "wave_drag_decay": polar.wave_drag_decay.si,
        "gear_and_flap_drag": polar.gear_and_flap_drag.si,
        "lift_max_clean": polar.lift_max_clean.si,
        "lift_max_takeoff": polar.lift_max_takeoff.si,
        "lift_max_landing": polar.lift_max_landing.si,
    }


def _engine_fields(card: cards.AircraftCard, engine: cards.EngineCard) -> dict[str, float]:
    """Return thrust and fuel of all engines as installed."""
    fit = card.engine
    dry = fit.dry_thrust or engine.dry_thrust
    wet = fit.wet_thrust or engine.wet_thrust
    shaft = engine.shaft
    installed = fit.count * fit.thrust_factor.si
    return {
        "dry_thrust_n": installed * dry.si,
        "wet_thrust_n": installed * _si(wet),
        "thrust_mach_loss": _si(engine.thrust_mach_loss),
        "thrust_break_ratio": _si(engine.thrust_break_ratio),
        "dry_break_slope": _si(engine.dry_break_slope),
        "wet_break_slope": _si(engine.wet_break_slope),
        "dry_fuel_kg_n_s": fit.fuel_factor.si * _si(engine.dry_fuel),
        "dry_fuel_mach_slope": _si(engine.dry_fuel_mach_slope),
        "idle_fuel_fraction": engine.idle_fuel_fraction.si,
        "wet_fuel_kg_n_s": fit.fuel_factor.si * _si(engine.wet_fuel),
        "wet_fuel_mach_slope": _si(engine.wet_fuel_mach_slope),
        "taxi_fuel_kg_s": card.fuel.taxi_flow.si,
        "shaft_power_w": installed * shaft.power.si if shaft else 0.0,
        "flat_rating": shaft.flat_rating.si if shaft else 0.0,
        "propeller_efficiency": shaft.propeller_efficiency.si if shaft else 0.0,
        "shaft_fuel_kg_j": fit.fuel_factor.si * shaft.fuel.si if shaft else 0.0,
    }


def _si(figure: cards.Value | None) -> float:
    """Return a figure that a card may leave out, 0 where it does."""
    return figure.si if figure else 0.0


def _limit_fields(card: cards.AircraftCard) -> dict[str, float]:
    """Return limits, speeds, and what runway and deck figures the card has."""
    limits, speeds, field = card.limits, card.speeds, card.takeoff_landing
    hover = field.vertical_landing
    return {
        "empty_mass_kg": card.mass.empty.si,
        "max_takeoff_mass_kg": card.mass.max_takeoff.si,
        "max_landing_mass_kg": card.mass.max_landing.si,
        "max_mach": limits.max_mach.si,
        "max_cas_m_s": limits.max_cas.si,
        "ceiling_m": limits.ceiling.si,
        "load_factor_limit": limits.load_factor.si,
        "bank_limit_rad": limits.bank.si,
        "roll_rate_rad_s": limits.roll_rate.si,
        "climb_cas_m_s": speeds.climb_cas.si,
        "climb_mach": speeds.climb_mach.si,
        "cruise_mach": speeds.cruise_mach.si,
        "descent_cas_m_s": speeds.descent_cas.si,
        "vertical_landing_mass_kg": hover.max_mass.si if hover else 0.0,
        "vertical_landing_s": hover.time.si if hover else 0.0,
        "vertical_landing_fuel_kg": hover.fuel.si if hover else 0.0,
        "short_takeoff_m": field.short_takeoff_distance.si if field.short_takeoff_distance else 0.0,
    }


def _load_fields(
    card: cards.AircraftCard, stores: Mapping[str, int], payload_kg: float, folders: Sequence[Folder]
) -> dict[str, float]:
    """Return mass and outside drag of stores, tanks and payload, and the fuel that fits."""
    mass_kg, drag_area_m2, fuel_kg = payload_kg, 0.0, card.fuel.internal.si
    for store_id, count in stores.items():
        store = cards.store(store_id, folders)
        outside = max(0, count - card.stores.inside.get(store.id, 0))
        mass_kg += count * store.mass.si
        drag_area_m2 += outside * store.drag_area.si
        fuel_kg += count * store.fuel.si if store.fuel else 0.0
    return {"load_mass_kg": mass_kg, "store_drag_area_m2": drag_area_m2, "fuel_capacity_kg": fuel_kg}
