"""Tanker plans that are impossible name the reason in words of the scenario, and ways out that then hold."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from jointex.cli.progress import search_words
from jointex.planning.model import Finding, Plan
from jointex.planning.tankers.changes import GIVE, STATIONS, sentence
from jointex.planning.tankers.findings import tanker_findings
from jointex.planning.tankers.orders import TankerPlan
from jointex.planning.tankers.problem import Problem, Stage
from jointex.planning.tankers.search import Progress

NO_DROGUE = {"flights.SHELL.aircraft": "KC-767J", "flights.SHELL.base": "RJNA"}
NO_DIVERTS: dict[str, Any] = {"flights.LANCE.diverts": []}
THIRSTY = {"flights.SHELL.fuel": "12 klb"}
CLOSED = {
    "refuelling.tracks.TAJIMA.open": "10:00Z",
    "refuelling.tracks.TAJIMA.close": "11:00Z",
    "refuelling.tracks.OKI.level": "FL400",
}
HALF_FULL = {"flights.LANCE.fuel": "9000 lb"}
LADEN = {"flights.LANCE.payload": "3000 kg"}
IMPOSSIBLE: dict[str, dict[str, Any]] = {
    "no drogue": NO_DROGUE,
    "no diverts": NO_DIVERTS,
    "thirsty": THIRSTY,
    "closed": CLOSED,
    "half full": HALF_FULL,
    "laden": LADEN,
}
MENDED: dict[str, dict[str, Any]] = {
    "no drogue": {"flights.SHELL.base": "RJNA"},
    "no diverts": {"flights.LANCE.diverts": ["RJOH"]},
    "thirsty": {"flights.SHELL.fuel": "60 klb"},
    "closed": {"refuelling.tracks.OKI.level": "FL400"},
    "half full": {"flights.LANCE.fuel": "full"},
    "laden": {"flights.LANCE.payload": "0 kg"},
}


def planned(exercises: ModuleType, changes: dict[str, Any]) -> Plan:
    plan: Plan = exercises.plan("sea-of-japan", {**exercises.ALONE, **changes})
    return plan


def clash(exercises: ModuleType, name: str) -> Finding:
    found = planned(exercises, IMPOSSIBLE[name]).tankers
    assert found is not None
    assert not found.feasible
    (conflict,) = (one for one in tanker_findings(found) if one.severity == "conflict")
    return conflict


def test_without_a_drogue_every_tanker_is_named_with_its_gate_and_types_that_fit_are_offered(
    exercises: ModuleType,
) -> None:
    conflict = clash(exercises, "no drogue")
    assert "SHELL (KC-767J) and ARCO (KC-767J) cannot serve it: mechanical gate closed" in conflict.text
    assert "a drogue by its probe" in conflict.text
    offered = [way for way in conflict.ways_out if way.startswith("one more tanker")]
    assert "one more tanker: KC-130J of US with a drogue, from RJNA" in offered
    assert not any("KC-135" in way or "KC-767J" in way for way in offered)


def test_without_a_divert_near_the_tracks_others_are_offered_with_their_distance(exercises: ModuleType) -> None:
    conflict = clash(exercises, "no diverts")
    assert "from TAJIMA to RJFN" in conflict.text
    assert any(way.startswith("name RJOH as a divert of LANCE, ") for way in conflict.ways_out)
    assert not any("RJFN" in way for way in conflict.ways_out)
    assert not any("load" in way for way in conflict.ways_out)  # its tanks are full


def test_a_tanker_with_little_fuel_says_what_is_left_to_give_and_could_load_more(exercises: ModuleType) -> None:
    conflict = clash(exercises, "thirsty")
    assert "SHELL has at most" in conflict.text
    assert "of the 3,916 kg it takes off with" not in conflict.text
    assert any(way.startswith("let SHELL load ") for way in conflict.ways_out)


def test_a_closed_track_is_told_with_its_hours_and_opened_or_another_lowered(exercises: ModuleType) -> None:
    conflict = clash(exercises, "closed")
    assert "TAJIMA is used only from 10:00Z to 11:00Z" in conflict.text
    assert conflict.ways_out[0] == "open TAJIMA longer"
    assert any(way.startswith("put ") for way in conflict.ways_out)


def test_more_fuel_is_offered_where_there_is_room_and_less_payload_where_there_is_some(exercises: ModuleType) -> None:
    half_full, laden = (clash(exercises, name).ways_out for name in ("half full", "laden"))
    assert half_full[0].startswith("let LANCE load ")
    assert not any("payload" in way for way in half_full)
    assert laden[0].startswith("let LANCE leave its 3,000 kg of payload")


def test_a_scenario_without_a_tanker_is_told_so_and_which_would_do(exercises: ModuleType) -> None:
    absent = {"flights.SHELL": exercises.ABSENT, "flights.ARCO": exercises.ABSENT}
    tankers = planned(exercises, absent).tankers
    assert tankers is not None
    (conflict,) = (one for one in tanker_findings(tankers) if one.severity == "conflict")
    assert "LANCE (3 x F-35B) must fly its way, but the scenario has no tanker" in conflict.text
    assert conflict.ways_out[0].startswith("one more tanker: KC-130J of US with a drogue")
    assert "No tanker can serve LANCE (F-35B): the scenario has none" in tankers.notes


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_is_offered_makes_a_plan_possible_when_it_is_written(exercises: ModuleType, name: str) -> None:
    tankers = planned(exercises, MENDED[name]).tankers
    assert tankers is not None
    assert tankers.feasible


def test_one_sortie_is_singular() -> None:
    stage = Stage("fewest tanker sorties", 2.0, 1.0, "sorties", False)
    (finding,) = tanker_findings(TankerPlan(True, stages=(stage,)))
    assert "2 sorties found, 1 sortie not excluded" in finding.text
    step = Progress("fewest tanker sorties", 2.0, 1.0, "sorties", 0.0)
    assert search_words(step) == "fewest tanker sorties 2 sorties, bound 1 sortie, gap 50.0%"


def test_stations_are_said_in_words_and_what_is_left_to_give_counts_way_and_reserve(made_tankers: ModuleType) -> None:
    problem: Problem = made_tankers.draw_problem(8, 2, 1)
    pods = replace(problem, tankers=tuple(replace(one, stations={"wing_pods": 2}) for one in problem.tankers))
    for tanker in problem.tankers:
        assert sentence(pods, f"{STATIONS}:{tanker.id}").endswith("2 at its wing pods")
        left_kg = max(
            min(tanker.most_give_kg, tanker.takeoff_kg - one.out_kg - one.home_kg - tanker.reserve_kg)
            for one in tanker.orbits.values()
        )
        assert f"{tanker.id} has at most {left_kg:,.0f} kg to give" in sentence(problem, f"{GIVE}:{tanker.id}")
