"""Barred activities: what falls with each, and that barring more never trains more."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from jointex.documents import parse_document
from jointex.errors import PolicyError
from jointex.region.mark import Mark
from jointex.region.policies.activities import LEVERS, Left, all_left, barred_by
from jointex.region.policies.reading import add, shipped


def flight(name: str, aircraft: str, role: str, landing_kg: float = 3000.0) -> dict[str, Any]:
    return {
        "id": name,
        "aircraft": aircraft,
        "role": role,
        "count": 2,
        "fuel": {"landing_kg": landing_kg, "reserve_kg": 1000.0},
    }


def fight(drill: str, text: str, off_s: float, escorts: list[str], opponents: list[str], protect: list[str]) -> Any:
    sides = {"escorts": escorts, "opponents": opponents, "protect": protect}
    return {"drill": drill, "text": text, "on_s": 0.0, "off_s": off_s, **sides}


PLAN = {
    "flights": [
        flight("DOOM", "B-52H", "bomber"),
        flight("LANCE", "F-35B", "fighter"),
        flight("CRANE", "F-15J", "fighter"),
        flight("SPEAR", "F-2A", "striker"),
        flight("SHELL", "KC-130J", "tanker"),
        flight("ARCO", "KC-767J", "tanker"),
    ],
    "combat": [
        fight("ESCORT", "out", 240.0, ["LANCE"], ["CRANE"], ["DOOM"]),
        fight("SWEEP", "in", 60.0, ["CRANE"], ["LANCE"], ["SPEAR"]),
    ],
    "refuelling": {
        "tankers": [{"id": "SHELL"}, {"id": "ARCO"}],
        "brackets": [
            {"id": "LANCE-1", "flight": "LANCE", "tanker": "SHELL", "onload_kg": 2500.0, "count": 2},
            {"id": "DOOM-1", "flight": "DOOM", "tanker": "ARCO", "onload_kg": 500.0, "count": 2},
        ],
    },
}
SUMMARY = {
    "objectives": [
        {"id": "ON-TIME", "measure": "arrival_error_s", "met_fraction": 0.5, "low": 0.4, "high": 0.6},
        {"id": "THROUGH", "measure": "through_fraction.DOOM", "met_fraction": 0.8, "low": 0.7, "high": 0.9},
        {"id": "SHOTS", "measure": "shots_there_fraction", "met_fraction": 0.6, "low": 0.5, "high": 0.7},
        {"id": "TOGETHER", "measure": "together_time_s", "met_fraction": 1.0, "low": 0.9, "high": 1.0},
        {"id": "FUELLED", "measure": "refuelled_fraction", "met_fraction": 0.9, "low": 0.8, "high": 1.0},
    ],
    "measures": {"fuel_given_kg": {"value": 6000.0}},
}


@pytest.fixture(scope="module")
def found() -> dict[frozenset[str], Left]:
    def mark(home: frozenset[str]) -> Mark:
        return Mark("made", "2025-12-10", 0, 0, 12 - 2 * len(home), 1.0, False)

    return all_left(PLAN, SUMMARY, Path("nowhere"), mark)


def left(found: dict[frozenset[str], Left], *barred: str) -> Left:
    return found[frozenset(barred)]


def value(one: Left) -> float:
    told = one.training_value()
    assert told is not None
    assert told.low <= told.value <= told.high
    return told.value


def test_nothing_barred_is_the_exercise_as_flown(found: dict[frozenset[str], Left]) -> None:
    one = left(found)
    assert (one.dropped, one.at_home, one.combat_min, one.fuel_passed_t) == ((), (), 5.0, 6.0)
    assert value(one) == pytest.approx(0.76)


def test_escort_falls_alone_and_other_combat_stays(found: dict[frozenset[str], Left]) -> None:
    one = left(found, "escort")
    assert one.dropped == ("ESCORT: out (escort barred)",)
    assert (one.at_home, one.combat_min) == ((), 1.0)
    assert value(one) == pytest.approx(0.76)  # shots are still flown; DOOM still comes
    assert value(left(found, "combat")) == pytest.approx((0.5 + 1.0 + 0.9) / 5)


def test_who_cannot_come_home_without_fuel_stays_and_its_fights_fall(found: dict[frozenset[str], Left]) -> None:
    one = left(found, "refuelling_for_combat")
    assert set(one.at_home) == {"LANCE", "SHELL"}  # DOOM does not fight: its fuel stays
    assert one.combat_min == 0.0
    assert one.fuel_passed_t == pytest.approx(1.0)
    assert value(one) == pytest.approx((0.5 + 0.9) / 5)
    assert one.mark is not None
    assert one.mark.aircraft == 8


def test_without_combat_the_same_fuel_is_no_longer_for_combat(found: dict[frozenset[str], Left]) -> None:
    one = left(found, "combat", "refuelling_for_combat")
    assert one.at_home == ()
    assert one.fuel_passed_t == pytest.approx(6.0)


def test_strikers_stay_at_home_with_what_protects_them(found: dict[frozenset[str], Left]) -> None:
    one = left(found, "strike")
    assert one.at_home == ("SPEAR",)
    assert "SWEEP: in (without SPEAR)" in one.dropped


def test_barring_more_never_fights_longer(found: dict[frozenset[str], Left]) -> None:
    for small, large in itertools.product(found, found):
        if small <= large:
            assert found[large].combat_min <= found[small].combat_min
    assert len(found) == 2 ** (len(LEVERS) + 1)


def test_levers_name_activities_and_a_contradiction_is_told() -> None:
    weighing = shipped()
    assert barred_by(weighing.settings("no-escort")) == {"escort"}
    assert barred_by(weighing.settings("restrained")) == {"bombers"}
    text = "bundles:\n  x:\n    text: t\n    set: {simulated_combat: barred, escort: allowed}\n"
    with pytest.raises(PolicyError, match="must not be allowed where simulated combat is barred"):
        add(weighing, parse_document(text, "own.yaml"))
    with pytest.raises(PolicyError, match="must be one of allowed, barred"):
        add(weighing, parse_document("bundles:\n  x: {text: t, set: {escort: forbidden}}", "own.yaml"))
