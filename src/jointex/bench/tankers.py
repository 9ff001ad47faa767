"""A family of refuelling exercises around Japan and Guam, drawn by number, on which the planner of tankers is timed.

Fighters of 1 to 4 and bombers of 1 or 2 leave the bases where their types are stationed for a meeting over the Sea of Japan or
the Pacific, each at a time of its own, and take fuel on the way there or home. Geometry, winds and burns are those of any
other exercise.
"""

from __future__ import annotations

import functools
import random
from typing import Any

from jointex import scenario
from jointex.planning.flights import draft_flight
from jointex.planning.tankers.demands import Demands, demands_of
from jointex.planning.winds import mean_weather
from jointex.scenario import Scenario

SIZES = ((8, 2), (12, 3), (20, 3), (40, 4), (60, 6))
"""Receivers and tankers."""
SEEDS = range(10)
"""Exercises of one size."""
RECEIVERS: dict[str, dict[str, Any]] = {
    "F-15J": {"share": 0.36, "most": 4, "bases": {"RJNK": ["RJNG", "RJOH"], "RJFN": ["RJFZ", "RJNK"]}},
    "F-35A": {"share": 0.24, "most": 4, "bases": {"RJSM": ["RJCC", "RJTY"]}},
    "F-2A": {"share": 0.20, "most": 4, "bases": {"RJAH": ["RJTY", "RJSM"], "RJFZ": ["RJFN", "RJOI"]}},
    "F-35B": {"share": 0.12, "most": 4, "bases": {"RJFN": ["RJFZ", "RJOI"]}},
    "B-52H": {"share": 0.08, "most": 2, "bases": {"PGUA": ["RODN", "RJTY"]}},
}
"""Types, how often each is drawn, how many fly together, and their bases with diverts."""
TANKERS = {
    "KC-46A": ("RJTY", "US"),
    "KC-135R-MPRS": ("RODN", "US"),
    "KC-135R": ("RODN", "US"),
    "KC-767J": ("RJNA", "JP"),
    "KC-130J": ("RJOI", "US"),
}
"""Tankers with base and state; the first two serve every type and are in every exercise."""
AREAS = {
    "JAPAN-SEA": ("36.9N 132.2E", "40.6N 132.2E", "40.6N 137.4E", "36.9N 137.4E"),
    "NORTH-PACIFIC": ("36.2N 143.2E", "40.6N 143.2E", "40.6N 149.0E", "36.2N 149.0E"),
    "SOUTH-PACIFIC": ("26.2N 133.4E", "31.0N 133.4E", "31.0N 142.0E", "26.2N 142.0E"),
}
"""Where flights meet, by corners."""
TRACKS = {
    "TANGO": ("37.3N 135.3E", "350 deg", "FL250"),
    "OKI": ("36.7N 133.3E", "030 deg", "FL260"),
    "SADO": ("38.9N 137.2E", "000 deg", "FL250"),
    "SANRIKU": ("38.6N 143.4E", "090 deg", "FL260"),
    "KASHIMA": ("36.2N 142.6E", "080 deg", "FL250"),
    "SHIKOKU": ("31.6N 134.0E", "140 deg", "FL260"),
    "HACHIJO": ("31.8N 139.4E", "180 deg", "FL250"),
    "BONIN": ("27.2N 140.2E", "000 deg", "FL260"),
}
"""Tracks by control point, course and level."""
FIRST_MEETING_S, SPREAD_S = 7 * 3600, 900
"""First time on target, and how much later the last may be for every flight [s]."""


def exercise(n_receivers: int, n_tankers: int, seed: int) -> Scenario:
    """Return one exercise of the family.

    Parameters
    ----------
    n_receivers, n_tankers : int
        Aircraft that take fuel, and that give it.
    seed : int
        Which one.

    Returns
    -------
    Scenario
    """
    draw = random.Random(f"tankers {n_receivers} {n_tankers} {seed}")  # an exercise, no secret
    flights: dict[str, Any] = {}
    works: dict[str, Any] = {}
    left = n_receivers
    while left:
        name = f"FLT{len(flights) + 1:02d}"
        flights[name] = flight = _flight(draw, left)
        left -= flight["count"]
    for name, flight in flights.items():
        works[f"MEET-{name}"] = _work(draw, name, flight, len(flights))
    tankers = {f"GAS{number + 1}": _tanker(draw, number) for number in range(n_tankers)}
    data = {
        "id": f"tankers-{n_receivers}-{n_tankers}-{seed}",
        "title": f"{n_receivers} receivers, {n_tankers} tankers, number {seed}",
        "start": "2025-12-10T00:00Z",
        "airspace": {
            name: {"kind": "working_area", "points": list(corners), "floor": "FL100", "ceiling": "FL450"}
            for name, corners in AREAS.items()
        },
        "flights": {**flights, **tankers},
        "work": works,
        "refuelling": {
            "tracks": {
                name: {"at": at, "course": course, "level": level} for name, (at, course, level) in TRACKS.items()
            },
            "rely_on": [
                {"gate": gate, "because": "a timed exercise, not a real one"} for gate in ("technical", "legal")
            ],
        },
        "drills": {"GAS": {"kind": "refuelling", "flights": list(flights), "least": "1000 kg"}},
        "winds": {"kind": "climatology", "month": 12, "basis": "estimated", "because": "winter"},
    }
    return scenario.loads(scenario.as_yaml(data), f"{data['id']}.yaml")


def _flight(draw: random.Random, left: int) -> dict[str, Any]:
    """Return a flight of receivers."""
    kind = draw.choices(list(RECEIVERS), [one["share"] for one in RECEIVERS.values()])[0]
    facts = RECEIVERS[kind]
    base = draw.choice(list(facts["bases"]))
    return {
        "aircraft": kind,
        "count": min(left, draw.randint(1, facts["most"])),
        "nation": "US" if kind == "B-52H" else "JP",
        "base": base,
        "diverts": list(facts["bases"][base]),
        "fuel": "240 klb" if kind == "B-52H" else "full",
        "reserve": "30 min" if kind == "B-52H" else "20 min",
    }


def _work(draw: random.Random, name: str, flight: dict[str, Any], n_flights: int) -> dict[str, Any]:
    """Return the meeting of a flight: somewhere in an area its base can reach, at a time of its own."""
    near = {"RJFN": ("JAPAN-SEA", "SOUTH-PACIFIC"), "RJFZ": ("JAPAN-SEA", "SOUTH-PACIFIC"), "RJNK": ("JAPAN-SEA",)}
    area = draw.choice(
        near.get(flight["base"], tuple(AREAS) if flight["base"] == "PGUA" else ("JAPAN-SEA", "NORTH-PACIFIC"))
    )
    north, east = (sorted({float(corner.split()[axis][:-1]) for corner in AREAS[area]}) for axis in (0, 1))
    latitude, longitude = draw.uniform(*north), draw.uniform(*east)
    time_s = FIRST_MEETING_S + 300 * draw.randint(0, SPREAD_S * n_flights // 300)
    return {
        "meet": f"{latitude:.2f}N {longitude:.2f}E",
        "time": f"{time_s // 3600:02d}:{time_s % 3600 // 60:02d}Z",
        "lead": name,
        "flights": [name],
        "area": area,
        "pattern": {"course": "350 deg", "leg": "30 NM", "turn": "left"},
        "duration": f"{draw.randint(4, 8) * 10} min",
        "mach": 0.76,
        "stations": {name: {"level": "FL280"}},
    }


def _tanker(draw: random.Random, number: int) -> dict[str, Any]:
    """Return a tanker: one that serves every type first."""
    kinds = list(TANKERS)
    kind = kinds[number] if number < 2 else draw.choice(kinds)
    base, nation = TANKERS[kind]
    return {
        "aircraft": kind,
        "nation": nation,
        "role": "tanker",
        "base": base,
        "diverts": ["RJTY" if base != "RJTY" else "RODN"],
    }


@functools.lru_cache(maxsize=64)
def demands(n_receivers: int, n_tankers: int, seed: int) -> Demands:
    """Return the tanker problem of one exercise of the family; parameters as `exercise`.

    Returns
    -------
    Demands
    """
    asked = exercise(n_receivers, n_tankers, seed)
    weather = mean_weather(asked)
    found = demands_of(asked, weather, [draft_flight(asked, flight, weather) for flight in asked.flights])
    assert found is not None
    return found
