"""The calibration does what it says, and the cards hold what it gives."""

from __future__ import annotations

import shutil

import pytest

from jointex import cards
from jointex.flight import calibrate as command
from jointex.flight.figures import compare
from jointex.flight.fitting import FITTED, LEASH, calibrate
from jointex.flight.priors import BELIEFS


def in_card(card_id: str) -> dict[str, float]:
    card = cards.aircraft(card_id)
    return {name: getattr(getattr(card, path.split(".")[0]), path.split(".")[1]).value for name, path in FITTED.items()}


def test_cards_of_the_f_35_hold_what_the_calibration_gives():
    for card_id in ("F-35A", "F-35B"):
        assert calibrate(card_id).values == in_card(card_id)


@pytest.mark.slow
@pytest.mark.parametrize("card_id", sorted(BELIEFS))
def test_every_card_holds_what_the_calibration_gives(card_id):
    # one unit of the last digit: the search ends on an interval
    assert calibrate(card_id).values == pytest.approx(in_card(card_id), rel=2e-3)


@pytest.mark.parametrize("card_id", sorted(BELIEFS))
def test_fitted_figures_stay_within_the_leash_of_their_beliefs(card_id):
    for name, value in in_card(card_id).items():
        belief = getattr(BELIEFS[card_id], name)
        sister = BELIEFS[card_id].sister
        assert sister or abs(value / belief.value - 1.0) <= LEASH * belief.spread + 1e-3


@pytest.mark.parametrize("card_id", sorted(BELIEFS))
def test_residuals_in_the_card_are_those_of_the_model(card_id):
    card = cards.aircraft(card_id)
    assert len(card.calibration.residuals) == len(compare(card))
    for residual, comparison in zip(card.calibration.residuals, compare(card), strict=True):
        assert residual.figure == f"{comparison.figure} ({comparison.use})"
        assert residual.model == pytest.approx(comparison.model, rel=2e-3)
        assert residual.error_fraction == pytest.approx(comparison.error_fraction, abs=2e-3)


def test_a_calibration_can_be_written_to_a_users_card(tmp_path):
    own = tmp_path / "cards"
    shutil.copytree(cards.SHIPPED, own)
    fit = calibrate("F-35B", [own])
    fit.values["zero_lift_drag"] = 0.0226
    command.write(fit, "2026-11-23", [own])
    card = cards.aircraft("F-35B", [own])
    assert card.aerodynamics.zero_lift_drag.si == 0.0226
    assert card.aerodynamics.zero_lift_drag.basis == "derived"
    assert str(card.calibration.date) == "2026-11-23"


def test_command_prints_fitted_figures_and_every_residual(capsys):
    assert command.main(["F-35B"]) == 0
    shown = capsys.readouterr().out
    assert "F-35B: zero_lift_drag" in shown
    assert shown.count("model") == len(compare(cards.aircraft("F-35B")))
