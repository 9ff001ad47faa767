"""Activities that law may bar: which drills and flights of an exercise fall with each, and what is left of its training."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jointex.region.mark import Mark, Ranged, role_of

BOMBERS, ESCORT, COMBAT, STRIKE, FUEL = "bombers", "escort", "combat", "strike", "refuelling_for_combat"
LEVERS = {"escort": ESCORT, "simulated_combat": COMBAT, "simulated_strike": STRIKE, "refuelling_for_combat": FUEL}
"""Levers by which an activity is barred, and what they bar."""
BARRED = "barred"
COMBAT_MEASURES = (
    "combat_",
    "escort_",
    "simulated_shots",
    "shots_",
    "training_kills",
    "kill_calls",
    "wrong_calls",
    "missed_calls",
    "through_",
)
FUEL_MEASURES = ("refuelled_", "missed_contact_", "no_tanker_", "fuel_across_", "fuel_received_", "abort_line_")
WHOLE_MEASURES = ("together_",)
"""Objectives in these are of all flights of the work at once: lost where one of them stays at home."""


@dataclass(frozen=True)
class Left:
    """What is left of an exercise.

    Attributes
    ----------
    barred : frozenset of str
        Activities that are barred.
    dropped : tuple of str
        Drills, presentations and refuellings that fall, for people; empty where the exercise has none of what is barred.
    at_home : tuple of str
        Flights that do not come.
    mark : Mark or None
        What neighbours see of the rest; None where nobody comes.
    training : tuple of (float, float, float)
        For each objective the share of runs that meet it, with the ends of its interval; zeros where what it asks for is barred.
    combat_min : float
        Simulated combat of a run [min].
    fuel_passed_t : float
        Fuel passed in flight in a run [t].
    """

    barred: frozenset[str]
    dropped: tuple[str, ...]
    at_home: tuple[str, ...]
    mark: Mark | None
    training: tuple[tuple[float, float, float], ...]
    combat_min: float
    fuel_passed_t: float

    def training_value(self) -> Ranged | None:
        """Return the mean share of runs that meet an objective, with the ends of all intervals; None without objectives."""
        if not self.training:
            return None
        value, low, high = (sum(column) / len(self.training) for column in zip(*self.training, strict=True))
        return Ranged(value, low, high, "", "derived", "share of runs that meet an objective, mean over objectives")


def barred_by(settings: Mapping[str, Any]) -> frozenset[str]:
    """Return the activities that the levers of a bundle bar.

    Parameters
    ----------
    settings : mapping
        Where every lever stands.

    Returns
    -------
    frozenset of str
    """
    found = {activity for lever, activity in LEVERS.items() if settings.get(lever) == BARRED}
    return frozenset(found | ({BOMBERS} if settings.get("limit") == "no bombers" else set()))


def all_left(
    plan: Mapping[str, Any], summary: Mapping[str, Any], folder: Path, mark_without: Callable[[frozenset[str]], Mark]
) -> dict[frozenset[str], Left]:
    """Return what is left of an exercise for every set of barred activities.

    Parameters
    ----------
    plan, summary : mapping
        The content of plan.json and summary.json.
    folder : Path
        The run folder, for cards of its own.
    mark_without : callable
        Gives the mark without some flights.

    Returns
    -------
    dict of frozenset of str to Left
    """
    marks: dict[frozenset[str], Mark | None] = {}
    found = {}
    for size in range(len(LEVERS) + 2):
        for chosen in itertools.combinations((BOMBERS, *LEVERS.values()), size):
            rest = _Rest(plan, folder)
            rest.bar(frozenset(chosen))
            home = frozenset(rest.at_home)
            if home not in marks:
                comes = [one for one in plan["flights"] if one.get("role") != "opponent" and one["id"] not in home]
                marks[home] = mark_without(home) if comes else None
            found[frozenset(chosen)] = _left(rest, frozenset(chosen), marks[home], summary)
    return found


class _Rest:
    """An exercise from which activities are taken away one by one."""

    def __init__(self, plan: Mapping[str, Any], folder: Path) -> None:
        self.flights = {str(one["id"]): one for one in plan["flights"]}
        self.roles = {name: role_of(one, folder) for name, one in self.flights.items()}
        self.strikers = {name for name, one in self.flights.items() if one.get("role") == "striker"}
        self.fights: list[Mapping[str, Any]] = list(plan.get("combat") or ())
        self.brackets: list[Mapping[str, Any]] = list((plan.get("refuelling") or {}).get("brackets", ()))
        self.all_brackets = list(self.brackets)
        self.tankers = {str(one["id"]) for one in (plan.get("refuelling") or {}).get("tankers", ())}
        self.at_home: list[str] = []
        self.dropped: list[str] = []

    def bar(self, barred: frozenset[str]) -> None:
        """Take away what is barred and what cannot be without it."""
        bombers = {name for name, role in self.roles.items() if role == "bomber"}
        if BOMBERS in barred:
            self.stay(sorted(bombers), "no bombers")
        if STRIKE in barred:
            self.stay(sorted(self.strikers), "strike barred")
        if ESCORT in barred:
            self.drop_fights(lambda one: bool(set(one["protect"]) & bombers), "escort barred")
        if COMBAT in barred:
            self.drop_fights(lambda one: True, "combat barred")
        if FUEL in barred:
            self.drop_fuel()

    def stay(self, names: Sequence[str], why: str) -> None:
        """Keep flights at home, and drop what cannot be flown without them."""
        for name in names:
            if name in self.flights and name not in self.at_home:
                self.at_home.append(name)
                self.dropped.append(f"{name} ({self.flights[name]['aircraft']}) stays at home: {why}")
        home = set(self.at_home)
        absent = f"without {' and '.join(names)}"
        self.drop_fights(
            lambda one: any(set(one[side]) <= home for side in ("escorts", "opponents", "protect")), absent
        )
        self.drop_brackets(lambda one: one["flight"] in home, absent)

    def drop_fights(self, falls: Callable[[Mapping[str, Any]], bool], why: str) -> None:
        """Drop presentations of combat."""
        for one in [one for one in self.fights if falls(one)]:
            self.fights.remove(one)
            self.dropped.append(f"{one['drill']}: {one['text']} ({why})")

    def drop_brackets(self, falls: Callable[[Mapping[str, Any]], bool], why: str) -> None:
        """Drop refuellings, and tankers that have nobody left to give to."""
        fall = [one for one in self.brackets if falls(one)]
        if not fall:
            return
        self.brackets = [one for one in self.brackets if one not in fall]
        self.dropped += [f"{one['id']}: {one['flight']} takes no fuel from {one['tanker']} ({why})" for one in fall]
        idle = {one["tanker"] for one in fall} - {one["tanker"] for one in self.brackets}
        spare = (
            {name for name, one in self.flights.items() if one.get("role") == "tanker"} if not self.brackets else set()
        )
        for name in sorted(idle & self.tankers | spare):
            if name not in self.at_home:
                self.at_home.append(name)
                self.dropped.append(f"{name} ({self.flights[name]['aircraft']}) stays at home: nobody takes fuel")

    def drop_fuel(self) -> None:
        """Refuse fuel to whoever is on the way to combat practice; who cannot come home without it does not come."""
        fighting = {name for one in self.fights for side in ("escorts", "opponents") for name in one[side]}
        why = "barred on the way to combat practice"
        lacking: dict[str, float] = {}
        for one in self.brackets:
            if one["flight"] in fighting:
                lacking[one["flight"]] = lacking.get(one["flight"], 0.0) + float(one["onload_kg"])
        self.drop_brackets(lambda one: one["flight"] in fighting, why)
        for name, onload_kg in lacking.items():
            fuel = self.flights[name]["fuel"]
            if float(fuel["landing_kg"]) - onload_kg < float(fuel["reserve_kg"]):
                self.stay([name], "cannot come home without that fuel")


def _left(rest: _Rest, barred: frozenset[str], mark: Mark | None, summary: Mapping[str, Any]) -> Left:
    """Return what is left, with its training."""
    training = tuple(
        (0.0, 0.0, 0.0) if _is_lost(one, rest, mark is None) else _shares(one)
        for one in summary.get("objectives", ())
        if one.get("met_fraction") is not None
    )
    measures = summary.get("measures", {})
    fought_s = sum(one["off_s"] - one["on_s"] for one in rest.fights)
    given = sum(one["onload_kg"] * one.get("count", 1) for one in rest.brackets)
    all_given = sum(one["onload_kg"] * one.get("count", 1) for one in rest.all_brackets)
    passed_kg = float(measures.get("fuel_given_kg", {}).get("value") or all_given)
    return Left(
        barred,
        tuple(rest.dropped),
        tuple(rest.at_home),
        mark,
        training,
        fought_s / 60.0,
        passed_kg / 1000.0 * (given / all_given if all_given else 0.0),
    )


def _shares(objective: Mapping[str, Any]) -> tuple[float, float, float]:
    value = float(objective["met_fraction"])
    low, high = (value if objective.get(key) is None else float(objective[key]) for key in ("low", "high"))
    return value, low, high


def _is_lost(objective: Mapping[str, Any], rest: _Rest, nobody_comes: bool) -> bool:
    """Return whether what an objective asks for is no longer flown."""
    root, _, flight = str(objective["measure"]).partition(".")
    if nobody_comes or flight in rest.at_home:
        return True
    if root.startswith(COMBAT_MEASURES):
        return not rest.fights
    if root.startswith(FUEL_MEASURES):
        return not rest.brackets
    flown = set(rest.flights) - rest.tankers
    return root.startswith(WHOLE_MEASURES) and bool(set(rest.at_home) & flown)
