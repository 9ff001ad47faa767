"""Who draws under which number: nobody's luck depends on who else is in the plan."""

from __future__ import annotations

from jointex.engine.luck import TANKERS_FROM, draw_numbers
from jointex.engine.setup import set_up
from jointex.planning.plan import assemble


def test_without_tankers_flights_and_aircraft_draw_under_their_places(exercises):
    ready = set_up(exercises.plan("short"), 1)
    assert ready.flights["draw_number"].tolist() == list(range(len(ready.flights)))
    assert ready.fleet["draw_number"].tolist() == list(range(len(ready.fleet)))


def test_a_tanker_more_or_less_moves_nobodys_luck(exercises):
    told = exercises.exercise("guam-long-haul")
    plan = assemble(told, exercises.plan("short").weather, [], None)
    numbers = draw_numbers(plan)
    receivers = [flight for flight in told.flights if not flight.is_tanker]
    assert [numbers[flight.id].flight for flight in receivers] == list(range(len(receivers)))
    tankers = [numbers[flight.id] for flight in told.flights if flight.is_tanker]
    assert [one.aircraft for one in tankers] == list(range(TANKERS_FROM, TANKERS_FROM + len(tankers)))
