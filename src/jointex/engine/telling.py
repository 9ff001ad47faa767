"""Who tells whom: groups on each link, own places and own tracks told to them, and what gateways pass on to other links.

Nothing is copied from aircraft to aircraft on links that relay: all of one group read one row of reports. On links that do not,
and on voice, each listener has a row of its own.
"""

from __future__ import annotations

import math
from typing import Any

from jointex.engine.known import STALE_S, newest, worth_s
from jointex.engine.looks import is_in_reach, times_until
from jointex.engine.sky import NEXT_GROUPS, clear_row
from jointex.kernel import kernel, single

GROUPS_S = 30.0
"""Time between two looks at who reaches whom [s]. Estimated: jets pass 15 NM in it, a twentieth of a link's range."""


@kernel
def is_member(senses: Any, sky: Any, k: int, net: int) -> bool:
    """Return whether an aircraft is there and has a link."""
    return sky.is_up[k] == 1 and senses[sky.who[k]].links >> net & 1 == 1


@single
def gather(senses: Any, sky: Any, time_s: float) -> None:
    """Find the groups of every link when they are due."""
    if time_s < sky.clock[NEXT_GROUPS]:
        return
    sky.clock[NEXT_GROUPS] = (math.floor(time_s / GROUPS_S + 1e-9) + 1.0) * GROUPS_S
    for net in range(sky.nets.shape[0]):
        for k in range(sky.who.shape[0]):
            sky.last_root[net, k], sky.root[net, k] = sky.root[net, k], k
        if sky.nets[net].relays == 1:
            join_groups(senses, sky, net)
        for k in range(sky.who.shape[0]):
            settle_row(senses, sky, net, k, time_s)


@kernel
def join_groups(senses: Any, sky: Any, net: int) -> None:
    """Join all who reach each other, also by way of others, to groups under the first of them."""
    for k in range(sky.who.shape[0]):
        if is_member(senses, sky, k, net):
            for j in range(k):
                is_friend = is_member(senses, sky, j, net) and senses[sky.who[k]].side == senses[sky.who[j]].side
                first, second = top_of(sky, net, k), top_of(sky, net, j)
                if is_friend and first != second and is_in_reach(sky, k, j, sky.nets[net].range_m):
                    sky.root[net, max(first, second)] = min(first, second)
    for k in range(sky.who.shape[0]):
        sky.root[net, k] = top_of(sky, net, k)


@kernel
def top_of(sky: Any, net: int, k: int) -> int:
    """Return the first of the group that an aircraft is in."""
    while sky.root[net, k] != k:
        k = sky.root[net, k]
    return k


@kernel
def settle_row(senses: Any, sky: Any, net: int, k: int, time_s: float) -> None:
    """Take what was told in the old group of an aircraft along to its new one; forget what another side was told."""
    row, before, side = sky.root[net, k], sky.last_root[net, k], senses[sky.who[k]].side
    if sky.row_side[net, row] != side:
        clear_row(sky, net, row)
        sky.row_side[net, row] = side
    if row != before and sky.row_side[net, before] == side and is_member(senses, sky, k, net):
        for j in range(sky.who.shape[0]):
            version = newest(sky, net, before, j, time_s)
            if version >= 0:
                repeat(sky, net, row, j, sky.reports[net, before, j, version], time_s, time_s)


@kernel
def version_for(sky: Any, net: int, row: int, j: int, worth: float, told_s: float, heard_s: float) -> int:
    """Return the version of a report to write over; -1 where what the group has, or is about to hear, is as good.

    That is the worse one, so that the better can be read until the new one is heard; a report that is on its way is not
    held up by one that is heard later.
    """
    better, worst, worst_s = worth, 0, math.inf
    for version in range(2):
        report = sky.reports[net, row, j, version]
        if report.seen_s == -math.inf or heard_s - report.seen_s > STALE_S:
            known_s = -math.inf
        else:
            known_s = worth_s(report.seen_s, report.error_m)
            if known_s >= worth or told_s < report.heard_s < heard_s:
                better = math.inf
            elif report.heard_s > told_s:  # on its way, and heard no sooner than this one
                known_s = -math.inf
        if known_s < worst_s:
            worst, worst_s = version, known_s
    return -1 if better > worth else worst


@kernel
def repeat(sky: Any, net: int, row: int, j: int, old: Any, told_s: float, heard_s: float) -> None:
    """Pass a report on to another group, place and error as they are."""
    version = version_for(sky, net, row, j, worth_s(old.seen_s, old.error_m), told_s, heard_s)
    if version >= 0:
        report = sky.reports[net, row, j, version]
        copy_place(report, old)
        report.off_north_m, report.off_east_m = old.off_north_m, old.off_east_m
        report.seen_s, report.heard_s, report.error_m, report.source = old.seen_s, heard_s, old.error_m, old.source


@kernel
def copy_place(report: Any, seen: Any) -> None:
    """Copy place and velocity."""
    report.x, report.y, report.z, report.altitude_m = seen.x, seen.y, seen.z, seen.altitude_m
    report.north_m_s, report.east_m_s = seen.north_m_s, seen.east_m_s


@single
def tell_all(fleet: Any, senses: Any, sky: Any, since_s: float, time_s: float) -> None:
    """Tell what is due on every link: everybody at the last of its own times in this step."""
    for net in range(sky.nets.shape[0]):
        update_s = sky.nets[net].update_s
        for k in range(sky.who.shape[0]):
            count = times_until(time_s, update_s, sky.slot[net, k])
            if count > times_until(since_s, update_s, sky.slot[net, k]) and is_member(senses, sky, k, net):
                tell(fleet, senses, sky, net, k, (count + sky.slot[net, k]) * update_s, time_s)


@single
def tell(fleet: Any, senses: Any, sky: Any, net: int, k: int, told_s: float, time_s: float) -> None:
    """Tell the own place, the own tracks and what comes by gateways: once to a group, else to each who hears it."""
    link = sky.nets[net]
    if link.relays == 1:
        tell_row(fleet, senses, sky, net, k, sky.root[net, k], told_s, time_s)
        return
    for j in range(sky.who.shape[0]):
        is_friend = j != k and is_member(senses, sky, j, net) and senses[sky.who[j]].side == senses[sky.who[k]].side
        is_asked = is_friend and (link.is_voice == 0 or not share_data(senses, sky, k, j))
        if is_asked and is_in_reach(sky, k, j, link.range_m):
            tell_row(fleet, senses, sky, net, k, j, told_s, time_s)


@kernel
def share_data(senses: Any, sky: Any, k: int, j: int) -> bool:
    """Return whether two aircraft are on one data link now: then they need no voice."""
    for net in range(sky.nets.shape[0]):
        link = sky.nets[net]
        if link.is_voice == 0 and is_member(senses, sky, k, net) and is_member(senses, sky, j, net):
            is_one = sky.root[net, k] == sky.root[net, j]
            if is_one if link.relays == 1 else is_in_reach(sky, k, j, link.range_m):
                return True
    return False


@kernel
def tell_row(fleet: Any, senses: Any, sky: Any, net: int, k: int, row: int, told_s: float, time_s: float) -> None:
    """Tell one group, or one listener, all that an aircraft has to tell on a link."""
    link, i = sky.nets[net], sky.who[k]
    heard_s = told_s + link.latency_s
    if link.is_voice == 0:
        tell_own_place(fleet[i], sky, net, k, row, told_s, heard_s, time_s)
    for place in range(sky.n_held[k]):
        j = sky.held[k, place]
        track = sky.tracks[k, j]
        is_asked = link.is_voice == 0 or senses[sky.who[j]].side != senses[i].side
        if track.is_firm == 1 and is_asked and track.until_s >= told_s:
            tell_track(sky, net, k, row, j, i, told_s, heard_s)
    for other in range(sky.nets.shape[0]):
        if senses[i].gateways[other] >> net & 1 == 1:
            pass_on(senses, sky, other, net, k, row, told_s, heard_s + link.gateway_delay_s)


@kernel
def tell_own_place(a: Any, sky: Any, net: int, k: int, row: int, told_s: float, heard_s: float, time_s: float) -> None:
    """Tell where an aircraft is itself, as the link has it."""
    error_m = sky.nets[net].error_m
    version = version_for(sky, net, row, k, worth_s(told_s, error_m), told_s, heard_s)
    if version < 0:
        return
    report, back_s = sky.reports[net, row, k, version], time_s - told_s
    report.x, report.y, report.z, report.altitude_m = a.x, a.y, a.z, a.altitude_m
    report.north_m_s, report.east_m_s = a.ground_north_m_s, a.ground_east_m_s
    report.off_north_m = sky.shift[net, k, 0] - a.ground_north_m_s * back_s
    report.off_east_m = sky.shift[net, k, 1] - a.ground_east_m_s * back_s
    report.seen_s, report.heard_s, report.error_m, report.source = told_s, heard_s, error_m, sky.who[k]


@kernel
def tell_track(sky: Any, net: int, k: int, row: int, j: int, i: int, told_s: float, heard_s: float) -> None:
    """Tell where an aircraft sees another one, its own error and that of the link together."""
    track, link_error_m = sky.tracks[k, j], sky.nets[net].error_m
    error_m = math.sqrt(track.error_m * track.error_m + link_error_m * link_error_m)
    version = version_for(sky, net, row, j, worth_s(track.last_s, error_m), told_s, heard_s)
    if version >= 0:
        report = sky.reports[net, row, j, version]
        copy_place(report, track)
        report.off_north_m = track.off_north_m + sky.shift[net, k, 0]
        report.off_east_m = track.off_east_m + sky.shift[net, k, 1]
        report.seen_s, report.heard_s, report.error_m, report.source = track.last_s, heard_s, error_m, i


@kernel
def pass_on(senses: Any, sky: Any, other: int, net: int, k: int, row: int, told_s: float, heard_s: float) -> None:
    """Pass on by gateway what an aircraft heard on another link, unless one before it did so between the same groups."""
    if sky.nets[net].relays == 1:
        for before in range(k):
            is_gateway = senses[sky.who[before]].gateways[other] >> net & 1 == 1 and is_member(senses, sky, before, net)
            if is_gateway and sky.root[other, before] == sky.root[other, k] and sky.root[net, before] == row:
                return
    own = sky.root[other, k]
    for j in range(sky.who.shape[0]):
        version = newest(sky, other, own, j, told_s)
        if version >= 0:
            repeat(sky, net, row, j, sky.reports[other, own, j, version], told_s, heard_s)
