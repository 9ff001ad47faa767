"""On what an answer depends: known derivatives come out, inputs that nothing reads stay out, cards are left as they were."""

from __future__ import annotations

import json

import pytest

from jointex import calc, cards
from jointex.cards.shelf import on_trial
from jointex.cli import main
from jointex.errors import QuestionError


@pytest.fixture(scope="module")
def of_range():
    return calc.sensitivity(lambda: calc.range_("B-52H").range_nm, "B-52H")


def test_fuel_and_drag_lead_and_have_the_signs_and_sizes_of_breguet(of_range):
    by_name = {swing.value: swing for swing in of_range.swings}
    assert by_name["engine.fuel_factor"].elasticity == pytest.approx(-1.0, abs=0.15)
    # near best lift over drag half the drag is that without lift
    assert by_name["aerodynamics.zero_lift_drag"].elasticity == pytest.approx(-0.5, abs=0.15)
    assert {swing.value for swing in of_range.swings[:2]} == {"engine.fuel_factor", "aerodynamics.zero_lift_drag"}


def test_swings_are_sorted_and_their_shares_are_of_one_whole(of_range):
    sizes = [abs(swing.swing_fraction) for swing in of_range.swings]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(swing.share for swing in of_range.swings) == pytest.approx(1.0)
    assert of_range.spread_fraction == pytest.approx(sum(size**2 for size in sizes) ** 0.5 / 4.0)


def test_ends_are_those_that_the_answer_has_with_the_changed_card(of_range):
    swing = next(one for one in of_range.swings if one.value == "mass.empty")
    card = cards.aircraft("B-52H")
    heavy = card.mass.empty.model_copy(update={"value": swing.high})
    with on_trial(card.model_copy(update={"mass": card.mass.model_copy(update={"empty": heavy})})):
        assert calc.range_("B-52H").range_nm == swing.answer_high
    assert calc.range_("B-52H").range_nm == of_range.answer


def test_inputs_that_the_answer_does_not_read_are_left_out(of_range):
    names = {swing.value for swing in of_range.swings}
    assert not any(name.startswith(("receiver", "takeoff_landing", "crew", "published")) for name in names)
    assert not any(name.startswith(("limits.roll_rate", "limits.bank", "tanker")) for name in names)


def test_inputs_without_an_answer_at_one_end_stand_first_and_say_so():
    def ask() -> float:
        if cards.aircraft("B-52H").mass.empty.value > 89_000.0:
            raise QuestionError([])
        return calc.range_("B-52H").range_nm

    first = calc.sensitivity(ask, "B-52H").swings[0]
    assert (first.value, first.answer_high, first.swing_fraction, first.share) == ("mass.empty", None, None, 0.0)
    assert first.answer_low is not None


def test_cards_of_tanks_count_where_tanks_are_carried():
    told = calc.sensitivity(lambda: calc.radius("F-15J", external_tanks=3).radius_nm, "F-15J", {"TANK-600": 3})
    assert any(swing.card == "TANK-600" and swing.value == "drag_area" for swing in told.swings)


@pytest.mark.parametrize(
    "question",
    [
        ["range"],
        ["radius", "--station-min", "30"],
        ["endurance", "--radius-nm", "200"],
        ["leg", "--from", "RJNK", "--to", "ROAH"],
        ["takeoff"],
        ["landing"],
    ],
)
def test_command_answers_for_every_question(question, capsys):
    assert main(["calc", "sensitivity", "--aircraft", "F-15J", "--json", "--of", *question]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["swings"]
    assert document["answer"] > 0.0


def test_command_shows_a_table_and_refuses_what_is_no_question(capsys):
    assert main(["calc", "sensitivity", "--aircraft", "E-767", "--of", "range"]) == 0
    shown = capsys.readouterr().out
    assert "aerodynamics.zero_lift_drag" in shown
    assert "one standard deviation" in shown
    assert main(["calc", "sensitivity", "--aircraft", "E-767", "--of", "rnge"]) == 2
    assert "range" in capsys.readouterr().err
    assert main(["calc", "sensitivity", "--aircraft", "E-767", "--of", "endurance", "--radius-nm", "9000"]) == 2
    assert "--radius-nm" in capsys.readouterr().err
    assert main(["calc", "sensitivity", "--aircraft", "E-76", "--of", "range"]) == 2
