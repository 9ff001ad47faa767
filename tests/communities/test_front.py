"""Ways to fly beside each other: nobody is traded for somebody else, and luck beats nobody."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from jointex.communities.front import Flown, weigh_options

N_RUNS = 20
LUCK = np.random.default_rng(7).normal(0.0, 1.0, N_RUNS)


def way(
    name: str,
    levels: dict[str, float],
    training: float = 0.8,
    fuel: float = 100.0,
    *,
    seed: int | None = 1,
    spread_db: float = 1.0,
    met: np.ndarray | None = None,
    n_runs: int = N_RUNS,
    **verdicts: str,
) -> dict[str, Any]:
    loudest = max(levels, key=levels.__getitem__)
    runs = np.arange(n_runs)
    by_run = {"GOAL": np.full(n_runs, training) if met is None else met}
    heard = {place: level + spread_db * LUCK[:n_runs] for place, level in levels.items()}
    return {
        "id": name,
        "text": name,
        "training_value": float(np.mean(by_run["GOAL"])),
        "objectives": verdicts,
        "fuel_kg": fuel,
        "lden_db": levels,
        "loudest_place": loudest,
        "loudest_db": levels[loudest],
        "at_night": 0.0,
        "people": dict.fromkeys(levels, 1000),
        "names": {place: place.title() for place in levels},
        "flown": Flown(seed, runs, by_run, np.full(n_runs, fuel) + LUCK[:n_runs], runs, heard),
    }


def test_a_way_that_is_quieter_everywhere_beats_the_other():
    found = weigh_options([way("a", {"X": 60.0, "Y": 50.0}), way("b", {"X": 55.0, "Y": 50.2})])
    assert found["options"][0]["beaten_by"] == ["b"]
    assert found["quietest"] == "b"
    gap = found["options"][1]["against_first"]["lden_db"]["X"]
    assert gap["low"] == pytest.approx(-5.0) == gap["high"]  # the same luck in both


def test_a_gain_of_one_town_never_pays_for_a_loss_of_another_and_moved_noise_is_named():
    found = weigh_options([way("a", {"X": 60.0, "Y": 40.0}), way("b", {"X": 30.0, "Y": 41.0})])
    assert [row["on_front"] for row in found["options"]] == [True, True]
    (moved,) = found["options"][1]["moved_noise"]
    assert (moved["id"], moved["people"], moved["difference"]) == ("Y", 1000, pytest.approx(1.0))
    assert "It moves noise: louder at Y (1,000 people) +1.0" in found["sentence"]


def test_a_town_that_heard_nothing_before_is_told_too():
    found = weigh_options([way("a", {"X": 60.0}), way("b", {"X": 30.0, "Z": 45.0}, spread_db=0.1)])
    assert [one["id"] for one in found["options"][1]["moved_noise"]] == ["Z"]


def test_places_that_one_option_alone_reaches_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    from jointex.cli.neighbours import _show_options

    _show_options(
        weigh_options([way("a", {"X": 60.0}), way("b", {"X": 50.0}), way("c", {"X": 50.0, "Z": 45.0})]), False
    )
    told = capsys.readouterr().out
    assert "c moves noise to Z (1,000 people) 45.0 dB where nothing was heard" in told
    assert "By 20 runs" in told


def test_a_quieter_way_that_misses_an_objective_is_not_the_answer():
    found = weigh_options([way("a", {"X": 60.0}, TIME="met"), way("b", {"X": 40.0}, TIME="missed")])
    assert found["quietest"] == "a"
    assert [row["keeps_objectives"] for row in found["options"]] == [True, False]


def test_a_quieter_way_that_is_told_to_meet_an_objective_less_often_is_not_the_answer():
    ones = np.ones(N_RUNS)
    found = weigh_options([way("a", {"X": 60.0}, met=ones), way("b", {"X": 40.0}, met=0.0 * ones)])
    assert found["quietest"] == "a"
    assert not found["options"][1]["keeps_objectives"]


def test_an_objective_missed_as_written_may_stay_missed():
    assert weigh_options([way("a", {"X": 60.0}, T="missed"), way("b", {"X": 40.0}, T="missed")])["quietest"] == "b"


def test_half_a_decibel_is_no_difference():
    found = weigh_options([way("a", {"X": 60.0}), way("b", {"X": 59.6})])
    assert all(row["on_front"] for row in found["options"])
    assert found["quietest"] == "a"


def test_one_objective_more_in_one_run_beats_nobody():
    few = np.ones(10)
    fewer = few.copy()
    fewer[3] = 0.0
    found = weigh_options([way("a", {"X": 60.0}, met=fewer, n_runs=10), way("b", {"X": 60.0}, met=few, n_runs=10)])
    assert all(row["on_front"] for row in found["options"])
    assert not found["options"][1]["against_first"]["training"]["is_told"]
    assert found["decided_by"] == {"runs": 10, "runs_heard": 10, "is_paired": True}
    assert "Decided by 10 runs of each option" in found["sentence"]


def test_one_run_decides_nothing():
    found = weigh_options([way("a", {"X": 60.0}, n_runs=1), way("b", {"X": 40.0}, n_runs=1)])
    assert all(row["on_front"] for row in found["options"])
    assert found["quietest"] == "a"


def test_runs_of_other_seeds_are_not_paired_and_tell_less():
    one, same, other = (
        way(name, {"X": level}, seed=seed) for name, level, seed in (("a", 60, 1), ("b", 59, 1), ("c", 59, 2))
    )
    paired, unpaired = (
        weigh_options([one, two])["options"][1]["against_first"]["lden_db"]["X"] for two in (same, other)
    )
    assert paired["is_told"]
    assert unpaired["high"] - unpaired["low"] > paired["high"] - paired["low"]


def test_the_interval_of_a_level_holds_the_truth_about_as_often_as_it_says():
    draws = np.random.default_rng(3)
    n_held, n_tries, n_runs = 0, 300, 40
    for _ in range(n_tries):
        pair = [way("a", {"X": 60.0}), way("b", {"X": 60.0})]
        for index, one in enumerate(pair):
            levels = {"X": draws.normal(60.0 - 2.0 * index, 1.5, n_runs)}
            runs = np.arange(n_runs)
            one["flown"] = Flown(index, runs, {}, np.full(n_runs, 1.0), runs, levels)
        gap = weigh_options(pair)["options"][1]["against_first"]["lden_db"]["X"]
        n_held += gap["low"] <= -2.0 <= gap["high"]
    assert 0.91 <= n_held / n_tries <= 0.985  # 95 % of 300, three standard errors of 1.3 % each way
