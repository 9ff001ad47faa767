"""A plan: times solved backwards, fuel lines in order, routes to where the scenario says, separation as flown."""

from __future__ import annotations

import json
import math
from datetime import datetime
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from jointex.planning.deconfliction import EARTH_RADIUS_M
from jointex.units import NAUTICAL_MILE_M

SHIPPED = ["sea-of-japan", "sea-of-japan-as-flown"]


def flight(plan: Any, flight_id: str) -> Any:
    return next(flight for flight in plan.flights if flight.id == flight_id)


@pytest.mark.parametrize("name", ["short", *SHIPPED])
def test_without_surprises_every_flight_meets_at_its_time(exercises: ModuleType, name: str) -> None:
    plan = exercises.plan(name, exercises.NOMINAL)
    tallies = exercises.fly(plan).tallies
    working = [flight for flight in plan.flights if not plan.scenario.flight(flight.id).is_tanker]
    leaders = [plan.members.index(flight.members[0]) for flight in working]
    taken = [plan.tankers is not None and bool(plan.tankers.of_flight(flight.id)) for flight in working]
    most_s = np.where(taken, 60.0, 2.0)  # a flight leaves its tanker where the tanker is
    assert (np.abs(tallies["arrival_error_s"][leaders]) < most_s).all()


@pytest.mark.parametrize("name", ["short", *SHIPPED])
def test_without_surprises_a_leader_lands_as_planned(exercises: ModuleType, name: str) -> None:
    """The leading flight flies its plan; those that keep station on it leave from there, a few miles from their own way."""
    plan = exercises.plan(name, exercises.NOMINAL)
    tallies = exercises.fly(plan).tallies
    lead = next(flight for flight in plan.flights if flight.id == plan.scenario.work[0].lead)
    row = plan.members.index(lead.members[0])
    assert tallies["landing_time_s"][row] == pytest.approx(lead.landing_time_s, abs=30.0)
    assert tallies["landed_kg"][row] == pytest.approx(lead.fuel.landing_kg, rel=0.01)


def test_the_release_is_earlier_against_the_wind_and_later_with_it(exercises: ModuleType) -> None:
    releases = []
    for from_deg in (330, 150):
        wind = {"kind": "layers", "layers": [{"level": "FL200", "from": f"{from_deg} deg", "speed": "60 kt"}]}
        releases.append(flight(exercises.plan("short", {"winds": wind}), "HERON").takeoff_time_s)
    still = flight(exercises.plan("short", {"winds": {"kind": "none"}}), "HERON").takeoff_time_s
    assert releases[0] < still - 60.0
    assert releases[1] > still + 60.0


def test_a_later_time_on_target_shifts_everything_by_as_much(exercises: ModuleType) -> None:
    early = exercises.plan("short")
    late = exercises.plan("short", {"work.PAIR.time": "01:20Z"})
    for one, other in zip(early.flights, late.flights, strict=True):
        assert other.takeoff_time_s - one.takeoff_time_s == pytest.approx(1200.0, abs=1e-6)
        assert other.landing_time_s - one.landing_time_s == pytest.approx(1200.0, abs=1e-6)
        assert other.fuel == one.fuel


@pytest.mark.parametrize("name", ["short", *SHIPPED])
def test_fuel_lines_stand_in_order(exercises: ModuleType, name: str) -> None:
    for planned in exercises.plan(name).flights:
        fuel = planned.fuel
        assert fuel.loaded_kg > fuel.joker_kg > fuel.bingo_kg > fuel.reserve_kg > 0.0
        assert 0.0 < fuel.taxi_kg < 0.1 * fuel.loaded_kg
        assert fuel.landing_kg < fuel.loaded_kg - fuel.taxi_kg


@pytest.mark.parametrize("name", ["short", *SHIPPED])
def test_fuel_falls_and_time_rises_along_a_plan(exercises: ModuleType, name: str) -> None:
    for planned in exercises.plan(name).flights:
        times, fuel = (np.array([getattr(point, key) for point in planned.points]) for key in ("time_s", "fuel_kg"))
        assert (np.diff(times) > 0.0).all()
        with_tanker = np.array([point.task in ("refuel", "refuelled") for point in planned.points[1:]])
        assert (np.diff(fuel)[~with_tanker] < 0.0).all()
        assert planned.takeoff_time_s == times[0]
        assert planned.landing_time_s == times[-1]


@pytest.mark.parametrize("name", ["short", *SHIPPED])
def test_bingo_at_the_end_of_the_work_gets_home_with_the_reserve(exercises: ModuleType, name: str) -> None:
    """Bingo is the way home from the work, the approach, and the reserve; a contingency may come on top.

    Where a tanker waits on the way home, it is the way there and what a failed contact must leave.
    """
    for planned in exercises.plan(name).flights:
        if any(point.task == "refuelled" for point in planned.points):
            continue
        leave = next(point for point in planned.points if point.task == "leave")
        home_kg = leave.fuel_kg - planned.fuel.landing_kg
        assert planned.fuel.bingo_kg >= home_kg + planned.fuel.reserve_kg - 1.0
        assert planned.fuel.bingo_kg <= 1.15 * home_kg + planned.fuel.reserve_kg


def test_joker_is_bingo_and_the_margin_at_the_flow_of_the_work(exercises: ModuleType) -> None:
    plan = exercises.plan("short", {"rules.joker_margin": "6 min"})
    twice = exercises.plan("short", {"rules.joker_margin": "12 min"})
    for one, other in zip(plan.flights, twice.flights, strict=True):
        extra_kg = one.fuel.joker_kg - one.fuel.bingo_kg
        assert other.fuel.joker_kg - other.fuel.bingo_kg == pytest.approx(2.0 * extra_kg)
        meet, leave = (next(p for p in one.points if p.task == task) for task in ("meet", "leave"))
        flow_kg_s = (meet.fuel_kg - leave.fuel_kg) / (leave.time_s - meet.time_s)
        assert extra_kg == pytest.approx(360.0 * flow_kg_s, rel=1e-6)


def test_a_longer_reserve_or_a_mass_sets_the_reserve(exercises: ModuleType) -> None:
    half_hour = flight(exercises.plan("short", {"rules.reserve": "30 min"}), "HERON").fuel.reserve_kg
    hour = flight(exercises.plan("short", {"rules.reserve": "60 min"}), "HERON").fuel.reserve_kg
    assert hour == pytest.approx(2.0 * half_hour)
    given = flight(exercises.plan("short", {"rules.reserve_fuel": "2000 lb"}), "HERON").fuel.reserve_kg
    assert given == pytest.approx(2000.0 * 0.45359237)


def test_routes_begin_and_end_where_the_scenario_says(exercises: ModuleType) -> None:
    plan = exercises.plan("sea-of-japan")
    scenario = plan.scenario
    for planned in plan.flights:
        asked = scenario.flight(planned.id)
        if asked.is_tanker:
            continue
        assert (planned.points[0].name, planned.points[-1].name) == (asked.base, asked.recovery)
        names = [point.name for point in planned.points if point.name]
        wanted = [point.name for point in (*asked.outbound, scenario.work[0].meet, *asked.homebound)]
        assert [name for name in names if name in wanted] == wanted
        meet = next(point for point in planned.points if point.task == "meet")
        station = scenario.work[0].stations[planned.id]
        assert meet.altitude_m == pytest.approx(station.level_m, abs=1.0)
        away_m = Geodesic.WGS84.Inverse(
            meet.latitude_deg,
            meet.longitude_deg,
            scenario.work[0].meet.latitude_deg,
            scenario.work[0].meet.longitude_deg,
        )["s12"]
        # the point is passed inside its turn
        assert away_m < math.hypot(station.right_m, station.back_m) + 20_000.0
        assert meet.time_s == pytest.approx(scenario.work[0].time_s, abs=0.5)


def test_leading_flights_are_numbered_first(exercises: ModuleType) -> None:
    plan = exercises.plan("short", {"work.PAIR.lead": "HERON"})
    assert [planned.id for planned in plan.flights] == ["HERON", "CRANE"]
    assert plan.members == ("HERON1", "CRANE1", "CRANE2")


def test_deconfliction_finds_the_moment_that_tracks_are_deepest_in_the_box(exercises: ModuleType) -> None:
    changes = {"flights.HERON.base": "RJNK", "flights.HERON.outbound": ["KAGA"], "flights.HERON.level": "FL240"}
    plan = exercises.plan("short", changes)
    (pair,) = plan.deconfliction
    assert {pair.first, pair.second} == {"CRANE", "HERON"}
    assert not pair.ok
    tracks = {planned.id: planned.track for planned in plan.flights}
    places = []
    for track in (tracks[pair.first], tracks[pair.second]):
        latitude, longitude, level = (np.interp(pair.time_s, track[:, 0], track[:, column]) for column in (1, 2, 3))
        places.append((latitude, longitude, level))
    (lat_1, lon_1, level_1), (lat_2, lon_2, level_2) = places
    away_m = Geodesic.WGS84.Inverse(*map(math.degrees, (lat_1, lon_1, lat_2, lon_2)))["s12"]
    # on a sphere of mean radius, along chords of a minute's flight
    assert pair.lateral_m == pytest.approx(away_m, rel=0.01, abs=30.0)
    assert pair.vertical_m == pytest.approx(abs(level_1 - level_2), abs=1.0)
    assert 0.0 < EARTH_RADIUS_M * math.hypot(lat_1 - lat_2, lon_1 - lon_2) < 20.0 * NAUTICAL_MILE_M


def test_flights_far_apart_in_time_are_no_pair(exercises: ModuleType) -> None:
    changes = {
        "work.PAIR.flights": ["CRANE"],
        "work.PAIR.stations": {"CRANE": {"level": "FL200"}},
        "work.PAIR.time": "06:00Z",
    }
    plan = exercises.plan("short", changes)
    # HERON, without work, leaves at the start of the scenario
    assert flight(plan, "HERON").landing_time_s < flight(plan, "CRANE").takeoff_time_s
    assert plan.deconfliction == ()


def test_the_timeline_is_in_order_and_in_utc(exercises: ModuleType) -> None:
    plan = exercises.plan("sea-of-japan")
    rows = plan.timeline()
    assert [row["time_s"] for row in rows] == sorted(row["time_s"] for row in rows)
    for row in rows:
        moment = datetime.fromisoformat(row["utc"])
        assert (moment - plan.scenario.start).total_seconds() == pytest.approx(row["time_s"], abs=0.6)
    events = {row["event"] for row in rows}
    assert {"taxi", "take-off", "meet", "leave", "land", "work begins", "work ends"} <= events
    work = next(row for row in rows if row["event"] == "work begins")
    assert work["utc"] == "2025-12-10T05:00:00Z"


def test_a_plan_is_plain_data_that_survives_json(exercises: ModuleType) -> None:
    document = exercises.plan("sea-of-japan").to_json()
    again = json.loads(json.dumps(document, allow_nan=True))
    assert again["format"] == 1
    assert [planned["id"] for planned in again["flights"]] == ["SHELL", "SUMO", "DOOM", "LANCE", "CRANE"]
    assert [planned["members"] for planned in again["flights"][1:3]] == [["SUMO1"], ["DOOM1", "DOOM2"]]
    assert {"loaded_kg", "taxi_kg", "joker_kg", "bingo_kg", "reserve_kg", "divert_kg", "landing_kg"} == set(
        again["flights"][0]["fuel"]
    )


def test_planning_the_same_twice_gives_the_same(exercises: ModuleType) -> None:
    from jointex.planning import make_plan

    one, other = (make_plan(exercises.exercise("sea-of-japan")).to_json() for _ in range(2))
    assert json.dumps(one) == json.dumps(other)
