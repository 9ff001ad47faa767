"""`calc range`: how far an aircraft flies without refuelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jointex.calc.aircraft import Loaded, load, load_words
from jointex.calc.questions import Question
from jointex.cards.shelf import Folder
from jointex.errors import nearest_name
from jointex.flight.journey import RESERVE_RULE, TAXI_OUT_S, Journey, fly_range
from jointex.flight.loadout import NO_STORES
from jointex.units import flight_level, nautical_miles

N_PAYLOADS = 8
"""Steps of payload in a payload-range curve."""

RESERVES = ("none", "default")
"""What may be kept at landing."""


@dataclass(frozen=True)
class Range:
    """The answer of `range_`.

    Attributes
    ----------
    range_nm : float
        Still-air distance from take-off to landing [NM].
    time_h : float
        From start of taxi to touch-down [h].
    fuel_kg : float
        Fuel from start of taxi to touch-down [kg].
    landing_fuel_kg, loaded_fuel_kg, takeoff_mass_kg : float
        Fuel at touch-down and before taxi, mass at brake release [kg].
    flight_time_h : float
        From brake release to touch-down [h].
    cruise_mach : float
        Mach number at the end of cruise.
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated figures in the cards used.
    """

    range_nm: float
    time_h: float
    fuel_kg: float
    landing_fuel_kg: float
    loaded_fuel_kg: float
    takeoff_mass_kg: float
    flight_time_h: float
    cruise_mach: float
    assumptions: tuple[str, ...]
    estimated_fraction: float


def range_(
    aircraft: str,
    *,
    payload_kg: float = 0.0,
    external_tanks: int = 0,
    reserve: str = "default",
    stores: Mapping[str, int] = NO_STORES,
    folders: Sequence[Folder] = (),
) -> Range:
    """Return how far an aircraft flies without refuelling.

    Parameters
    ----------
    aircraft : str
        Card id, such as `F-15J`.
    payload_kg : float
        Payload without outside drag, carried all the way [kg].
    external_tanks : int
        External tanks, full at take-off as far as the take-off mass allows, kept to the end.
    reserve : str
        `default` (the rule stands in the answer) or `none`.
    stores : mapping of str to int
        Stores and how many; all are carried all the way.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Range

    Raises
    ------
    QuestionError
        If a number is out of bounds, or the load leaves too little fuel to fly: all faults at once.
    CardError
        If the aircraft has no card.
    """
    question = Question()
    check_reserve(question, reserve)
    loaded = load(question, aircraft, payload_kg, external_tanks, folders, stores)
    question.check()
    journey = fly_range(loaded.a, loaded.fuel_kg, reserve == "default")
    if journey.phase("cruise").distance_m <= 0.0:
        rule = f"must leave fuel for climb, landing and reserve; it leaves {loaded.fuel_kg:,.0f} kg"
        question.add(rule, "--payload-kg", payload_kg, "Carry less, or ask with --reserve none.")
        question.check()
    return Range(
        range_nm=nautical_miles(journey.distance_m),
        time_h=journey.time_s / 3600.0,
        fuel_kg=journey.fuel_kg,
        landing_fuel_kg=max(0.0, journey.landing_fuel_kg),
        loaded_fuel_kg=loaded.fuel_kg,
        takeoff_mass_kg=loaded.a.empty_mass_kg + loaded.a.load_mass_kg + loaded.fuel_kg - journey.phase("taxi").fuel_kg,
        flight_time_h=journey.flight_time_s / 3600.0,
        cruise_mach=journey.phase("cruise").mach,
        assumptions=_assumptions(loaded, journey, reserve),
        estimated_fraction=loaded.estimated_fraction,
    )


@dataclass(frozen=True)
class PayloadRange:
    """One point of a payload-range curve.

    Attributes
    ----------
    payload_kg, range_nm : float
        Payload [kg] and how far it is carried [NM].
    fuel_kg : float
        Fuel loaded with it [kg].
    """

    payload_kg: float
    range_nm: float
    fuel_kg: float


def payload_ranges(
    aircraft: str,
    *,
    external_tanks: int = 0,
    reserve: str = "default",
    stores: Mapping[str, int] = NO_STORES,
    folders: Sequence[Folder] = (),
) -> tuple[PayloadRange, ...]:
    """Return range over payload, from the heaviest payload that can be flown to none.

    Parameters
    ----------
    aircraft : str
        Card id, such as `C-17A`.
    external_tanks : int
        External tanks, kept to the end.
    reserve : str
        `default` or `none`.
    stores : mapping of str to int
        Stores and how many, carried beside the payload.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    tuple of PayloadRange
        `N_PAYLOADS` steps, and the payload with which the tanks can just be filled; a payload so heavy that it leaves no
        fuel to fly with is left out.

    Raises
    ------
    QuestionError
        If a number is out of bounds.
    CardError
        If the aircraft has no card.
    """
    question = Question()
    check_reserve(question, reserve)
    loaded = load(question, aircraft, 0.0, external_tanks, folders, stores)
    question.check()
    points = []
    for payload_kg in _payloads_kg(loaded):
        with_payload = load(question, aircraft, payload_kg, external_tanks, folders, stores)
        if with_payload.fuel_kg <= 0.0:
            continue
        journey = fly_range(with_payload.a, with_payload.fuel_kg, reserve == "default")
        if journey.phase("cruise").distance_m > 0.0:
            points.append(PayloadRange(payload_kg, nautical_miles(journey.distance_m), with_payload.fuel_kg))
    return tuple(points)


def _payloads_kg(loaded: Loaded) -> list[float]:
    """Return the payloads of the curve, the heaviest first [kg]."""
    a = loaded.a
    most_kg = min(loaded.card.mass.max_payload.si, loaded.fuel_kg)
    corner_kg = a.max_takeoff_mass_kg - a.empty_mass_kg - a.load_mass_kg - a.fuel_capacity_kg
    payloads = {most_kg * step / N_PAYLOADS for step in range(N_PAYLOADS + 1)}
    if 0.0 < corner_kg < most_kg:
        payloads.add(float(corner_kg))
    return sorted(payloads, reverse=True)


def check_reserve(question: Question, reserve: str) -> None:
    """Note a reserve that is not known.

    Parameters
    ----------
    question : Question
        Takes the fault.
    reserve : str
        What was given.
    """
    if reserve not in RESERVES:
        question.add(f"must be {' or '.join(RESERVES)}", "--reserve", reserve, nearest_name(str(reserve), RESERVES))


def _assumptions(loaded: Loaded, journey: Journey, reserve: str) -> tuple[str, ...]:
    """Return what the answer rests on."""
    first, last = flight_level(journey.phase("climb").level_m), flight_level(journey.phase("cruise").level_m)
    limit = "" if loaded.fuel_kg >= loaded.a.fuel_capacity_kg - 1.0 else ", less than the tanks hold: take-off mass"
    return (
        f"fuel {loaded.fuel_kg:,.0f} kg{limit}",
        *load_words(loaded),
        f"long-range cruise (99 % of best specific range), best level with step climbs, FL{first} to FL{last}",
        "still air, standard day, fields at sea level",
        f"time from taxi ({TAXI_OUT_S / 60.0:.0f} min allowed) to touch-down; distance from take-off to landing",
        RESERVE_RULE if reserve == "default" else "no reserve: lands with empty tanks",
    )
