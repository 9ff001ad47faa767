"""Reactions case by case: what the theory of a case implies, and what no case may show."""

from __future__ import annotations

import numpy as np
import pytest

from jointex.region.mark import Mark, Ranged
from jointex.region.reactions import LEVERS, OUTCOMES, cases_of, excess, mark_share, react
from jointex.region.severity import highest_rung, rung_shares, step_up_probability
from jointex.region.signal import likelihood_ratio
from jointex.region.theories import THEORIES, Uncertainty, draw_cases, effect_sign, middle_case, theories, uncertainties

MARK = Mark(
    bombers=2,
    fighters=6,
    aircraft=8,
    sorties=8.0,
    nuclear_capable=True,
    least_distance_to_coast_m={"KP": 400e3, "RU": 450e3},
    flying_hours={"B-52H": 14.0},
    hourly_cost_usd={"B-52H": Ranged(42_500.0, 35_000.0, 70_000.0, "USD/h", "estimated", "")},
)
CASES = draw_cases(4000, 7)


def test_every_outcome_is_there_for_every_case():
    found = react(MARK, CASES)
    assert list(found) == list(OUTCOMES) or set(found) == set(OUTCOMES)
    assert all(values.shape == (4000,) and np.isfinite(values).all() for values in found.values())


def test_inertia_changes_nothing_provocation_only_raises_restraint_only_lowers():
    found = react(MARK, CASES)
    for name in (one for one in OUTCOMES if "change" in one):
        assert (found[name][CASES["theory"] == 0] == 0.0).all()
        assert (found[name][CASES["theory"] == 1] >= 0.0).all()
        assert (found[name][CASES["theory"] == 2] <= 0.0).all()


def test_without_an_exercise_no_theory_differs():
    found = react(MARK, {**CASES, "scale": 0.0})
    for name in (one for one in OUTCOMES if "change" in one):
        assert (found[name] == 0.0).all()
    by_theory = [react(MARK, {**CASES, "scale": 0.0, "theory": which}) for which in range(4)]
    assert all(np.array_equal(by_theory[0][name], other[name]) for other in by_theory for name in OUTCOMES)


def test_under_inertia_an_exercise_leaves_encounters_and_severity_as_they_are():
    held, none = (react(MARK, {**CASES, "theory": 0, "scale": scale}) for scale in (1.0, 0.0))
    for name in ("encounters_30d", "severity_30d", "severity_180d"):
        assert np.array_equal(held[name], none[name])


def test_theories_reverse_the_order_of_holding_and_not_holding():
    for which, sign in ((1, 1.0), (2, -1.0)):
        held, none = (react(MARK, {**CASES, "theory": which, "scale": scale}) for scale in (1.0, 0.0))
        assert (sign * (held["encounters_180d"] - none["encounters_180d"]) >= 0.0).all()
        assert sign * (held["severity_30d"].mean() - none["severity_30d"].mean()) > 0.0


def test_distance_notice_and_a_hotline_never_raise_encounters_under_provocation():
    base = react(MARK, {**CASES, "theory": 1})["encounters_30d"]
    for lever in ({"distance_km": 500.0}, {"notice_days": 60.0}, {"hotline": 1.0}, {"nuclear_capable": 0.0}):
        assert (react(MARK, {**CASES, "theory": 1, **lever})["encounters_30d"] <= base).all()


def test_a_line_between_commands_changes_nothing_that_the_exercise_does_not():
    inertia, none = ({**CASES, "theory": 0}, {**CASES, "theory": 1, "scale": 0.0})
    for cases in (inertia, none):
        with_line, without = (react(MARK, {**cases, "hotline": line})["encounters_180d"] for line in (1.0, 0.0))
        part = MARK.duration_s / 86_400.0 / 180.0
        assert (without - with_line <= 0.5 * part * without + 1e-12).all()
    more = {**CASES, "theory": 1}
    assert (react(MARK, {**more, "hotline": 1.0})["encounters_30d"] < react(MARK, more)["encounters_30d"]).any()


def test_lying_farther_out_takes_hours_and_their_cost():
    near, far = (react(MARK, {**CASES, "distance_km": km}) for km in (0.0, 200.0))
    more_h = MARK.sorties * 400.0 / (3.6 * MARK.ground_speed_mps)
    assert far["flying_hours"] - near["flying_hours"] == pytest.approx(np.full(len(far["flying_hours"]), more_h))
    assert (react(MARK, {**CASES, "distance_km": 200.0, "scale": 0.0})["flying_hours"] == 0.0).all()


def test_share_of_the_mark_stays_between_nothing_and_all():
    share = mark_share(MARK, cases_of(MARK, CASES))
    assert 0.0 < share.min() < share.max() <= 1.0
    twice = mark_share(MARK, cases_of(MARK, {**CASES, "scale": 2.0}))
    assert (twice >= share).all()


def test_a_name_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="got tensions"):
        react(MARK, {"tensions": 0.5})


def test_single_numbers_count_for_all_cases_and_levers_leave_things_as_they_are():
    plain = react(MARK, CASES)
    assert all(np.array_equal(plain[name], values) for name, values in react(MARK, {**CASES, **LEVERS}).items())
    assert react(MARK, {})["encounters_30d"].shape == (1,)


def test_first_cases_do_not_depend_on_how_many_are_drawn():
    few, many = draw_cases(10, 7), draw_cases(20, 7)
    assert all(np.array_equal(few[name], many[name][:10]) for name in few)


def test_every_range_has_a_source_and_every_theory_its_studies():
    assert set(theories()) == set(THEORIES)
    for one in uncertainties().values():
        assert one.low < one.high
        assert one.source
        assert one.text
        assert one.basis in ("derived", "bracket")
        assert one.scale in ("even", "log", "choice")
    assert set(middle_case()) == set(draw_cases(1, 1))


def test_a_range_in_logarithms_has_its_geometric_middle():
    one = Uncertainty("x", 1.0, 100.0, "log", "", "bracket", "s", "t")
    assert one.at([0.0, 0.5, 1.0]) == pytest.approx([1.0, 10.0, 100.0])


def test_prior_relations_turn_the_sign_about():
    assert effect_sign([3, 3, 3], [0.0, 0.5, 1.0]) == pytest.approx([-1.0, 0.0, 1.0])


@pytest.mark.parametrize("days", [30, 180])
@pytest.mark.parametrize("decay", [7.0, 90.0])
@pytest.mark.parametrize("ratio", [-0.7, 0.7])
def test_excess_agrees_with_a_fine_sum(days, decay, ratio):
    moments = (np.arange(200_000) + 0.5) / 200_000 * days
    by_sum = np.mean(np.expm1(ratio * np.exp(-moments / decay)))
    assert excess(ratio, decay, days) == pytest.approx(by_sum, rel=1e-6)


def test_rungs_add_up_and_rise_with_the_shift():
    shares = rung_shares(np.array([-2.0, 0.0, 2.0]), 0.2, 1.0, 4.0)
    assert shares.sum(axis=1) == pytest.approx([1.0, 1.0, 1.0])
    assert shares[1, 2:].sum() == pytest.approx(0.2)
    assert (np.diff(shares[:, 2:].sum(axis=1)) > 0.0).all()


def test_highest_of_one_response_is_drawn_with_its_shares():
    shares = np.tile(rung_shares(0.0, 0.2, 1.0, 4.0), (100_000, 1))
    luck = (np.arange(100_000) + 0.5) / 100_000
    rungs = highest_rung(shares, 1.0, luck)
    assert [np.mean(rungs == rung) for rung in range(1, 5)] == pytest.approx(shares[0], abs=1e-4)


def test_no_response_is_rung_one():
    shares = rung_shares(np.zeros(3), 0.3, 1.0, 4.0)
    assert (highest_rung(shares, 0.0, np.array([0.1, 0.5, 0.99])) == 1.0).all()


def test_quantal_response_runs_from_even_odds_to_the_mixed_equilibrium():
    # the mixed equilibrium of the game: standing and stepping up are worth the same, p = 1 / (1 + clash - yield)
    assert step_up_probability(0.0, 3.0, 0.5) == pytest.approx(0.5)
    assert step_up_probability(500.0, 3.0, 0.5) == pytest.approx(1.0 / 3.5, abs=0.02)


def test_quantal_response_is_a_fixed_point():
    sharp, clash, give = 2.0, 3.0, 0.5
    chance = step_up_probability(sharp, clash, give)
    reply = 1.0 / (1.0 + np.exp(-sharp * (chance * (give - clash) + 1.0 - chance)))
    assert chance == pytest.approx(reply, abs=1e-9)


def test_signal_tells_nothing_between_senders_alike():
    assert likelihood_ratio(1.0, 5.0, 1.0, 0.0, 0.0, 0.5, 2.0) == pytest.approx(1.0)


def test_signal_of_a_routine_exercise_is_bounded_by_how_routine_it_is():
    ratio = likelihood_ratio(1.0, 50.0, 0.1, 50.0, 0.3, np.array([0.2, 0.5, 0.95]), 0.5)
    assert (ratio >= 1.0).all()
    assert (ratio <= 1.0 / np.array([0.2, 0.5, 0.95])).all()


def test_holding_none_tells_the_other_way():
    assert likelihood_ratio(1.0, 5.0, 0.5, 10.0, 0.1, 0.3, 2.0, is_sent=False) < 1.0
