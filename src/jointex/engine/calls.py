"""Who is told to be out: shots judged, calls that come late, not at all or to the wrong one, and the way back into the fight."""

from __future__ import annotations

import math
from typing import Any

from jointex.drills.combat import EARTH_RADIUS_M
from jointex.earth.geodesy import latitude_longitude
from jointex.engine.logging import EVENTS, log_event
from jointex.fleet.draws import Stream, uniform_pair
from jointex.fleet.fight import Phase, Role, Stage
from jointex.fleet.log import Event, ShotEnd
from jointex.kernel import kernel, routine
from jointex.units import RADIAN_DEG

LATENCY_S, LATENCY_SPREAD_S, MISSED, WRONG = 0, 1, 2, 3
"""Places in `Combat.calls`: least time from the end of a shot to its call, the mean of what comes on top [s], and the chances
that a valid shot is never called, and that one that counts for nothing is."""
RIGHT_CALL, NO_CALL, FALSE_CALL = 1, 2, 3
"""What a call under way will be."""
AT_START_M = 12_000.0
"""Who is this near to its start has come there [m]. Estimated: twice the circle flown there."""


@kernel
def kill_chance(kind: Any, number: int, settings: Any, run: int) -> float:
    """Return the chance that a shot which comes to its target counts: one draw for each run and class between its bounds."""
    share, _ = uniform_pair(settings.seed, run, number, Stream.KILL_CHANCE, 0)
    return float(kind.kill_low + share * (kind.kill_high - kind.kill_low))


@routine
def judge(
    shot: Any, end: int, fleet: Any, fight: Any, combat: Any, settings: Any, log: Any, run: int, time_s: float
) -> None:
    """End a shot: say whether it counts, and set the call going.

    Parameters
    ----------
    shot : record of fleet.fight.SHOT_UP
    end : int
        A `ShotEnd` where it did not come to its target, -1 where it did.
    fleet, fight, combat, settings, log, run
        As of the fight.
    time_s : float
        Now [s].
    """
    shot.is_up = 0
    a, f, g = fleet[shot.shooter], fight.fighters[shot.shooter], fight.fighters[shot.target]
    lot, error = uniform_pair(settings.seed, run, a.draw_number, Stream.SHOT, shot.number)
    is_valid = end < 0 and lot < kill_chance(combat.classes[shot.kind], shot.kind, settings, run)
    if shot.forced >= 0:
        is_valid = shot.forced == 1
    is_out = g.role == Role.NONE or g.phase == Phase.OUT or g.phase == Phase.GONE
    if end < 0 and is_out:
        is_valid, end = False, ShotEnd.TARGET_OUT.value
    tally = log.tallies[a.tally]
    tally.shots_there += 1.0 if end < 0 else 0.0
    if is_valid:
        tally.shots_valid += 1.0
        log_end(log, run, a, shot, Event.SHOT_VALID.value, time_s - shot.launched_s)
        is_told = error >= combat.calls[MISSED]
        set_call(g, a, shot, RIGHT_CALL if is_told else NO_CALL, settings, combat.calls, run, time_s)
    else:
        reason = ShotEnd.BY_LOT.value if end < 0 else end
        log_end(log, run, a, shot, Event.SHOT_MISSED.value, float(reason))
        if not is_out and f.role != Role.NONE and error < combat.calls[WRONG]:
            set_call(g, a, shot, FALSE_CALL, settings, combat.calls, run, time_s)


@kernel
def log_end(log: Any, run: int, a: Any, shot: Any, event: int, value: float) -> None:
    """Write the end of a shot: an event of its shooter, at the place of the shot."""
    row = log.counts[EVENTS]
    log_event(log, run, a, event, shot.target, value)
    if row >= log.events.shape[0]:
        return
    e = log.events[row]
    latitude, longitude = latitude_longitude(shot.x, shot.y, shot.z)
    e.latitude_deg, e.longitude_deg = latitude * RADIAN_DEG, longitude * RADIAN_DEG
    e.altitude_m = shot.altitude_m + a.height_difference_m


@routine
def set_call(g: Any, a: Any, shot: Any, kind: int, settings: Any, calls: Any, run: int, time_s: float) -> None:
    """Send a call on its way to the target of a shot, unless one that takes it out is coming already."""
    if g.is_called == RIGHT_CALL or g.is_called == FALSE_CALL:
        return
    length, _ = uniform_pair(settings.seed, run, a.draw_number, Stream.CALL, shot.number)
    g.is_called, g.caller = kind, a.aircraft
    g.call_age_s = calls[LATENCY_S] - calls[LATENCY_SPREAD_S] * math.log(length)
    g.call_s = time_s + g.call_age_s


@routine
def carry_calls(fleet: Any, fight: Any, combat: Any, settings: Any, log: Any, run: int, time_s: float) -> None:
    """Bring the calls that are due: who is called out leaves the fight, rightly or not."""
    for i in range(fleet.shape[0]):
        f = fight.fighters[i]
        if f.is_called == 0 or time_s < f.call_s:
            continue
        a, kind = fleet[i], f.is_called
        f.is_called = 0
        if f.role == Role.NONE or f.phase == Phase.OUT:
            continue
        if kind == NO_CALL:
            log_event(log, run, a, Event.MISSED_CALL, f.caller, f.call_age_s)
            log.tallies[a.tally].calls_missed += 1.0
            continue
        event = Event.KILL_REMOVED if kind == RIGHT_CALL else Event.WRONG_CALL
        log_event(log, run, a, event, f.caller, f.call_age_s)
        log.tallies[a.tally].called_out += 1.0
        log.tallies[a.tally].calls_wrong += 1.0 if kind == FALSE_CALL else 0.0
        f.phase, f.phase_since_s, f.out_since_s = Phase.OUT, time_s, time_s
        f.target, f.threat = -1, -1


@routine
def regenerate(fleet: Any, fight: Any, log: Any, run: int, time_s: float) -> None:
    """Bring those back into the fight who were called out, have lives left, are at their start and have waited long enough."""
    for i in range(fleet.shape[0]):
        a, f = fleet[i], fight.fighters[i]
        if f.phase != Phase.OUT or f.lives <= 0 or f.role != Role.OPPONENT:
            continue
        shown = fight.presentations[f.presentation]
        if shown.stage != Stage.ON or time_s < f.out_since_s + shown.regenerate_s:
            continue
        dx, dy, dz = a.x - f.start_x, a.y - f.start_y, a.z - f.start_z
        if (dx * dx + dy * dy + dz * dz) * EARTH_RADIUS_M * EARTH_RADIUS_M > AT_START_M * AT_START_M:
            continue
        f.lives -= 1
        f.medium_left, f.short_left = f.medium, f.short
        f.phase, f.phase_since_s = Phase.PATROL, time_s
        log_event(log, run, a, Event.REGENERATED, -1, time_s - f.out_since_s)
