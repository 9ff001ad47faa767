"""Every lever moves every outcome the way the model's own text says, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from jointex.region.assets import actors, eu_position
from jointex.region.policies.cases import draw_futures, evaluate, exercise_of
from jointex.region.policies.model import REFERENCE
from jointex.region.policies.reading import shipped
from jointex.region.policies.signs import signs
from jointex.region.theories import INERTIA, PROVOCATION, RESTRAINT

N_FUTURES = 1500
LEAST = 1e-6
HEARD = {
    "movements": [{"base": "A", "takeoffs_by_hour": [0.0] * 15 + [4.0] + [0.0] * 8, "landings_by_hour": [0.0] * 24}],
    "places": [
        {"base": "A", "people": 900, "lden_db": {"value": 55.0, "input_low": 47.0, "input_high": 63.0}},
        {"base": "A", "people": 50, "lden_db": {"value": 58.0, "input_low": 50.0, "input_high": 66.0}},
        {"base": "A", "people": 7, "lden_db": {"value": 44.0}},
    ],
}
OF_RUNS = {"training_value", "trained_sorties", "combat_min", "fuel_passed_t"}
"""Outcomes that an exercise made by hand does not know."""
SHIPPED = shipped()


@pytest.fixture(scope="module")
def futures(made):
    weighing = made.small()
    draws, shares = draw_futures(weighing, 1, 0, N_FUTURES)
    heard = exercise_of(made.exercise().mark, frozenset({"B-52H"}), HEARD)

    def at(**levers):
        settings = {**weighing.settings(REFERENCE), **levers}
        return evaluate(weighing, heard, settings, draws, shares)

    return draws, at


def steps(lever):
    """Return where a lever stands on its way up."""
    return lever.choices or (lever.low, 0.5 * (lever.low + lever.high), lever.high)


def test_signs_name_every_lever_and_only_outcomes_there_are():
    assert set(signs()) == set(SHIPPED.levers)
    for one in signs().values():
        assert set(one.moves) <= set(SHIPPED.outcomes)
        assert one.by_definition <= set(one.moves)


@pytest.mark.parametrize("lever", SHIPPED.levers)
def test_a_lever_moves_outcomes_the_way_the_text_says(futures, lever):
    _, at = futures
    ladder = [at(**{lever: step}) for step in steps(SHIPPED.levers[lever])]
    expected = signs()[lever].moves
    for outcome in ladder[0]:
        change = np.diff([one[outcome] for one in ladder], axis=0)
        least = LEAST * (1.0 + np.nanmax(np.abs(ladder[0][outcome]), initial=0.0))
        rises, falls = bool((change > least).any()), bool((change < -least).any())
        word = expected.get(outcome)
        assert not (rises and word in (None, "down")), f"{lever} up must not raise {outcome}"
        assert not (falls and word in (None, "up")), f"{lever} up must not lower {outcome}"
        if word and SHIPPED.levers[lever].part != "law" and outcome not in OF_RUNS:
            assert rises or falls, f"{lever} must move {outcome}"


def test_more_exercise_means_more_reaction_under_provocation_less_under_restraint_none_under_inertia(futures):
    draws, at = futures
    change = at(scale=2.0)["scrambles_change_180d"] - at(scale=0.0)["scrambles_change_180d"]
    assert (change[draws["theory"] == PROVOCATION] > 0.0).all()
    assert (change[draws["theory"] == RESTRAINT] < 0.0).all()
    assert (change[draws["theory"] == INERTIA] == 0.0).all()


def test_refusing_stays_farther_behind_the_eu_than_joining_in_every_future(futures):
    draws, at = futures
    refuses, takes_part, joins = (at(assets=name) for name in ("not-joined", "proceeds", "principal"))
    assert (refuses["eu_gap"] > takes_part["eu_gap"]).all()
    assert (takes_part["eu_gap"] >= joins["eu_gap"]).all()
    assert not joins["eu_gap"].any()
    strains = draws["eu_link"] == 1.0
    assert 0 < strains.sum() < N_FUTURES
    assert (refuses["eu_trade_stress_beur"] > joins["eu_trade_stress_beur"])[strains].all()
    assert not refuses["eu_trade_stress_beur"][~strains].any()


def test_the_eu_stands_where_the_commission_or_its_members_do():
    shares = np.random.default_rng(3).random((40, len(actors()), 3))
    proposal, members = eu_position(np.zeros(40), shares), eu_position(np.ones(40), shares)
    assert (proposal >= 80.0).all()
    assert ((members > 10.0) & (members < 80.0)).all()
