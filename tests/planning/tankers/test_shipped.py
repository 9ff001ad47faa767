"""The shipped scenarios with tankers: what each was written to show, and that it does."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

FED = ["guam-long-haul", "island-dispersal", pytest.param("pacific-ferry", marks=pytest.mark.slow), "sea-of-japan"]


@pytest.mark.parametrize("name", FED)
def test_the_tanker_plan_holds_and_every_stage_that_counts_is_proven(exercises: ModuleType, name: str) -> None:
    plan = exercises.plan(name)
    assert plan.tankers.feasible
    assert [finding.text for finding in plan.findings if finding.severity == "conflict"] == []
    assert all(stage.is_proven for stage in plan.tankers.stages[:3])
    assert all(bracket.slack_s >= 60.0 and bracket.slack_kg > 0.0 for bracket in plan.tankers.brackets)
    assert all(bracket.abort_kg < bracket.arrive_kg for bracket in plan.tankers.brackets)


@pytest.mark.parametrize("name", FED)
def test_without_tankers_it_cannot_be_flown(exercises: ModuleType, name: str) -> None:
    tankers = {
        f"flights.{flight.id}": exercises.ABSENT for flight in exercises.exercise(name).flights if flight.is_tanker
    }
    plan = exercises.plan(name, {**tankers, "refuelling": exercises.ABSENT})
    short = [finding.flight for finding in plan.findings if finding.rule == "fuel for the route with the reserve left"]
    asking = {bracket.flight for bracket in exercises.plan(name).tankers.brackets}
    assert short
    assert set(short) <= asking


def test_the_bombers_of_guam_take_fuel_twice_from_different_tankers(exercises: ModuleType) -> None:
    tankers = exercises.plan("guam-long-haul").tankers
    assert {bracket.kind for bracket in tankers.brackets} == {"boom"}
    assert len({bracket.tanker for bracket in tankers.brackets}) == len(tankers.tankers) == 2
    assert [(one.id, one.stands_in_for) for one in tankers.stand_ins] == [("SHELL", "MOBIL")]
    assert tankers.idle == ()


@pytest.mark.slow
def test_the_ferry_has_a_divert_of_its_own_at_every_bracket(exercises: ModuleType) -> None:
    plan = exercises.plan("pacific-ferry")
    for flight in ("PANTHER", "PUMA"):
        assert [bracket.divert for bracket in plan.tankers.of_flight(flight)] == ["PHNL", "PMDY", "PMDY", "PWAK"]


def test_fighters_of_the_islands_are_fed_by_hoses_only(exercises: ModuleType) -> None:
    tankers = exercises.plan("island-dispersal").tankers
    assert {bracket.flight for bracket in tankers.brackets} == {"REED", "SAND", "REEF"}
    assert {(bracket.kind, bracket.at_once) for bracket in tankers.brackets} == {("drogue", 2)}


def test_what_conflicts_in_infeasible_is_the_track_the_times_and_both_flights(exercises: ModuleType) -> None:
    tankers = exercises.plan("infeasible").tankers
    assert not tankers.feasible
    assert {"serve:LANCE", "serve:KITE", "time:LANCE", "time:KITE", "open:TANGO"} <= set(tankers.clash.keys)
    assert len(tankers.ways_out) >= 3


@pytest.mark.parametrize(
    "change",
    [
        {"refuelling.tracks.TANGO.open": "04:20Z"},
        {"flights.KITE": None, "work.UNITE.flights": ["LANCE"], "drills.TAKE-FUEL.flights": ["LANCE"]},
        {
            "flights.MOBIL": {
                "aircraft": "KC-130J",
                "nation": "US",
                "role": "tanker",
                "base": "RJOI",
                "reserve": "45 min",
            }
        },
    ],
    ids=["an earlier opening", "one flight alone", "one more tanker"],
)
def test_any_one_change_makes_infeasible_feasible(exercises: ModuleType, change: dict[str, Any]) -> None:
    left_out = {key: exercises.ABSENT if value is None else value for key, value in change.items()}
    if "flights.KITE" in left_out:
        left_out["work.UNITE.stations.KITE"] = exercises.ABSENT
    assert exercises.plan("infeasible", left_out).tankers.feasible


@pytest.mark.slow
@pytest.mark.parametrize("name", [*FED, "infeasible"])
def test_fuel_given_is_fuel_received_in_every_run(exercises: ModuleType, name: str) -> None:
    runs = exercises.fly(exercises.plan(name), range(3))
    measures = runs.measures()
    assert abs(measures["fuel_balance_error_kg"]["value"]) < 1e-3
    if name != "infeasible":
        given, received = (measures[f"fuel_{what}_kg"]["value"] for what in ("given", "received"))
        assert given == pytest.approx(received, abs=1e-3)
        assert given > 0.0


def test_a_tanker_stands_by_only_where_it_would_come_in_time(exercises: ModuleType) -> None:
    plans = [exercises.plan("sea-of-japan", {"refuelling.notice": notice}) for notice in ("15 min", "20 h")]
    assert [[one.id for one in plan.tankers.stand_ins] for plan in plans] == [["SUMO"], []]
    assert "SUMO" in plans[1].tankers.idle
    (bracket, *_), (alone, *_) = (plan.tankers.brackets for plan in plans)
    assert (bracket.alternates, alone.alternates) == (("SUMO",), ())


def test_a_tanker_may_have_the_day_off(exercises: ModuleType) -> None:
    tankers = exercises.plan("sea-of-japan", {"refuelling.stand_ins": "none"}).tankers
    assert tankers.stand_ins == ()
    assert set(tankers.idle) == {"SUMO", "ARCO"}


def test_tankers_that_differ_in_reserve_or_load_are_not_taken_for_alike(exercises: ModuleType) -> None:
    """The first tanker alone cannot serve everybody, the second can: it takes no second sortie."""
    tankers = exercises.plan("sea-of-japan", {**exercises.PEACEFUL, "flights.SHELL.reserve": "10 h"}).tankers
    assert [one.id for one in tankers.tankers] == ["SUMO"]
    laden, alone = (
        exercises.plan("sea-of-japan", {**exercises.PEACEFUL, **changes}).tankers.stages[-1].value
        for changes in ({"flights.SHELL.payload": "10 klb"}, {"flights.SHELL": exercises.ABSENT})
    )
    assert laden <= alone + 1.0
