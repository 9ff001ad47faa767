"""`api.run`: the folder it leaves, taking up where it stopped, refusing nonsense, and Python's own door."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from jointex import api
from jointex.errors import InputError, QuestionError
from jointex.record import read

CONTRACT = {
    "scenario.yaml",
    "plan.json",
    "summary.json",
    "runs.parquet",
    "tracks.parquet",
    "events.parquet",
    "ledger.parquet",
    "report.html",
    "communities.json",
    "region.json",
    "exercise.acmi",
    "manifest.json",
}


@pytest.fixture(scope="module")
def scenario_file(exercises: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exercise") / "short.yaml"
    path.write_text(exercises.text_of("short"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def whole(scenario_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run folder of 25 runs."""
    return api.run(scenario_file, runs=25, out=tmp_path_factory.mktemp("runs") / "whole", workers=2)


def content(folder: Path) -> dict[str, Any]:
    """Return what must be the same however the runs were cut: hash, summary, and the rows of the tables."""
    recording = read(folder)
    rows = {name: getattr(recording, name)().to_pylist() for name in ("tracks", "events", "ledger", "values")}
    return {"hash": recording.manifest["content_sha256"], "summary": recording.summary, **rows}


def test_a_run_folder_holds_the_files_of_the_contract_and_no_others(whole: Path) -> None:
    # claims.json and exercise.czml come with what they are about: absent, not empty
    assert {path.name for path in whole.iterdir()} == CONTRACT
    assert all(path.stat().st_size > 0 for path in whole.iterdir())


def test_a_scenario_somebody_wrote_is_not_replaced(exercises: ModuleType, tmp_path: Path) -> None:
    own = tmp_path / "scenario.yaml"
    own.write_text(exercises.text_of("short"), encoding="utf-8")
    before = own.read_bytes()
    swapped = api.plan(api.load(own, swap=["F-15J=F-35A"]))
    with pytest.raises(QuestionError, match=r"must not hold a scenario[.]yaml of your own"):
        api.write_plan(swapped, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"scenario.yaml"}
    api.write_plan(api.plan(api.load(own)), tmp_path)
    with pytest.raises(QuestionError, match=r"must not hold a scenario[.]yaml of your own"):
        api.write_plan(swapped, tmp_path)
    assert own.read_bytes() == before


def test_the_scenario_in_the_folder_is_the_one_that_was_run(whole: Path, scenario_file: Path) -> None:
    assert (whole / "scenario.yaml").read_text(encoding="utf-8") == scenario_file.read_text(encoding="utf-8")
    assert api.load(whole / "scenario.yaml").digest() == read(whole).manifest["scenario_digest"]


def test_every_json_file_is_strict_json(whole: Path) -> None:
    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    for path in whole.glob("*.json"):
        json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)


def test_the_manifest_closes_the_folder(whole: Path) -> None:
    manifest = read(whole).manifest
    assert (manifest["runs"], manifest["seed"]) == (25, 1)
    assert len(manifest["content_sha256"]) == 64
    assert {"plan", "fly", "exports", "report"} <= set(manifest["timings_s"])


def test_the_ledger_on_disk_closes_for_every_aircraft_and_run(whole: Path) -> None:
    rows = read(whole).ledger().to_pylist()
    signs = {"loaded": 1, "received": 1, "burned": -1, "given": -1, "dumped": -1, "landed": -1}
    sums: dict[tuple[int, str], float] = {}
    for row in rows:
        key = row["run"], row["aircraft"]
        sums[key] = sums.get(key, 0.0) + signs[row["flow"]] * row["kg"]
    assert len(sums) == 25 * 3
    # rows are rounded to the quantum of the column: a dozen rows of half of it
    assert max(abs(kg) for kg in sums.values()) < 1e-6


def test_resume_gives_the_same_as_a_run_that_was_never_stopped(
    whole: Path, scenario_file: Path, tmp_path: Path
) -> None:
    for runs in (4, 17, 25):
        api.run(scenario_file, runs=runs, out=tmp_path, resume=True)
    assert content(tmp_path) == content(whole)
    assert read(tmp_path).manifest["runs"] == 25


def test_resume_with_nothing_left_to_fly_changes_nothing(whole: Path, scenario_file: Path, tmp_path: Path) -> None:
    api.run(scenario_file, runs=25, out=tmp_path)
    before = content(tmp_path)
    api.run(scenario_file, runs=25, out=tmp_path, resume=True)
    assert content(tmp_path) == before == content(whole)


def test_resume_refuses_runs_of_another_seed_or_scenario(
    scenario_file: Path, exercises: ModuleType, tmp_path: Path
) -> None:
    api.run(scenario_file, runs=3, out=tmp_path, report=False)
    before = content(tmp_path)
    with pytest.raises(QuestionError, match="seed"):
        api.run(scenario_file, runs=5, seed=2, out=tmp_path, resume=True)
    other = tmp_path.parent / "other.yaml"
    other.write_text(exercises.text_of("short", {"work.PAIR.duration": "11 min"}), encoding="utf-8")
    with pytest.raises(QuestionError, match="scenario"):
        api.run(other, runs=5, out=tmp_path, resume=True)
    assert content(tmp_path) == before


def test_without_resume_a_folder_starts_anew(scenario_file: Path, tmp_path: Path) -> None:
    api.run(scenario_file, runs=5, out=tmp_path)
    api.run(scenario_file, runs=3, seed=9, out=tmp_path, report=False)
    assert {path.name for path in tmp_path.iterdir()} == CONTRACT - {"report.html"}
    manifest = read(tmp_path).manifest
    assert (manifest["runs"], manifest["seed"]) == (3, 9)
    assert set(read(tmp_path).values(columns=["run"])["run"].to_pylist()) == {0, 1, 2}


def test_executor_and_workers_leave_no_trace_in_the_results(whole: Path, scenario_file: Path, tmp_path: Path) -> None:
    api.run(scenario_file, runs=25, out=tmp_path / "one", workers=1, report=False)
    assert content(tmp_path / "one") == content(whole)
    api.run(scenario_file, runs=25, out=tmp_path / "processes", workers=2, executor="processes", report=False)
    assert content(tmp_path / "processes") == content(whole)


def test_processes_work_from_a_script_without_a_main_guard(scenario_file: Path, whole: Path, tmp_path: Path) -> None:
    script = tmp_path / "mine.py"
    script.write_text(
        "from jointex import api\n"
        f"api.run({str(scenario_file)!r}, runs=25, out={str(tmp_path / 'out')!r}, executor='processes', workers=2,\n"
        "        report=False)\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert content(tmp_path / "out") == content(whole)


def test_nonsense_settings_are_refused_all_at_once_before_anything_is_written(
    scenario_file: Path, tmp_path: Path
) -> None:
    with pytest.raises(QuestionError) as caught:
        api.run(scenario_file, runs=0, seed=-1, workers=0, executor="magic", out=tmp_path / "out")
    lines = str(caught.value).splitlines()
    assert len(lines) == 4
    for line, option, value in zip(
        lines, ("--runs", "--seed", "--workers", "--executor"), ("0", "-1", "0", "magic"), strict=True
    ):
        assert line.startswith(f"{option} must be ")
        assert f"got {value}" in line
    assert not (tmp_path / "out").exists()


def test_a_scenario_that_is_not_there_names_its_neighbours(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="sea-of-japan"):
        api.run("sea-of-japn", out=tmp_path)


def test_an_infeasible_exercise_is_flown_all_the_same(exercises: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "thirsty.yaml"
    path.write_text(exercises.text_of("short", {"flights.HERON.fuel": "6 klb"}), encoding="utf-8")
    folder = api.run(path, runs=3, out=tmp_path / "out")
    assert read(folder).plan["feasible"] is False
    assert {entry.name for entry in folder.iterdir()} == CONTRACT


def test_a_plan_that_cannot_even_reach_its_end_is_written_too(exercises: ModuleType, tmp_path: Path) -> None:
    storm = {"kind": "layers", "layers": [{"level": "FL200", "from": "340 deg", "speed": "330 kt"}]}
    path = tmp_path / "storm.yaml"
    path.write_text(exercises.text_of("short", {"winds": storm}), encoding="utf-8")
    plan = api.plan(path)
    assert not plan.feasible
    folder = api.write_plan(plan, tmp_path / "plan")
    assert json.loads((folder / "plan.json").read_text(encoding="utf-8"))["feasible"] is False


def test_runs_in_memory_say_the_same_as_runs_on_disk(whole: Path, scenario_file: Path) -> None:
    runs = api.fly(api.load(scenario_file), runs=25)
    assert runs.n_runs == 25
    assert runs.measures().keys() == read(whole).summary["measures"].keys()
    for name, measure in runs.measures().items():
        on_disk = read(whole).summary["measures"][name]
        assert measure["value"] == pytest.approx(on_disk["value"], rel=1e-9, nan_ok=True), name
    assert np.array_equal(np.unique(runs.tallies["run"]), np.arange(25))
    chart = runs.plot("CRANE1").to_dict()
    assert chart["mark"]["type"] == "line"
    assert {row["aircraft"] for row in chart["data"]["values"]} == {"CRANE1"}


def test_a_swap_changes_the_noun_and_is_kept_in_the_folder(scenario_file: Path, tmp_path: Path) -> None:
    folder = api.run(scenario_file, runs=2, out=tmp_path, swap=["F-15J=F-35A"], report=False)
    assert {flight["aircraft"] for flight in read(folder).plan["flights"]} == {"F-35A"}
    assert "F-35A" in (folder / "scenario.yaml").read_text(encoding="utf-8")


def test_the_default_folder_is_named_after_the_exercise(
    scenario_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert api.run(scenario_file, runs=1, report=False) == Path("out/short")
    assert (tmp_path / "out" / "short" / "manifest.json").exists()
    assert os.listdir(tmp_path) == ["out"]  # noqa: PTH208
