"""Fleets for measurements: as many aircraft as asked for, that fly as the exercise does; and what a phase costs."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest

from jointex.bench.engine import Fleet
from jointex.bench.fleets import ROW_COPIES, moved, plan_of
from jointex.bench.moments import PLACE, fleet_of
from jointex.bench.phases import CRUISE, GROUND, TURN, _costs
from jointex.engine.setup import set_up


@pytest.mark.parametrize("n_aircraft", [1, 2, 3, 4, 5, 6, 20])
def test_a_fleet_has_exactly_as_many_aircraft_as_asked_for(exercises: ModuleType, n_aircraft: int):
    large = plan_of(exercises.plan("short"), n_aircraft)
    assert len(set_up(large, seed=1).fleet) == n_aircraft
    members = [member for flight in large.flights for member in flight.members]
    assert len(set(members)) == n_aircraft
    flights = {flight.id for flight in large.flights}
    assert all(work.lead in flights and set(work.flights) <= flights for work in large.scenario.work)


def test_every_copy_flies_the_hours_of_the_first(exercises: ModuleType):
    calm = exercises.plan("short", exercises.NOMINAL)
    chunk = exercises.fly(plan_of(calm, 9)).chunks[0]
    flown_s = chunk.tallies["flown_s"].reshape(3, 3)
    # the copies lie 22 km apart in layers of wind that are the same everywhere
    assert flown_s == pytest.approx(np.broadcast_to(flown_s[0], (3, 3)), rel=1e-3)
    assert (flown_s > 1000.0).all()


def test_rows_of_copies_lie_north_of_each_other(exercises: ModuleType):
    flight = exercises.plan("short").flights[0]
    first, above = flight.route.points[0], moved(flight, ROW_COPIES + 2).route.points[0]
    assert above.latitude_deg - first.latitude_deg == pytest.approx(0.25)
    assert above.longitude_deg - first.longitude_deg == pytest.approx(0.5)


def test_another_program_gets_each_aircraft_in_the_air_with_places_ahead(exercises: ModuleType):
    flown = Fleet(exercises.plan("short"), 6)
    assert flown.rate() > 0.0
    found = fleet_of(flown.tracks, 10)
    assert {len(column) for column in found.values()} == {10}
    on_track = {tuple(float(row[name]) for name in PLACE) for row in flown.tracks}
    here = list(zip(*(found[name] for name in PLACE), strict=True))
    assert set(here) <= on_track
    assert all(set(map(tuple, route)) <= on_track and len(route) <= 2 for route in found["routes"])
    assert any(found["routes"])


def test_costs_of_phases_are_found_from_mixed_frames():
    rng = np.random.default_rng(1)
    seconds = np.zeros((50, 8))
    seconds[:, GROUND], seconds[:, CRUISE], seconds[:, TURN] = rng.uniform(0.0, 500.0, (3, 50))
    found, unexplained = _costs(
        seconds, seconds[:, CRUISE] / 16e6 + seconds[:, TURN] / 4e6 - 1e-12 * seconds[:, GROUND]
    )
    assert found[CRUISE].aircraft_seconds_per_cpu_second == pytest.approx(16e6, rel=1e-3)
    assert found[TURN].aircraft_seconds_per_cpu_second == pytest.approx(4e6, rel=1e-3)
    assert found[GROUND].aircraft_seconds_per_cpu_second is None
    assert found[CRUISE].share_of_time + found[TURN].share_of_time == pytest.approx(1.0)
    assert unexplained < 1e-3
