"""Refuelling as flown: who gave whom how much, what became of every planned contact, and who landed below the reserve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from jointex.report.gantt import flight_count
from jointex.report.material import Material
from jointex.report.words import THIN, count, figure, fuel, percent

Array = npt.NDArray[Any]

COUNTED = (
    ("refuelled", "Took what was planned, or what fits"),
    ("cut_short", "Left the station with less"),
    ("missed_contact", "Attempts that missed"),
    ("disconnected", "Contacts that broke"),
    ("other_tanker", "Flights: went to another tanker"),
    ("no_tanker", "Flights: found no tanker to wait for"),
    ("abort_line", "Left for a divert at the abort fuel"),
)
"""Events of receivers, and what the report calls them; of aircraft, but a flight's where its leader decides for all."""
OF_FLIGHT = ("other_tanker", "no_tanker")
"""Events that a leader has for all who follow it, and an aircraft by itself only where it has lost its leader."""
TELLING = (
    "missed_contact",
    "disconnected",
    "cut_short",
    "other_tanker",
    "no_tanker",
    "abort_line",
    "divert",
    "fuel_out",
)
"""Events that may explain why an aircraft landed below its reserve."""
TOUCHED = ("landed", "vertical_landed", "fuel_out")
MOST_CASES = 25


def refuelling_flown(material: Material) -> dict[str, Any] | None:
    """Return how refuelling went in the runs.

    Parameters
    ----------
    material : Material

    Returns
    -------
    dict or None
        None where there is no tanker plan, or nothing was flown. Else `runs`, `pairs`, `counts`, `risk`, `cases` and
        `more_cases`.
    """
    plan = material.plan.get("refuelling")
    runs = _runs(material)
    if not plan or not plan["feasible"] or not len(runs):
        return None
    cases = below_reserve(material)
    return {
        "runs": count(len(runs), "run"),
        "pairs": _pairs(material),
        "counts": _counts(material, plan, len(runs)),
        "risk": _risk(material, plan),
        "cases": [_case(material, case) for case in cases[:MOST_CASES]],
        "more_cases": max(0, len(cases) - MOST_CASES),
    }


def _runs(material: Material) -> Array:
    """Return the runs of which something is known; those without a transfer count with nothing."""
    return np.union1d(material.events["run"], material.transfers["run"])


def transfers_kg(material: Material) -> dict[tuple[str, str], tuple[Array, Array]]:
    """Return what each pair of flights gave and received in every run.

    Parameters
    ----------
    material : Material

    Returns
    -------
    dict of tuple of str to tuple of array (n_runs,)
        By tanker and receiver: given and received [kg].
    """
    of_member = {member: flight["id"] for flight in material.plan["flights"] for member in flight["members"]}
    rows, n_runs = material.transfers, len(_runs(material))
    place = np.searchsorted(_runs(material), rows["run"])
    sums: dict[tuple[str, str], tuple[Array, Array]] = {}
    pairs = np.char.add(np.char.add(rows["aircraft"].astype(str), "|"), rows["other"].astype(str))
    for pair in np.unique(pairs):
        own, other = (of_member.get(name, name) for name in str(pair).split("|"))
        for column, flow in enumerate(("given", "received")):
            chosen = (pairs == pair) & (rows["flow"] == flow)
            key = (own, other) if flow == "given" else (other, own)
            if chosen.any():
                entry = sums.setdefault(key, (np.zeros(n_runs), np.zeros(n_runs)))
                np.add.at(entry[column], place[chosen], rows["kg"][chosen])
    return sums


def _pairs(material: Material) -> list[dict[str, str]]:
    planned: dict[tuple[str, str], float] = {}
    for bracket in material.plan["refuelling"]["brackets"]:
        pair = (bracket["tanker"], bracket["flight"])
        planned[pair] = planned.get(pair, 0.0) + bracket["onload_kg"] * flight_count(material, bracket)
    flown = transfers_kg(material)
    nothing = (np.zeros(len(_runs(material))), np.zeros(len(_runs(material))))
    rows = []
    for pair in dict.fromkeys([*planned, *flown]):
        given, received = flown.get(pair, nothing)
        low, middle, high = np.quantile(received, (0.05, 0.5, 0.95))
        rows.append(
            {
                "tanker": pair[0],
                "receiver": pair[1],
                "tanker_colour": material.colour(pair[0]),
                "colour": material.colour(pair[1]),
                "planned": fuel(planned[pair]) if pair in planned else "–",
                "given": f"{given.mean():,.1f} kg",
                "received": f"{received.mean():,.1f} kg",
                "spread": f"{low:,.0f}, {middle:,.0f}, {high:,.0f}",
                "lost": f"{np.abs(given - received).max():.3f} kg",
            }
        )
    return rows


def _counts(material: Material, plan: dict[str, Any], n_runs: int) -> list[dict[str, Any]]:
    """Return for every receiver flight what became of its planned refuellings, a run on average."""
    rows = []
    for name in dict.fromkeys(bracket["flight"] for bracket in plan["brackets"]):
        flight = next((one for one in material.plan["flights"] if one["id"] == name), None)
        if flight is None:
            continue
        own = [bracket for bracket in plan["brackets"] if bracket["flight"] == name]
        found = [np.count_nonzero(material.of_flight(flight, event)) / n_runs for event, _ in COUNTED]
        rows.append(
            {
                "flight": name,
                "colour": material.colour(name),
                "planned": sum(flight_count(material, bracket) for bracket in own),
                "found": [figure(value) for value in found],
            }
        )
    return rows


def _risk(material: Material, plan: dict[str, Any]) -> dict[str, str] | None:
    """Return the share of aircraft that land below their reserve against what the scenario declared beforehand."""
    entry = material.summary.get("measures", {}).get("below_reserve_fraction")
    if not entry or entry["value"] is None:
        return None
    risk, low, high = plan["risk"], entry["low"], entry["high"]
    verdict = "met" if high <= risk else "missed" if low > risk else "open"
    words = {"met": "Within the risk", "missed": "Above the risk", "open": "Open"}[verdict]
    text = f"{percent(entry['value'])} of aircraft come down below their reserve"
    text += f" (95{THIN}% interval {percent(low)} to {percent(high)}); the scenario declares {percent(risk)}"
    if verdict == "open":
        text += ". The runs are too few to tell"
    return {"verdict": verdict, "word": words, "text": text + "."}


@dataclass(frozen=True)
class Case:
    """One aircraft of one run that came down below its reserve."""

    run: int
    aircraft: str
    flight: str
    time_s: float
    fuel_kg: float
    reserve_kg: float


def below_reserve(material: Material) -> list[Case]:
    """Return every aircraft that came down below its reserve, the lowest first.

    Parameters
    ----------
    material : Material

    Returns
    -------
    list of Case
    """
    cases = []
    events = material.events
    for flight in material.plan["flights"]:
        reserve_kg = flight["fuel"].get("reserve_kg")
        if reserve_kg is None:
            continue
        down = material.of_flight(flight, *TOUCHED)
        held_kg = np.where(events["event"] == "fuel_out", 0.0, events["fuel_kg"])
        for row in np.flatnonzero(down & (held_kg < reserve_kg)):
            cases.append(
                Case(
                    int(events["run"][row]),
                    str(events["aircraft"][row]),
                    flight["id"],
                    float(events["time_s"][row]),
                    float(held_kg[row]),
                    float(reserve_kg),
                )
            )
    return sorted(cases, key=lambda case: (case.fuel_kg - case.reserve_kg, case.run, case.aircraft))


def _case(material: Material, case: Case) -> dict[str, str]:
    events = material.events
    members = next(flight["members"] for flight in material.plan["flights"] if flight["id"] == case.flight)
    in_run = events["run"] == case.run
    own = events["event"][in_run & (events["aircraft"] == case.aircraft)]
    mates = events["event"][in_run & np.isin(events["aircraft"], members)]
    times = {name: int(np.count_nonzero((mates if name in OF_FLIGHT else own) == name)) for name in TELLING}
    told = ", ".join(
        ("its flight: " if name in OF_FLIGHT and len(members) > 1 else "")
        + name.replace("_", " ")
        + (f" ×{number}" if number > 1 else "")
        for name, number in times.items()
        if number
    )
    return {
        "run": str(case.run),
        "aircraft": case.aircraft,
        "colour": material.colour(case.flight),
        "time": material.clock(case.time_s),
        "left": f"{case.fuel_kg:,.0f} kg",
        "short": f"{case.reserve_kg - case.fuel_kg:,.0f} kg",
        "told": told or "nothing but burn above plan",
        "ask": f"jointex explain RUNDIR {case.aircraft}@{case.time_s:.0f}s --run {case.run}",
    }
