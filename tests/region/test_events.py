"""The event model: its compensator in closed form, its counts, and pulls found again in what it simulates."""

from __future__ import annotations

import numpy as np
import pytest

from jointex.region.calibration import (
    GATES,
    TRUTH,
    Gate,
    coverage_gate,
    coverage_power,
    default_model,
    page,
    tally,
    years,
)
from jointex.region.events import (
    EventModel,
    compensator,
    exponential_integral,
    fit,
    log_chance,
    means,
    share_in_middle,
    simulate,
    states,
)
from jointex.region.rivals import following, plausible, steady


@pytest.mark.golden
@pytest.mark.parametrize(
    ("level", "push", "decay", "cap"),
    [(0.2, 1.5, 0.7, 3.0), (-1.0, -2.0, 2.0, 5.0), (0.0, 0.0, 1.0, 2.0), (0.0, 5.0, 0.3, 4.0), (0.0, 6.0, 3.0, 2.0)],
)
def test_compensator_is_the_integral_of_the_capped_rate(level, push, decay, cap):
    moments = (np.arange(400_000) + 0.5) / 400_000
    by_sum = np.mean(np.minimum(cap, np.exp(level + push * np.exp(-moments / decay))))
    assert compensator(level, push, decay, cap) == pytest.approx(by_sum, rel=1e-8)


def test_exponential_integral_agrees_with_scipy():
    from scipy.special import expi

    low, high = np.array([0.5, 3.0, -4.0]), np.array([2.0, 15.0, -0.5])
    assert exponential_integral(low, high, np.log(high / low)) == pytest.approx(expi(high) - expi(low), rel=1e-12)


def test_inhibition_lowers_and_excitation_raises():
    quiet, none, loud = (compensator(0.0, push, 1.0, 50.0) for push in (-1.0, 0.0, 1.0))
    assert none == pytest.approx(1.0)
    assert quiet < none < loud


def test_a_rate_never_passes_its_cap():
    assert compensator(0.0, 19.0, 10.0, 7.0) == pytest.approx(7.0)


def test_states_wear_and_do_not_see_their_own_step():
    left = states(np.array([[1.0], [0.0], [2.0], [0.0]]), 2.0)
    wear = np.exp(-0.5)
    assert left.ravel() == pytest.approx([0.0, 1.0, wear, wear**2 + 2.0])


def test_exposure_scales_the_mean_of_counts():
    marks = np.zeros((4, 2))
    assert means(TRUTH, marks, np.full((4, 2), 0.5)) == pytest.approx(0.5 * means(TRUTH, marks))


def test_chances_are_those_of_the_negative_binomial():
    from scipy.stats import nbinom

    counts = np.arange(30.0)
    assert log_chance(counts, 6.0, 0.25) == pytest.approx(nbinom.logpmf(counts, 4.0, 4.0 / 10.0), rel=1e-10)
    assert np.exp(log_chance(np.arange(400.0), 6.0, 0.25)).sum() == pytest.approx(1.0)


def test_the_middle_holds_its_share_of_counts_where_the_model_is_right():
    chance = np.random.Generator(np.random.Philox(key=[6, 0]))
    counts = chance.poisson(chance.gamma(4.0, 1.5, 20_000))  # mean 6, dispersion 1/4
    assert share_in_middle(counts, 6.0, 0.25, 0.8).mean() == pytest.approx(0.8, abs=0.01)
    rare = chance.poisson(0.05, 20_000).astype(np.float64)  # nearly all are 0: their place is not drawn
    assert share_in_middle(rare, 0.05, 1e-4, 0.8).mean() == pytest.approx(0.8, abs=0.01)


@pytest.mark.parametrize(("count", "mean"), [(0.0, 0.1), (1.0, 0.1), (0.0, 3.0), (5.0, 3.0), (12.0, 3.0), (40.0, 3.0)])
def test_a_count_lies_inside_as_often_as_its_place_drawn_at_random(count, mean):
    from scipy.stats import nbinom

    size = 1.0 / 0.25
    part = size / (size + mean)
    luck = (np.arange(100_000) + 0.5) / 100_000
    place = nbinom.cdf(count - 1.0, size, part) + luck * nbinom.pmf(count, size, part)
    expected = np.mean(np.abs(place - 0.5) <= 0.4)
    assert float(share_in_middle(count, mean, 0.25, 0.8)) == pytest.approx(expected, abs=1e-4)


def test_simulated_counts_have_the_mean_of_the_model():
    still = EventModel(np.log([2.0]), np.zeros((1, 1)), np.zeros((1, 2)), 1.0, np.array([0.5]), np.array([40.0]))
    counts = simulate(still, 4000, 3)
    assert counts.mean() == pytest.approx(2.0, rel=0.05)
    assert counts.var() == pytest.approx(2.0 + 0.5 * 4.0, rel=0.1)


@pytest.mark.golden
def test_pulls_are_found_again_in_simulated_counts():
    counts = simulate(TRUTH, 600, 5)
    found = fit(counts, counts, decays=(TRUTH.decay,))
    assert found.pull == pytest.approx(TRUTH.pull, abs=0.2)
    assert found.pull[0, 1] < 0.0 < found.pull[1, 0]


def test_rivals_find_what_they_are_made_for():
    chance = np.random.Generator(np.random.Philox(key=[4, 0]))
    counts = np.zeros(800)
    for step in range(1, 800):
        counts[step] = chance.poisson(2.0 + 0.6 * counts[step - 1])
    found = following(counts, np.ones(800))
    assert (found.level, found.follow) == (pytest.approx(2.0, abs=0.5), pytest.approx(0.6, abs=0.1))
    assert steady(counts, np.ones(800)).rate == pytest.approx(counts.mean())


def _follows(n, seed):
    """Return n counts that follow the one before by half, with a dispersion of 0.1."""
    chance = np.random.Generator(np.random.Philox(key=[5, seed]))
    counts = np.full(n, 100.0)
    for step in range(1, n):
        counts[step] = chance.poisson(chance.gamma(10.0, (50.0 + 0.5 * counts[step - 1]) / 10.0))
    return counts


def test_few_counts_leave_more_open_than_many():
    drawn = {
        n: plausible(_follows(n, 1), np.ones(n), 4000, np.random.Generator(np.random.Philox(key=[6, n])))
        for n in (10, 300)
    }
    spread = {n: np.ptp(np.percentile(one.follow, [5, 95])) for n, one in drawn.items()}
    assert spread[300] < 0.5 * spread[10]
    assert np.percentile(drawn[300].follow, 5) < 0.5 < np.percentile(drawn[300].follow, 95)
    assert np.median(drawn[300].dispersion) == pytest.approx(0.1, rel=0.35)


def test_intervals_with_what_counts_leave_open_hold_as_many_as_they_say():
    inside = []
    for seed in range(200):
        *before, seen = _follows(12, seed + 10)
        counts = np.array(before)
        chance = np.random.Generator(np.random.Philox(key=[7, seed]))
        model = plausible(counts, np.ones(len(counts)), 2000, chance)
        mean = model.means(np.full(2000, counts[-1]), np.ones(2000), np.ones(2000))
        low, high = np.percentile(
            chance.poisson(chance.gamma(1.0 / model.dispersion, mean * model.dispersion)), [10, 90]
        )
        inside.append(low <= seen <= high)
    assert 0.74 < np.mean(inside) < 0.9  # 80 %, within two errors of 200


def test_no_event_at_all_leaves_a_rate_open():
    model = plausible(np.zeros(24), np.ones(24), 4000, np.random.Generator(np.random.Philox(key=[8, 0])))
    assert 0.0 < model.level.mean() < 0.1


def test_held_out_years_are_two_series_of_five_and_all_models_give_them_a_chance():
    found = years()
    assert len(found.names) == len(found.ours) == 10
    assert np.isfinite([found.ours, found.poisson, found.ar1]).all()


def test_a_failed_gate_is_printed_as_plainly_as_a_passed_one():
    gates = [
        Gate("X: better than Poisson", "a", "+1", True),
        Gate("X: better than AR(1)", "a", "-1", False),
        Gate("Y", "shown", "2", None),
        Gate("Z", "a", "0 to 0", True, by_construction=True),
    ]
    text = page(gates)
    assert "1 of 2 gates that can fail passed.** Beside them 1 rows are shown, and 1 holds by construction" in text
    assert "| X: better than AR(1) | a | -1 | **failed** |" in text
    assert "inertia is the default" in text
    assert default_model(gates) == "inertia"
    assert default_model(gates[:1]) == "events"
    assert default_model([]) == "inertia"


def test_a_row_that_holds_by_construction_counts_only_when_it_fails():
    holds, broken = (Gate("X", "a", "0", passed, by_construction=True) for passed in (True, False))
    assert (holds.can_fail, holds.word) == (False, "by construction")
    assert (broken.can_fail, broken.word) == (True, "**failed**")
    gates = [holds, broken, Gate("Y", "a", "1", np.bool_(True)), Gate("Z", "shown", "2", None)]
    assert tally(gates) == (1, 2)


def test_ten_counts_of_coverage_are_no_gate_and_a_hundred_are():
    assert coverage_gate("a few", np.full(10, 0.8)).passed is None
    assert coverage_gate("a part", np.full(100, 0.8), is_part=True).passed is None
    assert coverage_gate("many", np.full(100, 0.8)).passed is True
    for share in (0.6, 1.0):
        assert coverage_gate("many", np.full(100, share)).passed is False


def test_the_power_of_a_coverage_gate_is_that_of_simulated_counts():
    chance = np.random.default_rng(5)
    least, most, too_low, too_high = coverage_power(136)
    for share, nearer in ((too_low, too_low + 0.01), (too_high, too_high - 0.01)):
        fails = [
            np.mean(~((drawn >= least) & (drawn <= most)))
            for drawn in chance.binomial(136, [[share], [nearer]], (2, 20_000))
        ]
        assert fails[0] >= 0.78
        assert fails[1] < 0.82
    assert coverage_power(10)[3] is None


def test_every_gate_is_a_function_that_is_there():
    import importlib

    for name in GATES:
        module, _, function = name.partition(":")
        assert callable(getattr(importlib.import_module(module), function))


@pytest.mark.slow
def test_calibration_report_says_what_the_gates_say():
    from pathlib import Path

    from jointex.region.calibration import all_gates

    text = (Path(__file__).parent.parent.parent / "docs/reference/region-calibration.md").read_text(encoding="utf-8")
    for gate in all_gates():
        row = next(line for line in text.splitlines() if line.startswith(f"| {gate.name} |"))
        assert row.endswith(f"| {gate.word} |")
