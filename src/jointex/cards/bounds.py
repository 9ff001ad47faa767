"""How far a figure of a card may go: wide enough for anything that flies, narrow enough that the model stays a model."""

from __future__ import annotations

import math
from collections.abc import Iterator
from types import MappingProxyType

from jointex.cards.checks import Draft
from jointex.cards.models import AircraftCard, Card, EngineCard, ShipCard, StoreCard
from jointex.cards.permissions import ClearanceCard
from jointex.cards.values import Value
from jointex.documents import KeyPath
from jointex.errors import Fault
from jointex.units import KNOT_M_S, STANDARD_GRAVITY_M_S2, si_per_unit

Bound = tuple[float, float, str]

MASS: Bound = (50.0, 1e6, "kg")
SPEED: Bound = (50.0, 1000.0, "kt")
MACH: Bound = (0.1, 5.0, "Mach")
HEIGHT: Bound = (0.0, 30_000.0, "m")
LIFT: Bound = (0.3, 5.0, "")
THRUST: Bound = (50.0, 1e6, "N")
FUEL_BY_THRUST: Bound = (0.01, 20.0, "lb/(lbf h)")
RUNWAY: Bound = (10.0, 10_000.0, "m")
FLOW: Bound = (0.01, 200.0, "kg/s")
SHIP: Bound = (1.0, 600.0, "m")
SLOPE: Bound = (0.0, 10.0, "")
WINDOW: MappingProxyType[str, Bound] = MappingProxyType(
    {
        "window.lowest_cas": SPEED,
        "window.usual_cas": SPEED,
        "window.highest_cas": SPEED,
        "window.lowest_altitude": HEIGHT,
        "window.highest_altitude": HEIGHT,
    }
)

BOUNDS: MappingProxyType[type[Card], dict[str, Bound]] = MappingProxyType(
    {
        AircraftCard: {
            "geometry.wing_area": (1.0, 2000.0, "m2"),
            "geometry.span": (1.0, 150.0, "m"),
            "geometry.length": (1.0, 150.0, "m"),
            "mass.empty": MASS,
            "mass.max_takeoff": MASS,
            "mass.max_landing": MASS,
            "mass.max_payload": (0.0, 1e6, "kg"),
            "fuel.internal": (1.0, 500_000.0, "kg"),
            "fuel.taxi_flow": (0.0001, 20.0, "kg/s"),
            "engine.dry_thrust": THRUST,
            "engine.wet_thrust": THRUST,
            "engine.thrust_factor": (0.3, 2.0, ""),
            "engine.fuel_factor": (0.3, 3.0, ""),
            "aerodynamics.zero_lift_drag": (0.003, 0.3, ""),
            "aerodynamics.induced_drag_factor": (0.005, 1.0, ""),
            "aerodynamics.drag_rise_mach": MACH,
            "aerodynamics.drag_peak_mach": MACH,
            "aerodynamics.wave_drag_peak": (0.0, 1.0, ""),
            "aerodynamics.wave_drag_decay": SLOPE,
            "aerodynamics.gear_and_flap_drag": (0.0, 1.0, ""),
            "aerodynamics.lift_max_clean": LIFT,
            "aerodynamics.lift_max_takeoff": LIFT,
            "aerodynamics.lift_max_landing": LIFT,
            "limits.max_mach": MACH,
            "limits.max_cas": SPEED,
            "limits.ceiling": (500.0, 30_000.0, "m"),
            "limits.load_factor": (1.0, 15.0, "g"),
            "limits.bank": (5.0, 85.0, "deg"),
            "limits.roll_rate": (1.0, 720.0, "deg/s"),
            "speeds.climb_cas": SPEED,
            "speeds.climb_mach": MACH,
            "speeds.cruise_mach": MACH,
            "speeds.cruise_altitude": HEIGHT,
            "speeds.descent_cas": SPEED,
            "takeoff_landing.takeoff_distance": RUNWAY,
            "takeoff_landing.landing_distance": RUNWAY,
            "takeoff_landing.short_takeoff_distance": RUNWAY,
            "takeoff_landing.vertical_landing.max_mass": MASS,
            "takeoff_landing.vertical_landing.time": (5.0, 1800.0, "s"),
            "takeoff_landing.vertical_landing.fuel": (1.0, 10_000.0, "kg"),
            "receiver.contact.lowest_cas": SPEED,
            "receiver.contact.usual_cas": SPEED,
            "receiver.contact.highest_cas": SPEED,
            "receiver.contact.lowest_altitude": HEIGHT,
            "receiver.contact.highest_altitude": HEIGHT,
            "receiver.highest_flow": FLOW,
            "tanker.transferable_fuel": (1.0, 500_000.0, "kg"),
            "tanker.orbit_cas": SPEED,
        },
        EngineCard: {
            "dry_thrust": THRUST,
            "wet_thrust": THRUST,
            "shaft.power": (100.0, 1e8, "W"),
            "shaft.flat_rating": (0.5, 3.0, ""),
            "shaft.propeller_efficiency": (0.1, 1.0, ""),
            "shaft.fuel": (0.05, 5.0, "lb/(hp h)"),
            "dry_fuel": FUEL_BY_THRUST,
            "wet_fuel": FUEL_BY_THRUST,
            "cruise.fuel": FUEL_BY_THRUST,
            "cruise.mach": MACH,
            "cruise.altitude": HEIGHT,
            "thrust_mach_loss": (0.0, 1.0, ""),
            "thrust_break_ratio": (0.5, 3.0, ""),
            "dry_break_slope": SLOPE,
            "wet_break_slope": SLOPE,
            "dry_fuel_mach_slope": SLOPE,
            "wet_fuel_mach_slope": SLOPE,
        },
        StoreCard: {
            "mass": (0.1, 50_000.0, "kg"),
            "fuel": (0.0, 20_000.0, "kg"),
            "drag_area": (0.0, 20.0, "m2"),
        },
        ShipCard: {
            "hull.length": SHIP,
            "hull.beam": SHIP,
            "hull.draught": SHIP,
            "hull.displacement": (1000.0, 1e9, "kg"),
            "hull.speed": (1.0, 100.0, "kt"),
            "deck.length": SHIP,
            "deck.width": SHIP,
            "deck.run": SHIP,
            "deck.height": SHIP,
        },
        ClearanceCard: dict(WINDOW),
    }
)
"""Lowest and highest figure by key path. Estimated: a decade or so beyond the smallest drone and the largest aircraft."""

SEA_LEVEL_DENSITY_KG_M3 = 1.225
_STALL = (("speeds.climb_cas", "mass.max_takeoff"), ("speeds.descent_cas", "mass.max_landing"))
"""Speeds that must be above the stall, clean at sea level, at a mass."""


def check_bounds(draft: Draft) -> Iterator[Fault]:
    """Yield figures, or ends of their ranges, that no real thing has.

    Parameters
    ----------
    draft : Draft
        The card.

    Yields
    ------
    Fault
    """
    for dotted_path, (low, high, unit) in BOUNDS.get(draft.model, {}).items():
        path = tuple(dotted_path.split("."))
        figure = draft.part(*path)
        if isinstance(figure, Value):
            yield from _outside(draft, path, figure, low, high, unit)
    runways = draft.layers.at(("runways",))
    for index in range(len(runways) if isinstance(runways, list) else 0):
        length = draft.part("runways", index, "length")
        if isinstance(length, Value):
            yield from _outside(draft, ("runways", index, "length"), length, *RUNWAY)
    if draft.model is AircraftCard:
        yield from _check_stall(draft)
        yield from _check_stations(draft)


def _outside(draft: Draft, path: KeyPath, figure: Value, low: float, high: float, unit: str) -> Iterator[Fault]:
    factor = si_per_unit(unit, figure.KIND)
    slack = 1e-9 * high * factor
    if low * factor - slack <= figure.low and figure.high <= high * factor + slack:
        return
    is_range = low * factor <= figure.si <= high * factor and figure.range is not None
    got = (
        f"range {figure.range[0]:g} to {figure.range[1]:g} {figure.unit}" if is_range and figure.range else figure.text
    )
    rule = f"must lie between {low:,g} and {high:,g} {unit}".rstrip()
    yield draft.layers.fault(path, rule, got.rstrip())


def _check_stations(draft: Draft) -> Iterator[Fault]:
    stations = draft.layers.at(("tanker", "stations"))
    for name in stations if isinstance(stations, dict) else ():
        for dotted_path, bound in {"flow": FLOW, **WINDOW}.items():
            path = ("tanker", "stations", name, *dotted_path.split("."))
            figure = draft.part(*path)
            if isinstance(figure, Value):
                yield from _outside(draft, path, figure, *bound)


def _check_stall(draft: Draft) -> Iterator[Fault]:
    area, lift = draft.part("geometry", "wing_area"), draft.part("aerodynamics", "lift_max_clean")
    for speed_name, mass_name in _STALL:
        speed, mass = draft.part(*speed_name.split(".")), draft.part(*mass_name.split("."))
        if not (area and lift and speed and mass):
            continue
        weight_n = mass.si * STANDARD_GRAVITY_M_S2
        stall_m_s = math.sqrt(2.0 * weight_n / (SEA_LEVEL_DENSITY_KG_M3 * area.si * lift.si))
        if speed.si <= stall_m_s:
            words = f"{stall_m_s / KNOT_M_S:,.0f} kt at {mass_name} ({mass.text}) on geometry.wing_area ({area.text})"
            yield draft.layers.fault(
                tuple(speed_name.split(".")), f"must be above the stall speed: {words}", speed.text
            )
