from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from jointex.planning.deconfliction import EARTH_RADIUS_M, deconflict, meetings
from jointex.planning.tankers.findings import tanker_findings, unmet_needs


@pytest.fixture(scope="module")
def planned(exercises):
    return exercises.plan("sea-of-japan")


def test_a_clash_is_a_conflict_that_names_every_demand_and_every_way_out_cheapest_first(gas):
    tankers = gas.no_tanker_plan()
    (conflict,) = (finding for finding in tanker_findings(tankers) if finding.severity == "conflict")
    for demand in tankers.clash.demands:
        assert demand in conflict.text
    assert conflict.ways_out == ("LANCE meets 20 min later", "One more KC-130J at RJOI (not followed to the end)")


def test_a_plan_that_holds_has_no_conflict(gas):
    assert {finding.severity for finding in tanker_findings(gas.tanker_plan())} == {"warning", "note"}


def test_only_unknown_gates_of_pairs_that_meet_are_warned_of(gas):
    warnings = [finding for finding in tanker_findings(gas.tanker_plan()) if finding.severity == "warning"]
    assert [finding.text for finding in warnings] == [
        "The plan relies on an unknown legal gate of KC-130J and F-35B: no text names it"
    ]
    unused = dataclasses.replace(gas.tanker_plan(), brackets=())
    assert not [finding for finding in tanker_findings(unused) if finding.severity == "warning"]


def test_what_is_not_proven_is_said_with_value_bound_and_gap(gas):
    (open_,) = (finding for finding in tanker_findings(gas.tanker_plan()) if finding.text.startswith("Not proven"))
    assert (open_.value, open_.limit, open_.unit) == (41_200.0, 40_800.0, "kg")
    assert "1.0%" in open_.text


def test_a_flight_with_a_bracket_has_no_unmet_need_and_without_one_the_reason_is_told(planned, gas):
    scenario, flights = planned.scenario, planned.flights
    tankers = gas.tanker_plan()
    assert [need.flight for need in unmet_needs(scenario, flights, tankers) if need.kg == 0.0] == []
    (alone,) = (need for need in unmet_needs(scenario, flights) if "TAKE-FUEL" in need.reason)
    assert alone.reason.endswith("the scenario has no tanker")
    (clash,) = (need for need in unmet_needs(scenario, flights, gas.no_tanker_plan()) if "TAKE-FUEL" in need.reason)
    assert clash.reason.endswith("no tanker plan holds")


def test_a_flight_that_lands_short_in_spite_of_its_tanker_keeps_its_need(planned, gas):
    lance = next(flight for flight in planned.flights if flight.id == "LANCE")
    short = dataclasses.replace(lance, fuel=dataclasses.replace(lance.fuel, landing_kg=lance.fuel.reserve_kg - 70.0))
    (need,) = unmet_needs(planned.scenario, [short], gas.tanker_plan())
    assert need.kg == pytest.approx(70.0)
    assert "not enough" in need.reason


def test_a_tanker_and_its_receiver_may_come_close_while_they_meet_and_not_before(planned, gas):
    def beside(name, offset_m):
        """A flight that keeps beside another one, a metre of latitude for a metre."""
        time_s = np.arange(20_000.0, 24_000.0, 20.0)
        near = np.where((time_s > 21_500.0) & (time_s < 22_700.0), 30.0, offset_m)
        track = np.column_stack([time_s, 0.6 + near / EARTH_RADIUS_M, np.full_like(time_s, 2.3), 0.0 * time_s + 6096.0])
        return dataclasses.replace(planned.flights[0], id=name, track=track)

    flights = [beside("SHELL", 0.0), beside("LANCE", 40_000.0)]
    flights[0] = dataclasses.replace(flights[0], track=flights[0].track * [1, 0, 1, 1] + [0, 0.6, 0, 0])
    (apart,) = deconflict(planned.scenario, flights, gas.tanker_plan())
    assert apart.ok
    assert apart.lateral_m == pytest.approx(40_000.0, rel=1e-3)
    (close,) = deconflict(planned.scenario, flights)
    assert not close.ok
    (strangers,) = deconflict(
        planned.scenario, [flights[0], dataclasses.replace(flights[1], id="CRANE")], gas.tanker_plan()
    )
    assert not strangers.ok


def test_flights_beside_one_another_at_one_tanker_meet_there(gas):
    first = gas.LANCE_1
    second = dataclasses.replace(first, flight="CRANE", id="CRANE-1", arrive_s=22_000.0, leave_s=23_000.0)
    tankers = dataclasses.replace(gas.tanker_plan(), brackets=(first, second))
    assert list(meetings(tankers, "LANCE", "CRANE")) == [(21_340.0, 22_740.0)]
    other = dataclasses.replace(second, tanker="TEXACO")
    assert list(meetings(dataclasses.replace(tankers, brackets=(first, other)), "LANCE", "CRANE")) == []
    assert list(meetings(None, "LANCE", "CRANE")) == []
