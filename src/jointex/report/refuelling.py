"""Refuelling as planned: tankers, orders for every receiver, gates, proof, and what clashes where no plan holds."""

from __future__ import annotations

from typing import Any

from jointex.planning.tankers.findings import nothing_helps
from jointex.planning.tankers.sheet import SEARCH
from jointex.report.gantt import contact_starts_s, flight_count
from jointex.report.map import base_label
from jointex.report.material import Material
from jointex.report.words import THIN, count, duration, figure, fuel, percent, place_words
from jointex.units import flight_level, knots

GATES = ("mechanical", "technical", "legal")
RENDEZVOUS = {"anchor": "anchor", "point_parallel": "point parallel"}


def refuelling_plan(material: Material) -> dict[str, Any] | None:
    """Return the plan's section on refuelling as the page shows it.

    Parameters
    ----------
    material : Material

    Returns
    -------
    dict or None
        None where the plan has no such section. Else `feasible`, `lead` (sentences), `demands` and `ways` (where there is
        no plan), `tankers`, `orders` (by flight), `receivers`, `matrix`, `gates`, `stages` and `notes`.
    """
    plan = material.plan.get("refuelling")
    if not plan:
        return None
    return {
        "feasible": plan["feasible"],
        "lead": _lead(material, plan),
        "demands": list((plan["clash"] or {}).get("demands", ())),
        "no_help": _no_help(plan),
        "ways": sorted(plan["ways_out"], key=lambda way: way["price"]),
        "tankers": [_tanker(material, plan, tanker) for tanker in plan["tankers"]],
        "orders": _orders(material, plan),
        "n_brackets": len(plan["brackets"]),
        "receivers": sorted({gate["receiver"] for gate in plan["gates"]}),
        "matrix": _matrix(plan["gates"]),
        "reasons": _reasons(plan["gates"]),
        "stages": [_stage(material, stage) for stage in plan["stages"]],
        "notes": [
            *plan["notes"],
            *(_stands_by(material, tanker) for tanker in plan.get("stand_ins", ())),
            *(
                plan.get("too_late", {}).get(name, f"{name} is not needed and stays on the ground")
                for name in plan["idle"]
            ),
        ],
    }


def _no_help(plan: dict[str, Any]) -> str:
    """Return that no single change ends the clash, and what was tried; empty where one does, or nothing clashes."""
    clash = plan["clash"] or {}
    tried = clash.get("tried", ())
    return nothing_helps(tried) if tried or (clash.get("demands") and not plan["ways_out"]) else ""


def _lead(material: Material, plan: dict[str, Any]) -> str:
    """Return the plan in a sentence or two."""
    if not plan["feasible"]:
        return "No tanker plan meets every demand of the scenario."
    if not plan["brackets"]:
        return "Nobody takes fuel."
    given_kg = sum(bracket["onload_kg"] * flight_count(material, bracket) for bracket in plan["brackets"])
    n_flights = len({bracket["flight"] for bracket in plan["brackets"]})
    tankers, flights = count(len(plan["tankers"]), "tanker"), count(n_flights, "flight")
    return f"{tankers} give {fuel(given_kg)} to {flights} in {count(len(plan['brackets']), 'bracket')}.".replace(
        "1 tanker give ", "1 tanker gives "
    )


def _tanker(material: Material, plan: dict[str, Any], tanker: dict[str, Any]) -> dict[str, Any]:
    times = {key: material.clock(tanker[f"{key}_s"]) for key in ("takeoff", "on", "off", "landing")}
    track = next((track for track in plan["tracks"] if track["id"] == tanker["track"]), None)
    return {
        "id": tanker["id"],
        "colour": material.colour(tanker["id"]),
        "aircraft": tanker["aircraft"],
        "nation": tanker["nation"],
        "base": base_label(tanker["base"]),
        "track": tanker["track"],
        "where": ""
        if track is None
        else f"FL{flight_level(track['level_m']):03d}, {knots(track['true_airspeed_m_s']):.0f} kt",
        "stations": ", ".join(f"{number} {kind}" for _, kind, number in tanker["stations"]),
        **times,
        **{key: _tonnes(tanker[key]) for key in ("loaded_kg", "give_kg", "most_give_kg", "landing_kg", "reserve_kg")},
    }


def _stands_by(material: Material, tanker: dict[str, Any]) -> str:
    """Return what a tanker on the ground waits for."""
    return (
        f"{tanker['id']} ({tanker['aircraft']}) stands by at {base_label(tanker['base'])} for {tanker['stands_in_for']}: it takes "
        f"off {duration(tanker['notice_s'])} after that one has dropped out; later than {material.clock(tanker['called_by_s'])} "
        "it would come too late"
    )


def _tonnes(mass_kg: float | None) -> str:
    return "–" if mass_kg is None else f"{mass_kg / 1000.0:,.1f}"


def _orders(material: Material, plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the brackets of each receiver, in the order the flights stand in the plan."""
    ids = [flight["id"] for flight in material.plan["flights"]]
    flights = {bracket["flight"]: bracket["aircraft"] for bracket in plan["brackets"]}
    order = sorted(flights, key=lambda name: ids.index(name) if name in ids else len(ids))
    return [
        {
            "flight": name,
            "colour": material.colour(name),
            "aircraft": flights[name],
            "brackets": [
                _bracket(material, bracket)
                for bracket in sorted(plan["brackets"], key=lambda bracket: bracket["arrive_s"])
                if bracket["flight"] == name
            ],
        }
        for name in order
    ]


def _bracket(material: Material, bracket: dict[str, Any]) -> dict[str, Any]:
    starts = contact_starts_s(bracket, flight_count(material, bracket))
    at_once = f", {bracket['at_once']} at once" if bracket["at_once"] > 1 else ""
    return {
        "id": bracket["id"],
        "tanker": bracket["tanker"],
        "tanker_aircraft": bracket["tanker_aircraft"],
        "station": ", ".join(dict.fromkeys(bracket[key].replace("_", " ") for key in ("station", "kind"))),
        "track": bracket["track"],
        "rendezvous": RENDEZVOUS.get(bracket["rendezvous"], bracket["rendezvous"].replace("_", " ")),
        "level": f"FL{flight_level(bracket['level_m']):03d}",
        "speed": f"{knots(bracket['true_airspeed_m_s']):.0f} kt",
        **{key: place_words(bracket[f"{key}_deg"]) for key in ("arip", "arcp", "exit")},
        "arrive": material.clock(bracket["arrive_s"]),
        "contacts": ", ".join(material.clock(time_s) for time_s in starts),
        "first": material.clock(starts[0]),
        "contact": f"{duration(bracket['contact_s'])} each{at_once}",
        "leave": material.clock(bracket["leave_s"]),
        "flow": f"{figure(bracket['flow_kg_s'] * 60.0)} kg/min",
        "divert": base_label(bracket["divert"]),
        "slack_time": "–" if bracket["slack_s"] is None else duration(bracket["slack_s"]),
        "slack_kg": "–" if bracket["slack_kg"] is None else f"{bracket['slack_kg']:,.0f} kg",
        "alternates": ", ".join(bracket["alternates"]),
        **{key: fuel(bracket[f"{key}_kg"]) for key in ("onload", "least_onload", "abort")},
        **{f"{key}_kg": f"{bracket[f'{key}_kg']:,.0f}" for key in ("onload", "least_onload")},
        "fuel_on_arrival": fuel(bracket["arrive_kg"]),
        "fuel_on_leaving": fuel(bracket["leave_kg"]),
    }


def _matrix(gates: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a row per tanker and kind of station: for each receiver the state of its three gates and whether fuel may pass."""
    receivers = sorted({gate["receiver"] for gate in gates})
    rows = []
    for tanker, station in dict.fromkeys((gate["tanker"], gate["station"]) for gate in gates):
        cells = []
        for receiver in receivers:
            pair = (tanker, station, receiver)
            own = {g["gate"]: g for g in gates if (g["tanker"], g["station"], g["receiver"]) == pair}
            cells.append([own[name] for name in GATES if name in own])
        rows.append(
            {
                "tanker": tanker,
                "station": station.replace("_", " "),
                "cells": [{"gates": cell, "word": _word(cell)} for cell in cells],
            }
        )
    return rows


def _word(cell: list[dict[str, Any]]) -> str:
    """Return what three gates come to."""
    if not cell:
        return ""
    if any(gate["status"] == "closed" for gate in cell):
        return "closed"
    unknown = [gate for gate in cell if gate["status"] == "unknown"]
    if not unknown:
        return "open"
    return "relied on" if all(gate["relied_on"] for gate in unknown) else "unknown"


def _reasons(gates: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return for each pair that no station may serve the sentence why not, mechanical reasons first."""
    reasons = []
    for tanker, receiver in dict.fromkeys((gate["tanker"], gate["receiver"]) for gate in gates):
        own = [gate for gate in gates if (gate["tanker"], gate["receiver"]) == (tanker, receiver)]
        stations = dict.fromkeys(gate["station"] for gate in own)
        words = [_word([gate for gate in own if gate["station"] == station]) for station in stations]
        if not any(word in ("open", "relied on") for word in words):
            shut = sorted(
                (gate for gate in own if gate["status"] != "open" and not gate["relied_on"]),
                key=lambda gate: (gate["status"] != "closed", GATES.index(gate["gate"])),
            )
            reasons.append({"tanker": tanker, "receiver": receiver, "text": shut[0]["reason"].rstrip(".")})
    return reasons


def _stage(material: Material, stage: dict[str, Any]) -> dict[str, Any]:
    unit = stage["unit"]
    wall_s = material.manifest.get("timings_s", {}).get(SEARCH + stage["objective"])
    value, bound = (_amount(stage[key], unit) for key in ("value", "bound"))
    return {
        "objective": stage["objective"],
        "value": value,
        "bound": bound,
        "gap": "none" if stage["is_proven"] else percent(stage["gap"]),
        "is_proven": stage["is_proven"],
        "seconds": "–" if wall_s is None else f"{wall_s:.2f}{THIN}s",
    }


def _amount(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    if unit == "s":
        return duration(value)
    return f"{value:,.0f} {unit.removesuffix('s') if value == 1.0 else unit}".strip()
