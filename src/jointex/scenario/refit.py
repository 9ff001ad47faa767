"""What else changes in a scenario when a type or a base is swapped: diverts, decks, stores, waivers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jointex.cards.gates import STATION_KINDS
from jointex.scenario.exchange import Exchange, is_near, place_id
from jointex.scenario.library import Library
from jointex.scenario.loads import tanks_kg
from jointex.scenario.model import Scenario

_ROUTES_FROM = {"recovery": "homebound", "base": "outbound"}
SENTENCES = ("title", "summary", "text", "because")
"""Keys whose values are sentences of whoever wrote the scenario."""


def swap_flight(
    call_sign: str, flight: dict[str, Any], table: Exchange, scenario: Scenario, library: Library
) -> Iterator[str]:
    """Change one flight of the raw document in place; yield what else had to change.

    Parameters
    ----------
    call_sign : str
    flight : dict
        Its entry in the raw document.
    table : Exchange
    scenario : Scenario
        The unswapped one.
    library : Library

    Yields
    ------
    str
    """
    new_type = table.aircraft.get(library.card_id("aircraft", flight["aircraft"]) or "")
    if new_type:
        flight["aircraft"] = new_type
    for key, route in _ROUTES_FROM.items():
        old = place_id(str(flight.get(key) or flight["base"]), scenario, library)
        if old in table.places:
            flight[key] = table.places[old]
            if not is_near(old, table, scenario, library) and flight.pop(route, None):
                yield f"{call_sign}: its {route} points belonged to {old}; it flies direct"
    if "diverts" in flight:
        yield from _swap_diverts(call_sign, flight, table, scenario, library)
    yield from _fit_to_deck(call_sign, flight, table, library)
    if new_type:
        yield from _fit_to_type(call_sign, flight, library)
        yield from _fit_to_tanks(call_sign, flight, scenario.flight(call_sign).fuel_kg, library)


def _swap_diverts(
    call_sign: str, flight: dict[str, Any], table: Exchange, scenario: Scenario, library: Library
) -> Iterator[str]:
    """Swap the diverts of a flight; its own base is none, nor is a new deck that its type does not use."""
    home = place_id(str(flight.get("recovery") or flight["base"]), scenario, library)
    home = home or str(flight.get("recovery") or flight["base"])
    kept = []
    for name in flight["diverts"]:
        old = place_id(str(name), scenario, library) or str(name)
        new = table.places.get(old, old)
        if new in table.ships and not _uses_deck(flight["aircraft"], table.ships[new], library):
            yield f"{call_sign}: {flight['aircraft']} does not use the deck of {new}; that divert is left out"
        elif new != home:
            kept.append(table.places.get(old, name))
    flight["diverts"] = list(dict.fromkeys(kept))


def _uses_deck(aircraft: str, ship_card: str, library: Library) -> bool:
    card = library.ship(ship_card)
    return card is not None and aircraft in card.aviation.aircraft


def _fit_to_deck(call_sign: str, flight: dict[str, Any], table: Exchange, library: Library) -> Iterator[str]:
    """Have a flight that is put on a deck take off short and land vertically, where its type can."""
    card = library.aircraft(flight["aircraft"])
    if card is None:
        return
    for key, place, mode, is_able in (
        ("takeoff", flight["base"], "short", card.takeoff_landing.short_takeoff_distance is not None),
        (
            "landing",
            flight.get("recovery", flight["base"]),
            "vertical",
            card.takeoff_landing.vertical_landing is not None,
        ),
    ):
        if place in table.ships and is_able and flight.get(key) != mode:
            flight[key] = mode
            yield f"{call_sign}: {_word(key)} on the deck of {place} is {mode}"


def _word(key: str) -> str:
    return key.replace("takeoff", "take-off")


def _fit_to_type(call_sign: str, flight: dict[str, Any], library: Library) -> Iterator[str]:
    """Take away what the new type cannot do; what it merely does badly is for the plan to say."""
    card = library.aircraft(flight["aircraft"])
    if card is None:
        return
    for key, mode, is_able in (
        ("takeoff", "short", card.takeoff_landing.short_takeoff_distance is not None),
        ("landing", "vertical", card.takeoff_landing.vertical_landing is not None),
    ):
        if flight.get(key) == mode and not is_able:
            del flight[key]
            yield f"{call_sign}: {card.id} has no {mode} {_word(key)}; it uses its wheels"
    for store, count in list(flight.get("stores", {}).items()):
        if store not in card.stores.most:
            del flight["stores"][store]
            yield f"{call_sign}: {card.id} does not carry {store}; {count} left at home"


def _fit_to_tanks(call_sign: str, flight: dict[str, Any], fuel_kg: float | None, library: Library) -> Iterator[str]:
    """Fill the tanks of the new type where they do not hold what the old one loaded [kg]."""
    card = library.aircraft(flight["aircraft"])
    if card is None or fuel_kg is None:
        return
    most_kg = tanks_kg(card, flight.get("stores", {}), library)
    if fuel_kg > most_kg + 0.5:
        flight["fuel"] = "full"
        yield f"{call_sign}: {card.id} holds {most_kg:,.0f} kg, less than the {fuel_kg:,.0f} kg loaded before; its tanks are full"


def drop_waivers(data: dict[str, Any], table: Exchange) -> Iterator[str]:
    """Take out waivers given for a type that is swapped: nobody gave them for the other one. Yield which.

    Parameters
    ----------
    data : dict
        The raw document; changed in place.
    table : Exchange

    Yields
    ------
    str
    """
    refuelling = data.get("refuelling") or {}
    waivers = refuelling.get("rely_on") or []
    kept = []
    for waiver in waivers:
        gone = next((waiver.get(key) for key in ("tanker", "receiver") if waiver.get(key) in table.aircraft), None)
        if gone is None:
            kept.append(waiver)
        else:
            yield f"refuelling: the {waiver['gate']} gate that is relied on for {gone} is not for {table.aircraft[gone]}"
    if waivers:
        refuelling["rely_on"] = kept


def fit_drills(data: dict[str, Any], table: Exchange, library: Library) -> Iterator[str]:
    """Ask for the other kind of station where a swapped type takes fuel by it. Yield which.

    Parameters
    ----------
    data : dict
        The raw document, its flights swapped already; its drills are changed in place.
    table : Exchange
    library : Library

    Yields
    ------
    str
    """
    for name, drill in (data.get("drills") or {}).items():
        asked = (drill.get("parameters") or {}).get("fit")
        if drill.get("kind") != "refuelling" or asked is None:
            continue
        for call_sign in drill.get("flights") or ():
            aircraft = data["flights"][call_sign]["aircraft"]
            card = library.aircraft(aircraft) if aircraft in table.aircraft.values() else None
            fitting = STATION_KINDS.get(card.receiver.by, asked) if card is not None else asked
            if fitting != asked:
                drill["parameters"]["fit"] = fitting
                yield f"{name}: {aircraft} takes fuel from a {fitting}, so the drill asks for no {asked}"


def note_sentences(data: Mapping[str, Any], table: Exchange, library: Library) -> Iterator[str]:
    """Yield where sentences of the scenario speak of what was swapped: they were written for the unswapped one.

    Parameters
    ----------
    data : mapping
        The raw document.
    table : Exchange
    library : Library

    Yields
    ------
    str
    """
    for old in table.all:
        base = library.base(old) if old in table.places else None
        names = {old, *((base.name.split()[0],) if base is not None and base.name else ())}
        keys = [".".join(path) for path, text in _sentences(data, ()) if any(name in text for name in names)]
        if keys:
            yield f"sentences about {old} were written for the unswapped exercise and are left as they are: {', '.join(keys)}"


def _sentences(tree: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every sentence of a raw document with its key path."""
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            if key in SENTENCES and isinstance(value, str):
                yield (*path, str(key)), value
            else:
                yield from _sentences(value, (*path, str(key)))
