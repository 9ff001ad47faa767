"""The problem in outline, for a bound of least fuel that the full model is slow to find: who serves whom, where, when about.

A mixed-integer programme over the ways of serving each flight. It knows how long each tanker must stay, moment by moment, for
those it serves, and for all their contacts in a row; when each has its turn it does not know, nor abort lines, and a flight may
be shared out over several ways. So no plan burns less, and its own plan says which tankers on which tracks are worth a close look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

from jointex.planning.tankers.alone import LeastBurnt
from jointex.planning.tankers.grid import Grid, GridService, GridTanker
from jointex.planning.tankers.servings import Serving

INFINITE = float("inf")
CLOSE = 0.01
"""Distance of its plan and bound at which an outline is left, over the value."""


@dataclass(frozen=True)
class Needs:
    """What a flight needs at the least: fuel and on-load steps for one aircraft, legs with a tanker."""

    burnt: LeastBurnt
    onload: int
    visits: int


@dataclass(frozen=True)
class Outline:
    """A bound [hg], and the track of each tanker that flies in the plan of the outline."""

    bound: int
    tracks: Mapping[str, str]
    is_hurried: bool = False


@dataclass
class _Programme:
    """A mixed-integer programme as it is put together, column by column and row by row."""

    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    rows: list[tuple[float, float]] = field(default_factory=list)
    terms: list[tuple[int, int, float]] = field(default_factory=list)

    def column(self, cost: float = 0.0, upper: float = 1.0, *, whole: bool = False) -> int:
        """Add a column from 0 to `upper`."""
        self.upper.append(upper)
        self.whole.append(whole)
        self.costs.append(cost)
        return len(self.costs) - 1

    def row(self, terms: Mapping[int, float], lower: float, upper: float = INFINITE) -> None:
        """Add a row."""
        at = len(self.rows)
        self.rows.append((lower, upper))
        self.terms.extend((at, column, terms[column]) for column in sorted(terms) if terms[column])


@dataclass
class _Presence:
    """A tanker on a track: whether it flies there, begun by which ticks, kept to which, and for how long in all."""

    there: int
    begun: dict[int, int]
    kept: dict[int, int]
    time: int

    def stretches(self) -> list[tuple[int, int]]:
        """From each tick that counts to the next."""
        return list(pairwise(sorted({*self.begun, *self.kept})))

    def within(self, first: int, last: int) -> dict[int, float]:
        """Terms that are 1 where it is there for a whole stretch; empty where nothing is said about it."""
        begun = max((one for one in self.begun if one <= first), default=None)
        kept = min((one for one in self.kept if one >= last), default=None)
        terms: dict[int, float] = defaultdict(float)
        if begun is not None and kept is not None:
            for column, sign in ((self.begun[begun], 1.0), (self.kept[kept], 1.0), (self.there, -1.0)):
                terms[column] += sign
        return terms


def draw_outline(
    grid: Grid,
    ways: Mapping[str, Sequence[Serving]],
    needs: Mapping[str, Needs],
    cost: int,
    slack: int,
    nodes: int,
    left_s: float,
) -> Outline | None:
    """Return the outline of the plan with least fuel.

    Parameters
    ----------
    grid : Grid
    ways : mapping of str to sequence of Serving
        By flight, all ways to serve it.
    needs : mapping of str to Needs
        By flight.
    cost : int
        Of tanker sorties at the most.
    slack : int
        Ticks a tanker stays beyond its last contact.
    nodes : int
        Limit of the search.
    left_s : float
        Seconds it may take; meant to be out of reach, so that the same problem has the same outline.

    Returns
    -------
    Outline or None
        Nothing where the search ends without a plan or a bound.
    """
    programme = _Programme()
    used, tracks = _add_tankers(programme, grid, cost)
    columns: dict[int, Serving] = {}
    for flight in grid.flights:
        columns.update(_add_flight(programme, grid, flight.id, ways[flight.id], needs[flight.id]))
    takes = _add_onloads(programme, grid, columns, needs)
    for tanker in grid.tankers:
        there = _add_presence(programme, grid, tanker, used, tracks, columns, takes)
        _add_stations(programme, grid, tanker, slack, used, there, columns, takes)
    found = _solved(programme, nodes, left_s)
    if found is None:
        return None
    bound, values, is_hurried = found
    fuel = sum(flight.count * needs[flight.id].burnt.fuel for flight in grid.flights)
    chosen = {tanker: track for (tanker, track), at in tracks.items() if values[at] > 0.5}
    return Outline(fuel + bound, chosen, is_hurried)


def _add_tankers(programme: _Programme, grid: Grid, cost: int) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """Which tankers fly, on which track; alike ones in their order."""
    used = {one.id: programme.column(whole=True) for one in grid.tankers}
    tracks = {}
    groups: dict[str, list[str]] = defaultdict(list)
    for one in grid.tankers:
        groups[one.alike or one.id].append(one.id)
        for orbit in one.orbits:
            tracks[one.id, orbit.track] = programme.column(orbit.way_fuel, whole=True)
        programme.row({used[one.id]: -1.0} | {tracks[one.id, o.track]: 1.0 for o in one.orbits}, 0.0, 0.0)
    programme.row({used[one.id]: float(one.cost) for one in grid.tankers}, 0.0, float(cost))
    for names in groups.values():
        for before, after in pairwise(names):
            programme.row({used[before]: 1.0, used[after]: -1.0}, 0.0)
    return used, tracks


def _add_flight(
    programme: _Programme, grid: Grid, name: str, ways: Sequence[Serving], needs: Needs
) -> dict[int, Serving]:
    """One way at the most on each leg, sets of legs it can fly with, and what the flight burns beyond its least."""
    flight = next(one for one in grid.flights if one.id == name)
    more = programme.column(flight.count, INFINITE)
    sets = {legs: programme.column() for legs in needs.burnt.by_legs}
    if sets:
        programme.row(dict.fromkeys(sets.values(), 1.0), 1.0, 1.0)
        programme.row(
            {more: 1.0} | {at: float(needs.burnt.fuel - needs.burnt.by_legs[legs]) for legs, at in sets.items()}, 0.0
        )
    columns: dict[int, Serving] = {}
    for at, leg in enumerate(flight.legs):
        of_leg = {programme.column(): one for one in ways if one.leg == at}
        if sets:
            visits = {z: -1.0 for legs, z in sets.items() if at in legs}
            programme.row(dict.fromkeys(of_leg, 1.0) | visits, 0.0, 0.0)
        if not of_leg:
            continue
        least = 1.0 if leg.least_onload else 0.0
        programme.row(dict.fromkeys(of_leg, 1.0), least, 1.0)
        programme.row({more: 1.0} | {x: -float(max(0, one.fuel - needs.burnt.fuel)) for x, one in of_leg.items()}, 0.0)
        columns |= of_leg
    programme.row(dict.fromkeys(columns, 1.0), float(needs.visits))
    return columns


def _add_onloads(
    programme: _Programme, grid: Grid, columns: Mapping[int, Serving], needs: Mapping[str, Needs]
) -> dict[str, dict[str, int]]:
    """On-load steps by tanker and flight: only from those that serve it, and for each flight enough in all."""
    served: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, one in columns.items():
        served[one.flight, one.tanker].append(at)
    takes: dict[str, dict[str, int]] = defaultdict(dict)
    for flight in grid.flights:
        of_flight = {}
        for (name, tanker), ways in served.items():
            if name == flight.id:
                of_flight[tanker] = programme.column(0.0, INFINITE)
                terms = {of_flight[tanker]: -1.0} | dict.fromkeys(ways, float(flight.most_onload))
                programme.row(terms, 0.0)
                takes[tanker][flight.id] = of_flight[tanker]
        programme.row(dict.fromkeys(of_flight.values(), 1.0), float(needs[flight.id].onload))
    return takes


def _add_presence(
    programme: _Programme,
    grid: Grid,
    tanker: GridTanker,
    used: Mapping[str, int],
    tracks: Mapping[tuple[str, str], int],
    columns: Mapping[int, Serving],
    takes: Mapping[str, Mapping[str, int]],
) -> list[int]:
    """A tanker is on its track for all it serves, and has what it burns there and gives; returns its times on its tracks."""
    times = []
    room: dict[int, float] = defaultdict(float)
    for orbit in tanker.orbits:
        there = tracks[tanker.id, orbit.track]
        ways = {at: one for at, one in columns.items() if (one.tanker, one.track) == (tanker.id, orbit.track)}
        room[there] += orbit.give
        if not ways:
            continue
        presence = _presence(programme, there, ways, orbit.burn)
        room[presence.time] -= orbit.burn
        times.append(presence.time)
        _keep_there(programme, presence, ways)
    counts = {flight.id: flight.count for flight in grid.flights}
    gives = {at: float(counts[flight] * grid.step) for flight, at in takes.get(tanker.id, {}).items()}
    programme.row(dict(room) | {at: -share for at, share in gives.items()}, 0.0)
    programme.row({used[tanker.id]: float(tanker.most_give)} | {at: -share for at, share in gives.items()}, 0.0)
    return times


def _add_stations(
    programme: _Programme,
    grid: Grid,
    tanker: GridTanker,
    slack: int,
    used: Mapping[str, int],
    times: Sequence[int],
    columns: Mapping[int, Serving],
    takes: Mapping[str, Mapping[str, int]],
) -> None:
    """What all contacts take of a kind of station fits into the time on station, the last one as late as it may be."""
    for station, capacity in tanker.stations:
        served: dict[str, dict[int, GridService]] = defaultdict(dict)
        for at, one in columns.items():
            if one.tanker == tanker.id and one.service is not None and one.service.station == station:
                served[one.flight][at] = one.service
        if not served:
            continue
        everybody = [service for ways in served.values() for service in ways.values()]
        is_single = all(2 * min(capacity, one.at_once) > capacity for one in everybody)
        work: dict[int, float] = defaultdict(float)
        for flight, ways in served.items():
            quickest = min(_taken(one, capacity, is_single) * one.step_ms for one in ways.values())
            work[takes[tanker.id][flight]] -= quickest / grid.tick_ms
            for at, service in ways.items():
                work[at] -= _taken(service, capacity, is_single) * service.fixed_ms / grid.tick_ms
        work |= dict.fromkeys(times, float(capacity))
        work[used[tanker.id]] -= float(capacity * slack)
        programme.row(work, 0.0)


def _taken(service: GridService, capacity: int, is_single: bool) -> int:
    """Stations that the contacts of a service take one after the other; all of them where no two flights go side by side."""
    return service.rounds * (capacity if is_single else min(capacity, service.at_once))


def _presence(programme: _Programme, there: int, ways: Mapping[int, Serving], burn: int) -> _Presence:
    """Begun by ever later ticks, and kept to ever later ones: each follows from its neighbour."""
    begun = sorted({one.begun for one in ways.values()})
    kept = sorted({one.kept for one in ways.values()})
    presence = _Presence(there, {begun[-1]: there}, {kept[0]: there}, programme.column(burn, INFINITE))
    for chain, ticks in ((presence.begun, begun[-2::-1]), (presence.kept, kept[1:])):
        before = there
        for tick in ticks:
            chain[tick] = programme.column()
            programme.row({before: 1.0, chain[tick]: -1.0}, 0.0)
            before = chain[tick]
    return presence


def _keep_there(programme: _Programme, presence: _Presence, ways: Mapping[int, Serving]) -> None:
    """At every moment that somebody is served the tanker is there; of the ways of one leg only one counts."""
    there = {}
    for stretch in presence.stretches():
        there[stretch] = programme.column()
        programme.row({at: -sign for at, sign in presence.within(*stretch).items()} | {there[stretch]: 1.0}, 0.0)
    times = {at: float(first - last) for (first, last), at in there.items()}
    programme.row({presence.time: 1.0} | times, 0.0)
    by_leg: dict[tuple[str, int], dict[int, Serving]] = defaultdict(dict)
    for at, one in ways.items():
        by_leg[one.flight, one.leg][at] = one
    for members in by_leg.values():
        programme.row({presence.time: 1.0} | {at: -float(one.stay) for at, one in members.items()}, 0.0)
        for tick in sorted({one.begun for one in members.values()}):
            early = [at for at, one in members.items() if one.begun <= tick]
            programme.row({presence.begun[tick]: 1.0} | dict.fromkeys(early, -1.0), 0.0)
        for tick in sorted({one.kept for one in members.values()}):
            late = [at for at, one in members.items() if one.kept >= tick]
            programme.row({presence.kept[tick]: 1.0} | dict.fromkeys(late, -1.0), 0.0)
        for first, last in there:
            served = [x for x, one in members.items() if one.begun <= first and last <= one.kept]
            if served:
                programme.row(presence.within(first, last) | dict.fromkeys(served, -1.0), 0.0)


def _solved(programme: _Programme, nodes: int, left_s: float) -> tuple[int, list[float], bool] | None:
    """Bound, values, and whether the clock ended the search."""
    from ortools.math_opt.python import mathopt

    model = mathopt.Model()
    columns = [
        model.add_variable(lb=0.0, ub=upper, is_integer=whole)
        for upper, whole in zip(programme.upper, programme.whole, strict=True)
    ]
    rows = [model.add_linear_constraint(lb=lower, ub=upper) for lower, upper in programme.rows]
    for row, column, value in programme.terms:
        rows[row].set_coefficient(columns[column], value)
    for column, cost in zip(columns, programme.costs, strict=True):
        model.objective.set_linear_coefficient(column, cost)
    params = mathopt.SolveParameters(
        time_limit=timedelta(seconds=left_s), node_limit=nodes, relative_gap_tolerance=CLOSE
    )
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=params)
    if not result.has_primal_feasible_solution():
        return None
    values = result.variable_values()
    is_hurried = result.termination.limit == mathopt.Limit.TIME
    # a bound in floating point, taken down to be on the safe side
    bound = result.termination.objective_bounds.dual_bound
    return int(bound - 1e-6 * abs(bound)) - 1, [values[one] for one in columns], is_hurried
