"""Runways and decks of a plan: what take-offs and landings need, and what is there for the type; `calc` answers alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jointex.cards import BaseCard
from jointex.flight.deck import SHORT_TAKEOFF_WIND_M_S, hover_lift_n, short_takeoff_run_m
from jointex.flight.loadout import airframe, kernel_argument
from jointex.flight.runway import FIELD_FACTOR, keeps_to_pavement, landing_lengths_m, takeoff_lengths_m
from jointex.planning.fields import field_offset_k
from jointex.scenario import Scenario

if TYPE_CHECKING:
    from jointex.planning.flights import Draft


def usable_runway_m(draft: Draft, place: BaseCard) -> float | None:
    """Return the longest runway that the type of a flight can use.

    Parameters
    ----------
    draft : Draft
    place : BaseCard
        Base or deck.

    Returns
    -------
    float or None
        Length [m]: jets keep off strips without a hard surface; 0 where none suits, `None` where none is known.
    """
    if not place.runways:
        return None
    runway = place.longest_runway(keeps_to_pavement(draft.a))
    return runway.length.si if runway is not None else 0.0


def take_off_lengths_m(scenario: Scenario, draft: Draft) -> tuple[float, float]:
    """Return the ground roll and the runway or deck that a take-off needs.

    Parameters
    ----------
    scenario : Scenario
    draft : Draft

    Returns
    -------
    tuple of float
        Both [m], infinite where it cannot take off: without wind down a runway; over a deck blows what its ship makes.
    """
    a, base = draft.a, draft.bases.base
    mass_kg = a.empty_mass_kg + a.load_mass_kg + draft.fuel_kg
    offset_k = field_offset_k(scenario, base)
    if draft.flight.takeoff_mode == "short" and a.short_takeoff_m > 0.0:
        clean = kernel_argument(airframe(draft.card, folders=scenario.card_folders))
        wind_m_s = 0.0 if scenario.ship(base.id) is None else SHORT_TAKEOFF_WIND_M_S
        run_m = short_takeoff_run_m(a, mass_kg, base.elevation_m, offset_k, wind_m_s, lift_n=hover_lift_n(clean))
        return run_m, FIELD_FACTOR * run_m
    roll_m, field_m = takeoff_lengths_m(a, mass_kg, base.elevation_m, offset_k, a.wet_thrust_n > 0.0, 0.0)
    return float(roll_m), float(field_m)


def landing_lengths_at_m(scenario: Scenario, draft: Draft, place: BaseCard, left_kg: float) -> tuple[float, float]:
    """Return the ground roll and the runway that a landing needs.

    Parameters
    ----------
    scenario : Scenario
    draft : Draft
    place : BaseCard
        Base or deck.
    left_kg : float
        Fuel left [kg].

    Returns
    -------
    tuple of float
        Both [m]: by a civil certificate the distance over 0.6, else the distance; 0 for a vertical landing.
    """
    if draft.flight.landing_mode == "vertical":
        return 0.0, 0.0
    a = draft.a
    mass_kg = a.empty_mass_kg + a.load_mass_kg + max(0.0, left_kg)
    offset_k = field_offset_k(scenario, place)
    roll_m, distance_m, factored_m = landing_lengths_m(a, mass_kg, place.elevation_m, offset_k, 0.0)
    is_civil = draft.card.takeoff_landing.certificate == "civil"
    return float(roll_m), float(factored_m if is_civil else distance_m)
