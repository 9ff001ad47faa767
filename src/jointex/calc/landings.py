"""`calc landing`: how heavy it may come down, what that brings back, and the runway it takes."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass

from jointex.calc.aircraft import Loaded, load
from jointex.calc.questions import Question
from jointex.calc.strips import (
    OATS_C,
    Air,
    Strip,
    Weather,
    air_words,
    check_mode,
    motion_reason,
    motion_words,
    read_air,
    read_motion,
    read_strip,
    read_wind_kt,
    usable_m,
)
from jointex.cards.shelf import Folder
from jointex.flight.deck import DeckMotion
from jointex.flight.runway import LANDING_FACTOR, landing_lengths_m, vertical_landing_mass_kg
from jointex.units import KNOT_M_S

LANDING_MODES = ("conventional", "vertical")


@dataclass(frozen=True)
class ByTemperature:
    """One temperature of a table.

    Attributes
    ----------
    oat_c : float
        Outside air temperature [deg C].
    max_landing_mass_kg, bring_back_kg, field_length_m : float
        As in `Landing` [kg, kg, m].
    """

    oat_c: float
    max_landing_mass_kg: float
    bring_back_kg: float
    field_length_m: float


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
        What the runway must have [m]; the assumptions say by which definition; 0 for a vertical landing.
    ground_roll_m, distance_m : float
        From touch-down, and from 50 ft, to a stop [m]; 0 for a vertical landing.
    mass_kg : float
        Mass at touch-down that the lengths are for [kg].
    ok : bool or None
        Whether mass and strip allow it; `None` where neither mass nor place was given.
    reason : str
        Why not, with numbers; empty otherwise.
    where : str
        The runway or deck.
    oat_c, pressure_altitude_m : float
        Temperature [deg C], pressure altitude [m].
    by_oat : tuple of ByTemperature
        The same over temperature, where asked for.
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
    mass_kg: float
    ok: bool | None
    reason: str
    where: str
    oat_c: float
    pressure_altitude_m: float
    by_oat: tuple[ByTemperature, ...]
    assumptions: tuple[str, ...]
    estimated_fraction: float


def landing(
    aircraft: str,
    *,
    mode: str = "conventional",
    base: str | None = None,
    runway_m: float | None = None,
    ship: str | None = None,
    mass_kg: float | None = None,
    oat_c: float | None = None,
    qnh_hpa: float | None = None,
    pressure_altitude_ft: float | None = None,
    wind_over_deck_kt: float = 0.0,
    sea_state: int | None = None,
    deck_pitch_deg: float | None = None,
    deck_heave_m: float | None = None,
    by_oat: bool = False,
    folders: Sequence[Folder] = (),
) -> Landing:
    """Return the greatest landing mass, what it leaves for fuel and load, and the runway it needs.

    Parameters
    ----------
    aircraft : str
        Card id, such as `F-35B`.
    mode : str
        `conventional`, or `vertical` for a type that can.
    base, runway_m, ship : str or float or None
        At most one: a base, the length of a runway at sea level [m], a ship; a runway at sea level if all are left out.
    mass_kg : float or None
        Mass at touch-down [kg]; `None` for the greatest.
    oat_c : float or None
        Outside air temperature [deg C]; `None` for the standard day.
    qnh_hpa : float or None
        Pressure at sea level [hPa]; `None` for 1013.25.
    pressure_altitude_ft : float or None
        Pressure altitude of the strip [ft], in place of its elevation and `qnh_hpa`.
    wind_over_deck_kt : float
        Wind down the runway [kt]; a vertical landing gains nothing by it.
    sea_state : int or None
        0 to 9, for a ship.
    deck_pitch_deg, deck_heave_m : float or None
        Significant single amplitudes of the deck [deg, m], in place of `sea_state`.
    by_oat : bool
        Whether the answer holds a table over temperature.
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
        If the aircraft has no card: with all other faults.
    """
    question = Question()
    weather = Weather(oat_c, qnh_hpa, pressure_altitude_ft, wind_over_deck_kt, sea_state, deck_pitch_deg, deck_heave_m)
    strip = read_strip(question, {"--base": base, "--runway-m": runway_m, "--ship": ship}, folders, needed=False)
    air, wind_kt = read_air(question, strip, weather), read_wind_kt(question, weather)
    motion = read_motion(question, strip, weather, wind_kt)
    check_mode(question, mode, LANDING_MODES)
    loaded = load(question, aircraft, 0.0, folders=folders)
    _check_landing_mode(question, loaded, mode, strip)
    a, hint = loaded.a, f"{loaded.card.id} is {loaded.a.empty_mass_kg:,.0f} kg empty."
    most_kg = most_landing_kg(loaded, air, mode)
    wanted_kg = most_kg if mass_kg is None else mass_kg
    low_kg = min(a.empty_mass_kg, most_kg)
    mass = question.number("--mass-kg", wanted_kg, low_kg, a.max_takeoff_mass_kg, "kg", hint)
    length_m = strip.length_m if mode == "vertical" else usable_m(question, loaded, strip)
    question.check()
    lengths = landing_lengths(loaded, mass, air, wind_kt, mode)
    reason = _hover_reason(loaded, most_kg, air)
    reason = reason or _landing_reason(most_kg, mass, lengths[2], strip, length_m, motion)
    is_asked = mass_kg is not None or math.isfinite(strip.length_m) or bool(reason)
    return Landing(
        most_kg,
        max(0.0, most_kg - a.empty_mass_kg),
        lengths[2],
        lengths[0],
        lengths[1],
        mass,
        not reason if is_asked else None,
        reason,
        strip.name,
        air.oat_c,
        air.pressure_altitude_m,
        tuple(_at(loaded, air, celsius, wind_kt, mode) for celsius in OATS_C) if by_oat else (),
        _landing_assumptions(loaded, mode, strip, air, wind_kt, motion, weather, mass),
        loaded.estimated_fraction,
    )


def most_landing_kg(loaded: Loaded, air: Air, mode: str) -> float:
    """Return the greatest mass at touch-down [kg]: of the card, or what hover thrust carries in this air."""
    most_kg = loaded.a.max_landing_mass_kg
    if mode == "vertical":
        most_kg = min(most_kg, vertical_landing_mass_kg(loaded.a, air.pressure_altitude_m, air.offset_k))
    return float(most_kg)


def landing_lengths(loaded: Loaded, mass_kg: float, air: Air, wind_kt: float, mode: str) -> tuple[float, float, float]:
    """Return ground roll, distance from 50 ft and field length of a landing.

    Parameters
    ----------
    loaded : Loaded
        The aircraft; its certificate says whether the field length has the margin of 14 CFR 121.195.
    mass_kg : float
        At touch-down [kg].
    air : Air
        Over the strip.
    wind_kt : float
        Down the strip [kt].
    mode : str
        `conventional`, or `vertical`, which takes no length.

    Returns
    -------
    tuple of float
        All three [m].
    """
    if mode == "vertical":
        return 0.0, 0.0, 0.0
    roll_m, distance_m, factored_m = (
        float(length)
        for length in landing_lengths_m(loaded.a, mass_kg, air.pressure_altitude_m, air.offset_k, wind_kt * KNOT_M_S)
    )
    is_civil = loaded.card.takeoff_landing.certificate == "civil"
    return roll_m, distance_m, factored_m if is_civil else distance_m


def _at(loaded: Loaded, air: Air, celsius: float, wind_kt: float, mode: str) -> ByTemperature:
    """Return what changes with temperature, at one of them, at the greatest landing mass."""
    there = dataclasses.replace(air, oat_c=celsius, offset_k=air.offset_k + celsius - air.oat_c)
    most_kg = most_landing_kg(loaded, there, mode)
    field_m = landing_lengths(loaded, most_kg, there, wind_kt, mode)[2]
    return ByTemperature(celsius, most_kg, max(0.0, most_kg - loaded.a.empty_mass_kg), field_m)


def _check_landing_mode(question: Question, loaded: Loaded, mode: str, strip: Strip) -> None:
    """Note a landing that the type or the ship does not have."""
    if mode == "vertical" and loaded.a.vertical_landing_mass_kg <= 0.0:
        question.add(f"must be conventional for {loaded.card.id}: its card has no vertical landing", "--mode", mode)
    if mode == "conventional" and strip.ship is not None:
        question.add("must be vertical on a ship: no arresting wires are modelled", "--mode", mode)


def _hover_reason(loaded: Loaded, most_kg: float, air: Air) -> str:
    """Return why not even the empty aircraft can land so, or nothing."""
    short_kg = loaded.a.empty_mass_kg - most_kg
    if short_kg <= 0.0:
        return ""
    return (
        f"hover thrust carries {most_kg:,.0f} kg at {air.oat_c:.1f} deg C, {short_kg:,.0f} kg less than {loaded.card.id} weighs "
        "empty: land on wheels, lower, or on a cooler day"
    )


def _landing_reason(
    most_kg: float, mass_kg: float, field_m: float, strip: Strip, length_m: float, motion: DeckMotion
) -> str:
    """Return why a landing cannot be made, or nothing."""
    reasons = []
    if mass_kg > most_kg:
        reasons.append(f"{mass_kg - most_kg:,.0f} kg above the greatest landing mass of {most_kg:,.0f} kg")
    if field_m > length_m:
        reasons.append(f"needs {field_m:,.0f} m, {strip.name} has {length_m:,.0f} m")
    return "; ".join([*reasons, *filter(None, [motion_reason(motion)])])


def _landing_assumptions(
    loaded: Loaded,
    mode: str,
    strip: Strip,
    air: Air,
    wind_kt: float,
    motion: DeckMotion,
    weather: Weather,
    mass_kg: float,
) -> tuple[str, ...]:
    """Return what the answer rests on."""
    at_ship = () if strip.ship is None else (motion_words(motion, weather),)
    brought = "bring-back is fuel, stores and payload together, reserve included"
    return air_words(strip, air, wind_kt), brought, *_landing_words(loaded, mode, mass_kg), *at_ship


def _landing_words(loaded: Loaded, mode: str, mass_kg: float) -> tuple[str, ...]:
    """Return how the lengths are defined."""
    a = loaded.a
    if mode == "vertical":
        return (
            "vertical: hover thrust of the card, which falls with pressure, and with heat beyond the flat rating of its engine",
            f"the last {a.vertical_landing_s:.0f} s burn {a.vertical_landing_fuel_kg:,.0f} kg, to be on board at their start",
        )
    rule = "distance from 50 ft itself, as military figures are printed (MIL-STD-3013); 14 CFR 121.195(b) would divide by 0.6"
    if loaded.card.takeoff_landing.certificate == "civil":
        rule = f"distance from 50 ft times {LANDING_FACTOR:.2f} (14 CFR 121.195(b)), a civil certificate"
    return (
        f"field length: {rule}",
        f"at {mass_kg:,.0f} kg, approach at 1.3 times the stall speed",
        "dry, level runway, brakes alone: no reverse thrust, no parachute; strength and width are not looked at",
    )
