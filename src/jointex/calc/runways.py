"""`calc takeoff` and `calc landing`: whether the strip or deck is long enough, and what can be brought back."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jointex import cards
from jointex.calc.aircraft import Loaded, load
from jointex.calc.questions import Question
from jointex.cards.bases import find_base_id, listed_base
from jointex.cards.names import card_names, find_id
from jointex.cards.shelf import Folder
from jointex.earth.atmosphere import isa_temperature_k
from jointex.errors import nearest_name
from jointex.flight.runway import (
    FIELD_FACTOR,
    SHORT_TAKEOFF_LOAD_KG,
    landing_lengths_m,
    short_takeoff_run_m,
    takeoff_lengths_m,
    vertical_landing_mass_kg,
)
from jointex.units import CELSIUS_ZERO_K, KNOT_M_S

TAKEOFF_MODES = ("conventional", "short")
LANDING_MODES = ("conventional", "vertical")

COLDEST_C, HOTTEST_C = -60.0, 60.0
"""Outside air temperatures taken [deg C]."""

STRONGEST_WIND_KT = 60.0
"""Strongest wind over deck or down the runway taken [kt]."""

LONGEST_RUNWAY_M = 10_000.0
"""Longest runway taken [m]."""


@dataclass(frozen=True)
class Takeoff:
    """The answer of `takeoff`.

    Attributes
    ----------
    ground_roll_m : float
        From brake release to lift-off [m].
    field_length_m : float
        What the runway must have [m]; the assumptions say by which definition.
    ok : bool
        Whether the runway or deck has it.
    reason : str
        Why not, with numbers; empty if it has.
    runway_m, mass_kg, oat_c : float
        Length there is [m], mass at brake release [kg], temperature [deg C].
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated figures in the cards used.
    """

    ground_roll_m: float
    field_length_m: float
    ok: bool
    reason: str
    runway_m: float
    mass_kg: float
    oat_c: float
    assumptions: tuple[str, ...]
    estimated_fraction: float


@dataclass(frozen=True)
class Landing:
    """The answer of `landing`.

    Attributes
    ----------
    max_landing_mass_kg : float
        Greatest mass at touch-down [kg].
    bring_back_kg : float
        What that leaves for fuel, stores and payload together [kg].
    field_length_m : float
        What the runway must have at that mass [m]; 0 for a vertical landing.
    ground_roll_m, distance_m : float
        From touch-down, and from 50 ft, to a stop [m]; 0 for a vertical landing.
    oat_c : float
        Temperature [deg C].
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated figures in the cards used.
    """

    max_landing_mass_kg: float
    bring_back_kg: float
    field_length_m: float
    ground_roll_m: float
    distance_m: float
    oat_c: float
    assumptions: tuple[str, ...]
    estimated_fraction: float


@dataclass(frozen=True)
class _Strip:
    """Where it takes off or lands: name, length [m], elevation [m]."""

    name: str
    length_m: float
    elevation_m: float


def takeoff(
    aircraft: str,
    *,
    base: str | None = None,
    runway_m: float | None = None,
    ship: str | None = None,
    mass_kg: float | None = None,
    oat_c: float | None = None,
    mode: str = "conventional",
    wind_over_deck_kt: float = 0.0,
    folders: Sequence[Folder] = (),
) -> Takeoff:
    """Return how long a take-off is and whether it fits.

    Parameters
    ----------
    aircraft : str
        Card id, such as `F-35B`.
    base : str or None
        Base card with a runway.
    runway_m : float or None
        Length of a runway at sea level [m].
    ship : str or None
        Ship card with a deck. Exactly one of the three must be given.
    mass_kg : float or None
        Mass at brake release [kg]; `None` for the largest take-off mass.
    oat_c : float or None
        Outside air temperature [deg C]; `None` for the standard day.
    mode : str
        `conventional`, or `short` for a type with a published deck run.
    wind_over_deck_kt : float
        Wind down the deck or runway [kt].
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Takeoff

    Raises
    ------
    QuestionError
        If a number is out of bounds, the place has no runway, or the aircraft cannot take off so: all faults at once.
    CardError
        If the aircraft has no card.
    """
    question = Question()
    loaded = load(question, aircraft, 0.0, folders=folders)
    a = loaded.a
    places = {"--base": base, "--runway-m": runway_m, "--ship": ship}
    strip = _strip(question, places, folders)
    hint = f"{loaded.card.id} is {a.empty_mass_kg:,.0f} kg empty."
    wanted_kg = a.max_takeoff_mass_kg if mass_kg is None else mass_kg
    mass = question.number("--mass-kg", wanted_kg, a.empty_mass_kg, a.max_takeoff_mass_kg, "kg", hint)
    celsius, offset_k = _temperature(question, oat_c, strip.elevation_m)
    wind = question.number("--wind-over-deck-kt", wind_over_deck_kt, 0.0, STRONGEST_WIND_KT, "kt")
    _check_mode(question, mode, TAKEOFF_MODES)
    if mode == "short" and a.short_takeoff_m <= 0.0:
        question.add(f"must be conventional for {loaded.card.id}: its card has no short take-off", "--mode", mode)
    if mode == "conventional" and ship is not None:
        question.add("must be short on a ship: no catapults are modelled", "--mode", mode)
    question.check()
    wind_m_s, wet = wind * KNOT_M_S, mode == "conventional" and a.wet_thrust_n > 0.0
    if mode == "short":
        roll_m = short_takeoff_run_m(a, mass, strip.elevation_m, offset_k, wind_m_s)
        field_m = FIELD_FACTOR * roll_m
    else:
        roll_m, field_m = takeoff_lengths_m(a, mass, strip.elevation_m, offset_k, wet, wind_m_s)
    if not math.isfinite(field_m):
        rule = f"must let the aircraft climb away at {celsius:.0f} deg C and {strip.elevation_m:,.0f} m"
        question.add(rule, "--mass-kg", f"{mass:,.0f}", "Thrust does not suffice: lighter, cooler or lower.")
        question.check()
    ok = field_m <= strip.length_m
    reason = "" if ok else f"needs {field_m:,.0f} m, {strip.name} has {strip.length_m:,.0f} m"
    words = _takeoff_words(loaded, mode, wet)
    given = "" if mass_kg is not None else " (largest take-off mass)"
    where = f"{strip.name}, {strip.elevation_m:,.0f} m above the sea, {celsius:.1f} deg C, {wind:g} kt of wind down it"
    assumptions = (f"mass {mass:,.0f} kg{given}, no stores outside", where, *words)
    return Takeoff(
        float(roll_m),
        float(field_m),
        bool(ok),
        reason,
        strip.length_m,
        mass,
        celsius,
        assumptions,
        loaded.estimated_fraction,
    )


def landing(
    aircraft: str,
    *,
    mode: str = "conventional",
    oat_c: float | None = None,
    base: str | None = None,
    folders: Sequence[Folder] = (),
) -> Landing:
    """Return the greatest landing mass, what it leaves for fuel and load, and the runway it needs.

    Parameters
    ----------
    aircraft : str
        Card id, such as `F-35B`.
    mode : str
        `conventional`, or `vertical` for a type that can.
    oat_c : float or None
        Outside air temperature [deg C]; `None` for the standard day.
    base : str or None
        Base card, for its elevation; sea level if left out.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Landing

    Raises
    ------
    QuestionError
        If a number is out of bounds or the type cannot land so: all faults at once.
    CardError
        If the aircraft has no card.
    """
    question = Question()
    loaded = load(question, aircraft, 0.0, folders=folders)
    a = loaded.a
    strip = _Strip("sea level", math.inf, 0.0) if base is None else _base(question, base, folders)
    celsius, offset_k = _temperature(question, oat_c, strip.elevation_m)
    _check_mode(question, mode, LANDING_MODES)
    if mode == "vertical" and a.vertical_landing_mass_kg <= 0.0:
        question.add(f"must be conventional for {loaded.card.id}: its card has no vertical landing", "--mode", mode)
    question.check()
    where = f"{strip.name}, {celsius:.1f} deg C"
    brought = "bring-back is fuel, stores and payload together, reserve included"
    if mode == "vertical":
        most_kg = min(a.max_landing_mass_kg, vertical_landing_mass_kg(a, strip.elevation_m, offset_k))
        lengths = (0.0, 0.0, 0.0)
        words = (
            "vertical: hover thrust of the card, which falls with pressure, and with heat beyond the flat rating of its engine",
            f"the last {a.vertical_landing_s:.0f} s burn {a.vertical_landing_fuel_kg:,.0f} kg, to be on board at their start",
        )
    else:
        most_kg = a.max_landing_mass_kg
        lengths = landing_lengths_m(a, most_kg, strip.elevation_m, offset_k, 0.0)
        words = (
            "field length: distance from 50 ft over 0.6 (14 CFR 121.195(b)); approach at 1.3 times the stall speed",
            "dry runway, brakes alone: no reverse thrust, no parachute; still air, at the largest landing mass",
        )
    roll_m, distance_m, field_m = (float(length) for length in lengths)
    bring_back_kg = float(most_kg - a.empty_mass_kg)
    assumptions = (where, brought, *words)
    return Landing(
        float(most_kg), bring_back_kg, field_m, roll_m, distance_m, celsius, assumptions, loaded.estimated_fraction
    )


def _strip(question: Question, places: Mapping[str, object], folders: Sequence[Folder]) -> _Strip:
    """Return the one place given."""
    given = {key: value for key, value in places.items() if value is not None}
    if len(given) != 1:
        got = " and ".join(given) or "none"
        question.add("must be exactly one of --base, --runway-m and --ship", "where", got)
        return _Strip("", 0.0, 0.0)
    key, value = next(iter(given.items()))
    if key == "--base":
        return _base(question, str(value), folders)
    if key == "--runway-m":
        length_m = question.number(key, value, 1.0, LONGEST_RUNWAY_M, "m")
        return _Strip("the runway", length_m, 0.0)
    return _deck(question, str(value), folders)


def _base(question: Question, name: str, folders: Sequence[Folder]) -> _Strip:
    """Return a base's longest runway: of its card, or of the world table."""
    place = question.place("--base", name, folders)
    card_id = find_base_id(name, folders)
    base = cards.base(card_id, folders) if card_id is not None else listed_base(name.strip().upper())
    length_m = base.longest_runway_m if base is not None else 0.0
    if length_m <= 0.0:
        question.add("must be a base whose card has a runway", "--base", name, "Give its length with --runway-m.")
    return _Strip(place.name, length_m, place.elevation_m)


def _deck(question: Question, name: str, folders: Sequence[Folder]) -> _Strip:
    """Return the part of a ship's deck that a take-off can use."""
    if find_id("ships", name, folders) is None:
        hint = nearest_name(name, [*cards.ids("ships", folders), *card_names("ships", folders)])
        question.add(
            "must be a ship with a card", "--ship", name, hint or "Give the length of its deck with --runway-m."
        )
        return _Strip(name, 0.0, 0.0)
    card = cards.ship(name, folders)
    return _Strip(f"{card.name} (deck run)", card.deck_run_m, 0.0)


def _temperature(question: Question, oat_c: float | None, elevation_m: float) -> tuple[float, float]:
    """Return outside air temperature [deg C] and how much warmer than standard that is [K]."""
    standard_k = isa_temperature_k(elevation_m)
    if oat_c is None:
        return float(standard_k - CELSIUS_ZERO_K), 0.0
    celsius = question.number("--oat-c", oat_c, COLDEST_C, HOTTEST_C, "deg C")
    return celsius, float(celsius + CELSIUS_ZERO_K - standard_k)


def _check_mode(question: Question, mode: str, known: Sequence[str]) -> None:
    """Note a mode that is not known."""
    if mode not in known:
        question.add(f"must be {' or '.join(known)}", "--mode", mode, nearest_name(str(mode), known))


def _takeoff_words(loaded: Loaded, mode: str, wet: bool) -> tuple[str, ...]:
    """Return how the lengths are defined."""
    if mode == "short":
        return (
            f"deck run of the card, {loaded.a.short_takeoff_m:,.0f} m, read at full internal fuel and "
            f"{SHORT_TAKEOFF_LOAD_KG:,.0f} kg of stores, tropical day, 10 kt over the deck",
            "scaled: at the end of the run wing lift and vertical thrust carry the mass; run by the balance of forces, "
            "vertical thrust with pressure and heat",
            f"field length: {FIELD_FACTOR} times the run; no margin for deck motion",
        )
    return (
        f"field length: {FIELD_FACTOR} times the distance to 50 ft with all engines (14 CFR 25.113(a)(2)); no engine failure "
        "is counted",
        "ground roll to 1.1 times the stall speed in take-off position" + (", afterburner lit" if wet else ""),
        "dry, level, paved runway",
    )
