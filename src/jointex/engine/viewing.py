"""How good the picture is: at fixed times, what each aircraft knows of each other one, against where they are."""

from __future__ import annotations

import math
from typing import Any

from jointex.engine.known import NOBODY, OWN, best_way, carried_on
from jointex.engine.logging import log_event
from jointex.engine.looks import times_until
from jointex.engine.routes import EARTH_RADIUS_M
from jointex.engine.sky import IS_WRITTEN
from jointex.fleet.log import Event
from jointex.fleet.senses import MOST_NATIONS
from jointex.kernel import kernel, single

SAMPLE_S = 20.0
"""Time between two counts of the picture [s]."""


@single
def count_picture(fleet: Any, senses: Any, sky: Any, log: Any, run: int, since_s: float, time_s: float) -> None:
    """Count what is known when a count is due."""
    if times_until(time_s, SAMPLE_S, 0.0) == times_until(since_s, SAMPLE_S, 0.0):
        return
    for k in range(sky.who.shape[0]):
        if sky.is_up[k] == 1:
            for j in range(sky.who.shape[0]):
                if sky.is_up[j] == 1 and fleet[sky.who[j]].flight != fleet[sky.who[k]].flight:
                    count_one(fleet, senses, sky, log, run, k, j, time_s)


@kernel
def count_one(fleet: Any, senses: Any, sky: Any, log: Any, run: int, k: int, j: int, time_s: float) -> None:
    """Add what one aircraft knows of another one to its tally."""
    i, t = sky.who[k], sky.who[j]
    own, target, track = senses[i], senses[t], sky.tracks[k, j]
    tally = log.tallies[fleet[i].tally]
    net, version = best_way(sky, senses, k, j, own.links, time_s)
    is_known, is_opponent = net != NOBODY, own.side != target.side
    if is_opponent:
        tally.opponent_time_s += SAMPLE_S
        tally.opponent_held_s += SAMPLE_S if is_known else 0.0
    else:
        tally.friend_time_s += SAMPLE_S
        tally.friend_held_s += SAMPLE_S if is_known else 0.0
    if track.was_known == 0 and is_known:
        tally.picture_stretches += 1.0
    track.was_known = 1 if is_known else 0
    if not is_known:
        track.was_told = 0
        return
    source, age_s, error_m = i, time_s - track.last_s, 0.0
    if net == OWN:
        error_m = off_m(fleet[t], track, age_s)
    else:
        report = sky.reports[net, sky.root[net, k], j, version]
        source, age_s = report.source, time_s - report.seen_s
        error_m = off_m(fleet[t], report, age_s)
    if source != i:
        tally.told_held_s += SAMPLE_S
        if track.was_told == 0 and is_opponent and track.is_firm == 0:
            track.was_told = 1
            if sky.clock[IS_WRITTEN] == 1.0:
                log_event(log, run, fleet[i], Event.TOLD, t, age_s)
    nation = min(senses[source].nation, MOST_NATIONS - 1)
    tally.held_from_s[nation] += SAMPLE_S
    tally.age_from_s2[nation] += SAMPLE_S * age_s
    tally.error_from_m_s[nation] += SAMPLE_S * error_m


@kernel
def off_m(b: Any, seen: Any, age_s: float) -> float:
    """Return how far an aircraft is from where it is believed to be [m], over ground and in height."""
    x, y, z, altitude_m, _, _ = carried_on(seen, age_s)
    dx, dy, dz = (x - b.x) * EARTH_RADIUS_M, (y - b.y) * EARTH_RADIUS_M, (z - b.z) * EARTH_RADIUS_M
    up_m = altitude_m - b.altitude_m
    return math.sqrt(dx * dx + dy * dy + dz * dz + up_m * up_m)
