"""Whether an aircraft can carry what a flight gives it: stores, fuel, mass, against its card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jointex.cards import AircraftCard, StoreCard
from jointex.documents import KeyPath
from jointex.errors import Fault, InputError, nearest_name
from jointex.scenario.draft import Draft
from jointex.scenario.forces import Flight
from jointex.scenario.library import Library


def check_loads(draft: Draft) -> Iterator[Fault]:
    """Yield loads beyond the card: unknown or too many stores, more fuel than tanks, more mass than the maximum.

    Parameters
    ----------
    draft : Draft
        What could be read.

    Yields
    ------
    Fault
        One for each load; the faults of a broken card once.
    """
    told: set[Fault] = set()
    for path, flight in draft.each("flights", "aircraft", "fuel", "stores", "payload"):
        try:
            card = draft.reading.library.aircraft(flight.aircraft)
            if card is not None:
                yield from _check_load(draft, path, flight, card)
        except InputError as error:
            yield from (fault for fault in error.faults if fault not in told)
            told.update(error.faults)


def _check_load(draft: Draft, path: KeyPath, flight: Flight, card: AircraftCard) -> Iterator[Fault]:
    faults = list(_check_stores(draft, path, flight, card))
    yield from faults
    if faults:
        return  # without known stores neither tanks nor mass can be added up
    hung = list(_hung(flight.stores, draft.reading.library))
    tank_kg = tanks_kg(card, flight.stores, draft.reading.library)
    load_kg = sum(count * store.mass.si for store, count in hung) + flight.payload_kg
    limit_kg = card.mass.max_takeoff.si
    dry_kg = card.mass.empty.si + load_kg
    if flight.payload_kg > card.mass.max_payload.si:
        rule = f"must be at most {card.mass.max_payload.text} on {card.id}"
        yield draft.document.fault((*path, "payload"), rule, draft.at((*path, "payload")))
    if flight.fuel_kg is not None and flight.fuel_kg > tank_kg + 0.5:
        rule = f"must fit the tanks of {card.id}: at most {tank_kg:,.0f} kg with these stores"
        yield draft.document.fault((*path, "fuel"), rule, draft.at((*path, "fuel")), "Write `full` for all they hold.")
    elif dry_kg + (flight.fuel_kg or 0.0) > limit_kg:
        what = f"{dry_kg + (flight.fuel_kg or 0.0):,.0f} kg ({dry_kg:,.0f} kg without fuel)"
        room = f"That leaves {limit_kg - dry_kg:,.0f} kg for fuel." if dry_kg < limit_kg else "Carry less."
        key = "fuel" if flight.fuel_kg and dry_kg < limit_kg else "stores" if flight.stores else "payload"
        rule = f"must keep {card.id} within its maximum take-off mass of {limit_kg:,.0f} kg"
        yield draft.document.fault((*path, key), rule, what, room)


def tanks_kg(card: AircraftCard, stores: Mapping[str, int], library: Library) -> float:
    """Return what the tanks of an aircraft and of its stores hold [kg]."""
    hung = _hung(stores, library)
    return card.fuel.internal.si + sum(count * store.fuel.si for store, count in hung if store.fuel is not None)


def _hung(stores: Mapping[str, int], library: Library) -> Iterator[tuple[StoreCard, int]]:
    """Yield the cards of stores, and how many there are of each; those without a card not."""
    for name, count in stores.items():
        card = library.store(name)
        if card is not None:
            yield card, count


def _check_stores(draft: Draft, path: KeyPath, flight: Flight, card: AircraftCard) -> Iterator[Fault]:
    """Yield stores without a card, not carried by the type, or too many of them."""
    most = card.stores.most
    for name, count in flight.stores.items():
        place = (*path, "stores", name)
        known = draft.reading.library.ids("stores")
        if name not in known:
            yield draft.document.fault(place, "must be the id of a store card", name, nearest_name(name, known))
        elif name not in most:
            carried = f"It carries {', '.join(most)}." if most else "Its card names no stores."
            yield draft.document.fault(place, f"is not carried by {card.id}", hint=carried)
        elif count > most[name]:
            yield draft.document.fault(place, f"must be at most {most[name]} on {card.id}", count)
