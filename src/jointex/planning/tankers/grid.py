"""A tanker problem on its grid: whole ticks, on-load steps and hectograms, every rounding to the safe side.

Ways take no less time and fuel than they do, tanks hold no more, contacts last no shorter. What a way that was rounded up to
whole ticks takes longer is burnt too. So a plan of the grid holds off it as well; the reverse is not true, and a bound proven
on the grid is a bound of the grid.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from jointex.planning.tankers.problem import Candidate, Fix, Leg, Orbit, Problem, Receiver, Service, Tanker

HECTOGRAMS = 10
"""Fuel units of the grid in a kilogram."""
LONGEST_S = 48 * 3600.0
"""No tanker plan goes on for longer; a window without an end is cut here."""
LONGEST_HOLD_S = 1800.0
"""A flight stays no longer on a track once it has its fuel."""
MOST_KG = 1e6
"""More fuel than any aircraft holds: stands for no limit, and keeps sums of the grid far from overflow."""
_EXACT = 1e-6


@dataclass(frozen=True)
class GridService:
    """A service: `rounds` contacts one after the other, each `fixed_ms + onload_steps * step_ms` long."""

    tanker: str
    station: str
    rounds: int
    at_once: int
    fixed_ms: int
    step_ms: int


@dataclass(frozen=True)
class GridCandidate:
    """A candidate in ticks and hectograms; `in_*` holds the stay at the fix before too, `burn` counts for a tick."""

    track: str
    in_ticks: int
    in_fuel: int
    out_ticks: int
    out_fuel: int
    burn: int
    divert: str
    divert_fuel: int
    earliest: int
    latest: int
    services: tuple[GridService, ...]


@dataclass(frozen=True)
class GridLeg:
    """A leg in ticks and hectograms; its stay at the fix before is part of it."""

    direct_ticks: int
    direct_fuel: int
    candidates: tuple[GridCandidate, ...]
    most_extra: int
    lose_fuel: int
    least_onload: int
    most_wait: int
    most_hold: int
    longest_ticks: int


@dataclass(frozen=True)
class GridFlight:
    """A flight: windows of its fixes in ticks, fuel in hectograms, the drill in steps."""

    id: str
    count: int
    takeoff: int
    most: int
    reserve: int
    windows: tuple[tuple[int, int], ...]
    legs: tuple[GridLeg, ...]
    drill: int
    most_onload: int


@dataclass(frozen=True)
class GridOrbit:
    """An orbit: hectograms a tanker can give from it before time on station, and what a tick there burns."""

    track: str
    give: int
    way_fuel: int
    burn: int
    earliest: int
    latest: int


@dataclass(frozen=True)
class GridTanker:
    """A tanker sortie in ticks and hectograms."""

    id: str
    most_give: int
    stations: tuple[tuple[str, int], ...]
    exclusive: tuple[tuple[str, str], ...]
    orbits: tuple[GridOrbit, ...]
    alike: str
    cost: int


@dataclass(frozen=True)
class Grid:
    """The whole problem in whole numbers; `step` hectograms to an on-load step, `horizon` the last tick."""

    flights: tuple[GridFlight, ...]
    tankers: tuple[GridTanker, ...]
    tick_s: float
    tick_ms: int
    step: int
    horizon: int
    cost_unit: float


def up(value: float, unit: float) -> int:
    """Whole units that hold `value`; a value that is whole but for rounding errors stays."""
    return math.ceil(value / unit - _EXACT)


def down(value: float, unit: float) -> int:
    """Whole units within `value`."""
    return math.floor(value / unit + _EXACT)


def fuel_up(value_kg: float) -> int:
    """Hectograms that hold `value_kg`."""
    return up(min(value_kg, MOST_KG), 1.0 / HECTOGRAMS)


def fuel_down(value_kg: float) -> int:
    """Hectograms within `value_kg`."""
    return down(max(-MOST_KG, min(value_kg, MOST_KG)), 1.0 / HECTOGRAMS)


def on_grid(problem: Problem, waived: frozenset[str] = frozenset()) -> Grid:
    """Return the problem in whole ticks, steps and hectograms.

    Parameters
    ----------
    problem : Problem
    waived : frozenset of str
        Keys of unknown gates that may be relied on; services that hang on any other are left out.

    Returns
    -------
    Grid
        With windows narrowed to what the chain of each flight can reach; `lo > hi` where it can reach nothing.
    """
    tick_s, step_kg = problem.tick_s, problem.step_kg
    tankers = {tanker.id: tanker for tanker in problem.tankers}
    scale = _cost_scale(tanker.cost for tanker in problem.tankers)
    ends = [fix.latest_s for one in problem.receivers for fix in one.fixes if fix.latest_s < LONGEST_S]
    starts = [fix.earliest_s for one in problem.receivers for fix in one.fixes if fix.earliest_s < LONGEST_S]
    horizon = up(max(ends + starts, default=0.0) + LONGEST_S, tick_s)
    flights = tuple(_flight(one, tankers, tick_s, step_kg, horizon, waived) for one in problem.receivers)
    horizon = max([hi for one in flights for _, hi in one.windows if hi < horizon] or [horizon])
    return Grid(
        flights=flights,
        tankers=tuple(_tanker(one, tick_s, horizon, scale) for one in problem.tankers),
        tick_s=tick_s,
        tick_ms=round(1000 * tick_s),
        step=down(step_kg, 1.0 / HECTOGRAMS),
        horizon=horizon,
        cost_unit=1.0 / scale,
    )


def _cost_scale(costs: Iterable[float]) -> int:
    """Whole numbers for costs of up to three places."""
    listed = list(costs)
    for scale in (1, 10, 100):
        if all(abs(cost * scale - round(cost * scale)) < _EXACT for cost in listed):
            return scale
    return 1000


def _flight(
    receiver: Receiver, tankers: dict[str, Tanker], tick_s: float, step_kg: float, horizon: int, waived: frozenset[str]
) -> GridFlight:
    legs = []
    for at, leg in enumerate(receiver.legs):
        fix = receiver.fixes[at]
        legs.append(_leg(leg, fix, receiver, tankers, tick_s, step_kg, waived))
    least_divert = min((c.divert_fuel for leg in legs for c in leg.candidates), default=0)
    room = fuel_down(receiver.most_kg) - fuel_up(receiver.reserve_kg) - least_divert
    step = down(step_kg, 1.0 / HECTOGRAMS)
    windows = [_window(fix, tick_s, horizon) for fix in receiver.fixes]
    return GridFlight(
        id=receiver.id,
        count=receiver.count,
        takeoff=fuel_down(receiver.takeoff_kg),
        most=fuel_down(receiver.most_kg),
        reserve=fuel_up(receiver.reserve_kg),
        windows=_reachable(windows, legs),
        legs=tuple(legs),
        drill=up(receiver.drill_kg, step_kg),
        most_onload=max(0, room // step),
    )


def _window(fix: Fix, tick_s: float, horizon: int) -> tuple[int, int]:
    """Ticks within the window; the nearest tick of a window that is narrower than a tick."""
    lo, hi = up(max(0.0, fix.earliest_s), tick_s), down(min(fix.latest_s, horizon * tick_s), tick_s)
    if lo > hi and fix.earliest_s <= fix.latest_s:
        lo = hi = round((fix.earliest_s + fix.latest_s) / 2.0 / tick_s)
    return lo, hi


def _leg(
    leg: Leg,
    fix: Fix,
    receiver: Receiver,
    tankers: dict[str, Tanker],
    tick_s: float,
    step_kg: float,
    waived: frozenset[str],
) -> GridLeg:
    """The leg with the stay before it, and how long the flight can spend on it at most."""
    rate = leg.lose_kg_s or (leg.direct_kg / leg.direct_s if leg.direct_s > 0.0 else 0.0)
    direct, direct_fuel = _way(fix.stay_s + leg.direct_s, fix.stay_kg + leg.direct_kg, rate, tick_s)
    candidates = tuple(
        one
        for one in (_candidate(c, fix, receiver, tankers, tick_s, step_kg, waived) for c in leg.candidates)
        if one.services
    )
    extra = down(min(leg.most_extra_s, LONGEST_S), tick_s)
    most_wait = max((_most_wait(one, receiver, tick_s) for one in candidates), default=0)
    most_hold = up(LONGEST_HOLD_S, tick_s)
    fills = up(receiver.most_kg, step_kg)
    blocks = [
        s.rounds * up(s.fixed_ms + fills * s.step_ms, 1000.0 * tick_s) for one in candidates for s in one.services
    ]
    ways = [one.in_ticks + one.out_ticks + most_wait + most_hold for one in candidates]
    longest = max([direct + extra, *(way + max(blocks) for way in ways)])
    return GridLeg(
        direct_ticks=direct,
        direct_fuel=direct_fuel,
        candidates=candidates,
        most_extra=extra,
        lose_fuel=fuel_up(leg.lose_kg_s * tick_s),
        least_onload=up(leg.least_onload_kg, step_kg),
        most_wait=most_wait,
        most_hold=most_hold,
        longest_ticks=longest,
    )


def _most_wait(candidate: GridCandidate, receiver: Receiver, tick_s: float) -> int:
    """Ticks after which full tanks hold no more than divert and reserve."""
    fuel = fuel_down(max(receiver.most_kg, receiver.takeoff_kg)) - fuel_up(receiver.reserve_kg) - candidate.divert_fuel
    return max(0, fuel // candidate.burn) if candidate.burn > 0 else up(LONGEST_S, tick_s)


def _way(time_s: float, fuel_kg: float, burn_kg_s: float, tick_s: float) -> tuple[int, int]:
    """Ticks and hectograms of a way, with what the rounding up of its time burns."""
    ticks = up(time_s, tick_s)
    return ticks, fuel_up(fuel_kg + max(0.0, ticks * tick_s - time_s) * burn_kg_s)


def _candidate(
    candidate: Candidate,
    fix: Fix,
    receiver: Receiver,
    tankers: dict[str, Tanker],
    tick_s: float,
    step_kg: float,
    waived: frozenset[str],
) -> GridCandidate:
    burn = candidate.burn_kg_s
    in_ticks, in_fuel = _way(fix.stay_s + candidate.in_s, fix.stay_kg + candidate.in_kg, burn, tick_s)
    out_ticks, out_fuel = _way(candidate.out_s, candidate.out_kg, burn, tick_s)
    services = [
        _service(tankers[tanker], one, receiver.count, step_kg)
        for tanker, offered in candidate.services.items()
        if tanker in tankers and candidate.track in tankers[tanker].orbits and math.isfinite(candidate.divert_kg)
        for one in offered
        if (not one.waiver or one.waiver in waived)
        and one.count > 0
        and one.flow_kg_s > 0.0
        and tankers[tanker].stations.get(one.station, 0) > 0
    ]
    return GridCandidate(
        track=candidate.track,
        in_ticks=in_ticks,
        in_fuel=in_fuel,
        out_ticks=out_ticks,
        out_fuel=out_fuel,
        burn=fuel_up(burn * tick_s),
        divert=candidate.divert,
        divert_fuel=fuel_up(candidate.divert_kg) if math.isfinite(candidate.divert_kg) else fuel_up(MOST_KG),
        earliest=up(max(0.0, candidate.earliest_s), tick_s),
        latest=down(min(candidate.latest_s, 4 * LONGEST_S), tick_s),
        services=tuple(services),
    )


def _service(tanker: Tanker, service: Service, count: int, step_kg: float) -> GridService:
    at_once = min(count, service.count, tanker.stations[service.station])
    return GridService(
        tanker=tanker.id,
        station=service.station,
        rounds=-(-count // at_once),
        at_once=at_once,
        fixed_ms=math.ceil(1000.0 * service.fixed_s - _EXACT),
        step_ms=math.ceil(1000.0 * step_kg / service.flow_kg_s - _EXACT),
    )


def _reachable(windows: list[tuple[int, int]], legs: list[GridLeg]) -> tuple[tuple[int, int], ...]:
    """Windows narrowed to what can be reached from the fixes before and after."""
    spans = [
        (min([leg.direct_ticks] + [one.in_ticks + one.out_ticks for one in leg.candidates]), leg.longest_ticks)
        for leg in legs
    ]
    lo, hi = [one[0] for one in windows], [one[1] for one in windows]
    for at, (shortest, longest) in enumerate(spans):
        lo[at + 1] = max(lo[at + 1], lo[at] + shortest)
        hi[at + 1] = min(hi[at + 1], hi[at] + longest)
    for at, (shortest, longest) in reversed(list(enumerate(spans))):
        lo[at] = max(lo[at], lo[at + 1] - longest)
        hi[at] = min(hi[at], hi[at + 1] - shortest)
    return tuple(zip(lo, hi, strict=True))


def _tanker(tanker: Tanker, tick_s: float, horizon: int, scale: int) -> GridTanker:
    orbits = tuple(
        one for one in (_orbit(tanker, track, o, tick_s, horizon) for track, o in tanker.orbits.items()) if one
    )
    return GridTanker(
        id=tanker.id,
        most_give=max(0, fuel_down(tanker.most_give_kg)),
        stations=tuple(sorted(tanker.stations.items())),
        exclusive=tanker.exclusive,
        orbits=orbits,
        alike=tanker.alike,
        cost=round(tanker.cost * scale),
    )


def _orbit(tanker: Tanker, track: str, orbit: Orbit, tick_s: float, horizon: int) -> GridOrbit | None:
    """The orbit, or nothing where the tanker has nothing to give from it."""
    way = fuel_up(orbit.out_kg + orbit.home_kg)
    give = fuel_down(tanker.takeoff_kg) - fuel_up(tanker.reserve_kg) - way
    earliest, latest = (
        up(max(0.0, orbit.earliest_s), tick_s),
        min(horizon, down(min(orbit.latest_s, 4 * LONGEST_S), tick_s)),
    )
    if give <= 0 or earliest > latest:
        return None
    return GridOrbit(track, give, way, fuel_up(orbit.burn_kg_s * tick_s), earliest, latest)
