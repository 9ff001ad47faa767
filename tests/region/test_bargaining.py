"""Bargaining beside its published test, the asset question, the hazard of a cut, and bounds that say what they are."""

from __future__ import annotations

import numpy as np
import pytest

from jointex.region.assets import asset_position, cut_hazard, held_out_check, n_actors, stances
from jointex.region.bargaining import bargain, mean_position, voted_median, weighted_median
from jointex.region.gates import EMISSION_DATES, PORT_MEDIANS
from jointex.region.trade import LABEL, stress_bounds

CAPABILITY, POSITION, SALIENCE = EMISSION_DATES.T
WEIGHT = CAPABILITY * SALIENCE
PORT_MEANS = (7.461314378277189, 7.552500865855845, 7.590144997451547, 7.358130531334201)


@pytest.mark.golden
def test_initial_median_and_mean_are_the_published_ones():
    assert voted_median(POSITION, WEIGHT) == pytest.approx([7.0], abs=0.0)
    assert weighted_median(POSITION, WEIGHT) == pytest.approx(7.0, abs=0.0)
    assert mean_position(POSITION, WEIGHT) == pytest.approx(7.389955686853767, abs=1e-14)


@pytest.mark.golden
def test_eight_rounds_of_the_port_come_out_as_it_prints_them():
    rounds = bargain(POSITION, CAPABILITY, SALIENCE, 8, "port")[1:]
    assert [float(voted_median(one, WEIGHT)[0]) for one in rounds] == pytest.approx(PORT_MEDIANS, abs=1e-12)
    assert [float(mean_position(one, WEIGHT)[0]) for one in rounds[:4]] == pytest.approx(PORT_MEANS, abs=1e-12)


@pytest.mark.golden
def test_the_rule_of_the_paper_agrees_with_the_port_for_three_rounds_and_parts_from_it_then():
    rounds = bargain(POSITION, CAPABILITY, SALIENCE, 4)[1:]
    medians = [float(voted_median(one, WEIGHT)[0]) for one in rounds]
    assert medians[:3] == pytest.approx(PORT_MEDIANS[:3], abs=1e-12)
    assert medians[3] != pytest.approx(PORT_MEDIANS[3], abs=1e-3)


def test_cases_bargain_by_themselves():
    together = bargain(np.stack([POSITION, POSITION[::-1]]), CAPABILITY, SALIENCE, 2)[-1]
    alone = bargain(POSITION[::-1], CAPABILITY, SALIENCE, 2)[-1]
    assert together[1] == pytest.approx(alone[0])


def test_nobody_moves_where_all_agree():
    same = bargain(np.full(4, 3.0), np.ones(4), np.full(4, 0.5), 3)[-1]
    assert same == pytest.approx(np.full((1, 4), 3.0))


def test_an_unknown_rule_is_refused():
    with pytest.raises(ValueError, match="paper, port"):
        bargain(POSITION, CAPABILITY, SALIENCE, 1, "mine")


def test_the_status_quo_leaves_assets_frozen_and_joining_never_lowers_the_median():
    share = np.random.default_rng(1).random((200, n_actors(), 3))
    assert not asset_position(np.full(200, 2), share, ["principal"] * 200).any()
    still = asset_position(np.ones(200), share, ["not-joined"] * 200)
    joined = asset_position(np.ones(200), share, ["principal"] * 200)
    assert (joined >= still - 1e-9).all()
    assert (joined > still).any()


def test_unknown_stance_is_refused():
    with pytest.raises(ValueError, match="not-joined"):
        asset_position(np.zeros(1), np.zeros((1, n_actors(), 3)), ["joined"])


def test_the_articles_own_version_is_there_and_named_a_counterfactual():
    assert "counterfactual" in stances()["infrastructure"].why


def test_hazard_of_a_cut_is_the_jeffreys_and_the_exact_one():
    hazard = cut_hazard()
    assert hazard.mean_per_a == pytest.approx(0.105, abs=5e-4)
    assert hazard.upper_per_a == pytest.approx(0.40, abs=5e-3)
    assert hazard.exact_upper_per_a == pytest.approx(0.63, abs=5e-3)


def test_the_held_out_outcome_stands_beside_every_structure():
    found = held_out_check(200)
    assert set(found["structures"]) == {"bargaining", "median", "status quo"}
    assert all(one["p10"] <= one["p50"] <= one["p90"] for one in found["structures"].values())


def test_every_bound_on_trade_says_that_it_is_no_estimate():
    bounds = stress_bounds()
    assert {one.label for one in bounds} == {LABEL}
    assert all(0.0 <= one.loss_low <= one.loss_high for one in bounds)
