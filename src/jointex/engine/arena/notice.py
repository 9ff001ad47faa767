"""What an agent in simulated combat is told at a decision: what its crew would know, in the units of `engine.arena.tables`."""

from __future__ import annotations

import math
from typing import Any

from jointex.drills.envelopes import ranges_of
from jointex.earth.atmosphere import isa_temperature_k, speed_of_sound_m_s
from jointex.engine.arena.orders import bring_within, in_nose_frame
from jointex.engine.known import OWN, believed, is_warned, knows
from jointex.engine.tactics import is_in, note_threat
from jointex.fleet.fight import MEDIUM, Role
from jointex.flight.guidance import offset_m
from jointex.kernel import kernel, routine

KM_M = 1000.0
LONGEST_S = 120.0
"""What no agent has done yet counts as done so long ago [s]."""
WARNING_MEMORY_S = 10.0
"""How long a radar that was noticed is told [s]. Estimated: some sweeps."""


@routine
def notice_fight(crowd: Any, sky: Any, fight: Any, senses: Any, e: int, i: int, row: Any) -> None:
    """Write the observation of one agent.

    Parameters
    ----------
    crowd : Crowd
    sky, fight : Sky, Fight
        The row's own.
    senses : array of SENSES
        The row's own.
    e, i : int
        Number of the row and of the agent.
    row : array (n_observed,)
        Written, held within bounds.
    """
    rules, fleet, time_s = crowd.rules[0], crowd.fleet[e], crowd.episodes[e].time_s
    a, f = fleet[i], fight.fighters[i]
    k = notice_self(crowd, fight, e, i, row)
    k = notice_threat(i, a, f, fight.shots, time_s, row, k)
    k = notice_prey(a, fleet, fight, rules, row, k)
    for t in range(rules.n_agents, rules.n_agents + rules.n_targets):
        k = notice_target(i, t, a, fleet, fight, crowd, senses, sky, time_s, row, k)
    for w in range(rules.n_agents):
        if w != i:
            k = notice_friend(a, fleet[w], is_in(fight.fighters[w], 0), row, k)
    bring_within(row, crowd.bounds)


@kernel
def notice_self(crowd: Any, fight: Any, e: int, i: int, row: Any) -> int:
    """Write clock, height, speed, fuel and shots; return where the next number goes."""
    a, f, time_s = crowd.fleet[e, i], fight.fighters[i], crowd.episodes[e].time_s
    row[0] = crowd.rules[0].lasts_s - time_s
    row[1] = a.altitude_m / KM_M
    row[2] = a.true_airspeed_m_s / speed_of_sound_m_s(isa_temperature_k(a.altitude_m))
    row[3] = a.climb_m_s
    row[4] = a.fuel_kg - crowd.bingo_kg[i]
    row[5], row[6] = f.medium_left, f.short_left
    row[7] = min(LONGEST_S, time_s - f.last_shot_s)
    guided = 0
    for s in range(fight.shots.shape[0]):
        shot = fight.shots[s]
        guided += int(shot.is_up == 1 and shot.shooter == i and shot.sees == 0)
    row[8] = guided
    shown = fight.presentations[0]
    north_m, east_m = offset_m(a, shown.start_x, shown.start_y, shown.start_z)
    forward_m, right_m = in_nose_frame(a, north_m, east_m)
    row[9], row[10] = forward_m / KM_M, right_m / KM_M
    return 11


@kernel
def notice_threat(i: int, a: Any, f: Any, shots: Any, time_s: float, row: Any, k: int) -> int:
    """Write whether a shot at it is noted, and where that comes from."""
    note_threat(i, f, shots, time_s)
    row[k], row[k + 1], row[k + 2] = 0.0, 0.0, 0.0
    if f.threat >= 0:
        shot = shots[f.threat]
        forward_m, right_m = in_nose_frame_of(a, shot)
        distance_m = max(1.0, math.sqrt(forward_m * forward_m + right_m * right_m))
        row[k], row[k + 1], row[k + 2] = 1.0, forward_m / distance_m, right_m / distance_m
    return k + 3


@kernel
def in_nose_frame_of(a: Any, b: Any) -> Any:
    """Return how far something lies forward and to the right of an aircraft [m]."""
    north_m, east_m = offset_m(a, b.x, b.y, b.z)
    return in_nose_frame(a, north_m, east_m)


@kernel
def notice_prey(a: Any, fleet: Any, fight: Any, rules: Any, row: Any, k: int) -> int:
    """Write where the first of those protected who is still in is, and how many are: both sides are told before."""
    p, n_in = -1, 0
    for j in range(rules.n_agents + rules.n_foes, fleet.shape[0]):
        if is_in(fight.fighters[j], 0):
            n_in += 1
            if p < 0:
                p = j
    row[k] = n_in
    for column in range(1, 6):
        row[k + column] = 0.0
    if p >= 0:
        place_of(a, fleet[p], row, k + 1)
    return k + 6


@kernel
def place_of(a: Any, b: Any, row: Any, k: int) -> None:
    """Write where another aircraft really is, and how it moves over ground."""
    forward_m, right_m = in_nose_frame_of(a, b)
    row[k], row[k + 1], row[k + 2] = forward_m / KM_M, right_m / KM_M, (b.altitude_m - a.altitude_m) / KM_M
    row[k + 3], row[k + 4] = in_nose_frame(a, b.ground_north_m_s, b.ground_east_m_s)


@kernel
def notice_friend(a: Any, b: Any, is_there: bool, row: Any, k: int) -> int:
    """Write where a wingman is."""
    for column in range(6):
        row[k + column] = 0.0
    if is_there:
        row[k] = 1.0
        place_of(a, b, row, k + 1)
    return k + 6


@kernel
def notice_target(
    i: int, t: int, a: Any, fleet: Any, fight: Any, crowd: Any, senses: Any, sky: Any, time_s: float, row: Any, k: int
) -> int:
    """Write what is known of one of the other side, and from how far a shot of the medium class would reach it."""
    for column in range(14):
        row[k + column] = 0.0
    row[k] = 1.0 if is_in(fight.fighters[t], 0) else 0.0
    row[k + 1] = 1.0 if fight.fighters[t].role == Role.PROTECTED else 0.0
    age_s, error_m, source, has_lock = knows(sky, senses, i, t, time_s)
    row[k + 4] = 1.0 if is_warned(sky, senses, i, t, time_s, WARNING_MEMORY_S) else 0.0
    if row[k] == 1.0 and source >= OWN:
        x, y, z, altitude_m, north_m_s, east_m_s = believed(sky, senses, i, t, time_s)
        north_m, east_m = offset_m(a, x, y, z)
        forward_m, right_m = in_nose_frame(a, north_m, east_m)
        row[k + 2], row[k + 3] = 1.0, 1.0 if has_lock else 0.0
        row[k + 5], row[k + 6] = age_s, error_m / KM_M
        row[k + 7], row[k + 8], row[k + 9] = forward_m / KM_M, right_m / KM_M, (altitude_m - a.altitude_m) / KM_M
        row[k + 10], row[k + 11] = in_nose_frame(a, north_m_s, east_m_s)
        distance_m = max(1.0, math.sqrt(north_m * north_m + east_m * east_m))
        closing_m_s = -(north_m * north_m_s + east_m * east_m_s) / distance_m
        mach = a.true_airspeed_m_s / speed_of_sound_m_s(isa_temperature_k(a.altitude_m))
        far_m, sure_m = ranges_of(crowd.reach, MEDIUM, a.altitude_m, altitude_m, mach, closing_m_s)
        row[k + 12], row[k + 13] = far_m / KM_M, sure_m / KM_M
    return k + 14
