"""What a question about an aircraft needs: its card, its load within limits, its record, and how much is estimated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jointex import cards
from jointex.calc.questions import Question
from jointex.cards.shelf import Folder
from jointex.errors import CardError, nearest_name
from jointex.flight.journey import most_fuel_kg
from jointex.flight.loadout import NO_STORES, airframe, kernel_argument
from jointex.flight.performance import SERVICE_CLIMB_M_S, best_mach
from jointex.units import FOOT_M, feet

CLIMBS_AT_M = 3048.0
"""Level at which an aircraft must still climb to be flown at all [m]: 10,000 ft."""


@dataclass(frozen=True)
class Loaded:
    """An aircraft ready for a question.

    Attributes
    ----------
    card : AircraftCard
        Its card.
    a : record
        What kernels read.
    stores : mapping of str to int
        Stores on it.
    payload_kg : float
        Payload [kg].
    fuel_kg : float
        Most fuel it can take off with [kg].
    estimated_fraction : float
        Share of estimated figures in the cards used.
    """

    card: cards.AircraftCard
    a: Any
    stores: Mapping[str, int]
    payload_kg: float
    fuel_kg: float
    estimated_fraction: float


def load(
    question: Question,
    aircraft: str,
    payload_kg: object,
    external_tanks: object = 0,
    folders: Sequence[Folder] = (),
    wanted: Mapping[str, int] = NO_STORES,
) -> Loaded:
    """Return an aircraft with payload, tanks and stores, faults noted in the question.

    Parameters
    ----------
    question : Question
        Takes the faults.
    aircraft : str
        Card id.
    payload_kg : object
        Payload [kg].
    external_tanks : object
        Number of external tanks beside those in `wanted`, the largest first.
    folders : sequence of path
        The user's card folders.
    wanted : mapping of str to int
        Stores and how many of each.

    Returns
    -------
    Loaded

    Raises
    ------
    CardError
        If the aircraft has no card, or a wrong one: with the faults the question has so far, so that whatever needs no
        card is read before.
    """
    try:
        card = cards.aircraft(aircraft, folders)
        engine = cards.engine(card.engine.id, folders)
    except CardError as error:
        raise CardError([*question.faults, *error.faults]) from None
    most_kg = card.mass.max_payload.si
    way_out = f"{card.id} carries at most {most_kg:,.0f} kg."
    payload = question.number("--payload-kg", payload_kg, 0.0, most_kg, "kg", way_out)
    stores = _stores(question, card, wanted)
    stores |= _tanks(question, card, external_tanks, stores, folders)
    a = kernel_argument(airframe(card, stores, payload, folders))
    fuel_kg = most_fuel_kg(a)
    if fuel_kg <= 0.0:
        rule = f"must leave room for fuel below the take-off mass of {a.max_takeoff_mass_kg:,.0f} kg"
        question.add(rule, "--payload-kg", payload_kg, f"Empty mass is {a.empty_mass_kg:,.0f} kg.")
    elif not climbs(a, a.empty_mass_kg + a.load_mass_kg + fuel_kg):
        rule = f"must climb at {SERVICE_CLIMB_M_S / FOOT_M * 60.0:.0f} ft/min at {feet(CLIMBS_AT_M):,.0f} ft without afterburner"
        hint = "Load less, or look at thrust, wing and drag on its card."
        question.add(rule, "--aircraft", f"{card.id} at {a.empty_mass_kg + a.load_mass_kg + fuel_kg:,.0f} kg", hint)
    used = [card, engine, *(cards.store(store_id, folders) for store_id in stores)]
    return Loaded(card, a, stores, payload, fuel_kg, cards.share_estimated(used))


def climbs(a: Any, mass_kg: float) -> bool:
    """Return whether an aircraft climbs away from low cruise levels, so that there is a flight to ask about.

    Parameters
    ----------
    a : record
        From `loadout.kernel_argument`.
    mass_kg : float
        Mass [kg].

    Returns
    -------
    bool
        Whether `SERVICE_CLIMB_M_S` is left at `CLIMBS_AT_M`, without afterburner.
    """
    return bool(best_mach(a, mass_kg, CLIMBS_AT_M, 0.0, 2)[1] >= SERVICE_CLIMB_M_S)


def _stores(question: Question, card: cards.AircraftCard, wanted: Mapping[str, int]) -> dict[str, int]:
    """Return the stores wanted that the card allows."""
    allowed = {}
    for store_id, count in wanted.items():
        most = card.stores.most.get(store_id)
        if most is None:
            rule = f"must be a store that {card.id} carries: {', '.join(card.stores.most) or 'none'}"
            question.add(rule, "--store", store_id, nearest_name(store_id, card.stores.most))
            continue
        number = question.number(f"--store {store_id}", count, 0, most, "", f"{card.id} carries at most {most}.")
        if number >= 1.0:
            allowed[store_id] = int(number)
    return allowed


def _tanks(
    question: Question, card: cards.AircraftCard, wanted: object, stores: Mapping[str, int], folders: Sequence[Folder]
) -> dict[str, int]:
    """Return external tanks, as many as wanted beside those among the stores, the largest first."""
    tanks = [tank for tank in (cards.store(store_id, folders) for store_id in card.stores.most) if tank.fuel]
    tanks.sort(key=lambda tank: -(tank.fuel.si if tank.fuel else 0.0))
    room = {tank.id: card.stores.most[tank.id] - stores.get(tank.id, 0) for tank in tanks}
    most = sum(room.values())
    beside = " beside those in --store" if any(stores.get(tank.id) for tank in tanks) else ""
    hint = f"{card.id} carries at most {most}{beside}." if tanks else f"{card.id} carries no external tanks."
    left = question.number("--external-tanks", wanted, 0, most, "", hint)
    if left != int(left):
        question.add("must be a whole number", "--external-tanks", wanted)
    carried = {}
    for tank_id, places in room.items():
        count = min(int(left), places)
        left -= count
        if count:
            carried[tank_id] = stores.get(tank_id, 0) + count
    return carried


def load_words(loaded: Loaded) -> tuple[str, ...]:
    """Return the load in words.

    Parameters
    ----------
    loaded : Loaded
        The aircraft.

    Returns
    -------
    tuple of str
        One sentence for each part.
    """
    carried = ", ".join(f"{count} x {store_id}" for store_id, count in loaded.stores.items())
    outside = f"carries {carried}; tanks are kept to the end" if carried else "no stores outside"
    payload = f"payload {loaded.payload_kg:,.0f} kg without outside drag" if loaded.payload_kg else "no payload"
    return (outside, payload)
