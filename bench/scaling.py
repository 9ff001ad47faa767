"""What do twice as many runs or aircraft cost, and does memory stay flat in runs?

Time is CPU-seconds of all threads. A doubling may cost 2.3 times as much: twice, and 15 % for noise and bookkeeping.
"""

from __future__ import annotations

import statistics
import tempfile
from itertools import pairwise
from pathlib import Path

from bench.measure import Row, answer, row, run_child
from jointex.bench.machine import cpu_s

TITLE = "Scaling: doubling runs, doubling aircraft, memory in runs"
RUNS = (50, 100, 200, 400)
COPIES = (1, 2, 4, 8, 16, 32, 64, 128)
PLANNED_COPIES = (1, 2, 4, 8, 16, 32)
MEMORY_RUNS = (100, 1000, 4000)
AIRCRAFT_RUNS = 1024
"""Aircraft times runs of one measurement of the engine, so that small fleets are measured as long as large ones."""
REPEATS = 3
MOST = 2.3
FLAT = 1.15


def memory_rows() -> list[Row]:
    """Return peak memory of `jointex run` for numbers of runs."""
    with tempfile.TemporaryDirectory() as folder:
        peaks_mb = []
        for runs in MEMORY_RUNS:
            words = ("-m", "jointex", "run", "sea-of-japan", "--runs", str(runs), "--out", "run")
            peaks_mb.append(run_child(words, folder=Path(folder)).peak_mb)
    pairs = list(zip(MEMORY_RUNS, peaks_mb, strict=True))
    rows = [row(f"peak memory of `run`, {runs:,} runs", "MB", peak_mb, at_most=600.0) for runs, peak_mb in pairs]
    growth = peaks_mb[-1] / peaks_mb[0]
    return [*rows, row(f"memory, {MEMORY_RUNS[-1]:,} runs over {MEMORY_RUNS[0]}", "ratio", growth, at_most=FLAT)]


def doublings(spent_s: list[float]) -> list[float]:
    """Return how many times as long each measurement takes as the one before."""
    return [later / earlier for earlier, later in pairwise(spent_s)]


def run_rows() -> list[Row]:
    """Return CPU time of a whole run folder, report included, for numbers of runs."""
    from jointex import api

    def fill(runs: int) -> float:
        """Return the CPU-seconds of one run folder."""
        with tempfile.TemporaryDirectory() as folder:
            return cpu_s(api.run, "sea-of-japan", runs, 1, folder)[0]

    fill(1)
    times_s = {runs: [fill(runs) for _ in range(REPEATS)] for runs in RUNS}
    spent_s = [statistics.median(times_s[runs]) for runs in RUNS]
    rows = [row(f"run folder of {runs} runs", "CPU-s", times_s[runs]) for runs in RUNS]
    marginal_ms = [1000.0 * (spent_s[i + 1] - spent_s[i]) / (RUNS[i + 1] - RUNS[i]) for i in range(len(RUNS) - 1)]
    return [
        *rows,
        row("most that a doubling of runs costs", "times", max(doublings(spent_s)), at_most=MOST),
        row("one run more, between the last two", "CPU-ms", marginal_ms[-1]),
    ]


def aircraft_rows() -> list[Row]:
    """Return CPU time of the engine for one airborne hour of one aircraft, and what a doubling of the fleet costs."""
    from jointex import api
    from jointex.bench.fleets import grown_plan
    from jointex.engine.ensemble import fly_chunk
    from jointex.engine.setup import set_up

    plan = api.plan("sea-of-japan")
    per_hour_ms: dict[int, list[float]] = {}
    for copies in COPIES:
        large = grown_plan(plan, copies)
        setup = set_up(large, seed=1, tracks=0)
        n_aircraft, hours_ms = len(setup.fleet), []
        runs = max(1, AIRCRAFT_RUNS // n_aircraft)
        fly_chunk(setup, large.weather, 0, 1)
        for _ in range(REPEATS):
            spent_s, chunk = cpu_s(fly_chunk, setup, plan.weather, 0, runs)
            hours_ms.append(1000.0 * spent_s / (float(chunk.tallies["flown_s"].sum()) / 3600.0))
        per_hour_ms[n_aircraft] = hours_ms
    medians = [statistics.median(times) for times in per_hour_ms.values()]
    costs = [2.0 * ratio for ratio in doublings(medians)]
    rows = [
        row(f"engine, {n_aircraft:,} aircraft", "CPU-ms per airborne hour", times)
        for n_aircraft, times in per_hour_ms.items()
    ]
    return [*rows, row("most that a doubling of aircraft costs the engine", "times", max(costs), at_most=MOST)]


def planning_rows() -> list[Row]:
    """Return CPU time of planning for numbers of aircraft."""
    from jointex import api
    from jointex.bench.fleets import grown_scenario

    scenario = api.load("sea-of-japan")
    api.plan(scenario)
    spent_s: dict[int, float] = {}
    for copies in PLANNED_COPIES:
        large = grown_scenario(scenario, copies)
        n_aircraft = sum(flight.count for flight in large.flights)
        spent_s[n_aircraft] = statistics.median(cpu_s(api.plan, large)[0] for _ in range(REPEATS))
    rows = [row(f"planning, {n_aircraft} aircraft", "CPU-s", spent) for n_aircraft, spent in spent_s.items()]
    most = max(doublings(list(spent_s.values())))
    return [*rows, row("most that a doubling of aircraft costs planning", "times", most, at_most=MOST)]


def measure() -> list[Row]:
    """Return the rows; children first, while this process is small."""
    return [*memory_rows(), *run_rows(), *aircraft_rows(), *planning_rows()]


if __name__ == "__main__":
    answer(TITLE, measure)
