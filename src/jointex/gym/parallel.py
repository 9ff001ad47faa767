"""Several agents in one exercise, in the manner of PettingZoo's parallel environments."""

from __future__ import annotations

from typing import Any

import numpy as np
from pettingzoo import ParallelEnv

from jointex.errors import ArenaError, Fault, nearest_name
from jointex.gym.rows import MOST_SEED, Rows
from jointex.gym.single import Array, Space, action_space, check_shape, observation_space
from jointex.gym.tasks import task

USUAL_AGENTS = 2
"""Agents where nothing is said."""


class ArenaParallelEnv(ParallelEnv[str, Array, Array]):  # type: ignore[misc]
    """Several agents in one exercise; one that is called out, at bingo, home or dry leaves the others to it.

    Parameters
    ----------
    kind : str
        `escort`, `intercept` or `refuel`.
    **options
        As of `jointex.gym.task`; `n_agents` is 2 unless it says otherwise, and in fights so are `n_opponents`.

    Raises
    ------
    ArenaError
        If it cannot be made that way: all faults at once.
    """

    metadata: dict[str, Any] = {"render_modes": [], "name": "jointex_arena_v0", "is_parallelizable": True}

    def __init__(self, kind: str, **options: Any) -> None:
        usual = (
            {"n_agents": USUAL_AGENTS} if kind == "refuel" else {"n_agents": USUAL_AGENTS, "n_opponents": USUAL_AGENTS}
        )
        self.task = task(kind, **{**usual, **options})
        self.metadata = {**self.metadata, "name": f"jointex_{kind}_v0"}
        self.render_mode: str | None = None
        self.rows = Rows(self.task, 1)
        self.possible_agents = [f"agent_{i + 1}" for i in range(self.task.n_agents)]
        self.agents: list[str] = []
        self.observation_spaces = {agent: observation_space(self.task) for agent in self.possible_agents}
        self.action_spaces = {agent: action_space(self.task) for agent in self.possible_agents}
        self._numbers = {agent: i for i, agent in enumerate(self.possible_agents)}
        self._is_seeded = False

    def observation_space(self, agent: str) -> Space:
        """Return what an agent may see."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> Space:
        """Return what an agent may choose."""
        return self.action_spaces[agent]

    def reset(
        self, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Array], dict[str, dict[str, Any]]]:
        """Begin an episode: the first of a seed, or the next one where none is given.

        Parameters
        ----------
        seed : int, optional
            0 to 2^63 - 1; drawn from the system where the first call has none.
        options : dict, optional
            Not used.

        Returns
        -------
        observations, infos
            By agent.
        """
        if seed is not None or not self._is_seeded:
            self.rows.seed([int(np.random.default_rng().integers(MOST_SEED)) if seed is None else seed])
            self._is_seeded = True
        self.rows.begin()
        self.agents = list(self.possible_agents)
        return {agent: self._observation(agent) for agent in self.agents}, {agent: {} for agent in self.agents}

    def step(
        self, actions: dict[str, Array]
    ) -> tuple[dict[str, Array], dict[str, float], dict[str, bool], dict[str, bool], dict[str, dict[str, Any]]]:
        """Fly one decision of all agents that are still in.

        Parameters
        ----------
        actions : dict of str to array (n_actions,)
            -1 to 1 each, for every agent in `agents`.

        Returns
        -------
        observations, rewards, terminations, truncations, infos
            By agent, of those that were in before; `infos[agent]["ending"]` says why one is done.

        Raises
        ------
        ArenaError
            If an agent is missing or unknown, or an action has another shape: all faults at once.
        """
        self._check(actions)
        if not self.agents:
            return {}, {}, {}, {}, {}
        for agent in self.agents:
            self.rows.table.actions[0, self._numbers[agent]] = actions[agent]
        self.rows.step(self.rows.table.actions)
        here, table = self.agents, self.rows.table
        done = {agent: bool(table.is_done[0, self._numbers[agent]]) for agent in here}
        self.agents = [agent for agent in here if not done[agent]]
        return (
            {agent: self._observation(agent) for agent in here},
            {agent: float(table.rewards[0, self._numbers[agent]]) for agent in here},
            done,
            dict.fromkeys(here, False),
            {agent: {"ending": self.rows.ending(0, self._numbers[agent])} if done[agent] else {} for agent in here},
        )

    def _check(self, actions: dict[str, Array]) -> None:
        """Raise where actions are not those of the agents that are in."""
        faults = [Fault("must have an action", key=agent) for agent in self.agents if agent not in actions]
        faults += [
            Fault("is no agent of this environment", key=agent, hint=nearest_name(agent, self.possible_agents))
            for agent in actions
            if agent not in self._numbers
        ]
        if faults:
            raise ArenaError(faults)
        for agent in self.agents:
            check_shape(actions[agent], (len(self.task.actions),))

    def _observation(self, agent: str) -> Array:
        """Return a copy of what an agent sees now."""
        observation: Array = self.rows.table.observations[0, self._numbers[agent]].copy()
        return observation
