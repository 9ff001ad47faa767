"""Objectives that cannot be measured, or that no run could meet, are faults when the scenario is read."""

from __future__ import annotations

import pytest

from jointex.errors import ScenarioError
from jointex.measures import known
from jointex.scenario import MEASURES
from jointex.scenario import objective_checks as checks


def faults(exercises, measure, name="short", changes=None, **asked):
    """Return what is wrong with an exercise with one objective, as lines."""
    asked = {"measure": measure, **asked}
    if not {"at_most", "at_least"} & set(asked):
        asked["at_most"] = {"time": "1 h", "length": "9 km", "mass": "900 t", "ratio": 1}[MEASURES[measure]]
    try:
        exercises.exercise(name, {**(changes or {}), "objectives": {"X": asked}})
    except ScenarioError as error:
        return str(error).splitlines()
    return []


def test_the_needs_told_here_are_those_the_measures_have():
    rules = {
        "weather": checks.OF_WEATHER,
        "duty": checks.OF_DUTY,
        "refuelling": checks.OF_FUEL,
        "picture": checks.OF_PICTURE,
        "combat": checks.OF_COMBAT,
    }
    for need, names in rules.items():
        assert {one.id for one in known().values() if one.needs == need} & set(MEASURES) == set(names)
    assert {one.id for one in known().values() if one.needs_work} == set(checks.AT_WORK)
    assert {one.id for one in known().values() if one.between} == set(checks.OF_NATIONS)
    assert {name for need in checks.NEEDS for name in need.measures} | {"spares_used"} <= set(MEASURES)


def test_whatever_an_exercise_may_ask_for_it_measures(exercises):
    plan = exercises.plan("short")
    measured = exercises.fly(plan, range(2)).measures()
    for measure in MEASURES:
        lines = faults(exercises, measure)
        assert (lines == []) == (measure in measured), (measure, lines)


@pytest.mark.parametrize(
    ("changes", "measure"),
    [
        ({"flights.HERON.spares": 1}, "spares_used"),
        ({"flights.HERON.crew_duty": "9 h"}, "duty_cut_s"),
        ({"rules.crew_duty": "9 h"}, "duty_cut_s"),
        ({"weather.RJNK": {"cloud_base": "900 ft"}}, "weather_wait_s"),
        ({"flights.HERON.nation": "US"}, "together_across_fraction"),
        ({"drills.TELL": {"kind": "links", "work": "PAIR", "flights": ["CRANE", "HERON"]}}, "picture_fraction"),
    ],
)
def test_a_scenario_that_has_what_a_measure_needs_may_ask_for_it(exercises, changes, measure):
    assert faults(exercises, measure, changes=changes) == []
    assert len(faults(exercises, measure)) == 1


@pytest.mark.parametrize(
    ("measure", "asked", "said"),
    [
        (
            "refuelled_fraction",
            {"flight": "SHELL", "at_least": 0.9},
            "is measured of aircraft that take fuel, not of a tanker",
        ),
        ("fuel_given_kg", {"flight": "LANCE", "at_least": "1 t"}, "is measured of tankers; got fuel_given_kg of LANCE"),
        ("fuel_across_kg", {"flight": "LANCE", "at_least": "1 t"}, "is measured between nations, not of one flight"),
        ("station_time_s", {"flight": "SHELL", "at_least": "1 min"}, "must have work to be measured at"),
        ("sorties_flown", {"flight": "LANCE", "at_least": 4}, "must be at most the 3 aircraft there are; got 4"),
        ("on_time_fraction", {"at_least": "101 %"}, "must be at most 1 (100 %); got 101 %. No run could reach it."),
        ("arrival_error_s", {"at_most": "-1 s"}, "must not be below 0; got -1 s. No run could keep it."),
    ],
)
def test_what_cannot_be_is_named_with_its_way_out(exercises, measure, asked, said):
    (line,) = faults(exercises, measure, "sea-of-japan", **asked)
    assert "objectives.X." in line
    assert said in line


def test_measures_below_nothing_may_be_bounded_there(exercises):
    assert faults(exercises, "arrival_lateness_s", at_most="-10 s") == []
    assert faults(exercises, "fuel_over_reserve_kg", at_most="-10 kg") == []


def test_an_objective_about_a_flight_that_cannot_be_read_waits_for_that(exercises):
    lines = faults(exercises, "refuelled_fraction", changes={"flights.HERON.base": "Nowhere"}, at_least=0.5)
    assert [line.split(" must")[0].split()[-1] for line in lines] == ["flights.HERON.base"]
