"""The tasks that agents can be given: escort, intercept, refuel and return; who is in them, and what may be asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jointex import cards
from jointex.cards.shelf import Folder
from jointex.engine.arena.combat import Sides
from jointex.engine.arena.fuel import Refuelling, can_take
from jointex.engine.arena.tables import FLIGHT_ACTIONS, TANKING, Column, fight_actions, fight_columns
from jointex.errors import ArenaError, CardError, Fault, nearest_name

KINDS = ("escort", "intercept", "refuel")
"""Protect aircraft from opponents; come as an opponent for aircraft that others protect; take fuel and go home."""
MOST_AGENTS = 8
"""Most agents, opponents, and aircraft protected."""
LEAST_S, MOST_S = 60.0, 7200.0
"""Shortest and longest episode [s]."""
MOST_DECISION_S = 30
"""Longest time between two decisions [s]."""
FIGHT_OPTIONS: dict[str, Any] = {
    "n_agents": 1,
    "n_opponents": 1,
    "n_protected": 1,
    "aircraft": "F-15J",
    "opponent": "F-16C",
    "protected": "B-52H",
    "lasts_s": 600.0,
}
REFUEL_OPTIONS: dict[str, Any] = {"n_agents": 1, "aircraft": "F-15J", "tanker": "KC-135R", "lasts_s": 3600.0}
OPTIONS = {"escort": FIGHT_OPTIONS, "intercept": FIGHT_OPTIONS, "refuel": REFUEL_OPTIONS}
"""What may be asked for, and what holds where nothing is: see `task`."""
LEAST_COUNT = {"n_agents": 1, "n_opponents": 0, "n_protected": 0}


@dataclass(frozen=True)
class Task:
    """A task with who is in it.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    asked : Sides or Refuelling
        Who is in it.
    decision_s : int
        Time between two decisions [s].
    folders : tuple of path
        The user's card folders.
    """

    kind: str
    asked: Sides | Refuelling
    decision_s: int = 1
    folders: tuple[Folder, ...] = ()

    @property
    def n_agents(self) -> int:
        """How many agents there are."""
        return self.asked.n_agents

    @property
    def observed(self) -> tuple[Column, ...]:
        """What an agent observes, in order."""
        if isinstance(self.asked, Sides):
            return fight_columns(self.asked.n_targets, self.asked.n_agents)
        return TANKING

    @property
    def actions(self) -> tuple[Column, ...]:
        """What an agent chooses, in order."""
        return fight_actions(self.asked.n_targets) if isinstance(self.asked, Sides) else FLIGHT_ACTIONS


def task(kind: str, decision_s: int = 1, card_folders: Sequence[Folder] = (), **options: Any) -> Task:
    """Return a task, checked.

    Parameters
    ----------
    kind : str
        `escort`, `intercept` or `refuel`.
    decision_s : int
        Time between two decisions, 1 to 30 [s].
    card_folders : sequence of path
        Folders with your own cards.
    **options
        Any of `OPTIONS[kind]`: `n_agents` (1 to 8), `n_opponents` and `n_protected` (0 to 8, not both 0), the card ids `aircraft`
        of the agents, `opponent`, `protected` and `tanker`, and `lasts_s`, 60 to 7200 [s].

    Returns
    -------
    Task

    Raises
    ------
    ArenaError
        If it cannot be made that way: all faults at once.
    """
    if kind not in KINDS:
        raise ArenaError(Fault(f"must be one of {', '.join(KINDS)}", key="kind", value=repr(kind)))
    usual = OPTIONS[kind]
    faults = [
        Fault(f"is no option of {kind}", key=name, hint=nearest_name(name, usual))
        for name in options
        if name not in usual
    ]
    chosen = {**usual, **{name: value for name, value in options.items() if name in usual}}
    folders = tuple(card_folders)
    faults += _number_faults({**chosen, "decision_s": decision_s})
    faults += _card_faults(kind, chosen, folders)
    if faults:
        raise ArenaError(faults)
    if kind == "refuel":
        return Task(kind, Refuelling(**chosen), decision_s, folders)
    counts = {"n_foes": chosen.pop("n_opponents"), "n_prey": chosen.pop("n_protected")}
    return Task(kind, Sides(kind, **chosen, **counts), decision_s, folders)


def _number_faults(chosen: dict[str, Any]) -> list[Fault]:
    """Return what is wrong with counts and times."""
    faults = []
    for name, least in LEAST_COUNT.items():
        if name in chosen and not _is_whole(chosen[name], least, MOST_AGENTS):
            faults.append(
                Fault(f"must be a whole number from {least} to {MOST_AGENTS}", key=name, value=repr(chosen[name]))
            )
    if chosen.get("n_opponents") == 0 and chosen.get("n_protected") == 0:
        faults.append(Fault("and n_protected must not both be 0: there is nobody to fly against", key="n_opponents"))
    if not _is_whole(chosen["decision_s"], 1, MOST_DECISION_S):
        rule = f"must be a whole number of seconds from 1 to {MOST_DECISION_S}"
        faults.append(Fault(rule, key="decision_s", value=repr(chosen["decision_s"])))
    lasts_s = chosen["lasts_s"]
    is_number = isinstance(lasts_s, int | float) and not isinstance(lasts_s, bool)
    if not is_number or not LEAST_S <= lasts_s <= MOST_S or math.isnan(lasts_s):
        faults.append(Fault(f"must be {LEAST_S:g} to {MOST_S:g} s", key="lasts_s", value=repr(lasts_s)))
    return faults


def _is_whole(value: object, least: int, most: int) -> bool:
    """Return whether a value is a whole number between two others."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _card_faults(kind: str, chosen: dict[str, Any], folders: tuple[Folder, ...]) -> list[Fault]:
    """Return what is wrong with the types asked for."""
    faults: list[Fault] = []
    found: dict[str, cards.AircraftCard] = {}
    for name in ("aircraft", "opponent", "protected", "tanker"):
        if name not in chosen:
            continue
        try:
            found[name] = cards.aircraft(chosen[name], folders)
        except CardError as error:
            faults += [
                Fault(f"{fault.key or chosen[name]} {fault.rule}".strip(), key=name, hint=fault.hint)
                for fault in error.faults
            ]
    for name in ("aircraft", "opponent"):
        if kind != "refuel" and name in found and (found[name].senses is None or not _is_fighter(found[name])):
            faults.append(Fault("must be a fighter with sensors and shots", key=name, value=chosen[name]))
    if kind == "refuel" and len(found) == len({"aircraft", "tanker"}):
        if found["tanker"].tanker is None:
            faults.append(Fault("must be a tanker", key="tanker", value=chosen["tanker"], hint="KC-135R has a boom."))
        elif not can_take(chosen["aircraft"], chosen["tanker"], folders):
            rule = f"cannot take fuel from {chosen['tanker']}: its fuel comes by {found['aircraft'].receiver.by}"
            faults.append(Fault(rule, key="aircraft", value=chosen["aircraft"]))
    return faults


def _is_fighter(card: cards.AircraftCard) -> bool:
    """Return whether a type carries shots."""
    return any(name.startswith("MISSILE-MEDIUM") for name in card.stores.most)
