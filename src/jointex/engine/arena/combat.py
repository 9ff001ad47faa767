"""From cards to rows of simulated combat."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jointex import cards
from jointex.cards.shelf import Folder
from jointex.engine.arena.rules import FIGHT_RULES
from jointex.engine.arena.state import AGENT, EPISODE, Crowd, Table, named, new_table, rows_of, rows_of_sky
from jointex.engine.arena.tables import bounds_of, fight_actions, fight_columns
from jointex.engine.eyes import Looker, eyes_for
from jointex.engine.fight_setup import ABREAST_M, class_record, reach_of, tactics_fields
from jointex.engine.sky import Eyes, new_sky
from jointex.fleet.aircraft import AIRCRAFT, FLIGHT, SETTINGS
from jointex.fleet.fight import CAST, FIGHTER, PRESENTATION, SHOT_UP, Role, Stage
from jointex.fleet.log import EVENT, LEDGER, TALLY, TRACK
from jointex.flight.airframe import AIRFRAME_FIELDS
from jointex.flight.loadout import airframe
from jointex.kernel import JIT_ON
from jointex.scenario.combat import Calls, EscortStation, Tactics
from jointex.scenario.combat_checks import CLASSES
from jointex.scenario.conditions import Rules

LOADS = (4, 2)
"""Shots of the medium and the short class that a fighter begins with, as in the flagship."""
SHOTS_EACH = 4
"""Shots of each fighter that are in the air at once at most, on the mean; more are not let go."""
FUEL_SHARES = (0.55, 0.75)
"""Fuel at the beginning, as a share of what fits: after the way out. Estimated."""
BINGO_SHARE = 0.4
"""Bingo as a share of what fits: for a way home of some 200 NM. Estimated."""
START_M = (75_000.0, 110_000.0)
"""How far off opponents begin [m]: 40 to 60 NM, as in presentations."""
LEVELS_M = (7_000.0, 11_500.0)
"""Between which heights fighters begin [m]: about FL230 to FL380."""
SHOOT_SHARES = (0.3, 0.7)
"""At which share of its reach the engine's fighters shoot: see `scenario.combat.Tactics`; 0.5 is usual there."""
PREY_LEVEL_M, PREY_MACH = 9_144.0, 0.76
"""Height and Mach number of who is protected, as in the flagship [m]."""
RULES = Rules()
"""Bubble, separation and hard deck: what scenarios have unless they say otherwise."""
POINTS = {
    "escort": {"kill_points": 1.0, "prey_points": 0.0, "prey_lost_points": -1.0, "prey_kept_points": 1.0},
    "intercept": {"kill_points": 0.5, "prey_points": 1.0, "prey_lost_points": 0.0, "prey_kept_points": 0.0},
}
"""What is worth how much; a training kill of a fighter, of one protected, one protected lost, the share of them kept."""
CALLED_OUT, KNOCKED_OFF, AT_BINGO = -1.0, -1.0, -0.25
"""Points for being called out, for a fight knocked off, and for leaving at bingo."""


@dataclass(frozen=True)
class Sides:
    """Who is in a presentation for agents.

    Attributes
    ----------
    task : str
        `escort` or `intercept`.
    n_agents, n_foes, n_prey : int
        Agents, fighters flown by the engine against them, and aircraft that are protected (from the agents, or by them).
    aircraft, opponent, protected : str
        Card ids of their types.
    lasts_s : float
        When it is over at the latest [s].
    """

    task: str
    n_agents: int = 1
    n_foes: int = 1
    n_prey: int = 1
    aircraft: str = "F-15J"
    opponent: str = "F-16C"
    protected: str = "B-52H"
    lasts_s: float = 600.0

    @property
    def n_targets(self) -> int:
        """How many of the other side agents may shoot at."""
        return self.n_foes + (self.n_prey if self.task == "intercept" else 0)

    @property
    def types(self) -> list[str]:
        """Card ids of all aircraft in order."""
        return [self.aircraft] * self.n_agents + [self.opponent] * self.n_foes + [self.protected] * self.n_prey

    @property
    def roles(self) -> list[Role]:
        """Roles of all aircraft in order."""
        own, other = (Role.ESCORT, Role.OPPONENT) if self.task == "escort" else (Role.OPPONENT, Role.ESCORT)
        return [own] * self.n_agents + [other] * self.n_foes + [Role.PROTECTED] * self.n_prey


def new_crowd(sides: Sides, n_rows: int, n_events: int = 0, folders: Sequence[Folder] = ()) -> tuple[Crowd, Table]:
    """Return rows of simulated combat, all of them over: the first step begins them.

    Parameters
    ----------
    sides : Sides
    n_rows : int
        Exercises side by side.
    n_events : int
        Events that are kept of all rows together, for whoever wants to look.
    folders : sequence of path
        The user's card folders.

    Returns
    -------
    Crowd, Table

    Raises
    ------
    CardError
        If a type has no card, or is no fighter that sees and flies.
    """
    n = len(sides.types)
    fleet, eyes = first_fleet(sides, folders), eyes_of_sides(sides, folders)
    shown = first_presentation(sides)
    episodes, settings = np.zeros(n_rows, EPISODE), np.zeros((n_rows, 1), SETTINGS)
    episodes["number"], episodes["is_over"] = -1, 1
    settings["separation_up_m"], settings["bubble_m"] = RULES.vertical_separation_m, RULES.bubble_m
    calls = Calls()
    columns = fight_columns(sides.n_targets, sides.n_agents)
    capacity_kg = fleet["fuel_capacity_kg"].copy()
    crowd = Crowd(
        fleet=rows_of(fleet, n_rows),
        fighters=np.zeros((n_rows, n), FIGHTER),
        shots=np.zeros((n_rows, SHOTS_EACH * (sides.n_agents + sides.n_foes)), SHOT_UP),
        shown=rows_of(shown, n_rows),
        senses=rows_of(eyes.senses, n_rows),
        agents=np.zeros((n_rows, sides.n_agents), AGENT),
        episodes=episodes,
        settings=settings,
        tallies=np.zeros((n_rows, n), TALLY),
        counts=np.zeros((n_rows, 3), np.int64),
        sky=rows_of_sky(new_sky(eyes), n_rows),
        first_fleet=fleet,
        flights=side_flights(),
        first_shown=shown,
        cast=cast_of(sides),
        bingo_kg=BINGO_SHARE * capacity_kg,
        capacity_kg=capacity_kg,
        classes=np.concatenate([class_record(name, tuple(folders)) for name in CLASSES]),
        reach=np.stack([reach_of(name, tuple(folders)) for name in CLASSES]),
        calls=np.array([calls.latency_s, calls.latency_mean_s, calls.missed, calls.wrong]),
        events=np.zeros(n_events, EVENT),
        ledger=np.zeros(0, LEDGER),
        track_rows=np.zeros(0, TRACK),
        rules=fight_rules(sides),
        bounds=bounds_of(columns),
    )
    table = new_table(n_rows, sides.n_agents, len(fight_actions(sides.n_targets)), len(columns))
    return (crowd if JIT_ON else named(crowd)), table


def first_fleet(sides: Sides, folders: Sequence[Folder]) -> NDArray[Any]:
    """Return the aircraft before their first draws: airframes with their usual loads, fuel, numbers."""
    fleet = np.zeros(len(sides.types), AIRCRAFT)
    for i, name in enumerate(sides.types):
        fill_airframe(fleet[i], name, folders)
        fleet[i]["aircraft"], fleet[i]["tally"], fleet[i]["draw_number"] = i, i, i
        fleet[i]["flight"] = side_of(sides, i)
        fleet[i]["close_until_s"] = -math.inf
    return fleet


def fill_airframe(row: Any, name: str, folders: Sequence[Folder]) -> None:
    """Fill in what flies: the type with its default load, tanks half full, no engine better than another."""
    card = cards.aircraft(name, folders)
    frame = airframe(card, usual_load(card), folders=folders)
    for field, _ in AIRFRAME_FIELDS:
        row[field] = frame[field][0]
    row["fuel_kg"], row["fuel_flow_factor"] = 0.5 * float(frame["fuel_capacity_kg"][0]), 1.0
    row["leader"], row["tanker"], row["altitude_m"] = -1, -1, PREY_LEVEL_M


def usual_load(card: cards.AircraftCard) -> dict[str, int]:
    """Return what a type carries unless somebody says otherwise; nothing where its card has no loads."""
    return dict(card.stores.loads.get(card.stores.default_load, {}))


def side_of(sides: Sides, i: int) -> int:
    """Return the flight of an aircraft: that of the agents, of their opponents, or of those protected."""
    return 0 if i < sides.n_agents else 1 if i < sides.n_agents + sides.n_foes else 2


def side_flights() -> NDArray[Any]:
    """Return the flights of three sides, of which none has to leave; each aircraft has its own bingo."""
    flights = np.zeros(3, FLIGHT)
    flights["bingo_s"] = math.inf
    return flights


def eyes_of_sides(sides: Sides, folders: Sequence[Folder]) -> Eyes:
    """Return what all see with and talk over; opponents are red whoever flies them."""
    always = (-math.inf, math.inf)
    lookers = [
        Looker(cards.aircraft(name, folders), "red" if role == Role.OPPONENT else "blue", 0, always)
        for name, role in zip(sides.types, sides.roles, strict=True)
    ]
    return eyes_for(lookers, folders)


def first_presentation(sides: Sides) -> NDArray[Any]:
    """Return the presentation, under way from the first second."""
    shown = np.zeros(1, PRESENTATION)
    shown["off_s"], shown["hard_deck_m"], shown["ending"], shown["stage"] = (
        sides.lasts_s,
        RULES.minimum_level_m,
        -1,
        Stage.ON,
    )
    shown["medium"], shown["short"] = LOADS
    return shown


def cast_of(sides: Sides) -> NDArray[Any]:
    """Return who plays what, with the usual tactics of scenarios."""
    cast = np.zeros(len(sides.types), CAST)
    fields, station = tactics_fields(Tactics()), EscortStation()
    first = {0: 0, 1: sides.n_agents, 2: sides.n_agents + sides.n_foes}
    count = {0: sides.n_agents, 1: sides.n_foes, 2: sides.n_prey}
    for i, role in enumerate(sides.roles):
        for name, value in fields.items():
            cast[i][name] = value
        side = side_of(sides, i)
        cast[i]["ahead_m"] = station.ahead_m
        cast[i]["right_m"] = (i - first[side] - 0.5 * (count[side] - 1)) * ABREAST_M
        cast[i]["aircraft"], cast[i]["role"], cast[i]["is_guided"] = i, role, i < sides.n_agents
        cast[i]["block_m"] = PREY_LEVEL_M
    return cast


def fight_rules(sides: Sides) -> NDArray[Any]:
    """Return the rules of a presentation for agents."""
    rules = np.zeros(1, FIGHT_RULES)
    ends = {"start_m": START_M, "level_m": LEVELS_M, "fuel": FUEL_SHARES, "shoot_share": SHOOT_SHARES}
    for name, (least, most) in ends.items():
        rules[f"least_{name}"], rules[f"most_{name}"] = least, most
    fields = {
        **POINTS[sides.task],
        "lasts_s": sides.lasts_s,
        "prey_mach": PREY_MACH,
        "hard_deck_m": RULES.minimum_level_m,
        "called_out_points": CALLED_OUT,
        "knock_off_points": KNOCKED_OFF,
        "bingo_points": AT_BINGO,
        "role": sides.roles[0],
        "n_agents": sides.n_agents,
        "n_foes": sides.n_foes,
        "n_prey": sides.n_prey,
        "n_targets": sides.n_targets,
    }
    for name, value in fields.items():
        rules[name] = value
    return rules
