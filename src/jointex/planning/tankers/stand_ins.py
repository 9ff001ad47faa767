"""Who gives fuel instead: tankers at work with fuel to spare, and tankers on the ground that stand by for one at work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jointex.planning.tankers.demands import Demands
from jointex.planning.tankers.problem import Duty, Receiver, Service, Solution, Tanker, Visit


@dataclass(frozen=True)
class StandIn:
    """A tanker on the ground that takes over the duty of another one.

    Attributes
    ----------
    duty : Duty
        Its own, with nothing to give as planned.
    stands_in_for : str
        The tanker it stands by for.
    flights : frozenset of (str, int)
        Flight and leg of the visits it can serve.
    called_by_s : float
        Last call that brings it to its track before the last of those flights leaves [s].
    """

    duty: Duty
    stands_in_for: str
    flights: frozenset[tuple[str, int]]
    called_by_s: float


def stand_ins_of(demands: Demands, solution: Solution) -> tuple[StandIn, ...]:
    """Return which idle tankers stand by for which tankers at work.

    Parameters
    ----------
    demands : Demands
    solution : Solution
        What the solver answered; feasible.

    Returns
    -------
    tuple of StandIn
        One at most for each tanker at work, those that give most first; each idle tanker stands by for one. It is the one
        that can serve most of the visits, and of these the one with the shortest way out.
    """
    refuelling = demands.scenario.refuelling
    if refuelling is None or refuelling.stand_ins == "none":
        return ()
    working = {visit.tanker for visit in solution.visits}
    idle = [name for name in demands.givers if name not in working]
    found: list[StandIn] = []
    for duty in sorted(solution.duties, key=lambda one: (-one.give_kg, one.tanker)):
        visits = [visit for visit in solution.visits if visit.tanker == duty.tanker]
        taken = {one.duty.tanker for one in found}
        able = [
            one for name in idle if name not in taken and (one := stand_in(demands, name, duty, visits)) is not None
        ]
        if able:
            found.append(min(able, key=lambda one: (-len(one.flights), out_s(demands, one), one.duty.tanker)))
    return tuple(found)


def out_s(demands: Demands, one: StandIn) -> float:
    """Return how long a stand-in takes to its track [s]."""
    return demands.givers[one.duty.tanker].tanker.orbits[one.duty.track].out_s


def stand_in(demands: Demands, name: str, duty: Duty, visits: Sequence[Visit]) -> StandIn | None:
    """Return a tanker as the stand-in of another one's duty; None where it can take over none of its visits, or comes too late."""
    found = able_but_for_time(demands, name, duty, visits)
    return None if found is None or is_too_late(demands, found) else found


def is_too_late(demands: Demands, one: StandIn) -> bool:
    """Return whether a stand-in comes too late even for a tanker that does not take off."""
    return one.called_by_s < one.duty.on_s - demands.givers[one.stands_in_for].tanker.orbits[one.duty.track].out_s


def too_late(demands: Demands, solution: Solution) -> dict[str, str]:
    """Return the idle tankers that could stand by if they were called off the ground sooner.

    Parameters
    ----------
    demands : Demands
    solution : Solution
        Feasible.

    Returns
    -------
    dict of str to str
        By tanker, why it does not stand by, in a sentence; empty where the scenario wants none to.
    """
    refuelling = demands.scenario.refuelling
    if refuelling is None or refuelling.stand_ins == "none":
        return {}
    idle = set(demands.givers) - {visit.tanker for visit in solution.visits}
    idle -= {one.duty.tanker for one in stand_ins_of(demands, solution)}
    found: dict[str, str] = {}
    for name in sorted(idle):
        for duty in solution.duties:
            visits = [visit for visit in solution.visits if visit.tanker == duty.tanker]
            one = able_but_for_time(demands, name, duty, visits)
            if one is not None and is_too_late(demands, one):
                found.setdefault(name, late_words(one, refuelling.notice_s, out_s(demands, one)))
    return found


def late_words(one: StandIn, notice_s: float, way_s: float) -> str:
    """Return that a tanker would come too late, with its times."""
    name, planned = one.duty.tanker, one.stands_in_for
    notice = f"{notice_s / 3600.0:,.1f} h" if notice_s > 2 * 3600.0 else f"{notice_s / 60.0:,.0f} min"
    return (
        f"{name} does not stand by for {planned}, for it would come too late: called when {planned} is to take off, it would "
        f"leave the ground {notice} later (`notice`) and need {way_s / 60.0:,.0f} min to {one.duty.track}"
    )


def able_but_for_time(demands: Demands, name: str, duty: Duty, visits: Sequence[Visit]) -> StandIn | None:
    """Return a tanker as the stand-in of another one's duty, in time or not; None where it can take over none of its visits."""
    assert demands.scenario.refuelling is not None
    tanker = demands.givers[name].tanker
    orbit = tanker.orbits.get(duty.track)
    if orbit is None or not orbit.earliest_s <= duty.on_s < duty.off_s <= orbit.latest_s:
        return None
    receivers = {visit: demands.takers[visit.flight].receiver for visit in visits}
    able = [visit for visit in visits if service_by(name, receivers[visit], visit) is not None]
    own = replace(duty, tanker=name, give_kg=0.0)
    needed_kg = sum(visit.onload_kg * receivers[visit].count for visit in able)
    if not able or most_give_kg(tanker, own) < needed_kg:
        return None
    out_s = orbit.out_s - demands.givers[name].grounds[duty.track].lap_s  # no lap ahead of the receivers then
    called_by_s = max(visit.leave_s for visit in able) - out_s - demands.scenario.refuelling.notice_s
    return StandIn(own, duty.tanker, frozenset((visit.flight, visit.leg) for visit in able), called_by_s)


def service_by(tanker: str, receiver: Receiver, visit: Visit) -> Service | None:
    """Return how a tanker could serve a visit where it is planned, by the station it is planned with; None if it cannot."""
    for candidate in receiver.legs[visit.leg].candidates:
        if candidate.track == visit.track:
            return next((one for one in candidate.services.get(tanker, ()) if one.station == visit.station), None)
    return None


def most_give_kg(tanker: Tanker, duty: Duty) -> float:
    """Return what a tanker could give in all with its time on the track as planned [kg]."""
    orbit = tanker.orbits[duty.track]
    own_kg = orbit.out_kg + orbit.home_kg + orbit.burn_kg_s * (duty.off_s - duty.on_s)
    return min(tanker.most_give_kg, tanker.takeoff_kg - tanker.reserve_kg - own_kg)


def alternates(
    demands: Demands, solution: Solution, visit: Visit, least_kg: float, stand_ins: Sequence[StandIn]
) -> tuple[tuple[str, float], ...]:
    """Return the tankers that could serve a flight in place of the planned one, and their flow [kg/s].

    Parameters
    ----------
    demands : Demands
    solution : Solution
    visit : Visit
    least_kg : float
        What each aircraft needs at least.
    stand_ins : sequence of StandIn
        Tankers on the ground.

    Returns
    -------
    tuple of (str, float)
        Those that are on a track then with enough to spare come first, the shortest way before the others; then the one
        that stands by for the planned tanker.
    """
    receiver = demands.takers[visit.flight].receiver
    found = []
    for duty in solution.duties:
        tanker = demands.givers[duty.tanker].tanker
        left_kg = most_give_kg(tanker, duty) - duty.give_kg
        if duty.tanker == visit.tanker or left_kg < receiver.count * least_kg:
            continue
        for candidate in receiver.legs[visit.leg].candidates:
            if candidate.track == duty.track and duty.on_s <= visit.leave_s <= duty.off_s:
                services = (one for one in candidate.services.get(duty.tanker, ()) if one.station == visit.station)
                found += [(candidate.in_kg + candidate.out_kg, duty.tanker, one.flow_kg_s) for one in services]
    standing = [
        (one.duty.tanker, service.flow_kg_s)
        for one in stand_ins
        if one.stands_in_for == visit.tanker and (visit.flight, visit.leg) in one.flights
        if (service := service_by(one.duty.tanker, receiver, visit)) is not None
    ]
    return (*((name, flow_kg_s) for _, name, flow_kg_s in sorted(found)), *standing)
