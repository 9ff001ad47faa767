"""Bases by ICAO code or name: a card wins; any other airfield of the world comes from `airportsdata`, without runways."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from jointex.cards.models import BaseCard
from jointex.cards.names import card_names, find_id
from jointex.cards.shelf import Folder, ids, load
from jointex.errors import CardError, Fault, QuestionError, nearest_name
from jointex.units import FOOT_M


def base(code_or_name: str, folders: Sequence[Folder] = ()) -> BaseCard:
    """Return the card of a base.

    Parameters
    ----------
    code_or_name : str
        ICAO code such as `RJFN`, or a name such as `Nyutabaru`; the case of letters does not matter.
    folders : sequence of path
        The user's card folders, searched first.

    Returns
    -------
    BaseCard
        Without runways where only `airportsdata` knows the place.

    Raises
    ------
    CardError
        If the place is unknown, or its card breaks rules.
    """
    card_id = find_base_id(code_or_name, folders)
    if card_id is not None:
        return load("bases", card_id, folders, BaseCard)
    elsewhere = _elsewhere(code_or_name.strip().upper())
    if elsewhere is not None:
        return elsewhere
    known = [*ids("bases", folders), *base_names(folders)]
    rule = f"base {code_or_name!r} is neither an ICAO code nor the name of a base card"
    raise CardError(Fault(rule, hint=nearest_name(code_or_name, known)))


def base_names(folders: Sequence[Folder] = ()) -> dict[str, str]:
    """Return the names of all base cards and the ids they belong to.

    Parameters
    ----------
    folders : sequence of path
        The user's card folders, searched first.

    Returns
    -------
    dict
        Id by name.
    """
    return card_names("bases", folders)


def find_base_id(code_or_name: str, folders: Sequence[Folder] = ()) -> str | None:
    """Return the id of a base card by code or name, or `None` if there is none.

    Parameters
    ----------
    code_or_name : str
        ICAO code or name.
    folders : sequence of path
        The user's card folders, searched first.

    Returns
    -------
    str or None
    """
    return find_id("bases", code_or_name, folders)


@functools.lru_cache(maxsize=64)
def _elsewhere(code: str) -> BaseCard | None:
    """Return an airfield that has no card here, as `airportsdata` lists it."""
    from jointex.earth.places import airport, airports_version

    try:
        found = airport(code)
    except QuestionError:
        return None

    def figure(value: float, unit: str) -> dict[str, object]:
        return {"value": float(value), "unit": unit, "basis": "published", "source": "airportsdata"}

    return BaseCard.model_validate(
        {
            "id": code,
            "name": found.name,
            "state": found.country,
            "position": {
                "latitude": figure(found.latitude_deg, "deg"),
                "longitude": figure(found.longitude_deg, "deg"),
                "elevation": figure(round(found.elevation_m / FOOT_M, 3), "ft"),
            },
            "notes": ("No runway lengths: this place has no card.",),
            "sources": {"airportsdata": {"title": airports_version(), "read": "2026-11-22"}},
        }
    )
