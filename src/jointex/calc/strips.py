"""Where an aircraft takes off or lands: runway or deck, the air over it, and how the deck moves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jointex import cards
from jointex.calc.aircraft import Loaded
from jointex.calc.questions import Question
from jointex.cards.bases import find_base_id, listed_base
from jointex.cards.models import BaseCard, ShipCard
from jointex.cards.names import card_names, find_id
from jointex.cards.shelf import Folder
from jointex.earth.atmosphere import SEA_LEVEL_PRESSURE_PA, altitude_at_pressure_ratio_m, isa_temperature_k
from jointex.earth.sea import SEA_STATES, sea
from jointex.errors import nearest_name
from jointex.flight.deck import (
    DECK_VELOCITY_LIMIT_M_S,
    PITCH_LIMIT_RAD,
    STILL,
    USUAL_PERIOD_S,
    DeckMotion,
    motion_in_sea,
    motion_of,
)
from jointex.flight.runway import keeps_to_pavement
from jointex.units import CELSIUS_ZERO_K, FOOT_M, KNOT_M_S, degrees

COLDEST_C, HOTTEST_C = -60.0, 60.0
"""Outside air temperatures taken [deg C]."""

OATS_C = tuple(2.5 * step for step in range(-8, 21))
"""Temperatures of a table or picture over temperature [deg C]."""

STRONGEST_WIND_KT = 60.0
"""Strongest wind over deck or down the runway taken [kt]."""

LONGEST_RUNWAY_M = 10_000.0
"""Longest runway taken [m]."""

LOWEST_HPA, HIGHEST_HPA = 870.0, 1090.0
"""Pressures at sea level taken [hPa]: about those ever measured."""

LOWEST_FT, HIGHEST_FT = -2000.0, 16_000.0
"""Pressure altitudes of fields taken [ft]; the highest airport lies at 14,500 ft."""

SLOWEST_KT = 10.0
"""Speed at which a ship steams into the sea where the wind over deck is less [kt]. Estimated: steerage way."""

GREATEST_PITCH_DEG, GREATEST_HEAVE_M = 10.0, 10.0
"""Greatest motions of a deck taken [deg, m]."""


@dataclass(frozen=True)
class Strip:
    """A runway or deck.

    Attributes
    ----------
    name : str
        As shown in the answer.
    length_m : float
        Longest of its runways, or the deck run [m]; infinite where nothing bounds it.
    elevation_m : float
        Height above the sea [m].
    base : BaseCard or None
        Whose runway it is.
    ship : ShipCard or None
        Whose deck it is.
    """

    name: str
    length_m: float
    elevation_m: float
    base: BaseCard | None = None
    ship: ShipCard | None = None


@dataclass(frozen=True)
class Air:
    """The air over a strip.

    Attributes
    ----------
    pressure_altitude_m : float
        Pressure altitude [m].
    oat_c : float
        Outside air temperature [deg C].
    offset_k : float
        How much warmer than standard that is [K].
    """

    pressure_altitude_m: float
    oat_c: float
    offset_k: float


@dataclass(frozen=True)
class Weather:
    """What a question says of air, wind and sea; `None` for what is left out.

    Attributes
    ----------
    oat_c, qnh_hpa, pressure_altitude_ft : float or None
        Outside air temperature [deg C], pressure at sea level [hPa], pressure altitude [ft].
    wind_over_deck_kt : float
        Wind down the deck or runway [kt].
    sea_state : int or None
        0 to 9.
    deck_pitch_deg, deck_heave_m : float or None
        Significant single amplitudes [deg, m].
    """

    oat_c: float | None = None
    qnh_hpa: float | None = None
    pressure_altitude_ft: float | None = None
    wind_over_deck_kt: float = 0.0
    sea_state: int | None = None
    deck_pitch_deg: float | None = None
    deck_heave_m: float | None = None


def read_strip(
    question: Question, places: Mapping[str, object], folders: Sequence[Folder], needed: bool = True
) -> Strip:
    """Return the one place given, faults noted in the question.

    Parameters
    ----------
    question : Question
        Takes the faults.
    places : mapping of str to object
        What `--base`, `--runway-m` and `--ship` were given; `None` for those left out.
    folders : sequence of path
        The user's card folders.
    needed : bool
        Whether there must be one; a question without asks at sea level, where no length bounds it.

    Returns
    -------
    Strip
    """
    given = {key: value for key, value in places.items() if value is not None}
    if not given and not needed:
        return Strip("sea level", math.inf, 0.0)
    if len(given) != 1:
        got = " and ".join(given) or "none"
        question.add("must be exactly one of --base, --runway-m and --ship", "where", got)
        return Strip("", 0.0, 0.0)
    key, value = next(iter(given.items()))
    if key == "--base":
        return _base(question, str(value), folders)
    if key == "--runway-m":
        return Strip("the runway", question.number(key, value, 1.0, LONGEST_RUNWAY_M, "m"), 0.0)
    return _deck(question, str(value), folders)


def read_air(question: Question, strip: Strip, weather: Weather) -> Air:
    """Return the air over a strip, faults noted in the question.

    Parameters
    ----------
    question : Question
        Takes the faults.
    strip : Strip
        Where.
    weather : Weather
        What was given.

    Returns
    -------
    Air
        Standard pressure and a standard day where nothing was given.
    """
    level_m = strip.elevation_m
    if weather.qnh_hpa is not None and weather.pressure_altitude_ft is not None:
        question.add("must be left out with --pressure-altitude-ft: one gives the other", "--qnh-hpa", weather.qnh_hpa)
    elif weather.qnh_hpa is not None:
        hint = f"Standard is {SEA_LEVEL_PRESSURE_PA / 100.0:.2f} hPa; 29.92 inHg is the same."
        pressure_hpa = question.number("--qnh-hpa", weather.qnh_hpa, LOWEST_HPA, HIGHEST_HPA, "hPa", hint)
        level_m += float(altitude_at_pressure_ratio_m(100.0 * pressure_hpa / SEA_LEVEL_PRESSURE_PA))
    elif weather.pressure_altitude_ft is not None:
        level_ft = weather.pressure_altitude_ft
        level_m = FOOT_M * question.number("--pressure-altitude-ft", level_ft, LOWEST_FT, HIGHEST_FT, "ft")
    standard_c = float(isa_temperature_k(level_m)) - CELSIUS_ZERO_K
    if weather.oat_c is None:
        return Air(level_m, standard_c, 0.0)
    celsius = question.number("--oat-c", weather.oat_c, COLDEST_C, HOTTEST_C, "deg C")
    return Air(level_m, celsius, celsius - standard_c)


def read_wind_kt(question: Question, weather: Weather) -> float:
    """Return the wind down the strip [kt], faults noted in the question."""
    return question.number("--wind-over-deck-kt", weather.wind_over_deck_kt, 0.0, STRONGEST_WIND_KT, "kt")


def read_motion(question: Question, strip: Strip, weather: Weather, wind_kt: float) -> DeckMotion:
    """Return how the deck moves, faults noted in the question.

    Parameters
    ----------
    question : Question
        Takes the faults.
    strip : Strip
        Where.
    weather : Weather
        What was given.
    wind_kt : float
        Wind over the deck [kt]: so fast the ship steams into the sea, within `SLOWEST_KT` and its greatest speed.

    Returns
    -------
    DeckMotion
        Still where nothing was given.
    """
    moved = {"--deck-pitch-deg": weather.deck_pitch_deg, "--deck-heave-m": weather.deck_heave_m}
    given = [key for key, value in {"--sea-state": weather.sea_state, **moved}.items() if value is not None]
    if not given:
        return STILL
    if strip.ship is None:
        question.add("must be left out unless --ship says which deck moves", " and ".join(given))
        return STILL
    hull = strip.ship.hull
    if weather.sea_state is None:
        pitch_deg = question.number("--deck-pitch-deg", weather.deck_pitch_deg or 0.0, 0.0, GREATEST_PITCH_DEG, "deg")
        heave_m = question.number("--deck-heave-m", weather.deck_heave_m or 0.0, 0.0, GREATEST_HEAVE_M, "m")
        return motion_of(math.radians(pitch_deg), heave_m, hull.length.si)
    if len(given) > 1:
        question.add("must be left out with --sea-state, which gives pitch and heave", " and ".join(given[1:]))
    state = question.number("--sea-state", weather.sea_state, 0, len(SEA_STATES) - 1, "")
    if state != int(state):
        question.add("must be a whole number", "--sea-state", weather.sea_state)
    speed_m_s = min(max(wind_kt, SLOWEST_KT) * KNOT_M_S, strip.ship.speed_m_s)
    return motion_in_sea(hull.length.si, hull.draught.si, hull.displacement.si, speed_m_s, sea(int(state)))


def check_mode(question: Question, mode: str, known: Sequence[str]) -> None:
    """Note a mode that is not known.

    Parameters
    ----------
    question : Question
        Takes the fault.
    mode : str
        What was given.
    known : sequence of str
        What is known.
    """
    if mode not in known:
        question.add(f"must be {' or '.join(known)}", "--mode", mode, nearest_name(str(mode), known))


def usable_m(question: Question, loaded: Loaded, strip: Strip) -> float:
    """Return the length that the type can use, faults noted in the question.

    Parameters
    ----------
    question : Question
        Takes the faults.
    loaded : Loaded
        The type.
    strip : Strip
        Where.

    Returns
    -------
    float
        Length [m]: jets keep off strips without a hard surface.
    """
    if strip.base is None or not strip.base.runways:
        return strip.length_m
    runway = strip.base.longest_runway(keeps_to_pavement(loaded.a))
    if runway is None:
        hint = "Turboprops can; or give a length with --runway-m."
        question.add(f"must be a base with a paved runway for {loaded.card.id}, a jet", "--base", strip.name, hint)
        return 0.0
    return runway.length.si


def air_words(strip: Strip, air: Air, wind_kt: float) -> str:
    """Return where and in what air in words."""
    height = f"{strip.elevation_m:,.0f} m above the sea"
    if abs(air.pressure_altitude_m - strip.elevation_m) > 0.5:
        height += f", pressure altitude {air.pressure_altitude_m / FOOT_M:,.0f} ft"
    return (
        f"{strip.name}, {height}, {air.oat_c:.1f} deg C (standard {air.offset_k:+.1f}), {wind_kt:g} kt of wind down it"
    )


def motion_words(motion: DeckMotion, weather: Weather) -> str:
    """Return how the deck moves in words, and on what that rests."""
    if motion == STILL:
        return "deck that does not move: give --sea-state, or --deck-pitch-deg and --deck-heave-m"
    moved = (
        f"pitch {degrees(motion.pitch_rad):.1f} deg, heave {motion.heave_m:.1f} m, bow {motion.bow_velocity_m_s:.1f} m/s "
        "(mean of the highest third)"
    )
    if weather.sea_state is None:
        return f"deck moves: {moved}, every {USUAL_PERIOD_S:g} s (estimated)"
    waves = sea(int(weather.sea_state))
    return (
        f"deck moves: {moved}, derived from head seas of {waves.height_m:g} m and {waves.period_s:g} s "
        f"met at the speed of the wind over deck, {SLOWEST_KT:g} kt at least (Jensen and others, 2004; hull of the card)"
    )


def motion_reason(motion: DeckMotion) -> str:
    """Return why a deck moves too much to fly from, or nothing."""
    if motion.is_within_limits:
        return ""
    return (
        f"deck moves too much: pitch {degrees(motion.pitch_rad):.1f} deg of {degrees(PITCH_LIMIT_RAD):.0f}, "
        f"spot {motion.spot_velocity_m_s:.1f} m/s of {DECK_VELOCITY_LIMIT_M_S:g} (STANAG 4154, quoted from memory)"
    )


def _base(question: Question, name: str, folders: Sequence[Folder]) -> Strip:
    """Return a base's longest runway: of its card, or of the world table."""
    n_faults = len(question.faults)
    place = question.place("--base", name, folders)
    if len(question.faults) > n_faults:
        return Strip(name, 0.0, 0.0)
    card_id = find_base_id(name, folders)
    base = cards.base(card_id, folders) if card_id is not None else listed_base(name.strip().upper())
    length_m = base.longest_runway_m if base is not None else 0.0
    if length_m <= 0.0:
        hint = "Give its length with --runway-m and its height with --pressure-altitude-ft, or write a card for it."
        question.add("must be a base for which a runway is known: 0 in cards and world table", "--base", name, hint)
    return Strip(place.name, length_m, place.elevation_m, base)


def _deck(question: Question, name: str, folders: Sequence[Folder]) -> Strip:
    """Return the part of a ship's deck that a take-off can use."""
    if find_id("ships", name, folders) is None:
        hint = nearest_name(name, [*cards.ids("ships", folders), *card_names("ships", folders)])
        question.add(
            "must be a ship with a card", "--ship", name, hint or "Give the length of its deck with --runway-m."
        )
        return Strip(name, 0.0, 0.0)
    card = cards.ship(name, folders)
    return Strip(f"{card.name} (deck run)", card.deck_run_m, card.deck.height.si, ship=card)
