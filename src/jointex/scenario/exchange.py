"""What replaces what in a swap: aircraft types, bases, ships; and where places are."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from jointex.earth.geodesics import distance_course
from jointex.scenario.library import Library
from jointex.scenario.model import Scenario

SAME_ROUTE_M = 100.0 * 1852.0
"""A new base no farther than this from the old one is flown to by the old route [m]. Estimated."""


@dataclass
class Exchange:
    """What replaces what, by id.

    Attributes
    ----------
    aircraft, places : dict of str to str
        Types, and bases or ships.
    ships : dict of str to str
        Ships that the scenario does not have, with their cards.
    """

    aircraft: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    ships: dict[str, str] = field(default_factory=dict)

    @property
    def all(self) -> dict[str, str]:
        """Everything that replaces something."""
        return {**self.aircraft, **self.places}


def place_id(name: str, scenario: Scenario, library: Library) -> str:
    """Return the id of a ship of the scenario, by its own id or its card, or of a base.

    Parameters
    ----------
    name : str
    scenario : Scenario
    library : Library

    Returns
    -------
    str
        Empty if it is neither.
    """
    card_id = library.ship_id(name)
    ship = next((ship for ship in scenario.ships if ship.id == name or (card_id and ship.ship == card_id)), None)
    if ship is not None:
        return ship.id
    base = library.base(name)
    return base.id if base else ""


def position_deg(place_id: str, scenario: Scenario, library: Library) -> tuple[float, float]:
    """Return latitude and longitude of a base, or of a ship of the scenario [deg]; parameters as `place_id`."""
    ship = scenario.ship(place_id)
    if ship is not None:
        return ship.at.latitude_deg, ship.at.longitude_deg
    base = library.base(place_id)
    assert base is not None
    return base.latitude_deg, base.longitude_deg


def is_near(old: str, table: Exchange, scenario: Scenario, library: Library) -> bool:
    """Return whether what replaces a place is so near that the route stays; a new ship always is.

    Parameters
    ----------
    old : str
        Id of the place.
    table : Exchange
    scenario : Scenario
        The unswapped one.
    library : Library

    Returns
    -------
    bool
    """
    new = table.places[old]
    if new in table.ships:
        return True
    ends = [(math.radians(x), math.radians(y)) for x, y in (position_deg(one, scenario, library) for one in (old, new))]
    distance_m, _, _ = distance_course(*ends[0], *ends[1])
    return float(distance_m) <= SAME_ROUTE_M
