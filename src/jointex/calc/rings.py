"""`calc rings`: how far an aircraft reaches from one or several places, as circles on the ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jointex import cards
from jointex.calc.distances import between
from jointex.calc.questions import Place, Question
from jointex.calc.ranges import range_
from jointex.calc.sorties import radius
from jointex.cards.shelf import Folder
from jointex.errors import InputError
from jointex.flight.loadout import NO_STORES
from jointex.units import nautical_miles

MOST_PLACES = 12
"""Most places of one picture."""


@dataclass(frozen=True)
class Ring:
    """How far an aircraft reaches from one place.

    Attributes
    ----------
    place : str
        Its name.
    latitude_deg, longitude_deg : float
        Its position [deg].
    radius_nm, range_nm : float
        Out and back, and one way [NM].
    bases_in_radius, bases_in_range : int
        Base cards inside either, the place itself left out.
    """

    place: str
    latitude_deg: float
    longitude_deg: float
    radius_nm: float
    range_nm: float
    bases_in_radius: int
    bases_in_range: int


@dataclass(frozen=True)
class Rings:
    """The answer of `rings`.

    Attributes
    ----------
    radius_nm, range_nm : float
        Out and back, and one way [NM]: the same from every place.
    rings : tuple of Ring
        One for each place.
    assumptions : tuple of str
        What the answer rests on.
    estimated_fraction : float
        Share of estimated figures in the cards used.
    """

    radius_nm: float
    range_nm: float
    rings: tuple[Ring, ...]
    assumptions: tuple[str, ...]
    estimated_fraction: float


def rings(
    aircraft: str,
    places: Sequence[str],
    *,
    payload_kg: float = 0.0,
    external_tanks: int = 0,
    station_min: float = 0.0,
    reserve: str = "default",
    profile: str = "hi-hi-hi",
    stores: Mapping[str, int] = NO_STORES,
    folders: Sequence[Folder] = (),
) -> Rings:
    """Return how far an aircraft reaches with a load from one or several places.

    Parameters
    ----------
    aircraft : str
        Card id, such as `F-35B`.
    places : sequence of str
        One to `MOST_PLACES`: ICAO codes, ids or names of base cards, or `latitude,longitude` [deg], as of a ship.
    payload_kg : float
        Payload without outside drag [kg].
    external_tanks : int
        External tanks.
    station_min : float
        Time on station at the far end [min].
    reserve : str
        `default` or `none`.
    profile : str
        As in `radius`.
    stores : mapping of str to int
        Stores and how many.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Rings
        The range is one way with the same load; time on station and profile do not count in it.

    Raises
    ------
    QuestionError
        If a place is unknown or a number out of bounds: all faults at once.
    CardError
        If the aircraft has no card.
    """
    question = Question()
    if not 1 <= len(places) <= MOST_PLACES:
        question.add(f"must be given 1 to {MOST_PLACES} times", "--base", len(places))
    named = [question.place("--base", place, folders) for place in places]
    load = {"payload_kg": payload_kg, "external_tanks": external_tanks, "reserve": reserve, "stores": stores}
    try:
        out_and_back = radius(aircraft, **load, station_min=station_min, profile=profile, folders=folders)  # type: ignore[arg-type]
        one_way = range_(aircraft, **load, folders=folders)  # type: ignore[arg-type]
    except InputError as error:
        raise type(error)([*question.faults, *error.faults]) from None
    question.check()
    bases = [question.place("--base", card_id, folders) for card_id in cards.ids("bases", folders)]
    words = (
        *out_and_back.assumptions,
        "one way: the same load, flown until the reserve is left; no time on station",
        "circles of one distance on the ellipsoid, still air; no airspace, divert or opponent is counted",
    )
    return Rings(
        out_and_back.radius_nm,
        one_way.range_nm,
        tuple(_ring(place, bases, out_and_back.radius_nm, one_way.range_nm) for place in named),
        words,
        out_and_back.estimated_fraction,
    )


def _ring(place: Place, bases: Sequence[Place], radius_nm: float, range_nm: float) -> Ring:
    """Return the ring about one place."""
    away_nm = [nautical_miles(between(place, base)[0]) for base in bases if base.name != place.name]
    return Ring(
        place.name,
        place.latitude_deg,
        place.longitude_deg,
        radius_nm,
        range_nm,
        sum(bool(distance_nm <= radius_nm) for distance_nm in away_nm),
        sum(bool(distance_nm <= range_nm) for distance_nm in away_nm),
    )
