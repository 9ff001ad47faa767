"""Seconds of simulated combat for agents: orders carried out, who is called out, when it is over, what it was worth."""

from __future__ import annotations

from typing import Any

from jointex.drills.combat import manoeuvre
from jointex.engine.arena.begin import begin_fight
from jointex.engine.arena.notice import notice_fight
from jointex.engine.arena.orders import MEDIUM_ABOVE, SHORT_ABOVE, SHOT, TARGET, bounded, take_orders
from jointex.engine.arena.rows import Hand, air_of, fight_of, log_of, sky_of
from jointex.engine.arena.rules import STEP_S, Out
from jointex.engine.fight import ending_of, fly_second, keep_start
from jointex.engine.logging import log_event
from jointex.engine.picture import watch_sky
from jointex.engine.tactics import is_in
from jointex.fleet.fight import MEDIUM, SHORT, Phase, Role
from jointex.fleet.log import Ending, Event, Leaving
from jointex.kernel import kernel, loop, single

LEVEL_G = 1.0
"""Load factor of those protected, who fly straight on [g]."""


@loop
def step_fights(crowd: Any, table: Any, n_seconds: int) -> int:
    """Fly all rows for one decision; rows that are over begin their next episode instead.

    Parameters
    ----------
    crowd : Crowd
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
    n_decisions = 0
    for e in range(crowd.fleet.shape[0]):
        sky, fight, log = sky_of(crowd, e), fight_of(crowd, e), log_of(crowd, e)
        fleet, senses, agents = crowd.fleet[e], crowd.senses[e], crowd.agents[e]
        rewards = table.rewards[e]
        rewards[:] = 0.0
        if crowd.episodes[e].is_over == 1:
            begin_fight(crowd, sky, fight, log, e)
        else:
            n_decisions += order_all(crowd, fleet, fight, table.actions[e], e) if n_seconds > 0 else 0
            air = air_of(crowd, e)
            hand = Hand(senses, sky, fight)
            for _ in range(n_seconds):
                if crowd.episodes[e].is_over == 0:
                    fly_row(crowd, fleet, agents, air, hand, log, rewards, e)
        for i in range(agents.shape[0]):
            notice_fight(crowd, sky, fight, senses, e, i, table.observations[e, i])
            table.is_done[e, i] = agents[i].is_out != 0
    return n_decisions


@kernel
def order_all(crowd: Any, fleet: Any, fight: Any, actions: Any, e: int) -> int:
    """Give the agents that are still in their orders; return how many there are."""
    rules, n_in = crowd.rules[0], 0
    for i in range(rules.n_agents):
        agent, f = crowd.agents[e, i], fight.fighters[i]
        if agent.is_out != 0:
            continue
        n_in += 1
        take_orders(fleet[i], agent, actions[i], rules.hard_deck_m)
        f.order_north, f.order_east, f.order_mach = agent.order_north, agent.order_east, agent.order_mach
        f.order_altitude_m, f.order_wet = agent.order_altitude_m, agent.order_wet
        f.order_load_factor = agent.order_load_factor
        chosen = bounded(actions[i, SHOT])
        f.order_shot = MEDIUM if chosen > MEDIUM_ABOVE else (SHORT if chosen > SHORT_ABOVE else -1)
        f.order_target = rules.n_agents
        if rules.n_targets > 1:
            place = int(0.5 * (1.0 + bounded(actions[i, TARGET])) * rules.n_targets)
            f.order_target = rules.n_agents + min(place, rules.n_targets - 1)
    return n_in


@single
def fly_row(crowd: Any, fleet: Any, agents: Any, air: Any, hand: Any, log: Any, rewards: Any, e: int) -> None:
    """Fly one row by a second, and count what came of it."""
    episode, fight, rules = crowd.episodes[e], hand.fight, crowd.rules[0]
    run, now_s = episode.number, episode.time_s
    for p in range(rules.n_agents + rules.n_foes, fleet.shape[0]):
        a = fleet[p]
        manoeuvre(a, a.heading_north, a.heading_east, rules.prey_mach, a.altitude_m, LEVEL_G, 0, STEP_S)
    keep_start(0, fleet, fight)
    fly_second(fleet, crowd.flights, air, hand, log, run, now_s, STEP_S)
    then_s = now_s + STEP_S
    watch_sky(fleet, hand.senses, hand.sky, air.settings[0], log, run, now_s, then_s)
    episode.time_s = then_s
    leave_for_fuel(crowd, fleet, fight, agents, log, rewards, run, then_s)
    count_calls(fight, agents, log, rules, rewards, then_s)
    end_row(fight, agents, episode, rules, rewards, then_s)


@kernel
def leave_for_fuel(
    crowd: Any, fleet: Any, fight: Any, agents: Any, log: Any, rewards: Any, run: int, time_s: float
) -> None:
    """Take those out of the fight whose fuel is at bingo: they go home, and shoot no more."""
    rules = crowd.rules[0]
    for i in range(rules.n_agents + rules.n_foes):
        f = fight.fighters[i]
        if fleet[i].fuel_kg > crowd.bingo_kg[i] or not is_in(f, 0):
            continue
        f.phase, f.phase_since_s, f.is_guided, f.order_shot = Phase.GONE, time_s, 0, -1
        log_event(log, run, fleet[i], Event.BUG_OUT, -1, float(Leaving.FUEL.value))
        if i < rules.n_agents:
            agents[i].is_out, agents[i].reason = 1, Out.FUEL
            rewards[i] += rules.bingo_points


@kernel
def count_calls(fight: Any, agents: Any, log: Any, rules: Any, rewards: Any, time_s: float) -> None:
    """Give points for who was called out in this second, rightly or not."""
    first_prey = rules.n_agents + rules.n_foes
    for i in range(fight.fighters.shape[0]):
        f = fight.fighters[i]
        if f.phase != Phase.OUT or f.out_since_s != time_s:
            continue
        if i < rules.n_agents:
            agents[i].is_out, agents[i].reason, f.is_guided = 1, Out.CALLED, 0
            rewards[i] += rules.called_out_points
        if i >= first_prey and rules.role == Role.ESCORT:
            for w in range(rules.n_agents):
                if agents[w].is_out == 0:
                    rewards[w] += rules.prey_lost_points
        if i >= rules.n_agents and f.caller < rules.n_agents and log.tallies[i].calls_wrong == 0.0:
            agents[f.caller].n_kills += 1
            if agents[f.caller].is_out == 0:
                rewards[f.caller] += rules.prey_points if i >= first_prey else rules.kill_points


@kernel
def end_row(fight: Any, agents: Any, episode: Any, rules: Any, rewards: Any, time_s: float) -> None:
    """End the episode when the presentation is over or no agent is left in it."""
    ending = ending_of(0, fight, time_s)
    n_left, n_kept = 0, 0
    for i in range(rules.n_agents):
        n_left += int(agents[i].is_out == 0)
    if ending < 0 and n_left > 0:
        return
    episode.is_over, episode.ending = 1, ending
    for p in range(rules.n_agents + rules.n_foes, fight.fighters.shape[0]):
        n_kept += int(is_in(fight.fighters[p], 0))
    is_knocked_off = ending == Ending.BUBBLE or ending == Ending.HARD_DECK
    for i in range(rules.n_agents):
        if agents[i].is_out == 1:
            continue
        agents[i].is_out, agents[i].reason = 1, Out.OVER
        if is_knocked_off:
            rewards[i] += rules.knock_off_points
        elif rules.n_prey > 0:
            rewards[i] += rules.prey_kept_points * n_kept / rules.n_prey
