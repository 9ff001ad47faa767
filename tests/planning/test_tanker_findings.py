from __future__ import annotations

import dataclasses

import pytest

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
