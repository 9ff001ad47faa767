"""From cards to rows of taking fuel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex import cards
from jointex.cards.shelf import Folder
from jointex.drills.refuelling import BOOM, CENTRELINE, CONTACT, flow_kg_s, geometry
from jointex.earth.airspeed import mach_from_cas
from jointex.earth.atmosphere import SEA_LEVEL_TEMPERATURE_K, isa_temperature_k, pressure_ratio, speed_of_sound_m_s
from jointex.engine.arena.combat import RULES, fill_airframe, usual_load
from jointex.engine.arena.rules import TANK_RULES, WAY
from jointex.engine.arena.state import AGENT, EPISODE, Table, Tank, named, new_table, rows_of
from jointex.engine.arena.tables import FLIGHT_ACTIONS, TANKING, bounds_of
from jointex.fleet.aircraft import AIRCRAFT, SETTINGS
from jointex.flight.loadout import airframe, kernel_argument
from jointex.flight.performance import level_flow_kg_s
from jointex.kernel import JIT_ON
from jointex.units import FOOT_M, NAUTICAL_MILE_M

LEVEL_M = 23_000.0 * FOOT_M
"""Level of the tanker [m]: FL230, a usual one for jets."""
LEG_M = 40.0 * NAUTICAL_MILE_M
"""Leg of its racetrack [m], as in the flagship."""
BANK_RAD = math.radians(25.0)
"""Bank of its turns [rad], as in the flagship."""
START_M, HOME_M = (60_000.0, 120_000.0), (250_000.0, 350_000.0)
"""Between which distances from the racetrack agents begin, and home lies [m]."""
FUEL_SHARES = (0.5, 0.7)
"""Fuel above the reserve at the beginning, as a share of what the straight way home takes: too little for it."""
RESERVE_S = 1200.0
"""Reserve, as time at cruise [s]: 20 min. Estimated."""
SPARE = 0.25
"""By which share more fuel is wanted than the straight way home takes: for turning, climbing and changing speed. Estimated."""
AT_HOME_M = 10_000.0
"""So near is home [m]; the approach is in the reserve."""
CRUISE_MACH, CRUISE_M = 0.8, 9_000.0
"""Mach number and height at which the fuel for the way home is reckoned."""
LASTS_S = 3600.0
TAKEN_POINTS, HOME_POINTS, DRY_POINTS = 1.0, 1.0, -1.0
"""Points for all the fuel wanted, for being home above the reserve, and for dry tanks."""


@dataclass(frozen=True)
class Refuelling:
    """Who takes fuel from whom.

    Attributes
    ----------
    n_agents : int
    aircraft, tanker : str
        Card ids of their types.
    lasts_s : float
        When it is over at the latest [s].
    """

    n_agents: int = 1
    aircraft: str = "F-15J"
    tanker: str = "KC-135R"
    lasts_s: float = LASTS_S


def new_tank(asked: Refuelling, n_rows: int, folders: Sequence[Folder] = ()) -> tuple[Tank, Table]:
    """Return rows of taking fuel, all of them over: the first step begins them.

    Parameters
    ----------
    asked : Refuelling
    n_rows : int
        Exercises side by side.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Tank, Table

    Raises
    ------
    CardError
        If a type has no card.
    """
    fleet = np.zeros(asked.n_agents + 1, AIRCRAFT)
    for i, name in enumerate([asked.aircraft] * asked.n_agents + [asked.tanker]):
        fill_airframe(fleet[i], name, folders)
        fleet[i]["aircraft"], fleet[i]["draw_number"] = i, i
    episodes, settings = np.zeros(n_rows, EPISODE), np.zeros((n_rows, 1), SETTINGS)
    episodes["number"], episodes["is_over"] = -1, 1
    tank = Tank(
        fleet=rows_of(fleet, n_rows),
        agents=np.zeros((n_rows, asked.n_agents), AGENT),
        episodes=episodes,
        settings=settings,
        ways=np.zeros(n_rows, WAY),
        first_fleet=fleet,
        rules=tank_rules(asked, fleet, folders),
        bounds=bounds_of(TANKING),
    )
    table = new_table(n_rows, asked.n_agents, len(FLIGHT_ACTIONS), len(TANKING))
    return (tank if JIT_ON else named(tank)), table


def can_take(aircraft: str, tanker: str, folders: Sequence[Folder] = ()) -> bool:
    """Return whether a type fits a station of a tanker: boom and receptacle, or drogue and probe.

    Parameters
    ----------
    aircraft, tanker : str
        Card ids.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    bool
    """
    taker, giver = cards.aircraft(aircraft, folders), cards.aircraft(tanker, folders)
    return giver.tanker is not None and _station(taker, giver) is not None


def _station(taker: cards.AircraftCard, giver: cards.AircraftCard) -> Any:
    """Return the first station of a tanker that a type can take fuel from, None if there is none."""
    assert giver.tanker is not None
    wanted = {"boom_receptacle": "boom", "probe": "drogue"}.get(str(taker.receiver.by))
    stations = giver.tanker.stations.values()
    return next((s for s in stations if ("boom" if s.kind == "boom" else "drogue") == wanted), None)


def tank_rules(asked: Refuelling, fleet: NDArray[Any], folders: Sequence[Folder]) -> NDArray[Any]:
    """Return the rules: the tanker's speed is the receiver's usual one in contact, the flow the less of both."""
    taker, giver = cards.aircraft(asked.aircraft, folders), cards.aircraft(asked.tanker, folders)
    station = _station(taker, giver)
    assert station is not None
    contact = taker.receiver.contact
    assert contact is not None
    mach = float(mach_from_cas(contact.usual_cas.si, float(pressure_ratio(LEVEL_M))))
    taken = taker.receiver.highest_flow
    _, back_m, up_m = geometry(
        CONTACT,
        BOOM if station.kind == "boom" else CENTRELINE,
        0.5 * giver.geometry.span.si,
        giver.geometry.length.si,
        0,
    )
    per_m, per_s = cruise_kg(taker, folders)
    rules = np.zeros(1, TANK_RULES)
    fields = {
        "lasts_s": asked.lasts_s,
        "least_start_m": START_M[0],
        "most_start_m": START_M[1],
        "least_home_m": HOME_M[0],
        "most_home_m": HOME_M[1],
        "least_fuel": FUEL_SHARES[0],
        "most_fuel": FUEL_SHARES[1],
        "level_m": LEVEL_M,
        "tanker_mach": mach,
        "leg_m": LEG_M,
        "load_factor": 1.0 / math.cos(BANK_RAD),
        "back_m": back_m,
        "up_m": up_m,
        "flow_kg_s": flow_kg_s(station.flow.si, taken.si if taken else 0.0),
        "give_kg": 0.5 * float(fleet[-1]["fuel_kg"]),
        "reserve_kg": RESERVE_S * per_s,
        "home_kg_per_m": per_m,
        "spare": SPARE,
        "home_m": AT_HOME_M,
        "lowest_m": RULES.minimum_level_m,
        "taken_points": TAKEN_POINTS,
        "home_points": HOME_POINTS,
        "dry_points": DRY_POINTS,
        "n_agents": asked.n_agents,
    }
    for name, value in fields.items():
        rules[name] = value
    return rules


def cruise_kg(card: cards.AircraftCard, folders: Sequence[Folder]) -> tuple[float, float]:
    """Return what a metre and a second of cruise take, tanks half full [kg/m, kg/s]."""
    temperature_k = float(isa_temperature_k(CRUISE_M))
    a = kernel_argument(airframe(card, usual_load(card), folders=folders))
    mass_kg = float(a.empty_mass_kg + a.load_mass_kg + 0.5 * a.fuel_capacity_kg)
    delta, theta = float(pressure_ratio(CRUISE_M)), temperature_k / SEA_LEVEL_TEMPERATURE_K
    per_s = float(level_flow_kg_s(a, mass_kg, CRUISE_MACH, delta, theta))
    return per_s / (CRUISE_MACH * float(speed_of_sound_m_s(temperature_k))), per_s
