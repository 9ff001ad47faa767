"""The environments are what Gymnasium and PettingZoo ask for, the same for the same seed, and the same side by side as alone."""

from __future__ import annotations

import copy
import os
import subprocess
import sys

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from pettingzoo.test import parallel_api_test, parallel_seed_test

import jointex.gym

KINDS = tuple(jointex.gym.IDS)
SEED, STEPS = 7, 120


def flown(kind: str, n_rows: int, row: int, n_steps: int = STEPS, **options: object) -> list[np.ndarray]:
    """Return what the agents of one row see and get at every step, among others; each row's actions are its own."""
    rows = jointex.gym.Rows(jointex.gym.task(kind, **options), n_rows)
    rows.seed([SEED + e - row for e in range(n_rows)])
    rows.begin()
    found = [rows.table.observations[row].copy()]
    draws = [np.random.default_rng(SEED + e - row) for e in range(n_rows)]
    for _ in range(n_steps):
        rows.step([draw.uniform(-1.0, 1.0, rows.table.actions.shape[1:]) for draw in draws])
        found.append(np.concatenate([rows.table.observations[row], rows.table.rewards[row, :, np.newaxis]], axis=1))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_gymnasium_finds_nothing_wrong(kind: str) -> None:
    env = gymnasium.make(jointex.gym.IDS[kind])
    check_env(env.unwrapped, skip_render_check=True)


@pytest.mark.parametrize("kind", KINDS)
def test_pettingzoo_finds_nothing_wrong(kind: str) -> None:
    parallel_api_test(jointex.gym.parallel_env(kind), num_cycles=700)
    parallel_seed_test(lambda: jointex.gym.parallel_env(kind), num_cycles=50)


@pytest.mark.parametrize("kind", KINDS)
def test_stable_baselines_finds_nothing_wrong(kind: str) -> None:
    checker = pytest.importorskip(
        "stable_baselines3.common.env_checker", reason="Stable-Baselines3 is not installed: an optional check"
    )
    checker.check_env(jointex.gym.ArenaEnv(kind), warn=True)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_the_same_among_any_others(kind: str) -> None:
    alone, among_many = flown(kind, 1, 0), flown(kind, 9, 4)
    for one, other in zip(alone, among_many, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("kind", KINDS)
def test_vector_and_single_environments_are_the_same(kind: str) -> None:
    alone = gymnasium.make(jointex.gym.IDS[kind])
    vector = gymnasium.make_vec(jointex.gym.IDS[kind], num_envs=3, vectorization_mode="vector_entry_point")
    one, _ = alone.reset(seed=SEED + 2)
    many, _ = vector.reset(seed=SEED)
    np.testing.assert_array_equal(one, many[2])
    draws = np.random.default_rng(1)
    for _ in range(50):
        actions = draws.uniform(-1.0, 1.0, vector.action_space.shape).astype(np.float32)
        many, rewards, done, cut, _ = vector.step(actions)
        one, reward, terminated, truncated, _ = alone.step(actions[2])
        np.testing.assert_array_equal(one, many[2])
        assert (reward, terminated, truncated) == (rewards[2], done[2], cut[2])


def test_an_episode_that_is_over_is_followed_by_another_one() -> None:
    vector = gymnasium.make_vec("jointex/Escort-v0", num_envs=2, vectorization_mode="vector_entry_point", lasts_s=60.0)
    first, _ = vector.reset(seed=3)
    still = np.zeros(vector.action_space.shape, np.float32)
    infos: dict[str, np.ndarray] = {}
    done = np.zeros(2, bool)
    for _ in range(60):
        _, _, done, _, infos = vector.step(still)
    assert done.all()
    assert list(infos["ending"]) == ["time", "time"]
    again, rewards, done, _, infos = vector.step(still)
    assert not done.any()
    assert infos == {}
    assert (rewards == 0.0).all()
    assert (again[:, 0] == 60.0).all()
    assert not np.array_equal(again, first)


@pytest.mark.parametrize("kind", KINDS)
def test_seeds_differ(kind: str) -> None:
    env = gymnasium.make(jointex.gym.IDS[kind])
    assert not np.array_equal(env.reset(seed=1)[0], env.reset(seed=2)[0])


def test_observations_lie_within_their_bounds_through_whole_episodes() -> None:
    for kind in KINDS:
        task = jointex.gym.task(kind)
        rows = jointex.gym.Rows(task, 8)
        rows.seed(range(8))
        rows.begin()
        pilot = jointex.gym.random_pilot(task, 1)
        least, most = rows.arrays.bounds.T
        for _ in range(900):
            rows.step(pilot(rows.table.observations))
            assert np.isfinite(rows.table.observations).all()
            assert (rows.table.observations >= least).all()
            assert (rows.table.observations <= most).all()


def test_a_copy_of_rows_flies_on_by_itself() -> None:
    task = jointex.gym.task("intercept")
    rows = jointex.gym.Rows(task, 2)
    rows.seed([1, 2])
    rows.begin()
    twin = copy.deepcopy(rows)
    pilot = jointex.gym.scripted_pilot(task)
    seen = rows.table.observations.copy()
    for _ in range(20):
        twin.step(pilot(twin.table.observations))
    np.testing.assert_array_equal(rows.table.observations, seen)
    for _ in range(20):
        rows.step(pilot(rows.table.observations))
    np.testing.assert_array_equal(rows.table.observations, twin.table.observations)


PLAIN = """
import numpy as np, jointex.gym
from jointex.drills.envelopes import SHAPE
from jointex.engine.arena import combat
combat.reach_of = lambda name, folders: np.full(SHAPE, 3e4)  # flying out a table takes plain Python minutes
for kind in ("escort", "refuel"):
    task = jointex.gym.task(kind)
    rows = jointex.gym.Rows(task, 2)
    rows.seed([1, 2])
    rows.begin()
    pilot = jointex.gym.scripted_pilot(task)
    for _ in range(8):
        rows.step(pilot(rows.table.observations))
    print(" ".join(f"{value:.5g}" for value in rows.table.observations.ravel()))
"""


@pytest.mark.slow
def test_plain_python_flies_as_the_compiled_loops_do() -> None:
    found = []
    for jit in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", PLAIN],
            env={**os.environ, "JOINTEX_JIT": jit},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found.append(np.array(done.stdout.split(), float))
    np.testing.assert_allclose(found[0], found[1], rtol=1e-4, atol=1e-4)
