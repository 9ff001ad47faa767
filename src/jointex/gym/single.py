"""One agent at a time: the environments in the manner of Gymnasium."""

from __future__ import annotations

from typing import Any, cast

import gymnasium
import numpy as np
import numpy.typing as npt
from gymnasium import spaces

from jointex.engine.arena.tables import Column, bounds_of
from jointex.errors import ArenaError, Fault
from jointex.gym.rows import MOST_SEED, Rows
from jointex.gym.tasks import Task, task

Array = npt.NDArray[np.float32]
Space = spaces.Space[Array]


def action_space(asked: Task) -> Space:
    """Return what an agent may choose: numbers from -1 to 1, in the order of `Task.actions`."""
    return _box(asked.actions)


def observation_space(asked: Task) -> Space:
    """Return what an agent may see, in the units and within the bounds of `Task.observed`."""
    return _box(asked.observed)


def _box(columns: tuple[Column, ...]) -> Space:
    """Return the space of columns."""
    bounds = bounds_of(columns)
    return cast(Space, spaces.Box(bounds[:, 0].copy(), bounds[:, 1].copy(), dtype=np.float32))


def alone(asked: Task) -> Task:
    """Return the task if it has one agent.

    Raises
    ------
    ArenaError
        If it has several.
    """
    if asked.n_agents != 1:
        hint = "jointex.gym.parallel_env takes several agents, jointex.gym.Rows many exercises of several."
        raise ArenaError(Fault("must be 1 here", key="n_agents", value=str(asked.n_agents), hint=hint))
    return asked


class ArenaEnv(gymnasium.Env[Array, Array]):
    """One agent in one exercise.

    Parameters
    ----------
    kind : str
        `escort`, `intercept` or `refuel`.
    **options
        As of `jointex.gym.task`.

    Raises
    ------
    ArenaError
        If it cannot be made that way: all faults at once.
    """

    metadata: dict[str, Any] = {"render_modes": []}

    def __init__(self, kind: str, **options: Any) -> None:
        self.render_mode: str | None = None
        self.task = alone(task(kind, **options))
        self.rows = Rows(self.task, 1)
        self.observation_space = observation_space(self.task)
        self.action_space = action_space(self.task)
        self._is_seeded = False

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Array, dict[str, Any]]:
        """Begin an episode: the first of a seed, or the next one where none is given.

        Parameters
        ----------
        seed : int, optional
            0 to 2^63 - 1; drawn from the system where the first call has none.
        options : dict, optional
            Not used.

        Returns
        -------
        observation, info
        """
        super().reset(seed=seed)
        if seed is not None or not self._is_seeded:
            self.rows.seed([int(self.np_random.integers(MOST_SEED)) if seed is None else seed])
            self._is_seeded = True
        self.rows.begin()
        return self._observation(), {}

    def step(self, action: Array) -> tuple[Array, float, bool, bool, dict[str, Any]]:
        """Fly one decision.

        Parameters
        ----------
        action : array (n_actions,)
            -1 to 1 each.

        Returns
        -------
        observation, reward, terminated, truncated, info
            `info["ending"]` says why it is over.

        Raises
        ------
        ArenaError
            If the episode has not begun or is over, or the action has another shape.
        """
        if not self._is_seeded or self.rows.is_over[0]:
            raise ArenaError(Fault("must come after reset: the episode has not begun or is over", key="step"))
        check_shape(action, (len(self.task.actions),))
        self.rows.step(action)
        is_over = bool(self.rows.is_over[0])
        info = {"ending": self.rows.ending(0, 0)} if is_over else {}
        return self._observation(), float(self.rows.table.rewards[0, 0]), is_over, False, info

    def _observation(self) -> Array:
        """Return a copy of the present observation."""
        observation: Array = self.rows.table.observations[0, 0].copy()
        return observation


def check_shape(actions: Any, wanted: tuple[int, ...]) -> None:
    """Raise where actions have another shape than is asked for.

    Parameters
    ----------
    actions : array
    wanted : tuple of int

    Raises
    ------
    ArenaError
        With both shapes.
    """
    if np.shape(actions) != wanted:
        raise ArenaError(Fault(f"must have the shape {wanted}", key="action", value=str(np.shape(actions))))
