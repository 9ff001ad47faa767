"""Many exercises of one agent each, side by side, in the manner of Gymnasium's vector environments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from jointex.gym.rows import MOST_SEED, Rows
from jointex.gym.single import Array, action_space, alone, check_shape, observation_space
from jointex.gym.tasks import task


class ArenaVectorEnv(VectorEnv[Array, Array, npt.NDArray[Any]]):
    """Many exercises of one agent each: one compiled loop flies all of them.

    An exercise that is over begins its next episode at the step after (`AutoresetMode.NEXT_STEP`): that step ignores its action.

    Parameters
    ----------
    kind : str
        `escort`, `intercept` or `refuel`.
    num_envs : int
        How many, 1 or more.
    **options
        As of `jointex.gym.task`.

    Raises
    ------
    ArenaError
        If it cannot be made that way: all faults at once.
    """

    metadata: dict[str, Any] = {"render_modes": [], "autoreset_mode": AutoresetMode.NEXT_STEP}

    def __init__(self, kind: str, num_envs: int = 1, **options: Any) -> None:
        self.task = alone(task(kind, **options))
        self.rows = Rows(self.task, num_envs)
        self.num_envs = num_envs
        self.single_observation_space = observation_space(self.task)
        self.single_action_space = action_space(self.task)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self._shape = (num_envs, len(self.task.actions))
        self._is_seeded = False

    def reset(
        self, *, seed: int | Sequence[int] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Array, dict[str, Any]]:
        """Begin an episode of every exercise.

        Parameters
        ----------
        seed : int or sequence of int, optional
            The first takes it, the others the numbers after it; or one for each.
        options : dict, optional
            Not used.

        Returns
        -------
        observations, infos
        """
        super().reset(seed=seed if isinstance(seed, int) else None)
        if seed is not None or not self._is_seeded:
            first = int(self.np_random.integers(MOST_SEED - self.num_envs)) if seed is None else seed
            self.rows.seed(range(first, first + self.num_envs) if isinstance(first, int) else list(first))
            self._is_seeded = True
        self.rows.begin()
        return self.rows.table.observations[:, 0].copy(), {}

    def step(
        self, actions: Array
    ) -> tuple[Array, npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any], dict[str, Any]]:
        """Fly one decision of every exercise.

        Parameters
        ----------
        actions : array (num_envs, n_actions)
            -1 to 1 each.

        Returns
        -------
        observations, rewards, terminations, truncations, infos
            `infos["ending"]` says why those are over that are, where any is.

        Raises
        ------
        ArenaError
            If the actions have another shape.
        """
        check_shape(actions, self._shape)
        self.rows.step(actions[:, np.newaxis])
        table, is_over = self.rows.table, self.rows.is_over
        infos: dict[str, Any] = {}
        if is_over.any():
            words = [self.rows.ending(e, 0) if is_over[e] else "" for e in range(self.num_envs)]
            infos = {"ending": np.array(words), "_ending": is_over}
        return (
            table.observations[:, 0].copy(),
            table.rewards[:, 0].copy(),
            is_over,
            np.zeros(self.num_envs, np.bool_),
            infos,
        )
