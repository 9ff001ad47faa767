"""What an aircraft knows of another one: by its own sensors, or told on a link; read when it is asked for."""

from __future__ import annotations

import math
from typing import Any

from jointex.earth.geodesy import move
from jointex.kernel import kernel

NOBODY, OWN = -2, -1
"""Who saw it: nobody, or the aircraft itself; else the number of an aircraft."""
STALE_S = 60.0
"""A told place older than this is dropped [s]. Estimated: some updates of any link, one and a half of voice."""
ERROR_M_S = 250.0
"""A metre of error weighs as much as the time in which a target flies it [m/s]: a jet at cruise. Estimated."""


@kernel
def worth_s(seen_s: float, error_m: float) -> float:
    """Return how good a place is: when it was seen, earlier by as long as its error is flown in [s]."""
    return seen_s - error_m / ERROR_M_S


@kernel
def newest(sky: Any, net: int, row: int, j: int, time_s: float) -> int:
    """Return the version of a report that can be read now; -1 if there is none that is not too old."""
    best, best_s = -1, -math.inf
    for version in range(2):
        report = sky.reports[net, row, j, version]
        if report.heard_s <= time_s and time_s - report.seen_s <= STALE_S:
            own_s = worth_s(report.seen_s, report.error_m)
            if own_s > best_s:
                best, best_s = version, own_s
    return best


@kernel
def best_way(sky: Any, senses: Any, k: int, j: int, links: int, time_s: float) -> Any:
    """Return over which net, and in which version of its report, one place of the picture knows best of another.

    The net is `OWN` where its own track is best, `NOBODY` where it knows nothing.
    """
    own = sky.tracks[k, j]
    best_net, best_version, best_s = NOBODY, 0, -math.inf
    if own.is_firm == 1 and time_s <= own.until_s:
        best_net, best_s = OWN, worth_s(own.last_s, own.error_m)
    for net in range(sky.nets.shape[0]):
        if links >> net & 1:
            row = sky.root[net, k]
            version = newest(sky, net, row, j, time_s)
            if version >= 0:
                report = sky.reports[net, row, j, version]
                told_s = worth_s(report.seen_s, report.error_m)
                if told_s > best_s:
                    best_net, best_version, best_s = net, version, told_s
    return best_net, best_version


@kernel
def knows(sky: Any, senses: Any, i: int, t: int, time_s: float) -> Any:
    """Return how an aircraft knows of another one.

    Parameters
    ----------
    sky : Sky
    senses : array of SENSES
        The run's own.
    i, t : int
        Numbers of the aircraft that knows and of the one it knows of.
    time_s : float
        Now [s].

    Returns
    -------
    age_s : float
        Time since it was seen [s]; NaN where nothing is known.
    error_m : float
        One standard deviation of the place as it was seen and told [m]; NaN where nothing is known.
    source : int
        Number of the aircraft that saw it, `OWN` or `NOBODY`. What it told others itself stays in the picture of all who were
        told, its own too: `OWN` without a lock.
    has_lock : bool
        Whether its own sensors hold it: a firm track not older than its memory, of whatever sensor.
    """
    k, j = senses[i].place, senses[t].place
    if k < 0 or j < 0 or i == t:
        return math.nan, math.nan, NOBODY, False
    own = sky.tracks[k, j]
    has_lock = own.is_firm == 1 and time_s <= own.until_s
    net, version = best_way(sky, senses, k, j, senses[i].links, time_s)
    if net == NOBODY:
        return math.nan, math.nan, NOBODY, has_lock
    if net == OWN:
        return time_s - own.last_s, float(own.error_m), OWN, has_lock
    report = sky.reports[net, sky.root[net, k], j, version]
    source = OWN if report.source == i else int(report.source)
    return time_s - report.seen_s, float(report.error_m), source, has_lock


@kernel
def believed(sky: Any, senses: Any, i: int, t: int, time_s: float) -> Any:
    """Return where an aircraft believes another one to be: as it was seen and told, flown straight on since.

    Parameters
    ----------
    sky, senses, i, t, time_s
        As of `knows`.

    Returns
    -------
    x, y, z : float
        Unit normal of the place.
    altitude_m : float
        Pressure altitude [m].
    north_m_s, east_m_s : float
        Velocity over ground as seen [m/s]; nothing for infra-red.
        All NaN where nothing is known.
    """
    nan = math.nan
    k, j = senses[i].place, senses[t].place
    if k < 0 or j < 0 or i == t:
        return nan, nan, nan, nan, nan, nan
    net, version = best_way(sky, senses, k, j, senses[i].links, time_s)
    if net == NOBODY:
        return nan, nan, nan, nan, nan, nan
    if net == OWN:
        return carried_on(sky.tracks[k, j], time_s - sky.tracks[k, j].last_s)
    report = sky.reports[net, sky.root[net, k], j, version]
    return carried_on(report, time_s - report.seen_s)


@kernel
def carried_on(seen: Any, age_s: float) -> Any:
    """Return a place seen some time ago, flown straight on, and its velocity."""
    north_m, east_m = seen.off_north_m + seen.north_m_s * age_s, seen.off_east_m + seen.east_m_s * age_s
    x, y, z = move(seen.x, seen.y, seen.z, north_m, east_m, seen.altitude_m)
    return x, y, z, seen.altitude_m, seen.north_m_s, seen.east_m_s


@kernel
def is_warned(sky: Any, senses: Any, i: int, t: int, time_s: float, memory_s: float) -> bool:
    """Return whether an aircraft's warning receiver noticed the radar of another one within a time [s]."""
    k, j = senses[i].place, senses[t].place
    return k >= 0 and j >= 0 and time_s - sky.tracks[k, j].warned_s <= memory_s
