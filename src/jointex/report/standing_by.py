"""Tankers on the ground in the report: a plan holds a flight for each, but it flies only where another tanker drops out."""

from __future__ import annotations

from typing import Any

from jointex.report.material import Material
from jointex.report.words import count


def stand_in(material: Material, flight_id: str) -> dict[str, Any] | None:
    """Return the schedule of a tanker that stands by, as plan.json has it; None for any other flight.

    Parameters
    ----------
    material : Material
    flight_id : str

    Returns
    -------
    dict or None
    """
    found = (material.plan.get("refuelling") or {}).get("stand_ins", ())
    return next((one for one in found if one["id"] == flight_id), None)


def planned_flights(material: Material) -> list[dict[str, Any]]:
    """Return the flights that fly if nothing goes wrong: all but the tankers that stand by."""
    return [flight for flight in material.plan["flights"] if stand_in(material, flight["id"]) is None]


def standing_words(material: Material, flight_id: str) -> str:
    """Return that a tanker stands by, and how often it flew; empty for any other flight.

    Parameters
    ----------
    material : Material
    flight_id : str

    Returns
    -------
    str
        Such as `on the ground, called if SHELL drops out; flew in 1 of 30 runs`.
    """
    one = stand_in(material, flight_id)
    if one is None:
        return ""
    words = f"on the ground, called if {one['stands_in_for']} drops out"
    flown = material.summary.get("measures", {}).get(f"sorties_flown.{flight_id}", {}).get("value")
    if flown is None or not material.n_runs:
        return words
    return f"{words}; flew in {round(flown * material.n_runs):,} of {count(material.n_runs, 'run')}"
