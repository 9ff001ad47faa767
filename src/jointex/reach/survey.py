"""A map's worth of answers: minutes by year, with and without tankers, strips and ships, and what each unit more saves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jointex.cards.shelf import Folder
from jointex.reach.field import Terms, answer_minutes
from jointex.reach.forces import Force, Unit
from jointex.reach.sharing import Floats

ALONE, CARRIED, SPREAD = "own fuel alone", "with tankers", "with tankers, strips and ships"
WITHIN_MIN = (45.0, 60.0, 90.0, 120.0)
"""Times within which the ground answered is counted [min]."""


@dataclass(frozen=True)
class Nodes:
    """Places of a map.

    Attributes
    ----------
    latitude_deg, longitude_deg : array (n,)
        The first one is the place asked about [deg].
    area_km2 : array (n,)
        Ground that each stands for [km2]; none for the first.
    """

    latitude_deg: Floats
    longitude_deg: Floats
    area_km2: Floats

    def within_km2(self, minutes: Floats, limit_min: float) -> float:
        """Return the ground answered within a time [km2]."""
        return float(self.area_km2[minutes <= limit_min].sum())


@dataclass(frozen=True)
class Panel:
    """Minutes of one force in one year.

    Attributes
    ----------
    year : int
    way : str
        `ALONE`, `CARRIED` or `SPREAD`.
    minutes : array (n,)
        At each node; infinity where never.
    bases : tuple of str
        Whence they fly.
    """

    year: int
    way: str
    minutes: Floats
    bases: tuple[str, ...]


@dataclass(frozen=True)
class Bought:
    """What one unit more changes, with tankers, in the first year.

    Attributes
    ----------
    name : str
        What it is.
    unit : Unit
    before_min, after_min : array (n,)
        Minutes without and with it.
    """

    name: str
    unit: Unit
    before_min: Floats
    after_min: Floats


@dataclass(frozen=True)
class Survey:
    """All maps of a question.

    Attributes
    ----------
    nodes : Nodes
    panels : tuple of Panel
        Year by year, each way in turn.
    bought : tuple of Bought
    """

    nodes: Nodes
    panels: tuple[Panel, ...]
    bought: tuple[Bought, ...]


def survey(
    force: Force,
    more: Sequence[tuple[str, Unit]],
    nodes: Nodes,
    years: Sequence[int],
    terms: Terms,
    folders: Sequence[Folder] = (),
) -> Survey:
    """Return the minutes of a force at every node.

    Parameters
    ----------
    force : Force
    more : sequence of (str, Unit)
        Units that could be added, by name: those from strips and ships are also shown together.
    nodes : Nodes
    years : sequence of int
        The units more are weighed in the first.
    terms : Terms
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Survey

    Raises
    ------
    InputError
        If a number is out of bounds: all faults at once.
    """
    terms.check(force, years)

    def minutes(one: Force, year: int, with_tankers: bool = True) -> Floats:
        return answer_minutes(
            one, nodes.latitude_deg, nodes.longitude_deg, year, terms, with_tankers=with_tankers, folders=folders
        )

    spread = force
    for _, unit in more:
        if is_strip_or_ship(unit):
            spread = spread.with_one_more(unit)
    panels = []
    for year in years:
        panels += [
            Panel(year, ALONE, minutes(force, year, False), _bases(force)),
            Panel(year, CARRIED, minutes(force, year), _bases(force)),
        ]
        if spread is not force:
            panels.append(Panel(year, SPREAD, minutes(spread, year), _bases(spread)))
    bought = tuple(
        Bought(name, unit, panels[1].minutes, minutes(force.with_one_more(unit), years[0])) for name, unit in more
    )
    return Survey(nodes, tuple(panels), bought)


def _bases(force: Force) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unit.base for unit in force.units))


def is_strip_or_ship(unit: Unit) -> bool:
    """Return whether a unit flies from a ship or a strip given by coordinates.

    Parameters
    ----------
    unit : Unit

    Returns
    -------
    bool
    """
    return "," in unit.base


def saved_min(before_min: Floats, after_min: Floats) -> Floats:
    """Return minutes saved; infinity where a place is answered that was not.

    Parameters
    ----------
    before_min, after_min : array (n,)

    Returns
    -------
    array (n,)
    """
    is_never = np.isinf(after_min)
    return np.where(is_never, 0.0, before_min - np.where(is_never, 0.0, after_min))
