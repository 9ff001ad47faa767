"""Environments for agents that learn: escort, intercept, refuel and return, flown by the engine of the exercises.

`import jointex.gym` registers them with Gymnasium: `gymnasium.make("jointex/Escort-v0")`, and `gymnasium.make_vec` for many side by
side. `parallel_env` gives several agents in the manner of PettingZoo, `Rows` the arrays that both stand on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

MISSING = "jointex.gym needs gymnasium and pettingzoo: pip install 'jointex[gym]'"

try:
    import gymnasium

    from jointex.gym.baselines import Trial, random_pilot, scripted_pilot, try_out
    from jointex.gym.rows import Rows
    from jointex.gym.single import ArenaEnv
    from jointex.gym.tasks import Task, task
    from jointex.gym.vector import ArenaVectorEnv
except ModuleNotFoundError as error:
    if error.name != "gymnasium":
        raise
    raise ModuleNotFoundError(MISSING, name=error.name) from None

if TYPE_CHECKING:
    from jointex.gym.parallel import ArenaParallelEnv

__all__ = [
    "IDS",
    "ArenaEnv",
    "ArenaVectorEnv",
    "Rows",
    "Task",
    "Trial",
    "parallel_env",
    "random_pilot",
    "scripted_pilot",
    "task",
    "try_out",
]

IDS = {"escort": "jointex/Escort-v0", "intercept": "jointex/Intercept-v0", "refuel": "jointex/RefuelAndReturn-v0"}
"""Under which names the tasks stand in Gymnasium."""


def parallel_env(kind: str, **options: Any) -> ArenaParallelEnv:
    """Return an environment of several agents, in the manner of PettingZoo.

    Parameters
    ----------
    kind : str
        `escort`, `intercept` or `refuel`.
    **options
        As of `task`; two agents unless `n_agents` says otherwise.

    Returns
    -------
    ArenaParallelEnv

    Raises
    ------
    ArenaError
        If it cannot be made that way: all faults at once.
    ModuleNotFoundError
        If PettingZoo is not there.
    """
    try:
        from jointex.gym.parallel import ArenaParallelEnv
    except ModuleNotFoundError as error:
        if error.name != "pettingzoo":
            raise
        raise ModuleNotFoundError(MISSING, name=error.name) from None
    return ArenaParallelEnv(kind, **options)


def _register() -> None:
    """Tell Gymnasium of the environments."""
    for kind, name in IDS.items():
        if name not in gymnasium.registry:
            gymnasium.register(
                name,
                entry_point="jointex.gym.single:ArenaEnv",
                vector_entry_point="jointex.gym.vector:ArenaVectorEnv",
                kwargs={"kind": kind},
            )


_register()
