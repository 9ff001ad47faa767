"""A scenario's drafts become a tanker problem whose figures are those that its flights then fly by."""

from __future__ import annotations

import functools
from dataclasses import replace

import pytest

from jointex import scenario
from jointex.bench.tankers import SIZES, demands, exercise
from jointex.planning.flights import draft_flight
from jointex.planning.plan import assemble, in_order
from jointex.planning.tankers.brackets import orders_of
from jointex.planning.tankers.burns import Burner
from jointex.planning.tankers.demands import Demands, demands_of, drill_kg, lacks_fuel
from jointex.planning.tankers.flown import fly_receiver
from jointex.planning.tankers.orders import JOIN_S, TankerPlan
from jointex.planning.tankers.profile import stretches_of
from jointex.planning.tankers.stages import solve
from jointex.planning.winds import mean_weather
from jointex.scenario import Scenario
from jointex.scenario.frozen import FrozenMap

SEED = 2


@functools.cache
def solved() -> tuple[Demands, TankerPlan]:
    asked = demands(8, 2, SEED)
    return asked, orders_of(asked, solve(asked.problem))


def asked_of(changed: Scenario) -> Demands | None:
    weather = mean_weather(changed)
    return demands_of(changed, weather, [draft_flight(changed, flight, weather) for flight in changed.flights])


@pytest.mark.parametrize("name", ["sea-of-japan", "guam-long-haul"])
def test_hops_take_what_the_rehearsal_took(name: str) -> None:
    read = scenario.load(name)
    weather = mean_weather(read)
    for flight in read.flights:
        if flight.is_tanker:
            continue
        draft = draft_flight(read, flight, weather)
        burner = Burner(draft.a, weather)
        for stretch in stretches_of(draft, burner):
            cost = burner.way(0.8 * draft.fuel_kg, stretch.stops)
            assert abs(stretch.bias.time_s) < 0.12 * cost.time_s  # turns, the approach, corners cut
            assert stretch.bias.fuel_kg < 0.1 * cost.fuel_kg + 50.0


def test_a_heavier_aircraft_burns_more_on_every_candidate_and_never_more_than_it_is_heavier() -> None:
    asked, _ = solved()
    for taker in asked.takers.values():
        burner = Burner(taker.draft.a, asked.weather)
        stops = stretches_of(taker.draft, burner)[0].stops
        light, heavy = burner.way(2000.0, stops), burner.way(3000.0, stops)
        assert light.fuel_kg < heavy.fuel_kg < light.fuel_kg + 1000.0


def test_a_way_flown_backwards_from_its_fuel_is_the_way_flown_forwards() -> None:
    asked, _ = solved()
    for taker in asked.takers.values():
        burner = Burner(taker.draft.a, asked.weather)
        stops = stretches_of(taker.draft, burner)[-1].stops
        backwards = burner.way_ending_with(900.0, stops)
        forwards = burner.way(900.0 + backwards.fuel_kg, stops)
        assert forwards.fuel_kg == pytest.approx(backwards.fuel_kg, rel=0.003)


def test_the_phases_agree_with_steps_flown_along_the_geodesic() -> None:
    asked, plan = solved()
    for taker in asked.takers.values():
        flight = taker.draft.flight
        brackets = plan.of_flight(flight.id)
        flown = fly_receiver(asked.scenario, asked.weather, flight, brackets)
        for stop, bracket in zip(flown.stops, brackets, strict=True):
            assert (
                bracket.arrive_kg <= stop.arrive_kg <= 1.12 * bracket.arrive_kg
            )  # the contingency of 5 %, and its mass
            needed_kg = stop.divert_kg + flown.reserve_kg
            assert needed_kg <= bracket.abort_kg <= 1.3 * needed_kg


def test_a_flight_leaves_so_that_it_is_at_its_first_control_point_in_time() -> None:
    asked, plan = solved()
    by_flight = {one.draft.flight.id: one.draft for one in (*asked.takers.values(), *asked.givers.values())}
    drafts = [by_flight[flight.id] for flight in in_order(asked.scenario)]
    flights = {one.id: one for one in assemble(asked.scenario, asked.weather, drafts, plan).flights}
    for bracket in plan.brackets:
        moments = [point.time_s for point in flights[bracket.flight].points if point.name == f"{bracket.id} ARCP"]
        if bracket.leg == 0:
            assert moments[0] == pytest.approx(bracket.arrive_s - JOIN_S, abs=1.0)


def test_every_aircraft_of_the_family_is_counted() -> None:
    for n_receivers, n_tankers in SIZES:
        drawn = exercise(n_receivers, n_tankers, 0)
        assert sum(flight.count for flight in drawn.flights if not flight.is_tanker) == n_receivers
        assert sum(flight.is_tanker for flight in drawn.flights) == n_tankers


def test_nobody_asks_where_the_scenario_says_nothing_of_refuelling() -> None:
    drawn = exercise(8, 2, SEED)
    assert asked_of(drawn.model_copy(update={"refuelling": None})) is None


def test_a_flight_with_a_drill_asks_and_one_that_lacks_fuel_asks() -> None:
    asked, _ = solved()
    assert set(asked.takers) == set(drill_kg(asked.scenario))
    dry = asked.scenario.flights[0].model_copy(update={"fuel_kg": 1500.0})
    assert lacks_fuel(asked.scenario, draft_flight(asked.scenario, dry, asked.weather))


def test_no_service_stands_behind_a_closed_gate_and_a_waiver_marks_an_unknown_one() -> None:
    drawn = exercise(8, 2, SEED)
    assert drawn.refuelling is not None
    strict = drawn.model_copy(update={"refuelling": drawn.refuelling.model_copy(update={"rely_on": ()})})
    asked, relied = asked_of(strict), solved()[0]
    assert asked is not None
    status = {(row.tanker, row.receiver, row.station, row.gate): row.status for row in asked.gates}
    waived = 0
    for taker in asked.takers.values():
        for leg in taker.receiver.legs:
            for candidate in leg.candidates:
                for tanker, services in candidate.services.items():
                    card = next(
                        one.aircraft
                        for one in (*asked.problem.tankers, *asked.problem.spare_tankers)
                        if one.id == tanker
                    )
                    for service in services:
                        rows = [
                            status[card, taker.receiver.aircraft, service.station, gate]
                            for gate in ("mechanical", "technical", "legal")
                        ]
                        assert "closed" not in rows
                        assert bool(service.waiver) == ("unknown" in rows)
                        waived += bool(service.waiver)
    assert waived
    plain = [
        service
        for taker in relied.takers.values()
        for leg in taker.receiver.legs
        for one in leg.candidates
        for offered in one.services.values()
        for service in offered
    ]
    assert not any(service.waiver for service in plain)


def test_a_track_outside_the_window_of_a_pair_serves_nobody_and_says_so() -> None:
    drawn = exercise(8, 2, SEED)
    assert drawn.refuelling is not None
    high = FrozenMap(
        {name: one.model_copy(update={"level_m": 9_500.0}) for name, one in drawn.refuelling.tracks.items()}
    )
    asked = asked_of(drawn.model_copy(update={"refuelling": drawn.refuelling.model_copy(update={"tracks": high})}))
    assert asked is not None
    assert not any(leg.candidates for one in asked.problem.receivers for leg in one.legs)
    assert any("takes fuel from" in note for note in asked.notes)
    assert any(note.startswith("No tanker can serve") for note in asked.notes)


def test_a_closed_divert_is_never_chosen() -> None:
    asked, _ = solved()
    chosen = {candidate.divert for one in asked.problem.receivers for leg in one.legs for candidate in leg.candidates}
    closed = sorted(chosen)[0]
    hours = scenario.BaseHours.model_construct(id=closed, open_s=None, close_s=60.0, text="")
    shut = asked_of(asked.scenario.model_copy(update={"bases": (hours,)}))
    assert shut is not None
    assert closed not in {c.divert for one in shut.problem.receivers for leg in one.legs for c in leg.candidates}
    assert any(closed in note for note in shut.notes)


def test_tracks_are_found_along_the_ways_where_none_is_named() -> None:
    drawn = exercise(8, 2, SEED)
    assert drawn.refuelling is not None
    bare = drawn.model_copy(update={"refuelling": drawn.refuelling.model_copy(update={"tracks": FrozenMap({})})})
    asked = asked_of(bare)
    assert asked is not None
    assert asked.scenario.refuelling is not None
    assert len(asked.scenario.refuelling.tracks) > 3
    assert solve(asked.problem).feasible


def test_the_least_on_load_of_a_bracket_is_enough_and_no_more_than_planned() -> None:
    asked, plan = solved()
    for bracket in plan.brackets:
        assert 0.0 < bracket.least_onload_kg <= bracket.onload_kg
        if bracket.least_onload_kg > asked.takers[bracket.flight].receiver.drill_kg:
            flight = asked.scenario.flight(bracket.flight)
            less = replace(bracket, onload_kg=bracket.least_onload_kg)
            brackets = tuple(less if one is bracket else one for one in plan.of_flight(flight.id))
            flown = fly_receiver(asked.scenario, asked.weather, flight, brackets)
            assert min(flown.landing_kg) >= flown.reserve_kg
