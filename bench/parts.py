"""Where does the engine's time go? Parts of a frame are taken out, and the time that is saved is theirs.

Each variant is compiled anew, so this takes minutes and is not part of `bench.all`. Parts that change the flight when they
are missing (deciding, flying) share what is left; the air is looked up twice instead, which changes nothing.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any

from bench.measure import REPEATS, Row, answer, row
from jointex import api
from jointex.bench.machine import cpu_s
from jointex.engine import ensemble, run, step
from jointex.engine.setup import set_up
from jointex.kernel import kernel

TITLE = "Parts of a frame: shares of the engine's time"
RUNS = 20
ENSEMBLE: Any = ensemble
RUN: Any = run
STEP: Any = step
"""The modules whose kernels are exchanged."""
SENSE = STEP.sense_air


def nothing(*_: Any) -> None:
    """Take the place of a part of the frame."""


def sense_twice(a: Any, nodes: Any, axes: Any, departure: Any) -> None:
    """Look up the air twice."""
    SENSE(a, nodes, axes, departure)
    SENSE(a, nodes, axes, departure)


def time_with(part: str, substitute: Callable[..., Any] | None) -> float:
    """Return CPU-seconds of some runs with a part of the frame replaced."""
    from numba import njit

    kept, fly_runs = getattr(STEP, part, None), ENSEMBLE.fly_runs
    if substitute is not None:
        setattr(STEP, part, kernel(substitute))
    RUN.frame = kernel(STEP.frame.py_func)
    RUN.fly_one = kernel(RUN.fly_one.py_func)
    ENSEMBLE.fly_runs = njit(error_model="numpy", nogil=True)(fly_runs.py_func)
    plan = api.plan("sea-of-japan")
    setup = set_up(plan, seed=1, tracks=RUNS)
    ensemble.fly_chunk(setup, plan.weather, 0, 1)
    times_s = [cpu_s(ensemble.fly_chunk, setup, plan.weather, 0, RUNS)[0] for _ in range(REPEATS)]
    ENSEMBLE.fly_runs = fly_runs
    if substitute is not None:
        setattr(STEP, part, kept)
    return statistics.median(times_s)


def measure() -> list[Row]:
    """Return the rows."""
    whole_s = time_with("", None)
    saved_s = {part: whole_s - time_with(part, nothing) for part in ("watch", "tally", "record", "note_wake")}
    saved_s["sense_air"] = time_with("sense_air", sense_twice) - whole_s
    shares = {part: 100.0 * spent_s / whole_s for part, spent_s in saved_s.items()}
    return [
        row("a run of the flagship", "CPU-ms", 1000.0 * whole_s / RUNS),
        row("decide, fly and the rest", "%", 100.0 - sum(shares.values())),
        *(row(part, "%", share) for part, share in shares.items()),
    ]


if __name__ == "__main__":
    answer(TITLE, measure)
