"""Intervals of differences: they cover a known difference as often as they say, and pairs make them narrow."""

from __future__ import annotations

import numpy as np
import pytest

from jointex.measures.differences import paired_difference, unpaired_difference

TRIES = 2000


def coverage(draw, difference, is_share=False, paired=True):
    """Return the share of tries in which the interval holds the known difference."""
    of = paired_difference if paired else unpaired_difference
    found = [of(*draw(np.random.default_rng(seed)), is_share) for seed in range(TRIES)]
    return np.mean([one.low <= difference <= one.high for one in found])


# 2,000 tries: the share of an exact 95 % interval lies within 0.936 and 0.964 in 99.6 % of cases


@pytest.mark.parametrize("n", [5, 30, 200])
def test_paired_means_cover_a_known_difference(n):
    def draw(rng):
        luck = rng.normal(100.0, 30.0, n)
        return luck, luck + rng.normal(3.0, 5.0, n)

    assert 0.936 < coverage(draw, 3.0) < 0.964


@pytest.mark.parametrize("n", [40, 200])
def test_paired_means_of_skewed_differences_come_near(n):
    def draw(rng):
        luck = rng.exponential(100.0, n)
        return luck, luck + rng.exponential(3.0, n)

    # the mean of 40 exponential values is still skewed: 92 % is what a t interval is known to reach there
    assert coverage(draw, 3.0) > (0.91 if n == 40 else 0.925)


def test_unpaired_means_cover_a_known_difference_with_unequal_spreads():
    def draw(rng):
        return rng.normal(0.0, 1.0, 12), rng.normal(2.0, 6.0, 25)

    assert 0.936 < coverage(draw, 2.0, paired=False) < 0.964


@pytest.mark.parametrize(("low", "high"), [(0.6, 0.8), (0.02, 0.1), (0.9, 0.99)])
def test_paired_shares_cover_a_known_difference(low, high):
    """A share is a chance held against one draw a run: who makes it at the lower chance makes it at the higher one too."""

    def draw(rng):
        luck = rng.random(100)
        return (luck < low).astype(float), (luck < high).astype(float)

    assert coverage(draw, high - low, is_share=True) > 0.93


def test_unpaired_shares_cover_a_known_difference():
    def draw(rng):
        return (rng.random(80) < 0.3).astype(float), (rng.random(120) < 0.55).astype(float)

    assert 0.93 < coverage(draw, 0.25, is_share=True, paired=False) < 0.97


def test_runs_that_share_their_luck_tell_more():
    rng = np.random.default_rng(1)
    luck = rng.normal(0.0, 30.0, 200)
    a, b = luck, luck + rng.normal(1.0, 2.0, 200)
    paired, unpaired = paired_difference(a, b), unpaired_difference(a, b)
    assert paired.value == pytest.approx(unpaired.value)
    assert (paired.high - paired.low) * 10.0 < unpaired.high - unpaired.low
    assert paired.excludes_zero
    assert not unpaired.excludes_zero


def test_the_order_of_two_ensembles_turns_the_sign():
    rng = np.random.default_rng(2)
    a, b = rng.normal(0.0, 1.0, 20), rng.normal(1.0, 1.0, 20)
    for of in (paired_difference, unpaired_difference):
        there, back = of(a, b), of(b, a)
        assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low))
    for of in (paired_difference, unpaired_difference):
        there, back = of(a > 0.5, b > 0.5, True), of(b > 0.5, a > 0.5, True)
        assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low))


def test_shares_that_never_differ_stay_open():
    same = np.repeat([0.0, 1.0], [40, 160])
    found = paired_difference(same, same, is_share=True)
    assert (found.value, found.n_differ) == (0.0, 0)
    assert found.low < 0.0 < found.high
    assert found.high < 0.02


def test_a_pair_counts_only_where_it_happened_in_both():
    found = paired_difference(np.array([1.0, np.nan, 3.0, 4.0]), np.array([2.0, 2.0, np.nan, 6.0]))
    assert (found.n_first, found.n_second, found.value) == (2, 2, 1.5)


def test_nothing_is_said_of_what_never_happened():
    never = np.full(5, np.nan)
    for of in (paired_difference, unpaired_difference):
        found = of(never, np.ones(5))
        assert (found.value, found.low, found.high, found.excludes_zero) == (None, None, None, False)


def test_one_pair_has_a_difference_and_no_interval():
    found = paired_difference(np.array([1.0]), np.array([3.0]))
    assert (found.value, found.low) == (2.0, None)
