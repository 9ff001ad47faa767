"""What a flight states in the model: one choice a leg, one chain of times, fuel as sums, an abort line at every visit."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from jointex.planning.tankers.grid import GridFlight, GridLeg
from jointex.planning.tankers.variables import FlightVariables, LegVariables, Model, contact_ticks, slowest_services

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

Terms = list[Any]


def add_flight(model: Model, flight: GridFlight, most_slack: int) -> FlightVariables:
    """Add a flight's chain of times and its fuel, with the abort line at every visit.

    Parameters
    ----------
    model : Model
        With all its tankers.
    flight : GridFlight
    most_slack : int
        Ticks of lateness that are worth having.

    Returns
    -------
    FlightVariables
    """
    program, step = model.program, model.grid.step
    late = program.new_int_var(0, max(0, most_slack), f"late:{flight.id}")
    passes = [_time(program, lo, hi) for lo, hi in flight.windows]
    legs: list[LegVariables] = []
    fuel: Any = flight.takeoff
    rate = max((one.burn for leg in flight.legs for one in leg.candidates), default=0)
    for at, leg in enumerate(flight.legs):
        one = _add_leg(model, flight, leg, passes[at], at)
        legs.append(one)
        way = _way_terms(leg, one, "out_ticks")
        arrive_next = one.leave + sum(way) + leg.direct_ticks * one.skip + one.extra
        program.add(passes[at + 1] == arrive_next)
        _keep_abort_line(model, flight, leg, one, fuel, rate, max(0, most_slack))
        fuel = fuel - _leg_burnt(leg, one) + step * one.onload
    program.add(fuel >= flight.reserve + rate * late)
    if flight.drill:
        program.add(sum(one.onload for one in legs) >= flight.drill)
    _keep_windows(model, flight, legs, passes, late, most_slack)
    burnt = sum((_leg_burnt(leg, one) for leg, one in zip(flight.legs, legs, strict=True)), 0)
    return FlightVariables(passes, legs, late, burnt)


def _time(program: cp_model.CpModel, lo: int, hi: int) -> Any:
    """A time within its window; of an empty window, one that makes the model infeasible."""
    if lo > hi:
        program.add_bool_or([])
        return program.new_int_var(min(lo, hi), max(lo, hi), "")
    return program.new_int_var(lo, hi, "")


def _way_terms(leg: GridLeg, one: LegVariables, what: str) -> Terms:
    return [getattr(leg.candidates[at], what) * literal for at, literal in one.candidates.items()]


def _add_leg(model: Model, flight: GridFlight, leg: GridLeg, start: Any, at: int) -> LegVariables:
    """Choice, times and on-load of a leg; all zero but its direct way where it is flown past the tankers."""
    program, name = model.program, f"{flight.id}:{at}"
    skip = program.new_bool_var(f"skip:{name}")
    choices = _choices(model, leg, name)
    program.add_exactly_one([skip, *choices.values()])
    candidates = _grouped(program, choices, lambda key: key[0])
    served = _grouped(program, choices, lambda key: (key[1], key[2]))
    services = slowest_services(leg)
    most_contact = max([contact_ticks(model.grid, services[key], flight.most_onload) for key in served], default=0)
    most_block = max(
        [services[key].rounds * contact_ticks(model.grid, services[key], flight.most_onload) for key in served],
        default=0,
    )
    wait, contact = program.new_int_var(0, leg.most_wait, ""), program.new_int_var(0, most_contact, "")
    block, onload = program.new_int_var(0, most_block, ""), program.new_int_var(0, flight.most_onload, f"onload:{name}")
    extra = program.new_int_var(0, leg.most_extra, "")
    first, done = program.new_int_var(0, model.grid.horizon, ""), program.new_int_var(0, model.grid.horizon, "")
    hold = program.new_int_var(0, leg.most_hold, "")
    shares = {key: program.new_int_var(0, flight.most_onload, "") for key in served}
    one = LegVariables(
        skip, candidates, choices, served, shares, onload, wait, contact, block, first, done, hold, extra, {}
    )
    program.add(first == start + sum(_way_terms(leg, one, "in_ticks")) + wait)
    program.add(done == first + block)
    program.add(wait <= leg.most_wait * (1 - skip))
    program.add(hold <= leg.most_hold * (1 - skip))
    program.add(extra <= leg.most_extra * skip)
    if leg.least_onload or not choices:
        program.add(skip == (0 if leg.least_onload else 1))
    _share_onload(program, flight, leg, one)
    _time_contacts(model, one, services)
    _arrive_when_open(model, leg, one)
    one.stay.update(_stay_shares(program, leg, one, leg.most_wait + most_block + leg.most_hold))
    return one


def _choices(model: Model, leg: GridLeg, name: str) -> dict[tuple[int, str, str], Any]:
    """A literal for every candidate, tanker and station that go together; it puts the tanker on the track."""
    choices = {}
    for at, candidate in enumerate(leg.candidates):
        for service in candidate.services:
            on_track = model.tankers[service.tanker].tracks.get(candidate.track)
            if on_track is None:
                continue
            literal = model.program.new_bool_var(f"choice:{name}:{candidate.track}:{service.tanker}:{service.station}")
            model.program.add_implication(literal, on_track)
            choices[at, service.tanker, service.station] = literal
    return choices


def _grouped(program: cp_model.CpModel, choices: dict[tuple[int, str, str], Any], group: Any) -> dict[Any, Any]:
    """Literals that say whether any choice of a group is made."""
    members: dict[Any, list[Any]] = defaultdict(list)
    for key, literal in choices.items():
        members[group(key)].append(literal)
    grouped = {}
    for key, literals in members.items():
        if len(literals) == 1:
            grouped[key] = literals[0]
            continue
        grouped[key] = program.new_bool_var("")
        program.add(sum(literals) == grouped[key])
    return grouped


def _share_onload(program: cp_model.CpModel, flight: GridFlight, leg: GridLeg, one: LegVariables) -> None:
    """The on-load comes from the tanker chosen, at least a step of it."""
    least = max(1, leg.least_onload)
    for key, share in one.shares.items():
        program.add(share <= flight.most_onload * one.served[key])
        program.add(share >= least * one.served[key])
    program.add(one.onload == sum(one.shares.values(), 0))


def _time_contacts(model: Model, one: LegVariables, services: dict[tuple[str, str], Any]) -> None:
    """A contact lasts as long as its service and on-load take, in whole ticks; a block is its contacts in a row."""
    program, tick_ms = model.program, model.grid.tick_ms
    takes = sum(services[k].fixed_ms * one.served[k] + services[k].step_ms * one.shares[k] for k in one.served)
    program.add(tick_ms * one.contact >= takes)
    program.add(tick_ms * one.contact <= takes + (tick_ms - 1) * (1 - one.skip))
    rounds = {services[k].rounds for k in one.served}
    if len(rounds) <= 1:
        program.add(one.block == sum(rounds) * one.contact)
        return
    for key, literal in one.served.items():
        program.add(one.block == services[key].rounds * one.contact).only_enforce_if(literal)
    program.add(one.block == 0).only_enforce_if(one.skip)
    program.add(
        tick_ms * one.block
        >= sum(
            services[k].rounds * (services[k].fixed_ms * one.served[k] + services[k].step_ms * one.shares[k])
            for k in one.served
        )
    )


def _arrive_when_open(model: Model, leg: GridLeg, one: LegVariables) -> None:
    """Arrive after the track opens."""
    if one.candidates:
        model.program.add(one.first - one.wait >= sum(_way_terms(leg, one, "earliest")))


def _stay_shares(program: cp_model.CpModel, leg: GridLeg, one: LegVariables, most: int) -> dict[int, Any]:
    """Time on each candidate track, where they burn unlike amounts; else nothing, for the sum will do."""
    if len({leg.candidates[at].burn for at in one.candidates}) <= 1:
        return {}
    shares = {at: program.new_int_var(0, most, "") for at in one.candidates}
    for at, share in shares.items():
        program.add(share <= most * one.candidates[at])
    program.add(sum(shares.values()) == one.wait + one.block + one.hold)
    return shares


def _waiting_burnt(leg: GridLeg, one: LegVariables, time: Any) -> Any:
    """Hectograms of the whole time with a tanker."""
    if one.stay:
        return sum(leg.candidates[at].burn * share for at, share in one.stay.items())
    burns = {leg.candidates[at].burn for at in one.candidates}
    return sum(burns) * time


def _leg_burnt(leg: GridLeg, one: LegVariables) -> Any:
    """Hectograms a leg burns: its ways and what is spent on time."""
    ways = sum(_way_terms(leg, one, "in_fuel")) + sum(_way_terms(leg, one, "out_fuel"))
    direct = leg.direct_fuel * one.skip + leg.lose_fuel * one.extra
    return ways + direct + _waiting_burnt(leg, one, one.wait + one.block + one.hold)


def _keep_abort_line(
    model: Model, flight: GridFlight, leg: GridLeg, one: LegVariables, fuel: Any, rate: int, most_slack: int
) -> None:
    """The last aircraft can fail its contact and reach the divert with reserve; the first one does not overfill."""
    if not one.candidates:
        return
    program, step = model.program, model.grid.step
    candidates, services = leg.candidates, slowest_services(leg)
    rates = [candidates[at].burn for at in one.candidates]
    arrive = fuel - sum(_way_terms(leg, one, "in_fuel"))
    tries = sum(
        candidates[at].burn * -(-services[tanker, station].fixed_ms // model.grid.tick_ms) * literal
        for (at, tanker, station), literal in one.choices.items()
    )
    # what is burnt up to the last contact: all of the stay less one contact and the hold, at the lowest rate where rates differ
    before_last = _waiting_burnt(leg, one, one.wait + one.block + one.hold) - min(rates) * (one.contact + one.hold)
    diverts = sum(_way_terms(leg, one, "divert_fuel"))
    # flown past the tankers this says that there is the reserve, which the landing says too
    delay = rate * model.slack - rate * most_slack * one.skip
    program.add(arrive - before_last - tries - diverts >= flight.reserve + delay)
    spare = max(0, flight.takeoff - flight.most)
    program.add(arrive - min(rates) * (one.wait + one.contact) + step * one.onload <= flight.most + spare * one.skip)


def _keep_windows(
    model: Model, flight: GridFlight, legs: list[LegVariables], passes: list[Any], late: Any, most_slack: int
) -> None:
    """After a contact that is late, later fixes are still passed in their windows and tracks left before they close."""
    program = model.program
    for at, (leg, one) in enumerate(zip(flight.legs, legs, strict=True)):
        if not one.candidates:
            continue
        program.add(late >= model.slack - one.hold - most_slack * one.skip)
        for fix in range(at + 1, len(passes)):
            program.add(passes[fix] + late <= flight.windows[fix][1] + most_slack * one.skip)
        closes = sum(min(model.grid.horizon, leg.candidates[k].latest) * x for k, x in one.candidates.items())
        program.add(one.leave + late <= closes + (model.grid.horizon + most_slack) * one.skip)
