"""Levels and places of flights that share a tanker: a stack to wait in below it, blocks to leave in above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from jointex.drills.refuelling import ABOVE_TANKER_M, BELOW_TANKER_M
from jointex.planning.tankers.orders import Bracket

LATE_S = 1800.0
"""Flights that are due at a tanker within so much of each other have levels of their own [s]: one of them may be late."""


def stacked(brackets: Sequence[Bracket]) -> tuple[Bracket, ...]:
    """Return brackets with the levels and places of flights that share a tanker.

    The first to come waits 1,000 ft below the tanker, the next one another 1,000 ft below. The flight whose way on is lowest
    leaves 1,000 ft above the tanker, the one above it another 1,000 ft higher, so that none climbs through another's level.

    Parameters
    ----------
    brackets : sequence of Bracket

    Returns
    -------
    tuple of Bracket
        In the same order.
    """
    found = {}
    for group in groups(brackets):
        first: dict[str, Bracket] = {}
        for bracket in group:
            first.setdefault(bracket.flight, bracket)
        if len(first) < 2:
            continue
        arriving = list(first)
        leaving = sorted(first, key=lambda name: (first[name].onward_level_m, -first[name].arrive_s, name))
        for bracket in group:
            rank = arriving.index(bracket.flight)
            found[bracket.id] = replace(
                bracket,
                below_m=(rank + 1) * BELOW_TANKER_M,
                above_m=(leaving.index(bracket.flight) + 1) * ABOVE_TANKER_M,
                berth=sum(first[name].count for name in arriving[:rank]),
            )
    return tuple(found.get(bracket.id, bracket) for bracket in brackets)


def groups(brackets: Sequence[Bracket]) -> list[list[Bracket]]:
    """Return the brackets that may be flown side by side: at one tanker, at times that could run into each other."""
    found: list[list[Bracket]] = []
    until_s = 0.0
    for bracket in sorted(brackets, key=lambda one: (one.tanker, one.arrive_s, one.id)):
        if found and found[-1][0].tanker == bracket.tanker and bracket.arrive_s < until_s:
            found[-1].append(bracket)
            until_s = max(until_s, bracket.leave_s + LATE_S)
        else:
            found.append([bracket])
            until_s = bracket.leave_s + LATE_S
    return found
