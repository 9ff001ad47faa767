"""Every number that agents give and are given: its name, unit, bounds and meaning. The page of `jointex.gym` is drawn from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Column:
    """One number of an action or an observation.

    Attributes
    ----------
    name, unit, text : str
        What it is called, its unit (empty for shares and flags), what it means.
    least, most : float
        Its bounds; what lies beyond is told as the bound.
    """

    name: str
    unit: str
    least: float
    most: float
    text: str


FAR_KM, FAST_M_S = 400.0, 1000.0
"""Bounds of places [km] and speeds [m/s]."""
FLIGHT_ACTIONS = (
    Column("turn", "90 deg", -1.0, 1.0, "where the nose goes: to the right of where it points, to the left below 0"),
    Column("speed", "Mach 0.2", -1.0, 1.0, "Mach number to come to, above or below the present one"),
    Column("height", "500 m", -1.0, 1.0, "height to come to, above or below the present one"),
    Column("load", "", -1.0, 1.0, "load factor of turns: -1 is 1.5 g, 1 the limit of the type"),
    Column("afterburner", "", -1.0, 1.0, "may be used above 0"),
)
SHOT_ACTION = Column(
    "shot", "", -1.0, 1.0, "a simulated shot: of the medium class above 1/3, of the short class above -1/3, else none"
)
TARGET_ACTION = Column("target", "", -1.0, 1.0, "at which of the other side, in their order: -1 the first, 1 the last")
OWN = (
    Column("time_left", "s", 0.0, 7200.0, "until the presentation ends at the latest"),
    Column("altitude", "km", 0.0, 25.0, "pressure altitude"),
    Column("mach", "Mach", 0.0, 3.0, "own Mach number"),
    Column("climb", "m/s", -FAST_M_S, FAST_M_S, "climb, below 0 a descent"),
    Column("fuel_over_bingo", "kg", -20_000.0, 100_000.0, "fuel above bingo, where it leaves the fight"),
    Column("medium_left", "count", 0.0, 20.0, "shots of the medium class left"),
    Column("short_left", "count", 0.0, 20.0, "shots of the short class left"),
    Column("since_shot", "s", 0.0, 120.0, "since the last own shot; 120 before the first"),
    Column("shots_guided", "count", 0.0, 20.0, "own shots in the air that do not see by themselves yet"),
    Column("start_forward", "km", -FAR_KM, FAR_KM, "where the opponents began, forward along the nose"),
    Column("start_right", "km", -FAR_KM, FAR_KM, "the same, to the right"),
    Column("is_threatened", "flag", 0.0, 1.0, "1 where a shot at it is noted"),
    Column("threat_forward", "", -1.0, 1.0, "direction of that shot, forward part of a unit vector"),
    Column("threat_right", "", -1.0, 1.0, "the same, part to the right"),
)
PLACE = (
    Column("forward", "km", -FAR_KM, FAR_KM, "place, forward along the own nose"),
    Column("right", "km", -FAR_KM, FAR_KM, "the same, to the right"),
    Column("up", "km", -25.0, 25.0, "height above the own one"),
    Column("forward_speed", "m/s", -FAST_M_S, FAST_M_S, "its velocity over ground, part along the own nose"),
    Column("right_speed", "m/s", -FAST_M_S, FAST_M_S, "the same, part to the right"),
)
PREY = (
    Column("n_protected", "count", 0.0, 8.0, "how many of those protected are still in"),
    *PLACE,
)
TARGET = (
    Column("is_in", "flag", 0.0, 1.0, "1 until it is called out or has left"),
    Column("is_protected", "flag", 0.0, 1.0, "1 where it is one of those protected, which shoots at nobody"),
    Column("is_known", "flag", 0.0, 1.0, "1 where own sensors or a link tell where it is; what follows is 0 otherwise"),
    Column("is_locked", "flag", 0.0, 1.0, "1 where own sensors hold it: only then a shot leaves"),
    Column("is_warning", "flag", 0.0, 1.0, "1 where the warning receiver noticed its radar in the last 10 s"),
    Column("age", "s", 0.0, 120.0, "how old the news are"),
    Column("error", "km", 0.0, 50.0, "one standard deviation of the place when it was seen"),
    *PLACE,
    Column("reach", "km", 0.0, 200.0, "from where a medium shot reaches it if it flies on"),
    Column("sure_reach", "km", 0.0, 200.0, "from where one reaches it though it turns and runs"),
)
FRIEND = (Column("is_in", "flag", 0.0, 1.0, "1 until it is called out or has left"), *PLACE)
TANKING = (
    Column("time_left", "s", 0.0, 7200.0, "until the episode ends at the latest"),
    Column("altitude", "km", 0.0, 25.0, "pressure altitude"),
    Column("mach", "Mach", 0.0, 3.0, "own Mach number"),
    Column("climb", "m/s", -FAST_M_S, FAST_M_S, "climb, below 0 a descent"),
    Column("fuel_over_reserve", "kg", -20_000.0, 100_000.0, "fuel above the reserve"),
    Column(
        "fuel_over_home", "kg", -50_000.0, 100_000.0, "what would be left above the reserve at home, straight from here"
    ),
    Column(
        "fuel_lacking",
        "kg",
        -100_000.0,
        50_000.0,
        "what it lacks to be home above the reserve, a quarter of the way to spare",
    ),
    Column("home_forward", "km", -2000.0, 2000.0, "home, forward along the nose"),
    Column("home_right", "km", -2000.0, 2000.0, "the same, to the right"),
    Column("tanker_forward", "km", -FAR_KM, FAR_KM, "the tanker, forward along the nose"),
    Column("tanker_right", "km", -FAR_KM, FAR_KM, "the same, to the right"),
    Column("place_forward", "m", -2000.0, 2000.0, "the place behind the tanker, forward along the nose"),
    Column("place_right", "m", -2000.0, 2000.0, "the same, to the right"),
    Column("place_up", "m", -10_000.0, 10_000.0, "height of that place above the own one"),
    Column("speed_over_forward", "m/s", -FAST_M_S, FAST_M_S, "how fast that place moves away along the nose"),
    Column("speed_over_right", "m/s", -FAST_M_S, FAST_M_S, "the same, to the right"),
    Column(
        "tanker_heading_forward",
        "",
        -1.0,
        1.0,
        "where the tanker's nose points: part along the own nose of a unit vector",
    ),
    Column("tanker_heading_right", "", -1.0, 1.0, "the same, part to the right"),
    Column("tanker_turn", "deg/s", -20.0, 20.0, "how fast the tanker turns, to the right above 0"),
    Column(
        "is_in_box", "flag", 0.0, 1.0, "1 where it holds the place: near enough, as fast, and nobody else is served"
    ),
    Column("held", "s", 0.0, 1000.0, "how long it has held the place without a break"),
    Column("is_connected", "flag", 0.0, 1.0, "1 while fuel flows"),
    Column("is_taken", "flag", 0.0, 1.0, "1 while another one is served"),
)


def fight_columns(n_targets: int, n_agents: int) -> tuple[Column, ...]:
    """Return what an agent in simulated combat observes, in order.

    Parameters
    ----------
    n_targets, n_agents : int
        How many of the other side may be shot at, and agents.

    Returns
    -------
    tuple of Column
    """
    targets = tuple(column_of(f"target_{t + 1}", column) for t in range(n_targets) for column in TARGET)
    friends = tuple(column_of(f"wingman_{w + 1}", column) for w in range(n_agents - 1) for column in FRIEND)
    return (*OWN, PREY[0], *(column_of("protected", column) for column in PREY[1:]), *targets, *friends)


def fight_actions(n_targets: int) -> tuple[Column, ...]:
    """Return what an agent in simulated combat chooses, in order; a target only where there are several.

    Parameters
    ----------
    n_targets : int
        How many of the other side may be shot at.

    Returns
    -------
    tuple of Column
    """
    return (*FLIGHT_ACTIONS, SHOT_ACTION, *((TARGET_ACTION,) if n_targets > 1 else ()))


def column_of(whose: str, column: Column) -> Column:
    """Return a column of one of several.

    Parameters
    ----------
    whose : str
        What its name begins with.
    column : Column

    Returns
    -------
    Column
    """
    return Column(f"{whose}_{column.name}", column.unit, column.least, column.most, column.text)


def bounds_of(columns: tuple[Column, ...]) -> NDArray[np.float32]:
    """Return the bounds of columns.

    Parameters
    ----------
    columns : tuple of Column

    Returns
    -------
    array (n_columns, 2)
        Least and most.
    """
    return np.array([(column.least, column.most) for column in columns], np.float32)
