"""Towns and points of a scenario: who is told, and what is refused."""

from __future__ import annotations

import pytest

from jointex import scenario
from jointex.communities.places import around_bases, listed_towns, utc_offset_h
from jointex.errors import ScenarioError

POINT = """
points:
  SCHOOL: {name: Middle school, kind: school, at: 36.40N 136.42E, people: 350, because: Placed on a map}
  LIGHTHOUSE: {name: Lighthouse, at: 38.0N 134.0E}
"""
PLAN = {"flights": [{"base": "RJNK", "recovery": "RJNK"}, {"base": "RJNG", "recovery": "RJNG"}]}


def text(exercises) -> str:
    return exercises.text_of("short")


def test_points_belong_to_the_nearest_base_and_stand_alone_far_from_any(exercises):
    told = around_bases(scenario.loads(text(exercises) + POINT), PLAN)
    komatsu = next(around for around in told if around.base == "RJNK")
    assert "SCHOOL" in [one.id for one in komatsu.listeners]
    assert "KOMATSU" in [one.id for one in komatsu.listeners]  # from the list that ships
    assert [one.id for around in told if around.base == "LIGHTHOUSE" for one in around.listeners] == ["LIGHTHOUSE"]
    assert komatsu.utc_offset_h == 9.0


def test_a_town_of_the_scenario_wins_over_the_shipped_one(exercises):
    mine = "\ntowns:\n  HOME: {name: Mine, base: RJNK, at: 36.409N 136.446E, population: 7}\n"
    told = around_bases(scenario.loads(text(exercises) + mine), PLAN)
    names = [one.name for around in told for one in around.listeners]
    assert "Mine" in names
    assert "Komatsu" not in names


def test_bad_points_are_refused_all_at_once_with_line_and_way_out(exercises):
    bad = """
points:
  A: {name: No place, kind: school}
  B: {name: Off the globe, at: 136.4N 36.4E}
  C: {name: Odd, kind: castle, at: 36.4N 136.4E, people: -3}
"""
    with pytest.raises(ScenarioError) as error:
        scenario.loads(text(exercises) + bad)
    told = [str(fault) for fault in error.value.faults]
    assert len(told) == 4
    assert all(".yaml:" in line for line in told)
    assert "points.A.at" in told[0]
    assert "Latitude comes first" in told[1]
    assert any("points.C.people" in line for line in told)


def test_a_town_without_coordinates_is_refused(exercises):
    with pytest.raises(ScenarioError, match=r"towns\.NOWHERE\.at"):
        scenario.loads(text(exercises) + "\ntowns:\n  NOWHERE: {name: Nowhere, base: RJNK, population: 7}\n")


def test_shipped_towns_lie_near_their_bases():
    from jointex import cards
    from jointex.communities.flown import FARTHEST_M, local_m

    for code in (
        "RJFN",
        "RJNK",
        "PGUA",
        "RJOI",
        "RJSM",
        "RJTY",
        "RODN",
        "ROAH",
        "RJCJ",
        "RJAH",
        "RJFZ",
        "RJOH",
        "RJNA",
    ):
        base = cards.base(code)
        assert listed_towns(code)
        for town in listed_towns(code):
            east, north = local_m(town.latitude_deg, town.longitude_deg, (base.latitude_deg, base.longitude_deg))
            assert float(east) ** 2 + float(north) ** 2 < FARTHEST_M**2, town.name
            assert town.people > 0


def test_hours_are_local_also_where_no_time_zone_is_known(exercises):
    exercise = scenario.loads(text(exercises))
    assert utc_offset_h("RJFN", 131.45, exercise) == 9.0
    assert utc_offset_h("PGUA", 144.9, exercise) == 10.0
    assert utc_offset_h("NOWHERE", -60.0, exercise) == -4.0
