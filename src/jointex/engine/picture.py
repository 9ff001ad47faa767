"""The picture, step by step: everybody looks around, tracks that are not seen again are lost, links tell, and it is counted.

`knows` and `believed` of `engine.known` say what an aircraft has of another one.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.engine.known import believed, is_warned, knows
from jointex.engine.looks import look_around, lose_tracks, place_all
from jointex.engine.sky import IS_WRITTEN, NEXT_GROUPS
from jointex.engine.telling import gather, tell_all
from jointex.engine.viewing import count_picture
from jointex.fleet.draws import Stream, normal_pair, uniform_pair
from jointex.kernel import kernel, single

WRITTEN_RUNS = 100
"""Runs that write what is seen, told, lost and noticed: in large exercises these are thousands of events each."""

__all__ = ["believed", "is_warned", "knows", "watch_sky"]


@single
def watch_sky(
    fleet: Any, senses: Any, sky: Any, settings: Any, log: Any, run: int, since_s: float, time_s: float
) -> None:
    """Bring the picture up to a time.

    Parameters
    ----------
    fleet : array of AIRCRAFT
        Where everybody is at `time_s`.
    senses : array of SENSES
        The run's own.
    sky : Sky
        Changed in place.
    settings : record
    log : Log
    run : int
    since_s, time_s : float
        The picture is done up to `since_s`; looks and tellings after it, up to `time_s`, are made now [s].
    """
    if place_all(fleet, senses, sky, time_s) == 0:
        return
    sky.clock[IS_WRITTEN] = 1.0 if run < WRITTEN_RUNS else 0.0
    if sky.clock[NEXT_GROUPS] == -math.inf:
        draw_habits(fleet, senses, sky, settings, run)
    look_around(fleet, senses, sky, settings, log, run, since_s, time_s)
    lose_tracks(fleet, senses, sky, log, run, time_s)
    gather(senses, sky, time_s)
    tell_all(fleet, senses, sky, since_s, time_s)
    count_picture(fleet, senses, sky, log, run, since_s, time_s)


@kernel
def draw_habits(fleet: Any, senses: Any, sky: Any, settings: Any, run: int) -> None:
    """Draw what stays all day: when in its period each sensor looks and each aircraft tells, and how far off it tells places.

    The times are the same in all runs: they only keep sensors and links out of step. How far off is a fault of the own place
    and axes of the teller, shared by all that it tells.
    """
    for k in range(sky.who.shape[0]):
        draw_number = fleet[sky.who[k]].draw_number
        for s in range(senses[sky.who[k]].n_sensors):
            sky.phase[k, s], _ = uniform_pair(
                settings.seed, 0, draw_number, Stream.LOOK_PHASE, sky.sensors[sky.who[k], s].key
            )
        for net in range(sky.nets.shape[0]):
            error_m = sky.nets[net].error_m * math.sqrt(0.5)
            north, east = normal_pair(settings.seed, run, draw_number, Stream.LINK_ERROR, net)
            sky.shift[net, k, 0], sky.shift[net, k, 1] = north * error_m, east * error_m
            sky.slot[net, k], _ = uniform_pair(settings.seed, 0, draw_number, Stream.LINK_SLOT, net)
