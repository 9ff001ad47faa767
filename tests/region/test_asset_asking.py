"""The asset question asked: three structures with ranges, the outcome of December 2025 hit or missed, bad input told at once."""

from __future__ import annotations

import json

import pytest

from jointex.cli import main
from jointex.errors import QuestionError
from jointex.region.asset_asking import ask_assets
from jointex.region.assets import held_out_check


def test_the_question_as_it_stood_gives_what_the_calibration_prints() -> None:
    found = ask_assets()
    held = held_out_check()["structures"]
    assert found.is_as_then
    assert {one.structure: (one.p10, one.p50, one.p90, one.holds_outcome) for one in found.outcomes} == {
        name: tuple(one.values()) for name, one in held.items()
    }
    assert [one.holds_outcome for one in found.outcomes] == [False, False, True]
    for one in found.outcomes:
        shares = one.stay_frozen_fraction + one.proceeds_only_fraction + one.principal_too_fraction
        assert shares == pytest.approx(1.0)


def test_a_belgium_that_cares_for_the_principal_moves_the_median_up_and_money_follows_the_value() -> None:
    before, after = (
        ask_assets(100.0, position=at, structures=["median"]).outcomes[0] for at in ((), ["belgium=90..100"])
    )
    assert after.p50 > before.p50
    twice = ask_assets(200.0, position=["belgium=90..100"], structures=["median"])
    assert not twice.is_as_then
    assert twice.outcomes[0].principal_p90_bn_eur == pytest.approx(2.0 * after.principal_p90_bn_eur)


def test_bad_input_is_told_at_once() -> None:
    with pytest.raises(QuestionError) as error:
        ask_assets(
            -1.0,
            "joined",
            ["mode"],
            position=["belgium=60..10", "japan=3", "mars=1", "nonsense"],
            salience=["germany=2"],
            draws=1,
        )
    assert len(error.value.faults) == 9
    assert "Did you mean belgium=10..60?" in str(error.value)


def test_the_option_typed_is_the_one_named() -> None:
    for option in ("salience", "stake"):
        with pytest.raises(QuestionError, match=f"--{option} must have its lower end first"):
            ask_assets(**{option: ["germany=0.8..0.3"]})
    assert ask_assets(stake=["germany=0.3"]).outcomes == ask_assets(salience=["germany=0.3"]).outcomes
    assert not ask_assets(stake=["germany=0.3"]).is_as_then


def test_the_command_says_hit_or_missed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calc", "assets"]) == 0
    told = capsys.readouterr().out
    assert told.count("missed") == 2
    assert "2025-12-19" in told
    assert main(["calc", "assets", "--stance", "principal", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["is_as_then"] is False
    assert document["outcomes"][2]["p90"] == 0.0
    assert main(["calc", "assets", "--position", "belgium"]) == 2
