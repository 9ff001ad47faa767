"""One changed letter changes who can give fuel."""

from __future__ import annotations

import pytest

from jointex import scenario
from jointex.lens import side_of_runs
from jointex.lens.gates import gate_differences
from jointex.planning import make_plan


@pytest.fixture(scope="module")
def swapped(exercises):
    """The short exercise with F-35B, told with and without a tanker, and the same with F-35A."""

    def make(tankers):
        told = exercises.exercise("short", {"flights.CRANE.aircraft": "F-35B", "flights.CRANE.nation": "US", **tankers})
        sides = (told, scenario.swap(told, "F-35B=F-35A"))
        return [side_of_runs(one.id, make_plan(one), [], 1) for one in sides]

    return make


TANKER = {"aircraft": "KC-767J", "nation": "JP", "role": "tanker", "base": "RJNA", "fuel": "120 klb"}


def test_a_receptacle_in_place_of_a_probe_opens_booms_and_closes_drogues(swapped):
    changed = {(row["tanker"], row["station"]): row for row in gate_differences(*swapped({}))}
    assert {row["flight"] for row in changed.values()} == {"CRANE"}
    boom, drogue = changed["KC-135R", "boom"], changed["KC-46A", "centreline_drogue"]
    assert (boom["a"]["status"], boom["b"]["status"]) == ("closed", "open")
    assert boom["a"]["reasons"][0].startswith("mechanical: ")
    assert (drogue["a"]["status"], drogue["b"]["status"]) == ("open", "closed")


def test_tankers_of_the_exercise_count_also_where_the_plan_leaves_them_on_the_ground(swapped):
    sides = swapped({"flights.ARCO": TANKER, "refuelling": {"activity": "exercise"}})
    assert {flight["id"] for flight in sides[0].plan["flights"]} == {"CRANE", "HERON"}
    changed = {(row["tanker"], row["station"], row["flight"]) for row in gate_differences(*sides)}
    assert changed == {("ARCO", "boom", "CRANE")}


def test_nothing_changes_between_an_exercise_and_itself(swapped):
    side = swapped({})[0]
    assert gate_differences(side, side) == []
