"""`calc leg`: one leg of one aircraft; time, fuel, and whether it can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jointex.calc.aircraft import Loaded, load, load_words
from jointex.calc.distances import between
from jointex.calc.questions import Question
from jointex.cards.shelf import Folder
from jointex.flight.journey import RESERVE_RULE, TAXI_OUT_S, Conditions, Journey, fly_leg
from jointex.flight.performance import best_range_cruise, long_range_mach, sound_m_s, thrust_limited_mach
from jointex.units import FLIGHT_LEVEL_M, KNOT_M_S, flight_level, nautical_miles

GREATEST_WIND_KT = 250.0
"""Strongest wind taken [kt]; jet streams seldom pass 200."""
WIND_SHARE = 0.6
"""Largest share of the true airspeed that a head wind may take."""
LOWEST_LEVEL = 20.0
"""Lowest cruise level taken [flight level]."""
SHORTEST_LEG_M = 1000.0
"""Shorter than this is no leg [m]."""


@dataclass(frozen=True)
class Leg:
    """The answer of `leg`.

    Attributes
    ----------
    distance_nm : float
        Shortest line between the places [NM].
    block_time_h : float
        From start of taxi to touch-down [h].
    fuel_kg : float
        Fuel from start of taxi to touch-down [kg]; more than is on board where that does not suffice.
    landing_fuel_kg : float
        Fuel left at touch-down [kg]; below 0 by what is missing.
    feasible : bool
        Whether the aircraft lands with the reserve on board.
    reason : str
        Why not, with numbers; empty if it does.
    flight_time_h : float
        From brake release to touch-down [h].
    loaded_fuel_kg, reserve_fuel_kg, takeoff_mass_kg : float
        Fuel before taxi, reserve to be kept, mass at brake release [kg].
    cruise_level, cruise_mach : int, float
        Last flight level and Mach number in cruise.
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated figures in the cards used.
    """

    distance_nm: float
    block_time_h: float
    fuel_kg: float
    landing_fuel_kg: float
    feasible: bool
    reason: str
    flight_time_h: float
    loaded_fuel_kg: float
    reserve_fuel_kg: float
    takeoff_mass_kg: float
    cruise_level: int
    cruise_mach: float
    assumptions: tuple[str, ...]
    estimated_fraction: float


def leg(
    aircraft: str,
    from_: str,
    to: str,
    *,
    payload_kg: float = 0.0,
    fuel_kg: float | None = None,
    level: str | float | None = None,
    headwind_kt: float = 0.0,
    folders: Sequence[Folder] = (),
) -> Leg:
    """Fly one leg.

    Parameters
    ----------
    aircraft : str
        Card id, such as `B-52H`.
    from_, to : str
        ICAO code, id or name of a base card, or `latitude,longitude` [deg].
    payload_kg : float
        Payload without outside drag [kg].
    fuel_kg : float or None
        Fuel loaded [kg]; `None` for full internal fuel within the largest take-off mass.
    level : str or float or None
        Flight level such as 280 or `FL280`; `None` for the best one, with step climbs.
    headwind_kt : float
        Head wind all along [kt]; negative is tail wind.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Leg
        Times hold also where the fuel does not suffice: the flight is then counted as if it went on.

    Raises
    ------
    QuestionError
        If a place is unknown or a number out of bounds: all faults at once, with the bounds.
    CardError
        If the aircraft has no card.
    """
    question = Question()
    start, end = question.place("--from", from_, folders), question.place("--to", to, folders)
    headwind = question.number("--headwind-kt", headwind_kt, -GREATEST_WIND_KT, GREATEST_WIND_KT, "kt")
    loaded = load(question, aircraft, payload_kg, folders=folders)
    wanted_m = _level_m(question, loaded, level)
    fuel = _fuel_kg(question, loaded, fuel_kg)
    question.check()
    distance_m, _ = between(start, end)
    if distance_m < SHORTEST_LEG_M:
        question.add("must be another place than --from", "--to", to)
        question.check()
    air = Conditions(headwind * KNOT_M_S, 0.0, start.elevation_m, end.elevation_m)
    journey = fly_leg(loaded.a, fuel, distance_m, air, wanted_m, _chosen_mach(loaded.a, fuel, wanted_m))
    cruise = journey.phase("cruise")
    _check_wind(question, journey, headwind)
    reason = _reason(journey, fuel_kg is None)
    return Leg(
        distance_nm=nautical_miles(distance_m),
        block_time_h=journey.time_s / 3600.0,
        fuel_kg=journey.fuel_kg,
        landing_fuel_kg=journey.landing_fuel_kg,
        feasible=not reason,
        reason=reason,
        flight_time_h=journey.flight_time_s / 3600.0,
        loaded_fuel_kg=fuel,
        reserve_fuel_kg=journey.reserve_kg,
        takeoff_mass_kg=loaded.a.empty_mass_kg + loaded.a.load_mass_kg + fuel - journey.phase("taxi").fuel_kg,
        cruise_level=flight_level(cruise.level_m),
        cruise_mach=cruise.mach,
        assumptions=_assumptions(loaded, journey, wanted_m, headwind, fuel_kg is None),
        estimated_fraction=loaded.estimated_fraction,
    )


def _chosen_mach(a: Any, fuel_kg: float, wanted_m: float | None) -> float:
    """Return the cruise Mach number of a turboprop, which crews choose away from long-range cruise; 0 for a jet."""
    if a.shaft_power_w <= 0.0:
        return 0.0
    mass_kg = a.empty_mass_kg + a.load_mass_kg + fuel_kg
    level_m = best_range_cruise(a, mass_kg, 0.0, a.ceiling_m)[0] if wanted_m is None else wanted_m
    fastest = thrust_limited_mach(a, mass_kg, level_m, 0.0, False)
    slowest = long_range_mach(a, mass_kg, level_m, 0.0)[0]
    return float(min(a.cruise_mach, fastest) if fastest > 0.0 else slowest)


def _level_m(question: Question, loaded: Loaded, level: str | float | None) -> float | None:
    """Return the cruise level wanted [m], at most the ceiling."""
    if level is None:
        return None
    ceiling = int(loaded.a.ceiling_m / FLIGHT_LEVEL_M + 0.01)
    hint = f"The ceiling of {loaded.card.id} is FL{ceiling}; leave --level out for the best one."
    return question.level_m("--level", level, LOWEST_LEVEL, ceiling, hint)


def _fuel_kg(question: Question, loaded: Loaded, fuel_kg: float | None) -> float:
    """Return the fuel loaded [kg], at most what tanks and take-off mass allow."""
    most_kg = max(0.0, loaded.fuel_kg)
    if fuel_kg is None:
        return most_kg
    hint = f"Tanks hold {loaded.a.fuel_capacity_kg:,.0f} kg; the take-off mass with this load allows {most_kg:,.0f} kg."
    return question.number("--fuel-kg", fuel_kg, 0.0, most_kg, "kg", hint)


def _check_wind(question: Question, journey: Journey, headwind_kt: float) -> None:
    """Refuse a head wind against which the aircraft hardly moves."""
    cruise = journey.phase("cruise")
    airspeed_kt = cruise.mach * sound_m_s(cruise.level_m, 0.0) / KNOT_M_S
    if cruise.mach > 0.0 and headwind_kt > WIND_SHARE * airspeed_kt:
        rule = f"must not exceed {WIND_SHARE:.0%} of the true airspeed in cruise, {airspeed_kt:,.0f} kt"
        question.add(rule, "--headwind-kt", f"{headwind_kt:g}", "Fly higher, where the true airspeed is greater.")
        question.check()


def _reason(journey: Journey, is_full: bool) -> str:
    """Return why the leg cannot be done, and ways out, or nothing."""
    ways_out = "stop or refuel on the way, or carry less" + ("" if is_full else ", or load more fuel")
    left_kg = journey.landing_fuel_kg
    if left_kg < 0.0:
        missing = f"needs {journey.fuel_kg:,.0f} kg and the reserve of {journey.reserve_kg:,.0f} kg"
        return (
            f"{missing}, has {journey.fuel_loaded_kg:,.0f} kg: {journey.reserve_kg - left_kg:,.0f} kg short; {ways_out}"
        )
    if left_kg < journey.reserve_kg:
        return f"lands with {left_kg:,.0f} kg, {journey.reserve_kg - left_kg:,.0f} kg below the reserve; {ways_out}"
    return ""


def _assumptions(
    loaded: Loaded, journey: Journey, wanted_m: float | None, headwind_kt: float, is_full: bool
) -> tuple[str, ...]:
    """Return what the answer rests on."""
    cruise = journey.phase("cruise")
    level = "best-range level with step climbs" if wanted_m is None else "level as asked"
    if wanted_m is not None and abs(cruise.level_m - wanted_m) > 1.0:
        level = f"FL{flight_level(wanted_m)} is out of reach at this mass or distance, so lower"
    end = flight_level(cruise.level_m)
    wind = "head wind" if headwind_kt > 0.0 else "tail wind"
    way = "long-range cruise (99 % of best specific range)"
    if loaded.a.shaft_power_w > 0.0:
        way = "the card's cruise speed, as far as thrust allows"
    words = [
        "full internal fuel within the largest take-off mass" if is_full else "fuel as given",
        *load_words(loaded),
        f"{level} (last FL{end}); {way}, Mach {cruise.mach:.2f} at the end",
        f"{wind} {abs(headwind_kt):g} kt all along, standard day" if headwind_kt else "still air, standard day",
        f"block time from taxi ({TAXI_OUT_S / 60.0:.0f} min allowed) to touch-down; climb on the card's schedule, "
        "descent at 3 degrees or idle, 8 NM of approach; direct line",
        RESERVE_RULE,
    ]
    landing_kg = loaded.a.empty_mass_kg + loaded.a.load_mass_kg + max(0.0, journey.landing_fuel_kg)
    if landing_kg > loaded.a.max_landing_mass_kg:
        over_kg = landing_kg - loaded.a.max_landing_mass_kg
        words.append(f"lands {over_kg:,.0f} kg above the largest landing mass: load less fuel, burn or dump it")
    return tuple(words)
