"""Tanker plans that are impossible name the reason in words of the scenario, and ways out that then hold."""

from __future__ import annotations

import re
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
NO_DIVERTS: dict[str, Any] = {"flights.LANCE.diverts": [], "work.UNITE.duration": "50 min"}
THIRSTY = {"flights.SHELL.fuel": "12 klb"}
CLOSED = {
    "refuelling.tracks.TAJIMA.open": "10:00Z",
    "refuelling.tracks.TAJIMA.close": "11:00Z",
    "refuelling.tracks.OKI.level": "FL400",
}
HALF_FULL = {"flights.LANCE.fuel": "7500 lb"}
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
    plan: Plan = exercises.plan("sea-of-japan", {**exercises.ALONE, **exercises.PEACEFUL, **changes})
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


def ferry(exercises: ModuleType, changes: dict[str, Any]) -> TankerPlan:
    found = exercises.plan("pacific-ferry", changes).tankers
    assert found is not None
    assert not found.feasible
    plan: TankerPlan = found
    return plan


def test_diverts_are_offered_together_where_no_single_one_does(exercises: ModuleType) -> None:
    found = ferry(exercises, {"flights.PANTHER.diverts": []})
    (way,) = (way.text for way in found.ways_out if way.kind == "divert")
    named = way.removeprefix("name ").partition(" as diverts of PANTHER")[0].replace(" and ", ", ").split(", ")
    assert {"PMDY", "PWAK", "PGSN"} <= set(named)


def new_track(exercises: ModuleType) -> dict[str, str]:
    """What is offered in place of HALFWAY."""
    found = ferry(exercises, {"refuelling.tracks.HALFWAY": exercises.ABSENT})
    told = re.fullmatch(r"add a track at (\S+ \S+), course (\d+ deg), (FL\d+)", found.ways_out[0].text)
    assert told is not None
    return {"at": told[1], "course": told[2], "level": told[3]}


def test_a_track_is_offered_where_one_is_missing(exercises: ModuleType) -> None:
    # between DATELINE at 177.55W and BEYOND-WAKE at 165.60E
    assert 166.0 < float(new_track(exercises)["at"].split()[1].removesuffix("E")) < 180.0


@pytest.mark.slow
def test_a_track_that_is_offered_makes_a_plan_possible_when_it_is_written(exercises: ModuleType) -> None:
    changes = {"refuelling.tracks.HALFWAY": exercises.ABSENT, "refuelling.tracks.NEW": new_track(exercises)}
    assert exercises.plan("pacific-ferry", changes).tankers.feasible


def test_where_no_single_change_helps_the_plan_says_so_and_what_was_tried(exercises: ModuleType) -> None:
    found = ferry(exercises, {f"flights.{name}.aircraft": "F-35B" for name in ("PANTHER", "PUMA")})
    (conflict,) = (one for one in tanker_findings(found) if one.severity == "conflict")
    assert "No single change of those tried helps: to be up to 120 minutes later; one more tanker" in conflict.text
    assert found.clash is not None
    assert "to cancel one flight" in found.clash.tried
    assert conflict.ways_out == ("cancel PANTHER and PUMA: each of them is impossible even by itself",)


def test_one_more_tanker_is_named_after_one_that_is_there(exercises: ModuleType) -> None:
    absent = {"flights.WAKE-TEX": exercises.ABSENT}
    absent |= {f"refuelling.tracks.{name}.flights": [] for name in ("HALFWAY", "BEYOND-WAKE", "ENEWETAK")}
    offered = [way.text for way in ferry(exercises, absent).ways_out if way.kind == "tanker"]
    assert len(offered) == len(set(offered))
    assert all(re.fullmatch("one more KC-135R like [A-Z-]+|one more tanker: .*", one) for one in offered)
    assert any("like" in one for one in offered)


def test_contacts_that_take_too_long_are_told_with_their_figures(exercises: ModuleType) -> None:
    alone = (
        "flights.LANCE",
        "airspace.HIGH-BLOCK",
        "work.UNITE.stations.LANCE",
        "drills.ESCORT",
        "drills.HOLD-TOGETHER",
    )
    tracks = ("refuelling.tracks.TAJIMA", "refuelling.tracks.OKI")
    changes = dict.fromkeys((*alone, *tracks), exercises.ABSENT) | {
        "work.UNITE.flights": ["DOOM", "CRANE"],
        "flights.CRANE.count": 12,
        "drills.TAKE-FUEL": {"kind": "refuelling", "flights": ["CRANE"], "least": "1000 lb"},
        "refuelling.tracks.TANGO.open": "05:50Z",
        "refuelling.tracks.TANGO.close": "06:20Z",
    }
    found = exercises.plan("sea-of-japan", {**exercises.PEACEFUL, **changes}).tankers
    (told,) = (text for text in found.clash.demands if "at its boom" in text)
    figures = re.search(r"12 contacts of CRANE with ARCO take (\d+) min at least, and TANGO leaves (\d+) min", told)
    assert figures is not None
    # 90 s to hook up, 30 s to clear and some time for 1,000 lb, twelve times; on the way home half of the hours are over
    assert 12 * 2 < int(figures[1]) < 12 * 4
    assert 0 < int(figures[2]) < 30
    assert found.ways_out[0].text == "open TANGO longer"


def test_time_for_contacts_is_that_of_the_leg_whose_times_clash(exercises: ModuleType) -> None:
    found = exercises.plan("infeasible").tankers
    (told,) = (text for text in found.clash.demands if "at its wing pods" in text)
    figures = re.search(
        r"6 contacts of LANCE and KITE with SHELL take (\d+) min at least, and TANGO leaves (\d+)", told
    )
    assert figures is not None
    # from 04:32Z, when TANGO opens, the work at 05:00Z is next
    assert 0 < int(figures[1]) < int(figures[2]) < 28


def test_a_tanker_that_loads_less_than_its_taxi_burns_is_told_in_words(exercises: ModuleType) -> None:
    found = planned(exercises, {"flights.SHELL.fuel": "100 kg"}).tankers
    assert found is not None
    assert found.clash is not None
    (told,) = (text for text in found.clash.demands if text.startswith("SHELL"))
    assert told == "SHELL has nothing to give: taxi and take-off burn more than it loads"
    assert any(way.text.startswith("let SHELL load ") for way in found.ways_out)


def test_a_tanker_that_would_be_called_too_late_is_told_so(exercises: ModuleType) -> None:
    plan = exercises.plan("sea-of-japan", {"refuelling.notice": "40 h"})
    texts = {one.flight: one.text for one in plan.findings if one.rule == "tankers that are needed"}
    assert texts["SUMO"].startswith("SUMO does not stand by for SHELL, for it would come too late")
    assert "40.0 h later" in texts["SUMO"]
    assert "not needed" in texts["ARCO"]


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


def test_a_track_on_the_other_side_of_the_world_is_told_to_be_of_no_use(exercises: ModuleType) -> None:
    tankers = planned(exercises, {"refuelling.tracks.TAJIMA.at": "35.9S 133.3W"}).tankers
    assert tankers is not None
    assert tankers.feasible
    (note,) = (one for one in tankers.notes if one.startswith("TAJIMA "))
    assert note == "TAJIMA is of no use to anybody: every flight that may fuel there would fly more than 300 NM farther"
