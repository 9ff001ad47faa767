"""What a swap changes: flown with the same luck, told with the run, and an exercise that cannot be is an answer."""

from __future__ import annotations

import json

import pytest

from jointex import api
from jointex.cli import main
from jointex.errors import SwapError
from jointex.record import read


@pytest.fixture(scope="module")
def file(exercises, tmp_path_factory):
    path = tmp_path_factory.mktemp("swap") / "short.yaml"
    path.write_text(exercises.text_of("short", {"summary": "Two F-15J lead, one follows."}), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def swapped(file, tmp_path_factory):
    return api.run(file, runs=6, seed=3, out=tmp_path_factory.mktemp("swapped"), swap=["F-15J=F-35A"], report=False)


def test_the_summary_of_a_swap_holds_what_it_changes(file, swapped):
    comparison = read(swapped).summary["comparison"]
    assert (comparison["paired"], comparison["a"]["runs"], comparison["b"]["runs"]) == (True, 6, 6)
    other = api.compare(file, swapped)
    assert comparison["measures"] == other["measures"]
    assert {"key": "flights.CRANE.aircraft", "a": "F-15J", "b": "F-35A"} in comparison["scenario"]
    assert "sentences about F-15J were written for the unswapped exercise" in comparison["b"]["notes"][-1]


def test_the_manifest_counts_the_summary_with_the_comparison(swapped):
    from jointex.record.documents import file_hash

    files = read(swapped).manifest["files"]
    assert files["summary.json"]["sha256"] == file_hash(swapped / "summary.json")


def test_runs_without_a_swap_compare_nothing(folder):
    assert "comparison" not in read(folder).summary


def test_a_swapped_folder_can_be_resumed(file, swapped, tmp_path):
    folder = api.run(file, runs=8, seed=3, out=swapped, swap=["F-15J=F-35A"], report=False, resume=True)
    assert read(folder).summary["comparison"]["b"]["runs"] == 8


def test_the_report_shows_what_the_swap_changes(folder, swapped):
    from jointex.report import build

    page = build(swapped).read_text(encoding="utf-8")
    assert 'id="swap"' in page
    assert "the exercise of this report: its plan can be flown" in page
    assert "sentences about <span" in page
    assert 'id="swap"' not in build(folder).read_text(encoding="utf-8")


def test_an_exercise_that_cannot_be_is_an_answer(tmp_path, capsys):
    words = ["run", "guam-long-haul", "--swap", "B-52H=F-15J", "--out", str(tmp_path / "out")]
    assert main(words) == 0
    assert "flights.DOOM.payload must be at most" in capsys.readouterr().out
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["feasible"], told["swap"], len(told["faults"])) == (False, ["B-52H=F-15J"], 3)
    assert main(["plan", "guam-long-haul", "--swap", "B-52H=F-15J", "--strict"]) == 2
    assert not (tmp_path / "out").exists()
    with pytest.raises(SwapError):
        api.load("guam-long-haul", swap=["B-52H=F-15J"])


def test_a_swap_that_makes_no_sense_is_bad_input(capsys):
    assert main(["run", "guam-long-haul", "--swap", "F-35X=F-35A"]) == 2
    assert "--swap must name an aircraft or a base that a flight uses" in capsys.readouterr().err


def test_the_command_prints_what_the_swap_changes(file, tmp_path, capsys):
    words = ["fly", str(file), "--swap", "Komatsu=Gifu", "--runs", "4", "--out", str(tmp_path / "out")]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "What the swap changes" in out
    assert "flights.CRANE.base" in out
    assert "Measures over 4 runs, paired run by run" in out


def test_nothing_more_is_planned_for_an_aircraft_that_stayed_on_the_ground(folder, capsys):
    assert main(["explain", str(folder), "CRANE2@01:02Z", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["state"]["task"] == "cancelled"
    assert told["planned"] is None


def test_explain_and_compare_speak_to_people_and_machines(folder, swapped, capsys):
    assert main(["explain", str(folder), "CRANE1@01:02Z"]) == 0
    out = capsys.readouterr().out
    assert all(part in out for part in ("What led there", "What comes next", "How often", "What this rests on"))
    assert main(["explain", str(folder), "CRANE1@01:02Z", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["aircraft"] == "CRANE1"
    assert main(["compare", str(folder), str(swapped)]) == 0
    out = capsys.readouterr().out
    assert "Runs are not paired: the seeds differ (1 and 3)." in out
    assert "Objectives" not in out
    assert main(["compare", str(folder), str(swapped), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["paired"] is False


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["explain", "nowhere", "CRANE2@01:02Z"], "nowhere must be a run folder"),
        (["compare", "sea-of-japn", "guam-long-haul"], "scenario must be a shipped scenario"),
        (["compare", "guam-long-haul", "nothing.yaml"], "nothing.yaml"),
    ],
)
def test_what_is_not_there_is_named(words, said, capsys):
    assert main(words) == 2
    assert said in capsys.readouterr().err
