"""Draws are uniform, normal, apart for every key, and the same compiled and plain."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from jointex.fleet.draws import Stream, normal_pair, uniform_pair
from jointex.kernel import loop

N = 40_000
# a sound generator fails one of these tests once in ten thousand changes of its constants
LEAST_P = 1e-4


@loop
def draw(uniform: np.ndarray, normal: np.ndarray, seed: int) -> None:
    """Fill both arrays, a row per run."""
    for run in range(uniform.shape[0]):
        uniform[run, 0], uniform[run, 1] = uniform_pair(seed, run, 3, 1, 0)
        normal[run, 0], normal[run, 1] = normal_pair(seed, run, 3, 1, 0)


@pytest.fixture(scope="module")
def drawn() -> tuple[np.ndarray, np.ndarray]:
    uniform, normal = np.zeros((N, 2)), np.zeros((N, 2))
    draw(uniform, normal, 7)
    return uniform, normal


def test_uniform_draws_fill_the_open_interval_evenly(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    uniform, _ = drawn
    assert uniform.min() > 0.0
    assert uniform.max() < 1.0
    for column in uniform.T:
        assert stats.kstest(column, "uniform").pvalue > LEAST_P


def test_normal_draws_have_the_moments_and_tails_of_the_normal(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    _, normal = drawn
    for column in normal.T:
        assert stats.kstest(column, "norm").pvalue > LEAST_P
        assert abs(column.mean()) < 4.0 / np.sqrt(N)
        assert column.var() == pytest.approx(1.0, abs=4.0 * np.sqrt(2.0 / N))
        assert stats.skew(column) == pytest.approx(0.0, abs=4.0 * np.sqrt(6.0 / N))
        assert stats.kurtosis(column) == pytest.approx(0.0, abs=4.0 * np.sqrt(24.0 / N))
        # 465 of a million lie beyond 3.5 standard deviations: 19 here, give or take 4
        assert 0 < (np.abs(column) > 3.5).sum() < 45


def test_the_two_draws_of_a_key_and_neighbouring_runs_are_unrelated(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    for values in drawn:
        first, second = values.T
        for one, other in ((first, second), (first[1:], first[:-1]), (first[1:], second[:-1])):
            assert stats.pearsonr(one, other).pvalue > LEAST_P


def test_every_part_of_the_key_changes_the_draw() -> None:
    keys = itertools.product((1, 2, 2**40), (0, 1, 10_000), (0, 1, 7), Stream, (0, 1))
    drawn = {uniform_pair(*map(int, key)) for key in keys}
    assert len(drawn) == 3 * 3 * 3 * len(Stream) * 2


def test_keys_are_not_interchangeable() -> None:
    # run 1 of flight 2 has nothing to do with run 2 of flight 1
    assert uniform_pair(5, 1, 2, 0, 0) != uniform_pair(5, 2, 1, 0, 0)
    assert uniform_pair(5, 0, 0, 1, 2) != uniform_pair(5, 0, 0, 2, 1)


def test_a_draw_is_the_same_bits_compiled_and_plain() -> None:
    keys = [(1, 0, 0, 0, 0), (2**62 + 9, 999_999, 31, 5, 4_000), (42, 7, 3, 2, 1)]
    code = (
        "from jointex.fleet.draws import normal_pair, uniform_pair\n"
        f"for key in {keys}:\n"
        "    print(*(value.hex() for pair in (uniform_pair(*key), normal_pair(*key)) for value in pair))"
    )
    plain = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "JOINTEX_JIT": "0"}, capture_output=True, text=True, check=True
    )
    compiled = [
        " ".join(value.hex() for pair in (uniform_pair(*key), normal_pair(*key)) for value in pair) for key in keys
    ]
    assert plain.stdout.splitlines() == compiled
