"""Seconds of taking fuel for agents: find the tanker on its racetrack, hold the place behind it, take fuel, get home.

Nobody goes astern by rule here, as the flights of a run do: an agent has to hold the place itself, through the tanker's turns.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.drills.combat import manoeuvre
from jointex.drills.formation import CAPTURE_M_S
from jointex.drills.refuelling import HOOK_UP_S
from jointex.earth.atmosphere import isa_temperature_k, speed_of_sound_m_s
from jointex.earth.geodesy import move, n_vector
from jointex.engine.arena.begin import LATITUDE_RAD, LONGITUDE_RAD, SPEED_MACH, WHOLE, between, set_moving
from jointex.engine.arena.orders import bring_within, in_nose_frame, take_orders
from jointex.engine.arena.rules import STEP_S, Out
from jointex.fleet.draws import Stream, uniform_pair
from jointex.flight.guidance import offset_m, placed
from jointex.flight.turning import rotated
from jointex.kernel import kernel, loop, routine
from jointex.units import RADIAN_DEG, STANDARD_GRAVITY_M_S2

KM_M = 1000.0
AWAY_RAD = math.pi / 3.0
"""How far the side from which agents come may lie off that opposite to home [rad]."""
ABREAST_M = 3704.0
"""How far agents begin from each other, side by side [m]: 2 NM."""
LEAST_KG = 1e-6
"""Fuel below which a transfer is over [kg]."""
BOX_M, BOX_UP_M = 30.0, 15.0
"""How near to the place behind the tanker counts as there, over ground and in height [m]. Estimated: what second by second can be
flown; a boom itself leaves a few metres. Speed over ground has to match as in any slot of a formation."""


@loop
def step_tanking(tank: Any, table: Any, n_seconds: int) -> int:
    """Fly all rows for one decision; rows that are over begin their next episode instead.

    Parameters
    ----------
    tank : Tank
        Changed in place.
    table : Table
        Actions in; observations, rewards and who is done out.
    n_seconds : int
        Seconds of a decision [s]; with 0 nothing is flown, and only what is over begins anew.

    Returns
    -------
    int
        Decisions of agents that were flown.
    """
    n_decisions, rules = 0, tank.rules[0]
    for e in range(tank.fleet.shape[0]):
        fleet, agents, episode, way = tank.fleet[e], tank.agents[e], tank.episodes[e], tank.ways[e]
        rewards = table.rewards[e]
        rewards[:] = 0.0
        if episode.is_over == 1:
            begin_tanking(tank, fleet, agents, episode, way, e)
        elif n_seconds > 0:
            for i in range(rules.n_agents):
                if agents[i].is_out == 0:
                    n_decisions += 1
                    take_orders(fleet[i], agents[i], table.actions[e, i], rules.lowest_m)
            for _ in range(n_seconds):
                if episode.is_over == 0:
                    fly_to_tanker(fleet, agents, episode, way, rules, rewards)
        for i in range(rules.n_agents):
            notice_tanker(fleet, agents, episode, way, rules, i, table.observations[e, i])
            bring_within(table.observations[e, i], tank.bounds)
            table.is_done[e, i] = agents[i].is_out != 0
    return n_decisions


@routine
def begin_tanking(tank: Any, fleet: Any, agents: Any, episode: Any, way: Any, e: int) -> None:
    """Set one row to the beginning of its next episode: a tanker on its racetrack, agents with too little fuel to get home."""
    rules = tank.rules[0]
    episode.number += 1
    episode.time_s, episode.is_over, episode.ending = 0.0, 0, -1
    seed, run = tank.settings[e, 0].seed, episode.number
    axis, along = uniform_pair(seed, run, WHOLE, Stream.ARENA, 0)
    homewards, far = uniform_pair(seed, run, WHOLE, Stream.ARENA, 1)
    side, start = uniform_pair(seed, run, WHOLE, Stream.ARENA, 2)
    for i in range(fleet.shape[0]):
        fleet[i] = tank.first_fleet[i]
    x, y, z = n_vector(LATITUDE_RAD, LONGITUDE_RAD)
    way.middle_x, way.middle_y, way.middle_z = x, y, z
    way.axis_north, way.axis_east = math.cos(2.0 * math.pi * axis), math.sin(2.0 * math.pi * axis)
    way.leg, way.served, way.given_kg = 1, -1, 0.0
    tanker = fleet[rules.n_agents]
    tanker.altitude_m = rules.level_m
    off_m = (along - 0.5) * rules.leg_m
    tanker.x, tanker.y, tanker.z = move(x, y, z, off_m * way.axis_north, off_m * way.axis_east, rules.level_m)
    set_moving(tanker, way.axis_north, way.axis_east, rules.tanker_mach)
    north, east = math.cos(2.0 * math.pi * homewards), math.sin(2.0 * math.pi * homewards)
    home_m = between(rules.least_home_m, rules.most_home_m, far)
    way.home_x, way.home_y, way.home_z = move(x, y, z, home_m * north, home_m * east, 0.0)
    north, east = rotated(-north, -east, between(-AWAY_RAD, AWAY_RAD, side))
    start_m = between(rules.least_start_m, rules.most_start_m, start)
    for i in range(rules.n_agents):
        begin_receiver(tank, fleet[i], agents[i], way, rules, seed, run, i, start_m, north, east)


@routine
def begin_receiver(
    tank: Any,
    a: Any,
    agent: Any,
    way: Any,
    rules: Any,
    seed: int,
    run: int,
    i: int,
    start_m: float,
    north: float,
    east: float,
) -> None:
    """Place one agent, with the nose towards the racetrack, and its fuel."""
    level, fuel = uniform_pair(seed, run, i + 1, Stream.ARENA, 0)
    aside_m = (i - 0.5 * (rules.n_agents - 1)) * ABREAST_M
    x, y, z = way.middle_x, way.middle_y, way.middle_z
    a.altitude_m = rules.level_m + (2.0 * level - 1.0) * KM_M
    a.x, a.y, a.z = move(x, y, z, start_m * north - aside_m * east, start_m * east + aside_m * north, a.altitude_m)
    set_moving(a, -north, -east, SPEED_MACH)
    share = between(rules.least_fuel, rules.most_fuel, fuel)
    a.fuel_kg = min(a.fuel_capacity_kg, rules.reserve_kg + share * way_home_m(a, way) * rules.home_kg_per_m)
    agent.wanted_kg, agent.taken_kg, agent.fuel_line_kg = 0.0, 0.0, rules.reserve_kg
    agent.is_out, agent.reason, agent.hold_s = 0, 0, 0.0
    agent.is_in_box, agent.is_connected, agent.is_home = 0, 0, 0


@kernel
def way_home_m(a: Any, way: Any) -> float:
    """Return how far home is over ground, straight from here [m]."""
    north_m, east_m = offset_m(a, way.home_x, way.home_y, way.home_z)
    return math.sqrt(north_m * north_m + east_m * east_m)


@kernel
def lacking_kg(a: Any, way: Any, rules: Any) -> float:
    """Return what an aircraft lacks to come home above the reserve, with some to spare; below 0 what it has beyond that [kg]."""
    way_kg = (1.0 + rules.spare) * way_home_m(a, way) * rules.home_kg_per_m
    return float(rules.reserve_kg + way_kg - a.fuel_kg)


@routine
def fly_to_tanker(fleet: Any, agents: Any, episode: Any, way: Any, rules: Any, rewards: Any) -> None:
    """Fly one row by a second: the tanker, the agents, fuel, and who is home or dry."""
    tanker, n_left = fleet[rules.n_agents], 0
    fly_racetrack(tanker, way, rules)
    episode.time_s += STEP_S
    for i in range(rules.n_agents):
        a, agent = fleet[i], agents[i]
        if agent.is_out != 0:
            continue
        manoeuvre(
            a,
            agent.order_north,
            agent.order_east,
            agent.order_mach,
            agent.order_altitude_m,
            agent.order_load_factor,
            agent.order_wet,
            STEP_S,
        )
        before_kg = min(agent.taken_kg, agent.wanted_kg)
        take_fuel(a, agent, tanker, way, rules, i)
        if agent.wanted_kg > 0.0:
            rewards[i] += rules.taken_points * (min(agent.taken_kg, agent.wanted_kg) - before_kg) / agent.wanted_kg
        rewards[i] += arrive(a, agent, way, rules)
        if agent.is_out != 0 and way.served == i:
            way.served = -1
        n_left += int(agent.is_out == 0)
    if n_left == 0 or episode.time_s >= rules.lasts_s:
        episode.is_over = 1
        for i in range(rules.n_agents):
            if agents[i].is_out == 0:
                agents[i].is_out, agents[i].reason = 1, Out.OVER


@kernel
def fly_racetrack(tanker: Any, way: Any, rules: Any) -> None:
    """Fly the tanker by a second: along a leg, and round to the right at its end."""
    north_m, east_m = offset_m(tanker, way.middle_x, way.middle_y, way.middle_z)
    along_m = -(north_m * way.axis_north + east_m * way.axis_east) * way.leg
    if along_m > 0.5 * rules.leg_m:
        way.leg = -way.leg
    north, east = way.leg * way.axis_north, way.leg * way.axis_east
    if tanker.heading_north * north + tanker.heading_east * east < 0.0:
        north, east = -tanker.heading_east, tanker.heading_north
    manoeuvre(tanker, north, east, rules.tanker_mach, rules.level_m, rules.load_factor, 0, STEP_S)


@kernel
def place_behind(a: Any, tanker: Any, rules: Any) -> Any:
    """Return where the place behind the tanker is, seen from an aircraft: north, east and up [m]."""
    x, y, z = placed(
        tanker.x,
        tanker.y,
        tanker.z,
        -rules.back_m * tanker.heading_north,
        -rules.back_m * tanker.heading_east,
        tanker.altitude_m,
    )
    north_m, east_m = offset_m(a, x, y, z)
    return north_m, east_m, tanker.altitude_m + rules.up_m - a.altitude_m


@kernel
def is_in_place(a: Any, tanker: Any, rules: Any) -> bool:
    """Return whether an aircraft holds the place behind the tanker: near enough, and as fast; as in any slot of a formation."""
    north_m, east_m, up_m = place_behind(a, tanker, rules)
    v_north = tanker.ground_north_m_s - a.ground_north_m_s
    v_east = tanker.ground_east_m_s - a.ground_east_m_s
    is_near = north_m * north_m + east_m * east_m < BOX_M * BOX_M and abs(up_m) < BOX_UP_M
    return bool(is_near and v_north * v_north + v_east * v_east < CAPTURE_M_S * CAPTURE_M_S)


@kernel
def take_fuel(a: Any, agent: Any, tanker: Any, way: Any, rules: Any, i: int) -> None:
    """Count how long the place is held, hook up after that, and pass what flows in a second; one at a time."""
    left_kg = min(a.fuel_capacity_kg - a.fuel_kg, rules.give_kg - way.given_kg)
    is_free = way.served < 0 or way.served == i
    agent.is_in_box = int(is_free and is_in_place(a, tanker, rules))
    agent.hold_s = agent.hold_s + STEP_S if agent.is_in_box == 1 else 0.0
    agent.is_connected = int(left_kg > LEAST_KG and agent.hold_s > HOOK_UP_S)
    if agent.is_connected == 1:
        way.served = i
        if agent.taken_kg == 0.0:
            agent.wanted_kg = max(0.0, lacking_kg(a, way, rules))
        kg = min(left_kg, rules.flow_kg_s * STEP_S)
        tanker.fuel_kg -= kg
        a.fuel_kg += kg
        agent.taken_kg += kg
        way.given_kg += kg
    elif way.served == i:
        way.served = -1


@kernel
def arrive(a: Any, agent: Any, way: Any, rules: Any) -> float:
    """Take an agent out that is home or has dry tanks; return what that is worth."""
    if a.fuel_kg <= 0.0:
        agent.is_out, agent.reason = 1, Out.DRY
        return float(rules.dry_points)
    if way_home_m(a, way) > rules.home_m:
        return 0.0
    agent.is_out, agent.reason, agent.is_home = 1, Out.HOME, 1
    return float(rules.home_points) if a.fuel_kg >= rules.reserve_kg else 0.0


@routine
def notice_tanker(fleet: Any, agents: Any, episode: Any, way: Any, rules: Any, i: int, row: Any) -> None:
    """Write the observation of one agent: own state, home, the tanker and the place behind it."""
    a, agent, tanker = fleet[i], agents[i], fleet[rules.n_agents]
    row[0] = rules.lasts_s - episode.time_s
    row[1] = a.altitude_m / KM_M
    row[2] = a.true_airspeed_m_s / speed_of_sound_m_s(isa_temperature_k(a.altitude_m))
    row[3] = a.climb_m_s
    north_m, east_m = offset_m(a, way.home_x, way.home_y, way.home_z)
    home_m = math.sqrt(north_m * north_m + east_m * east_m)
    row[4] = a.fuel_kg - rules.reserve_kg
    row[5] = row[4] - home_m * rules.home_kg_per_m
    row[6] = lacking_kg(a, way, rules)
    forward_m, right_m = in_nose_frame(a, north_m, east_m)
    row[7], row[8] = forward_m / KM_M, right_m / KM_M
    north_m, east_m = offset_m(a, tanker.x, tanker.y, tanker.z)
    forward_m, right_m = in_nose_frame(a, north_m, east_m)
    row[9], row[10] = forward_m / KM_M, right_m / KM_M
    north_m, east_m, up_m = place_behind(a, tanker, rules)
    row[11], row[12] = in_nose_frame(a, north_m, east_m)
    row[13] = up_m
    v_north = tanker.ground_north_m_s - a.ground_north_m_s
    v_east = tanker.ground_east_m_s - a.ground_east_m_s
    row[14], row[15] = in_nose_frame(a, v_north, v_east)
    row[16], row[17] = in_nose_frame(a, tanker.heading_north, tanker.heading_east)
    turn_rad_s = STANDARD_GRAVITY_M_S2 * math.tan(tanker.bank_rad) / tanker.true_airspeed_m_s
    row[18] = turn_rad_s * RADIAN_DEG
    row[19], row[20], row[21] = agent.is_in_box, agent.hold_s, agent.is_connected
    row[22] = 1.0 if way.served >= 0 and way.served != i else 0.0
