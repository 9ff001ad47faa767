"""How many tanker sorties carry the brackets of a ferry: each goes out to some of them in a row and home, or along."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jointex.calc.distances import between
from jointex.calc.ferries import Pace, burned
from jointex.calc.offloads import most_given
from jointex.calc.questions import Place
from jointex.flight.performance import best_range_cruise
from jointex.units import NAUTICAL_MILE_M, nautical_miles

LEAST_RADIUS_M = 600.0 * NAUTICAL_MILE_M
"""Least radius up to which the give is worked out [m]."""

FAR_M = 100e3
"""Way over which burn in formation is compared with the best [m]."""


@dataclass(frozen=True)
class TankerLeg:
    """Tankers that serve some brackets in a row.

    Attributes
    ----------
    first, last : int
        Numbers of the first and last bracket, from 1.
    from_base, to_base : str
        Where they take off and land.
    way_nm : float
        How far they fly in all [NM].
    give_kg : float
        What each can give on such a way [kg].
    needed_kg : float
        What is needed from them together [kg].
    tankers : int
        How many fly.
    """

    first: int
    last: int
    from_base: str
    to_base: str
    way_nm: float
    give_kg: float
    needed_kg: float
    tankers: int


class Giving:
    """What a tanker gives over the whole way it flies, from a parabola through three radii.

    Parameters
    ----------
    a : record
        The tanker, from `loadout.kernel_argument`.
    fuel_kg, limit_kg : float
        Fuel loaded, and the most it may give [kg].
    pace : Pace
        Level and speed of the formation: what they cost above long-range cruise is added to the burn.
    way_m : float
        Length of the ways that are asked about, roughly [m].
    """

    def __init__(self, a: Any, fuel_kg: float, limit_kg: float, pace: Pace, way_m: float) -> None:
        self.limit_kg = limit_kg
        far_m = max(0.5 * way_m, LEAST_RADIUS_M)
        self._radii_m = (LEAST_RADIUS_M / 3.0, 0.5 * (LEAST_RADIUS_M / 3.0 + far_m), far_m)
        self._gives_kg = tuple(most_given(a, fuel_kg, radius_m)[0] for radius_m in self._radii_m)
        mass_kg = a.empty_mass_kg + a.load_mass_kg + 0.5 * fuel_kg
        here = FAR_M / burned(a, 0.5 * fuel_kg, pace.mach, pace.level_m, FAR_M)[1]
        best = best_range_cruise(a, mass_kg, 0.0, a.ceiling_m)[2]
        self.dearer = max(1.0, float(best / here))
        self._over_base_kg = self._parabola_kg(0.0)

    def kg(self, way_m: float) -> float:
        """Return what is left to give on a way [kg].

        Parameters
        ----------
        way_m : float
            Length from take-off to landing [m].

        Returns
        -------
        float
            0 or more; half the way is taken as the radius.
        """
        burned_kg = self._over_base_kg - self._parabola_kg(0.5 * way_m)
        return max(0.0, min(self.limit_kg, self._over_base_kg - self.dearer * burned_kg))

    def _parabola_kg(self, radius_m: float) -> float:
        (x0, x1, x2), (y0, y1, y2) = self._radii_m, self._gives_kg
        x = radius_m
        return (
            y0 * (x - x1) * (x - x2) / ((x0 - x1) * (x0 - x2))
            + y1 * (x - x0) * (x - x2) / ((x1 - x0) * (x1 - x2))
            + y2 * (x - x0) * (x - x1) / ((x2 - x0) * (x2 - x1))
        )


def cover(
    brackets: Sequence[tuple[float, Place, float]], bases: Sequence[Place], giving: Giving, least: int
) -> tuple[TankerLeg, ...] | None:
    """Return the fewest tanker sorties that serve all brackets.

    Parameters
    ----------
    brackets : sequence of tuple
        Distance along the way [m], place, and fuel for all receivers [kg], in order.
    bases : sequence of Place
        Where tankers may take off and land.
    giving : Giving
        What a tanker gives over its way.
    least : int
        Fewest tankers at every bracket.

    Returns
    -------
    tuple of TankerLeg or None
        By dynamic programming over brackets in a row; among equals the ones that fly less. None where a bracket is too far
        from every base.
    """
    nearest = [
        min(((between(base, place)[0], base) for base in bases), key=lambda one: one[0]) for _, place, _ in brackets
    ]
    best: list[tuple[int, float, tuple[TankerLeg, ...]] | None] = [(0, 0.0, ())]
    for last in range(len(brackets)):
        found = []
        for first in range(last + 1):
            before = best[first]
            leg = before and _leg(brackets, nearest, first, last, giving, least)
            if before and leg:
                found.append((before[0] + leg.tankers, before[1] + leg.tankers * leg.way_nm, (*before[2], leg)))
        best.append(min(found, key=lambda one: one[:2]) if found else None)
    return best[-1][2] if best[-1] else None


def _leg(
    brackets: Sequence[tuple[float, Place, float]],
    nearest: Sequence[tuple[float, Place]],
    first: int,
    last: int,
    giving: Giving,
    least: int,
) -> TankerLeg | None:
    """Return the tankers for brackets in a row, or None if none of them can go so far."""
    (out_m, start), (home_m, end) = nearest[first], nearest[last]
    way_m = out_m + brackets[last][0] - brackets[first][0] + home_m
    give_kg = giving.kg(way_m)
    if give_kg <= 0.0:
        return None
    needed_kg = sum(kg for _, _, kg in brackets[first : last + 1])
    tankers = max(least, math.ceil(needed_kg / give_kg - 1e-9))
    return TankerLeg(first + 1, last + 1, start.name, end.name, nautical_miles(way_m), give_kg, needed_kg, tankers)
