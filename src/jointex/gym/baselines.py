"""Pilots to compare with: one that chooses at random, and scripted ones that read nothing but the observation.

They take and return arrays of any leading shape, so that they fly one agent or ten thousand.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jointex.gym.rows import Rows
from jointex.gym.tasks import Task

Array = npt.NDArray[np.float32]
Pilot = Callable[[Array], Array]

NORMAL_95 = 1.96
"""Standard deviations of a normal mean on either side that hold 95 %."""

SOUND_M_S = 303.0
"""Speed of sound by which Mach numbers are turned into speeds here [m/s]: that of 9 km in standard air."""
SHOOT_SHARE = 0.5
"""How far beyond the sure reach of a shot the scripted fighter shoots, as a share of what lies between that and the farthest."""
CRANK_RAD = math.radians(50.0)
"""How far it turns aside while a shot is to be guided [rad]."""
SALVO_S = 15.0
"""Least time between two of its shots [s]."""
CLOSE_KM = 8.0
"""Nearer than this it takes a short shot [km]."""
FIGHT_MACH, FIGHT_KM, BURNER_KG = 1.05, 10.0, 300.0
"""Mach number and height it fights at [km], and fuel above bingo down to which it uses the afterburner [kg]."""
TOP_CLOSURE_M_S = 200.0
"""Most by which the scripted receiver closes on the tanker [m/s]."""
EASE_M_S2, EASE_S = 1.2, 20.0
"""How it slows down on its way to the tanker [m/s2], and the time constant with which it closes the last of it [s]."""
TOP_MACH = 0.85
"""Fastest that it flies to the tanker: faster costs more fuel than waiting for it to come back on its racetrack."""
TAKES_MORE_KG = 500.0
"""How much more than it lacks the scripted receiver takes [kg]: for turning, climbing, and coming home by another way."""
HOME_MACH, HOME_KM = 0.8, 9.0
"""Mach number and height of its way home [km]."""


def random_pilot(task: Task, seed: int) -> Pilot:
    """Return a pilot that draws every number anew, uniform between its bounds.

    Parameters
    ----------
    task : Task
    seed : int

    Returns
    -------
    callable
        Observations (..., n_observed) in, actions (..., n_actions) out.
    """
    draws = np.random.default_rng(seed)
    n_actions = len(task.actions)

    def choose(observed: Array) -> Array:
        return draws.uniform(-1.0, 1.0, (*observed.shape[:-1], n_actions)).astype(np.float32)

    return choose


def scripted_pilot(task: Task) -> Pilot:
    """Return the scripted pilot of a task.

    Parameters
    ----------
    task : Task

    Returns
    -------
    callable
        Observations (..., n_observed) in, actions (..., n_actions) out.
    """
    if task.kind == "refuel":
        return _receiver(task)
    return _fighter(task)


def _fighter(task: Task) -> Pilot:
    """Return a fighter that flies at the nearest it knows of, shoots within reach, cranks, and notches when shot at."""
    place = {column.name: k for k, column in enumerate(task.observed)}
    n_targets = sum(name.startswith("target_") and name.endswith("_is_in") for name in place)

    def of(observed: Array, what: str) -> npt.NDArray[np.float64]:
        """Return a number of all targets: (..., n_targets)."""
        return np.stack([observed[..., place[f"target_{t + 1}_{what}"]] for t in range(n_targets)], -1).astype(float)

    def choose(observed: Array) -> Array:
        get = {name: observed[..., k].astype(float) for name, k in place.items() if not name.startswith("target_")}
        forward, right = of(observed, "forward"), of(observed, "right")
        known = (of(observed, "is_known") > 0.0) & (of(observed, "is_in") > 0.0)
        far = np.where(known, np.hypot(forward, right), np.inf)
        nearest = np.argmin(far, axis=-1)

        def mine(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
            return np.take_along_axis(values, nearest[..., np.newaxis], -1)[..., 0]

        has_target = np.isfinite(mine(far))
        f, r = mine(forward), mine(right)
        distance = np.maximum(0.1, np.hypot(f, r))
        bearing = np.arctan2(r, f)
        # lead: turn with what the target flies across the line of sight
        across = (mine(of(observed, "right_speed")) * f - mine(of(observed, "forward_speed")) * r) / distance
        lead = np.arcsin(np.clip(across / (SOUND_M_S * np.maximum(0.4, get["mach"])), -0.8, 0.8))
        turn = np.where(has_target, bearing + lead, np.arctan2(get["protected_right"], get["protected_forward"]))
        if task.kind == "escort":
            waits = np.arctan2(get["start_right"], get["start_forward"])
            turn = np.where(has_target, turn, waits)
        is_guiding = (get["shots_guided"] > 0.0) & has_target
        turn = np.where(is_guiding, bearing - np.copysign(CRANK_RAD, bearing), turn)
        is_shot_at = get["is_threatened"] > 0.0
        threat = np.arctan2(get["threat_right"], get["threat_forward"])
        turn = np.where(is_shot_at, threat - np.copysign(0.5 * math.pi, threat), turn)
        reach, sure = mine(of(observed, "reach")), mine(of(observed, "sure_reach"))
        is_near = distance < sure + SHOOT_SHARE * np.maximum(0.0, reach - sure)
        shoots = has_target & is_near & (np.abs(bearing) < math.radians(60.0)) & (get["since_shot"] > SALVO_S)
        shoots &= (mine(of(observed, "is_locked")) > 0.0) & ~is_shot_at
        is_close = distance < CLOSE_KM
        chosen = np.where(shoots, np.where(is_close & (get["short_left"] > 0.0), 0.0, 1.0), -1.0)
        actions = np.zeros((*observed.shape[:-1], len(task.actions)), np.float32)
        actions[..., 0] = np.clip(_around(turn) / (0.5 * math.pi), -1.0, 1.0)
        actions[..., 1] = np.clip((FIGHT_MACH - get["mach"]) / 0.2, -1.0, 1.0)
        actions[..., 2] = np.clip((FIGHT_KM - get["altitude"]) / 0.5, -1.0, 1.0)
        actions[..., 3] = 0.0
        actions[..., 4] = np.where(has_target & (get["fuel_over_bingo"] > BURNER_KG), 1.0, -1.0)
        actions[..., 5] = chosen
        if n_targets > 1:
            actions[..., 6] = 2.0 * (nearest + 0.5) / n_targets - 1.0
        return actions

    return choose


def _receiver(task: Task) -> Pilot:
    """Return a receiver that flies at the place behind the tanker until it has its fuel, then home."""
    place = {column.name: k for k, column in enumerate(task.observed)}

    def choose(observed: Array) -> Array:
        get = {name: observed[..., k].astype(float) for name, k in place.items()}
        speed = get["mach"] * SOUND_M_S
        is_near = np.hypot(get["tanker_forward"], get["tanker_right"]) < 1.9
        forward = np.where(is_near, get["place_forward"], 1000.0 * get["tanker_forward"])
        right = np.where(is_near, get["place_right"], 1000.0 * get["tanker_right"])
        distance = np.maximum(1.0, np.hypot(forward, right))
        closure = np.minimum(np.minimum(TOP_CLOSURE_M_S, distance / EASE_S), np.sqrt(2.0 * EASE_M_S2 * distance))
        # what it turns in the second to come
        ahead = np.radians(get["tanker_turn"])
        wanted_forward = speed + get["speed_over_forward"] + closure * forward / distance
        wanted_right = get["speed_over_right"] + closure * right / distance
        turn = np.arctan2(wanted_right, wanted_forward) + np.where(is_near, ahead, 0.0)
        wanted_mach = np.minimum(TOP_MACH, np.hypot(wanted_forward, wanted_right) / SOUND_M_S)
        up = get["place_up"]
        has_enough = np.where(
            get["is_connected"] > 0.0, get["fuel_lacking"] <= -TAKES_MORE_KG, get["fuel_over_home"] > 0.0
        )
        goes_home = has_enough & (get["fuel_lacking"] <= TAKES_MORE_KG)
        turn = np.where(goes_home, np.arctan2(get["home_right"], get["home_forward"]), turn)
        wanted_mach = np.where(goes_home, HOME_MACH, wanted_mach)
        up = np.where(goes_home, 1000.0 * (HOME_KM - get["altitude"]), up)
        actions = np.zeros((*observed.shape[:-1], len(task.actions)), np.float32)
        actions[..., 0] = np.clip(_around(turn) / (0.5 * math.pi), -1.0, 1.0)
        actions[..., 1] = np.clip((wanted_mach - get["mach"]) / 0.2, -1.0, 1.0)
        actions[..., 2] = np.clip(up / 500.0, -1.0, 1.0)
        actions[..., 3] = 0.0
        actions[..., 4] = -1.0
        return actions

    return choose


def _around(angle: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return angles from -pi to pi [rad]."""
    turned: npt.NDArray[np.float64] = np.remainder(angle + math.pi, 2.0 * math.pi) - math.pi
    return turned


@dataclass(frozen=True)
class Trial:
    """What a pilot's episodes were worth.

    Attributes
    ----------
    returns : array (n_episodes * n_agents,)
        Sum of rewards of each agent in each episode.
    endings : dict of str to float
        Share of agents by why they were done, the most frequent first.
    n_decisions : int
        Decisions that were flown.
    """

    returns: npt.NDArray[np.float64]
    endings: dict[str, float]
    n_decisions: int

    @property
    def mean(self) -> float:
        """Mean return of an agent's episode."""
        return float(self.returns.mean())

    @property
    def half_width(self) -> float:
        """Half of the 95 % interval of the mean."""
        return float(NORMAL_95 * self.returns.std(ddof=1) / math.sqrt(len(self.returns)))


def try_out(task: Task, pilot: Pilot, n_episodes: int, seed: int = 1) -> Trial:
    """Fly the first episodes of as many seeds with a pilot.

    Parameters
    ----------
    task : Task
    pilot : callable
        Observations (n_episodes, n_agents, n_observed) in, actions (n_episodes, n_agents, n_actions) out.
    n_episodes : int
        2 or more, side by side.
    seed : int
        Of the first; the others take the numbers after it.

    Returns
    -------
    Trial
    """
    rows = Rows(task, n_episodes)
    rows.seed(range(seed, seed + n_episodes))
    rows.begin()
    returns, is_on, n_decisions = np.zeros(rows.table.rewards.shape), np.ones(n_episodes, bool), 0
    endings: Counter[str] = Counter()
    while is_on.any():
        is_in = ~rows.table.is_done & is_on[:, np.newaxis]
        rows.step(pilot(rows.table.observations))
        n_decisions += int(is_in.sum())
        returns += rows.table.rewards * is_on[:, np.newaxis]
        just_done = rows.table.is_done & is_in
        endings.update(rows.ending(int(row), int(agent)) for row, agent in np.argwhere(just_done))
        is_on &= ~rows.is_over
    shares = {why: count / endings.total() for why, count in endings.most_common()}
    return Trial(returns.ravel(), shares, n_decisions)
