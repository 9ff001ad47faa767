"""Simulated combat alone: seconds of the fight without routes, tankers or take-offs; what `jointex.gym` steps through."""

from __future__ import annotations

from typing import Any

from jointex.engine.fight import air_of_fighters, fly_second, present
from jointex.engine.picture import watch_sky
from jointex.kernel import loop


@loop
def fly_seconds(
    world: Any,
    fleet: Any,
    flights: Any,
    departure: Any,
    scratch: Any,
    log: Any,
    run: int,
    from_s: float,
    n: int,
    step_s: float,
) -> bool:
    """Fly the fighters of an exercise for some steps; everybody else stands still.

    Parameters
    ----------
    world : World
    fleet, flights : array of records
        Changed in place.
    departure : array (n_altitudes, 2)
        How the wind departs from the mean.
    scratch : Scratch
    log : Log
    run : int
        Number of the run, under which draws are made.
    from_s : float
        Now [s].
    n : int
        Steps.
    step_s : float
        Length of a step [s].

    Returns
    -------
    bool
        Whether a presentation is under way at the end.
    """
    air_of_fighters(fleet, world, departure)
    for k in range(n):
        now_s = from_s + k * step_s
        fly_second(fleet, flights, world, scratch, log, run, now_s, step_s)
        watch_sky(fleet, scratch.senses, scratch.sky, world.settings[0], log, run, now_s, now_s + step_s)
    return present(fleet, flights, world, scratch.fight, scratch.senses, log, run, from_s + n * step_s)
