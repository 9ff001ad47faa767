"""How far is the engine from its own fine reference, and how much does the frame matter?

Reference: the same code and the same frame with no step above 0.1 s. The flagship once without draws (planned winds, on
time, everybody ready) and in seeded runs. Where everybody is, is compared at the end of every frame.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.measure import Row, answer, row
from jointex import api
from jointex.engine.ensemble import Chunk, fly_chunk
from jointex.engine.setup import FRAME_S, set_up
from jointex.fleet.log import Event
from jointex.planning import Plan
from jointex.scenario.uncertainty import Uncertainty

TITLE = "Accuracy: against steps of 0.1 s, and between frames"
FINE_STEP_S = 0.1
FRAMES_S = (10.0, 5.0, 1.0)
SEEDED_RUNS = 5
MANY_RUNS = 40
MOST_M, MOST_S, MOST_PERCENT = 100.0, 1.0, 0.01
ELLIPSOID_M, ECCENTRICITY_SQUARED = 6_378_137.0, 0.006_694_379_990_14
"""WGS-84: equatorial radius, square of the first eccentricity."""


def fly(plan: Plan, runs: int, frame_s: float = FRAME_S, max_step_s: float = math.inf) -> Chunk:
    """Fly runs with a track row of everybody at the end of every frame."""
    setup = set_up(plan, seed=1, frame_s=frame_s, max_step_s=max_step_s, tracks=runs)
    settings = setup.world.settings
    settings["full_tracks"], settings["track_s"] = runs, frame_s
    return fly_chunk(setup, plan.weather, 0, runs)


def places_m(tracks: NDArray[Any]) -> NDArray[np.float64]:
    """Return Cartesian places, (n, 3) [m]."""
    latitude, longitude = np.radians(tracks["latitude_deg"]), np.radians(tracks["longitude_deg"])
    normal = ELLIPSOID_M / np.sqrt(1.0 - ECCENTRICITY_SQUARED * np.sin(latitude) ** 2)
    out = (normal + tracks["altitude_m"]) * np.cos(latitude)
    up = (normal * (1.0 - ECCENTRICITY_SQUARED) + tracks["altitude_m"]) * np.sin(latitude)
    return np.stack([out * np.cos(longitude), out * np.sin(longitude), up], axis=1)


def keys(rows: NDArray[Any]) -> NDArray[np.int64]:
    """Return a number for run, aircraft and moment of each track row, (n,)."""
    moments = np.rint(rows["time_s"] * 10.0).astype(np.int64)
    flights = rows["run"].astype(np.int64) * 100_000 + rows["aircraft"].astype(np.int64)
    return np.asarray(flights * 10_000_000 + moments)


@dataclass(frozen=True)
class Difference:
    """The largest differences of two ensembles: place [m], its median [m], arrival and landing [s], fuel burned [%]."""

    place_m: float
    median_m: float
    arrival_s: float
    landing_s: float
    fuel_percent: float
    other_ways: int
    """Aircraft of runs that landed at another base, or turned back in one of the two only."""


def compare(some: Chunk, other: Chunk) -> Difference:
    """Return how far two ensembles of the same runs are apart."""
    _, here, there = np.intersect1d(keys(some.tracks), keys(other.tracks), return_indices=True)
    apart_m = np.linalg.norm(places_m(some.tracks[here]) - places_m(other.tracks[there]), axis=1)
    one, two = some.tallies, other.tallies
    ways = (one["landed_at"] != two["landed_at"]) | (turned_back(some) != turned_back(other))
    return Difference(
        float(apart_m.max()),
        float(np.median(apart_m)),
        largest(one["arrival_error_s"] - two["arrival_error_s"]),
        largest(one["landing_time_s"] - two["landing_time_s"]),
        100.0
        * largest((one["burned_kg"] - two["burned_kg"]) / np.where(two["burned_kg"] > 0.0, two["burned_kg"], np.nan)),
        int(ways.sum()),
    )


def turned_back(chunk: Chunk) -> NDArray[np.bool_]:
    """Return for each tally whether that aircraft called bingo."""
    calls = chunk.events[chunk.events["event"] == Event.BINGO]
    pairs = {(int(call["run"]), int(call["aircraft"])) for call in calls}
    return np.array([(int(own["run"]), int(own["aircraft"])) in pairs for own in chunk.tallies])


def largest(values: NDArray[np.float64]) -> float:
    """Return the largest size of what is a number; 0 if nothing is."""
    seen = np.abs(values[np.isfinite(values)])
    return float(seen.max()) if len(seen) else 0.0


def reference_rows(name: str, found: Difference) -> list[Row]:
    """Return the rows of a comparison with the reference, with the bounds it must keep."""
    return [
        row(f"{name}: place, at any time", "m", found.place_m, at_most=MOST_M, note=f"median {found.median_m:.2g} m"),
        row(f"{name}: arrival at the meeting place", "s", found.arrival_s, at_most=MOST_S),
        row(f"{name}: landing", "s", found.landing_s, note=f"{found.other_ways} aircraft took another way"),
        row(f"{name}: fuel burned", "%", found.fuel_percent, at_most=MOST_PERCENT),
    ]


def frame_rows(name: str, frame_s: float, found: Difference) -> list[Row]:
    """Return the rows of a comparison between frames; no bounds, since the frame is part of what is flown."""
    what = f"{name}, frame {frame_s:g} s against {FRAMES_S[-1]:g} s"
    return [
        row(f"{what}: place", "m", found.place_m, note=f"median {found.median_m:.2g} m"),
        row(f"{what}: arrival", "s", found.arrival_s, note=f"landing {found.landing_s:.2g} s"),
        row(f"{what}: fuel burned", "%", found.fuel_percent, note=f"{found.other_ways} aircraft took another way"),
    ]


def measure() -> list[Row]:
    """Return the rows."""
    scenario = api.load("sea-of-japan")
    calm = scenario.model_copy(update={"uncertainty": Uncertainty()})
    cases = (("no draws", api.plan(calm), 1), (f"{SEEDED_RUNS} seeded runs", api.plan(scenario), SEEDED_RUNS))
    rows: list[Row] = []
    many = (f"{MANY_RUNS} seeded runs", cases[1][1], MANY_RUNS)
    for name, plan, runs in (*cases, many):
        rows += reference_rows(name, compare(fly(plan, runs), fly(plan, runs, max_step_s=FINE_STEP_S)))
    for name, plan, runs in cases:
        finest = fly(plan, runs, FRAMES_S[-1])
        for frame_s in FRAMES_S[:-1]:
            rows += frame_rows(name, frame_s, compare(fly(plan, runs, frame_s), finest))
    return rows


if __name__ == "__main__":
    answer(TITLE, measure)
