"""The reference page is drawn from the tables the environments are made of, and its baselines are those that are flown."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

import jointex.gym
from jointex.gym.rows import Rows

ROOT = Path(__file__).parents[2]
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "write_gym_reference.py"))
PAGE = (ROOT / "docs" / "reference" / "gym.md").read_text(encoding="utf-8")
EPISODES = 200


def test_page_is_in_step_with_the_tables() -> None:
    assert SCRIPT["page"](SCRIPT["kept"]()) == PAGE, "run: python scripts/write_gym_reference.py"


@pytest.mark.parametrize("kind", jointex.gym.IDS)
def test_every_number_of_the_arrays_is_in_the_tables(kind: str) -> None:
    task = jointex.gym.task(kind, n_agents=2)
    rows = Rows(task, 1)
    assert rows.table.observations.shape[2] == len(task.observed) == len(rows.arrays.bounds)
    assert rows.table.actions.shape[2] == len(task.actions)
    names = [column.name for column in task.observed]
    assert len(set(names)) == len(names)


@pytest.mark.slow
@pytest.mark.parametrize("kind", jointex.gym.IDS)
@pytest.mark.parametrize("pilot", ["random", "scripted"])
def test_baselines_of_the_page_are_flown_again(kind: str, pilot: str) -> None:
    told = re.search(rf"^\| {re.escape(jointex.gym.IDS[kind])} \| {pilot} \| (\S+) ± (\S+) \|", PAGE, re.MULTILINE)
    assert told is not None
    task = jointex.gym.task(kind)
    flies = jointex.gym.random_pilot(task, 2) if pilot == "random" else jointex.gym.scripted_pilot(task)
    trial = jointex.gym.try_out(task, flies, EPISODES, seed=5000)
    # other seeds: both means lie within their intervals of the true one but for one time in some hundreds
    assert abs(trial.mean - float(told[1])) <= 2.0 * (trial.half_width + float(told[2])) + 0.02
