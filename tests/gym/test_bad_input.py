"""What cannot be made or stepped is told at once, with the rule and the way out."""

from __future__ import annotations

import gymnasium
import numpy as np
import pytest

import jointex.gym
from jointex.errors import ArenaError


def told(**options: object) -> str:
    kind = str(options.pop("kind", "escort"))
    with pytest.raises(ArenaError) as caught:
        jointex.gym.task(kind, **options)
    return str(caught.value)


def test_all_faults_are_told_at_once() -> None:
    text = told(n_agents=0, n_opponents=9, decision_s=0.5, lasts_s=float("nan"), aircraft="F-15X", oponent="F-16C")
    assert text.splitlines() == [
        "oponent is no option of escort. Did you mean opponent or n_opponents?",
        "n_agents must be a whole number from 1 to 8; got 0",
        "n_opponents must be a whole number from 0 to 8; got 9",
        "decision_s must be a whole number of seconds from 1 to 30; got 0.5",
        "lasts_s must be 60 to 7200 s; got nan",
        text.splitlines()[5],
    ]
    assert text.splitlines()[5].startswith("aircraft F-15X")
    assert "F-15J" in text.splitlines()[5]


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        ({"kind": "dogfight"}, "kind must be one of escort, intercept, refuel; got 'dogfight'"),
        ({"n_opponents": 0, "n_protected": 0}, "n_opponents and n_protected must not both be 0"),
        ({"aircraft": "B-52H"}, "aircraft must be a fighter with sensors and shots; got B-52H"),
        ({"kind": "refuel", "tanker": "F-15J"}, "tanker must be a tanker; got F-15J. KC-135R has a boom."),
        ({"kind": "refuel", "aircraft": "F-35B"}, "aircraft cannot take fuel from KC-135R: its fuel comes by probe"),
        ({"kind": "refuel", "n_opponents": 1}, "n_opponents is no option of refuel"),
        ({"n_agents": True}, "n_agents must be a whole number from 1 to 8; got True"),
    ],
)
def test_each_rule_is_told(options: dict[str, object], rule: str) -> None:
    assert rule in told(**options)


def test_a_receiver_with_a_probe_finds_a_tanker_with_hoses() -> None:
    rows = jointex.gym.Rows(jointex.gym.task("refuel", aircraft="F-35B", tanker="KC-130J"), 1)
    rows.seed([1])
    rows.begin()
    assert np.isfinite(rows.table.observations).all()


def test_several_agents_are_sent_to_where_they_belong() -> None:
    with pytest.raises(ArenaError, match=r"n_agents must be 1 here; got 2\. jointex\.gym\.parallel_env"):
        gymnasium.make("jointex/Escort-v0", n_agents=2)


def test_steps_before_reset_and_after_the_end_are_refused() -> None:
    env = jointex.gym.ArenaEnv("escort", lasts_s=60.0, decision_s=30)
    still = np.zeros(env.action_space.shape, np.float32)
    with pytest.raises(ArenaError, match="step must come after reset"):
        env.step(still)
    env.reset(seed=1)
    env.step(still)
    assert env.step(still)[2]
    with pytest.raises(ArenaError, match="step must come after reset"):
        env.step(still)


def test_actions_of_another_shape_are_refused() -> None:
    env = jointex.gym.ArenaEnv("escort")
    env.reset(seed=1)
    with pytest.raises(ArenaError, match=r"action must have the shape \(6,\); got \(3,\)"):
        env.step(np.zeros(3, np.float32))
    vector = jointex.gym.ArenaVectorEnv("escort", num_envs=2)
    vector.reset(seed=1)
    with pytest.raises(ArenaError, match=r"action must have the shape \(2, 6\); got \(6,\)"):
        vector.step(np.zeros(6, np.float32))


def test_agents_without_an_action_and_unknown_agents_are_told() -> None:
    env = jointex.gym.parallel_env("escort")
    env.reset(seed=1)
    with pytest.raises(ArenaError) as caught:
        env.step({"agent_1": np.zeros(6, np.float32), "agent_3": np.zeros(6, np.float32)})
    assert str(caught.value).splitlines() == [
        "agent_2 must have an action",
        "agent_3 is no agent of this environment. Did you mean agent_2 or agent_1?",
    ]


@pytest.mark.parametrize("seed", [-1, 2**63, 1.5, True, "1"])
def test_a_seed_that_is_none_is_told(seed: object) -> None:
    rows = jointex.gym.Rows(jointex.gym.task("refuel"), 1)
    with pytest.raises(ArenaError, match="seed must be a whole number from 0"):
        rows.seed([seed])  # type: ignore[list-item]


def test_numbers_that_are_none_count_as_nought() -> None:
    found = []
    for value in (np.nan, 0.0):
        env = jointex.gym.ArenaEnv("refuel")
        env.reset(seed=1)
        found.append(env.step(np.full(env.action_space.shape, value, np.float32))[0])
    np.testing.assert_array_equal(*found)


@pytest.mark.parametrize("n", [0, -1, 2.0, True])
def test_a_number_of_environments_that_is_none_is_told(n: object) -> None:
    with pytest.raises(ArenaError, match="num_envs must be a whole number, 1 or more"):
        jointex.gym.ArenaVectorEnv("refuel", num_envs=n)  # type: ignore[arg-type]
