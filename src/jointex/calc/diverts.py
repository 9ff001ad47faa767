"""Diverts of a ferry: base cards with runway enough, places the user names, and airfields that could close a gap."""

from __future__ import annotations

from collections.abc import Sequence

from jointex import cards
from jointex.calc.aircraft import Loaded
from jointex.calc.landings import landing_lengths
from jointex.calc.questions import Place, Question
from jointex.calc.strips import Strip, Weather, read_air
from jointex.cards.bases import find_base_id
from jointex.cards.shelf import Folder
from jointex.flight.runway import keeps_to_pavement
from jointex.units import FOOT_M, nautical_miles

MOST_OFFERED = 3


def read_diverts(question: Question, loaded: Loaded, named: Sequence[str], folders: Sequence[Folder]) -> list[Place]:
    """Return base cards with runway enough and the places named, whose runways must do too.

    Parameters
    ----------
    question : Question
        Takes the faults.
    loaded : Loaded
        Who must land there.
    named : sequence of str
        Places as given.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    list of Place
    """
    found = [question.place("--divert", text, folders) for text in named]
    known = _runways_m(found, loaded, folders)
    for place, length_m in zip(found, known, strict=True):
        if length_m is not None and length_m < _needed_m(loaded, place):
            rule = f"must have a runway of {_needed_m(loaded, place):,.0f} m for {loaded.card.id}; it has {length_m:,.0f} m"
            question.add(rule, "--divert", place.name, "Name another place.")
    bases = [question.place("--divert", card_id, folders) for card_id in cards.ids("bases", folders)]
    lengths_m = _runways_m(bases, loaded, folders)
    fit = [(length_m or 0.0) >= _needed_m(loaded, base) for base, length_m in zip(bases, lengths_m, strict=True)]
    return found + [base for base, fits in zip(bases, fit, strict=True) if fits]


def offer_diverts(loaded: Loaded, where_deg: tuple[float, float], within_m: float) -> str:
    """Return the way out of a gap: airfields of the world tables near it that the aircraft could use.

    Parameters
    ----------
    loaded : Loaded
        The aircraft.
    where_deg : tuple of float
        Middle of the gap: latitude, longitude [deg].
    within_m : float
        How far around to look [m].

    Returns
    -------
    str
        A sentence.
    """
    from jointex.earth.geodesics import distance_course
    from jointex.earth.places import airports_near
    from jointex.earth.runways import longest_paved
    from jointex.units import RADIAN_DEG

    around = airports_near(*where_deg, within_m)
    strips = longest_paved({airport.code for airport in around})
    offered = []
    for airport in around:
        strip = strips.get(airport.code)
        place = Place(airport.code, airport.latitude_deg, airport.longitude_deg, airport.elevation_m)
        if strip is not None and strip.length_ft * FOOT_M >= _needed_m(loaded, place):
            ends = (*where_deg, airport.latitude_deg, airport.longitude_deg)
            off_nm = nautical_miles(float(distance_course(*(angle / RADIAN_DEG for angle in ends))[0]))
            offered.append(f"{airport.code} ({airport.name}, {off_nm:,.0f} NM)")
        if len(offered) == MOST_OFFERED:
            break
    if not offered:
        return "No airfield with runway enough is nearer; fly another way, by places between, or with external tanks."
    return f"Name a nearer one with --divert, such as {', '.join(offered)}; or carry external tanks."


def _needed_m(loaded: Loaded, place: Place) -> float:
    """Return the field length of a landing at the greatest landing mass [m]."""
    air = read_air(Question(), Strip("", 0.0, place.elevation_m), Weather())
    return landing_lengths(loaded, loaded.a.max_landing_mass_kg, air, 0.0, "conventional")[2]


def _runways_m(places: Sequence[Place], loaded: Loaded, folders: Sequence[Folder]) -> list[float | None]:
    """Return the longest runway of each place that the type can use [m]; None where nothing is known of it."""
    codes = [place.name.split()[0] for place in places]
    ids = [find_base_id(code, folders) for code in codes]
    others = {code for code, card_id in zip(codes, ids, strict=True) if card_id is None}
    strips = {}
    if others:
        from jointex.earth.runways import longest_paved

        strips = longest_paved(others)
    found: list[float | None] = []
    for code, card_id in zip(codes, ids, strict=True):
        if card_id is not None:
            runway = cards.base(card_id, folders).longest_runway(keeps_to_pavement(loaded.a))
            found.append(float(runway.length.si) if runway else 0.0)
        else:
            found.append(strips[code].length_ft * FOOT_M if code in strips else None)
    return found
