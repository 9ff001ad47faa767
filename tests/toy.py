"""A toy exercise and its runs: straight lines at steady speed, so that every figure can be worked out by hand.

Two bombers and two fighters meet over the sea. It stands in for the planner and the engine in the tests of the rooms
after them; its fuel balances exactly, and its delays and fuel flows differ from run to run.
"""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from jointex.fleet.log import EVENT, LEDGER, TALLY, TRACK, Event, Flow, Task

START = "2025-12-10T00:00:00Z"
MEET_S = 18_000.0
WORK_S = 3_000.0
MEET = (38.5, 134.5)
FLIGHTS: tuple[dict[str, Any], ...] = (
    {
        "id": "DOOM",
        "aircraft": "B-52H",
        "count": 2,
        "nation": "US",
        "base": ("PGUA", 13.584, 144.930),
        "via": [("PACIFIC", 27.0, 139.9), ("ISE", 34.2, 136.7), ("WAKASA", 35.8, 135.9)],
        "recovery": "PGUA",
        "diverts": ["RODN", "RJTY"],
        "speed_m_s": 235.0,
        "level_m": 10_668.0,
        "loaded_kg": 110_000.0,
        "burn_kg_s": 2.6,
        "reserve_kg": 9_000.0,
    },
    {
        "id": "LANCE",
        "aircraft": "F-35B",
        "count": 3,
        "nation": "JP",
        "base": ("RJFN", 32.084, 131.451),
        "via": [("BUNGO", 33.1, 131.9), ("IZUMO", 35.55, 133.0)],
        "recovery": "RJFN",
        "diverts": ["RJFZ", "RJOI"],
        "speed_m_s": 240.0,
        "level_m": 9_754.0,
        "loaded_kg": 6_125.0,
        "burn_kg_s": 0.52,
        "reserve_kg": 600.0,
    },
    {
        "id": "CRANE",
        "aircraft": "F-15J",
        "count": 3,
        "nation": "JP",
        "base": ("RJNK", 36.394, 136.407),
        "via": [("KAGA-WEST", 36.9, 136.0)],
        "recovery": "RJNK",
        "diverts": ["RJNG", "RJOH"],
        "speed_m_s": 245.0,
        "level_m": 11_278.0,
        "loaded_kg": 9_000.0,
        "burn_kg_s": 1.1,
        "reserve_kg": 900.0,
    },
)


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great circle on a sphere: good enough for a toy."""
    la, lb = np.radians(a[0]), np.radians(b[0])
    d_lon = np.radians(b[1] - a[1])
    cosine = np.sin(la) * np.sin(lb) + np.cos(la) * np.cos(lb) * np.cos(d_lon)
    return float(6_371_000.0 * np.arccos(np.clip(cosine, -1, 1)))


def toy_plan() -> dict[str, Any]:
    """Return a plan in the form of plan.json."""
    flights = [_flight(flight) for flight in FLIGHTS]
    return {
        "format": 1,
        "scenario": "sea-of-japan",
        "feasible": True,
        "start": START,
        "findings": [
            {
                "severity": "warning",
                "rule": "fuel.joker",
                "flight": "LANCE",
                "text": "LANCE reaches joker fuel 4 minutes before the work ends",
                "value": 2_410.0,
                "limit": 2_560.0,
                "unit": "kg",
                "ways_out": ["shorten the work by 5 min", "carry two external tanks"],
            }
        ],
        "unmet": [
            {"need": "refuelling", "flight": "CRANE", "reason": "refuelling drills are not flown yet", "kg": 3_000.0}
        ],
        "flights": flights,
        "work": [
            {
                "id": "UNITE",
                "lead": "DOOM",
                "flights": [flight["id"] for flight in FLIGHTS],
                "area": "SAKURA",
                "latitude_deg": MEET[0],
                "longitude_deg": MEET[1],
                "start_s": MEET_S,
                "end_s": MEET_S + WORK_S,
            }
        ],
        "deconfliction": [
            {
                "first": "DOOM",
                "second": "LANCE",
                "time_s": MEET_S,
                "lateral_m": 1_850.0,
                "vertical_m": 914.0,
                "ok": True,
            },
            {
                "first": "DOOM",
                "second": "CRANE",
                "time_s": MEET_S,
                "lateral_m": 1_850.0,
                "vertical_m": 610.0,
                "ok": True,
            },
        ],
        "timeline": [
            {
                "time_s": MEET_S,
                "utc": "2025-12-10T05:00:00Z",
                "flight": "DOOM",
                "event": "on_station",
                "detail": "SAKURA",
            }
        ],
    }


def _flight(flight: dict[str, Any]) -> dict[str, Any]:
    code, latitude, longitude = flight["base"]
    home = (latitude, longitude)
    speed_m_s, level_m = flight["speed_m_s"], flight["level_m"]
    out = [(name, "route", *where, level_m) for name, *where in flight["via"]]
    first = tuple(flight["via"][0][1:]) if out else MEET
    stages = [
        (code, "take_off", *home, 0.0),
        ("TOC", "climb", *_between(home, first, 0.4), level_m),
        *out,
        ("MEET", "work", *MEET, level_m),
        ("OFF", "return", *MEET, level_m),
        *[(name, "return", *where, level) for name, _, *where, level in reversed(out)],
        ("TOD", "approach", *_between(home, first, 0.4), level_m),
        (code, "land", *home, 0.0),
    ]
    times = [0.0]
    for before, after in itertools.pairwise(stages):
        way_s = distance_m(before[2:4], after[2:4]) / speed_m_s
        times.append(times[-1] + (WORK_S if after[0] == "OFF" else way_s))
    takeoff_s = MEET_S - times[[stage[0] for stage in stages].index("MEET")]
    points = []
    for (name, task, lat, lon, alt), flown_s in zip(stages, times, strict=True):
        fuel_kg = flight["loaded_kg"] - 100.0 - flight["burn_kg_s"] * flown_s
        points.append(
            {
                "name": name,
                "task": task,
                "latitude_deg": lat,
                "longitude_deg": lon,
                "altitude_m": alt,
                "time_s": takeoff_s + flown_s,
                "fuel_kg": fuel_kg,
                "mass_kg": fuel_kg + 15_000.0,
                "mach": 0.8,
                "ground_speed_m_s": speed_m_s,
                "course_deg": 340.0,
                "distance_m": 0.0,
            }
        )
    return {
        "id": flight["id"],
        "aircraft": flight["aircraft"],
        "count": flight["count"],
        "nation": flight["nation"],
        "role": "work",
        "base": code,
        "recovery": flight["recovery"],
        "diverts": flight["diverts"],
        "members": [f"{flight['id']}{number + 1}" for number in range(flight["count"])],
        "takeoff_time_s": takeoff_s,
        "landing_time_s": points[-1]["time_s"],
        "mach": 0.8,
        "level_m": level_m,
        "fuel": {
            "loaded_kg": flight["loaded_kg"],
            "taxi_kg": 100.0,
            "joker_kg": flight["reserve_kg"] * 2.2,
            "bingo_kg": flight["reserve_kg"] * 1.7,
            "reserve_kg": flight["reserve_kg"],
            "divert_kg": flight["reserve_kg"] * 0.5,
            "landing_kg": points[-1]["fuel_kg"],
        },
        "points": points,
    }


def _between(a: tuple[float, float], b: tuple[float, float], share: float) -> tuple[float, float]:
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def toy_runs(runs: range, seed: int = 1, tracked: int = 2, step_s: float = 60.0) -> dict[str, np.ndarray]:
    """Return track, event, ledger and tally arrays of the runs; tracks of the runs below `tracked` only.

    A run's draws depend on the seed and the run alone, so chunks of runs equal the whole.
    """
    plan = toy_plan()
    rows: dict[str, list[tuple[Any, ...]]] = {"event": [], "ledger": [], "tally": []}
    tracks: list[np.ndarray] = []
    for run in runs:
        draw = np.random.default_rng([seed, run])
        number = 0
        for index, (spec, flight) in enumerate(zip(FLIGHTS, plan["flights"], strict=True)):
            leader = number
            late_s = float(draw.exponential(20.0))
            for _ in flight["members"]:
                flow = spec["burn_kg_s"] * float(draw.normal(1.0, 0.01))
                is_cancelled = draw.random() < 0.03
                _fly(run, number, index, leader, late_s, flow, is_cancelled, flight, rows)
                if run < tracked and not is_cancelled:
                    tracks.append(_track(run, number, late_s, flow, flight, step_s))
                number += 1
    arrays = {name: np.array(rows[name], dtype=kind) for name, kind in {"event": EVENT, "ledger": LEDGER}.items()}
    arrays["tally"] = np.zeros(
        len(rows["tally"]), TALLY
    )  # nothing in what the rows say nothing of: nobody looks around
    for number, name in enumerate(TALLY.names[: len(rows["tally"][0])] if rows["tally"] else ()):
        arrays["tally"][name] = [row[number] for row in rows["tally"]]
    arrays["track"] = np.concatenate(tracks) if tracks else np.zeros(0, TRACK)
    return arrays


def _fly(run, number, index, leader, late_s, flow, is_cancelled, flight, rows) -> None:
    nan = np.nan
    if is_cancelled:
        rows["event"].append(
            (run, number, Event.CANCELLED, -1, flight["takeoff_time_s"] - 900, nan, nan, nan, nan, nan)
        )
        rows["tally"].append(
            (
                run,
                number,
                index,
                Task.CANCELLED,
                -1,
                nan,
                nan,
                nan,
                nan,
                0,
                0,
                0,
                0,
                nan,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
            )
        )
        return
    loaded_kg = flight["fuel"]["loaded_kg"]
    codes = {
        "take_off": (Event.AIRBORNE, late_s),
        "climb": (Event.LEVEL, flight["level_m"]),
        "work": (Event.ON_STATION, late_s),
        "approach": (Event.DESCENT, 200_000.0),
        "land": (Event.LANDED, 0.0),
    }
    fuel_kg = loaded_kg
    rows["ledger"].append((run, number, Flow.LOADED, -1, Task.PARKED, flight["takeoff_time_s"] - 900, loaded_kg))
    for place, point in enumerate(flight["points"]):
        time_s = point["time_s"] + late_s
        fuel_kg = loaded_kg - 100.0 - flow * (point["time_s"] - flight["takeoff_time_s"])
        code, value = codes.get(point["task"], (Event.AT_POINT, float(place)))
        code, value = (Event.OFF_STATION, WORK_S) if point["name"] == "OFF" else (code, value)
        value = fuel_kg if code == Event.LANDED else value
        where = (point["latitude_deg"], point["longitude_deg"], point["altitude_m"], fuel_kg)
        rows["event"].append((run, number, code, -1, time_s, value, *where))
        if code == Event.ON_STATION and number != leader:
            rows["event"].append((run, number, Event.JOINED, leader, time_s, 1_000.0, *where))
    burned_kg = loaded_kg - fuel_kg
    landing_s = flight["landing_time_s"] + late_s
    rows["ledger"].append((run, number, Flow.BURNED, -1, Task.ROUTE, landing_s, burned_kg))
    rows["ledger"].append((run, number, Flow.LANDED, -1, Task.LAND, landing_s, fuel_kg))
    flown_s = flight["landing_time_s"] - flight["takeoff_time_s"]
    airborne_s = flight["takeoff_time_s"] + late_s
    follows = number != leader
    formation = (WORK_S, 25.0 * WORK_S) if follows else (0.0, 0.0)
    fuel = (loaded_kg, burned_kg, 0.0, 0.0, 0.0, fuel_kg)
    times = (airborne_s, landing_s, late_s, late_s, WORK_S, *formation, WORK_S - late_s)
    rows["tally"].append(
        (run, number, index, Task.DOWN, 0, *times, 610.0, 0.0, *fuel, flown_s * 240.0, flown_s, 0, 0, 0, 0)
    )


def _track(run, number, late_s, flow, flight, step_s) -> np.ndarray:
    points = flight["points"]
    times = np.array([point["time_s"] for point in points])
    first_s = np.ceil(flight["takeoff_time_s"] / step_s) * step_s
    time_s = np.arange(first_s, flight["landing_time_s"], step_s)
    track = np.zeros(len(time_s), TRACK)
    track["run"], track["aircraft"], track["time_s"] = run, number, time_s
    planned_s = time_s - late_s
    for name in ("latitude_deg", "longitude_deg", "altitude_m"):
        track[name] = np.interp(planned_s, times, [point[name] for point in points])
    on_work = (planned_s > MEET_S) & (planned_s < MEET_S + WORK_S)
    angle = (planned_s[on_work] - MEET_S) / WORK_S * 4 * np.pi
    track["latitude_deg"][on_work] += 0.35 * np.sin(angle)
    track["longitude_deg"][on_work] += 0.6 * (1 - np.cos(angle))
    track["latitude_deg"] += 0.01 * number
    track["pressure_altitude_m"] = track["altitude_m"] + 40.0
    track["true_airspeed_m_s"], track["ground_speed_m_s"], track["heading_deg"] = 235.0, 240.0, 340.0
    track["fuel_kg"] = (
        flight["fuel"]["loaded_kg"] - 100.0 - flow * np.maximum(planned_s - flight["takeoff_time_s"], 0.0)
    )
    track["mass_kg"] = track["fuel_kg"] + 15_000.0
    tasks = {"take_off": Task.CLIMB, "climb": Task.ROUTE, "work": Task.WORK, "return": Task.RETURN}
    stages = [tasks.get(point["task"], Task.ROUTE) for point in points]
    track["task"] = np.array(stages)[np.clip(np.searchsorted(times, planned_s) - 1, 0, len(stages) - 1)]
    return track
