"""What must hold in every episode: no shots after bingo, no kill without a lock, fuel conserved, and a plan beats chance."""

from __future__ import annotations

import numpy as np
import pytest

import jointex.gym
from jointex.fleet.fight import Phase
from jointex.gym.rows import Rows
from jointex.gym.tasks import Task

N_ROWS = 24


def rows_of(task: Task, n_rows: int = N_ROWS, n_events: int = 0) -> Rows:
    rows = Rows(task, n_rows, n_events)
    rows.seed(range(100, 100 + n_rows))
    rows.begin()
    return rows


@pytest.mark.parametrize(
    ("kind", "options", "n_rows"),
    [("escort", {}, 64), ("intercept", {}, 64), ("refuel", {}, 32), ("escort", {"n_agents": 2, "n_opponents": 2}, 48)],
)
def test_the_scripted_pilot_beats_chance_by_more_than_both_are_sure_of(kind, options, n_rows) -> None:
    task = jointex.gym.task(kind, **options)
    by_chance = jointex.gym.try_out(task, jointex.gym.random_pilot(task, 1), n_rows)
    by_plan = jointex.gym.try_out(task, jointex.gym.scripted_pilot(task), n_rows)
    assert by_plan.mean - by_chance.mean > 1.5 * (by_plan.half_width + by_chance.half_width)


@pytest.mark.parametrize("kind", ["escort", "intercept"])
def test_no_shot_leaves_after_bingo(kind: str) -> None:
    task = jointex.gym.task(kind, n_agents=2, n_opponents=2)
    rows = rows_of(task)
    pilot = jointex.gym.scripted_pilot(task)
    fighters, fleet, bingo_kg = rows.arrays.fighters, rows.arrays.fleet, rows.arrays.bingo_kg[:4]
    # a little above bingo, so that all come down to it while they fight
    fleet["fuel_kg"][:, :4] = bingo_kg + 260.0
    n_left = 0
    for _ in range(500):
        is_at_bingo = (fleet["fuel_kg"][:, :4] <= bingo_kg) & ~rows.is_over[:, np.newaxis]
        shots, episode = fighters["n_shots"][:, :4].copy(), rows.arrays.episodes["number"].copy()
        rows.step(pilot(rows.table.observations))
        same = (rows.arrays.episodes["number"] == episode)[:, np.newaxis]
        assert (fighters["n_shots"][:, :4] == shots)[is_at_bingo & same].all()
        n_left += int((fighters["phase"][:, :4] == Phase.GONE).sum())
        if (rows.arrays.episodes["number"] > 0).all():
            break
    assert n_left > 0
    assert (fighters["n_shots"][:, :4].sum() + shots.sum()) > 0


@pytest.mark.parametrize("kind", ["escort", "intercept"])
def test_no_shot_leaves_and_nobody_is_called_out_without_a_lock(kind: str) -> None:
    task = jointex.gym.task(kind)
    rows = rows_of(task, 48)
    place = {column.name: k for k, column in enumerate(task.observed)}
    n_targets = task.asked.n_targets
    locks = [place[f"target_{t + 1}_is_locked"] for t in range(n_targets)]
    scripted = jointex.gym.scripted_pilot(task)
    had_lock = np.zeros((48, n_targets), bool)
    n_shots = n_kills = 0
    for _ in range(600):
        number = rows.arrays.episodes["number"].copy()
        lock = rows.table.observations[:, 0, locks] > 0.0
        actions = scripted(rows.table.observations)
        actions[::2, :, 5] = 1.0  # every other one asks for a shot at every decision, whether it can have one or not
        before, kills = rows.arrays.fighters["n_shots"][:, 0].copy(), rows.arrays.agents["n_kills"][:, 0].copy()
        if n_targets == 1:
            chosen = np.zeros(48, int)
        else:
            chosen = np.minimum((0.5 * (1.0 + actions[:, 0, 6]) * n_targets).astype(int), n_targets - 1)
        rows.step(actions)
        same = rows.arrays.episodes["number"] == number
        shot = same & (rows.arrays.fighters["n_shots"][:, 0] > before)
        assert lock[np.flatnonzero(shot), chosen[shot]].all()
        had_lock[np.flatnonzero(shot), chosen[shot]] = True
        killed = same & (rows.arrays.agents["n_kills"][:, 0] > kills)
        assert had_lock[killed].any(axis=1).all()
        n_shots, n_kills = n_shots + int(shot.sum()), n_kills + int(killed.sum())
        had_lock[~same] = False
    assert n_shots > 20
    assert n_kills > 5


def test_fuel_taken_is_fuel_given() -> None:
    task = jointex.gym.task("refuel", n_agents=2)
    rows = rows_of(task, 8)
    pilot = jointex.gym.scripted_pilot(task)
    first_kg = rows.arrays.fleet["fuel_kg"].sum(axis=1)
    for _ in range(3500):
        rows.step(pilot(rows.table.observations))
        assert (rows.arrays.agents["is_connected"].sum(axis=1) <= 1).all()  # one boom
        if rows.is_over.any():
            break
        fleet = rows.arrays.fleet
        now_kg = (fleet["fuel_kg"] + fleet["burned_kg"]).sum(axis=1)
        np.testing.assert_allclose(now_kg, first_kg, rtol=1e-12)
        np.testing.assert_allclose(rows.arrays.agents["taken_kg"].sum(axis=1), rows.arrays.ways["given_kg"], rtol=1e-12)
    assert (rows.arrays.ways["given_kg"] > 500.0).all()


def test_nobody_gets_fuel_who_does_not_hold_the_place_long_enough() -> None:
    task = jointex.gym.task("refuel")
    rows = rows_of(task, 16)
    pilot = jointex.gym.scripted_pilot(task)
    held = next(k for k, column in enumerate(task.observed) if column.name == "held")
    n_flowing = 0
    for _ in range(1500):
        rows.step(pilot(rows.table.observations))
        flows = rows.table.observations[:, 0, held + 1] > 0.0
        n_flowing += int(flows.sum())
        assert (rows.table.observations[flows, 0, held] > 90.0).all()
    assert n_flowing > 100


def test_agents_left_to_chance_get_no_fuel_and_do_not_come_home() -> None:
    task = jointex.gym.task("refuel")
    trial = jointex.gym.try_out(task, jointex.gym.random_pilot(task, 1), 16)
    assert trial.endings == {"tanks dry": 1.0}
    assert (trial.returns == -1.0).all()
