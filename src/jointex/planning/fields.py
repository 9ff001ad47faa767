"""Where flights take off and land: bases, and decks of the scenario's ships; their runways and their air."""

from __future__ import annotations

from jointex import cards
from jointex.cards import BaseCard
from jointex.earth.atmosphere import isa_temperature_k
from jointex.earth.runways import runway_bearing_deg
from jointex.scenario import Scenario
from jointex.scenario.forces import Ship
from jointex.units import CELSIUS_ZERO_K


def field(scenario: Scenario, place_id: str) -> BaseCard:
    """Return the base, or the deck of the ship, that a flight of a scenario names.

    Parameters
    ----------
    scenario : Scenario
    place_id : str
        ICAO code of a base, or id of one of the scenario's ships.

    Returns
    -------
    BaseCard
        A ship's has one runway, `deck`, as long as its deck run, where the ship is at the start.
    """
    ship = scenario.ship(place_id)
    return cards.base(place_id, scenario.card_folders) if ship is None else deck(scenario, ship)


def deck(scenario: Scenario, ship: Ship) -> BaseCard:
    """Return the deck of a ship as a base; parameters and result as `field`."""
    card = cards.ship(ship.ship, scenario.card_folders)
    at = {"unit": "deg", "basis": "derived", "source": "scenario"}
    run, width, height = card.deck.run, card.deck.width, card.deck.height
    return BaseCard.model_validate(
        {
            "id": ship.id,
            "name": card.name,
            "state": ship.nation,
            "position": {
                "latitude": {"value": ship.at.latitude_deg, **at},
                "longitude": {"value": ship.at.longitude_deg, **at},
                "elevation": height.model_dump(),
            },
            "runways": ({"ident": "deck", "length": run.model_dump(), "width": width.model_dump()},),
            "sources": {
                **{name: source.model_dump() for name, source in card.sources.items()},
                "scenario": {"title": f"Scenario {scenario.id}", "read": scenario.start.date().isoformat()},
            },
        }
    )


def field_offset_k(scenario: Scenario, place: BaseCard) -> float:
    """Return how much warmer than the standard atmosphere the air at a runway is [K].

    Parameters
    ----------
    scenario : Scenario
    place : BaseCard

    Returns
    -------
    float
        From the temperature given under `weather`, else the scenario's offset.
    """
    entry = next((entry for entry in scenario.weather if entry.id == place.id), None)
    if entry is None or entry.temperature_c is None:
        return scenario.temperature_offset_k
    return float(entry.temperature_c + CELSIUS_ZERO_K - isa_temperature_k(place.elevation_m))


def runway_bearings_deg(place: BaseCard, needed_m: float) -> tuple[float, ...]:
    """Return the directions of the runways long enough, of all if none is.

    Parameters
    ----------
    place : BaseCard
    needed_m : float
        Length needed [m].

    Returns
    -------
    tuple of float
        True bearings [deg]; empty for a deck, which turns into the wind, and where no runway is known.
    """
    paved = [runway for runway in place.runways if runway.surface == "paved"] or place.runways
    bearings = [(runway_bearing_deg(place.id, runway.ident), runway.length.si) for runway in paved]
    known = [(bearing, length_m) for bearing, length_m in bearings if bearing is not None]
    fitting = tuple(bearing for bearing, length_m in known if length_m >= needed_m)
    return fitting or tuple(bearing for bearing, _ in known)
