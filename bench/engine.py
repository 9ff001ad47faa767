"""How fast is the engine on one core, and how far from the least that motion takes?

Airborne aircraft-seconds of the flagship, everything on, over CPU-seconds of the call that flies a chunk of runs.
"""

from __future__ import annotations

from bench.measure import REPEATS, Row, answer, row
from jointex import api
from jointex.bench.limit import aircraft, fly_own, fly_toys, steps_per_cpu_s, toys
from jointex.bench.machine import cpu_s
from jointex.engine.ensemble import fly_chunk
from jointex.engine.setup import FRAME_S, set_up
from jointex.planning import Plan

TITLE = "Engine: the flagship on one core"
RUNS = 20
FLOOR, MILLION = 5.0, 1e6


def engine_rate(plan: Plan, tracks: int) -> float:
    """Return airborne aircraft-seconds per CPU-second; `tracks` is how many runs log where everybody is."""
    setup = set_up(plan, seed=1, tracks=tracks)
    spent_s, chunk = cpu_s(fly_chunk, setup, plan.weather, 0, RUNS)
    return float(chunk.tallies["flown_s"].sum()) / spent_s


def measure() -> list[Row]:
    """Return the rows."""
    plan = api.plan("sea-of-japan")
    fly_chunk(set_up(plan, seed=1), plan.weather, 0, 1)
    own, toy, everything, untracked = [], [], [], []
    for _ in range(REPEATS):
        own.append(steps_per_cpu_s(fly_own, aircraft(plan)) / MILLION)
        toy.append(steps_per_cpu_s(fly_toys, toys()) / MILLION)
        everything.append(engine_rate(plan, tracks=RUNS) / MILLION)
        untracked.append(engine_rate(plan, tracks=0) / MILLION)
    costs = [limit / (rate / FRAME_S) for rate, limit in zip(everything, own, strict=True)]
    rate_unit, step_unit = "million aircraft-seconds per CPU-second", "million aircraft-steps per CPU-second"
    return [
        row("everything on", rate_unit, everything, at_least=FLOOR, note="aim 15"),
        row("the same without tracks", rate_unit, untracked),
        row("bare step of the same physics", step_unit, own, note="no events, wind, formation or log"),
        row("bare step of a toy point mass", step_unit, toy, note="vectorised by the compiler"),
        row(f"what a frame of {FRAME_S:g} s costs an aircraft", "bare steps", costs, note="of the same physics"),
    ]


if __name__ == "__main__":
    answer(TITLE, measure)
