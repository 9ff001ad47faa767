"""Simulated combat in a run: presentations begin and end, fighters move second by second, shots fly, calls come late or wrong.

While a presentation is on, its fighters leave the route machine: each frame of theirs is flown in steps of `FIGHT_STEP_S`, all of
them in turn, so that nobody acts on where somebody will be. Whom they protect, and everybody else, flies the frame as always.
Kills are training kills: who is called out goes aside.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jointex.drills.combat import manoeuvre, slant_m
from jointex.drills.envelopes import SHAPE
from jointex.drills.missiles import Flight, fly_shot, let_go
from jointex.engine.calls import carry_calls, judge, log_end, regenerate
from jointex.engine.known import knows
from jointex.engine.logging import begin_task, log_event
from jointex.engine.routes import go_to, is_airborne, is_fighting
from jointex.engine.tactics import is_in, think
from jointex.fleet.fight import (
    CAST,
    FIGHTER,
    MEDIUM,
    MISSILE_CLASS,
    MOST_SHOTS_UP,
    PRESENTATION,
    SHOT_UP,
    Phase,
    Role,
    Stage,
)
from jointex.fleet.log import Ending, Event, ShotEnd, Task
from jointex.flight.energy import sense_air
from jointex.flight.guidance import placed
from jointex.kernel import kernel, routine, single

FIGHT_STEP_S = 1.0
"""Step of fighters in a presentation [s]."""
SUPPORT_S = 8.0
"""A shot that sees nothing yet is lost once its shooter has not told it for so long where its target is [s]. Estimated."""
HARD_DECK_MARGIN_M = 30.0
"""How far below the hard deck counts as below it [m]: 100 ft, a tenth of what blocks leave. Estimated."""


class Combat(NamedTuple):
    """What all runs share: classes of missiles, their envelopes, who plays what, and the presentations as planned."""

    classes: NDArray[Any]
    reach: NDArray[np.float64]
    cast: NDArray[Any]
    presentations: NDArray[Any]
    calls: NDArray[np.float64]


NO_COMBAT = Combat(
    np.zeros(1, MISSILE_CLASS), np.zeros((1, *SHAPE)), np.zeros(0, CAST), np.zeros(0, PRESENTATION), np.zeros(4)
)
"""An exercise without simulated combat; its arrays have the types of any other."""


class Fight(NamedTuple):
    """What a run changes: its fighters, shots in the air, presentations."""

    fighters: NDArray[Any]
    shots: NDArray[Any]
    presentations: NDArray[Any]


@routine
def clear_fight(fight: Any, combat: Any) -> None:
    """Set everything back before a run: nobody fights, nothing is in the air, all presentations lie ahead."""
    for i in range(fight.fighters.shape[0]):
        f = fight.fighters[i]
        f.role, f.phase, f.presentation, f.target, f.threat, f.protects = Role.NONE, Phase.WAIT, -1, -1, -1, -1
        f.n_shots, f.is_called, f.order_shot, f.order_target, f.is_guided = 0, 0, -1, -1, 0
    for s in range(fight.shots.shape[0]):
        fight.shots[s].is_up = 0
    for p in range(combat.presentations.shape[0]):
        fight.presentations[p] = combat.presentations[p]


@single
def present(fleet: Any, flights: Any, world: Any, fight: Any, senses: Any, log: Any, run: int, time_s: float) -> bool:
    """Set up, begin and end presentations whose time has come; return whether one is under way."""
    is_under_way = False
    for p in range(fight.presentations.shape[0]):
        shown = fight.presentations[p]
        if shown.stage == Stage.AHEAD and time_s >= shown.set_up_s:
            set_up_presentation(p, fleet, flights, world.combat, fight, senses, log, run, time_s)
        if shown.stage == Stage.SET_UP and time_s >= shown.on_s:
            begin_presentation(p, fleet, fight, log, run)
        if shown.stage == Stage.SET_UP or shown.stage == Stage.ON:
            join_late(p, fleet, flights, world.combat, fight, senses, log, run, time_s)
            drop_out(p, fleet, fight)
            keep_start(p, fleet, fight)
            ending = ending_of(p, fight, time_s)
            if ending >= 0:
                end_presentation(p, ending, fleet, flights, world, fight, senses, log, run)
            else:
                is_under_way = True
    return is_under_way


@kernel
def may_take_part(a: Any, flight: Any) -> bool:
    """Return whether an aircraft is there for a presentation: at its work, by itself or in formation."""
    is_there = a.task == Task.JOIN or a.task == Task.FORMATION or a.task == Task.WORK
    return bool((is_there and flight.is_on_station == 1) or is_fighting(a))


@routine
def set_up_presentation(
    p: int, fleet: Any, flights: Any, combat: Any, fight: Any, senses: Any, log: Any, run: int, time_s: float
) -> None:
    """Send the opponents to their start and the escorts to their stations."""
    fight.presentations[p].stage = Stage.SET_UP
    join_late(p, fleet, flights, combat, fight, senses, log, run, time_s)


@routine
def join_late(
    p: int, fleet: Any, flights: Any, combat: Any, fight: Any, senses: Any, log: Any, run: int, time_s: float
) -> None:
    """Give their parts to those of the cast who are there and have none yet."""
    shown = fight.presentations[p]
    for c in range(combat.cast.shape[0]):
        part = combat.cast[c]
        if part.presentation != p:
            continue
        a, f = fleet[part.aircraft], fight.fighters[part.aircraft]
        if f.presentation == p or not may_take_part(a, flights[a.flight]):
            continue
        cast_part(a, f, part, shown, time_s)
        senses[part.aircraft].side = 1 if part.role == Role.OPPONENT else 0
        if part.role != Role.PROTECTED:
            a.leader, a.tanker = -1, -1
            a.time_s = max(a.time_s, time_s)
            begin_task(log, run, a, Task.MARSHAL if shown.stage == Stage.SET_UP else Task.COMBAT)
            log_event(log, run, a, Event.MARSHALLING, -1, float(p))
        if shown.stage == Stage.ON:
            f.phase = Phase.PATROL
            count_in(shown, f)


@kernel
def cast_part(a: Any, f: Any, part: Any, shown: Any, time_s: float) -> None:
    """Copy part and tactics into a fighter's record."""
    f.commit_m, f.shoot_share, f.salvo_s, f.crank_rad = part.commit_m, part.shoot_share, part.salvo_s, part.crank_rad
    f.pump_m, f.pump_s, f.recommit_m, f.bears_losses = part.pump_m, part.pump_s, part.recommit_m, part.bears_losses
    f.patrol_mach, f.fight_mach, f.load_factor = part.patrol_mach, part.fight_mach, part.load_factor
    f.notches, f.presses, f.uses_afterburner = part.notches, part.presses, part.uses_afterburner
    f.block_m, f.ahead_m, f.right_m = part.block_m, part.ahead_m, part.right_m
    f.start_x, f.start_y, f.start_z = a.x, a.y, a.z
    if part.role == Role.OPPONENT:
        f.start_x, f.start_y, f.start_z = shown.start_x, shown.start_y, shown.start_z
    f.role, f.protects, f.presentation, f.is_guided = part.role, -1, part.presentation, part.is_guided
    f.phase, f.phase_since_s, f.last_shot_s = Phase.WAIT, time_s, -math.inf
    f.target, f.threat, f.is_called, f.is_there = -1, -1, 0, 0
    f.medium, f.short, f.lives = shown.medium, shown.short, shown.lives
    f.medium_left, f.short_left = shown.medium, shown.short
    f.order_shot, f.order_target = -1, -1
    f.order_north, f.order_east = a.heading_north, a.heading_east
    f.order_mach, f.order_altitude_m, f.order_load_factor, f.order_wet = part.patrol_mach, part.block_m, 2.0, 0


@kernel
def count_in(shown: Any, f: Any) -> None:
    """Count an aircraft among those who came."""
    if f.role == Role.ESCORT:
        shown.n_escorts += 1
    elif f.role == Role.OPPONENT:
        shown.n_opponents += 1
    else:
        shown.n_protected += 1


@routine
def begin_presentation(p: int, fleet: Any, fight: Any, log: Any, run: int) -> None:
    """Fight's on."""
    shown = fight.presentations[p]
    shown.stage = Stage.ON
    for i in range(fleet.shape[0]):
        a, f = fleet[i], fight.fighters[i]
        if f.presentation != p or f.role == Role.NONE:
            continue
        f.phase = Phase.PATROL
        count_in(shown, f)
        if f.role != Role.PROTECTED:
            begin_task(log, run, a, Task.COMBAT)
        log_event(log, run, a, Event.FIGHT_ON, -1, float(p))
        tally = log.tallies[a.tally]
        tally.presentations += 1.0
        tally.protected += 1.0 if f.role == Role.PROTECTED else 0.0


@kernel
def kept_of(p: int, fleet: Any, fight: Any) -> int:
    """Return whom escorts protect now: the first who is there and not called out, else the first; -1 where nobody is."""
    first = -1
    for i in range(fleet.shape[0]):
        f = fight.fighters[i]
        if f.presentation == p and f.role == Role.PROTECTED and is_airborne(fleet[i]):
            if is_in(f, p):
                return i
            first = i if first < 0 else first
    return first


@kernel
def keep_start(p: int, fleet: Any, fight: Any) -> None:
    """Tell fighters whom they protect or come for; until the fight is on, keep the start as far from there as it is to be."""
    shown = fight.presentations[p]
    kept = kept_of(p, fleet, fight)
    if kept >= 0 and shown.stage == Stage.SET_UP:
        k = fleet[kept]
        shown.start_x, shown.start_y, shown.start_z = placed(
            k.x, k.y, k.z, shown.start_north_m, shown.start_east_m, k.altitude_m
        )
    for i in range(fleet.shape[0]):
        f = fight.fighters[i]
        if f.presentation == p and f.role != Role.PROTECTED:
            f.protects = kept
            if f.role == Role.OPPONENT and shown.stage == Stage.SET_UP:
                f.start_x, f.start_y, f.start_z = shown.start_x, shown.start_y, shown.start_z


@routine
def drop_out(p: int, fleet: Any, fight: Any) -> None:
    """Take those out who have left: for fuel, for time, for home."""
    for i in range(fleet.shape[0]):
        a, f = fleet[i], fight.fighters[i]
        if f.presentation != p or f.role == Role.NONE:
            continue
        is_away = not is_airborne(a) or a.task >= Task.RETURN
        if is_away or (f.role != Role.PROTECTED and not is_fighting(a)):
            f.role, f.phase = Role.NONE, Phase.GONE


@routine
def ending_of(p: int, fight: Any, time_s: float) -> int:
    """Return why a presentation is over now; -1 if it is not."""
    shown = fight.presentations[p]
    if time_s >= shown.off_s:
        return Ending.TIME.value
    if shown.ending >= 0:
        return int(shown.ending)
    n_escorts, n_opponents, n_protected, n_back = 0, 0, 0, 0
    for i in range(fight.fighters.shape[0]):
        f = fight.fighters[i]
        if f.presentation != p:
            continue
        counts = int(is_in(f, p))
        n_escorts += counts * int(f.role == Role.ESCORT)
        n_opponents += counts * int(f.role == Role.OPPONENT)
        n_protected += counts * int(f.role == Role.PROTECTED)
        n_back += int(f.phase == Phase.OUT and f.lives > 0)
    if shown.stage == Stage.SET_UP:
        return -1
    if shown.n_opponents == 0 or (shown.n_escorts == 0 and shown.n_protected == 0):
        return Ending.NOBODY_CAME.value
    if shown.n_protected > 0 and n_protected == 0:
        return Ending.PROTECTED_GONE.value
    if n_opponents + n_back == 0 or (n_escorts == 0 and n_protected == 0):
        return Ending.NO_OPPONENTS.value
    return -1


@routine
def end_presentation(
    p: int,
    ending: int,
    fleet: Any,
    flights: Any,
    world: Any,
    fight: Any,
    senses: Any,
    log: Any,
    run: int,
) -> None:
    """Stop: shots in the air count for nothing, everybody goes back to what the flight does."""
    shown = fight.presentations[p]
    was_on = shown.stage == Stage.ON
    shown.stage, shown.ending = Stage.OVER, ending
    for s in range(fight.shots.shape[0]):
        shot = fight.shots[s]
        if shot.is_up == 1 and fight.fighters[shot.shooter].presentation == p:
            shot.is_up = 0
            over = float(ShotEnd.FIGHT_OVER.value)
            log_end(log, run, fleet[shot.shooter], shot, Event.SHOT_MISSED.value, over)
    for i in range(fleet.shape[0]):
        a, f = fleet[i], fight.fighters[i]
        if f.presentation != p:
            continue
        if f.role != Role.NONE and was_on:
            log_event(log, run, a, Event.FIGHT_OFF, -1, float(ending))
            is_through = f.role == Role.PROTECTED and f.phase != Phase.OUT
            log.tallies[a.tally].survived += 1.0 if is_through else 0.0
        f.role, f.phase, f.target, f.threat, f.is_called = Role.NONE, Phase.WAIT, -1, -1, 0
        senses[i].side = 0
        if is_fighting(a):
            flight = flights[a.flight]
            a.bank_rad = 0.0
            a.slot_right_m, a.slot_back_m, a.slot_up_m = a.own_right_m, a.own_back_m, a.own_up_m
            if i == flight.leader:
                a.slot_right_m, a.slot_back_m, a.slot_up_m = 0.0, 0.0, 0.0
            go_to(a, world.points, flight.loop_first, flight.end_point)
            begin_task(log, run, a, Task.WORK)


@kernel
def air_of_fighters(fleet: Any, world: Any, departure: Any) -> None:
    """Take wind and temperature where fighters are, once a frame."""
    for i in range(fleet.shape[0]):
        if is_fighting(fleet[i]):
            sense_air(fleet[i], world.nodes, world.axes, departure)


@kernel
def is_guided(f: Any, fight: Any) -> bool:
    """Return whether somebody outside gives a fighter's orders: not on its way to its place, nor once it is out."""
    if f.is_guided == 0 or f.phase == Phase.WAIT or f.phase == Phase.OUT or f.phase == Phase.GONE:
        return False
    return bool(fight.presentations[f.presentation].stage == Stage.ON)


@single
def fly_second(
    fleet: Any, flights: Any, world: Any, scratch: Any, log: Any, run: int, now_s: float, step_s: float
) -> None:
    """Fly all fighters by one step: decide on what is known now, shoot, move, let shots fly, bring calls, keep clear."""
    fight, settings, combat = scratch.fight, world.settings[0], world.combat
    for i in range(fleet.shape[0]):
        f = fight.fighters[i]
        if is_fighting(fleet[i]) and not is_guided(f, fight):
            f.order_shot = -1
            think(i, fleet, fight, combat, scratch.senses, scratch.sky, log, run, now_s)
    shoot_all(fleet, flights, fight, combat, scratch.senses, scratch.sky, log, run, now_s)
    for i in range(fleet.shape[0]):
        if is_fighting(fleet[i]):
            move_fighter(fleet[i], fight.fighters[i], log, step_s)
    then_s = now_s + step_s
    fly_shots(fleet, fight, combat, scratch.senses, scratch.sky, settings, log, run, then_s, step_s)
    carry_calls(fleet, fight, combat, settings, log, run, then_s)
    regenerate(fleet, fight, log, run, then_s)
    keep_clear(fleet, fight, settings, log, run, step_s)


@kernel
def move_fighter(a: Any, f: Any, log: Any, step_s: float) -> None:
    """Carry out the orders of flight; count how far an escort is from its station, once it has come to it."""
    manoeuvre(
        a, f.order_north, f.order_east, f.order_mach, f.order_altitude_m, f.order_load_factor, f.order_wet, step_s
    )
    tally = log.tallies[a.tally]
    if a.task == Task.COMBAT:
        tally.combat_s += step_s
    if f.role != Role.ESCORT or f.protects < 0 or (f.phase != Phase.PATROL and f.phase != Phase.WAIT):
        f.is_there = 0
        return
    if f.is_there == 1 and f.phase == Phase.PATROL:
        tally.escort_s += step_s
        tally.escort_error_m_s += a.slot_error_m * step_s


@routine
def shoot_all(
    fleet: Any, flights: Any, fight: Any, combat: Any, senses: Any, sky: Any, log: Any, run: int, time_s: float
) -> None:
    """Let go the shots that are ordered, if they may be: shots left, a lock, fuel above bingo, still in the fight."""
    for i in range(fleet.shape[0]):
        a, f = fleet[i], fight.fighters[i]
        if f.order_shot < 0 or not is_fighting(a) or not is_in(f, f.presentation):
            continue
        kind, t = f.order_shot, f.order_target
        f.order_shot = -1
        if not may_shoot(i, t, a, f, flights[a.flight], fight, senses, sky, time_s):
            continue
        left = f.medium_left if kind == MEDIUM else f.short_left
        s = free_place(fight.shots)
        if left <= 0 or s < 0:
            continue
        if kind == MEDIUM:
            f.medium_left -= 1
        else:
            f.short_left -= 1
        shot = fight.shots[s]
        let_go(shot, a, combat.classes[kind])
        shot.kind, shot.shooter, shot.target, shot.number, shot.forced = kind, i, t, f.n_shots, -1
        f.n_shots += 1
        f.last_shot_s = time_s
        log_event(log, run, a, Event.SHOT if kind == MEDIUM else Event.SHOT_SHORT, t, slant_m(a, fleet[t]))
        log.tallies[a.tally].shots += 1.0


@kernel
def may_shoot(i: int, t: int, a: Any, f: Any, flight: Any, fight: Any, senses: Any, sky: Any, time_s: float) -> bool:
    """Return whether a shot is one at all: at an opponent in the fight that the shooter has a lock on, with fuel above bingo."""
    if t < 0 or t >= fight.fighters.shape[0]:
        return False
    g = fight.fighters[t]
    is_foe = (f.role == Role.OPPONENT) != (g.role == Role.OPPONENT)
    if not is_foe or not is_in(g, f.presentation) or fight.presentations[f.presentation].stage != Stage.ON:
        return False
    if flight.has_left == 1 or time_s >= flight.bingo_s:
        return False
    _, _, _, has_lock = knows(sky, senses, i, t, time_s)
    return bool(has_lock)


@kernel
def free_place(shots: Any) -> int:
    """Return the first place of a shot that is not in the air; -1 if there is none."""
    for s in range(shots.shape[0]):
        if shots[s].is_up == 0:
            return s
    return -1


@single
def fly_shots(
    fleet: Any,
    fight: Any,
    combat: Any,
    senses: Any,
    sky: Any,
    settings: Any,
    log: Any,
    run: int,
    time_s: float,
    step_s: float,
) -> None:
    """Fly every shot by one step, tell it where its target is while it cannot see, and judge those that are over."""
    for s in range(fight.shots.shape[0]):
        shot = fight.shots[s]
        if shot.is_up == 0:
            continue
        target, kind = fleet[shot.target], combat.classes[shot.kind]
        if not is_airborne(target):
            judge(shot, ShotEnd.TARGET_OUT.value, fleet, fight, combat, settings, log, run, time_s)
            continue
        state = fly_shot(
            shot, kind, target, target.ground_north_m_s, target.ground_east_m_s, target.time_s - time_s, step_s
        )
        if shot.sees == 0:
            see_or_be_told(shot, kind, fleet, fight, senses, sky, time_s)
        if state == Flight.THERE:
            judge(shot, -1, fleet, fight, combat, settings, log, run, time_s)
        elif state == Flight.SPENT:
            judge(shot, ShotEnd.OUT_OF_ENERGY.value, fleet, fight, combat, settings, log, run, time_s)
        elif state == Flight.PAST:
            judge(shot, ShotEnd.OUTTURNED.value, fleet, fight, combat, settings, log, run, time_s)
        elif shot.sees == 0 and time_s > shot.told_s + SUPPORT_S:
            judge(shot, ShotEnd.NOT_SUPPORTED.value, fleet, fight, combat, settings, log, run, time_s)


@kernel
def see_or_be_told(shot: Any, kind: Any, fleet: Any, fight: Any, senses: Any, sky: Any, time_s: float) -> None:
    """Let a shot's own seeker find the target within its range, or note that its shooter still holds it."""
    _, _, _, has_lock = knows(sky, senses, shot.shooter, shot.target, time_s)
    if slant_m(shot, fleet[shot.target]) < kind.seeker_m and (has_lock or time_s < shot.told_s + SUPPORT_S):
        shot.sees, shot.told_s = 1, time_s
    elif has_lock and is_fighting(fleet[shot.shooter]):
        shot.told_s = time_s


@routine
def keep_clear(fleet: Any, fight: Any, settings: Any, log: Any, run: int, step_s: float) -> None:
    """Count who is nearer than the rules of the fight allow, and knock it off where the bubble or the hard deck is broken.

    Aircraft of one flight keep clear by eye. Others stay 1,000 ft apart, or outside of the bubble once one has the other in sight.
    """
    n = fleet.shape[0]
    for i in range(n):
        a, f = fleet[i], fight.fighters[i]
        if not is_fighting(a) or f.presentation < 0:
            continue
        shown = fight.presentations[f.presentation]
        if a.altitude_m < shown.hard_deck_m - HARD_DECK_MARGIN_M and shown.ending < 0 and shown.stage == Stage.ON:
            shown.ending = Ending.HARD_DECK
            log_event(log, run, a, Event.HARD_DECK, -1, a.altitude_m)
            log_event(log, run, a, Event.KNOCK_IT_OFF, -1, float(Ending.HARD_DECK.value))
        for j in range(n):
            b = fleet[j]
            if j == i or not is_airborne(b) or b.flight == a.flight or (is_fighting(b) and j < i):
                continue
            distance_m = slant_m(a, b)
            if distance_m >= settings.separation_up_m:
                continue
            own, other = log.tallies[a.tally], log.tallies[b.tally]
            if not distance_m >= own.least_separation_m:
                own.least_separation_m = distance_m
            if not distance_m >= other.least_separation_m:
                other.least_separation_m = distance_m
            own.close_time_s += step_s
            other.close_time_s += step_s
            if a.time_s > a.close_until_s + 1.5 * step_s:
                log_event(log, run, a, Event.CLOSE, j, distance_m)
            a.close_until_s = a.time_s
            if distance_m < settings.bubble_m and shown.ending < 0 and shown.stage == Stage.ON:
                shown.ending = Ending.BUBBLE
                log_event(log, run, a, Event.KNOCK_IT_OFF, j, float(Ending.BUBBLE.value))


def new_fight(n_aircraft: int, presentations: NDArray[Any]) -> Fight:
    """Return the working arrays of a run's combat.

    Parameters
    ----------
    n_aircraft : int
    presentations : array of fleet.fight.PRESENTATION
        As planned.

    Returns
    -------
    Fight
    """
    n_shots = MOST_SHOTS_UP if len(presentations) else 1
    return Fight(np.zeros(n_aircraft, FIGHTER), np.zeros(n_shots, SHOT_UP), presentations.copy())


def named_fight(fight: Fight) -> Fight:
    """Return the same arrays with fields by name, as plain Python needs them."""
    return Fight(*(array.view(np.recarray) for array in fight))


def named_combat(combat: Combat) -> Combat:
    """Return the same arrays with fields by name, as plain Python needs them."""
    named = {name: getattr(combat, name).view(np.recarray) for name in ("classes", "cast", "presentations")}
    return combat._replace(**named)
