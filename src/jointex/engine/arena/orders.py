"""From what an agent chooses, numbers from -1 to 1, to orders of flight; every arena has the same."""

from __future__ import annotations

import math
from typing import Any

from jointex.earth.atmosphere import isa_temperature_k, speed_of_sound_m_s
from jointex.flight.turning import rotated
from jointex.kernel import kernel

TURN_RAD = 0.5 * math.pi
"""Farthest that a nose is ordered aside at a decision [rad]: more than any aircraft turns in some seconds."""
SPEED_MACH = 0.2
"""Most by which a speed is ordered to change at a decision: beyond it, thrust is at its limit anyway."""
HEIGHT_M = 500.0
"""Most by which a height is ordered to change at a decision [m]: beyond it, the climb is as steep as it gets."""
LEAST_MACH = 0.4
"""Least Mach number that is ordered; the stall comes first."""
LEAST_G = 1.5
"""Load factor of the gentlest turns that are ordered [g]."""
TURN, SPEED, HEIGHT, LOAD, BURNER, SHOT, TARGET = range(7)
"""Columns of actions."""
N_FLIGHT = 5
"""How many of them order the flight."""
SHORT_ABOVE, MEDIUM_ABOVE = -1.0 / 3.0, 1.0 / 3.0
"""Where the number for a shot begins to ask for one of the short class, and of the medium one."""


@kernel
def bounded(value: float) -> float:
    """Return a number an agent gave, from -1 to 1; what is no number counts as 0."""
    if not -1.0 <= value <= 1.0:
        return 1.0 if value > 1.0 else (-1.0 if value < -1.0 else 0.0)
    return float(value)


@kernel
def take_orders(a: Any, agent: Any, actions: Any, lowest_m: float) -> None:
    """Write the orders of one decision.

    Parameters
    ----------
    a : record of fleet.aircraft.AIRCRAFT
    agent : record of engine.arena.state.AGENT
        Its orders are written.
    actions : array (n_actions,)
        -1 to 1 each.
    lowest_m : float
        Lowest height that is ordered [m].
    """
    turned_rad = TURN_RAD * bounded(actions[TURN])
    agent.order_north, agent.order_east = rotated(a.heading_north, a.heading_east, turned_rad)
    mach = a.true_airspeed_m_s / speed_of_sound_m_s(isa_temperature_k(a.altitude_m))
    agent.order_mach = max(LEAST_MACH, mach + SPEED_MACH * bounded(actions[SPEED]))
    altitude_m = a.altitude_m + HEIGHT_M * bounded(actions[HEIGHT])
    agent.order_altitude_m = min(a.ceiling_m, max(lowest_m, altitude_m))
    share = 0.5 * (1.0 + bounded(actions[LOAD]))
    agent.order_load_factor = LEAST_G + share * max(0.0, a.load_factor_limit - LEAST_G)
    agent.order_wet = 1 if bounded(actions[BURNER]) > 0.0 else 0


@kernel
def in_nose_frame(a: Any, north: float, east: float) -> Any:
    """Return how far a vector over ground goes forward and to the right, seen along an aircraft's nose."""
    return north * a.heading_north + east * a.heading_east, east * a.heading_north - north * a.heading_east


@kernel
def bring_within(row: Any, bounds: Any) -> None:
    """Hold every number of an observation within its bounds."""
    for k in range(row.shape[0]):
        row[k] = min(bounds[k, 1], max(bounds[k, 0], row[k]))
