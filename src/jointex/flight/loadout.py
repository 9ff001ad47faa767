"""From cards to the record that kernels read: one aircraft with its engines, stores, tanks and payload."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from types import MappingProxyType, SimpleNamespace
from typing import Any

import numpy as np

from jointex import cards
from jointex.flight.airframe import AIRFRAME
from jointex.kernel import JIT_ON

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
        If the engine or a store has no card.
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
    return record.view(np.recarray)


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
