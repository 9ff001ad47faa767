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
SHARES = {"F-15J": 36, "F-35A": 24, "F-2A": 20, "F-35B": 12, "B-52H": 8}
"""Types, and how many of a hundred flights are of each."""
MOST_TOGETHER = {"B-52H": 2, "F-35B": 2}
"""Most aircraft in a flight, where that is not 4."""
TANKS = {"F-15J": {"TANK-600": 1}, "F-2A": {"TANK-600": 2}}
"""Fuel tanks under the wings and the fuselage."""
DIVERTS = {
    "RJNK": ("RJNG", "RJOH"),
    "RJFN": ("RJFZ", "RJOI"),
    "RJOI": ("RJFZ", "RJOH"),
    "RJSM": ("RJCC", "RJAH"),
    "RJAH": ("RJTY", "RJSM"),
    "RJFZ": ("RJFN", "RJOI"),
    "PGUA": ("RODN", "RJTY"),
}
"""Diverts by base."""
TANKERS = {
    "KC-46A": ("RJTY", "US"),
    "KC-135R-MPRS": ("RODN", "US"),
    "KC-135R": ("RODN", "US"),
    "KC-767J": ("RJNA", "JP"),
    "KC-130J": ("RJOI", "US"),
}
"""Tankers with base and state; the first two serve every type and are in every exercise."""
AREAS: dict[str, dict[str, Any]] = {
    "JAPAN-SEA": {
        "corners": ("36.9N 132.2E", "40.2N 132.2E", "40.2N 137.0E", "36.9N 137.0E"),
        "bases": {"F-15J": "RJNK", "F-35A": "RJSM", "F-2A": "RJFZ", "F-35B": "RJOI", "B-52H": "PGUA"},
    },
    "SOUTH-PACIFIC": {
        "corners": ("26.4N 132.6E", "30.6N 132.6E", "30.6N 138.6E", "26.4N 138.6E"),
        "bases": {"F-15J": "RJFN", "F-2A": "RJFZ", "F-35B": "RJFN", "B-52H": "PGUA"},
    },
    "NORTH-PACIFIC": {
        "corners": ("36.2N 143.2E", "40.2N 143.2E", "40.2N 148.0E", "36.2N 148.0E"),
        "bases": {"F-35A": "RJSM", "F-2A": "RJAH", "B-52H": "PGUA"},
    },
}
"""Where flights meet, by corners, and the base from which each type comes there; one area for every two tankers."""
NEAR_CORNERS = {
    "JAPAN-SEA": ("36.9N 132.2E", "38.4N 134.4E"),
    "SOUTH-PACIFIC": ("28.8N 132.6E", "30.6N 135.4E"),
}
"""Where F-35B meet, by two corners: they carry no tanks outside."""
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
FIRST_MEETING_S, SPREAD_S = 7 * 3600, 240
"""First time on target, and how much later the last may be for every receiver [s]."""


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
    areas = draw.sample(list(AREAS), n_tankers // 2)
    flights: dict[str, Any] = {}
    works: dict[str, Any] = {}
    left = n_receivers
    while left:
        name, area = f"FLT{len(flights) + 1:02d}", areas[len(flights) % len(areas)]
        flights[name] = flight = _flight(draw, area, left)
        left -= flight["count"]
        works[f"MEET-{name}"] = _work(draw, name, area, flight["aircraft"], n_receivers)
    tankers = {f"GAS{number + 1}": _tanker(draw, number) for number in range(n_tankers)}
    data = {
        "id": f"tankers-{n_receivers}-{n_tankers}-{seed}",
        "title": f"{n_receivers} receivers, {n_tankers} tankers, number {seed}",
        "start": "2025-12-10T00:00Z",
        "airspace": {
            name: {"kind": "working_area", "points": list(one["corners"]), "floor": "FL100", "ceiling": "FL450"}
            for name, one in AREAS.items()
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
        "drills": {"GAS": {"kind": "refuelling", "flights": list(flights), "least": "600 kg"}},
        "winds": {"kind": "climatology", "month": 12, "basis": "estimated", "because": "winter"},
    }
    return scenario.loads(scenario.as_yaml(data), f"{data['id']}.yaml")


def _flight(draw: random.Random, area: str, left: int) -> dict[str, Any]:
    """Return a flight of receivers that meets in an area."""
    bases = AREAS[area]["bases"]
    kind = draw.choices(list(bases), [SHARES[one] for one in bases])[0]
    return {
        "aircraft": kind,
        "count": min(left, draw.randint(1, MOST_TOGETHER.get(kind, 4))),
        "nation": "US" if bases[kind] in ("PGUA", "RJOI") else "JP",
        "base": bases[kind],
        "diverts": list(DIVERTS[bases[kind]]),
        "stores": dict(TANKS.get(kind, {})),
        "fuel": "240 klb" if kind == "B-52H" else "full",
        "reserve": "30 min" if kind == "B-52H" else "20 min",
    }


def _work(draw: random.Random, name: str, area: str, kind: str, n_receivers: int) -> dict[str, Any]:
    """Return the meeting of a flight: somewhere in its area, at a time of its own."""
    corners = NEAR_CORNERS[area] if kind == "F-35B" else AREAS[area]["corners"]
    north, east = (sorted({float(corner.split()[axis][:-1]) for corner in corners}) for axis in (0, 1))
    latitude, longitude = draw.uniform(*north), draw.uniform(*east)
    time_s = FIRST_MEETING_S + 300 * draw.randint(0, SPREAD_S * n_receivers // 300)
    return {
        "meet": f"{latitude:.2f}N {longitude:.2f}E",
        "time": f"{time_s // 3600:02d}:{time_s % 3600 // 60:02d}Z",
        "lead": name,
        "flights": [name],
        "area": area,
        "pattern": {"course": "350 deg", "leg": "30 NM", "turn": "left"},
        "duration": "30 min" if kind == "F-35B" else f"{draw.randint(3, 5) * 10} min",
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
