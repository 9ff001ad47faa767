"""Rows of a task: what all faces of this room step through."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from jointex.engine.arena.combat import Sides, new_crowd
from jointex.engine.arena.fights import step_fights
from jointex.engine.arena.fuel import new_tank
from jointex.engine.arena.rules import Out
from jointex.engine.arena.tanking import step_tanking
from jointex.errors import ArenaError, Fault
from jointex.fleet.log import Ending
from jointex.gym.tasks import Task

MOST_SEED = 2**63 - 1
ENDINGS = {
    Out.NOT: "none",
    Out.CALLED: "called out",
    Out.FUEL: "bingo",
    Out.OVER: "time",
    Out.HOME: "home",
    Out.DRY: "tanks dry",
}
"""Why an agent is done, in words."""
FIGHT_ENDINGS = {
    Ending.TIME: "time",
    Ending.NO_OPPONENTS: "one side gone",
    Ending.BUBBLE: "bubble",
    Ending.HARD_DECK: "hard deck",
    Ending.PROTECTED_GONE: "bombers gone",
}
"""Why a fight is over that agents are still in."""


class Rows:
    """Exercises side by side, and what their agents see and get.

    Parameters
    ----------
    task : Task
    n_rows : int
        How many, 1 or more.
    n_events : int
        Events that are kept in `arrays.events`, of all rows together; fights only.

    Attributes
    ----------
    table : Table
        Actions in; observations, rewards and who is done out. The arrays are written over by the next step.
    arrays : Crowd or Tank
        The state itself.
    """

    def __init__(self, task: Task, n_rows: int, n_events: int = 0) -> None:
        if not isinstance(n_rows, int) or isinstance(n_rows, bool) or n_rows < 1:
            raise ArenaError(Fault("must be a whole number, 1 or more", key="num_envs", value=repr(n_rows)))
        self.task, self.n_rows = task, n_rows
        self.arrays: Any
        if isinstance(task.asked, Sides):
            self.arrays, self.table = new_crowd(task.asked, n_rows, n_events, task.folders)
            self._step: Any = step_fights
        else:
            self.arrays, self.table = new_tank(task.asked, n_rows, task.folders)
            self._step = step_tanking

    def seed(self, seeds: Sequence[int]) -> None:
        """Give every row a seed, and begin with its episode 0.

        Parameters
        ----------
        seeds : sequence of int
            One for each row, 0 to 2^63 - 1.

        Raises
        ------
        ArenaError
            If one is none.
        """
        for seed in seeds:
            if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or not 0 <= seed <= MOST_SEED:
                raise ArenaError(Fault("must be a whole number from 0 to 2^63 - 1", key="seed", value=repr(seed)))
        self.arrays.settings["seed"][:, 0] = np.array(seeds, np.int64)
        self.arrays.episodes["number"] = -1

    def begin(self) -> None:
        """Begin the next episode of every row."""
        self.arrays.episodes["is_over"] = 1
        self._step(self.arrays, self.table, 0)

    def step(self, actions: npt.ArrayLike) -> int:
        """Fly one decision; rows that are over begin their next episode instead.

        Parameters
        ----------
        actions : array (n_rows, n_agents, n_actions)
            -1 to 1 each.

        Returns
        -------
        int
            Decisions of agents that were flown.
        """
        self.table.actions[...] = actions
        return int(self._step(self.arrays, self.table, self.task.decision_s))

    @property
    def is_over(self) -> npt.NDArray[np.bool_]:
        """Which rows are over, (n_rows,)."""
        over: npt.NDArray[np.bool_] = self.arrays.episodes["is_over"] == 1
        return over

    def ending(self, row: int, agent: int) -> str:
        """Return why an agent is done: a value of `ENDINGS` or `FIGHT_ENDINGS`."""
        reason, ending = Out(int(self.arrays.agents["reason"][row, agent])), int(self.arrays.episodes["ending"][row])
        return FIGHT_ENDINGS[Ending(ending)] if reason == Out.OVER and ending >= 0 else ENDINGS[reason]

    def __deepcopy__(self, memo: dict[int, Any]) -> Rows:
        """Return a copy that flies on by itself."""
        twin = object.__new__(Rows)
        twin.task, twin.n_rows, twin._step = self.task, self.n_rows, self._step
        twin.arrays, twin.table = copy.deepcopy(self.arrays, memo), copy.deepcopy(self.table, memo)
        return twin
