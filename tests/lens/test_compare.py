"""Two exercises side by side: what differs is told, what does not is not, and pairs are pairs."""

from __future__ import annotations

import json

import numpy as np
import pytest

from jointex import api
from jointex.errors import InputError
from jointex.lens.leaves import different_leaves
from jointex.lens.plans import compare_gates, compare_plans
from jointex.lens.sides import side_of_folder
from jointex.record import read

LONGER = {"work.PAIR.duration": "12 min"}


@pytest.fixture(scope="module")
def folders(folder_of):
    return folder_of({}), folder_of(LONGER)


@pytest.fixture(scope="module")
def document(folders):
    return api.compare(*folders)


def measure(document, name, flight=""):
    return next(one for one in document["measures"] if (one["measure"], one["flight"]) == (name, flight))


def test_an_exercise_differs_from_itself_in_nothing(folders):
    same = api.compare(folders[0], folders[0])
    assert (same["scenario"], same["timeline"], same["gates"], same["plan"]["flights"]) == ([], [], [], [])
    assert same["paired"]
    for one in (*same["measures"], *same["objectives"]):
        assert one["difference"] in (0.0, None)
        assert (one["n_differ"], one["excludes_zero"]) == (0, False)


def test_the_keys_that_were_changed_are_told(document):
    assert document["scenario"] == [{"key": "work.PAIR.duration", "a": "10 min", "b": "12 min"}]


def test_the_timeline_tells_what_moved_and_by_how_much(document):
    moved = {(row["flight"], row["event"]): row["difference_s"] for row in document["timeline"]}
    assert moved["CRANE", "work ends"] == 120.0
    assert ("CRANE", "take-off") not in moved
    # it leaves from another place of the racetrack, so it lands later, but not by all of it
    assert 10.0 < moved["HERON", "land"] < 150.0


def test_measures_differ_by_what_their_runs_differ(folders, document):
    a, b = (read(folder).values(measure="fuel_burned_kg")["value"].to_numpy() for folder in folders)
    found = measure(document, "fuel_burned_kg")
    assert found["difference"] == pytest.approx(np.mean(b - a))
    assert found["low"] < found["difference"] < found["high"]
    assert found["excludes_zero"]
    # at most two minutes of three fighters at 1.5 kg/s
    assert 0.0 < found["difference"] < 540.0


def test_scenarios_flown_in_memory_give_what_their_folders_give(exercises, document):
    first, second = exercises.exercise("short"), exercises.exercise("short", LONGER)
    here = api.compare(first, second, runs=12)
    assert here["measures"] == document["measures"]
    assert here["timeline"] == document["timeline"]
    assert here["plan"] == document["plan"]


def test_a_scenario_beside_a_folder_is_flown_as_the_folder_was(exercises, folders):
    mixed = api.compare(folders[0], exercises.exercise("short", LONGER))
    assert (mixed["b"]["runs"], mixed["b"]["seed"], mixed["paired"]) == (12, 1, True)


def test_other_seeds_are_not_paired_and_it_is_said(folders, folder_of):
    other = api.compare(folders[0], folder_of(LONGER, seed=2))
    assert not other["paired"]
    assert other["why_unpaired"] == "the seeds differ (1 and 2)"
    found = measure(other, "fuel_burned_kg")
    assert found["n_differ"] is None
    assert "Welch" in other["methods"]["measures"]


def test_fewer_runs_are_paired_when_that_is_asked_for(folders, folder_of):
    more = folder_of(LONGER, runs=15)
    assert api.compare(folders[0], more)["why_unpaired"] == "the runs differ (12 and 15)"
    cut = api.compare(folders[0], more, runs=12)
    assert cut["paired"]
    assert measure(cut, "fuel_burned_kg") == measure(api.compare(*folders), "fuel_burned_kg")


def test_more_runs_than_a_folder_has_are_refused(folders):
    with pytest.raises(InputError, match=r"--runs must not ask for more runs than .* has \(12\); got 13"):
        api.compare(*folders, runs=13)


def test_plans_alone_are_compared_without_runs(exercises, tmp_path):
    for name, changes in (("a", {}), ("b", LONGER)):
        api.write_plan(exercises.plan("short", changes), tmp_path / name)
    document = api.compare(tmp_path / "a", tmp_path / "b")
    assert document["measures"] == []
    assert document["why_unpaired"].startswith("nothing was flown in")
    assert document["timeline"]


def test_a_folder_that_is_no_run_folder_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"must be a run folder: it holds no plan\.json"):
        api.compare(tmp_path, tmp_path)


def test_results_are_written_where_asked(exercises, tmp_path):
    document = api.compare(exercises.exercise(), exercises.exercise("short", LONGER), runs=2, out=tmp_path / "both")
    assert json.loads((tmp_path / "both" / "comparison.json").read_text(encoding="utf-8")) == document
    assert side_of_folder(tmp_path / "both" / "b").n_runs == 2


def test_a_conflict_of_one_plan_is_told_of_that_one(toy):
    plan = toy.toy_plan()
    other = {**plan, "feasible": False, "findings": [], "unmet": plan["unmet"]}
    found = compare_plans(plan, other)
    assert found["findings"] == {"only_a": plan["findings"], "only_b": []}
    assert found["unmet"] == {"only_a": [], "only_b": []}
    assert found["feasible"] == {"a": True, "b": False}


def test_tankers_brackets_and_gates_are_compared_one_by_one(toy):
    plan = toy.toy_plan()
    gate = {
        "tanker": "KC-767J",
        "receiver": "F-35B",
        "station": "boom",
        "gate": "mechanical",
        "reason": "no receptacle",
    }
    tanker = {"id": "TEX", "aircraft": "KC-767J", "stations": [["boom", "boom", 1]], "give_kg": 9000.0, "on_s": 100.0}
    a = {**plan, "refuelling": {"tankers": [tanker], "brackets": [], "gates": [{**gate, "status": "closed"}]}}
    b = {
        **plan,
        "refuelling": {
            "tankers": [{**tanker, "aircraft": "KC-46A", "give_kg": 9500.0}, {**tanker, "id": "TEX2"}],
            "brackets": [{"id": "LANCE-1", "onload_kg": 1200.0}],
            "gates": [{**gate, "status": "open", "reason": "probe and drogue"}],
        },
    }
    found = compare_plans(a, b)
    assert [found["tankers"][side]["sorties"] for side in "ab"] == [1, 2]
    rows = {(row["id"], row["key"]): row for row in found["tankers"]["differ"]}
    assert rows["TEX", "give_kg"]["difference"] == 500.0
    assert (rows["TEX2", ""]["a"], rows["TEX2", ""]["b"]) == (False, True)
    assert found["brackets"][0]["id"] == "LANCE-1"
    assert [(row["a"]["status"], row["b"]["status"]) for row in found["gates"]] == [("closed", "open")]
    assert compare_gates(a["refuelling"], a["refuelling"]) == []


def test_entries_are_told_apart_by_name_not_by_place():
    first, second = [{"id": "X", "v": 1}, {"id": "Y", "v": 2}], [{"id": "Y", "v": 2}, {"id": "X", "v": 3}]
    assert different_leaves(first, second) == [{"key": "X.v", "a": 1, "b": 3}]


def test_a_branch_that_one_side_lacks_is_one_difference():
    assert different_leaves({"a": {"b": 1, "c": 2}}, {}) == [{"key": "a", "a": {"b": 1, "c": 2}, "b": None}]
