"""What everybody's own sensors find: looks are drawn, finds make tracks, and what is not found again is lost.

Looks fall once in each period of a sensor, at a phase of its own, so that they do not depend on the frame. They
see everybody where the step ends, carried back to the moment of the look.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.drills.sensing import (
    NO_SIGNAL,
    SURE_SIGNAL,
    chance_of,
    horizon_m,
    infrared_range_m,
    is_in_notch,
    mixed_signature_m2,
    signal_of,
)
from jointex.earth.geodesy import east_of, north_of
from jointex.engine.known import worth_s
from jointex.engine.logging import log_event
from jointex.engine.near import note_near, sort_into_cells
from jointex.engine.routes import EARTH_RADIUS_M, is_airborne
from jointex.engine.sky import (
    EAST_X,
    EAST_Y,
    FARTHEST_SIGHT,
    IS_WRITTEN,
    LARGEST,
    NORTH_X,
    NORTH_Y,
    NORTH_Z,
    SIGHT,
    SIZE,
    X,
    Y,
    Z,
    forget_track,
)
from jointex.fleet.draws import Stream, normal_pair, uniform_pair
from jointex.fleet.log import Event
from jointex.fleet.senses import SensorKind
from jointex.kernel import kernel, single

MOST_PAIRED = 64
"""Exercises with more aircraft than this in the picture are sorted into cells."""
FIRM_LOOKS = 2
"""Two finds no farther apart than this many looks make a track firm: two of three."""
MISSED_LOOKS = 2.0
"""Looks of a radar that a receiver may miss before it counts as a new one. Estimated."""
DOWN_M = 300.0
"""A target lower by more than this is looked down on [m]. Estimated: aircraft stacked by less have the sky behind them."""
ERROR_S = 20.0
"""Time for which a sensor is off by the same of one target [s]: what a track makes of single looks. Estimated."""
DRAWN_BLOCKS = 64
"""More than any key of a sensor."""
ENTITY_BITS, STREAM_BITS = 24, 8
"""Bits of the number of an aircraft, and of that of a stream, in the keys of draws for a pair of aircraft."""


@kernel
def place_all(fleet: Any, senses: Any, sky: Any, time_s: float) -> int:
    """Note where everybody is who takes part now; return how many."""
    n_up, sky.clock[FARTHEST_SIGHT], sky.clock[LARGEST] = 0, 0.0, 0.0
    for k in range(sky.who.shape[0]):
        i = sky.who[k]
        a, own = fleet[i], senses[i]
        sky.is_up[k] = 0
        if own.takes_part == 1 and own.from_s <= time_s <= own.to_s and is_airborne(a):
            n_up += 1
            sky.is_up[k] = 1
            radius_m = EARTH_RADIUS_M + a.altitude_m
            north_x, north_y, north_z = north_of(a.x, a.y, a.z)
            east_x, east_y, _ = east_of(a.x, a.y, a.z)
            sky.places[k, X], sky.places[k, Y], sky.places[k, Z] = a.x * radius_m, a.y * radius_m, a.z * radius_m
            sky.places[k, NORTH_X], sky.places[k, NORTH_Y], sky.places[k, NORTH_Z] = north_x, north_y, north_z
            sky.places[k, EAST_X], sky.places[k, EAST_Y] = east_x, east_y
            sky.places[k, SIGHT] = horizon_m(max(0.0, a.altitude_m), 0.0)
            sky.places[k, SIZE], sky.flight[k] = own.size, a.flight
            sky.clock[FARTHEST_SIGHT] = max(sky.clock[FARTHEST_SIGHT], sky.places[k, SIGHT])
            sky.clock[LARGEST] = max(sky.clock[LARGEST], own.size)
    return n_up


@single
def look_around(
    fleet: Any, senses: Any, sky: Any, settings: Any, log: Any, run: int, since_s: float, time_s: float
) -> None:
    """Let everybody look at everybody of other flights who may be in reach."""
    is_large = sky.who.shape[0] > MOST_PAIRED
    if is_large:
        sort_into_cells(fleet, sky)
    for k in range(sky.who.shape[0]):
        own = senses[sky.who[k]]
        if sky.is_up[k] == 1 and note_due(own, sky, k, since_s, time_s):
            for place in range(note_near(own, sky, k) if is_large else note_all(sky)):
                j = sky.near[place]
                if sky.flight[j] != sky.flight[k] and is_in_reach(
                    sky, k, j, max(own.reach_m, own.reach_by_size_m * sky.places[j, SIZE])
                ):
                    look_at(fleet, senses, sky, settings, log, run, k, j, time_s)


@kernel
def note_all(sky: Any) -> int:
    """Note everybody who is there; return how many."""
    n_near = 0
    for j in range(sky.who.shape[0]):
        sky.near[n_near] = j
        n_near += sky.is_up[j]
    return n_near


@single
def look_at(
    fleet: Any, senses: Any, sky: Any, settings: Any, log: Any, run: int, k: int, j: int, time_s: float
) -> None:
    """Look at one aircraft with all sensors of another one."""
    i, t = sky.who[k], sky.who[j]
    a, b, own = fleet[i], fleet[t], senses[i]
    dx, dy, dz = apart(sky, k, j)
    range_m = max(1.0, math.sqrt(dx * dx + dy * dy + dz * dz))
    north_m, east_m = north_east(sky, k, dx, dy, dz)
    level_m = max(1.0, math.sqrt(north_m * north_m + east_m * east_m))
    north, east = north_m / level_m, east_m / level_m
    ahead = a.heading_north * north + a.heading_east * east
    above = abs(dx * a.x + dy * a.y + dz * a.z) / range_m
    for s in range(own.n_sensors):
        sensor = sky.sensors[i, s]
        first, last = sky.looks[k, s, 0], sky.looks[k, s, 1]
        if last < first or ahead < sensor.azimuth_cosine or above > sensor.elevation_sine:
            continue
        if sensor.kind == SensorKind.RADAR and senses[t].side != own.side:
            warn(a, b, senses[t], sky, log, run, k, j, range_m, sensor, time_s)
        last_s = (last + sky.phase[k, s]) * sensor.look_s
        if adds_nothing(sky.tracks[k, j], sensor, last_s, error_of_m(sensor, range_m)):
            continue
        if range_m <= sensor.reach_m * (senses[t].size if sensor.kind == SensorKind.RADAR else 1.0):
            signal = signal_at(a, b, senses[t], sky, sensor, k, j, range_m)
            look = last_find(a, b, sky.tracks[k, j], sensor, s, signal, settings, run, first, last)
            if look >= 0:
                look_s = (look + sky.phase[k, s]) * sensor.look_s
                note_find(a, b, sky, sensor, settings, run, k, j, look_s, time_s, range_m, north, east)
                is_written = senses[t].side != own.side and sky.clock[IS_WRITTEN] == 1.0
                note_firm(a, t, sky.tracks[k, j], is_written, log, run, range_m)


@kernel
def error_of_m(sensor: Any, range_m: float) -> float:
    """Return how far off a look is, along and across together, one standard deviation [m]."""
    return range_m * math.sqrt(
        sensor.range_error * sensor.range_error + sensor.bearing_error_rad * sensor.bearing_error_rad
    )


@kernel
def adds_nothing(track: Any, sensor: Any, last_s: float, error_m: float) -> bool:
    """Return whether a firm track is kept longer and known better already than by finds of a sensor up to a time."""
    if track.is_firm == 0 or track.until_s < last_s + sensor.memory_s:
        return False
    return worth_s(last_s, error_m) < worth_s(track.last_s, track.error_m)


@kernel
def note_due(own: Any, sky: Any, k: int, since_s: float, time_s: float) -> bool:
    """Note the first and the last look of each sensor in this step; return whether there is any."""
    is_any = False
    for s in range(own.n_sensors):
        look_s, phase = sky.sensors[sky.who[k], s].look_s, sky.phase[k, s]
        sky.looks[k, s, 0] = times_until(since_s, look_s, phase) + 1
        sky.looks[k, s, 1] = times_until(time_s, look_s, phase)
        is_any = is_any or sky.looks[k, s, 0] <= sky.looks[k, s, 1]
    return is_any


@kernel
def times_until(time_s: float, every_s: float, phase: float) -> int:
    """Return the number of the last of the times (number + phase) * every_s up to a time."""
    return int(math.floor(time_s / every_s - phase + 1e-9))  # noqa: RUF046 - compiled, floor gives a float


@kernel
def apart(sky: Any, k: int, j: int) -> Any:
    """Return the vector from one place to another [m]."""
    return (
        sky.places[j, X] - sky.places[k, X],
        sky.places[j, Y] - sky.places[k, Y],
        sky.places[j, Z] - sky.places[k, Z],
    )


@kernel
def is_in_reach(sky: Any, k: int, j: int, range_m: float) -> bool:
    """Return whether two aircraft reach each other: within a range, and over no horizon."""
    dx, dy, dz = apart(sky, k, j)
    far_m = min(range_m, sky.places[k, SIGHT] + sky.places[j, SIGHT])
    return dx * dx + dy * dy + dz * dz <= far_m * far_m


@kernel
def north_east(sky: Any, k: int, dx: float, dy: float, dz: float) -> Any:
    """Return how far a vector goes north and east at a place [m]."""
    north_m = dx * sky.places[k, NORTH_X] + dy * sky.places[k, NORTH_Y] + dz * sky.places[k, NORTH_Z]
    return north_m, dx * sky.places[k, EAST_X] + dy * sky.places[k, EAST_Y]


@kernel
def signal_at(a: Any, b: Any, target: Any, sky: Any, sensor: Any, k: int, j: int, range_m: float) -> float:
    """Return the signal of a look, 0 where nothing is to be found.

    `a` looks at `b`, which has the senses `target`; `k` and `j` are their places.
    """
    is_down = b.altitude_m < a.altitude_m - DOWN_M
    far_m = sensor.half_range_m * (sensor.look_down if is_down else 1.0)
    if sensor.kind == SensorKind.SIGHT:
        return signal_of(range_m, far_m, 1.0)
    unit = signal_of(range_m, far_m, 1.0 / sensor.reference_m2)
    if sensor.kind == SensorKind.RADAR:
        if unit * target.most_m2 < NO_SIGNAL:
            return 0.0
        if not is_down and unit * target.least_m2 > SURE_SIGNAL:  # from whichever side
            return unit * target.least_m2
    dx, dy, dz = apart(sky, j, k)
    north_m, east_m = north_east(sky, j, dx, dy, dz)
    level_m = max(1.0, math.sqrt(north_m * north_m + east_m * east_m))
    off_nose = (b.heading_north * north_m + b.heading_east * east_m) / level_m
    if sensor.kind == SensorKind.INFRARED:
        tail_m = sensor.tail_range_m * far_m / sensor.half_range_m
        return signal_of(range_m, infrared_range_m(far_m, tail_m, off_nose), 1.0)
    # what it closes with beyond the radar's own flight is its own speed along the line of sight
    closing_m_s = (b.ground_north_m_s * north_m + b.ground_east_m_s * east_m) / range_m
    if is_down and is_in_notch(closing_m_s, 0.0, sensor.notch_m_s):
        return 0.0
    upright = (dx * b.x + dy * b.y + dz * b.z) / range_m
    return unit * mixed_signature_m2(
        target.frontal_m2,
        target.side_ratio,
        target.rear_ratio,
        target.below_ratio,
        off_nose > 0.0,
        max(0.0, 1.0 - off_nose * off_nose),
        upright * upright,
    )


@kernel
def last_find(
    a: Any, b: Any, track: Any, sensor: Any, s: int, signal: float, settings: Any, run: int, first: int, last: int
) -> int:
    """Draw the looks of one sensor in this step; return the last that found the target, -1 if none did.

    Two finds that are near enough in the row of looks make the track firm.
    """
    found = -1
    if signal < NO_SIGNAL:
        return found
    if signal > SURE_SIGNAL:
        if last > first or last - track.last_look[s] <= FIRM_LOOKS:
            track.is_firm = 1
        track.last_look[s] = last
        return last
    chance, even, odd = chance_of(signal), 0.0, 0.0
    entity, stream = pair_key(a, b, sensor, Stream.DETECTION)
    for look in range(first, last + 1):
        if look == first or look % 2 == 0:
            even, odd = uniform_pair(settings.seed, run, entity, stream, look // 2)
        if (even if look % 2 == 0 else odd) < chance:
            if look - track.last_look[s] <= FIRM_LOOKS:
                track.is_firm = 1
            track.last_look[s] = look
            found = look
    return found


@kernel
def pair_key(a: Any, b: Any, sensor: Any, stream: int) -> Any:
    """Return entity and stream of draws for one sensor of an aircraft that looks at another one."""
    return int(a.draw_number) + (int(sensor.key) << ENTITY_BITS), stream + (int(b.draw_number) << STREAM_BITS)


@kernel
def note_find(
    a: Any,
    b: Any,
    sky: Any,
    sensor: Any,
    settings: Any,
    run: int,
    k: int,
    j: int,
    look_s: float,
    time_s: float,
    range_m: float,
    north: float,
    east: float,
) -> None:
    """Bring a track up to a find: how long it is kept, and where it is unless it is known better already."""
    track = sky.tracks[k, j]
    if track.is_held == 0:
        track.is_held, track.first_s = 1, look_s
        sky.held[k, sky.n_held[k]] = j
        sky.n_held[k] += 1
    track.until_s = max(track.until_s, look_s + (sensor.memory_s if track.is_firm == 1 else FIRM_LOOKS * sensor.look_s))
    error_m = error_of_m(sensor, range_m)
    if worth_s(look_s, error_m) < worth_s(track.last_s, track.error_m):
        return
    block = int(look_s / ERROR_S) * DRAWN_BLOCKS + int(sensor.key)
    if block != track.drawn:
        entity, stream = pair_key(a, b, sensor, Stream.LOOK_ERROR)
        track.along, track.across = normal_pair(settings.seed, run, entity, stream, block // DRAWN_BLOCKS)
        track.drawn = block
    along_m, across_m = track.along * sensor.range_error * range_m, track.across * sensor.bearing_error_rad * range_m
    back_s = time_s - look_s
    track.off_north_m = along_m * north - across_m * east - b.ground_north_m_s * back_s
    track.off_east_m = along_m * east + across_m * north - b.ground_east_m_s * back_s
    track.x, track.y, track.z, track.altitude_m = b.x, b.y, b.z, b.altitude_m
    has_speed = sensor.kind != SensorKind.INFRARED
    track.north_m_s = b.ground_north_m_s if has_speed else 0.0
    track.east_m_s = b.ground_east_m_s if has_speed else 0.0
    track.last_s, track.error_m, track.kind = look_s, error_m, sensor.kind


@kernel
def note_firm(a: Any, t: int, track: Any, is_written: bool, log: Any, run: int, range_m: float) -> None:
    """Log that a track became firm."""
    if track.is_firm == 1 and track.hits == 0:
        track.hits = 1
        if is_written:
            log_event(log, run, a, Event.SEEN, t, range_m)


@kernel
def warn(
    a: Any,
    b: Any,
    target: Any,
    sky: Any,
    log: Any,
    run: int,
    k: int,
    j: int,
    range_m: float,
    sensor: Any,
    time_s: float,
) -> None:
    """Let an aircraft notice the radar that looks its way, within what its receiver makes of that radar's range."""
    if range_m <= target.warning_ratio * sensor.half_range_m:
        noticed = sky.tracks[j, k]
        is_new = time_s - noticed.warned_s > target.warning_memory_s + MISSED_LOOKS * sensor.look_s
        if is_new and sky.clock[IS_WRITTEN] == 1.0:
            log_event(log, run, b, Event.WARNED, a.aircraft, range_m)
        noticed.warned_s = time_s


@kernel
def lose_tracks(fleet: Any, senses: Any, sky: Any, log: Any, run: int, time_s: float) -> None:
    """Forget the tracks that were not found again within their memory, and those of aircraft that are no longer there."""
    for k in range(sky.who.shape[0]):
        place = 0
        while place < sky.n_held[k]:
            j = sky.held[k, place]
            track = sky.tracks[k, j]
            if time_s <= track.until_s and sky.is_up[k] == 1 and sky.is_up[j] == 1:
                place += 1
                continue
            i, t = sky.who[k], sky.who[j]
            is_written = sky.clock[IS_WRITTEN] == 1.0 and senses[i].side != senses[t].side
            if is_written and track.is_firm == 1 and sky.is_up[k] == 1 and sky.is_up[j] == 1:
                log_event(log, run, fleet[i], Event.LOST_TRACK, t, track.last_s - track.first_s)
            forget_track(track)
            sky.n_held[k] -= 1
            sky.held[k, place] = sky.held[k, sky.n_held[k]]
