"""How many decisions of agents are flown in a second, through Gymnasium's vector interface, in a batch of 64 on one core."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import gymnasium
import numpy as np

import jointex.gym
from bench.measure import REPEATS, Row, answer, row
from jointex.gym import IDS, Rows, task

TITLE = "Agents: decisions a second of one core, each a second of the exercise, in a batch of 64"
BATCH, STEPS = 64, 1500
BOUND = 200_000.0
"""What must be reached [agent-steps/s]."""


def speed(step: Callable[[int], int]) -> tuple[list[float], list[float]]:
    """Return decisions by CPU-second and by second of the wall clock, in repeats; `step` returns how many it flew."""
    by_cpu, by_wall = [], []
    for repeat in range(REPEATS + 1):
        cpu_s, wall_s, n = time.process_time(), time.perf_counter(), 0
        for k in range(STEPS):
            n += step(k)
        if repeat > 0:  # the first one warms up
            by_cpu.append(n / (time.process_time() - cpu_s))
            by_wall.append(n / (time.perf_counter() - wall_s))
    return by_cpu, by_wall


def vector_rows(kind: str, name: str) -> list[Row]:
    """Return the figures of one task: one agent each, actions drawn beforehand; steps that only begin an episode do not count."""
    vector = gymnasium.make_vec(name, num_envs=BATCH, vectorization_mode="vector_entry_point")
    vector.reset(seed=1)
    pilot = jointex.gym.random_pilot(task(kind), seed=1)
    drawn = [pilot(np.zeros((BATCH, 1), np.float32)) for _ in range(50)]
    done = np.zeros(BATCH, bool)

    def step(k: int) -> int:
        nonlocal done
        begins = int(done.sum())
        _, _, done, _, _ = vector.step(drawn[k % len(drawn)])
        return BATCH - begins

    by_cpu, by_wall = speed(step)
    ratio = f"{sorted(by_cpu)[len(by_cpu) // 2] / BOUND:.2f} times the bound"
    return [
        row(f"{name}, random actions", "agent-steps/CPU-s", by_cpu, at_least=BOUND, note=ratio),
        row(f"{name}, the same by the wall clock", "agent-steps/s", by_wall),
    ]


def scripted_row(kind: str, n_agents: int) -> Row:
    """Return the figure of whole fights flown by the scripted pilot, its own time left out."""
    several: dict[str, Any] = {} if kind == "refuel" else {"n_opponents": n_agents}
    asked = task(kind, n_agents=n_agents, **several)
    rows, pilot = Rows(asked, BATCH), jointex.gym.scripted_pilot(asked)
    rows.seed(range(BATCH))
    rows.begin()
    found = []
    for _ in range(REPEATS):
        cpu_s, n = 0.0, 0
        for _ in range(STEPS):
            actions = pilot(rows.table.observations)
            began_s = time.process_time()
            n += rows.step(actions)
            cpu_s += time.process_time() - began_s
        found.append(n / cpu_s)
    return row(f"{kind}, {n_agents} agents, scripted pilot, without its own time", "agent-steps/CPU-s", found)


def measure() -> list[Row]:
    """Return the rows."""
    rows = [one for kind, name in IDS.items() for one in vector_rows(kind, name)]
    return [*rows, *(scripted_row(kind, n) for kind in IDS for n in (1, 2))]


if __name__ == "__main__":
    answer(TITLE, measure)
