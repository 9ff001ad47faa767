"""One changed letter changes who can give fuel."""

from __future__ import annotations

import pytest

from jointex import scenario
from jointex.lens import side_of_runs
from jointex.lens.gates import gate_differences
from jointex.planning import make_plan


@pytest.fixture(scope="module")
def sides():
    told = scenario.load("sea-of-japan")
    return [side_of_runs(one.id, make_plan(one), [], 1) for one in (told, scenario.swap(told, "F-35B=F-35A"))]


def test_a_receptacle_in_place_of_a_probe_opens_booms_and_closes_drogues(sides):
    changed = {(row["tanker"], row["station"]): row for row in gate_differences(*sides)}
    assert {row["flight"] for row in changed.values()} == {"LANCE"}
    boom, drogue = changed["KC-767J", "boom"], changed["KC-46A", "centreline_drogue"]
    assert (boom["a"]["status"], boom["b"]["status"]) == ("closed", "open")
    assert boom["a"]["reasons"][0].startswith("mechanical: ")
    assert (drogue["a"]["status"], drogue["b"]["status"]) == ("open", "closed")


def test_nothing_changes_between_an_exercise_and_itself(sides):
    assert gate_differences(sides[0], sides[0]) == []
