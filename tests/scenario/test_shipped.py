"""The shipped scenarios say what they should, and rooms further down know every word they use."""

from __future__ import annotations

import math
import pickle
from collections.abc import Iterator
from itertools import pairwise

import pytest
from pydantic import ValidationError
from shapely import LineString, Polygon

from jointex.drills.formation import SHAPES
from jointex.measures.catalogue import KNOWN
from jointex.scenario import MEASURES, Flight, Scenario, load, loads, names, starter
from jointex.scenario.combat import Calls
from jointex.scenario.quantities import Provenance
from jointex.units import FOOT_M, NAUTICAL_MILE_M, SI_UNIT

SHIPPED = names()


def figures(part: Provenance) -> Iterator[Provenance]:
    """Yield the groups of uncertain figures."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, Provenance):
            yield value


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenario_loads_under_its_own_name(name: str) -> None:
    assert load(name).id == name


@pytest.mark.parametrize("name", SHIPPED)
def test_every_uncertain_figure_says_why(name: str) -> None:
    groups = list(figures(load(name).uncertainty))
    assert len(groups) == 8
    # nobody calls training kills where nobody fights
    assert all(group.because for group in groups if group != Calls())


@pytest.mark.parametrize("name", SHIPPED)
def test_every_town_and_actor_says_where_it_was_read(name: str) -> None:
    scenario = load(name)
    assert scenario.actors
    assert scenario.towns
    assert all(actor.source for actor in scenario.actors)
    assert all(town.because for town in scenario.towns)


@pytest.mark.parametrize("name", SHIPPED)
def test_stations_are_a_thousand_feet_apart_inside_the_area_and_its_blocks(name: str) -> None:
    scenario = load(name)
    for work in scenario.work:
        area = scenario.area(work.area)
        levels = sorted(station.level_m for station in work.stations.values())
        assert all(upper - lower >= 1000 * FOOT_M for lower, upper in pairwise(levels))
        assert area.floor_m <= levels[0]
        assert levels[-1] <= area.ceiling_m
        assert area.holds(work.meet.latitude_deg, work.meet.longitude_deg)
        assert area.open_s <= work.time_s
        assert work.end_s <= area.close_s
        for block in scenario.airspace:
            if block.kind == "altitude_block":
                (flight,) = block.flights
                assert block.floor_m <= work.stations[flight].level_m <= block.ceiling_m


NEIGHBOURS = {
    # coarse shapes around land and 12 NM of sea, east and north in degrees: nothing finer is needed to see a route cross them
    "Korea": Polygon(
        [(124.0, 38.0), (125.0, 33.9), (128.9, 34.6), (130.0, 36.0), (128.9, 38.5), (130.6, 42.3), (124.0, 40.2)]
    ),
    "Ulleungdo": Polygon([(130.5, 37.2), (131.2, 37.2), (131.2, 37.8), (130.5, 37.8)]),
    "Russia": Polygon([(130.6, 42.3), (133.2, 42.4), (136.0, 44.0), (139.0, 47.0), (133.0, 47.0)]),
}


@pytest.mark.parametrize("name", SHIPPED)
def test_routes_keep_out_of_the_airspace_of_other_states(name: str) -> None:
    scenario = load(name)
    meet = [work.meet for work in scenario.work[:1]]
    for flight in scenario.flights:
        for route in (flight.outbound, flight.homebound[::-1]):
            places = [(point.longitude_deg % 360.0, point.latitude_deg) for point in (*route, *meet)]
            line = LineString(places) if len(places) > 1 else Polygon()
            assert not any(line.intersects(shape) for shape in NEIGHBOURS.values())


@pytest.mark.parametrize("name", SHIPPED)
def test_tracks_keep_out_of_the_airspace_of_other_states_and_of_working_areas(name: str) -> None:
    scenario = load(name)
    for area in laid_out(scenario):
        assert not any(area.intersects(shape) for shape in NEIGHBOURS.values())
        for other in scenario.airspace:
            if other.kind in ("working_area", "avoid"):
                assert not area.intersects(Polygon([(east % 360.0, north) for north, east in other.points]))


def laid_out(scenario: Scenario) -> Iterator[Polygon]:
    """Yield the ground under each track, a turn of 8 NM radius wide, east and north in degrees."""
    for track in scenario.refuelling.tracks.values() if scenario.refuelling else ():
        course, side = math.radians(track.course_deg), 1.0 if track.turn == "right" else -1.0
        along, across = track.leg_m, side * 16.0 * NAUTICAL_MILE_M
        corners = []
        for ahead, right in ((0.0, 0.0), (along, 0.0), (along, across), (0.0, across)):
            north = (ahead * math.cos(course) - right * math.sin(course)) / (60.0 * NAUTICAL_MILE_M)
            east = (ahead * math.sin(course) + right * math.cos(course)) / (60.0 * NAUTICAL_MILE_M)
            latitude = track.at.latitude_deg + north
            corners.append((track.at.longitude_deg % 360.0 + east / math.cos(math.radians(latitude)), latitude))
        yield Polygon(corners)


@pytest.mark.parametrize("name", SHIPPED)
def test_refuelling_says_what_it_rests_on(name: str) -> None:
    refuelling = load(name).refuelling
    if refuelling is None:
        assert not any(flight.is_tanker for flight in load(name).flights)
        return
    assert refuelling.because
    assert all(track.text for track in refuelling.tracks.values())
    assert all(waiver.because for waiver in refuelling.rely_on)


def test_the_pair_differs_in_the_fighter_flight_and_its_tankers_only() -> None:
    told, flown = load("sea-of-japan"), load("sea-of-japan-as-flown")
    assert [(f.id, f.aircraft, f.count, f.base) for f in told.flights] == [
        ("DOOM", "B-52H", 2, "PGUA"),
        ("LANCE", "F-35B", 3, "RJFN"),
        ("CRANE", "F-15J", 3, "RJNK"),
        ("SHELL", "KC-130J", 1, "RJOI"),
        ("SUMO", "KC-130J", 1, "RJOI"),
        ("ARCO", "KC-767J", 1, "RJNA"),
    ]
    fighters_and_bombers = [flight for flight in told.flights if not flight.is_tanker]
    assert [flight.id for flight in fighters_and_bombers if flight != flown.flight(flight.id)] == ["LANCE"]
    assert (flown.flight("LANCE").aircraft, flown.flight("LANCE").base) == ("F-35A", "RJSM")
    assert told.work == flown.work
    assert told.uncertainty.model_copy(update={"calls": Calls()}) == flown.uncertainty
    assert told.rules == flown.rules


def test_formation_refuelling_and_combat_are_claimed_as_flown() -> None:
    flown = [drill.kind for drill in load("sea-of-japan").drills if drill.is_flown]
    assert flown == ["formation", "refuelling", "combat"]
    assert [drill.kind for drill in load("sea-of-japan-as-flown").drills] == ["formation"]


def test_formation_shapes_are_those_the_drills_can_fly() -> None:
    assert set(Flight.model_json_schema()["properties"]["formation"]["enum"]) == set(SHAPES)


def test_objectives_ask_in_the_unit_the_measures_count_in() -> None:
    units = {measure.id: measure.unit for measure in KNOWN.values()}
    for measure, kind in MEASURES.items():
        assert SI_UNIT[kind] == (
            "" if units[measure] in ("aircraft", "events", "breaches", "shots", "kills", "calls") else units[measure]
        )


def test_starter_loads_and_carries_its_name() -> None:
    assert loads(starter("north-2")).id == "north-2"


def test_a_scenario_cannot_change() -> None:
    scenario = load("sea-of-japan")
    with pytest.raises(ValidationError):
        scenario.flights[0].count = 5
    with pytest.raises(TypeError):
        scenario.places["MEET"] = None  # type: ignore[index]
    with pytest.raises(AttributeError):
        scenario.flights.append(None)  # type: ignore[attr-defined]


def test_comments_and_order_of_keys_leave_the_digest_alone_and_figures_do_not() -> None:
    text = starter("mine")
    plain = loads("# one more\n" + text).digest()
    assert loads(text).digest() == plain
    assert loads(text.replace("duration: 30 min", "duration: 1800 s")).digest() == plain
    assert loads(text.replace("duration: 30 min", "duration: 31 min")).digest() != plain


def test_a_scenario_travels_between_processes() -> None:
    scenario = load("sea-of-japan")
    twin: Scenario = pickle.loads(pickle.dumps(scenario))
    assert twin == scenario
    assert hash(twin.flights) == hash(scenario.flights)
    assert twin.digest() == scenario.digest()
    assert twin.source.document.line(("flights", "DOOM")) > 0
