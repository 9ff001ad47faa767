from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from jointex import measures
from jointex.fleet.log import EVENT, Event, Task
from jointex.scenario import MEASURES

BRACKET = {"flight": "LANCE", "tanker": "DOOM", "count": 3}


def objective(**given):
    base = {"id": "o", "text": "", "measure": "arrival_error_s", "flight": None, "at_most": None, "at_least": None}
    return SimpleNamespace(**{**base, "share": None, **given})


@pytest.fixture(scope="module")
def ensemble(toy):
    return toy.toy_plan(), toy.toy_runs(range(60))


def test_every_known_measure_is_summed_up_for_the_exercise_and_for_each_flight(ensemble):
    plan, arrays = ensemble
    rules = {"spares": 1, "duty_s": 36000.0}
    flights = [{**flight, "rules": rules} for flight in plan["flights"]]
    sharing = {"nations": ["US", "JP"], "flights": {"DOOM": "US", "LANCE": "JP", "CRANE": "JP"}}
    about = {"weather": [{"place": "RJNK"}], "refuelling": {"brackets": [BRACKET]}, "picture": sharing, "combat": [{}]}
    found = measures.summarise(arrays["tally"], arrays["event"], {**plan, **about, "flights": flights})["measures"]
    own = [one for one in measures.known().values() if one.count]
    names = {f"{one.id}{suffix}" for one in own for suffix in ("", ".DOOM", ".LANCE", ".CRANE")}
    names |= {f"{one.id}{pair}" for one in own if one.by_pair for pair in (".JP:JP", ".JP:US", ".US:JP", ".US:US")}
    between = {one.id for one in measures.known().values() if one.between}
    assert {name for name in found if name.partition(".")[0] not in between} == names
    assert {name.partition(".")[0] for name in found} == {one.id for one in own} | between
    keys = {"value", "low", "high", "p05", "p50", "p95", "input_low", "input_high", "unit", "n", "basis"}
    assert all(set(entry) == keys for entry in found.values())


def test_nothing_is_said_of_rules_that_a_scenario_does_not_have(ensemble):
    plan, arrays = ensemble
    found = measures.summarise(arrays["tally"], arrays["event"], plan)["measures"]
    assert {name.partition(".")[0] for name in found} == {one.id for one in measures.known().values() if not one.needs}


def test_every_measure_a_scenario_may_ask_of_is_counted_in_its_kind_of_unit():
    units = {
        "time": ("s",),
        "length": ("m",),
        "mass": ("kg",),
        "ratio": ("", "aircraft", "events", "breaches", "shots", "kills", "calls"),
    }
    for name, kind in MEASURES.items():
        assert measures.known()[name].unit in units[kind]


def test_a_measure_ends_in_its_unit_or_counts_aircraft():
    for measure in measures.known().values():
        ending = measure.id.rsplit("_", 1)[1]
        assert ending == measure.unit or (ending == "fraction" and not measure.unit) or measure.unit == "aircraft"


def test_sums_over_flights_make_the_exercise(ensemble):
    plan, arrays = ensemble
    values = measures.Scores(plan).add(arrays["tally"], arrays["event"]).values
    for name in ("fuel_burned_kg", "sorties_flown", "sorties_cancelled", "flying_time_h", "distance_km"):
        parts = sum(values[f"{name}.{flight}"] for flight in ("DOOM", "LANCE", "CRANE"))
        np.testing.assert_allclose(values[name], parts, rtol=1e-12)
    assert np.all(values["sorties_flown"] + values["sorties_cancelled"] == 8)


def test_measures_of_a_run_worked_out_by_hand(toy):
    plan, arrays = toy.toy_plan(), toy.toy_runs(range(1))
    tally, event = arrays["tally"], arrays["event"]
    tally["last_task"], tally["landed_at"], tally["airborne_time_s"] = Task.DOWN, 0, 0.0
    tally["arrival_error_s"] = [-70, 10, 20, 30, 61, 5, np.nan, 59]
    tally["station_time_s"] = [900, 900, 900, 900, 900, 900, 0, 900]
    tally["together_time_s"] = [1200, 1100, 1200, np.nan, 0, 0, 0, 0]
    tally["formation_time_s"] = [0, 100, 0, 100, 200, 0, 0, 0]
    tally["formation_error_m2_s"] = [0, 900, 0, 1600, 0, 0, 0, 0]
    tally["landed_kg"] = [9_500, 8_900, 700, 650, 800, 950, 1_000, 980]
    tally["landed_at"] = [0, 0, 0, 2, 0, 0, -1, 0]
    tally["last_task"][6] = Task.LOST
    joker = np.array([(0, 2, Event.JOKER, -1, 1.0, 0, 0, 0, 0, 0), (0, 0, Event.JOKER, -1, 1e9, 0, 0, 0, 0, 0)], EVENT)
    values = measures.Scores(plan).add(tally, np.concatenate([event, joker])).values
    expected = {
        "arrival_lateness_s": 61,
        "arrival_lateness_s.DOOM": 10,
        "arrival_error_s.DOOM": 70,
        "on_time_fraction": 5 / 8,
        "on_time_fraction.CRANE": 2 / 3,
        "together_time_s": 1200,
        "together_fraction": 0.4,
        "together_time_s.CRANE": 0,
        "formation_error_m": np.sqrt(2500 / 400),
        "landed_kg.CRANE": 0,  # one of them ran dry
        "fuel_over_reserve_kg.DOOM": -100,
        "below_reserve_fraction": 2 / 8,
        "sorties_diverted": 1,
        "sorties_lost": 1,
        "home_fraction": 6 / 8,
        "joker_fraction.LANCE": 1 / 3,
    }
    assert {name: values[name][0] for name in expected} == pytest.approx(expected)


def test_a_wingman_on_station_came_with_its_leader(toy):
    plan, arrays = toy.toy_plan(), toy.toy_runs(range(1))
    tally = arrays["tally"]
    tally["arrival_error_s"] = [-7, np.nan, 100, np.nan, np.nan, 5, np.nan, np.nan]
    tally["station_time_s"] = [900, 900, 900, 900, 0, 900, 900, 900]
    values = measures.Scores(plan).add(tally, arrays["event"]).values
    assert values["on_time_fraction"][0] == 5 / 8
    assert values["arrival_lateness_s.DOOM"][0] == -7
    assert values["arrival_error_s.LANCE"][0] == 100


def test_what_never_happened_is_null_and_does_not_count(toy):
    plan, arrays = toy.toy_plan(), toy.toy_runs(range(5))
    tally = arrays["tally"]
    tally["arrival_error_s"], tally["station_time_s"] = np.nan, 0.0
    found = measures.summarise(tally, arrays["event"], plan)["measures"]
    assert found["arrival_lateness_s"]["value"] is None
    assert found["arrival_lateness_s"]["n"] == 0
    assert found["on_time_fraction"]["value"] == 0.0


def test_chunks_of_runs_give_the_same_summary_as_the_whole(toy, ensemble):
    plan, arrays = ensemble
    scores = measures.Scores(plan)
    for first in range(0, 60, 7):
        part = toy.toy_runs(range(first, min(first + 7, 60)))
        scores.add(part["tally"], part["event"])
    assert scores.summary() == measures.summarise(arrays["tally"], arrays["event"], plan)


def test_a_missing_or_doubled_aircraft_is_refused(ensemble):
    plan, arrays = ensemble
    with pytest.raises(ValueError, match="each of the 8 aircraft once"):
        measures.Scores(plan).add(arrays["tally"][1:], arrays["event"])
    with pytest.raises(ValueError, match="each of the 8 aircraft once"):
        measures.Scores(plan).add(np.concatenate([arrays["tally"], arrays["tally"][:1]]), arrays["event"])


def test_rows_of_runs_hold_every_value_with_its_unit(ensemble):
    plan, arrays = ensemble
    values = measures.Scores(plan).add(arrays["tally"], arrays["event"])
    run, measure, value, unit = values.rows()
    assert len(run) == len(measure) == len(value) == len(unit) == 60 * len(values.values)
    row = measure.index("fuel_burned_kg.LANCE") + 7 * len(values.values)
    assert (run[row], unit[row]) == (7, "kg")
    assert value[row] == values.values["fuel_burned_kg.LANCE"][7]


def test_objectives_say_in_what_share_of_runs_they_were_met(ensemble):
    plan, arrays = ensemble
    objectives = (
        objective(id="fuel", measure="landed_kg", flight="LANCE", at_least=0.0, share=0.9),
        objective(id="never", measure="landed_kg", flight="LANCE", at_least=1e9, share=0.5),
        objective(id="late", measure="arrival_error_s", at_most=45.0, share=0.5),
    )
    found = {
        entry["id"]: entry
        for entry in measures.summarise(arrays["tally"], arrays["event"], plan, objectives)["objectives"]
    }
    assert (found["fuel"]["verdict"], found["fuel"]["met_fraction"]) == ("met", 1.0)
    assert (found["never"]["verdict"], found["never"]["met_fraction"]) == ("missed", 0.0)
    errors = arrays["tally"]["arrival_error_s"].reshape(60, 8)
    assert found["late"]["met_fraction"] == np.mean(np.nanmax(np.abs(errors), axis=1) <= 45.0)
    assert found["late"]["low"] < found["late"]["met_fraction"] < found["late"]["high"]


def test_nobody_came_too_close_where_nobody_else_flew(toy):
    arrays = toy.toy_runs(range(4))
    distance_m = arrays["tally"]["least_separation_m"].reshape(4, 8)
    distance_m[:] = [[np.nan], [100.0], [500.0], [np.nan]]
    wanted = [
        objective(id="apart", measure="least_separation_m", at_least=305.0, share=0.9),
        objective(id="in-time", measure="arrival_error_s", at_most=1e9, share=0.9),
    ]
    arrays["tally"]["arrival_error_s"] = np.nan
    apart, in_time = measures.summarise(arrays["tally"], arrays["event"], toy.toy_plan(), wanted)["objectives"]
    assert apart["met_fraction"] == 0.75
    assert in_time["met_fraction"] == 0.0


def test_few_runs_leave_an_objective_open(toy):
    arrays = toy.toy_runs(range(3))
    wanted = objective(measure="landed_kg", at_least=0.0, share=0.9)
    found = measures.summarise(arrays["tally"], arrays["event"], toy.toy_plan(), [wanted])["objectives"][0]
    assert found["met_fraction"] == 1.0
    assert found["verdict"] == "open"


def test_wrong_objectives_are_all_named_with_the_nearest_right_one():
    wrong = [objective(id="a", measure="arival_error_s"), objective(id="b", flight="DOM")]
    texts = [str(fault) for fault in measures.objective_faults(wrong, ["DOOM", "CRANE"])]
    assert "Did you mean arrival_error_s or" in texts[0]
    assert texts[1] == "objectives.b.flight must name a flight; got DOM. Did you mean DOOM?"


def test_the_basis_of_a_measure_is_that_of_its_least_firm_input(ensemble):
    plan, arrays = ensemble
    basis = {"all": {"published": 10, "estimated": 2}, "distance_km": {"published": 3}}
    found = measures.summarise(arrays["tally"], arrays["event"], plan, basis=basis)["measures"]
    assert found["fuel_burned_kg"]["basis"] == "estimated"
    assert found["distance_km.DOOM"]["basis"] == "derived"
