"""Under which numbers flights and aircraft draw: the same whoever else is in the plan, so that two plans share their luck."""

from __future__ import annotations

from typing import NamedTuple

from jointex.planning import Plan
from jointex.planning.plan import in_order

TANKERS_FROM = 1_000_000
"""Numbers of tankers begin here: above those of all other aircraft, so that a tanker more or less moves nobody's."""


class DrawNumbers(NamedTuple):
    """Number of a flight, and of its first aircraft; the others follow."""

    flight: int
    aircraft: int


def draw_numbers(plan: Plan) -> dict[str, DrawNumbers]:
    """Return under which numbers the flights of a scenario draw, by id.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    dict of str to DrawNumbers
        Also of tankers that the plan leaves on the ground. Without tankers these are the places in the plan.
    """
    numbers = {}
    next_free = {False: DrawNumbers(0, 0), True: DrawNumbers(TANKERS_FROM, TANKERS_FROM)}
    for flight in in_order(plan.scenario):
        own = next_free[flight.is_tanker]
        numbers[flight.id] = own
        next_free[flight.is_tanker] = DrawNumbers(own.flight + 1, own.aircraft + flight.count)
    return numbers
