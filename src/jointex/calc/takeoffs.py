"""`calc takeoff`: whether the strip or deck is long enough."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
from jointex.errors import QuestionError
from jointex.flight.deck import (
    SHORT_TAKEOFF_LOAD_KG,
    SINK_ALLOWED_M,
    STILL,
    DeckMotion,
    hover_lift_n,
    short_takeoff_run_m,
)
from jointex.flight.runway import FIELD_FACTOR, OBSTACLE_RATIO, takeoff_lengths_m
from jointex.units import FOOT_M, KNOT_M_S

TAKEOFF_MODES = ("conventional", "short")


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
        Whether the runway or deck has it, and does not move too much.
    reason : str
        Why not, with numbers; empty if it has.
    where : str
        The runway or deck.
    runway_m, mass_kg, oat_c, pressure_altitude_m : float
        Length there is [m], mass at brake release [kg], temperature [deg C], pressure altitude [m].
    deck_motion_margin_m : float
        How much of the field length the motion of the deck takes [m].
    greatest_mass_kg : float or None
        Greatest mass for which the strip is long enough [kg]; `None` where it is not even for the empty aircraft.
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated figures in the cards used.
    """

    ground_roll_m: float
    field_length_m: float
    ok: bool
    reason: str
    where: str
    runway_m: float
    mass_kg: float
    oat_c: float
    pressure_altitude_m: float
    deck_motion_margin_m: float
    greatest_mass_kg: float | None
    assumptions: tuple[str, ...]
    estimated_fraction: float


def takeoff(
    aircraft: str,
    *,
    base: str | None = None,
    runway_m: float | None = None,
    ship: str | None = None,
    mass_kg: float | None = None,
    mode: str = "conventional",
    oat_c: float | None = None,
    qnh_hpa: float | None = None,
    pressure_altitude_ft: float | None = None,
    wind_over_deck_kt: float = 0.0,
    sea_state: int | None = None,
    deck_pitch_deg: float | None = None,
    deck_heave_m: float | None = None,
    folders: Sequence[Folder] = (),
) -> Takeoff:
    """Return how long a take-off is and whether it fits.

    Parameters
    ----------
    aircraft : str
        Card id, such as `F-35B`.
    base : str or None
        Base with a runway, of its card or of the world table.
    runway_m : float or None
        Length of a runway at sea level [m].
    ship : str or None
        Ship card with a deck. Exactly one of the three must be given.
    mass_kg : float or None
        Mass at brake release [kg]; `None` for the largest take-off mass.
    mode : str
        `conventional`, or `short` for a type with a published deck run.
    oat_c : float or None
        Outside air temperature [deg C]; `None` for the standard day.
    qnh_hpa : float or None
        Pressure at sea level [hPa]; `None` for 1013.25.
    pressure_altitude_ft : float or None
        Pressure altitude of the strip [ft], in place of its elevation and `qnh_hpa`.
    wind_over_deck_kt : float
        Wind down the deck or runway [kt].
    sea_state : int or None
        0 to 9, for a ship; `None` for a deck that does not move.
    deck_pitch_deg, deck_heave_m : float or None
        Significant single amplitudes of the deck [deg, m], in place of `sea_state`.
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
        If the aircraft has no card: with all other faults.
    """
    question = Question()
    weather = Weather(oat_c, qnh_hpa, pressure_altitude_ft, wind_over_deck_kt, sea_state, deck_pitch_deg, deck_heave_m)
    strip = read_strip(question, {"--base": base, "--runway-m": runway_m, "--ship": ship}, folders)
    air, wind_kt = read_air(question, strip, weather), read_wind_kt(question, weather)
    motion = read_motion(question, strip, weather, wind_kt)
    check_mode(question, mode, TAKEOFF_MODES)
    loaded = load(question, aircraft, 0.0, folders=folders)
    mass = _takeoff_mass_kg(question, loaded, mass_kg)
    _check_takeoff_mode(question, loaded, mode, strip)
    length_m = usable_m(question, loaded, strip)
    question.check()
    roll_m, field_m = takeoff_lengths(loaded, mass, air, wind_kt, mode, motion)
    _check_thrust(question, strip, air, mass, field_m)
    still_m = field_m if motion == STILL else takeoff_lengths(loaded, mass, air, wind_kt, mode, STILL)[1]
    most_kg = _greatest_mass_kg(loaded, length_m, air, wind_kt, mode, motion)
    short = "" if field_m <= length_m else _too_short(strip, field_m, length_m, most_kg)
    reason = "; ".join(filter(None, [short, motion_reason(motion)]))
    given = "" if mass_kg is not None else " (largest take-off mass)"
    assumptions = (
        f"mass {mass:,.0f} kg{given}, no stores outside",
        air_words(strip, air, wind_kt),
        *_takeoff_words(loaded, mode),
        *((motion_words(motion, weather), *_margin_words(motion)) if strip.ship is not None else ()),
    )
    return Takeoff(
        roll_m,
        field_m,
        not reason,
        reason,
        strip.name,
        length_m,
        mass,
        air.oat_c,
        air.pressure_altitude_m,
        field_m - still_m,
        most_kg,
        assumptions,
        loaded.estimated_fraction,
    )


def _check_thrust(question: Question, strip: Strip, air: Air, mass_kg: float, field_m: float) -> None:
    """Refuse a take-off that no length of runway allows."""
    if not math.isfinite(field_m):
        rule = f"must let the aircraft take off and climb away at {air.oat_c:.0f} deg C and {strip.elevation_m:,.0f} m"
        way_out = "Thrust does not suffice: lighter, cooler, lower, a calmer sea."
        question.add(rule, "--mass-kg", f"{mass_kg:,.0f}", way_out)
        question.check()


def _too_short(strip: Strip, field_m: float, length_m: float, most_kg: float | None) -> str:
    """Return what a strip lacks, and what it is long enough for."""
    way_out = (
        f"long enough for {most_kg:,.0f} kg, or for more wind or a cooler day" if most_kg else "too short even empty"
    )
    return f"needs {field_m:,.0f} m, {strip.name} has {length_m:,.0f} m: {way_out}"


@dataclass(frozen=True)
class TakeoffByTemperature:
    """One temperature of a picture.

    Attributes
    ----------
    oat_c : float
        Outside air temperature [deg C].
    ground_roll_m, field_length_m : float
        As in `Takeoff` [m].
    """

    oat_c: float
    ground_roll_m: float
    field_length_m: float


def takeoffs_by_oat(aircraft: str, **how: Any) -> tuple[TakeoffByTemperature, ...]:
    """Return ground roll and field length over temperature.

    Parameters
    ----------
    aircraft : str
        Card id.
    **how
        As in `takeoff`, without `oat_c`.

    Returns
    -------
    tuple of TakeoffByTemperature
        At `OATS_C`; temperatures at which it cannot take off are left out.

    Raises
    ------
    QuestionError
        If it cannot take off at any of them: what `takeoff` says of the coldest.
    CardError
        If the aircraft has no card.
    """
    rows, refused = [], None
    for celsius in OATS_C:
        try:
            found = takeoff(aircraft, oat_c=celsius, **how)
        except QuestionError as error:
            refused = refused or error
            continue
        rows.append(TakeoffByTemperature(celsius, found.ground_roll_m, found.field_length_m))
    if not rows and refused is not None:
        raise refused
    return tuple(rows)


def takeoff_lengths(
    loaded: Loaded,
    mass_kg: float,
    air: Air,
    wind_kt: float,
    mode: str,
    motion: DeckMotion = STILL,
    lift_n: float | None = None,
) -> tuple[float, float]:
    """Return ground roll and field length of a take-off.

    Parameters
    ----------
    loaded : Loaded
        The aircraft.
    mass_kg : float
        At brake release [kg].
    air : Air
        Over the strip.
    wind_kt : float
        Down the strip [kt].
    mode : str
        `conventional` or `short`.
    motion : DeckMotion
        How the deck moves.
    lift_n : float or None
        From `flight.deck.hover_lift_n`, where many are asked for.

    Returns
    -------
    tuple of float
        Both [m]; infinite where it cannot.
    """
    a, wind_m_s, level_m = loaded.a, wind_kt * KNOT_M_S, air.pressure_altitude_m
    if mode == "short":
        roll_m = short_takeoff_run_m(a, mass_kg, level_m, air.offset_k, wind_m_s, motion, lift_n)
        return roll_m, FIELD_FACTOR * roll_m
    roll_m, field_m = takeoff_lengths_m(a, mass_kg, level_m, air.offset_k, a.wet_thrust_n > 0.0, wind_m_s)
    return float(roll_m), float(field_m)


def _greatest_mass_kg(
    loaded: Loaded, length_m: float, air: Air, wind_kt: float, mode: str, motion: DeckMotion
) -> float | None:
    """Return the greatest mass that a length suffices for [kg], to 1 kg, or `None` where it does not even empty."""
    lift_n = hover_lift_n(loaded.a) if mode == "short" else None
    fits, fails = float(loaded.a.empty_mass_kg), float(loaded.a.max_takeoff_mass_kg)
    if takeoff_lengths(loaded, fits, air, wind_kt, mode, motion, lift_n)[1] > length_m:
        return None
    if takeoff_lengths(loaded, fails, air, wind_kt, mode, motion, lift_n)[1] <= length_m:
        return fails
    while fails - fits > 1.0:
        middle = 0.5 * (fits + fails)
        if takeoff_lengths(loaded, middle, air, wind_kt, mode, motion, lift_n)[1] <= length_m:
            fits = middle
        else:
            fails = middle
    return fits


def _takeoff_mass_kg(question: Question, loaded: Loaded, mass_kg: float | None) -> float:
    """Return the mass at brake release [kg]."""
    a, hint = loaded.a, f"{loaded.card.id} is {loaded.a.empty_mass_kg:,.0f} kg empty."
    wanted_kg = a.max_takeoff_mass_kg if mass_kg is None else mass_kg
    return question.number("--mass-kg", wanted_kg, a.empty_mass_kg, a.max_takeoff_mass_kg, "kg", hint)


def _check_takeoff_mode(question: Question, loaded: Loaded, mode: str, strip: Strip) -> None:
    """Note a take-off that the type or the ship does not have."""
    can_short = loaded.a.short_takeoff_m > 0.0
    if strip.ship is not None and not can_short:
        rule = f"must be left out for {loaded.card.id}: its card has no short take-off, and no catapults are modelled"
        question.add(rule, "--ship", strip.ship.id, "Ask for a runway, or for a type such as F-35B.")
    elif mode == "short" and not can_short:
        question.add(f"must be conventional for {loaded.card.id}: its card has no short take-off", "--mode", mode)
    elif mode == "conventional" and strip.ship is not None:
        question.add("must be short on a ship: no catapults are modelled", "--mode", mode)


def _takeoff_words(loaded: Loaded, mode: str) -> tuple[str, ...]:
    """Return how the lengths are defined."""
    if mode == "short":
        return (
            f"deck run of the card, {loaded.a.short_takeoff_m:,.0f} m, read at full internal fuel and "
            f"{SHORT_TAKEOFF_LOAD_KG:,.0f} kg of stores, tropical day, 10 kt over the deck",
            "scaled: at the end of the run wing lift and vertical thrust carry the mass; run by the balance of forces, "
            "vertical thrust with pressure and heat",
            f"field length: {FIELD_FACTOR} times the run",
        )
    is_wet = loaded.a.wet_thrust_n > 0.0
    return (
        f"field length: {FIELD_FACTOR} times the distance to 50 ft with all engines (14 CFR 25.113(a)(2)), "
        f"{OBSTACLE_RATIO} times the stall speed reached there; no engine failure is counted",
        "ground roll to 1.1 times the stall speed in take-off position" + (", afterburner lit" if is_wet else ""),
        "dry, level runway; strength and width are not looked at; jets keep to paved ones",
    )


def _margin_words(motion: DeckMotion) -> tuple[str, ...]:
    """Return what the margin for deck motion is."""
    if motion == STILL:
        return ()
    return (
        "margin for deck motion: the run is made up the slope of that pitch, and the sink of the falling bow must be stopped "
        f"within {SINK_ALLOWED_M / FOOT_M:.0f} ft (rule of catapult launches, read across; derived)",
    )
