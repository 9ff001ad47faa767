"""`jointex run`, `fly` and `plan` as faces: what they pass on, what they show, how they leave. The api behind is a stand-in."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

import jointex
from jointex.cli import main

FINDING = {
    "severity": "conflict",
    "rule": "fuel",
    "flight": "DOOM",
    "text": "lands with 900 kg, 1,060 kg below its reserve",
    "value": 900.0,
    "limit": 1960.0,
    "unit": "kg",
    "ways_out": ["Take more fuel.", "Name a nearer base."],
}
NEED = {"need": "refuelling", "flight": "LANCE", "reason": "no tanker with a drogue", "kg": 1200.0}
FUEL = {"loaded_kg": 118_000.0, "joker_kg": 42_900.0, "bingo_kg": 41_400.0, "reserve_kg": 1_960.0, "landing_kg": None}


def plan_document(feasible):
    return {
        "format": 1,
        "scenario": "toy",
        "feasible": feasible,
        "start": "2025-12-10T00:00:00Z",
        "findings": [] if feasible else [FINDING],
        "unmet": [NEED],
        "flights": [
            {
                "id": "DOOM",
                "aircraft": "B-52H",
                "count": 2,
                "base": "PGUA",
                "recovery": "PGUA",
                "takeoff_time_s": 3710.0,
                "landing_time_s": 34811.0,
                "level_m": 11582.4,
                "fuel": FUEL,
            }
        ],
        "timeline": [
            {"time_s": 3710.0, "utc": "2025-12-10T01:01:50Z", "flight": "DOOM", "event": "take-off", "detail": ""}
        ],
    }


MEASURE = {
    "value": 12.5,
    "low": 10.0,
    "high": 15.0,
    "p05": -3.0,
    "p50": 12.0,
    "p95": 30.0,
    "input_low": None,
    "input_high": None,
    "unit": "s",
    "n": 100,
    "basis": "derived",
}
OBJECTIVE = {
    "id": "ON-TIME",
    "text": "Be there",
    "share": 0.9,
    "met_fraction": 0.8,
    "low": 0.49,
    "high": 0.943,
    "verdict": "open",
}
SUMMARY = {
    "measures": {"arrival_error_s": MEASURE, "arrival_error_s.DOOM": MEASURE | {"value": 11.0}},
    "objectives": [OBJECTIVE],
}


@pytest.fixture
def api(monkeypatch, tmp_path):
    """A stand-in for `jointex.api` that notes what it is asked and writes a small run folder."""
    fake = ModuleType("jointex.api")
    fake.asked = {}
    fake.feasible = True

    def run(scenario, **settings):
        fake.asked = {"scenario": scenario, **settings}
        folder = Path(settings["out"])
        folder.mkdir(parents=True)
        (folder / "plan.json").write_text(json.dumps(plan_document(fake.feasible)))
        (folder / "summary.json").write_text(json.dumps(SUMMARY))
        if settings["report"]:
            (folder / "report.html").write_text("<html>")
        settings["progress"](settings["runs"], settings["runs"])
        return folder

    fake.run = run
    fake.load = lambda name, swap=(): SimpleNamespace(id=Path(name).stem, swap=swap)
    fake.plan = lambda _scenario, _search=None: SimpleNamespace(
        to_json=lambda: plan_document(fake.feasible), tankers=None
    )
    fake.write_plan = lambda _plan, folder, _broken=None: Path(folder).mkdir(parents=True)
    monkeypatch.setitem(sys.modules, "jointex.api", fake)
    compiled = ModuleType("jointex.api.first_use")
    compiled.is_ready = lambda group: True
    monkeypatch.setitem(sys.modules, "jointex.api.first_use", compiled)
    monkeypatch.setattr(jointex, "api", fake, raising=False)
    monkeypatch.chdir(tmp_path)
    return fake


def test_options_reach_the_api(api, capsys):
    words = [
        "--runs",
        "7",
        "--seed",
        "3",
        "--workers",
        "2",
        "--executor",
        "processes",
        "--resume",
        "--swap",
        "A=B",
        "--swap",
        "C=D",
    ]
    assert main(["run", "toy", *words]) == 0, capsys.readouterr().err
    asked = api.asked
    assert (asked["scenario"].id, asked["swap"]) == ("toy", ("A=B", "C=D"))
    assert (asked["runs"], asked["seed"], asked["workers"]) == (7, 3, 2)
    assert (asked["executor"], asked["resume"]) == ("processes", True)
    assert asked["out"] == Path("out/toy")


def test_the_run_folder_is_named_after_the_scenario(api, capsys):
    assert main(["run", "plans/mine.yaml"]) == 0
    assert api.asked["out"] == Path("out/mine")


def test_run_writes_the_report_and_fly_does_not(api, capsys):
    assert main(["run", "toy", "--out", "a"]) == 0
    assert "a/report.html" in capsys.readouterr().out
    assert main(["fly", "toy", "--out", "b"]) == 0
    assert "report.html" not in capsys.readouterr().out


def test_run_shows_measures_for_all_and_for_each_flight(api, capsys):
    assert main(["run", "toy"]) == 0
    row = next(line for line in capsys.readouterr().out.splitlines() if "arrival_error_s" in line)
    assert row.split() == ["arrival_error_s", "s", "12.5", "10", "..", "15", "-3", "..", "30", "11"]


def test_run_shows_in_how_many_runs_an_objective_was_met(api, capsys):
    assert main(["run", "toy"]) == 0
    row = next(line for line in capsys.readouterr().out.splitlines() if "ON-TIME" in line)
    assert row.split() == ["ON-TIME", "Be", "there", "80%", "49%", "..", "94%", "90%", "open", "-"]


def test_run_says_that_a_failed_plan_was_flown_as_it_stands(api, capsys):
    api.feasible = False
    assert main(["run", "toy"]) == 0
    assert capsys.readouterr().out.startswith("toy: the plan cannot be flown as it stands.\nconflict: DOOM")


def test_run_answers_one_json_document(api, capsys):
    api.feasible = False
    assert main(["run", "toy", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["folder"] == "out/toy"
    assert document["feasible"] is False
    assert document["measures"] == SUMMARY["measures"]
    assert document["files"] == ["plan.json", "report.html", "summary.json"]


def test_ctrl_c_says_what_is_kept(api, capsys):
    def stopped(_scenario, **settings):
        Path(settings["out"]).mkdir(parents=True)
        settings["progress"](40, 100)
        raise KeyboardInterrupt

    api.run = stopped
    assert main(["run", "toy"]) == 130
    error = capsys.readouterr().err
    assert error == "jointex: stopped: 40 of 100 runs are kept in out/toy; --resume flies the rest\n"


def test_a_plan_that_holds_is_shown_with_its_times_and_fuel(api, capsys):
    assert main(["plan", "toy"]) == 0
    shown = capsys.readouterr().out
    assert "toy: can be flown." in shown
    row = next(line for line in shown.splitlines() if "B-52H" in line)
    assert " ".join(row.split()) == "DOOM 2 B-52H PGUA - PGUA 1:01:50 9:40:11 FL380 118 42.9 41.4 1.96 -"


def test_a_plan_that_fails_is_a_result_with_ways_out(api, capsys):
    api.feasible = False
    assert main(["plan", "toy"]) == 0
    shown = capsys.readouterr().out
    wanted = (
        "conflict: DOOM: lands with 900 kg, 1,060 kg below its reserve. Ways out: Take more fuel; Name a nearer base."
    )
    assert wanted in shown.splitlines()
    assert "unmet: LANCE: refuelling 1,200 kg: no tanker with a drogue" in shown.splitlines()


def test_strict_makes_a_failed_plan_exit_2_and_still_shows_it(api, capsys):
    assert main(["plan", "toy", "--strict"]) == 0
    capsys.readouterr()
    api.feasible = False
    assert main(["plan", "toy", "--strict", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["feasible"] is False


def test_plan_writes_a_folder_only_if_asked(api, tmp_path):
    assert main(["plan", "toy"]) == 0
    assert list(tmp_path.iterdir()) == []
    assert main(["plan", "toy", "--out", "plans/a"]) == 0
    assert (tmp_path / "plans" / "a").is_dir()


def test_out_must_not_be_a_file(api, tmp_path, capsys):
    (tmp_path / "taken").write_text("x")
    for command in ("run", "fly", "plan"):
        assert main([command, "toy", "--out", "taken"]) == 2
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "toy").write_text("x")
    assert main(["run", "toy"]) == 2
    assert capsys.readouterr().err.count("--out must be a folder") == 4
