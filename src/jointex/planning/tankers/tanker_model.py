"""What a tanker states in the model: one track, time on it for all it serves, fuel for itself and them, stations one by one."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

from jointex.planning.tankers.grid import GridOrbit, GridTanker
from jointex.planning.tankers.variables import Model, TankerVariables, slowest_services

Terms = list[Any]


def add_tanker(model: Model, tanker: GridTanker) -> TankerVariables:
    """Add a tanker's sortie itself: at most one track, and time on it within what the track allows.

    Parameters
    ----------
    model : Model
    tanker : GridTanker

    Returns
    -------
    TankerVariables
    """
    program, horizon = model.program, model.grid.horizon
    used = program.new_bool_var(f"used:{tanker.id}")
    tracks = {orbit.track: program.new_bool_var(f"on:{tanker.id}:{orbit.track}") for orbit in tanker.orbits}
    program.add(sum(tracks.values(), 0) == used)
    on, off = program.new_int_var(0, horizon, ""), program.new_int_var(0, horizon, "")
    program.add(on >= sum(o.earliest * tracks[o.track] for o in tanker.orbits))
    program.add(off <= sum(o.latest * tracks[o.track] for o in tanker.orbits))
    program.add(on <= off)
    burnt = _burnt_on_track(model, tanker.orbits, tracks, off - on)
    return TankerVariables(used, tracks, on, off, burnt + sum(o.way_fuel * tracks[o.track] for o in tanker.orbits))


def _burnt_on_track(model: Model, orbits: tuple[GridOrbit, ...], tracks: dict[str, Any], time: Any) -> Any:
    """Hectograms of the time on station, shared out over the tracks where they burn unlike amounts."""
    burns = {orbit.burn for orbit in orbits}
    if len(burns) <= 1:
        return sum(burns) * time
    shares = {}
    for orbit in orbits:
        shares[orbit.track] = model.program.new_int_var(0, orbit.latest - orbit.earliest, "")
        model.program.add(shares[orbit.track] <= (orbit.latest - orbit.earliest) * tracks[orbit.track])
    model.program.add(sum(shares.values()) == time)
    return sum(orbit.burn * shares[orbit.track] for orbit in orbits)


def bind_tanker(model: Model, tanker: GridTanker) -> None:
    """State that what a tanker gives it has, and that its stations serve no more at once than they can.

    Parameters
    ----------
    model : Model
        With all its flights.
    tanker : GridTanker
    """
    program, one, step = model.program, model.tankers[tanker.id], model.grid.step
    given: Terms = []
    lengths: Terms = []
    blocks: list[tuple[str, int, Any]] = []
    for flight in model.grid.flights:
        for leg, variables in zip(flight.legs, model.flights[flight.id].legs, strict=True):
            services = slowest_services(leg)
            for key, literal in variables.served.items():
                if key[0] != tanker.id:
                    continue
                program.add(one.on <= variables.first - variables.wait).only_enforce_if(literal)
                program.add(one.off >= variables.done + model.slack).only_enforce_if(literal)
                interval = program.new_optional_interval_var(
                    variables.first, variables.block, variables.done, literal, ""
                )
                blocks.append((key[1], services[key].at_once, interval))
                given.append(flight.count * step * variables.shares[key])
                takes = services[key].fixed_ms * literal + services[key].step_ms * variables.shares[key]
                lengths.append((key[1], services[key].at_once, services[key].rounds * takes))
    one.given = sum(given, 0)
    has = sum((o.give + o.way_fuel) * one.tracks[o.track] for o in tanker.orbits)
    program.add(one.given + one.burnt <= has)
    program.add(one.given <= tanker.most_give * one.used)
    _hold_stations(model, tanker, blocks, lengths)


def _hold_stations(model: Model, tanker: GridTanker, blocks: list[tuple[str, int, Any]], lengths: Terms) -> None:
    """No more receivers at a kind of station than it has; of two that exclude each other, one at a time."""
    program, one = model.program, model.tankers[tanker.id]
    for station, capacity in tanker.stations:
        partners = {b if a == station else a for a, b in tanker.exclusive if station in (a, b)}
        demands = {station: None, **dict.fromkeys(partners, capacity)}
        chosen = [
            (min(capacity, demands[kind] or at_once), block) for kind, at_once, block in blocks if kind in demands
        ]
        if not any(kind == station for kind, _, _ in blocks) or not chosen:
            continue
        if all(2 * demand > capacity for demand, _ in chosen):
            program.add_no_overlap([block for _, block in chosen])
        else:
            program.add_cumulative([block for _, block in chosen], [demand for demand, _ in chosen], capacity)
        # what all contacts take of the stations fits into the time on station: says to a relaxation what an overlap means
        work = [
            (capacity if 2 * capped > capacity and all(2 * d > capacity for d, _ in chosen) else capped) * length
            for kind, at_once, length in lengths
            if kind in demands
            for capped in [min(capacity, demands[kind] or at_once)]
        ]
        program.add(capacity * model.grid.tick_ms * (one.off - one.on) >= sum(work))


def order_alike(model: Model) -> None:
    """State that of tankers that can be swapped the first ones fly, the earlier one first.

    Parameters
    ----------
    model : Model
        With all its tankers.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for tanker in model.grid.tankers:
        if tanker.alike:
            groups[tanker.alike].append(tanker.id)
    for names in groups.values():
        for before, after in pairwise(names):
            first, second = model.tankers[before], model.tankers[after]
            model.program.add(first.used >= second.used)
            model.program.add(first.on <= second.on).only_enforce_if(second.used)
