"""`calc offload`: what a tanker gives at a distance from its base and still comes home with its reserve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jointex import cards
from jointex.calc.aircraft import Loaded, load, load_words
from jointex.calc.questions import Question
from jointex.calc.sorties import FARTHEST_NM, PhaseFuel, by_phase
from jointex.cards.shelf import Folder
from jointex.flight.journey import RESERVE_RULE, TAXI_OUT_S, Journey
from jointex.flight.loadout import NO_STORES
from jointex.flight.sortie import ENOUGH_SHARE, Task, fly_sortie
from jointex.units import NAUTICAL_MILE_M, nautical_miles

MOST_TRIES = 12
FIRST_TRY_M = 2000.0 * NAUTICAL_MILE_M
"""Where the search for the farthest radius begins [m]."""
N_RADII = 8
"""Points of the picture."""
SHORTEST_NM = 100.0
"""First point of the picture [NM]: nearer, climb and descent take the way."""


@dataclass(frozen=True)
class Offload:
    """The answer of `offload`.

    Attributes
    ----------
    offload_kg : float
        Fuel that can be given at the radius [kg].
    radius_nm : float
        Distance from the base, to which the tanker returns [NM].
    limited_by : str
        `fuel`, or `transferable fuel` where the card's limit is less than what fuel would allow.
    burned_fuel_kg, landing_fuel_kg, reserve_fuel_kg, loaded_fuel_kg, takeoff_mass_kg : float
        Burned on the way, left at touch-down, the reserve in that, before taxi; mass at brake release [kg].
    time_h : float
        From start of taxi to touch-down, without time for giving [h].
    phases : tuple of PhaseFuel
        Time, distance and fuel of each phase.
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated figures in the cards used.
    """

    offload_kg: float
    radius_nm: float
    limited_by: str
    burned_fuel_kg: float
    landing_fuel_kg: float
    reserve_fuel_kg: float
    loaded_fuel_kg: float
    takeoff_mass_kg: float
    time_h: float
    phases: tuple[PhaseFuel, ...]
    assumptions: tuple[str, ...]
    estimated_fraction: float


def offload(
    tanker: str,
    radius_nm: float,
    *,
    takeoff_fuel_kg: float | None = None,
    payload_kg: float = 0.0,
    stores: Mapping[str, int] = NO_STORES,
    folders: Sequence[Folder] = (),
) -> Offload:
    """Return what a tanker gives at a radius: out, giving all at once, and back; no orbit, landing reserve kept.

    Parameters
    ----------
    tanker : str
        Card id, such as `KC-46A`.
    radius_nm : float
        Distance from the base [NM].
    takeoff_fuel_kg : float or None
        Fuel before taxi [kg]; `None` for all that tanks and take-off mass allow.
    payload_kg : float
        Payload carried there and back [kg].
    stores : mapping of str to int
        Stores and how many, such as the `TANK-HOLD-3600` of a KC-130J; all come home.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Offload

    Raises
    ------
    QuestionError
        If the aircraft is no tanker, a number is out of bounds, or nothing is left to give there: all faults at once.
    CardError
        If the aircraft has no card.
    """
    question = Question()
    far_nm = question.number("--radius-nm", radius_nm, 0.0, FARTHEST_NM, "NM")
    loaded = load_tanker(question, tanker, payload_kg, stores, folders)
    fuel_kg = _fuel_kg(question, loaded, takeoff_fuel_kg)
    question.check()
    given_kg, flown = most_given(loaded.a, fuel_kg, far_nm * NAUTICAL_MILE_M)
    if given_kg <= 0.0:
        _refuse(question, loaded, fuel_kg, far_nm)
    limit_kg = transferable_kg(loaded, folders)
    limited_by = "fuel"
    if given_kg > limit_kg:
        given_kg, limited_by = limit_kg, "transferable fuel"
        flown = fly_sortie(loaded.a, loaded.a, fuel_kg, far_nm * NAUTICAL_MILE_M, Task(given_kg=given_kg))
    return Offload(
        offload_kg=given_kg,
        radius_nm=far_nm,
        limited_by=limited_by,
        burned_fuel_kg=float(flown.fuel_kg) - given_kg,
        landing_fuel_kg=float(flown.landing_fuel_kg),
        reserve_fuel_kg=flown.reserve_kg,
        loaded_fuel_kg=fuel_kg,
        takeoff_mass_kg=loaded.a.empty_mass_kg + loaded.a.load_mass_kg + fuel_kg - flown.phase("taxi").fuel_kg,
        time_h=float(flown.time_s) / 3600.0,
        phases=by_phase(flown),
        assumptions=_assumptions(loaded, fuel_kg, limit_kg),
        estimated_fraction=loaded.estimated_fraction,
    )


@dataclass(frozen=True)
class Give:
    """A point of a curve of give over radius.

    Attributes
    ----------
    radius_nm, offload_kg : float
        Distance from the base [NM], fuel given there [kg].
    """

    radius_nm: float
    offload_kg: float


def gives(
    tanker: str,
    *,
    takeoff_fuel_kg: float | None = None,
    payload_kg: float = 0.0,
    stores: Mapping[str, int] = NO_STORES,
    folders: Sequence[Folder] = (),
) -> tuple[Give, ...]:
    """Return what a tanker gives over radius, out to where nothing is left.

    Parameters
    ----------
    tanker : str
        Card id.
    takeoff_fuel_kg : float or None
        Fuel before taxi [kg]; `None` for all that tanks and take-off mass allow.
    payload_kg : float
        Payload [kg].
    stores : mapping of str to int
        Stores and how many.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    tuple of Give
        `N_RADII` points, the last with nothing given.

    Raises
    ------
    QuestionError
        If the aircraft is no tanker or a number is out of bounds.
    CardError
        If the aircraft has no card.
    """
    question = Question()
    loaded = load_tanker(question, tanker, payload_kg, stores, folders)
    fuel_kg = _fuel_kg(question, loaded, takeoff_fuel_kg)
    question.check()
    limit_kg = transferable_kg(loaded, folders)
    far_nm = nautical_miles(farthest_give_m(loaded.a, fuel_kg))
    if far_nm <= SHORTEST_NM:
        return (Give(far_nm, 0.0),)
    step_nm = (far_nm - SHORTEST_NM) / (N_RADII - 1)
    radii = [SHORTEST_NM + step_nm * index for index in range(N_RADII)]
    given = [most_given(loaded.a, fuel_kg, radius * NAUTICAL_MILE_M)[0] for radius in radii]
    return tuple(Give(radius, min(limit_kg, max(0.0, kg))) for radius, kg in zip(radii, given, strict=True))


def load_tanker(
    question: Question, tanker: str, payload_kg: object, stores: Mapping[str, int], folders: Sequence[Folder]
) -> Loaded:
    """Return a tanker with its load, faults noted in the question.

    Parameters
    ----------
    question : Question
        Takes the faults.
    tanker : str
        Card id.
    payload_kg : object
        Payload [kg].
    stores : mapping of str to int
        Stores and how many.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Loaded

    Raises
    ------
    QuestionError
        If it is no tanker.
    CardError
        If it has no card.
    """
    loaded = load(question, tanker, payload_kg, folders=folders, wanted=stores)
    if loaded.card.tanker is None:
        hint = f"Tankers: {', '.join(tankers(folders))}."
        question.add("must be a tanker: its card has no station to take fuel from", "--tanker", tanker, hint)
        question.check()
    return loaded


def tankers(folders: Sequence[Folder] = ()) -> tuple[str, ...]:
    """Return the ids of all tankers.

    Parameters
    ----------
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    tuple of str
    """
    known = (cards.aircraft(card_id, folders) for card_id in cards.ids("aircraft", folders))
    return tuple(card.id for card in known if card.tanker is not None)


def transferable_kg(loaded: Loaded, folders: Sequence[Folder] = ()) -> float:
    """Return the most a tanker can give in all.

    Parameters
    ----------
    loaded : Loaded
        From `load_tanker`.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    float
        Fuel [kg]: what the card says, and what the tanks among its stores add.
    """
    tanks = ((cards.store(store_id, folders), count) for store_id, count in loaded.stores.items())
    added_kg = sum(count * tank.fuel.si for tank, count in tanks if tank.fuel is not None)
    return float(loaded.card.tanker.transferable_fuel.si + added_kg)  # type: ignore[union-attr]


def most_given(a: Any, fuel_kg: float, radius_m: float) -> tuple[float, Journey]:
    """Return what can be given at a radius and how that is flown.

    Parameters
    ----------
    a : record
        From `loadout.kernel_argument`.
    fuel_kg : float
        Fuel before taxi [kg].
    radius_m : float
        Distance out, and back [m].

    Returns
    -------
    tuple of float and Journey
        Fuel [kg], below 0 by what is missing to come home at all.
    """
    flown = fly_sortie(a, a, fuel_kg, radius_m, Task())
    given_kg = flown.landing_fuel_kg - flown.reserve_kg
    if given_kg <= 0.0:
        return given_kg, flown
    for _ in range(MOST_TRIES):
        flown = fly_sortie(a, a, fuel_kg, radius_m, Task(given_kg=given_kg))
        spare_kg = flown.landing_fuel_kg - flown.reserve_kg
        if abs(spare_kg) <= ENOUGH_SHARE * fuel_kg:
            break
        given_kg += spare_kg  # a kilogram given saves fuel on the way home, so this falls short, and closes in
    return float(given_kg), flown


def farthest_give_m(a: Any, fuel_kg: float) -> float:
    """Return the radius at which nothing is left to give.

    Parameters
    ----------
    a : record
        From `loadout.kernel_argument`.
    fuel_kg : float
        Fuel before taxi [kg].

    Returns
    -------
    float
        Distance [m]; 0 where the fuel does not suffice for the shortest sortie.
    """
    low_m, high_m = 0.0, FARTHEST_NM * NAUTICAL_MILE_M
    here_m = FIRST_TRY_M
    while high_m - low_m > NAUTICAL_MILE_M:
        flown = fly_sortie(a, a, fuel_kg, here_m, Task())
        spare_kg = flown.landing_fuel_kg - flown.reserve_kg
        low_m, high_m = (here_m, high_m) if spare_kg >= 0.0 else (low_m, here_m)
        if abs(spare_kg) <= ENOUGH_SHARE * fuel_kg:
            return here_m
        away_m = spare_kg * 2.0 * here_m / max(1.0, flown.fuel_kg)  # about what that fuel is worth, out and back
        here_m += 0.5 * away_m
        if not low_m < here_m < high_m:
            here_m = 0.5 * (low_m + high_m)
    return low_m


def _fuel_kg(question: Question, loaded: Loaded, takeoff_fuel_kg: float | None) -> float:
    """Return the fuel loaded [kg]."""
    most_kg = max(0.0, loaded.fuel_kg)
    if takeoff_fuel_kg is None:
        return most_kg
    hint = f"Tanks hold {loaded.a.fuel_capacity_kg:,.0f} kg; the take-off mass with this load allows {most_kg:,.0f} kg."
    return question.number("--takeoff-fuel-kg", takeoff_fuel_kg, 0.0, most_kg, "kg", hint)


def _refuse(question: Question, loaded: Loaded, fuel_kg: float, far_nm: float) -> None:
    """Say how far something is left to give."""
    reach_nm = nautical_miles(farthest_give_m(loaded.a, fuel_kg))
    more = "" if fuel_kg >= loaded.fuel_kg else f" with more than {fuel_kg:,.0f} kg of fuel, or"
    if reach_nm > 0.0:
        rule = f"must be below {reach_nm:,.0f} NM, where {loaded.card.id} with this load has nothing left to give"
        question.add(rule, "--radius-nm", f"{far_nm:g}", f"Ask{more} for less, or put the tanker nearer.")
    else:
        rule = "must carry the tanker out and home with its reserve; it does not even at its base"
        question.add(rule, "--takeoff-fuel-kg", f"{fuel_kg:g}", f"{loaded.card.id} can take {loaded.fuel_kg:,.0f} kg.")
    question.check()


def _assumptions(loaded: Loaded, fuel_kg: float, limit_kg: float) -> tuple[str, ...]:
    """Return what the answer rests on."""
    limit = "" if fuel_kg >= loaded.a.fuel_capacity_kg - 1.0 else ", less than the tanks hold"
    return (
        f"fuel {fuel_kg:,.0f} kg{limit}; the card lets {limit_kg:,.0f} kg be given",
        *load_words(loaded),
        "out to the radius, all given there at once, back to where it took off; no orbit, no rendezvous, no time for giving",
        "long-range cruise (99 % of best specific range), best level with step climbs",
        "still air, standard day, fields at sea level",
        f"time from taxi ({TAXI_OUT_S / 60.0:.0f} min allowed) to touch-down",
        RESERVE_RULE,
    )
