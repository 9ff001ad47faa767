"""Ways to fly beside each other: nobody is traded for somebody else."""

from __future__ import annotations

from typing import Any

from jointex.communities.front import weigh_options


def way(
    name: str, levels: dict[str, float], training: float = 0.8, fuel: float = 100.0, **verdicts: str
) -> dict[str, Any]:
    loudest = max(levels, key=levels.__getitem__)
    return {
        "id": name,
        "text": name,
        "training_value": training,
        "objectives": verdicts,
        "fuel_kg": fuel,
        "lden_db": levels,
        "loudest_place": loudest,
        "loudest_db": levels[loudest],
        "at_night": 0.0,
    }


def test_a_way_that_is_quieter_everywhere_beats_the_other():
    found = weigh_options([way("a", {"X": 60.0, "Y": 50.0}), way("b", {"X": 55.0, "Y": 50.2})])
    assert found["options"][0]["beaten_by"] == ["b"]
    assert found["quietest"] == "b"


def test_a_gain_of_one_town_never_pays_for_a_loss_of_another():
    found = weigh_options([way("a", {"X": 60.0, "Y": 40.0}), way("b", {"X": 30.0, "Y": 41.0})])
    assert [row["on_front"] for row in found["options"]] == [True, True]
    assert "louder at Y" in found["sentence"]


def test_a_quieter_way_that_misses_an_objective_is_not_the_answer():
    found = weigh_options([way("a", {"X": 60.0}, TIME="met"), way("b", {"X": 40.0}, TIME="missed")])
    assert found["quietest"] == "a"
    assert [row["keeps_objectives"] for row in found["options"]] == [True, False]


def test_an_objective_missed_as_written_may_stay_missed():
    assert weigh_options([way("a", {"X": 60.0}, T="missed"), way("b", {"X": 40.0}, T="missed")])["quietest"] == "b"


def test_half_a_decibel_is_no_difference():
    found = weigh_options([way("a", {"X": 60.0}), way("b", {"X": 59.6})])
    assert all(row["on_front"] for row in found["options"])
    assert "no difference to an ear" in found["sentence"]
