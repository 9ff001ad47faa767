"""`jointex score`: what a run folder says of its objectives, run by run, and with more runs of each factor."""

from __future__ import annotations

import json

import pytest

from jointex import api
from jointex.cli import main
from jointex.record import read

RUNS = 12


@pytest.fixture(scope="module")
def folder(exercises, tmp_path_factory):
    asked = {
        "objectives.PROMPT": {"measure": "arrival_error_s", "at_most": "20 s", "share": "90 %"},
        "objectives.ALL-UP": {"measure": "flown_fraction", "at_least": 1.0, "share": "90 %"},
    }
    file = tmp_path_factory.mktemp("score") / "short.yaml"
    file.write_text(exercises.text_of("short", {**asked, "flights.HERON.nation": "US"}), encoding="utf-8")
    return api.run(file, runs=RUNS, out=file.parent / "out", limits=0, report=False)


def answer(capsys, *words):
    assert main(["score", *map(str, words), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_score_is_what_the_folder_says(folder, capsys):
    told, summary = answer(capsys, folder), read(folder).summary
    for key in ("objectives", "evidence", "readiness", "interoperability"):
        assert told[key] == summary[key]
    assert told["limits"] is None
    assert main(["score", str(folder)]) == 0
    out = capsys.readouterr().out
    assert all(words in out for words in ("Objectives", "Readiness", "Interoperability", "was missed in"))
    assert "What limited" not in out


def test_an_objective_shows_every_run(folder, capsys):
    told = answer(capsys, folder, "--objective", "PROMPT")
    (evidence,) = told["evidence"]
    assert [case["run"] for case in evidence["cases"]] == list(range(RUNS))
    assert sum(not case["met"] for case in evidence["cases"]) == evidence["missed"]
    assert main(["score", str(folder), "--objective", "PROMPT"]) == 0
    out = capsys.readouterr().out
    assert "arrival_error_s [s]" in out
    assert "decided by" in out


def test_limits_can_be_asked_for_later_and_are_those_of_the_run(folder, exercises, capsys, tmp_path):
    before = (folder / "summary.json").read_bytes()
    told = answer(capsys, folder, "--limits", 5)
    assert (folder / "summary.json").read_bytes() == before
    whole = api.run(folder / "scenario.yaml", runs=RUNS, out=tmp_path, limits=5, report=False)
    assert told["limits"] == read(whole).summary["limits"]
    assert main(["score", str(folder), "--limits", "5"]) == 0
    assert "What limited the objectives" in capsys.readouterr().out


def test_what_is_not_there_is_named(folder, exercises, tmp_path, capsys):
    for words, said in (
        ([folder, "--objective", "PROMPTLY"], "must be an objective of"),
        ([tmp_path / "nowhere"], "must be a run folder"),
    ):
        assert main(["score", *map(str, words)]) == 2
        assert said in capsys.readouterr().err
    file = tmp_path / "plain.yaml"
    file.write_text(exercises.text_of("short"), encoding="utf-8")
    api.write_plan(api.plan(file), tmp_path / "planned")
    assert main(["score", str(tmp_path / "planned"), "--limits", "3"]) == 2
    assert "must find runs of its own scenario" in capsys.readouterr().err
    assert main(["score", str(tmp_path / "planned")]) == 0


def test_a_changed_scenario_is_not_flown_again_under_the_same_name(folder, tmp_path, capsys):
    import shutil

    copy = shutil.copytree(folder, tmp_path / "copy")
    text = (copy / "scenario.yaml").read_text(encoding="utf-8")
    (copy / "scenario.yaml").write_text(text.replace("10 min", "11 min"), encoding="utf-8")
    assert main(["score", str(copy), "--limits", "3"]) == 2
    assert "Run the scenario anew." in capsys.readouterr().err
