"""From a solution to orders: brackets, schedules of tankers, tracks in use, and the gates behind them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import replace

from jointex.planning.tankers.burns import Burner
from jointex.planning.tankers.demands import Demands
from jointex.planning.tankers.givers import approach_cost, true_airspeed_m_s, way_home
from jointex.planning.tankers.orders import Bracket, PlannedStandIn, PlannedTanker, PlannedTrack, TankerPlan
from jointex.planning.tankers.problem import Candidate, Duty, Receiver, Service, Solution, Visit
from jointex.planning.tankers.stacking import stacked
from jointex.planning.tankers.stand_ins import StandIn, alternates, most_give_kg, stand_ins_of
from jointex.planning.tankers.takers import Taker
from jointex.planning.tankers.ways import Ground

NEAR_S = 1500.0
"""Work closer than this to a tanker is gone to at its own level [s]: half of it is climb. Estimated."""


def orders_of(demands: Demands, solution: Solution) -> TankerPlan:
    """Return the tanker plan as people read and engines fly it.

    Parameters
    ----------
    demands : Demands
        What was asked.
    solution : Solution
        What the solver answered.

    Returns
    -------
    TankerPlan
    """
    refuelling = demands.scenario.refuelling
    assert refuelling is not None
    shared = TankerPlan(
        solution.feasible,
        stages=solution.stages,
        gates=demands.gates,
        clash=solution.clash,
        ways_out=solution.ways_out,
        risk=refuelling.risk,
        notes=(*solution.notes, *demands.notes),
    )
    if not solution.feasible:
        return shared
    visits = sorted(solution.visits, key=lambda visit: (visit.flight, visit.arrive_s))
    duties = [duty for duty in solution.duties if any(visit.tanker == duty.tanker for visit in visits)]
    stand_ins = stand_ins_of(demands, solution)
    busy = {duty.tanker for duty in duties} | {one.duty.tanker for one in stand_ins}
    return replace(
        shared,
        tracks=tuple(planned_track(demands, duty) for duty in {duty.track: duty for duty in duties}.values()),
        tankers=tuple(planned_tanker(demands, duty) for duty in duties),
        brackets=stacked(
            [
                bracket_of(demands, solution, visit, [one for one in visits if one.flight == visit.flight], stand_ins)
                for visit in visits
            ]
        ),
        stand_ins=tuple(planned_stand_in(demands, one) for one in stand_ins),
        idle=tuple(name for name in demands.givers if name not in busy),
    )


def ground_for(demands: Demands, duty: Duty) -> Ground:
    """Return the track of a duty on the map."""
    return demands.givers[duty.tanker].grounds[duty.track]


def planned_track(demands: Demands, duty: Duty) -> PlannedTrack:
    """Return a track in use."""
    ground = ground_for(demands, duty)
    track = ground.track
    return PlannedTrack(
        id=ground.id,
        kind=track.kind,
        latitude_deg=track.at.latitude_deg,
        longitude_deg=track.at.longitude_deg,
        exit_latitude_deg=ground.exit_deg[0],
        exit_longitude_deg=ground.exit_deg[1],
        course_deg=track.course_deg,
        leg_m=track.leg_m,
        turn=track.turn,
        bank_rad=track.bank_rad,
        radius_m=ground.radius_m,
        level_m=track.level_m,
        true_airspeed_m_s=ground.true_airspeed_m_s,
    )


def planned_tanker(demands: Demands, duty: Duty) -> PlannedTanker:
    """Return the schedule of a tanker."""
    giver = demands.givers[duty.tanker]
    tanker, draft = giver.tanker, giver.draft
    orbit = tanker.orbits[duty.track]
    assert draft.card.tanker is not None
    return PlannedTanker(
        id=tanker.id,
        aircraft=tanker.aircraft,
        nation=draft.flight.nation,
        base=draft.bases.base.id,
        track=duty.track,
        takeoff_s=duty.on_s - orbit.out_s,
        on_s=duty.on_s - ground_for(demands, duty).lap_s,
        off_s=duty.off_s,
        landing_s=duty.off_s + orbit.home_s,
        loaded_kg=draft.fuel_kg,
        give_kg=duty.give_kg,
        most_give_kg=most_give_kg(tanker, duty),
        landing_kg=tanker_landing_kg(demands, duty),
        reserve_kg=tanker.reserve_kg,
        stations=tuple((name, one.kind, one.count) for name, one in draft.card.tanker.stations.items()),
        span_m=draft.card.geometry.span.si,
        length_m=draft.card.geometry.length.si,
        is_exclusive=bool(tanker.exclusive),
    )


def planned_stand_in(demands: Demands, one: StandIn) -> PlannedStandIn:
    """Return the schedule of a tanker that stands by, as it would be flown if it were called at once."""
    assert demands.scenario.refuelling is not None
    schedule = planned_tanker(demands, one.duty)
    fields = {field.name: getattr(schedule, field.name) for field in dataclasses.fields(schedule)}
    return PlannedStandIn(
        **fields,
        stands_in_for=one.stands_in_for,
        notice_s=demands.scenario.refuelling.notice_s,
        called_by_s=one.called_by_s,
    )


def tanker_landing_kg(demands: Demands, duty: Duty) -> float:
    """Return the fuel a tanker lands with [kg], its way home flown with what it has left.

    The solver reckons the way home of a tanker that lands with no more than its reserve: lighter, it burns less.
    """
    giver = demands.givers[duty.tanker]
    orbit, draft = giver.tanker.orbits[duty.track], giver.draft
    left_kg = giver.tanker.takeoff_kg - orbit.out_kg - orbit.burn_kg_s * (duty.off_s - duty.on_s) - duty.give_kg
    burner = Burner(draft.a, demands.weather)
    way = burner.way(left_kg, way_home(draft, giver.grounds[duty.track]))
    landing = approach_cost(burner, max(0.0, left_kg - way.fuel_kg), draft.bases.recovery.elevation_m)
    assert demands.scenario.refuelling is not None
    return left_kg - (1.0 + demands.scenario.refuelling.contingency) * (way + landing).fuel_kg


def candidate_of(receiver: Receiver, visit: Visit) -> Candidate:
    """Return the candidate a visit chose."""
    return next(one for one in receiver.legs[visit.leg].candidates if one.track == visit.track)


def service_of(candidate: Candidate, visit: Visit) -> Service:
    """Return the service a visit chose."""
    return next(one for one in candidate.services[visit.tanker] if one.station == visit.station)


def bracket_of(
    demands: Demands, solution: Solution, visit: Visit, all_visits: Sequence[Visit], stand_ins: Sequence[StandIn]
) -> Bracket:
    """Return one refuelling with all its figures."""
    taker, giver = demands.takers[visit.flight], demands.givers[visit.tanker]
    receiver = taker.receiver
    candidate = candidate_of(receiver, visit)
    service = service_of(candidate, visit)
    ground, place = giver.grounds[visit.track], taker.places[visit.leg, visit.track]
    assert giver.draft.card.tanker is not None
    track = ground.track
    at = (track.at.latitude_deg, track.at.longitude_deg)
    usual_m_s = [pair.fit.usual_cas_m_s for pair in taker.pairs[visit.tanker] if pair.fit.station == visit.station]
    cas_m_s = min(*usual_m_s, giver.fastest_m_s[visit.track])
    least_kg = least_onload_kg(receiver, solution, visit, all_visits)
    instead = alternates(demands, solution, visit, least_kg, stand_ins)
    control_deg, exit_deg = ground.side_deg(place.side)
    return Bracket(
        id=f"{visit.flight}-{all_visits.index(visit) + 1}",
        flight=visit.flight,
        aircraft=receiver.aircraft,
        tanker=visit.tanker,
        tanker_aircraft=giver.tanker.aircraft,
        station=visit.station,
        kind=giver.draft.card.tanker.stations[visit.station].kind,
        track=visit.track,
        leg=visit.leg,
        rendezvous="anchor" if track.kind == "anchor" else "point_parallel",
        side=place.side,
        arip_deg=place.arip_deg,
        arcp_deg=control_deg,
        exit_deg=exit_deg,
        level_m=track.level_m,
        true_airspeed_m_s=true_airspeed_m_s(demands.weather, *at, track.level_m, cas_m_s),
        arrive_s=visit.arrive_s,
        first_contact_s=visit.first_contact_s,
        last_contact_s=visit.last_contact_s,
        leave_s=visit.leave_s,
        at_once=min(service.count, receiver.count),
        contact_s=service.fixed_s + visit.onload_kg / service.flow_kg_s,
        onload_kg=visit.onload_kg,
        least_onload_kg=least_kg,
        flow_kg_s=service.flow_kg_s,
        arrive_kg=visit.arrive_kg,
        leave_kg=visit.leave_kg,
        abort_kg=visit.abort_kg,
        divert=visit.divert,
        slack_s=visit.slack_s,
        slack_kg=visit.slack_kg,
        alternates=tuple(name for name, _ in instead),
        alternate_flows_kg_s=tuple(flow_kg_s for _, flow_kg_s in instead),
        count=receiver.count,
        onward_level_m=onward_level_m(taker, visit, candidate),
    )


def onward_level_m(taker: Taker, visit: Visit, candidate: Candidate) -> float:
    """Return the level of the way on from a track [m]: that of the work if it comes next and is near, or of the cruise."""
    draft = taker.draft
    fix = taker.receiver.fixes[visit.leg + 1]
    if draft.work is not None and fix.stay_s > 0.0:
        is_near = candidate.out_s < NEAR_S
        return float(draft.work.stations[visit.flight].level_m if is_near else draft.speeds.level_m)
    return draft.speeds.level_m if draft.work is None else draft.speeds.home_level_m


def landing_kg(receiver: Receiver, solution: Solution, visits: Sequence[Visit]) -> float:
    """Return the fuel a flight is reckoned to land with [kg]."""
    fuel_kg = receiver.takeoff_kg
    passed_s = solution.passed_s[receiver.id]
    by_leg = {visit.leg: visit for visit in visits}
    for number, one in enumerate(receiver.legs):
        fix = receiver.fixes[number]
        visit = by_leg.get(number)
        spent_s = passed_s[number + 1] - passed_s[number] - fix.stay_s
        fuel_kg -= fix.stay_kg
        if visit is None:
            fuel_kg -= one.direct_kg + one.lose_kg_s * max(0.0, spent_s - one.direct_s)
            continue
        candidate = candidate_of(receiver, visit)
        with_tanker_s = visit.leave_s - visit.arrive_s
        extra_s = max(0.0, spent_s - candidate.in_s - with_tanker_s - candidate.out_s)
        fuel_kg += visit.onload_kg - candidate.in_kg - candidate.out_kg
        fuel_kg -= candidate.burn_kg_s * with_tanker_s + one.lose_kg_s * extra_s
    return fuel_kg


def least_onload_kg(receiver: Receiver, solution: Solution, visit: Visit, visits: Sequence[Visit]) -> float:
    """Return the on-load below which what follows cannot be flown [kg]: no later abort line, no reserve may be broken."""
    over_kg = [landing_kg(receiver, solution, visits) - receiver.reserve_kg]
    over_kg += [later.slack_kg for later in visits if later.arrive_s > visit.arrive_s]
    least_kg = max(0.0, visit.onload_kg - max(0.0, min(over_kg)))
    others_kg = sum(other.onload_kg for other in visits if other is not visit)
    return max(least_kg, min(visit.onload_kg, receiver.drill_kg - others_kg))
