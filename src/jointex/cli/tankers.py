"""What `plan` shows of refuelling: schedules of tankers, orders for every bracket, and what is proven."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jointex.cli import speech
from jointex.units import flight_level

_SCHEDULE = ("tanker", "aircraft", "base", "track", "off", "on track", "off track", "on")
_FUEL = ("loaded_kg", "give_kg", "most_give_kg", "landing_kg", "reserve_kg")
_ORDERS = ("bracket", "tanker", "station", "at tanker", "contact", "leaves", "on-load kg", "least kg", "abort kg")
_ENDS = ("divert", "slack", "slack kg", "instead")
_PLACES = ("bracket", "track", "level", "rendezvous", "ARIP", "ARCP", "exit")


def show_tankers(document: Mapping[str, Any], times_s: Mapping[str, float] | None = None) -> None:
    """Show the section on refuelling of a plan, if it has one.

    Parameters
    ----------
    document : mapping
        Content of plan.json.
    times_s : mapping of str to float, optional
        How long each objective was sought [s], from `search_times_s`.
    """
    plan = document.get("refuelling")
    if not plan:
        return
    from jointex.planning.tankers.sheet import SEARCH

    if plan["tankers"]:
        columns = (*_SCHEDULE, "loaded t", "gives t", "could give t", "landing t", "reserve t")
        title = "Tankers (times from scenario start)"
        speech.answer_table(title, columns, [_schedule(one) for one in plan["tankers"]], numbers=range(4, 13))
    if plan["brackets"]:
        brackets = sorted(plan["brackets"], key=lambda one: (one["flight"], one["arrive_s"]))
        title = "Brackets (fuel for one aircraft, times from scenario start)"
        rows = [_orders(one) for one in brackets]
        speech.answer_table(title, (*_ORDERS, *_ENDS), rows, numbers=(3, 4, 5, 6, 7, 8, 10, 11))
        speech.answer_table("Where", _PLACES, [_place(one) for one in brackets])
    for stage in plan["stages"]:
        speech.answer_line(proof(stage, (times_s or {}).get(SEARCH + stage["objective"])))


def _schedule(tanker: Mapping[str, Any]) -> tuple[str, ...]:
    times = (speech.clock(tanker[key]) for key in ("takeoff_s", "on_s", "off_s", "landing_s"))
    masses = (speech.number(None if tanker[key] is None else tanker[key] / 1000.0, 3) for key in _FUEL)
    return (tanker["id"], tanker["aircraft"], tanker["base"], tanker["track"], *times, *masses)


def _orders(bracket: Mapping[str, Any]) -> tuple[str, ...]:
    times = (speech.clock(bracket[f"{key}_s"]) for key in ("arrive", "first_contact", "leave"))
    masses = (f"{bracket[f'{key}_kg']:,.0f}" for key in ("onload", "least_onload", "abort"))
    slack = "-" if bracket["slack_s"] is None else speech.clock(bracket["slack_s"])
    return (
        bracket["id"],
        bracket["tanker"],
        bracket["station"],
        *times,
        *masses,
        bracket["divert"],
        slack,
        "-" if bracket["slack_kg"] is None else f"{bracket['slack_kg']:,.0f}",
        ", ".join(bracket["alternates"]) or "-",
    )


def _place(bracket: Mapping[str, Any]) -> tuple[str, ...]:
    from jointex.scenario.places import coordinate_name

    places = (coordinate_name(*bracket[f"{key}_deg"]) for key in ("arip", "arcp", "exit"))
    level = f"FL{flight_level(bracket['level_m']):03d}"
    return (bracket["id"], bracket["track"], level, bracket["rendezvous"].replace("_", " "), *places)


def proof(stage: Mapping[str, Any], wall_s: float | None = None) -> str:
    """Return in a line what was found for an objective and how good it can be at best.

    Parameters
    ----------
    stage : mapping
        A stage of plan.json.
    wall_s : float, optional
        How long it was sought [s].

    Returns
    -------
    str
    """
    found = f"{stage['objective']}: {amount(stage['value'], stage['unit'])}"
    took = "" if wall_s is None else f" ({wall_s:.1f} s)"
    if stage["is_proven"]:
        return f"{found}, proven{took}"
    return f"{found}, bound {amount(stage['bound'], stage['unit'])}, gap {stage['gap']:.1%}{took}"


def amount(value: float | None, unit: str) -> str:
    """Return a value with its unit; seconds as H:MM:SS, a dash for nothing."""
    if value is None:
        return "-"
    if unit == "s":
        return speech.clock(value)
    return f"{value:,.0f} {unit.removesuffix('s') if value == 1.0 else unit}".strip()
