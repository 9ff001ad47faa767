"""What a fighter does next in a presentation: wait, patrol, commit, sort, shoot, crank, notch, pump, turn in again, bug out.

One function for each phase; each writes orders (where the nose goes, how fast, how high, a shot) and may change the phase.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.drills.combat import aside, cut_off, nearer_side
from jointex.drills.envelopes import ranges_of
from jointex.drills.formation import BEHIND_LEADER
from jointex.earth.atmosphere import isa_temperature_k, speed_of_sound_m_s
from jointex.engine.known import believed, knows
from jointex.engine.logging import log_event
from jointex.fleet.fight import MEDIUM, SHORT, Phase, Role, Stage
from jointex.fleet.log import Event, Leaving
from jointex.flight.guidance import offset_m, placed
from jointex.kernel import kernel, routine

NEAR_M = 8_000.0
"""Distance from a waiting place within which a fighter circles it [m]. Estimated."""
CLOSE_IN_S = 40.0
"""Time constant with which an escort closes on its station [s]: as long as it takes to turn about. Estimated."""
ON_STATION_M = 3_704.0
"""An escort has come to its station once it is so near to it [m]: 2 NM. Estimated."""
CROWD = 0.5
"""How much farther a target counts for each fighter of the own side that goes for it already. Estimated."""
PREY = 0.7
"""How much nearer those count that opponents came for. Estimated."""
BEAM_RAD = 0.5 * math.pi
NOTCH_DOWN_M = 300.0
"""How far a notching fighter goes down within its block [m]. Estimated: about 1,000 ft."""
LIVELY_G = 2.0
"""Load factor of turns on patrol [g]. Estimated."""
EASY_MACH = 0.8
"""Mach number of those who are out of the presentation. Estimated."""
SIGHT_CONE = 0.5
"""Cosine of the angle off the nose within which shots are taken: 60 degrees, as radars look."""
WARNING_S = 3.0
"""Time from the moment a shot sees by itself until its target's warning receiver and pilot have taken note [s]. Estimated."""


@kernel
def is_in(f: Any, number: int) -> bool:
    """Return whether an aircraft still counts in a presentation: not called out, not gone."""
    return f.role != Role.NONE and f.presentation == number and f.phase != Phase.OUT and f.phase != Phase.GONE


@kernel
def are_opposed(f: Any, g: Any) -> bool:
    """Return whether two aircraft are on different sides of one presentation."""
    if f.role == Role.NONE or g.role == Role.NONE or f.presentation != g.presentation:
        return False
    return (f.role == Role.OPPONENT) != (g.role == Role.OPPONENT)


@routine
def think(
    i: int, fleet: Any, fight: Any, combat: Any, senses: Any, sky: Any, log: Any, run: int, time_s: float
) -> None:
    """Give the orders of one fighter for the next second by its own tactics.

    Parameters
    ----------
    i : int
        Its number in the fleet.
    fleet : array of fleet.aircraft.AIRCRAFT
    fight : engine.fight.Fight
        Fighters, shots and presentations of the run.
    combat : engine.fight.Combat
        Classes of missiles and their envelopes.
    senses, sky
        The picture: see `engine.picture`.
    log : Log
    run : int
    time_s : float
        Now [s].
    """
    a, f = fleet[i], fight.fighters[i]
    stage = fight.presentations[f.presentation].stage
    if stage != Stage.ON or f.phase == Phase.WAIT:
        wait(a, f, fleet, fight, time_s)
        return
    if f.phase == Phase.OUT or f.phase == Phase.GONE:
        go_back(a, f)
        return
    if f.bears_losses < 1.0 and lost_share(f, fight.fighters) > f.bears_losses:
        enter(a, f, Phase.GONE.value, Event.BUG_OUT.value, -1, float(Leaving.LOSSES.value), log, run)
        go_back(a, f)
        return
    note_threat(i, f, fight.shots, time_s)
    if f.phase == Phase.PATROL:
        patrol(i, a, f, fleet, fight, senses, sky, log, run, time_s)
    elif f.phase == Phase.NOTCHING:
        notch(i, a, f, fight, senses, sky, log, run, time_s)
    elif f.phase == Phase.PUMPING:
        pump(i, a, f, fleet, fight, senses, sky, log, run, time_s)
    if f.phase == Phase.COMMITTED:
        press_on(i, a, f, fleet, fight, combat, senses, sky, log, run, time_s)
    elif f.phase == Phase.CRANKING:
        crank(i, a, f, fleet, fight, senses, sky, log, run, time_s)


@kernel
def steer(f: Any, north: float, east: float, mach: float, altitude_m: float, load_factor: float, wet: int) -> None:
    """Write the orders of flight."""
    f.order_north, f.order_east, f.order_mach = north, east, mach
    f.order_altitude_m, f.order_load_factor, f.order_wet = altitude_m, load_factor, wet


@routine
def enter(a: Any, f: Any, phase: int, event: int, other: int, value: float, log: Any, run: int) -> None:
    """Begin a phase and write it down."""
    f.phase, f.phase_since_s = phase, a.time_s
    log_event(log, run, a, event, other, value)


@routine
def wait(a: Any, f: Any, fleet: Any, fight: Any, time_s: float) -> None:
    """Go to the place where it begins and stay there: an escort to its station, an opponent to the start."""
    if f.role == Role.ESCORT and f.protects >= 0:
        keep_escort(a, f, fleet, fight)
        return
    north_m, east_m = offset_m(a, f.start_x, f.start_y, f.start_z)
    distance_m = math.sqrt(north_m * north_m + east_m * east_m)
    if distance_m < NEAR_M:  # round the place, with the nose out of the turn
        north, east = aside(north_m, east_m, BEAM_RAD, nearer_side(a, north_m, east_m))
    else:
        north, east = north_m / distance_m, east_m / distance_m
    steer(f, north, east, f.patrol_mach, f.block_m, LIVELY_G, 0)


@routine
def go_back(a: Any, f: Any) -> None:
    """Go to the start, out of everybody's way, and stay there."""
    north_m, east_m = offset_m(a, f.start_x, f.start_y, f.start_z)
    distance_m = math.sqrt(north_m * north_m + east_m * east_m)
    if distance_m < NEAR_M:
        north, east = aside(north_m, east_m, BEAM_RAD, nearer_side(a, north_m, east_m))
    else:
        north, east = north_m / distance_m, east_m / distance_m
    steer(f, north, east, EASY_MACH, f.block_m, LIVELY_G, 0)


@routine
def keep_escort(a: Any, f: Any, fleet: Any, fight: Any) -> None:
    """Fly to the station: so far ahead of whom it protects, towards the opponents' start, and to the right of that line."""
    kept = fleet[f.protects]
    start = fight.presentations[f.presentation]
    north_m, east_m = offset_m(kept, start.start_x, start.start_y, start.start_z)
    distance_m = max(1.0, math.sqrt(north_m * north_m + east_m * east_m))
    north, east = north_m / distance_m, east_m / distance_m
    ahead_m = min(f.ahead_m, distance_m)
    x, y, z = placed(
        kept.x, kept.y, kept.z, ahead_m * north - f.right_m * east, ahead_m * east + f.right_m * north, kept.altitude_m
    )
    to_north_m, to_east_m = offset_m(a, x, y, z)
    off_m = math.sqrt(to_north_m * to_north_m + to_east_m * to_east_m)
    a.slot_error_m = off_m
    if off_m < ON_STATION_M:
        f.is_there = 1
    # the station flies as whom it protects does; the fighter flies so as well, and closes on it the faster the farther it is
    north_m_s, east_m_s = kept.ground_north_m_s + to_north_m / CLOSE_IN_S, kept.ground_east_m_s + to_east_m / CLOSE_IN_S
    speed_m_s = max(1.0, math.sqrt(north_m_s * north_m_s + east_m_s * east_m_s))
    sound_m_s = speed_of_sound_m_s(isa_temperature_k(f.block_m))
    slowest = BEHIND_LEADER * kept.true_airspeed_m_s / sound_m_s
    mach = max(slowest, min(speed_m_s / sound_m_s, f.patrol_mach))
    steer(f, north_m_s / speed_m_s, east_m_s / speed_m_s, mach, f.block_m, LIVELY_G, 0)


@routine
def note_threat(i: int, f: Any, shots: Any, time_s: float) -> None:
    """Find the nearest shot at this fighter that it has taken note of."""
    f.threat = -1
    least_m = math.inf
    for s in range(shots.shape[0]):
        shot = shots[s]
        is_noted = shot.is_up == 1 and shot.target == i and shot.sees == 1 and time_s > shot.told_s + WARNING_S
        if is_noted and shot.least_m < least_m:
            f.threat, least_m = s, shot.least_m


@routine
def lost_share(f: Any, fighters: Any) -> float:
    """Return the share of a fighter's own side that is called out now."""
    n, n_lost = 0, 0
    for w in range(fighters.shape[0]):
        h = fighters[w]
        if h.presentation == f.presentation and h.role == f.role:
            n += 1
            n_lost += int(h.phase == Phase.OUT)
    return n_lost / max(1, n)


@routine
def mark(i: int, a: Any, f: Any, t: int, senses: Any, sky: Any, time_s: float) -> bool:
    """Note where a fighter believes another aircraft to be, from whomever; return whether it knows of it at all.

    Whom it no longer knows of it takes to fly on as it was last seen.
    """
    x, y, z, altitude_m, north_m_s, east_m_s = believed(sky, senses, i, t, time_s)
    if math.isnan(x):
        past_s = time_s - f.marked_s
        f.marked_x, f.marked_y, f.marked_z = placed(
            f.marked_x,
            f.marked_y,
            f.marked_z,
            f.marked_north_m_s * past_s,
            f.marked_east_m_s * past_s,
            f.marked_altitude_m,
        )
    else:
        f.marked_x, f.marked_y, f.marked_z, f.marked_altitude_m = x, y, z, altitude_m
        f.marked_north_m_s, f.marked_east_m_s = north_m_s, east_m_s
    f.marked_s = time_s
    _, _, f.distance_m = to_mark(a, f)
    return not math.isnan(x)


@kernel
def to_mark(a: Any, f: Any) -> Any:
    """Return how far north and east of a fighter its mark is, and how far away [m]."""
    north_m, east_m = offset_m(a, f.marked_x, f.marked_y, f.marked_z)
    up_m = f.marked_altitude_m - a.altitude_m
    return north_m, east_m, math.sqrt(north_m * north_m + east_m * east_m + up_m * up_m)


@routine
def sort(i: int, a: Any, f: Any, fleet: Any, fight: Any, senses: Any, sky: Any, time_s: float) -> int:
    """Return whom to go against: the nearest that is known, those of whom others take care counted as farther; -1 for nobody."""
    best, best_m = -1, math.inf
    for t in range(fleet.shape[0]):
        g = fight.fighters[t]
        if not are_opposed(f, g) or not is_in(g, f.presentation):
            continue
        x, y, z, altitude_m, _, _ = believed(sky, senses, i, t, time_s)
        if math.isnan(x):
            continue
        north_m, east_m = offset_m(a, x, y, z)
        up_m = altitude_m - a.altitude_m
        distance_m = math.sqrt(north_m * north_m + east_m * east_m + up_m * up_m)
        if distance_m > f.commit_m:
            continue
        n_others = 0
        for w in range(fleet.shape[0]):
            h = fight.fighters[w]
            n_others += int(w != i and h.target == t and h.role == f.role and is_in(h, f.presentation))
        counted_m = distance_m * (1.0 + CROWD * n_others) * (PREY if g.role == Role.PROTECTED else 1.0)
        if counted_m < best_m:
            best, best_m = t, counted_m
    return best


@routine
def patrol(
    i: int, a: Any, f: Any, fleet: Any, fight: Any, senses: Any, sky: Any, log: Any, run: int, time_s: float
) -> None:
    """Keep the station, or come in, until there is somebody to go against; a shot that is told comes first."""
    if f.threat >= 0 and f.notches == 1:
        begin_notch(i, a, f, fight.shots, senses, sky, log, run, time_s)
        return
    f.target = sort(i, a, f, fleet, fight, senses, sky, time_s)
    if f.target >= 0 and f.medium_left + f.short_left > 0:
        mark(i, a, f, f.target, senses, sky, time_s)
        enter(a, f, Phase.COMMITTED.value, Event.COMMIT.value, f.target, f.distance_m, log, run)
    elif f.role == Role.ESCORT and f.protects >= 0:
        keep_escort(a, f, fleet, fight)
    elif f.protects >= 0:  # an opponent: towards what it came for, whose way it was told before
        prey = fleet[f.protects]
        north_m, east_m = offset_m(a, prey.x, prey.y, prey.z)
        distance_m = max(1.0, math.sqrt(north_m * north_m + east_m * east_m))
        steer(f, north_m / distance_m, east_m / distance_m, f.patrol_mach, f.block_m, LIVELY_G, 0)
    else:
        go_back(a, f)


@routine
def press_on(
    i: int,
    a: Any,
    f: Any,
    fleet: Any,
    fight: Any,
    combat: Any,
    senses: Any,
    sky: Any,
    log: Any,
    run: int,
    time_s: float,
) -> None:
    """Go for the target: cut it off, shoot when it is in reach, turn away before it may do the same."""
    is_lost = f.target < 0 or not is_in(fight.fighters[f.target], f.presentation)
    if is_lost or not mark(i, a, f, f.target, senses, sky, time_s):
        f.target = sort(i, a, f, fleet, fight, senses, sky, time_s)
        if f.target < 0:
            f.phase, f.phase_since_s = Phase.PATROL, time_s
            return
        mark(i, a, f, f.target, senses, sky, time_s)
    north_m, east_m, _ = to_mark(a, f)
    north, east = cut_off(north_m, east_m, f.marked_north_m_s, f.marked_east_m_s, a.true_airspeed_m_s)
    steer(f, north, east, f.fight_mach, f.block_m, f.load_factor, f.uses_afterburner)
    if f.threat >= 0 and f.notches == 1:
        begin_notch(i, a, f, fight.shots, senses, sky, log, run, time_s)
        return
    kind = shot_in_reach(i, a, f, combat, senses, sky, time_s)
    if kind >= 0:
        f.order_shot, f.order_target = kind, f.target
        if kind == MEDIUM:
            f.crank_side = int(nearer_side(a, north_m, east_m))
            enter(a, f, Phase.CRANKING.value, Event.CRANK.value, f.target, f.distance_m, log, run)
        return
    is_armed = fight.fighters[f.target].role != Role.PROTECTED
    if is_armed and f.presses == 0 and f.distance_m < f.pump_m:
        enter(a, f, Phase.PUMPING.value, Event.PUMP.value, f.target, f.distance_m, log, run)


@routine
def shot_in_reach(i: int, a: Any, f: Any, combat: Any, senses: Any, sky: Any, time_s: float) -> int:
    """Return the class of a shot that can be taken now, -1 for none: locked on, ahead, within reach, shots left."""
    if time_s < f.last_shot_s + f.salvo_s:
        return -1
    _, _, _, has_lock = knows(sky, senses, i, f.target, time_s)
    if not has_lock:
        return -1
    north_m, east_m, _ = to_mark(a, f)
    distance_m = max(1.0, math.sqrt(north_m * north_m + east_m * east_m))
    if (north_m * a.heading_north + east_m * a.heading_east) / distance_m < SIGHT_CONE:
        return -1
    closing_m_s = -(north_m * f.marked_north_m_s + east_m * f.marked_east_m_s) / distance_m
    mach = a.true_airspeed_m_s / speed_of_sound_m_s(isa_temperature_k(a.altitude_m))
    for order in range(2):
        kind = SHORT - order
        left = f.short_left if kind == SHORT else f.medium_left
        if left <= 0:
            continue
        far_m, sure_m = ranges_of(combat.reach, kind, a.altitude_m, f.marked_altitude_m, mach, closing_m_s)
        least_m = combat.classes[kind].arming_s * (a.true_airspeed_m_s + max(0.0, closing_m_s))
        reach_m = sure_m + f.shoot_share * max(0.0, far_m - sure_m)
        if kind == SHORT:
            reach_m = min(reach_m, combat.classes[kind].seeker_m)
        if least_m < distance_m < reach_m:
            return kind
    return -1


@routine
def crank(
    i: int, a: Any, f: Any, fleet: Any, fight: Any, senses: Any, sky: Any, log: Any, run: int, time_s: float
) -> None:
    """Turn aside, the target still in sight of the radar, until the shot sees by itself or is over."""
    mark(i, a, f, f.target, senses, sky, time_s)
    north_m, east_m, _ = to_mark(a, f)
    north, east = aside(north_m, east_m, f.crank_rad, float(f.crank_side))
    steer(f, north, east, f.fight_mach, f.block_m, f.load_factor, f.uses_afterburner)
    if f.threat >= 0 and f.notches == 1:
        begin_notch(i, a, f, fight.shots, senses, sky, log, run, time_s)
        return
    for s in range(fight.shots.shape[0]):
        shot = fight.shots[s]
        if shot.is_up == 1 and shot.shooter == i and shot.sees == 0:
            return
    is_armed = fight.fighters[f.target].role != Role.PROTECTED
    if f.presses == 0 and is_armed and f.distance_m < f.pump_m:
        enter(a, f, Phase.PUMPING.value, Event.PUMP.value, f.target, f.distance_m, log, run)
    else:
        turn_in(i, a, f, fleet, fight, senses, sky, log, run, time_s)


@routine
def turn_in(
    i: int, a: Any, f: Any, fleet: Any, fight: Any, senses: Any, sky: Any, log: Any, run: int, time_s: float
) -> None:
    """Go for a target again, or leave where no shots are left."""
    if f.medium_left + f.short_left <= 0:
        enter(a, f, Phase.GONE.value, Event.BUG_OUT.value, -1, float(Leaving.NO_SHOTS.value), log, run)
        return
    f.target = sort(i, a, f, fleet, fight, senses, sky, time_s)
    if f.target >= 0:
        mark(i, a, f, f.target, senses, sky, time_s)
        enter(a, f, Phase.COMMITTED.value, Event.RECOMMIT.value, f.target, f.distance_m, log, run)
    else:
        f.phase, f.phase_since_s = Phase.PATROL, time_s


@routine
def begin_notch(i: int, a: Any, f: Any, shots: Any, senses: Any, sky: Any, log: Any, run: int, time_s: float) -> None:
    """Turn across the way of the nearest shot it has taken note of: who shot it is whom it then runs from.

    Of a shooter that it does not know of it knows where the shot comes from.
    """
    shot = shots[f.threat]
    f.target = shot.shooter
    f.marked_x, f.marked_y, f.marked_z, f.marked_altitude_m = shot.x, shot.y, shot.z, shot.altitude_m
    f.marked_north_m_s, f.marked_east_m_s, f.marked_s = 0.0, 0.0, time_s
    mark(i, a, f, f.target, senses, sky, time_s)
    enter(a, f, Phase.NOTCHING.value, Event.NOTCH.value, f.target, f.distance_m, log, run)


@routine
def notch(i: int, a: Any, f: Any, fight: Any, senses: Any, sky: Any, log: Any, run: int, time_s: float) -> None:
    """Fly across the way of a shot, lower in the block, until it is over; then away from who shot, if that one is still in."""
    if f.threat < 0:
        shooter = f.target
        if shooter < 0 or not is_in(fight.fighters[shooter], f.presentation):
            f.phase, f.phase_since_s = Phase.PATROL, time_s
            return
        mark(i, a, f, shooter, senses, sky, time_s)
        enter(a, f, Phase.PUMPING.value, Event.PUMP.value, shooter, f.distance_m, log, run)
        return
    shot = fight.shots[f.threat]
    north_m, east_m = offset_m(a, shot.x, shot.y, shot.z)
    north, east = aside(north_m, east_m, BEAM_RAD, nearer_side(a, north_m, east_m))
    steer(f, north, east, f.fight_mach, f.block_m - NOTCH_DOWN_M, f.load_factor, f.uses_afterburner)


@routine
def pump(
    i: int, a: Any, f: Any, fleet: Any, fight: Any, senses: Any, sky: Any, log: Any, run: int, time_s: float
) -> None:
    """Run from the target for a while, then turn in again once it is far enough."""
    if f.threat >= 0 and f.notches == 1 and f.phase_since_s < time_s:
        begin_notch(i, a, f, fight.shots, senses, sky, log, run, time_s)
        return
    distance_m = math.inf
    if f.target >= 0:
        mark(i, a, f, f.target, senses, sky, time_s)
        north_m, east_m, distance_m = to_mark(a, f)
        north, east = aside(north_m, east_m, math.pi, 1.0)
        steer(f, north, east, f.fight_mach, f.block_m, f.load_factor, f.uses_afterburner)
    if time_s > f.phase_since_s + f.pump_s and distance_m > f.recommit_m:
        turn_in(i, a, f, fleet, fight, senses, sky, log, run, time_s)
