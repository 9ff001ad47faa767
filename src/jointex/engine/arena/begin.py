"""How an episode of simulated combat begins: places, heights, fuel and tactics drawn within the rules."""

from __future__ import annotations

import math
from typing import Any

from jointex.earth.atmosphere import isa_temperature_k, speed_of_sound_m_s
from jointex.earth.geodesy import move, n_vector
from jointex.engine.fight import cast_part, count_in
from jointex.engine.run import open_tally
from jointex.engine.sky import clear_sky
from jointex.fleet.draws import Stream, uniform_pair
from jointex.fleet.fight import Phase, Role, Stage
from jointex.fleet.log import Task
from jointex.flight.turning import rotated
from jointex.kernel import kernel, single

LATITUDE_RAD, LONGITUDE_RAD = math.radians(38.5), math.radians(134.5)
"""Where who is protected begins: the middle of the flagship's working area."""
COURSE_RAD = math.pi / 3.0
"""How far the course of who is protected may point off the opponents' start [rad]."""
TRAIL_M = 1852.0
"""How far behind each other those protected fly [m]: 1 NM, a cell."""
SPEED_MACH = 0.85
"""Mach number of fighters at the beginning. Estimated: between patrol and fight."""
WHOLE = 0
"""Entity of the draws that concern an episode as a whole; aircraft number i has i + 1."""


@kernel
def between(least: float, most: float, share: float) -> float:
    """Return what lies so far between two ends."""
    return least + share * (most - least)


@kernel
def set_moving(a: Any, north: float, east: float, mach: float) -> None:
    """Point the nose, and give an aircraft its speed through still air."""
    a.heading_north, a.heading_east = north, east
    a.true_airspeed_m_s = mach * speed_of_sound_m_s(isa_temperature_k(a.altitude_m))
    a.ground_north_m_s, a.ground_east_m_s = north * a.true_airspeed_m_s, east * a.true_airspeed_m_s


@single
def begin_fight(crowd: Any, sky: Any, fight: Any, log: Any, e: int) -> None:
    """Set one row to the beginning of its next episode.

    Parameters
    ----------
    crowd : Crowd
    sky, fight, log
        The row's own, from `engine.arena.rows`.
    e : int
        Number of the row.
    """
    episode, rules, shown = crowd.episodes[e], crowd.rules[0], fight.presentations[0]
    episode.number += 1
    episode.time_s, episode.is_over, episode.ending = 0.0, 0, -1
    fight.presentations[0] = crowd.first_shown[0]
    for s in range(fight.shots.shape[0]):
        fight.shots[s].is_up = 0
    clear_sky(sky, crowd.senses[e])
    seed, run = crowd.settings[e, 0].seed, episode.number
    around, far = uniform_pair(seed, run, WHOLE, Stream.ARENA, 0)
    course, share = uniform_pair(seed, run, WHOLE, Stream.ARENA, 1)
    north, east = math.cos(2.0 * math.pi * around), math.sin(2.0 * math.pi * around)
    start_m = between(rules.least_start_m, rules.most_start_m, far)
    x, y, z = n_vector(LATITUDE_RAD, LONGITUDE_RAD)
    shown.start_north_m, shown.start_east_m = start_m * north, start_m * east
    shown.start_x, shown.start_y, shown.start_z = move(x, y, z, start_m * north, start_m * east, 0.0)
    prey_north, prey_east = rotated(north, east, between(-COURSE_RAD, COURSE_RAD, course))
    for i in range(crowd.first_fleet.shape[0]):
        crowd.fleet[e, i] = crowd.first_fleet[i]
        a, f, part = crowd.fleet[e, i], fight.fighters[i], crowd.cast[i]
        open_tally(log, run, a)
        level, fuel = uniform_pair(seed, run, i + 1, Stream.ARENA, 0)
        if part.role == Role.PROTECTED:
            back_m = TRAIL_M * (i - rules.n_agents - rules.n_foes)
            a.altitude_m, a.task = part.block_m, Task.WORK
            a.x, a.y, a.z = move(x, y, z, -back_m * prey_north, -back_m * prey_east, a.altitude_m)
            set_moving(a, prey_north, prey_east, rules.prey_mach)
        else:
            a.altitude_m, a.task = between(rules.least_level_m, rules.most_level_m, level), Task.COMBAT
            a.fuel_kg = between(rules.least_fuel, rules.most_fuel, fuel) * crowd.capacity_kg[i]
            along_m = part.ahead_m if part.role == Role.ESCORT else start_m
            side_m = part.right_m
            a.x, a.y, a.z = move(
                x, y, z, along_m * north - side_m * east, along_m * east + side_m * north, a.altitude_m
            )
            way = 1.0 if part.role == Role.ESCORT else -1.0
            set_moving(a, way * north, way * east, SPEED_MACH)
        cast_part(a, f, part, shown, 0.0)
        f.block_m, f.order_altitude_m = a.altitude_m, a.altitude_m
        f.shoot_share = between(rules.least_shoot_share, rules.most_shoot_share, share)
        f.n_shots, f.phase = 0, Phase.PATROL
        shown.stage = Stage.ON
        count_in(shown, f)
    for i in range(rules.n_agents):
        agent = crowd.agents[e, i]
        agent.is_out, agent.reason, agent.n_kills, agent.fuel_line_kg = 0, 0, 0, crowd.bingo_kg[i]
