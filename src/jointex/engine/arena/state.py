"""The arrays of many exercises side by side: one row for each, flown by the same kernels as a run.

Agents come first among the aircraft of a row, then those that the engine flies against them, then who is protected. Draws are
keyed by the seed of a row and the number of its episode, so that a row is the same whatever stands beside it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jointex.engine.sky import Sky

EPISODE = np.dtype(
    [
        ("time_s", "f8"),
        ("number", "i8"),
        ("is_over", "i4"),
        ("ending", "i4"),
    ],
    align=True,
)
"""How far a row has come: seconds flown, number of the episode from 0 (-1 before the first), whether it is over, and the
`Ending` of a fight, -1 while there is none."""

AGENT = np.dtype(
    [
        ("fuel_line_kg", "f8"),
        ("lasts_kg_s", "f8"),
        ("order_north", "f8"),
        ("order_east", "f8"),
        ("order_mach", "f8"),
        ("order_altitude_m", "f8"),
        ("order_load_factor", "f8"),
        ("order_wet", "i4"),
        # simulated combat
        ("is_out", "i4"),
        ("reason", "i4"),
        ("n_kills", "i4"),
        # taking fuel
        ("hold_s", "f8"),
        ("taken_kg", "f8"),
        ("wanted_kg", "f8"),
        ("is_in_box", "i4"),
        ("is_connected", "i4"),
        ("is_home", "i4"),
    ],
    align=True,
)
"""An agent, beside its record in the fleet: bingo or reserve fuel [kg], its orders of flight, whether and why it is out (see
`engine.arena.rules.Out`), valid training kills; how long it has held its place behind the tanker [s], fuel taken, and fuel it
lacked when that began to flow [kg]."""


class Crowd(NamedTuple):
    """Rows of simulated combat.

    Arrays up to `counts`, and those of the picture that a run changes, have a row for each exercise. What follows is shared and
    never changed: `first_...` is what an episode begins with before its draws, `bingo_kg` the fuel at which each aircraft leaves,
    `rules` one record of `engine.arena.rules.FIGHT_RULES`, `bounds` the least and the most of each number that is observed.
    """

    fleet: NDArray[Any]
    fighters: NDArray[Any]
    shots: NDArray[Any]
    shown: NDArray[Any]
    senses: NDArray[Any]
    agents: NDArray[Any]
    episodes: NDArray[Any]
    settings: NDArray[Any]
    tallies: NDArray[Any]
    counts: NDArray[np.int64]
    sky: Sky
    first_fleet: NDArray[Any]
    flights: NDArray[Any]
    first_shown: NDArray[Any]
    cast: NDArray[Any]
    bingo_kg: NDArray[np.float64]
    capacity_kg: NDArray[np.float64]
    classes: NDArray[Any]
    reach: NDArray[np.float64]
    calls: NDArray[np.float64]
    events: NDArray[Any]
    ledger: NDArray[Any]
    track_rows: NDArray[Any]
    rules: NDArray[Any]
    bounds: NDArray[np.float32]


class Tank(NamedTuple):
    """Rows of taking fuel: agents, and behind them their tanker. Shared and never changed from `first_fleet` on."""

    fleet: NDArray[Any]
    agents: NDArray[Any]
    episodes: NDArray[Any]
    settings: NDArray[Any]
    ways: NDArray[Any]
    first_fleet: NDArray[Any]
    rules: NDArray[Any]
    bounds: NDArray[np.float32]


class Table(NamedTuple):
    """What goes in and out at a step: actions, observations and rewards of all agents of all rows, and who is done."""

    actions: NDArray[np.float32]
    observations: NDArray[np.float32]
    rewards: NDArray[np.float64]
    is_done: NDArray[np.bool_]


def new_table(n_rows: int, n_agents: int, n_actions: int, n_observed: int) -> Table:
    """Return an empty table.

    Parameters
    ----------
    n_rows, n_agents, n_actions, n_observed : int

    Returns
    -------
    Table
    """
    return Table(
        np.zeros((n_rows, n_agents, n_actions), np.float32),
        np.zeros((n_rows, n_agents, n_observed), np.float32),
        np.zeros((n_rows, n_agents)),
        np.zeros((n_rows, n_agents), np.bool_),
    )


def rows_of(first: NDArray[Any], n_rows: int) -> NDArray[Any]:
    """Return as many copies of an array, one behind the other."""
    return np.repeat(first[np.newaxis], n_rows, axis=0)


SHARED = ("first", "sensors", "nets", "who", "columns")
"""Arrays of a picture that no run changes."""


def rows_of_sky(sky: Sky, n_rows: int) -> Sky:
    """Return the working arrays of as many pictures."""
    return Sky(*(one if name in SHARED else rows_of(one, n_rows) for name, one in sky._asdict().items()))


def named(arrays: Any) -> Any:
    """Return the same arrays with fields by name, as plain Python needs them."""
    found = [
        named(one) if isinstance(one, tuple) else one.view(np.recarray) if one.dtype.names else one for one in arrays
    ]
    return type(arrays)(*found)
